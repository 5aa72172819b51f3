"""label(folded sentence, quantities, rules) -> for each quantity the reason why it is no claim, or None.

Named patterns (rules/not_claims.yaml) come first: dates, ordinals, codes, names, slogans, idioms. Then four judgements on
what is left: the article-like 一, Chinese numerals without a measure word, bare digits that nothing introduces, vague sizes.
"""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass

import regex

from extractor.patterns import Searched, compiled
from extractor.quantity import Quantity
from extractor.rules import Rules, named, written_numeral
from extractor.series import with_series


@dataclass(frozen=True, slots=True)
class Label:
    """Why a numeral is no claim: reason (date, ordinal, name, slogan, ...) and the rule that said so."""

    reason: str
    rule: str


@functools.cache
def _patterns(rules: Rules) -> tuple[tuple[Label, Searched], ...]:
    number = written_numeral(rules)
    return tuple((Label(e["reason"], e.key), Searched(regex.compile(e["pattern"].replace("{n}", number)), tuple(e["needs"] or ()))) for e in rules.entries("not_claims"))


@functools.cache
def _digits_only(rules: Rules) -> frozenset[str]:
    return frozenset(e.key for e in rules.entries("classifiers") if e["written"] == "digits")


def label(text: str, found: list[Quantity], rules: Rules) -> list[Label | None]:
    """One label or None for each quantity, in order."""
    spans = _named_spans(text, rules)
    return with_series([_named(q, spans) or _judged(q, text, rules) for q in found], text, found, _BARE, rules)


_BARE = Label("bare number", "digits that nothing introduces")


_ENDLESS = regex.compile(r"\d{64,}")          # no pattern is about such a run, and trying them all on a megabyte of digits takes minutes


def _named_spans(text: str, rules: Rules) -> list[tuple[int, int, Label]]:
    spans = []
    text = _ENDLESS.sub(lambda m: "x" * len(m.group()), text)
    for why, searched in _patterns(rules):
        for match in searched.finditer(text):
            spans.extend((start, end, why) for start, end in match.spans("n"))
    return spans


def _named(quantity: Quantity, spans: list[tuple[int, int, Label]]) -> Label | None:
    for start, end, why in spans:
        if why.rule == "formula" and quantity.form == "fraction":      # 占比超过1/8: the words beside have told that it is a share
            continue
        if start < quantity.number_end and quantity.number_start < end:
            return why
    return None


def _judged(quantity: Quantity, text: str, rules: Rules) -> Label | None:
    if quantity.form == "vague":
        return Label("vague", "size without a number")
    if quantity.form == "multiplier":
        return _bare_multiplier(quantity, text, rules)
    if quantity.form == "chinese":
        return _chinese(quantity, text, rules)
    if quantity.kind == "number" and quantity.form == "arabic":
        return _bare_digits(quantity, text, rules)
    return None


def _chinese(quantity: Quantity, text: str, rules: Rules) -> Label | None:
    written = text[quantity.number_start:quantity.number_end]
    before, after = text[max(0, quantity.start - 6):quantity.start], text[quantity.end:quantity.end + 3]
    unit = text[quantity.number_end:quantity.end].strip()
    ranked = before.endswith(("第", "前")) and not named(rules, "前 that ends a word of time").search(before)
    if compiled(r"第\s?$").search(before):
        return None if quantity.kind in ("number", "count") else Label("ordinal", "ordinal with a unit")
    if len(written) > 2 and quantity.value is not None and not compiled(r"[^一二三四五六七八九]").search(written):
        return None if named(rules, "unit of a figure read digit by digit").fullmatch(quantity.unit) else Label("name", "digits read one by one")
    if _in_inventory(text, quantity, rules) or _in_chain(text, quantity, rules):
        return None
    if unit in ("金", "银", "铜") and named(rules, "medals counted").search(text, max(0, quantity.start - 4), quantity.end + 4):
        return None
    if named(rules, "a digit in the form of cheques").fullmatch(written) and quantity.kind != "money":
        return Label("name", "formal numeral in a name")                   # 赵|伍|胜
    if written in ("一", "壹") and not ranked and quantity.value in (1, None):      # 一亩八分 is 1.8, 一年半 1.5
        return None if _is_counted_one(quantity, text, unit, rules) else Label("article", "article-like 一")
    if quantity.kind == "number" and not ranked:
        return None if _is_value_in_characters(quantity, written, before, after, rules) else Label("bare numeral", "Chinese numeral without a measure word")
    if unit in _digits_only(rules) and len(written) == 1 and quantity.value is not None:
        return Label("name", "measure word that counts after digits only")
    if quantity.kind in ("rate", "length", "volume", "mass", "money", "score", "energy") and len(written) == 1 and len(unit) == 1 and unit not in "元吨亩克" and written != "半":
        return Label("name", "unit that counts after digits only")
    return None


