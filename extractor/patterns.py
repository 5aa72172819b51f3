"""compiled(pattern) -> the compiled expression, kept: the library's own cache costs ten times as much a look as a small match; Searched: the
expression of a rule that is looked for only in texts with a word that its matches hold."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass

import regex


@functools.cache
def compiled(pattern: str) -> regex.Pattern:
    """The expression of a pattern that the code writes, some with a word of the rules in it (a bounded number of them)."""
    return regex.compile(pattern)


@dataclass(frozen=True, slots=True)
class Searched:
    """A pattern, and the words of which each of its matches holds one, () where it names none: a look for a word is cheaper than one for a pattern."""

    pattern: regex.Pattern
    needs: tuple[str, ...] = ()

    def finditer(self, text: str) -> Iterable[regex.Match]:
        """Its matches in a text, left to right."""
        return self.pattern.finditer(text) if not self.needs or any(word in text for word in self.needs) else ()
