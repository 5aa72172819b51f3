"""metric(figure) -> what is measured, in the text's own words, and whether the words before the number are its owner instead.

    Form 1  覆盖率达82%, 处置问题线索18条        the phrase before the number
    Form 2  建成8个绿电园区项目, 90%的村民…       the counted noun behind it, with the verb before it
    Form 3  增长5.3%, 居全国第四, 桃源县为99.57%   nothing of its own: the metric said before it, by the same unit first
    Form 4  高压办电时间（42天）                  the phrase before the bracket
    Form 5  73岁村民, 有617人被追究责任           age; the clause behind a counted person or thing
    Form 6  增长最快的是云南省（17.47%）           the owner stands before it, the change and the metric before that
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractor.fold import in_script_of
from extractor.link.classes import folded
from extractor.link.counted import clause_behind, counted_noun, noun_behind
from extractor.link.figure import Figure
from extractor.link.names import Mention, forms
from extractor.link.nobody import empty_nouns
from extractor.link.parts import of_a_range, of_a_threshold, of_a_whole
from extractor.link.phrase import Phrase, is_measure, without_reached
from extractor.link.preceding import averaged, before_bracket, last_act, phrase_before
from extractor.link.said import WHOLE, Metric, Said
from extractor.link.scope import View, Window
from extractor.link.share import (
    is_whole,
    of_ratio,
    of_the_next,
    share_again,
    share_of_a_plan,
    share_of_number,
    share_over_number,
    share_within,
    superlative,
    without_compared,
)
from extractor.patterns import compiled
from extractor.quantity import Quantity
from extractor.rules import Rules, named

_LIFE = regex.compile(r"(?:寿命|\p{Han}龄)$")        # 人均预期寿命, 平均年龄: said by name, else an age is 年龄


@dataclass(frozen=True, slots=True)
class _Around:
    """The words that may name what one number measures, None or "" where there are none.

    left     phrase before the number
    outside  phrase before the bracket that the number stands in
    right    noun behind the number
    clause   what the clause behind the number says of the things counted
    carried  the metric said before
    """

    left: Phrase | None
    outside: Phrase | None
    right: Phrase | None
    clause: Metric | None
    carried: str


def metric(figure: Figure) -> Metric:
    """The metric of a number; its text is "" where nothing tells it."""
    view, index, window, change, said, rules = figure.view, figure.index, figure.window, figure.change, figure.said, figure.rules
    q, names = figure.quantity, figure.facts.names
    told = _age(figure) or _of_two(figure) or _victims(view, q, rules)
    if told:
        return told
    left = phrase_before(view, index, window, change, rules)
    if left and is_whole(view, index, window, rules):
        return Metric(left.text, left.start, left.end, WHOLE)
    group = of_a_range(view, q, window.clause_start, rules) or of_a_threshold(view, index, window.clause_start, rules)
    if group:
        return group
    outside = before_bracket(view, window, rules) if left is None and window.bracket[0] >= 0 else None
    told = _of_another_figure(figure)
    if told:
        return told
    left = without_compared(view, share_over_number(view, index, window, left, rules), rules)
    told = _of_what_is_compared(view, outside, said) or _converted(view, left, said, rules)
    if told:
        return told
    left = averaged(view, window, last_act(view, left), rules)
    part = of_a_whole(view, q, left, said, names, rules, changed=bool(change.change))
    if part:
        return part
    right = noun_behind(view, index, window, rules) if q.kind != "rank" else None
    owner = _owner(figure, left or outside) or _place_of_counted(q, left, right, names)
    counted = counted_noun(view, index, window, None if owner else left, right, change, rules)
    if counted:
        return Metric(counted.text, counted.start, counted.end, counted.rule, owner)
    carried = said.nearest(q.unit, change=bool(change.change))
    if owner and carried.endswith(("组", "組")) and any(view.raw(m.start, m.end) == carried for m in names):      # 治疗组30例，对照组30例: one group is not what the other measures
        owner = None
    if owner and said.label and not said.here and is_measure(folded(said.label, rules), rules):
        return Metric(said.label, -1, -1, "metric:list head", owner)
    if owner:
        return Metric(carried, -1, -1, "metric:as before", owner)
    around = _Around(left, outside, right, clause_behind(view, index, window, rules), carried)
    return _gone_on_with(figure, around) or _named_before(figure, around) or _without_a_phrase(figure, around)


def _age(figure: Figure) -> Metric | None:
    """73岁: 年龄, or the measure of lives said before; None of no age and where the words before the number name one (人均预期寿命)."""
    view, q, window, rules = figure.view, figure.quantity, figure.window, figure.rules
    if q.kind != "age" or _LIFE.search(view.text, window.left_start, window.left_end):
        return None
    lives = next((m for u, m in reversed(figure.said.here) if u == q.unit and _LIFE.search(m)), "")
    if lives:                                                      # 平均寿命80岁，其中男性|77岁
        return Metric(lives, -1, -1, "metric:as before")
    return Metric(in_script_of(view.sentence.text.chars, "年龄", rules), -1, -1, "metric:age")


def _of_two(figure: Figure) -> Metric | None:
    """研发投入与主营业务收入之比达|3.4%; of the first only what was said before (…，与生产总值之比为|2.31%)."""
    view, q, said = figure.view, figure.quantity, figure.said
    found = named(figure.rules, "a ratio of two").search(view.text, figure.window.left_start, q.start) if q.kind in ("percent", "number", "multiple") else None
    if found is None or found["one"] is None and not said.here:
        return None
    text = view.raw(*found.span("both"))
    return Metric(text if found["one"] else said.here[-1][1] + text, found.start("both"), found.end("both"), "metric:ratio of two")


_FATE = {"死": "死亡", "伤": "受伤"}


def _victims(view: View, q: Quantity, rules: Rules) -> Metric | None:
    """大货车失控冲入集市 致|3死|9伤: what the unit itself tells, whatever stands before 致."""
    fate = _FATE.get(view.text[q.number_end:q.end].strip())
    if fate is None or not named(rules, "brings death or injury").search(view.text, max(0, q.start - 3), q.start):
        return None
    return Metric(in_script_of(view.sentence.text.chars, fate, rules), -1, -1, "metric:victims")


def _of_another_figure(figure: Figure) -> Metric | None:
    """What is told by the figures beside it: an extreme, the growth or a share of what one measures, the base of a comparison."""
    view, index, window, said, rules, q = figure.view, figure.index, figure.window, figure.said, figure.rules, figure.quantity
    return (superlative(view, window, said, q.unit, rules) or _of_its_growth(view, q, window, said, rules) or share_of_number(view, index, window, rules)
            or share_within(view, q, window, rules) or share_of_a_plan(view, index, said, rules) or of_the_next(view, index, rules))


def _of_what_is_compared(view: View, outside: Phrase | None, said: Said) -> Metric | None:
    """比南方（12.1%）: the phrase before the bracket is with what is compared, the metric the one said before."""
    if outside is None or not said.here:
        return None
    led = view.text[outside.start] in "较比"
    if not led and view.text[outside.start - 1:outside.start] not in ("较", "比"):
        return None
    begin = outside.start + led
    return Metric(said.here[-1][1], -1, -1, "metric:of what is compared", Phrase(view.raw(begin, outside.end), begin, outside.end))


def _converted(view: View, left: Phrase | None, said: Said, rules: Rules) -> Metric | None:
    """1596204美元，约合人民币|1100万元: the same figure in another currency or unit."""
    if left is None or left.start < 0 or not said.here or not named(rules, "the same figure converted").fullmatch(view.text, left.start, left.end):
        return None
    return Metric(said.here[-1][1], -1, -1, "metric:converted")


def _place_of_counted(q: Quantity, left: Phrase | None, right: Phrase | None, names: Sequence[Mention]) -> Phrase | None:
    """全区还有19个村: the phrase before the number where it is a place that has what is counted behind it."""
    placed = left and right and q.kind == "count" and any(m.type == "place" and (m.start, m.end) == (left.start, left.end) for m in names)
    return left if placed else None


def _gone_on_with(figure: Figure, around: _Around) -> Metric | None:
    """The metric said before where the words before the number only say more of it: an extreme, 占, nothing but verbs."""
    view, window, left, carried = figure.view, figure.window, around.left, around.carried
    if left and carried and named(figure.rules, "an extreme of the metric before").fullmatch(view.text[left.start:left.end]) and not compiled(r"[较比][^，。；]{0,6}$").search(view.text, window.clause_start, left.start):
        return Metric(carried + left.text, left.start, left.end, "metric:extreme of the one before")
    share = share_again(view, window, figure.said) if left is None and around.outside is None else ""
    if share:
        return Metric(share, -1, -1, "metric:share as before")
    if left and carried and not around.right and figure.quantity.kind == "count" and _only_verbs(view, left):
        return Metric(carried, -1, -1, "metric:as before")
    return None


def _named_before(figure: Figure, around: _Around) -> Metric | None:
    """What the phrase before the number names, or the one before its bracket."""
    view, rules, left, outside, clause = figure.view, figure.rules, around.left, around.outside, around.clause
    if clause and left and figure.quantity.kind == "duration" and view.text[left.start:left.end].endswith(("连续", "持续")):
        return Metric(left.text + clause.text, left.start, left.end, "metric:lasting")       # 支出连续|5年|压减
    each = named(rules, "for each amount").search(view.text, 0, left.start) if left and left.start >= 0 else None
    if left and each:                                              # 每万元|国内生产总值用水57.2立方米
        return Metric(view.raw(each.start(), left.end), each.start(), left.end, "metric:of each amount")
    if left and not _says_nothing(view.text[left.start:left.end], rules):
        return Metric(shortest(left.text, view.text[left.start:left.end], rules), left.start, left.end, "metric:before the number")
    return Metric(outside.text, outside.start, outside.end, "metric:before the bracket") if outside else None


def _without_a_phrase(figure: Figure, around: _Around) -> Metric:
    """The metric where no phrase before the number names one: the ratio's, the clause or noun behind it, the one said before."""
    q, here, right = figure.quantity, figure.said.here, around.right
    parts = of_ratio(figure.view, q.start, q.end, figure.rules)
    if parts and (not here or here[-1][1] != parts.text):
        return parts
    if around.clause and (q.kind in ("count", "person") or not around.carried):
        return around.clause
    if around.carried:
        return Metric(around.carried, -1, -1, "metric:as before")
    return Metric(right.text, right.start, right.end, "metric:behind") if right else Metric("", -1, -1, "metric:none")


