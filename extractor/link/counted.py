"""Counted nouns: what stands behind a number and its measure word, with the verb that governs it.

    建成|8个|绿电园区项目     23.93%的|股权     90%的|村民参加了评议     有617人|被追究责任
"""

from __future__ import annotations

import functools
from dataclasses import replace

import regex

from extractor.claim import Claim
from extractor.fold import fold, in_script_of
from extractor.link.change import Change
from extractor.link.phrase import Phrase, after, is_measure
from extractor.link.said import Metric
from extractor.link.scope import View, Window
from extractor.patterns import compiled
from extractor.rules import Rules, named

_COUNTED_KINDS = frozenset(["count", "person", "duration", "percent", "money", "mass", "area", "length", "volume", "energy", "power", "number", "multiple", "age", "information"])


def counted_noun(view: View, index: int, window: Window, left: Phrase | None, right: Phrase | None, change: Change, rules: Rules) -> Metric | None:
    """Form 2: the counted noun, with the verb that governs it: 建成 + 绿电园区项目."""
    q = view.quantities[index]
    if right is None or q.kind not in _COUNTED_KINDS or change.change and left:
        return None
    if left and q.kind == "count" and view.text[q.end:q.end + 1] == "的":
        return None                                                 # 可供应农户500家的工程: what follows is the clause's own noun
    listed = any(c.entry.key == "等" for c in window.cues)          # A、B等5项指标: the left phrase is the list
    verb = "" if listed else _verb_before(view, left, rules)
    if q.kind in ("percent", "multiple") and _possessed(rules).fullmatch(view.text, right.start, right.end):
        holds = next((t for t in view.tokens if left and left.start <= t.start < left.end and t.pos == "v"), None)
        return Metric((holds.text if holds else "") + right.text, right.start, right.end, "metric:part possessed")
    if q.kind == "percent":
        of = view.text[q.end:q.end + 1] == "的"
        return _share_of(view, window, right, rules) if of and (left is None or verb) else None
    if left is not None and not verb and not listed:
        measured = is_measure(view.text[left.start:left.end], rules)
        if q.kind not in ("count", "person") or measured:
            return None
        if _noun_at_end(view, left) and not _has_noun(view, right):
            return None
    if q.kind == "money" and view.text[q.end:q.end + 1] == "的":
        measure = next((t for t in view.tokens if right.start <= t.start and t.end <= right.end and is_measure(t.text, rules)), None)
        if measure:                                                # 以218亿美元的身价|登顶
            return Metric(view.raw(right.start, measure.end), right.start, measure.end, "metric:counted noun")
    big = q.kind == "number" and compiled(r"[万亿]").search(view.text[q.number_start:q.number_end])
    if q.kind in ("duration", "multiple", "number") and not verb and not big:
        return None
    right = _before_next_measure(view, index, window, right, rules)
    if not verb and q.kind in ("count", "person") and not is_measure(view.text[right.start:right.end], rules):
        right = _with_predicate(view, window, right)
    return Metric(verb + right.text, right.start, right.end, "metric:verb and counted noun" if verb else "metric:counted noun")


@functools.cache
def _possessed(rules: Rules) -> regex.Pattern:
    """股权, 股份, 市场份额: what one holds so many per cent of."""
    nouns = [regex.escape(e.key) for e in rules.entries("nouns") if e["role"] == "part"]
    return regex.compile(r"[\p{Han}]{0,6}(?:" + "|".join(nouns) + ")")


def _before_next_measure(view: View, index: int, window: Window, right: Phrase, rules: Rules) -> Phrase:
    """79家机构借贷余额5596亿元: what runs into the next number is that number's metric; the counted noun is the first word."""
    following = index + 1 < len(view.quantities) and window.right_end == view.quantities[index + 1].start
    if not following or right.end < window.right_end - 3 or not is_measure(view.text[right.start:right.end], rules):
        return right
    first = next((t for t in view.tokens if t.start >= right.start and t.pos.startswith("n")), None)
    return Phrase(view.raw(right.start, first.end), right.start, first.end) if first and first.end < right.end else right


def _verb_before(view: View, left: Phrase | None, rules: Rules) -> str:
    """The verb group that ends the left phrase: 组织开展 | 65个专项行动."""
    if left is None:
        return ""
    begin, light = left.end, named(rules, "a light verb before a figure")
    for token in reversed([t for t in view.tokens if left.start <= t.start and t.end <= left.end]):
        verbal = token.pos in ("v", "vn", "vd", "vi", "vg") and not light.fullmatch(token.text)
        if verbal and len(view.text[token.start:left.end]) <= 6 or token.text == "了" and begin == left.end:
            begin = token.start
        else:
            break
    if begin == left.end:
        return ""
    verb = view.raw(begin, left.end).rstrip("了")
    last = [t for t in view.tokens if t.end <= left.end and t.start >= begin]
    return "" if last and last[0].pos == "vn" and begin > left.start and len(last) == 1 else verb


