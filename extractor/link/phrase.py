"""Noun groups next to a number: the phrase that ends before it and the counted noun that follows it.

Both walk over the words of the sentence from the number outwards and stop at the first word that can't belong to a name of
something measured. They know nothing of entities or changes.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import regex

from extractor.language import Token
from extractor.link.scope import View
from extractor.patterns import compiled
from extractor.rules import Rules, named


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of the text (not folded) and their span in the sentence; start -1 where recomposed or taken from elsewhere."""

    text: str
    start: int
    end: int


@functools.cache
def words(rules: Rules, role: str) -> frozenset[str]:
    """The verbs of one role."""
    return frozenset(e.key for e in rules.entries("verbs") if e["role"] == role)


@functools.cache
def _measure_ending(rules: Rules) -> regex.Pattern:
    nouns = sorted((regex.escape(e.key) for e in rules.entries("nouns") if e["role"] in ("measure", "part")), key=len, reverse=True)
    return regex.compile("(?:" + "|".join(nouns) + r")(?:\([^()]{0,40}\))?$")


def is_measure(text: str, rules: Rules) -> bool:
    """Does a folded phrase end with a word that names something measured?"""
    return bool(_measure_ending(rules).search(text))


def before(view: View, start: int, end: int, rules: Rules) -> Phrase | None:
    """The phrase that ends at `end` and begins at `start` or later; None where nothing but connectors stands there."""
    begin, depth, governed = end, 0, -1
    for token in reversed([t for t in view.tokens if t.end > start and t.start < end]):
        if token.text.startswith(")") or token.text == ")":
            depth += 1
        if depth:
            depth -= token.text.count("(")
            begin = max(token.start, start)
            continue
        if not _goes_on_left(token, view, rules, begin < end, end):
            if not _of_its_verb(token, view, begin, end):
                break
            governed = begin = max(token.end - 1, start)           # 共|向
            break
        begin = max(token.start, start)
    begin = governed if governed >= 0 else _strip_front(view, begin, end, rules)
    while end > begin and view.text[end - 1] in " ,、“\"'：:的,":
        end -= 1
    while begin < end and view.text[begin] in " ,、”\"'：:)":
        begin += 1
    if "”" in view.text[begin:end] and "“" not in view.text[begin:view.text.index("”", begin)]:
        opened = view.text.rfind("“", start, begin)
        begin = opened if opened >= 0 else begin                   # “一件事一次办”事项: a quoted name is whole
    folded = view.text[begin:end]
    if not folded or named(rules, "stands alone before a figure and names nothing").fullmatch(folded) or folded in words(rules, "bare") | words(rules, "adverb") or not compiled(r"\p{L}").search(folded):
        return None
    return Phrase(without_brackets(view.raw(begin, end), rules), begin, end)


def without_brackets(text: str, rules: Rules) -> str:
    """An explanation in brackets is no part of a name: 油料作物秸秆（主要为油菜和花生）."""
    return named(rules, "an explanation in brackets").sub("", text) or text


def without_reached(text: str, folded: str, rules: Rules) -> str:
    """第一产业实现增加值 is named 第一产业增加值; `text` as written, `folded` its folded form."""
    inside = named(rules, "who reached a measure").fullmatch(folded)
    if inside is None or len(text) != len(folded) or not is_measure(folded, rules):
        return text
    return text[:inside.end("who")] + text[inside.start("what"):]


def own_characters(folded: str, text: str, own: str) -> str:
    """A text's own characters for a phrase of its folded form; a recomposed phrase is looked up character by character."""
    at = text.find(folded)
    if at >= 0:
        return own[at:at + len(folded)]
    table = dict(zip(text, own, strict=True))
    return "".join(table.get(c, c) for c in folded)


_STOP_LEFT = ("p", "y", "e", "o", "r", "c", "ul", "uz", "ug", "uv", "ud")
_QUOTES = "“”‘’\"'《》·/、+"


def _goes_on_left(token: Token, view: View, rules: Rules, started: bool, end: int) -> bool:
    text, pos = token.text, token.pos
    if text in _QUOTES or text in ("的", "所", "之", "（", "(") or pos == "uj":
        return text != "("
    if pos == "x" and not compiled(r"[A-Za-z\p{Han}]").search(text):
        return False
    if text in words(rules, "source") and view.text[token.end:token.end + 1] in "，:,：" or text in words(rules, "adverb"):
        return False
    if text == "可" and started and is_measure(view.text[token.end:end], rules):
        return True                                                # 可支配收入, 可收集资源量
    if text == "还" and compiled(r"[田林草湖耕款贷原]").match(view.text[token.end:]):
        return True                                                # 退耕还林, 根茬还田量
    if text == "比" and not started:
        return True                                                # 收入比, 案拍比
    if pos in _STOP_LEFT:
        return bool(named(rules, "a pronoun or joint within a name").fullmatch(text)) or text[0] in "该本" and view.text[token.start - 1:token.start] == "占"      # 占该国耕地面积
    if pos == "t":
        return not named(rules, "a time that ends a phrase").search(text)
    if text.startswith("最") and started:
        return True
    if pos == "d":
        return bool(named(rules, "an adverb within a name").fullmatch(text)) or len(text) == 1 and started and text in "多少不未再总"
    if pos == "m":
        return bool(compiled(r"[第一二三四五六七八九十]{1,3}").fullmatch(text)) and started
    if text == "平均":
        return True                                                # 平均浓度
    if text == "等" or text == "排名" and not started:
        return started or text == "排名"                           # A、B等首店; 排名第14位
    if text in words(rules, "light") and not pos.startswith(("n", "vn")):
        return False
    return True


