"""modality(view, quantity, window, rules, plan, year) -> actual, target, requirement or forecast, and the rule's name."""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass

import regex

from extractor.link.modality_cue import demands, is_cue, ordered
from extractor.link.phrase import is_measure
from extractor.link.scope import View, Window
from extractor.patterns import compiled
from extractor.quantity import Quantity
from extractor.rules import Rules, named


@functools.cache
def _cues(rules: Rules) -> regex.Pattern:
    words = sorted((e.key for e in rules.entries("modality")), key=len, reverse=True)
    return regex.compile("|".join(map(regex.escape, words)))


BEGINS = "modality:where a change begins"


def modality(view: View, quantity: Quantity, window: Window, rules: Rules, *, plan: bool = False, year: int | None = None) -> tuple[str, str]:
    """The nearest cue in reach wins; a cue behind the number counts only for whole-sentence words (目标值). `year`: the one that the document calls
    this year, None where it does not say; 到2021年末 of a bulletin of 2021 plans nothing."""
    text = view.text
    if _is_origin(text, window, quantity, rules):
        return "actual", BEGINS
    cued = _cued(view, quantity, window, rules)
    if cued:
        return cued
    if named(rules, "a target behind its figure").match(text[quantity.end:quantity.end + 40]):
        return "target", "modality:目标"
    if _is_to_reach(text, window, quantity, rules):
        return "target", "modality:to reach"
    if _is_condition(view, quantity, window, rules):
        return "requirement", "modality:condition"
    timed = _timed(text, quantity, window, year, rules)
    if timed:
        return timed
    if _later(text, window, quantity, rules) or _will(view, window, quantity, rules):
        return "forecast", "modality:will"
    if plan and not named(rules, "was done, in a part about plans").search(text[window.clause_start:quantity.start]):
        return "target", "modality:part about plans"
    return "actual", ""


def _cued(view: View, quantity: Quantity, window: Window, rules: Rules) -> tuple[str, str] | None:
    """What the nearest word of rules/modality.tsv before the number says that reaches it."""
    text = view.text
    lists_all, compares = named(rules, "plans all that is listed"), named(rules, "compares with a forecast")
    of_the_year_before = named(rules, "of the year before, behind a forecast")
    for match in reversed(list(_cues(rules).finditer(text, 0, quantity.start))):
        entry = rules.tables["modality"][match.group()]
        between = text[match.end():quantity.start]
        lists = lists_all.fullmatch(entry.key) is not None or entry.key.endswith("目标") and compiled(r"[^，。；:]{0,16}?(?:[是为]:?|:|如下)").match(text, match.end()) is not None or ordered(text, match)
        place = _Stands(match.start() >= window.clause_start, match.start() <= 12, text[:match.start()].strip()[-1:] in ("", "。"), is_measure(text[:match.start()], rules), lists)
        if not is_cue(view, match, entry.key, rules) or entry["modality"] == "pseudo" or not _reaches(entry.key, entry["scope"], between, place, rules):
            continue
        if _NEXT_POINT.search(between):
            continue                                                      # 目标增长6% [4] 财务表现 - 收入25H1为|145亿元
        if entry["modality"] == "forecast" and of_the_year_before.search(between):
            continue
        if compares.search(text, 0, match.start()) and any(match.end() <= q.start and q.end <= quantity.start for q in view.quantities):
            continue                                                      # 净营收8.6亿美元，高于预估的8.3亿美元，同比降|12.9%
        if "的" in between and any(0 <= q.start - match.end() <= 2 and q.end <= quantity.start for q in view.quantities):
            continue                                                      # 是全年计划230亿元的|126.7%
        if entry["modality"] == "requirement" and not demands(text, match, entry.key, rules):
            continue
        return entry["modality"], f"modality:{entry.key}"
    return None


def _timed(text: str, quantity: Quantity, window: Window, year: int | None, rules: Rules) -> tuple[str, str] | None:
    """What a year to come says: 2025E, 到2025年, 明年, 十五五期间."""
    before, own = text[:quantity.start], text[window.clause_start:quantity.start]
    was_done = named(rules, "was done")
    if named(rules, "a year that is expected").search(before):
        return "forecast", "modality:a year expected"
    until = compiled(r"到(?P<year>20[2-9]\d)年[底末]?，").match(text)
    if until and not (int(until["year"]) <= year if year else until.group().endswith("末，")) and not compiled(r"[共现已]有").search(before) and not was_done.search(before):
        return "target", "modality:until a year"
    if was_done.search(own):
        return None
    if named(rules, "set for a year").search(before):
        return "target", "modality:set for a year"
    future = named(rules, "a time to come").search(own)
    if future and not (year and future["year"] and int(future["year"]) <= year):
        return ("forecast" if compiled("后|未来|(?<![到至])20[3-9]|[^，。；]会").search(own) else "target"), "modality:future"
    return ("target", "modality:of a plan's years") if named(rules, "of the years of a plan").search(before) else None


