"""Plain text -> blocks: tables and columns set by wide spaces, and running text, whose lines are judged by layout."""

from __future__ import annotations

from extractor.document import Block
from extractor.read.formulas import without_formulas
from extractor.read.grid import blocks_of
from extractor.rules import Rules
from extractor.text import Text


def blocks(text: str, rules: Rules) -> tuple[list[Block], str]:
    """(blocks, title): a text file marks no title, layout finds its headings."""
    return list(blocks_of(without_formulas(Text.whole(text), figures_only=True), rules)), ""
