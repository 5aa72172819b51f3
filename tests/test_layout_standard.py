"""The repair's standard on the project's own texts; tests/measure_layout.py measures it on more, docs/layout.md has the figures."""

from __future__ import annotations

import pytest
from measure_layout import BREAKERS, OWN, measure, paragraphs_of

# least share of sentences that come back and of claims unchanged: one sentence of these short texts is .05
FLOORS = {"recogniser's confusions": (0.85, 0.80)}


@pytest.mark.parametrize("breaker", BREAKERS)
@pytest.mark.parametrize("path", OWN, ids=lambda p: p.stem)
def test_what_is_broken_comes_back(path, breaker):
    paragraphs = paragraphs_of(path)
    assert len(paragraphs) >= 5
    kept = measure(paragraphs, breaker)
    sentences, claims = FLOORS.get(breaker, (0.80, 0.95))
    assert kept.sentences >= sentences
    assert kept.claims >= claims
