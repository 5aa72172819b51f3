"""What sentences and their clauses begin with: names, heads, topics. No tagger sees a sentence without a number, so characters alone tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import regex

from extractor.link.names import places
from extractor.link.scope import View
from extractor.patterns import compiled
from extractor.rules import Rules

# 5.金沙胜天水库。 is what the next sentences are about, so is 鲁班水库|位于…
PLAIN_HEAD = regex.compile(
    r"\s?(?:[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．]\s?)?[“《]?(?!(?:他|她|它|我|你|这|那|其|该|此|在|从|对|为|据|随着|目前|近|如|而|但|所以|因|由于|同时|今年|去年|\d))"
    r"(?P<name>\p{Han}[\p{Han}A-Za-z·]{1,13}?)[”》]?(?:[。:：]?$|(?=位于|地处|坐落|位在|是|系|建于|始建|成立|创办|创立|原名|又名|俗称|简称))"
)
HEADS = 6               # things that clauses began with, the last ones first, that may own what follows


def heads_of_clauses(view: View, groups: Sequence[Any]) -> list[tuple[str, str]]:
    """The first two things that clauses of a sentence begin with and that are no measures (环壕|把2处台地围在当中)."""
    return [(view.raw(g.start, g.end), g.type) for g in groups if g.owns and "head of a clause" in g.features and "measure" not in g.features and not g.type.startswith("deictic")][:2]


_ADVERBIAL = regex.compile(r"(?:在|随着|据|根据|按照?|截[至止]|由于|为了?|通过|经|从|自|到|对|目前|近年|去年|今年|当[年月日时]|因|[^，]{0,8}[年月日天期间时后前来中下]$|[^，]{0,5}$)")


def is_topic(head: str) -> bool:
    """Is a subject with this text before it what the sentence is about: nothing but adverbial clauses before it?"""
    return all(_ADVERBIAL.match(clause) for clause in compiled("[，：:]").split(head)[:-1])


def first_name(text: str, known: Mapping[str, str], rules: Rules) -> tuple[str, str]:
    """A place or a known name right at the beginning, by its characters alone: no tagger sees a sentence without a number."""
    names, longest = places(rules)
    for size in range(min(longest, len(text)), 1, -1):
        if text[:size] in known:
            return text[:size], known[text[:size]]
        if text[:size] in names and (size >= 3 and text[size - 1] in "省市县区州" or text[size:size + 1] in "，的在将"):
            return text[:size], "place"
    return "", ""
