"""stands(figure, group, metric) -> where a group stands to a number and its metric, as features of its being the owner."""

from __future__ import annotations

import bisect

import regex

from extractor.link.figure import Figure
from extractor.link.groups import Group
from extractor.link.scope import View
from extractor.quantity import Quantity
from extractor.rules import Rules, named

_BREAK = regex.compile("[，；。：:！？]")
_ITEM = regex.compile(r"；[一二三四五六七八九十]{1,2}是")      # 一是…；二是…: each item is about something of its own
_CLAUSE_EDGE = "，；。：！？:!?, "


def stands(figure: Figure, group: Group, metric: tuple[int, int]) -> tuple[str, ...]:
    """Where a group stands to the number and its metric; () where it can't own it (inside the metric, the number's own unit). `metric`: the span of the
    metric in the sentence, an empty one at the number where it stands nowhere in it."""
    view, q, rules, (start, end) = figure.view, figure.quantity, figure.rules, metric
    text = view.text
    if group.start < q.end and q.start < group.end or group.end <= q.start and _of_the_whole(view, group, q, rules):
        return ()
    if (group.start, group.end) == (start, end):
        if "measure" in group.features and not text[start:end].endswith(("指数", "指")):
            return ()
        return ("is the metric", "is the metric:" + group.type, *(("is the metric|" + f) for f in group.features if f.startswith("last:")))
    if start < group.start and group.end < end - 1 and text[group.start - 1] == "的":
        return ("inside the metric", f"inside the metric:{group.type}")          # 上市的|美团|市值
    if start < group.start and group.end == end <= q.start and "measure" not in group.features:      # 第二位是|北京大学|14.63%
        return ("end of the metric", "end of the metric:" + group.type, "end of the metric|" + text[group.start - 1])
    if start <= group.start and group.end <= end and not (group.start == start and (group.end < end - 1 or group.end < end and named(rules, "a measure or verb of one character behind its owner").fullmatch(text[group.end]))):
        return ("inside the metric", f"inside the metric:{group.type}") if group.type and not group.type.startswith("deictic") else ()
    if group.start == start and group.end < end:
        return ("front of the metric", "front:" + ("的" if text[group.end:group.end + 1] == "的" else "-"))
    if group.start >= q.end:
        gap = text[q.end:group.start]
        return ("behind", "behind:" + ("next" if not gap.strip() else "的" if gap == "的" else "clause" if group.start < figure.window.clause_end else "later"))
    if start < group.end and end > group.start:                     # the metric begins inside the group
        return ("around the metric",)
    return _ahead(view, group, q, min(start, q.start))


def _ahead(view: View, group: Group, q: Quantity, edge: int) -> tuple[str, ...]:
    """Where a group stands to the number and the metric behind it, the first of which begins at `edge`: over how many breaks, whether it touches them or
    has a figure of its own; () where it is of another item."""
    text = view.text
    gap = text[group.end:edge] if group.end <= edge else ""
    if _ITEM.search(gap):
        return ()
    breaks = len(_BREAK.findall(gap[-600:]))
    head = group.start == 0 or text[group.start - 1] in _CLAUSE_EDGE
    near = "own" if breaks == 0 else "1" if breaks == 1 else "2" if breaks == 2 else "+"
    out = [f"clause:{near}", f"clause:{near}|head:{head}|{group.type}", f"clause:{near}|{group.features[3]}"]
    if gap.strip() == "(" or text[group.end:q.start].strip() == "(":       # 阿隆索(|137分|)、汉密尔顿(121分)
        out.append("before its bracket")
    if not gap.strip():
        out.append("touches the metric")
    elif gap == "的":
        out.append("owns with 的")
    if "；" in gap:
        out.append("over a semicolon")
    behind = bisect.bisect_left(view.quantities, group.end, key=lambda x: x.start)
    counted = next((x for x in view.quantities[behind:behind + 2] if x is not q and x.start - group.end <= 1), None)
    if counted:                                                    # 房址|37座、居室墓葬26座: a figure of its own follows
        out.append(f"has its own:{counted.kind}:{'same' if counted.unit == q.unit else '-'}")
    if group.end > edge:
        out.append("between metric and number")
    return tuple(out)


def _of_the_whole(view: View, group: Group, q: Quantity, rules: Rules) -> bool:
    """占当月|全国|网贷成交额948亿元的51%，环比减少|77亿元: whose the whole of a share is, is told of nothing behind it."""
    return bool(named(rules, "the whole of a share goes before").search(view.text, max(0, group.start - 6), group.start)) and any(group.end <= other.start < q.start for other in view.quantities)
