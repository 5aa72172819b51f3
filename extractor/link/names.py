"""mentions(view, rules, known) -> the names of a sentence: places, bodies, people, and the words that stand for them (全省, 我县, 该公司).

Places are the administrative divisions and their short forms, bodies are noun runs with an ending of bodies, people have a surname
or a dot. `known` holds names the document itself has introduced (as labels of its lists).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from types import MappingProxyType

import regex

from extractor.language import Token
from extractor.link.phrase import words
from extractor.link.scope import View
from extractor.patterns import compiled
from extractor.rules import Rules, named


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the sentence: span, type (place, organisation, person, project, group; "name" where only the
    document says that it is one) and role (name, deictic)."""

    start: int
    end: int
    type: str
    role: str


@dataclass(frozen=True)
class _Forms:
    deictic: dict[str, str]
    ending: dict[str, str]
    group: dict[str, str]
    surnames: frozenset[str]
    title: dict[str, str]
    below: regex.Pattern
    names: frozenset[str]


@functools.cache
def forms(rules: Rules) -> _Forms:
    """rules/entities.tsv by role."""
    by_role: dict[str, dict[str, str]] = {}
    for entry in rules.entries("entities"):
        by_role.setdefault(entry["role"], {})[entry.key] = entry["type"]
    below = "|".join(map(regex.escape, by_role.get("place", {"村": ""})))
    no_place = "|".join(map(regex.escape, (*by_role.get("no place", {}), *by_role.get("group", {})))) or "(?!)"
    return _Forms(
        by_role.get("deictic", {}), by_role.get("ending", {}), by_role.get("group", {}), frozenset(by_role.get("surname", {})), by_role.get("title", {}),
        regex.compile(rf"(?:[\p{{Han}}]{{1,4}}?(?:{below}|街道|社区)(?<!{no_place})){{1,2}}"), frozenset(by_role.get("name", {})),
    )


@functools.cache
def _beginnings(rules: Rules) -> frozenset[str]:
    """The first two characters of the names of places: what most words do not begin with."""
    return frozenset(name[:2] for name in places(rules)[0])


@functools.cache
def places(rules: Rules) -> tuple[frozenset[str], int]:
    """Names of places, long and short forms, and the length of the longest."""
    names = {n for e in rules.entries("places") for n in (e.key, e["short"]) if len(n) >= 2}
    return frozenset(names), max(map(len, names), default=1)


def mentions(view: View, rules: Rules, known: Mapping[str, str] = MappingProxyType({})) -> list[Mention]:
    """All mentions, left to right; of two that overlap the longer, of two that touch (湖南省|衡东县) one."""
    shown = _known(view.text, known)
    found = [*shown, *_listed(view.text, rules), *_quoted(view), *_places(view, rules), *_deictic(view, rules), *_in_full(view, rules), *_bodies(view, rules), *_persons(view, rules)]
    found += [Mention(n.start, n.end, n.type, "name") for n in view.seen if n.end - n.start > 1 and not any(m.start < n.end and n.start < m.end for m in found)]
    found = [m for m in found if not any(m.start < k.start < m.end < k.end or k.start < m.start < k.end < m.end for k in shown)]      # 老党员龙再|兴 of 龙再兴
    spelled = [*latin(view.text), *_hyphened(view)] if "-" in view.text or "·" in view.text else latin(view.text)
    found = [_whole(m, spelled) for m in found] if spelled else found
    writes = named(rules, "who writes goes before")
    found = [m for m in found if m.type != "person" or not writes.search(view.text, 0, m.start)]
    found = [m for m in found if not POINTS.match(view.text, m.start, m.end) and not view.text.startswith(("其中", "其余"), m.start)]      # 其中|县处级3人
    counted = {q.end for q in view.quantities if q.kind == "count"}
    found = [m for m in found if m.type != "organisation" or m.start not in counted or m.role != "name"]      # 10个|居委会 is no name
    found.sort(key=lambda m: (m.start, -(m.end - m.start)))
    out: list[Mention] = []
    for mention in found:
        last = out[-1] if out else None
        if view.text.startswith("生产总值", mention.end) and view.text.endswith("地区", 0, mention.end):
            continue
        if last and mention.start < last.end:
            if mention.end > last.end and mention.type == "organisation":
                out[-1] = Mention(last.start, mention.end, mention.type, "name")      # 湖南 | 南省财政厅
            continue
        if last and mention.start == last.end and last.type == "place" and mention.type in ("place", "organisation") and last.role == mention.role == "name":
            out[-1] = Mention(last.start, mention.end, mention.type, "name")          # 湖南省 | 衡东县 | 石湾镇
            continue
        out.append(mention)
    return out


