"""link_row(view, rules) -> metric, entity, time, change for every number of a table row, from its head and its row label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractor.fold import fold
from extractor.link.names import forms, places
from extractor.link.phrase import is_measure, own_characters
from extractor.link.scope import View
from extractor.patterns import compiled
from extractor.rules import Rules
from extractor.sentence import Row


@dataclass(frozen=True, slots=True)
class Cell:
    """What head and label say of one number: its column's header without time, the row label, time, unit, change, modality."""

    metric: str
    entity: str
    time: str
    unit: str
    change: str
    column: int
    modality: str = "actual"


_TIME = regex.compile(r"(?:19|20)\d{2}(?:[AE](?![A-Za-z])|年?)(?:度|末|底|\s?(?:Q[1-4]|H[12])|(?:上|下)半年|第?[一二三四1-4]季度?|\d{1,2}(?:-\d{1,2})?月)?|[今去前当]年(?:第?[一二三四1-4]季度?|[上下]半年|(?:\d{1,2}-)?\d{1,2}月份?)|[上今本去前当]年?(?:期|季度?|月|年|周)(?:末|初)?|\d{1,2}月\d{1,2}日|(?:\d{1,2}-)?\d{1,2}月份?|第[一二三四]季度?|上年同期|期末|期初|[上下]半年|前[一二三]季度|全年")
_UNIT = regex.compile(r"[(（](?![一二三四五六七八九十\d]{1,3}[)）])(?:单位[:：])?\s?([^()（）]{1,12})[)）]|单位[:：]\s?([^\s,，;；。)）]{1,12})")
# 增幅%, 同比增长: a column of rates of change tells per cent, written or not
_RATE = regex.compile(r"(?:[%％][)）]?|增速|增幅|升幅|涨幅|跌幅|降幅|(?:^|[/同环]\s?比?|[比较][^/]{1,8})增长|[同环]比)$")
_SAME = regex.compile(r"^\s?[比较](?:上年|去年)同[月期]\s?[(（]?(?:±\s?[%％]?|[%％])?[)）]?$")     # a column of changes
_ONLY_CHANGE = regex.compile(r"[(（]?\+/[-−–][)）]?\s?[(（]?%?[)）]?|(?:同比|环比)?(?:增减|增长|变动|变化|增速|增幅|增长率)(?:幅度|率)?\s?[(（]?%?[)）]?")
# 比上年同期增长: whose change the column tells stands in the row; 绝对数: so does what it counts
_BASED = regex.compile(r"[比较](?:上|去)?(?:年|月|季度?|年度|期|周)(?:同期|同月|末|底|初)?(?=增|减|升|降|变|涨|上)")
_ANY = regex.compile(r"(?:本月)?(?:止|至本月)?累计(?:[数值额])?|绝对[数值量额]|指标值|数值|总量|数额|完成[数值额]|实际完成|累计完成|本期数?|金额|数量|币种[:：]?\p{Han}{2,4}")
_CHANGE = regex.compile(r"变化|变动|增减|增幅|增长|涨跌|涨幅|降幅|升跌|同比|环比|升降|比上年")


@dataclass(frozen=True, slots=True)
class Above:
    """What the row above measures, the unit that labels told of each column, and the head of their table."""

    metric: str = ""
    units: tuple[tuple[int, str], ...] = ()
    head: tuple[str, ...] = ()

    def then(self, cells: Sequence[Cell], row: Row) -> Above:
        """What the next row has above it."""
        units = (dict(self.units) if self.head == row.headers else {}) | {c.column: c.unit for c in cells if c.unit}
        return Above(cells[-1].metric if cells else "", tuple((column, unit) for column, unit in units.items() if unit != "%"), row.headers)


