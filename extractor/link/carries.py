"""frames(context, ...), goes_on(context, ...) -> which periods that a sentence says hold for the sentences behind it."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractor.anchor import Period
from extractor.claim import Claim
from extractor.link.context import Context
from extractor.link.scope import View
from extractor.patterns import compiled
from extractor.rules import Rules, named

HISTORY = 8      # years before the latest one said from which a year is history, told in passing
_THIS_YEAR = ("今年", "本年", "本年度")
_DAY = regex.compile(r"\d\s?[日号]|[昨今当]日")


def frames(context: Context, view: View, said: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Does a period stand at the head of a paragraph or in a heading of a report: what the part is about? A day is not."""
    first = spans[0] if spans else (len(view.text), 0)
    head = compiled(r"[ —－·]*(?:(?:刚刚)?过去的|回顾)?").fullmatch(view.text[:first[0]]) and view.raw(*first).strip() == said
    return context.document.reports and not _DAY.search(said) and (context.opens and head or view.sentence.kind == "heading")


def goes_on(context: Context, said: str, claims: Sequence[Claim], rules: Rules) -> bool:
    """Does a period said hold for the next sentences? Not a base, a past limit (到1996年), or long past history."""
    if not named(rules, "a time that holds on").match(said) or said.endswith(("同期", "前")) or compiled(r"年[、和与及].*年").search(said):
        return False
    if context.frame and said.endswith("以来") and context.last.text != said and not context.opens:      # 自2022年以来 in the middle of a part about five years
        return False
    if not context.document.reports and said.startswith(("未来", "今后", "明", "下周", "下月", "下年")):      # what is to come, said in passing
        return False
    if said in _THIS_YEAR and (context.document.reports and context.document.time[:4].isdigit() or _tells_of_a_part(context, said, claims)):
        return False                                           # 今年, in a communiqué of 2018年 or where 今年上半年 is told of
    if _is_a_part_in_passing(context, said, claims):
        return False
    end = next((c.time_end for c in reversed(claims) if c.time == said and c.time_end), None)
    if said[0] in "到至" and end and end <= (context.anchor.published or end) and (not context.document.latest_year or end.year < context.document.latest_year):
        return False
    return context.document.reports or not end or not context.document.latest_year or end.year >= context.document.latest_year - HISTORY


def _tells_of_a_part(context: Context, year: str, claims: Sequence[Claim]) -> bool:
    """Is the period last said a part of a year that is said in the middle of a paragraph?"""
    if context.opens or context.last.text == year:
        return False
    own, last = next((c for c in claims if c.time == year), None), context.last.period
    return own is not None and last is not None and _lies_in(last, Period(own.time_start, own.time_end)) or context.last.text.startswith(year)


def _is_a_part_in_passing(context: Context, said: str, claims: Sequence[Claim]) -> bool:
    """Is the period only part of a longer one just mentioned (今年1至9月…；|9月末|失业率为…; 流量最高峰出现在|2月3日| in a paragraph about days)? Then it
    doesn't carry over."""
    own = next((c for c in reversed(claims) if c.time == said), None)
    if own is None or claims[0].time == said:
        return False
    days = Period(own.time_start, own.time_end)
    told = (Period(c.time_start, c.time_end) for c in claims if c is not own and c.time_from == "sentence")
    return any(is_part(days, whole) for whole in (*told, *(() if context.opens or context.last.period is None else (context.last.period,))))


def is_part(days: Period | None, whole: Period | None) -> bool:
    """Does a period, a day and more, lie in a longer one?"""
    if days is None or whole is None:
        return False
    days = Period(days.start or days.end, days.end)
    return days != whole and _lies_in(days, whole)


def _lies_in(days: Period, whole: Period) -> bool:
    """Does no day of a period lie outside of another? Not where either is open."""
    if days.start is None or days.end is None or whole.start is None or whole.end is None:
        return False
    return whole.start <= days.start and days.end <= whole.end
