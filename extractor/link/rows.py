"""cell_of(view, index, above, rules) -> metric, entity, time, unit, change of a number in a table, from the head of its column (link/columns.py), the
labels of its row, the table's caption and what stands above.

    caption                                 单位：万元                            what all cells share
    a column that measures                  地区 | 常住人口 | 人均收入              the row says whose it is
    a column of times, places, changes      指标 | 2023年 | 比上年增长（%）          the row says what is measured
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import regex

from extractor.fold import fold
from extractor.link.above import Above, Cell
from extractor.link.columns import Column, clean, column_of, fitting, is_measure, is_unit, measured_by_caption, place_in_caption, told_unit, unit_of, unmarked
from extractor.link.names import forms, places
from extractor.link.phrase import is_measure as names_a_measure
from extractor.link.phrase import own_characters
from extractor.link.scope import View
from extractor.patterns import compiled
from extractor.rules import Rules, named
from extractor.sentence import Row

_RATE = regex.compile(r"%|增长")


def cell_of(view: View, index: int, above: Above, rules: Rules) -> Cell:
    """What head and labels say of the cell of quantity `index`. A row of mere changes takes its metric from the row above (营业收入 … / (+/-)% …); a row of
    parts takes its unit from there (接待游客(人次) … / 入境游客 …)."""
    row: Row = view.sentence.row
    q = view.quantities[index]
    at = next((i for i, (a, b) in enumerate(row.cells) if a <= q.start < b), 0)
    table = _Table(view, row, at, rules)
    column, label = table.column, table.label
    bracketed = view.text[q.start - 1:q.start] == "("
    compared = named(rules, "a label of changes against a base").fullmatch(fold(label, rules).replace(" ", ""))
    if compared and not is_measure(label, rules):
        return Cell(table.names()[0] if column.measure else label, "", compared["when"] or table.time, "%" if _RATE.search(fold(label, rules)) else table.unit(bracketed), "change", at, column.modality)
    if above.metric and named(rules, "a label of nothing but change").fullmatch(fold(label, rules)):
        unit = table.unit(bracketed) or "%"
        return Cell(above.metric, "", table.time, unit, "change", at, column.modality)
    unit = "位" if named(rules, "heads a column of ranks").fullmatch(column.measure) else table.unit(bracketed)
    part = above.goes_on_with_parts(row, view.text)                  # #可支配收入 under 全部年收入(元)
    if not unit and label and (part or not is_measure(label, rules)) and not told_unit(fold(label, rules), rules) and above.head == row.headers:
        units = dict(above.units)
        unit = Counter(units.values()).most_common(1)[0][0] if units and part else units.get(at, "")
    metric, entity, of_label = table.names()
    change = column.change or table.of_changes
    told = unit_of(fold(label, rules), rules) if of_label or not unit else ""
    if told and (of_label or is_unit(told, rules)) and not (unit and change):                      # 生产总值（亿元）, but not of its change (%)
        unit = told
    return Cell(metric, entity or table.place, table.time, "" if named(rules, "heads a column of changes").search(unit) else unit, "change" if change else "", at, column.modality)


class _Table:
    """What the table says of one of its columns in one of its rows."""

    def __init__(self, view: View, row: Row, at: int, rules: Rules) -> None:
        self._view, self._row, self._at, self._rules = view, row, at, rules
        self.column: Column = column_of(self._header(at), rules)
        self._caption = fold(row.caption or (view.sentence.section if len(view.sentence.section) <= LONG else ""), rules)
        self._period = self._time_of_row()
        self.label, self._labels = self._label_of_row()
        self._measured = self._own(self.column.measure)
        self.of_changes = bool(named(rules, "a caption of changes").search(clean(self._caption, rules))) and (not self._measured or self._places(self._measured))

    @property
    def time(self) -> str:
        """The row's own time, the column's, for a change without one that of the figures before it, the caption's."""
        if self._period or self.column.time:
            return self._period or self.column.time
        return (self._compared() if self.column.change else "") or next((m.group() for m in named(self._rules, "a time in a table").finditer(self._caption) if not (m.group()[0] in "今去上本" and "。" in self._caption)), "")      # 今年 of a sentence is told in passing

    def unit(self, bracketed: bool) -> str:
        """The unit of the column, else that of the row's cell of units, else that of the table: of several (单位：万元、%) the one that fits. Under n(%)
        what stands in brackets (8(80.00)) is per cent, what stands before them has none."""
        header, corner = fold(self._header(self._at), self._rules), fold(self._header(0), self._rules)
        cases = [*map(named(self._rules, "the number of cases and their share").search, (header, self._caption, corner))]
        if cases[0] or any(cases) and not self.column.unit:
            return "%" if bracketed else ""
        if self.column.unit:
            return self.column.unit
        beside = "" if self.column.change and _POINTS.search(header) else self._unit_beside()
        if beside:
            return beside
        if named(self._rules, "the size of a sample").fullmatch(header.strip()):
            return ""
        told = told_unit(self._caption, self._rules) or told_unit(corner, self._rules)
        return fitting(told, header, self.column, self._rules)

    def names(self) -> tuple[str, str, bool]:
        """(metric, entity, is the metric the row's label)."""
        total, generic = named(self._rules, "all of it behind a label"), named(self._rules, "measures only with what it is of")
        label, metric = self.label, "" if total.fullmatch(self._measured) else self._measured
        of_caption = self._own(measured_by_caption(self._caption, self._rules)) if not metric else ""
        if self.column.change and not metric and not names_a_measure(label, self._rules):
            left = self._left()
            if left:
                return self._own(left), label, False
        counts = bool(label) and (any(column_of(h, self._rules).counts for h in self._row.headers[1:]) and not (metric and (is_measure(metric, self._rules) or self._is_place(label))) or not metric and bool(self._unit_beside()))
        told = is_measure(label, self._rules) or bool(told_unit(fold(label, self._rules), self._rules))
        if named(self._rules, "how much of a plan or a whole").match(metric) and told:
            return clean(label, self._rules) + metric, "", False
        if names_a_measure(label, self._rules) and named(self._rules, "output and no more").fullmatch(metric):
            return clean(label, self._rules), "", True
        if counts or label and (told or self._places(metric)) and not is_measure(metric or of_caption, self._rules):
            return clean(label, self._rules), "" if counts or not metric else _entity_of(metric, self._rules), True
        if metric and label and self._are_things():
            return clean(label, self._rules), metric, True
        of_row = next((x for x in self._labels if x != label and names_a_measure(fold(x, self._rules), self._rules)), "") if not metric or generic.fullmatch(metric) else ""
        if not metric and self.column.planned and not told:
            return self.column.planned, label, False
        if of_row and of_row != label:                                 # 菜籽油 | 平均价格 | 76.70
            return of_row, label, False
        if of_caption and not metric and named(self._rules, "a label of a kind or a trade").search(label):
            return clean(label, self._rules) + self._own(named(self._rules, "firms above a size").sub("", fold(of_caption, self._rules))), "", False
        metric = metric or of_caption
        if not metric or label and metric == of_caption and told:
            return clean(label, self._rules), "", True
        group = next((x for x in self._labels[1:] if x != label and self._is_group(x)), "")
        if group and not total.fullmatch(group):
            return group + metric, label, False
        if label and named(self._rules, "heads labels of people by a trait").search(fold(self._header(0), self._rules).replace(" ", "")):
            return label + metric, "", False
        return metric, clean(label, self._rules) if unit_of(fold(label, self._rules), self._rules) else label, False

    @property
    def place(self) -> str:
        """The place that the caption names (表1 大安县工业增加值)."""
        return self._own(place_in_caption(self._caption, self._rules))

    def _header(self, at: int) -> str:
        return self._row.headers[at] if at < len(self._row.headers) else ""

    def _cell(self, at: int) -> str:
        """The text of a cell, a word set wide (全　县) without its blanks."""
        return _WIDE.sub("", self._view.raw(*self._row.cells[at]).strip())

    def _own(self, name: str) -> str:
        """A name in the text's own script."""
        heads = (self._header(self._at), self._row.caption, *self._row.headers[:self._at])
        return own_characters(name, "".join(fold(h, self._rules) for h in heads), "".join(heads)) if name else ""

    def _time_of_row(self) -> str:
        """The time that a cell before the number is: 1951 | 0.72, 北京市 | 1-10月 | 56.0; "" where none is."""
        time = named(self._rules, "a time in a table")
        for at, (start, end) in enumerate(self._row.cells[:self._at]):
            said = self._view.text[start:end].strip()
            dated = not compiled(r"[-./]|^\d+$").search(said) or named(self._rules, "heads a column of times").search(fold(self._header(at), self._rules))
            if not at and named(self._rules, "a year that heads a row").fullmatch(said) or dated and time.fullmatch(said.replace(" ", "")):
                return said
        return ""

    def _label_of_row(self) -> tuple[str, list[str]]:
        """The label that stands left of the number, and all labels: of several (菜籽油 | 桶装, 一类 | 广州, 普通小学 | 全国) a place, else the first. Where the
        heads begin again (类别 | 涨跌 | 类别 | 涨跌) only what stands behind that."""
        sorts, persons, names = named(self._rules, "heads a column of sorts"), named(self._rules, "heads a column of persons"), named(self._rules, "heads a column of names")
        total, units = named(self._rules, "all of it behind a label"), named(self._rules, "heads a column of units")
        heads = [fold(h, self._rules) for h in self._row.headers]
        lowest = [h.rpartition(" / ")[2] for h in heads]
        again = [i for i in range(1, self._at + 1) if i < len(lowest) and lowest[i] == lowest[0] != ""] or self._after_the_same(lowest)
        found = []
        behind = not self._at and bool(heads) and named(self._rules, "heads a column of ranks").fullmatch(heads[0].replace(" ", ""))
        for at in range(again[-1] if again else 0, min(len(self._row.cells), 3) if behind else max(self._at, 1)):
            text = self._cell(at)
            folded = fold(text, self._rules).replace(" ", "")
            unit = at < len(heads) and units.fullmatch(heads[at].replace(" ", "")) and is_unit(folded, self._rules)
            if self._names_the_row(text, folded, at) and not unit:
                found.append((unmarked(text, self._rules), heads[at] if at < len(heads) else ""))
        found = [(x, head) for x, head in found if x]
        person = next((x for x, head in found if persons.fullmatch(head)), "")
        first = [x for x, head in found if names.search(head) and not sorts.search(head)]
        found = [x for x, _ in found] if not first else [*first, *(x for x, _ in found if x not in first)]
        if self._row.group and not (self._row.cells and self._cell(0)) and found:
            found.insert(len(found) if first else 0, unmarked(self._row.group, self._rules))
        elif self._row.group and not found:
            found = [unmarked(self._row.group, self._rules)]
        found = [x for x in (total.sub("", x) for x in found) if x]
        if not found:
            return "", []
        if len(found) > 1 and self._at > 1 and found[-1] == unmarked(self._cell(self._at - 1), self._rules) and _FIGURE.fullmatch(self._cell(self._at - 2)) and not (self._at <= len(heads) and sorts.search(heads[self._at - 1])):
            return found[-1], found[-1:]                           # 普通小学 | 2732.07 | 增长最快的地区 广西 | 17.81
        if len(found) > 1 and unit_of(fold(found[0], self._rules), self._rules):      # 人口总数（万人） | 常住居民
            return found[1] + fold(found[0], self._rules)[len(clean(fold(found[0], self._rules), self._rules)):], found
        return person or next((x for x in found if self._is_place(x)), found[0]), found

    def _names_the_row(self, text: str, folded: str, at: int) -> bool:
        """Does a cell hold words, and neither a figure nor a time?"""
        worded = compiled(r"\p{L}").search(text) and not named(self._rules, "a quantity and no more in a cell").fullmatch(folded)
        if not worded and not named(self._rules, "a label of nothing but change").fullmatch(folded):
            return False
        return not named(self._rules, "a time in a table").fullmatch(folded) and not (at == 0 and named(self._rules, "a year that heads a row").fullmatch(folded))

    def _after_the_same(self, heads: Sequence[str]) -> list[int]:
        """来源 | 数量 | 类型 | 数量: where the columns begin that stand behind the last one with the same head, if words are among them."""
        same = max((i for i in range(1, self._at) if heads[i:i + 1] == heads[self._at:self._at + 1] != []), default=0)
        quantity = named(self._rules, "a quantity and no more in a cell")
        return [i for i in range(same + 1, self._at) if same and compiled(r"\p{Han}").search(self._cell(i)) and not quantity.fullmatch(self._cell(i))][:1]

    def _left(self) -> str:
        """产量 | 比上年增长(%): the measure on the left of a column of mere change, whose change it tells; 当月产量 | 累计产量 | 当月增长(%): the one told alike."""
        alike = named(self._rules, "told over the months or for one").match(fold(self._header(self._at), self._rules))
        heads = [fold(h, self._rules) for at, h in enumerate(self._row.headers[:self._at]) if at and compiled(r"[-+−]?\d|[-—–…/]|$").match(self._cell(at))]
        figures = [(h, c.measure) for h in reversed(heads) if (c := column_of(h, self._rules)).measure and not c.change]
        names = [n for h, n in figures if alike and h.startswith(alike[0])] or [n for _, n in figures]
        share = named(self._rules, "a share of something")
        if _POINTS.search(self.unit(False)):
            return next((n for n in names if share.search(n)), next(iter(names), ""))
        shares = named(self._rules, "a share that does not say of what").fullmatch if self.unit(False) == "%" else share.search
        levels = [n for n in names if not shares(n)]               # 人口 | 比重 | 比2010年增减, 工单 | 占比 | 同比: of people, of orders
        return next(iter(levels or names), "")

    def _compared(self) -> str:
        """The period of a column of change that tells none: the later one of the columns before it, which it is about."""
        so_far = fold(self._header(self._at), self._rules).startswith("累计")      # 当月产量 | 累计增长
        found = [c.time for c in (column_of(h, self._rules) for h in self._row.headers[:self._at]) if c.time and not (so_far and c.time[0] in "当本")]
        years = [t for t in found if t[:4].isdigit()]
        months = {int(m[1]): t for t in found if (m := compiled(r"(\d{1,2})月(?:份)?").fullmatch(t))}
        if len(months) == len(found) == 2:                             # 10月均价 | 9月均价 | 环比: of the later, over the turn of a year too
            return months[1 if set(months) == {1, 12} else max(months)]
        return max(years, key=lambda t: t[:4]) if years else next((t for t in reversed(found) if t[0] not in "上去前期"), "")

    def _unit_beside(self) -> str:
        """指标 | 单位 | 数量: the unit that a column of units tells of the whole row, "" where there is none or where it names bodies (单位 | 成绩)."""
        units = named(self._rules, "heads a column of units")
        at = next((i for i, h in enumerate(self._row.headers) if units.fullmatch(fold(h, self._rules).replace(" ", ""))), -1)
        said = self._view.text[slice(*self._row.cells[at])].strip(" ()") if 0 <= at < len(self._row.cells) else ""
        return said if is_unit(said, self._rules) else ""

    def _are_things(self) -> bool:
        """技术统计 | 张琳 | 王晓雨: the corner says that rows tell what is measured, and no column measures, but is somebody's."""
        if len(self._row.headers) < 3 or not named(self._rules, "heads labels of what is measured").fullmatch(fold(self._header(0), self._rules).replace(" ", "")):
            return False
        columns = [column_of(h, self._rules) for h in self._row.headers[1:]]
        return all(c.measure and not (c.time or c.unit or c.change or is_measure(c.measure, self._rules) or names_a_measure(c.measure, self._rules)) for c in columns)

    def _is_place(self, name: str) -> bool:
        plain = fold(name, self._rules).replace(" ", "")
        return bool(named(self._rules, "a place by its ending, or town and country").fullmatch(plain)) or plain in places(self._rules)[0] or forms(self._rules).deictic.get(plain) == "place"

    def _is_group(self, name: str) -> bool:
        return named(self._rules, "a group of people, or all of them").fullmatch(fold(name, self._rules)) is not None

    def _places(self, header: str) -> bool:
        """指标 | 全县 | 城市 | 农村, or 男 | 女 | 18-29岁 | 合计: columns are places or groups and rows are not."""
        grouped = self._is_group(header) and not self._is_group(self.label)
        return bool(header) and (grouped or self._is_place(header)) and not self._is_place(self.label)


LONG = 60           # characters of a heading that may stand for a table's title
_WIDE = compiled(r"(?<=^\p{Han})\s+(?=\p{Han}$)")
_FIGURE = compiled(r"[-+−]?\d[\d.,]*[%％]?")
_POINTS = compiled(r"百分点")


def _entity_of(text: str, rules: Rules) -> str:
    return text if not named(rules, "heads a column of changes").search(text) else ""

