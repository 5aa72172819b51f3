"""modality(view, quantity, window, rules, plan, year) -> actual, target, requirement or forecast, and the rule's name."""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass

import regex

from extractor.link.modality_cue import demands, is_cue, ordered
from extractor.link.phrase import is_measure
from extractor.link.scope import View, Window
from extractor.patterns import compiled
from extractor.quantity import Quantity
from extractor.rules import Rules


@functools.cache
def _cues(rules: Rules) -> tuple[regex.Pattern, frozenset[str]]:
    entries = rules.entries("modality")
    words = sorted((e.key for e in entries), key=len, reverse=True)
    return regex.compile("|".join(map(regex.escape, words))), frozenset(words)


_FUTURE = regex.compile(r"(?:(?:^|，)到(?:(?P<year>20[2-9]\d)|[“]?十[五六])|(?<![到至\d])20[3-9]\d年(?!代)|今后|(?<!对|面向)未来(?!产业|科学|技术|城|社区|之星|学校|工厂|市场)|明年|下一步|届时|建成后|投产后|达产后)")
# 提出…的目标，即到2020年，…毛入学率达到90%
_SET_FOR = regex.compile(r"(?:提出|确定|明确|规划|纲要|目标)[^。；]{0,40}到\s?(?:19|20)\d{2}\s?年[^。；]*$")
_DONE = regex.compile(r"(?:已|了|去年|上年|同比|环比|累计)")                 # in a part about plans 完成 is what is to be done
_PAST = regex.compile(r"(?:已|了|去年|上年|同比|环比|完成|累计)")


BEGINS = "modality:where a change begins"


def modality(view: View, quantity: Quantity, window: Window, rules: Rules, *, plan: bool = False, year: int | None = None) -> tuple[str, str]:
    """The nearest cue in reach wins; a cue behind the number counts only for whole-sentence words (目标值). `year`: the one that the document calls
    this year, None where it does not say; 到2021年末 of a bulletin of 2021 plans nothing."""
    text = view.text
    if _is_origin(text, window, quantity):
        return "actual", BEGINS
    cued = _cued(view, quantity, window, rules)
    if cued:
        return cued
    if _BEHIND.match(text[quantity.end:quantity.end + 40]):
        return "target", "modality:目标"
    if _is_to_reach(text, window, quantity, rules):
        return "target", "modality:to reach"
    if _is_condition(view, quantity, window):
        return "requirement", "modality:condition"
    timed = _timed(text, quantity, window, year)
    if timed:
        return timed
    if _later(text, window, quantity) or _will(view, window, quantity):
        return "forecast", "modality:will"
    if plan and not _DONE.search(text[window.clause_start:quantity.start]):
        return "target", "modality:part about plans"
    return "actual", ""


# 3万元|的目标, not 30件|实事年度目标基本完成, 3家|医院未达目标值
_BEHIND = regex.compile(r"(?!达到|完成|实现|[^，。；、]{0,4}未(?:能|曾)?(?:达|完成|实现))[^，。；、]{0,6}(?:目标(?!(?:任务)?(?:基本|全部|均已?|如期)?(?:完成|实现))|的要求)|[^，。；]{0,24}的[^，。；的]{0,6}目标")


