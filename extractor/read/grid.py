"""Plain text set in columns by wide spaces or upright strokes -> tables, or the columns one after the other.

    指标          2023年    2022年            一栏的文字在这里折行，　　　　另一栏的文字在右边
    生产总值       512.3     487.9             到了行末接着往下写。　　　　　与左边互不相干。

A run of lines is judged together: cells of figures are a table, prose on both sides of one gap are two columns. Letter-spaced
prose has gaps everywhere and no two of them alike, verse and signatures have no figures: both stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median

from extractor.document import Block
from extractor.read.aligned import groups_above, heads_above
from extractor.read.boxed import boxed
from extractor.read.celled import celled
from extractor.read.cells import names_a_column, trimmed
from extractor.read.parted import parted
from extractor.read.pieces import UNIT, Cells, Line, column_of_units, columns_wide, is_figure, is_head, is_more_head, is_row, table_of, together, untranslated
from extractor.read.ranked import ranked
from extractor.read.spaced import spaced, under_gaps
from extractor.read.stacked import stacked
from extractor.rules import Rules
from extractor.text import Text

_GAP = re.compile(r"[ \t\u00a0\u3000]*[|｜][ \t\u00a0\u3000]*|[ \u00a0]{2,}|[ \u00a0]*[\t\u3000][ \t\u00a0\u3000]*")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_PROSE = 8              # characters from which the cells of a column are running text


def blocks_of(text: Text, rules: Rules) -> Iterator[Block]:
    """The text as blocks of running text and tables, in order; side-by-side columns come out left column first."""
    lines = [(m.start(), m.end(), untranslated(text.chars, together(text.chars, _cells(m.group(), m.start())))) for m in _LINE.finditer(text.chars) if m.end() > m.start()]
    start = i = 0
    while i < len(lines):
        summary = ranked(text, lines, i) or boxed(text, lines, i) or parted(text, lines, i, start, rules) or _stroked(text, lines, i) or spaced(text, lines, i, rules)
        size = summary[1] if summary else _table_rows(text.chars, lines, i)
        if not size and (summary := under_gaps(text, lines, i) or stacked(text, lines, i, rules) or celled(text, lines, i, rules)):
            size = summary[1]
        columns = 0 if size else _column_rows(text.chars, lines[i:i + 4000])
        if not size and not columns:
            i += 1
            continue
        rows, heads = [], []
        if size and not summary:
            rows = [cells for _, _, cells in lines[i:i + size] if cells]
            heads = (groups_above if is_head(text.chars, rows[0]) else heads_above)(text, lines, i, size, start)
        if (begin := lines[i - len(heads)][0]) > start:
            yield Block("text", text[start:begin])
        if summary:
            yield summary[0]
        elif size:
            yield table_of(text, rows, heads)
        else:
            yield from _columns(text, lines[i:i + columns])
        i += size or columns
        start = lines[i][0] if i < len(lines) else len(text)
    if start < len(text) or not lines:
        yield Block("text", text[start:])


def _cells(line: str, at: int) -> Cells:
    """Spans of the pieces of a line between wide gaps or strokes; an indent is no gap, a stroke at either end parts nothing."""
    out = []
    begin, end = trimmed(line, 0, len(line))
    for gap in _GAP.finditer(line, begin, end):
        out.append((at + begin, at + gap.start()))
        begin = gap.end()
    return [*out, (at + begin, at + end)] if begin < end else out


def _table_rows(chars: str, lines: Sequence[Line], first: int) -> int:
    """How many lines from `first` on are one table: a head, and rows of a label with figures behind it, all equally many."""
    head = lines[first][2]
    width = len(head)
    if width < 2 or not is_head(chars, head) and not is_row(chars, head):
        return 0
    if not all(b - a <= 24 for a, b in head):
        return 0
    units = column_of_units(chars, head)
    body = size = columns = 0
    for at in range(first + 1, len(lines)):
        cells = lines[at][2]
        columns = columns or len(cells) * (len(cells) > 1)
        if len(cells) in (width, width + 1) and is_row(chars, cells, units) and len(cells) == columns:
            body, size = body + 1, at - first + 1
        elif not body and is_head(chars, head) and is_more_head(chars, cells):
            columns = 0
        elif cells and not (len(cells) == 1 and (UNIT.match(chars[slice(*cells[0])]) or (body or is_head(chars, head)) and _parts_off(chars, lines, at, columns or width, units))):
            break
    return size if body >= 2 else 0


def _parts_off(chars: str, lines: Sequence[Line], at: int, columns: int, units: int) -> bool:
    """按经营地分: a line with one short label between the rows of a table."""
    label = chars[slice(*lines[at][2][0])]
    below = next((cells for _, _, cells in lines[at + 1:at + 5] if cells), ())
    return len(label) <= 14 and not re.search(r"[\d，。；：:]", label) and len(below) == columns and is_row(chars, below, units)


# --- tables whose columns are parted by strokes or tabs, without Markdown's line of dashes

_STROKE, _TAB = re.compile(r"[|｜]"), re.compile(r"\t")
_LABEL = 24             # characters of a cell of words


def _stroked(text: Text, lines: Sequence[Line], first: int) -> tuple[Block, int] | None:
    """(the table that begins at a line, its lines): names of columns (指标 | 单位 | 数量 |) over lines with as many strokes; an empty cell keeps its place,
    and so does a line with a label alone, which heads those below it."""
    chars = text.chars
    head = _between_strokes(chars, lines[first])
    if len(head) < 2 or not all(b - a <= _LABEL and names_a_column(chars[a:b]) for a, b in head) or sum(a < b for a, b in head) < 2:
        return None
    rows, figures, size, heads = [head], 0, 0, 1
    for at in range(first + 1, len(lines)):
        cells = _between_strokes(chars, lines[at])
        if not cells and lines[at][2]:
            break
        filled = [c for c in cells if c[0] < c[1]]
        if heads == len(rows) < 3 and _goes_on(chars, cells, filled):
            rows, heads, size = [*rows, cells], heads + 1, at - first + 1
            continue
        if len(filled) == 1 and filled[0][1] - filled[0][0] > _LABEL:
            break
        if len(filled) > 1 and not (len(cells) <= len(head) and any(is_figure(chars, c) for c in filled) and all(is_figure(chars, c) or c[1] - c[0] <= _LABEL for c in filled)):
            break
        figures += len(filled) > 1
        rows += [cells] if filled else []
        size = at - first + 1
    if figures < 2 and not (figures and len(head) >= _WIDE):
        return None
    width = max(map(len, rows))
    filled = [tuple(text[a:b] for a, b in (*row, *[(0, 0)] * (width - len(row)))) for row in rows]
    return Block("table", Text("", []), rows=(*_spread(filled[:heads]), *filled[heads:]), head_rows=heads), size


_WIDE = 5               # columns from which a head over a single row of figures is a table


def _goes_on(chars: str, cells: Cells, filled: Cells) -> bool:
    """Does a line go on with the names of columns (‑ | ‑ | 2020年 | 2010年)?"""
    return len(cells) > 1 and cells[0][0] == cells[0][1] and bool(filled) and all(names_a_column(chars[a:b]) for a, b in filled)


def _spread(heads: Sequence[tuple[Text, ...]]) -> Iterator[tuple[Text, ...]]:
    """A name over several columns (比重 over 2020年 | 2010年) stands over each that the line below names."""
    for upper, lower in zip(heads, heads[1:], strict=False):
        row: list[Text] = []
        for cell, below in zip(upper, lower, strict=True):
            row.append(cell if cell.chars or not below.chars or not row else row[-1])
        yield tuple(row)
    yield heads[-1]


def _between_strokes(chars: str, line: Line) -> Cells:
    """Spans of what strokes part on a line, empty ones too but for those at its end; none where it has no stroke."""
    mark = _STROKE if _STROKE.search(chars, line[0], line[1]) else _TAB
    if not mark.search(chars, line[0], line[1]):
        return []
    out, begin = [], line[0]
    for end in (*(m.start() for m in mark.finditer(chars, line[0], line[1])), line[1]):
        out.append(trimmed(chars, begin, end))
        begin = end + 1
    while out and out[-1][0] == out[-1][1]:
        out.pop()
    return out


def _column_rows(chars: str, lines: list[Line]) -> int:
    """How many lines from here on are two columns of prose: one gap a line, ending at about one place."""
    place = _place(chars, lines[0])
    if place < 0:
        return 0
    size, both = 0, []
    for i, line in enumerate(lines):
        here = _place(chars, line)
        if here >= 0 and abs(here - place) <= 4:
            both.append(line[2])
            size = i + 1
        elif len(line[2]) > 1 or line[2] and columns_wide(chars[line[0]:line[2][0][1]]) > place:
            break
    if len(both) < 6 or any(median(b - a for a, b in side) < _PROSE for side in zip(*both, strict=True)):
        return 0
    marks = sum(bool(re.search("[，。、；]", chars[slice(*cell)])) for cells in both for cell in cells)
    return size if marks > 0.5 * len(both) else 0


def _place(chars: str, line: Line) -> float:
    """Where on the line its second piece begins, in columns of a fixed-width screen; -1 unless there are two pieces."""
    start, _, cells = line
    return columns_wide(chars[start:cells[1][0]]) if len(cells) == 2 else -1


def _columns(text: Text, lines: list[Line]) -> Iterator[Block]:
    """One block: the left pieces as lines, then the right ones; where a line has one piece its place tells the side."""
    place = _place(text.chars, lines[0])
    sides: tuple[list[Text], list[Text]] = ([], [])
    for start, _, cells in lines:
        for a, b in cells:
            sides[columns_wide(text.chars[start:a]) >= place - 4].append(text[a:b])
    yield Block("text", Text.join([*sides[0], *sides[1]], "\n"))
