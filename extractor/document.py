"""Document and Block: what a reader makes of one input."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from extractor.text import Text


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a document as its format marks it, in reading order.

    kind    "text" (running text whose line breaks still have to be judged by layout), "heading", "item" (list item),
            "caption", "table"
    text    characters with source offsets; empty for a table
    level   heading level from 1, else 0
    page    from 1 where the format has pages
    rows    for a table: its rows of cells, head rows first
    head_rows  how many of `rows` are head
    flags   what a reader of the rows should know: "doubtful join", "headline"
    """

    kind: str
    text: Text
    level: int = 0
    page: int | None = None
    rows: tuple[tuple[Text, ...], ...] = ()
    head_rows: int = 0
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A decoded input.

    text        the decoded text, line ends untouched: every offset in every table points into it
    media_type  "text/plain", "text/markdown", "text/html", "application/pdf", that of DOCX
    title       headline or <title>, "" where none was found
    encoding    of the file, "" for formats that are no text
    warning     what of the document could not be read (scanned pages), "" where all was
    date        publication date where the document states one, else None
    """

    doc_id: str
    source: str
    text: str
    media_type: str
    blocks: tuple[Block, ...]
    title: str = ""
    date: dt.date | None = None
    encoding: str = "utf-8"
    warning: str = ""
