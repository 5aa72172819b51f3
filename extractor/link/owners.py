"""owner_candidates(figure, ruled, groups) -> everything a figure may belong to, each with its features: what the rules say, the names and noun groups of
the sentence, who was spoken of before, the heading, the document's own subject.

`link/rank.py` chooses among them. What a group is by itself is read once a sentence (link/groups.py); where it stands to a number
and to its metric is added for each number.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

import regex

from extractor.link.answer import Answer
from extractor.link.classes import folded, meaning, noun_class, of_role
from extractor.link.context import Context
from extractor.link.each import owners_of_each
from extractor.link.entity import SPEAKERS, Owner
from extractor.link.figure import Figure
from extractor.link.groups import Group, nominal
from extractor.link.names import forms
from extractor.link.naming import Named
from extractor.link.nobody import owns
from extractor.link.phrase import is_measure, own_characters
from extractor.link.proposed import ASKED, of_name
from extractor.link.said import WHOLE
from extractor.link.scope import View, Window
from extractor.link.share import is_share
from extractor.link.sources import tells
from extractor.link.stands import stands
from extractor.quantity import Quantity
from extractor.rules import Rules, named

REACH = 1000            # characters on each side of a number in which owners are looked for; few sentences are as long
_OF_ONE = ("rules", "claim", "document", "heading")      # where owners outside the sentence come from in a text of one alone
_LIST_MARK = regex.compile(r"[(（]?[一二三四五六七八九十\d]{1,3}[)）、.]")


@functools.lru_cache(maxsize=8192)
def _count(body: str, name: str) -> int:
    return body.count(name)


def _times_said(body: str, name: str) -> str:
    """How often the document says a name, in five steps; a counted group (8个村) once: 28个村 is another."""
    n = 1 if name[:1].isdigit() else _count(body, name)
    return "0" if n == 0 else "1" if n == 1 else "3" if n <= 3 else "7" if n <= 7 else "+"


def owner_candidates(figure: Figure, ruled: Named, groups: Sequence[Group]) -> list[Answer[Owner]]:
    """Owners the figure may have, those of the sentence (`groups`) first, nobody last; the rules' own answer is among them."""
    view, q, rules = figure.view, figure.quantity, figure.rules
    measured, shared = ruled.metric, _Shared(figure, ruled)
    all_groups = [g for g in groups if q.start - g.end < REACH and g.start - q.end < REACH]
    out: list[tuple[Owner, list[str]]] = []
    met, last = set[str](), dict[str, list[str]]()
    start, end = (measured.start, measured.end) if measured.start >= 0 else (q.start, q.start)
    edge = min(start, q.start)
    row = _row(view, q)
    sources = [g for g in all_groups if tells(view, g, rules)]
    bases = {view.raw(g.start, g.end) for g in all_groups if _is_base(figure, g)}
    for group in all_groups:
        told = any(s.start <= group.start and group.end <= s.end for s in sources)      # 海关 of 据海关总署统计
        where = stands(figure, group, (start, end)) if group.owns and not told else ()
        if not where:
            continue
        owner = _meant(view, group, figure.context)
        name = owner.name
        if name in bases or name == measured.text and "measure" in group.features:      # 地区生产总值增长5%，居全国第四
            continue
        met.add(name)
        crossed = shared.crossed(where[0], group.means, head="head of a clause" in group.features)
        if (group.start, group.end) == row:
            where = (*where, f"one of a row:{group.type or '-'}", f"one of a row:{where[0]}", f"one of a row|C:{group.means}")
        features = [*group.features, *where, *crossed, f"{where[0]}|{shared.about}", f"T:{group.type}|{shared.about}", *shared.of(name, group.type)]
        out.append((owner, features))
        if group.end <= edge:
            last["any"] = features
            last[group.type] = features
            if "head of a clause" in group.features:
                last["head"] = features
    for kind, features in last.items():
        features.append("nearest:" + kind)
    for owner, features in (*_made(view, q, (start, end) if measured.start >= 0 else None, figure.heads, all_groups, shared, rules), *_outside(shared)):
        if owner.name not in met and owner.name not in bases:
            met.add(owner.name)
            out.append((owner, features))
    out.append((Owner("", "", ""), ["nobody", f"nobody:{ruled.owner.found if ruled.owner.name else 'rules'}", *shared.crossed("nobody", "nobody"), *(("rules",) if not ruled.owner.name else ())]))
    return [Answer(owner.name, owner, tuple(features)) for owner, features in out if not _is_nobody(owner, figure.context, rules)]


