"""Numeral: a number as it is written, with its span."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a sentence.

    start, end  span in the sentence's text, half open, multipliers, sign and 多/余/几 included
    value       exact value, None for a range or where only its size is said (数百, 几个)
    low, high   both ends of a range, else None
    form        "arabic", "chinese", "multiplier" (a bare 千, 万亿), "fraction", "vague"
    unit        "%" or "‰" where the numeral itself says so (百分之五), else ""
    approximate 多, 余, 来, 几 stand in it
    """

    start: int
    end: int
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    form: str = "arabic"
    unit: str = ""
    approximate: bool = False
