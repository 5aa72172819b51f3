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
from extractor.link.bases import GOES_ON, THAN, is_base, is_whole
from extractor.link.change import Change
from extractor.link.scope import View, Window
from extractor.patterns import Searched, compiled
from extractor.periods import resolve
from extractor.rules import Rules


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


# What is quoted is a name or speech; what follows the expression makes it a name.
_QUOTED = regex.compile(r"“[^”]{0,6}$")
_NOT_TIME = regex.compile(r"(?:不变价|可比价|级|度决算|度部门|行动|(?:规划|计划)(?!目标)|方案|工作(?!回顾|成效|安排|打算|思路|(?:开展|完成|主要)?情况|主要成)|版|号|届|[”》])")


_AIM = regex.compile(r"(?:预期|计划|预算)?(?:目标|任务|计划|预算)")          # 全年目标任务|已完成58%
_TELLS_DAY = regex.compile(r"[今昨当][日天晚]|日前|近日|\d{1,2}日|(?:1[0-2]|[1-9])月\d{1,2}日(?:上午|下午)?")
_TOLD = regex.compile(r"(?:予以|正式|对外|联合|集中|向社会|举行|召开|上午|下午){0,2}(?:公布|发布|通报|披露|获悉|透露|印发|出炉)")


def times(view: View, rules: Rules) -> list[tuple[int, int]]:
    """Spans of the expressions of time in the sentence, in order, longest at each place, names and bases left out."""
    text, out, out_of = view.text, [], 0
    for start, end in expressions(text, rules):
        if _NOT_TIME.match(text, end, end + 8) and text[start] not in "今明去" or text[start:end] in ("全年", "年度") and _AIM.match(text, end):
            continue
        if text[start:end] == "同期" and compiled(r"(?:19|20)\d{2}年$").search(text, max(0, start - 5), start):
            continue                                               # 较2019年|同期增长: of the year before it
        if _TOLD.match(text, end) and _TELLS_DAY.fullmatch(text, start, end):
            continue                                               # 商务部今天予以公布: when it was told
        if text[start] == "每" and compiled(r"每[\p{Han}]{1,4}$").search(text, max(0, start - 5), start):
            continue                                               # 每人|每月|860元: a rate
        if any(q.start <= start < q.end for q in view.quantities) or text[start:end] == "年初" and compiled(r"(?:调整)?(?:预算|计划|目标|任务)|(?:就|所)?(?:定下?|确定|制定|部署|安排)的?").match(text, end):
            continue
        if is_whole(text, start, end) or _FOUNDED.search(text, max(0, start - 4), start) and not _THEN.match(text, end) or _UNTIL.search(text, max(0, start - 6), start + 1):
            continue
        if text[end - 1] in _PARTS and end < len(text) and end - 1 in view.word_starts and end not in view.word_starts:
            end -= 1                                               # 2018年|中央财政, 2017年|秋粮
        if text[start] == "当" and view.word_starts and end < len(text) and end not in view.word_starts:
            continue                                               # 当|天津队保级
        if compiled(r"(?:增长|提高|增加|上升|降低|减少|下降|扩大|增|升|降|减|涨)$").search(text[:start]) and text[start] == "到":
            start += 1                                             # 增长到|2023年的2.15亿元
        if text[end:end + 1] == "(" and compiled(r"[比较](?:[\p{Han}]{1,6}的)?$").search(text, max(0, start - 8), start) and compiled(r"\([约近]?\d[^()年月]*\)").match(text, end):
            out.append((start, end))                               # 比|上年|(62.4%)提高0.8个百分点: of the figure in the bracket
            continue
        own_level = compiled(r"(?:时|份|末|同期)?(?:录得)?的?(?:年均|月均|日均|平均)?\s?\(?(?:[约近]|不足|超过?)?\d").match(text[end:end + 8])
        if own_level and (text[start - 1:start] in ("由", "从", "自", "与", "同") or "的" in own_level.group() and THAN.search(text, 0, start)):
            out.append((start, end))
            continue
        if _QUOTED.search(text[max(0, start - 12):start]) and compiled(r"[^“”，。；]{0,10}”").match(text, end):
            continue                                               # “十三五规划” is a name, “去年冬天用了2000多个字 is speech
        if is_base(text, start, end) or out_of and start - out_of == 1 and text[out_of] in "、和与及":
            out_of = end                                           # 较2022年、2019年|分别增加: compared with both
            continue
        out.append((start, end))
    return out


# 创办于|1956年，现有职工180人; 签约|至2028年，周薪15万英镑: when a thing began or will end, not of what it has now; but 创办于1966年，当时….
_FOUNDED, _THEN = regex.compile(r"(?:建|成立|创[办建立设]|组建|设立|诞生|出?生|落成|投产|开业|上市)于$"), regex.compile(r"(?:\d{1,2}月)?[，,]?(?:当时|当年|那时)")
_UNTIL = regex.compile(r"(?:签约|签到|签下|续约|存续|延长|延续|延期|有效期?|效力)[到至]?$")
_PARTS = frozenset("中初末底春夏秋冬前后")      # with these an expression goes on, unless they begin the next word