def _is_to_reach(text: str, window: Window, quantity: Quantity, rules: Rules) -> bool:
    """城镇化率要到|45%|, …，非公有制经济比重|70%|: what an indicator is to reach, and in the clauses behind."""
    if named(rules, "is there already, or needed").search(text[window.clause_start:quantity.start]):
        return False
    begin = text.rfind("。", 0, quantity.start) + 1
    who, reaches = named(rules, "who is to do it"), named(rules, "is to reach").finditer(text, begin, quantity.start)
    return any(is_measure(text[begin:m.start()].rstrip("都均也各分别"), rules) or who.search(text[begin:m.start()]) for m in reaches)


_NEXT_POINT = regex.compile(r"\[\d{1,3}\]\s?\S|\s[-•*]\s")


def _is_origin(text: str, window: Window, quantity: Quantity, rules: Rules) -> bool:
    """有望从眼下的|21亿元|增至80亿元: where a change begins."""
    return bool(named(rules, "where a course begins").search(text[window.clause_start:quantity.start]) and named(rules, "where a course goes on to").match(text, quantity.end))


def _later(text: str, window: Window, quantity: Quantity, rules: Rules) -> bool:
    """未来5年，韩方将采购|2500亿元|: 将 in the clause, the future in one before it."""
    own = text[window.clause_start:quantity.start]
    will = compiled(r"(?<!即)将(?!近|[军来])").search(own) and not named(rules, "was done").search(own)
    return bool(will and named(rules, "a time to come, in the clause before").search(text[:window.clause_start]))


def _will(view: View, window: Window, quantity: Quantity, rules: Rules) -> bool:
    """管网|将|铺设1500公里: 将 before the verb that governs the number; what a work is to give once it is done."""
    own = view.text[window.clause_start:quantity.start]
    if named(rules, "is there already, or needed").search(own):
        return False
    verb = next((b for a, b in itertools.pairwise(view.tokens) if a.text == "将" and a.pos == "d" and a.start >= window.clause_start and b.end <= quantity.start), None)
    if verb is not None and verb.pos == "v" and verb.text[0] not in "满是有在" and quantity.start - verb.end <= 3:
        return True
    once = named(rules, "once a work is done").search(view.text[:quantity.start])
    return bool(once and (once["once"] or compiled(r"可(?![再以靠])|将|能(?![力源耗])").search(own)))


def _is_condition(view: View, quantity: Quantity, window: Window, rules: Rules) -> bool:
    """任职5年以上, 参保满3年: a condition that someone has to meet; 每月至少…, 不得…, 要列10个…清单: a rule."""
    text = view.text
    before, after = text[window.clause_start:quantity.start], text[quantity.end:window.clause_end]
    at_least = quantity.kind == "duration" and compiled(r"(?:及|或)?以上").match(after)
    if at_least and named(rules, "what someone has to have done so long").search(before) and named(rules, "what a condition is for").search(after):
        return True
    if quantity.kind == "duration" and compiled(r"之?内(?!容|部)|以内").match(after) and named(rules, "has to be within").search(before):
        return True
    if named(rules, "so often").search(before) and quantity.unit in ("次", "场", "篇", "轮") and compiled(r"要|应当|必须|做到").search(text[:window.clause_start]):
        return True
    bound = named(rules, "a bound right behind a figure").match(after) or named(rules, "a bound right before a figure").search(before)
    former = named(rules, "from what was before").search(before)
    if bound and not former and named(rules, "a rule is named").search(text[:quantity.start]):
        return True
    if quantity.kind == "duration" and compiled(r"以上作为").match(after):
        return True
    return bool(named(rules, "a body has to do so many").search(before)) and not named(rules, "a plan of one's own, no rule").search(before)


@dataclass(frozen=True, slots=True)
class _Stands:
    """Where a cue stands: in the number's clause, near the sentence's head, right at it, right behind a measure, before a list."""

    same_clause: bool
    begins: bool
    opens: bool
    of_a_measure: bool
    lists: bool


def _reaches(word: str, scope: str, between: str, cue: _Stands, rules: Rules) -> bool:
    """Does a cue reach over `between` to the number?"""
    if named(rules, "announces all items").fullmatch(word) and (cue.opens or compiled(r"[:，]|的(?:数字|数据|结果)，").match(between)) or cue.lists:
        return not named(rules, "ends a list of what is to come").search(between)
    if scope == "near":
        return cue.same_clause and len(between) <= 14
    if scope == "clause":
        parts = "，其中" in between and len(between) <= 80 and not compiled(r"[已了。；]").search(between)      # 计划新造林15000亩，其中油茶5755亩，毛竹|3380亩
        near = len(between) <= 30 or cue.begins and named(rules, "aims at all that is listed").fullmatch(word) is not None
        return cue.same_clause or parts or near and not named(rules, "ends what is to come, for a word of its clause").search(between)
    if cue.of_a_measure and named(rules, "goes on with another measure").search(between):
        return False
    return not named(rules, "ends what is to come, for a word of the sentence").search(between)
