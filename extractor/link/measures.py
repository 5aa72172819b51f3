"""metric_candidates(...) -> what a figure may measure: the rules' answer, spans of words before the number, the counted noun behind it
with and without the verb before it, and the metrics said before; each with its features. `link/rank.py` chooses among them.
"""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.language import Token
from extractor.link.change import Change
from extractor.link.groups import Group, of_role, word_class
from extractor.link.names import Mention
from extractor.link.phrase import is_measure, without_brackets
from extractor.link.said import Metric, Said
from extractor.link.scope import View, Window
from extractor.patterns import compiled
from extractor.rules import Rules
from extractor.units import Quantity

LEFT, RIGHT, VERBS = 9, 7, 2        # words looked at before the number, behind it, and of the verb before it
LONGEST = 26                        # characters of a metric


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric and what is true of it for one number."""

    metric: Metric
    features: tuple[str, ...]


@dataclass(frozen=True)
class _Place:
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


def metric_candidates(view: View, index: int, window: Window, change: Change, ruled: Metric, names: Sequence[Mention], groups: Sequence[Group], said: Said, rules: Rules) -> list[Measure]:
    """Metrics the figure may have, the rules' own answer first."""
    q = view.quantities[index]
    left_end = max(window.left_end, ruled.end if _stands_left(ruled, window, q) else 0)
    starts, ends = [t.start for t in view.tokens], [t.end for t in view.tokens]
    left = view.tokens[bisect.bisect_right(ends, window.left_start):bisect.bisect_left(starts, left_end)][-LEFT:]
    right = view.tokens[bisect.bisect_right(ends, q.end):bisect.bisect_left(starts, window.right_end)][:RIGHT]
    place = _Place(view, q, window, change, ruled, names, groups, said, rules, left, right, starts, ends, of_role(rules, "within"))
    met: dict[str, list[str]] = {}
    metrics: dict[str, Metric] = {}
    for metric, features in _all(place):
        if metric.text in metrics:
            met[metric.text] += [f for f in features if f not in met[metric.text]]
            continue
        metrics[metric.text], met[metric.text] = metric, features
    shared = _shared(place)
    return [Measure(m, (*met[t], *(f"{s}|{met[t][0]}" for s in shared))) for t, m in metrics.items()]


def _all(p: _Place) -> Iterator[tuple[Metric, list[str]]]:
    yield p.ruled, [_side(p), "rules", f"rules|{p.ruled.rule}"]
    yield from _before(p)
    yield from _behind(p)
    yield from _said(p)
    yield from _earlier(p)
    yield from _of_a_group(p)


_SAYS = compiled(r"(?:表示|认为|称|报告|觉得|指出|坦言|声称|承认)[，,]?")


def _of_a_group(p: _Place) -> Iterator[tuple[Metric, list[str]]]:
    """68%的受访者表示对工作满意: the group with what it does or says, and that alone, to the end of the clause."""
    view, q = p.view, p.quantity
    if q.kind != "percent" and q.form != "fraction":
        return
    skipped = compiled(r"(?:左右|以上|以下)?\)?(?:左右|以上|以下)?的?").match(view.text, q.end)
    start = skipped.end()                                          # type: ignore[union-attr]
    stop = min((i for c in "，。；！？、" if (i := view.text.find(c, start)) >= 0), default=len(view.text))
    said = compiled(r"[^，。；！？]*?(?:表示|认为|称)，").match(view.text, start)
    if said and said.end() == stop + 1:                            # 的受访者表示，…
        stop = min((i for c in "，。；！？" if (i := view.text.find(c, stop + 1)) >= 0), default=len(view.text))
    if not 4 <= stop - start <= 48:
        return
    group = next((g for g in p.groups if g.start == start), None)
    shape = ["size:" + ("s" if stop - start <= 8 else "m" if stop - start <= 20 else "l"), f"of:{'的' in skipped.group()}", f"group:{bool(group)}"]
    yield Metric(view.raw(start, stop), start, stop, "metric:share of a group"), ["side:share", *(f"share:{s}" for s in shape)]
    if group and group.end < stop - 1:
        says = _SAYS.match(view.text, group.end)
        begin = says.end() if says else group.end
        what = view.raw(begin, stop).lstrip("的")
        if len(what) >= 2:
            yield Metric(what, begin, stop, "metric:what a group does"), ["side:done", *(f"done:{s}" for s in shape), f"done:says {bool(says)}"]


