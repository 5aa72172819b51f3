"""behind_unit(text, end, ...) -> what of a number stands behind its unit: 六成|五, 58秒|67, 1米|65, 二亩|五分, 1毛|8, 三年|半."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

import regex

from extractor.patterns import compiled


class Sized(Protocol):
    """A number with its value and the form that it is written in."""

    @property
    def value(self) -> Decimal | None: ...
    @property
    def form(self) -> str: ...


_HALVES = frozenset(["duration", "length", "money", "mass", "multiple", "age", "area"])      # kinds that have halves and more (三年半, 2米多)
_TENTHS = compiled(r"[一二三四五六七八九〇○零]{2}(?![十百千万亿至到~-])|\d{2}(?!\d)|[一二三四五六七八九](?![十百千万亿至到~-])|[1-9](?!\d)|半")
_TENTHS_OF_MU = compiled(r"(?<=[一二两三四五六七八九十]亩)[一二三四五六七八九](?:分(?:[田土水旱]?地)?)?(?=[，。；、)])")
_OF_SECONDS = compiled(r"\d{1,3}(?![\d.%万亿:])")
_CENTIMETRES = compiled(r"\d{2}(?![\d.%万亿]|\s?(?:[人名个家户只根块件位棵条张]|公里|厘米|[xX×*]))|[一二三四五六七八九](?=[，。；、的])")
_OF_MONEY = compiled(r"[1-9一二三四五六七八九](?=钱|[一每]?(?:公?斤|两|个|只|支|张|份|度|吨|人)|[，。；、！？,;!?)）]|$)")        # not 长三角|一体化
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def behind_unit(text: str, end: int, key: str, kind: str, number: Sized, unit: regex.Pattern) -> tuple[int, Decimal, bool]:
    """(where the quantity ends, what its value has more, is it about that much): `end`: where the unit that is written `key` ends, `unit`: the pattern
    of all units, before which a digit begins another number (三成|五人)."""
    more = _more(text, end, key, number)
    if more and not (key in ("成", "秒", "块", "毛", "角") and unit.match(text, more.end())):
        return more.end(), _part(more.group()[0] if key == "亩" else more.group()), False
    if key == "成" and text.startswith("多", end):                  # 两成多受访者
        return end + 1, Decimal(0), True
    tail = compiled(r"半(?![径价数])|[多余](?![额元样种边])").match(text, end)
    if tail and kind in _HALVES:
        return end + 1, Decimal("0.5") if tail.group() == "半" else Decimal(0), tail.group() != "半"
    return end, Decimal(0), False


def _more(text: str, end: int, key: str, number: Sized) -> regex.Match | None:
    if key == "成":
        return _TENTHS.match(text, end)
    if key == "亩":
        return _TENTHS_OF_MU.match(text, end)
    if key == "秒":
        return _OF_SECONDS.match(text, end)
    if key in ("块", "毛", "角"):
        return _OF_MONEY.match(text, end)
    if key != "米" or number.value is None or not (found := _CENTIMETRES.match(text, end)):
        return None
    return found if number.value in (1, 2) or number.form == "arabic" and len(found.group()) == 2 and number.value < 100 else None


def _part(written: str) -> Decimal:
    """What stands behind the unit: 五 of 六成五, 半 of 一成半, 七 of 一米七 (tenths), 65 of 1米65 (hundredths), 67 of 58秒67."""
    if written == "半":
        return Decimal("0.5")
    return Decimal("0." + written.translate(_DIGITS))                # 五成五三
