"""fit_network(documents, begin, priors) -> weights by feature and the network of link/meant.py, learned together (needs torch).

The score of a candidate is the sum of the weights of its features and of what Meant says of it; both climb the same hill as in extractor/fit.py. The
network begins with weights that know what words mean (tests/meaning/start.npz) and is taught on with a small step; the mean of its last
steps is kept (Polyak and Juditsky 1992).
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from extractor.fit import Choice, kept, taught
from extractor.languages.network import Network, hashes
from extractor.link.meant import LOST, NAMED, stretch
from extractor.meaning import DISTANCES, NOWHERE, SIZE

HIDDEN = 128            # units behind the places of a name and a figure, and behind those beside the other answers
COMMON = 25             # a feature said in fewer choices has its weight, and nothing in the hidden units
BESIDE = frozenset(["owner"])      # kinds whose answers are weighed beside each other
SUITS = 64              # numbers of the vectors for what suits what
EPOCHS = 10
TOGETHER = 8            # documents a step
RATES = {"features": 0.01, "heads": 1e-3, "network": 2e-4, "suits": 0.003}
STIFF = 100.0           # prior of the numbers for what suits what
DECAY = 1e-2            # of the heads' weights (Loshchilov and Hutter 2019)
DROPPED = 0.3           # share of the numbers left out at a time (Srivastava and others 2014)
SLOW = 0.99             # of the mean of the last steps
PIECES = ("name", "figure", "between", "suits_name", "suits_figure")


@dataclass(frozen=True, slots=True)
class Taught:
    """A document to learn from: what the network reads one by one (Reading.clauses), its choices of each kind."""

    clauses: Sequence[str]
    choices: Mapping[str, Sequence[Choice]]


def fit_network(documents: Sequence[Taught], begin: Mapping[str, np.ndarray], priors: Mapping[str, float]) -> tuple[dict[str, dict[str, float]], dict[str, np.ndarray]]:
    """Weights by kind and feature, and the network's weights by name, its heads among them."""
    torch.manual_seed(0)
    order = random.Random(0)
    asked = {kind: [c for d in documents for c in d.choices[kind]] for kind in priors}
    known = {kind: taught(choices)[1] for kind, choices in asked.items()}
    common = {kind: list(taught(choices, COMMON)[1]) for kind, choices in asked.items()}
    network = Network(begin, DISTANCES)
    batches = [b for b in (_Batch(d, network, known) for d in documents) if b.weight]
    model = _Model(begin, known, common)
    climb = _Climb(model, priors, sum(b.weight for b in batches), EPOCHS)
    for epoch in range(EPOCHS):
        order.shuffle(batches)
        climb.slow_down(epoch)
        for i in range(0, len(batches), TOGETHER):
            climb.step(batches[i:i + TOGETHER])
    climb.settle()
    weights = {kind: kept(number, model.features[kind].weight.detach().numpy()[:-1, 0]) for kind, number in known.items()}
    named = {f"{kind}.{NAMED}": np.frombuffer("\n".join(features).encode(), dtype=np.uint8) for kind, features in common.items()}
    return weights, {**{n: begin[n] for n in begin if not n.startswith(("layer", "bias"))}, **model.saved(), **named}


class _Batch:
    """A document as tensors: its characters for the network, by kind its candidates."""

    def __init__(self, document: Taught, network: Network, known: Mapping[str, Mapping[str, int]]) -> None:
        ids = network.stream(document.clauses)
        rows = (ids, *hashes(ids, *network.sizes))
        self.rows = [torch.from_numpy(r.astype(np.int64)) for r in rows]
        ends = np.cumsum([network.gap + len(c) for c in document.clauses])
        self.places = torch.from_numpy(np.concatenate([np.arange(e - len(c), e) for e, c in zip(ends, document.clauses, strict=True)] or [np.zeros(0, dtype=np.int64)]))
        self.kinds = {kind: _Candidates(taught(choices)[0], known[kind], len(self.places)) for kind, choices in document.choices.items()}
        self.weight = float(sum(c.times.sum() for c in self.kinds.values()))


