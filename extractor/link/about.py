"""beginnings(document, sentences, rules) -> the context a document begins with: what it is about (title, masthead, the commonest 全省 or 我县), its
period, the names it shows by itself, whether it reports about its place throughout. On a page of several articles each has its own.
"""

from __future__ import annotations

import functools
import itertools
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import regex

from extractor.anchor import Anchor
from extractor.document import Document
from extractor.fold import fold
from extractor.language import tokens
from extractor.link.articles import articles
from extractor.link.classes import of_role
from extractor.link.context import Context
from extractor.link.entity import first_subject
from extractor.link.known import known_names
from extractor.link.names import forms, mentions, places
from extractor.link.phrase import is_measure
from extractor.link.realms import realm_of
from extractor.link.scope import View
from extractor.link.time import times
from extractor.patterns import compiled
from extractor.periods import resolve
from extractor.rules import Rules
from extractor.sentence import Sentence
from extractor.text import Text


@functools.cache
def _deictic(rules: Rules) -> regex.Pattern:
    words = [w for w, kind in forms(rules).deictic.items() if kind == "place" and len(w) == 2 and w[0] in "全我本"]
    return regex.compile("|".join(words))


_YEAR = regex.compile(r"(?:19|20)\d{2}(?:[-—–~](?:19|20)?\d{2})?\s?学年|(?:19|20)\d{2}\s?(?:年度?|赛季|财年)(?:(?:上|下)半年|第?[一二三四]季度|1-\d{1,2}月|\d{1,2}月份?)?(?!\s?\d{1,2}\s?[月日号])")
_OWN_YEAR = regex.compile(rf"(?<![自比较从于])(?:{_YEAR.pattern})")
_MOMENT = regex.compile(r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日零时")            # of a census
_PLAIN_YEAR = regex.compile(r"(?<!\d)((?:19|20)\d{2})\s?年")
_REPORT = regex.compile(r"公报|统计|工作报告|年报|季报|执行情况|运行情况")
COUNTED = 60_000        # characters in which names are counted: what a long document is about shows early, and counting costs by length
OPENING = 800           # characters in which a census tells the moment it is of
HEADINGS = 6            # sentences at the beginning among which a heading may be the subject's name
SHORT = 2000            # characters of a text that says 我县 twice at the most
GAME_PARTS = 2          # words for parts of a game that make a text the report of one
_NATION = ("全国", "我国")
# Where a clause begins with it (2021年，全国…); 占全国总量 and 居全国第四 say nothing of what a text is about.
_OF_THE_NATION = regex.compile(r"(?:^|[\n，。；：:、“]|(?<!占[^，。；]{0,6})[年月日末底](?=[全我]))\s?(?:全国|我国)")


def beginnings(document: Document, sentences: Sequence[Sentence], rules: Rules) -> dict[int, Context]:
    """By the number of its first sentence the context in which an article is read; one from 0 on where the document is a single text.
    An article that shows no place or body of its own is about what the whole is about, where it names that."""
    whole = _start(document, sentences, rules)
    parts = articles(sentences, rules)
    if len(parts) < 2:
        return {0: whole}
    out = {}
    for part in parts:
        own = _start(replace(document, title=part.headline), sentences[part.start:part.end], rules)
        shown = own.document_type in ("place", "organisation") and (own.document_said or own.body.count(fold(own.document_entity, rules)) > 1)
        out[part.start] = replace(own if shown or fold(whole.document_entity, rules) not in own.body + whole.title else whole, known=whole.known)
    return out


def _start(document: Document, sentences: Sequence[Sentence], rules: Rules) -> Context:
    """The context in which the first of the sentences is read."""
    mention_of = _first_mention(rules)
    raw = fold(document.text, rules)
    texts = [fold(s.text.chars, rules) for s in sentences]
    title = fold(document.title, rules) or "。".join(t for s, t in zip(sentences[:8], texts, strict=False) if s.kind == "heading" and "单位:" not in t)
    body = title + "\n" + "\n".join(texts)
    counted = Counter(_deictic(rules).findall(body))
    local = [w for w, n in counted.most_common() if n >= 3 and w not in _NATION] or _of_one_level(counted, body)
    known = known_names(sentences, body if _broken(raw) else raw, rules)
    report = _GOVERNMENT.search(body[:HEAD]) if "政府工作报告" not in title or title.startswith("政府工作报告") else None
    name, kind = _heading_name(sentences, texts, rules) or ((report["of"], "place") if report else mention_of(title, True, known))
    if name in ("中国", *_NATION) and local:
        name = ""
    head = title + "。".join(t for t in texts[:12] if len(t) <= 40)
    reports = kind == "place" and bool(compiled(r"工作报告|统计公报|统计公告|执行情况|发展计划|运行情况").search(head))
    told = reports
    if local and (not name or kind == "place"):
        named = name if name and name[-1] == local[0][-1] or "自治区" in name else _commonest(body, local[0][-1], rules)
        name, kind = named or name or local[0], "place"
        reports = reports or sum(counted[w] for w in local) >= 8
    itself = _listed(title) or _reporter(title, [] if kind in ("place", "organisation") else texts, rules)
    if itself.endswith(_OFFICES):
        of = _OF_A_PLACE.match(itself)
        if local:                                                  # 农业农村局…: 全市粮食播种面积…
            itself = ""
        elif of and any(f"{w}{of['kind']}" in body for w in ("全", "我")):
            name, kind, reports, itself = of.group(), "place", True, ""      # 青溪县|农业农村局…: 全县粮食播种面积…
    if itself:
        name, kind, reports = itself, "organisation", True
    if not name:
        name, kind = _topic(title, body, rules), ""
    region = next((w for w in ("全港", "全澳", "全台") if counted[w]), "")      # each names its place by itself
    if not name and region:
        name, kind = region, "place"
    nation = len(_OF_THE_NATION.findall(body))
    if not name and nation >= 3:
        name, kind = counted.most_common(1)[0][0], "place"
    if not name:
        name, kind = next((m for t in texts[:4] if not t.startswith(("其中", "当中")) and (m := mention_of(t[:200], False, known))[0]), ("", ""))
    if not name and nation >= 2:
        name, kind = counted.most_common(1)[0][0], "place"
    if name in ("全球", "世界"):                                  # a frame of comparison, no subject
        name, kind = "", ""
    reports = reports or kind == "place" and _keeps_to(name, body, rules)
    titled = _OWN_YEAR.search(title)
    years = Counter(map(int, _PLAIN_YEAR.findall(body)))
    latest = document.date.year if document.date else max(years, default=None)
    said = _OWN_YEAR.search(body[:400])
    year = titled or (said if said and body.count(said.group()) >= 3 and not any(n > 1 and y > int(said.group()[:4]) for y, n in years.items()) else _of_a_year(sentences, texts, body))
    game = None if year else _of_a_game(sentences, texts, body, rules)
    year = year or game or _MOMENT.search(body, 0, OPENING)
    title_year = int(titled.group()[:4]) if titled else None
    anchor = Anchor(document.date, title_year, None, title_year)
    return Context(
        document_entity=_as_written(name, [(title, document.title), *zip(texts, (s.text.chars for s in sentences), strict=True)]), document_type=kind,
        document_said=name in title or name in (*local, *_NATION, region) or bool(itself),
        document_time=year.group() if year else "", title=title, body=body[:COUNTED], reports_place=reports, known=known, anchor=anchor,
        document_period=resolve(year.group(), anchor, rules) if year else None,
        reports=bool(_REPORT.search(title)) or told, latest_year=latest, game=bool(game), realm="" if reports else realm_of(document.text, body, rules))


# (山西省)2018年|娄烦县|政府工作报告全文 in a first line that is no heading
_GOVERNMENT = regex.compile(r"(?<!\p{Han})(?P<of>[\p{Han}]{2,8}[省市县区州盟旗镇乡])(?:人民)?政府(?:(?:19|20)\d{2}年)?(?:政府)?工作报告")
HEAD = 200               # characters in which it is looked for
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


def _as_written(name: str, texts: Sequence[tuple[str, str]]) -> str:
    """A name of the folded texts, each (folded, own), in the first one's own characters (台湾: 台灣)."""
    return next((own[at:at + len(name)] for folded, own in texts if len(folded) == len(own) and (at := folded.find(name)) >= 0), name)


def _of_a_year(sentences: Sequence[Sentence], texts: Sequence[str], body: str) -> regex.Match | None:
    """The one year that a text's first sentence names, where the text tells 全年 and 年末 of it."""
    first = next((t for s, t in zip(sentences, texts, strict=True) if s.kind == "prose" and len(t) > 15), "")
    found = [m for m in _OWN_YEAR.finditer(first) if first[m.start() - 1:m.start()] != "("]
    alone = set(_PLAIN_YEAR.findall(body)) == {m.group()[:4] for m in found}
    return found[0] if len({m.group() for m in found}) == 1 and (alone or len(compiled(r"全年|年末").findall(body)) >= 2) else None


_DAY_SAID = regex.compile(r"(?:(?:19|20)\d{2}年)?\d{1,2}月\d{1,2}日|(?<!\d)\d{1,2}日(?:晚间?)?|[昨今][日天晚]|(?:周|星期|礼拜)[一二三四五六日]")
_ITS_DAY = regex.compile(r"[\p{Han}]{0,3}[电電讯訊]")              # 华盛顿24日|综合电|: the day of a dateline


def _of_a_game(sentences: Sequence[Sentence], texts: Sequence[str], body: str, rules: Rules) -> regex.Match | None:
    """The day that the report of a game begins with: what happens in its parts (次节, 半场) happens then."""
    if sum(body.count(word) for word in of_role(rules, "game")) < GAME_PARTS:
        return None
    days = next((found for s, t in zip(sentences, texts, strict=True) if s.kind == "prose" and len(t) > 15 and (found := [*_DAY_SAID.finditer(t[:60])])), [])
    return next((d for d in days if not _ITS_DAY.match(d.string, d.end())), days[0] if days else None)


# 2025医院工作总结和计划, 市第三中学2019年度工作报告
_OWN_REPORT = regex.compile(r"(?:^|[。\n])\s?(?:(?:19|20)\d{2}年?度?)?(?:关于)?(?P<who>[\p{Han}]{2,20}?)(?:(?:19|20)\d{2}年?度?)?(?:[上下]半年|第?[一二三四]季度|全年|年度)?(?:工作)?(?:总结|工作报告|述职报告|工作汇报|自查报告|情况报告|质量报告)")


# 侯院长所作的|虞城县人民法院|工作报告: whose report a congress heard is what its news tells of.
_COURT = regex.compile(r"(?<=[的了取议于《，。])[\p{Han}]{2,10}?(?:法院|检察院|常务委员会|常委会|政协)(?=工作(?:的)?报告)")
_SPEAKS = ("我们", "我会")                                        # a writer, or 我|会
_OFFICES = ("局", "厅", "委", "办", "办公室")                       # what they report of 全市 is the city's
_OF_A_PLACE = regex.compile(r"[\p{Han}]{2,8}?(?P<kind>[省市县区州旗])(?=[\p{Han}]{2})")
_OF_PLACES = ("政府", "人大", "政协", "委", "委员会")              # what they report is about their place


# 民生证券：明阳电气(301291)三季报点评, 江苏银行（600919.SH）: the company whose share a note is about.
_LISTED = regex.compile(r"(?P<who>[\p{Han}A-Za-z*]{2,12})\s?\((?:[A-Z]{2}[:：.]?)?\d{5,6}(?:[.,]?(?:SZ|SH|HK|BJ|OF))?\)")


def _listed(title: str) -> str:
    """The one company that a title names with the number of its share, "" where there is none or more."""
    found = {m["who"] for m in _LISTED.finditer(title)}
    return found.pop() if len(found) == 1 else ""


def _reporter(title: str, texts: Sequence[str], rules: Rules) -> str:
    """The body that reports about itself, by its title (医院工作总结) or by what it calls itself where the text begins (我院…受理案件), "" where none does."""
    titled = _OWN_REPORT.search(title)
    if titled and titled["who"].endswith(tuple(forms(rules).ending)) and not titled["who"].endswith(_OF_PLACES):
        return titled["who"]
    courts = {m.group() for t in texts[:6] for m in _COURT.finditer(t)}
    if len(courts) == 1:
        return courts.pop()
    own = [w for w, kind in forms(rules).deictic.items() if kind == "organisation" and w[0] in "我本" and w not in _SPEAKS]
    return next((w for t in texts[:3] for w in own if t.startswith(w) or f"，{w}" in t[:40]), "")


def _keeps_to(name: str, body: str, rules: Rules) -> bool:
    """Does a text keep naming a county or city, by its full name too (涟源市 and 涟源)?"""
    place = next((e for e in rules.entries("places") if name in (e.key, e["short"])), None)
    if place is None or place["level"] not in ("prefecture", "county"):
        return False
    return body.count(place.key) >= 2 and body.count(place["short"] or place.key) >= 5


def _of_one_level(counted: Counter[str], body: str) -> list[str]:
    """In a short text the commonest of 我县, 全县 and 本县 where there are two of one level and none of another."""
    levels: Counter[str] = Counter()
    for word, n in counted.items():
        if word not in _NATION and word[-1] in "省市县区州镇乡村":
            levels[word[-1]] += n
    if len(body) > SHORT or len(levels) != 1 or levels.total() < 2:
        return []
    return [w for w, _ in counted.most_common() if w[-1] in levels][:1]


def _broken(raw: str) -> bool:
    """Do printed lines (of less than forty characters) or letter-spacing break the names of a text?"""
    return raw.count("\n") * 40 > len(raw) or len(compiled(r"[^\S\n]|\u200b").findall(raw)) * 3 > len(raw)


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
    words = tokens(title)
    for i in range(len(words)):
        word = ""
        for token in words[i:i + 3]:
            if not (token.pos.startswith(("n", "j", "eng", "s")) and compiled(r"[\p{Han}A-Za-z·]+").fullmatch(token.text) or word and compiled(r"[A-Za-z]?\d{1,4}").fullmatch(token.text)):
                break
            word += token.text
            times = body.count(word)
            free = not is_measure(word, rules) and word not in of_role(rules, "nobody") and not _NO_SUBJECT.search(word) and not (word[0] in "个项件条种类家名" and title[:words[i].start].endswith(tuple("0123456789")))
            if 2 <= len(word) <= 10 and times >= (4 if len(word) < 4 else 3) and times * len(word) ** 2 > weight and free:
                best, weight = word, times * len(word) ** 2
    return best


# (华盛顿24日综合电): where a report was written.
_DATELINE = regex.compile(r"^(?:[(（]?[\p{Han}]{2,10}(?:\d{1,2}月)?\d{1,2}日[\p{Han}]{0,4}[电讯][)）]?|[(（][^()（）]{0,16}(?:记者|通讯员|摄|图|文)[^()（）]{0,16}[)）])\s?")
# An agency or a branch of trade is no subject, nor is the front of one cut behind a preposition (对|区民政局).
_NO_SUBJECT = regex.compile(r"(?:通讯社|新华社|中新社|中央社|日报|晚报|时报|新闻网|电视台)$|(?:采矿|制造|建筑|服务|金融|零售|批发|运输|旅游|房地产|加工|农|工|渔|牧)业$|^(?:[对向据由从给跟把被]|国家$|记者)")
# Bodies every place has: they do not tell which one a document is about.
_EVERYWHERE = ("人民代表大会", "人民政府", "人大常委会", "政协", "国务院", "党中央", "市委", "县委", "省委", "区委", "市政府", "省政府", "县政府")


def _first_mention(rules: Rules) -> Callable[[str, bool, Mapping[str, str]], tuple[str, str]]:
    """A function that tells the first place or body named in a text as a subject or in a short title, "" where none is."""

    def first(text: str, is_title: bool, known: Mapping[str, str]) -> tuple[str, str]:
        text = _DATELINE.sub("", text)
        view = _alone(text)
        named = [m for m in mentions(view, rules, known) if m.type in ("place", "organisation") and text[m.start:m.end] not in _EVERYWHERE]
        if not is_title:                                           # a sentence: only what it is about
            subject = first_subject(view, named, times(view, rules), rules)
            named = [m for m in named if subject and m.start == subject.start]
        named = [m for m in named if not _NO_SUBJECT.search(text[m.start:m.end])]
        if not named:
            return "", ""
        name = text[named[0].start:named[0].end]
        seat = compiled(r"(.{2,}?)(?:人民)?(?:政府|统计局|人大常委会)").fullmatch(name)      # 吉林省政府工作报告 is about 吉林省
        return (seat[1], "place") if seat else (name, named[0].type)

    return first
