"""before(place), behind(place), verbs(place), proposed(place) -> spans of words around a number that may say what it measures, each with its features.

Form alone is told: what stands at the edges of a span, how long it is, what its head and its first word are.
"""

from __future__ import annotations

import bisect
import functools
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.language import Token
from extractor.link.change import LEVEL_OF_BASE, Change
from extractor.link.classes import cuts_word, of_role
from extractor.link.groups import Group, word_class
from extractor.link.names import Mention
from extractor.link.phrase import is_measure, without_brackets, without_reached
from extractor.link.said import Metric, Said
from extractor.link.scope import View, Window
from extractor.link.share import is_share
from extractor.patterns import compiled
from extractor.proposals import Proposal, how_sure
from extractor.quantity import Quantity
from extractor.rules import Rules, named

LEFT, RIGHT, VERBS = 9, 7, 2        # words looked at before the number, behind it, and of the verb before it
SUBJECTS = 3                        # nouns before the number's verb that a metric may end with
LONGEST = 26                        # characters of a metric
PROPOSED_FAR = 120                  # characters before the number in which a measure that a network proposes is looked for

Span = tuple[Metric, list[str]]     # a metric and what is true of it


@dataclass(frozen=True)
class Place:
    """The number's surroundings, read once for all candidates."""

    view: View
    quantity: Quantity
    window: Window
    change: Change
    ruled: Metric
    names: Sequence[Mention]
    groups: Sequence[Group]
    said: Said
    rules: Rules
    left: tuple[Token, ...]
    right: tuple[Token, ...]
    starts: list[int]
    ends: list[int]
    kept: frozenset[str]


def stands_left(ruled: Metric, window: Window, q: Quantity) -> bool:
    """Does the rules' metric stand among the words before the number?"""
    return window.left_start <= ruled.start < ruled.end <= q.start


def _ends(p: Place) -> list[int]:
    """Possible right ends of the metric: the rules' end, the last word, before the change word, after a noun followed only by adverbs or verbs
    (持股比例|已经, 收入中位數|亦較上季)."""
    ends = {min(p.change.end, p.window.left_end)}
    if p.change.rule != LEVEL_OF_BASE:               # 对比去年同期之|54亿元: the base names nothing
        ends.add(p.window.left_end)
    if stands_left(p.ruled, p.window, p.quantity):
        ends.add(p.ruled.end)
    last = min(ends)
    nouns = [a.end for a, b in itertools.pairwise(p.left) if a.pos[0] in "nj" and a.end < last and p.view.text[a.end - 1:a.end + 1] not in of_role(p.rules, "average") and _goes_to_the_verb(p, b) and _adverbial(p, a.end, last)]
    heavy, nation = named(p.rules, "weight behind what is weighed"), named(p.rules, "the whole behind what is measured")
    ends = {e + 1 if heavy.match(p.view.text, e) else _before_trailing(p, e) for e in ends.union(nouns[-SUBJECTS:])}
    ends |= {m.start() for e in ends if (m := nation.search(p.view.text, p.window.left_start, e))}
    ends |= {m for m in map(functools.partial(_measured, p), tuple(ends)) if m}
    return sorted(e for e in ends if e > p.window.left_start)


def cuts_name(text: str, start: int) -> bool:
    """Would a span begin within PM2.5浓度 or 五年制高职?"""
    return bool(_CUT.search(text, max(0, start - 8), start)) and not text[start].isspace() or text[start] == "制" and text[start - 1:start] in ("年", "贯")


_CUT = compiled(r"(?<![A-Za-z])(?:PM|CO|SO|NO|O|COD)(?:\d[\d.]*)?$")


def _before_trailing(p: Place, end: int) -> int:
    """An end without the words at it that only lead to the number (支持度|会, 客房|占|2.0万间, 财政支出|3月份)."""
    for token in reversed(p.left):
        if token.end == end and (token.pos[0] == "t" or token.text in of_role(p.rules, "trails") or token.text == "占" and not is_share(p.quantity)):
            end = token.start
    return end


MISREAD = 6         # characters behind a measure that the tagger may have read with it


def _measured(p: Place, end: int) -> int:
    """Where the last measure before an end ends, when a few characters that are no noun stand behind it, whatever the tagger makes of them (进厂价|报,
    指数|盘中一度, 销售增速|更, 总体超标率|土壤); 0 where none does."""
    if is_measure(p.view.text[p.window.left_start:end], p.rules):
        return 0
    return next((e for e in range(end - 1, max(p.window.left_start + 1, end - MISREAD - 1), -1) if is_measure(p.view.text[p.window.left_start:e], p.rules)), 0)


