"""Claims <-> Arrow: the one place that says which columns the tables have, what they mean, and how a file is written whole."""

from __future__ import annotations

import functools
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from extractor.claim import Claim, format_number
from extractor.document import Document
from extractor.errors import UsageError
from extractor.link.rank import confidence
from extractor.pipeline import Result
from extractor.rules import Rules

SCHEMA_VERSION = "1"
_WORD = pa.dictionary(pa.int32(), pa.string())


def _field(name: str, kind: pa.DataType, doc: str, *, nullable: bool = False) -> pa.Field:
    return pa.field(name, kind, nullable=nullable, metadata={"doc": doc})


SCHEMA = pa.schema(
    [
        _field("claim_id", pa.string(), "stable over runs: from the document's content hash and the span"),
        _field("doc_id", pa.string(), "the input's stem; with folders as input, the relative path without suffix where stems clash"),
        _field("source", pa.string(), "the path as given"),
        _field("page", pa.int32(), "from 1, where the format has pages", nullable=True),
        _field("section", pa.string(), "the nearest heading or article title before the claim"),
        _field("sentence", pa.string(), "the whole repaired sentence"),
        _field("start", pa.int64(), "first code point of the numeral in the document's text"),
        _field("end", pa.int64(), "one past the last code point of the numeral's unit"),
        _field("text", pa.string(), "the source characters start:end"),
        _field("value", pa.float64(), "the number in the base of its unit; null for a range", nullable=True),
        _field("value_low", pa.float64(), "lower end of a range", nullable=True),
        _field("value_high", pa.float64(), "upper end of a range", nullable=True),
        _field("value_exact", pa.string(), "the decimal value, exact; a range as low~high"),
        _field("unit", _WORD, "measure word or unit without multiplier; empty for a bare number"),
        _field("unit_kind", _WORD, "count, money, percent, length, area, volume, mass, energy, duration, age, rank, multiple, ..."),
        _field("base_value", pa.float64(), "value in the kind's base unit", nullable=True),
        _field("base_unit", pa.string(), "the kind's base unit (亩 -> 平方米)", nullable=True),
        _field("metric", pa.string(), "what is measured, in the text's words"),
        _field("entity", pa.string(), "whose figure it is"),
        _field("entity_type", _WORD, "place, organisation, person, project, group, ..."),
        _field("entity_from", _WORD, "sentence, earlier, heading or document: how the entity was found"),
        _field("time", pa.string(), "the period or day, as written"),
        _field("time_from", _WORD, "sentence, earlier, heading or document: how the time was found"),
        _field("time_start", pa.date32(), "first day of the time, where text and document tell it; null where open or not told", nullable=True),
        _field("time_end", pa.date32(), "last day of the time, itself included", nullable=True),
        _field("comparator", _WORD, "= ≈ > ≥ < ≤"),
        _field("change", _WORD, "empty for a level, increase or decrease where the number is a change"),
        _field("change_base", pa.string(), "同比, 环比, 比上年, or what the number is compared with, as written"),
        _field("pair_id", pa.string(), "joins rows that belong together: the two ends of 由A增至B, a level and its growth, a ratio", nullable=True),
        _field("modality", _WORD, "actual, target, requirement, forecast"),
        _field("flags", pa.list_(pa.field("element", pa.string())), "headline, doubtful join, unit from table head, ..."),
        _field("confidence", pa.float32(), "how probable it is that value, unit, change, metric and entity are all right; calibrated on hand-read documents left out"),
        _field("rules", pa.list_(pa.field("element", pa.string())), "the rules that decided"),
    ],
    metadata={"schema_version": SCHEMA_VERSION},
)

DOCUMENTS_SCHEMA = pa.schema(
    [
        _field("doc_id", pa.string(), "as in claims"),
        _field("source", pa.string(), "the path as given"),
        _field("media_type", pa.string(), "text/plain, text/markdown, text/html, application/pdf, that of DOCX; empty where the document couldn't be read"),
        _field("encoding", pa.string(), "encoding of the file; empty for PDF and DOCX"),
        _field("content_hash", pa.string(), "SHA-256 of the decoded text in UTF-8"),
        _field("text", pa.string(), "the decoded (PDF, DOCX: composed) text; start and end of the claims point into it"),
        _field("title", pa.string(), "headline or <title>"),
        _field("date", pa.date32(), "publication date where the document states one", nullable=True),
        _field("claims", pa.int32(), "number of claims"),
        _field("rejected", pa.int32(), "number of numerals that are no claims"),
        _field("status", _WORD, "ok, partial (something in it couldn't be read) or error"),
        _field("error", pa.string(), "why the document, or a part of it, couldn't be read"),
    ],
    metadata={"schema_version": SCHEMA_VERSION},
)

REJECTED_SCHEMA = pa.schema(
    [
        _field("doc_id", pa.string(), "as in claims"),
        _field("start", pa.int64(), "first code point of the numeral"),
        _field("end", pa.int64(), "one past its last"),
        _field("text", pa.string(), "the source characters start:end"),
        _field("reason", _WORD, "date, ordinal, name, code, idiom, article, bare numeral, ..."),
        _field("rule", _WORD, "the rule that said so"),
        _field("sentence", pa.string(), "the whole repaired sentence"),
    ],
    metadata={"schema_version": SCHEMA_VERSION},
)