def _is_base(figure: Figure, group: Group) -> bool:
    """Is a group what the figure is compared with (较|对照组|降低2.3个百分点)? Of 高于犬类的|0.9%, its own level, it is the owner."""
    text, start = figure.view.text, figure.quantity.start
    if not figure.window.clause_start < group.start < group.end <= start or not named(figure.rules, "compares with whom it stands before").search(text, max(0, group.start - 3), group.start):
        return False
    own = text.startswith("的", group.end) and not any(group.end <= q.start < start for q in figure.view.quantities)
    return not own and not text.startswith(("为", "预期", "原"), group.end)


def _is_nobody(owner: Owner, context: Context, rules: Rules) -> bool:
    """（一）, the mark of a list; 他们: whom a pronoun stands for is among the others; 全场 of a game."""
    name = folded(owner.name, rules)
    return bool(_LIST_MARK.fullmatch(name)) or name in of_role(rules, "pronoun") or context.document.game and name == "全场"


def _made(
    view: View, q: Quantity, metric: tuple[int, int] | None, heads: Sequence[str], groups: Sequence[Group], shared: _Shared, rules: Rules
) -> Iterator[tuple[Owner, list[str]]]:
    """Owners that are parts of other words of the sentence: the front of the metric or of the number's own head, the place of a body, the group of a share."""
    if metric:                                                     # 为|渔民追回货款
        metric = (next((t.end for t in view.tokens if t.start == metric[0] and t.pos == "p"), metric[0]), metric[1])
    for cut in _prefixes(view, *metric, rules) if metric else ():
        name = view.raw(metric[0], cut)
        yield Owner(name), ["prefix of the metric", *shared.crossed("prefix", noun_class(view.text[metric[0]:cut], rules)), *shared.of(name, "")]
    for front, features in owners_of_each(heads[0], rules) if heads else ():
        name = own_characters(front, view.text, view.sentence.text.chars)
        yield Owner(name), ["front of the head", *features, *shared.crossed("front of the head", noun_class(front, rules)), *shared.of(name, "")]
    for name in _places_of_bodies(view, groups, q, rules):
        yield Owner(name, "place"), ["place of a body", *shared.crossed("place of a body", "place"), *shared.of(name, "place")]
    share = _of_whom(view, q, rules)
    if share:
        yield Owner(share, "group"), ["group of the share", *shared.crossed("share", noun_class(folded(share, rules), rules)), *shared.of(share, "group")]


def _outside(shared: _Shared) -> Iterator[tuple[Owner, list[str]]]:
    """Owners that stand outside the sentence."""
    for owner, source in shared.elsewhere():
        if owner.name:
            told = [f"from:{source}", f"from:{source}:{owner.type}", f"from:{source}|{shared.about}"]
            yield owner, ["not in the sentence", *shared.crossed(source, shared.meaning(owner)), *told, *shared.of(owner.name, owner.type)]


def _places_of_bodies(view: View, all_groups: Sequence[Group], q: Quantity, rules: Rules) -> Iterator[str]:
    """福建省|民政厅报告，…受灾: the place of the bodies named before a figure."""
    body = named(rules, "a body behind the name of its place")
    found = (body.match(view.text, g.start, g.end) for g in all_groups if g.type == "organisation" and g.end <= q.start)
    return (view.raw(*m.span("place")) for m in found if m)


def _of_whom(view: View, q: Quantity, rules: Rules) -> str:
    """43%的|受访者|对薪酬满意, 七成年轻人: the group whose share it is, "" where none stands behind the number."""
    if not is_share(q):
        return ""
    group = _grouped(rules).match(view.text, q.end)
    return view.raw(*group.span("group")) if group and len(group["group"]) > 1 else ""


@functools.cache
def _grouped(rules: Rules) -> regex.Pattern:
    people = {e.key for e in rules.entries("word_classes") if e["noun"] == "person"} | {"人", "者"}
    words = "|".join(map(regex.escape, sorted({*forms(rules).group, *people}, key=len, reverse=True)))
    return regex.compile(rf"(?:{named(rules, 'between a share and its group').pattern})(?P<group>[^，。；、：的]{{0,8}}?(?:{words})(?!员))")


