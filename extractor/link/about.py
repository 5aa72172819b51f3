"""beginnings(document, sentences, texts, proposed, rules) -> the context a document begins with: what it is about (title, masthead, the commonest 全省 or 我县), its
period, the names it shows by itself, whether it reports about its place throughout. On a page of several articles each has its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

import regex

from extractor.anchor import Anchor
from extractor.document import Document
from extractor.fold import fold
from extractor.link.articles import articles
from extractor.link.classes import of_role
from extractor.link.context import Context, Overview
from extractor.link.known import known_names
from extractor.link.prominent import most_named, prominent
from extractor.link.proposed import tally
from extractor.link.realms import realm_of
from extractor.link.subject import subject_of
from extractor.patterns import compiled
from extractor.periods import resolve
from extractor.proposals import Proposed
from extractor.rules import Rules, named
from extractor.sentence import Sentence

_MOMENT = regex.compile(r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日零时")            # of a census
_PLAIN_YEAR = regex.compile(r"(?<!\d)((?:19|20)\d{2})\s?年")
COUNTED = 60_000        # characters in which names are counted: what a long document is about shows early, and counting costs by length
OPENING = 800           # characters in which a census tells the moment it is of
GAME_PARTS = 2          # words for parts of a game that make a text the report of one


def beginnings(document: Document, sentences: Sequence[Sentence], texts: Sequence[str], proposed: Sequence[Proposed], rules: Rules) -> dict[int, Context]:
    """By the number of its first sentence the context in which an article is read; one from 0 on where the document is a single text. `texts`: the
    folded sentences, `proposed`: the names proposed in each.
    An article that shows no place or body of its own is about what the whole is about, where it names that."""
    whole = _start(document, sentences, texts, proposed, rules)
    parts = articles(sentences, rules)
    if len(parts) < 2:
        return {0: whole}
    out = {}
    for part in parts:
        start = _start(replace(document, title=part.headline), sentences[part.start:part.end], texts[part.start:part.end], proposed[part.start:part.end], rules)
        own = start.document
        shown = own.type in ("place", "organisation") and (start.document_said or own.body.count(fold(own.entity, rules)) > 1)
        chosen = start if shown or fold(whole.document.entity, rules) not in own.body + whole.document.title else whole
        out[part.start] = replace(chosen, document=replace(chosen.document, known=whole.document.known, tally=whole.document.tally))
    return out


def _start(document: Document, sentences: Sequence[Sentence], texts: Sequence[str], proposed: Sequence[Proposed], rules: Rules) -> Context:
    """The context in which the first of the sentences is read."""
    raw = fold(document.text, rules)
    title = fold(document.title, rules) or "。".join(t for s, t in zip(sentences[:8], texts, strict=False) if s.kind == "heading" and "单位:" not in t) or _title_in_line(raw)
    body = title + "\n" + "\n".join(texts)
    known = known_names(sentences, body if _broken(raw) else raw, rules)
    told = tally(texts, proposed, rules)
    often = most_named(told.often, rules)
    subject = subject_of(sentences, texts, title, body, known, rules)
    if subject.itself and subject.kind == "organisation" and subject.name not in known:
        known = MappingProxyType({**known, subject.name: subject.kind})      # one name wherever the text says it
    tables = sum(s.row is not None for s in sentences) * 4 >= len(sentences)
    if not subject.kind or not tables:                              # the little prose beside tables says less than a name in their title
        subject = prominent(subject, told, often, rules, sentences=1 if tables else 2)
    time, game = _time(sentences, texts, title, body, rules)
    titled = named(rules, "a year that a text is of").search(title)
    title_year = int(titled.group()[:4]) if titled else None
    anchor = Anchor(document.date, title_year, None, title_year)
    often = list(dict.fromkeys(subject.name if n in subject.name else n for n in often))      # 阳电气 of 明阳电气
    written = [(title, document.title), *zip(texts, (s.text.chars for s in sentences), strict=True)]
    overview = Overview(
        entity=_as_written(subject.name, written), type=subject.kind, time=time, period=resolve(time, anchor, rules) if time else None, title=title, body=body[:COUNTED],
        reports=bool(named(rules, "the title of a report on a period").search(title)) or subject.headed, reports_place=subject.reports, alone=subject.itself, game=game,
        known=known, tally=told, most_named=tuple(_as_written(n, written) for n in often), realm="" if subject.reports else realm_of(document.text, body, rules),
        latest_year=document.date.year if document.date else max(map(int, _PLAIN_YEAR.findall(body)), default=None))
    return Context(document=overview, document_said=subject.said, anchor=anchor)


_TITLE_IN_LINE = regex.compile(r"(?:^|[\s>|:»›])(?P<title>[\p{Han}\d()“”、/—-]{4,44}?(?:公报|报告|总结|通报|公告))(?=[\s(]|——|$)")


def _title_in_line(raw: str) -> str:
    """The title of a report between the words of navigation that a flattened page begins with, "" where none stands there."""
    found = _TITLE_IN_LINE.search(raw[:OPENING // 2])
    return found["title"] if found else ""


def _time(sentences: Sequence[Sentence], texts: Sequence[str], title: str, body: str, rules: Rules) -> tuple[str, bool]:
    """(the period or day that a text tells of, "" where it says none; is it the day of a game that the text reports)."""
    year = named(rules, "a year that a text is of").search(title) or _year_said(body, rules) or _of_a_year(sentences, texts, body, rules)
    game = None if year else _of_a_game(sentences, texts, rules)
    time = year or game or _MOMENT.search(body, 0, OPENING)
    return time.group() if time else "", bool(game)


def _year_said(body: str, rules: Rules) -> regex.Match | None:
    """The year that a text begins with and keeps naming, where it names no later one more than once."""
    said = named(rules, "a year that a text is of").search(body[:400])
    if said is None or body.count(said.group()) < 3:
        return None
    years = Counter(map(int, _PLAIN_YEAR.findall(body)))
    return said if not any(n > 1 and y > int(said.group()[:4]) for y, n in years.items()) else None


def _of_a_year(sentences: Sequence[Sentence], texts: Sequence[str], body: str, rules: Rules) -> regex.Match | None:
    """The one year that a text's first sentence names, where the text tells 全年 and 年末 of it."""
    first = next((t for s, t in zip(sentences, texts, strict=True) if s.kind == "prose" and len(t) > 15), "")
    limit = named(rules, "makes a year a limit or a base")
    found = [m for m in named(rules, "a year that a text is of").finditer(first) if not limit.fullmatch(first, max(0, m.start() - 1), m.start())]
    alone = set(_PLAIN_YEAR.findall(body)) == {m.group()[:4] for m in found}
    return found[0] if len({m.group() for m in found}) == 1 and (alone or len(compiled(r"全年|年末").findall(body)) >= 2) else None


