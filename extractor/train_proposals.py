"""python -m extractor.train_proposals --gold DIR --texts DIR [...] [--written DIR] [--folds N] [--out FILE]: learn what extractor/proposals.py proposes (needs torch).

1. Each document is parted into the clauses that the network reads. Wherever an answer that a hand-read figure has for its owner stands, it is marked as an owner,
   preferred answers first; the same for metrics.
2. The network, small convolutions over the tables of extractor/meaning.py, learns to tag characters so.
3. With --folds it is learned as many times more, each time without every n-th document: FILE.0, FILE.1, ... What learns to choose (extractor/train.py --proposals) reads
   each document with the one that has not seen it, as new documents will be read.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import torch
import typer
from torch import nn
from torch.nn import functional

from extractor.evaluate import read_gold
from extractor.fit_network import convolved, tables_of
from extractor.fold import fold
from extractor.hand_read import FIELDS, clauses, left_out_by, text_of
from extractor.languages.network import Network, arrays, hashes
from extractor.meaning import DISTANCES
from extractor.meaning import FILE as TABLES
from extractor.proposals import BEGINS, ENDS, FILE, INSIDE, KINDS, TAGS
from extractor.read import read
from extractor.rules import Rules, load_rules

WIDTH = 64              # of the convolutions
EPOCHS, TOGETHER = 6, 8         # documents a step
RATE, DECAY, DROPPED = 1e-3, 1e-2, 0.2
SLOW = 0.99             # of the mean of the last steps, which is kept (Polyak and Juditsky 1992)

Marked = tuple[Sequence[str], np.ndarray]       # clauses; (kinds, characters) the tag of each


def marked(path: Path, gold: Sequence[Mapping[str, Any]], rules: Rules) -> Marked:
    """The clauses of a document with the tags of their characters."""
    read_clauses = clauses(read(path, rules), rules)
    claims = [g for g in gold if g["label"] == "claim"]
    tags = []
    for kind in KINDS:
        first = {fold(g[FIELDS[kind]][0].replace(" ", ""), rules) for g in claims}
        others = {fold(name.replace(" ", ""), rules) for g in claims for name in g[FIELDS[kind]][1:]} - first
        names = [n for some in (first, others) for n in sorted(some, key=lambda n: (-len(n), n)) if len(n) > 1]
        tags.append(np.concatenate([_tags(c, names) for c in read_clauses] or [np.zeros(0, dtype=np.int64)]))
    return read_clauses, np.stack(tags)


def _tags(clause: str, names: Sequence[str]) -> np.ndarray:
    tags = np.zeros(len(clause), dtype=np.int64)
    for name in names:
        at = clause.find(name)
        while at >= 0:
            if not tags[at:at + len(name)].any():
                tags[at:at + len(name)] = [BEGINS, *[INSIDE] * (len(name) - 2), ENDS]
            at = clause.find(name, at + 1)
    return tags


class _Model(nn.Module):
    """The network; its tables stay as they are."""

    def __init__(self, tables: Mapping[str, np.ndarray]) -> None:
        super().__init__()
        self.tables = tables_of(tables)
        wide = [sum(t.shape[1] for t in self.tables), *[WIDTH] * (len(DISTANCES) - 1)]
        self.layers = nn.ParameterList([nn.Parameter(torch.randn(3 * n, WIDTH) * math.sqrt(2 / (3 * n)) * (0.5 if i else 1.0)) for i, n in enumerate(wide)])
        self.biases = nn.ParameterList([nn.Parameter(torch.zeros(WIDTH)) for _ in wide])
        self.out = nn.Linear(WIDTH, len(KINDS) * TAGS)

    def forward(self, rows: Sequence[torch.Tensor]) -> torch.Tensor:
        x = convolved(self.tables, rows, self.layers, self.biases, DISTANCES)
        return self.out(functional.dropout(x, DROPPED, self.training))

    def saved(self) -> dict[str, np.ndarray]:
        """Its layers by name, in half precision."""
        layers = [*zip(self.layers, self.biases, strict=True), (self.out.weight.t(), self.out.bias)]
        return {f"{part}{i}": p.detach().numpy().astype(np.float16) for i, layer in enumerate(layers) for part, p in zip(("layer", "bias"), layer, strict=True)}


def learn(documents: Sequence[Marked]) -> dict[str, np.ndarray]:
    """The layers of a network that tags characters as in the documents."""
    torch.manual_seed(0)
    tables = arrays(TABLES)
    network, model = Network(tables, DISTANCES), _Model(tables)
    climb = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    slow = [p.detach().clone() for p in model.parameters()]
    batches = [_batch(network, d) for d in documents if d[0]]
    steps, order = EPOCHS * math.ceil(len(batches) / TOGETHER), random.Random(0)
    for step, some in enumerate(_rounds(batches, order)):
        for group in climb.param_groups:
            group["lr"] = RATE * (0.05 + 0.475 * (1 + math.cos(math.pi * step / steps)))
        climb.zero_grad()
        loss = sum((_loss(model(rows)[places], tags) for rows, places, tags in some), torch.zeros(()))
        (loss / sum(tags.shape[1] for *_, tags in some)).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        climb.step()
        with torch.no_grad():
            for mean, p in zip(slow, model.parameters(), strict=True):
                mean.mul_(SLOW).add_(p, alpha=1 - SLOW)
    with torch.no_grad():
        for mean, p in zip(slow, model.parameters(), strict=True):
            p.copy_(mean)
    return model.saved()


def _rounds(batches: list[Any], order: random.Random) -> Iterator[list[Any]]:
    for _ in range(EPOCHS):
        order.shuffle(batches)
        yield from (batches[i:i + TOGETHER] for i in range(0, len(batches), TOGETHER))


def _batch(network: Network, document: Marked) -> tuple[list[torch.Tensor], torch.Tensor, torch.Tensor]:
    """The rows of the tables for each character of a stream, where the document's characters are in it, their tags."""
    clauses, tags = document
    ids = network.stream(clauses)
    ends = np.cumsum([network.gap + len(c) for c in clauses])
    places = np.concatenate([np.arange(e - len(c), e) for e, c in zip(ends, clauses, strict=True)])
    return [torch.from_numpy(r.astype(np.int64)) for r in (ids, *hashes(ids, *network.sizes))], torch.from_numpy(places), torch.from_numpy(tags)


