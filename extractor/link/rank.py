"""choose(kind, names, features) -> the best of several answers, by weights learned from hand-read documents; confidence(claim, rules).

A candidate is its features, short strings that say what is true of it (stands at the head of its clause, is what the rules say,
is named in the title). Its score is the sum of their weights in rules/weights.tsv; the highest wins, the first among equals.
`python -m extractor.train` makes the weights. No feature is a word of a document: they are about form, place and class of word alone.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Protocol

from extractor.claim import Claim
from extractor.rules import Rules


class Chooser(Protocol):
    """Index of the chosen candidate and how sure the choice is (0 to 1). `kind` is "owner" or "metric"; `names` are what they say."""

    def __call__(self, kind: str, names: Sequence[str], features: Sequence[Sequence[str]]) -> tuple[int, float]: ...


@functools.cache
def _weights(rules: Rules) -> dict[str, float]:
    return {e.key: float(e["weight"]) for e in rules.entries("weights")}


@functools.cache
def learned(rules: Rules) -> Chooser:
    """The chooser with the weights of rules/weights.tsv."""
    return chooser_of(_weights(rules))


def chooser_of(weights: Mapping[str, float]) -> Chooser:
    """The chooser with these weights by feature; a feature without one counts nothing."""

    def choose(kind: str, names: Sequence[str], features: Sequence[Sequence[str]]) -> tuple[int, float]:
        get = weights.get
        scores = [sum([get(f, 0.0) for f in fs]) for fs in features]
        best = max(scores)
        return scores.index(best), 1.0 / sum([math.exp(s - best) for s in scores])

    return choose


def evidence(claim: Claim) -> dict[str, float]:
    """What a claim's confidence is made of: log-odds of its two choices, where its owner comes from, what is doubtful about it."""
    out = {"confidence": 1.0}
    for name, sure in zip(("metric", "owner"), claim.sure, strict=True):
        out[f"confidence:{name}"] = math.log(min(sure, 0.995) / (1 - min(sure, 0.995)))
        step = "without rival" if sure == 1.0 else next(f"over {low}" for low in (0.95, 0.8, 0.6, 0.4, 0.0) if sure >= low)
        out[f"confidence:{name} {step}"] = 1.0
    out[f"confidence:owner from {claim.entity_from or 'nowhere'}"] = 1.0
    for flag in ("table cell", "doubtful join", "headline"):
        if flag in claim.flags:
            out[f"confidence:{flag}"] = 1.0
    if claim.metric in ("", claim.entity):
        out["confidence:no metric of its own"] = 1.0
    if claim.value is None or claim.unit == "":
        out["confidence:range or bare number"] = 1.0
    return out


def probability(found: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The logistic function of the evidence's weighted sum."""
    return 1 / (1 + math.exp(-sum(weights.get(name, 0.0) * value for name, value in found.items())))


AT = "confidence at "        # how often rows were right whose probability was said to be this


def calibrated(p: float, points: Sequence[tuple[float, float]]) -> float:
    """A probability as hand-read documents bear it out: between the two points around it, in proportion."""
    if not points:
        return p
    for (x, y), (u, v) in itertools.pairwise([(0.0, 0.0), *points, (1.0, 1.0)]):
        if p <= u:
            return y + (v - y) * (p - x) / (u - x) if u > x else v
    return 1.0


@functools.cache
def _points(rules: Rules) -> tuple[tuple[float, float], ...]:
    return tuple(sorted((float(name.removeprefix(AT)), y) for name, y in _weights(rules).items() if name.startswith(AT)))


def confidence(claim: Claim, rules: Rules) -> float:
    """How probable it is that value, unit, change, metric and owner of the row are all right, learned by `python -m extractor.train`."""
    return calibrated(probability(evidence(claim), _weights(rules)), _points(rules))
