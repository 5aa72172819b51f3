"""Subjects and owners of a sentence, by its form: first_subject(...), nearest_subject(...), person_of_age(...).

Whose figure it is, and how that was found (link/naming.py asks in this order):

    1  a name at the metric's own front          我县网办率仅71.25%
    2  the subject of the clause                 衡东县共组织排查6轮
    3  the subject of a clause before it         益阳市纪委监委发出建议，…，处置问题线索18条
    4  what the sentences before spoke of        她在今年68场比赛中…
    5  the heading, the document's own subject

A subject stands at the beginning of its clause, behind nothing but a time or a connective. What is compared with (比全国高), the
frame of a rank (居全国第四) and who is quoted (据统计局介绍) own nothing.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractor.link.names import Mention, forms
from extractor.link.phrase import is_measure
from extractor.link.scope import View, after_last
from extractor.patterns import compiled
from extractor.rules import Rules, named


@dataclass(frozen=True, slots=True)
class Subject:
    """Span of the words that own the clause's figures, and their type."""

    start: int
    end: int
    type: str
    role: str = "name"


@dataclass(frozen=True, slots=True)
class Owner:
    """Name (of the text's own characters), type, and where it was found (sentence, earlier, heading, document)."""

    name: str
    type: str = ""
    found: str = "sentence"


# Who speaks is the document's own subject.
SPEAKERS = ("我们", "省里", "市里", "县里")

_CLAUSE_ENDS = "，；。：！？:!? "
CLAUSES = 80            # looked at before a number: a sentence with more is a list that has lost its lines
_SAID_BY = regex.compile(r"(?:^|[，。；“])(?:据|根据|按照|按)[^，。；]{0,20}$")


def clauses(text: str, end: int) -> list[tuple[int, int]]:
    """Clauses from the one that holds `end` back to the sentence's beginning, nearest first, CLAUSES of them at the most."""
    out: list[tuple[int, int]] = []
    stop = end
    while stop >= 0 and len(out) < CLAUSES:
        start = after_last(text, _CLAUSE_ENDS, stop)
        out.append((start, stop))
        if start == 0:
            break
        stop = start - 1
    return out


def subject_of(view: View, found: Sequence[Mention], times: Sequence[tuple[int, int]], start: int, end: int, rules: Rules) -> Subject | None:
    """The owner at the head of the clause [start, end), None where it begins with something else."""
    text = view.text
    at = start
    by_start = {m.start: m for m in found}
    spans = dict(times)
    frames, leads = named(rules, "frames the subject behind it"), named(rules, "may stand before a subject")
    while at < end:
        mention = by_start.get(at)
        framed = frames.match(text, at, end) if mention and mention.type == "place" and text[at - 1:at] in ("在", "从", "对") else None
        if framed:                                                 # 在全省考评中|我县…
            at = framed.end()
            continue
        if mention and mention.end <= end:
            return _joined(view, mention, by_start, start, end, rules)
        if at in spans and spans[at] > at:
            at = spans[at]
            continue
        group = _group(view, at, end, rules)
        if group:
            return group
        lead = leads.match(text, at)
        if not lead:
            return None
        at = lead.end()
    return None


def _joined(view: View, mention: Mention, by_start: dict[int, Mention], start: int, end: int, rules: Rules) -> Subject | None:
    """A和B, A、B与C as one subject; None where the clause only quotes it or compares with it."""
    text = view.text
    stop, kind = mention.end, mention.type
    while compiled(r"[和与、及]").match(text[stop:stop + 1]) and (following := by_start.get(stop + 1)) and following.end <= end and following.type == kind:
        stop = following.end
    if named(rules, "compares or ranks by what follows").search(text[start:mention.start]) or _SAID_BY.search(text[:mention.start]):
        return None
    if quoted(text, stop, rules) or is_frame(text, stop, rules):
        return None
    others = named(rules, "and others behind a row of names").match(text[stop:end])
    return Subject(mention.start, stop + (others.end() if others else 0), kind, mention.role)


def is_frame(text: str, at: int, rules: Rules) -> bool:
    """Does a word of ranking or of titles follow at `at`?"""
    return bool(named(rules, "makes a place the frame of a rank").match(text, at))


def quoted(text: str, stop: int, rules: Rules) -> bool:
    """刘家义说，…; 农业部资源调查与统计显示，…: the clause only tells who says it."""
    clause = compiled(r"[^，。；:]*").match(text[stop:])
    end = stop + clause.end()
    said = named(rules, "ends a clause with who says it").search(text[:end])
    return bool(said) and text[end:end + 1] in ("，", ":", "：", ",")


def _group(view: View, at: int, end: int, rules: Rules) -> Subject | None:
    """79家机构|借贷余额…, 82个中央部门所属单位|套取…, 1吨秸秆|…费用, 每名中小学生, 各部门各单位: a counted or universal group."""
    quantity = next((q for q in view.quantities if q.start == at), None)
    each = named(rules, "each or all of a group").match(view.text, at)
    if quantity is None and not each or quantity is not None and quantity.kind == "percent":
        return None
    begin = quantity.end if quantity else each.end()
    stop = group_end(view, begin, end, rules, any_noun=bool(quantity and quantity.kind in ("mass", "area") and compiled(r"\p{Han}").search(quantity.unit)))
    if stop <= begin:
        return None
    if quantity and not any(q.start >= stop for q in view.quantities):
        return None                                       # it is measured itself and owns nothing further
    return Subject(at, stop, "group")


