"""The expected tables of seeds/, one written claim a line; a difference reads as a diff of claims.

`python tests/test_golden.py` writes them anew; read the difference before it is committed.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import read
from extractor.claim import format_claim, format_number, parse_claim
from extractor.pipeline import extract_document
from extractor.rules import default_rules
from extractor.run import Input, find_inputs

HERE = Path(__file__).parent
SEEDS = HERE.parent / "seeds"
ITEMS = find_inputs([str(SEEDS)])


def table_of(item: Input) -> str:
    """Sentences as comments, under each its claims, then the numerals that are none with their reasons."""
    document = read(item.path, doc_id=item.doc_id)
    result = extract_document(document, default_rules())
    lines, last = [], ""
    for claim in result.claims:
        if claim.sentence != last:
            lines.append(f"# {claim.sentence}")
            last = claim.sentence
        lines.append(format_claim(claim))
    lines.append("# no claims")
    lines += [f"{document.text[r.start:r.end]!r}  {r.reason}" for r in result.rejected]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("item", ITEMS, ids=[i.doc_id for i in ITEMS])
def test_expected_table(item):
    expected = (HERE / "golden" / f"{item.doc_id}.txt").read_text(encoding="utf-8")
    assert table_of(item).splitlines() == expected.splitlines()


@pytest.mark.parametrize("item", ITEMS, ids=[i.doc_id for i in ITEMS])
def test_every_written_claim_reads_back(item):
    claims = extract_document(read(item.path, doc_id=item.doc_id), default_rules()).claims
    assert len(claims) >= 10
    for claim in claims:
        back = parse_claim(format_claim(claim))
        for name in ("entity", "metric", "comparator", "unit", "change", "modality"):
            assert back[name] == getattr(claim, name), format_claim(claim)
        assert (back["number"], back["time"], back["base"]) == (format_number(claim.value, claim.low, claim.high), claim.time.replace(" ", ""), claim.change_base.replace(" ", ""))


if __name__ == "__main__":
    for one in ITEMS:
        (HERE / "golden" / f"{one.doc_id}.txt").write_text(table_of(one), encoding="utf-8")
