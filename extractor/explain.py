"""explain(document, at, rules, language) -> the story of one number: its sentence, each field with what decided it, or why it is no claim."""

from __future__ import annotations

from extractor.claim import Claim, format_claim
from extractor.document import Document
from extractor.errors import UsageError
from extractor.language import Language
from extractor.link.rank import confidence
from extractor.pipeline import extract_document
from extractor.rules import Rules

_FIELDS = ("metric", "entity", "time", "comparator", "change", "modality", "unit")


def explain(document: Document, at: int, rules: Rules, language: Language | None = None) -> str:
    """Text about the number at source offset `at` (code points), or about the nearest one.

    Raises UsageError where `at` lies outside the document or the document holds no number.
    """
    if not 0 <= at < max(1, len(document.text)):
        raise UsageError(f"--at {at}: the document has the offsets 0 to {len(document.text) - 1}")
    result = extract_document(document, rules, language)
    found = [*result.claims, *result.rejected]
    if not found:
        raise UsageError(f"{document.source or document.doc_id}: no number in this document")
    nearest = min(found, key=lambda x: (max(x.start - at, at - x.end + 1, 0), x.end - x.start))
    lines = [] if nearest.start <= at < nearest.end else [f"no number at {at}; the nearest one:"]
    lines.append(f"{document.doc_id} {nearest.start}:{nearest.end}  {document.text[nearest.start:nearest.end]!r}")
    lines.append(f"sentence    {nearest.sentence}")
    if isinstance(nearest, Claim):
        return "\n".join([*lines, *_claim(nearest), f"confidence  {confidence(nearest, rules):.2f}"])
    return "\n".join([*lines, f"no claim    {nearest.reason}", f"rule        {nearest.rule}"])


def _claim(claim: Claim) -> list[str]:
    decided: dict[str, list[str]] = {}
    for rule in claim.rules:
        decided.setdefault(_FIELD_OF.get(rule.split(":")[0], rule.split(":")[0]), []).append(rule)
    lines = [f"claim       {format_claim(claim)}"]
    for name in _FIELDS:
        why = ", ".join(decided.get(name, []))
        where = {"entity": claim.entity_from, "time": claim.time_from}.get(name, "")
        said = getattr(claim, name) or "(none)"
        lines.append(f"{name:11} {said}" + (f"   from {where}" if where else "") + (f"   by {why}" if why else ""))
    if claim.change_base:
        lines.append(f"{'base':11} {claim.change_base}")
    if claim.section:
        lines.append(f"{'section':11} {claim.section}")
    if claim.flags:
        lines.append(f"{'flags':11} {', '.join(claim.flags)}")
    return lines


# Which field the rules of a file decide.
_FIELD_OF = {"comparators": "comparator", "changes": "change", "verbs": "change", "numerals": "comparator"}
