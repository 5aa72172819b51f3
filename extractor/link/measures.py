"""metric_candidates(figure, ruled) -> what a figure may measure: the rules' answer, spans of words before the number, the counted noun behind it
with and without the verb before it, and the metrics said before; each with its features. `link/rank.py` chooses among them.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.link.answer import Answer
from extractor.link.classes import folded, noun_class, of_role, verb_class
from extractor.link.each import metrics_of_each
from extractor.link.figure import Figure
from extractor.link.groups import word_class
from extractor.link.lists import of_a_list, of_its_unit, of_several
from extractor.link.phrase import is_measure, own_characters
from extractor.link.proposed import of_metric
from extractor.link.said import Metric, Said
from extractor.link.scope import View
from extractor.link.share import is_share
from extractor.link.spans import LEFT, RIGHT, Place, Span, before, behind, cuts_name, proposed, stands_left
from extractor.link.variety import told
from extractor.patterns import compiled
from extractor.quantity import Quantity
from extractor.rules import Rules, named


def metric_candidates(figure: Figure, ruled: Metric) -> list[Answer[Metric]]:
    """Metrics the figure may have, the rules' own answer (`ruled`) first."""
    view, q, change, said, rules = figure.view, figure.quantity, figure.change, figure.said, figure.rules
    ruled = _trimmed(ruled)
    if _sure(figure, ruled):
        return [Answer(ruled.text, ruled, ("rules",))]
    place = _place(figure, ruled)
    one_before = figure.done.measures[-1] if figure.done.measures else ()
    met: dict[str, list[str]] = {}
    metrics: dict[str, Metric] = {}
    never = of_role(rules, "never")
    numbers = tuple({view.raw(x.number_start, x.number_end) for x in view.quantities})
    for found, features in (*_all(place), *_of_the_one_before(place, one_before)):
        metric = _trimmed(found)
        cut = metric.text.endswith(numbers)                                                                   # 生师比为14.6|:1
        compared = change.base and change.end <= metric.start < q.start and metric.end <= q.start             # 普及率…，比全市|平均水平|高3.1个百分点
        if (cut or compared or folded(metric.text, rules) in never) and metric is not ruled:
            continue
        if metric.text in metrics:
            met[metric.text] += [f for f in features if f not in met[metric.text]]
            continue
        metrics[metric.text], met[metric.text] = metric, [*features]
    if len(metrics) > 1 and (folded(ruled.text, rules) in never or named(rules, "begins a comparison").match(folded(ruled.text, rules)) or _cut(view, ruled, rules)):
        del metrics[ruled.text]
    shared = _shared(place)
    return [Answer(t, m, (*met[t], *(f"{s}|{met[t][0]}" for s in shared), *_means(m, met[t][0], q, rules), *_told(m, view, figure.context.document.body), *of_metric(view.proposed, m), *_of_another(m, said, rules))) for t, m in metrics.items()]


def _place(figure: Figure, ruled: Metric) -> Place:
    view, q, window, rules = figure.view, figure.quantity, figure.window, figure.rules
    left_end = max(window.left_end, ruled.end if stands_left(ruled, window, q) else 0)
    starts, ends = [t.start for t in view.tokens], [t.end for t in view.tokens]
    left = view.tokens[bisect.bisect_right(ends, window.left_start):bisect.bisect_left(starts, left_end)][-LEFT:]
    right = view.tokens[bisect.bisect_right(ends, q.end):bisect.bisect_left(starts, window.right_end)][:RIGHT]
    return Place(view, q, window, figure.change, ruled, figure.facts.names, figure.facts.groups, figure.said, rules, left, right, starts, ends, of_role(rules, "within"))


_OF_THOSE = compiled(r"(?<=.{2})的(?:则|仅|约|只|却)?[占佔]$")


def _trimmed(metric: Metric) -> Metric:
    """“非常满意”的占 without 的占, 非常满意” without the half of its quotation."""
    text = _OF_THOSE.sub("", metric.text)
    if text.count("“") != text.count("”"):
        text = text.strip("“”") if text.strip("“”").count("“") == text.strip("“”").count("”") else text
    return metric if text == metric.text else replace(metric, text=text)


def _cut(view: View, ruled: Metric, rules: Rules) -> bool:
    """Does the rules' metric begin within a name or stand in an aside (按当年价格)?"""
    aside = named(rules, "prices it was reckoned at").search(view.text, 0, max(ruled.end, 0)) if ruled.start >= 0 else None
    return ruled.start > 0 and (cuts_name(view.text, ruled.start) or aside is not None and aside.start() <= ruled.start < aside.end())


# Metrics that the rules tell as well as what is learned: nothing else is asked. What else they tell is one answer among others.
_SURE = frozenset(["metric:label", "metric:ratio of two", "metric:victims", "metric:share of a number", "metric:of each amount"])


