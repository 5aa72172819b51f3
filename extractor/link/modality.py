"""modality(view, quantity, window, rules, section) -> actual, target, requirement or forecast, and the rule's name."""

from __future__ import annotations

import functools

import regex

from extractor.link.scope import View, Window
from extractor.rules import Rules
from extractor.units import Quantity


@functools.cache
def _cues(rules: Rules) -> tuple[regex.Pattern, frozenset[str]]:
    entries = rules.entries("modality")
    words = sorted((e.key for e in entries), key=len, reverse=True)
    return regex.compile("|".join(map(regex.escape, words))), frozenset(words)


# Sections about what is to come: their figures are targets unless a clause says what was.
_PLAN_SECTION = regex.compile(r"(?:目标|任务|安排|打算|计划|规划|举措|部署|工作重点)(?!完成)")
_FUTURE = regex.compile(r"(?:到(?:20[2-9]\d|[“]?十[五六])|今后|未来|明年|下一步|届时|建成后|投产后|达产后)")
_PAST = regex.compile(r"(?:已|了|去年|上年|同比|环比|完成|累计)")


def modality(view: View, quantity: Quantity, window: Window, rules: Rules) -> tuple[str, str]:
    """The nearest cue in reach wins; a cue behind the number counts only for whole-sentence words (目标值)."""
    pattern, _ = _cues(rules)
    text = view.text
    for match in reversed(list(pattern.finditer(text, 0, quantity.start))):
        entry = rules.tables["modality"][match.group()]
        between = text[match.end():quantity.start]
        if entry["modality"] == "pseudo" or not _reaches(entry["scope"], between, match.start() >= window.clause_start):
            continue
        if entry["modality"] == "requirement" and not _demands(text, match, entry.key):
            continue
        return entry["modality"], f"modality:{entry.key}"
    after = text[quantity.end:quantity.end + 8]
    if regex.search(r"目标值|目标|的要求|为目标", after[:6]):
        return "target", "modality:目标"
    if _FUTURE.search(text[window.clause_start:quantity.start]) and not _PAST.search(text[window.clause_start:quantity.start]):
        return ("forecast" if "后" in text[window.clause_start:quantity.start] else "target"), "modality:future"
    return "actual", ""


def _reaches(scope: str, between: str, same_clause: bool) -> bool:
    if scope == "near":
        return same_clause and len(between) <= 14
    if scope == "clause":
        return same_clause or len(between) <= 30 and not regex.search(r"[。；]", between)
    return not regex.search(r"[。；]", between)


_DEMAND = regex.compile(r"(?:要|须|应|必须|需|规定|要求|每|保障|保证|确保|不得|方可|才能|原则上|一律|实行|落实)")


def _demands(text: str, match: regex.Match, word: str) -> bool:
    """至少, 不低于 are requirements where the sentence demands something; alone they are comparators."""
    if word in ("至少", "不少于", "不低于", "不超过"):
        return bool(_DEMAND.search(text[:match.start()][-30:]))
    return True
