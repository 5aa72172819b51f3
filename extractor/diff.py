"""compare(before, after) -> what a change gained, lost and altered, one claim a line in its written form; needs no gold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from extractor.claim import written

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """Rows by document id and start: only in after, only in before, and pairs that read differently."""

    gained: tuple[Row, ...]
    lost: tuple[Row, ...]
    changed: tuple[tuple[Row, Row], ...]


def compare(before: Iterable[Row], after: Iterable[Row]) -> Difference:
    """Rows are matched by document and first character, never by position in the table."""
    old = {(str(r["doc_id"]), r["start"]): r for r in before}
    new = {(str(r["doc_id"]), r["start"]): r for r in after}
    return Difference(
        tuple(new[k] for k in sorted(new.keys() - old.keys())),
        tuple(old[k] for k in sorted(old.keys() - new.keys())),
        tuple((old[k], new[k]) for k in sorted(new.keys() & old.keys()) if written(old[k]) != written(new[k])),
    )


def report(difference: Difference, limit: int = 0) -> str:
    """Counts, then the rows: + gained, - lost, < before and > after; `limit` rows of each kind (0: all)."""
    lines = [f"gained {len(difference.gained)}, lost {len(difference.lost)}, changed {len(difference.changed)}"]
    end = limit or None
    lines += [f"+ {_place(r)}  {written(r)}" for r in difference.gained[:end]]
    lines += [f"- {_place(r)}  {written(r)}" for r in difference.lost[:end]]
    for old, new in difference.changed[:end]:
        lines += [f"< {_place(old)}  {written(old)}", f"> {_place(new)}  {written(new)}"]
    return "\n".join(lines)


def _place(row: Row) -> str:
    return f"{row['doc_id']}:{row['start']}"
