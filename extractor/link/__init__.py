"""link(sentence view, context, rules, weights) -> the drafts of one sentence's claims and the context for the next.

Each field is read by one module with one public function; here they are called in order and each record is built once:
window (what belongs to the number) -> comparator, change -> metric and owner -> time -> modality. Metric and owner are drafts,
with all that they may be beside them: link/settle.py chooses once the document is read.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.claim import Claim
from extractor.fold import fold, in_script_of
from extractor.link.answer import Answer
from extractor.link.beside import changed_beside, in_a_bracket_behind
from extractor.link.cells import link_row
from extractor.link.change import Change, change
from extractor.link.classes import counts_people, folded, meaning
from extractor.link.comparator import comparator
from extractor.link.context import Context
from extractor.link.coordinate import series, whose_in_order
from extractor.link.figure import Done, Facts, Figure
from extractor.link.follow import after
from extractor.link.groups import groups
from extractor.link.measures import metric_candidates
from extractor.link.modality import BEGINS, modality
from extractor.link.names import mentions
from extractor.link.naming import Named, name
from extractor.link.owners import owner_candidates
from extractor.link.phrase import is_measure
from extractor.link.rank import Rival, Weights, likeliest
from extractor.link.scope import View, window
from extractor.link.settle import Draft
from extractor.link.time import of_its_own, said_period, time, times
from extractor.link.told import NONE, When
from extractor.link.when import TIME, periods
from extractor.patterns import compiled
from extractor.quantity import Quantity
from extractor.rules import Rules, named


def link(view: View, context: Context, rules: Rules, weights: Weights) -> tuple[list[Draft], Context]:
    """Drafts of the sentence's claims in order, and the context after it; `weights` say how probable each answer is."""
    if view.sentence.row is not None:
        cells, above = link_row(view, context, rules)
        return [Draft(claim, {}) for claim in cells], replace(context, row_above=above)
    names = mentions(view, rules, context.document.known)
    found = series(view, names, rules, context.in_order)
    paired = {i: (s, k) for s in found if not s.refused for k, i in enumerate(s.indices)}
    spans = times(view, rules)
    facts = Facts(names, spans, groups(view, names, spans, rules), paired)
    done, drafts = Done(), list[Draft]()
    for index in range(len(view.quantities)):
        drafts.append(_one(view, index, facts, done, context, rules, weights))
    return drafts, replace(after(context, view, facts, done.claims, rules), in_order=whose_in_order(found, rules) or (context.in_order if not found else ()))


def _one(view: View, index: int, facts: Facts, done: Done, context: Context, rules: Rules, weights: Weights) -> Draft:
    """The draft of one number; what it is read as is added to `done`."""
    q, run = view.quantities[index], facts.run(index)
    win = window(view, index, rules)
    if run:
        win = run.share(win)
    compared, compared_by = comparator(view, q, win, rules)
    changed = changed_beside(view, index, win, change(view, q, win, rules), done.claims, rules)
    figure = Figure(view, index, win, changed, facts, done, context, rules)
    reading = name(figure)
    measures, owners = metric_candidates(figure, reading.metric), _owners(figure, reading, weights)
    reading = replace(reading, owner=likeliest(owners).answer)         # the next numbers lean on it; on the rules' own metric they lean better
    mode, mode_by = modality(view, q, win, rules, plan=context.plan, year=context.anchor.own_year)
    when = _when(figure, reading)
    if mode_by == BEGINS and when.found != "sentence":             # 由|2900元|下降到1000元: of some time before
        when = NONE
    certain = mode_by == BEGINS or changed.own_time[0] >= 0        # the two ends of a course, a base's own level
    whens = [] if certain else periods(figure, when)
    value, direction = _without_sign(q.value, changed, view, q)
    start, end = view.sentence.text.source_span(q.start, q.end)
    unit = _unit(view, q, rules)
    claim = Claim(
        start=start, end=end, value=value, low=q.low, high=q.high, unit=unit, unit_kind="person" if unit == "人" and q.kind == "number" else _kind(view, q),
        metric=reading.metric.text, entity=reading.owner.name, sentence=view.sentence.text.chars, entity_type=reading.owner.type,
        entity_from=reading.owner.found if reading.owner.name else "", comparator=compared,
        change=direction or reading.metric.change, change_base=changed.base, modality=mode,
        section=view.sentence.section, page=view.sentence.page, flags=_flags(view, q, rules),
        rules=tuple(r for r in (reading.metric.rule, compared_by, changed.rule, mode_by) if r), **when.fields(),
    )
    metrics = weights.rivals("metric", measures)
    level = _level(figure) if changed.change else 0
    beside = bool(done.claims) and in_a_bracket_behind(view, index, facts.times, changed, rules)
    done.add(claim, measures, when, reading.metric)
    return Draft(claim, {"metric": metrics, "owner": owners}, (q.start, q.end), level, beside, weights.rivals(TIME, whens))


