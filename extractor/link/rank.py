"""Weights.rivals(kind, answers) -> how probable each of several answers is by itself; confidence(claim, rules) -> how probable a row is.

An answer is its features, short strings that say what is true of it (stands at the head of its clause, is what the rules say, is named in
the title). Its score is the sum of their weights in rules/weights.tsv. `python -m extractor.train` makes the weights: one for the first
reading, of a number alone, one for the second, in company (link/settle.py). No feature is a word of a document: they are about form, place
and class of word alone. What is meant where an answer stands counts in the second reading (link/meant.py), by a network learned with the weights.
"""

from __future__ import annotations

import functools
import itertools
import math
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.claim import Claim
from extractor.errors import RuleError
from extractor.languages.network import Network
from extractor.link.answer import Answer
from extractor.link.meant import Heads, shipped_heads
from extractor.link.when import TIME
from extractor.meaning import FILE
from extractor.rules import Rules

KINDS = ("metric", "owner")
NOTHING: Mapping[str, float] = {}
NETWORK = "network"         # the row of weights.tsv whose weight is the sum of the network that they were learned with
ZEROS = itertools.repeat(0.0)     # the weights of features without one
LEAST = 0.01        # an answer less probable by itself is not read again


@dataclass(frozen=True, slots=True)
class Rival:
    """An answer: what it says, its probability when the number is read alone, what its own features score in the second reading, these features."""

    name: str
    probability: float
    score: float
    answer: Any
    features: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights by kind and feature, of the first reading and of the second; a feature without one counts nothing. The network and the heads of
    link/meant.py: without heads nothing is asked of the network. `proposing`: the one of extractor/proposals.py. Without one of its own each is the shipped one."""

    alone: Mapping[str, Mapping[str, float]]
    again: Mapping[str, Mapping[str, float]]
    heads: Heads = field(default_factory=dict)
    network: Network | None = None
    proposing: Network | None = None

    def rivals(self, kind: str, answers: Sequence[Answer]) -> list[Rival]:
        """The answers that are probable enough to be read again, in order."""
        if not answers:
            return []
        alone, again = self.alone.get(kind, NOTHING), self.again.get(kind, NOTHING)
        probable = shares([total(alone, a.features) for a in answers])
        return [Rival(a.name, p, total(again, a.features), a.value, a.features) for a, p in zip(answers, probable, strict=True) if p >= LEAST]


def total(weights: Mapping[str, float], features: Iterable[str]) -> float:
    """The sum of the weights of an answer's features, in C: it is asked of every answer of every number."""
    return sum(map(weights.get, features, ZEROS))


def likeliest(rivals: Sequence[Rival]) -> Rival:
    """The most probable answer by itself, the first among equals."""
    return max(rivals, key=lambda r: r.probability)


def shares(scores: Sequence[float]) -> list[float]:
    """Probabilities in proportion to exp(score)."""
    top = max(scores)
    powers = [math.exp(s - top) for s in scores]
    whole = sum(powers)
    return [p / whole for p in powers]


def sum_of(file: Path) -> int:
    """The check sum (CRC-32) of a file."""
    return zlib.crc32(file.read_bytes())


@functools.cache
def with_network(rules: Rules) -> bool:
    """Were the weights of rules/weights.tsv learned with the network? Raises RuleError where they name another than the shipped one."""
    own = rules.tables["weights"].get(NETWORK)
    if own and int(own["weight"]) != sum_of(FILE):
        raise RuleError([f"{own.place}: these weights were learned with another network than {FILE} holds"])
    return own is not None


@functools.cache
def learned(rules: Rules) -> Weights:
    """The weights of rules/weights.tsv, with the heads of the network where they were learned with it."""
    weights = Weights({kind: {} for kind in (*KINDS, TIME)}, {kind: {} for kind in KINDS}, shipped_heads() if with_network(rules) else {})
    for entry in rules.entries("weights"):
        kind, _, feature = entry.key.partition(" ")
        if kind in weights.alone:
            for table, column in ((weights.alone, "weight"), (weights.again, "again")):
                if entry[column]:
                    table[kind][feature] = float(entry[column])
    return weights


@functools.cache
def _sure(rules: Rules) -> dict[str, float]:
    """Weights of what a row's confidence is made of."""
    return {e.key: float(e["weight"]) for e in rules.entries("weights") if e.key.startswith("confidence")}


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
    return tuple(sorted((float(name.removeprefix(AT)), y) for name, y in _sure(rules).items() if name.startswith(AT)))


def confidence(claim: Claim, rules: Rules) -> float:
    """How probable it is that value, unit, change, metric and owner of the row are all right, learned by `python -m extractor.train`."""
    return calibrated(probability(evidence(claim), _sure(rules)), _points(rules))