def _pronoun(view: View, q: Quantity, win: Window, rules: Rules) -> str:
    """The last pronoun in the number's clause before it (她的|世界排名|首次达到第20位), "" where there is none."""
    found = named(rules, "a pronoun that may own").findall(view.text, win.clause_start, q.start)
    return found[-1] if found else ""


def _meant(view: View, group: Group, context: Context) -> Owner:
    """The group by its own words; for 公司, 该公司 and 我们 the one that they stand for, where the document has said."""
    own = Owner(view.raw(group.start, group.end), group.type.removeprefix("deictic:"))
    if group.type == "deictic:organisation":
        return context.stands_for(own)
    meant = context.owner(pronoun=False) if group.type.startswith("deictic") and view.text[group.start:group.end] in SPEAKERS else own
    return meant if meant.name else own


class _Shared:
    """What is the same for all candidates of one number."""

    def __init__(self, figure: Figure, reading: Named) -> None:
        context, quantity, rules = figure.context, figure.quantity, figure.rules
        self._of_rules = rules
        self._pronoun = _pronoun(figure.view, quantity, figure.window, rules)
        ruled, measured = reading.owner, reading.metric
        self.ruled, self.context, self.claims = ruled, context, [c for c in figure.done.claims if WHOLE not in c.rules]
        kind = quantity.kind if quantity.kind in ("age", "rank", "percent", "money") else "n"
        self._kind = f"kind:{kind}|"
        about = f"about a {context.document.type or 'thing'}"
        self._rules = ["rules", f"rules:{ruled.found}:{ruled.type}", f"rules|{measured.rule}", f"rules:{ruled.found}|{about}", f"rules:{ruled.type}|{about}"]
        told = f"told:{reading.told}|list:{bool(context.label)}"
        self._rules += [f"rules {told}", f"rules {told}|{measured.rule}", f"rules {told}:{ruled.type}", f"rules:{ruled.found}|report:{context.document.reports_place}"]
        self.about = about
        self._measured = noun_class(folded(measured.text, rules), rules) if measured.text else "-"
        self._counted = quantity.kind or "-"
        self._recent = {n: i for i, (n, _) in reversed(list(enumerate(context.owners)))}
        self._heads = {n: i for i, (n, _) in reversed(list(enumerate(context.heads)))}
        self._salient = {s.name: (i, s) for i, s in enumerate(context.salient)}

    def meaning(self, owner: Owner) -> str:
        """Class of an owner that stands in another sentence."""
        return meaning(folded(owner.name, self._of_rules), owner.type, self._of_rules)

    def crossed(self, where: str, means: str, *, head: bool = False) -> list[str]:
        """What a candidate means, with where it stands, what is measured, what is counted."""
        out = [f"{where}|C:{means}", f"M:{self._measured}|C:{means}", f"U:{self._counted}|C:{means}", f"{where}|M:{self._measured}"]
        if self._pronoun:
            out.append(f"P:{self._pronoun}|{where}|C:{means}")
        return [*out, f"{where}|C:{means}|head"] if head else out

    def elsewhere(self) -> list[tuple[Owner, str]]:
        """Owners that stand outside the sentence, and where they come from. In a text about something else 全国 said before was what is compared with."""
        c, document = self.context, self.context.document
        found = [
            (self.ruled, "rules"), *[(Owner(k.entity, k.entity_type, k.entity_from), "claim") for k in self.claims[-1:]], (Owner(c.spoken.name, c.spoken.type, "earlier"), "spoken of"),
            (Owner(c.person, "person", "earlier"), "person"), *[(Owner(name, kind, "earlier"), "recent") for name, kind in c.owners[:5]],
            *[(Owner(s.name, s.type, "earlier"), "salient") for s in (*c.salient[:4], *sorted(c.salient[4:], key=lambda s: -s.times)[:2])],
            *[(Owner(name, kind, "earlier"), "head") for name, kind in c.heads], *[(Owner(b.name, "", "earlier"), "proposed") for b in c.proposed[:ASKED]],
            (Owner(document.entity if c.document_said else "", document.type, "document"), "document"),
            *[(Owner(name, "", "document"), "most named") for name in document.most_named], (c.headed() or Owner(""), "heading"), (Owner(document.realm, "place", "document"), "realm"),
        ]
        frames = of_role(self._of_rules, "frame")
        if document.alone:                                         # 沐水…汇入淮河。|全长236公里: others are named in passing
            calls = forms(self._of_rules).deictic
            found = [(o, source) for o, source in found if source in _OF_ONE or folded(o.name, self._of_rules) in calls]
        found = [(owner, source) for owner, source in found if owner.type or owns(folded(owner.name, self._of_rules), self.meaning(owner), self._of_rules)]
        return [(owner, source) for owner, source in found if source in ("rules", "realm") or owner.name == document.entity or folded(owner.name, self._of_rules) not in frames]

    def of(self, name: str, kind: str) -> list[str]:
        """Features of a name that do not depend on where it stands in the sentence."""
        c, document, plain = self.context, self.context.document, folded(name, self._of_rules)
        out = list(self._rules) if name == self.ruled.name else []
        if self.claims:
            if name == self.claims[-1].entity:
                out.append("owner of the one before")
            if name == self.claims[0].entity:
                out.append("owner of the first")
        if name == c.spoken.name:
            age = c.sentences - c.spoken.sentence
            out.append("spoken of:" + ("1" if age <= 1 else "3" if age <= 3 else "6" if age <= 6 else "+"))
        if name == c.person:
            out.append("person")
        if name in self._recent:
            out.append(f"recent:{min(self._recent[name], 2)}")
        out += self._remembered(name)
        if name in self._heads:
            out.append(f"head before:{min(self._heads[name], 4)}")
        if name == document.entity and c.document_said:
            out += ["document", f"document:{document.reports_place}"]
        elif document.entity and (name in document.entity or document.entity in name):
            out.append("like the document's")
        if plain in document.title:
            out.append("in the title")
        if name in c.section:
            out.append("in the heading")
        out += of_name(name, c.proposed, document.tally, c.sentences, self._of_rules)
        if name in document.most_named:
            out.append(f"most named:{document.most_named.index(name)}")
        if name == document.realm:
            out += ["realm", f"realm:{document.type or 'thing'}"]
        out.append("said:" + _times_said(document.body, plain))
        out.append(self._kind + kind.removeprefix("deictic:"))
        return out

    def _remembered(self, name: str) -> list[str]:
        out: list[str] = []
        if name in self._salient:
            place, said = self._salient[name]
            out += [f"salient:{min(place, 4)}", f"salient:{said.type}:{min(said.times, 4)}", "salient ago:" + _ago(self.context.sentences - said.sentence)]
            if said.section == self.context.section and said.section:
                out.append("salient in this section")
        return out


