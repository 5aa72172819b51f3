"""Two small models in numpy and scipy: the choice among candidates (`fit_choices`) and how probable it is that a row is right (`fit_confidence`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

STEPS, RATE = 250, 0.08         # of Adam (Kingma and Ba 2015)
MEANING_RATE = 0.02
MIN_SEEN = 3                    # a feature said in fewer choices is no knowledge
MIN_WEIGHT = 0.02


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: its document, its kind (owner, metric), the features of each candidate, what each is worth by the gold (0 to 1), how many
    times it counts; the vector of the figure and those of the candidates (candidates, SIZE) where meaning counts."""

    doc: str
    kind: str
    features: tuple[tuple[str, ...], ...]
    worth: tuple[float, ...]
    times: int = 1
    figure: np.ndarray | None = None
    names: np.ndarray | None = None


def fit_choices(data: Sequence[Choice], prior: float, stiff: float = 0.0) -> tuple[dict[str, float], np.ndarray | None]:
    """Weights by feature of a conditional logit: the probability of a candidate is proportional to exp(sum of its weights); the expected
    worth of what is chosen is made as large as a Gaussian prior on the weights lets it be. With `stiff`, the prior of its numbers, the matrix of
    link/meant.py too. Choices without an answer of worth teach nothing."""
    data = [c for c in data if max(c.worth) > 0 and len(c.worth) > 1]
    seen: dict[str, int] = defaultdict(int)
    for choice in data:
        for feature in {f for fs in choice.features for f in fs}:
            seen[feature] += 1
    number = {f: i for i, f in enumerate(sorted(f for f, n in seen.items() if n >= MIN_SEEN))}
    if not number:
        return {}, None
    features, ends, group_of, worth, times = [], [0], [], [], []
    for g, choice in enumerate(data):
        for fs, value in zip(choice.features, choice.worth, strict=True):
            features += [number[f] for f in fs if f in number]
            ends.append(len(features))
            group_of.append(g)
            worth.append(value)
            times.append(choice.times)
    said = csr_matrix((np.ones(len(features)), features, ends), shape=(len(worth), len(number)))
    parts: list[_Part] = [_Features(said, prior)]
    if stiff:
        parts.append(_Meaning(np.stack([c.figure for c in data]), np.concatenate([c.names for c in data]), np.array(group_of), stiff))
    _ascend(parts, *map(np.array, (group_of, worth, times)))
    weights = parts[0].weights
    return {f: round(float(weights[i]), 3) for f, i in number.items() if abs(weights[i]) >= MIN_WEIGHT}, parts[1].weights.round(3) if stiff else None


class _Part:
    """A part of the candidates' scores: its weights, what they say, how more of a candidate's share would change them. Climbs by Adam."""

    def __init__(self, shape: tuple[int, ...], prior: float, rate: float) -> None:
        self.weights, self._first, self._second = (np.zeros(shape) for _ in range(3))
        self._prior, self._rate = prior, rate

    def climb(self, step: int, wanted: np.ndarray) -> None:
        """One step; `wanted`: how much more of each candidate there should be."""
        gradient = self.gradient(wanted) - self._prior * self.weights
        self._first = 0.9 * self._first + 0.1 * gradient
        self._second = 0.999 * self._second + 0.001 * gradient**2
        self.weights += self._rate * (self._first / (1 - 0.9**step)) / (np.sqrt(self._second / (1 - 0.999**step)) + 1e-8)


class _Features(_Part):
    """Weights by column of `said` (candidates by features, ones)."""

    def __init__(self, said: csr_matrix, prior: float) -> None:
        super().__init__((said.shape[1],), prior, RATE)
        self._said, self._by_feature = said, said.T.tocsr()

    def scores(self) -> np.ndarray:
        return self._said @ self.weights

    def gradient(self, wanted: np.ndarray) -> np.ndarray:
        return self._by_feature @ wanted


