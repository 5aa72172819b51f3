"""time(view, window, change, spans, number_start, rules) -> the period that a sentence gives a figure, as written, and how it was found.

Own clause first (before the number, then behind it), then the clauses before it in the sentence; what was said before is the context's
(link/context.py). The base of a comparison (比上年, 与6月份相比) is never the time, except of its own level.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import regex

from extractor.anchor import Anchor, Period
from extractor.fold import fold
from extractor.link.bases import is_base, is_whole
from extractor.link.change import Change
from extractor.link.scope import View, Window
from extractor.patterns import Searched, compiled
from extractor.periods import resolve
from extractor.rules import Rules, named


@functools.cache
def _patterns(rules: Rules) -> tuple[Searched, ...]:
    return tuple(Searched(regex.compile(e["pattern"]), tuple(e["needs"] or ())) for e in rules.entries("times"))


def expressions(text: str, rules: Rules) -> list[tuple[int, int]]:
    """Spans of all expressions of time, left to right, the longest at each place. One search for each pattern is six times as fast
    as one for all: each has beginnings of its own to look for."""
    found = sorted({m.span() for p in _patterns(rules) for m in p.finditer(text)}, key=lambda s: (s[0], -s[1]))
    out: list[tuple[int, int]] = []
    for start, end in found:
        if end > start and (not out or start >= out[-1][1]):
            out.append((start, end))
    return out


_QUOTED = regex.compile(r"“[^”]{0,6}$")      # what is quoted is a name or speech


def times(view: View, rules: Rules) -> list[tuple[int, int]]:
    """Spans of the expressions of time in the sentence, in order, longest at each place, names and bases left out."""
    text, out, out_of = view.text, [], 0
    for start, end in expressions(text, rules):
        if _tells_no_period(view, start, end, rules):
            continue
        if end < len(text) and end - 1 in view.word_starts and end not in view.word_starts and named(rules, "a part of a year in one character").fullmatch(text, end - 1, end):
            end -= 1                                               # 2018年|中央财政, 2017年|秋粮
        if text[start] == "当" and view.word_starts and end < len(text) and end not in view.word_starts:
            continue                                               # 当|天津队保级
        if text[start] == "到" and named(rules, "changes up to a time's figure").search(text[:start]):
            start += 1                                             # 增长到|2023年的2.15亿元
        if text[end:end + 1] == "(" and compiled(r"[比较](?:[\p{Han}]{1,6}的)?$").search(text, max(0, start - 8), start) and compiled(r"\([约近]?\d[^()年月]*\)").match(text, end):
            out.append((start, end))                               # 比|上年|(62.4%)提高0.8个百分点: of the figure in the bracket
            continue
        own_level = named(rules, "a figure right behind its time").match(text[end:end + 8])
        if own_level and (_leads(text, start, rules) or "的" in own_level.group() and named(rules, "stands below or above what follows").search(text, 0, start)):
            out.append((start, end))
            continue
        if _QUOTED.search(text[max(0, start - 12):start]) and compiled(r"[^“”，。；]{0,10}”").match(text, end):
            continue                                               # “十三五规划” is a name, “去年冬天用了2000多个字 is speech
        if is_base(text, start, end, rules) or out_of and start - out_of == 1 and text[out_of] in "、和与及":
            out_of = end                                           # 较2022年、2019年|分别增加: compared with both
            continue
        out.append((start, end))
    return out


def _tells_no_period(view: View, start: int, end: int, rules: Rules) -> bool:
    """Does what stands around an expression of time make it a part of a name, a rate, the whole of a share, or the time of something else?"""
    text = view.text
    if named(rules, "makes a name of the time before it").match(text, end, end + 8) and text[start] not in "今明去":
        return True
    if text[start:end] in ("全年", "年度") and named(rules, "the plan of a whole year").match(text, end):
        return True
    if text[start:end] == "同期" and compiled(r"(?:19|20)\d{2}年$").search(text, max(0, start - 5), start):
        return True                                                # 较2019年|同期增长: of the year before it
    if named(rules, "is made known").match(text, end) and named(rules, "the day of telling").fullmatch(text, start, end):
        return True
    if text[start] == "每" and compiled(r"每[\p{Han}]{1,4}$").search(text, max(0, start - 5), start):
        return True                                                # 每人|每月|860元: a rate
    if any(q.start <= start < q.end for q in view.quantities) or text[start:end] == "年初" and named(rules, "set at the beginning of the year").match(text, end):
        return True
    if is_whole(text, start, end, rules) or named(rules, "lasts until the year behind it").search(text, max(0, start - 6), start + 1):
        return True
    return bool(named(rules, "began in the year behind it").search(text, max(0, start - 4), start)) and not named(rules, "then, of the year before it").match(text, end)


def _leads(text: str, start: int, rules: Rules) -> bool:
    """由|2015年的38.2%, 与|2020年的78.9万吨相比: does what stands before an expression of time lead to the figure behind it?"""
    return bool(named(rules, "leads to a time of its own figure").fullmatch(text[start - 1:start]))


def time(view: View, window: Window, change: Change, spans: list[tuple[int, int]], number_start: int, rules: Rules) -> tuple[str, str]:
    """(time as written, "sentence") from this sentence, or ("", "")."""
    if change.own_time[0] >= 0:
        own = expressions(view.text[change.own_time[0]:change.own_time[1]], rules)
        if own:
            base = change.own_time[0]
            return view.raw(base + own[0][0], base + own[0][1]), "sentence"
    before = [s for s in spans if s[1] <= number_start and not _spent(view, s, number_start, rules) and not _in_a_bracket_before(view, s, number_start)]
    points_back, numbered = named(rules, "points back to a time"), named(rules, "a numbered year, month, day or quarter")
    explicit = [s for s in before if not points_back.match(view.text[s[0]:s[1]])]
    before = explicit or before
    dated = [s for s in before if view.text[s[0]] != "每" and numbered.search(view.text, *s)]
    before = dated if dated and view.text[before[-1][0]] == "每" else before         # 去年5月至6月的每月工资
    inside = [s for s in before if s[0] >= window.clause_start]
    if inside:
        return _best(view, inside, rules), "sentence"
    behind = [s for s in spans if number_start < s[0] < window.right_end and _tells_behind(view, window, s)]
    before = [s for s in before if not ends_with_its_clause(view, s, rules)]
    if before:
        # the last clause that says a time; a whole-period word (全年, 期末) does not hide the year said with it
        return _best(view, before, rules), "sentence"
    if behind:
        return view.raw(*behind[0]), "sentence"
    return "", ""


def ends_with_its_clause(view: View, span: tuple[int, int], rules: Rules) -> bool:
    """每月提高65元，…; 上周为27261点，增|296点: is an expression of time of its own clause alone? 当年|…，人均为… at the head of a sentence goes on."""
    deadline, text = compiled(r"[末底]前").match(view.text, span[1] - 1), view.text             # 月底|前收完
    aimed = deadline and named(rules, "an aim before its deadline").search(text, 0, span[0]) and text.startswith("，", deadline.end())
    if aimed or not deadline and not named(rules, "a time of its own clause alone").match(text, *span):
        return False
    if not span[0] and text[0] != "每" or named(rules, "turns to the time behind it").search(text, 0, span[0]):
        return False
    return not text.startswith("则", span[1])                      # 去年同期|则仅有37只，募集总额…: what follows is of it


def is_a_mark(view: View, when: str, rules: Rules) -> bool:
    """Is a time, as the sentence writes it, told of what the figure is measured against alone?"""
    at = view.sentence.text.chars.rfind(when) if when else -1
    return at > 0 and bool(named(rules, "passes or misses a mark").search(view.text, max(0, at - 6), at))


def _tells_behind(view: View, window: Window, span: tuple[int, int]) -> bool:
    """增长5%（2019年）; 37%的受访者…在过去一年里下降了: at the end of the number's side, or with 在; not the rate of the next number (每年2万元), nor
    that of a figure in a bracket (6.3%（2019年7.0%）)."""
    if view.text[span[0] - 1:span[0]] == "(" and any(span[1] <= q.start and ")" not in view.text[span[1]:q.start] for q in view.quantities):
        return False
    if window.right_end - span[1] <= 1:
        return window.right_end == window.clause_end or not view.text.startswith("每", span[0])
    return view.text[span[0] - 1:span[0]] in ("在", "于") and window.right_end == window.clause_end and view.text[span[1]:span[1] + 1] != "的"


def is_of_one(view: View, span: tuple[int, int], rules: Rules) -> bool:
    """Is an expression of time of the figure right behind it and of no other: 由2015年的38.2%提高到…, 是2018年12亿件的4倍, 比上年(62.4%)提高…?"""
    text, (start, end) = view.text, span
    if _leads(text, start, rules):
        return any(end <= q.start <= end + 12 for q in view.quantities) and not named(rules, "goes on from or up to a time").search(text[start:end + 2])
    if text[start - 1:start] in ("是", "为", "于") and named(rules, "the figure of a time that is multiplied").match(text, end):
        return True
    return text[end:end + 1] == "(" and text[start - 1:start] in ("比", "较")


def _spent(view: View, span: tuple[int, int], number: int, rules: Rules) -> bool:
    """由上年729万增加到732万, 自2003年(5.5%)以来: the time of the base is that of the first number behind it and of no other."""
    between = [q for q in view.quantities if span[1] <= q.start and q.end <= number]
    if view.text[span[0]] == "每" and between:
        return bool(compiled(r"[\p{Han}]{0,3}的|[^、和]{5,}$").match(view.text[between[-1].end:number]))      # 每月入息少于10000元的家庭为|57.97万户|
    return bool(between) and is_of_one(view, span, rules)


def _in_a_bracket_before(view: View, span: tuple[int, int], number: int) -> bool:
    """升20.6%(上月升26.4%)、…升|10.4%: of a figure in brackets alone."""
    opened, closed = view.text.rfind("(", 0, span[0]), view.text.find(")", span[1])
    return -1 < opened < closed < number and ")" not in view.text[opened:span[0]] and any(opened < q.start < closed for q in view.quantities)


_YEARS = regex.compile(r"(?:19|20)\d{2}\s?年?")


def of_its_own(view: View, index: int, when: str, rules: Rules) -> str:
    """2018年、2019年的净利润分别为8亿元、10亿元: each number with the year in its place; `when` where the counts differ."""
    years = [m.group() for m in _YEARS.finditer(when)] or [m.group() for m in named(rules, "months, a quarter or half a year").finditer(when)]
    parts = compiled(r"[、和与及]").split(when)
    if len(years) < 2 or len(parts) != len(years):
        return when
    said = view.text.rfind("分别", 0, view.quantities[index].start)
    first = next((i for i, q in enumerate(view.quantities) if said >= 0 and q.start > said), index)
    listed = view.quantities[first:first + len(years)]
    between = all(len(view.text[a.end:b.start]) <= 3 and compiled(r"\s?[、，和与及].*").match(view.text[a.end:b.start]) for a, b in zip(listed, listed[1:], strict=False))
    here = view.text.find(when[:4])
    if said < 0 or here > said or len(listed) != len(years) or not between or not first <= index < first + len(years):
        return when
    own = parts[index - first]
    return own if named(rules, "ends like a period").search(own) or not _YEARS.match(own) else own + "年"


def told(view: View, spans: Sequence[tuple[int, int]], rules: Rules) -> list[tuple[str, tuple[int, int]]]:
    """Expressions of time as a reader would write them, those that touch or are joined (2023年上半年, 6月和7月) as one: (as written, span), in order."""
    out, first = [], 0
    for i, (_, end) in enumerate(spans):
        if i + 1 == len(spans) or not _joins(view, end, spans[i + 1][0], rules):
            out.append((_written(view, spans[first:i + 1]), (spans[first][0], end)))
            first = i + 1
    return out


def _run(view: View, spans: Sequence[tuple[int, int]], rules: Rules) -> list[tuple[int, int]]:
    """The last of the spans with those before that it is joined to."""
    joined = [spans[-1]]
    for span in reversed(spans[:-1]):
        if _joins(view, span[1], joined[0][0], rules):
            joined.insert(0, span)
    return joined


def _joins(view: View, end: int, start: int, rules: Rules) -> bool:
    return end >= start - 1 and bool(named(rules, "joins two times").fullmatch(view.text[end:start]))


def _best(view: View, spans: Sequence[tuple[int, int]], rules: Rules) -> str:
    return _written(view, _run(view, spans, rules))


def _written(view: View, joined: Sequence[tuple[int, int]]) -> str:
    said = view.raw(joined[0][0], joined[-1][1]).strip(" ，,的:：")
    return view.raw(*joined[-1]) if ("(" in said or "（" in said) and said[-1] not in ")）" else said


def carries(text: str, rules: Rules) -> bool:
    """May the figures of a sentence without a time have one that was said before it?"""
    return not named(rules, "in general, supposed or calculated").search(text)


def fleeting(when: str, rules: Rules) -> bool:
    """A day, a weekend, a career: the next sentence may still tell of it, the ones after it hardly."""
    return bool(named(rules, "a time that soon passes").search(when))


def said_period(view: View, when: str, spans: list[tuple[int, int]], number: int, anchor: Anchor, rules: Rules) -> Period | None:
    """Days of the time `when` of a figure at `number`; what the sentence says before it comes first (2024年…，9月末…)."""
    own = view.sentence.text.chars
    at = own.rfind(when, 0, max(number, 1))
    at = at if at >= 0 else own.find(when)
    for start, end in spans:
        if end <= at:
            anchor = anchor.said(resolve(view.text[start:end], anchor, rules))
    return resolve(fold(when, rules), anchor, rules)
