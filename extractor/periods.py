"""resolve(time, anchor, rules) -> Period: the first and last day of a time as written, as far as the text gives ground for them.

    2024年上半年      2024-01-01 .. 2024-06-30      截至9月末   the day 30 September of the year last spoken of
    去年              the year before the document's    2012年以来   2012-01-01 .. the document's date
    2016-17学年       2016-09-01 .. 2017-08-31      “十三五”期间   2016-01-01 .. 2020-12-31

The end of a period (末, 底, and 截至 with any) is its last day. A time without a year has the year last spoken of, else the document's.
A financial year (财年) and a season over two years have no dates that the text tells: none. Neither have 近日, 目前, 近年来, 每年.
"""

from __future__ import annotations

import datetime as dt
import functools
from calendar import monthrange
from collections.abc import Callable

import regex

from extractor.anchor import Anchor, Period
from extractor.patterns import compiled
from extractor.rules import Rules, named
from extractor.year_parts import part_of_year, said_year, shifted, whole_months, whole_year, years_off

_DIGITS = {c: str(i % 10) for i, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0", "两": "2"}
_LETTERED = regex.compile(r"^(?:(?:(?P<h>[12])H|(?P<q>[1-4])Q)(?:20)?(?P<y>[0-3]\d)|(?:20)?(?P<y>[0-3]\d)年?(?:Q(?P<q>[1-4])|H(?P<h>[12])))$")      # 1H25, 24Q2
_DAY_FIRST = regex.compile(r"(?P<d>\d{1,2})(?:[-–](?P<to>\d{1,2}))?/(?P<m>\d{1,2})/(?P<y>(?:19|20)\d{2})")      # 22-25/5/2017
_SCHOOL_START, _LATE_START = 9, 3          # a school year begins in September; until March 过去五年 are calendar years


def resolve(time: str, anchor: Anchor, rules: Rules) -> Period | None:
    """The period of `time` (folded text, as `Claim.time`), or None where text and anchor give no ground; start ≤ end."""
    text = compiled(r"[\s，,。:：]").sub("", time)
    day = _DAY_FIRST.fullmatch(text)
    if day:
        text = f"{day['y']}年{day['m']}月{day['d']}日" + (f"至{day['m']}月{day['to']}日" if day["to"] else "")
    text = f"{text}年" if compiled(r"(?:1[89]|20)\d{2}").fullmatch(text) else text
    text = _LETTERED.sub(lambda m: f"20{m['y']}年" + (f"{'上下'[int(m['h']) - 1]}半年" if m["h"] else f"第{'一二三四'[int(m['q']) - 1]}季度"), text)
    try:
        found = _up_to(text, anchor, rules) or _outer(text, anchor, rules)
    except (ValueError, OverflowError):                           # 2月30日, a month 13, a year out of range
        return None
    return found if found and not (found.start and found.end and found.start > found.end) else None


def _up_to(text: str, anchor: Anchor, rules: Rules) -> Period | None:
    """截至2024年6月30日止6个月, 截至2017年3月31日止年度: the months that end with a day."""
    match = named(rules, "months up to a day").fullmatch(text)
    if match and (last := _period(match["day"], anchor, rules)) and last.end:
        return Period(whole_months(last.end.year, last.end.month - _count(match["n"] or "12") + 1, last.end.month).start, last.end)
    return None


def _outer(text: str, anchor: Anchor, rules: Rules) -> Period | None:
    """Words around the period: 截至…, 自…以来, …以前, …末."""
    match = named(rules, "words around a period").fullmatch(text)
    if not match:
        return None
    body, tail, until = match["body"], match["tail"] or "", match["until"] or ""
    period = _ended(body, anchor, rules)
    if period is None or period.start is None or period.end is None:
        return period if not tail and not until else None
    if tail in ("以来", "至今", "起"):
        until_day = anchor.published if tail != "起" else None
        return Period(period.start, until_day if until_day and until_day >= period.start else None)
    if tail in ("以前", "之前", "前"):
        return Period(None, period.start - dt.timedelta(days=1) if not until else period.end)
    if tail in ("以后", "之后", "后"):
        return Period(period.end + dt.timedelta(days=1), None)
    return Period(period.end, period.end) if until.startswith("截") or tail == "止" else period


def _ended(text: str, anchor: Anchor, rules: Rules) -> Period | None:
    """末 and 底 are the last day of what stands before them; 同期 is what was last said, in the year that stands before it."""
    match = compiled(r"(?P<of>.*?)(?P<tail>末|底)").fullmatch(text)
    if match:
        whole = match["of"][:-1] if compiled(r"年年$").search(match["of"]) else match["of"]
        of = _period("今年" if whole in ("年", "") else whole, anchor, rules) if whole != "年" else whole_year(said_year(anchor))
        return Period(of.end, of.end) if of and of.end else None
    if text.endswith("同期"):
        return _same_period(text[:-2], anchor, rules)
    return _period(text, anchor, rules)


def _period(text: str, anchor: Anchor, rules: Rules) -> Period | None:
    text = named(rules, "the hour that ends a day").sub("", text)
    text = named(rules, "more than the period needs").sub(lambda m: "年" if m.group() == "年年" else "", text) if len(text) > 3 else text
    found = _in_words(text, anchor, rules)
    if found is not None:
        return found
    for pattern, read in _forms(rules):
        match = pattern.fullmatch(text)
        if match and (found := read(match, anchor, rules)):
            return found
    ends = compiled(r"(?P<a>.{2,}?)[-—–~至到](?P<b>.{2,})").fullmatch(text)
    if ends:
        first = _period(ends["a"], anchor, rules)
        second = first and _period(ends["b"], anchor.said(first), rules)
        return Period(first.start, second.end) if first and second else None
    return None


@functools.cache
def _words(rules: Rules) -> dict[str, tuple[str, str]]:
    return {e.key: (e["role"], e["value"]) for e in rules.entries("periods")}


def _in_words(text: str, anchor: Anchor, rules: Rules) -> Period | None:
    """A year, a word of the list, or a year and a part of it (2024年上半年, 去年冬)."""
    role, value = _words(rules).get(text, ("", ""))
    if role in ("day", "week", "month", "quarter"):
        return shifted(role, int(value), anchor)
    if role in ("year", "said"):
        return whole_year(_written_year(text, anchor, rules))
    if role == "part":
        return part_of_year(said_year(anchor), value, anchor, guessed=True)
    for cut in range(len(text), 1, -1):
        year = _written_year(text[:cut], anchor, rules)
        rest = text[cut:].removeprefix("年" if text[cut - 1] == "年" else "年度")
        if year is None:
            continue
        if rest in ("", "度", "中", "间"):
            return whole_year(year)
        role, value = _words(rules).get(rest, ("", ""))
        return part_of_year(year, value, anchor) if role == "part" else None
    return None


def _written_year(text: str, anchor: Anchor, rules: Rules) -> int | None:
    """The year that 2024年, 二〇一八年, 民国107年, 去年 or 上年 names."""
    match = named(rules, "a year written out").fullmatch(text)
    if match:
        return int(match["roc"]) + 1911 if match["roc"] else int("".join(_DIGITS.get(c, c) for c in match["year"]))
    role, value = _words(rules).get(text, ("", ""))
    if role == "year":
        return anchor.own_year + int(value) if anchor.own_year else None
    return said_year(anchor) + int(value) if role == "said" and said_year(anchor) else None


def _same_period(before: str, anchor: Anchor, rules: Rules) -> Period | None:
    """同期, 去年同期: the months last said, in the year that stands before them."""
    said = anchor.last
    if not said or not said.start or not said.end:
        return None
    if not before:
        return said
    year = _written_year(before if before.endswith(("年", "度")) else before + "年", anchor, rules)
    if year is None or said.start.year != said.end.year:
        return None
    end = dt.date(year, said.end.month, min(said.end.day, monthrange(year, said.end.month)[1]))
    return Period(dt.date(year, said.start.month, min(said.start.day, monthrange(year, said.start.month)[1])), end)


def _count(text: str) -> int:
    """12, 十二, 三十."""
    if text.isdigit():
        return int(text)
    if "十" not in text:
        return int(_DIGITS[text])
    tens, ones = text.split("十")
    return 10 * int(_DIGITS[tens] if tens else 1) + int(_DIGITS[ones] if ones else 0)


def _before(match: regex.Match, anchor: Anchor, rules: Rules) -> tuple[int | None, bool]:
    """(year, is it only the document's or the last said one) of what stands before a month or a quarter."""
    before = match["before"].removesuffix("的")
    if not before:
        return said_year(anchor), True
    return _written_year(before, anchor, rules), False


def _months(match: regex.Match, first: int, last: int, anchor: Anchor, rules: Rules) -> Period | None:
    year, guessed = _before(match, anchor, rules)
    if not year or not 1 <= first <= 12 or not 1 <= last <= 12:
        return None
    return part_of_year(year, f"{first}~{last + 12 * (last < first)}", anchor, guessed=guessed)


def _read_months(match, anchor, rules):
    first = _count(match["m1"])
    period = _months(match, first, _count(match["m2"]) if match["m2"] else first, anchor, rules)
    if not match["third"] or period is None:
        return period
    low, high = map(int, _words(rules)[match["third"]][1].split("~"))
    return Period(period.start.replace(day=low), period.start.replace(day=min(high, period.end.day)))


def _read_day(match, anchor, rules):
    month = _months(match, _count(match["m"]), _count(match["m"]), anchor, rules)
    return month and Period(day := month.start.replace(day=_count(match["d"])), day)


def _read_day_alone(match, anchor, rules):
    """27日 is in the month last said, else the latest one that the document's date has seen."""
    month = shifted("month", 0, anchor)
    number = _count(match["d"])
    if month is None:
        return None
    said = anchor.last and anchor.last.start and anchor.last.end and anchor.last.start.month == anchor.last.end.month and anchor.last.start.year == anchor.last.end.year
    if not said and number > anchor.published.day:
        month = whole_months(month.start.year, month.start.month - 1, month.start.month - 1)
    return Period(day := month.start.replace(day=number), day)


def _read_quarter(match, anchor, rules):
    last = 3 * _count(match["n"])
    return _months(match, last - 2, last, anchor, rules)


def _read_years(match, anchor, rules):
    first, short = int(match["a"]), match["b"]
    last = int(short) if len(short) == 4 else first // 100 * 100 + int(short)
    if match["kind"].startswith("学年"):
        return whole_months(first, _SCHOOL_START, _SCHOOL_START + 12 * (last - first) - 1) if last > first else None
    return Period(whole_year(first).start, whole_year(last).end) if match["kind"].startswith("年") else None


def _read_school(match, anchor, rules):
    return whole_months(_written_year(match.group().split("学")[0] + "年", anchor, rules), _SCHOOL_START, _SCHOOL_START + 11)


def _read_season(match, anchor, rules):
    """A season named by one year is played within it (2018赛季)."""
    return whole_year(_written_year(match.group().removesuffix("赛季") + "年", anchor, rules))


def _read_plan(match, anchor, rules):
    """The five-year plans: the first in 1953, a gap before the third in 1966."""
    number = _count(match["n"])
    first = 1953 + 5 * (number - 1) if number < 3 else 1966 + 5 * (number - 3)
    return Period(dt.date(first, 1, 1), dt.date(first + 4, 12, 31))


def _read_decade(match, anchor, rules):
    first = 1900 + _count(match["n"])
    return Period(dt.date(first, 1, 1), dt.date(first + 9, 12, 31))


def _read_lately(match, anchor, rules):
    """过去五年 of a report given in the first quarter are five calendar years, else the five up to the document's date."""
    today, years = anchor.published, _count(match["n"])
    if today is None or match["word"] == "这" and years == 1:
        return None
    if match["word"] in ("未来", "今后"):
        return Period(today + dt.timedelta(days=1), years_off(today, years))
    if today.month <= _LATE_START:
        return Period(dt.date(today.year - years, 1, 1), dt.date(today.year - 1, 12, 31))
    return Period(years_off(today, -years) + dt.timedelta(days=1), today)


@functools.cache
def _forms(rules: Rules) -> tuple[tuple[regex.Pattern, Callable[[regex.Match, Anchor, Rules], Period | None]], ...]:
    """The forms of a written period with what reads each, in the order in which they are tried."""
    return (
        (named(rules, "several whole years"), _read_years),
        (named(rules, "a school year"), _read_school),
        (named(rules, "a season of one year"), _read_season),
        (named(rules, "a five-year plan"), _read_plan),
        (named(rules, "a decade"), _read_decade),
        (named(rules, "years counted from today"), _read_lately),
        (named(rules, "the first months of a year"), lambda m, a, r: _months(m, 1, _count(m["n"]), a, r)),
        (named(rules, "the first quarters of a year"), lambda m, a, r: _months(m, 1, 3 * _count(m["n"]), a, r)),
        (named(rules, "one quarter of a year"), _read_quarter),
        (named(rules, "one day of a year"), _read_day),
        (named(rules, "months of a year"), _read_months),
        (named(rules, "a day without a month"), _read_day_alone),
    )