def _ago(sentences: int) -> str:
    return "1" if sentences <= 1 else "2" if sentences == 2 else "4" if sentences <= 4 else "8" if sentences <= 8 else "+"


_ALONE = regex.compile(r"(?<=[，。；、：:!？,]\s?)[^，。；、：:()（）\d]{2,14}?(?=[为约有达]{0,2}$)")


def _row(view: View, q: Quantity) -> tuple[int, int] | None:
    """武钢5.4%，鞍钢1.61%，马钢|4.2%: the span of what stands alone between a mark and a figure, where three figures of its unit in the sentence have such."""
    own = _standing_alone(view, q)
    return own.span() if own and sum(x.unit == q.unit and _standing_alone(view, x) is not None for x in view.quantities) > 2 else None


def _standing_alone(view: View, q: Quantity) -> regex.Match | None:
    return _ALONE.search(view.text, max(0, q.start - 20), q.start)


def _prefixes(view: View, start: int, end: int, rules: Rules) -> list[int]:
    """Ends of words inside the metric behind which a measure is left (稻谷|产量)."""
    cuts = [t.end for t in view.tokens if start < t.end <= end - 2 and nominal(t)][:3]
    return [c for c in cuts if c - start >= 2 and _may_own(view.text[start:c], rules) and is_measure(view.text[c:end], rules)]


_OWNS = frozenset(["person", "body", "place", "living", "thing", "doc", "event", "?"])      # classes whose things have measures (稻谷|产量), not acts (防洪|标准)


def _may_own(words: str, rules: Rules) -> bool:
    return not named(rules, "ends no owner").search(words) and noun_class(words, rules).rstrip("1") in _OWNS and words not in of_role(rules, "never")