def _cued(view: View, quantity: Quantity, window: Window, rules: Rules) -> tuple[str, str] | None:
    """What the nearest word of rules/modality.tsv before the number says that reaches it."""
    text = view.text
    for match in reversed(list(_cues(rules)[0].finditer(text, 0, quantity.start))):
        entry = rules.tables["modality"][match.group()]
        between = text[match.end():quantity.start]
        lists = entry.key in _LISTED or entry.key.endswith("目标") and compiled(r"[^，。；:]{0,16}?(?:[是为]:?|:|如下)").match(text, match.end()) is not None or ordered(text, match)
        place = _Stands(match.start() >= window.clause_start, match.start() <= 12, text[:match.start()].strip()[-1:] in ("", "。"), is_measure(text[:match.start()], rules), lists)
        if not is_cue(view, match, entry.key) or entry["modality"] == "pseudo" or not _reaches(entry.key, entry["scope"], between, place):
            continue
        if _NEXT_POINT.search(between):
            continue                                                      # 目标增长6% [4] 财务表现 - 收入25H1为|145亿元
        if entry["modality"] == "forecast" and _BEFORE.search(between):
            continue                                                      # 预计净利润300万元，上年同期为|387万元，每股收益|0.03元
        if _COMPARED.search(text, 0, match.start()) and any(match.end() <= q.start and q.end <= quantity.start for q in view.quantities):
            continue                                                      # 净营收8.6亿美元，高于预估的8.3亿美元，同比降|12.9%
        if "的" in between and any(0 <= q.start - match.end() <= 2 and q.end <= quantity.start for q in view.quantities):
            continue                                                      # 是全年计划230亿元的|126.7%
        if entry["modality"] == "requirement" and not demands(text, match, entry.key):
            continue
        return entry["modality"], f"modality:{entry.key}"
    return None


def _timed(text: str, quantity: Quantity, window: Window, year: int | None) -> tuple[str, str] | None:
    """What a year to come says: 2025E, 到2025年, 明年, 十五五期间."""
    before, own = text[:quantity.start], text[window.clause_start:quantity.start]
    if _EXPECTED.search(before):
        return "forecast", "modality:a year expected"
    until = compiled(r"到(?P<year>20[2-9]\d)年[底末]?，").match(text)
    if until and not (int(until["year"]) <= year if year else until.group().endswith("末，")) and not compiled(r"[共现已]有").search(before) and not _PAST.search(before):
        return "target", "modality:until a year"
    if _PAST.search(own):
        return None
    if _SET_FOR.search(before):
        return "target", "modality:set for a year"
    future = _FUTURE.search(own)
    if future and not (year and future["year"] and int(future["year"]) <= year):
        return ("forecast" if compiled("后|未来|(?<![到至])20[3-9]|[^，。；]会").search(own) else "target"), "modality:future"
    return ("target", "modality:of a plan's years") if _PLANNED.search(before) else None


_TO_REACH = regex.compile(r"(?<![需只不主重必首])要(?:比[\p{Han}\d]{2,8})?(?:达|有|到|过|超|占|增|下降|降|减|提|调|突破|实现|完成|建|新|控制|保持|稳定|再|开展|力争|让|拿出|实施|做|培育|创建|打造|投)")
_WE = regex.compile(r"(?:我们|[我全][省市县区州]|全国|今年|明年)[都均]?$")
_NOT_YET = regex.compile(r"已|了|需|(?<![比较])(?:去年|上年)|同比|环比|现有|目前")


def _is_to_reach(text: str, window: Window, quantity: Quantity, rules: Rules) -> bool:
    """城镇化率要到|45%|, …，非公有制经济比重|70%|: what an indicator is to reach, and in the clauses behind."""
    if _NOT_YET.search(text[window.clause_start:quantity.start]):
        return False
    begin = text.rfind("。", 0, quantity.start) + 1
    return any(is_measure(text[begin:m.start()].rstrip("都均也各分别"), rules) or _WE.search(text[begin:m.start()]) for m in _TO_REACH.finditer(text, begin, quantity.start))


