"""fold(text, rules) -> the same number of characters in one script and width, for matching only.

Rules are written once, in simplified script and half width; what goes into the table is always cut from the text itself.
"""

from __future__ import annotations

import functools
import re
import unicodedata

import regex

from extractor.rules import Rules, named

# Only width: each maps one character to one, so offsets stay.
_WIDE = {chr(0xFF01 + i): chr(0x21 + i) for i in range(94) if chr(0x21 + i) not in ",;!?"}
# ⽉ ⼯ ⼝: radicals that a PDF's text layer has for the characters they look like (Unicode, Kangxi Radicals; some of the CJK Radicals Supplement).
_RADICALS = {chr(c): unicodedata.normalize("NFKC", chr(c)) for c in range(0x2F00, 0x2FD6)} | {
    "⻄": "西", "⻅": "见", "⻆": "角", "⻉": "贝", "⻋": "车", "⻑": "长", "⻓": "长", "⻔": "门", "⻙": "韦", "⻚": "页", "⻛": "风", "⻜": "飞", "⻝": "食",
    "⻢": "马", "⻥": "鱼", "⻦": "鸟", "⻩": "黄", "⻬": "齐", "⻰": "龙", "⺟": "母", "⺠": "民", "⺎": "兀", "⺁": "厂",
}
_SIGNS = {";": "；", "∶": ":", "−": "-", "﹣": "-", "‐": "-", "‑": "-", "﹪": "%", "℅": "%", "～": "~", "〜": "~", "∼": "~", "–": "—", "―": "—",
          **_RADICALS, "\u00a0": " ", "\u3000": " ", "「": "“", "」": "”", "『": "‘", "』": "’", "﹐": "，", "﹒": ".", "﹕": ":", "︰": ":", "•": "·", "‧": "·", "µ": "μ"}


# 6，413位: a wide comma that groups digits, as careless typing leaves it.
_WIDE_GROUPS = re.compile(r"(?<![\d.，])\d{1,3}(?:，\d{3}){1,4}(?![\d.，]\d|\d)(?!年)")


# 投入110辆,票价下降: a narrow comma that parts clauses, as OCR and typing leave it; one between digits groups them.
_NARROW_COMMA = re.compile(r"(?<=[\u4e00-\u9fff”）)%\]]),(?=[\u4e00-\u9fff“（(\d])|(?<=\d),(?=[\u4e00-\u9fff“（(])")


@functools.cache
def _point_and_zero(rules: Rules) -> tuple[regex.Pattern, regex.Pattern]:
    """‧ between Chinese digits, the point of Taiwan's papers (一‧七%, ○‧八万), and an Arabic zero among them, as print has it (一０二億)."""
    digit, with_zero = named(rules, "a digit from one to nine").pattern, named(rules, "a digit with zero").pattern
    return regex.compile(rf"(?<={with_zero}|[两兩十百千])‧(?={with_zero})"), regex.compile(rf"(?<={digit})0(?=[〇零]|{digit})")


@functools.cache
def _table(rules: Rules) -> dict[int, str]:
    table = {**_WIDE, **_SIGNS}
    table.update((e.key, e["simplified"]) for e in rules.entries("traditional") if len(e.key) == len(e["simplified"]) == 1)
    return str.maketrans(table)


def fold(text: str, rules: Rules) -> str:
    """Simplified, half-width twin of `text`, of the same length (，；！？ stay wide and ; becomes so: they end clauses, commas group digits).

    >>> from extractor.rules import default_rules
    >>> fold("３８６.１萬％（億）", default_rules())
    '386.1万%(亿)'
    """
    folded = (_point_and_zero(rules)[0].sub(".", text) if "‧" in text else text).translate(_table(rules))
    if "0" in folded:
        folded = _point_and_zero(rules)[1].sub("〇", folded)
    if _WIDE_GROUPS.search(folded):
        folded = _WIDE_GROUPS.sub(lambda m: m.group().replace("，", ","), folded)
    return _NARROW_COMMA.sub("，", folded) if "," in folded else folded


@functools.cache
def _untable(rules: Rules) -> dict[int, str]:
    """Simplified characters that just one traditional character is folded to."""
    found: dict[str, list[str]] = {}
    for e in rules.entries("traditional"):
        found.setdefault(e["simplified"], []).append(e.key)
    return str.maketrans({c: own[0] for c, own in found.items() if len(c) == len(own[0]) == len(own) == 1 and c != "板"})


def in_script_of(own: str, word: str, rules: Rules) -> str:
    """A word of ours (年龄, 价格) in the script of a text: traditional (年齡) where the text has characters that are so alone.

    A character the text writes itself stays: 床 in 病床數 is not 牀."""
    if not any(c in rules.tables["traditional"] for c in own):
        return word
    return "".join(c if c in own else c.translate(_untable(rules)) for c in word)
