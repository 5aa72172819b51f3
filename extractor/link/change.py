"""change(view, quantity, window, rules) -> is the number a level or a change, against what, and where the metric ends.

    覆盖率提高到82%            level          覆盖率比上年提高3个百分点   increase, base 比上年, metric 覆盖率
    完成投资12亿元，增长8.5%   increase       较前沿水平多31.8天          level (a difference between two bodies)
    比上年的38888亿元          level of the base: time 上年
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import regex

from extractor.link.scope import View, Window
from extractor.patterns import compiled
from extractor.quantity import Quantity
from extractor.rules import Entry, Rules, named


@dataclass(frozen=True, slots=True)
class Change:
    """change "" or "increase"/"decrease"; base as written; end: where the metric's side ends; own_time: when the base's own level is
    meant; metric_start: where the metric begins behind a governing verb."""

    change: str
    base: str
    end: int
    rule: str = ""
    own_time: tuple[int, int] = (-1, -1)
    noun: bool = False
    metric_start: int = -1


LEVEL_OF_BASE = "changes:level of the base"


def change(view: View, quantity: Quantity, window: Window, rules: Rules) -> Change:
    """Reads the peeled words and the comparison before them."""
    left, end = view.text, window.left_end
    kinds = [(c.kind, c.entry) for c in window.cues]
    if any(kind == "to" for kind, _ in kinds):
        word = next(e for k, e in kinds if k == "to")
        base = _base(left, window.left_start, end, rules)
        return Change("", base[0], base[1] if base[0] else end, f"verbs:{word.key}")
    base, cut = _base(left, window.left_start, end, rules)
    if not base and quantity.unit == "个百分点" and named(rules, "over the figure of another").search(left, window.clause_start, quantity.start):
        return Change("", "", window.left_end)
    known = rules.tables["changes"]
    verb = next((known[e.key] for k, e in kinds if k == "change" or base and e.key in known), None)       # 增速比上年|快|6.5个百分点; 快30岁 only hedges
    if verb is None and (base or quantity.unit == "个百分点") and left[quantity.number_start] in "+-":
        return Change("decrease" if left[quantity.number_start] == "-" else "increase", base, cut, "changes:sign", noun=True)      # 较上月|+8.55%, 毛利率40.39%(|-1.92pct)
    if verb is None:
        return (_behind(view, quantity, window, rules) or _extent(view, quantity, window, rules) or _superlative(view, quantity, window, rules)
                or _governing(view, window, rules) or _without_verb(view, window, base, cut, rules))
    said = left[_word_end(window, verb):quantity.start]
    how_many = compiled(r"的[只仅共约还]{0,2}有[约近]?$").search(said) or quantity.kind == "count" and said == "的" and quantity.unit not in ("点", "位", "名次")
    if how_many or left[quantity.number_start - 1:quantity.number_start] == "前":
        return Change("", "", window.left_end)                     # 环比下降的有14个城市, 上涨的10个: how many, not by how much; 增幅居前两位
    if quantity.kind == "duration" and compiled(r"(?:连续|持续|连)[^，。；]{0,6}$").search(left[max(0, end - 8):end]):
        return Change("", "", window.left_end)                     # 人数已连续增长十年: how long, not by how much
    if any(c.entry.key == "等" for c in window.cues):
        return Change("", "", window.left_end)                     # 收入增幅等5项指标: what is listed does not change
    return _with_verb(view, quantity, window, verb, base, cut, rules)


def _behind(view: View, quantity: Quantity, window: Window, rules: Rules) -> Change | None:
    """The change is said behind the number."""
    if quantity.kind not in ("percent", "multiple"):
        return None
    match = named(rules, "a growth behind its figure").match(view.text, quantity.end, window.right_end)
    has = None if match else named(rules, "has a change").search(view.text[window.clause_start:quantity.start])
    if has:
        match = named(rules, "the change that something has").match(view.text, quantity.end)
        match = None if match and match["thing"] and has["weak"] else match      # 有50%的企业下降: not by 50 %
    if not match:
        return None
    down = match["word"][0] in "下降跌减回萎" and match["word"] != "回升" or match["word"].endswith(("减", "降"))
    return Change("decrease" if down else "increase", "", window.left_end, "changes:behind the number")


@functools.cache
def _extremes(rules: Rules) -> regex.Pattern:
    nouns = "|".join(sorted((regex.escape(e.key) for e in rules.entries("changes") if e["role"] == "noun"), key=len, reverse=True))
    return regex.compile(rf"(?P<noun>{nouns})(?:{named(rules, 'the greatest of all, up to its figure').pattern})")


def _superlative(view: View, quantity: Quantity, window: Window, rules: Rules) -> Change | None:
    """南宁升幅最大，为|75.15%|: the change is named in the clause before."""
    match = _extremes(rules).search(view.text, max(0, quantity.start - 20), quantity.start)
    return Change(rules.tables["changes"][match["noun"]]["change"], "", window.left_end, f"changes:{match['noun']}", noun=True) if match else None


def _extent(view: View, quantity: Quantity, window: Window, rules: Rules) -> Change | None:
    """券商板块跌得最多，幅度为|4.04%|: which way it went is told before."""
    said = named(rules, "an extent without a direction").search(view.text, max(0, quantity.start - 40), quantity.start) if quantity.kind == "percent" else None
    moved = [*named(rules, "moved up or down").finditer(view.text, 0, said.start())] if said else []
    if not moved or said is None:
        return None
    return Change("increase" if moved[-1]["up"] else "decrease", "", min(window.left_end, max(window.left_start, said.start())), "changes:幅度", noun=True)


def _with_verb(view: View, quantity: Quantity, window: Window, verb: Entry, base: str, cut: int, rules: Rules) -> Change:
    percent = quantity.kind in ("percent", "multiple")
    of_a_time = named(rules, "a time that is compared with").search(base) and not named(rules, "a time in a base that is another body").match(base)
    timed = bool(of_a_time or named(rules, "a base in one word").fullmatch(base))
    if verb["role"] in ("difference", "either"):
        alone = not base and (verb["role"] == "either" or verb.key in ("多", "少") and (percent or named(rules, "a move was told before").search(view.text, 0, quantity.start)))
        if alone:                                                  # 收入少了27%, 分别少63%: against before
            return Change(verb["change"], "", window.left_end, f"changes:{verb.key}")
        if not base and percent and named(rules, "has become lower or higher").search(view.text, max(0, quantity.start - 6), quantity.start):
            return Change(verb["change"], "", window.left_end, f"changes:{verb.key}")
        if not base:
            # 多, 高, 低 without anything compared: part of the metric, no change
            return Change("", "", window.left_end if verb.key not in ("高", "多", "低", "少", "快", "慢") else _word_end(window, verb))
        direction = verb["change"] if timed and verb["change"] != "none" else ""
        return Change(direction, base, cut, f"changes:{verb.key}")
    if verb["role"] == "level":
        return Change("", base, cut if base else window.left_end, f"changes:{verb.key}")
    end = cut if base else window.left_end
    return Change(verb["change"], base, end, f"changes:{verb.key}", noun=verb["role"] == "noun")


@functools.cache
def _verbs(rules: Rules) -> tuple[regex.Pattern, regex.Pattern]:
    governing = sorted((regex.escape(e.key) for e in rules.entries("changes") if e["object"]), key=len, reverse=True)
    within = [regex.escape(e.key) for e in rules.entries("changes") if e["role"] == "new" and e["change"] != "none"]
    return regex.compile("|".join(governing) or r"(?!)"), regex.compile("(?:" + "|".join(within) + ")$" if within else r"(?!)")


def _governing(view: View, window: Window, rules: Rules) -> Change | None:
    """增加|村集体收入|20万元, 降低|企业成本|200亿元: the verb stands before what changes; 水稻增产30千克 keeps it in the name."""
    governing, kept = _verbs(rules)
    text = view.text[window.left_start:window.left_end]
    inside = kept.search(text)
    if inside:
        return Change(rules.tables["changes"][inside.group()]["change"], "", window.left_end, f"changes:{inside.group()}")
    found = [m for m in governing.finditer(text) if window.left_start + m.start() in view.word_starts]
    if not found or compiled(r"[的，、]").search(text[found[-1].end():]) and len(text) - found[-1].end() > 14 or found[-1].end() == len(text):
        return None
    verb = found[-1].group()
    if named(rules, "makes a changing verb another word").match(text[found[-1].end():]):
        return None
    return Change(rules.tables["changes"][verb]["change"], "", window.left_end, f"changes:{verb}", metric_start=window.left_start + found[-1].end())


def _word_end(window: Window, verb: Entry) -> int:
    return next(c.end for c in window.cues if c.entry.key == verb.key)


def _without_verb(view: View, window: Window, base: str, cut: int, rules: Rules) -> Change:
    """No change word next to the number: 比上年的38888亿元 is the level of the year before."""
    text = view.text
    said = text[window.left_start:window.left_end]
    above = named(rules, "above or below an earlier time").search(said) if not base and text[window.left_end:window.left_end + 1] != "的" else None
    more = named(rules, "more or fewer than at an earlier time").search(said)
    if more:
        return Change("increase" if more["by"] == "多" else "decrease", more["base"], window.left_start + more.start(), "changes:more than before")
    if above:
        return Change("increase" if above["by"][0] in "高多快长大超" else "decrease", above.group(), window.left_start + above.start(), "changes:above the base")
    beside = named(rules, "with the level of an earlier time").search(text, window.left_start, window.left_end) if not base else None
    if beside and named(rules, "a figure that is compared with").match(text, window.left_end):
        return Change("", "", window.left_end, LEVEL_OF_BASE, beside.span("when"))
    if not base or named(rules, "a base that has no level").fullmatch(base):
        return Change("", "", window.left_end)
    start = text.find(base, cut)
    if not named(rules, "a base whose level may follow").search(base) and named(rules, "a time that is compared with").search(base):
        return Change("", base, cut)
    what = compiled(r"(?:对?比|较|与|同)").match(base)
    return Change("", "", cut, LEVEL_OF_BASE, (start + (what.end() if what else 0), window.left_end))


def _base(text: str, start: int, end: int, rules: Rules) -> tuple[str, int]:
    """What a change is compared with, directly before `end`, and where it begins."""
    match = named(rules, "what a change is compared with").search(text[start:end])
    if not match or not match["base"]:
        return "", end
    base = match["base"]
    if base[0] in "与同" and not base.endswith("比"):
        return "", end
    return base, start + match.start("base")
