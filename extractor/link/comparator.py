"""comparator(view, quantity, window, rules) -> how the true figure stands to the number: = ≈ > ≥ < ≤, and the rule's name.

Cues stand before the number (超过, 约, 不足), behind its unit (以上, 左右), behind the counted noun (20万人次以上) or in it (多, 余).
"""

from __future__ import annotations

import functools

import regex

from extractor.link.scope import View, Window
from extractor.patterns import compiled
from extractor.quantity import Quantity
from extractor.rules import Rules, named

RATIO = 40          # characters in which a ratio before its last part stands with what hedges it, at the most


@functools.cache
def _after(rules: Rules) -> regex.Pattern:
    words = rules.words("comparators", side="after")
    # Behind the unit at once, or behind a noun of up to eight characters that is not cut by a verb or a particle.
    return regex.compile(r"\s?(?:\(不?含\))?[\p{Han}]{0,6}?(?P<cue>" + "|".join(map(regex.escape, words)) + ")(?![\\p{Han}]?(?:岗|市|海|级|楼|诊))")


def comparator(view: View, quantity: Quantity, window: Window, rules: Rules) -> tuple[str, str]:
    """The sign and the name of what decided it ("" for plain equality)."""
    before = next((c for c in window.cues if c.kind == "comparator"), None)
    ends = named(rules, "a word that ends in a bound")
    for cue in window.cues:
        swallowed = ends.search(cue.entry.key) if cue.kind != "comparator" else None
        if swallowed:
            return rules.tables["comparators"][swallowed.group()]["comparator"], f"comparators:{cue.entry.key}"
    if before and before.entry["comparator"] != "=":
        # 前 is a cue for places in an order alone; 最高, 最低 only right at the number
        adjective = view.text[before.end:before.end + 1] in ("的", "时")               # 增加最多的三家, 最多时有六百家
        exact = before.entry.key == "上" and view.text[quantity.number_start] not in "百千万亿"      # 标准杆上了18个果岭
        faster = before.entry.key == "快" and quantity.kind != "age"                                     # 快30岁, 比第二名快0.27秒
        held = before.entry.key == "控制在" and _behind(view, quantity, window, rules)                   # 控制在5.5%左右
        least = before.entry.key[0] == "最" and view.text[before.start - 1:before.start] in ("由", "从", "自")    # 由最低5元提高到10元
        lived = before.entry.key == "过" and quantity.form != "multiplier" and _is_experience(view, before.start)                           # 当过5年炮兵
        lately = before.entry.key == "近" and _is_stretch(view, quantity, before.start, rules)            # 近8轮抢到22分
        record = before.entry.key in ("最高", "最低") and named(rules, "a height reached, no bound").search(view.text, 0, before.start)
        passed = before.entry.key == "过" and quantity.kind == "duration" and compiled(r"再|后|才|，").match(view.text, quantity.end)      # 过30天再追肥
        quoted = before.entry.key == ">" and not view.text[:before.start].strip()                        # > 10只 × 1200元 in Markdown
        went = before.entry.key == "最多" and named(rules, "how far it went").match(view.text, before.end)
        if passed or quoted or record or went:
            return "=", ""
        if not (adjective or exact or faster or held or least or lived or lately) and (before.entry.key != "前" or quantity.unit in ("名", "位", "强", "", "%")):
            return before.entry["comparator"], f"comparators:{before.entry.key}"
    bound = named(rules, "a bound on what is multiplied").search(view.text, window.clause_start, quantity.start) if quantity.kind in ("multiple", "percent") else None
    if bound:
        return ("≥" if bound["least"] else "≤"), f"comparators:不{bound['least'] or bound['most']}"
    behind = _behind(view, quantity, window, rules) or _apart(view, quantity, window, rules)
    if behind:
        return behind
    if named(rules, "about a ratio, before its later parts").search(view.text, max(0, quantity.start - RATIO), quantity.start):
        return "≈", "comparators:约"
    if named(rules, "about, apart from its figure").search(view.text, window.clause_start, quantity.start):
        return "≈", "comparators:约"
    if quantity.approximate and not view.text.endswith("第", 0, quantity.number_start):      # 获胜次数第五多
        return "≈", "numerals:approximate"
    return "=", ""


def _is_experience(view: View, at: int) -> bool:
    """Does 过 at `at` say that something has been done (来过11个)? After a verb; after a noun it compares (产值过亿)."""
    before, own = (next((t for t in view.tokens if t.start <= i < t.end), None) for i in (at - 1, at))
    return own is not None and own.pos.startswith("u") or before is not None and before.pos.startswith("v") and before.pos != "vn"


def _is_stretch(view: View, quantity: Quantity, at: int, rules: Rules) -> bool:
    """近三年, 近8轮 at the head of a clause or behind its subject: the time looked at, nothing approximate (用了近三年)."""
    before = next((t for t in view.tokens if t.start < at <= t.end), None)
    return named(rules, "a stretch that 近 looks at").fullmatch(quantity.unit) is not None and (before is None or before.text in "，。；:、“" or before.pos.startswith(("n", "r")))


@functools.cache
def _apart_from(rules: Rules) -> tuple[tuple[regex.Pattern, str], ...]:
    """What tells a bound that does not touch its number, with its sign; the first that is found counts."""
    return (
        (named(rules, "at least, a verb before the figure"), "≥"), (named(rules, "at most, a word before the figure"), "≤"),
        (named(rules, "not below, a word before the figure"), "≥"), (named(rules, "not over, a word before the figure"), "≤"),
        (named(rules, "close to or about, a word before the figure"), "≈"),
        (named(rules, "over, the whole before the figure"), ">"), (named(rules, "under, the whole before the figure"), "<"), (named(rules, "will be over"), ">"),
    )


def _apart(view: View, quantity: Quantity, window: Window, rules: Rules) -> tuple[str, str] | None:
    lead = view.text[window.left_start:quantity.start]
    found = next(((sign, m.group()) for pattern, sign in _apart_from(rules) if (m := pattern.search(lead))), None)
    if found and not (found[1].endswith("的") and quantity.kind not in ("percent", "number")):
        return found[0], "comparators:apart from the number"
    short = named(rules, "not so much, behind the figure").match(view.text, quantity.end)
    return ("<", "comparators:不到 behind") if short else None


def _behind(view: View, quantity: Quantity, window: Window, rules: Rules) -> tuple[str, str] | None:
    end = min(window.right_end, quantity.end + 10)
    match = _after(rules).match(view.text, pos=quantity.end, endpos=end)
    if not match:
        return None
    cue = match["cue"]
    noun = view.text[quantity.end:match.start("cue")].lstrip("( 不含)")        # 1.8升(含)以下
    if noun and (len(cue) == 1 or noun[-1] in "级层岁类" or named(rules, "parts a figure from a bound").search(noun)):
        return None
    if cue == "内" and quantity.kind not in ("duration", "length"):
        return None
    if cue == "以后" and quantity.kind != "age" or cue == "不等" and quantity.value is None:      # 2000元到5000元|不等: the ends are told
        return None
    if cue in ("多", "余", "起", "许", "前后") and compiled(r"[\p{Han}\d]").match(view.text[match.end():match.end() + 1]):
        return None
    entry = rules.tables["comparators"][cue]
    return entry["comparator"], f"comparators:{cue}"
