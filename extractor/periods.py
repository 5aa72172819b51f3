"""periods(times, date, title) -> first and last day of each written time: 2024年上半年, 去年, 截至9月底, "十三五"期间, 民国107年.

A time without a year takes it from the nearest earlier time with one, else from the document's date, else from its title. What can't
be resolved on such a ground stays open: a day is never guessed.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import regex

Period = tuple[dt.date | None, dt.date | None]
NONE: Period = (None, None)

_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_SMALL = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"十": 10, "十一": 11, "十二": 12, "两": 2}
_N = r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九两])"
_YEAR = regex.compile(r"(?<![\d.])(?P<year>(?:19|20)\d{2})(?=\s?(?:年|赛季|财年|学年|[-—~至到]|$))|(?:民国|民國)\s?(?P<republic>\d{1,3})年")
_RELATIVE = (("大前年", -3), ("前年", -2), ("去年", -1), ("上年", -1), ("昨年", -1), ("上一年", -1), ("今年", 0), ("本年", 0), ("明年", 1), ("后年", 2))
_PLAN = regex.compile(r"[“\"]?(?P<plan>十?[一二三四五六七八九]?五)[”\"]?(?:时期|期间|规划|以来|末|收官|开局|五年)")
_YEARS = regex.compile(r"(?P<a>(?:19|20)\d{2})年?\s?[-—~至到]+\s?(?P<b>(?:19|20)?\d{2})(?:年|学年|财年)")
_DAYS = regex.compile(rf"(?P<m>{_N})月(?P<d>{_N}|[一二三]?十[一二三四五六七八九]?)[日号](?:\s?[-—~至到]+\s?(?:(?P<m2>{_N})月)?(?P<d2>{_N}|[一二三]?十[一二三四五六七八九]?)[日号])?")
_MONTHS = regex.compile(rf"(?P<a>{_N})(?:月份?)?\s?[-—~至到]+\s?(?P<b>{_N})月")
_MONTH = regex.compile(rf"(?P<m>{_N})月(?:份)?(?P<part>底|末|初|上旬|中旬|下旬)?")
_QUARTERS = regex.compile(r"(?P<first>前)?第?(?P<q>[一二三四1-4两])(?:个)?季度?")
_FIRST_MONTHS = regex.compile(rf"(?:前|头)(?P<n>{_N})个?月")
_LAST_YEARS = regex.compile(r"(?:过去|近|最近)的?(?P<n>\d{1,2}|[一二两三四五六七八九十])年|(?P<n>\d{1,2}|[一二两三四五六七八九十])年来")


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a time without a year may lean on: the last year said, and the document's day."""

    year: int | None
    day: dt.date | None


def periods(times: Iterable[str], date: dt.date | None, title: str = "") -> list[Period]:
    """(first day, last day) of each time, in order; (None, None) where it can't be told."""
    titled = _YEAR.search(title)
    said = _year_of(titled) if titled else None
    out = []
    for time in times:
        written = _YEAR.search(_plain(time))
        if written:
            said = _year_of(written)
        try:
            found = _period(_plain(time), _Ground(said, date)) if time else NONE
        except ValueError:                                         # 2月30日, 13月
            found = NONE
        out.append(found if not (found[0] and found[1]) or found[0] <= found[1] else NONE)
    return out


def _plain(time: str) -> str:
    """Without spaces, years in digits: 二〇二四年 -> 2024年."""
    text = regex.sub(r"\s", "", time)
    return regex.sub(r"[一二][〇○零一二三四五六七八九]{3}(?=年)", lambda m: m.group().translate(_DIGITS), text)


def _year_of(match: regex.Match) -> int:
    return int(match["year"]) if match["year"] else int(match["republic"]) + 1911


def _period(text: str, ground: _Ground) -> Period:
    if regex.search(r"同期|财年|每|当月|目前|当前|届时", text):
        return NONE                                                # a fiscal year begins where its body says
    span = _named(text, ground)
    if span == NONE:
        return NONE
    if regex.search(r"以来|至今|起$", text):
        return span[0], ground.day if ground.day and span[0] and ground.day >= span[0] else None
    if regex.match(r"截[至止]|到(?!\d{4}年以来)|至", text) or regex.search(r"[年月季]?[底末]$", text):
        return span[1], span[1]                                    # a level at the end
    return span


def _named(text: str, ground: _Ground) -> Period:
    plan = _PLAN.search(text)
    if plan:
        first = _plan_start(plan["plan"])
        return (dt.date(first, 1, 1), dt.date(first + 4, 12, 31)) if first else NONE
    years = _YEARS.search(text)
    if years:
        a = int(years["a"])
        b = int(years["b"]) if len(years["b"]) == 4 else a // 100 * 100 + int(years["b"])
        return _school(a, b) if "学年" in text else (dt.date(a, 1, 1), dt.date(b, 12, 31))
    last = _LAST_YEARS.search(text)
    if last:
        n = int(last["n"]) if last["n"].isdigit() else _SMALL[last["n"]]
        return (_back(ground.day, n), ground.day) if ground.day else NONE
    day = _day(text, ground)
    if day:
        return day, day
    return _in_year(text, ground)


