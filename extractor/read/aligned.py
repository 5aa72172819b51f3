"""heads_above(text, lines, first, size, floor) -> the lines above a table that name its columns by standing above them.

    年 月 別      15 歲以上    勞動力    失業率⏎            民間人口              (%)⏎107 年平均    20 129    11 874    3.71
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.read.pieces import Cells, Line, columns_wide, is_row
from extractor.text import Text

LINES = 3           # of a head
NAME = 16           # characters of a column's name on one line
NEAR = 5            # columns of a fixed-width screen that a name may stand beside its figures

Place = tuple[int, int]


def heads_above(text: Text, lines: Sequence[Line], first: int, size: int, floor: int) -> list[tuple[Text, ...]]:
    """Rows of names, one for each line of the head, top first; none where the lines above the table, which begins at line `first` and has
    `size` lines, name fewer than half of its columns. `floor`: offset before which the text is told already.
    """
    width = len(lines[first][2])
    rows = [line for line in lines[first:first + size] if len(line[2]) == width]
    places = [_place(text.chars, rows, column) for column in range(width)]
    out: list[tuple[Text, ...]] = []
    named: set[int] = set()
    for at in range(first - 1, max(-1, first - 1 - LINES), -1):
        start, _, pieces = lines[at]
        told = _columns(text.chars, start, pieces, places) if start >= floor and not is_row(text.chars, pieces or [(start, start)]) else {}
        if not told:
            break
        named |= told.keys()
        out.insert(0, tuple(text[slice(*told[c])] if c in told else text[0:0] for c in range(width)))
    return out if 2 * len(named - {0}) >= width - 1 else []


def _place(chars: str, rows: Sequence[Line], column: int) -> Place:
    """Where a column begins and ends on a fixed-width screen, as far as its widest cells go."""
    begins = [columns_wide(chars[start:cells[column][0]]) for start, _, cells in rows]
    ends = [columns_wide(chars[start:cells[column][1]]) for start, _, cells in rows]
    return min(begins), max(ends)


def _columns(chars: str, start: int, pieces: Cells, places: Sequence[Place]) -> dict[int, tuple[int, int]]:
    """The column that each piece of a line stands above; none where one stands above none, or two above one. As many pieces as columns name one each,
    wherever they stand: the widths of letters drift."""
    if any(b - a > NAME or re.search(r"[，。；]|单位[:：]|單位[:：]", chars[a:b]) for a, b in pieces):
        return {}
    if len(pieces) == len(places):
        return dict(enumerate(pieces))
    out: dict[int, tuple[int, int]] = {}
    for a, b in pieces:
        left, right = columns_wide(chars[start:a]), columns_wide(chars[start:b])
        gaps = [max(lo - right, left - hi, 0) + abs(lo + hi - left - right) / 1000 for lo, hi in places]
        best = min(range(len(places)), key=gaps.__getitem__)
        if gaps[best] > NEAR or best in out:
            return {}
        out[best] = (a, b)
    return out if len(out) > 1 else {}
