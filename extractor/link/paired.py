"""Series: what the heads before 分别 say of the numbers behind it, paired in order (link/coordinate.py makes them)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractor.link.scope import Cue, Window
from extractor.rules import Rules, named


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers behind 分别 and what the heads before it say of each; offsets are in the sentence.

    indices   the numbers, as indices of the sentence's quantities
    metrics   the metric of each, () where the heads say none
    start     where the heads begin
    joint     where the first head is parted from the next
    end       where the heads end
    cues      peeled words before the first number
    refused   was nothing paired, because heads and numbers differ in count?
    owners    the owner of each, () where all are of one
    levels    how many numbers before each stands the level that it is the change of, 0 where none does
    """

    indices: tuple[int, ...]
    metrics: tuple[str, ...]
    start: int
    joint: int
    end: int
    cues: tuple[Cue, ...] = ()
    refused: bool = False
    owners: tuple[str, ...] = ()
    levels: int = 0

    def share(self, window: Window) -> Window:
        """The window of one of its numbers, with the words before the first number read for it too (分别增长6%、5.2%)."""
        own = tuple(c for c in window.cues if c.kind in ("comparator", "change"))
        turns = any(c.kind == "change" and c not in self.cues for c in own)      # 分别增长8.1%和|下降|4.4%
        left = window.left_start if self.metrics else max(window.left_start, min(self.end, window.left_end))
        return replace(window, left_start=left, cues=(*own, *(c for c in self.cues if c not in own and not (turns and c.kind == "change"))))

    def heads(self, place: int) -> tuple[str, ...]:
        """The metrics by the heads, that of its number `place` first."""
        return (self.metrics[place], *(m for m in self.metrics if m != self.metrics[place])) if self.metrics else ()

    def within(self, start: int, end: int, rules: Rules) -> bool:
        """Is a group a part of what is measured: among the metrics, or at the front of the first one where they differ in their fronts?"""
        if not self.metrics or not self.start < end <= self.end:
            return False
        alike = len({m[-2:] for m in self.metrics}) == 1 < len(set(self.metrics))
        return end > self.joint or start == self.start and (alike or bool(named(rules, "a head complete by itself").search(self.metrics[0][:end - start])))
