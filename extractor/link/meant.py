"""Meant(reading, heads).scores(kind, span, names, features) -> how well each answer suits the figure by what both mean where they stand.

An answer is looked at where it is mentioned nearest to the figure: its characters, the one before and the one behind it, those between it and
the figure, how far it stands, and what is true of it (the features of link/rank.py and link/company.py). A layer of hidden units weighs all that
together (as in Kiperwasser and Goldberg, TACL 2016), for owners a second one beside what the answers say together (the largest of each unit, as in
deep sets, Zaheer and others, NeurIPS 2017), a product of vectors what suits what (a log-bilinear model, Mnih and Hinton, ICML 2007). The weights are
in `models/meaning` beside the network's, learned by `python -m extractor.train --network` (extractor/fit_network.py).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from extractor.meaning import FILE, NOWHERE, SIZE, Reading, Span

BETWEEN = 80            # characters between a figure and a mention that are looked at, those next to the later of both
NAMES = 4096            # mentions whose part of the scores is kept
STEPS = 7               # of distance, before the figure and as many behind it
LOST = 2 * STEPS        # the step of a name that is not mentioned

NAMED = "named"         # the part that names the rows of `features`, in order: UTF-8, a line each


@dataclass(frozen=True, slots=True)
class Head:
    """What one kind of choice is weighed with: weights by part, and by feature its row of the part `features`, whose last row is zero."""

    parts: Mapping[str, np.ndarray]
    rows: Mapping[str, int]


Heads = Mapping[str, Head]


def heads_of(weights: Mapping[str, np.ndarray]) -> Heads:
    """By kind of choice its head, from a network's weights by name: kind.part and kind.part.bias."""
    parts: dict[str, dict[str, np.ndarray]] = {}
    rows: dict[str, dict[str, int]] = {}
    for key in weights:                                            # of a file those of the heads alone are read
        kind, dot, part = key.partition(".")
        if part == NAMED:
            rows[kind] = {f: i for i, f in enumerate(bytes(weights[key]).decode().split("\n"))}
        elif dot:
            parts.setdefault(kind, {})[part] = weights[key].astype(np.float32)
    return {kind: Head(own, rows.get(kind, {})) for kind, own in parts.items()}


def shipped_heads() -> Heads:
    """The heads of the shipped network."""
    with np.load(FILE) as saved:
        return heads_of(saved)


def stretch(mention: Span, figure: Span) -> tuple[int, int, int]:
    """(first, last, step): the characters between a mention and a figure, the last BETWEEN of them, and how far apart they are in steps that double."""
    if mention == NOWHERE:
        return 0, 0, LOST
    before = mention[1] <= figure[0]
    first, last = (mention[1], figure[0]) if before else (min(figure[1], mention[0]), max(figure[0], mention[0]))
    first = max(first, last - BETWEEN)
    step = min((last - first + 1).bit_length() - 1, STEPS - 1)
    return first, last, step if before else STEPS + step


class Meant:
    """The scores of a document's answers."""

    def __init__(self, reading: Reading, heads: Heads) -> None:
        self._reading, self._heads = reading, heads
        self._of_name = functools.lru_cache(maxsize=NAMES)(self._name)
        self._place = functools.lru_cache(maxsize=NAMES)(self._placed)      # of a figure and of most names both kinds ask

    def scores(self, kind: str, span: Span, names: Sequence[str], features: Sequence[Sequence[str]]) -> list[float]:
        """The score of each name, with its features, as an answer of a kind for the figure at a span of the reading; nothing where the kind has no head."""
        if kind not in self._heads:
            return [0.0] * len(names)
        head = self._heads[kind].parts
        mentions = [self._reading.mention(name, *span) for name in names]
        hidden, suits = (np.stack(rows) for rows in zip(*(self._of_name(kind, m) for m in mentions), strict=True))
        figure = self._place(span)
        between, steps = self._between(mentions, span)
        hidden = hidden + (figure @ head["figure"] + head["figure.bias"]) + (between @ head["between"] + head["between.bias"]) + head["steps"][steps]
        hidden = np.maximum(hidden + self._true(kind, features), 0)
        if "beside" in head:
            hidden = np.maximum(hidden + (hidden.max(axis=0) @ head["beside"] + head["beside.bias"]), 0)
        suited = suits @ (figure @ head["suits_figure"] + head["suits_figure.bias"])
        return (hidden @ head["out"] + suited).tolist()

    def _true(self, kind: str, features: Sequence[Sequence[str]]) -> np.ndarray:
        """(answers, hidden units): what the features of each answer give."""
        rows, table = self._heads[kind].rows, self._heads[kind].parts["features"]
        known = [[-1, *(i for f in own if (i := rows.get(f)) is not None)] for own in features]      # the row of zeros leaves none empty
        starts = np.cumsum([0, *map(len, known[:-1])])
        return np.add.reduceat(table[[i for own in known for i in own]], starts, axis=0)

    def _name(self, kind: str, mention: Span) -> tuple[np.ndarray, np.ndarray]:
        """What a mention gives to the hidden units, and its vector for what suits what (zeros for a name that is not mentioned)."""
        head = self._heads[kind].parts
        if mention == NOWHERE:
            return head["name.bias"], np.zeros_like(head["suits_name.bias"])
        place = self._place(mention)
        return place @ head["name"] + head["name.bias"], place[:len(head["suits_name"])] @ head["suits_name"] + head["suits_name.bias"]

    def _placed(self, span: Span) -> np.ndarray:
        """(3 SIZE): the mean of a span's characters, the one before and the one behind."""
        around = self._reading.vectors(span[0] - 1, span[1] + 1)
        return np.concatenate([around[1:-1].mean(axis=0) if len(around) > 2 else np.zeros_like(around[0]), around[0], around[-1]])

    def _between(self, mentions: Sequence[Span], figure: Span) -> tuple[np.ndarray, list[int]]:
        """(names, SIZE): the mean of the characters between each mention and the figure; the step of each."""
        stretches = [stretch(m, figure) for m in mentions]
        wide = [(a, b) for a, b, _ in stretches if a < b]
        first = min((a for a, _ in wide), default=0)
        around = self._reading.vectors(first, max((b for _, b in wide), default=0))
        sums = np.zeros((len(around) + 1, SIZE), dtype=np.float32)
        np.cumsum(around, axis=0, out=sums[1:])
        ends = np.array([(a - first, b - first) if a < b else (0, 0) for a, b, _ in stretches])
        sizes = np.maximum(ends[:, 1] - ends[:, 0], 1).astype(np.float32)
        return (sums[ends[:, 1]] - sums[ends[:, 0]]) / sizes[:, None], [step for _, _, step in stretches]
