"""name(...) -> metric and owner of one number, read together: a name at the metric's front is the owner and leaves it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex

from extractor.claim import Claim
from extractor.link.change import Change
from extractor.link.context import Context
from extractor.link.coordinate import Series
from extractor.link.entity import Owner, is_pronoun, nearest_subject, person_of_age
from extractor.link.metric import Metric, Said, metric
from extractor.link.names import Mention
from extractor.link.phrase import is_measure
from extractor.link.scope import View, Window
from extractor.rules import Rules
from extractor.units import Quantity


@dataclass(frozen=True, slots=True)
class Facts:
    """What one sentence says for all its numbers: names, spans of times, and which number stands in which 分别-series."""

    names: list[Mention]
    times: list[tuple[int, int]]
    series: dict[int, tuple[Series, int]]


@dataclass(frozen=True, slots=True)
class Named:
    metric: Metric
    owner: Owner


def name(
    view: View, index: int, win: Window, changed: Change, facts: Facts, context: Context, rules: Rules, claims: list[Claim]
) -> Named:
    """Metric and owner of quantity `index`; `claims` are those before it in the sentence."""
    q = view.quantities[index]
    if index in facts.series:
        run, place = facts.series[index]
        named = Metric(_own_characters(view, run.heads[place]), run.start, run.start, "metric:respectively")
        return _with_owner(view, named, run.start, win, facts, context, rules, claims)
    labelled = _labelled(view, q, context, rules)
    if labelled:
        return labelled
    said = Said(tuple((c.unit, c.metric) for c in claims if c.metric), context.metrics, context.label)
    named = metric(view, index, win, changed, facts.names, said, rules)
    if named.owner is not None:
        return Named(named, _written_owner(view, named, facts))
    if q.kind == "age":
        person = person_of_age(view, facts.names, q.start, q.end)
        if person:
            return Named(named, Owner(view.raw(person.start, person.end), "person"))
    front = _front(view, named, facts, rules)
    if front:
        return front
    limit = named.start if named.start >= 0 else win.left_end
    return _with_owner(view, named, max(limit, win.clause_start), win, facts, context, rules, claims)


def _written_owner(view: View, named: Metric, facts: Facts) -> Owner:
    owner = named.owner
    kind = next((m.type for m in facts.names if m.start == owner.start), "")     # type: ignore[union-attr]
    return Owner(owner.text, kind)                                               # type: ignore[union-attr]


def _front(view: View, named: Metric, facts: Facts, rules: Rules) -> Named | None:
    """我县|网办率, 全国|教育经费总投入: the name goes, a body's or project's own name (扶贫项目数) stays."""
    if named.start < 0:
        return None
    mention = next((m for m in facts.names if m.start == named.start and m.end < named.end and m.type in ("place", "organisation", "person")), None)
    if mention is None:
        return None
    link = regex.match(r"(?:[的之]|所属的?|在)?", view.text[mention.end:named.end]).end()     # type: ignore[union-attr]
    rest = view.raw(mention.end + link, named.end)
    if len(rest) < 2 or mention.type == "organisation" and mention.role == "name" and not is_measure(view.text[mention.end:named.end], rules) and not link:
        return None
    own = view.raw(named.start, named.end)
    prefix = named.text[: len(named.text) - len(own)] if named.text.endswith(own) else ""
    return Named(replace(named, text=prefix + rest, start=mention.end + link), Owner(view.raw(mention.start, mention.end), mention.type))


def _with_owner(
    view: View, named: Metric, limit: int, win: Window, facts: Facts, context: Context, rules: Rules, claims: list[Claim]
) -> Named:
    """The owner by the sentence's subjects, the claims before, the context."""
    subject = nearest_subject(view, facts.names, facts.times, limit, rules)
    if subject is None and win.bracket[0] >= 0:
        subject = nearest_subject(view, facts.names, facts.times, win.bracket[0], rules)
    if subject is not None:
        text = view.raw(subject.start, subject.end)
        if subject.role == "deictic" and view.text[subject.start:subject.end] in _SPEAKER:
            return Named(named, context.owner(pronoun=False))
        if regex.match(r"该|公司|集团", text) and context.entity and len(text) <= 4:
            return Named(named, Owner(context.entity, context.entity_type, "earlier"))
        return Named(named, Owner(text, subject.type))
    if named.rule == "metric:as before" and claims and claims[-1].metric == named.text:
        last = claims[-1]
        return Named(named, Owner(last.entity, last.entity_type, last.entity_from))
    return Named(named, context.owner(pronoun=is_pronoun(view, rules)))


# Who speaks is the document's own subject.
_SPEAKER = ("我们", "省里", "市里", "县里")


def _labelled(view: View, q: Quantity, context: Context, rules: Rules) -> Named | None:
    """格尔格斯：73.8%（68场） under the head 一发得分率: the label owns, the head is measured; 提升幅度：+7.3% names the measure itself."""
    head = regex.match(r"\s?([^，；。:()\d]{2,16})(\([^()]{1,10}\))?\s?(?=:|(?:19|20)\d{2}:)", view.text)
    if not head or is_measure(head[1], rules) or not context.label:
        return None
    owner = Owner(view.raw(head.start(1), head.end(1)).strip(), "")
    before = view.text[head.end():q.start]
    own = regex.search(r"(?:^|[\d%,，;；)])([\p{Han}]{2,10}):\s?$", before)
    if own and own[1] != head[1]:
        begin = head.end() + own.start(1)
        return Named(Metric(view.raw(begin, begin + len(own[1])), begin, begin + len(own[1]), "metric:label"), owner)
    counted = regex.match(r"\)", view.text[q.end:q.end + 1]) and view.text[:q.start].endswith("(")
    return Named(Metric(_counted_by(view, q) if counted else context.label, -1, -1, "metric:list head"), owner)


def _counted_by(view: View, q: Quantity) -> str:
    """（68场）: a count in brackets without a noun is named by its measure word."""
    return {"场": "比赛", "人": "人数"}.get(q.unit, q.unit)


def _own_characters(view: View, folded: str) -> str:
    """The sentence's own characters for a folded phrase; a recomposed one is looked up character by character."""
    at = view.text.find(folded)
    if at >= 0:
        return view.raw(at, at + len(folded))
    table = dict(zip(view.text, view.sentence.text.chars, strict=True))
    return "".join(table.get(c, c) for c in folded)