# 收入85亿元，|为预算的|100.1%，增长…; 占…的: a share of the level stands between it and its growth.
_SHARE_BETWEEN = compiled(r"[，,]\s?(?:同?占|为|达|完成|相当于)[^，。；\d]{0,14}")


def _level(figure: Figure) -> int:
    """How many numbers before a figure stands the level whose growth it is (完成投资3亿元，同比增长|5%: one), 0 where none does."""
    view, index, rules, claims = figure.view, figure.index, figure.rules, figure.done.claims
    if figure.run:
        return figure.run.levels
    q = figure.quantity
    whole = _before_the_bracket(view, index, rules)
    if whole and not claims[index - whole].change and (q.kind == "percent" or q.unit == view.quantities[index - whole].unit):
        return whole
    if not claims or claims[-1].change or q.kind != "percent" or not named(rules, "from a level to its growth").fullmatch(view.text, view.quantities[index - 1].end, q.start):
        return 0
    one = view.quantities[index - 1]
    if index > 1 and one.kind == "percent" and not claims[-2].change and _SHARE_BETWEEN.fullmatch(view.text, view.quantities[index - 2].end, one.start):
        return 2
    return 1


def _before_the_bracket(view: View, index: int, rules: Rules) -> int:
    """登记企业14.2万户（私营企业13.6万户，外资企业412户），增长|8.3%: how many numbers before stands the one whose parts a bracket tells, 0 where none does."""
    q = view.quantities[index]
    closed = view.text.rfind(")", 0, q.start)
    opened = view.text.rfind("(", 0, closed)
    inside = sum(opened < x.start < closed for x in view.quantities)
    if opened < 0 or not inside or index <= inside or not named(rules, "from a level to its growth").fullmatch(view.text, closed + 1, q.start):
        return 0
    return inside + 1 if view.quantities[index - inside - 1].end == opened else 0


# Classes whose names before 分别 certainly own their numbers (80 % of 502 checked; other classes, as in 生息资产、贷款 and Ⅰ级、Ⅱ级, 33 % of 165, so those
# compete with other answers). Words of a class that may own count too where they are short and hold nothing that no name holds.
_OWNERS = frozenset(["place", "organisation", "person", "person1", "living", "living1", "thing", "thing1", "doc"])
_MAY_OWN = frozenset(["?", "field", "body", "body1", "place1"])
_NO_NAME = compiled(r"[\d占所的在含最]|.{8}")


def _is_row_of_owners(names: Sequence[str], known: Collection[str], rules: Rules) -> bool:
    """Do most of the names in a row own what they are told to? `known`: the sentence's names."""
    classes = [(n, meaning(n, "", rules)) for n in (folded(text, rules) for text in names)]
    return 2 * sum(n in known or c in _OWNERS or c in _MAY_OWN and not _NO_NAME.search(n) for n, c in classes) > len(names)


def _is_of_a_part(view: View, index: int, at: int) -> bool:
    """预期寿命|78.9岁|（男性76.2岁，女性81.8岁）: does a group stand in a bracket behind the figure that tells its parts?"""
    end = view.quantities[index].end
    closed = view.text.find(")", end) if view.text[end:end + 1] == "(" else -1
    return end < at < closed and any(end < x.start < closed for x in view.quantities)


def _owners(figure: Figure, reading: Named, weights: Weights) -> list[Rival]:
    """Whose the figure may be."""
    view, facts, rules, run = figure.view, figure.facts, figure.rules, figure.run
    if run and run.owners and _is_row_of_owners(run.owners, {view.text[m.start:m.end] for m in facts.names if m.role == "name"}, rules):      # there is nothing to choose
        return weights.rivals("owner", [Answer(reading.owner.name, reading.owner, ("rules",))])
    free = [g for g in facts.groups if not (run and not run.owners and run.within(g.start, g.end, rules)) and not _is_of_a_part(view, figure.index, g.start)]
    return weights.rivals("owner", owner_candidates(figure, reading, free))


