"""Sentence and Row: the unit every later stage works on."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.text import Text


@dataclass(frozen=True, slots=True)
class Row:
    """What a table row knows beyond its characters.

    cells     spans of the cells in the sentence's text (half open), empty cells as (i, i)
    headers   header path of each column, outermost first, parts joined by " / "; a short row has fewer cells than headers
    caption   the table's title: a spanning head row, a caption, or the line just before that names it; "" if none
    group     what the row is part of: the label of the last row above that has one where its own first cell is empty (普通小学 | 全国, then 其中：农村)
    """

    cells: tuple[tuple[int, int], ...]
    headers: tuple[str, ...]
    caption: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of repaired running text, a heading, a list item, a caption or a table row.

    text       repaired characters with source offsets (no line breaks, no layout spaces)
    kind       "prose", "heading", "item", "caption", "row"
    section    the nearest heading before it ("" at the top)
    paragraph  number of its paragraph in the document, from 0: sentences of one paragraph share it
    flags      what the reader should know: "doubtful join", "headline", ...
    row        set for kind "row" only
    """

    text: Text
    kind: str = "prose"
    section: str = ""
    paragraph: int = 0
    page: int | None = None
    flags: tuple[str, ...] = ()
    row: Row | None = None
