"""time(view, index, window, change, rules, earlier, context) -> the period a figure belongs to, as written, and how it was found.

Own clause first (before the number, then behind it), then the clauses before it in the sentence, then the paragraph, then
what the document has said. The base of a comparison (比上年, 与6月份相比) is never the time, except of its own level.
"""

from __future__ import annotations

import functools

import regex

from extractor.anchor import Anchor, Period
from extractor.fold import fold
from extractor.link.change import Change
from extractor.link.scope import View, Window
from extractor.patterns import compiled
from extractor.periods import resolve
from extractor.rules import Rules


@functools.cache
def _pattern(rules: Rules) -> regex.Pattern:
    return regex.compile("|".join(f"(?:{e['pattern']})" for e in rules.entries("times")))


# What follows these words is compared with, or is a plan's frame; what follows the expression makes it a name.
_COMPARED = regex.compile(r"(?:比|较|与|同|和|相比|于|自|从|由|《[^》]{0,20}|“[^”]{0,6})$")
_NOT_TIME = regex.compile(r"(?:级|度决算|度部门|行动|规划|计划|方案|工作|版|号|届|[”》])")


def times(view: View, rules: Rules) -> list[tuple[int, int]]:
    """Spans of the expressions of time in the sentence, in order, longest at each place, names and bases left out."""
    text, out = view.text, []
    for match in _pattern(rules).finditer(text):
        start, end = match.span()
        if end == start or _NOT_TIME.match(text[end:end + 4]) and text[start] not in "今明去":
            continue
        if any(q.start <= start < q.end for q in view.quantities):
            continue
        if compiled(r"(?:增长|提高|增加|上升|降低|减少|下降|扩大|增|升|降|减|涨)$").search(text[:start]) and text[start] == "到":
            start += 1                                             # 增长到|2023年的2.15亿元
        own_level = compiled(r"的?\s?\(?(?:[约近]|不足|超过?)?\d").match(text[end:end + 6])
        if own_level and text[start - 1:start] in ("由", "从", "自"):
            out.append((start, end))
            continue
        if _COMPARED.search(text[max(0, start - 12):start]) and not compiled(r"(?:以来|至今|起|到|至)").search(text[start:end + 2]):
            if not _level_of(text, start):
                continue
        out.append((start, end))
    return out


def _level_of(text: str, start: int) -> bool:
    """于2017年, 和2016年 are no comparisons."""
    return bool(compiled(r"(?:于|和)$").search(text[:start])) and not compiled(r"(?:高于|低于|大于|小于|多于|少于|相较于|较之于|等于)$").search(text[:start])


def time(view: View, window: Window, change: Change, spans: list[tuple[int, int]], number_start: int, rules: Rules) -> tuple[str, str]:
    """(time as written, "sentence") from this sentence, or ("", "")."""
    if change.own_time[0] >= 0:
        own = _pattern(rules).search(view.text[change.own_time[0]:change.own_time[1]])
        if own:
            base = change.own_time[0]
            return view.raw(base + own.start(), base + own.end()), "sentence"
    before = [s for s in spans if s[1] <= number_start and not _spent(view, s, number_start)]
    inside = [s for s in before if s[0] >= window.clause_start]
    if inside:
        return _best(view, inside), "sentence"
    behind = [s for s in spans if number_start < s[0] < window.right_end and window.right_end - s[1] <= 1]
    before = [s for s in before if not _OF_ITS_CLAUSE.match(view.text[s[0]:s[1]])]
    if before:
        # the last clause that says a time; a whole-period word (全年, 期末) does not hide the year said with it
        return _best(view, before), "sentence"
    if behind:
        return view.raw(*behind[0]), "sentence"
    return "", ""


# 每月提高65元, 占当月的51%: of the clause they stand in only; the next clause goes on with the sentence's own period.
_OF_ITS_CLAUSE = regex.compile(r"每|当[年月季日]|同期|上年|上季|上月")


def _spent(view: View, span: tuple[int, int], number: int) -> bool:
    """由上年729万增加到732万, 自2003年(5.5%)以来: the time of the base is that of the first number behind it and of no other."""
    return view.text[span[0] - 1:span[0]] in ("由", "从", "自") and any(span[1] <= q.start < number for q in view.quantities) and not regex.match(
        r"以来|至今|起|开始", view.text[span[1]:span[1] + 2]) and not view.text[:span[1]].endswith("以来")


def _best(view: View, spans: list[tuple[int, int]]) -> str:
    last = spans[-1]
    joined = [last]
    for span in reversed(spans[:-1]):
        if span[1] >= joined[0][0] - 1:
            joined.insert(0, span)
    return view.raw(joined[0][0], joined[-1][1]).strip(" ，,的:：")


# What holds in general, is supposed or only calculated has no period of its own but the one that it says.
_GENERAL = regex.compile(r"一般(?!公共|预算|债|贸易|纳税|工业|程序)|年产(?![值业])|年消耗|年处理|通常|例如|比如|譬如|假如|假设|如果|若是|估算|折算|理论上")


def carries(text: str) -> bool:
    """May the figures of a sentence without a time have one that was said before it?"""
    return not _GENERAL.search(text)


def said_period(view: View, when: str, spans: list[tuple[int, int]], number: int, anchor: Anchor, rules: Rules) -> Period | None:
    """Days of the time `when` of a figure at `number`; what the sentence says before it comes first (2024年…，9月末…)."""
    own = view.sentence.text.chars
    at = own.rfind(when, 0, max(number, 1))
    at = at if at >= 0 else own.find(when)
    for start, end in spans:
        if end <= at:
            anchor = anchor.said(resolve(view.text[start:end], anchor, rules))
    return resolve(fold(when, rules), anchor, rules)
