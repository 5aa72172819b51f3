"""evaluate(gold, rows) -> Scores: how a table agrees with gold claims, field by field, with the errors.

The figures are those of the contract's scorer to the last digit: a row finds a gold claim when their spans overlap, fields are
judged on found claims, comparator, change and modality also as F1 over their cues, whole rows as F1 over all claims.
"""

from __future__ import annotations

import json
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.errors import UsageError

FIELDS = ("value", "unit", "value_unit", "metric", "metric_strict", "metric_first", "entity", "entity_strict", "time", "comparator",
          "change", "modality", "sentence")
DEFAULTS = {"comparator": "=", "change": "", "modality": "actual"}
NEAR = 0.6              # longest common subsequence F1 from which two names are near
_DROPPED = frozenset(" \t\r\n\u3000,，.。、;；:：\"“”'‘’()（）《》[]【】的")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mistake:
    """kind "field" (with the wrong fields), "missed" (no row) or "spurious" (no gold claim)."""

    doc: str
    kind: str
    wrong: tuple[str, ...]
    gold: Row | None
    row: Row | None


@dataclass(frozen=True, slots=True)
class Scores:
    """Figures by name, of all documents and of each; mistakes in document order."""

    figures: dict[str, float]
    by_document: dict[str, dict[str, float]]
    mistakes: tuple[Mistake, ...]


def read_gold(path: str | Path) -> dict[str, list[Row]]:
    """Gold claims by document from one .jsonl file or a folder of them; raises UsageError with file and line."""
    path = Path(path)
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files:
        raise UsageError(f"{path}: no .jsonl file in this folder")
    return {f.stem: _read_jsonl(f) for f in files}


def _read_jsonl(path: Path) -> list[Row]:
    rows = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: can't be read ({error})") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise UsageError(f"{path}:{number}: no JSON ({error.msg})") from None
        missing = [k for k in ("label", "start", "end", "value", "unit", "metric", "entity", "time") if not isinstance(row, dict) or k not in row]
        if missing:
            raise UsageError(f"{path}:{number}: a gold claim needs {', '.join(missing)}")
        rows.append(row)
    return rows


def normal(text: Any) -> str:
    """A name as it is compared: NFKC, without spaces, punctuation and 的."""
    if text is None or isinstance(text, float) and math.isnan(text):
        return ""
    return "".join(c for c in unicodedata.normalize("NFKC", str(text)) if c not in _DROPPED)


def similarity(a: str, b: str) -> float:
    """F1 of the longest common subsequence of two strings, 1.0 for two empty ones."""
    if not a or not b:
        return 1.0 if a == b else 0.0
    row = [0] * (len(b) + 1)
    for x in a:
        diagonal = 0
        for j, y in enumerate(b, 1):
            diagonal, row[j] = row[j], diagonal + 1 if x == y else max(row[j], row[j - 1])
    return 2 * row[-1] / (len(a) + len(b))


def _accepted(answers: Any) -> list[str]:
    return [normal(x) for x in (answers if isinstance(answers, list) else ["" if answers is None else answers])]


def judge_name(got: Any, answers: Any) -> tuple[bool, bool]:
    """(right, near) of a name against the accepted ones."""
    name, accepted = normal(got), _accepted(answers)
    right = name in accepted
    return right, right or max((similarity(name, a) for a in accepted), default=0.0) >= NEAR


def _number(x: Any) -> float | None:
    if x is None or x == "":
        return None
    return None if math.isnan(float(x)) else float(x)


def same_number(a: Any, b: Any) -> bool:
    a, b = _number(a), _number(b)
    if a is None or b is None:
        return a is None and b is None
    return math.isclose(a, b, rel_tol=1e-4, abs_tol=1e-9)


def pair(gold: Sequence[Row], rows: Sequence[Row]) -> list[tuple[int, int]]:
    """One-to-one pairs (gold index, row index) of overlapping spans: the right value first, then the largest overlap."""
    options = sorted(
        (-same_number(g["value"], r.get("value")), -overlap, i, j)
        for i, g in enumerate(gold) for j, r in enumerate(rows)
        if (overlap := min(g["end"], r["end"]) - max(g["start"], r["start"])) > 0
    )
    taken_gold: set[int] = set()
    taken_rows: set[int] = set()
    pairs = []
    for _, _, i, j in options:
        if i not in taken_gold and j not in taken_rows:
            taken_gold.add(i)
            taken_rows.add(j)
            pairs.append((i, j))
    return pairs


def judge(gold: Row, row: Row) -> dict[str, bool]:
    """Which fields of a row are right for a gold claim."""
    ok = {"value": all(same_number(gold.get(k), row.get(k)) for k in ("value", "value_low", "value_high"))}
    ok["unit"] = normal(row.get("unit")) in _accepted(gold["unit"])
    ok["value_unit"] = ok["value"] and ok["unit"]
    ok["metric_strict"], ok["metric"] = judge_name(row.get("metric"), gold["metric"])
    ok["metric_first"] = normal(row.get("metric")) == _accepted(gold["metric"])[0]
    ok["entity_strict"], ok["entity"] = judge_name(row.get("entity"), gold["entity"])
    ok["time"] = judge_name(row.get("time"), gold["time"])[1]
    for name in DEFAULTS:
        ok[name] = normal(row.get(name)) in _accepted(gold.get(name, ""))
    if gold.get("sentence"):
        ok["sentence"] = similarity(normal(gold["sentence"])[:400], normal(row.get("sentence"))[:400]) >= 0.9
    core = ok["value_unit"] and ok["change"]
    ok["tuple"] = core and ok["metric"] and ok["entity"]
    ok["tuple_strict"] = core and ok["metric_strict"] and ok["entity_strict"]
    return ok


