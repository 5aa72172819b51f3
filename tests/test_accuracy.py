"""Accuracy as floors per field, so that no change loses it unseen: on the gold (skipped, saying so, without the shared folder) and on the
documents that nothing is learned from (tests/apart).

The floors stand a little below the figures last measured (docs/accuracy.md).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.evaluate import evaluate, read_gold, summary
from extractor.rules import default_rules
from extractor.work import Input, extract_input

FLOORS = {
    "f1": 0.99, "value_unit": 0.99, "metric": 0.97, "metric_strict": 0.90, "metric_first": 0.755, "entity": 0.96, "time": 0.92, "comparator_f1": 0.98, "change_f1": 0.98,
    "modality_f1": 0.94, "sentence": 0.98, "tuple_f1": 0.93, "tuple_strict_f1": 0.86,
}


APART = Path(__file__).parent / "apart"
APART_FLOORS = {"f1": 0.981, "value_unit": 0.989, "metric": 0.919, "metric_strict": 0.841, "entity": 0.862, "time": 0.924, "change_f1": 0.968, "modality_f1": 0.745, "tuple_f1": 0.776, "tuple_strict_f1": 0.660}


def figures_of(gold, path_of):
    rows = [row for doc in gold for row in extract_input(Input(doc, str(path_of(doc))), default_rules()).claims]
    scores = evaluate(gold, rows)
    print("\n" + summary(scores))
    return scores.figures


@pytest.fixture(scope="module")
def figures(shared: Path):
    gold = read_gold(shared / "gold")
    return figures_of(gold, lambda doc: next(p for p in (shared / "seeds" / f"{doc}.txt", shared / "gold" / "texts" / f"{doc}.txt") if p.exists()))


@pytest.fixture(scope="module")
def apart():
    return figures_of(read_gold(APART), lambda doc: APART / f"{doc}.txt")


@pytest.mark.parametrize("name", FLOORS)
def test_floor(figures, name):
    assert figures[name] >= FLOORS[name]


@pytest.mark.parametrize("name", APART_FLOORS)
def test_floor_of_what_nothing_was_learned_from(apart, name):
    assert apart[name] >= APART_FLOORS[name]
