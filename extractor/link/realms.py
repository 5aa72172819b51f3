"""realm_of(text, folded text, rules) -> the country or region that a text's bodies publish figures of (国家统计局: 全国), though it may never name it."""

from __future__ import annotations

import functools
from collections import Counter

import regex

from extractor.fold import in_script_of
from extractor.rules import Rules, named

TRADITIONAL = 0.05          # share of characters that are traditional alone from which a text is in traditional script
LOOKED_AT = 3000            # characters in which that is counted
LEAD = 300                  # characters in which a body that a text's figures come from is named; one named later tells some of them


@functools.cache
def _bodies(rules: Rules) -> regex.Pattern:
    """A body that tells something: 据海关总署统计, 国家统计局9月10日公布; not 经国务院批准."""
    bodies = "|".join(map(regex.escape, rules.words("realms"))) or r"(?!)"
    before, tells = named(rules, "before a body that is a source").pattern, named(rules, "a body tells something").pattern
    return regex.compile(rf"(?:{before})(?P<body>{bodies})|(?P<body>{bodies})(?:{tells})")


def is_traditional(text: str, rules: Rules) -> bool:
    """Is a text in traditional script?"""
    some = [c for c in text[:LOOKED_AT] if "\u4e00" <= c <= "\u9fff"]
    return sum(c in rules.tables["traditional"] for c in some) > TRADITIONAL * len(some)


def realm_of(text: str, folded: str, rules: Rules) -> str:
    """The commonest realm of the bodies of rules/realms.tsv that tell something at the beginning of a text, in its script; "" where none does."""
    script = "traditional" if is_traditional(text, rules) else "simplified"
    said = Counter(m["body"] for m in _bodies(rules).finditer(folded, 0, LEAD))
    realms: Counter[str] = Counter()
    for body, times in said.items():
        realms[rules.tables["realms"][body][script]] += times
    realm = next((name for name, _ in realms.most_common() if name), "")
    return in_script_of(text[:LOOKED_AT], realm, rules) if script == "traditional" else realm
