"""series(view, names, rules) -> for the quantities of A、B、C分别为1、2、3 which head belongs to which number, as its metric or its owner.

Heads and numbers are paired in order; where their counts differ nothing is paired and the reason is given. What the last item shares
with the others is put back: 一产、二产、三产增加值 -> 一产增加值, 二产增加值, 三产增加值. Names own (张家界、岳阳分别增长5%、6%), times neither own nor
measure (2017年、2018年的净利润).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from extractor.link.movers import movers
from extractor.link.names import Mention
from extractor.link.scope import Cue, View, Window, after_last, clause_before, peel
from extractor.patterns import compiled
from extractor.rules import Rules
from extractor.units import Quantity


@dataclass(frozen=True, slots=True)
class Series:
    """Quantities (by index) with the metric of each, () where the heads say none; where they differ in whose they are, the owner of each;
    where the heads begin, where the first is parted from the next, where they end; `refused` says why nothing was paired; `levels`: how many numbers
    before each stands the level that it is the change of, 0 where none does."""

    indices: tuple[int, ...]
    metrics: tuple[str, ...]
    start: int
    joint: int
    end: int
    cues: tuple[Cue, ...] = ()
    refused: str = ""
    owners: tuple[str, ...] = ()
    levels: int = 0

    def share(self, view: View, window: Window, rules: Rules) -> Window:
        """The window of one of its numbers, with the words before the first number read for it too (分别增长6%、5.2%)."""
        own = tuple(c for c in window.cues if c.kind == "comparator")
        left = window.left_start if self.metrics else max(window.left_start, min(self.end, window.left_end))
        return replace(window, left_start=left, cues=(*own, *(c for c in self.cues if c not in own)))

    def heads(self, place: int) -> tuple[str, ...]:
        """The metrics by the heads, that of its number `place` first."""
        return (self.metrics[place], *(m for m in self.metrics if m != self.metrics[place])) if self.metrics else ()

    def within(self, start: int, end: int) -> bool:
        """Is a group a part of what is measured: among the metrics, or at the front of the first one where they differ in their fronts?"""
        if not self.metrics or not self.start < end <= self.end:
            return False
        alike = len({m[-2:] for m in self.metrics}) == 1 < len(set(self.metrics))
        return end > self.joint or start == self.start and (alike or bool(_COMPLETE.search(self.metrics[0][:end - start])))


# 分别为3和4; 华安财险、英达财险的保费收入|为|93亿元和91亿元 says it by its form alone.
_SAID = regex.compile(r"分别|依[次序]|分列|各自?(?=[占为是有升降增减涨跌成飙急大微回提扩收]|上升|下[降跌滑])|(?<mute>为|是|达到?)(?=\s?约?\d)")

_Told = tuple[list[str], list[str], int]        # metrics, owners, where the heads begin

# A head that ends so is complete by itself: 游客人次、旅游花费 share nothing.
_COMPLETE = regex.compile(r"(?:率|额|量|数|值|价|费|入|出|资|次|力|比|积|速|度|本|润|款|险|金|税|分|重|长|高|宽|幅|客|人口|面积|标准|水平|增加值|指数|收入|消费|投资|规模|比重)$")


def series(view: View, names: Sequence[Mention], rules: Rules) -> list[Series]:
    """All 分别-series of the sentence; names are its mentions."""
    out: list[Series] = []
    rows = _in_a_row(view, names)
    for match in _SAID.finditer(view.text):
        indices = _run(view, match.end())
        if len(indices) < 2:
            continue
        moved = movers(view, match, indices, rules)
        if moved and not any(indices[0] in s.indices for s in out):
            items, at, what = moved
            cues = peel(view, clause_before(view.text, match.start()), view.quantities[indices[0]].start, rules)[1]
            out.append(Series(tuple(indices), (what,) * len(items) if what else (), at, at, match.end(), cues, owners=items))
            continue
        if match["mute"]:
            told = _of_names(view, rows, clause_before(view.text, match.start()), match.start(), len(indices), ())
            if told and told[0] and len({view.quantities[i].unit for i in indices}) == 1 and not any(indices[0] in s.indices for s in out):
                out.append(Series(tuple(indices), tuple(told[0]), told[2], told[2], match.end(), owners=tuple(told[1])))
            continue
        heads, start, changed = _heads(view, match.start(), rules)
        number = view.quantities[indices[0]]
        _, cues = peel(view, match.start(), number.start, rules)
        if not any(heads) and _change_levels(view, indices, match.end(), rules) and not (out and len(out[-1].indices) == len(indices)):
            out.append(Series(tuple(indices), (), match.start(), match.start(), match.end(), cues, levels=len(indices)))
            continue
        share = compiled(r"占[^，。；、]{2,16}?(?=的$)").search(view.text[match.end():number.start])
        if share:                                                  # 分别占两级政府总数的19.9%和3.56%
            told = [share.group()] * len(indices), [], start
        elif len(heads) == 1 and _COMPLETE.search(heads[0]) and (same := _fronts(out, len(indices), match.start(), view)):
            told = [heads[0]] * len(indices), same, start          # 日系、德系销量分别为94万辆和65万辆，占比分别为20%和14%
        elif _goes_on(heads, start, len(indices), out):            # ，分别居全国第二、第七、第九
            told = [*out[-1].metrics], [*out[-1].owners], out[-1].start
        else:
            before = start if len(heads) == len(indices) else clause_before(view.text, start)
            told = _of_names(view, rows, before, match.start(), len(indices), changed) or _of_heads(view, heads, start, match.span(), len(indices), changed, number, rules)
        if told is None:
            out.append(Series(tuple(indices), (), start, start, match.end(), refused=f"{len(heads)} heads for {len(indices)} numbers"))
            continue
        metrics, owners, start = told
        levels = _in_brackets(view, start, match.start(), len(indices)) if changed and indices[0] >= len(indices) else 0
        joint = compiled(r"[、和与及]|$").search(view.text, start, match.start()).start()      # type: ignore[union-attr]
        out.append(Series(tuple(indices), tuple(metrics), start, joint, match.end(), (*cues, *(changed if number.kind == "percent" else ())), owners=tuple(owners), levels=levels))
    return out


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


def _goes_on(heads: list[str], start: int, count: int, before: Sequence[Series]) -> bool:
    """Are the numbers of as many things as those of the series before, with no heads of their own?"""
    return bool(before) and len(before[-1].indices) == count and (start <= before[-1].start or bool(compiled(r"(?:[居列位排占为].*|.?)").fullmatch("".join(heads[:1]))))


def _fronts(before: Sequence[Series], count: int, said: int, view: View) -> list[str]:
    """Whose the numbers of the series right before are: its owners, else what its metrics have before the part they share; [] where it has as many of none."""
    last = before[-1] if before and len(before[-1].indices) == count else None
    if last is None or "。" in view.text[last.end:said] or len(compiled(r"[^，；]*[，；]").findall(view.text[view.quantities[last.indices[-1]].end:said])) > 1:
        return []
    if last.owners:
        return list(last.owners)
    tail = 0
    while last.metrics and len({m[-tail - 1:] for m in last.metrics}) == 1 and tail < min(map(len, last.metrics)) - 2:
        tail += 1
    fronts = [m[:-tail].removesuffix("的") for m in last.metrics] if tail >= 2 else []
    return fronts if len(set(fronts)) == len(fronts) and not any(_TIME.search(f) for f in fronts) else []


def _of_heads(view: View, heads: list[str], start: int, mark: tuple[int, int], count: int, changed: Sequence[Cue], number: Quantity, rules: Rules) -> _Told | None:
    """By what is enumerated before 分别 (its span is `mark`, its first number `number`), None where that is not as many as the numbers."""
    if len(heads) == 1 and len(heads[0]) >= 2 and not _POINTS_BACK.fullmatch(heads[0]):
        shared = _WHOSE.fullmatch(heads[0])                        # 两家医院的|阳性率分别为28.4%和31.7%, 粗蛋白分别提高6.75%和8.77%
        own = shared.start("what") if shared and "占" not in shared["who"] and _COMPLETE.search(shared["what"]) else 0
        start += own
        heads = [heads[0][own:]] * count
    if len(heads) != count:
        heads = _before_predicate(view, clause_before(view.text, start), start)
    if len(heads) != count:
        return None
    named = _named_change(view, changed)
    if named and view.text[:changed[0].end].removesuffix(named).endswith("的") and len(set(heads)) > 1:      # 甲、乙的|增产幅度
        return [named] * count, heads, start
    acts = (peel(view, mark[1], number.start, rules)[0] - mark[1] >= 2 or view.text[mark[1]] in "以凭得获拿") and not any(_COMPLETE.search(h) for h in heads)      # 淮州港、海岳证券分别|认缴|4亿元, 甲和乙分别|以|90分和80分
    if acts or _MANY.search(view.text, start, mark[0]):
        return [], heads if len(set(heads)) > 1 else [], start
    return *_whose(heads), start + _before_time(heads)


def _before_predicate(view: View, start: int, end: int) -> list[str]:
    """资产利润率、资本利润率|都有回落，分别降至…: measures in a row that the clause before says something of."""
    verb = next((t.start for t in view.tokens if start <= t.start < end and t.pos[0] in "vdp" and t.pos != "vn"), end)
    parts = compiled(r"[、和与及]").split(compiled(r"^(?:但是?|而|其中|不过|此外)|(?:同比|环比)$").sub("", view.text[start:verb]))
    return parts if all(_COMPLETE.search(p) for p in parts) else []


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


def _of_names(view: View, rows: Sequence[list[Mention]], start: int, end: int, count: int, changed: Sequence[Cue]) -> _Told | None:
    """Where as many names in a row stand before 分别 as numbers behind it: 张家界、岳阳的|增速分别为…, 郑钦文、王曦雨和袁悦都创下新高，依次为…; None where
    none do."""
    row = next((r for r in reversed(rows) if len(r) == count and start <= r[0].start and r[-1].end <= end), None)
    if row is None or any(row[-1].end <= q.start < end for q in view.quantities):
        return None
    said = compiled(r"(?:\([^()]{1,40}\))?的(?P<what>[^的，,；]{2,12}?)[则均也亦]?").fullmatch(view.text, row[-1].end, end)
    named = _named_change(view, changed) if changed and changed[0].start >= row[-1].end else ""
    what = said["what"] if said else named
    return [what] * count if what else [], [view.text[m.start:m.end] for m in row], start


def _named_change(view: View, changed: Sequence[Cue]) -> str:
    """The change that is named right before 分别 (增速, 增产幅度), "" where none is."""
    return view.text[changed[0].start:changed[0].end].lstrip("的") if changed else ""


def _run(view: View, start: int) -> list[int]:
    """Indices of the quantities after 分别 that follow each other with nothing but 、和及 (and 第) between."""
    indices: list[int] = []
    end = start
    for i, q in enumerate(view.quantities):
        if q.start < start:
            continue
        between = view.text[end:q.start]
        if not indices and compiled(r"[，。；]").search(between) and len(between) > 2 or indices and not compiled(r"\s?(?:\([^()]{1,24}\)\s?)?(?:[、,和与及]|以及)?\s?(?:第|约|近|超过?)?\s?").fullmatch(between):
            break
        indices.append(i)
        end = q.end
    return indices


_TO = regex.compile(r"(?:[，, 则也亦]|(?<![年月日人户场亩平])均)*$")


def _heads(view: View, end: int, rules: Rules) -> tuple[list[str], int, tuple[Cue, ...]]:
    """(the enumerated phrase before 分别, split, with what its items share put back, where it begins, the words of change at its end:
    收入|增幅|分别为)."""
    text = view.text
    end = _TO.search(text, 0, end).start()                         # type: ignore[union-attr]
    start = after_last(compiled(r"\([^()]{1,40}\)").sub(lambda m: " " * len(m.group()), text[:end]), "，,；。：:！？", end)
    levels = [q.start for q in view.quantities if start <= q.start < end and not compiled(r"\([^()]*$").search(text, start, q.start)]
    if levels and len(text[max(q.end for q in view.quantities if q.start < end):end].strip("，,和与及、")) < 2:      # 收入从4万元和1万元|分别提高到5万元和2万元
        end = compiled(r"(?:从|由|自)?(?:\d{4}年|[上去前]年)?的?$").search(text[:levels[0]]).start()     # type: ignore[union-attr]
    end, cues = peel(view, start, end, rules)
    phrase = compiled(r"\([^()]{1,40}\)").sub("", text[start:end])      # 台湾(3.7万人次)、香港(1.8万人次)的|跌幅依次为
    lead = compiled(r"(?:其中|但是?|而|不过|其余由?|[将把由对从](?=\p{Han}{2,}、)|全[省市县区国]|我[省市县区国]|当中有?|至于具?|按[\p{Han}]{2,8}分|\d{4}年|今年|去年|上半年|前\p{Han}季度)[，,]?").match(phrase)
    if lead:
        start += lead.end()
        phrase = phrase[lead.end():]
    many = _MANY.search(phrase)
    phrase = compiled(r"(?<=.{4})[同环]比$").sub("", phrase[:many.start()] if many else phrase).rstrip("的")
    parts = list(compiled(r"、和|、|以及|和|与|及(?!其|以[上下])").split(phrase))
    parts = [p for p in parts if p and not _BASE.fullmatch(p)]
    if many:
        return [p + (many["level"] or "") for p in parts], start, ()
    said = _before_predicate(view, start, start + len(phrase)) if not _COMPLETE.search(phrase) else []
    if len(said) == len(parts) > 1:                                # 净利息收入和净手续费收入增速|双双转正，分别为…
        return said, start, ()
    parts = _share(parts, [t.start for t in view.tokens], start, start + len(phrase)) if len(parts) >= 2 else parts
    return parts, start, tuple(c for c in cues if c.kind == "change")


def _share(parts: list[str], starts: Sequence[int], begin: int, end: int) -> list[str]:
    """Give the shared tail of the last item to the others, or the shared front of the first, all but its last word, to the rest
    (生产安全事故|起数和死亡人数); where words start in the sentence, where the items begin and end."""
    last, others = parts[-1], parts[:-1]
    if not all(_COMPLETE.search(p) and not _TIME.search(p) for p in others):
        examples = compiled(r"(?P<last>\p{Han}{2,8}?)等(?P<tail>\p{Han}{2,12})").fullmatch(last)
        if examples:                                               # 食品、石化、信息|等|产业增加值
            return [p + examples["tail"] for p in (*others, examples["last"])]
        tail = compiled(r"^及?以[上下]的?").sub("", _tail(others[-1], last, [s - (end - len(last)) for s in starts]))      # 0-17岁、60岁|及以上|户籍人口
        if tail:
            return [p + tail for p in others] + [last]
    if _COMPLETE.search(others[0]) and len(others[0]) > len(last) + 1:
        word = next((s - begin for s in reversed(starts) if s < begin + len(others[0])), 0)
        front = others[0][: len(others[0]) - len(last) if others[0][-1] == "率" else word]
        if (len(front) >= 3 or front.endswith("均")) and not _COMPLETE.search(front) and len(last) <= 4:
            return [others[0]] + [front + p for p in parts[1:]]
    return parts


_TIME = regex.compile(r"(?:(?:19|20)\d{2}年度?|第?[一二三四]季度?|[上下]半年|(?<!\d)\d{1,2}月份?|前[一二三四五六七八九\d]{1,2}个?[月季]度?)$")
# 雅塘、黑石|两县, 省、市|两级: whose the numbers are.
_MANY = regex.compile(r"(?<=[、和与及][^，,；。、和与及]{1,12})[两二三四五六七八九十\d]{1,2}(?:[人者家县市区省国州校队方地名位]|(?P<level>[级类]))(?:均|都|将|要|也|则)*$")
_BASE = regex.compile(r"(?:以同基数|按[\p{Han}]{2,4}口径)?(?:对比|比起|相较于?|对照|[较比同与对])[^，、]{0,6}?(?:年|月|季度?|同期|期|末)(?:相比|相较)?(?:更|则|均|都|也)*|(?:[较比同与]?(?:上年|去年|上一年|前一?年|上月|上季度?|年初|[上去]年同[期月]|同期)(?:相比)?|[同环]比|按[年月季])(?:更|则|均|都|也)*")
_POINTS_BACK = regex.compile(r"(?:[这该上]|前述).*(?:数字|数据|数值|指标|比例)")
_WHOSE = regex.compile(r"(?P<who>.{2,}?)的(?P<what>[^的]{2,12})")
_SHARE = regex.compile(r"(?P<who>[^占]{2,}?)(?P<what>(?:在[其当]中)?所?占[^占]{2,12}?的?(?:比重|比例|份额))")


def _whose(heads: list[str]) -> tuple[list[str], list[str]]:
    """(metrics, owners) by the heads: 高中学历人士的|失业率, 初中学历人士的|失业率 are both; times own nothing (2018年的|净利润)."""
    if all(_TIME.search(h) for h in heads):
        return [], []
    parts = [_SHARE.fullmatch(h) or _WHOSE.fullmatch(h) for h in heads]
    if not all(parts) or len({p["what"] for p in parts}) > 1 or len({p["who"] for p in parts}) == 1:      # type: ignore[index]
        return heads, []
    owners = [p["who"] for p in parts]                             # type: ignore[index]
    return [p["what"] for p in parts], [] if sum(bool(_TIME.search(o)) for o in owners) >= len(owners) - 1 else owners             # type: ignore[index]


def _before_time(heads: Sequence[str]) -> int:
    """How many characters stand before the first of several times (万达影视|2018年、2019年的净利润)."""
    times = [_TIME.search(h.partition("的")[0]) for h in heads]
    return times[0].start() if all(times) else 0                   # type: ignore[union-attr]


def _tail(other: str, last: str, starts: Sequence[int]) -> str:
    """What `last` has beyond its own counterpart of `other`: a class of people or bodies (副学位|文凭/证书学历人士的失业率), or
    they end alike (二产|三产), or are about equally long (城镇|农村, 原油|天然气); starts: where its words do."""
    classed = compiled(r".+?(?P<tail>(?:学历|专业|行业)(?:的?(?:人士|居民|人员|企业|机构))?的?[\p{Han}]{2,10})$").match(last)
    if classed:
        return classed["tail"]
    part = _SHARE.fullmatch(last) if "占" not in other else None
    if part:                                                       # 港元及美元|占M2的比重
        return part["what"]
    owned = _WHOSE.fullmatch(last) if "的" not in other else None
    if owned:                                                      # 张家界、岳阳的|增速
        return "的" + owned["what"]
    for size in (3, 2, 1):
        shared = other[-size:]
        at = last.find(shared, 1) if len(shared) == size else -1
        if at > 0 and at + size < len(last):
            return last[at + size:]
    at = next((s for s in starts if len(other) <= s <= len(last) - 2), len(other))
    at = len(other) if last[len(other):len(other) + 1] in "年月日人户亩均总" else at
    return last[at:] if len(last) > at + 1 else ""
