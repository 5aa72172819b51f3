"""subject_of(sentences, ...) -> Subject: whom or what a text is about, by its title and masthead, by what it calls itself, by what it keeps coming back to."""

from __future__ import annotations

import functools
import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import regex

from extractor.language import tokens
from extractor.link.classes import of_role
from extractor.link.entity import first_subject
from extractor.link.headword import headword
from extractor.link.names import forms, mentions, places
from extractor.link.phrase import is_measure
from extractor.link.reporter import reporter
from extractor.link.scope import View
from extractor.link.time import times
from extractor.patterns import compiled
from extractor.rules import Rules, named
from extractor.sentence import Sentence
from extractor.text import Text

HEADINGS = 6            # sentences at the beginning among which a heading may be the subject's name
SHORT = 2000            # characters of a text that says 我县 twice at the most
_NATION = ("全国", "我国")


@functools.cache
def _deictic(rules: Rules) -> regex.Pattern:
    words = [w for w, kind in forms(rules).deictic.items() if kind == "place" and len(w) == 2 and w[0] in "全我本"]
    return regex.compile("|".join(words))


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom or what a text is about.

    name      folded, "" where nothing tells it
    kind      place, organisation, project or another type of mention; "" of a topic (秸秆) and of none
    reports   does the text report about its place or body throughout
    headed    does its head call it a report about a place (统计公报, 政府工作报告)
    itself    does the body itself report (我院, 医院工作总结), or is the text an entry, a notice or a portrait of it alone
    said      does the text call what it is about so: in its title, as 全省 or 我县
    """

    name: str
    kind: str
    reports: bool = False
    headed: bool = False
    itself: bool = False
    said: bool = False


@dataclass(frozen=True, slots=True)
class _Texts:
    """What a subject is looked for in: the sentences, the same folded, title and whole text folded, names it explains; how often it says 全省, 我县
    and their like, and which of them are its own place, the commonest first."""

    sentences: Sequence[Sentence]
    folded: Sequence[str]
    title: str
    body: str
    known: Mapping[str, str]
    counted: Counter[str]
    local: Sequence[str]

    @property
    def nation(self) -> str:
        """全国 or 我国, what the text says more often."""
        return max(_NATION, key=lambda w: self.counted[w])

    @property
    def region(self) -> str:
        """全港, 全澳, 全台 name their place by themselves; "" where none is said."""
        return next((w for w in ("全港", "全澳", "全台") if self.counted[w]), "")


def subject_of(sentences: Sequence[Sentence], folded: Sequence[str], title: str, body: str, known: Mapping[str, str], rules: Rules) -> Subject:
    """The subject of sentences (`folded`: their folded texts, `body`: these behind the folded title); known: the names that the document shows by itself."""
    counted = Counter(_deictic(rules).findall(body))
    own = Counter(w for w in named(rules, "a text's own place").findall(body) if w in counted and w not in _NATION)
    local = [w for w, n in own.most_common() if n >= 3] or _of_one_level(counted, own, title, body)
    text = _Texts(sentences, folded, title, body, known, counted, local)
    subject = _reporting(_at_its_place(_titled(text, rules), text, rules), text, rules)
    if subject.kind in ("", "organisation") and not subject.headed and not subject.itself and _times_of_the_nation(body, rules) > 1:      # 农业农村部：全国…
        subject = replace(subject, name=text.nation, kind="place")
    if not subject.name:
        name, kind = _otherwise(text, rules)
        subject = replace(subject, name=name, kind=kind)
    if subject.name in ("全球", "世界"):                          # a frame of comparison, no subject
        subject = replace(subject, name="", kind="")
    return replace(
        subject, reports=subject.reports or subject.kind == "place" and _keeps_to(subject.name, body, rules),
        said=subject.name in title or subject.name in (*local, *_NATION, text.region) or subject.itself)


def _times_of_the_nation(body: str, rules: Rules) -> int:
    return len(named(rules, "the nation begins a clause").findall(body))


def _titled(text: _Texts, rules: Rules) -> Subject:
    """The subject by the head that names it alone, by the title, or by a heading or masthead that is all a name."""
    name, kind = headword(text.title, text.folded, text.body, rules)
    if name:
        return Subject(name, kind, kind != "person", itself=True)
    accounts = named(rules, "a body's accounts").search(text.title)
    if accounts:
        return Subject(accounts["of"], "organisation", True, False, True)
    government = named(rules, "a government's work report")
    report = government.search(text.title) or government.search(text.body[:HEAD])
    name, kind = _heading_name(text.sentences, text.folded, rules) or ((report["of"], "place") if report else _first_mention(text.title, True, text.known, rules))
    if name in ("中国", *_NATION) and text.local:
        name = ""
    head = text.title + "。".join(t for t in text.folded[:12] if len(t) <= 40)
    headed = kind == "place" and bool(named(rules, "the head of a report about a place").search(head))
    return Subject(name, kind, headed, headed)


def _at_its_place(subject: Subject, text: _Texts, rules: Rules) -> Subject:
    """The place that a text calls 全省 or 我县, by the name that it has in the title or most often in the text."""
    if not text.local or subject.itself or subject.name and subject.kind not in ("place", "organisation"):
        return subject
    level, name = text.local[0][-1], subject.name if subject.kind == "place" else ""
    said = name if name and name[-1] == level or "自治区" in name else _commonest(text.body, level, rules)
    if not said and _of_another_level(name, level, rules):        # 全县 of a text that names 山东 alone
        name = ""
    return replace(subject, name=said or name or text.local[0], kind="place", reports=subject.reports or sum(text.counted[w] for w in text.local) >= 8)


def _of_another_level(name: str, level: str, rules: Rules) -> bool:
    """Is a name that of places, none of them of this level (山东 is no 县, 龙口 a 市)?"""
    found = [e for e in rules.entries("places") if name in (e.key, e["short"])]
    return bool(found) and not any(e.key[-1] == level for e in found)


def _reporting(subject: Subject, text: _Texts, rules: Rules) -> Subject:
    """The body that reports about itself, or the place whose office reports (青溪县|农业农村局…: 全县粮食播种面积…)."""
    if subject.itself:
        return subject
    itself = reporter(text.title, text.folded, text.body, rules, speaks=subject.kind not in ("place", "organisation"))
    if itself.endswith(_OFFICES):
        if text.local:                                             # 农业农村局…: 全市粮食播种面积…
            return subject
        of = _OF_A_PLACE.match(itself)
        if of and any(f"{w}{of['kind']}" in text.body for w in ("全", "我")):
            return replace(subject, name=of.group(), kind="place", reports=True)
    return replace(subject, name=itself, kind="organisation", reports=True, itself=True) if itself else subject


def _otherwise(text: _Texts, rules: Rules) -> tuple[str, str]:
    """(name, kind) where neither the title nor the text itself names whom it is about: a topic, a region, the nation, the first one named."""
    topic = _topic(text.title, text.body, rules)
    if topic:
        return topic, ""
    if text.region:
        return text.region, "place"
    nation = _times_of_the_nation(text.body, rules)
    if nation >= 3:
        return text.nation, "place"
    for sentence in text.folded[:4]:
        name, kind = ("", "") if sentence.startswith(("其中", "当中")) else _first_mention(sentence[:200], False, text.known, rules)
        if name:
            return name, kind
    said = text.counted.most_common(1)[0][0] if text.counted else ""
    return (said, "place") if nation or said and said not in _NATION else ("", "")


HEAD = 200               # characters in which a government's report is looked for
_TOWN = regex.compile(r"[\p{Han}]{1,6}[镇乡村县市区]|[\p{Han}]{2,6}街道")


def _heading_name(sentences: Sequence[Sentence], texts: Sequence[str], rules: Rules) -> tuple[str, str] | None:
    """The body, the project or the place whose name is all that one of the first headings says (苏通长江公路大桥, 城关镇)."""
    for sentence, text in itertools.islice(zip(sentences, texts, strict=True), HEADINGS):
        if sentence.kind == "heading" and 4 <= len(text) <= 20:
            whole = next((m for m in mentions(_alone(text), rules) if (m.start, m.end) == (0, len(text)) and m.type in ("project", "organisation")), None)
            if whole:
                return text, whole.type
        if sentence.kind == "heading" and _TOWN.fullmatch(text):
            return text, "place"
    return None


def _alone(text: str) -> View:
    """A folded text read by itself: its words, no numbers, no names but those its words show."""
    words = tokens(text)
    return View(Sentence(Text.whole(text)), text, (), (), tuple(words), frozenset(t.start for t in words), text)


_OFFICES = ("局", "厅", "委", "办", "办公室")                       # what they report of 全市 is the city's
_OF_A_PLACE = regex.compile(r"[\p{Han}]{2,8}?(?P<kind>[省市县区州旗])(?=[\p{Han}]{2})")


def _keeps_to(name: str, body: str, rules: Rules) -> bool:
    """Does a text keep naming a county or city, by its full name too (涟源市 and 涟源)?"""
    place = next((e for e in rules.entries("places") if name in (e.key, e["short"])), None)
    if place is None or place["level"] not in ("prefecture", "county"):
        return False
    return body.count(place.key) >= 2 and body.count(place["short"] or place.key) >= 5


def _of_one_level(counted: Counter[str], own: Counter[str], title: str, body: str) -> list[str]:
    """In a short text the commonest of 我县, 全县 and 本县 where there are two of one level and none of another; in a report the commonest that is not
    only where it ranks."""
    levels: Counter[str] = Counter()
    for word, n in counted.items():
        if word not in _NATION and word[-1] in "省市县区州镇乡村":
            levels[word[-1]] += n
    if len(body) <= SHORT and len(levels) == 1 and levels.total() >= 2:
        return [w for w, _ in counted.most_common() if w[-1] in levels][:1]
    return [w for w, _ in own.most_common(1)] if _REPORTS.search(title) else []


# a report that names no place says 全市 of its own, 全省 where it ranks (在全省居第三)
_REPORTS = regex.compile(r"工作报告|工作总结")


def _commonest(body: str, suffix: str, rules: Rules) -> str:
    """The place of this level the text names most often: 我县 in a text about 衡东县."""
    names, _ = places(rules)
    found: Counter[str] = Counter()
    for match in regex.finditer(suffix, body):
        for size in range(8, 1, -1):
            word = body[max(0, match.end() - size):match.end()]
            if word in names:
                found[word] += 1
                break
    best = found.most_common(1)
    return best[0][0] if best and best[0][1] >= 2 else ""


def _topic(title: str, body: str, rules: Rules) -> str:
    """The longest name-like piece of the title that the text keeps coming back to (交大泰阳, 秸秆); what is measured (失业率) is no subject."""
    best, weight = "", 0
    words, no_subject = tokens(title), named(rules, "no subject of a text")
    for i in range(len(words)):
        word = ""
        for token in words[i:i + 3]:
            if not (token.pos.startswith(("n", "j", "eng", "s")) and compiled(r"[\p{Han}A-Za-z·]+").fullmatch(token.text) or word and compiled(r"[A-Za-z]?\d{1,4}").fullmatch(token.text)):
                break
            word += token.text
            count = body.count(word)
            free = not is_measure(word, rules) and word not in of_role(rules, "nobody") and not no_subject.search(word) and not (word[0] in "个项件条种类家名" and title[:words[i].start].endswith(tuple("0123456789")))
            if 2 <= len(word) <= 10 and count >= (4 if len(word) < 4 else 3) and count * len(word) ** 2 > weight and free:
                best, weight = word, count * len(word) ** 2
    return best


def _first_mention(text: str, is_title: bool, known: Mapping[str, str], rules: Rules) -> tuple[str, str]:
    """(name, type) of the first place or body named in a sentence as its subject or in a short title, "" where none is."""
    text = named(rules, "where a report was written").sub("", text)
    view = _alone(text)
    everywhere, no_subject = named(rules, "a body that every place has"), named(rules, "no subject of a text")
    found = [m for m in mentions(view, rules, known) if m.type in ("place", "organisation") and not everywhere.fullmatch(text, m.start, m.end)]
    if not is_title:                                               # a sentence: only what it is about
        subject = first_subject(view, found, times(view, rules), rules)
        found = [m for m in found if subject and m.start == subject.start]
    found = [m for m in found if not no_subject.search(text[m.start:m.end])]
    if not found:
        return "", ""
    its_report = named(rules, "the report of a place behind it")
    first = next((m for m in found if is_title and m.type == "place" and its_report.match(text, m.end)), found[0])
    name = text[first.start:first.end]
    seat = named(rules, "an office that speaks for its place").fullmatch(name)
    return (seat[1].replace("国家", "全国"), "place") if seat else (name, first.type)
