"""Period and Anchor: first and last day of a time, and what a time without a year leans on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, both belonging to it; None where it is open (自…以来 in an undated document, …以前)."""

    start: dt.date | None
    end: dt.date | None


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a time leans on: the document's date, the year last said (else the title's), the period last said, the year in the title."""

    published: dt.date | None = None
    year: int | None = None
    last: Period | None = None
    title_year: int | None = None

    @property
    def own_year(self) -> int | None:
        """The year that the document itself calls 今年."""
        return self.published.year if self.published else self.title_year

    def said(self, period: Period | None) -> Anchor:
        """The anchor after a period has been said; one without a start says nothing for the next."""
        if period is None or period.start is None:
            return self
        return replace(self, year=(period.end or period.start).year if not _open(self, period) else period.start.year, last=period)


def _open(anchor: Anchor, period: Period) -> bool:
    return period.end is None or period.end == anchor.published and period.start != period.end
