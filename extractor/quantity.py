"""Quantity: a numeral with its unit; scaled(value, scale) -> the value times what its unit multiplies by."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """A numeral and its unit in a sentence.

    start, end     span of numeral and unit in the sentence's text, half open
    number_start, number_end  span of the numeral alone
    value, low, high  as in Numeral, in the unit said by `unit`
    unit, kind     "" and "number" for a bare number; kind as in rules/units.tsv, "count" for measure words
    form           the numeral's form
    approximate    多 余 来 几 in the numeral or behind the unit (三年多)
    """

    start: int
    end: int
    number_start: int
    number_end: int
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str = ""
    kind: str = "number"
    form: str = "arabic"
    approximate: bool = False


def scaled(value: Decimal | None, scale: Decimal | int) -> Decimal | None:
    """A value times the multiplier of a unit, whole numbers without a point: 512.3亿 is 51230000000, not …000.0."""
    if value is None or scale == 1:
        return value
    made = value * scale
    return made.quantize(Decimal(1)) if made == made.to_integral_value() else made
