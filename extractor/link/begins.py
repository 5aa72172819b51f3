"""What sentences and their clauses begin with: names, heads, topics, what a list is about. The heads are groups made of tagged words; a sentence without a
number, which no tagger sees, is told by its characters alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.link.groups import Group
from extractor.link.names import places
from extractor.link.scope import View
from extractor.patterns import compiled
from extractor.rules import Rules, named

HEADS = 6               # things that clauses began with, the last ones first, that may own what follows


def heads_of_clauses(view: View, groups: Sequence[Group]) -> list[tuple[str, str]]:
    """The first two things that clauses of a sentence begin with and that are no measures (环壕|把2处台地围在当中)."""
    return [(view.raw(g.start, g.end), g.type) for g in groups if g.owns and "head of a clause" in g.features and "measure" not in g.features and not g.type.startswith("deictic")][:2]


def is_topic(head: str, rules: Rules) -> bool:
    """Is a subject with this text before it what the sentence is about: nothing but adverbial clauses before it?"""
    leads = named(rules, "a clause that only leads to the subject")
    return all(leads.match(clause) for clause in compiled("[，：:]").split(head)[:-1])


def first_name(text: str, known: Mapping[str, str], rules: Rules) -> tuple[str, str]:
    """A place or a known name right at the beginning, by its characters alone: no tagger sees a sentence without a number."""
    names, longest = places(rules)
    for size in range(min(longest, len(text)), 1, -1):
        if text[:size] in known:
            return text[:size], known[text[:size]]
        if text[:size] in names and (size >= 3 and text[size - 1] in "省市县区州" or text[size:size + 1] in "，的在将"):
            return text[:size], "place"
    return "", ""


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