def content_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def claim_rows(document: Document, result: Result, rules: Rules) -> list[dict[str, Any]]:
    """One dict a claim, in reading order, with SCHEMA's columns."""
    key = content_hash(document.text)
    return [_claim_row(document, claim, key, rules) for claim in result.claims]


def _claim_row(document: Document, claim: Claim, key: str, rules: Rules) -> dict[str, Any]:
    base_value, base_unit = _in_base(claim, rules)
    same = {n: getattr(claim, n) for n in (
        "start", "end", "unit", "unit_kind", "metric", "entity", "entity_type", "entity_from", "time", "time_from", "time_start", "time_end", "comparator",
        "change", "change_base", "modality", "section", "sentence", "page")}
    return same | {
        "claim_id": _short_hash(f"{key}:{claim.start}:{claim.end}"),
        "doc_id": document.doc_id,
        "source": document.source,
        "text": document.text[claim.start:claim.end],
        "value": _float(claim.value), "value_low": _float(claim.low), "value_high": _float(claim.high),
        "value_exact": format_number(claim.value, claim.low, claim.high),
        "base_value": base_value, "base_unit": base_unit,
        "pair_id": _short_hash(f"{key}:{claim.sentence}:{claim.pair}") if claim.pair else None,
        "flags": list(claim.flags), "rules": list(claim.rules),
        "confidence": float(np.float32(confidence(claim, rules))),       # as the column holds it
    }


def rejected_rows(document: Document, result: Result) -> list[dict[str, Any]]:
    """One dict a numeral that is no claim, with REJECTED_SCHEMA's columns."""
    return [
        {"doc_id": document.doc_id, "start": r.start, "end": r.end, "text": document.text[r.start:r.end], "reason": r.reason, "rule": r.rule, "sentence": r.sentence}
        for r in result.rejected
    ]


def document_row(document: Document, result: Result) -> dict[str, Any]:
    return {
        "doc_id": document.doc_id, "source": document.source, "media_type": document.media_type, "encoding": document.encoding,
        "content_hash": content_hash(document.text), "text": document.text, "title": document.title, "date": document.date,
        "claims": len(result.claims), "rejected": len(result.rejected), "status": "partial" if document.warning else "ok", "error": document.warning,
    }


def failed_row(doc_id: str, source: str, error: str) -> dict[str, Any]:
    """The row of a document that couldn't be read."""
    return {name: None if name == "date" else "" for name in DOCUMENTS_SCHEMA.names} | {
        "doc_id": doc_id, "source": source, "claims": 0, "rejected": 0, "status": "error", "error": error}


def as_table(rows: Iterable[dict[str, Any]], schema: pa.Schema = SCHEMA) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=schema)


def read_table(path: str | Path, needs: Sequence[str] = ()) -> pa.Table:
    """A Parquet file as written by `write_table`, or the claims of a folder that a run has written; raises UsageError naming the file, and the columns of
    `needs` that it lacks."""
    path = Path(path) / "claims.parquet" if Path(path).is_dir() else path
    try:
        table = pq.read_table(path)
    except FileNotFoundError:
        raise UsageError(f"{path}: no such file") from None
    except (OSError, pa.ArrowInvalid) as error:
        raise UsageError(f"{path}: no readable Parquet file ({str(error).splitlines()[0][:120]})") from None
    lacking = [name for name in needs if name not in table.column_names]
    if lacking:
        raise UsageError(f"{path}: is no table of claims, it has no column {', '.join(lacking)}")
    return table


def write_table(table: pa.Table, path: str | Path) -> None:
    """Parquet at `path`, whole or not at all."""
    write_whole(path, lambda temporary: pq.write_table(table, temporary, compression="zstd"))


def write_whole(path: str | Path, write: Callable[[str], Any]) -> None:
    """Let `write` fill a temporary file beside `path`, then put it in place; UsageError where that can't be done."""
    path = Path(path)
    temporary = ""
    try:
        if path.is_dir():
            raise UsageError(f"{path}: is a folder, a file is to be written there")
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:80]}.", suffix=path.suffix, dir=path.parent)
        os.close(handle)
        write(temporary)
        os.chmod(temporary, 0o666 & ~_umask())
        with Path(temporary).open("rb") as file:
            os.fsync(file.fileno())
        os.replace(temporary, path)
        temporary = ""
    except OSError as error:
        raise UsageError(f"{path}: can't be written ({error.strerror or error})") from None
    finally:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@functools.cache
def _bases(rules: Rules) -> dict[tuple[str, str], tuple[str, Decimal]]:
    """(unit as written in the table, its kind) -> (base unit, factor), from rules/units.tsv."""
    return {(e["unit"], e["kind"]): (e["base"], Decimal(e["factor"] or 1)) for e in reversed(rules.entries("units")) if e["base"]}


def _in_base(claim: Claim, rules: Rules) -> tuple[float | None, str | None]:
    found = _bases(rules).get((claim.unit, claim.unit_kind))
    if found is None or claim.value is None:
        return None, None
    base, factor = found
    return float(claim.value * factor), base
