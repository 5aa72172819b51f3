"""link(sentence view, context, rules) -> the claims of one sentence and the context for the next.

Each field is read by one module with one public function; here they are called in order and each record is built once:
window (what belongs to the number) -> comparator, change -> metric -> entity -> time -> modality.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from extractor.claim import Claim
from extractor.link.change import Change, change
from extractor.link.comparator import comparator
from extractor.link.context import Context
from extractor.link.coordinate import Series, series
from extractor.link.entity import Mention, entity, mentions
from extractor.link.metric import Metric, Said, metric
from extractor.link.modality import modality
from extractor.link.rows import cell_of
from extractor.link.scope import View, Window, window
from extractor.link.time import time, times
from extractor.rules import Rules


@dataclass(frozen=True, slots=True)
class _Facts:
    """What one sentence says for all its numbers."""

    names: list[Mention]
    times: list[tuple[int, int]]
    series: dict[int, tuple[Series, int]]


def link(view: View, context: Context, rules: Rules) -> tuple[list[Claim], Context]:
    """Claims of the sentence in order, and the context after it."""
    if view.sentence.row is not None:
        return _link_row(view, context, rules), context
    paired = {i: (s, k) for s in series(view, rules) if s.heads for k, i in enumerate(s.indices)}
    facts = _Facts(mentions(view, rules), times(view, rules), paired)
    claims: list[Claim] = []
    metrics: list[Metric] = []
    for index in range(len(view.quantities)):
        claim, named = _one(view, index, facts, context, rules, metrics, claims)
        claims.append(claim)
        metrics.append(named)
    return _paired(claims, view), after(view, facts, claims, context)


def after(view: View, facts: _Facts, claims: list[Claim], context: Context) -> Context:
    """The context for the next sentence: the owner and the period this one has set."""
    own = [m for m in facts.names if m.type in ("place", "organisation", "project") and (m.start == 0 or view.text[m.start - 1] in "，。：； ,、“")]
    first = own[0] if own else None
    if claims and claims[-1].entity_from == "sentence":
        context = context.after_entity(claims[0].entity, claims[0].entity_type, view.sentence.paragraph)
    elif first is not None:
        context = context.after_entity(view.raw(first.start, first.end), first.type, view.sentence.paragraph)
    timed = [c for c in claims if c.time_from == "sentence"]
    said = timed[-1].time if timed else view.raw(*facts.times[0]) if facts.times and not claims else ""
    if said and not regex.search(r"同期|上年|每", said):
        context = context.after_time(said, view.sentence.section, view.sentence.paragraph)
    context = context.after_metrics(tuple((c.unit, c.metric) for c in claims if c.metric))
    return _after_label(view, context)


def _after_label(view: View, context: Context) -> Context:
    """A sentence or heading that ends with a colon heads the items after it: …支出情况是：, 2018赛季一发得分率："""
    head = regex.search(r"([^，。；:]{2,40}):\s*$", view.text)
    if not head:
        return context
    name = view.raw(head.start(1), head.end(1))
    return context.after_label(regex.sub(r"(?:具体)?(?:情况)?(?:如下|为|是|分别为|分别是)*$", "", name))


def _one(
    view: View, index: int, facts: _Facts, context: Context, rules: Rules, metrics: list[Metric], claims: list[Claim]
) -> tuple[Claim, Metric]:
    q = view.quantities[index]
    win = window(view, index, rules)
    compared, compared_by = comparator(view, q, win, rules)
    changed = change(view, q, win, rules)
    named, owner, owner_type, owner_from = _name(view, index, win, changed, facts, context, rules, metrics, claims)
    when, when_from = time(view, win, changed, facts.times, q.start, rules)
    if not when:
        when, when_from = _carried_time(view, context)
    mode, mode_by = modality(view, q, win, rules)
    value, direction = _signed(q.value, changed, view, q)
    direction = direction or named.change
    start, end = view.sentence.text.source_span(q.start, q.end)
    claim = Claim(
        start=start, end=end, value=value, low=q.low, high=q.high, unit=q.unit, unit_kind=_kind(view, q),
        metric=named.text, entity=owner, sentence=view.sentence.text.chars, entity_type=owner_type, entity_from=owner_from,
        time=when, time_from=when_from, comparator=compared, change=direction, change_base=changed.base, modality=mode,
        section=view.sentence.section, page=view.sentence.page, flags=_flags(view, q),
        rules=tuple(r for r in (named.rule, compared_by, changed.rule, mode_by) if r),
    )
    return claim, named


def _name(view, index, win, changed, facts, context, rules, metrics, claims):
    """Metric and owner together: a name at the metric's front is the owner and leaves it."""
    q = view.quantities[index]
    if index in facts.series:
        run, place = facts.series[index]
        named = Metric(_written(view, run.heads[place]), run.start, run.start, "metric:respectively")
    else:
        labelled = _labelled(view, q, win, context)
        if labelled:
            return labelled
        said = Said(tuple((c.unit, c.metric) for c in claims if c.metric), context.metrics)
        named = metric(view, index, win, changed, facts.names, said, rules)
    if named.owner is not None:
        kind = next((m.type for m in facts.names if m.start == named.owner.start), "")
        return named, named.owner.text, kind, "sentence"
    if named.rule == "metric:as before" and claims:
        last = claims[-1]
        own = entity(view, facts.names, win.left_start, win.left_end)
        if own is None:
            return named, last.entity, last.entity_type, last.entity_from
    limit = named.start if named.start >= 0 else win.left_end
    front = next((m for m in facts.names if m.start == named.start and m.end < named.end and m.role != "group" and m.type != "group"), None)
    if front is not None and named.end - front.end >= 2:
        rest = regex.sub(r"^[的之]", "", view.raw(front.end, named.end))
        if len(rest) >= 2:
            prefix = named.text[: len(named.text) - (named.end - named.start)] if named.text.endswith(view.raw(named.start, named.end)) else ""
            shorter = Metric(prefix + rest, front.end, named.end, named.rule)
            return shorter, view.raw(front.start, front.end), front.type, "sentence"
    owner = entity(view, facts.names, win.clause_start, max(limit, win.clause_start))
    if owner is None and win.bracket[0] >= 0:
        owner = entity(view, facts.names, win.clause_start, win.left_end)
    if owner is not None:
        return named, view.raw(owner.start, owner.end), owner.type, "sentence"
    return named, *_carried_entity(view, context)


