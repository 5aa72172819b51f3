"""Table: the cells of an HTML table as they are met, spans filled in, and the Block they become."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from extractor.document import Block
from extractor.text import Text

_MAX_SPAN = 100         # a page may claim any span; no table for readers is wider
_EDGE = " \t\u00a0\u3000|｜\r\n"      # blanks and strokes around a cell of plain text
_LONG = 120             # characters from which a cell is no cell of figures


@dataclass(slots=True)
class _Cell:
    parts: list[Text] = field(default_factory=list)
    across: int = 1
    down: int = 1

    @property
    def text(self) -> Text:
        return Text.join(self.parts, " ")


@dataclass(slots=True)
class Table:
    """Rows of cells; `head` counts the rows that begin with a <th> at the top."""

    rows: list[list[_Cell]] = field(default_factory=list)
    head: int = 0

    def start_row(self) -> None:
        self.rows.append([])

    def start_cell(self, is_head: bool, attrs: Mapping[str, str | None]) -> None:
        if not self.rows:
            self.start_row()
        if is_head and not self.rows[-1] and self.head == len(self.rows) - 1:
            self.head = len(self.rows)
        if not is_head and self.head == len(self.rows) and self.rows[-1]:        # a <th> that labels its row
            self.head -= 1
        self.rows[-1].append(_Cell([], _span(attrs.get("colspan")), _span(attrs.get("rowspan"))))

    def add(self, text: Text) -> None:
        if not self.rows[-1]:
            self.start_cell(False, {})
        self.rows[-1][-1].parts.append(text)

    @property
    def texts(self) -> list[Text]:
        """The filled cells one after the other."""
        return [part for row in self.rows for cell in row for part in cell.parts if part.chars]

    @property
    def is_layout(self) -> bool:
        """A table that only places things on a page: one row, one column, or long texts in its cells."""
        filled = [row for row in self.rows if row]
        return len(filled) < 2 or max(map(len, filled)) < 2 or any(sum(len(p) for p in c.parts) > _LONG for row in filled for c in row)

    def block(self) -> Block:
        """The table as a rectangle: a spanning head is repeated over its columns, a spanning label down its rows."""
        grid = self._grid()
        head = self.head or int(all(names_a_column(c.chars) for c in grid[0][1:]))
        if len({id(c) for c in grid[0] if c.chars}) == 1:                      # the first row is the table's title
            grid[0][1:] = [Text("", [])] * (len(grid[0]) - 1)
            head = max(head, 2) if len(grid) > 2 else head
        rows = tuple(tuple(Text("", []) if not _repeats(grid, r, c, head) else cell for c, cell in enumerate(row)) for r, row in enumerate(grid))
        return Block("table", Text("", []), rows=rows, head_rows=min(head, len(rows) - 1))

    def _grid(self) -> list[list[Text]]:
        grid: list[dict[int, Text]] = [{} for _ in self.rows]
        for r, row in enumerate(self.rows):
            column = 0
            for cell in row:
                text = cell.text
                while column in grid[r]:
                    column += 1
                for down in range(min(cell.down, len(self.rows) - r)):
                    for across in range(cell.across):
                        grid[r + down][column + across] = text
                column += cell.across
        width = max(max(row, default=-1) for row in grid) + 1
        return [[row.get(c, Text("", [])) for c in range(width)] for row in grid if row]


def trimmed(chars: str, start: int, end: int) -> tuple[int, int]:
    """The span of `chars[start:end]` without the blanks and strokes at its edges; an empty one where nothing is left."""
    own = chars[start:end]
    begin = start + len(own) - len(own.lstrip(_EDGE))
    return begin, max(begin, start + len(own.rstrip(_EDGE)))


def names_a_column(chars: str) -> bool:
    """Words, or a period: 2023年, 1-9月, 2024年上半年."""
    return not re.search(r"\d", chars) or bool(re.match(r"(?:19|20)\d{2}(?!\d)|\d{1,2}(?:[-—~至]\d{1,2})?月", chars))


def _repeats(grid: list[list[Text]], r: int, c: int, head: int) -> bool:
    """May this cell show its text? In the body a figure that spans several cells stands once."""
    cell = grid[r][c]
    if r < head or not re.search(r"\d", cell.chars):
        return True
    return not (c and grid[r][c - 1] is cell or r and c < len(grid[r - 1]) and grid[r - 1][c] is cell)


def _span(value: str | None) -> int:
    return min(int(value), _MAX_SPAN) if value and re.fullmatch(r"[1-9]\d{0,3}", value.strip()) else 1
