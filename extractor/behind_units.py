"""behind_unit(text, end, ...) -> what of a number stands behind its unit: 六成|五, 58秒|67, 1米|65, 二亩|五分, 1毛|8, 三年|半."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

import regex

from extractor.patterns import compiled
from extractor.rules import Rules, named


class Sized(Protocol):
    """A number with its value and the form that it is written in."""

    @property
    def value(self) -> Decimal | None: ...
    @property
    def form(self) -> str: ...


_HALVES = frozenset(["duration", "length", "money", "mass", "multiple", "age", "area"])      # kinds that have halves and more (三年半, 2米多)
_OF_SECONDS = compiled(r"\d{1,3}(?![\d.%万亿:])")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def behind_unit(text: str, end: int, key: str, kind: str, number: Sized, unit: regex.Pattern, rules: Rules) -> tuple[int, Decimal, bool]:
    """(end of the quantity, extra value after the unit, is it approximate). `end`: where the unit written `key` ends in `text`; `unit`: the pattern of all
    units (a digit right before one begins another number, 三成|五人)."""
    more = _more(text, end, key, number, rules)
    if more and not (key in ("成", "秒", "块", "毛", "角") and unit.match(text, more.end())):
        return more.end(), _part(more.group()[0] if key == "亩" else more.group()), False
    if key == "成" and text.startswith("多", end):                  # 两成多受访者
        return end + 1, Decimal(0), True
    tail = named(rules, "half or more behind a unit").match(text, end)
    if tail and kind in _HALVES:
        return end + 1, Decimal("0.5") if tail.group() == "半" else Decimal(0), tail.group() != "半"
    return end, Decimal(0), False


def _more(text: str, end: int, key: str, number: Sized, rules: Rules) -> regex.Match | None:
    if key == "成":
        return named(rules, "tenths behind 成").match(text, end)
    if key == "亩":
        return named(rules, "tenths behind 亩").match(text, end)
    if key == "秒":
        return _OF_SECONDS.match(text, end)
    if key in ("块", "毛", "角"):
        return named(rules, "tenths of money").match(text, end)
    if key != "米" or number.value is None or not (found := named(rules, "hundredths behind 米").match(text, end)):
        return None
    return found if number.value in (1, 2) or number.form == "arabic" and len(found.group()) == 2 and number.value < 100 else None


def _part(written: str) -> Decimal:
    """What stands behind the unit: 五 of 六成五, 半 of 一成半, 七 of 一米七 (tenths), 65 of 1米65 (hundredths), 67 of 58秒67."""
    if written == "半":
        return Decimal("0.5")
    return Decimal("0." + written.translate(_DIGITS))                # 五成五三
