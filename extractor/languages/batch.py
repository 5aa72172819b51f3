"""Pass: a Tagger as a Language: equal sentences tagged once, long ones in pieces, memory bounded."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from extractor.language import Name, Tagged, Token
from extractor.languages.words import Tagger
from extractor.text import Text

PIECE = 400             # characters a tagger sees at a time: its memory grows with the longest
KEPT = 200_000          # characters of tagged sentences kept, for those that come again (in one document or the next)


class Pass:
    """A Language from a Tagger of words and, where given, one whose names are taken; of the names those of the types `kept`.

    What comes out depends on the sentences alone, never on what was tagged before.
    """

    def __init__(self, words: Tagger, names: Tagger | None = None, kept: Collection[str] = ("person", "organisation", "place")) -> None:
        self._taggers = (words, names) if names else (words,)
        self._kept = kept
        self._seen: dict[str, Tagged] = {}
        self._held = 0

    def __call__(self, texts: Sequence[str], sources: Sequence[Text]) -> list[Tagged]:
        new = [t for t in dict.fromkeys(texts) if t not in self._seen]
        for text, tagged in zip(new, self._tag(new), strict=True):
            self._seen[text] = tagged
            self._held += len(text)
        out = [self._seen[t] for t in texts]
        while self._held > KEPT and self._seen:
            oldest = next(iter(self._seen))                        # dicts keep the order of insertion
            del self._seen[oldest]
            self._held -= len(oldest)
        return out

    def _tag(self, texts: list[str]) -> list[Tagged]:
        parts = [list(pieces(t)) for t in texts]
        flat = [p for some in parts for p in some]
        answers = [iter(tagger(flat)) for tagger in self._taggers] if flat else []
        return [self._joined(some, [[next(a) for a in answers] for _ in some]) for some in parts]

    def _joined(self, parts: list[str], answers: list[list[Tagged]]) -> Tagged:
        """One Tagged of the pieces'; tokens of the first tagger, names of the last."""
        tokens: list[Token] = []
        names: list[Name] = []
        at = 0
        for part, given in zip(parts, answers, strict=True):
            tokens += [Token(t.start + at, t.end + at, t.text, t.pos) for t in given[0].tokens] if at else given[0].tokens
            names += [Name(n.start + at, n.end + at, n.type) for n in given[-1].names if n.type in self._kept]
            at += len(part)
        return Tagged(tuple(tokens), tuple(names))


def pieces(text: str, size: int = PIECE) -> Iterator[str]:
    """The text in order in pieces of at most `size` characters, cut behind a mark of punctuation where there is one.

    >>> list(pieces("一二，三四五六七", 4))
    ['一二，', '三四五六', '七']
    """
    while len(text) > size:
        marks = [m.end() for m in re.finditer("[，。；：、！？,;]", text[:size])]
        cut = marks[-1] if marks else size
        yield text[:cut]
        text = text[cut:]
    if text:
        yield text
