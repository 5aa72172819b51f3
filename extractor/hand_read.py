"""What the learners (extractor/train.py, extractor/train_proposals.py, extractor/train_times.py) make of documents read by hand: their texts, their clauses, the parts they are left out by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from extractor.claim import Claim
from extractor.document import Document
from extractor.evaluate import pair
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


def claims_of(wanted: Sequence[Mapping[str, Any]], found: Sequence[Claim]) -> dict[int, Mapping[str, Any]]:
    """By the place of a claim found the gold's claim of the same number; optional ones and those that the gold lacks have none."""
    rows = [{"start": c.start, "end": c.end, "value": None if c.value is None else float(c.value)} for c in found]
    return {j: wanted[i] for i, j in pair(wanted, rows) if wanted[i]["label"] == "claim"}


def left_out_by(docs: Iterable[str], parts: int) -> dict[str, int]:
    """By document the network, of so many, that is learned without it."""
    return {doc: i % parts for i, doc in enumerate(sorted(docs))}
