"""Two small models in numpy and scipy: the choice among candidates (`fit_choices`) and how probable it is that a row is right (`fit_confidence`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

STEPS, RATE = 250, 0.08         # of Adam (Kingma and Ba 2015)
MIN_SEEN = 3                    # a feature said in fewer choices is no knowledge
MIN_WEIGHT = 0.02


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: its document, its kind (owner, metric), the features of each candidate, what each is worth by the gold (0 to 1), how many
    times it counts; the spans of the figure and of each candidate's mention in the document (extractor/meaning.py) where the network learns too."""

    doc: str
    kind: str
    features: tuple[tuple[str, ...], ...]
    worth: tuple[float, ...]
    times: int = 1
    figure: tuple[int, int] = (0, 0)
    mentions: tuple[tuple[int, int], ...] = ()


def taught(data: Sequence[Choice], least: int = MIN_SEEN) -> tuple[list[Choice], dict[str, int]]:
    """The choices that teach something (more than one candidate, one of worth), and by feature that `least` of them have its number."""
    data = [c for c in data if max(c.worth) > 0 and len(c.worth) > 1]
    seen: dict[str, int] = defaultdict(int)
    for choice in data:
        for feature in {f for fs in choice.features for f in fs}:
            seen[feature] += 1
    return data, {f: i for i, f in enumerate(sorted(f for f, n in seen.items() if n >= least))}


def kept(number: Mapping[str, int], weights: np.ndarray) -> dict[str, float]:
    """Weights by feature, those near nothing left out."""
    return {f: round(float(weights[i]), 3) for f, i in number.items() if abs(weights[i]) >= MIN_WEIGHT}


def fit_choices(data: Sequence[Choice], prior: float) -> dict[str, float]:
    """Weights by feature of a conditional logit: the probability of a candidate is proportional to exp(sum of its weights); the expected
    worth of what is chosen is made as large as a Gaussian prior on the weights lets it be. Choices without an answer of worth teach nothing."""
    data, number = taught(data)
    if not number:
        return {}
    features, ends, group_of, worth, times = [], [0], [], [], []
    for g, choice in enumerate(data):
        for fs, value in zip(choice.features, choice.worth, strict=True):
            features += [number[f] for f in fs if f in number]
            ends.append(len(features))
            group_of.append(g)
            worth.append(value)
            times.append(choice.times)
    said = csr_matrix((np.ones(len(features)), features, ends), shape=(len(worth), len(number)))
    return kept(number, _ascend(said, prior, *map(np.array, (group_of, worth, times))))


def _ascend(said: csr_matrix, prior: float, group_of: np.ndarray, worth: np.ndarray, times: np.ndarray) -> np.ndarray:
    """The weights that `said` (candidates by features, ones) ends with, by Adam; of each candidate its choice, its worth, how many times it counts."""
    starts = np.flatnonzero(np.r_[True, group_of[1:] != group_of[:-1]])
    by_feature = said.T.tocsr()
    weights, first, second = (np.zeros(said.shape[1]) for _ in range(3))
    for step in range(1, STEPS + 1):
        score = said @ weights
        score -= np.maximum.reduceat(score, starts)[group_of]
        p = np.exp(score)
        p /= np.add.reduceat(p, starts)[group_of]
        good = p * worth
        gradient = by_feature @ (times * (good / np.add.reduceat(good, starts)[group_of] - p)) - prior * weights
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        weights += RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights


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
