"""Accuracy on the gold as floors per field, so that no change loses it unseen; skipped, saying so, without the shared folder.

The floors stand a little below the figures last measured (docs/accuracy.md).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.evaluate import evaluate, read_gold, summary
from extractor.rules import default_rules
from extractor.work import Input, extract_input

FLOORS = {
    "f1": 0.99, "value_unit": 0.99, "metric": 0.97, "metric_strict": 0.90, "metric_first": 0.75, "entity": 0.95, "time": 0.92, "comparator_f1": 0.98, "change_f1": 0.98,
    "modality_f1": 0.94, "sentence": 0.98, "tuple_f1": 0.93, "tuple_strict_f1": 0.85,
}


@pytest.fixture(scope="module")
def figures(shared: Path):
    gold = read_gold(shared / "gold")
    rows = []
    for doc in gold:
        path = next(p for p in (shared / "seeds" / f"{doc}.txt", shared / "gold" / "texts" / f"{doc}.txt") if p.exists())
        rows += extract_input(Input(doc, str(path)), default_rules()).claims
    scores = evaluate(gold, rows)
    print("\n" + summary(scores))
    return scores.figures


@pytest.mark.parametrize("name", FLOORS)
def test_floor(figures, name):
    assert figures[name] >= FLOORS[name]
