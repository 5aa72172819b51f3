"""label(folded sentence, quantities, rules) -> for each quantity the reason why it is no claim, or None.

Named patterns (rules/not_claims.yaml) come first: dates, ordinals, codes, names, slogans, idioms. Then four judgements on
what is left: the article-like 一, Chinese numerals without a measure word, bare digits that nothing introduces, vague sizes.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import regex

from extractor.patterns import compiled
from extractor.rules import NUMBER, Rules
from extractor.units import Quantity


@dataclass(frozen=True, slots=True)
class Label:
    """Why a numeral is no claim: reason (date, ordinal, name, slogan, ...) and the rule that said so."""

    reason: str
    rule: str


@functools.cache
def _patterns(rules: Rules) -> tuple[tuple[str, str, regex.Pattern], ...]:
    return tuple((e.key, e["reason"], regex.compile(e["pattern"].replace("{n}", NUMBER))) for e in rules.entries("not_claims"))


@functools.cache
def _digits_only(rules: Rules) -> frozenset[str]:
    return frozenset(e.key for e in rules.entries("classifiers") if e["written"] == "digits")


def label(text: str, found: list[Quantity], rules: Rules) -> list[Label | None]:
    """One label or None for each quantity, in order."""
    spans = _named_spans(text, rules)
    return [_named(q, spans) or _judged(q, text, rules) for q in found]


_ENDLESS = regex.compile(r"\d{64,}")          # no pattern is about such a run, and trying them all on a megabyte of digits takes minutes


def _named_spans(text: str, rules: Rules) -> list[tuple[int, int, Label]]:
    spans = []
    text = _ENDLESS.sub(lambda m: "x" * len(m.group()), text)
    for name, reason, pattern in _patterns(rules):
        for match in pattern.finditer(text):
            spans.extend((start, end, Label(reason, name)) for start, end in match.spans("n"))
    return spans


def _named(quantity: Quantity, spans: list[tuple[int, int, Label]]) -> Label | None:
    for start, end, why in spans:
        if start < quantity.number_end and quantity.number_start < end:
            return why
    return None


def _judged(quantity: Quantity, text: str, rules: Rules) -> Label | None:
    if quantity.form == "vague":
        return Label("vague", "size without a number")
    if quantity.form == "multiplier":
        return _bare_multiplier(quantity, text)
    if quantity.form == "chinese":
        return _chinese(quantity, text, rules)
    if quantity.kind == "number" and quantity.form == "arabic":
        return _bare_digits(quantity, text)
    return None


_ARTICLE_OK = regex.compile(r"(?:时隔|连续|长达|不到|不足|超过?|至少|近|约|每\p{Han}{1,4}|仅有?|只有?|最后|倒数|用时|历时|为期|提前|推迟|延长|缩短|增加|增长|提高|下降|减少|同比|翻|不少于|不低于|限期|耗时|共)$")


def _chinese(quantity: Quantity, text: str, rules: Rules) -> Label | None:
    written = text[quantity.number_start:quantity.number_end]
    before, after = text[max(0, quantity.start - 6):quantity.start], text[quantity.end:quantity.end + 3]
    unit = text[quantity.number_end:quantity.end].strip()
    ranked = before.endswith(("第", "前"))
    if compiled(r"第\s?$").search(before):
        return None if quantity.kind in ("number", "count") else Label("ordinal", "ordinal with a unit")
    if written in ("一", "壹") and not ranked:
        if quantity.unit in ("倍", "%", "番") or (quantity.kind == "duration" or unit in ("名", "位", "人")) and _ARTICLE_OK.search(before) or unit == "次" and compiled(r"每").search(before):
            return None
        return Label("article", "article-like 一")
    if quantity.kind == "number" and not ranked:
        if len(written) >= 2 and quantity.value is not None and quantity.value >= 100 and compiled(r"[\p{Han}]").match(after):
            return None
        return Label("bare numeral", "Chinese numeral without a measure word")
    if unit in _digits_only(rules) and len(written) == 1 and quantity.value is not None:
        return Label("name", "measure word that counts after digits only")
    if quantity.kind in ("rate", "length", "volume", "mass", "money", "score", "energy") and len(written) == 1 and len(unit) == 1 and unit not in "元吨亩克":
        return Label("name", "unit that counts after digits only")
    return None


_EXACT_CUE = regex.compile(r"(?:近|约|超过?|突破|逾|上|破|达到?|过|成|有|每|各|共|到|至|满|为|不足|数|整)$")


def _bare_multiplier(quantity: Quantity, text: str) -> Label | None:
    """千, 百万, 万亿 without a digit: a number after a cue or with 余/多 (近千个, 千余人, 上万), else part of a word."""
    before = text[max(0, quantity.start - 3):quantity.start]
    written = text[quantity.number_start:quantity.number_end]
    if quantity.kind != "number" and (_EXACT_CUE.search(before) or quantity.approximate or len(written) > 1):
        return None
    if compiled(r"(?:超|破|近|逾|超过|突破|上)$").search(before) and len(written) >= 1 and not compiled(r"\p{Han}").match(text[quantity.end:quantity.end + 1]):
        return None
    return Label("bare numeral", "multiplier without a number")


_INTRODUCED = regex.compile(
    r"(?:为|达|达到|是|有|共|至|到|超过?|突破|约|近|逾|仅|不足|分别|计|合计|居|列|排名?|升至|降至|第|前|比|:|：|得分|指数|[值率数量额均比积和]|共计|均|增|减|涨|跌|破|过|高|低|TOP|Top)\s?[(]?$"
)


def _bare_digits(quantity: Quantity, text: str) -> Label | None:
    """Digits without a unit: kept where they carry a multiplier or are introduced as a value, else a code or a name."""
    written = text[quantity.number_start:quantity.number_end]
    before, after = text[max(0, quantity.start - 6):quantity.start], text[quantity.end:quantity.end + 2]
    if compiled(r"[A-Za-z_#№]\s?-?$").search(before) and not compiled(r"[万亿]").search(written) and not before.endswith(("TOP", "Top")):
        return Label("code", "digits after a letter")
    if compiled(r"[A-Za-z]|-[A-Za-z\d]|号").match(after):
        return Label("code", "digits before a letter")
    if compiled(r"[万亿千百多余]").search(written):
        return None
    if compiled(r"[:]\s?$").search(before) and compiled(r"\s?[:]").match(after):
        return None
    if _INTRODUCED.search(before) and not compiled(r"\p{Han}{0,1}[)）]\d").match(after) and not (quantity.value is not None and 1900 <= quantity.value <= 2100 and quantity.value == int(quantity.value) and not compiled(r"[达到突超约近]").search(before)):
        return None
    return Label("bare number", "digits that nothing introduces")
