"""Claim and Rejected: the records that leave the line, and the one written form of a claim.

    全省 · 覆盖率 ≥ 82 % @2025年 ↑同比 !target

is `format_claim(claim)`, the expected line of a golden file, the row of a gains/losses table, `explain`'s first line and
the command line's preview. `parse_claim` reads it back and refuses anything else.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from extractor.errors import UsageError

COMPARATORS = ("=", "≈", "≥", ">", "≤", "<")
WRITTEN = ("comparator", "unit", "time", "change", "change_base", "modality", "entity", "metric", "value_exact")      # columns that a written claim tells
MODALITIES = ("actual", "target", "requirement", "forecast")


@dataclass(frozen=True, slots=True)
class Claim:
    """One number the text asserts about something measurable; fields as in the table's schema (see extractor/table.py).

    start, end are source offsets (code points, half open) of the numeral with its unit; `pair` joins rows of one
    sentence that belong together and is turned into pair_id by the table; `sure` is how probable the choices of metric and owner were
    among their rivals (extractor/link/rank.py), of which the table makes the confidence.
    """

    start: int
    end: int
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    unit_kind: str
    metric: str
    entity: str
    sentence: str
    entity_type: str = ""
    entity_from: str = ""
    time: str = ""
    time_from: str = ""
    time_start: dt.date | None = None
    time_end: dt.date | None = None
    comparator: str = "="
    change: str = ""
    change_base: str = ""
    modality: str = "actual"
    pair: str = ""
    section: str = ""
    page: int | None = None
    flags: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    sure: tuple[float, float] = (1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A numeral that is no claim, with the reason (date, ordinal, name, slogan, ...) and the rule that said so."""

    start: int
    end: int
    reason: str
    rule: str
    sentence: str


def format_number(value: Decimal | None, low: Decimal | None = None, high: Decimal | None = None) -> str:
    """Exact and without exponent; a range as low~high.

    >>> format_number(Decimal("1640000000")), format_number(None, Decimal("5"), Decimal("10.50"))
    ('1640000000', '5~10.50')
    """
    if value is None:
        return f"{low:f}~{high:f}" if low is not None and high is not None else "?"
    return f"{value:f}"


def format_claim(claim: Claim) -> str:
    """The written form of a claim."""
    return written({n: getattr(claim, n) for n in WRITTEN if n != "value_exact"} | {"value_exact": format_number(claim.value, claim.low, claim.high)})


def written(row: Mapping[str, Any]) -> str:
    """The written form of a table row: entity · metric comparator number unit @time ↑/↓base !modality, empty parts left out."""
    words = [row["comparator"], row["value_exact"]]
    if row["unit"]:
        words.append(row["unit"])
    if row["time"]:
        words.append(f"@{row['time'].replace(' ', '')}")
    if row["change"]:
        words.append({"increase": "↑", "decrease": "↓"}[row["change"]] + row["change_base"].replace(" ", ""))
    elif row["change_base"]:
        words.append("~" + row["change_base"].replace(" ", ""))
    if row["modality"] != "actual":
        words.append(f"!{row['modality']}")
    return f"{row['entity'] or '-'} · {row['metric'] or '-'} {' '.join(words)}"


_LINE = re.compile(
    r"(?P<entity>.+?) · (?P<metric>.+?) (?P<comparator>[=≈≥>≤<]) (?P<number>-?[\d.]+(?:~-?[\d.]+)?)"
    r"(?: (?P<unit>[^@↑↓~!\s]\S*))?(?: @(?P<time>\S+))?(?: (?P<change>[↑↓~])(?P<base>\S*))?(?: !(?P<modality>\w+))?"
)


def parse_claim(line: str) -> dict[str, str]:
    """Fields of a written claim; raises UsageError for anything that is not one, naming the line.

    >>> parse_claim("全省 · 覆盖率 ≥ 82 % @2025年 !target")["modality"]
    'target'
    """
    match = _LINE.fullmatch(line.strip())
    if not match or (match["modality"] or "actual") not in MODALITIES:
        raise UsageError(f"not a written claim: {line!r} (form: entity · metric = 82 % @2025年 ↑同比 !target)")
    found = {k: v or "" for k, v in match.groupdict().items()}
    found["change"] = {"↑": "increase", "↓": "decrease", "~": "", "": ""}[found["change"]]
    found["modality"] = found["modality"] or "actual"
    return {k: "" if v == "-" and k in ("entity", "metric") else v for k, v in found.items()}