def group_end(view: View, begin: int, end: int, rules: Rules, *, any_noun: bool) -> int:
    """End of the group's name: up to its group word (机构, 单位, 学生), else the first noun where any noun will do."""
    groups = forms(rules).group | forms(rules).ending
    stop = begin
    for token in view.tokens[bisect.bisect_right(view.tokens, begin, key=lambda t: t.end):]:
        if token.start >= end:
            break
        if not token.pos.startswith(("n", "j", "b", "vn", "l", "s", "a", "x", "r", "uj", "v")) or token.text in "，。；、：":
            break
        if any(token.text.endswith(g) for g in groups) and not is_measure(token.text, rules):
            stop = token.end
            following = view.text[stop:stop + 1]
            if following != "各":
                break
            continue
        if token.end - begin > 12:
            break
        if any_noun and token.pos.startswith("n") and token.start <= begin:
            return token.end
    return stop


def nearest_subject(
    view: View, found: Sequence[Mention], times: Sequence[tuple[int, int]], limit: int, rules: Rules, *, own_clause: bool = False,
    taken: Sequence[tuple[int, int]] = (),
) -> Subject | None:
    """The subject of the clause that ends at `limit`, else of the clauses before it in the sentence.

    Behind a semicolon the sentence's first subject goes on (我县…，桃源县为…；税务登记准时率为…). `taken`: spans that are part of
    another figure's metric and own nothing.
    """
    spans = clauses(view.text, limit)
    own_part = [s for s in spans if "；" not in view.text[s[0]:limit]]
    itemised = own_part and named(rules, "an item of its own").match(view.text, own_part[-1][0])
    earlier = [] if itemised else [s for s in reversed(spans) if s not in own_part]
    for start, end in spans[:1] if own_clause else [*own_part, *earlier]:
        subject = subject_of(view, found, times, start, end, rules)
        if subject is None or subject.end > limit or any(a < subject.end and subject.start < b for a, b in taken):
            continue
        if compiled(r"等$").search(view.text[subject.end:limit]) or compiled(r"[、和]").search(view.text[subject.end:subject.end + 1]):
            continue                                               # A、B等160多个项目: what is listed is counted
        if subject.type != "project" or start == spans[0][0]:
            return (_acting_person(view, found, (start, end), limit) if subject.type in ("place", "name") else None) or subject
    return None if own_clause else _acting_person(view, found, spans[0], limit) or _item_label(view, limit, rules)


def _item_label(view: View, limit: int, rules: Rules) -> Subject | None:
    match = named(rules, "an item with its number and label").match(view.text)
    if not match or match.end() > limit or is_measure(match["label"], rules):
        return None
    inside = [t for t in view.tokens if match.start("label") <= t.start < match.end("label")]
    return Subject(*match.span("label"), "") if inside and not any(t.pos[0] in "dpcr" or t.pos == "v" for t in inside) else None


def _acting_person(view: View, found: Sequence[Mention], clause: tuple[int, int], limit: int) -> Subject | None:
    """小组赛|王蔷|一胜一负: a person inside the clause, between a noun and what the person does."""
    before = {t.end: t for t in view.tokens}
    behind = {t.start: t for t in view.tokens}
    for m in found:
        if m.type != "person" or not clause[0] < m.start or m.end > min(clause[1], limit):
            continue
        last, following = before.get(m.start), behind.get(m.end)
        if last and following and last.pos.startswith(("n", "t", "s", "m")) and following.pos.startswith(("v", "d", "m", "p")):
            return Subject(m.start, m.end, m.type)
    return None


def first_subject(view: View, found: Sequence[Mention], times: Sequence[tuple[int, int]], rules: Rules) -> Subject | None:
    """The subject of the sentence's first clause that has one (clauses that only quote or date are passed over)."""
    for start, end in reversed(clauses(view.text, len(view.text))):
        subject = subject_of(view, found, times, start, end, rules)
        if subject:
            return subject if view.text[subject.start:subject.end] != "我们" else None
    return None


def person_of_age(view: View, found: Sequence[Mention], start: int, end: int) -> Mention | None:
    """73岁村民刘铁光, 30岁生日的格尔格斯: the person named behind an age, else right before it."""
    behind = [m for m in found if m.type == "person" and end <= m.start <= end + 12 and not compiled(r"[，。；]").search(view.text[end:m.start])]
    before = [m for m in found if m.type == "person" and 0 <= start - m.end <= 6 and not compiled(r"[。；]").search(view.text[m.end:start])]
    return behind[0] if behind else before[-1] if before else None


def is_pronoun(view: View, rules: Rules) -> bool:
    """Does the sentence begin with a word that points back (她, 该公司, 这位)?"""
    return bool(named(rules, "begins by pointing back").match(view.text))
