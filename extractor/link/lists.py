"""of_a_list(place, ...), of_its_unit(place, ...), of_several(place) -> what a number measures as one of several, or by its unit alone, each with its features.

The verb of a list's first item (建设产业园1个、产业强镇|4个), the noun behind the last of several numbers (400余起和近2000起|典型问题),
what a unit tells (安东尼28分), an average said before (场均24.1分, 8.3个篮板).
"""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterator, Sequence

import regex

from extractor.fold import in_script_of
from extractor.link.classes import of_role
from extractor.link.phrase import is_measure
from extractor.link.said import Metric
from extractor.link.scope import after_last
from extractor.link.spans import LONGEST, Place, Span, stands_left, verb_shape, verbs
from extractor.patterns import compiled
from extractor.rules import Rules


def of_a_list(p: Place, left: Sequence[Span], right: Sequence[Span]) -> Iterator[Span]:
    """建设产业园1个、产业强镇|4个: the verb of the list's first item governs the others too; left, right: the spans on either side of the number."""
    text, low = p.view.text, p.window.left_start
    clause = after_last(text, "，；。：:", p.quantity.start)
    if not any(c in text[clause:low + 1] for c in "、和及与") or not any(clause <= q.start < p.quantity.start for q in p.view.quantities):
        return
    verb = _governing(p, clause)
    if not verb:
        return
    for side, metric, features in [("left", *f) for f in left] + [("right", *f) for f in right if f[1][0] == "side:right"]:
        if metric.start > clause:
            yield Metric(verb + metric.text, metric.start, metric.end, "metric:verb of the list"), [f"side:list {side}", *features[1:], f"list verb:{len(verb)}"]


def _governing(p: Place, clause: int) -> str:
    """The verb that a clause begins with, with what stands right before it (新|培育|认定); "" where it begins with a noun."""
    begin = end = -1
    for token in p.view.tokens[bisect.bisect_left(p.starts, clause):]:
        if token.start >= p.window.left_start:
            break
        if token.pos in ("v", "vn") or begin < 0 and token.text in ("新", "累计", "共"):
            begin, end = (token.start if begin < 0 else begin), token.end
        elif begin >= 0 or not token.pos.startswith(("d", "t", "p", "n", "r", "c")):
            break
    return p.view.raw(begin, end) if begin >= 0 and end > begin + 1 else ""


@functools.cache
def _implied(rules: Rules) -> dict[str, list[tuple[str, bool]]]:
    out: dict[str, list[tuple[str, bool]]] = {}
    for e in rules.entries("implied"):
        for unit in str(e["unit"]).split():
            out.setdefault(unit, []).append((e.key, e["average"] == "yes"))
    return out


def of_its_unit(p: Place, right: Sequence[Span]) -> Iterator[Span]:
    """安东尼28分: what the unit alone tells; 场均24.1分, 8.3个篮板: the average said before, with it or with the counted noun."""
    q, text = p.quantity, p.view.text
    average = _average(p)
    kind = "rank" if q.kind == "rank" or text[q.start - 1:q.start] == "第" else "money" if q.kind == "money" else q.unit
    ranks = kind == "rank" and p.said.here and p.said.here[-1][0] == q.unit                   # 由最后一名跃升为第一名: still of what was ranked
    named = stands_left(p.ruled, p.window, q) and is_measure(text[p.ruled.start:p.ruled.end], p.rules)      # 投档线是363分
    own, known = p.view.raw(q.number_end, q.end).strip(), _implied(p.rules)
    written = text[q.number_end:q.end].strip()                     # 7|死|: of people, but what the unit is called tells more
    implied = () if ranks or named and not average else known.get(written if written in known else kind, ())
    for metric, averages in implied:
        metric = own if metric == kind and len(own) == len(kind) else in_script_of(p.view.sentence.text.chars, metric, p.rules)      # 12籃板
        yield Metric(metric, -1, -1, "metric:by its unit"), ["side:unit", f"unit:{metric}", f"unit average:{bool(average)}"]
        if average and averages:
            yield Metric(average + metric, -1, -1, "metric:average by its unit"), ["side:average unit", f"average unit:{metric}"]
    if average:
        for metric, features in right:
            if features[0] == "side:right":
                yield Metric(average + metric.text, metric.start, metric.end, "metric:average of the counted"), ["side:average", *features[1:]]
        if compiled(r"\p{Han}{2,}").fullmatch(own):
            yield Metric(average + own, q.start, q.end, "metric:average of the unit"), ["side:average", "average of the unit"]


def _average(p: Place) -> str:
    """The last word of averages before the number in its part of the sentence (场均, 人均)."""
    start = after_last(p.view.text, "；。", p.quantity.start)
    words = [m.span() for m in _averages(p.rules).finditer(p.view.text, start, p.quantity.start) if m.start() in p.starts and m.end() in p.ends]      # 场|均 by some taggers
    return p.view.raw(*words[-1]) if words and p.quantity.start - words[-1][1] < 40 else ""


@functools.cache
def _averages(rules: Rules) -> regex.Pattern:
    return regex.compile("|".join(map(regex.escape, sorted(of_role(rules, "average"), key=len, reverse=True))))


def of_several(p: Place) -> Iterator[Span]:
    """通报400余起和近2000起|典型问题: the noun behind the last of several numbers is the first one's too, with and without the verb."""
    q, text = p.quantity, p.view.text
    last = q
    for other in p.view.quantities:
        if other.start >= last.end and other.unit == q.unit and _JOINS.fullmatch(text, last.end, other.start):
            last = other
    if last is q:
        return
    stop = min((i for c in "，；。：:、" if (i := text.find(c, last.end)) >= 0), default=len(text))
    start = last.end + (text[last.end:last.end + 1] == "的")
    found = verbs(p)
    for token in p.view.tokens[bisect.bisect_left(p.starts, start):]:
        if token.end > stop or token.end - start > LONGEST:
            break
        noun = p.view.raw(start, token.end).strip(" “”的")
        if len(noun) >= 2:
            shape = [f"shared last:{token.pos[:2]}", f"shared size:{min(len(noun), 12) // 3}", f"shared end:{token.end == stop}"]
            yield Metric(noun, start, token.end, "metric:noun of several"), ["side:shared", *shape]
            for at, verb in found:
                yield Metric(verb + noun, start, token.end, "metric:verb and noun of several"), ["side:shared verb", *shape, *verb_shape(p, at)]


_JOINS = compiled(r"\s?(?:[、和与及或]|以及)\s?(?:近|约|超|超过)?")
