"""heads_of(view, times, rules), before_time(view, times, rules) -> spans that clauses begin with and that may own a figure, whatever a tagger makes of them."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

import regex

from extractor.language import Token
from extractor.link.classes import of_role
from extractor.link.scope import View
from extractor.patterns import compiled
from extractor.rules import Rules, named

_MARKS = regex.compile(r"[，；：:。！？!?、,]\s?")


@functools.cache
def _leading(rules: Rules) -> regex.Pattern:
    """What may stand before the head of a clause: a leading word, a list mark."""
    return regex.compile("|".join([*map(regex.escape, sorted(of_role(rules, "lead"), key=len, reverse=True)), named(rules, "a mark before the head of a clause").pattern]))


def heads_of(view: View, times: dict[int, int], rules: Rules) -> set[tuple[int, int]]:
    """What a clause begins with, up to its first verb or function word, whatever a dictionary makes of it (畑冈奈纱|最后一轮…, 威少|共出场…);
    of A的B the parts too."""
    out: set[tuple[int, int]] = set()
    index = {t.start: i for i, t in enumerate(view.tokens)}
    for begin in (0, *(m.end() for m in _MARKS.finditer(view.text))):
        at = begin
        while at < len(view.text):
            lead = _leading(rules).match(view.text, at)
            ahead = times.get(at) or (lead.end() if lead else at)
            if ahead <= at:
                break
            at = ahead
        if at not in index:
            continue
        out |= _head_at(view, index[at], rules)
    return out


def _head_at(view: View, first: int, rules: Rules) -> set[tuple[int, int]]:
    out: set[tuple[int, int]] = set()
    start = at = view.tokens[first].start
    part = start
    for i in range(first, min(first + 9, len(view.tokens))):
        token = view.tokens[i]
        if token.text == "的" and at > part:
            out.add((part, at))
            part = token.end
        elif not _in_head(token, i == first, view.tokens[i + 1] if i + 1 < len(view.tokens) else None, rules):
            break
        at = token.end
    if at > part and view.text[at - 1] != "的":
        out |= {(part, at), (start, at)}
    return {(a, b) for a, b in out if 2 <= b - a <= 20}


def _in_head(token: Token, first: bool, following: Token | None, rules: Rules) -> bool:
    if token.text in of_role(rules, "ends") and not (first and token.text in "各每其") or token.text in of_role(rules, "pronoun"):
        return False
    if token.pos.startswith(("n", "j", "eng", "b", "l", "s", "i", "vn", "r", "a")):
        return True
    if token.pos == "x":
        return bool(compiled(r"[\p{L}·&-]").match(token.text))
    if len(token.text) == 1 and token.pos[0] in "vfzghk":          # a character of a name that the dictionary does not know
        return following is not None and following.pos[0] in "nxg" and not named(rules, "a verb of one character").fullmatch(token.text)
    return False


def before_time(view: View, times: Sequence[tuple[int, int]], rules: Rules) -> Iterator[tuple[int, int]]:
    """知乎|四季度总营收, 线材库存|本月: what a clause begins with before a time is its subject, whatever a tagger makes of it."""
    begins = named(rules, "the head of a clause before a time")
    for start, _ in times:
        head = begins.search(view.text, max(0, start - 14), start)
        if head:
            yield head.span("name")
