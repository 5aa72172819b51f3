"""Metric: what a figure measures; Said: what the figures before it measured."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.link.phrase import Phrase

WHOLE = "metric:whole of a share"        # 占|全国网贷成交额948亿元|的51%: said for the share's sake, it sets neither metric nor owner of what follows


@dataclass(frozen=True, slots=True)
class Metric:
    """The words and their span (start -1 when taken from elsewhere), the rule, and the owner where the phrase was one."""

    text: str
    start: int
    end: int
    rule: str
    owner: Phrase | None = None
    change: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """Metrics said before, latest last: (unit, metric) of the sentence and of those before it; the head of the list; the heads of the 分别-series
    that the number stands in, its own first."""

    here: tuple[tuple[str, str], ...] = ()
    before: tuple[tuple[str, str], ...] = ()
    label: str = ""
    heads: tuple[str, ...] = ()

    def nearest(self, unit: str, *, change: bool) -> str:
        """The metric a bare figure of this unit goes on with: the number before it, else the same unit's last one."""
        if self.here and (change or unit in ("%", "个百分点", "位", "名", "", "倍")):
            return self.here[-1][1]
        for said in (self.here, self.before):
            same = [m for u, m in said if u == unit and m]
            if same:
                return same[-1]
        return self.here[-1][1] if self.here else ""