def _earlier(p: _Place) -> Iterator[tuple[Metric, list[str]]]:
    """Measures that clauses before the number's own words name: 肉牛屠宰加工量|从全国第11位跃升至第4位, 地区生产总值|跨越…台阶，达到1.5万亿元."""
    text, low = p.view.text, p.window.left_start
    near = [g for g in p.groups if g.end <= low and low - g.end < 60 and "measure" in g.features][-3:]
    for n, g in enumerate(reversed(near)):
        clauses = sum(c in "，；。" for c in text[g.end:low])
        yield Metric(p.view.raw(g.start, g.end), -1, -1, "metric:named before"), [
            "side:earlier", f"earlier:{n}", f"earlier clauses:{min(clauses, 2)}", *(f"earlier:{f}" for f in g.features if f.startswith(("head", "last", "F:", "L:"))),
        ]


def _side(p: _Place) -> str:
    m = p.ruled
    if m.start < 0:
        return "side:said" if m.text else "side:none"
    if m.end <= p.quantity.start:
        return "side:left"
    return "side:verb" if m.rule == "metric:verb and counted noun" else "side:right"


def _stands_left(ruled: Metric, window: Window, q: Quantity) -> bool:
    """Does the rules' metric stand among the words before the number?"""
    return window.left_start <= ruled.start < ruled.end <= q.start


def _ends(p: _Place) -> list[int]:
    """Where the words before the number may end: by the rules, behind the last word, before the change."""
    ends = {p.window.left_end, min(p.change.end, p.window.left_end)}
    if _stands_left(p.ruled, p.window, p.quantity):
        ends.add(p.ruled.end)
    return sorted(e for e in ends if e > p.window.left_start)


def _before(p: _Place) -> Iterator[tuple[Metric, list[str]]]:
    view, low = p.view, p.window.left_start
    for end in _ends(p):
        for i in range(len(p.left) - 1, -1, -1):
            start = max(p.left[i].start, low)
            if start >= end:
                continue
            if view.text[start] in "，；：。:;、" or end - start > LONGEST:
                break
            if view.text[start] in " 的和与及了”)）" or not _whole(view.text[start:end]):
                continue
            text = without_brackets(view.raw(start, end)).strip(" ")
            if len(text) >= 2:
                yield Metric(text, start, end, "metric:before the number"), ["side:left", *_span(p, start, end, "L")]


def _whole(text: str) -> bool:
    """No half of a quotation or of brackets, no end of a list of examples (蓝桥等|首店)."""
    return text.count("“") == text.count("”") and text.count("(") == text.count(")") and "等" not in text[1:-1]


def _behind(p: _Place) -> Iterator[tuple[Metric, list[str]]]:
    view, q = p.view, p.quantity
    skipped = compiled(r"(?:左右|以上|以下|以内|上下)?的?").match(view.text[q.end:p.window.right_end])
    start = q.end + skipped.end()                                  # type: ignore[union-attr]
    verbs = _verbs(p)
    for token in p.right:
        end = min(token.end, p.window.right_end)
        if end <= start:
            continue
        if view.text[token.start] in "，；：。:;()（）" or end - start > LONGEST:
            break
        text = view.raw(start, end).strip(" “”\"的、和与")
        if len(text) < 2 or view.text[end - 1] in "的、和与及":
            continue
        features = _span(p, start, end, "R")
        yield Metric(text, start, end, "metric:counted noun"), ["side:right", *features]
        for at, verb in verbs:
            yield Metric(verb + text, start, end, "metric:verb and counted noun"), ["side:verb", *features, *_verb(p, at)]


