"""heads_above(text, lines, first, size, floor) -> the lines above a table that name its columns by standing above them.

    年 月 別      15 歲以上    勞動力    失業率⏎            民間人口              (%)⏎107 年平均    20 129    11 874    3.71
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

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
    places = _places(text.chars, rows, width)
    out: list[tuple[Text, ...]] = []
    named: set[int] = set()
    for at in range(first - 1, max(-1, first - 1 - LINES), -1):
        start, _, pieces = lines[at]
        if start < floor:
            break
        told = {} if is_row(text.chars, pieces or [(start, start)]) else _over_columns(text.chars, lines[at], places) or _columns(text.chars, start, pieces, places)
        if not told:
            break
        named |= told.keys()
        out.insert(0, tuple(text[slice(*told[c])] if c in told else text[0:0] for c in range(width)))
    return out if 2 * len(named - {0}) >= width - 1 else []


def groups_above(text: Text, lines: Sequence[Line], first: int, size: int, floor: int) -> list[tuple[Text, ...]]:
    """A row of the names of groups that the line above a table's own head tells (see `_over_columns`), none where it tells none."""
    rows = [line for line in lines[first:first + size] if line[2] and is_row(text.chars, line[2])]
    if not first or lines[first - 1][0] < floor or not rows:
        return []
    width = len(rows[0][2])
    places = _places(text.chars, [r for r in rows if len(r[2]) == width], width)
    told = _over_columns(text.chars, lines[first - 1], places)
    return [tuple(text[slice(*told[c])] if c in told else text[0:0] for c in range(width))] if told else []


def _places(chars: str, rows: Sequence[Line], width: int) -> list[Place]:
    """Where each column begins and ends on a fixed-width screen, as far as its widest cells go."""
    begins = [min(columns_wide(chars[start:cells[column][0]]) for start, _, cells in rows) for column in range(width)]
    ends = [max(columns_wide(chars[start:cells[column][1]]) for start, _, cells in rows) for column in range(width)]
    return list(zip(begins, ends, strict=True))


_GROUPS = re.compile(r"\s*(?:[\u4e00-\u9fff](?:\s{0,6}[\u4e00-\u9fff]){1,9}\s?[(（][^()（）\d]{1,8}[)）]\s*){2,}")
_GROUP = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff\s]*[(（][^()（）]+[)）]")


def _over_columns(chars: str, line: Line, places: Sequence[Place]) -> dict[int, tuple[int, int]]:
    """绝  对  数 （亿元）      构  成 （%）: names with their units, fewer than half of the columns; each stands over the middle of those it names."""
    groups = [m.span() for m in _GROUP.finditer(chars, *line[:2])] if _GROUPS.fullmatch(chars, *line[:2]) else []
    if not groups or 2 * len(groups) >= len(places):
        return {}
    middles = [(columns_wide(chars[line[0]:a]) + columns_wide(chars[line[0]:b])) / 2 for a, b in groups]

    def off(cuts: tuple[int, ...]) -> float:
        return sum(abs(m - (places[a][0] + places[b - 1][1]) / 2) for m, a, b in zip(middles, cuts, cuts[1:], strict=False))

    cuts = min(((1, *inner, len(places)) for inner in combinations(range(2, len(places)), len(groups) - 1)), key=off)
    return {c: group for group, a, b in zip(groups, cuts, cuts[1:], strict=False) for c in range(a, b)}


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
