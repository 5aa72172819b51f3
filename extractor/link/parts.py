"""of_a_whole(...) -> what a number measures as a part of a whole said before: 粮食产量80万吨，其中小春|14.8万吨 is 小春产量.

The part is a bare noun, the whole a measure of the same unit; the measure's own words are added to the noun: its last word with what makes it
that kind of measure (播种面积, 常住人口), without whose it is (粮食|产量, 第一产业|增加值).
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from extractor.link.classes import folded, noun_class, verb_class, words_of
from extractor.link.names import Mention
from extractor.link.phrase import Phrase, is_measure
from extractor.link.said import Metric, Said
from extractor.link.scope import View
from extractor.quantity import Quantity
from extractor.rules import Rules, named

LONGEST = 12        # characters of a part


def of_a_whole(view: View, q: Quantity, left: Phrase | None, said: Said, names: Sequence[Mention], rules: Rules, *, changed: bool) -> Metric | None:
    """left: the phrase before the number; None where it names no part of what was measured before."""
    if left is None or left.start < 0 or not _is_part(view, left, names, rules) or q.kind in ("rank", "age", "duration", "count", "multiple") or q.kind == "percent" and not changed:
        return None
    own = view.text[left.start:left.end]
    led = bool(named(rules, "tells that parts follow").search(view.text, 0, left.start))
    wholes = [m for u, m in (*said.before[-4:], *said.here) if u == q.unit and is_measure(folded(m, rules), rules) and named(rules, "adds up over parts").match(folded(m, rules))]
    if not wholes:
        return None
    whole = wholes[-1]
    tail = _measure_of(folded(whole, rules), rules)
    front = folded(whole, rules)[:len(whole) - len(tail)]
    if not (led or _alike(front, own)) or not tail or own.endswith(tail[-1]):
        return None
    return Metric(left.text + whole[len(whole) - len(tail):], left.start, left.end, "metric:part of a whole")


def _is_part(view: View, left: Phrase, names: Sequence[Mention], rules: Rules) -> bool:
    """Is a phrase a bare noun: no measure, no name, nothing done?"""
    text = view.text[left.start:left.end]
    words = [t for t in view.tokens if left.start <= t.start and t.end <= left.end]
    nominal = bool(words) and all(t.pos[0] in "njbfasl" or t.pos == "vn" or t.text in "春夏秋冬" for t in words)
    held = any(m.start < left.end and left.start < m.end and m.end - m.start > 1 and m.type in ("person", "organisation", "place") for m in names)
    return nominal and not held and 1 < len(text) <= LONGEST and not is_measure(text, rules) and not any(c.isdigit() for c in text)


def _alike(front: str, part: str) -> bool:
    """第一产业, 第二产业: do two names end alike?"""
    return len(front) > 1 and front[-2:] == part[-2:]


@functools.lru_cache(maxsize=4096)
def _measure_of(metric: str, rules: Rules) -> str:
    """The end of a folded metric without whose it is and without 总: 粮食|产量, 农林牧渔业总|产值, 农作物|播种面积."""
    begins = words_of(metric, rules)
    at = len(begins) - 1
    while at > 0 and (len(metric) - begins[at] < 2 or _goes_with(metric[begins[at - 1]:begins[at]], rules)):
        at -= 1
    tail = metric[begins[at]:]
    return tail[1:] if tail[0] == "总" and len(tail) > 2 else tail


def _goes_with(word: str, rules: Rules) -> bool:
    """Does a word tell what kind of measure follows (常住|人口, 营业|收入) rather than whose it is?"""
    return noun_class(word, rules) in ("deed", "idea", "money") or verb_class(word, rules) != "?"


def of_a_range(view: View, q: Quantity, start: int, rules: Rules) -> Metric | None:
    """The group that a range tells (19~35岁有|4807人, 集雨面积50~100平方公里的有|13条), where it stands right before a number of the clause that begins at `start`."""
    if q.kind not in ("count", "person", "percent"):
        return None
    found = named(rules, "a group told by a range").search(view.text, start, q.start)
    if not found or found["kind"] and not named(rules, "who or what a range groups").search(found["kind"]):
        return None
    begin = found.start("what") if found["what"] else found.start("range")
    end = found.end("kind")
    return Metric(view.raw(begin, end).rstrip("的"), begin, end, "metric:group of a range")


def of_a_threshold(view: View, index: int, start: int, rules: Rules) -> Metric | None:
    """What passes a mark that stands right before the number, and no noun says more of it: 面积上万亩的有|11个, 账龄超过3年者达|41%, in the clause that begins at `start`."""
    q, mark = view.quantities[index], view.quantities[index - 1] if index else None
    if mark is None or mark.start < start or q.kind not in ("count", "person", "percent", "money", "area"):
        return None
    told = named(rules, "what passes a mark, before it").fullmatch(view.text, start, mark.start)
    led = named(rules, "passes a mark, behind it").fullmatch(view.text, mark.end, q.start)
    if not told or not led:
        return None
    begin, end = told.start("what"), led.start("of")
    return Metric(view.raw(begin, end), begin, end, "metric:group of a threshold")
