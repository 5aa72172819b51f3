"""noun_class(phrase, rules), verb_class(phrase, rules) -> what the head of a phrase and the verb it begins with mean, in a few classes
(rules/word_classes.tsv); meaning(phrase, kind, rules): the same of a name, whose type says it; of_role(rules, role): function words.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable

from extractor.fold import fold
from extractor.rules import Rules

LONGEST = 4         # characters of a word in the table


@functools.cache
def _table(rules: Rules, column: str) -> dict[str, str]:
    return {e.key: e[column] for e in rules.entries("word_classes") if e[column]}


@functools.lru_cache(maxsize=16384)
def noun_class(phrase: str, rules: Rules) -> str:
    """Class of a folded phrase's head, its longest ending that the table knows; with "1" behind where that is a single character, "?" where none is."""
    phrase = phrase.rstrip("”》) ")
    return _first((phrase[-size:] for size in _sizes(phrase)), _table(rules, "noun"))


@functools.lru_cache(maxsize=16384)
def verb_class(phrase: str, rules: Rules) -> str:
    """Class of the verb that a folded phrase begins with; with "1" behind where it is a single character, "?" where it is none known."""
    return _first((phrase[:size] for size in _sizes(phrase)), _table(rules, "verb"))


def _sizes(phrase: str) -> range:
    return range(min(LONGEST, len(phrase)), 0, -1)


def _first(words: Iterable[str], table: dict[str, str]) -> str:
    """Class of the first word that the table knows."""
    return next((table[w] if len(w) > 1 else table[w] + "1" for w in words if w in table), "?")


@functools.lru_cache(maxsize=16384)
def words_of(phrase: str, rules: Rules) -> tuple[int, ...]:
    """Where the words of a folded phrase begin, by the longest words of the tables from its end on."""
    known, begins, end = _table(rules, "noun").keys() | _table(rules, "verb").keys() | of_role(rules, "average"), [], len(phrase)
    while end:
        end -= next((size for size in range(min(LONGEST, end), 1, -1) if phrase[end - size:end] in known), 1)
        begins.append(end)
    return tuple(reversed(begins))


def meaning(phrase: str, kind: str, rules: Rules) -> str:
    """Class of a folded phrase: the type of a name that has one, else what its head means."""
    return kind if kind in ("person", "place", "organisation") else noun_class(phrase, rules)


@functools.cache
def of_role(rules: Rules, role: str) -> frozenset[str]:
    """The function words of one role."""
    return frozenset(e.key for e in rules.entries("function_words") if role in e["roles"].split())


@functools.lru_cache(maxsize=16384)
def folded(name: str, rules: Rules) -> str:
    """A name as the table writes it; names come back sentence after sentence."""
    return fold(name, rules)


def cuts_word(text: str, at: int, rules: Rules) -> bool:
    """Does a phrase that begins at `at` cut a verb of two characters or a measure that the tables know (拖|欠货款, 中|位数, 可|支配收入)?"""
    if at == 0:
        return False
    if text[at - 1] == "不" and not text.startswith("不", at):      # 不|满意度
        return True
    known = text[at - 1:at + 1] in _table(rules, "verb") or _table(rules, "noun").get(text[at - 1:at + 2]) == "measure"
    return known or any(text.startswith(word, at - 1) for word in _long_measures(rules))


@functools.cache
def _long_measures(rules: Rules) -> tuple[str, ...]:
    """Measures of four characters and more."""
    return tuple(e.key for e in rules.entries("nouns") if e["role"] == "measure" and len(e.key) > 3)


def counts_people(text: str, at: int, rules: Rules) -> bool:
    """Does a word for people stand at a place of the folded text (76万|群众)?"""
    return any(noun_class(text[at:at + size], rules) == "person" for size in (2, 3, 4) if text[at:at + size] in _table(rules, "noun"))
