"""company(numbers) -> features of each answer from neighbouring numbers and from the other field (metric or owner) of the same number.

They tell whether the number before and the one behind probably have the answer too, how many figures of the document and of the sentence have it,
whether it repeats the likeliest name of the other field. Probabilities come in steps, and answers are compared by their words: no feature holds a
document's word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.link.rank import KINDS, Rival, likeliest
from extractor.steps import step

PARTNER = dict(zip(KINDS, reversed(KINDS), strict=True))


@dataclass(frozen=True, slots=True)
class Number:
    """A number with the number of its sentence, its unit and its answers by kind, as they are read alone."""

    sentence: int
    unit: str
    rivals: Mapping[str, Sequence[Rival]]


def company(numbers: Sequence[Number]) -> list[dict[str, list[list[str]]]]:
    """For each number by kind the features of each of its answers, in order."""
    around = _Around(numbers)
    return [{kind: around.of(i, kind) for kind in KINDS} for i in range(len(numbers))]


class _Around:
    """What the numbers of a document say alone: by kind and number the probability of each name, the likeliest answer and its name."""

    def __init__(self, numbers: Sequence[Number]) -> None:
        self.numbers = numbers
        self.said = {kind: [{_plain(r.name): r.probability for r in n.rivals[kind]} for n in numbers] for kind in KINDS}
        self.best = {kind: [likeliest(n.rivals[kind]) for n in numbers] for kind in KINDS}
        self.name = {kind: [_plain(best.name) for best in self.best[kind]] for kind in KINDS}
        self.of_document: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
        self.of_sentence: dict[tuple[str, int], Counter[str]] = {(kind, n.sentence): Counter() for kind in KINDS for n in numbers}
        for kind in KINDS:
            for number, said in zip(numbers, self.said[kind], strict=True):
                self.of_document[kind].update(said)
                self.of_sentence[kind, number.sentence].update(said)

    def of(self, i: int, kind: str) -> list[list[str]]:
        """Features of the answers of number `i`; an answer without a rival needs none."""
        rivals, other = self.numbers[i].rivals[kind], PARTNER[kind]
        if len(rivals) == 1:
            return [[]]
        partner, sure = self.name[other][i], _step(self.best[other][i].probability)
        edges = [f"{side}:none" for side, at in (("before", 0), ("behind", len(self.numbers) - 1)) if i == at]
        beside = [self._beside(i, j, side, other) for side, j in (("before", i - 1), ("behind", i + 1)) if 0 <= j < len(self.numbers)]
        out = []
        for rival in rivals:
            name, alone = _plain(rival.name), _step(rival.probability)
            fits = f"{other}:{_fit(name, partner)}"
            features = [*edges, f"alone:{alone}", fits, f"{fits}|{sure}", *self._often(i, kind, name, rival.probability)]
            for j, where, unit, shared in beside:
                there = _step(self.said[kind][j].get(name, -1.0))
                features += [f"{where}:{there}", f"{where}:{there}|{alone}", f"{unit}:{there}", f"{unit}: {shared}, {kind} {name == self.name[kind][j]}"]
            out.append(features)
        return out

    def _beside(self, i: int, j: int, side: str, other: str) -> tuple[int, str, str, str]:
        """A neighbour `j` of number `i`: where it stands, the same with its unit, whether their other fields agree."""
        here, there = self.numbers[i], self.numbers[j]
        where = f"{side} " + ("in the sentence" if here.sentence == there.sentence else "in another")
        unit = "its unit" if here.unit == there.unit else "another unit"
        return j, where, f"{where}, {unit}", f"{other} {self.name[other][i] == self.name[other][j]}"

    def _often(self, i: int, kind: str, name: str, probability: float) -> list[str]:
        """How many other figures have the answer: of the document, as a share of them, of the sentence."""
        others = self.of_document[kind][name] - probability
        share = others / max(len(self.numbers) - 1, 1)
        here = self.of_sentence[kind, self.numbers[i].sentence][name] - probability
        return [f"figures:{step(others, (0.1, 0.5, 1.5, 4))}", f"figures of all:{step(share, (0.005, 0.03, 0.1, 0.3))}", f"figures here:{step(here, (0.1, 0.5, 1.5))}"]


def _plain(name: str) -> str:
    """A name without the spaces that layout leaves in it."""
    return "".join(name.split())


def _step(probability: float) -> str:
    return "no" if probability < 0 else str(step(probability, (0.05, 0.2, 0.5, 0.8, 0.95)))


def _fit(name: str, other: str) -> str:
    if not name or not other:
        return "none"
    return "the same" if name == other else "part of it" if name in other else "holds it" if other in name else "another"