def _of_its_growth(view: View, q: Quantity, window: Window, said: Said, rules: Rules) -> Metric | None:
    """投资下降24.1%，降幅较前两月收窄|13.1个百分点; 投资增长31%，增幅全省|第一: the growth of what was said is measured, no change of it."""
    word = named(rules, "growth named behind what grew").match(view.text, window.left_start, q.start)
    ranked = q.kind == "rank" or view.text[q.number_start - 1:q.number_start] == "第"
    whole = next((m for _, m in reversed(said.here) if not named(rules, "a share of a whole or of a plan").search(m)), "")       # 投资38亿元，占计划的57%，增长9%，增速居第三
    if not word or not whole or q.unit != "个百分点" and not ranked:
        return None
    own = view.raw(*word.span("word"))
    return Metric(whole if whole.endswith(own) else whole + own, -1, -1, "metric:growth of what was said")


def _only_verbs(view: View, left: Phrase) -> bool:
    """再建20个: nothing but verbs and adverbs before the number."""
    inside = [t for t in view.tokens if t.start >= left.start and t.end <= left.end]
    return bool(inside) and inside[0].pos == "d" and all(t.pos in ("v", "d", "vd", "vg", "p", "ul") for t in inside)


def shortest(text: str, plain: str, rules: Rules) -> str:
    """The shortest name: without a list of examples, without 实现 before a measure (实现营业收入)."""
    text = _without_list(text, rules)
    text = without_reached(text, plain, rules)
    bare = compiled(r"(?:实现|達到|达到|取得)(?=.{2,})").match(text)
    return text[bare.end():] if bare and is_measure(plain, rules) else text