def time(view: View, window: Window, change: Change, spans: list[tuple[int, int]], number_start: int, rules: Rules) -> tuple[str, str]:
    """(time as written, "sentence") from this sentence, or ("", "")."""
    if change.own_time[0] >= 0:
        own = expressions(view.text[change.own_time[0]:change.own_time[1]], rules)
        if own:
            base = change.own_time[0]
            return view.raw(base + own[0][0], base + own[0][1]), "sentence"
    before = [s for s in spans if s[1] <= number_start and not _spent(view, s, number_start) and not _in_a_bracket_before(view, s, number_start)]
    explicit = [s for s in before if not _POINTS_BACK.match(view.text[s[0]:s[1]])]
    before = explicit or before
    dated = [s for s in before if view.text[s[0]] != "每" and compiled(r"\d|[一二三四五六七八九十][年月日季]").search(view.text, *s)]
    before = dated if dated and view.text[before[-1][0]] == "每" else before         # 去年5月至6月的每月工资
    inside = [s for s in before if s[0] >= window.clause_start]
    if inside:
        return _best(view, inside), "sentence"
    behind = [s for s in spans if number_start < s[0] < window.right_end and _tells_behind(view, window, s)]
    before = [s for s in before if not ends_with_its_clause(view, s)]
    if before:
        # the last clause that says a time; a whole-period word (全年, 期末) does not hide the year said with it
        return _best(view, before), "sentence"
    if behind:
        return view.raw(*behind[0]), "sentence"
    return "", ""


# 每月提高65元, 占当月的51%: of the clause they stand in only; the next clause goes on with the sentence's own period.
_OF_ITS_CLAUSE = regex.compile(r"每|当[年月季日]|[去前上]?[年月季]?度?同期|上年|上季|上月|上周|上一(?:交易)?日|前一(?:交易日|日|天)")
# 反观|去年同期，37只基金募集14亿元; 去年同期|则仅有37只，募集总额…: what follows is of it
_TURNS = regex.compile(r"(?:反观|回看|再看)$")
_ALONE = regex.compile(r"则")


def ends_with_its_clause(view: View, span: tuple[int, int]) -> bool:
    """每月提高65元，…; 上周为27261点，增|296点: is an expression of time of its own clause alone? 当年|…，人均为… at the head of a sentence goes on."""
    deadline = _DEADLINE.match(view.text, span[1] - 1)
    if deadline and _AIMED.search(view.text, 0, span[0]) and view.text.startswith("，", deadline.end()) or not deadline and not _OF_ITS_CLAUSE.match(view.text, *span):
        return False
    return not (not span[0] and view.text[0] != "每" or _TURNS.search(view.text, 0, span[0]) or _ALONE.match(view.text, span[1]))


# 只输给今年8月27日的24,519点: a mark that was passed or missed, no time that goes on.
_PASSED = regex.compile(r"(?:输给|次于|[低高]于|不及|不如|逊于|打破|超越)(?:了|过)?$")


def is_a_mark(view: View, when: str) -> bool:
    """Is a time, as the sentence writes it, told of what the figure is measured against alone?"""
    at = view.sentence.text.chars.rfind(when) if when else -1
    return at > 0 and bool(_PASSED.search(view.text, max(0, at - 6), at))


_DEADLINE = regex.compile(r"[末底]前")             # 月底|前收完
_AIMED = regex.compile(r"(?:^|[，。；:])(?:力争|争取|确保|计划|预计|规划|目标|拟|将|要)[在于到至]?$")      # 力争|2026年底前，普及率达到95%: of what follows


# 2018年至2019年期间，当时仍未, 截至6月30日止6个月的成绩单，期内…: the period said before is meant.
_POINTS_BACK = regex.compile(r"当[月季]|当时|那时|届时|此时|同期|期内")


def _tells_behind(view: View, window: Window, span: tuple[int, int]) -> bool:
    """增长5%（2019年）; 37%的受访者…在过去一年里下降了: at the end of the number's side, or with 在; not the rate of the next number (每年2万元), nor
    that of a figure in a bracket (6.3%（2019年7.0%）)."""
    if view.text[span[0] - 1:span[0]] == "(" and any(span[1] <= q.start and ")" not in view.text[span[1]:q.start] for q in view.quantities):
        return False
    if window.right_end - span[1] <= 1:
        return window.right_end == window.clause_end or not view.text.startswith("每", span[0])
    return view.text[span[0] - 1:span[0]] in ("在", "于") and window.right_end == window.clause_end and view.text[span[1]:span[1] + 1] != "的"


_BASE_OF_TIMES = regex.compile(r"(?:同期)?的?[约近]?\d[\d.,]*[万亿]?\p{Han}{0,3}的[约近]?[\d.一二两三四五六七八九十百千]{1,6}[多余]?倍")


