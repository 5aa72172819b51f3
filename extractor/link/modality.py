"""modality(view, quantity, window, rules, section) -> actual, target, requirement or forecast, and the rule's name."""

from __future__ import annotations

import functools

import regex

from extractor.link.scope import View, Window
from extractor.patterns import compiled
from extractor.rules import Rules
from extractor.units import Quantity


@functools.cache
def _cues(rules: Rules) -> tuple[regex.Pattern, frozenset[str]]:
    entries = rules.entries("modality")
    words = sorted((e.key for e in entries), key=len, reverse=True)
    return regex.compile("|".join(map(regex.escape, words))), frozenset(words)


_FUTURE = regex.compile(r"(?:(?:^|，)到(?:20[2-9]\d|[“]?十[五六])|今后|未来|明年|下一步|届时|建成后|投产后|达产后)")
_PAST = regex.compile(r"(?:已|了|去年|上年|同比|环比|完成|累计)")


def modality(view: View, quantity: Quantity, window: Window, rules: Rules, *, plan: bool = False) -> tuple[str, str]:
    """The nearest cue in reach wins; a cue behind the number counts only for whole-sentence words (目标值)."""
    pattern, _ = _cues(rules)
    text = view.text
    for match in reversed(list(pattern.finditer(text, 0, quantity.start))):
        entry = rules.tables["modality"][match.group()]
        between = text[match.end():quantity.start]
        if not _is_cue(view, match, entry.key) or entry["modality"] == "pseudo" or not _reaches(entry["scope"], between, match.start() >= window.clause_start):
            continue
        if entry["modality"] == "requirement" and not _demands(text, match, entry.key):
            continue
        return entry["modality"], f"modality:{entry.key}"
    if compiled(r"[^，。；、]{0,6}(?:目标|的要求)|[^，。；]{0,24}的[^，。；的]{0,6}目标").match(text[quantity.end:quantity.end + 40]):
        return "target", "modality:目标"
    if _is_condition(view, quantity, window):
        return "requirement", "modality:condition"
    until = compiled(r"到20[2-9]\d年[底末]?，").match(text)
    if until and not _PAST.search(text[:quantity.start]):
        return "target", "modality:until a year"
    if _FUTURE.search(text[window.clause_start:quantity.start]) and not _PAST.search(text[window.clause_start:quantity.start]):
        return ("forecast" if compiled("后|未来").search(text[window.clause_start:quantity.start]) else "target"), "modality:future"
    if plan and not _PAST.search(text[window.clause_start:quantity.start]):
        return "target", "modality:part about plans"
    return "actual", ""


_NOUN_CUES = frozenset(["计划", "规划", "目标", "安排", "预期", "要求", "预测", "规定"])


def _is_cue(view: View, match: regex.Match, word: str) -> bool:
    """计划 as a verb, not in 年度计划, 保就业计划的; 拟 as a word, not in 模拟."""
    if match.start() not in view.word_starts:
        return False
    if word not in _NOUN_CUES:
        return True
    if view.text[match.end():match.end() + 1] in "，。、的等)）”》单列" and not word.startswith("目标"):
        return False
    before = next((t for t in view.tokens if t.end == match.start()), None)
    if before is None or word not in ("计划", "规划", "预期"):
        return True
    following = next((t for t in view.tokens if t.start == match.end()), None)
    names_it = before.pos.startswith(("b", "t", "v", "f", "a")) or before.text.endswith("度")         # 年度计划, 单列计划
    return not names_it and (not before.pos.startswith("n") or following is not None and following.pos in ("v", "d", "p"))


_SERVED = regex.compile(r"(?:任教|任职|任|担任|从事|从业|工作|服务|参保|缴费|缴纳|居住|成立|经营|持有|就读|满|经验)[^，。；]{0,14}$")


def _is_condition(view: View, quantity: Quantity, window: Window) -> bool:
    """任职5年以上, 参保满3年: a condition that someone has to meet; 每月至少…, 不得…, 要列10个…清单: a rule."""
    text = view.text
    before, after = text[window.clause_start:quantity.start], text[quantity.end:window.clause_end]
    if quantity.kind == "duration" and compiled(r"(?:及|或)?以上").match(after) and _SERVED.search(before) and compiled(r"的|作为|方可|才能|可|条件").search(after):
        return True
    if quantity.kind == "duration" and compiled(r"以上作为").match(after):
        return True
    return bool(compiled(r"(?:^|[\p{Han}])(?:每[\p{Han}]{1,6}|各[\p{Han}]{1,6}|[\p{Han}]{2,6})要(?:列|在|于|有|至少|配|开|组织|召开|建|完成)[^，。；]{0,6}$").search(before)) and not compiled(r"我们|全[省市县区]|力争").search(before)


def _reaches(scope: str, between: str, same_clause: bool) -> bool:
    if scope == "near":
        return same_clause and len(between) <= 14
    if scope == "clause":
        return same_clause or len(between) <= 30 and not compiled(r"[。；]|而且|并且|但|同时|，已").search(between)
    return not compiled(r"[。；]").search(between)


_DEMAND = regex.compile(r"(?:要|须|应|必须|需|规定|要求|每|保障|保证|确保|不得|方可|才能|原则上|一律|实行|落实)")


def _demands(text: str, match: regex.Match, word: str) -> bool:
    """至少, 不低于 are requirements where the sentence demands something; alone they are comparators."""
    if word in ("至少", "不少于", "不低于", "不超过"):
        return bool(_DEMAND.search(text[:match.start()][-30:]))
    return True
