"""is_base(text, start, end, rules), is_whole(text, start, end, rules) -> is an expression of time only what is compared with, only what a share is of?"""

from __future__ import annotations

from extractor.patterns import compiled
from extractor.rules import Rules, named


def is_whole(text: str, start: int, end: int, rules: Rules) -> bool:
    """恢复到|2019年|同期水平的81%, 仅为|2019年|同期的八成: is an expression of time what a share is of?"""
    if named(rules, "comes up to what follows").search(text, max(0, start - 8), start) and named(rules, "the level of the time before it").match(text, end):
        return True
    if (whole := named(rules, "a whole of an earlier time, of which a share is").search(text, max(0, start - 3))) and whole.span("of") == (start, end):
        return True
    return bool(named(rules, "is a share of what follows").search(text, max(0, start - 5), start) and named(rules, "a share of the same time").match(text, end))


def is_base(text: str, start: int, end: int, rules: Rules) -> bool:
    """Is an expression of time only what is compared with (比上年, 与6月份相比), or where a course begins (从2010年的…升至…)?"""
    if named(rules, "multiplied, told behind it").match(text, end) or named(rules, "a spell of years").fullmatch(text, start, end) and named(rules, "the most of a spell").match(text, end):
        return True
    if named(rules, "the most since a time").match(text, start) or named(rules, "the whole of a share follows").search(text, max(0, start - 3), start) and text[start] == "全":
        return True
    if named(rules, "may begin a comparison").match(text, max(0, start - 1)) and named(rules, "is compared with, told behind it").match(text, end):
        return True
    if not named(rules, "compares with what follows").search(text[max(0, start - 12):start]) or _level_of(text, start, rules):
        return False
    begins = text[start - 1] in "自从由"
    if begins and not named(rules, "a course behind its beginning").match(text, end):
        return False                                               # 从2009年|国考报名人数首次突破100万
    return not named(rules, "goes on from or up to a time").search(text[start if begins else max(start, end - 2):end + 2])


def _level_of(text: str, start: int, rules: Rules) -> bool:
    """于2017年, 和2016年 are no comparisons."""
    return bool(compiled(r"(?:于|和)$").search(text[:start])) and not named(rules, "compares with 于").search(text[:start])