def _without_list(text: str, rules: Rules) -> str:
    """引进A、B等首店 -> 引进首店: examples are no part of the name."""
    listed = named(rules, "a list of examples before what is counted").fullmatch(text)
    return (listed["verb"] or "") + listed["noun"] if listed else text


def _says_nothing(plain: str, rules: Rules) -> bool:
    """数字, 数据: the figure is named, not what is measured."""
    return plain.endswith(empty_nouns(rules)) and len(plain) <= 6


# Behind these a phrase continues what was counted before: 其中稻草为…, （2）全国普通初中为…
_PART = regex.compile(r"(?:(?:其中|当中)[，,]?|\(\d{1,2}\)|[；、:]|^)\s?$")


def _owner(figure: Figure, left: Phrase | None) -> Phrase | None:
    """Is the phrase before the number whose figure it is (桃源县为99.57%) rather than what is measured?"""
    if left is None:
        return None
    view, window, said, rules, q = figure.view, figure.window, figure.said, figure.rules, figure.quantity
    plain = view.text[left.start:left.end]
    for mention in figure.facts.names:
        if mention.type != "project" and mention.start == left.start and mention.end <= left.end and named(rules, "nothing more of a name").fullmatch(view.text, mention.end, left.end) is not None:
            listed = mention.type == "place" and compiled(r"全[国省市县]..").match(plain)             # 全国文明村镇 is counted
            return left if q.kind != "count" or any(u == q.unit for u, _ in said.here) and not listed else None
    if is_measure(plain, rules):
        return None
    if compiled(r"的(?:则?[为是有])?\s?$").search(view.text, max(0, q.start - 5), q.start) and q.kind not in ("rank", "age", "duration") and said.nearest(q.unit, change=False) and noun_behind(view, figure.index, window, rules) is None:
        return left                                                # 淘宝的|11.8亿, 营造业的|2.0%快过…, 农民的为|1.2万元
    copula = any(named(rules, "a copula before a figure").fullmatch(c.entry.key) for c in window.cues)
    last = next((t for t in reversed(view.tokens) if t.end <= left.end and t.start >= left.start), None)
    nominal = last is not None and (last.text in forms(rules).group or last.pos.startswith(("n", "j", "s", "x", "eng", "l", "q", "a", "g")))
    if not copula or not nominal or len(plain) > 14 or q.kind in ("rank", "age"):
        return None
    if q.kind != "count" and any(u == q.unit for u, _ in said.here):
        return left                                                # 泊位达到404个 after 集聚区7个: another count of its own
    part = _PART.search(view.text[max(0, left.start - 5):left.start])
    return left if part and (said.label or any(u == q.unit for u, _ in said.before[-4:])) else None