def _verbs(p: _Place) -> list[tuple[int, str]]:
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


def _said(p: _Place) -> Iterator[tuple[Metric, list[str]]]:
    here = [m for _, m in p.said.here]
    before = [m for _, m in reversed(p.said.before)]
    nearest = p.said.nearest(p.quantity.unit, change=bool(p.change.change))
    for n, text in enumerate(dict.fromkeys(reversed(here))):
        if n < 2 and text:
            yield Metric(text, -1, -1, "metric:as before"), ["side:said", f"said here:{n}"]
    for n, text in enumerate(dict.fromkeys(before)):
        if n < 3 and text:
            yield Metric(text, -1, -1, "metric:as before"), ["side:said", f"said before:{n}"]
    if nearest:
        yield Metric(nearest, -1, -1, "metric:as before"), ["side:said", "nearest of its unit"]
    if p.said.label:
        yield Metric(p.said.label, -1, -1, "metric:list head"), ["side:said", "head of the list"]


@functools.cache
def _roles(rules: Rules) -> dict[str, str]:
    return {e.key: e["role"] for e in rules.entries("verbs")}


def _span(p: _Place, start: int, end: int, side: str) -> list[str]:
    """Form of a span and of what stands at its edges."""
    view = p.view
    i = bisect.bisect_right(p.ends, start)
    j = bisect.bisect_left(p.starts, end, i)
    inside = view.tokens[i:j]
    before = view.tokens[i - 1] if i and view.tokens[i - 1].end > p.window.left_start - 1 else None
    after = view.tokens[j] if j < len(view.tokens) else None
    first, last = inside[0], inside[-1]
    text = view.text[start:end]
    size = end - start
    f, left, right = word_class(first, "^", p.kept), word_class(before, "^", p.kept), word_class(after, "$", p.kept)
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
    verbs = sum(t.pos[0] == "v" and t.pos != "vn" for t in inside[1:])
    out.append(f"{side}verbs inside:{min(verbs, 2)}")
    name = next((m for m in p.names if m.start < end and start < m.end), None)
    if name:
        where = "front" if name.start <= start and name.end < end else "all" if name.start <= start else "inside"
        out.append(f"{side}name:{where}:{name.type}:{name.role}")
    behind = next((m for m in p.names if m.end == start or m.end == start - 1 and view.text[start - 1] == "的"), None)
    if behind:
        out.append(f"{side}after a name:{behind.type}:{behind.role}")
    if any(c.isdigit() for c in text):
        out.append(f"{side}digits")
    return out


def _verb(p: _Place, at: int) -> list[str]:
    """Form of the verb that is taken to the counted noun behind."""
    inside = [t for t in p.left if t.end > at and t.end <= p.window.left_end]
    before = next((t for t in reversed(p.left) if t.end <= at), None)
    first = inside[0] if inside else None
    begins = word_class(first, "-", p.kept)
    out = [f"verb:{len(inside)}:{begins}", f"verb edge:{word_class(before, '^', p.kept)}|{begins}", f"verb size:{min(p.window.left_end - at, 5)}"]
    role = _roles(p.rules).get(first.text) if first else None
    if role:
        out.append(f"verb role:{role}")
    return out


def _shared(p: _Place) -> list[str]:
    """What is true of the number itself: it says which side its metric stands on."""
    q, text = p.quantity, p.view.text
    empty = not text[p.window.left_start:p.window.left_end].strip(" ，、和")
    follows = word_class(p.right[0], "$", p.kept) if p.right else "$"
    last = word_class(p.left[-1], "^", p.kept) if p.left else "^"
    kind = q.kind if q.kind in ("count", "person", "percent", "money", "duration", "rank", "number", "length", "area", "multiple") else "other"
    return [f"kind:{kind}", f"kind:{kind}|empty:{empty}", f"follows:{follows}", f"last:{last}", f"change:{p.change.change}"]
