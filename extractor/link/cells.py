"""link_row(view, context, rules) -> the claims of a table's row, and what the next row has above it."""

from __future__ import annotations

from decimal import Decimal

from extractor.claim import Claim
from extractor.fold import in_script_of
from extractor.link.above import Above, Cell
from extractor.link.context import Context
from extractor.link.rows import cell_of
from extractor.link.scope import View
from extractor.link.time import said_period
from extractor.link.told import When
from extractor.numeral import Numeral
from extractor.patterns import compiled
from extractor.quantity import Quantity, scaled
from extractor.rules import Rules, named
from extractor.units import quantities, without_multiplier


def link_row(view: View, context: Context, rules: Rules) -> tuple[list[Claim], Above]:
    """The claims of a row in order; what head and labels do not tell the document does."""
    heads = view.sentence.row.headers
    headed = None if any(heads) else context.headed()                # 德国 | 世界冠军7次⏎分站胜利: 91场
    own = context.document.entity if context.document.type == "organisation" and context.document.reports_place else _place(context.document.entity, rules)      # 青溪县教育局|2022年度决算
    if not own and context.document.entity and context.document.entity in view.sentence.section + view.sentence.row.caption:
        own = context.document.entity                                # 苏晚晴赛季数据, over a table of hers
    whose = headed.name if headed else "" if context.document.entity in heads else own
    whose_from = ("heading" if headed else "document") if whose else ""
    told = "".join((*heads, view.sentence.row.caption, view.sentence.text.chars))
    claims, cells = [], [cell_of(view, index, context.row_above, rules) for index in range(len(view.quantities))]
    for q, cell in zip(view.quantities, cells, strict=True):
        direction = _direction(view, q, cell, rules)
        value = abs(q.value) if direction and q.value is not None else q.value
        unit, kind, scale = _unit(q, _second(view, q, cell.unit), rules)
        unit = in_script_of(told, unit, rules) if unit else ""
        start, end = view.sentence.text.source_span(q.start, q.end)
        when = When(in_script_of(told, cell.time, rules), "heading", said_period(view, cell.time, [], 0, context.anchor, rules)) if cell.time else context.carried_time("", rules, row=True)
        claims.append(Claim(
            start=start, end=end, value=scaled(value, scale), low=scaled(q.low, scale), high=scaled(q.high, scale), unit=unit, unit_kind=kind,
            metric=cell.metric, entity=cell.entity or whose, sentence=view.sentence.text.chars, entity_from="sentence" if cell.entity else whose_from,
            comparator=_comparator(view, q, rules), change=direction, modality=cell.modality, section=view.sentence.section, page=view.sentence.page,
            flags=(*view.sentence.flags, "table cell", *(("unit from table head",) if cell.unit and not q.unit else ())), rules=("metric:table head",),
            **when.fields(),
        ))
    return claims, context.row_above.then(cells, view.sentence.row, view.text)


def _direction(view: View, q: Quantity, cell: Cell, rules: Rules) -> str:
    """Is a figure a change, by its column or by the word before it (减少|1.53个百分点), and which way does it go?"""
    before = _around(view, q)[0]
    if named(rules, "falls, before the figure of a cell").search(before) or cell.change and view.text[q.number_start:q.number_start + 1] == "-":
        return "decrease"
    return "increase" if cell.change or named(rules, "rises, before the figure of a cell").search(before) else ""


def _comparator(view: View, q: Quantity, rules: Rules) -> str:
    """What a cell says of how the true figure stands to its number: ≤|2.2, 最高|1.5, 60|以上."""
    for word, side in zip(_around(view, q), ("before", "after"), strict=True):
        cue = rules.tables["comparators"].get(word)
        if cue and cue["side"] == side:
            return str(cue["comparator"])
    return "≈" if q.approximate else "="


def _around(view: View, q: Quantity) -> tuple[str, str]:
    """What stands before a figure and behind it in its cell."""
    start, end = next(((a, b) for a, b in view.sentence.row.cells if a <= q.start < b), (q.start, q.end))
    return view.text[start:q.number_start].strip(), view.text[q.end:end].strip()


def _place(name: str, rules: Rules) -> str:
    """青禾市|统计局, 市|统计局: the figures of a table that its office tells are the place's."""
    seat, own = named(rules, "an office with its place").fullmatch(name), named(rules, "an office without the name of its place").fullmatch(name)
    return seat["place"] if seat else f"全{own['of']}" if own else name


def _second(view: View, q: Quantity, unit: str) -> str:
    """0.1 (32.2) under °C、°F: what stands in a bracket is told in the second unit."""
    first, _, second = unit.partition("、")
    return second if first in ("°C", "℃") and second in ("°F", "℉") and _around(view, q)[0].endswith(("(", "（")) else unit


_ONE = Numeral(0, 1, Decimal(1))


def _unit(q: Quantity, head: str, rules: Rules) -> tuple[str, str, Decimal]:
    """(unit, its kind, scale): the number's own, else the head's (万元: 元 and 10000)."""
    if q.unit or not head:
        return q.unit, q.kind, Decimal(1)
    head = next((part for part in compiled(r"[,，、;；]").split(head) if part and quantities("1" + part.lstrip("十百千万亿"), [_ONE], rules)[0].unit), head)      # (归母,百万元)
    scale, head = without_multiplier(head, rules.tables["units"])
    head = "个百分点" if head == "百分点" else head
    probe = quantities("1" + head, [_ONE], rules)[0]
    return probe.unit if "/" in probe.unit or probe.unit and "/" not in head else head, probe.kind, scale      # 公里/百平方公里
