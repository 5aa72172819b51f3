"""Words without tags -> Tagged: what every segmenter here shares."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator

import regex
import rjieba

from extractor.language import Tagged, Token
from extractor.rules import Rules

# Distinct texts of bounded length -> words and names of each; the words of a text cover it without gaps.
Tagger = Callable[[list[str]], list[Tagged]]


def cover(text: str, words: Iterable[str]) -> Iterator[str]:
    """The words, with what a segmenter has dropped between them (spaces) as words of their own.

    >>> list(cover(" 全省 办结率82%", ["全省", "办结率", "82", "%"]))
    [' ', '全省', ' ', '办结率', '82', '%']
    """
    at = 0
    for word in words:
        start = text.find(word, at) if word else -1
        if start < 0:                                              # changed by the segmenter: stays with what follows
            continue
        if start > at:
            yield text[at:start]
        yield word
        at = start + len(word)
    if at < len(text):
        yield text[at:]


def tagged(words: Iterable[tuple[str, str]]) -> Tagged:
    """Words with their tags, in order and without gaps, as Tagged."""
    out, at = [], 0
    for word, pos in words:
        out.append(Token(at, at + len(word), word, pos))
        at += len(word)
    return Tagged(tuple(out))


def dictionary_tags(rules: Rules) -> Callable[[str], str]:
    """A function that gives a word its tag in jieba's dictionary; a word that is not in it is tagged by its last part.

    A word that ends with a measure of rules/nouns.tsv (办结率, of the verb 办结 and 率) is a noun.
    """
    measure = regex.compile("(?:" + "|".join(map(regex.escape, rules.words("nouns", role="measure"))) + "|(?!))$")

    @functools.lru_cache(maxsize=65536)
    def tag(word: str) -> str:
        parts = rjieba.tag(word)
        return "n" if len(parts) > 1 and measure.search(word) else parts[-1][1] if parts else "x"

    return tag


@functools.lru_cache(maxsize=65536)
def is_word(text: str) -> bool:
    """Is it one word of jieba's dictionary (利率, 成交, not 结率)? Without its guesses at words that no dictionary has."""
    return len(rjieba.cut(text, False)) == 1
