"""changed_beside(view, index, window, change, claims, rules) -> the change of a figure that stands beside another: the same once more (跌76点或2.69%), in another
unit, of another (7.5%(全市11.1%)), or with its sign (+20.44%); in_a_bracket_behind(...) -> is it told in a bracket behind the figure before?
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.claim import Claim
from extractor.link.change import Change
from extractor.link.scope import View, Window
from extractor.patterns import compiled
from extractor.quantity import Quantity
from extractor.rules import Rules, named


def changed_beside(view: View, index: int, window: Window, change: Change, claims: Sequence[Claim], rules: Rules) -> Change:
    """The change that the words beside a figure tell, else the one of the figure before or of its own sign, where it has that."""
    if change.change:
        return change
    continued = bool(claims) and _continued(view, index, rules)
    before = claims[-1].change if continued or claims and (_restated(view, index, window) or _of_another(view, index, rules)) else ""
    if not before:
        return _of_its_sign(view, index, change) if _signed(view, index, window, rules) else change      # 营收330亿元(|+20.44%|)
    if continued and "-" in (view.text[q.number_start] for q in view.quantities[index - 1:index + 1]):
        return _of_its_sign(view, index, change)                   # 同比依次为-4.10%、|9.53%|
    return replace(change, change=before)                          # 缩减97.5万公顷(|1462万亩|), 跌76点或|2.69%|


def _of_its_sign(view: View, index: int, change: Change) -> Change:
    return replace(change, change="decrease" if view.text[view.quantities[index].number_start] == "-" else "increase", noun=True)


def _alone_in_a_bracket(win: Window, one: Quantity, q: Quantity) -> bool:
    return win.bracket == (one.end, q.end + 1) and q.number_start == one.end + 1


def _restated(view: View, index: int, win: Window) -> bool:
    """Does a bracket right behind a figure give the same in another unit, or in per cent (跌452点(|7.24%|))?"""
    q, one = view.quantities[index], view.quantities[index - 1]
    return _alone_in_a_bracket(win, one, q) and (q.kind == one.kind != "count" and q.unit != one.unit or q.kind == "percent" != one.kind)


def _continued(view: View, index: int, rules: Rules) -> bool:
    """Does a figure stand right behind the one before it, as the same in another unit (跌76点或|2.69%|) or as one more (增长4.4%、|5.2%|, 各增6.0%/|23.0%|,
    各增加10家、|31支|), whatever a bracket without a figure of its own says between (下降26%(P<0.01)、|17%|), or 左右 and a comma where 分别 pairs them?"""
    q, one = view.quantities[index], view.quantities[index - 1]
    between = named(rules, "a remark between two figures").sub("", view.text[one.end:q.start]).strip()
    more = q.kind == one.kind == "percent" or between != "/" and not {"percent", "age", "duration"} & {q.kind, one.kind}
    paired = between in (",", "，") and bool(named(rules, "pairs figures with what was listed").search(view.text, 0, one.start)) and q.kind == one.kind == "percent"
    return between in ("或", "即", "亦即") and q.unit != one.unit or between in ("、", "和", "及", "与", "/") and more or paired


def _of_another(view: View, index: int, rules: Rules) -> bool:
    """工业增加值增长7.5%(全市|11.1%|): the same growth of somebody else, in a bracket right behind it."""
    q, one = view.quantities[index], view.quantities[index - 1]
    return q.kind == one.kind == "percent" and bool(named(rules, "of a whole region, in a bracket").fullmatch(view.text[one.end:q.start])) and view.text[q.end:q.end + 1] == ")"


_BEHIND_A_NAME = compiled(r"[\p{Han}A-Za-z]\($")


def _signed(view: View, index: int, win: Window, rules: Rules) -> bool:
    """Does a figure have its sign right behind 同比, 较上月 or 跌幅, or is it a percentage with one, alone in a bracket or behind a stroke right behind a
    figure, or in a bracket behind what changed (百货(|-54.5%|)、…跌幅较大)?"""
    q = view.quantities[index]
    if view.text[q.number_start] not in "+-":
        return False
    if named(rules, "a sign may follow").search(view.text, max(0, q.number_start - 12), q.number_start):
        return True
    in_a_bracket = _BEHIND_A_NAME.search(view.text, max(0, q.number_start - 2), q.number_start) and view.text[q.end:q.end + 1] == ")"
    if q.kind == "percent" and in_a_bracket and named(rules, "a change is spoken of").search(view.text):
        return True
    one = view.quantities[index - 1] if index else None
    return one is not None and q.kind == "percent" != one.kind and (_alone_in_a_bracket(win, one, q) or view.text[one.end:q.start] == "/")


def in_a_bracket_behind(view: View, index: int, times: Sequence[tuple[int, int]], change: Change, rules: Rules) -> bool:
    """Does a bracket right behind a figure hold this one with no more than a time and a change beside it?"""
    q, one = view.quantities[index], view.quantities[index - 1]
    if view.text[one.end:one.end + 1] != "(" or view.text[q.end:q.end + 1] != ")" or ")" in view.text[one.end:q.start]:
        return False
    start = next((b for a, b in times if a == one.end + 1), one.end + 1)
    return bool(named(rules, "no more than a time and a change").fullmatch(view.text, start, q.start)) and (q.unit == one.unit or bool(change.change))