# 毛利率2025E-2027E依次为|43.9%/44.6%|, up to what is told of a year that has been
_EXPECTED = regex.compile(r"(?<![A-Za-z\d])20\d{2}E(?![A-Za-z])(?:(?!20\d{2}|[1-4]Q|[12]H|Q[1-4]|好于|高于|低于).|20\d{2}E)*$")
# 高于七位分析师平均|预估的8.3亿, 不及|预期的5%: of the figure compared with alone.
_COMPARED = regex.compile(r"(?:[高低多少大小优好差]于|超[过出]|不及|不如|[高低]出|比|较)[^，。；]{0,14}$")
_NEXT_POINT = regex.compile(r"\[\d{1,3}\]\s?\S|\s[-•*]\s")
_BEFORE = regex.compile(r"[，；、](?:而|公司|其)?(?:上年|去年|上一年度?|前一年|(?:19|20)\d{2}年)同期[^，。；]*?(?:为|是|净利润|收入|盈利|亏损)[^，。；增减升降涨跌]*(?:，[^，。；增减升降涨跌预将]*)*$")
# “十五五”期间，全省制造业要在规模上跨出新的一步，…增长7%
_PLANNED = regex.compile(r"十[四五六七]五[”」]?(?:期间|时期|末)?[^。；]{0,24}(?:要|力争|争取|必须)[^。；]*$")


# 有望从眼下的|21亿元|增至80亿元: where a change begins is a fact, unless a plan is what is changed (由原计划的60间减到25间).
_FROM = regex.compile(r"[从由自](?!原计划|原定|计划|预计)(?:[^，。；从由自]{0,10}的|[^，。；从由自]{0,8})$")
_TO = regex.compile(r"[^，。；]{0,8}?(?:增|提|升|降|减|扩|加|补|压|缩|拉|涨|砍|调|变|改|长|翻)[\p{Han}]{0,3}?[到至为成]")


def _is_origin(text: str, window: Window, quantity: Quantity) -> bool:
    return bool(_FROM.search(text[window.clause_start:quantity.start]) and _TO.match(text, quantity.end))


def _later(text: str, window: Window, quantity: Quantity) -> bool:
    """未来5年，韩方将采购|2500亿元|: 将 in the clause, the future in one before it."""
    own = text[window.clause_start:quantity.start]
    return bool(compiled(r"(?<!即)将(?!近|[军来])").search(own) and not _PAST.search(own) and compiled(r"(?:^|，)(?:今后|未来|明年|下一步|届时)[^，。；]{0,12}，$").search(text[:window.clause_start]))


# 等项目全部达产，…，年利税可有|14.32亿元
_ONCE_DONE = regex.compile(r"(?:(?:^|[，。；])(?P<once>[等待])[^，。；]{2,16}(?:达产|投产|建成|投运|运营|投用|竣工)(?:达效|使用)?(?:之?后)?|(?:达产|投产|建成|投运|运营|投用|竣工)(?:达效|使用)?之?后)，[^。]*$")


def _will(view: View, window: Window, quantity: Quantity) -> bool:
    """管网|将|铺设1500公里: 将 before the verb that governs the number; what a work is to give once it is done."""
    own = view.text[window.clause_start:quantity.start]
    if _NOT_YET.search(own):
        return False
    verb = next((b for a, b in itertools.pairwise(view.tokens) if a.text == "将" and a.pos == "d" and a.start >= window.clause_start and b.end <= quantity.start), None)
    if verb is not None and verb.pos == "v" and verb.text[0] not in "满是有在" and quantity.start - verb.end <= 3:
        return True
    once = _ONCE_DONE.search(view.text[:quantity.start])
    return bool(once and (once["once"] or compiled(r"可(?![再以靠])|将|能(?![力源耗])").search(own)))


_SERVED = regex.compile(r"(?:任教|任职|任|担任|从事|从业|工作|服务|参保|缴费|缴纳|居住|成立|经营|持有|就读|满|经验)[^，。；]{0,14}$")


_RULE_SAYS = regex.compile(r"(?:根据|按照?|依据|依照)[^，。；]{0,14}(?:规定|要求|办法|条例|标准)，[^。；]*$")