def _when(figure: Figure, reading: Named) -> When:
    """The period that the rules give the figure."""
    view, q, spans, context, rules = figure.view, figure.quantity, figure.facts.times, figure.context, figure.rules
    text, source = time(view, figure.window, figure.change, spans, q.start, rules)
    text = of_its_own(view, figure.index, text, rules)
    if fold(text, rules) in ("同期", "期内") and (spoken_of := context.carried_time(view.text, rules)).text:
        return spoken_of                                           # 同期，就业人数…, 期内收入…
    if text:
        return When(text, source, said_period(view, text, spans, q.start, context.anchor, rules))
    if q.kind in ("duration", "age") and not is_measure(fold(reading.metric.text, rules), rules):
        return NONE                                                # 30分钟内到场: how long, of no period
    return context.carried_time(view.text, rules)


def _unit(view: View, q: Quantity, rules: Rules) -> str:
    """The unit in the text's own script: 戶 stays 戶; a rank without one (居全省第八) is a 位, people are 人 (惠及76万|群众), 每克197元 is 元/克."""
    if not q.unit and view.text[:q.number_start].endswith("第"):
        return "位"
    if not q.unit and q.kind == "number" and q.form != "fraction" and (q.value is None or q.value >= 10) and _of_people(view, q, rules):
        return "人"
    per = named(rules, "per which unit a price is").search(view.text, max(0, q.start - 6), q.start) if q.kind == "money" and "/" not in q.unit else None
    if per:
        return f"{q.unit}/{view.raw(*per.span('of'))}"
    counted = rules.tables["classifiers"].get(q.unit)
    if counted and counted["noun"]:                                # 12篮板
        return ""
    own = view.raw(q.number_end, q.end).strip()
    if len(own) == len(q.unit) and not q.unit.isascii() and view.text[q.number_end:q.end].strip() == q.unit:
        return own
    lender = next((x for x in view.quantities if x.start >= q.end and x.unit == q.unit and x.number_end < x.end), None) if not own or own in "个個" and q.unit == "个百分点" else None      # 各跌0.4|及0.1個百分點
    if lender:
        return _unit(view, lender, rules)
    return q.unit if q.unit.isascii() else in_script_of(view.sentence.text.chars, q.unit, rules)


def _of_people(view: View, q: Quantity, rules: Rules) -> bool:
    """Does a bare number count people: 76万|群众, 1亿|农村贫困人口, 贫困人口减少|6800万?"""
    if counts_people(view.text, q.end, rules) or named(rules, "people behind a bare number").match(view.text, q.end):
        return True
    return bool(named(rules, "a bare number of people goes behind").search(view.text, max(0, q.number_start - 14), q.number_start))


def _without_sign(value: Decimal | None, changed: Change, view: View, q: Quantity) -> tuple[Decimal | None, str]:
    """In a label of change the value is absolute and the sign goes to the change; a level keeps its sign."""
    if value is None:
        return value, changed.change
    sign = view.text[q.number_start:q.number_start + 1]
    if changed.noun and sign in "+-":
        return abs(value), "decrease" if sign == "-" or changed.change == "decrease" else "increase"
    if changed.change and value < 0:
        return abs(value), "decrease"
    return value, changed.change


_NTH, _FIRST = compiled(r"第\s?$"), compiled(r"(?<![目提日此当眼之以从])前\s?$")       # 第5, 前三名; not 目前5家, 提前3天
_PLACED = compiled(r"(?<!安)排[^，。；]{0,5}$")


def _kind(view: View, q: Quantity) -> str:
    """The kind of a quantity, "rank" where it tells a place among others."""
    text, at = view.text, q.number_start
    ranked = _NTH.search(text, max(0, at - 2), at) or q.unit in ("名", "位", "强", "") and _FIRST.search(text, max(0, at - 4), at) or q.unit == "位" and _PLACED.search(text, max(0, q.start - 7), q.start)
    return "rank" if ranked else q.kind


def _flags(view: View, q: Quantity, rules: Rules) -> tuple[str, ...]:
    flags = list(view.sentence.flags)
    if view.sentence.kind == "heading":
        flags.append("headline")
    unit = view.text[q.number_end:q.number_end + 3]
    if named(rules, "announces a list").match(unit) and q.value is not None and q.value < 20:
        flags.append("announces a list")
    return tuple(dict.fromkeys(flags))
