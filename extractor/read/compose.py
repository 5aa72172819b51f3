"""Composer: builds the text of a document that has none of its own (PDF, DOCX), and blocks whose offsets point into it."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.document import Block
from extractor.text import Text


class Composer:
    """Collects lines, headings, items and tables in reading order; `text` and `blocks` are the result."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._open: tuple[int, int | None] | None = None      # start and page of the running text not yet closed
        self._spans: list[tuple[str, int, int, int, int | None]] = []
        self._tables: dict[int, tuple[tuple[tuple[int, int], ...], ...]] = {}
        self._heads: dict[int, int] = {}

    @property
    def text(self) -> str:
        return "".join(self._parts)

    @property
    def blocks(self) -> list[Block]:
        """Blocks in reading order, with offsets into `text`."""
        self._close()
        whole = Text.whole(self.text)
        out = []
        for i, (kind, start, end, level, page) in enumerate(self._spans):
            if kind == "table":
                rows = tuple(tuple(whole[a:b] for a, b in row) for row in self._tables[i])
                out.append(Block("table", Text("", []), page=page, rows=rows, head_rows=self._heads[i]))
            else:
                out.append(Block(kind, whole[start:end], level, page))
        return out

    def line(self, chars: str, page: int | None = None) -> None:
        """A line of running text; neighbours on one page are one block, for layout to judge."""
        if self._open and self._open[1] != page:
            self._close()
        if not self._open:
            self._open = (self._length, page)
        self._write(chars + "\n")

    def skip(self, chars: str) -> None:
        """A line that stays in the text and belongs to no block: a running head, a page number."""
        self._close()
        self._write(chars + "\n")

    def block(self, kind: str, chars: str, level: int = 0, page: int | None = None) -> None:
        """A heading, item, caption or a paragraph of its own."""
        self._close()
        self._spans.append((kind, self._length, self._length + len(chars), level, page))
        self._write(chars + "\n")

    def table(self, rows: Sequence[Sequence[str]], page: int | None = None, head_rows: int = 1) -> None:
        """A table; in the text its cells are parted by tabs."""
        self._close()
        spans = []
        for row in rows:
            cells = []
            for i, cell in enumerate(row):
                if i:
                    self._write("\t")
                cells.append((self._length, self._length + len(cell)))
                self._write(cell)
            self._write("\n")
            spans.append(tuple(cells))
        at = len(self._spans)
        self._tables[at] = tuple(spans)
        self._heads[at] = min(head_rows, len(rows) - 1)
        self._spans.append(("table", self._length, self._length, 0, page))

    def end_page(self) -> None:
        self._close()
        self._write("\f")

    def _close(self) -> None:
        if self._open:
            start, page = self._open
            self._spans.append(("text", start, self._length, 0, page))
            self._open = None

    def _write(self, chars: str) -> None:
        self._parts.append(chars)
        self._length += len(chars)