def _plan_start(name: str) -> int | None:
    """First year of a five-year plan: 一五 began in 1953, 六五 in 1981, 十五 in 2001, every five years since."""
    number = _number(name[:-1])
    return None if not number or 3 <= number <= 5 else 1953 + 5 * (number - 1) if number < 3 else 1981 + 5 * (number - 6)


def _school(a: int, b: int) -> Period:
    return dt.date(a, 9, 1), dt.date(b if b > a else a + 1, 8, 31)


def _back(day: dt.date | None, years: int) -> dt.date | None:
    if day is None:
        return None
    return day.replace(year=day.year - years, day=min(day.day, 28)) + dt.timedelta(days=1)


def _day(text: str, ground: _Ground) -> dt.date | None:
    """昨日, 今天: against the document's day only."""
    if ground.day is None:
        return None
    for words, back in (("前天|前日", 2), ("昨[日天晚]", 1), ("今[日天晚]|当[日天]$", 0)):
        if regex.fullmatch(words + "(?:上午|下午|晚)?", text):
            return ground.day - dt.timedelta(days=back)
    return None


def _in_year(text: str, ground: _Ground) -> Period:
    written = _YEAR.search(text)
    year = _year_of(written) if written else None
    if year is None and ground.day:
        year = next((ground.day.year + shift for word, shift in _RELATIVE if word in text), None)
    said = year is not None
    near = ground.year if ground.year and (ground.day is None or ground.year >= ground.day.year - 2) else None      # 1980年 lends 12月 nothing
    year = year if said else near or (ground.day.year if ground.day else None)
    if year is None or not 1900 <= year <= 2100:
        return NONE
    if "学年" in text:
        return _school(year, year + 1)
    inside = _inside(text[written.end():] if written else text, year)
    if inside == NONE:
        return (dt.date(year, 1, 1), dt.date(year, 12, 31)) if said or regex.search(r"全年|年度|[年]?[末底]$|年终", text) else NONE
    if not said and near is None and ground.day and inside[0] and inside[0] > ground.day + dt.timedelta(days=31):
        return _inside(text, year - 1)                             # 11月 in a document of January
    return inside


def _inside(text: str, year: int) -> Period:
    """Days, months, quarters and halves of a year; (None, None) where only the year is said. Raises ValueError: no such day."""
    days = _DAYS.search(text)
    if days:
        m, d = _number(days["m"]), _number(days["d"])
        return dt.date(year, m, d), dt.date(year, _number(days["m2"]) if days["m2"] else m, _number(days["d2"])) if days["d2"] else dt.date(year, m, d)
    months = _MONTHS.search(text)
    if months:
        return dt.date(year, _number(months["a"]), 1), _end(year, _number(months["b"]))
    first = _FIRST_MONTHS.search(text)
    if first:
        return dt.date(year, 1, 1), _end(year, _number(first["n"]))
    month = _MONTH.search(text)
    if month:
        return _part(year, _number(month["m"]), month["part"] or "")
    quarter = _QUARTERS.search(text)
    if quarter:
        q = int(quarter["q"]) if quarter["q"].isdigit() else _SMALL[quarter["q"]]
        return dt.date(year, 1 if quarter["first"] else 3 * q - 2, 1), _end(year, 3 * q)
    if "上半年" in text:
        return dt.date(year, 1, 1), dt.date(year, 6, 30)
    return (dt.date(year, 7, 1), dt.date(year, 12, 31)) if "下半年" in text else (dt.date(year, 1, 1), dt.date(year, 1, 1)) if text.endswith("年初") else NONE


def _part(year: int, month: int, part: str) -> Period:
    last = _end(year, month)
    return {
        "上旬": (dt.date(year, month, 1), dt.date(year, month, 10)), "中旬": (dt.date(year, month, 11), dt.date(year, month, 20)),
        "下旬": (dt.date(year, month, 21), last), "初": (dt.date(year, month, 1), dt.date(year, month, 1)), "底": (last, last), "末": (last, last),
    }.get(part, (dt.date(year, month, 1), last))


def _end(year: int, month: int) -> dt.date:
    if not 1 <= month <= 12:
        raise ValueError(month)
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _number(text: str) -> int:
    """12, 十二, 二十五."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_SMALL.get(tens, 1) * 10 if ten else 0) + (_SMALL.get(ones, 0) if ones else 0)
