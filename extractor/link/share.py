"""Shares, ratios and extremes: metrics whose name runs over another number, goes on from one before, or stands behind its owner.

    占全国成交额948.52亿元的51.35%      the whole inside the share
    占理论资源量的25%；…占18.3%         a share of the same whole
    产业结构调整为8.3:41.4:50.3          the structure named in the clause before
    增长最快的是云南省（17.47%）          the owner stands before the number
"""

from __future__ import annotations

from extractor.link.phrase import Phrase, before
from extractor.link.said import Metric, Said
from extractor.link.scope import View, Window, after_last, peel
from extractor.patterns import compiled
from extractor.quantity import Quantity
from extractor.rules import Rules, named


def is_share(quantity: Quantity) -> bool:
    """Is a number a share of something: a percentage or a fraction?"""
    return quantity.kind == "percent" or quantity.form == "fraction"


def superlative(view: View, window: Window, said: Said, unit: str, rules: Rules) -> Metric | None:
    """增长最快的是云南省（17.47%）: the owner stands before the number, its change and metric before that."""
    end = window.bracket[0] if window.bracket[0] >= 0 and not view.text[window.bracket[0] + 1:window.left_end].strip() else window.left_end
    if not view.text[window.clause_start:end].strip() and view.text[window.clause_start - 1:window.clause_start] == "，":
        end = window.clause_start - 1                              # 失业率最高的是建造业，达到11.2%
    start = after_last(view.text, "，。；、)", end)
    match = named(rules, "who has the most of it").search(view.text[start:end])
    if not match:
        return None
    begin = start + match.start("owner")
    owner = Phrase(view.raw(begin, end), begin, end)
    metric = view.raw(start + match.start("metric"), start + match.end("metric")).strip("的 ")
    direction = "increase" if match["up"] else "decrease" if match["down"] else ""
    carried = said.nearest(unit, change=bool(direction)) or said.label
    return Metric(carried if carried and (direction or len(metric) < 2) else metric or carried, -1, -1, "metric:superlative", owner, direction)


def is_whole(view: View, index: int, window: Window, rules: Rules) -> bool:
    """The number of the whole inside a share: 占全国成交额|948.52亿元|的51.35%."""
    q = view.quantities[index]
    following = view.quantities[index + 1] if index + 1 < len(view.quantities) else None
    return bool(following and following.unit in ("%", "‰") and named(rules, "between a whole and its share").fullmatch(view.text[q.end:following.start].strip())
                and compiled(r"占[^，。；、]{2,24}$").search(view.text[window.clause_start:q.start]))


def share_of_a_plan(view: View, index: int, said: Said, rules: Rules) -> Metric | None:
    """收入85亿元，|完成年度预算的|101%: how much of what was planned the figure before is."""
    if not index or not said.here or not is_share(view.quantities[index]):
        return None
    match = named(rules, "how much of a plan the figure before is").fullmatch(view.text, view.quantities[index - 1].end, view.quantities[index].start)
    return Metric(said.here[-1][1] + view.raw(*match.span("what")), -1, -1, "metric:share of a plan") if match else None


OF_THE_NEXT = "metric:of the next"


def of_the_next(view: View, index: int, rules: Rules) -> Metric | None:
    """与2010年的|72万人|相比，常住人口多了2万人: the base of a comparison is of what the next clause measures."""
    if index + 1 == len(view.quantities):
        return None
    q, following = view.quantities[index], view.quantities[index + 1]
    match = compiled(r"\s?(?:相比|比较|比)[，,]").match(view.text, q.end)
    if not match or not compiled(r"[与同和跟][^，。；]*$").search(view.text[:q.start]) or compiled(r"[，。；]").search(view.text, match.end(), following.start):
        return None
    end = peel(view, match.end(), following.start, rules)[0]
    told = before(view, match.end(), end, rules)
    return Metric(told.text, told.start, told.end, OF_THE_NEXT) if told else None


def share_of_number(view: View, index: int, window: Window, rules: Rules) -> Metric | None:
    """占全国成交额948.52亿元的51.35%: the share's name ends before the number of its whole."""
    if not index or not named(rules, "between a whole and its share").fullmatch(view.text[window.left_start:view.quantities[index].start].strip()):
        return None
    head = compiled(r"占[^，。；、]{2,24}$").search(view.text[window.clause_start:view.quantities[index - 1].start])
    if not head:
        return None
    start = window.clause_start + head.start()
    end = window.clause_start + head.end()
    return Metric(view.raw(start, end), start, end, "metric:share of a number")


def share_over_number(view: View, index: int, window: Window, left: Phrase | None, rules: Rules) -> Phrase | None:
    """A占B 203330亿元的比例为14.71%: the share's name runs over the number in it."""
    if left is None or index == 0 or not named(rules, "a share by its own name").fullmatch(view.text[left.start:left.end]):
        return left
    if view.text[window.left_start:window.left_start + 1] != "的":
        return left
    previous = view.quantities[index - 1]
    head = before(view, window.clause_start, previous.start, rules)
    return Phrase(head.text + "的" + left.text, head.start, left.end) if head else left


def share_within(view: View, q: Quantity, window: Window, rules: Rules) -> Metric | None:
    """在农村社会总产值中占|53.8%: a share of what it stands in."""
    end = window.left_start + len(view.text[window.left_start:q.start].rstrip("约近达为 "))
    match = named(rules, "a share of what it stands in").search(view.text, window.clause_start, end) if is_share(q) else None
    return Metric("占" + view.raw(*match.span("whole")), match.start("whole"), match.end("whole"), "metric:share within") if match else None


def share_again(view: View, window: Window, said: Said) -> str:
    """占18.3% after 占理论资源量的25%: a share of the same whole."""
    words_before = view.text[window.left_start:window.left_end] + "".join(c.entry.key for c in reversed(window.cues))
    takes = compiled(r"占(比)?(?:约|为|到|达|了)*$").search(words_before)
    if not takes or takes[1]:
        return "占比" if takes else ""
    return next((m for _, m in reversed((*said.before, *said.here)) if m.startswith("占") and len(m) > 2), "")


def of_ratio(view: View, start: int, end: int, rules: Rules) -> Metric | None:
    """产业结构进一步优化，调整为|8.3:41.4:50.3: the structure named in the clause before."""
    if not compiled(r"\s?:\s?\d").match(view.text[end:]):
        return None
    structures = list(named(rules, "a structure that a ratio is of").finditer(view.text[:start]))
    if not structures:
        return None
    last = structures[-1]
    a = max(last.start(), view.text.rfind("，", 0, last.end()) + 1)
    return Metric(view.raw(a, last.end()), a, last.end(), "metric:of a ratio")


def without_compared(view: View, left: Phrase | None, rules: Rules) -> Phrase | None:
    """增加值增幅|高于全国, |超过全国平均水平: with what a figure is compared is no part of its name."""
    if left and left.start >= 0 and named(rules, "on top of what there is").search(view.text, 0, left.end) and view.text.rfind("在", 0, left.end) <= left.start:
        return None
    match = named(rules, "a measure and what it is compared with").fullmatch(view.text[left.start:left.end]) if left and left.start >= 0 else None
    if not match or left is None:
        return left
    end = left.start + match.end("metric")
    return Phrase(view.raw(left.start, end), left.start, end) if len(match["metric"]) >= 2 else None
