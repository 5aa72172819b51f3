"""join_ranges(found, text, ...) -> the numerals of a sentence with the two ends of a range as one: 8-10, 3至5, 8到9百亿, 三、四万."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping
from dataclasses import replace
from decimal import Decimal

import regex

from extractor.numeral import Numeral
from extractor.patterns import compiled
from extractor.quantity import scaled
from extractor.rules import Rules, named

# A dash between two numbers; 一 is what OCR makes of a long dash between Arabic digits (5一10厘米).
_DASH = regex.compile(r"\s?(?:-|—{1,2}|~|至|到|一)\s?")


def join_ranges(found: list[Numeral], text: str, sizes: Mapping[str, int], big: Collection[str], rules: Rules) -> list[Numeral]:
    """8-10, 3至5, 8到9百亿: one numeral with two ends; a missing multiplier or % is taken from the right end. `sizes`: what each multiplier is, `big`: those
    from 万 on."""
    found = _split_ocr_dash(found, text, big)
    out: list[Numeral] = []
    for numeral in found:
        left = out[-1] if out else None
        joined = _range(left, numeral, text, sizes, rules) if left else None
        if joined:
            out[-1] = joined
        else:
            out.append(numeral)
    return out


def _split_ocr_dash(found: list[Numeral], text: str, big: Collection[str]) -> list[Numeral]:
    """80万一100万: the 一 that stands between two Arabic numbers is a dash, no number."""
    keep = []
    for n in found:
        lone = text[n.start:n.end] == "一" and n.start > 0 and n.end < len(text)
        if lone and (text[n.start - 1].isdigit() or text[n.start - 1] in big) and text[n.end].isdigit():
            continue
        keep.append(n)
    return keep


def _range(left: Numeral, right: Numeral, text: str, sizes: Mapping[str, int], rules: Rules) -> Numeral | None:
    a, b = left, right
    between = text[a.end:b.start]
    if a.form == "fraction" and b.form == "chinese" and a.value is not None and b.value is not None and a.value < b.value < 100 and (
            between in ("到", "至") or between == "、" and b.value == a.value + 1) and not compiled(r"[\p{Han}、]").match(text, b.end):
        return replace(a, end=b.end, value=None, low=a.value, high=b.value)          # 百分之一到二, 百分之一、二
    if b.value is not None and b.value < 0 and between in ("", "%", "‰") and text[b.start] == "-":
        b, between = replace(b, value=-b.value, start=b.start + 1), between + "-"    # 8-10 was read as 8 and -10
    dash = between[1:] if between[:1] in ("%", "‰") else between            # 8%-10%
    guessed = between == "、" and a.form == b.form == "chinese" and text[a.start:b.start + 1] in _GUESSED and len(text[b.start:b.end]) > 1 and text[a.start - 1:a.start] not in _STARTS and not named(rules, "places told in order").search(text, 0, a.start)      # 三、四|万斤; 一、二十五个项目; 分列二、三位 are two
    amid = between in ("和", "与") and compiled(r"[介在][于乎]?\s?$").search(text[:a.start]) and compiled(r"\s?[%‰]?\p{Han}{0,3}?之间").match(text, b.end)      # 介于1.5和2.4之间
    if a.value is None or b.value is None or (a.form == "fraction") != (b.form == "fraction") or not (guessed or amid or _DASH.fullmatch(dash)):
        return None
    moves = named(rules, "moves up or down").search(text, b.end, b.end + 12) if dash.strip() == "至" else True
    if dash.strip() in ("至", "到") and moves and named(rules, "right behind what leads from a base").search(text[:a.start]) and not named(rules, "a range that goes on").match(text, b.end):
        return None                                                        # 从5到8: two levels, no range; 由240至1,150方呎 is one
    if between[:1] in ("%", "‰") and text[b.end:b.end + 1] != between[0]:
        return None                                                        # 大涨11.8%至21亿欧元, 跌13%至991宗: a change and a level
    shared = a.form == "chinese" or _multiplier(text[a.start:a.end], sizes) == 1
    scale = _multiplier(text[b.start:b.end], sizes, text[a.start:a.end]) if shared else Decimal(1)
    low, high = scaled(a.value, scale) if a.value < b.value / scale else a.value, b.value
    if low < 0 and text.startswith("零下", a.start):
        low, high = sorted((low, -abs(high)))                              # 零下9到零下15, 零下3到5度
    if low > high and between[:1] in ("%", "‰") and dash.strip() in ("-", "~", "—", "——") and between[1:] == dash:
        low, high = high, low                                              # 女人占49%~47%, as 男人占51%~53%
    if not low < high:
        return None
    return Numeral(a.start, b.end, None, low, high, form=b.form, unit=b.unit, approximate=a.approximate or b.approximate)


_STARTS = frozenset(["", *"，。；：:！？ \n"])      # behind these 三、 may mark an item of a list
_GUESSED = frozenset(f"{a}、{b}" for a, b in itertools.pairwise("一二三四五六七八九"))


def _multiplier(text: str, sizes: Mapping[str, int], other: str = "") -> Decimal:
    """Product of the multipliers at the end of a numeral: 9百亿 -> 10^10; none that the numeral it is shared with has too (三十六到四|十|万)."""
    scale = Decimal(1)
    for char in reversed(text.rstrip("多余来几")):
        if char in sizes and char not in other:
            scale *= sizes[char]
        else:
            break
    return scale
