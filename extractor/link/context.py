"""Context: who and when a document has last spoken of, a value folded along its sentences.

`start(document, ...)` reads what holds for the whole document (title, masthead, the commonest 全省/我县); `after(...)` returns the
context for the next sentence. Nothing here is changed in place.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import regex

from extractor.claim import Claim
from extractor.document import Document
from extractor.fold import fold
from extractor.link.entity import Owner, first_subject
from extractor.link.names import forms, places
from extractor.link.scope import View
from extractor.rules import Rules
from extractor.sentence import Sentence

REACH = 8        # sentences after which a name said before is no longer meant


@dataclass(frozen=True, slots=True)
class Context:
    """What a sentence may lean on.

    entity, entity_type, entity_sentence  the last subject said, and the number of its sentence
    time, time_section   the last period said, and the section it was said in
    metrics              (unit, metric) of the last figures, latest last: a bare figure goes on with its unit's last one
    label                the list head a bare "name: number" item belongs to (2018赛季一发得分率)
    known                names the document has introduced as labels of its lists
    reports_place        the document reports about its place throughout (a work report): others are named in passing only
    document_entity, document_type, document_time  what holds where nothing else is said
    sentences, paragraph number of sentences read, and the paragraph of the last one
    """

    entity: str = ""
    entity_type: str = ""
    entity_sentence: int = -99
    time: str = ""
    time_section: str = ""
    label: str = ""
    metrics: tuple[tuple[str, str], ...] = ()
    known: frozenset[str] = frozenset()
    reports_place: bool = False
    document_entity: str = ""
    document_type: str = ""
    document_time: str = ""
    sentences: int = 0
    paragraph: int = 0
    entity_paragraph: int = -1

    def owner(self, *, pronoun: bool) -> Owner:
        """Whose a figure is that its own sentence gives to nobody."""
        near = self.sentences - self.entity_sentence <= REACH and (self.entity_type != "group" or self.paragraph == self.entity_paragraph)
        if self.entity and (pronoun or near and not self.reports_place):
            return Owner(self.entity, self.entity_type, "earlier")
        if self.document_entity:
            return Owner(self.document_entity, self.document_type, "document")
        return Owner(self.entity, self.entity_type, "earlier")

    def after(self, view: View, facts: Any, claims: Sequence[Claim], rules: Rules) -> Context:
        """The context for the next sentence."""
        out = replace(self, sentences=self.sentences + 1)
        subject = first_subject(view, facts.names, facts.times, rules)
        own = next((c for c in claims if c.entity_from == "sentence" and c.entity_type in ("place", "organisation", "person")), None)
        part = regex.match(r"其中|当中", view.text)
        if subject and subject.type in ("place", "organisation", "person", "group") and not part:
            out = out.said(view.raw(subject.start, subject.end), subject.type)
        elif own and not part:
            out = out.said(own.entity, own.entity_type)
        timed = [c.time for c in claims if c.time_from == "sentence"]
        said = timed[-1] if timed else view.raw(*facts.times[0]) if facts.times and not claims else ""
        if said and not regex.search(r"同期|上年|每", said):
            out = replace(out, time=said, time_section=view.sentence.section)
        metrics = tuple((c.unit, c.metric) for c in claims if c.metric)
        return replace(out, metrics=(*out.metrics, *metrics)[-12:]).after_text(view.sentence, view.text)

    def at(self, sentence: Sentence) -> Context:
        """The context in which a sentence is read."""
        return replace(self, paragraph=sentence.paragraph)

    def said(self, name: str, kind: str) -> Context:
        """The context once a subject has been named in the sentence being read."""
        return replace(self, entity=name, entity_type=kind, entity_sentence=self.sentences, entity_paragraph=self.paragraph)

    def after_text(self, sentence: Sentence, text: str) -> Context:
        """What a sentence sets by its form alone: a colon at its end heads the items after it; a plain heading ends the list."""
        head = list_head(sentence.text.chars, text)
        if head:
            return replace(self, label=head)
        is_item = bool(_LABEL.match(text) or regex.match(r"(?:其中|\(\d{1,2}\))", text)) or len(text) <= 24
        return self if is_item else replace(self, label="")

    def after_plain(self, sentence: Sentence, text: str, rules: Rules) -> Context:
        """The context after a sentence without a number: the name it begins with, and its form."""
        out = replace(self, sentences=self.sentences + 1)
        name, kind = _first_name(text, self.known, rules)
        return (out.said(name, kind) if name else out).after_text(sentence, text)


_HEAD = regex.compile(r"(?P<head>[^，。；:]{2,80}?)(?:具体)?(?:情况)?(?:如下|为|是|分别为|分别是)*:\s?(?:$|\(?[1一]\)?)")


def list_head(own: str, text: str) -> str:
    """What a list is about: …生均教育事业费支出情况是：（1）… and 2018赛季一发得分率：; of an enumeration its last, common part. "" if none."""
    match = _HEAD.search(text)
    if not match:
        return ""
    start, end = match.span("head")
    if "、" in match["head"]:
        start += match["head"].rindex("、") + 1
        group = regex.match(r"[\p{Han}]{2,10}?(?:学校|企业|单位|机构|居民|部门|地区|行业|产业|人士)(?=[\p{Han}]{3,})", text[start:end])
        start += group.end() if group else 0
    return own[start:end]


def _first_name(text: str, known: frozenset[str], rules: Rules) -> tuple[str, str]:
    """A place or a known name right at the beginning, by its characters alone: no tagger sees a sentence without a number."""
    names, longest = places(rules)
    for size in range(min(longest, len(text)), 1, -1):
        if text[:size] in known:
            return text[:size], "person"
        if text[:size] in names and (size >= 3 and text[size - 1] in "省市县区州" or text[size:size + 1] in "，的在将"):
            return text[:size], "place"
    return "", ""


@functools.cache
def _deictic(rules: Rules) -> regex.Pattern:
    words = [w for w, kind in forms(rules).deictic.items() if kind == "place" and len(w) == 2 and w[0] in "全我本"]
    return regex.compile("|".join(words))


_YEAR = regex.compile(r"(?:19|20)\d{2}\s?(?:年度?|赛季|财年)(?:(?:上|下)半年|第?[一二三四]季度|1-\d{1,2}月|\d{1,2}月份?)?")
_NATION = ("全国", "我国")


def start(document: Document, sentences: Sequence[Sentence], mention_of: Any, rules: Rules) -> Context:
    """What holds for a document. `mention_of(text)`: first (name, type) of a place or body in a text, ("", "") if none."""
    body = fold(document.text, rules)
    title = fold(document.title, rules) or "。".join(fold(s.text.chars, rules) for s in sentences[:8] if len(s.text) <= 40)
    counted = Counter(_deictic(rules).findall(body))
    local = [w for w, n in counted.most_common() if n >= 3 and w not in _NATION]
    name, kind = mention_of(title)
    if name in ("中国", *_NATION) and local:
        name = ""
    reports = False
    if local and (not name or kind == "place"):
        named = name if name and name[-1] == local[0][-1] or "自治区" in name else _commonest(body, local[0][-1], rules)
        name, kind, reports = named or name or local[0], "place", sum(counted[w] for w in local) >= 8
    if not name:
        name, kind = _topic(title, body), ""
    nation = sum(counted[w] for w in _NATION)
    if not name and nation >= 3:
        name, kind = counted.most_common(1)[0][0], "place"
    if not name:
        name, kind = mention_of("。".join(fold(s.text.chars, rules) for s in sentences[:4])[:400])
    if not name and nation:
        name, kind = counted.most_common(1)[0][0], "place"
    year = _YEAR.search(title) or _YEAR.search(body[:400])
    return Context(document_entity=name, document_type=kind, document_time=year.group() if year else "", reports_place=reports, known=known_names(sentences, rules))


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


def _topic(title: str, body: str) -> str:
    """The longest name-like piece of the title that the text keeps coming back to (交大泰阳, 秸秆)."""
    best, weight = "", 0
    for run in regex.findall(r"[\p{Han}·]{2,30}", title):
        for size in range(2, min(8, len(run)) + 1):
            for at in range(len(run) - size + 1):
                word = run[at:at + size]
                times = body.count(word)
                if times >= 4 and times * size * size > weight and not regex.search(r"[的了与和在为是]", word):
                    best, weight = word, times * size * size
    return best


_LABEL = regex.compile(r"(?:T?-?\d{1,2}[.。、]\s?)?(?P<name>[\p{Han}·]{2,10})(?:\([^()]{1,10}\))?\s?(?::\s?[+-]?\d|(?:19|20)\d{2}:)")


def known_names(sentences: Sequence[Sentence], rules: Rules) -> frozenset[str]:
    """Labels of list items that are no measure: 巴蒂：71.6%. Two of them at least make a list."""
    labels = [m["name"] for s in sentences if (m := _LABEL.match(fold(s.text.chars, rules)))]
    measures = regex.compile(r"(?:率|额|量|数|值|价|费|比|幅度|时间|日期|电话|面积|收入|编号|次数|指数)$")
    names = frozenset(n for n in labels if not measures.search(n))
    return names if len(names) >= 2 else frozenset()