def _is_counted_one(quantity: Quantity, text: str, unit: str, rules: Rules) -> bool:
    """Does 一 count (下降一个百分点, 一胜一负, 时隔一年) rather than stand as an article? unit: its measure word as written."""
    before, after = text[max(0, quantity.start - 6):quantity.start], text[quantity.end:quantity.end + 3]
    if quantity.kind == "duration" and named(rules, "within a length of time").match(text, quantity.end) and not (unit == "年" and after[:1] in "就即便才") and not named(rules, "a time pointed at, no length").search(before):
        return True
    if unit in ("胜", "平", "负") and named(rules, "wins and defeats counted").search(text, max(0, quantity.start - 4), quantity.end + 4):
        return True
    if unit == "个" and named(rules, "moves in a ranking").search(before) and named(rules, "places of a ranking").match(text, quantity.end):
        return True
    if quantity.kind == "duration" and named(rules, "a term of so long").search(text, max(0, quantity.start - 6), quantity.start) and compiled(r"[，、；。,;)]|以[上下]|$").match(after):
        return True
    if quantity.kind in ("area", "length", "mass") and named(rules, "hardly or about one").search(before):
        return True
    if unit == "年" and named(rules, "months behind years").match(text, quantity.end):
        return True
    if quantity.unit in ("倍", "%", "番", "个百分点") or (quantity.kind == "duration" or unit in ("名", "位", "人")) and named(rules, "lets 一 count").search(before) or unit == "次" and compiled(r"每").search(before):
        return True
    if unit in ("个", "人", "名", "例", "户") and compiled(r"[就即便]有$").search(before):
        return True                                                        # 每5个成年人就有|一个|患高血压
    if named(rules, "counts what is built or dug").fullmatch(unit) and named(rules, "nothing that makes 一 an article").search(before) and compiled(r"[，、；。,;)]|$").match(after):
        return True
    several = named(rules, "a digit of more than one").pattern
    return bool(unit) and compiled(rf"(?:{several}|\d){regex.escape(unit)}[^，。；\d]{{1,10}}(?:和|及|与|、|以及)$").search(text, 0, quantity.start) is not None


def _is_value_in_characters(quantity: Quantity, written: str, before: str, after: str, rules: Rules) -> bool:
    """Is a Chinese numeral without a measure word a value: a large one, one that is introduced, one with decimals?"""
    if len(written) >= 2 and (written.rstrip("多余")[-1] in "万亿" or quantity.value is not None and quantity.value >= 100 and compiled(r"[\p{Han}]").match(after)):
        return True
    if len(written) >= 3 and quantity.value is not None and quantity.value >= 100 and named(rules, "introduces a figure as a value").search(before):
        return True                                                        # 也就挣|三千多
    # 指数为|一二〇.八四, 防御率|五点九四
    return bool(compiled(r"[^点.]+[点.][^点.]{2,}").fullmatch(written) and named(rules, "introduces a figure as a value").search(before))


_ITEM_EDGE = regex.compile(r"[，,、；;。]")
_NEAR = 60                  # characters on each side in which other items are looked for


def _in_inventory(text: str, quantity: Quantity, rules: Rules) -> bool:
    """机枪七挺，小炮七门，冲锋枪一枝: things and their numbers, one behind the other, whatever numbers these are."""
    first = max(0, quantity.start - _NEAR)
    cuts = [first - 1, *(m.start() for m in _ITEM_EDGE.finditer(text, first, quantity.end + _NEAR)), min(len(text), quantity.end + _NEAR)]
    parts = [(a + 1, b) for a, b in itertools.pairwise(cuts)]
    at = next((i for i, (a, b) in enumerate(parts) if a <= quantity.start < quantity.end <= b), None)
    if at is None:
        return False
    item_of = named(rules, "an item of an inventory")
    items = [item_of.fullmatch(text, *parts[i]) for i in range(max(0, at - 2), min(len(parts), at + 3))]
    numbers = [item["n"] for item in items if item]
    return bool(items[min(at, 2)]) and len(numbers) >= 3 and set(numbers) != {"一"}       # 查处一案，警示一批、教育一片 counts nothing


