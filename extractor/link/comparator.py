"""comparator(view, quantity, window, rules) -> how the true figure stands to the number: = ≈ > ≥ < ≤, and the rule's name.

Cues stand before the number (超过, 约, 不足), behind its unit (以上, 左右), behind the counted noun (20万人次以上) or in it (多, 余).
"""

from __future__ import annotations

import functools

import regex

from extractor.link.scope import View, Window
from extractor.patterns import compiled
from extractor.rules import Rules
from extractor.units import Quantity


@functools.cache
def _after(rules: Rules) -> regex.Pattern:
    words = rules.words("comparators", side="after")
    # Behind the unit at once, or behind a noun of up to eight characters that is not cut by a verb or a particle.
    return regex.compile(r"\s?[\p{Han}]{0,6}?(?P<cue>" + "|".join(map(regex.escape, words)) + ")(?![\\p{Han}]?(?:岗|市|海|级|楼|诊))")


def comparator(view: View, quantity: Quantity, window: Window, rules: Rules) -> tuple[str, str]:
    """The sign and the name of what decided it ("" for plain equality)."""
    before = next((c for c in window.cues if c.kind == "comparator"), None)
    if before and before.entry["comparator"] != "=":
        # 前 is a cue for places in an order alone; 最高, 最低 only right at the number
        adjective = view.text[before.end:before.end + 1] == "的"                      # 增加最多的三家
        if not adjective and (before.entry.key != "前" or quantity.unit in ("名", "位", "强", "")):
            return before.entry["comparator"], f"comparators:{before.entry.key}"
    behind = _behind(view, quantity, window, rules)
    if behind:
        return behind
    if quantity.approximate:
        return "≈", "numerals:approximate"
    return "=", ""


def _behind(view: View, quantity: Quantity, window: Window, rules: Rules) -> tuple[str, str] | None:
    end = min(window.right_end, quantity.end + 10)
    match = _after(rules).match(view.text, pos=quantity.end, endpos=end)
    if not match:
        return None
    cue = match["cue"]
    noun = view.text[quantity.end:match.start("cue")]
    if noun and (len(cue) == 1 or compiled(r"[的了在于和与及、把将被]|以|其").search(noun)):
        return None
    if cue == "内" and quantity.kind not in ("duration", "length"):
        return None
    if cue in ("多", "余", "起", "许", "前后") and compiled(r"[\p{Han}]").match(view.text[match.end():match.end() + 1]):
        return None
    entry = rules.tables["comparators"][cue]
    return entry["comparator"], f"comparators:{cue}"
