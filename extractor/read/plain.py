"""Plain text -> one block; its lines are judged by layout."""

from __future__ import annotations

from extractor.document import Block
from extractor.text import Text


def blocks(text: str) -> tuple[list[Block], str]:
    """(blocks, title): the whole text as one block; a text file marks no title, layout finds its headings."""
    return [Block("text", Text.whole(text))], ""