def _in_chain(text: str, quantity: Quantity, rules: Rules) -> bool:
    """九县一市二区, 一死一伤: numbers that touch count, small as they are; not 一县一市, where each has one."""
    around = max(0, quantity.start - 12), quantity.end + 12
    places = next((m.group() for m in named(rules, "places counted by kind").finditer(text, *around) if m.start() <= quantity.start < m.end()), "")
    hurt = any(m.start() <= quantity.start < m.end() for m in named(rules, "dead and hurt counted").finditer(text, *around))
    return hurt or named(rules, "a digit of more than one").search(places) is not None


def _bare_multiplier(quantity: Quantity, text: str, rules: Rules) -> Label | None:
    """千, 百万, 万亿 without a digit: a number after a cue or with 余/多 (近千个, 千余人, 上万), else part of a word."""
    before = text[max(0, quantity.start - 3):quantity.start]
    written = text[quantity.number_start:quantity.number_end]
    if quantity.kind != "number" and (named(rules, "lets a bare multiplier be a number").search(before) or text.startswith("大关", quantity.end) or quantity.approximate or len(written) > 1):
        return None
    so_many = named(rules, "about so many, behind a bare multiplier").match(text[quantity.end:quantity.end + 2])
    if len(written) > 1 and (named(rules, "beyond a bare multiplier").search(before) or so_many):
        return None
    if named(rules, "near or beyond a bare multiplier").search(before) and not compiled(r"\p{Han}").match(text[quantity.end:quantity.end + 1]):
        return None
    return Label("bare numeral", "multiplier without a number")


_RATIO_OF = regex.compile(r"(?<![A-Za-z])(?:OR|RR|HR|AUC)\s?[=为]?\s?$")
_OF_ALL = regex.compile(r"(?<=[%万]\s?\(\s?)\d[\d,]*万?\s?/\s?\d[\d,]*万?(?=\s?\))")
_QUOTES = regex.compile(r"(?<=\p{Han})(?!0|(?:19|20)\d{2}(?!\d))\d{3,5}(?:-\d{3,5})?(?=[，,、。;；]|\p{Han}{2,5}\d{3,5})")


@functools.lru_cache(maxsize=8)         # asked of each bare number of a sentence
def _quotes_prices(text: str, rules: Rules) -> bool:
    """Does a sentence tell numbers of several names side by side, as quotations do?"""
    quoted = len(_QUOTES.findall(text))
    return (quoted >= 4 or quoted == 3 and "价" in text) and not named(rules, "numbers things, measures none").search(text)


def _bare_digits(quantity: Quantity, text: str, rules: Rules) -> Label | None:
    """Digits without a unit: kept where they carry a multiplier or are introduced as a value, else a code or a name."""
    written = text[quantity.number_start:quantity.number_end]
    before, after = text[max(0, quantity.start - 6):quantity.start], text[quantity.end:quantity.end + 2]
    if quantity.low is not None and (text.startswith(("之间", "间"), quantity.end) or compiled(r"介[于乎]\s?$").search(before) or "." in written and compiled(r"\p{Han}的\s?$").search(before)):
        return None                                                        # pH值在|5.8至7.2|之间, 标准规定的|4.0—8.5|
    if "." in written and _RATIO_OF.search(before) or compiled(r"或以[上下]|\s?±").match(text, quantity.end):
        return None                                                        # OR 6.675, 维持在|130|或以下, |39.18|±22.51
    if compiled(r"(?<![A-Za-z])pH(?:值)?[为=]?\s?$").search(before) or compiled(r"\d\s?(?:of|/)\s?$").search(before) and compiled(r"\s?[=(]\s?\d{1,3}(?:\.\d+)?\s?%").match(text, quantity.end):
        return None                                                        # pH 6.5; 44/|63|(70%), 75 of |112| = 67 %: of how many
    if compiled(r"[A-Za-z_#№]\s?-?$").search(before) and not compiled(r"[万亿]").search(written) and not compiled(r"TOP$|Top$|\d\s?of\s?$|(?<![A-Za-z])P[EBS]\s?$").search(before):
        return Label("code", "digits after a letter")
    if compiled(r"[A-Za-z]|-[A-Za-z\d]|号").match(after):
        return Label("code", "digits before a letter")
    if compiled(r"\d\.\d{1,2}").fullmatch(written) and compiled(r"(?:^|[。；:])\s?$").search(before) and compiled(r"\p{Han}{4}").match(text, quantity.end):
        return Label("ordinal", "numbered heading")                        # 问题:1.1农机装备的发展
    scaled = compiled(r"[万亿千百多余]").search(written)
    if scaled or _is_part_of_ratio(quantity, text, rules) or _is_among_others(quantity, text, rules) or "." in written and _is_decimal_value(quantity, text, rules) or _is_introduced(quantity, text, rules):
        return None
    return _BARE


