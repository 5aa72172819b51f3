"""Reading(sentences, rules): what the characters of a document mean where they stand, as vectors, and where its names are mentioned, for the
choice among answers (link/meant.py).

A small network (extractor/languages/network.py) gives each character a vector. Its weights in `models/meaning` were first learnt from what
BAAI's bge-small-zh-v1.5 (MIT), a large one, says of it in its sentence (`make_meaning_model.py`), then from hand-read documents
(`python -m extractor.train --network`).
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

FILE = Path(__file__).parent / "models" / "meaning" / "meaning.npz"
DISTANCES = (1, 2, 4, 8)    # of the neighbours each convolution sees: 15 characters to each side
SIZE = 128                  # numbers of a vector
BEFORE = 50_000             # characters before a figure that are searched for a name: a longer document's search must end
BEHIND = 80                 # characters behind a figure that are searched for a name not found before it
NEAR = 15                   # so near behind a figure a mention may be taken for one before it
PART = 100                  # characters, to the end of a sentence, whose vectors are made at a time
HELD = 400                  # parts whose vectors are kept: what bounds the memory of a long document
CLAUSES = re.compile(r"(?<=[。！？；])")
NOWHERE = (-1, -1)

Span = tuple[int, int]


class Reading:
    """The vectors of one document's repaired sentences, made where they are asked for. Spans are in their characters, one sentence behind the
    other (code points, half open). `network`: the one of FILE where none is given."""

    def __init__(self, sentences: Sequence[str], rules: Rules, network: Network | None = None) -> None:
        self._rules, self._network = rules, network
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
        self._made = functools.lru_cache(maxsize=HELD)(self._vectors)

    def __len__(self) -> int:
        return len(self._text)

    def mention(self, name: str, start: int, end: int) -> Span:
        """The span of the mention of a name nearest to the figure at a span, NOWHERE where the text has none: before the figure or in it, right
        behind it, else a little further behind."""
        before = self._text.rfind(name, max(0, start - BEFORE), end + len(name)) if name else -1
        behind = self._text.find(name, end, end + BEHIND) if name else -1
        if behind >= 0 and (before < 0 or behind - end < min(NEAR, start - before - len(name))):
            before = behind
        return (before, before + len(name)) if before >= 0 else NOWHERE

    def vectors(self, start: int, end: int) -> np.ndarray:
        """(end - start, SIZE): the vector of each character of a span, zeros before the document and behind it."""
        out = np.zeros((max(end - start, 0), SIZE), dtype=np.float32)
        at, last = max(start, 0), min(end, len(self._text))
        while at < last:
            part = bisect.bisect_right(self._starts, at) - 1
            made = self._made(part)
            first = at - self._starts[part]
            some = made[first:first + last - at]
            out[at - start:at - start + len(some)] = some
            at += len(some)
        return out

    def clauses(self) -> list[str]:
        """What the network reads one by one: the folded sentences, parted behind 。 and ；."""
        return [clause for part in self._parts for clause in self._clauses(part)]

    def _clauses(self, part: Sequence[str]) -> list[str]:
        return [clause for sentence in part for clause in CLAUSES.split(fold(sentence, self._rules)) if clause]

    def _vectors(self, part: int) -> np.ndarray:
        """(characters of a part, SIZE)."""
        out, read = [np.zeros((0, SIZE), dtype=np.float32)], self._network or shipped()
        for some, _, found in read.read(self._clauses(self._parts[part])):
            at = read.gap
            for text in some:
                out.append(found[at:at + len(text)])
                at += len(text) + read.gap
        return np.concatenate(out)


@functools.cache
def shipped() -> Network:
    """The network of FILE."""
    return Network(FILE, DISTANCES)