_JOIN = frozenset(["和", "与", "及", "或", "以及"])


def _goes_to_the_verb(p: Place, word: Token) -> bool:
    """Is a word a verb or what stands before one (已经, 首次, 年均, 亦, 于)?"""
    return word.pos[0] in "dpvtazrf" and word.pos != "vn" or word.pos == "c" and word.text not in _JOIN or word.text in of_role(p.rules, "average") or word.pos == "m" and not any(c.isdigit() for c in word.text)


def _adverbial(p: Place, start: int, end: int) -> bool:
    """Stands there no other noun but one that a preposition governs (較|上季)?"""
    words = [t for t in p.left if start < t.end <= end]
    noun = next((i for i, t in enumerate(words) if t.pos[0] in "nj" and t.text not in of_role(p.rules, "average")), None)
    return noun is None or any(t.pos == "p" for t in words[:noun])


def _left_out(p: Place, end: int) -> list[str]:
    """What stands between a metric's end and the number: how many words, what the first is, whether one could be a metric itself."""
    words = [t for t in p.left if t.start >= end and t.end <= p.window.left_end]
    if not words:
        return []
    nouns = any(t.pos[0] in "nj" for t in words)
    return [f"Lleft out:{min(len(words), 4)}", f"Lleft out:{word_class(words[0], '$', p.kept)}|{nouns}", f"Lleft out:{words[0].pos[:2]}|{words[-1].pos[:2]}|{nouns}"]


def before(p: Place) -> Iterator[Span]:
    view, low = p.view, p.window.left_start
    ranked = p.quantity.kind == "rank" or "第" in view.text[max(0, p.quantity.start - 1):p.quantity.number_start]
    over = named(p.rules, "above or below something").search(view.text, low, p.window.left_end)
    aside = named(p.rules, "prices it was reckoned at").search(view.text, low, p.window.left_end)
    compares, totals, inside = named(p.rules, "begins a comparison"), named(p.rules, "a total before a figure"), named(p.rules, "a share within something")
    for end in _ends(p):
        if ranked and named(p.rules, "the field of a rank").search(view.text, low, end):
            continue
        skipped = _left_out(p, end)
        for i in range(len(p.left) - 1, -1, -1):
            start = max(p.left[i].start, low)
            if start >= end or cuts_word(view.text, start, p.rules) or cuts_name(view.text, start) or over and start >= over.start() or aside and aside.start() <= start < aside.end():
                continue
            if view.text[start] in "，；：。:、" or end - start > LONGEST:
                break
            if p.left[i].text == "出" or compares.match(view.text, start) or totals.match(view.text, start) or p.left[i].start == start and inside.match(view.text, start, end) and view.text[start - 1] in "在占于":
                continue
            if view.text[start] in " 的和与及了”)）" or view.text.endswith(("第", "最后", "倒数"), start, end) or not _whole(view.text[start:end]):
                continue
            text = without_reached(without_brackets(view.raw(start, end), p.rules).strip(" "), view.text[start:end], p.rules)
            if len(text) >= 2 or named(p.rules, "a metric of one character").fullmatch(text):
                yield Metric(text, start, end, "metric:before the number"), ["side:left", *_span(p, start, end, "L"), *skipped]


def _whole(text: str) -> bool:
    """No half of a quotation or of brackets, no end of a list of examples (蓝桥等|首店)."""
    return text.count("“") == text.count("”") and text.count("(") == text.count(")") and "等" not in text[1:-1]


def behind(p: Place) -> Iterator[Span]:
    view, q = p.view, p.quantity
    skipped = named(p.rules, "a bound and a dimension behind a figure").match(view.text[q.end:p.window.right_end])
    start = q.end + skipped.end()
    found, field, counted = verbs(p), named(p.rules, "the field of a rank"), named(p.rules, "a counted thing of one character")
    for token in p.right:
        end = min(token.end, p.window.right_end)
        if end <= start:
            continue
        if view.text[token.start] in "，；：。:()（）" or end - start > LONGEST:
            break
        if field.search(view.text, start, end):
            continue
        text = view.raw(start, end).strip(" “”\"的、和与")
        if len(text) < 2 and not counted.fullmatch(text) or not text or view.text[end - 1] in "的、和与及":
            continue
        if text == "国家" and any(t.start == end and t.pos[0] in "njb" for t in p.right):       # 3个|国家|现代农业产业园
            continue
        features = _span(p, start, end, "R")
        yield Metric(text, start, end, "metric:counted noun"), ["side:right", *features]
        for at, verb in found:
            yield Metric(verb + text, start, end, "metric:verb and counted noun"), ["side:verb", *features, *verb_shape(p, at)]


