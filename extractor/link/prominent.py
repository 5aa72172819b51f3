"""prominent(subject, told, names, rules, sentences) -> the subject of a text, or whom a network (extractor/proposals.py) takes its figures to belong to far more often.

A title names a bureau that tells, a region that is passed, a theme (新农人); whose figures a text gives is named beside them. Where readers gave one owner to two
fifths of a document's figures and more, the title and what a text calls itself told it in 62 of 100 documents, this in 78 (docs/accuracy-log.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.link.classes import noun_class, of_role
from extractor.link.names import forms, places
from extractor.link.nobody import owns
from extractor.link.proposed import Tally
from extractor.link.subject import Subject
from extractor.rules import Rules, named

LEAST = 0.4                 # how often a name must be proposed, surely counted, to be what a text is about,
TIMES = 2.0                 # and how many times as often as the subject that its words tell
_SHORT = 2                  # characters of a topic that other things are named with
NAMES = 3                   # the names proposed most that are kept
_POINTS = ("该", "这", "此", "其", "本", "他", "她", "它")


def most_named(often: Mapping[str, float], rules: Rules) -> list[str]:
    """The names that are proposed most, the first one first, without words that stand for others and what owns nothing."""
    return sorted((n for n in often if _may_be_one(n, rules)), key=lambda n: (-often[n], n))[:NAMES]


def prominent(subject: Subject, told: Tally, names: Sequence[str], rules: Rules, *, sentences: int) -> Subject:
    """`told`: proposals of the text; `names`: the most proposed; `sentences`: minimum number of sentences that must mention a name. A subject that the text
    states itself is kept."""
    names = [n for n in names if told.sentences.get(n, 0) >= sentences]
    if not names or subject.reports or subject.headed or subject.itself:
        return subject
    placed = subject.kind == "place" and not _is_own_place(names[0], rules)      # 全省 speaks for 山西 against 煤矿
    longer = bool(subject.kind) or len(subject.name) > _SHORT      # 长征二号F运载火箭 is 长征二号F, 商业企业 no 商业
    own = max((n for other, n in told.often.items() if other in subject.name or longer and subject.name in other or placed and _is_own_place(other, rules)), default=0.0) if subject.name else 0.0
    if names[0] in subject.name or told.often[names[0]] < max(LEAST, TIMES * own):
        return subject
    return replace(subject, name=names[0], kind=_kind(names[0], rules), said=True)


def _is_own_place(name: str, rules: Rules) -> bool:
    """全省, 我县: how a text calls the place that it is about."""
    return name[0] in "全我本" and name[-1] != "国" and forms(rules).deictic.get(name) == "place"


def _may_be_one(name: str, rules: Rules) -> bool:
    kind = forms(rules).deictic.get(name)
    return len(name) > 1 and name != "世界" and kind != "organisation" and not name.startswith(_POINTS) and not named(rules, "an office or who has a claim").search(name) and name not in of_role(rules, "pronoun") | of_role(rules, "never") and owns(name, noun_class(name, rules), rules)


def _kind(name: str, rules: Rules) -> str:
    if name in places(rules)[0] or forms(rules).deictic.get(name) == "place":
        return "place"
    return "organisation" if name.endswith(tuple(forms(rules).ending)) else ""
