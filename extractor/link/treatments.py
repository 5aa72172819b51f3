"""treatments(body, rules) -> the labels that a trial gives its treatments and groups (处理Ⅱ, 2-10处理, N1, CK, 对照组, A): who its figures belong to.

A text is a trial where two such labels stand in it; a letter and a figure alone (N1, T2) count where the text speaks of treatments
and three of the letter follow each other in it, letters alone where it sets out three of them in a row (密度设3种:A …、B …、C …) and tells of each again.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict

from extractor.patterns import compiled
from extractor.rules import Rules, named

_CONTROL = compiled(r"(?<![A-Za-z\d])CK\d?(?![A-Za-z\d])")
# Q1 and H1 are parts of a year, M0 to M2 kinds of money
_SERIES = compiled(r"(?<![A-Za-z\d.-])(?P<letter>(?![QHM]\d)[A-Z]{1,2})(?P<number>\d{1,2})(?![\d.%A-Za-z-])")
SERIES = 3          # labels of one letter that make a series


def treatments(body: str, rules: Rules) -> frozenset[str]:
    """Labels in a folded text, each as it is written; none where it is no trial."""
    treated = list(named(rules, "a treatment by its mark").finditer(body))
    found = {m.group().strip() for m in (*treated, *named(rules, "a group of a trial").finditer(body))}
    if len(found) < 2:
        found = set()
    else:
        found |= {m["mark"] for m in treated if m["mark"][:1].isalpha() and len(m["mark"]) > 1 or "-" in m["mark"]}
    if named(rules, "speaks of a trial").search(body):
        series: dict[str, set[str]] = defaultdict(set)
        for m in _SERIES.finditer(body):
            series[m["letter"]].add(m["number"])
        found |= {letter + n for letter, numbers in series.items() if len(numbers) >= SERIES and _follow(numbers) for n in numbers}
    found |= _letters(body, rules)
    return frozenset(found | ({m.group() for m in _CONTROL.finditer(body)} if found else set()))


def _letters(body: str, rules: Rules) -> set[str]:
    """A, B, C, … as far as they follow each other and each is told of twice; none where they are not three."""
    if not named(rules, "sets out its treatments by letters").search(body):
        return set()
    told = Counter(m.group() for m in named(rules, "a treatment by a letter alone").finditer(body))
    letters = set(itertools.takewhile(lambda c: told[c] > 1, "ABCDEFGH"))
    return letters if len(letters) >= SERIES else set()


def _follow(numbers: set[str]) -> bool:
    """Do three of them follow each other (N0, N1, N2)?"""
    values = {int(n) for n in numbers if n == str(int(n))}
    return any({v, v + 1, v + 2} <= values for v in values)
