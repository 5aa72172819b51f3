"""whole_year, whole_months, part_of_year, shifted -> Period: the first and last day of whole months, weeks and days, counted from a year or from what was said."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange

from extractor.anchor import Anchor, Period


def said_year(anchor: Anchor) -> int | None:
    """The year last spoken of, else the document's, None where neither is known."""
    return anchor.year or anchor.own_year


def whole_year(year: int | None) -> Period | None:
    """1 January to 31 December."""
    return whole_months(year, 1, 12) if year else None


def whole_months(year: int, first: int, last: int) -> Period:
    """Whole months of a year, months beyond 12 in the next."""
    end_year, end_month = year + (last - 1) // 12, (last - 1) % 12 + 1
    return Period(dt.date(year + (first - 1) // 12, (first - 1) % 12 + 1, 1), dt.date(end_year, end_month, monthrange(end_year, end_month)[1]))


def part_of_year(year: int | None, months: str, anchor: Anchor, *, guessed: bool = False) -> Period | None:
    """Months of a year as rules/periods.tsv writes them (1~6); guessed: the year is not said with them."""
    if not year:
        return None
    first, last = map(int, months.split("~"))
    return _past(whole_months(year, first, last), anchor) if guessed else whole_months(year, first, last)


def _past(period: Period, anchor: Anchor) -> Period | None:
    """With the document's own year: 12月 in a January's news is last December; a month or two ahead it may be either, so none."""
    if anchor.year or not anchor.published or period.start <= anchor.published:
        return period
    ahead = (period.start - anchor.published).days
    return whole_months(period.start.year - 1, period.start.month, period.start.month + (period.end.month - period.start.month) % 12) if ahead > 183 else None


def shifted(role: str, by: int, anchor: Anchor) -> Period | None:
    """The day, week, month or quarter (`role`) so many after the document's date, months and quarters after the one last said where one was."""
    day = anchor.published
    if role == "day":
        return Period(day + dt.timedelta(days=by), day + dt.timedelta(days=by)) if day else None
    if role == "week":
        if not day:
            return None
        monday = day - dt.timedelta(days=day.weekday() - 7 * by)
        return Period(monday, monday + dt.timedelta(days=6))
    size = 1 if role == "month" else 3
    said = anchor.last
    if said and said.start and said.end and (said.start.year, (said.start.month - 1) // size) == (said.end.year, (said.end.month - 1) // size) and (size == 1 or said.start.month != said.end.month):
        base = said.start
    elif size == 1 and day:
        base = day
    else:
        return None
    first = (base.year * 12 + base.month - 1) // size * size + by * size
    return whole_months(first // 12, first % 12 + 1, first % 12 + size)


def years_off(day: dt.date, years: int) -> dt.date:
    """The same day so many years later, the last of its month where that has no such day."""
    return day.replace(year=day.year + years, day=min(day.day, monthrange(day.year + years, day.month)[1]))
