"""phrase_before(...) -> the phrase before a number that may name what is measured: without words of change, ranking, time and what governs the number."""

from __future__ import annotations

from extractor.link.change import Change
from extractor.link.classes import of_role
from extractor.link.phrase import Phrase, before, is_measure
from extractor.link.scope import View, Window, after_last, peel
from extractor.link.share import is_share
from extractor.patterns import compiled
from extractor.rules import Rules, named


def phrase_before(view: View, index: int, window: Window, change: Change, rules: Rules) -> Phrase | None:
    """The phrase before the number, without words of change and of ranking, bases and what governs the number."""
    left_end = _before_rank(view, index, window, min(change.end, window.left_end), rules)
    trimmed = _trimmed(view.text, window.left_start, left_end, rules)
    left_end = peel(view, window.left_start, trimmed, rules)[0] if trimmed < window.left_end else left_end      # 标准为|每人
    if view.text.endswith("占", window.left_start, left_end) and not is_share(view.quantities[index]):
        left_end -= 1                                              # 五星级酒店客房|占2.0万间
    return before(view, max(window.left_start, change.metric_start), left_end, rules)


def before_bracket(view: View, window: Window, rules: Rules) -> Phrase | None:
    """我县高压办电时间（42天）: the phrase before the bracket that holds the number alone."""
    opened = window.bracket[0]
    if view.text[opened + 1:window.left_end].strip():
        return None
    start = after_last(view.text, "，。；、)", opened)
    end, _ = peel(view, start, opened, rules)
    inner = [q.end for q in view.quantities if start < q.end <= end]
    return before(view, max([start, *inner]), end, rules)


def _before_rank(view: View, index: int, window: Window, end: int, rules: Rules) -> int:
    """居全国第四, 来到了第14位: the words of ranking are no metric."""
    q = view.quantities[index]
    ordinal = compiled(r"(?:第|前|最后|倒数|TOP|Top)$").search(view.text[max(0, q.start - 4):q.start])
    if not ordinal and q.kind != "rank" and q.unit not in ("位", "名次"):
        return end
    match = named(rules, "words of ranking before an ordinal").search(view.text, window.left_start, end)
    if match and match.group().endswith("排名") and view.text[end:end + 1] in ("由", "从"):
        return end                                                 # 全省排名由73位
    noun = match and match.group().startswith("排名") and (match.start() > window.left_start or not index)
    if match and noun and not is_measure(view.text[window.left_start:match.start()], rules):
        return match.start() + 2                                   # 世界排名|首次达到第20位
    if match is None:
        match = compiled(r"全[国省市县区]第$").search(view.text[:end], pos=window.left_start) or compiled(r"(?:由|从)[^，。；]{0,14}(?:第|最后|倒数第?)$").search(view.text[:end], pos=window.left_start)
    if match is None:
        return end
    among = compiled(r"在[^，。；在]{1,16}(?:当中|之中|中|内|里)$").search(view.text[window.clause_start:match.start()])
    return window.clause_start + among.start() if among else match.start()


def _trimmed(text: str, start: int, end: int, rules: Rules) -> int:
    """The metric's end without 由上年, 每月, 双双 between it and the number."""
    trail = named(rules, "from a metric to its figure")
    while (match := trail.search(text, start, end)) and match.end() == end and match.start() < end:
        end = match.start()
    return end


def averaged(view: View, window: Window, left: Phrase | None, rules: Rules) -> Phrase | None:
    """综合用水量全国人均|412立方米: the average of what is named before it."""
    if left is None or view.text[left.start:left.end] not in of_role(rules, "average"):
        return left
    end = _trimmed(view.text, window.clause_start, left.start, rules)
    whole = before(view, max(window.left_start, window.clause_start), end, rules)
    measured = whole and is_measure(view.text[whole.start:whole.end], rules)
    return Phrase(left.text + whole.text, whole.start, left.end) if whole and measured else left


def last_act(view: View, left: Phrase | None) -> Phrase | None:
    """建设优品库、精准服务企业|5000家: of acts in a row the last one is counted."""
    cut = view.text.rfind("、", left.start, left.end) if left and left.start >= 0 else -1
    if left is None or cut < 0:
        return left
    first, item = ([t.pos for t in view.tokens if a <= t.start and t.end <= b] for a, b in ((left.start, cut), (cut + 1, left.end)))
    verb = next((i for i, pos in enumerate(item) if pos == "v"), -1)
    if not first or first[0] not in ("v", "vn") or not 0 <= verb <= 1 or verb == 1 and item[0] not in ("ad", "d", "a") or verb + 1 >= len(item):
        return left
    return Phrase(view.raw(cut + 1, left.end), cut + 1, left.end)