POINTS = compiled(r"[他她它](?![们国人方乡者山])\p{Han}")      # 她买|来20只羊羔: a pronoun with the verb that a tagger took for its other half

# Stadium Goods, Yoox Net-a-Porter, iPhone XS Max: Latin words with spaces between them, the first with a capital, are one name.
_LATIN = regex.compile(r"(?<![A-Za-z\d])[a-z]?[A-Z][A-Za-z\d&.'’-]*(?: [A-Z][A-Za-z\d&.'’-]*)+")


def latin(text: str) -> list[tuple[int, int]]:
    """Spans of names of several Latin words."""
    return [m.span() for m in _LATIN.finditer(text)]


def _hyphened(view: View) -> list[tuple[int, int]]:
    """Spans of foreign names with a hyphen or a dot (本-西蒙斯, JJ-雷迪克) of which a part is tagged as a name."""
    out = []
    for left, mark, right in zip(view.tokens, view.tokens[1:], view.tokens[2:], strict=False):
        names = (left.pos in _NAMED or right.pos in _NAMED) and right.text[-1:] not in _DIVISIONS      # 完成情况-柏岭县
        if mark.text in ("-", "·") and names and compiled(r"[\p{Han}A-Z]{1,6}").fullmatch(left.text) and compiled(r"\p{Han}{2,6}").fullmatch(right.text):
            out.append((left.start, right.end))
    return out


_DIVISIONS = ("省", "市", "县", "区", "州", "旗", "镇", "乡")
_NAMED = ("nr", "nrt", "nt", "ns", "nz")


def _whole(m: Mention, spelled: Sequence[tuple[int, int]]) -> Mention:
    """A name that a tagger has cut in two (The|RealReal), whole."""
    start, end = next(((a, b) for a, b in spelled if a < m.end and m.start < b), (m.start, m.end))
    return replace(m, start=min(start, m.start), end=max(end, m.end))


def _known(text: str, known: Mapping[str, str]) -> list[Mention]:
    if not known:
        return []
    pattern = _alternation(frozenset(known))
    return [Mention(m.start(), m.end(), known[m.group()], "name") for m in pattern.finditer(text)]


def _listed(text: str, rules: Rules) -> list[Mention]:
    """Names that are always names (沪深300指数, 沪指)."""
    return [Mention(m.start(), m.end(), "name", "name") for m in _alternation(forms(rules).names).finditer(text)]


_QUOTED = regex.compile(r"(?<![^，。；：:！？ ])“(?!\d)[\p{Han}A-Za-z\d·]{2,12}”(?![的等、和与及“])")


def _quoted(view: View) -> list[Mention]:
    """“惠企通”|兑现资金…: a quoted name that begins a clause, with a verb behind it."""
    verbs = {t.start for t in view.tokens if t.pos == "v"}
    return [Mention(m.start(), m.end(), "name", "name") for m in _QUOTED.finditer(view.text) if m.end() in verbs]


@functools.lru_cache(maxsize=64)
def _alternation(names: frozenset[str]) -> regex.Pattern:
    return regex.compile("|".join(map(regex.escape, sorted(names, key=lambda n: (-len(n), n)))))


def _places(view: View, rules: Rules) -> list[Mention]:
    """Names of places that begin where a word begins and do not end inside one (新|增城|镇 is none)."""
    names, longest = places(rules)
    beginnings = _beginnings(rules)
    text = view.text
    below = forms(rules).below
    ends = {t.end for t in view.tokens}
    out: list[Mention] = []
    at = 0
    for start in sorted(view.word_starts):
        if start < at or text[start:start + 2] not in beginnings:
            continue
        size = next((n for n in range(min(longest, len(text) - start), 1, -1) if text[start:start + n] in names and _ends_well(text, start, start + n, ends)), 0)
        if not size:
            continue
        end = start + size
        more = below.match(text, end) if text[end - 1] in "县市区州旗省" else None
        if more and more.end() in ends:
            end = more.end()
        event = text[end:end + 1] in ("赛", "队") and text[end:end + 2] not in ("赛区", "队伍")
        out.append(Mention(start, end + event, "name" if event else "place", "name"))      # 珠海赛, 广东队
        at = end + event
    return out


def _ends_well(text: str, start: int, end: int, ends: set[int]) -> bool:
    """A long form (长沙市) is a place wherever it begins a word; a short one (长沙) must end with a word too."""
    return end in ends or end - start >= 3 and text[end - 1] in "省市县区州旗盟"


