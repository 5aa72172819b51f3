"""owns(text, means, rules), frames(text, start, end, rules) -> which groups own no figure: what is measured, when and in what respect; the place in which
something ranks.
"""

from __future__ import annotations

import functools

from extractor.link.classes import of_role
from extractor.link.names import forms
from extractor.link.phrase import is_measure
from extractor.rules import Rules, named


@functools.cache
def empty_nouns(rules: Rules) -> tuple[str, ...]:
    """Nouns that name the figure itself (最新数字)."""
    return tuple(e.key for e in rules.entries("nouns") if e["role"] == "empty")


def owns(text: str, means: str, rules: Rules) -> bool:
    """毛入园率, 死亡风险, 同期, 投资方面: what is measured, when and in what respect belongs to something and owns nothing."""
    if text in forms(rules).names or named(rules, "has measures of its own").search(text):   # 沪指报2212点: an index is what is measured and who has it
        return True
    means = means.rstrip("1")
    measured = means in ("measure", "time") or means == "money" and is_measure(text, rules)
    return not (measured or text.endswith(empty_nouns(rules)) or text in of_role(rules, "nobody") or named(rules, "a respect, an average or a question").search(text))


def frames(text: str, start: int, end: int, rules: Rules) -> bool:
    """居|全省|第四, |我国|首条…: a place in which something ranks owns nothing."""
    before = text[max(0, start - 4):start]
    if named(rules, "ranks in the place behind it").search(before) and named(rules, "a rank behind its place").match(text, end):
        return True
    if named(rules, "the first of its kind or the n-th").match(text, end) or named(rules, "a limit or a claim goes before").search(before):
        return True
    return bool(named(rules, "who has a claim to it").match(text, start)) or text.startswith("应占", end)