class _Candidates:
    """The candidates of a document's choices of one kind, one behind the other."""

    def __init__(self, choices: Sequence[Choice], number: Mapping[str, int], characters: int) -> None:
        features, starts, group, worth, spans, figures, between, steps = [], [], [], [], [], [], [], []
        for g, choice in enumerate(choices):
            for fs, value, mention in zip(choice.features, choice.worth, choice.mentions, strict=True):
                starts.append(len(features))
                features += [number.get(f, len(number)) for f in fs]
                group.append(g)
                worth.append(value)
                spans.append(mention if mention != NOWHERE else (0, 0))
                figures.append(choice.figure)
                first, last, step = stretch(mention, choice.figure)
                between.append((first, last))
                steps.append(step)
        self.features, self.starts, self.group, self.steps = (torch.tensor(x, dtype=torch.int64) for x in (features, starts, group, steps))
        self.spans, self.figures, self.between = (torch.tensor(x, dtype=torch.int64).reshape(-1, 2).clamp(max=characters) for x in (spans, figures, between))
        self.worth = torch.tensor(worth, dtype=torch.float32)
        self.said = (self.steps != LOST).float()[:, None]
        self.times = torch.tensor([c.times for c in choices], dtype=torch.float32)

    def loss(self, scores: torch.Tensor) -> torch.Tensor:
        """Minus the logarithm of the expected worth of each choice, summed."""
        zero = torch.zeros(len(self.times))
        top = torch.full((len(self.times),), -math.inf).scatter_reduce(0, self.group, scores.detach(), "amax")
        powers = torch.exp(scores - top[self.group])
        good, whole = zero.index_add(0, self.group, powers * self.worth), zero.index_add(0, self.group, powers)
        return -(self.times * torch.log(good / whole + 1e-9)).sum()


def tables_of(weights: Mapping[str, np.ndarray]) -> list[torch.Tensor]:
    """The tables of characters, pairs and triples of a file of weights (extractor/meaning.py)."""
    return [torch.from_numpy((weights[n] * weights[f"{n}_scale"]).astype(np.float32)) for n in ("characters", "pairs", "triples")]


def convolved(tables: Sequence[torch.Tensor], rows: Sequence[torch.Tensor], layers: Iterable[torch.Tensor], biases: Iterable[torch.Tensor], distances: Sequence[int]) -> torch.Tensor:
    """(characters, width): what the convolutions of extractor/languages/network.py make of a stream, so that they can be learned; zeros where no text is."""
    text = (rows[0] != 0).float()[:, None]
    x = torch.cat([table[r] for table, r in zip(tables, rows, strict=True)], dim=1) * text
    for number, (distance, weight, bias) in enumerate(zip(distances, layers, biases, strict=True)):
        kernel = weight.view(3, x.shape[1], -1).permute(2, 1, 0)
        y = functional.relu(functional.conv1d(x.t()[None], kernel, bias, padding=distance, dilation=distance)[0].t()) * text
        x = y if number == 0 else x + y
    return x


