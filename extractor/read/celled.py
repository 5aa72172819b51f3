"""celled(text, lines, first, rules) -> a table whose cells stand one a line, with columns of words between those of figures: the names of its columns, then again and
again as many cells, each column all words or all figures.

    项目⏎单位⏎原价⏎现价⏎类别⏎诊查费⏎次⏎8⏎9⏎甲⏎床位费⏎床日⏎28⏎30⏎乙
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.document import Block
from extractor.read.cells import names_a_column, trimmed
from extractor.read.pieces import Cells, Line
from extractor.rules import Rules, named
from extractor.text import Text

COLUMNS = range(3, 10)
ROWS = 3                # at least
CELLS = 600             # lines that are looked at
_NAME, _LONG = 12, 24   # characters of a column's name, of a cell
_FIGURE = re.compile(r"[-+−]?\d[\d.,]*\s?(?:%|％|‰)?|[-—–/]+")
_MARKS = re.compile(r"[，。；！？!?]|[:：]$")


def celled(text: Text, lines: Sequence[Line], first: int, rules: Rules) -> tuple[Block, int] | None:
    """(the table that begins at a line, its lines), None where none does. `lines`: start and end of each, with the spans of its pieces."""
    chars = text.chars
    begin = _cells(chars, lines, first, 2 * COLUMNS[-1])            # most lines begin no table: no need to look at all that follow
    if not any(_kinds(chars, begin, width, rules) for width in COLUMNS):
        return None
    cells = _cells(chars, lines, first, CELLS)
    best: tuple[int, int] = (0, 0)                                 # cells of rows, columns
    for width in COLUMNS:
        rows = _rows(chars, cells, width, rules)
        best = max(best, (rows * width, width))
    if not best[0]:
        return None
    width, size = best[1], best[0] + best[1]
    table = tuple(tuple(text[a:b] for a, b in cells[i:i + width]) for i in range(0, size, width))
    return Block("table", Text("", []), rows=table, head_rows=1), next(i for i in range(first, len(lines)) if lines[i][1] >= cells[size - 1][1]) - first + 1


def _cells(chars: str, lines: Sequence[Line], first: int, most: int) -> Cells:
    """What stands on each line from one on, up to the first that is no cell, `most` at the most."""
    out: Cells = []
    for start, end, pieces in lines[first:first + CELLS]:
        cell = trimmed(chars, start, end)
        if cell[0] == cell[1]:
            if not out:
                return []
            continue
        if len(out) == most or len(pieces) > 1 or cell[1] - cell[0] > _LONG or _MARKS.search(chars, *cell):
            break
        out.append(cell)
    return out


def _kinds(chars: str, cells: Cells, width: int, rules: Rules) -> list[bool]:
    """Which columns are of figures, by the first of the rows of so many cells under as many names; [] where these are no names or no column is one of
    figures between words."""
    head = [chars[a:b] for a, b in cells[:width]]
    if len(head) < width or len({*head}) < width or not all(len(name) <= _NAME and names_a_column(name) and re.search(r"[^\W\d_]", name) for name in head):
        return []
    kinds = [_FIGURE.fullmatch(chars, *c) is not None for c in cells[width:2 * width]]
    words = width - sum(kinds)
    if len(kinds) < width or words in (0, width) or kinds[0] != bool(named(rules, "heads a column of running numbers or ranks").fullmatch(head[0])) or words == 1 and not kinds[0]:
        return []
    return kinds


def _rows(chars: str, cells: Cells, width: int, rules: Rules) -> int:
    """How many rows of so many cells stand under as many names, 0 where none do or too few."""
    kinds, count = _kinds(chars, cells, width, rules), 0
    if not kinds:
        return 0
    for i in range(width, len(cells) - width + 1, width):
        if [_FIGURE.fullmatch(chars, *c) is not None for c in cells[i:i + width]] != kinds:
            break
        count += 1
    figures = [chars[a:b] for i in range(width, width * (count + 1), width) for (a, b), kind in zip(cells[i:i + width], kinds, strict=True) if kind]
    return count if count >= ROWS and any(c.isdigit() for f in figures for c in f) else 0