class _Meaning(_Part):
    """The matrix of link/meant.py: figures (choices, SIZE), names (candidates, SIZE), of each candidate its choice."""

    def __init__(self, figures: np.ndarray, names: np.ndarray, group_of: np.ndarray, prior: float) -> None:
        self._figures = np.concatenate([np.ones((len(figures), 1)), figures], axis=1).astype(np.float32)
        self._names, self._sizes = names.astype(np.float32), np.bincount(group_of)
        self._order, self._ends = np.arange(len(names)), np.r_[0, np.cumsum(self._sizes)]
        super().__init__((self._figures.shape[1], names.shape[1]), prior, MEANING_RATE)

    def scores(self) -> np.ndarray:
        suits = np.repeat(self._figures @ self.weights.astype(np.float32), self._sizes, axis=0)
        return np.einsum("ij,ij->i", self._names, suits)

    def gradient(self, wanted: np.ndarray) -> np.ndarray:
        by_choice = csr_matrix((wanted.astype(np.float32), self._order, self._ends), shape=(len(self._sizes), len(self._names)))
        return self._figures.T @ (by_choice @ self._names)


def _ascend(parts: Sequence[_Part], group_of: np.ndarray, worth: np.ndarray, times: np.ndarray) -> None:
    """Let the parts climb together; of each candidate its choice, its worth, how many times it counts."""
    starts = np.flatnonzero(np.r_[True, group_of[1:] != group_of[:-1]])
    for step in range(1, STEPS + 1):
        score = sum(part.scores() for part in parts)
        score -= np.maximum.reduceat(score, starts)[group_of]
        p = np.exp(score)
        p /= np.add.reduceat(p, starts)[group_of]
        good = p * worth
        wanted = times * (good / np.add.reduceat(good, starts)[group_of] - p)
        for part in parts:
            part.climb(step, wanted)


def fit_confidence(rows: Sequence[tuple[Mapping[str, float], bool]], prior: float = 1.0) -> dict[str, float]:
    """Weights of a logistic regression of "this row is right" on its evidence (Newton's method, Gaussian prior)."""
    names = sorted({name for evidence, _ in rows for name in evidence})
    x = np.array([[evidence.get(name, 0.0) for name in names] for evidence, _ in rows])
    y = np.array([right for _, right in rows], dtype=float)
    weights = np.zeros(len(names))
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ weights))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + prior * np.eye(len(names))
        weights += np.linalg.solve(hessian, x.T @ (y - p) - prior * weights)
    return {name: round(float(w), 3) for name, w in zip(names, weights, strict=True)}


def calibrate(pairs: Sequence[tuple[float, bool]], groups: int = 12) -> list[tuple[float, float]]:
    """(what was predicted, how often it was right) of groups of equal size, made to rise (pool adjacent violators, Ayer et al. 1955)."""
    ordered = np.array_split(np.array(sorted(pairs), dtype=float), groups)
    pools = [[float(g[:, 0].mean()), float(g[:, 1].mean()), len(g)] for g in ordered if len(g)]
    out: list[list[float]] = []
    for pool in pools:
        out.append(pool)
        while len(out) > 1 and out[-2][1] >= out[-1][1]:
            (x, y, n), (u, v, m) = out.pop(), out.pop()
            out.append([(x * n + u * m) / (n + m), (y * n + v * m) / (n + m), n + m])
    return [(x, y) for x, y, _ in out]


def reliability(pairs: Sequence[tuple[float, bool]], edges: Sequence[float] = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)) -> list[tuple[str, int, float, float]]:
    """(range of confidence, rows, mean confidence, share right) of (confidence, right) pairs."""
    out = []
    for low, high in zip(edges, edges[1:], strict=False):
        inside = [(c, r) for c, r in pairs if low <= c < high or c == high == edges[-1]]
        if inside:
            out.append((f"{low:.1f} to {high:.1f}", len(inside), sum(c for c, _ in inside) / len(inside), sum(r for _, r in inside) / len(inside)))
    return out
