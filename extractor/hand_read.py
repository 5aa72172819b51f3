"""What both learners (extractor/train.py, extractor/train_proposals.py) make of documents read by hand: their texts, their clauses, the parts they are left out by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import typer

from extractor.document import Document
from extractor.layout import repair
from extractor.meaning import Reading
from extractor.rules import Rules
from extractor.sentences import split

FIELDS = {"owner": "entity", "metric": "metric"}        # of a gold claim, by kind of choice


def text_of(doc: str, folders: Sequence[Path]) -> Path:
    """The text DOC.* of a gold document, of the first folder that has one; `typer.BadParameter` where none has."""
    found = next((p for folder in folders for p in sorted(folder.glob(f"{doc}.*")) if p.suffix != ".jsonl"), None)
    if found is None:
        raise typer.BadParameter(f"no text {doc}.* in {', '.join(map(str, folders))}")
    return found


def clauses(document: Document, rules: Rules) -> list[str]:
    """What a network reads of a document."""
    return Reading([s.text.chars for s in split(repair(document, rules), rules)], rules).clauses()


def left_out_by(docs: Iterable[str], parts: int) -> dict[str, int]:
    """By document the network, of so many, that is learned without it."""
    return {doc: i % parts for i, doc in enumerate(sorted(docs))}