def _loss(scores: torch.Tensor, tags: torch.Tensor) -> torch.Tensor:
    return sum((functional.cross_entropy(part, own, reduction="sum") for part, own in zip(scores.split(TAGS, dim=1), tags, strict=True)), torch.zeros(()))


def main(
    gold: Annotated[list[Path], typer.Option(help="folders of gold claims, NAME.jsonl")],
    texts: Annotated[list[Path], typer.Option(help="folders of their texts, NAME.*")],
    written: Annotated[list[Path] | None, typer.Option(help="folders of documents, NAME.txt beside NAME.jsonl")] = None,
    folds: Annotated[int, typer.Option(help="how many more times to learn, each without every n-th document")] = 0,
    out: Annotated[Path, typer.Option(help="file of layers to write")] = FILE,
) -> None:
    """Learn to propose owners and metrics from hand-read documents."""
    rules = load_rules()
    ours = written or []
    read_by_hand = {doc: claims for folder in (*gold, *ours) for doc, claims in read_gold(folder).items()}
    places = {doc: text_of(doc, (*texts, *ours)) for doc in sorted(read_by_hand)}
    documents = {doc: marked(path, read_by_hand[doc], rules) for doc, path in places.items()}
    np.savez_compressed(out, **learn(list(documents.values())))
    unseen_by = left_out_by(documents, folds) if folds else {}
    for k in range(folds):
        with Path(f"{out}.{k}").open("wb") as file:
            np.savez_compressed(file, **learn([d for doc, d in documents.items() if unseen_by[doc] != k]))


if __name__ == "__main__":
    typer.run(main)
