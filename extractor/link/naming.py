"""name(figure) -> metric and owner of one number, read together: a name at the metric's front is the owner and leaves it."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.link.classes import folded, noun_class
from extractor.link.context import Context
from extractor.link.entity import SPEAKERS, Owner, group_end, is_frame, is_pronoun, nearest_subject, person_of_age
from extractor.link.figure import Figure
from extractor.link.metric import metric, shortest
from extractor.link.names import Mention
from extractor.link.phrase import Phrase, is_measure, own_characters, without_brackets
from extractor.link.said import Metric
from extractor.link.scope import View, Window
from extractor.patterns import compiled
from extractor.quantity import Quantity
from extractor.rules import Rules, named


@dataclass(frozen=True, slots=True)
class Named:
    """Metric and owner by the rules; `told`: does the owner stand in the metric's own words, in a list or a 分别-series?"""

    metric: Metric
    owner: Owner
    told: bool = False


def name(figure: Figure) -> Named:
    """Metric and owner of a number."""
    view, q, run, names = figure.view, figure.quantity, figure.run, figure.facts.names
    if run and run.metrics:
        return _of_series(figure)
    labelled = _labelled(view, q, figure.context, figure.rules)
    if labelled:
        return labelled
    measured = metric(figure)
    if run and run.owners:                                         # 张家界、岳阳分别增长5%、6%: of what was said before
        of_each = replace(measured, rule="metric:respectively") if measured.rule == "metric:as before" and figure.change.change else measured
        return Named(of_each, _of_each(figure), told=True)
    if measured.owner is not None:
        return Named(measured, _written_owner(measured, names), told=True)
    if q.kind == "age":
        person = person_of_age(view, names, q.start, q.end)
        if person:
            return Named(measured, Owner(view.raw(person.start, person.end), "person"))
    front = _front(figure, measured)
    if front:
        return front
    limit = measured.start if measured.start >= 0 else figure.window.left_end
    return _with_owner(figure, measured, max(limit, figure.window.clause_start))


def _of_each(figure: Figure) -> Owner:
    """The head of a 分别-series that a number belongs to, as its owner."""
    view, (run, place) = figure.view, figure.facts.series[figure.index]
    kind = next((m.type for m in figure.facts.names if view.text[m.start:m.end] == run.owners[place]), "group")
    return Owner(own_characters(run.owners[place], view.text, view.sentence.text.chars), kind)


def _of_series(figure: Figure) -> Named:
    """The metric that a 分别-series gives to a number, and its owner where that differs from number to number."""
    view, (run, place) = figure.view, figure.facts.series[figure.index]
    measured = Metric(own_characters(run.metrics[place], view.text, view.sentence.text.chars), run.start, run.start, "metric:respectively")
    return Named(measured, _of_each(figure), told=True) if run.owners else _with_owner(figure, measured, run.start)


def _written_owner(measured: Metric, names: Sequence[Mention]) -> Owner:
    owner = measured.owner
    kind = next((m.type for m in names if m.start == owner.start), "")
    return Owner(owner.text, kind)


def _front(figure: Figure, measured: Metric) -> Named | None:
    """我县|网办率, 全国|教育经费总投入: the name goes, a body's or project's own name (扶贫项目数) stays."""
    view, rules = figure.view, figure.rules
    if measured.start < 0:
        return None
    mention = next((m for m in figure.facts.names if m.start <= measured.start < m.end < measured.end and m.type in ("place", "organisation", "person", "name")), None)
    if mention is None:
        return None
    link = compiled(r"(?:[的之]|所属的?|在)?").match(view.text[mention.end:measured.end]).end()
    said = view.raw(mention.start, mention.end)
    if mention.start < measured.start:                                # 我|区外送电能力: cut in the middle of a name
        measured = replace(measured, text=view.raw(mention.start, measured.start) + measured.text, start=mention.start)
    rest = measured.text[len(said) + link:] if measured.text.startswith(said) else without_brackets(view.raw(mention.end + link, measured.end), rules)
    rest = shortest(rest, view.text[mention.end:measured.end], rules)
    if len(rest) < 2 or is_frame(view.text, mention.end, rules) or said == "国家":
        return None
    if mention.type == "organisation" and mention.role == "name" and not is_measure(view.text[mention.end:measured.end], rules) and not link:
        return None
    if said.startswith("“") and not any(t.pos.startswith(("n", "j")) for t in view.tokens if t.start >= mention.end and t.end <= measured.end):
        return None                                                # “一村一策”推行|三年
    owner = Owner(said, mention.type)
    if mention.role == "deictic" and mention.type == "organisation":
        owner = figure.context.stands_for(owner)
    own = without_brackets(view.raw(measured.start, measured.end), rules)
    prefix = measured.text[: len(measured.text) - len(own)] if measured.text.endswith(own) else ""
    return Named(replace(measured, text=prefix + rest, start=mention.end + link), owner)


