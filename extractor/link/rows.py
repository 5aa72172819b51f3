"""link_row(view, rules) -> metric, entity, time, change for every number of a table row, from its head and its row label."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from extractor.fold import fold
from extractor.link.phrase import own_characters
from extractor.link.scope import View
from extractor.patterns import compiled
from extractor.rules import Rules
from extractor.sentence import Row


@dataclass(frozen=True, slots=True)
class Cell:
    """What head and label say of one number: its column's header without time, the row label, time, unit, change."""

    metric: str
    entity: str
    time: str
    unit: str
    change: str
    column: int


_TIME = regex.compile(r"(?:19|20)\d{2}年?(?:度|末|底|(?:上|下)半年|第?[一二三四1-4]季度?|\d{1,2}(?:-\d{1,2})?月)?|[今去前当]年(?:第?[一二三四1-4]季度?|[上下]半年|(?:\d{1,2}-)?\d{1,2}月份?)|[上今本去前当]年?(?:期|季度?|月|年|周)(?:末|初)?|(?:\d{1,2}-)?\d{1,2}月份?|第[一二三四]季度?|上年同期|期末|期初|[上下]半年|前[一二三]季度|全年")
_UNIT = regex.compile(r"[(（](?:单位[:：])?\s?([^()（）]{1,12})[)）]|单位[:：]\s?([^\s,，;；。)）]{1,12})")
_CHANGE = regex.compile(r"变化|变动|增减|增幅|增长|涨跌|涨幅|降幅|升跌|同比|环比|升降|比上年")


def cell_of(view: View, index: int, rules: Rules) -> Cell:
    """Head and label of the cell in which quantity `index` stands."""
    row: Row = view.sentence.row  # type: ignore[assignment]
    q = view.quantities[index]
    column = next((i for i, (a, b) in enumerate(row.cells) if a <= q.start < max(b, a + 1)), 0)
    header = fold(row.headers[column] if column < len(row.headers) else "", rules)
    caption = fold(row.caption, rules)
    label = _label(view, row, column)
    corner = fold(row.headers[0] if row.headers else "", rules)          # 指标（单位：亿元） at the head of the labels
    unit = next((m[1] or m[2] for m in (_UNIT.search(header), _UNIT.search(caption), _UNIT.search(corner)) if m), "")
    time = _TIME.search(header) or _compared(row, column, header, rules) or _TIME.search(caption)
    metric = _metric(header, caption)
    if metric:
        metric = own_characters(metric, header + caption, "".join(row.headers[column:column + 1]) + row.caption)
    if _is_measure(label) and not _is_measure(metric):
        own = _UNIT.search(label)                      # 生产总值（亿元）
        unit = (own[1] or own[2] if own else "") or unit
        metric, label = _clean(label), _entity_of(metric)      # rows are indicators, columns are places or years
    return Cell(metric, label, time.group() if time else "", unit if unit and not _CHANGE.search(unit) else "", "change" if _CHANGE.search(header) else "", column)


def _compared(row: Row, column: int, header: str, rules: Rules) -> regex.Match | None:
    """The period of a column of change (变化) that tells none: the later one of the columns before it, which it is about."""
    if not _CHANGE.search(header):
        return None
    found = [m for h in row.headers[:column] if (m := _TIME.search(fold(h, rules)))]
    years = [m for m in found if m.group()[:4].isdigit()]
    later = max(years, key=lambda m: m.group()[:4]) if years else None
    return later or next((m for m in reversed(found) if m.group()[0] not in "上去前期"), None)


def _label(view: View, row: Row, column: int) -> str:
    """The first cell of the row that holds words, left of the number."""
    for start, end in row.cells[:column] or row.cells[:1]:
        text = view.raw(start, end).strip()
        if compiled(r"\p{L}").search(text):
            return text
    return ""


def _metric(header: str, caption: str) -> str:
    parts = [_clean(p) for p in header.split(" / ")]
    named = " ".join(p for p in parts if p and not _CHANGE.fullmatch(p))
    if (not named or _TIME.fullmatch(named)) and not compiled(r"[。；]|如下").search(caption):
        named = _clean(compiled(r"各(?:行业|地区|省区市|省市|市州|县市区?|县区|部门|单位|年度|季度|类|级|国|省|市|县|区|月|年)的?|情况表?|统计表?|一览表?|表\d*").sub("", caption))
    return named.replace(" ", "")


def _clean(text: str) -> str:
    return _TIME.sub("", _UNIT.sub("", text)).strip(" *|:：、")


_MEASURE = regex.compile(r"(?:率|额|量|数|值|价|费|入|出|资|次|比|积|速|度|本|润|款|金|税|产|重|人口|面积|指数|收入|投资|规模|成本|利润)(?:[(（].*)?$")


def _is_measure(text: str) -> bool:
    return bool(_MEASURE.search(text))


def _entity_of(text: str) -> str:
    return text if not _CHANGE.search(text) else ""
