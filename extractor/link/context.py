"""Context: who and when a document has last spoken of, a value folded along its sentences.

`start(document, ...)` reads what holds for the whole document (title, masthead, the commonest 全省/我县); `after(...)` returns the
context for the next sentence. Nothing here is changed in place.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import regex

from extractor.claim import Claim
from extractor.document import Document
from extractor.fold import fold
from extractor.language import tokens
from extractor.link.entity import Owner, first_subject
from extractor.link.names import forms, places
from extractor.link.scope import View
from extractor.link.time import carries, said_period
from extractor.periods import Anchor, Period, resolve
from extractor.rules import Rules
from extractor.sentence import Sentence

REACH = 6        # sentences after which a name said before is no longer meant
TIME_REACH = 4   # and after which a period


@dataclass(frozen=True, slots=True)
class Context:
    """What a sentence may lean on.

    entity, entity_type, entity_sentence  the last subject said, and the number of its sentence
    person               the last person named, for 他 and 她
    time, time_section, time_sentence, period  the last period said, the section and the number of the sentence it was said in, its days
    anchor               what a time without a year leans on
    metrics              (unit, metric) of the last figures, latest last: a bare figure goes on with its unit's last one
    label                the list head a bare "name: number" item belongs to (2018赛季一发得分率)
    known                names the document shows by itself, with their type
    plan                 the part being read tells what is to be done (工作安排): its figures are targets
    reports              the document reports on a period throughout (a communiqué): a period said holds until the next
    reports_place        the document reports about its place throughout (a work report): others are named in passing only
    document_entity, document_type, document_time, document_period  what holds where nothing else is said
    sentences, paragraph number of sentences read, and the paragraph of the last one
    """

    entity: str = ""
    entity_type: str = ""
    entity_sentence: int = -99
    person: str = ""
    time: str = ""
    time_section: str = ""
    time_sentence: int = -99
    period: Period | None = None
    anchor: Anchor = Anchor()
    label: str = ""
    metrics: tuple[tuple[str, str], ...] = ()
    known: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    plan: bool = False
    reports_place: bool = False
    document_entity: str = ""
    document_type: str = ""
    document_time: str = ""
    document_period: Period | None = None
    reports: bool = False
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
        own = next((c for c in claims if c.entity_from == "sentence" and c.entity_type in ("place", "organisation", "person", "name")), None)
        part = regex.match(r"其中|当中", view.text)
        people = [m for m in facts.names if m.type in ("person", "name")]
        if people:
            out = replace(out, person=view.raw(people[-1].start, people[-1].end))
        stands_for = subject and subject.role == "deictic" and subject.type == "organisation"
        if stands_for:
            out = replace(out, entity_sentence=out.sentences)       # 公司, 该行: the one spoken of goes on
        elif subject and subject.type in ("place", "organisation", "person", "group", "name") and not part:
            out = out.said(view.raw(subject.start, subject.end), subject.type)
        elif own and not part:
            out = out.said(own.entity, own.entity_type)
        timed = [c.time for c in claims if c.time_from == "sentence"]
        said = timed[-1] if timed else view.raw(*facts.times[0]) if facts.times and not claims else ""
        if said and _ANCHORED.search(said):
            days = next((Period(c.time_start, c.time_end) for c in reversed(claims) if c.time == said and (c.time_start or c.time_end)), None)
            days = days if timed else said_period(view, said, facts.times, facts.times[0][1], self.anchor, rules)
            out = replace(out, time=said, time_section=view.sentence.section, time_sentence=out.sentences, period=days, anchor=self.anchor.said(days))
        metrics = tuple((c.unit, c.metric) for c in claims if c.metric and not c.metric.endswith(("幅度", "增幅", "降幅")))
        return replace(out, metrics=(*out.metrics, *metrics)[-12:]).after_text(view.sentence, view.text)

    def carried_time(self, text: str, *, row: bool = False) -> tuple[str, str, Period | None]:
        """(time as written, how found, its days) of a figure whose sentence says none: the last one said, within its reach, else the document's."""
        if carries(text) and self.time and (row or self.reports or self.sentences + 1 - self.time_sentence <= TIME_REACH):
            return self.time, "earlier", self.period
        if self.document_time and (row or carries(text)):
            return self.document_time, "document", self.document_period
        return "", "", None

    def at(self, sentence: Sentence) -> Context:
        """The context in which a sentence is read."""
        return replace(self, paragraph=sentence.paragraph)

    def said(self, name: str, kind: str) -> Context:
        """The context once a subject has been named in the sentence being read."""
        return replace(self, entity=name, entity_type=kind, entity_sentence=self.sentences, entity_paragraph=self.paragraph)

    def after_text(self, sentence: Sentence, text: str) -> Context:
        """What a sentence sets by its form alone: a colon at its end heads the items after it; a plain heading ends the list."""
        if _PART.match(text):
            return replace(self, label="", plan=bool(_PLAN.search(text)))
        head = list_head(sentence.text.chars, text)
        if head:
            return replace(self, label=head)
        is_item = bool(_LABEL.match(text) or regex.match(r"(?:其中|\(\d{1,2}\))", text)) or len(text) <= 24
        return self if is_item else replace(self, label="")

    def after_plain(self, sentence: Sentence, text: str, rules: Rules) -> Context:
        """The context after a sentence without a number: the name it begins with, and its form."""
        out = replace(self, sentences=self.sentences + 1)
        name, kind = _first_name(text, self.known, rules)
        said = [n for n, kind in self.known.items() if kind == "name" and n in text]
        if said:
            out = replace(out, person=max(said, key=text.rfind))
        return (out.said(name, kind) if name else out).after_text(sentence, text)


