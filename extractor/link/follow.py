"""after(context, ...), after_plain(context, ...) -> the context for the next sentence: behind one with claims, behind one without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from extractor.anchor import Period
from extractor.claim import Claim
from extractor.fold import fold
from extractor.link.begins import HEADS, first_name, heads_of_clauses, is_topic, list_head
from extractor.link.carries import frames, goes_on, is_part
from extractor.link.change import LEVEL_OF_BASE
from extractor.link.context import Context, Salient
from extractor.link.dated import KEPT, dated
from extractor.link.entity import Owner, first_subject
from extractor.link.figure import Facts
from extractor.link.known import LABEL
from extractor.link.phrase import is_measure, own_characters
from extractor.link.said import WHOLE
from extractor.link.scope import View
from extractor.link.share import OF_THE_NEXT
from extractor.link.time import is_a_mark, is_of_one, said_period, times
from extractor.link.told import Dated, Told
from extractor.patterns import compiled
from extractor.rules import Rules, named
from extractor.sentence import Sentence

METRICS, OWNERS, SALIENT = 12, 6, 16        # metrics, owners and names said last that are kept
_OPENING = regex.compile(r"(?:[【(\[][^】)\]]{1,20}[】)\]]|[^，。；]{0,12}[讯电][:：]?)?\s?(?:在|自|从|截至)?")     # 【本报讯】九月份…


def after(context: Context, view: View, facts: Facts, claims: Sequence[Claim], rules: Rules) -> Context:
    """The context behind a sentence of these claims, in order; `facts` are what it says for all its numbers."""
    part = bool(compiled(r"其中|当中").match(view.text))             # 其中中国内地…, 香港…: named in passing
    out = _with_subject(_read(context, view, facts.times, rules), context, view, facts, claims, part, rules)
    out = _with_period(out, context, view, facts, claims, rules)
    metrics = tuple((q.unit, c.metric) for q, c in zip(view.quantities, claims, strict=True) if c.metric and not c.metric.endswith(("幅度", "增幅", "降幅")))
    # 占全国总额948亿元的51%: whose the whole is, is told in passing
    owners = dict.fromkeys([*([] if part else [(c.entity, c.entity_type) for c in reversed(claims) if c.entity and WHOLE not in c.rules]), *context.owners])
    names = [(view.raw(m.start, m.end), m.type) for m in facts.names if m.role == "name"]
    heads = dict.fromkeys([*heads_of_clauses(view, facts.groups), *context.heads])
    out = replace(out, metrics=(*out.metrics, *metrics)[-METRICS:], owners=tuple(owners)[:OWNERS], heads=tuple(heads)[:HEADS], salient=_salient(context, names))
    return _after_form(out, view.sentence, view.text, rules)


def after_plain(context: Context, sentence: Sentence, text: str, rules: Rules) -> Context:
    """The context behind a sentence without a claim: the name it begins with, and its form; `text` is folded."""
    own = sentence.text.chars
    view = View(sentence, text, (), (), (), frozenset(), text)
    spans = times(view, rules)
    out, known = _read(context, view, spans, rules), context.document.known
    name, kind = first_name(text, known, rules)
    people = [n for n, kind in known.items() if kind in ("name", "person") and n in text]
    if people:
        out = replace(out, person=own_characters(max(people, key=text.rfind), text, own))
    names = [(own[:len(name)], kind)] if name else []
    names += [(own_characters(n, text, own), k) for n, k in known.items() if n != name and n in text]
    out = replace(out, salient=_salient(context, names)) if names else out
    begins = named(rules, "a sentence begins with its topic").match(text)
    if begins:
        out = replace(out, heads=tuple(dict.fromkeys([(own[slice(*begins.span("name"))], ""), *out.heads]))[:HEADS])
    out = _timed_by(out, view, spans, rules)
    return _after_form(out.said(own[:len(name)], kind) if name else out, sentence, text, rules)


def _read(context: Context, view: View, spans: Sequence[tuple[int, int]], rules: Rules) -> Context:
    """One sentence more has been read; `spans` are its expressions of time."""
    said = context.document_said or context.document.entity in view.sentence.text.chars
    times_said: tuple[Dated, ...] = (*context.dated, *dated(view, spans, context, rules))[-KEPT:] if spans else context.dated
    return replace(context, sentences=context.sentences + 1, document_said=said, dated=times_said)


def _with_subject(out: Context, context: Context, view: View, facts: Facts, claims: Sequence[Claim], part: bool, rules: Rules) -> Context:
    """Whom the sentence has spoken of, and the person it has named; `context` is the one before it, `part`: it tells of a part in passing."""
    subject = first_subject(view, facts.names, facts.times, rules)
    people = [subject] if subject and subject.type in ("person", "name") else [m for m in facts.names if m.type in ("person", "name")]
    if people and (people[0] is subject or not context.person):
        out = replace(out, person=view.raw(people[0].start, people[0].end))
    if subject and not is_topic(view.text[:subject.start], rules):
        subject = None                                             # 建设平台，恒丰银行稳健发展: said in passing
    if subject and subject.role == "deictic" and subject.type == "organisation":      # 公司, 该行: the one spoken of goes on, where there is one
        own = Owner(view.raw(subject.start, subject.end), "organisation")
        alone = context.stands_for(own) is own
        return out.said(own.name, own.type) if alone else replace(out, spoken=replace(out.spoken, sentence=out.sentences))
    if part:
        return out
    if subject and subject.type in ("place", "organisation", "person", "group", "name"):
        return out.said(view.raw(subject.start, subject.end), subject.type)
    first = next((c for c in claims if c.entity_from == "sentence" and WHOLE not in c.rules and c.entity_type in ("place", "organisation", "person", "name")), None)
    return out.said(first.entity, first.entity_type) if first else out


def _with_period(out: Context, context: Context, view: View, facts: Facts, claims: Sequence[Claim], rules: Rules) -> Context:
    """The last period of the sentence's claims that holds for the sentences behind it, if any does; `context` is the one before it."""
    passed = {view.raw(*s) for s in facts.times if is_of_one(view, s, rules)}      # 由2015年的38.2%提高到41.6%
    said = next((c.time for c in reversed(claims) if c.time not in passed and _sets_a_period(c, view, rules) and goes_on(context, c.time, claims, rules)), "")
    if not said:
        return out
    days = next((Period(c.time_start, c.time_end) for c in reversed(claims) if c.time == said and (c.time_start or c.time_end)), None)
    told = Told(said, days, out.sentences, view.sentence.section, context.paragraph)
    if frames(context, view, said, facts.times):
        out = replace(out, frame=told)
    held = context.whole or context.last
    return replace(out, whole=held if not context.opens and is_part(days, held.period) else None, last=told, anchor=context.anchor.said(days))