def _noun_at_end(view: View, left: Phrase) -> bool:
    last = [t for t in view.tokens if t.start >= left.start and t.end <= left.end]
    return bool(last) and last[-1].pos.startswith(("n", "vn", "j", "l"))


def _has_noun(view: View, right: Phrase) -> bool:
    return any(t.pos.startswith(("n", "j", "l")) for t in view.tokens if t.start >= right.start and t.end <= right.end)


def _with_predicate(view: View, window: Window, right: Phrase) -> Phrase:
    """86家机构|接入披露平台, 4个项目|入选国家试点: what the counted do, where that is short and ends the clause."""
    tail = view.text[right.end:window.clause_end]
    following = next((t for t in view.tokens if t.start == right.end), None)
    if window.right_end != window.clause_end or following is None or not 2 <= len(tail) <= 16 or following.pos not in ("v", "p") or following.text in ("为", "是", "有", "和"):
        return right
    if compiled(r"[()“”《》、\d ]|[的了]$").search(tail) and not compiled(r"“[^“”]+”$").search(tail):
        return right
    return Phrase(view.raw(right.start, window.clause_end), right.start, window.clause_end)


def _share_of(view: View, window: Window, right: Phrase, rules: Rules) -> Metric:
    """90.05%的市级政府都举借了债务, 23%的耕地实施了…: the group with what it does, where that is short."""
    measured = next((t for t in view.tokens if right.start <= t.start and t.end < right.end and is_measure(t.text, rules)), None)
    if measured and not any(t.pos.startswith(("n", "v")) and t.start == measured.end and is_measure(t.text, rules) for t in view.tokens) and not view.text[measured.end:right.end].startswith("的"):
        return Metric(view.raw(right.start, measured.end), right.start, measured.end, "metric:share of a group")
    tail = view.text[right.end:window.right_end]
    match = compiled(r"[^，。；、()和与]{1,16}").match(tail)
    end = right.end + (match.end() if match and len(tail) <= 18 else 0)
    return Metric(view.raw(right.start, end), right.start, end, "metric:share of a group")


def noun_behind(view: View, index: int, window: Window, rules: Rules) -> Phrase | None:
    """The counted noun; over specifications that stand between (22个|750千伏和330千伏|电网工程)."""
    end, right_end, at = view.quantities[index].end, window.right_end, index + 1
    while at < len(view.quantities) and view.quantities[index].kind == "count" and view.text[end:view.quantities[at].start] in ("", "和", "、") and view.quantities[at].kind not in ("count", "person", "percent"):
        end = view.quantities[at].end
        at += 1
        right_end = max(right_end, view.quantities[at].start if at < len(view.quantities) else window.clause_end)
    return after(view, end, right_end, rules)


def clause_behind(view: View, index: int, window: Window, rules: Rules) -> Metric | None:
    """有617人被追究责任, 连续5年保持西北第一: what is said of the counted, to the end of the clause."""
    q = view.quantities[index]
    if q.kind not in ("count", "person", "duration"):
        return None
    within = compiled(r"(?:之|以)?内").match(view.text[q.end:window.right_end]) if q.kind == "duration" else None
    start = q.end + (within.end() if within else 0)                # 须在5个工作日内|办结
    match = named(rules, "what is said of the counted").match(view.text[start:window.right_end])
    if not match or named(rules, "goes on a figure").match(match.group()):
        return None
    return Metric(view.raw(start, start + match.end()), start, start + match.end(), "metric:clause behind")


@functools.cache
def _telling(rules: Rules) -> regex.Pattern:
    ends = sorted(rules.tables["counted"], key=len, reverse=True)
    return regex.compile("(?:" + "|".join(map(regex.escape, ends)) + ")$")


@functools.cache
def _kinds(rules: Rules) -> dict[str, list[tuple[str, str]]]:
    """unit -> (word of a metric, kind that it tells)."""
    return {e["unit"]: [tuple(pair.split("=")) for pair in e["kinds"].split()] for e in rules.entries("units") if e["kinds"]}


def with_kind_of_metric(claim: Claim, rules: Rules) -> Claim:
    """The claim with the kind that its metric tells of a unit of several: 气温28度 is no energy (`kinds` of rules/units.tsv)."""
    told = _kinds(rules).get(claim.unit)
    kind = next((kind for word, kind in told if word in fold(claim.metric, rules)), claim.unit_kind) if told else claim.unit_kind
    return claim if kind == claim.unit_kind else replace(claim, unit_kind=kind)


def with_unit_of_metric(claim: Claim, rules: Rules) -> Claim:
    """The claim with the unit that its metric names (樣本人數 502 is of 人, rules/counted.tsv), where the figure has none and is no fraction."""
    if claim.unit or claim.unit_kind != "number" or claim.value is None or claim.value != int(claim.value):
        return claim
    told = _telling(rules).search(fold(claim.metric, rules))
    if not told:
        return claim
    unit = rules.tables["counted"][told.group()]["unit"]
    return replace(claim, unit=in_script_of(claim.metric, unit, rules), unit_kind="person" if unit == "人" else "count")