_PART = regex.compile(r"[一二三四五六七八九十]{1,2}、[^，。；]{2,30}$|(?:今年|\d{4}年|下一步)[^，。；]{0,10}(?:安排|任务|目标|打算|举措|重点)$")
_PLAN = regex.compile(r"(?:工作安排|重点工作|主要任务|目标任务|工作任务|工作打算|工作举措|总体要求|工作部署|预期目标|下一步|发展目标|规划目标)(?!完成)")
# 目前, 近3年, 同期 say nothing about the next sentence; a year, a quarter, 过去一年, 今年 do.
_ANCHORED = regex.compile(r"^(?!同期|上年|每|近|目前|当前|现|此前|届时|当时|日前|全年$|当[年月日]|年[初末底]|月[初末底]|期[初末]|次|翌|前)")
_HEAD = regex.compile(r"(?P<head>[^，。；:]{2,80}?)(?:具体)?(?:情况)?(?:如下|为|是|分别为|分别是)*:\s?(?:$|\(?[1一]\)?)")


def list_head(own: str, text: str, *, numbered: bool = False) -> str:
    """What a list is about: …生均教育事业费支出情况是：（1）… and 2018赛季一发得分率：; of an enumeration its last, common part. "" if none.
    numbered: only where the first item follows in the same text."""
    match = _HEAD.search(text)
    if not match or numbered and match.end() == len(text) and not regex.search(r"\(?[1一]\)?$", match.group()) or regex.search(r"\d[\d.]*%", match["head"]):
        return ""
    start, end = match.span("head")
    if "、" in match["head"]:
        start += match["head"].rindex("、") + 1
        group = regex.match(r"[\p{Han}]{2,10}?(?:学校|企业|单位|机构|居民|部门|地区|行业|产业|人士)(?=[\p{Han}]{3,})", text[start:end])
        start += group.end() if group else 0
    return own[start:end]


def _first_name(text: str, known: Mapping[str, str], rules: Rules) -> tuple[str, str]:
    """A place or a known name right at the beginning, by its characters alone: no tagger sees a sentence without a number."""
    names, longest = places(rules)
    for size in range(min(longest, len(text)), 1, -1):
        if text[:size] in known:
            return text[:size], known[text[:size]]
        if text[:size] in names and (size >= 3 and text[size - 1] in "省市县区州" or text[size:size + 1] in "，的在将"):
            return text[:size], "place"
    return "", ""