def _sets_a_period(claim: Claim, view: View, rules: Rules) -> bool:
    """Not 今年61岁的他; 与2020年的78.9万吨相比: 2020 is passed; 9亿元(2023年:8亿元) is told beside."""
    if claim.time_from != "sentence" or not {OF_THE_NEXT, LEVEL_OF_BASE}.isdisjoint(claim.rules):
        return False
    at = view.sentence.text.chars.rfind(claim.time)
    beside = at > 1 and view.text[at - 1] == "(" and compiled(r"[^()，。；\d]{0,6}:").match(view.text, at + len(claim.time))
    return not beside and not (claim.unit_kind == "age" and claim.time == "今年") and not is_a_mark(view, claim.time, rules)


def _salient(context: Context, names: Sequence[tuple[str, str]]) -> tuple[Salient, ...]:
    """The names said so far, those of the sentence being read first."""
    before = {s.name: s for s in context.salient}
    new = {n: Salient(n, kind, context.sentences, context.section, before[n].times + 1 if n in before else 1) for n, kind in names}
    return (*new.values(), *(s for s in context.salient if s.name not in new))[:SALIENT]


def _after_form(context: Context, sentence: Sentence, text: str, rules: Rules) -> Context:
    """What a sentence sets by its form alone: a colon at its end heads the items after it, but 六都: in a list of 投票率 only parts it off; a plain
    heading ends the list."""
    if named(rules, "the title of a part").match(text) or text.endswith(":") and compiled(r"目标(?:是|为|如下|有)?:$").search(text):
        return replace(context, label="", plan=bool(named(rules, "tells what is to be done").search(text)))
    head = list_head(sentence.text.chars, text, rules)
    if head:
        parts_off = context.label and is_measure(fold(context.label, rules), rules) and not is_measure(fold(head, rules), rules)
        return context if parts_off else replace(context, label=head)
    is_item = bool(LABEL.match(text) or compiled(r"(?:其中|\(\d{1,2}\))").match(text)) or len(text) <= 24
    return context if is_item or not context.label else replace(context, label="")


def _timed_by(context: Context, view: View, spans: Sequence[tuple[int, int]], rules: Rules) -> Context:
    """A sentence without a figure sets the period too, where it begins with one (九月份全区民兵的战绩，现已公布：) or with the text's first one; in a report
    a heading or a paragraph's first words frame it."""
    sentence, text, document = view.sentence, view.text, context.document
    announces, first = text.endswith(":"), not context.last.text and not document.time and sentence.kind != "heading"
    if not first and (len(text) > 80 or not announces and not (document.reports and (sentence.kind == "heading" or context.opens))):
        return context
    said = view.raw(*spans[0]).strip() if spans else ""
    if not said or not named(rules, "a time that holds on").match(said):
        return context
    head = frames(context, view, said, spans) or announces and bool(named(rules, "tells what is to be done").search(text))      # “十一五”时期发展的主要目标如下:
    if not head and not ((announces or first and named(rules, "a whole period").match(said)) and _OPENING.fullmatch(text[:spans[0][0]]) and goes_on(context, said, (), rules)):
        return context
    days = said_period(view, said, spans, spans[0][1], context.anchor, rules)
    told = Told(said, days, context.sentences, sentence.section, sentence.paragraph)
    return replace(context, frame=told if head else context.frame, last=told, anchor=context.anchor.said(days))