_MEASURED = regex.compile(r"(?:率|额|量|数|值|价|幅度?|比例|比重|规模|收入|面积|人口|指数|速度|长度|高度|重量|总计|合计|得分|成绩)$")


def _labelled(view: View, q, win: Window, context: Context):
    """格尔格斯：73.8%（68场） under the head 一发得分率: the label owns, the head is measured; 提升幅度：+7.3% names the measure itself."""
    before = view.text[:q.start]
    match = regex.search(r"(?:^|[，；。])\s?([^，；。：:()]{1,16})(?:\([^()]{1,10}\))?\s?:\s?$", before)
    if not match or not context.label or _MEASURED.search(match[1]):
        return None
    owner = view.raw(match.start(1), match.end(1))
    return Metric(context.label, -1, -1, "metric:list head"), owner, "", "sentence"


def _carried_time(view: View, context: Context) -> tuple[str, str]:
    if context.time:
        return context.time, "earlier"
    return (context.document_time, "document") if context.document_time else ("", "")


def _carried_entity(view: View, context: Context) -> tuple[str, str, str]:
    near = view.sentence.paragraph - context.entity_paragraph
    if context.entity and (near <= 0 or not context.document_entity):
        return context.entity, context.entity_type, "earlier"
    if context.document_entity:
        return context.document_entity, context.document_type, "document"
    return context.entity, context.entity_type, "earlier" if context.entity else ""


def _written(view: View, folded: str) -> str:
    """The sentence's own characters for a folded phrase; a recomposed one is looked up piece by piece."""
    at = view.text.find(folded)
    if at >= 0:
        return view.raw(at, at + len(folded))
    table = dict(zip(view.text, view.sentence.text.chars, strict=True))
    return "".join(table.get(c, c) for c in folded)


