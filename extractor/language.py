"""Language: the pass that gives sentences with a quantity their words, and, where it can, names.

The linker takes words, tags and names as hints only. Here are the words of rjieba (MIT; jieba's dictionary and its tags in Rust, 1.2 M characters a second), which
knows no names; the default and others (extractor/languages) and a spaCy pipeline's words and entities come in through the same door.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import rjieba

from extractor.text import Text


@dataclass(frozen=True, slots=True)
class Token:
    """A word: span in the sentence's text (code points, half open), characters, tag of jieba's set (n, v, vn, p, d, ...)."""

    start: int
    end: int
    text: str
    pos: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name another recogniser has seen: span in the sentence's text, type (place, organisation, person)."""

    start: int
    end: int
    type: str


@dataclass(frozen=True, slots=True)
class Tagged:
    """A sentence's words, which together cover it without gaps, and its names."""

    tokens: tuple[Token, ...]
    names: tuple[Name, ...] = ()


class Language(Protocol):
    """Words and names of a batch of sentences: `texts` folded, `sources` the same sentences with their offsets in the document."""

    def __call__(self, texts: Sequence[str], sources: Sequence[Text]) -> list[Tagged]: ...


def tokens(text: str) -> list[Token]:
    """Words of a folded sentence in order; together they cover it without gaps.

    >>> [(t.text, t.pos) for t in tokens("移交问题线索")]
    [('移交', 'v'), ('问题', 'n'), ('线索', 'n')]
    """
    out, at = [], 0
    for word, pos in rjieba.tag(text):
        out.append(Token(at, at + len(word), word, pos))
        at += len(word)
    return out


def dictionary(texts: Sequence[str], sources: Sequence[Text]) -> list[Tagged]:
    """The Language of jieba's dictionary (the package's own default is compact, extractor/languages). Equal sentences are tagged once."""
    seen = {text: Tagged(tuple(tokens(text))) for text in dict.fromkeys(texts)}
    return [seen[text] for text in texts]