def cell_of(view: View, index: int, above: Above, rules: Rules) -> Cell:
    """Head and label of the cell in which quantity `index` stands; of the row above a row of mere changes has the metric (营业收入 … / (+/-)% …), the
    parts of what it measures the unit (接待游客(人次) … / 入境游客 …)."""
    row: Row = view.sentence.row  # type: ignore[assignment]
    q = view.quantities[index]
    column = next((i for i, (a, b) in enumerate(row.cells) if a <= q.start < b), 0)
    header = _SAME.sub("同比%", fold(row.headers[column] if column < len(row.headers) else "", rules))
    caption = fold(row.caption, rules)
    period = _period(view, row) if column else ""
    label = _label(view, row, column, bool(period), rules)
    corner = fold(row.headers[0] if row.headers else "", rules)          # 指标（单位：亿元） at the head of the labels
    beside = _unit_beside(view, row, rules)
    unit = _unit_of(header, bracketed=False) or beside or _unit_of(header, caption, corner, bracketed=view.text[q.start - 1:q.start] == "(")
    time = _TIME.search(_BASED.sub("", header)) or _compared(row, column, header, rules) or _TIME.search(caption)
    named = _named(header)
    changes = bool(_CHANGE.search(header)) or _of_changes(named, caption, label, rules)
    metric = named or _of_caption(caption)
    of_left = _changing(row, column, metric, rules) if changes and not named and not is_measure(label, rules) else ""
    metric = of_left or metric
    if metric:
        heads = (*row.headers[column:column + 1], row.caption, *row.headers[:column])
        metric = own_characters(metric, "".join(fold(h, rules) for h in heads), "".join(heads))
    counts = bool(label) and (any(_names_nothing(fold(h, rules)) for h in row.headers[1:]) or not named and not of_left and bool(beside))
    of_above = bool(above.metric and _ONLY_CHANGE.fullmatch(fold(label, rules)))
    if not unit and label and not _is_measure(label) and not _UNIT.search(label):
        unit = dict(above.units).get(column, "") if above.head == row.headers else ""
    if of_above:
        metric, label = above.metric, ""
    elif counts or (_is_measure(label) or _UNIT.search(label) and not _clean(header) or _places(metric, label, rules)) and not _is_measure(metric):
        own = None if unit and _CHANGE.search(header) else _UNIT.search(label)                      # 生产总值（亿元）, but not of its change (%)
        unit = (own[1] or own[2] if own else "") or unit
        metric, label = _clean(label), "" if counts or fold(metric, rules) not in header.replace(" ", "") else _entity_of(metric)      # rows are indicators, columns are places or years
    elif (told := _UNIT.search(label)) and _is_unit(told[1] or told[2], rules):                    # 发电量（亿千瓦时） | 23.5 under 产量
        unit, label = unit or told[1] or told[2], _clean(label)
    when = period or (time.group() if time else "")
    return Cell(
        metric, label, when, unit if unit and not _CHANGE.search(unit) else "", "change" if of_above or changes else "", column,
        "forecast" if when.endswith("E") else "actual",                  # 2024E is expected, 2023A was
    )


def _changing(row: Row, column: int, named: str, rules: Rules) -> str:
    """产量 | 比上年增长(%): the measure on the left of a column of mere change, whose change it tells; "" where none is, or what is named ends with it."""
    names = (_clean(fold(h, rules)) for h in reversed(row.headers[1:column]))
    left = next((n for n in names if _is_measure(n) and not _CHANGE.search(n) and not _ANY.fullmatch(n)), "")
    return "" if named.endswith(left) else left


_CHANGES = compiled(r"(?<![及和与、]|及其)(?:[涨升][跌降]幅度?|增长速度|增[速幅]|增长率|涨幅|降幅)$")


def _of_changes(named: str, caption: str, label: str, rules: Rules) -> bool:
    """居民消费价格比上年涨跌幅度 over 全国 | 城市 | 农村: a table of changes."""
    return bool(_CHANGES.search(_clean(caption))) and (not named or _places(named, label, rules))


UNITS = compiled(r"(?:计量|计数|统计)?单位")


_SIZE = regex.compile(r"(?:n|N|例数|样本(?:数量?|量))")       # counts, whatever the caption measures
CASES = regex.compile(r"(?:n|例数?)\s?[(（]\s?[%％]\s?[)）]")   # 8(80.00): cases and their share


def _unit_of(header: str, *others: str, bracketed: bool) -> str:
    """The unit that a head tells in brackets or as a rate of change, else the first of the others that tells one. Under n(%) what stands in brackets
    (8(80.00)) is per cent, what stands before them has none."""
    cases = "%" if bracketed else ""
    if CASES.search(header):
        return cases
    told = _UNIT.search(header)
    if told:
        return told[1] or told[2]
    if _RATE.search(header):
        return "%"
    if _SIZE.fullmatch(header.strip()):
        return ""
    if any(map(CASES.search, others)):
        return cases
    found = next((m for m in map(_UNIT.search, others) if m), None)
    return found[1] or found[2] if found else ""


def _unit_beside(view: View, row: Row, rules: Rules) -> str:
    """指标 | 单位 | 数量: the unit that a column of units tells of the whole row, "" where there is none or where it names bodies (单位 | 成绩)."""
    at = next((i for i, h in enumerate(row.headers) if UNITS.fullmatch(fold(h, rules).replace(" ", ""))), -1)
    said = view.text[slice(*row.cells[at])].strip(" ()") if 0 <= at < len(row.cells) else ""
    return said if _is_unit(said, rules) else ""


def _is_unit(said: str, rules: Rules) -> bool:
    """亿|千瓦时, 万|吨, 元/吨: a unit of the tables, multiplied or not."""
    one = compiled(r"[/每]").split(said)[0]
    known = rules.tables["units"].keys() | rules.tables["classifiers"].keys()
    return any(one[at:] in known for at in range(len(one) - len(one.lstrip("十百千万亿")) + 1))