_SHOWN = ("value", "unit", "metric", "entity", "time", "comparator", "change", "modality", "sentence")


def _count(doc: str, claims: Sequence[Row], rows: Sequence[Row], mistakes: list[Mistake]) -> Counter[str]:
    n: Counter[str] = Counter()
    pairs = pair(claims, rows)
    for i, j in pairs:
        gold, row = claims[i], rows[j]
        if gold["label"] == "optional":
            continue
        ok = judge(gold, row)
        n["found"] += 1
        n.update(name for name, good in ok.items() if good)
        for name, default in DEFAULTS.items():
            answers = gold.get(name, "")
            cue = default not in (answers if isinstance(answers, list) else [answers])
            n[f"{name}_tp"] += cue and ok[name]
            n[f"{name}_fp"] += normal(row.get(name)) != default and not ok[name]
            n[f"{name}_fn"] += cue and not ok[name]
        wrong = tuple(name for name in _SHOWN if not ok.get(name, True))
        if wrong:
            mistakes.append(Mistake(doc, "field", wrong, gold, row))
    found, used = {i for i, _ in pairs}, {j for _, j in pairs}
    for i, gold in enumerate(claims):
        if gold["label"] == "claim":
            n["gold"] += 1
            if i not in found:
                mistakes.append(Mistake(doc, "missed", (), gold, None))
    for j, row in enumerate(rows):
        if j not in used:
            n["spurious"] += 1
            mistakes.append(Mistake(doc, "spurious", (), None, row))
    return n


def _ratio(a: float, b: float) -> float:
    return round(a / b, 4) if b else 0.0


def _figures(n: Counter[str]) -> dict[str, float]:
    precision, recall = _ratio(n["found"], n["found"] + n["spurious"]), _ratio(n["found"], n["gold"])
    out: dict[str, float] = {"gold": n["gold"], "found": n["found"], "spurious": n["spurious"]}
    out |= {"precision": precision, "recall": recall, "f1": _ratio(2 * precision * recall, precision + recall)}
    out |= {name: _ratio(n[name], n["found"]) for name in FIELDS}
    out |= {f"{name}_f1": _ratio(2 * n[f"{name}_tp"], 2 * n[f"{name}_tp"] + n[f"{name}_fp"] + n[f"{name}_fn"]) for name in DEFAULTS}
    return out | {f"{name}_f1": _ratio(2 * n[name], n["gold"] + n["found"] + n["spurious"]) for name in ("tuple", "tuple_strict")}


def evaluate(gold: Mapping[str, Sequence[Row]], rows: Iterable[Row]) -> Scores:
    """Scores of rows (dicts with the table's columns) against gold; rows of documents without gold are left out."""
    by_doc: dict[str, list[Row]] = {doc: [] for doc in gold}
    for row in rows:
        if str(row["doc_id"]) in by_doc:
            by_doc[str(row["doc_id"])].append(row)
    mistakes: list[Mistake] = []
    counts = {doc: _count(doc, claims, by_doc[doc], mistakes) for doc, claims in gold.items()}
    return Scores(_figures(sum(counts.values(), Counter())), {doc: _figures(n) for doc, n in counts.items()}, tuple(mistakes))


def need_common_documents(gold: Mapping[str, Sequence[Row]], rows: Sequence[Row]) -> None:
    """Raises UsageError where no row is of a document that the gold has: such figures would all be zero."""
    told = {str(row["doc_id"]) for row in rows}
    if told and gold and gold.keys().isdisjoint(told):
        raise UsageError(f"the table and the gold have no document in common (table: {min(told)}, ...; gold: {min(gold)}, ...); a gold file NAME.jsonl belongs to the document NAME")


def below(figures: Mapping[str, float], floors: Sequence[str]) -> list[str]:
    """One line for each floor NAME=NUMBER that is not reached; raises UsageError for a floor that is none."""
    out = []
    for floor in floors:
        name, _, number = floor.partition("=")
        try:
            wanted = float(number)
        except ValueError:
            raise UsageError(f"--min {floor}: must be NAME=NUMBER, for instance value_unit=0.98") from None
        if name not in figures or not 0 <= wanted <= 1:
            raise UsageError(f"--min {floor}: {'no such figure, choose one of ' + ', '.join(list(figures)[3:]) if name not in figures else 'the floor must lie between 0 and 1'}")
        if figures[name] < wanted:
            out.append(f"{name} is {figures[name]}, below the floor {wanted}")
    return out


def summary(scores: Scores) -> str:
    """The figures as the scorer prints them: one a line, then one line a document."""
    lines = [f"{name:16}{value}" for name, value in scores.figures.items()]
    for doc, f in scores.by_document.items():
        lines.append(f"{doc:28} gold {f['gold']:4} f1 {f['f1']:.3f} value_unit {f['value_unit']:.3f} metric {f['metric']:.3f} entity {f['entity']:.3f} tuple {f['tuple_f1']:.3f}")
    return "\n".join(lines)