@functools.cache
def _deictic(rules: Rules) -> regex.Pattern:
    words = [w for w, kind in forms(rules).deictic.items() if kind == "place" and len(w) == 2 and w[0] in "全我本"]
    return regex.compile("|".join(words))


_YEAR = regex.compile(r"(?:19|20)\d{2}\s?(?:年度?|赛季|财年)(?:(?:上|下)半年|第?[一二三四]季度|1-\d{1,2}月|\d{1,2}月份?)?")
_REPORT = regex.compile(r"公报|统计|工作报告|年报|季报|执行情况|运行情况")
_NATION = ("全国", "我国")


def start(document: Document, sentences: Sequence[Sentence], mention_of: Any, rules: Rules) -> Context:
    """What holds for a document. `mention_of(text, is_title)`: (name, type) of the first place or body a title
    names or a sentence is about, ("", "") if none."""
    body = fold(document.text, rules)
    title = fold(document.title, rules) or "。".join(fold(s.text.chars, rules) for s in sentences[:8] if s.kind == "heading")
    counted = Counter(_deictic(rules).findall(body))
    local = [w for w, n in counted.most_common() if n >= 3 and w not in _NATION]
    known = known_names(sentences, body, rules)
    name, kind = mention_of(title, True, known)
    if name in ("中国", *_NATION) and local:
        name = ""
    head = title + "。".join(fold(s.text.chars, rules) for s in sentences[:12] if len(s.text) <= 40)
    reports = kind == "place" and bool(regex.search(r"工作报告|统计公报|统计公告|执行情况|发展计划|运行情况", head))
    if local and (not name or kind == "place"):
        named = name if name and name[-1] == local[0][-1] or "自治区" in name else _commonest(body, local[0][-1], rules)
        name, kind, reports = named or name or local[0], "place", reports or sum(counted[w] for w in local) >= 8
    if not name:
        name, kind = _topic(title, body), ""
    nation = sum(counted[w] for w in _NATION)
    if not name and nation >= 3:
        name, kind = counted.most_common(1)[0][0], "place"
    if not name:
        name, kind = next((m for s in sentences[:4] if (m := mention_of(fold(s.text.chars, rules)[:200], False, known))[0]), ("", ""))
    if not name and nation >= 2:
        name, kind = counted.most_common(1)[0][0], "place"
    year = _YEAR.search(title) or (found if (found := _YEAR.search(body[:400])) and body.count(found.group()) >= 3 else None)
    titled = _YEAR.search(title)
    title_year = int(titled.group()[:4]) if titled else None
    anchor = Anchor(document.date, title_year, None, title_year)
    return Context(
        document_entity=name, document_type=kind, document_time=year.group() if year else "", reports_place=reports, known=known, anchor=anchor,
        document_period=resolve(year.group(), anchor, rules) if year else None, reports=reports or bool(_REPORT.search(title)))


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
    words = tokens(title)
    for i in range(len(words)):
        word = ""
        for token in words[i:i + 3]:
            if not token.pos.startswith(("n", "j", "eng")) or not regex.fullmatch(r"[\p{Han}A-Za-z·]+", token.text):
                break
            word += token.text
            times = body.count(word)
            if 2 <= len(word) <= 10 and times >= 4 and times * len(word) ** 2 > weight:
                best, weight = word, times * len(word) ** 2
    return best


