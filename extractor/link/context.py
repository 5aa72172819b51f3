"""Context: whom and when a document has last spoken of; Overview: what holds for the whole of it. Values, never changed in place.

link/about.py makes the first context of a document, link/follow.py the one after each sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import regex

from extractor.anchor import Anchor, Period
from extractor.link.above import Above
from extractor.link.entity import Owner
from extractor.link.proposed import Before, Tally
from extractor.link.time import carries, fleeting
from extractor.link.told import NONE, Dated, Told, When
from extractor.patterns import compiled
from extractor.rules import Rules
from extractor.sentence import Sentence

REACH = 6        # sentences after which a name said before is no longer meant
TIME_REACH = 4   # and after which a period
OTHER_REACH = 3  # the same out of its paragraph
SHORT_REACH = 1  # and a day or a stretch said in passing

_OWN = ("今", "本", "全年", "上半年", "年末")
_NUMBERED = regex.compile(r"[(（]?[一二三四五六七八九十\d]{1,3}[、.．)）]")                  # 1、收案: a part of what the text before the first part is about
# A heading that may be what the figures below it are about (第十代索纳塔): short, without a sentence's marks.
_NAMES = regex.compile(r"[^，。；！？:：、\d一二三四五六七八九十(（][^，。；！？:：、]{1,19}")


@dataclass(frozen=True, slots=True)
class Overview:
    """What holds for a whole document, or for one article of a page.

    entity, type         whom it is about, and which type of name that is
    time, period         when its figures are of where nothing else is said: as written, and its days
    title, body          its title and its text, folded
    reports              does it report on a period throughout (a communiqué)? A period said then holds until the next
    reports_place        does it report about its place throughout (a work report)? Others are named in passing only
    alone                is it an entry, a notice or a portrait of one body, thing or person?
    game                 does it report one game? What it tells without a time happened then
    known                names that it shows by itself, with their type
    tally, most_named    how surely and how often a network proposes each of its names; those proposed most
    realm                the country or region that its bodies publish figures of
    latest_year          its year, else the latest it writes: what lies far before is history
    """

    entity: str = ""
    type: str = ""
    time: str = ""
    period: Period | None = None
    title: str = ""
    body: str = ""
    reports: bool = False
    reports_place: bool = False
    alone: bool = False
    game: bool = False
    known: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    tally: Tally = Tally()
    most_named: tuple[str, ...] = ()
    realm: str = ""
    latest_year: int | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """The subject said last: its name ("" where none has been) and type, the number and the paragraph of its sentence."""

    name: str = ""
    type: str = ""
    sentence: int = -99
    paragraph: int = -1


@dataclass(frozen=True, slots=True)
class Salient:
    """A name the document has said: its type, the number and the section of the sentence that said it last, and how many have."""

    name: str
    type: str
    sentence: int
    section: str
    times: int


@dataclass(frozen=True, slots=True)
class Context:
    """What a sentence may lean on.

    document             what holds for the whole document
    document_said        has its subject been named yet, in the title or in a sentence read?
    sentences            number of sentences read
    paragraph, section   of the sentence being read
    opens                is it the first of its paragraph?
    spoken, person       the subject said last; the person named last, for 他 and 她
    owners               (name, type) of the owners of the last figures, latest first, each once
    salient              names said before, the latest first
    heads                things that clauses began with, that may own what follows, the latest first
    proposed             names that a network proposed in the sentences before, the latest first
    in_order             whose the numbers of the last 分别-series were, in its order
    last                 the period said last
    frame                in a report: the period that a heading or a paragraph's first words set; one said in passing holds to the paragraph's end
    whole                the while that the period said last is a part of, where the same paragraph has told both
    dated                expressions of time said before, the latest last
    anchor               what a time without a year leans on
    plan                 does the part being read tell what is to be done (工作安排)? Its figures are targets
    label                the list head a bare "name: number" item belongs to (2018赛季一发得分率)
    metrics              (unit, metric) of the last figures, latest last: a bare figure goes on with its unit's last one
    row_above            what the last row of a table measures, in which units
    """

    document: Overview = Overview()
    document_said: bool = False
    sentences: int = 0
    paragraph: int = 0
    section: str = ""
    opens: bool = True
    spoken: Spoken = Spoken()
    person: str = ""
    owners: tuple[tuple[str, str], ...] = ()
    salient: tuple[Salient, ...] = ()
    heads: tuple[tuple[str, str], ...] = ()
    proposed: tuple[Before, ...] = ()
    in_order: tuple[str, ...] = ()
    last: Told = Told()
    frame: Told | None = None
    whole: Told | None = None
    dated: tuple[Dated, ...] = ()
    anchor: Anchor = Anchor()
    plan: bool = False
    label: str = ""
    metrics: tuple[tuple[str, str], ...] = ()
    row_above: Above = Above()

    def owner(self, *, pronoun: bool) -> Owner:
        """Whose a figure is that its own sentence gives to nobody."""
        last = self.spoken
        near = self.sentences - last.sentence <= REACH and (last.type != "group" or self.paragraph == last.paragraph)
        if last.name and (pronoun or near and not self.document.reports_place):
            return Owner(last.name, last.type, "earlier")
        if self.document.entity and self.document_said:
            return Owner(self.document.entity, self.document.type, "document")
        return Owner(last.name, last.type, "earlier")

    def headed(self) -> Owner | None:
        """The heading without its number, where it may be what the figures below it are about."""
        name = compiled(r"^(?:\d{1,2}(?:\.\d{1,2}){0,3}[.、．]?|[(（]?[一二三四五六七八九十\d]{1,2}[)）、.])\s?(?=\p{Han})").sub("", self.section)      # 1.1|下番枝
        name = compiled(r"^第\d{1,3}[位名](?=\p{L})|\s?[(（][^()（）]{1,20}[)）]$|\s?[|｜].*$").sub("", name)      # 第2位|朗尼 Wayne Rooney|(英格蘭), 德国| | 世界冠军7次
        return Owner(name, "", "heading") if _NAMES.fullmatch(name) else None

    def stands_for(self, own: Owner) -> Owner:
        """Whom 公司, 该行 and 我校 stand for: never a place or a person; what is written (`own`) where no body was said."""
        body = self.owner(pronoun=True)
        return body if body.name not in ("", own.name) and body.type not in ("place", "person", "group") else own

    def carried_time(self, text: str, rules: Rules, *, row: bool = False) -> When:
        """The period of a figure whose sentence says none: the last one said, within its reach, else the document's."""
        last, document = self.last, self.document
        whole = When(document.time, "document", document.period)
        if document.game and carries(text, rules):
            return whole
        brief = fleeting(last.text, rules)
        reach = SHORT_REACH if brief else TIME_REACH if self.paragraph == last.paragraph else OTHER_REACH
        siblings = _NUMBERED.match(self.section) and _NUMBERED.match(last.section)
        near = self.sentences + 1 - last.sentence <= reach and (self.section == last.section or siblings or not brief)
        preface = not last.section and bool(_NUMBERED.match(self.section)) and not brief       # said before the first numbered part
        passing = row and not any(c.isdigit() for c in last.text) and (document.time or not last.text.startswith(_OWN))      # a table is not of 去年, 今日
        if carries(text, rules) and last.text and not passing and (near or preface or row or document.reports):
            return When(last.text, "earlier", last.period)
        if document.time and (row or carries(text, rules)):
            return whole
        return NONE

    def at(self, sentence: Sentence) -> Context:
        """The context for reading `sentence`. At a new paragraph the current period falls back to the longer one it was part of (in a report: the period of
        the part)."""
        opens = sentence.paragraph != self.paragraph or not self.sentences
        whole = self.frame or self.whole
        if opens and whole and self.last.text != whole.text:
            back = replace(self.last, text=whole.text, period=whole.period)
            return replace(self, paragraph=sentence.paragraph, section=sentence.section, opens=True, last=back, whole=None)
        if (self.paragraph, self.section, self.opens) == (sentence.paragraph, sentence.section, opens):
            return self                                            # a copy costs as much as a small match
        return replace(self, paragraph=sentence.paragraph, section=sentence.section, opens=opens)

    def said(self, name: str, kind: str) -> Context:
        """The context once a subject has been named in the sentence being read."""
        return replace(self, spoken=Spoken(name, kind, self.sentences, self.paragraph))