def is_of_one(view: View, span: tuple[int, int]) -> bool:
    """Is an expression of time of the figure right behind it and of no other: 由2015年的38.2%提高到…, 是2018年12亿件的4倍, 比上年(62.4%)提高…?"""
    text, (start, end) = view.text, span
    if text[start - 1:start] in ("由", "从", "自", "与", "同"):
        return any(end <= q.start <= end + 12 for q in view.quantities) and not GOES_ON.search(text[start:end + 2])
    return text[start - 1:start] in ("是", "为", "于") and bool(_BASE_OF_TIMES.match(text, end)) or text[end:end + 1] == "(" and text[start - 1:start] in ("比", "较")


def _spent(view: View, span: tuple[int, int], number: int) -> bool:
    """由上年729万增加到732万, 自2003年(5.5%)以来: the time of the base is that of the first number behind it and of no other."""
    between = [q for q in view.quantities if span[1] <= q.start and q.end <= number]
    if view.text[span[0]] == "每" and between:
        return bool(compiled(r"[\p{Han}]{0,3}的|[^、和]{5,}$").match(view.text[between[-1].end:number]))      # 每月入息少于10000元的家庭为|57.97万户|
    return bool(between) and is_of_one(view, span)


def _in_a_bracket_before(view: View, span: tuple[int, int], number: int) -> bool:
    """升20.6%(上月升26.4%)、…升|10.4%: of a figure in brackets alone."""
    opened, closed = view.text.rfind("(", 0, span[0]), view.text.find(")", span[1])
    return -1 < opened < closed < number and ")" not in view.text[opened:span[0]] and any(opened < q.start < closed for q in view.quantities)


_YEARS = regex.compile(r"(?:19|20)\d{2}\s?年?")
_MONTHS = regex.compile(r"(?:\d{1,2}\s?[-~至到]\s?)?\d{1,2}\s?月份?|第?[一二三四1-4]季度?|[上下]半年")


def of_its_own(view: View, index: int, when: str) -> str:
    """2018年、2019年的净利润分别为8亿元、10亿元: each number with the year in its place; `when` where the counts differ."""
    years = [m.group() for m in _YEARS.finditer(when)] or [m.group() for m in _MONTHS.finditer(when)]
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
    return own if own.endswith(("年", "月", "份", "度", "季")) or not _YEARS.match(own) else own + "年"


def told(view: View, spans: Sequence[tuple[int, int]]) -> list[tuple[str, tuple[int, int]]]:
    """Expressions of time as a reader would write them, those that touch or are joined (2023年上半年, 6月和7月) as one: (as written, span), in order."""
    out, first = [], 0
    for i, (_, end) in enumerate(spans):
        if i + 1 == len(spans) or not _joins(view, end, spans[i + 1][0]):
            out.append((_written(view, spans[first:i + 1]), (spans[first][0], end)))
            first = i + 1
    return out


def _run(view: View, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The last of the spans with those before that it is joined to."""
    joined = [spans[-1]]
    for span in reversed(spans[:-1]):
        if _joins(view, span[1], joined[0][0]):
            joined.insert(0, span)
    return joined


def _joins(view: View, end: int, start: int) -> bool:
    return end >= start - 1 and view.text[end:start] in _JOINED


def _best(view: View, spans: Sequence[tuple[int, int]]) -> str:
    return _written(view, _run(view, spans))


def _written(view: View, joined: Sequence[tuple[int, int]]) -> str:
    said = view.raw(joined[0][0], joined[-1][1]).strip(" ，,的:：")
    return view.raw(*joined[-1]) if ("(" in said or "（" in said) and said[-1] not in ")）" else said


_JOINED = frozenset(["", " ", "的", "，", "、", "和", "与", "及", "至", "到", "-", "—", "~", "(", "里", "间", "内"])


# What holds in general, is supposed or only calculated has no period of its own but the one that it says.
_GENERAL = regex.compile(r"一般(?!及|管理|行政|公共|预算|债|贸易|纳税|工业|程序|干部|性|事故|问题|户|项目|企业|人员|商品|案件|民)|年产(?![值业])|年消耗|年处理|通常|例如|比如|譬如|假如|假设|如果|若是|估算|折算|理论上")


def carries(text: str) -> bool:
    """May the figures of a sentence without a time have one that was said before it?"""
    return not _GENERAL.search(text)


_FLEETING = regex.compile(r"(?<!^[截至到].{0,12})\d\s?[日号]|[今昨明前翌当次][日天晚]|周末|(?:周|星期|礼拜)[一二三四五六日]|生涯|[这本上]个?赛季|期间$|[时后前]$|^截[至止](?!\d)")


def fleeting(when: str) -> bool:
    """A day, a weekend, a career: the next sentence may still tell of it, the ones after it hardly."""
    return bool(_FLEETING.search(when))


def said_period(view: View, when: str, spans: list[tuple[int, int]], number: int, anchor: Anchor, rules: Rules) -> Period | None:
    """Days of the time `when` of a figure at `number`; what the sentence says before it comes first (2024年…，9月末…)."""
    own = view.sentence.text.chars
    at = own.rfind(when, 0, max(number, 1))
    at = at if at >= 0 else own.find(when)
    for start, end in spans:
        if end <= at:
            anchor = anchor.said(resolve(view.text[start:end], anchor, rules))
    return resolve(fold(when, rules), anchor, rules)
