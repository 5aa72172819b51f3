"""is_base(text, start, end), is_whole(text, start, end) -> is an expression of time only what is compared with, only what a share is of?"""

from __future__ import annotations

import regex

from extractor.patterns import compiled

# What follows these words is compared with.
_COMPARED = regex.compile(r"(?:[比较][\p{Han}]{1,6}的|比|较|比起|对比|对照|相较|与|同|和|相比|[高多超]出|于|自|从|由|《[^》]{0,20})$")
_COMES_TO = regex.compile(r"(?:[恢回]复|回升|相当于|达|回)[到至]?(?:疫情前的?)?$")
_OF_WHOM = regex.compile(r"同[期月](?:的?水平)?的|同期水平|的?水平|的[约近]?[\d.]+%")


def is_whole(text: str, start: int, end: int) -> bool:
    """恢复到|2019年|同期水平的81%, 仅为|2019年|同期的八成: is an expression of time what a share is of?"""
    if _COMES_TO.search(text, max(0, start - 8), start) and _OF_WHOM.match(text, end):
        return True
    return bool(compiled(r"[为及有](?:疫情前的?)?$").search(text, max(0, start - 5), start) and compiled(r"同[期月](?:的?水平)?的[约近]?(?:[\d.]+%|[一二三四五六七八九]成)").match(text, end))


# 低于|去年同期的0.62美元: a level, of the time it is compared with.
THAN = regex.compile(r"(?:[高低多少大小好差优逊]于|不及|不如|超过)$")
# 和上年同月|相比, 拿近5年同期均值|来比: compared with, though what stands before says less.
_COMPARED_BEHIND = regex.compile(r"(?:同[期月])?(?:的?(?:均值|平均|水平))?[^，。；]{0,16}(?:相比|来比|相较|比较|(?:结果)?比(?=，))")
# 近5年|同期里表现最差, 写下19年来|出口最高纪录: how long nothing was like it.
_SPELL = regex.compile(r"(?:近|过去)?[一二两三四五六七八九十\d]{1,3}年(?:来|间)?")
_EXTREME = regex.compile(r"[^，。；\d]{0,6}(?:最[高低大小多少好差强弱快慢佳热冷]|新[高低]|[高低]点|[纪记]录|之最|之冠|首[次度])")
# 创|1973年有纪录以来|新低, 为|2013年以来|最大涨幅: since when nothing was like it; 占|全年|的62%.
_SINCE = regex.compile(r"[^，。；]{4,20}?以来[^，。；\d]{0,8}?(?:最|新[高低]|[高低]点|[纪记]录|第[一二三四五六七八九十\d]|首|头一)")
_SHARE_OF = regex.compile(r"占(?:到|了|据)?$")
# 为2013年春节|的6倍: what is multiplied.
_TIMES_IT = regex.compile(r"(?:同期)?的?[约近]?[\d.一二两三四五六七八九十百千]{1,6}[多余]?倍")
GOES_ON = regex.compile(r"以来|至今|起|到|至|开始")


def is_base(text: str, start: int, end: int) -> bool:
    """Is an expression of time only what is compared with (比上年, 与6月份相比), or where a course begins (从2010年的…升至…)?"""
    if _TIMES_IT.match(text, end) or _SPELL.fullmatch(text, start, end) and _EXTREME.match(text, end):
        return True
    if _SINCE.match(text, start) or _SHARE_OF.search(text, max(0, start - 3), start) and text[start] == "全":
        return True
    if compiled(r"[与和同跟拿较]").match(text, max(0, start - 1)) and _COMPARED_BEHIND.match(text, end):
        return True
    if not _COMPARED.search(text[max(0, start - 12):start]) or _level_of(text, start):
        return False
    begins = text[start - 1] in "自从由"
    if begins and not compiled(r"[^，。；:]{0,40}?(?:[到至升增降减]|下[降跌滑])").match(text, end):
        return False                                               # 从2009年|国考报名人数首次突破100万
    return not GOES_ON.search(text[start if begins else max(start, end - 2):end + 2])


def _level_of(text: str, start: int) -> bool:
    """于2017年, 和2016年 are no comparisons."""
    return bool(compiled(r"(?:于|和)$").search(text[:start])) and not compiled(r"(?:高于|低于|大于|小于|多于|少于|相较于|较之于|等于|相当于)$").search(text[:start])
