"""boxed(text, lines, first) -> a table drawn with lines, as gazetteers and terminals draw them.

    ┌──┬────┬──────┐          +------+------+
    │年份│企业户数│职工（人）  │          | 年份 | 户数 |
    ├──┼────┼──────┤          +------+------+
    │1949│5       │719         │          | 1949 |    5 |
    └──┴────┴──────┘          +------+------+

Strokes that stand under each other part columns, on a fixed-width screen; a name over several columns stands over each; what a rule does not part is one
row, but for lines that each have figures of their own.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from extractor.document import Block
from extractor.read.cells import on_one_line, trimmed
from extractor.read.pieces import Cells, Line, columns_wide, is_figure
from extractor.text import Text

_STROKES = "│┃║|｜"
_STROKE = re.compile(f"[{_STROKES}]")
_ENDS = re.compile(f"[{_STROKES}\u251c\u2524\u2560\u2563]")            # of a cell: a stroke, one from which a rule goes
_DRAWN = r"[\s\u2500-\u257f|｜+=-]"
_RULE = re.compile(rf"(?=\s*[\u250c-\u254b\u2552-\u256c+]){_DRAWN}{{3,}}")         # ├──┼──┤ and +--+--+, with nothing written in it
_LINES = re.compile(r"[\u2500-\u257f]")
_ROWS = 2               # of figures, at least
_LONG = 2000            # lines that are looked at
_TRIED = 5000           # ways in which fewer strokes may stand at the edges


def boxed(text: Text, lines: Sequence[Line], first: int) -> tuple[Block, int] | None:
    """(the table that begins at a line, its lines), None where none does. `lines`: start and end of each, with the spans of its pieces."""
    chars = text.chars
    if not _is_rule(chars, lines[first]) or first and _is_drawn(chars, lines[first - 1]):
        return None
    last = first
    while last + 1 < min(len(lines), first + _LONG) and _is_drawn(chars, lines[last + 1]):
        last += 1
    drawn = lines[first:last + 1]
    edges = _edges(chars, drawn)
    if len(edges) < 3:
        return None
    parts = list(_parts(chars, drawn, edges))
    rows = [row for part in parts for row in _rows(chars, part, len(edges) - 1)]
    figures = [any(is_figure(chars, cell) for cells in row[1:] for cell in cells) for row in rows]
    if sum(figures) < _ROWS:
        return None
    head = max(figures.index(True), 1)
    told = tuple(tuple(Text.join([on_one_line(text[a:b]) for a, b in cells]) for cells in row) for row in rows)
    return Block("table", Text("", []), rows=told, head_rows=head), last - first + 1


Row = list[Cells]           # by column the spans that its cell takes, one for each line


def _is_rule(chars: str, line: Line) -> bool:
    own = chars[line[0]:line[1]].rstrip("\r\n")
    return _RULE.fullmatch(own) is not None and not own.strip().startswith(("+ ", "- "))


def _is_drawn(chars: str, line: Line) -> bool:
    return _is_rule(chars, line) or _STROKE.match(chars[line[0]:line[1]].lstrip()) is not None


def _screen(chars: str) -> int:
    """Columns of the screen that characters take: two for what lines are drawn with beside Chinese."""
    return columns_wide(_LINES.sub("\u4e00", chars))


def _edges(chars: str, drawn: Sequence[Line]) -> list[int]:
    """Where strokes part columns on the screen, by the lines of cells that have most."""
    places = [[_screen(chars[line[0]:line[0] + m.start()]) for m in _STROKE.finditer(chars[line[0]:line[1]])] for line in drawn if not _is_rule(chars, line)]
    most = max(map(len, places), default=0)
    full = [p for p in places if len(p) == most]
    return [sorted(column)[len(column) // 2] for column in zip(*full, strict=True)]


def _parts(chars: str, drawn: Sequence[Line], edges: Sequence[int]) -> Iterator[list[Row]]:
    """The lines of cells between two rules; of a line with rules in some of its columns (│ ├──┬──┤) the cells of the others."""
    part: list[Row] = []
    for line in drawn:
        if _is_rule(chars, line):
            if part:
                yield part
            part = []
            continue
        row, ruled = _cells(chars, line, edges)
        part.append(row)
        if ruled:
            yield part
            part = []
    if part:
        yield part


def _cells(chars: str, line: Line, edges: Sequence[int]) -> tuple[Row, bool]:
    """By column the span of what a line says in it, of several columns in each; is a part of it a rule?"""
    row: Row = [[] for _ in edges[1:]]
    start, end, _ = line
    marks = [start + m.start() for m in _ENDS.finditer(chars[start:end])]
    at = list(range(len(edges))) if len(marks) == len(edges) else _nearest([_screen(chars[start:m]) for m in marks], edges)
    ruled = False
    for (a, low), (b, high) in itertools.pairwise(zip(marks, at, strict=False)):
        cell = trimmed(chars, a + 1, b)
        if _LINES.search(chars, *cell):
            ruled = True
        elif cell[0] < cell[1]:
            for column in range(low, high):
                row[column].append(cell)
    return row, ruled


def _nearest(places: Sequence[int], edges: Sequence[int]) -> list[int]:
    """The edge that each of fewer strokes stands at, in order: those that are least off together."""
    if not places or len(places) > len(edges):
        return []
    return list(min(itertools.islice(itertools.combinations(range(len(edges)), len(places)), _TRIED), key=lambda chosen: sum(abs(edges[e] - p) for e, p in zip(chosen, places, strict=True))))


def _rows(chars: str, part: Sequence[Row], width: int) -> Iterator[Row]:
    """Each line a row where all have a label and figures, else one row of all."""
    single = len(part) > 1 and all(row[0] and any(is_figure(chars, cell) for cells in row[1:] for cell in cells) for row in part)
    if single:
        yield from part
    else:
        yield [[cell for row in part for cell in row[column]] for column in range(width)]