def _is_condition(view: View, quantity: Quantity, window: Window) -> bool:
    """任职5年以上, 参保满3年: a condition that someone has to meet; 每月至少…, 不得…, 要列10个…清单: a rule."""
    text = view.text
    before, after = text[window.clause_start:quantity.start], text[quantity.end:window.clause_end]
    if quantity.kind == "duration" and compiled(r"(?:及|或)?以上").match(after) and _SERVED.search(before) and compiled(r"的|作为|方可|才能|可|条件").search(after):
        return True
    if quantity.kind == "duration" and compiled(r"之?内(?!容|部)|以内").match(after) and compiled(r"(?:[要须应]|必须|限|应当|限期)[在于]?$").search(before):
        return True                                                       # 要在一个月内制定
    if compiled(r"每(?:个?(?:星期|周|月|年|季度|学期|天)|半年)[\p{Han}]{1,6}$").search(before) and quantity.unit in ("次", "场", "篇", "轮") and compiled(r"要|应当|必须|做到").search(text[:window.clause_start]):
        return True                                                       # 要强化管理，…每个星期调度一次
    bound = compiled(r"(?:\(含\))?(?:以内|以下|以上|之内)").match(after) or compiled(r"不(?:超过|低于|少于|高于)$|[下上]调[至到]$|至少$").search(before)
    former = compiled(r"[由从](?:目前|原来|现行|过去|之前)[^至到，。；]*$").search(before)
    if bound and not former and _RULE_SAYS.search(text[:quantity.start]):
        return True                                                       # 根据新规定，…采购标准下调至18万元以内
    if quantity.kind == "duration" and compiled(r"以上作为").match(after):
        return True
    return bool(compiled(r"(?:^|[\p{Han}])(?:每[\p{Han}]{1,6}|各[\p{Han}]{1,6}|[\p{Han}]{2,6}(?<![需只不主重首]))要(?:列|在|于|有|至少|配|开|组织|召开|建|完成)[^，。；]{0,6}$").search(before)) and not compiled(r"我们|全[省市县区]|力争").search(before)


# 预计：…；…, 据农委会预测，…；…: what is announced so holds for all items.
_ANNOUNCED = frozenset(["预计", "预测", "预期", "预估"])


_AIMS = frozenset(["力争", "争取", "确保"])              # 2025年，力争粮食产量…，新建…，合格率…: of all that the sentence lists


_LISTED = frozenset(["计划是", "规划提出", "规划明确"])


@dataclass(frozen=True, slots=True)
class _Stands:
    """Where a cue stands: in the number's clause, near the sentence's head, right at it, right behind a measure, before a list."""

    same_clause: bool
    begins: bool
    opens: bool
    of_a_measure: bool
    lists: bool


def _reaches(word: str, scope: str, between: str, cue: _Stands) -> bool:
    """Does a cue reach over `between` to the number?"""
    if word in _ANNOUNCED and (cue.opens or compiled(r"[:，]|的(?:数字|数据|结果)，").match(between)) or cue.lists:
        return not compiled(r"。|——|，[^，]{0,12}(?:已经?|目前|眼下|现有|(?<![比较])(?:去年|上年|上周|上月)|昨[天日]|曾|实际)[^，]*$").search(between)
    if scope == "near":
        return cue.same_clause and len(between) <= 14
    if scope == "clause":
        parts = "，其中" in between and len(between) <= 80 and not compiled(r"[已了。；]").search(between)      # 计划新造林15000亩，其中油茶5755亩，毛竹|3380亩
        return cue.same_clause or parts or (len(between) <= 30 or word in _AIMS and cue.begins) and not compiled(r"[。；]|而且|并且|但|同时|，(?:已|实际|眼下|目前|如今|现已?|迄今)").search(between)
    if cue.of_a_measure and compiled(r"，(?!同比|环比|比|较|增|降|减|其中|约合|占)(?![^，]*[可能将会])").search(between):
        return False                                                      # 产值预计提高8%，龙头企业新增|42户
    return not compiled(r"[。；]|——|，[^，]{0,12}(?:已经?|目前|眼下|现有|上周|上月|(?<![比较])去年|昨[天日]|曾)[^，]*$").search(between)