def _is_part_of_ratio(quantity: Quantity, text: str, rules: Rules) -> bool:
    """Is it one side of a ratio (25:75), by its other side and what leads to it?"""
    before, after = text[max(0, quantity.start - 6):quantity.start], text[quantity.end:quantity.end + 4]
    if compiled(r"[:]\s?$").search(before) and compiled(r"\s?[:]").match(after[:2]):
        return True
    if quantity.value is not None and quantity.value >= 25 and compiled(r"\s?:\s?1(?!\d)").match(text, quantity.end):
        return True                                                        # 竞争比更在1000:1以上
    if quantity.value is not None and quantity.value <= 100 and compiled(r"\s?:\s?\d").match(text, quantity.number_end) and named(rules, "a ratio told before").search(text, 0, quantity.start) and "比分" not in text:
        return True
    if compiled(r"按\s?$").search(before) and named(rules, "parts that a whole is shared by").match(text, quantity.number_end):
        return True
    if compiled(r"[由从自]\s?$").search(before) and compiled(r"\s?:\s?\d").match(after):
        return True                                                        # 由8.7:41.2:50.1调整为
    return "比" in text[:quantity.start] and named(rules, "a ratio that moves").match(text, quantity.number_end) is not None


def _is_among_others(quantity: Quantity, text: str, rules: Rules) -> bool:
    """Do the numbers right beside it show what it is: so many of so many, one of several quotations?"""
    before, after = text[max(0, quantity.start - 6):quantity.start], text[quantity.end:quantity.end + 2]
    if compiled(r"\d中$").search(before) or compiled(r"中\d").match(after):
        return True                                                        # 11中7, 三分5中3
    if before.endswith(("(", "( ", "/", "/ ")) and any(m.start() <= quantity.start < m.end() for m in _OF_ALL.finditer(text, max(0, quantity.start - _NEAR), quantity.end + _NEAR)):
        return True                                                        # 占10.8%(|637|/|5880|)
    # 螺沙|3890，中天|3850，西城|3830，华宏|3810
    return quantity.number_end - quantity.number_start >= 3 and bool(compiled(r"\p{Han}$").search(before)) and _quotes_prices(text, rules)


def _is_decimal_value(quantity: Quantity, text: str, rules: Rules) -> bool:
    """Is a number with decimals a value by where it stands: behind an earlier one or a name, where a change begins, alone in a bracket?"""
    before, after = text[max(0, quantity.start - 6):quantity.start], text[quantity.end:quantity.end + 2]
    if named(rules, "the figure of an earlier time").search(text, max(0, quantity.start - 8), quantity.start):
        return True
    if named(rules, "is the most or the least").match(text, quantity.end) or named(rules, "the next or the most of several").search(text, max(0, quantity.start - 14), quantity.start):
        return True
    if compiled(r"\p{Han}\(\s?$").search(before) and compiled(r"\s?\)").match(after):
        return True                                                        # 现代性(72.97)比传统性(68.31)高
    if compiled(r"[由从自][^，。；]{2,20}的\s?$").search(text, 0, quantity.start) and named(rules, "moves to, behind a figure").match(text, quantity.end):
        return True
    return named(rules, "sets a value").search(before) is not None


def _is_introduced(quantity: Quantity, text: str, rules: Rules) -> bool:
    """Do the words before a number introduce it as a value? A year (1900 to 2100) only where they tell a level, no digits that a bracket parts from others."""
    before, after = text[max(0, quantity.start - 6):quantity.start], text[quantity.end:quantity.end + 2]
    if compiled(r"[由从自]\s?$").search(before) and named(rules, "begins a move, behind a figure").match(after):
        return True
    if not named(rules, "introduces a figure as a value").search(before) or "," not in text[quantity.number_start:quantity.number_end] and compiled(r"\p{Han}{0,1}[)）]\d").match(after):
        return False
    year = quantity.value is not None and 1900 <= quantity.value <= 2100 and quantity.value == int(quantity.value)
    return not year or named(rules, "makes a number like a year a level").search(before) is not None