def _signed(value, changed: Change, view: View, q):
    """In a label of change the value is absolute and the sign goes to the change; a level keeps its sign."""
    if value is None:
        return value, changed.change
    sign = view.text[q.number_start:q.number_start + 1]
    if changed.noun and sign in "+-":
        return abs(value), "decrease" if sign == "-" or changed.change == "decrease" else "increase"
    if changed.change and value < 0:
        return abs(value), {"increase": "decrease", "decrease": "increase"}[changed.change] if changed.change == "increase" else "decrease"
    return value, changed.change


def _kind(view: View, q) -> str:
    return "rank" if view.text[max(0, q.number_start - 1):q.number_start] in ("第", "前") or q.unit in ("位",) and "排" in view.text[max(0, q.start - 6):q.start] else q.kind


def _flags(view: View, q) -> tuple[str, ...]:
    flags = list(view.sentence.flags)
    if view.sentence.kind == "heading":
        flags.append("headline")
    unit = view.text[q.number_end:q.number_end + 3]
    if regex.match(r"(?:个|大|种|项|点|条)?(?:方面|意见|建议|重点|任务|问题|目标|举措|措施|环节)", unit) and q.value is not None and q.value < 20:
        flags.append("announces a list")
    return tuple(dict.fromkeys(flags))


def _paired(claims: list[Claim], view: View) -> list[Claim]:
    """Give the two ends of 由A到B and a level with its growth one pair key."""
    from dataclasses import replace

    out = list(claims)
    for i in range(1, len(out)):
        a, b = out[i - 1], out[i]
        same = a.metric == b.metric and a.entity == b.entity
        ends = not a.change and any(r.startswith("verbs:") for r in b.rules)
        if same and (b.change and not a.change or ends):
            key = a.pair or f"{a.start}"
            out[i - 1], out[i] = replace(a, pair=key), replace(b, pair=key)
    return out


def _link_row(view: View, context: Context, rules: Rules) -> list[Claim]:
    claims = []
    for index, q in enumerate(view.quantities):
        cell = cell_of(view, index, rules)
        sign = view.text[q.number_start:q.number_start + 1]
        direction, value = "", q.value
        if cell.change and value is not None:
            direction, value = ("decrease" if sign == "-" else "increase"), abs(value)
        unit, kind, scale = _cell_unit(q, cell.unit, rules)
        start, end = view.sentence.text.source_span(q.start, q.end)
        owner = cell.entity or context.document_entity
        times_scale = (lambda v: None if v is None else v * scale)  # noqa: E731
        claims.append(Claim(
            start=start, end=end, value=times_scale(value), low=times_scale(q.low), high=times_scale(q.high), unit=unit, unit_kind=kind,
            metric=cell.metric, entity=owner, sentence=view.sentence.text.chars, entity_from="sentence" if cell.entity else "document",
            time=cell.time or context.time or context.document_time, time_from="heading" if cell.time else "earlier" if context.time else "",
            change=direction, section=view.sentence.section, page=view.sentence.page,
            flags=(*view.sentence.flags, *(("unit from table head",) if cell.unit and not q.unit else ())), rules=("metric:table head",),
        ))
    return claims


def _cell_unit(q, head: str, rules: Rules):
    """The number's own unit, else the head's (万元 -> 元 and a factor of 10000)."""
    from decimal import Decimal

    from extractor.numerals import Numeral
    from extractor.units import quantities

    if q.unit or not head:
        return q.unit, q.kind, Decimal(1)
    scale = Decimal(1)
    while head[:1] in ("十", "百", "千", "万", "亿") and len(head) > 1 and not head.startswith(("千瓦", "千克", "千米")):
        scale *= {"十": 10, "百": 100, "千": 1000, "万": 10000, "亿": 100000000}[head[0]]
        head = head[1:]
    probe = quantities("1" + head, [Numeral(0, 1, Decimal(1))], rules)[0]
    return probe.unit or head, probe.kind, scale