class _Model(nn.Module):
    """The network with its heads, and the weights of features; a feature that is not known has the last row, which counts nothing."""

    def __init__(self, begin: Mapping[str, np.ndarray], known: Mapping[str, Mapping[str, int]], common: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        self.tables = tables_of(begin)
        layers = [(torch.from_numpy(begin[f"layer{i}"].astype(np.float32)), torch.from_numpy(begin[f"bias{i}"].astype(np.float32))) for i in range(len(DISTANCES) + 1)]
        self.layers = nn.ParameterList([nn.Parameter(w) for w, _ in layers[:-1]])
        self.biases = nn.ParameterList([nn.Parameter(b) for _, b in layers[:-1]])
        self.features = nn.ModuleDict({kind: nn.EmbeddingBag(len(number) + 1, 1, mode="sum", padding_idx=len(number)) for kind, number in known.items()})
        self.heads = nn.ModuleDict({kind: _Head(*layers[-1], number, common[kind], kind in BESIDE) for kind, number in known.items()})
        for bag in self.features.values():
            nn.init.zeros_(bag.weight)

    def forward(self, batch: _Batch) -> Iterator[tuple[_Candidates, torch.Tensor]]:
        """The candidates of each kind with their scores."""
        vectors = functional.dropout(convolved(self.tables, batch.rows, self.layers, self.biases, DISTANCES)[batch.places], DROPPED, self.training)
        around = torch.cat([torch.zeros(1, SIZE), vectors, torch.zeros(1, SIZE)])
        sums = torch.cat([torch.zeros(1, SIZE), vectors.cumsum(0)])
        for kind, c in batch.kinds.items():
            if len(c.group):
                name, figure = _place(around, sums, c.spans) * c.said, _place(around, sums, c.figures)
                between = _mean(sums, c.between)
                yield c, self.features[kind](c.features, c.starts)[:, 0] + self.heads[kind](name, figure, between, c)

    def saved(self) -> dict[str, np.ndarray]:
        """The network's convolutions and the heads by name, in half precision."""
        out = {f"{part}{i}": p for part, ps in (("layer", self.layers), ("bias", self.biases)) for i, p in enumerate(ps)}
        for kind, head in self.heads.items():
            out |= {f"{kind}.{name}": values for name, values in head.saved().items()}
        return {name: p.detach().numpy().astype(np.float16) for name, p in out.items()}


class _Head(nn.Module):
    """What link/meant.py weighs for one kind of choice."""

    def __init__(self, suits: torch.Tensor, suits_bias: torch.Tensor, number: Mapping[str, int], common: Sequence[str], beside: bool) -> None:
        super().__init__()
        rows = torch.full((len(number) + 1,), len(common))
        rows[[number[f] for f in common]] = torch.arange(len(common))
        self.register_buffer("rows", rows)
        self.true = nn.EmbeddingBag(len(common) + 1, HIDDEN, mode="sum", padding_idx=len(common))
        self.beside = nn.Linear(HIDDEN, HIDDEN) if beside else None
        self.name, self.figure, self.between = nn.Linear(3 * SIZE, HIDDEN), nn.Linear(3 * SIZE, HIDDEN), nn.Linear(SIZE, HIDDEN)
        self.steps, self.out = nn.Embedding(LOST + 1, HIDDEN), nn.Linear(HIDDEN, 1, bias=False)
        self.suits_name, self.suits_figure = nn.Linear(SIZE, SUITS), nn.Linear(3 * SIZE, SUITS)
        with torch.no_grad():
            self.suits_name.weight.copy_(suits.t())
            self.suits_name.bias.copy_(suits_bias)
            for p in (self.true.weight, self.out.weight, self.suits_figure.weight, self.suits_figure.bias):
                p.zero_()

    def forward(self, name: torch.Tensor, figure: torch.Tensor, between: torch.Tensor, c: _Candidates) -> torch.Tensor:
        true = functional.dropout(self.true(self.rows[c.features], c.starts), DROPPED, self.training)
        hidden = functional.relu(self.name(name) + self.figure(figure) + self.between(between) + self.steps(c.steps) + true)
        if self.beside is not None:
            top = torch.full((len(c.times), HIDDEN), -math.inf).scatter_reduce(0, c.group[:, None].expand_as(hidden), hidden, "amax")
            hidden = functional.relu(hidden + self.beside(top)[c.group])
        suited = (self.suits_name(name[:, :SIZE]) * c.said * self.suits_figure(figure)).sum(1)
        return self.out(functional.dropout(hidden, DROPPED, self.training))[:, 0] + suited

    def saved(self) -> dict[str, torch.Tensor]:
        layers = {name: getattr(self, name) for name in (*PIECES, *(["beside"] if self.beside else []))}
        out = {name: layer.weight.t() for name, layer in layers.items()} | {f"{name}.bias": layer.bias for name, layer in layers.items()}
        return {**out, "features": self.true.weight, "steps": self.steps.weight, "out": self.out.weight[0]}


def _mean(sums: torch.Tensor, spans: torch.Tensor) -> torch.Tensor:
    return (sums[spans[:, 1]] - sums[spans[:, 0]]) / (spans[:, 1] - spans[:, 0]).clamp(min=1).float()[:, None]


def _place(around: torch.Tensor, sums: torch.Tensor, spans: torch.Tensor) -> torch.Tensor:
    """As Meant._placed: the mean of a span's characters, the one before, the one behind."""
    return torch.cat([_mean(sums, spans), around[spans[:, 0]], around[spans[:, 1] + 1]], dim=1)


class _Climb:
    """Steps by AdamW; features and what suits what are held back by their priors, the mean of the last steps is kept."""

    def __init__(self, model: _Model, priors: Mapping[str, float], whole: float, epochs: int) -> None:
        self._model, self._priors, self._whole, self._epochs = model, priors, whole, epochs
        named = dict(model.named_parameters())
        group = {n: "features" if n.startswith("features") else "network" if n.startswith(("layers", "biases")) or "suits_name" in n else "suits" if "suits_figure" in n else "heads" for n in named}
        self._steady = [p for n, p in named.items() if group[n] in ("network", "heads")]
        self._climb = torch.optim.AdamW([
            {"params": [p for n, p in named.items() if group[n] == g], "lr": rate, "first": rate, "weight_decay": DECAY if g == "heads" else 0.0} for g, rate in RATES.items()
        ])
        self._slow = {n: p.detach().clone() for n, p in named.items()}

    def slow_down(self, epoch: int) -> None:
        """The step of an epoch: half a cosine down to a twentieth."""
        for g in self._climb.param_groups:
            g["lr"] = g["first"] * (0.05 + 0.475 * (1 + math.cos(math.pi * epoch / self._epochs)))

    def step(self, batches: Sequence[_Batch]) -> None:
        self._climb.zero_grad()
        weight = sum(b.weight for b in batches)
        loss = sum((c.loss(scores) for b in batches for c, scores in self._model(b)), torch.zeros(()))
        prior = sum(p * self._model.features[kind].weight.square().sum() + STIFF * self._model.heads[kind].suits_figure.weight.square().sum() for kind, p in self._priors.items()) / 2
        ((loss + prior * weight / self._whole) / weight).backward()
        nn.utils.clip_grad_norm_(self._steady, 1.0)
        self._climb.step()
        with torch.no_grad():
            for name, p in self._model.named_parameters():
                self._slow[name].mul_(SLOW).add_(p, alpha=1 - SLOW)

    def settle(self) -> None:
        """Take the mean of the last steps."""
        with torch.no_grad():
            for name, p in self._model.named_parameters():
                p.copy_(self._slow[name])
