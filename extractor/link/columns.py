"""column_of(header, rules) -> what the head of a table's column says: what it measures, when, in which unit, whether it tells a change or a plan."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import regex

from extractor.fold import fold
from extractor.patterns import compiled
from extractor.rules import Rules, named

TIME = regex.compile(
    r"\d{1,2}(?:\s?[-–]\s?\d{1,2})?/\d{1,2}/(?:19|20)\d{2}(?:\s?[-–至]\s?\d{1,2}/\d{1,2}/(?:19|20)\d{2})?|(?:19|20)\d{2}(?:[AE](?![A-Za-z])|[-./]\d{1,2}(?:[-./]\d{1,2})?(?!\d)|年?)(?:度|末|底|\s?(?:Q[1-4]|H[12])|(?:上|下)半年|第?[一二三四1-4]季度?|\s?\d{1,2}(?:\s?[-—–~至]\s?\d{1,2})?月(?:份?[上下]半月|份|末|底|\d{1,2}日)?)?"
    r"|[上去]年同[期月]|[今去前当]年(?:第?[一二三四1-4]季度?|[上下]半年|(?:\d{1,2}[-—–~])?\d{1,2}月份?)"
    r"|本报告期[末初]?|上一?(?:年度|报告期)期?[末初]?|[上今本去前当]年?(?:期|季度?|月|年|周)(?:末|初)?|\d{1,2}月\d{1,2}日|(?:\d{1,2}\s?[-—–~至]\s?)?(?:\d{1,2}|(?<=[-—–~至]\s?)本)月份?(?:累计)?|第[一二三四]季度?|期末|期初|[上下]半年|前[一二三]季度|全年"
    r"|(?:民国)?[一二三四五六七八九十○〇零]{2,4}年(?:[一二三四五六七八九十]{1,2}月)?[份底末]?"
    r"|[上中下]旬|(?<!\d)(?:民国)?1[01]\d年(?:\d{1,2}月)?底?|(?<!\d)(?:1[01]\d|(?:19|20)\d{2})学年度?(?:第?[一二上下]学期)?"
)
_TOO = r"[及和与](?:上年|去年)?同期"
_SPAN = regex.compile(rf"(?:{TIME.pattern})(?:\s?(?:至|[-—–~－]{{1,2}})\s?(?:{TIME.pattern}))?(?:{_TOO})?")              # 2022年12月至2023年2月, 2023年5月及同期
_SAME_TOO = regex.compile(rf"(?:{_TOO})$")
UNIT = regex.compile(r"[(（](?![一二三四五六七八九十\d]{1,3}[)）])(?:\p{Han}{0,4}单位[:：])?\s?(?!不?含|其中|包括)([^()（）]{1,12})[)）]|(?:(?:浓度|计量)?单位[:：]|(?:货币|金额)单位[均都皆]?为(?:人民币)?)\s?([^\s。)）]{1,16})")
_PER = regex.compile(r"(?<=\p{Han}{2})/(%|‰|\p{L}[\p{L}/\d²³]{0,7})$")               # 样品抽检数量/批次
# 增幅%, 同比增长: a column of rates of change tells per cent, written or not
_RATE = regex.compile(r"(?:%[)]?|增速|增幅|升幅|涨幅|跌幅|降幅|(?:^|[/同环]\s?比?|[比较][^/]{1,8})增长|[同环]比)$")
_SAME = regex.compile(r"^\s?(?:[比较]|[与同和](?=.*相比))(?:上年|去年)(?:同[月期])?(?:相比)?\s?[(]?(?:±\s?%?|%)[)]?$|^\s?[比较](?:上年|去年)同[月期]$")     # a column of changes
_AGAINST = regex.compile(r"^\s?[比较](?:19|20)\d{2}年?(?:第?[一二三四1-4]季度?|[上下]半年|(?:\d{1,2}[-—~至])?\d{1,2}月份?)?(?:同[月期])?[末底]?$")      # 较2019年第1季
CHANGE = regex.compile(r"变化|变动|增减|增加额|增长|增[速幅]|涨[跌幅]|降幅|升跌|升降|[同环]比|[比较]上[年月]|[与同和][上去]年(?:同[期月])?相?比|按[年月季](?:上升|下跌|下降)|±|^[比较](?:年初|上[年月]末?|去年)$")
# 比上年同期增长: whose change the column tells stands in the row
_BASED = regex.compile(r"(?:本(?:年度?|月|报告期|期|季度?)末?)?[比较与]?(?:上|去|(?:19|20)\d{2})(?:年|月|季度?|年度|期|周)(?:同期|同月|末|底|初)?(?:相比)?(?=\s?(?:增|减|升|降|变|涨|上|±|%|[\p{Han}]{2,6}(?:涨跌|增减|变化|变动|升降)))|[为占](?:上|去)(?:年|期|月)[\p{Han}]{0,6}的?(?=[(]?%|$)|[同环]比(?=增|减|升|降|变|涨|±|%)|同期(?=增|减|升|降|变|涨|±)|(?:较|比(?![重例率价分值数]))[\p{Han}A-Z]{1,4}(?=增减|变化|变动|增幅|±|$)")
# 绝对数, 累计完成, 本期: what the column counts stands in the rows
NOTHING = regex.compile(r"(?:本月)?(?:止|至本月)?累计(?:完成)?(?:[数值额])?|绝对[数值量额]|指标值|数值|数字|总量|数额|数据|年初至(?:当期|当月|今|本月|本期|报告期末)?累计(?:数据|[数值额])?|完成[数值额]?|实际(?:完成)?|执行数|决算数|实绩|本期数?|金额|数量|[年季月期旬]?[末初]?余额|[年季月旬][末初]数|数|币种[::]?\p{Han}{2,4}")
_PHASE = regex.compile(r"(?:调整|改革|改造|治疗|干预|施工|实施|整改|提标)[前后]")
_FRAME = regex.compile(r"(?:情况|指标|数据|信息|构成|项目)$")              # 样品情况 / 合格样品数量: what stands under it
_PLAN = regex.compile(r"(?:全年|年度|年初|本年|当年|调整)?(?:预算|计划|目标|任务|指导性计划)(?:[数值额]|安排)?")
GENERIC = regex.compile(r"浓度|比例|比重|占比|数量|总数|合计|小计|平均|均值|金额|总额|人数|户数|价格|面积|产量|单产|评分|排名|增减额")
_MEASURE = regex.compile(r"(?:率|额|量|数|值|价|费|入|出|资|次|比|积|速|度|[资股版]本|润|款|金|税|产|重|人口|面积|指数|收入|投资|规模|成本|利润|标准|占比|比重|寿命|年龄|能力|里程|功率|扭矩|续航)(?:[(].*)?$")


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
    told = _AGAINST.sub("同比增减", _SAME.sub("同比%", _SPACE.sub("", fold(header, rules))))
    of_base = _OF_BASE.search(told) is not None
    parts = _OF_BASE.sub("", told).split(" / ")
    phase = parts[0] if len(parts) > 1 and _PHASE.fullmatch(parts[0]) else ""
    parts = parts[bool(phase):]
    places = named(rules, "places in brackets")
    times = [_SAME_TOO.sub("", m.group()) for p in parts if (m := _SPAN.search(_BASED.sub("", UNIT.sub("", p))))]
    units = ["" if of_base else unit_of(p, rules) or (p if at and not places.fullmatch(p) and is_unit(p, rules) else "") for at, p in enumerate(parts)]      # 产量 / 万吨
    said = ["" if p == unit else clean(_BASED.sub("", _without_unit(_PER.sub("", p) if unit else p))) for p, unit in zip(parts, units, strict=True)]
    change = bool(CHANGE.search(told)) and not of_base
    plan = any(_PLAN.fullmatch(n) for n in said)
    counts = any(NOTHING.fullmatch(n) for n in said) or not any(said) and "单位" in told
    said = [_CHANGED.sub("", n) if len(n) > 4 else n for n in said]
    names = [(n, u) for n, u in zip(said, units, strict=True) if n and not _CHANGES.fullmatch(_BARE.sub("", n)) and not _SPAN.fullmatch(n) and not NOTHING.fullmatch(n) and not _PLAN.fullmatch(n)]
    when = times[-1] if times else phase
    modality = "target" if plan else "forecast" if when.endswith("E") else "actual"
    return Column(_composed(names), when, next((u for u in reversed(units) if u), ""), change, modality, counts, next((n for n in said if _PLAN.fullmatch(n)), ""))


_SPACE = compiled(r"(?<=[\p{Han}()%/])(?<! /) (?!/ )(?=[\p{Han}()%/])")
_BARE = compiled(r"幅度?|百分点|率$|数$|额$|绝对|相对")
_OF_BASE = compiled(r"[(（][^()（）=]{0,8}=\s?100[)）]|(?:(?:上|去|本|\d{4})?年?(?:度|同[期月]|上?月|季度?)?)?=\s?100(?!\d)")      # 环比 / 上月=100: an index
_CHANGES = compiled(rf"(?:{CHANGE.pattern}|增|减|按[年月季]|累计|[当本][月季年期])+")
_CHANGED = compiled(r"(?:(?:同比|环比)?(?:增减|增长|变动|变化)(?:幅度|率|速度)?|增[速幅]|涨跌幅?度?|[同环]比)$")        # 营业收入比上年增减


def _composed(names: list[tuple[str, str]]) -> str:
    """The name of a column from the names of its levels: the innermost where it measures, behind what it is of (PM2.5 / 浓度, 劳动力 / 参与率), before what it is of where
    an outer one measures (占总人口比重 / 0-14岁)."""
    if not names:
        return ""
    (inner, unit), outer = names[-1], names[:-1]
    of = next(((n, u) for n, u in reversed(outer) if n != inner), ("", ""))
    if not of[0]:
        return inner
    if of[0].endswith(inner) or inner in ("计", "合计", "总计", "小计"):
        return of[0]
    if inner in ("男", "女"):
        return f"{inner}性{of[0]}"
    if GENERIC.fullmatch(inner):
        return of[0] + inner
    if _FRAME.search(of[0]) or inner[-1:] == of[0][-1:]:
        return inner
    turned = (of[1] or is_measure(of[0])) and not (unit or is_measure(inner)) and len(outer) == 1
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
    return "%" if _RATE.search(header) else ""


def told_unit(text: str, rules: Rules) -> str:
    """What stands in brackets and is a unit, or units (万元、%), or behind 单位：; "" where nothing does: （节选）, （前8名） tell none."""
    places = named(rules, "places in brackets")
    for m in sorted(UNIT.finditer(text), key=lambda m: m[2] is None):
        said = (m[1] or m[2]).strip()
        if m[1] and (both := _BOTH.search(text)):
            return f"{both[1]}、{both[2]}"
        if compiled(r"[A-Z]").fullmatch(said) and not _ELECTRIC.search(text) or compiled(r"(?:^|[,，])\s?\d[\d.]*\s?%$").search(said):
            continue                                               # 專任教授(A), 小計(E=A+B); 盐酸(31%), 烧碱(液碱，32%)
        parts = compiled(r"[,，、;；]\s?").split(said)
        if m[2] or not all(places.fullmatch(part) for part in parts) and any(is_unit(part, rules) or _SYMBOLS.fullmatch(part) for part in parts):
            return said
    return ""


_BOTH = compiled(r"(°C|℃)\s?[(（](°F|℉)[)）]")                   # 平均高温 °C(°F) over 0.1 (32.2)
_ELECTRIC = compiled(r"[电電功热熱磁容频頻]")
_SYMBOLS = regex.compile(r"(?!.*[A-Za-z]{2,}\s[A-Za-z]{3,})(?=.*[A-Za-zμΩ°℃%‰])[A-Za-zμΩ°℃%‰·./*×^²³⁻¹\d\s—–-]{1,12}")           # N·m, t hm-2, μg/L


def is_unit(said: str, rules: Rules) -> bool:
    """亿|千瓦时, 万|吨, 元/吨, 微克/立方米, 百分点: a unit of the tables, multiplied or not, or one over one."""
    known = _units(rules)
    return any(one[at:] in known for one in compiled(r"[/每]").split(said) for at in range(len(one) - len(one.lstrip("十百千万亿")) + 1))


@functools.cache
def _units(rules: Rules) -> frozenset[str]:
    return frozenset({*rules.tables["units"], *rules.tables["classifiers"], "百分点", "基点"})


def is_measure(text: str) -> bool:
    return bool(_MEASURE.search(text))


_OF_WHICH = compiled(r"^(?:其中|内|按\p{Han}{1,4}分?)[:：]\s?(?=\p{Han})")            # 其中：小麦, 按级次：上划收入
_LIST_MARK = regex.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、](?!\d)|[#＃]\s?)\s?")

_NOTED = regex.compile(r"(?<=[\p{Han})）])\s?[\^*＊#＃†‡※①-⑳]+$")


def unmarked(label: str) -> str:
    """The label of a row without the mark of a list and 其中, and without the signs of notes (失业人数^)."""
    return _NOTED.sub("", _LIST_MARK.sub("", _OF_WHICH.sub("", _LIST_MARK.sub("", label.strip())).strip()))


def clean(text: str) -> str:
    """What a head names, without unit, time and marks."""
    return unmarked(_SPAN.sub("", _without_unit(text)).strip(" *|:、%±/")).strip(" *|:、%±/").replace(" ", "")


def _without_unit(text: str) -> str:
    return UNIT.sub("", _BOTH.sub("", text))


def fitting(units: str, header: str, column: Column, rules: Rules) -> str:
    """Of the units that a table tells (万元、%) the one of a column."""
    several = [u for u in compiled(r"[,，、;；和及]").split(units) if u]
    rate = compiled(r"率|比重|占比|占\p{Han}+比|比例|%|±|[同环]比|增[长速幅]|[涨升降跌]幅|涨跌").search(header)
    per_cent = next((u for u in several if u in ("%", "％")), "")
    others = [u for u in several if u not in ("%", "％") and is_unit(u, rules)]
    people = "人" if "人" in others and compiled(r"[师員员人生工手者]$").search(column.measure) else ""
    counted = next((u for u in others if u in "个個家所项項件座台辆起次宗"), "") if column.measure.endswith(("数", "數")) else ""      # 万元、个: 项目数 are 个
    kind = next((kind for kind, ends in _OF_KIND.items() if ends.search(column.measure)), "")
    of_kind = next((u for u in others if kind and (rules.tables["units"].get(u.lstrip("十百千万亿")) or {"kind": ""})["kind"] == kind), "")      # 亩、吨: of 面积 and 产量
    return (per_cent if rate else "") or next((u for u in several if u in column.measure), people or counted or of_kind) or next(iter(others), units)


_OF_KIND = {
    "area": compiled(r"面[积積]$"), "mass": compiled(r"(?:[产產]量|[总總][产產]|重量|[储儲]量)$"), "length": compiled(r"(?:[长長]度|里程)$"),
    "money": compiled(r"(?:[产產]值|收入|支出|金[额額]|[总總][额額]|增加值|投[资資][额額]?|[价價]值)$"),
}
