"""Characters on a page -> line segments -> reading order: a column is read to its foot before the next one begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of characters on one line of one column; distances in points from the page's top left corner."""

    chars: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def center(self) -> float:
        return (self.left + self.right) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top


def segments(textpage, page_height: float) -> list[Segment]:
    """Segments of a PDFium text page, in the order the file holds them; a gap wider than a character and a half parts them."""
    out: list[Segment] = []
    run: list[tuple[str, float, float, float, float]] = []

    def close() -> None:
        chars = "".join(c for c, *_ in run).rstrip()
        if chars.strip():
            out.append(Segment(chars, min(r[1] for r in run), max(r[3] for r in run), min(r[4] for r in run), max(r[2] for r in run)))
        run.clear()

    for i in range(textpage.count_chars()):
        char = textpage.get_text_range(i, 1)
        if char in "\r\n" or not char:
            close()
            continue
        left, bottom, right, top = textpage.get_charbox(i, loose=True)
        box = (char, left, page_height - bottom, right, page_height - top)
        if run and _parted(run[-1], box):
            close()
        run.append(box)
    close()
    return out


def _parted(one: tuple, other: tuple) -> bool:
    """Do two neighbouring characters stand on different lines, or in different columns of one line?"""
    _, left, bottom, right, top = one
    size = max(bottom - top, 1.0)
    apart = abs((other[2] + other[4]) / 2 - (bottom + top) / 2) > 0.7 * size
    return apart or other[1] - right > 1.5 * size or other[1] < left - 2 * size


def in_reading_order(found: Sequence[Segment]) -> list[Segment]:
    """Segments in reading order, those of one line of one column joined.

    Where a gutter parts the page, the lines that cross it (headlines) cut it into bands; in each band the left side goes first.
    """
    found = [s for s in found if s.chars.strip()]
    gutter = _gutter(found)
    if gutter is None:
        return _rows(found)
    crossing = sorted((s for s in found if s.left < gutter < s.right), key=lambda s: s.middle)
    out: list[Segment] = []
    above = float("-inf")
    for cut in [*crossing, None]:
        until = cut.middle if cut else float("inf")
        band = [s for s in found if above <= s.middle < until and not s.left < gutter < s.right]
        out += in_reading_order([s for s in band if s.right <= gutter])
        out += in_reading_order([s for s in band if s.left >= gutter])
        if cut:
            out.append(cut)
            above = until
    return out


def _gutter(found: Sequence[Segment]) -> float | None:
    """Where a column of white parts running text on both sides; None where none does."""
    best: tuple[int, float, float] | None = None
    for x in sorted({s.right + 0.1 for s in found}):
        left = [s for s in found if s.right <= x]
        right = [s for s in found if s.left >= x]
        crossing = len(found) - len(left) - len(right)
        if min(len(left), len(right)) < 3 or crossing > 0.2 * len(found) or not (_is_prose(left) and _is_prose(right)):
            continue
        white = min(s.left for s in right) - max(s.right for s in left)
        together = min(max(s.bottom for s in left), max(s.bottom for s in right)) - max(min(s.top for s in left), min(s.top for s in right))
        if white < 4 or together <= 0:
            continue
        if best is None or (crossing, -white) < best[:2]:
            best = (crossing, -white, x + white / 2 - 0.1)
    return best[2] if best else None


def _is_prose(side: Sequence[Segment]) -> bool:
    """Lines of running text, not the cells of a table."""
    lengths = sorted(len(s.chars) for s in side)
    return lengths[len(lengths) // 2] >= 7


def _rows(found: Sequence[Segment]) -> list[Segment]:
    """Top to bottom; segments on one line from left to right, joined by a space where a gap parts them."""
    out: list[Segment] = []
    for s in sorted(found, key=lambda s: (s.middle, s.left)):
        last = out[-1] if out else None
        if last and abs(last.middle - s.middle) < 0.5 * min(last.height, s.height):
            first, second = (last, s) if last.left <= s.left else (s, last)
            gap = " " if second.left - first.right > 0.3 * s.height else ""
            out[-1] = Segment(first.chars + gap + second.chars, first.left, max(first.right, second.right), min(first.top, second.top), max(first.bottom, second.bottom))
        else:
            out.append(s)
    return out