_LABEL = regex.compile(r"(?:T?-?\d{1,2}[.。、]\s?)?(?P<name>[\p{Han}·]{2,10})(?:\([^()]{1,10}\))?\s?(?::\s?[+-]?\d|(?:19|20)\d{2}:)")
# 商界一（12票，共有18票）: a label with its count in brackets
_COUNTED = regex.compile(r"(?P<name>[\p{Han}、]{2,16}?(?:\([一二三四五六七八九十]{1,2}\))?)\s?\(\d[\d.]{0,8}(?![\d.年月日])\p{Han}")
_NO_NAME = regex.compile(r"(?:率|额|量|数|值|价|费|比|幅度|时间|日期|电话|面积|收入|编号|次数|指数|方面|中|后|上|下|里|时|来|者|的|了|在)$")
_NO_BEGINNING = regex.compile(
    r"[但而不在从这那其我你他她它此该目因由据对如并也还以与和随为当有是被让使把将要可能会就都又再更最很太每各本某去今明昨前后同年月日第一二三四五六七八九十两几多少另只仅若虽即且则或及至自于向往跟给替按照经过除了没无非未]|\d|记者|公司|通过|根据|全国|全省|全市|全县|中国|截至|随着|现在|近|所以|什么|怎么"
)
_AFTER_NAME = "在于因将已的从与为是，拟也还则共今去上第以"
# With a surname before it a name of two to four characters is told by less: what people do follows it.
_AFTER_PERSON = _AFTER_NAME + "说获取得收赢迎拿表认曾没未不就又和、带打进被成却先再只来到以尚至需0123456789"


def known_names(sentences: Sequence[Sentence], body: str, rules: Rules) -> Mapping[str, str]:
    """Names the document itself shows, with their type: labels of its lists (巴蒂：71.6%), and what sentences keep beginning with (交大泰阳在…)."""
    texts = [fold(s.text.chars, rules) for s in sentences if s.kind != "row"]
    labels = {m["name"] for t in texts if (m := _LABEL.match(t) or _COUNTED.match(t)) and not _NO_NAME.search(m["name"])}
    found = set(labels) if len(labels) >= 2 else set()
    starts: Counter[str] = Counter()
    people: Counter[str] = Counter()
    surnames = forms(rules).surnames
    for text in texts:
        for i, part in enumerate(regex.split(r"[，；“。:]", text)):
            for size in range(2, 8):
                following = part[size:size + 1]
                if i < 3 and following and following in _AFTER_NAME:
                    starts[part[:size]] += 1
                if size <= 4 and following and following in _AFTER_PERSON and (part[0] in surnames and size <= 3 or part[:2] in surnames or size == 4 and part[0] in surnames and part[1] in surnames):
                    people[part[:size]] += 1
    for word, times in starts.items():
        if times >= 2 and body.count(word) >= 4 and regex.fullmatch(r"[\p{Han}·A-Za-z]+", word) and not _NO_BEGINNING.match(word) and not _NO_NAME.search(word) and not _is_common(word):
            found.add(word)
    names = dict.fromkeys(found, "name")
    names.update((w, "person") for w, times in people.items() if w not in names and times >= 2 and body.count(w) >= 4 and _is_person(w, body))
    divisions = Counter(m[1] for m in _DIVISION.finditer(body))
    names.update((n, "place") for n, times in divisions.items() if (times >= 2 or n in body[:300]) and not _NO_DIVISION.search(n))
    return MappingProxyType(names)


# Places no list knows (an invented county, a village): a name with the ending of a division, said twice at the least.
_DIVISION = regex.compile(r"(?:^|[^\p{Han}]|[在是从到向与和于对据至赴由、])([\p{Han}]{2,3}[省市县区镇乡村州旗])(?![委政府长级域别里内民场值面容价])")
_NO_DIVISION = regex.compile(r"[全各本该我这那两多几某邻整一二三四五六七八九十百老新城农乡镇]|[小社园校景特郊牧林山矿]区$|地区$|[超集门夜股上]市$|村村$|行政村$|自然村$|贫困|示范|样板|以上|中心|所有|下辖|全部|省市|[对非个]|完善")


def _is_person(word: str, body: str) -> bool:
    """A word of no dictionary, or one tagged as a name, that is not the beginning of one longer word each time (高质|量)."""
    if not regex.fullmatch(r"\p{Han}+", word) or _NO_BEGINNING.match(word) or _NO_NAME.search(word):
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
