"""known_names(sentences, body, rules) -> names the document itself shows, which no dictionary knows, with their type.

Labels of its lists (巴蒂：71.6%), what its sentences keep beginning with (交大泰阳在…), people by their surname and what people do,
companies by what only companies have, places by the ending of a division.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType

import regex

from extractor.fold import fold
from extractor.language import tokens
from extractor.link.names import forms
from extractor.link.treatments import treatments
from extractor.patterns import compiled
from extractor.rules import Rules, named
from extractor.sentence import Sentence

LABEL = regex.compile(r"(?:T?-?\d{1,2}[.。、]\s?)?(?P<name>[\p{Han}·]{2,10})(?:\([^()]{1,10}\))?\s?(?::\s?[+-]?\d|(?:19|20)\d{2}:)")


def known_names(sentences: Sequence[Sentence], body: str, rules: Rules) -> Mapping[str, str]:
    """Names the document itself shows, with their type: labels of its lists (巴蒂：71.6%), and what sentences keep beginning with (交大泰阳在…)."""
    texts = [fold(s.text.chars, rules) for s in sentences if s.kind != "row"]
    counted, no_ending = named(rules, "a label with its count in brackets"), named(rules, "no name ends so")
    labels = {m["name"] for t in texts if (m := LABEL.match(t) or counted.match(t)) and not no_ending.search(m["name"])}
    found = set(labels) if len(labels) >= 2 else set()
    starts: Counter[str] = Counter()
    people: Counter[str] = Counter()
    surnames, behind_name, behind_person = forms(rules).surnames, named(rules, "stands behind a name"), named(rules, "stands behind a person")
    for text in texts:
        for i, part in enumerate(compiled(r"[，；“。:]").split(text)):
            for size in range(2, 8):
                if i < 3 and behind_name.match(part, size) and part[size - 1:size + 1] not in ("参与", "赋与", "给与", "干与"):
                    starts[part[:size]] += 1
                if size <= 4 and behind_person.match(part, size) and (part[0] in surnames and size <= 3 or part[:2] in surnames or size == 4 and part[0] in surnames and part[1] in surnames):
                    people[part[:size]] += 1
    for word, times in starts.items():
        if times >= 2 and body.count(word) >= 4 and compiled(r"[\p{Han}·A-Za-z]+").fullmatch(word) and _may_be_name(word, rules) and not _is_common(word):
            found.add(word)
    names = dict.fromkeys(sorted(found), "name")                   # in an order that does not change from run to run
    names.update((w, "person") for w, times in people.items() if w not in names and times >= 2 and body.count(w) >= 4 and _is_person(w, body, rules))
    names.update((w, "person") for text in texts for w in _aged(text, surnames, rules) if w not in names)
    names.update((w, "organisation") for w in _companies(texts, body, rules) if w not in names)
    divisions, no_division = Counter(m[1] for m in named(rules, "a place by the ending of a division").finditer(body)), named(rules, "no division's own name")
    names.update((n, "place") for n, times in divisions.items() if (times >= 2 or n in body[:300]) and not no_division.search(n))
    names.update((label, "name") for label in sorted(treatments(body, rules)))
    return MappingProxyType(names)


def _may_be_name(word: str, rules: Rules) -> bool:
    """Does a word neither begin nor end with what no name does?"""
    return not named(rules, "no name begins so").match(word) and not named(rules, "no name ends so").search(word)


def _aged(text: str, surnames: Collection[str], rules: Rules) -> Iterator[str]:
    """People told by their age and a surname: three characters, two where the third goes on with the sentence."""
    no_beginning, no_second, no_third = named(rules, "no name begins so"), named(rules, "no second character of a name"), named(rules, "in no given name")
    for match in named(rules, "a person told by age").finditer(text):
        name = match["name"]
        if name[0] in surnames and not no_beginning.match(name) and not no_second.fullmatch(name[1]):
            yield name[:2] if no_third.fullmatch(name[2]) else name


def _companies(texts: Sequence[str], body: str, rules: Rules) -> list[str]:
    """Names with something only a company has or does behind them, said three times at the least."""
    company, no_company = named(rules, "a company by what it has or does"), named(rules, "no company's own name")
    seen = Counter(m["name"] for t in texts for m in company.finditer(t))
    return [w for w, times in seen.items() if body.count(w) >= 3 and (times >= 2 or not _is_noun(w)) and not no_company.search(w) and _may_be_name(w, rules) and not any(t.pos.startswith(("v", "d", "p", "r", "c", "t", "m", "q", "u")) for t in tokens(w))]


def _is_noun(word: str) -> bool:
    """One common word of the dictionary (民营, 集群)."""
    parts = tokens(word)
    return len(parts) == 1 and parts[0].pos in ("n", "b", "s", "f", "j", "a", "vn", "l")


def _is_person(word: str, body: str, rules: Rules) -> bool:
    """A word of no dictionary, or one tagged as a name, that is not the beginning of one longer word each time (高质|量)."""
    if not compiled(r"\p{Han}+").fullmatch(word) or not _may_be_name(word, rules):
        return False
    following = Counter(m[1] for m in regex.finditer(regex.escape(word) + r"(.)", body))
    if len(word) == 4:                                            # two surnames and a given name (林郑月娥): no dictionary cuts it right
        return following.most_common(1)[0][1] < 0.7 * body.count(word)
    parts = tokens(word)
    known = any(len(t.text) > 1 and not t.pos.startswith(("nr", "x")) for t in parts) or len(parts) > 1 and any(t.pos.startswith(("v", "d", "p", "r", "c", "m", "q", "t", "u", "f")) for t in parts)
    return not known and following.most_common(1)[0][1] < 0.7 * body.count(word)


def _is_common(word: str) -> bool:
    """One word of the dictionary, or words with a verb among them, are no name of this document's own."""
    parts = tokens(word)
    return len(parts) == 1 and not parts[0].pos.startswith(("nr", "nt", "nz")) or any(t.pos.startswith(("v", "d", "p", "r", "c", "t")) for t in parts)
