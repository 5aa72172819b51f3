"""variety(body, text) -> how often a document says a phrase, and how many different characters stand before and behind it there.

What is a unit of its own stands in many places; half of a word always has its other half beside it (办|结率, 张朗|轩). Accessor variety: Feng,
Chen, Deng and Zheng, Computational Linguistics 30 (2004).
"""

from __future__ import annotations

import functools

MOST = 40       # occurrences looked at: a phrase said more often has shown what it is


@functools.lru_cache(maxsize=16384)
def variety(body: str, text: str) -> tuple[int, int, int]:
    """(occurrences, different characters before them, different characters behind them) of a text in a document's folded text, 0 where it has none."""
    before: set[str] = set()
    behind: set[str] = set()
    count, at = 0, body.find(text) if text else -1
    while at >= 0 and count < MOST:
        count += 1
        before.add(_alike(body[at - 1:at]))
        behind.add(_alike(body[at + len(text):at + len(text) + 1]))
        at = body.find(text, at + 1)
    return count, len(before), len(behind)


def _alike(character: str) -> str:
    """All digits are one: which number stands beside a phrase tells nothing of it."""
    return "0" if character.isdigit() else character


def told(body: str, text: str) -> tuple[str, str]:
    """The same as features, for the phrase's front and for its end: in steps, apart for what is said once."""
    count, before, behind = variety(body, text)
    said = min(count, 4)
    return f"front:{said}|{min(before, 3)}", f"end:{said}|{min(behind, 3)}"