def _with_owner(figure: Figure, measured: Metric, limit: int) -> Named:
    """The owner by the sentence's subjects before `limit`, the claims before, the context."""
    view, index, win, facts, context, rules, claims = figure.view, figure.index, figure.window, figure.facts, figure.context, figure.rules, figure.done.claims
    group = _counted_group(view, index, measured, win, rules)
    if group:
        return group
    itself = _group_itself(view, index, win, rules) if not context.document.reports_place else None
    wider = claims and claims[0].entity_from == "sentence" and claims[0].entity_type in ("place", "organisation", "person")
    if itself and not wider:
        return Named(measured, itself)
    find = functools.partial(nearest_subject, view, facts.names, facts.times, rules=rules, taken=figure.done.taken)
    subject = find(limit, own_clause=True)
    if subject is None and measured.rule.endswith("as before"):
        same = next((c for c in reversed(claims) if c.metric == measured.text), claims[-1] if claims else None)
        if same is not None:
            return Named(measured, Owner(same.entity, same.entity_type, same.entity_from))
    subject = subject or find(limit)
    if subject is None and win.bracket[0] >= 0:
        subject = find(win.bracket[0])
    if subject is not None:
        text = view.raw(subject.start, subject.end)
        if subject.role == "deictic" and view.text[subject.start:subject.end] in SPEAKERS:
            return Named(measured, context.owner(pronoun=False))
        if subject.role == "deictic" and compiled(r"该|公司|集团|本公司|本集团").match(text):
            return Named(measured, context.stands_for(Owner(text, subject.type)))
        return Named(measured, Owner(text, subject.type))
    if claims and claims[0].entity_from == "sentence" and claims[0].entity_type:
        return Named(measured, Owner(claims[0].entity, claims[0].entity_type))
    if claims and claims[-1].entity_type == "group" and claims[-1].entity_from == "sentence":
        return Named(measured, Owner(claims[-1].entity, "group"))
    if context.person and _points_to_a_person(view.text[:limit], rules):
        return Named(measured, Owner(context.person, "person", "earlier"))
    return Named(measured, context.owner(pronoun=is_pronoun(view, rules)))


def _points_to_a_person(text: str, rules: Rules) -> bool:
    return bool(named(rules, "he or she in a clause").search(text))


def _counted_group(view: View, index: int, measured: Metric, win: Window, rules: Rules) -> Named | None:
    """79家机构|借贷余额…, 1吨秸秆|收储运费用…: the counted group right before the metric owns it."""
    before = [q for q in view.quantities[:index] if win.clause_start <= q.start and q.end <= measured.start and q.kind in ("count", "person", "mass")]
    if not before or measured.start < 0:
        return None
    q = before[-1]
    stop = group_end(view, q.end, measured.end, rules, any_noun=q.kind == "mass")
    if not q.end < stop <= measured.end - 2 or measured.start not in (q.end, stop) and view.text[stop:measured.start] != "的":
        return None
    start = max(measured.start, stop + (view.text[stop:stop + 1] == "的"))
    return Named(replace(measured, text=view.raw(start, measured.end), start=start), Owner(view.raw(q.start, stop), "group"))


def _group_itself(view: View, index: int, win: Window, rules: Rules) -> Owner | None:
    """79家|机构 at the beginning of its clause: how many they are is the group's own figure."""
    q = view.quantities[index]
    lead = view.text[win.clause_start:q.start]
    if q.kind not in ("count", "person") or not named(rules, "leads into a count").fullmatch(lead):
        return None
    stop = group_end(view, q.end, win.clause_end, rules, any_noun=False)
    return Owner(view.raw(q.end, stop), "group") if stop > q.end else None


def _labelled(view: View, q: Quantity, context: Context, rules: Rules) -> Named | None:
    """格尔格斯：73.8%（68场） under the head 一发得分率: the label owns, the head is measured; 提升幅度：+7.3% names the measure itself."""
    head = compiled(r"\s?([^，；。:()\d]{2,16})(\([^()]{1,10}\))?\s?(?=:\s?(?!(?:19|20)\d{2}年|\d{1,2}(?:[-至]\d{1,2})?月)[+-]?\d|(?:19|20)\d{2}:)").match(view.text)      # but 资产:2025年末，存货为…
    carried = context.label or next((m for u, m in reversed(context.metrics) if u == q.unit), "")
    if head and view.sentence.kind == "item" and noun_class(head[1].strip(), rules).rstrip("1") in ("measure", "money"):
        own = Metric(view.raw(*head.span(1)).strip(), head.start(1), head.end(1), "metric:label")      # 轴距：2890mm in a list of properties
        return Named(own, context.headed() or context.owner(pronoun=True))
    if not head or is_measure(head[1], rules) or not is_measure(folded(carried, rules), rules):
        return None
    begins, ends = head.span(1)
    owner = Owner(view.raw(begins, ends).strip(), "")
    told = Phrase(owner.name, begins, ends)
    before = view.text[head.end():q.start]
    own = compiled(r"(?:^|[\d%,，；)])([\p{Han}]{2,10}):\s?$").search(before)
    if own and own[1] != head[1]:
        begin = head.end() + own.start(1)
        changed = rules.tables["changes"].get(own[1])
        if changed and changed["role"] == "noun":                  # 提升幅度：11.9%: what grew is said before
            return Named(Metric(carried, -1, -1, "metric:list head", told), owner)
        return Named(Metric(view.raw(begin, begin + len(own[1])), begin, begin + len(own[1]), "metric:label", told), owner)
    counted = compiled(r"\)").match(view.text[q.end:q.end + 1]) and view.text[:q.start].endswith("(")
    return Named(Metric(_counted_by(q) if counted else carried, -1, -1, "metric:list head", told), owner)


def _counted_by(q: Quantity) -> str:
    """（68场）: a count in brackets without a noun is named by its measure word."""
    return {"场": "比赛", "人": "人数"}.get(q.unit, q.unit)