_ITS_DAY = regex.compile(r"[\p{Han}]{0,3}[电電讯訊]")              # 华盛顿24日|综合电|: the day of a dateline


def _of_a_game(sentences: Sequence[Sentence], texts: Sequence[str], rules: Rules) -> regex.Match | None:
    """The day that the report of a game begins with: what happens in its parts (次节, 半场) happens then."""
    told = "\n".join(t for s, t in zip(sentences, texts, strict=True) if s.kind != "heading")      # 第一节 水力资源 heads a chapter
    if sum(told.count(word) for word in of_role(rules, "game")) < GAME_PARTS:
        return None
    day = named(rules, "the day of a game")
    days = next((found for s, t in zip(sentences, texts, strict=True) if s.kind == "prose" and len(t) > 15 and (found := [*day.finditer(t[:60])])), [])
    return next((d for d in days if not _ITS_DAY.match(d.string, d.end())), days[0] if days else None)


def _broken(raw: str) -> bool:
    """Do printed lines (of less than forty characters) or letter-spacing break the names of a text?"""
    return raw.count("\n") * 40 > len(raw) or len(compiled(r"[^\S\n]|\u200b").findall(raw)) * 3 > len(raw)


def _as_written(name: str, texts: Sequence[tuple[str, str]]) -> str:
    """A name of the folded texts, each (folded, own), in the first one's own characters (台湾: 台灣)."""
    return next((own[at:at + len(name)] for folded, own in texts if len(folded) == len(own) and (at := folded.find(name)) >= 0), name)