def verbs(p: Place) -> list[tuple[int, str]]:
    """The last words before the number, one and two of them: (where they begin, what they say)."""
    out = []
    end = p.window.left_end
    inside = [t for t in p.left if t.end <= end]
    for n in range(1, VERBS + 1):
        if len(inside) < n or not inside[-n].pos.startswith(("v", "a", "d", "n", "z", "i", "l")) or inside[-1].end != end:
            break
        begin = max(inside[-n].start, p.window.left_start)
        out.append((begin, p.view.raw(begin, end).rstrip("了")))
    return out


@functools.cache
def _roles(rules: Rules) -> dict[str, str]:
    return {e.key: e["role"] for e in rules.entries("verbs")}


def _span(p: Place, start: int, end: int, side: str) -> list[str]:
    """Form of a span and of what stands at its edges."""
    view = p.view
    i = bisect.bisect_right(p.ends, start)
    j = bisect.bisect_left(p.starts, end, i)
    inside = view.tokens[i:j]
    previous = view.tokens[i - 1] if i and view.tokens[i - 1].end > p.window.left_start - 1 else None
    after = view.tokens[j] if j < len(view.tokens) else None
    first, last = inside[0], inside[-1]
    text = view.text[start:end]
    size = end - start
    f, left, right = word_class(first, "^", p.kept), word_class(previous, "^", p.kept), word_class(after, "$", p.kept)
    out = [
        f"{side}first:{f}", f"{side}before:{left}", f"{side}edge:{left}|{f}", f"{side}last:{last.pos[:2]}", f"{side}end:{last.pos[:2]}|{right}",
        f"{side}words:{min(len(inside), 6)}", f"{side}size:{2 if size == 2 else 4 if size <= 4 else 6 if size <= 6 else 9 if size <= 9 else 14 if size <= 14 else 20}",
        f"{side}measure:{is_measure(text, p.rules)}",
    ]
    role = _roles(p.rules).get(first.text)
    if role:
        out.append(f"{side}role:{role}")
    if start == p.window.clause_start:
        out.append(f"{side}from the clause's head")
    acts = sum(t.pos[0] == "v" and t.pos != "vn" for t in inside[1:])
    out.append(f"{side}verbs inside:{min(acts, 2)}")
    name = next((m for m in p.names if m.start < end and start < m.end), None)
    if name:
        where = "front" if name.start <= start and name.end < end else "all" if name.start <= start else "inside"
        out.append(f"{side}name:{where}:{name.type}:{name.role}")
    follows = next((m for m in p.names if m.end == start or m.end == start - 1 and view.text[start - 1] == "的"), None)
    if follows:
        out.append(f"{side}after a name:{follows.type}:{follows.role}")
    if any(c.isdigit() for c in text):
        out.append(f"{side}digits")
    return out


def verb_shape(p: Place, at: int) -> list[str]:
    """Form of the verb that is taken to the counted noun behind."""
    inside = [t for t in p.left if t.end > at and t.end <= p.window.left_end]
    previous = next((t for t in reversed(p.left) if t.end <= at), None)
    first = inside[0] if inside else None
    begins = word_class(first, "-", p.kept)
    out = [f"verb:{len(inside)}:{begins}", f"verb edge:{word_class(previous, '^', p.kept)}|{begins}", f"verb size:{min(p.window.left_end - at, 5)}"]
    role = _roles(p.rules).get(first.text) if first else None
    if role:
        out.append(f"verb role:{role}")
    return out


def proposed(p: Place) -> Iterator[Span]:
    """Metrics that are proposed, before the figure and in its clause behind it, the nearest first."""
    view, q = p.view, p.quantity
    left = [m for m in view.proposed.spans["metric"] if q.start - PROPOSED_FAR <= m.start and m.end <= q.start]
    right = [m for m in view.proposed.spans["metric"] if q.end <= m.start and m.end <= p.window.right_end]
    for side, found in (("left", left[::-1]), ("right", right)):
        for n, m in enumerate(found[:4]):
            apart = _apart(view, m, q.start) if side == "left" else 0
            inside = side == "right" or m.start >= p.window.left_start
            where = f"{side} {apart}"
            yield (
                Metric(view.raw(m.start, m.end), m.start if inside else -1, m.end if inside else -1, "metric:proposed"),
                ["side:proposed", f"proposed:{how_sure(m.sure)}", f"proposed {where}:{how_sure(m.sure)}", f"proposed {side}:{n}", f"proposed {where}|{inside}"],
            )


def _apart(view: View, m: Proposal, start: int) -> int:
    """Clauses between a measure and a figure, two at the most."""
    return min(sum(c in "，；。：:" for c in view.text[m.end:start]), 2)
