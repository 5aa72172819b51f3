"""propose(texts, network) -> for each text the spans that a small network takes for owners of figures and for what they measure, each with how sure it is.

The network tags characters (outside, begins, inside, ends, alone) once for each of the two. Names that no dictionary knows are told by what stands
around them (邢斌|讲, 三季度|拼多多|营收). It shares its tables of characters with extractor/meaning.py, its convolutions are in `models/proposals`, learned by
`python -m extractor.train_proposals` from hand-read documents.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from extractor.languages.network import Network, arrays
from extractor.meaning import CLAUSES, DISTANCES
from extractor.meaning import FILE as TABLES
from extractor.steps import step

FILE = Path(__file__).parent / "models" / "proposals" / "proposals.npz"
KINDS = ("owner", "metric")
TAGS = 5                        # outside, begins, inside, ends, alone
BEGINS, INSIDE, ENDS = 1, 2, 3
LEAST = 0.25                    # a span is proposed from here on: the geometric mean of its characters' probabilities
LONGEST = 24                    # characters
_LIKELY = 0.08                  # to begin a span


@dataclass(frozen=True, slots=True)
class Proposal:
    """A span of a text (code points, half open) and how sure the network is of it (0 to 1)."""

    start: int
    end: int
    sure: float


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is proposed in one text, by kind: spans, and for each character how probably one begins and ends there, (characters, 2)."""

    spans: Mapping[str, tuple[Proposal, ...]]
    edges: Mapping[str, np.ndarray]

    def at(self, kind: str, start: int, end: int) -> tuple[str, str]:
        """How probably a span begins at `start` and ends at `end`, in steps."""
        edges = self.edges[kind]
        return (_chance(edges[start, 0]), _chance(edges[end - 1, 1])) if 0 <= start < end <= len(edges) else ("-", "-")


def _chance(probability: float) -> str:
    return str(step(probability, (0.03, 0.15, 0.4, 0.75)))


NOTHING = Proposed(dict.fromkeys(KINDS, ()), dict.fromkeys(KINDS, np.zeros((0, 2), dtype=np.float32)))


def propose(texts: Sequence[str], network: Network | None = None) -> list[Proposed]:
    """What is proposed in each folded text, in order; `network`: the one of FILE where none is given."""
    read = network or shipped()
    clauses = [[c for c in CLAUSES.split(text) if c] for text in texts]
    found = _read([c for some in clauses for c in some], read)
    out: list[Proposed] = []
    for some in clauses:
        spans: dict[str, list[Proposal]] = {kind: [] for kind in KINDS}
        edges: dict[str, list[np.ndarray]] = {kind: [NOTHING.edges[kind]] for kind in KINDS}
        at = 0
        for clause in some:
            probabilities = next(found)
            for kind, part in zip(KINDS, np.split(probabilities, len(KINDS), axis=1), strict=True):
                spans[kind] += [Proposal(at + a, at + b, sure) for a, b, sure in _spans(part)]
                edges[kind].append(part[:, [BEGINS, ENDS]])
            at += len(clause)
        out.append(Proposed({kind: tuple(own) for kind, own in spans.items()}, {kind: np.concatenate(parts) for kind, parts in edges.items()}))
    return out


def _read(clauses: Sequence[str], network: Network) -> Iterator[np.ndarray]:
    """(characters, KINDS times TAGS): the probabilities of the tags of each clause."""
    for some, _, scores in network.read(clauses):
        shaped = scores.reshape(len(scores), len(KINDS), TAGS)
        powers = np.exp(shaped - shaped.max(axis=2, keepdims=True))
        probabilities = (powers / powers.sum(axis=2, keepdims=True)).reshape(scores.shape)
        at = network.gap
        for text in some:
            yield probabilities[at:at + len(text)]
            at += len(text) + network.gap


def _spans(tags: np.ndarray) -> Iterator[tuple[int, int, float]]:
    """Spans whose tags are probable enough together, with the geometric mean of these."""
    for first in np.flatnonzero(tags[:, BEGINS] >= _LIKELY).tolist():
        rows = tags[first:first + LONGEST].tolist()
        product = rows[0][BEGINS]
        for size, row in enumerate(rows[1:], 2):
            sure = (product * row[ENDS]) ** (1 / size)
            if sure > LEAST:
                yield first, first + size, sure
            product *= row[INSIDE]
            if product ** (1 / size) < 0.8 * LEAST:
                break


def network_of(layers: Mapping[str, np.ndarray]) -> Network:
    """A network with the tables of extractor/meaning.py and layers by name."""
    tables = arrays(TABLES)
    return Network({name: tables[name] for name in tables if name == "vocabulary" or name.startswith(("characters", "pairs", "triples"))} | dict(layers), DISTANCES)


@functools.cache
def shipped() -> Network:
    """The network of FILE."""
    return network_of(arrays(FILE))


def how_sure(sure: float) -> str:
    """How sure, in steps; "no" for what is not proposed."""
    return "no" if sure < LEAST else str(step(sure, (0.4, 0.55, 0.7, 0.85)))
