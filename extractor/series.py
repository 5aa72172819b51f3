"""with_series(labels, text, found, bare, rules) -> the labels of a sentence's quantities, where bare numbers that continue a row are accepted if its first number is a value.

    三组的得分分别为12、15、18   打击率0.299,右打者0.264、左打者0.331   平均视力是4.88(城市4.851,乡村4.944)

Only the first number of such a row has words before it that introduce it as a value.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import regex

from extractor.quantity import Quantity
from extractor.rules import Rules, named

T = TypeVar("T")

_LISTED = regex.compile(r"\s?[)]?\s?(?:[、,，;；和与及]|以及)\s?[(]?\s?")
_NAMED = regex.compile(r"\s?[)]?\s?[、,，;；(]\s?\p{Han}{1,8}")
_ENDS = regex.compile(r"\s?(?:[)）、,，;；。.]|[和与及]|$)")
_DECIMALS = regex.compile(r"-?\d[\d,]*(?:\.(?P<decimals>\d+))?(?:\s?[-—~]{1,2}\s?\d[\d.]*)?")


def with_series(labels: Sequence[T | None], text: str, found: Sequence[Quantity], bare: T, rules: Rules) -> list[T | None]:
    """`bare`: the label of a number that nothing introduces."""
    out = list(labels)
    for i in range(1, len(out)):
        if out[i] == bare and out[i - 1] is None and _goes_on(text, found[i - 1], found[i], rules):
            out[i] = None
    return out


def _goes_on(text: str, one: Quantity, other: Quantity, rules: Rules) -> bool:
    """Is a bare number the next of a row whose last one is a value? Whole numbers where 分别 or the like pairs them, decimals where they are of one form."""
    if one.kind != "number" or other.kind != "number" or one.form != "arabic" or not _ENDS.match(text, other.end):
        return False
    own, next_ = (_DECIMALS.fullmatch(text, q.number_start, q.number_end) for q in (one, other))
    if not own or not next_:
        return False
    between = (text, one.end, other.start)
    if _LISTED.fullmatch(*between):
        return bool(own["decimals"] and next_["decimals"] or named(rules, "rows of figures told respectively").search(text, 0, one.start))
    alike = own["decimals"] and next_["decimals"] and len(next_["decimals"]) > 1
    return bool(alike and abs(len(own["decimals"]) - len(next_["decimals"])) < 2 and _NAMED.fullmatch(*between))
