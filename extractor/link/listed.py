"""list_head(own, text, rules) -> what a list is about, by the words before its colon."""

from __future__ import annotations

from extractor.patterns import compiled
from extractor.rules import Rules, named


def list_head(own: str, text: str, rules: Rules, *, numbered: bool = False) -> str:
    """What a list is about: …生均教育事业费支出情况是：（1）… and 2018赛季一发得分率：; of an enumeration its last, common part. "" if none.
    numbered: only where the first item follows in the same text."""
    if ":" not in text:
        return ""
    match = named(rules, "the head of a list").search(text)
    if not match or numbered and match.end() == len(text) and not compiled(r"\(?[1一]\)?$").search(match.group()) or compiled(r"\d[\d.]*%").search(match["head"]):
        return ""
    start, end = match.span("head")
    period = named(rules, "a period before what a list is about").match(text, start)
    start = period.end() if period and period.end() < end - 1 else start
    if "、" in text[start:end]:
        start = text.rindex("、", start, end) + 1
        group = named(rules, "a kind of bodies before their measure").match(text[start:end])
        start += group.end() if group else 0
    return own[start:end]
