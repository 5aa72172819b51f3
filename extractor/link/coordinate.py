"""series(view, names, rules, before) -> for the quantities of A、B、C分别为1、2、3 which head belongs to which number, as its metric or its owner.

Heads and numbers are paired in order; where their counts differ nothing is paired. What the last item shares
with the others is put back: 一产、二产、三产增加值 -> 一产增加值, 二产增加值, 三产增加值. Names own (张家界、岳阳分别增长5%、6%), times neither own nor
measure (2017年、2018年的净利润).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from extractor.languages.words import is_word
from extractor.link.enumerated import Heads, before_measure, before_predicate, before_time, heads, movers, whose
from extractor.link.names import Mention
from extractor.link.paired import Series
from extractor.link.scope import Cue, View, clause_before, peel
from extractor.patterns import compiled
from extractor.quantity import Quantity
from extractor.rules import Rules, named

_Told = tuple[list[str], list[str], int]        # metrics, owners, where the heads begin


def series(view: View, names: Sequence[Mention], rules: Rules, before: Sequence[str] = ()) -> list[Series]:
    """All 分别-series of the sentence; names are its mentions, `before` those whose numbers the last series of a sentence before told."""
    out: list[Series] = []
    rows = _in_a_row(view, names)
    for match in named(rules, "figures belong to heads in order").finditer(view.text):
        indices = _run(view, match.end(), rules)
        if len(indices) < 2:
            continue
        told_before = any(indices[0] in s.indices for s in out)
        if match["again"]:
            out += [] if told_before else _again(view, match, indices, out, rules)
            continue
        made = None if told_before else _moved(view, match, indices, rules)
        if made is None and not match["mute"]:
            made = _goes_back(view, match, indices, names, before if not out else (), rules) or _by_heads(view, match, indices, rows, out, rules)
        elif made is None and not told_before:
            made = _without_a_word(view, match, indices, rows, rules)
        if made:
            out.append(made)
    return out


def _moved(view: View, match: regex.Match, indices: list[int], rules: Rules) -> Series | None:
    """The series of the changes of things that a clause before names in a row (movers), None where none does."""
    moved = movers(view, match, indices, rules)
    if not moved:
        return None
    items, at, what = moved
    cues = peel(view, clause_before(view.text, match.start()), view.quantities[indices[0]].start, rules)[1]
    return Series(tuple(indices), (what,) * len(items) if what else (), at, at, match.end(), cues, owners=items)


def _again(view: View, match: regex.Match, indices: list[int], before: Sequence[Series], rules: Rules) -> list[Series]:
    """分别减少9起、9人，|下降|75%和69.23%: the changes once more, in the order of the series right before; [] where none is."""
    last = before[-1] if before and not before[-1].refused else None
    if last is None or len(last.indices) != len(indices) or not named(rules, "between a series and its changes").fullmatch(view.text, view.quantities[last.indices[-1]].end, match.start()):
        return []
    cues = peel(view, match.start(), view.quantities[indices[0]].start, rules)[1]
    return [replace(last, indices=tuple(indices), end=match.end(), cues=cues, levels=last.levels + len(indices))]


def _without_a_word(view: View, match: regex.Match, indices: list[int], rows: Sequence[list[Mention]], rules: Rules) -> Series | None:
    """华安财险、英达财险的保费收入|为|93亿元和91亿元: names in a row and as many numbers of one unit, without 分别."""
    told = _of_names(view, rows, clause_before(view.text, match.start()), match.start(), len(indices), (), rules)
    if not told or not told[0] or len({view.quantities[i].unit for i in indices}) > 1:
        return None
    metrics, owners, start = told
    return Series(tuple(indices), tuple(metrics), start, start, match.end(), owners=tuple(owners))


def _goes_back(view: View, match: regex.Match, indices: list[int], names: Sequence[Mention], before: Sequence[str], rules: Rules) -> Series | None:
    """The series of as many numbers as a sentence before told of things in a row, in its order: one measure, no other name in the sentence. None where it is none."""
    if len(before) != len(indices):
        return None
    found = heads(view, match.start(), rules)
    said = named(rules, "a measure of those said before").fullmatch(found.items[0]) if len(found.items) == 1 else None
    if said is None or not named(rules, "a head complete by itself").search(said["what"]) or any(n.role == "name" and n.start < match.start() for n in names):
        return None
    if _listed_before(view.text, found.start, len(indices), (), rules):
        return None
    start = match.start() - len(said["what"]) if view.text[:match.start()].endswith(said["what"]) else found.start
    cues = peel(view, match.start(), view.quantities[indices[0]].start, rules)[1]
    return Series(tuple(indices), (said["what"],) * len(indices), start, match.start(), match.end(), cues, owners=tuple(before))


def whose_in_order(found: Sequence[Series], rules: Rules) -> tuple[str, ...]:
    """Owners of the last series, in order: named owners, else the part of each metric before its common ending; () where all are of one."""
    last = next((s for s in reversed(found) if not s.refused), None)
    return (last.owners or tuple(_before_what_is_shared(last.metrics, rules))) if last and len(last.indices) > 1 else ()


def _by_heads(view: View, match: regex.Match, indices: list[int], rows: Sequence[list[Mention]], out: Sequence[Series], rules: Rules) -> Series:
    """The series with what stands before 分别; `out` are the series before it."""
    found = heads(view, match.start(), rules)
    number = view.quantities[indices[0]]
    cues = peel(view, match.start(), number.start, rules)[1]
    own = not any(found.items) or len(found.items) < len(indices) and _right_behind(view, indices, match.start(), rules)
    if own and _change_levels(view, indices, match.end(), rules) and not (out and len(out[-1].indices) == len(indices)):
        return Series(tuple(indices), (), match.start(), match.start(), match.end(), cues, levels=len(indices))
    told = _told(view, match, indices, found, rows, out, rules)
    if told is None:
        return Series(tuple(indices), (), found.start, found.start, match.end(), refused=True)
    metrics, owners, start = told
    levels = _in_brackets(view, start, match.start(), len(indices)) if found.changed and indices[0] >= len(indices) else 0
    joins = named(rules, "joins things in a row").search(view.text, start, match.start())
    joint = joins.start() if joins else match.start()
    changed = found.changed if number.kind == "percent" else ()
    return Series(tuple(indices), tuple(metrics), start, joint, match.end(), (*cues, *changed), owners=tuple(owners), levels=levels)


def _told(view: View, match: regex.Match, indices: list[int], found: Heads, rows: Sequence[list[Mention]], out: Sequence[Series], rules: Rules) -> _Told | None:
    """What the heads say that the numbers are, and whose; with no heads of their own they go on with those of the series before."""
    count, number = len(indices), view.quantities[indices[0]]
    share = compiled(r"占[^，。；、]{2,16}?(?=的$)").search(view.text[match.end():number.start])
    if share:                                                      # 分别占两级政府总数的19.9%和3.56%
        return [share.group()] * count, [], found.start
    lifts = named(rules, "the lift of something").search(view.text[match.end():number.start])
    if lifts and out and len(out[-1].indices) == count:            # 三次产业的贡献率分别为…，分别拉动经济增长0.4、3.6和2.8个百分点
        return [lifts.group()] * count, [*out[-1].owners], found.start
    if len(found.items) == 1 and named(rules, "a head complete by itself").search(found.items[0]):      # 日系、德系销量分别为94万辆和65万辆，占比分别为20%和14%
        same = _fronts(out, count, match.start(), view, rules) or _listed_before(view.text, found.start, count, rows, rules)
        if same:
            return [found.items[0]] * count, same, found.start
    if _goes_on(found, count, out):                                # ，分别居全国第二、第七、第九
        return [*out[-1].metrics], [*out[-1].owners], out[-1].start
    before = found.start if len(found.items) == count else clause_before(view.text, found.start)
    return _of_names(view, rows, before, match.start(), count, found.changed, rules) or _of_heads(view, found, match.span(), count, number, rules)


def _in_brackets(view: View, start: int, end: int, count: int) -> int:
    """台湾(3.7万人次)、香港(1.8万人次)的跌幅依次为…: as many levels in brackets as there are changes, 0 where they are not."""
    inside = [q for q in view.quantities if start <= q.start < end]
    return count if len(inside) == count and all(view.text[q.number_start - 1] == "(" for q in inside) else 0


def _change_levels(view: View, indices: Sequence[int], said: int, rules: Rules) -> bool:
    """受理案件100件，结案90件，|较上年分别上升|8%、9%: are the numbers the changes of as many levels right before them, one a clause?"""
    first, count = indices[0], len(indices)
    levels = view.quantities[first - count:first] if first >= count else ()
    changed = any(c.kind == "change" for c in peel(view, said, view.quantities[first].start, rules)[1])
    apart = all(compiled(r"[^。；]*[，,、]\s?[^。；，,、]{2,}").fullmatch(view.text, a.end, b.start) for a, b in zip(levels, levels[1:], strict=False))
    return changed and bool(levels) and apart and "。" not in view.text[levels[0].start:said]


def _right_behind(view: View, indices: Sequence[int], said: int, rules: Rules) -> bool:
    """一产10亿元、二产20亿元，|分别增长|5%、6%: does no more than a base stand between the figure before and 分别?"""
    return indices[0] >= len(indices) and bool(named(rules, "from levels to their changes").fullmatch(view.text, view.quantities[indices[0] - 1].end, said))


def _goes_on(found: Heads, count: int, before: Sequence[Series]) -> bool:
    """Are the numbers of as many things as those of the series before, with no heads of their own?"""
    return bool(before) and len(before[-1].indices) == count and (found.start <= before[-1].start or bool(compiled(r"(?:[居列位排占为].*|.?)").fullmatch("".join(found.items[:1]))))


def _fronts(before: Sequence[Series], count: int, said: int, view: View, rules: Rules) -> list[str]:
    """Whose the numbers of the series right before are: its owners, else what its metrics have before the part they share; [] where it has as many of none."""
    last = before[-1] if before and len(before[-1].indices) == count else None
    if last is None or "。" in view.text[last.end:said] or len(compiled(r"[^，；]*[，；]").findall(view.text[view.quantities[last.indices[-1]].end:said])) > 1:
        return []
    return list(last.owners) or _before_what_is_shared(last.metrics, rules)


_OF_ALL = regex.compile(r"等?(?:[二两三四五六七八九十]+[\p{Han}]{1,2})?$")                 # 日本和韩国|三国
_TIMES_IN_A_ROW = regex.compile(r"(?:19|20)\d{2}年?[、和与及](?:19|20)\d{2}年")


def _listed_before(text: str, start: int, count: int, rows: Sequence[list[Mention]], rules: Rules) -> list[str]:
    """涨幅居前的依次是茼蒿、平菇和韭菜，|平均价格分别为…: as many things as there are numbers, told in the clause right before; [] where they are not, or
    where times or names (`rows`) stand in a row before them."""
    said = named(rules, "things told in the clause before").search(text, max(0, start - 100), start)
    if said is None or _TIMES_IN_A_ROW.search(text, max(0, said.start() - 60), said.start()) or any(len(r) == count and r[-1].end <= said.start() for r in rows):
        return []
    items = named(rules, "joins things in a row").split(said["items"])
    items[-1] = _OF_ALL.sub("", items[-1]) or items[-1]
    return items if len(items) == count and len(set(items)) == count and all(1 < len(i) <= 16 for i in items) else []


def _before_what_is_shared(metrics: Sequence[str], rules: Rules) -> list[str]:
    """日系, 德系 of 日系销量, 德系销量; [] where they share nothing, or nothing but times stands before it."""
    tail = 0
    while metrics and len({m[-tail - 1:] for m in metrics}) == 1 and tail < min(map(len, metrics)) - 2:
        tail += 1
    measure = named(rules, "a measure that things share").search(metrics[0], len(metrics[0]) - tail) if tail else None
    tail = len(metrics[0]) - measure.start() if measure else tail  # 第一产业|增加值
    tail += bool(measure) and tail == 2 and is_word(metrics[0][-3:-1])          # 城东市场|成交量, not 日系|销量
    tail -= tail > 2 and compiled(r"[\dA-Z][组级类型区号]").fullmatch(metrics[0][-tail - 1:len(metrics[0]) - tail + 1]) is not None      # 试验3|组平均日增重
    fronts = [m[:-tail].removesuffix("的") for m in metrics] if tail >= 2 else []
    return fronts if len(set(fronts)) == len(fronts) and not any(named(rules, "a head ends with a time").search(f) for f in fronts) else []


def _of_heads(view: View, found: Heads, mark: tuple[int, int], count: int, number: Quantity, rules: Rules) -> _Told | None:
    """By what is enumerated before 分别 (its span is `mark`, its first number `number`), None where that is not as many as the numbers."""
    items, start, complete = found.items, found.start, named(rules, "a head complete by itself")
    if len(items) == 1 and len(items[0]) >= 2 and not named(rules, "points back at a figure").fullmatch(items[0]):
        own = before_measure(items[0], rules)                      # 两家医院的|阳性率分别为28.4%和31.7%, 粗蛋白分别提高6.75%和8.77%
        items, start = [items[0][own:]] * count, start + own
    if len(items) != count:
        items = before_predicate(view, clause_before(view.text, start), start, rules)
    if len(items) != count:
        return None
    part = compiled(r"(?:其中|当中)[，,]?$").search(view.text, max(0, start - 3), start)
    whole = next((q for q in reversed(view.quantities) if q.end <= start), None)
    if part and whole and whole.kind == number.kind == "percent" and len(set(items)) > 1 and not any(complete.search(i) for i in items):
        return [], items, start                                    # 就业率为93.2%，其中本科、专科、中职分别为…: of each of them
    change = _named_change(view, found.changed)
    if change and view.text[:found.changed[0].end].removesuffix(change).endswith("的") and len(set(items)) > 1:      # 甲、乙的|增产幅度
        return [change] * count, items, start
    acts = (peel(view, mark[1], number.start, rules)[0] - mark[1] >= 2 or view.text[mark[1]] in "以凭得获拿") and not any(complete.search(h) for h in items)      # 淮州港、海岳证券分别|认缴|4亿元, 甲和乙分别|以|90分和80分
    if acts or named(rules, "how many things stood in a row").search(view.text, start, mark[0]):
        return [], items if len(set(items)) > 1 else [], start
    return *whose(items, rules), start + before_time(items, rules)


def _in_a_row(view: View, names: Sequence[Mention]) -> list[list[Mention]]:
    """Names that stand in a row with nothing but 、和与及 between them."""
    rows: list[list[Mention]] = []
    for name in names:
        if name.type not in ("place", "organisation", "person", "name") or name.role != "name":
            continue
        if rows and compiled(r"(?:\([^()]{1,40}\))?\s?(?:、|和|与|及|以及|、和)\s?").fullmatch(view.text, rows[-1][-1].end, name.start):
            rows[-1].append(name)
        else:
            rows.append([name])
    return rows


def _of_names(view: View, rows: Sequence[list[Mention]], start: int, end: int, count: int, changed: Sequence[Cue], rules: Rules) -> _Told | None:
    """Where as many names in a row stand before 分别 as numbers behind it: 张家界、岳阳的|增速分别为…, 郑钦文、王曦雨和袁悦都创下新高，依次为…; None where
    none do."""
    row = next((r for r in reversed(rows) if len(r) == count and start <= r[0].start and r[-1].end <= end), None)
    if row is None or any(row[-1].end <= q.start < end for q in view.quantities):
        return None
    said = compiled(r"(?:\([^()]{1,40}\))?的(?P<what>[^的，,；]{2,12}?)[则均也亦]?").fullmatch(view.text, row[-1].end, end) or named(rules, "a measure behind names in a row").fullmatch(view.text, row[-1].end, end)
    change = _named_change(view, changed) if changed and changed[0].start >= row[-1].end else ""
    what = said["what"] if said else change
    return [what] * count if what else [], [view.text[m.start:m.end] for m in row], start


def _named_change(view: View, changed: Sequence[Cue]) -> str:
    """The change that is named right before 分别 (增速, 增产幅度), "" where none is."""
    return view.text[changed[0].start:changed[0].end].lstrip("的") if changed else ""


def _run(view: View, start: int, rules: Rules) -> list[int]:
    """Indices of the quantities after 分别 that follow each other with nothing but 、和及 (and 第) between."""
    indices: list[int] = []
    end, joins = start, named(rules, "joins figures in a row")
    for i, q in enumerate(view.quantities):
        if q.start < start:
            continue
        between = view.text[end:q.start]
        if not indices and compiled(r"[，。；]").search(between) and len(between) > 2 or indices and not joins.fullmatch(between):
            break
        indices.append(i)
        end = q.end
    return indices
