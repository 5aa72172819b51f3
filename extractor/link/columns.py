"""column_of(header, rules) -> what the head of a table's column says: what it measures, when, in which unit, whether it tells a change or a plan;
measured_by_caption(caption, rules), place_in_caption(caption, rules) -> what the caption of the table says."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex

from extractor.fold import fold
from extractor.patterns import compiled
from extractor.rules import Rules, named

_PER = regex.compile(r"(?<=\p{Han}{2})/(%|‰|\p{L}[\p{L}/\d²³]{0,7})$")               # 样品抽检数量/批次


@dataclass(frozen=True, slots=True)
class Column:
    """What it measures ("" where only a time, a unit, a change or a plan is told), its time, its unit, does it tell a change, is it planned, does it say
    outright that the rows tell what is counted (绝对数), the name of a plan (计划数), which measures where nothing else does."""

    measure: str = ""
    time: str = ""
    unit: str = ""
    change: bool = False
    modality: str = "actual"
    counts: bool = False
    planned: str = ""


@functools.lru_cache(maxsize=4096)
def column_of(header: str, rules: Rules) -> Column:
    """A column by its head, parts of it outermost first and parted by " / " (专任教师（人） / 普通中学)."""
    told = named(rules, "compared with the year before and no more").sub("同比%", _SPACE.sub("", fold(header, rules)))
    told = named(rules, "compared with a year told and no more").sub("同比增减", told)
    index = named(rules, "an index by its base")
    of_base = index.search(told) is not None
    parts = index.sub("", told).split(" / ")
    phase = parts[0] if len(parts) > 1 and named(rules, "before or after what is done").fullmatch(parts[0]) else ""
    parts = parts[bool(phase):]
    plan, nothing, base = named(rules, "a plan in a head"), named(rules, "a head that leaves what is counted to the rows"), named(rules, "the base of a change in a head")
    units = ["" if of_base else _unit_of_part(p, at, rules) for at, p in enumerate(parts)]
    said = ["" if p == unit else clean(base.sub("", _without_unit(_PER.sub("", p) if unit else p, rules)), rules) for p, unit in zip(parts, units, strict=True)]
    change = bool(named(rules, "heads a column of changes").search(told)) and not of_base
    marks = [*said, *(m[1] for p in parts for m in _BRACKETS.finditer(p))]      # 2030年(目标)
    planned = any(plan.fullmatch(n) for n in marks)
    counts = any(nothing.fullmatch(n) for n in said) or not any(said) and "单位" in told
    changed = named(rules, "a change behind what it is of")
    said = [changed.sub("", n) if len(n) > 4 else n for n in said]
    expectation = named(rules, "an expectation in a head")
    expected = any(expectation.fullmatch(n) for n in marks)
    names = [(n, u) for n, u in zip(said, units, strict=True) if n and not _is_mere_change(n, rules) and not _is_time(n, rules) and not nothing.fullmatch(n) and not plan.fullmatch(n) and not expectation.fullmatch(n)]
    when = next(_times(reversed(parts), rules), phase)
    modality = "target" if planned else "forecast" if expected or when.endswith("E") else "actual"
    return Column(_composed(names, rules), when, next((u for u in reversed(units) if u), ""), change, modality, counts, next((n for n in said if plan.fullmatch(n)), ""))


_BRACKETS = compiled(r"[(]([^()]{2,8})[)]")
_SPACE = compiled(r"(?<=[\p{Han}()%/])(?<! /) (?!/ )(?=[\p{Han}()%/])")


def _unit_of_part(part: str, at: int, rules: Rules) -> str:
    """The unit that a level of a head tells, or is where it stands under another (产量 / 万吨)."""
    return unit_of(part, rules) or (part if at and not named(rules, "places in brackets").fullmatch(part) and is_unit(part, rules) else "")


def _times(parts: Iterable[str], rules: Rules) -> Iterator[str]:
    """The times that levels of a head tell, those of a change's base left out."""
    unit, base, span = named(rules, "a unit in brackets or behind its label"), named(rules, "the base of a change in a head"), named(rules, "a time or a span of times in a head")
    for part in parts:
        if found := span.search(base.sub("", unit.sub("", part))):
            yield named(rules, "the same period behind a time").sub("", found.group())


def _is_mere_change(name: str, rules: Rules) -> bool:
    return named(rules, "a head of nothing but change").fullmatch(named(rules, "what a change is told in").sub("", name)) is not None


def _is_time(name: str, rules: Rules) -> bool:
    return named(rules, "a time or a span of times in a head").fullmatch(name) is not None


def _composed(names: list[tuple[str, str]], rules: Rules) -> str:
    """The name of a column from the names of its levels: the innermost where it measures, behind what it is of (PM2.5 / 浓度, 劳动力 / 参与率), before what it is of where
    an outer one measures (占总人口比重 / 0-14岁)."""
    if not names:
        return ""
    (inner, unit), outer = names[-1], names[:-1]
    of = next(((n, u) for n, u in reversed(outer) if n != inner), ("", ""))
    if not of[0]:
        return inner
    if of[0].endswith(inner) or named(rules, "all of it in a head").fullmatch(inner):
        return of[0]
    if inner in ("男", "女"):
        return f"{inner}性{of[0]}"
    if named(rules, "measures only with what it is of").fullmatch(inner):
        return of[0] + inner
    if named(rules, "a head that frames those under it").search(of[0]) or inner[-1:] == of[0][-1:]:
        return inner
    turned = (of[1] or is_measure(of[0], rules)) and not (unit or is_measure(inner, rules)) and len(outer) == 1
    shared = next((n for n in range(min(len(inner), len(of[0])), 1, -1) if inner.endswith(of[0][:n])), 0)      # 卫生|机构 of 机构|数, but 中学|学校数
    return inner + of[0][shared:] if turned else "".join(dict.fromkeys(n for n, _ in names))


