"""heads_of(view, times, rules), before_time(view, times) -> spans that clauses begin with and that may own a figure, whatever a tagger makes of them."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

import regex

from extractor.language import Token
from extractor.link.classes import of_role
from extractor.link.scope import View
from extractor.patterns import compiled
from extractor.rules import Rules

_MARKS = regex.compile(r"[，；：:。！？!?、,]\s?")
_MARK = r"“|‘|《|\(|—|\s|[一二三四五六七八九十]是|\d{1,2}[.、]|[一二三四五六七八九十]{1,2}、"


@functools.cache
def _leading(rules: Rules) -> regex.Pattern:
    """What may stand before the head of a clause: a leading word, a list mark."""
    return regex.compile("|".join([*map(regex.escape, sorted(of_role(rules, "lead"), key=len, reverse=True)), _MARK]))


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
        return following is not None and following.pos[0] in "nxg" and token.text not in "出打获得拿入进开做收"
    return False


_CLAUSE_HEAD = regex.compile(r"(?:^|[，。；：:！？])\s?(?:其中|而|但|不过|另外)?[，,]?(?P<name>(?![在从到自由据对与和同按以较比截至其每各该这那]|如果|由于|因此|所以|同时|目前|此外|随着)[\p{Han}A-Za-z·]{2,8}?)\s?$")


def before_time(view: View, times: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """知乎|四季度总营收, 线材库存|本月: what a clause begins with before a time is its subject, whatever a tagger makes of it."""
    for start, _ in times:
        head = _CLAUSE_HEAD.search(view.text, max(0, start - 14), start)
        if head:
            yield head.span("name")