def _sure(figure: Figure, ruled: Metric) -> bool:
    """Do the rules tell the metric with certainty: by their name, as one of several measures before 分别 (办结率、准时率分别达82%、99%), as that of a list whose
    items name no measure of their own (一发得分率：…巴蒂：|71.6%|), as that of the greatest, told in a bracket (增长最快的是西藏(|48.53%|)), or of a base's level?"""
    view, q, window, said, rules = figure.view, figure.quantity, figure.window, figure.said, figure.rules
    if ruled.rule == "metric:respectively":
        if ruled.text.startswith(("拉动", "带动", "推动")):          # 分别拉动经济增长0.4、3.6和2.8个百分点
            return True
        return len(said.heads) > 1 and is_measure(said.heads[0], rules) and not any(c.isdigit() for c in said.heads[0])
    if ruled.rule == "metric:list head":
        return not any("measure" in g.features and window.left_start <= g.start and g.end <= q.start for g in figure.facts.groups)
    if ruled.rule == "metric:superlative":
        return view.text[q.number_start - 1:q.number_start] == "("
    return ruled.rule in _SURE or ruled.rule == "metric:as before" and bool(named(rules, "the level of a base before a figure").search(view.text, window.clause_start, q.start))


def _told(metric: Metric, view: View, body: str) -> tuple[str, ...]:
    """Is a span of the sentence a unit of its own in the document? Not asked of one with a figure in it: which figure it is tells nothing."""
    text = view.text[metric.start:metric.end] if metric.start >= 0 else ""
    return told(body, text) if text and not any(c.isdigit() for c in text) else ()


def _of_another(metric: Metric, said: Said, rules: Rules) -> tuple[str, ...]:
    """In a 分别-series: does a metric hold its number's own head, a part of it, or what stands in another's?"""
    if not said.heads or not metric.text:
        return ()
    text, own = folded(metric.text, rules), said.heads[0]
    whose = "own" if text == own else "part" if own.endswith(text) else "holds" if own in text else "other" if any(text in h or h in text for h in said.heads[1:]) else "none"
    return (f"series:{whose}", f"series:{whose}|{is_measure(text, rules)}", f"series:{whose}|{metric.rule}")


def _means(metric: Metric, side: str, q: Quantity, rules: Rules) -> Iterator[str]:
    """What a metric's head and first verb mean, with the side it stands on and what is counted."""
    if not metric.text:
        return
    text = folded(metric.text, rules)
    head, verb, counted = noun_class(text, rules), verb_class(text, rules), q.kind or "-"
    yield from (f"C:{head}|{side}", f"C:{head}|U:{counted}", f"C:{head}|U:{counted}|{side}", f"V:{verb}|{side}", f"V:{verb}|C:{head}", f"V:{verb}|U:{counted}")


def _all(p: Place) -> Iterator[Span]:
    own = f"{p.ruled.rule}|owner:{p.ruled.owner is not None}|list:{bool(p.said.label)}"
    means = noun_class(folded(p.ruled.text, p.rules), p.rules)
    yield p.ruled, [_side(p), "rules", f"rules|{p.ruled.rule}", f"rules|{own}", f"rules|{p.ruled.rule}|C:{means}", f"rules|{p.ruled.rule}|U:{p.quantity.kind}"]
    left, right = list(before(p)), list(behind(p))
    yield from left
    yield from right
    yield from _said(p)
    yield from _earlier(p)
    yield from _of_a_group(p)
    yield from of_a_list(p, left, right)
    yield from of_its_unit(p, right)
    yield from of_several(p)
    yield from proposed(p)
    for text, features in metrics_of_each(p.said.heads[0], p.rules) if p.said.heads else ():
        yield Metric(own_characters(text, p.view.text, p.view.sentence.text.chars), -1, -1, "metric:of its head"), ["side:each", *features]


def _of_the_one_before(p: Place, measures: Sequence[Answer[Metric]]) -> Iterator[Span]:
    """殡葬基本服务费由2900元下降到|1000元: what the number before may measure, for one without a noun of its own."""
    base = named(p.rules, "a base of one word")
    if any(t.pos[0] in "nj" and not base.fullmatch(t.text) for t in p.left):
        return
    for measure in measures:
        if measure.features[0] in ("side:left", "side:one before"):
            kept = (f if f.startswith("N|") else f"N|{f}" for f in measure.features if f.startswith(("N|", "Lend", "Lmeasure", "Ledge", "Lsize", "Lname", "Lafter", "rules")))
            yield Metric(measure.name, -1, -1, "metric:as before"), ["side:one before", *dict.fromkeys(kept)]


FAR = 240                   # characters before a number in which a measure named by an earlier clause is looked for