def _of_its_verb(token: Token, view: View, begin: int, end: int) -> bool:
    """为|群众挽回损失, 向|投标单位收取收入: a preposition whose verb stands behind its noun in the phrase."""
    if token.pos != "p" or token.text.lstrip("共已曾均") not in ("为", "向", "对", "从", "给"):
        return False
    inside = [t.pos for t in view.tokens if begin <= t.start and t.end <= end]
    verb = next((i for i, pos in enumerate(inside) if pos in ("v", "vn")), 0)
    return verb > 0 and any(pos.startswith(("n", "r", "j")) for pos in inside[:verb]) and verb + 1 < len(inside)


def _strip_front(view: View, begin: int, end: int, rules: Rules) -> int:
    """Connectors and list marks at the front are no part of a name; a character inside a word stays (其他, 各类)."""
    explained = compiled(r"\([^()]*\)(?:和|与|及|以及|、)(?=..)").match(view.text[begin:end])
    begin += explained.end() if explained else 0                   # 生产总值(初步核算数)和|预算支出
    dated = compiled(r"(?:月份?|日|号|年度?)(?=\p{Han})").match(view.text[begin:end])
    if dated and begin and view.text[begin - 1].isdigit():
        begin += dated.end()                                       # 10|月份总成交额
    front = named(rules, "the front of a phrase that is no part of a name")
    while begin < end:
        match = front.match(view.text[begin:end])
        if not match:
            break
        size = match.end()
        inside = next((t for t in view.tokens if t.start <= begin < t.end), None)
        if inside and inside.end > begin + size and size == 1 and view.text[begin] not in "、的了":
            break
        begin += size
    return begin


def after(view: View, start: int, end: int, rules: Rules) -> Phrase | None:
    """The noun group that begins at `start`, directly behind a unit: 个|相关整改项目|加快进度."""
    text = view.text
    skipped = compiled(r"(?:左右|以上|以下|以内|上下)?的").match(text[start:end])      # 21%左右的资源增加效果
    if skipped:
        start += skipped.end()
    if start >= end or named(rules, "no counted noun").match(text[start:end]) or named(rules, "a frame for what follows").match(text[start:end]):
        return None
    stop, head = start, False
    inside = [t for t in view.tokens if t.end > start and t.start < end]
    for i, token in enumerate(inside):
        at = max(token.start, start)
        piece = text[at:min(token.end, end)]
        if not _goes_on_right(piece, token, inside[i + 1] if i + 1 < len(inside) else None, head, text[stop:end], rules):
            break
        stop = at + len(piece)
        head = head or token.pos.startswith(("n", "j", "l", "eng", "i")) or token.pos == "x" and bool(compiled(r"\p{Han}").match(piece))
    phrase = named(rules, "an adverb behind what is counted").sub("", text[start:stop].rstrip("的、和与及“(‘ 等以"))
    if len(phrase) < 2 and not head or not phrase:
        return None
    return Phrase(view.raw(start, start + len(phrase)), start, start + len(phrase))


def _goes_on_right(piece: str, token: Token, following: Token | None, head: bool, rest: str, rules: Rules) -> bool:
    if piece in ("的", "、", "和", "与", "及", "·"):
        return head and not named(rules, "another figure behind a joint").match(rest)
    if piece in "“”‘’《》":
        return True
    if piece == "(":
        return head and bool(compiled(r"\([^()\d]{1,8}\)").match(rest))
    if piece == ")":
        return head
    if token.pos == "x" and not compiled(r"[\p{Han}A-Za-z]").match(piece):
        return False
    if token.pos in ("p", "d", "c", "t", "r", "m", "y", "ul", "uz", "ud", "uv", "f", "ug", "zg"):
        return False
    if token.pos.startswith("v") and token.pos != "vn":
        if head:                                                   # 完成2443个村生活污水|治理: a verb that ends the clause
            return len(piece) == 2 and (following is None or following.text in "，。；")
        return following is not None and following.pos.startswith(("n", "v", "uj", "b", "a", "k", "j", "l", "x"))
    return True
