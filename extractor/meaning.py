"""Reading(sentences, rules): what the names and figures of a document mean where they stand, as vectors, for the choice among answers (link/meant.py).

A small network (extractor/languages/network.py) gives each character a vector: the weights in `models/meaning` were learnt from what BAAI's
bge-small-zh-v1.5 (MIT), a large one, says of it in its sentence; `make_meaning_model.py` tells how. A name's vector is the mean over the
characters of its mention nearest to the figure, so that 央行 and 人民银行 stand near each other, and 完成 far from both.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from extractor.fold import fold
from extractor.languages.network import Network
from extractor.rules import Rules

DISTANCES = (1, 2, 4, 8)    # of the neighbours each convolution sees: 15 characters to each side
SIZE = 64                   # numbers of a vector
BEFORE = 50_000             # characters before a figure that are searched for a name: a longer document's search must end
BEHIND = 80                 # characters behind a figure that are searched for a name not found before it
NEAR = 15                   # so near behind a figure a mention may be taken for one before it
PART = 100                  # characters, to the end of a sentence, whose vectors are made at a time
HELD = 1000                 # parts whose vectors are kept: what bounds the memory of a long document
_CLAUSES = re.compile(r"(?<=[。！？；])")
NOWHERE = np.zeros(SIZE, dtype=np.float32)


class Reading:
    """The vectors of one document's repaired sentences, made where they are asked for. Spans are in their characters, one sentence behind the
    other (code points, half open)."""

    def __init__(self, sentences: Sequence[str], rules: Rules) -> None:
        self._rules = rules
        self._text = "".join(sentences)
        self._parts: list[list[str]] = [[]]
        self._starts = [0]
        at = 0
        for sentence in sentences:
            if at - self._starts[-1] >= PART:
                self._parts.append([])
                self._starts.append(at)
            self._parts[-1].append(sentence)
            at += len(sentence)
        self._sums = functools.lru_cache(maxsize=HELD)(self._summed)

    def name(self, name: str, start: int, end: int) -> np.ndarray:
        """The vector of the mention of a name nearest to the figure at a span, zeros where the text has none: before the figure or in it, right
        behind it, else a little further behind."""
        before = self._text.rfind(name, max(0, start - BEFORE), end + len(name)) if name else -1
        behind = self._text.find(name, end, end + BEHIND) if name else -1
        if behind >= 0 and (before < 0 or behind - end < min(NEAR, start - before - len(name))):
            before = behind
        return self.vector(before, before + len(name)) if before >= 0 else NOWHERE

    def vector(self, start: int, end: int) -> np.ndarray:
        """The vector (SIZE) of the figure or the name at a span."""
        part = bisect.bisect_right(self._starts, start) - 1
        sums = self._sums(part)
        first = start - self._starts[part]
        last = min(end - self._starts[part], len(sums) - 1)
        return (sums[last] - sums[first]) / np.float32(last - first) if last > first else NOWHERE

    def _summed(self, part: int) -> np.ndarray:
        """(characters + 1, SIZE): the sums of the vectors of a part's characters up to each."""
        vectors = _vectors([clause for sentence in self._parts[part] for clause in _CLAUSES.split(fold(sentence, self._rules))])
        return np.concatenate([NOWHERE[None], np.cumsum(vectors, axis=0)])


def _vectors(texts: Sequence[str]) -> np.ndarray:
    """(characters of all, SIZE): the vector of each character in its text."""
    network, out = _network(), [np.zeros((0, SIZE), dtype=np.float32)]
    for some, _, scores in network.read(texts):
        at = network.gap
        for text in some:
            out.append(scores[at:at + len(text)])
            at += len(text) + network.gap
    return np.concatenate(out)


@functools.cache
def _network() -> Network:
    return Network(Path(__file__).parent / "models" / "meaning" / "meaning.npz", DISTANCES)
