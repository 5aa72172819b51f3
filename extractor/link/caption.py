"""measured_by(caption, rules) -> what a table measures by its caption; place_of(caption, rules) -> the place that it names (表1 大安县工业增加值)."""

from __future__ import annotations

from extractor.link.columns import clean, is_measure
from extractor.rules import Rules, named


def measured_by(caption: str, rules: Rules) -> str:
    """What a table's caption measures, "" where it is a sentence that tells none."""
    told = named(rules, "what a caption announces").search(caption)
    if told and is_measure(told[1], rules):
        return told[1]
    if named(rules, "a caption that is a sentence").search(caption):
        return ""
    bare = named(rules, "which rows a caption shows").sub("", _unframed(caption, rules))
    return named(rules, "a change at the end of a caption").sub("", named(rules, "whose a caption is and how many kinds").sub("", bare))


def place_of(caption: str, rules: Rules) -> str:
    """The place, "" where none is named."""
    owner = named(rules, "whose a caption is and how many kinds").match(_unframed(caption, rules))
    return (owner["place"] or "") if owner else ""


def _unframed(caption: str, rules: Rules) -> str:
    return clean(named(rules, "frame of a caption").sub("", caption), rules)
