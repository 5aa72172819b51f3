"""Network: a small convolutional network over the characters of a text, in plain numpy, from a file of weights.

A character enters as three looked-up rows: its own, that of the pair it ends and that of the triple around it (pairs and triples are
hashed, so no list of them is kept). Convolutions then look at neighbours, each at a distance of its own. `make_compact_tagger.py` learns one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from threadpoolctl import ThreadpoolController

# every digit is read as the same one, so that nothing depends on which number stands in a text
_SAME = {0: " "} | {ord(c): "1" for c in "0123456789"}
CHUNK = 2048                    # characters in work at a time: what the network holds of them stays in the processor's cache
NO_TEXT, RARE_HAN, RARE = 0, 1, 2   # characters the vocabulary lacks; the vocabulary's own follow


class Network:
    """The network of weights by name or of a file of them. `gap`: how many characters of nothing keep two texts in a stream apart."""

    def __init__(self, weights: Path | Mapping[str, np.ndarray], distances: Sequence[int]) -> None:
        weights = arrays(weights) if isinstance(weights, Path) else weights
        self._distances, self.gap = distances, max(distances)
        self._threads = ThreadpoolController()
        self._ids = character_ids(weights["vocabulary"])
        # tables are kept as int8 with a scale for each column
        self._tables = [weights[name] * weights[f"{name}_scale"] for name in ("characters", "pairs", "triples")]
        self._layers = [[weights[f"{part}{i}"].astype(np.float32) for part in ("layer", "bias")] for i in range(len(distances) + 1) if f"layer{i}" in weights]

    @property
    def sizes(self) -> tuple[int, int]:
        """How many rows the tables of pairs and of triples have."""
        return len(self._tables[1]), len(self._tables[2])

    def read(self, texts: Sequence[str]) -> Iterator[tuple[list[str], np.ndarray, np.ndarray]]:
        """The texts in order, some at a time: they, the numbers of their characters, one behind the other with gaps before, between and behind
        (NO_TEXT), and the outputs (characters and gaps, outputs), those of the last convolution where the file has no layer behind it."""
        with self._threads.limit(limits=1, user_api="blas"):       # products this small only wait for each other on more
            for some in _chunks(texts, self.gap):
                ids = self.stream(some)
                yield some, ids, self._scores(ids)

    def stream(self, texts: Sequence[str]) -> np.ndarray:
        """The numbers of the characters of texts, one behind the other with gaps before, between and behind."""
        gap = "\0" * self.gap
        joined = gap + gap.join(text.translate(_SAME) for text in texts) + gap
        return self._ids[np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)]

    def _scores(self, ids: np.ndarray) -> np.ndarray:
        nowhere = np.flatnonzero(ids == NO_TEXT)
        rows = (ids, *hashes(ids, *self.sizes))
        x = np.concatenate([table.take(row, axis=0) for table, row in zip(self._tables, rows, strict=True)], axis=1)
        x[nowhere] = 0
        for number, (distance, (weight, bias)) in enumerate(zip(self._distances, self._layers, strict=False)):
            y = convolution(x, weight, distance)
            y += bias
            np.maximum(y, 0, out=y)
            y[nowhere] = 0
            x = y if number == 0 else x + y
        return x @ self._layers[-1][0] + self._layers[-1][1] if len(self._layers) > len(self._distances) else x


def arrays(file: Path) -> dict[str, np.ndarray]:
    """What a file of weights holds, by name."""
    with np.load(file) as saved:
        return {name: saved[name] for name in saved.files}


def character_ids(vocabulary: np.ndarray) -> np.ndarray:
    """The number of each code point, given the code points of the vocabulary."""
    ids = np.full(0x110000, RARE, dtype=np.uint16)
    for first, end in ((0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x32000)):
        ids[first:end] = RARE_HAN
    ids[vocabulary] = np.arange(RARE + 1, RARE + 1 + len(vocabulary))
    ids[0] = NO_TEXT
    return ids


def hashes(ids: np.ndarray, pairs: int, triples: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the tables of pairs (the character before and this one) and triples (with the one after)."""
    here = ids.astype(np.uint32)
    before, after = np.roll(here, 1), np.roll(here, -1)
    pair = before * np.uint32(0x9E3779B1) + here * np.uint32(0x85EBCA6B)
    triple = (pair ^ (pair >> np.uint32(15))) * np.uint32(0xC2B2AE35) + after * np.uint32(0x27D4EB2F)
    return tuple(((h ^ (h >> np.uint32(16))) * np.uint32(0x2C1B3C6D) >> np.uint32(7)) % np.uint32(n) for h, n in ((pair, pairs), (triple, triples)))


def convolution(x: np.ndarray, weight: np.ndarray, distance: int) -> np.ndarray:
    """Each row with the rows `distance` before and after it (zeros beyond the ends) times the three parts of the weight.

    Three products on parts of the same rows are faster than one on a copy of the rows side by side.
    """
    before, here, after = np.split(weight, 3)
    out = x @ here
    out[distance:] += x[:-distance] @ before
    out[:-distance] += x[distance:] @ after
    return out


def _chunks(texts: Sequence[str], gap: int) -> Iterator[list[str]]:
    """The texts in order, as many at a time as make a CHUNK."""
    chunk: list[str] = []
    size = 0
    for text in texts:
        if chunk and size + len(text) > CHUNK:
            yield chunk
            chunk, size = [], 0
        chunk.append(text)
        size += len(text) + gap
    if chunk:
        yield chunk
