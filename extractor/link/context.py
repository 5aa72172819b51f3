"""Context: who and when a document has last spoken of, a value folded along its sentences.

link/about.py reads what holds for the whole document; `after(...)` returns the context for the next sentence. Nothing here is changed in place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import regex

from extractor.anchor import Anchor, Period
from extractor.claim import Claim
from extractor.fold import fold
from extractor.link.above import Above
from extractor.link.begins import HEADS, first_name, heads_of_clauses, is_topic
from extractor.link.carries import frames, goes_on, is_part
from extractor.link.change import LEVEL_OF_BASE
from extractor.link.dated import KEPT, Dated, dated
from extractor.link.entity import Owner, first_subject
from extractor.link.known import LABEL
from extractor.link.listed import list_head
from extractor.link.phrase import is_measure, own_characters
from extractor.link.proposed import Before, Tally
from extractor.link.said import WHOLE
from extractor.link.scope import View
from extractor.link.time import carries, fleeting, is_a_mark, is_of_one, said_period, times
from extractor.link.when import NONE, When
from extractor.patterns import compiled
from extractor.rules import Rules, named
from extractor.sentence import Sentence

REACH = 6        # sentences after which a name said before is no longer meant
TIME_REACH = 4   # and after which a period
OTHER_REACH = 3  # the same out of its paragraph
SHORT_REACH = 1  # and a day or a stretch said in passing


_OWN = ("今", "本", "全年", "上半年", "年末")


# A heading that may be what the figures below it are about (第十代索纳塔): short, without a sentence's marks.
_NAMES = regex.compile(r"[^，。；！？:：、\d一二三四五六七八九十(（][^，。；！？:：、]{1,19}")


@dataclass(frozen=True, slots=True)
class Salient:
    """A name the document has said: its type, the number and the section of the sentence that said it last, and how many have."""

    name: str
    type: str
    sentence: int
    section: str
    times: int


@dataclass(frozen=True, slots=True)
class Told:
    """A period the document has said: as written, its days, and the number, section and paragraph of its sentence."""

    text: str
    period: Period | None
    sentence: int
    section: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class Context:
    """What a sentence may lean on.

    entity, entity_type, entity_sentence  the last subject said, and the number of its sentence
    person               the last person named, for 他 and 她
    time, time_section, time_sentence, time_paragraph, period  the last period said, the section, sentence and paragraph it was said in, its days
    anchor               what a time without a year leans on
    metrics              (unit, metric) of the last figures, latest last: a bare figure goes on with its unit's last one
    row_above            what the last row of a table measures, in which units
    label                the list head a bare "name: number" item belongs to (2018赛季一发得分率)
    known                names the document shows by itself, with their type
    plan                 the part being read tells what is to be done (工作安排): its figures are targets
    reports              the document reports on a period throughout (a communiqué): a period said holds until the next
    alone                the document is an entry, a notice or a portrait of one body, thing or person
    game                 the document reports one game: what it tells without a time happened then
    reports_place        the document reports about its place throughout (a work report): others are named in passing only
    document_entity, document_type, document_time, document_period  what holds where nothing else is said
    document_said        has the document's subject been named yet, in the title or in a sentence read?
    realm, latest_year   the country or region that the document's bodies publish figures of; its year, else the latest it writes: what lies far before is history
    section, title, body of the sentence being read; the document's title and folded text
    owners               (name, type) of the owners of the last figures, latest first, each once
    frame                in a report: the period that a heading or a paragraph's first words set; one said in passing holds to the paragraph's end
    whole                the while that the period last said is a part of, where the same paragraph has told both
    proposed, tally      names a network proposed in the sentences before, the latest first; how surely and how often each of the document's is proposed
    most_named           those of the document that are proposed most
    in_order             whose the numbers of the last 分别-series were, in its order
    dated                expressions of time said before, the latest last
    opens                is the sentence being read the first of its paragraph?
    salient              names said before, the latest first
    heads                things that clauses began with, that may own what follows, the latest first
    sentences, paragraph number of sentences read, and the paragraph of the last one
    """

    entity: str = ""
    entity_type: str = ""
    entity_sentence: int = -99
    person: str = ""
    time: str = ""
    time_section: str = ""
    time_sentence: int = -99
    time_paragraph: int = -1
    period: Period | None = None
    anchor: Anchor = Anchor()
    row_above: Above = Above()
    label: str = ""
    metrics: tuple[tuple[str, str], ...] = ()
    known: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    plan: bool = False
    reports_place: bool = False
    alone: bool = False
    game: bool = False
    document_entity: str = ""
    document_said: bool = False
    document_type: str = ""
    document_time: str = ""
    document_period: Period | None = None
    reports: bool = False
    latest_year: int | None = None
    sentences: int = 0
    paragraph: int = 0
    section: str = ""
    entity_paragraph: int = -1
    title: str = ""
    body: str = ""
    owners: tuple[tuple[str, str], ...] = ()
    salient: tuple[Salient, ...] = ()
    heads: tuple[tuple[str, str], ...] = ()
    frame: Told | None = None
    whole: Told | None = None
    dated: tuple[Dated, ...] = ()
    proposed: tuple[Before, ...] = ()
    tally: Tally = Tally()
    most_named: tuple[str, ...] = ()
    opens: bool = True
    realm: str = ""
    in_order: tuple[str, ...] = ()

    def owner(self, *, pronoun: bool) -> Owner:
        """Whose a figure is that its own sentence gives to nobody."""
        near = self.sentences - self.entity_sentence <= REACH and (self.entity_type != "group" or self.paragraph == self.entity_paragraph)
        if self.entity and (pronoun or near and not self.reports_place):
            return Owner(self.entity, self.entity_type, "earlier")
        if self.document_entity and self.document_said:
            return Owner(self.document_entity, self.document_type, "document")
        return Owner(self.entity, self.entity_type, "earlier")

    def headed(self) -> Owner | None:
        """The heading without its number, where it may be what the figures below it are about."""
        name = compiled(r"^(?:\d{1,2}(?:\.\d{1,2}){0,3}[.、．]?|[(（]?[一二三四五六七八九十\d]{1,2}[)）、.])\s?(?=\p{Han})").sub("", self.section)      # 1.1|下番枝
        name = compiled(r"^第\d{1,3}[位名](?=\p{L})|\s?[(（][^()（）]{1,20}[)）]$|\s?[|｜].*$").sub("", name)      # 第2位|朗尼 Wayne Rooney|(英格蘭), 德国| | 世界冠军7次
        return Owner(name, "", "heading") if _NAMES.fullmatch(name) else None

    def stands_for(self, own: Owner) -> Owner:
        """Whom 公司, 该行 and 我校 stand for: never a place or a person; what is written (`own`) where no body was said."""
        body = self.owner(pronoun=True)
        return body if body.name not in ("", own.name) and body.type not in ("place", "person", "group") else own

    def after(self, view: View, facts: Any, claims: Sequence[Claim], rules: Rules) -> Context:
        """The context for the next sentence."""
        out = replace(self, sentences=self.sentences + 1, document_said=self.document_said or self.document_entity in view.sentence.text.chars, dated=self._dated(view, facts.times, rules))
        subject = first_subject(view, facts.names, facts.times, rules)
        own = next((c for c in claims if c.entity_from == "sentence" and WHOLE not in c.rules and c.entity_type in ("place", "organisation", "person", "name")), None)
        part = compiled(r"其中|当中").match(view.text)
        people = [subject] if subject and subject.type in ("person", "name") else [m for m in facts.names if m.type in ("person", "name")]
        if people and (people[0] is subject or not self.person):
            out = replace(out, person=view.raw(people[0].start, people[0].end))
        if subject and not is_topic(view.text[:subject.start], rules):
            subject = None                                         # 建设平台，恒丰银行稳健发展: said in passing
        stands_for = subject and subject.role == "deictic" and subject.type == "organisation"
        if stands_for:                                             # 公司, 该行: the one spoken of goes on, where there is one
            own = Owner(view.raw(subject.start, subject.end), "organisation")
            out = out.said(own.name, own.type) if self.stands_for(own) is own else replace(out, entity_sentence=out.sentences)
        elif subject and subject.type in ("place", "organisation", "person", "group", "name") and not part:
            out = out.said(view.raw(subject.start, subject.end), subject.type)
        elif own and not part:
            out = out.said(own.entity, own.entity_type)
        passed = {view.raw(*s) for s in facts.times if is_of_one(view, s, rules)}      # 由2015年的38.2%提高到41.6%
        timed = [c.time for c in claims if c.time_from == "sentence" and not {"metric:of the next", LEVEL_OF_BASE} & {*c.rules} and c.time not in passed and not (c.unit_kind == "age" and c.time == "今年") and not is_a_mark(view, c.time, rules)]      # 今年61岁的他; 与2020年的78.9万吨相比: 2020 is passed
        said = next((t for t in reversed(timed) if goes_on(self, t, claims, rules)), "")
        if said:
            days = next((Period(c.time_start, c.time_end) for c in reversed(claims) if c.time == said and (c.time_start or c.time_end)), None)
            told = Told(said, days, self.sentences, view.sentence.section, self.paragraph)
            if frames(self, view, said, facts.times):
                out = replace(out, frame=told)
            held = self.whole or Told(self.time, self.period, self.sentences, self.time_section, self.paragraph)
            out = replace(out, whole=held if not self.opens and is_part(days, held.period) else None, time=said, time_section=view.sentence.section, time_sentence=out.sentences, time_paragraph=self.paragraph, period=days, anchor=self.anchor.said(days))
        metrics = tuple((q.unit, c.metric) for q, c in zip(view.quantities, claims, strict=True) if c.metric and not c.metric.endswith(("幅度", "增幅", "降幅")))
        # 占全国总额948亿元的51%: whose the whole is, is told in passing
        own_ones = [] if part else [(c.entity, c.entity_type) for c in reversed(claims) if c.entity and WHOLE not in c.rules]      # 其中中国内地…, 香港…: in passing
        owners = dict.fromkeys([*own_ones, *self.owners])
        named = [(view.raw(m.start, m.end), m.type) for m in facts.names if m.role == "name"]
        out = replace(out, heads=tuple(dict.fromkeys([*heads_of_clauses(view, facts.groups), *self.heads]))[:HEADS])
        return replace(out, metrics=(*out.metrics, *metrics)[-12:], owners=tuple(owners)[:6], salient=self._salient(named)).after_text(view.sentence, view.text, rules)

    def _dated(self, view: View, spans: Sequence[tuple[int, int]], rules: Rules) -> tuple[Dated, ...]:
        return (*self.dated, *dated(view, spans, self, rules))[-KEPT:] if spans else self.dated

    def _salient(self, named: Sequence[tuple[str, str]]) -> tuple[Salient, ...]:
        """The names said so far, those of the sentence being read first."""
        before = {s.name: s for s in self.salient}
        new = {n: Salient(n, kind, self.sentences, self.section, before[n].times + 1 if n in before else 1) for n, kind in named}
        return (*new.values(), *(s for s in self.salient if s.name not in new))[:16]

    def carried_time(self, text: str, rules: Rules, *, row: bool = False) -> When:
        """The period of a figure whose sentence says none: the last one said, within its reach, else the document's."""
        if self.game and carries(text, rules):
            return When(self.document_time, "document", self.document_period)
        reach = SHORT_REACH if fleeting(self.time, rules) else TIME_REACH if self.paragraph == self.time_paragraph else OTHER_REACH
        siblings = _NUMBERED.match(self.section) and _NUMBERED.match(self.time_section)
        near = self.sentences + 1 - self.time_sentence <= reach and (self.section == self.time_section or siblings or not fleeting(self.time, rules))
        preface = not self.time_section and bool(_NUMBERED.match(self.section)) and not fleeting(self.time, rules)       # said before the first numbered part
        passing = row and not any(c.isdigit() for c in self.time) and (self.document_time or not self.time.startswith(_OWN))      # a table is not of 去年, 今日
        if carries(text, rules) and self.time and not passing and (near or preface or row or self.reports):
            return When(self.time, "earlier", self.period)
        if self.document_time and (row or carries(text, rules)):
            return When(self.document_time, "document", self.document_period)
        return NONE

    def at(self, sentence: Sentence) -> Context:
        """The context in which a sentence is read; with a new paragraph a report goes back to the period it is about, others to the while that the paragraph before told a part of."""
        opens = sentence.paragraph != self.paragraph or not self.sentences
        whole = self.frame or self.whole
        if opens and whole and self.time != whole.text:
            return replace(self, paragraph=sentence.paragraph, section=sentence.section, opens=True, time=whole.text, period=whole.period, whole=None)
        if (self.paragraph, self.section, self.opens) == (sentence.paragraph, sentence.section, opens):
            return self                                            # a copy costs as much as a small match
        return replace(self, paragraph=sentence.paragraph, section=sentence.section, opens=opens)

    def said(self, name: str, kind: str) -> Context:
        """The context once a subject has been named in the sentence being read."""
        return replace(self, entity=name, entity_type=kind, entity_sentence=self.sentences, entity_paragraph=self.paragraph)

    def after_text(self, sentence: Sentence, text: str, rules: Rules) -> Context:
        """What a sentence sets by its form alone: a colon at its end heads the items after it, but 六都: in a list of 投票率 only parts it off; a plain
        heading ends the list."""
        if named(rules, "the title of a part").match(text) or text.endswith(":") and compiled(r"目标(?:是|为|如下|有)?:$").search(text):
            return replace(self, label="", plan=bool(named(rules, "tells what is to be done").search(text)))
        head = list_head(sentence.text.chars, text, rules)
        if head:
            parts_off = self.label and is_measure(fold(self.label, rules), rules) and not is_measure(fold(head, rules), rules)
            return self if parts_off else replace(self, label=head)
        is_item = bool(LABEL.match(text) or compiled(r"(?:其中|\(\d{1,2}\))").match(text)) or len(text) <= 24
        return self if is_item or not self.label else replace(self, label="")

    def _timed_by(self, view: View, spans: Sequence[tuple[int, int]], rules: Rules) -> Context:
        """A sentence without a figure sets the period too, where it begins with one (九月份全区民兵的战绩，现已公布：) or with the text's first one; in a report
        a heading or a paragraph's first words frame it."""
        sentence, text = view.sentence, view.text
        announces, first = text.endswith(":"), not self.time and not self.document_time and sentence.kind != "heading"
        if not first and (len(text) > 80 or not announces and not (self.reports and (sentence.kind == "heading" or self.opens))):
            return self
        said = view.raw(*spans[0]).strip() if spans else ""
        if not said or not named(rules, "a time that holds on").match(said):
            return self
        head = frames(self, view, said, spans) or announces and bool(named(rules, "tells what is to be done").search(text))      # “十一五”时期发展的主要目标如下:
        if not head and not ((announces or first and named(rules, "a whole period").match(said)) and _OPENING.fullmatch(text[:spans[0][0]]) and goes_on(self, said, (), rules)):
            return self
        days = said_period(view, said, spans, spans[0][1], self.anchor, rules)
        told = Told(said, days, self.sentences, sentence.section, sentence.paragraph) if head else self.frame
        return replace(self, frame=told, time=said, period=days, time_section=sentence.section, time_sentence=self.sentences, time_paragraph=self.paragraph, anchor=self.anchor.said(days))

    def after_plain(self, sentence: Sentence, text: str, rules: Rules) -> Context:
        """The context after a sentence without a number: the name it begins with, and its form."""
        own = sentence.text.chars
        view = View(sentence, text, (), (), (), frozenset(), text)
        spans = times(view, rules)
        out = replace(self, sentences=self.sentences + 1, document_said=self.document_said or self.document_entity in own, dated=self._dated(view, spans, rules))
        name, kind = first_name(text, self.known, rules)
        said = [n for n, kind in self.known.items() if kind in ("name", "person") and n in text]
        if said:
            out = replace(out, person=own_characters(max(said, key=text.rfind), text, own))
        names = [(own[:len(name)], kind)] if name else []
        names += [(own_characters(n, text, own), k) for n, k in self.known.items() if n != name and n in text]
        out = replace(out, salient=self._salient(names)) if names else out
        begins = named(rules, "a sentence begins with its topic").match(text)
        if begins:
            out = replace(out, heads=tuple(dict.fromkeys([(own[slice(*begins.span("name"))], ""), *out.heads]))[:HEADS])
        out = out._timed_by(view, spans, rules)
        return (out.said(own[:len(name)], kind) if name else out).after_text(sentence, text, rules)


_OPENING = regex.compile(r"(?:[【(\[][^】)\]]{1,20}[】)\]]|[^，。；]{0,12}[讯电][:：]?)?\s?(?:在|自|从|截至)?")     # 【本报讯】九月份…
_NUMBERED = regex.compile(r"[(（]?[一二三四五六七八九十\d]{1,3}[、.．)）]")                  # 1、收案: a part of what the text before the first part is about
