"""realm_of(text, folded text, rules) -> the country or region that a text's bodies publish figures of (国家统计局: 全国), though it may never name it."""

from __future__ import annotations

import functools
from collections import Counter

import regex

from extractor.fold import in_script_of
from extractor.rules import Rules

TRADITIONAL = 0.05          # share of characters that are traditional alone from which a text is in traditional script
LOOKED_AT = 3000            # characters in which that is counted
LEAD = 300                  # characters in which a body that a text's figures come from is named; one named later tells some of them

_TELLS = r"公布|发布|发表|统计|数据|资料|显示|公报|表示|介绍|指出|通报|报告|调查|透露|披露|说|称|指，"


@functools.cache
def _bodies(rules: Rules) -> regex.Pattern:
    """A body that tells something: 据海关总署统计, 国家统计局9月10日公布; not 经国务院批准."""
    bodies = "|".join(map(regex.escape, rules.words("realms"))) or r"(?!)"
    return regex.compile(rf"(?:据|来源[:：]?)(?:中国|香港|澳门|台湾|特区政府|行政院)?(?P<body>{bodies})|(?P<body>{bodies})(?!批准|批复|同意|决定|印发|等部门)[^，。；\n]{{0,12}}?(?:{_TELLS})")


def is_traditional(text: str, rules: Rules) -> bool:
    """Is a text in traditional script?"""
    some = [c for c in text[:LOOKED_AT] if "\u4e00" <= c <= "\u9fff"]
    return sum(c in rules.tables["traditional"] for c in some) > TRADITIONAL * len(some)


def realm_of(text: str, folded: str, rules: Rules) -> str:
    """The commonest realm of the bodies of rules/realms.tsv that tell something at the beginning of a text, in its script; "" where none does."""
    script = "traditional" if is_traditional(text, rules) else "simplified"
    named = Counter(m["body"] for m in _bodies(rules).finditer(folded, 0, LEAD))
    realms: Counter[str] = Counter()
    for body, times in named.items():
        realms[rules.tables["realms"][body][script]] += times
    realm = next((name for name, _ in realms.most_common() if name), "")
    return in_script_of(text[:LOOKED_AT], realm, rules) if script == "traditional" else realm
