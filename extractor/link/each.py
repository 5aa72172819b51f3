"""metrics_of_each(head, rules), owners_of_each(head, rules) -> what a number of a 分别-series may measure, and whose it may be, beside its whole head, in
folded text: the ends and the beginnings of that at its words (2023年我国|光伏装机量, 国有企业|对东盟|进出口)."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.link.classes import folded, noun_class, words_of
from extractor.link.phrase import is_measure
from extractor.rules import Rules

CUTS = 6            # words of a head that are looked at


def metrics_of_each(head: str, rules: Rules) -> Iterator[tuple[str, list[str]]]:
    """Ends of a head, each with its features."""
    text = folded(head, rules)
    for n, begin in enumerate(_cuts(text, rules), 1):
        rest = text[begin:]
        if len(rest) > 1:
            left = noun_class(text[:begin].rstrip("的"), rules)
            yield head[begin:], [
                f"each:{min(n, 4)}", f"each measure:{is_measure(rest, rules)}", f"each drops:{left}", f"each drops:{left}|C:{noun_class(rest, rules)}",
                f"each of:{text[begin - 1] == '的'}", f"each size:{min(len(rest), 12) // 3}",
            ]


def owners_of_each(head: str, rules: Rules) -> Iterator[tuple[str, list[str]]]:
    """Beginnings of a head that leave a measure, each with its features."""
    text = folded(head, rules)
    for n, end in enumerate(_cuts(text, rules), 1):
        own = text[:end].rstrip("的")
        if len(own) > 1 and is_measure(text[end:], rules):
            yield head[:len(own)], [f"front of the head:{min(n, 4)}", f"front of the head|C:{noun_class(own, rules)}|{noun_class(text[end:], rules)}", f"front of:{text[end - 1] == '的'}"]


def _cuts(text: str, rules: Rules) -> list[int]:
    """Where the words of a head begin, but for the first one and 的."""
    return [b for b in words_of(text, rules)[1:] if text[b:b + 1] != "的"][-CUTS:]