def _of_a_group(p: Place) -> Iterator[Span]:
    """68%的受访者表示对工作满意: the group with what it does or says, and that alone, to the end of the clause."""
    view, q = p.view, p.quantity
    skipped = named(p.rules, "between a share and its group").match(view.text, q.end) if is_share(q) else None
    if not skipped:
        return
    start = skipped.end()
    stop = min((i for c in "，。；！？、" if (i := view.text.find(c, start)) >= 0), default=len(view.text))
    said = compiled(r"[^，。；！？]*?(?:表示|认为|称)，").match(view.text, start)
    if said and said.end() == stop + 1:                            # 的受访者表示，…
        stop = min((i for c in "，。；！？" if (i := view.text.find(c, stop + 1)) >= 0), default=len(view.text))
    if not 4 <= stop - start <= 48:
        return
    group = next((g for g in p.groups if g.start == start), None)
    shape = ["size:" + ("s" if stop - start <= 8 else "m" if stop - start <= 20 else "l"), f"of:{'的' in skipped.group()}", f"group:{bool(group)}"]
    yield Metric(view.raw(start, stop), start, stop, "metric:share of a group"), ["side:share", *(f"share:{s}" for s in shape)]
    if group and group.end < stop - 1:
        says = named(p.rules, "a group says").match(view.text, group.end)
        begin = says.end() if says else group.end
        what = view.raw(begin, stop).lstrip("的")
        if len(what) >= 2:
            yield Metric(what, begin, stop, "metric:what a group does"), ["side:done", *(f"done:{s}" for s in shape), f"done:says {bool(says)}"]


def _earlier(p: Place) -> Iterator[Span]:
    """What clauses before the number's own words name: 肉牛屠宰加工量|从全国第11位跃升至第4位; 遇到急病会先找室友的，只剩|两成."""
    text, low = p.view.text, p.window.left_start
    near = [g for g in p.groups if g.end <= low and low - g.end < 60 and not g.type][-4:]
    near = [g for g in p.groups if g.end <= low and low - g.end < FAR and not g.type and "measure" in g.features and g not in near][-3:] + near
    for n, g in enumerate(reversed(near)):
        clauses = sum(c in "，；。" for c in text[g.end:low])
        side = "side:earlier" if "measure" in g.features else "side:earlier noun"
        yield Metric(p.view.raw(g.start, g.end), -1, -1, "metric:named before"), [
            side, f"{side}:{n}", f"{side} clauses:{min(clauses, 2)}", *(f"{side}:{f}" for f in g.features if f.startswith(("head", "last", "F:", "L:", "C:"))),
        ]
    topics = [*named(p.rules, "a sentence says what it is about").finditer(text, 0, max(low, 0))]
    if topics:
        topic = topics[-1]
        start, end = topic.span("what")
        yield Metric(p.view.raw(start, end), -1, -1, "metric:topic"), ["side:topic", f"topic measure:{is_measure(text[start:end], p.rules)}", f"topic:{topic['sort'] or text[topic.end() - 1]}"]
    headed = _HEADED.search(text, 0, max(low, p.window.clause_start))
    if headed and headed.end() >= p.window.clause_start:
        start, end = headed.span(1)
        yield Metric(p.view.raw(start, end), start, end, "metric:clause before"), ["side:clause before", f"clause before:{min(end - start, 20) // 4}"]


# …的，只剩|两成: a clause that ends with 的 names what the next one counts.
_HEADED = compiled(r"(?:^|[，；。:：])([^，；。:：]{3,24})的，$")


def _side(p: Place) -> str:
    m = p.ruled
    if m.start < 0:
        return "side:said" if m.text else "side:none"
    if m.end <= p.quantity.start:
        return "side:left"
    return "side:verb" if m.rule == "metric:verb and counted noun" else "side:right"


def _said(p: Place) -> Iterator[Span]:
    here = [m for _, m in p.said.here]
    earlier = [m for _, m in reversed(p.said.before)]
    nearest = p.said.nearest(p.quantity.unit, change=bool(p.change.change))
    for n, text in enumerate(dict.fromkeys(reversed(here))):
        if n < 2 and text:
            yield Metric(text, -1, -1, "metric:as before"), ["side:said", f"said here:{n}"]
    for n, text in enumerate(dict.fromkeys(earlier)):
        if n < 3 and text:
            yield Metric(text, -1, -1, "metric:as before"), ["side:said", f"said before:{n}"]
    if nearest:
        yield Metric(nearest, -1, -1, "metric:as before"), ["side:said", "nearest of its unit"]
    if p.said.label:
        yield Metric(p.said.label, -1, -1, "metric:list head"), ["side:said", "head of the list"]


def _shared(p: Place) -> list[str]:
    """What is true of the number itself: it says which side its metric stands on."""
    q, text = p.quantity, p.view.text
    empty = not text[p.window.left_start:p.window.left_end].strip(" ，、和")
    follows = word_class(p.right[0], "$", p.kept) if p.right else "$"
    last = word_class(p.left[-1], "^", p.kept) if p.left else "^"
    touches = any(x.end == q.start and x.unit != q.unit for x in p.view.quantities)                  # 贫困户952户|3122人
    kind = q.kind if q.kind in ("count", "person", "percent", "money", "duration", "rank", "number", "length", "area", "multiple") else "other"
    return [*(["touches the one before"] if touches else ()), f"kind:{kind}", f"kind:{kind}|empty:{empty}", f"follows:{follows}", f"last:{last}", f"change:{p.change.change}"]
