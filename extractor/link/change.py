"""change(view, quantity, window, rules) -> is the number a level or a change, against what, and where the metric ends.

    覆盖率提高到82%            level          覆盖率比上年提高3个百分点   increase, base 比上年, metric 覆盖率
    完成投资12亿元，增长8.5%   increase       较前沿水平多31.8天          level (a difference between two bodies)
    比上年的38888亿元          level of the base: time 上年
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import regex

from extractor.link.scope import View, Window
from extractor.patterns import compiled
from extractor.quantity import Quantity
from extractor.rules import Entry, Rules


@dataclass(frozen=True, slots=True)
class Change:
    """change "" or "increase"/"decrease"; base as written; end: where the metric's side ends; own_time: when the base's own level is
    meant; metric_start: where the metric begins behind a governing verb."""

    change: str
    base: str
    end: int
    rule: str = ""
    own_time: tuple[int, int] = (-1, -1)
    noun: bool = False
    metric_start: int = -1


_TIME_WORD = r"(?:(?:19|20)\d{2}年|[今去前]\s?\((?:19|20)?\d{2,3}\)\s?年|[上去前今当]一?年|[一二三四五六七八九十几两\d]+[年天个月周]+前|[前上]一?[周天日轮场次届]|头[一两]年|春节|国庆|五一|清明|上[一个]?季|上[个]?月|上周|上期|同期|昨|年初|年末|月末|往年|多年|常年|历年|[月日年底初季]|周期|此前|以往|过去|之前|原来|历史)"
LEVEL_OF_BASE = "changes:level of the base"
_YEARLY = ("同比", "环比", "按年", "按月", "按季", "年", "月", "季", "周")
# 比 and 较 that compare; not 占比, 同比, 环比, 比例, 比重, 比较, 较大
_BASE = regex.compile(
    r"(?P<base>(?:同比|环比|按[年月季]|(?:^|(?<=[率数额量值价人口费，、；：\s)%]))[年月季周])|(?:(?<![占对同环配性可])比(?![例重率值分较赛由从为达缩扩])|(?<![比])较(?![大为少高低快好强]|多(?!年))|与|同|相比|对比)(?P<what>[^，。；、()]{1,24}?)(?:相比|相比较|比较|比)?)$"
)


_OVER_OTHERS = regex.compile(rf"(?<!不)(?<!不[得能应])(?:[高超]出|[高低快慢]于)(?!{_TIME_WORD}|预期|目标|计划)[^，。；、\d]{{2,12}}(?:\d[\d.]*个?(?:百分点)?[、和与及])*$")


def change(view: View, quantity: Quantity, window: Window, rules: Rules) -> Change:
    """Reads the peeled words and the comparison before them."""
    left, end = view.text, window.left_end
    kinds = [(c.kind, c.entry) for c in window.cues]
    if any(kind == "to" for kind, _ in kinds):
        word = next(e for k, e in kinds if k == "to")
        base = _base(left, window.left_start, end)
        return Change("", base[0], base[1] if base[0] else end, f"verbs:{word.key}")
    base, cut = _base(left, window.left_start, end)
    if not base and quantity.unit == "个百分点" and _OVER_OTHERS.search(left, window.clause_start, quantity.start):
        return Change("", "", window.left_end)                     # 依次高出规上工业|15.5个|、…百分点, behind growths
    known = rules.tables["changes"]
    verb = next((known[e.key] for k, e in kinds if k == "change" or base and e.key in known), None)       # 增速比上年|快|6.5个百分点; 快30岁 only hedges
    if verb is None and (base or quantity.unit == "个百分点") and left[quantity.number_start] in "+-":
        return Change("decrease" if left[quantity.number_start] == "-" else "increase", base, cut, "changes:sign", noun=True)      # 较上月|+8.55%, 毛利率40.39%(|-1.92pct)
    if verb is None:
        return _behind(view, quantity, window) or _extent(view, quantity, window) or _superlative(view, quantity, window, rules) or _governing(view, window, rules) or _without_verb(view, window, base, cut)
    said = left[_word_end(window, verb):quantity.start]
    how_many = compiled(r"的[只仅共约还]{0,2}有[约近]?$").search(said) or quantity.kind == "count" and said == "的" and quantity.unit not in ("点", "位", "名次")
    if how_many or left[quantity.number_start - 1:quantity.number_start] == "前":
        return Change("", "", window.left_end)                     # 环比下降的有14个城市, 上涨的10个: how many, not by how much; 增幅居前两位
    if quantity.kind == "duration" and compiled(r"(?:连续|持续|连)[^，。；]{0,6}$").search(left[max(0, end - 8):end]):
        return Change("", "", window.left_end)                     # 人数已连续增长十年: how long, not by how much
    if any(c.entry.key == "等" for c in window.cues):
        return Change("", "", window.left_end)                     # 收入增幅等5项指标: what is listed does not change
    return _with_verb(view, quantity, window, verb, base, cut)


# 实现|7.4%|较快增长, 28.3%|的高增幅, 以每年|20%|以上的速度递增
_GROWTH = regex.compile(r"(?:以上|左右)?的?(?:较[快高]|高速|高|快速|平均|年均|同比|复合|两位数)*(?P<word>增长率?|增速|增幅|涨幅|升幅|速度(?:递增|增长|上升|提高)|下降|降幅|跌幅|下滑|速度(?:递减|下降))(?![\p{Han}]{0,2}(?:到|至|目标|的)|幅|率)")


# 较前一周有|0.6%|的增长, 迎来|0.7%|的收视增长
_HAS = regex.compile(r"(?:(?P<weak>有)|迎来|取得|录得|实现|出现|获得|保持|带来|呈现)(?:了|着|过|约|近|超过?|逾|超出|高达|将近|大约)*$")
_HAD = regex.compile(r"(?:以上|左右)?的(?:(?:[小大]幅度?|明显|显著|轻微|强劲|同比|环比|年均|平均|整体|净|正|负)*|(?P<thing>\p{Han}{2}))(?P<word>增长|提升|提高|上升|上涨|涨幅|升幅|增幅|回升|下降|下滑|减少|降低|降幅|跌幅|减幅|下跌|回落|萎缩)(?=[，。；、)]|$)")


def _behind(view: View, quantity: Quantity, window: Window) -> Change | None:
    """The change is said behind the number."""
    if quantity.kind not in ("percent", "multiple"):
        return None
    match = _GROWTH.match(view.text, quantity.end, window.right_end)
    has = None if match else _HAS.search(view.text[window.clause_start:quantity.start])
    if has:
        match = _HAD.match(view.text, quantity.end)
        match = None if match and match["thing"] and has["weak"] else match      # 有50%的企业下降: not by 50 %
    if not match:
        return None
    down = match["word"][0] in "下降跌减回萎" and match["word"] != "回升" or match["word"].endswith(("减", "降"))
    return Change("decrease" if down else "increase", "", window.left_end, "changes:behind the number")


@functools.cache
def _extremes(rules: Rules) -> regex.Pattern:
    nouns = "|".join(sorted((regex.escape(e.key) for e in rules.entries("changes") if e["role"] == "noun"), key=len, reverse=True))
    return regex.compile(rf"(?P<noun>{nouns})(?:最[大小高低]|居[首前]|第一|领先)[，,]?(?:高?达到?了?|为|是|有|仅|只有)?$")


def _superlative(view: View, quantity: Quantity, window: Window, rules: Rules) -> Change | None:
    """南宁升幅最大，为|75.15%|: the change is named in the clause before."""
    match = _extremes(rules).search(view.text, max(0, quantity.start - 20), quantity.start)
    return Change(rules.tables["changes"][match["noun"]]["change"], "", window.left_end, f"changes:{match['noun']}", noun=True) if match else None


_EXTENTS = regex.compile(r"幅度(?:分别|依次)?(?:均|都)?(?:为|是|达到?|约|超过?|有)*(?:[^，。；\p{Han}]*(?:和|与|、)?)*$")
_MOVED = regex.compile(r"(?P<up>涨|升|增|攀高|走高)|[跌降减挫]|下滑|走低")


def _extent(view: View, quantity: Quantity, window: Window) -> Change | None:
    """券商板块跌得最多，幅度为|4.04%|: which way it went is told before."""
    said = _EXTENTS.search(view.text, max(0, quantity.start - 40), quantity.start) if quantity.kind == "percent" else None
    moved = [*_MOVED.finditer(view.text, 0, said.start())] if said else []
    if not moved or said is None:
        return None
    return Change("increase" if moved[-1]["up"] else "decrease", "", min(window.left_end, max(window.left_start, said.start())), "changes:幅度", noun=True)


def _with_verb(view: View, quantity: Quantity, window: Window, verb: Entry, base: str, cut: int) -> Change:
    percent = quantity.kind in ("percent", "multiple")
    timed = bool(regex.search(_TIME_WORD, base)) and not _OF_OTHERS.match(base) or base in _YEARLY
    if verb["role"] in ("difference", "either"):
        if not base and (verb["role"] == "either" or verb.key in ("多", "少") and (percent or _MOVES.search(view.text, 0, quantity.start))):      # 收入少了27%, 分别少63%: against before
            return Change(verb["change"], "", window.left_end, f"changes:{verb.key}")
        if not base and percent and _LOWER.search(view.text, max(0, quantity.start - 6), quantity.start):
            return Change(verb["change"], "", window.left_end, f"changes:{verb.key}")        # 风险低了20%
        if not base:
            # 多, 高, 低 without anything compared: part of the metric, no change
            return Change("", "", window.left_end if verb.key not in ("高", "多", "低", "少", "快", "慢") else _word_end(window, verb))
        direction = verb["change"] if timed and verb["change"] != "none" else ""
        return Change(direction, base, cut, f"changes:{verb.key}")
    if verb["role"] == "level":
        return Change("", base, cut if base else window.left_end, f"changes:{verb.key}")
    end = cut if base else window.left_end
    return Change(verb["change"], base, end, f"changes:{verb.key}", noun=verb["role"] == "noun")


_OF_OTHERS = regex.compile(r"[比较]同期(?!水平|平均|数|值|的)\p{Han}{3,}")        # 比同期我国外贸整体增速|快: another body
_LOWER = regex.compile(r"[低高]了(?:近|约|超过?)?$")
_MOVES = regex.compile(r"(?:增减|有增有减|[增减]幅|[与和同较比](?:去年|上年|前一?年|上月|上季|上期)(?:同期|同月)?(?:比较|相比|相较|比)?，|[较比](?:去年|上年|前一?年|上月|上季|上期)(?:同期|同月|末|底)?[多少增减]\d)[^。；]*$")        # 各国外劳有增有减，越南籍多13519人


@functools.cache
def _verbs(rules: Rules) -> tuple[regex.Pattern, regex.Pattern]:
    governing = sorted((regex.escape(e.key) for e in rules.entries("changes") if e["object"]), key=len, reverse=True)
    within = [regex.escape(e.key) for e in rules.entries("changes") if e["role"] == "new" and e["change"] != "none"]
    return regex.compile("|".join(governing) or r"(?!)"), regex.compile("(?:" + "|".join(within) + ")$" if within else r"(?!)")


def _governing(view: View, window: Window, rules: Rules) -> Change | None:
    """增加|村集体收入|20万元, 降低|企业成本|200亿元: the verb stands before what changes; 水稻增产30千克 keeps it in the name."""
    governing, kept = _verbs(rules)
    text = view.text[window.left_start:window.left_end]
    inside = kept.search(text)
    if inside:
        return Change(rules.tables["changes"][inside.group()]["change"], "", window.left_end, f"changes:{inside.group()}")
    found = [m for m in governing.finditer(text) if window.left_start + m.start() in view.word_starts]
    if not found or compiled(r"[的，、]").search(text[found[-1].end():]) and len(text) - found[-1].end() > 14 or found[-1].end() == len(text):
        return None
    verb = found[-1].group()
    if compiled(r"[了到至为]?(?:的|到|至|率|幅|量|额|值|后|前)").match(text[found[-1].end():]):
        return None
    return Change(rules.tables["changes"][verb]["change"], "", window.left_end, f"changes:{verb}", metric_start=window.left_start + found[-1].end())


_ABOVE = regex.compile(rf"(?P<by>[高多快长大低少慢短小]于|[高多超]出)(?:{_TIME_WORD})[^，。；、()]{{0,6}}$")
# 春运同比|多发|86.6万人次, 与上年同期相比|多|76件
_MORE = regex.compile(rf"(?P<base>同比|环比|[比较](?:{_TIME_WORD})(?:同期)?|[与同和](?:{_TIME_WORD})(?:同期)?(?:相比|相较|比较))(?P<by>[多少])(?!年)[\p{{Han}}]{{0,3}}$")


# 比上年的|38888亿元, 较2019年同期|35亿元
_LEVEL_OF_BASE = regex.compile(r"(?:[年月季周日天期末底初届轮次度]|的[^，。；]*)$")


# 与|上年|产量4.5万吨|相比, 若和|近五年|平均年产量5.3万吨|相较
_LEVEL_BESIDE = regex.compile(rf"(?<!参)[与和同](?P<when>{_TIME_WORD}|近[一二三四五六七八九十几\d]+年)(?:同期)?的?[^，。；、\d]{{1,10}}$")
_LOOKED_AT = regex.compile(r"\s?[\d.,，\s]{1,14}[十百千万亿]{0,2}\s?[\d,\s]{0,6}[\p{Han}%/]{1,5}?(?:相比|相较|比较|来比)")


def _word_end(window: Window, verb: Entry) -> int:
    return next(c.end for c in window.cues if c.entry.key == verb.key)


def _without_verb(view: View, window: Window, base: str, cut: int) -> Change:
    """No change word next to the number: 比上年的38888亿元 is the level of the year before."""
    text = view.text
    above = _ABOVE.search(text[window.left_start:window.left_end]) if not base and text[window.left_end:window.left_end + 1] != "的" else None
    more = _MORE.search(text[window.left_start:window.left_end])
    if more:
        return Change("increase" if more["by"] == "多" else "decrease", more["base"], window.left_start + more.start(), "changes:more than before")
    if above:                                                      # 参与率高于上月|0.07个百分点
        return Change("increase" if above["by"][0] in "高多快长大超" else "decrease", above.group(), window.left_start + above.start(), "changes:above the base")
    beside = _LEVEL_BESIDE.search(text, window.left_start, window.left_end) if not base else None
    if beside and _LOOKED_AT.match(text, window.left_end):         # 与上年产量|4.5万吨|相比
        return Change("", "", window.left_end, LEVEL_OF_BASE, beside.span("when"))
    if not base or base in ("同比", "环比", "年", "月", "季", "周"):            # 月, 季 alone compare only before a verb (就业人数月增)
        return Change("", "", window.left_end)
    start = text.find(base, cut)
    if not _LEVEL_OF_BASE.search(base) and regex.search(_TIME_WORD, base):
        return Change("", base, cut)                               # 位次较去年同期前移|9位: no level of that time
    what = compiled(r"(?:对?比|较|与|同)").match(base)
    return Change("", "", cut, LEVEL_OF_BASE, (start + (what.end() if what else 0), window.left_end))


def _base(text: str, start: int, end: int) -> tuple[str, int]:
    """What a change is compared with, directly before `end`, and where it begins."""
    match = _BASE.search(text[start:end])
    if not match or not match["base"]:
        return "", end
    base = match["base"]
    if base[0] in "与同" and not base.endswith("比"):
        return "", end
    return base, start + match.start("base")