def _deictic(view: View, rules: Rules) -> list[Mention]:
    types = forms(rules).deictic
    nouns = {t.start for t in view.tokens if t.pos[0] in "nj" and not t.text.startswith("财政")}
    modified = {t.end for t in view.tokens if t.pos[0] in "nabj" or t.pos == "vn"}
    front, another = named(rules, "may be the front of another name"), named(rules, "makes another name of what goes before")
    out = []
    for start in sorted(view.word_starts):
        word = next((view.text[start:start + n] for n in (5, 4, 3, 2) if view.text[start:start + n] in types), "")
        if word == "国家" and (start + 2 in nouns and view.text[start - 1:start] not in {*"个家座项批条"} or start in modified):      # 国家|公务员考试, 低收入|国家
            continue
        if word and not (front.fullmatch(word) and another.match(view.text, start + len(word))):
            out.append(Mention(start, start + len(word), types[word], "deictic"))
    return out


_IN_NAME = ("n", "j", "b", "eng", "vn", "l", "k", "s")


def _bodies(view: View, rules: Rules) -> list[Mention]:
    """Noun runs that end with an ending of bodies (审计署, 益阳市纪委监委, 南县经开区) or with a word tagged as a body's name."""
    out: list[Mention] = []
    run: list[Token] = []
    for token in (*view.tokens, None):
        if token is not None and (token.pos.startswith(_IN_NAME) or token.text == "·" and run):
            if run or token.text not in words(rules, "bare"):      # 惠及|合作社
                run.append(token)
            continue
        out.extend(_body(run, rules))
        run = []
    return out


def in_no_name(token: Token) -> bool:
    """Is a word a preposition, conjunction, particle, pronoun or adverb, which no name holds?"""
    return token.pos[0] in "pcur" or token.pos == "d"


def _in_full(view: View, rules: Rules) -> list[Mention]:
    """A body's name behind its place whatever words it is made of (深圳|迈驰智能装备股份有限公司, 云溪市|第二人民医院)."""
    out = []
    for place in view.tokens:
        division = place.pos == "ns" or place.pos == "nr" and view.text[place.end:place.end + 1] in ("省", "市", "县", "区", "州")      # 嘉禾|市
        found = named(rules, "the name of a body behind its place").match(view.text, place.end) if division else None
        if found and not any(in_no_name(t) for t in view.tokens if place.end <= t.start < found.end()):
            out.append(Mention(place.start, found.end(), "organisation", "name"))
    return out


def _body(run: list[Token], rules: Rules) -> list[Mention]:
    endings, deictic, any_kind = forms(rules).ending, forms(rules).deictic, named(rules, "a body of any kind")
    for cut in range(len(run), 0, -1):
        last = run[cut - 1]
        kind = next((endings[last.text[-n:]] for n in (5, 4, 3, 2, 1) if last.text[-n:] in endings and (len(last.text) > n or cut > 1 or n > 2)), "")
        if last.text in ("公司", "集团") and cut > 1:                 # alone they stand for one, with a name before them they are one
            kind = "organisation"
        if last.pos == "nt" and len(last.text) >= 3:
            kind = kind or "organisation"
        if not kind or kind == "project" and cut == 1 or any_kind.fullmatch("".join(t.text for t in run[:cut])):
            continue
        first = cut - 1
        while first > 0 and run[first - 1].text not in deictic and run[first - 1].pos.startswith(("n", "j", "b", "eng", "s")) and run[first - 1].text not in ("情况", "方面", "全面"):
            first -= 1
        if 3 <= last.end - run[first].start <= 24:
            return [Mention(run[first].start, last.end, kind, "name")]
    return []


def _persons(view: View, rules: Rules) -> list[Mention]:
    out = []
    for token, following in zip_longest(view.tokens, view.tokens[1:]):
        if following is not None and following.pos in ("n", "vn", "nz") and following.text not in forms(rules).title:
            continue                                               # 惠企|政策: a word, no person
        dotted = "·" in view.text[token.start:token.end + 1]
        if token.pos == "nrt" and len(token.text) >= 3 or token.pos in ("nr", "nrt", "nrfg") and 2 <= len(token.text) <= 6 and (token.text[0] in forms(rules).surnames or dotted):
            if out and out[-1].end == token.start and token.pos == "nrt":       # 基尔|帕特里克
                out[-1] = Mention(out[-1].start, token.end, "person", "name")
            else:
                out.append(Mention(token.start, token.end, "person", "name"))
    return out