def unit_of(header: str, rules: Rules) -> str:
    """The unit that a head tells in brackets, behind a stroke or as a rate of change; "" where it tells none."""
    told = told_unit(header, rules)
    if told:
        return told
    per = _PER.search(header)
    if per and is_unit(per[1], rules):
        return per[1]
    return "%" if named(rules, "heads a column of rates of change").search(header) else ""


def told_unit(text: str, rules: Rules) -> str:
    """What stands in brackets and is a unit, or units (万元、%), or behind 单位：; "" where nothing does: （节选）, （前8名） tell none."""
    places = named(rules, "places in brackets")
    for m in sorted(named(rules, "a unit in brackets or behind its label").finditer(text), key=lambda m: m[2] is None):
        said = (m[1] or m[2]).strip()
        if m[1] and (both := _BOTH.search(text)):
            return f"{both[1]}、{both[2]}"
        if compiled(r"[A-Z]").fullmatch(said) and not named(rules, "electricity, heat and the like").search(text) or compiled(r"(?:^|[,，])\s?\d[\d.]*\s?%$").search(said):
            continue                                               # 專任教授(A), 小計(E=A+B); 盐酸(31%), 烧碱(液碱，32%)
        parts = compiled(r"[,，、;；]\s?").split(said)
        if m[2] or not all(places.fullmatch(part) for part in parts) and any(is_unit(part, rules) or _SYMBOLS.fullmatch(part) for part in parts):
            return said
    return ""


_BOTH = compiled(r"(°C|℃)\s?[(（](°F|℉)[)）]")                   # 平均高温 °C(°F) over 0.1 (32.2)
_SYMBOLS = regex.compile(r"(?!.*[A-Za-z]{2,}\s[A-Za-z]{3,})(?=.*[A-Za-zμΩ°℃%‰])[A-Za-zμΩ°℃%‰·./*×^²³⁻¹\d\s—–-]{1,12}")           # N·m, t hm-2, μg/L


def is_unit(said: str, rules: Rules) -> bool:
    """亿|千瓦时, 万|吨, 元/吨, 微克/立方米, 百分点: a unit of the tables, multiplied or not, or one over one."""
    known = _units(rules)
    return any(one[at:] in known for one in compiled(r"[/每]").split(said) for at in range(len(one) - len(one.lstrip("十百千万亿")) + 1))


@functools.cache
def _units(rules: Rules) -> frozenset[str]:
    return frozenset({*rules.tables["units"], *rules.tables["classifiers"], "百分点", "基点"})


def is_measure(text: str, rules: Rules) -> bool:
    return bool(named(rules, "ends as what is measured in a table").search(text))


_NOTED = regex.compile(r"(?<=[\p{Han})）])\s?[\^*＊#＃†‡※①-⑳]+$")


def unmarked(label: str, rules: Rules) -> str:
    """The label of a row without the mark of a list and 其中, and without the signs of notes (失业人数^)."""
    mark, of_which = named(rules, "mark of a list before a label"), named(rules, "of which, before a label")
    return _NOTED.sub("", mark.sub("", of_which.sub("", mark.sub("", label.strip())).strip()))


def clean(text: str, rules: Rules) -> str:
    """What a head names, without unit, time and marks."""
    bare = named(rules, "a time or a span of times in a head").sub("", _without_unit(text, rules))
    return unmarked(bare.strip(" *|:、%±/"), rules).strip(" *|:、%±/").replace(" ", "")


def _without_unit(text: str, rules: Rules) -> str:
    return named(rules, "a unit in brackets or behind its label").sub("", _BOTH.sub("", text))


def fitting(units: str, header: str, column: Column, rules: Rules) -> str:
    """Of the units that a table tells (万元、%) the one of a column."""
    several = [u for u in compiled(r"[,，、;；和及]").split(units) if u]
    rate = named(rules, "a head that asks for per cent").search(header)
    per_cent = next((u for u in several if u in ("%", "％")), "")
    others = [u for u in several if u not in ("%", "％") and is_unit(u, rules)]
    single = named(rules, "a unit of what is counted one by one")
    people = "人" if "人" in others and named(rules, "a measure that counts persons").search(column.measure) else ""
    counted = next((u for u in others if single.fullmatch(u)), "") if column.measure.endswith(("数", "數")) else ""
    kind = named(rules, "a measure by the kind of its unit").search(column.measure)
    of_kind = next((u for u in others if kind and (rules.tables["units"].get(u.lstrip("十百千万亿")) or {"kind": ""})["kind"] == kind.lastgroup), "")
    return (per_cent if rate else "") or next((u for u in several if u in column.measure), people or counted or of_kind) or next(iter(others), units)


def measured_by_caption(caption: str, rules: Rules) -> str:
    """What a table's caption measures, "" where it is a sentence that tells none."""
    told = named(rules, "what a caption announces").search(caption)
    if told and is_measure(told[1], rules):
        return told[1]
    if named(rules, "a caption that is a sentence").search(caption):
        return ""
    bare = named(rules, "which rows a caption shows").sub("", _unframed(caption, rules))
    return named(rules, "a change at the end of a caption").sub("", named(rules, "whose a caption is and how many kinds").sub("", bare))


def place_in_caption(caption: str, rules: Rules) -> str:
    """The place that a table's caption names (表1 大安县工业增加值), "" where it names none."""
    owner = named(rules, "whose a caption is and how many kinds").match(_unframed(caption, rules))
    return (owner["place"] or "") if owner else ""


def _unframed(caption: str, rules: Rules) -> str:
    return clean(named(rules, "frame of a caption").sub("", caption), rules)
