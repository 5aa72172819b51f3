"""with_shared_units(quantities, text, rules) -> the quantities of a sentence, those of a list with the unit and the multiplier that only its last one has."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from extractor.patterns import compiled
from extractor.quantity import Quantity, scaled
from extractor.rules import Rules, named


def with_shared_units(found: list[Quantity], text: str, rules: Rules) -> list[Quantity]:
    """32、33和34件, 1409万、1305万人次: the last unit of a list is that of all; not of dates (5、6月) and of 一、二等."""
    out = list(found)
    for i in range(len(out) - 2, -1, -1):
        one, following = out[i], out[i + 1]
        if one.unit == "个" and following.unit == "个百分点" and named(rules, "joins figures of points").fullmatch(text, one.end, following.start):
            out[i] = replace(one, unit=following.unit, kind=following.kind)      # 各降0.7个、0.2个百分点
            continue
        if not one.unit and text[one.end:following.start] == "、" and named(rules, "places told in order").search(text, 0, one.start):
            out[i] = replace(one, unit=following.unit, kind=following.kind)      # 分列二、三位
            continue
        lasting = following.unit == "年" and (following.end == following.number_end or "." in text[following.number_start:following.number_end])      # 12.5、11和8.5年
        dated = not lasting and (named(rules, "unit of dates and ranks").match(following.unit) or text[following.number_end:following.number_end + 1] in _DATED_BY)
        if one.unit or one.kind != "number" or not following.unit or dated:
            continue
        listed = named(rules, "between figures of one list").fullmatch(text[one.end:following.number_start])
        if one.form != "arabic" or not listed or text.startswith("接力", following.end):      # 4x100米接力
            continue
        decimal = _DECIMAL.fullmatch(text, one.number_start, one.number_end) is not None
        money = listed["sizes"] == "/" and (decimal or following.kind in ("money", "multiple") and bool(_OF_THREE.search(text, max(0, one.start - 12), following.end + 12)))      # 150.9/152.8/153.4亿元
        row = not listed["comma"] or listed["comma"] == "," and following is not found[i + 1] or named(rules, "figures told respectively").search(text, 0, one.start) is not None      # 1 200,2 000和3 400株; 依次是0.1,0.2,0.3kg
        if row and (not (listed["sizes"] or listed["side"]) or following.kind == "length" or money):      # 4970/1940/1795mm
            scale = _shared_multiplier(text, one, following) if listed.group().strip() and not (listed["comma"] or listed["sizes"] and not money or listed["side"]) else 1
            out[i] = replace(one, unit=following.unit, kind=following.kind, value=scaled(one.value, scale))
    return out


_DATED_BY = frozenset("年月日")
MULTIPLIER = compiled(r"[\d.]+(?P<size>[万亿]{1,2})")
SIZES = {"万": 10 ** 4, "亿": 10 ** 8, "万亿": 10 ** 12}
_DECIMAL = compiled(r"\d+\.\d+")
_OF_THREE = compiled(r"\d+(?:/\d+){2,}[万亿倍]")        # 208/214/224亿元, 25/21/17倍; of two, 1/3亿元 may be a fraction
_NEAR = 50              # 570、220万吨: whole numbers of a list share what the last multiplies by where they are of one order with it then


def _shared_multiplier(text: str, one: Quantity, following: Quantity) -> int:
    """1.80、1.88和1.58万亿元, 2135、1602和930亿元: what the last multiplies by, all do; 1 where nothing says so."""
    own, next_ = text[one.number_start:one.number_end], text[following.number_start:following.number_end]
    if following.value is None:
        return 1
    if own.isdigit() and one.value:
        whole = compiled(r"(?P<number>\d+)(?P<size>[万亿]{1,2})?").fullmatch(next_)
        scale = int(following.value / int(whole["number"])) if whole and int(whole["number"]) else 1
        return scale if 1 / _NEAR <= one.value * scale / following.value <= _NEAR else 1
    if not _DECIMAL.fullmatch(own):
        return 1
    said = MULTIPLIER.fullmatch(next_)
    if said:
        return SIZES.get(said["size"], 1) if "." in next_ else 1
    return int(following.value / Decimal(next_)) if _DECIMAL.fullmatch(next_) and Decimal(next_) else 1
