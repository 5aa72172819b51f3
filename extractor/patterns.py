"""compiled(pattern) -> the compiled expression, kept: the library's own cache costs ten times as much a look as a small match."""

from __future__ import annotations

import functools

import regex


@functools.cache
def compiled(pattern: str) -> regex.Pattern:
    """The expression of a pattern that stands in the code (a bounded number of them)."""
    return regex.compile(pattern)
