"""noun_class(phrase, rules), verb_class(phrase, rules) -> what the head of a phrase and the verb it begins with mean, in a few classes (rules/word_classes.tsv)."""

from __future__ import annotations

import functools

from extractor.rules import Rules

LONGEST = 4         # characters of a word in the table


@functools.cache
def _table(rules: Rules, column: str) -> dict[str, str]:
    return {e.key: e[column] for e in rules.entries("word_classes") if e[column]}


@functools.lru_cache(maxsize=16384)
def noun_class(phrase: str, rules: Rules) -> str:
    """Class of a folded phrase's head, its longest ending that the table knows; with "1" behind where that is a single character, "?" where none is."""
    table = _table(rules, "noun")
    phrase = phrase.rstrip("”》) ")
    for size in range(min(LONGEST, len(phrase)), 0, -1):
        found = table.get(phrase[-size:])
        if found:
            return found if size > 1 else found + "1"
    return "?"


@functools.lru_cache(maxsize=16384)
def verb_class(phrase: str, rules: Rules) -> str:
    """Class of the verb that a folded phrase begins with; with "1" behind where it is a single character, "?" where it is none known."""
    table = _table(rules, "verb")
    for size in range(min(LONGEST, len(phrase)), 0, -1):
        found = table.get(phrase[:size])
        if found:
            return found if size > 1 else found + "1"
    return "?"


def cuts_word(text: str, at: int, rules: Rules) -> bool:
    """Does a phrase that begins at `at` cut a verb of two characters that the table knows (拖|欠货款)?"""
    return at > 0 and text[at - 1:at + 1] in _table(rules, "verb")
