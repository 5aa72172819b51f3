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
    holds: bool = False         # another table

    def before_another(self) -> list[Text]:
        """The texts that stand before a table within this one, which only places things then; they are told here."""
        texts, self.rows, self.holds = self.texts, [[]], True
        return texts

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
        return self.holds or len(filled) < 2 or max(map(len, filled)) < 2 or any(sum(len(p) for p in c.parts) > _LONG for row in filled for c in row)

    def block(self) -> Block:
        """The table as a rectangle: a spanning head is repeated over its columns, a spanning label down its rows."""
        grid = self._grid()
        head = self.head or self._names(grid)
        titles = next((i for i, row in enumerate(grid[:-2]) if len({id(c) for c in row if c.chars}) != 1), 0)
        for row in grid[:titles]:                                              # the table's title, its unit
            row[1:] = [Text("", [])] * (len(row) - 1)
        head = max(head, titles + 1) if titles else head
        rows = tuple(tuple(Text("", []) if not _repeats(grid, r, c, head) else cell for c, cell in enumerate(row)) for r, row in enumerate(grid))
        return Block("table", Text("", []), rows=rows, head_rows=min(head, len(rows) - 1))

    def _names(self, grid: list[list[Text]]) -> int:
        """Rows at the top that name columns where no <th> tells: the first, with those that its cells reach down to."""
        if not all(names_a_column(c.chars) for c in grid[0][1:]):
            return 0
        down = max((cell.down for cell in next(row for row in self.rows if row)), default=1)
        return next((i for i in range(1, min(down, len(grid))) if not all(names_a_column(c.chars) for c in grid[i])), max(1, min(down, len(grid) - 1)))

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


def on_one_line(cell: Text) -> Text:
    """What a cell of several lines says, without its line ends."""
    lines = list(re.finditer(r"[^\r\n]+", cell.chars))
    return cell if len(lines) < 2 else Text.join([cell[m.start():m.end()].strip() for m in lines])


# 2023年, 1-9月, 1—本月累计, 比2010年增减, 60岁及以上人口占比, 0—14岁, PM2.5, N1
_WITH_DIGITS = re.compile(
    r"(?:19|20)\d{2}(?!\d)|\d{1,2}\s?(?:[-—~至]\s?(?:\d{1,2}|本))?月|\D{0,12}(?<!\d)(?:19|20)\d{2}年[\u4e00-\u9fff]|\D{0,8}\d{1,3}(?:[-—~至]\d{1,3})?(?:周)?岁(?:及?以[上下])?[^\d]*$|PM\d|[A-Za-z]{1,3}\d{1,2}$"
)


_UNIT = re.compile(r"(?<=[^\s\d])\s?[(（](?!\s?\d)(?=[^()（）]{0,13}[A-Za-z%‰\u4e00-\u9fff])[^()（）]{1,14}[)）]$")


def names_a_column(chars: str) -> bool:
    """Words, a period (2023年, 1-9月), words with a year, an age or a code in them; digits of a unit count for none (产量(kg/hm2))."""
    return not re.search(r"\d", _UNIT.sub("", chars)) or bool(_WITH_DIGITS.match(chars))


def _repeats(grid: list[list[Text]], r: int, c: int, head: int) -> bool:
    """May this cell show its text? In the body a figure that spans several cells stands once."""
    cell = grid[r][c]
    if r < head or not re.search(r"\d", cell.chars):
        return True
    return not (c and grid[r][c - 1] is cell or r and c < len(grid[r - 1]) and grid[r - 1][c] is cell)


def _span(value: str | None) -> int:
    return min(int(value), _MAX_SPAN) if value and re.fullmatch(r"[1-9]\d{0,3}", value.strip()) else 1