_PLACE = compiled(r"城市|农村|城镇|乡村|\p{Han}{1,6}[省市县区州旗镇乡]")


def _places(header: str, label: str, rules: Rules) -> bool:
    """指标 | 全县 | 城市 | 农村: columns are places and rows are not."""
    header_is, label_is = (bool(_PLACE.fullmatch(w)) or w in places(rules)[0] or forms(rules).deictic.get(w) == "place" for w in (header, label))
    return header_is and not label_is


NUMBERED = compiled(r"(?:序号|序號|名次|排名|排序|位次|编号|編號|代码|代碼|[Nn][Oo]\.?)")      # of a first column: it numbers the rows
YEAR = compiled(r"\s?(?:(?:1[89]|20)\d{2}\s?年?|1[01]\d\s?年\s?(?:\d{1,2}\s?月)?)\s?(?:平均|度|底)?")       # as a whole cell; 107年 is one of the republic


def _period(view: View, row: Row) -> str:
    """The time that a row's first cell is: 1951 | 0.72, 2010年1季度 | 3; "" where it is none."""
    first = view.text[slice(*row.cells[0])].strip() if row.cells else ""
    return first if YEAR.fullmatch(first) or _TIME.fullmatch(first.replace(" ", "")) else ""


def _names_nothing(header: str) -> bool:
    """绝对数（亿元）, 单位：元: what is counted stands in the rows."""
    named = _clean(header).replace(" ", "")
    return bool(_ANY.fullmatch(named)) or not named and "单位" in header


def _compared(row: Row, column: int, header: str, rules: Rules) -> regex.Match | None:
    """The period of a column of change (变化) that tells none: the later one of the columns before it, which it is about."""
    if not _CHANGE.search(header):
        return None
    found = [m for h in row.headers[:column] if (m := _TIME.search(fold(h, rules)))]
    years = [m for m in found if m.group()[:4].isdigit()]
    later = max(years, key=lambda m: m.group()[:4]) if years else None
    return later or next((m for m in reversed(found) if m.group()[0] not in "上去前期"), None)


def _label(view: View, row: Row, column: int, timed: bool, rules: Rules) -> str:
    """The first cell of the row that holds words, left of the number; of a row that begins with a time behind it."""
    for start, end in row.cells[timed:column] if timed else row.cells[:column] or row.cells[:1]:
        text = view.raw(start, end).strip()
        if compiled(r"\p{L}").search(text) or _ONLY_CHANGE.fullmatch(fold(text, rules)):
            return _OF_WHICH.sub("", _LIST_MARK.sub("", text.lstrip("#＃")))
    return ""


def _named(header: str) -> str:
    """What a head itself measures, "" where it is only a time, a unit or a change."""
    parts = [_clean(_BASED.sub("", p)) for p in header.split(" / ")]
    named = " ".join(p for p in parts if p and not _CHANGE.fullmatch(p))
    return "" if _TIME.fullmatch(named) else named.replace(" ", "")


def _of_caption(caption: str) -> str:
    """What a table's caption measures, "" where it is a sentence that tells none."""
    told = _FOLLOWS.search(caption)
    if told and _is_measure(told[1]):
        return told[1]
    if compiled(r"[。；]|如下|列下|下表").search(caption):
        return ""
    named = _clean(compiled(r"各(?:行业|地区|省区市|省市|市州|县市区?|县区|部门|单位|年度|季度|类|级|国|省|市|县|区|月|年)的?|(?:基本)?情况表?|统计表?|一览表?|表\d*").sub("", caption))
    return named.replace(" ", "")


_FOLLOWS = regex.compile(r"(?:^|[，。；、的])(\p{Han}{2,12}?)(?:的?(?:具体|详细|主要)?(?:情况|数据|排名)?(?:列出)?)(?:如下|列下|列于下|[见如]下表)[:：。]?$")      # 主要经济作物产量列出如下:


def _clean(text: str) -> str:
    return _LIST_MARK.sub("", _TIME.sub("", _UNIT.sub("", text)).strip(" *|:：、%％#"))


_OF_WHICH = regex.compile(r"^(?:其中|内)[:：]\s?(?=\p{Han})")          # 其中：小麦 | 32.45
_LIST_MARK = regex.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、](?!\d))\s?")


_MEASURE = regex.compile(r"(?:率|额|量|数|值|价|费|入|出|资|次|比|积|速|度|[资股版]本|润|款|金|税|产|重|人口|面积|指数|收入|投资|规模|成本|利润)(?:[(（].*)?$")


def _is_measure(text: str) -> bool:
    return bool(_MEASURE.search(text))


def _entity_of(text: str) -> str:
    return text if not _CHANGE.search(text) else ""
