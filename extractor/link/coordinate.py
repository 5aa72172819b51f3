"""coordinate(view, rules) -> for the quantities of A、B、C分别为1、2、3 which head belongs to which number.

Heads and numbers are paired in order; where their counts differ nothing is paired and the reason is given. A head the last
item shares with the others is put back: 一产、二产、三产增加值 -> 一产增加值, 二产增加值, 三产增加值.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex

from extractor.link.scope import Cue, View, Window, peel
from extractor.patterns import compiled
from extractor.rules import Rules


@dataclass(frozen=True, slots=True)
class Series:
    """Quantities (by index) and the head of each; `refused` says why none was paired."""

    indices: tuple[int, ...]
    heads: tuple[str, ...]
    start: int
    cues: tuple[Cue, ...] = ()
    refused: str = ""

    def share(self, view: View, window: Window, rules: Rules) -> Window:
        """The window of one of its numbers, with the words before the first number read for it too (分别增长6%、5.2%)."""
        own = tuple(c for c in window.cues if c.kind == "comparator")
        return replace(window, cues=(*own, *(c for c in self.cues if c not in own)))


# A head that ends so is complete by itself: 游客人次、旅游花费 share nothing.
_COMPLETE = regex.compile(r"(?:率|额|量|数|值|价|费|入|出|资|次|力|比|积|速|度|本|润|款|险|金|税|分|重|长|高|宽|幅|客|人口|面积|标准|水平|增加值|指数|收入|消费|投资|规模|比重)$")


def series(view: View, rules: Rules) -> list[Series]:
    """All 分别-series of the sentence."""
    out: list[Series] = []
    for match in compiled(r"分别|依[次序]|各自|各(?=[占为是有升降增减涨跌])").finditer(view.text):
        indices = _run(view, match.end())
        if len(indices) < 2:
            continue
        heads, start, before = _heads(view, match.start(), rules)
        share = compiled(r"占[^，。；、]{2,16}?(?=的$)").search(view.text[match.end():view.quantities[indices[0]].start])
        if share:
            heads = [share.group()]                                # 分别占两级政府总数的19.9%和3.56%
        elif out and len(out[-1].indices) == len(indices) and (start <= out[-1].start or not heads or heads == [""] or compiled(r"[居列位排占为]").match(heads[0]) or len(heads[0]) < 2):
            heads, start = list(out[-1].heads), out[-1].start       # ，分别居全国第二、第七、第九
        if len(heads) == 1 and len(heads[0]) >= 2:
            heads = heads * len(indices)                            # 粗蛋白分别提高6.75%和8.77%
        if len(heads) == len(indices):
            _, cues = peel(view, match.start(), view.quantities[indices[0]].start, rules)
            out.append(Series(tuple(indices), tuple(heads), start, (*cues, *(before if view.quantities[indices[0]].kind == "percent" else ()))))
        else:
            out.append(Series(tuple(indices), (), start, (), f"{len(heads)} heads for {len(indices)} numbers"))
    return out


def _run(view: View, start: int) -> list[int]:
    """Indices of the quantities after 分别 that follow each other with nothing but 、和及 (and 第) between."""
    indices: list[int] = []
    end = start
    for i, q in enumerate(view.quantities):
        if q.start < start:
            continue
        between = view.text[end:q.start]
        if not indices and compiled(r"[，。；]").search(between) and len(between) > 2 or indices and not compiled(r"\s?(?:[、,和与及]|以及)?\s?(?:第|约|近|超过?)?\s?").fullmatch(between):
            break
        indices.append(i)
        end = q.end
    return indices


def _heads(view: View, end: int, rules: Rules) -> tuple[list[str], int, tuple[Cue, ...]]:
    """(the enumerated phrase before 分别, split, with what its items share put back, where it begins, the words of change at its end:
    收入|增幅|分别为)."""
    text = view.text
    while end > 0 and text[end - 1] in "，, 则均也亦":
        end -= 1
    start = max((text.rfind(c, 0, end) for c in "，；。：:！？"), default=-1) + 1
    levels = [q.start for q in view.quantities if start <= q.start < end]
    if levels:                                                     # 收入从4万元和1万元|分别提高到5万元和2万元
        end = compiled(r"(?:从|由|自)?(?:\d{4}年|[上去前]年)?的?$").search(text[:levels[0]]).start()     # type: ignore[union-attr]
    end, cues = peel(view, start, end, rules)
    phrase = text[start:end]
    lead = compiled(r"(?:其中|全[省市县区国]|我[省市县区国]|当中有?|至于具?|按[\p{Han}]{2,8}分|\d{4}年|今年|去年|上半年|前\p{Han}季度)[，,]?").match(phrase)
    if lead:
        start += lead.end()
        phrase = phrase[lead.end():]
    parts = list(compiled(r"、和|、|以及|和|与|及(?!其|以[上下])").split(phrase))
    parts = [p for p in parts if p]
    return (_share(parts) if len(parts) >= 2 else parts), start, tuple(c for c in cues if c.kind == "change")


def _share(parts: list[str]) -> list[str]:
    """Give the shared tail of the last item to the others, or the shared front of the first to the rest."""
    last, others = parts[-1], parts[:-1]
    if not all(_COMPLETE.search(p) for p in others):
        tail = _tail(others[-1], last)
        if tail:
            return [p + tail for p in others] + [last]
    if _COMPLETE.search(others[0]) and len(others[0]) > len(last) + 1:
        front = others[0][: len(others[0]) - len(last)]
        if len(front) >= 2 and not _COMPLETE.search(front) and len(last) <= 4:
            return [others[0]] + [front + p for p in parts[1:]]
    return parts


def _tail(other: str, last: str) -> str:
    """What `last` has beyond its own counterpart of `other`: a class of people or bodies (副学位|文凭/证书学历人士的失业率), or
    they end alike (二产|三产), or are equally long (城镇|农村)."""
    classed = compiled(r".+?(?P<tail>(?:学历|专业|行业)(?:的?(?:人士|居民|人员|企业|机构))?的?[\p{Han}]{2,10})$").match(last)
    if classed:
        return classed["tail"]
    for size in (3, 2, 1):
        shared = other[-size:]
        at = last.find(shared, 1) if len(shared) == size else -1
        if at > 0 and at + size < len(last):
            return last[at + size:]
    return last[len(other):] if len(last) > len(other) + 1 else ""
