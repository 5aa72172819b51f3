"""heads(view, end, rules) -> Heads: what is enumerated before 分别, each item with what it shares with the others.

    一产、二产、三产增加值          一产增加值, 二产增加值, 三产增加值
    生产安全事故起数和死亡人数      生产安全事故起数, 生产安全事故死亡人数
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractor.link.scope import Cue, View, after_last, peel
from extractor.patterns import compiled
from extractor.rules import Rules

# A head that ends so is complete by itself: 游客人次、旅游花费 share nothing.
COMPLETE = regex.compile(r"(?:率|额|量|数|值|价格?|费|入|出|资|次|力|比|积|速|度|本|润|款|险|金|税|分|差|重|长|高|宽|幅|客|人口|面积|标准|水平|增加值|指数|收入|消费|投资|规模|比重)$")


_TO = regex.compile(r"(?:[，, 则也亦]|(?<![年月日人户场亩平])均)*$")


@dataclass(frozen=True, slots=True)
class Heads:
    """The enumerated phrase before 分别, split, with what its items share put back; where it begins in the sentence; the words of change at its end
    (收入|增幅|分别为)."""

    items: list[str]
    start: int
    changed: tuple[Cue, ...] = ()


def heads(view: View, end: int, rules: Rules) -> Heads:
    """The heads that end where 分别 begins."""
    start, end, cues = _bounds(view, end, rules)
    phrase = compiled(r"\([^()]{1,40}\)").sub("", view.text[start:end])      # 台湾(3.7万人次)、香港(1.8万人次)的|跌幅依次为
    lead = compiled(r"(?:其中|但是?|而|不过|其余由?|[将把由对从](?=\p{Han}{2,}、)|全[省市县区国]|我[省市县区国]|当中有?|至于具?|按[\p{Han}]{2,8}分|\d{4}年|本[周月季年]|今年|去年|上半年|前\p{Han}季度)[，,]?").match(phrase)
    if lead:
        start += lead.end()
        phrase = phrase[lead.end():]
    of_many = _OF_MANY.fullmatch(phrase)
    if of_many:                                                    # 沪、鲁|两地|的放映总场次
        return Heads([f"{p}的{of_many['what']}" for p in compiled(r"、|和|与|及").split(of_many["who"])], start)
    many = MANY.search(phrase)
    phrase = compiled(r"(?<=.{4})[同环]比$").sub("", phrase[:many.start()] if many else phrase).rstrip("的")
    parts = list(compiled(r"、和|、|以及|和|与|及(?!其|以[上下])").split(phrase))
    parts = [p for p in parts if p and not _BASE.fullmatch(p)]
    if many:
        return Heads([p + (many["level"] or "") for p in parts], start)
    said = before_predicate(view, start, start + len(phrase)) if not COMPLETE.search(phrase) else []
    if len(said) == len(parts) > 1:                                # 净利息收入和净手续费收入增速|双双转正，分别为…
        return Heads(said, start)
    parts = _share(parts, [t.start for t in view.tokens], start, start + len(phrase)) if len(parts) >= 2 else parts
    return Heads(parts, start, tuple(c for c in cues if c.kind == "change"))


def _bounds(view: View, end: int, rules: Rules) -> tuple[int, int, tuple[Cue, ...]]:
    """(start, end) of the phrase before 分别 without the numbers, bases and words of change behind it, and these words as cues."""
    text = view.text
    end = _TO.search(text, 0, end).start()                         # type: ignore[union-attr]
    start = after_last(compiled(r"\([^()]{1,40}\)").sub(lambda m: " " * len(m.group()), text[:end]), "，,；。：:！？", end)
    levels = [q.start for q in view.quantities if start <= q.start < end and not compiled(r"\([^()]*$").search(text, start, q.start)]
    if levels and len(text[max(q.end for q in view.quantities if q.start < end):end].strip("，,和与及、")) < 2:      # 收入从4万元和1万元|分别提高到5万元和2万元
        end = compiled(r"(?:从|由|自)?(?:\d{4}年|[上去前今]年)?的?$").search(text[:levels[0]]).start()     # type: ignore[union-attr]
    end, cues = peel(view, start, end, rules)
    return start, end, cues


def _share(parts: list[str], starts: Sequence[int], begin: int, end: int) -> list[str]:
    """Give the shared tail of the last item to the others, or the shared front of the first, all but its last word, to the rest
    (生产安全事故|起数和死亡人数), or numbered things both (试验|2、3、4|组平均日增重); where words start in the sentence, where the items begin and end."""
    last, others = parts[-1], parts[:-1]
    first, final = _NUMBERED.fullmatch(parts[0]), _NUMBER.fullmatch(last)
    if first and final and all(_NUMBER.fullmatch(p + final["of"]) for p in others[1:]):
        return [first["front"] + n + final["of"] for n in (first["n"], *others[1:], final["n"])]
    if not all(COMPLETE.search(p) and not TIME.search(p) for p in others):
        examples = compiled(r"(?P<last>\p{Han}{2,8}?)等(?P<tail>\p{Han}{2,12})").fullmatch(last)
        if examples:                                               # 食品、石化、信息|等|产业增加值
            return [p + examples["tail"] for p in (*others, examples["last"])]
        tail = compiled(r"^及?以[上下]的?").sub("", _tail(others[-1], last, [s - (end - len(last)) for s in starts]))      # 0-17岁、60岁|及以上|户籍人口
        if tail:
            return [p + tail for p in others] + [last]
    if COMPLETE.search(others[0]) and len(others[0]) > len(last) + 1:
        word = next((s - begin for s in reversed(starts) if s < begin + len(others[0])), 0)
        front = others[0][: len(others[0]) - len(last) if others[0][-1] == "率" else word]
        if (len(front) >= 3 or front.endswith("均")) and not COMPLETE.search(front) and len(last) <= 4:
            return [others[0]] + [front + p for p in parts[1:]]
    return parts


_N = r"(?P<n>\d{1,2}|[A-F]|[Ⅰ-Ⅹ])"
_NUMBERED = regex.compile(rf"(?P<front>.*?){_N}|(?P<front>.*?第)(?P<n>[一二三四五六七八九十]{{1,2}})")
_NUMBER = regex.compile(rf"{_N}(?P<of>\s?[组级类型区号].*)|(?P<n>[一二三四五六七八九十]{{1,2}})(?P<of>(?:产业|季度|批|类|次|中学|阶段).*)")
TIME = regex.compile(r"(?:(?:19|20)\d{2}年度?|第?[一二三四]季度?|[上下]半年|(?<!\d)\d{1,2}月份?|前[一二三四五六七八九\d]{1,2}个?[月季]度?)$")
# 雅塘、黑石|两县, 省、市|两级: whose the numbers are.
MANY = regex.compile(r"(?<=[、和与及][^，,；。、和与及]{1,12})[两二三四五六七八九十\d]{1,2}(?:[人者家县市区省国州校队方地名位]|(?P<level>[级类]))(?:均|都|将|要|也|则)*$")
_OF_MANY = regex.compile(r"(?P<who>[^，；。的]{1,12}(?:[、和与及][^，；。、和与及的]{1,12})+?)[两二三四五六七八九十\d]{1,2}[人者家县市区省国州校队方地名位]的(?P<what>[^的]{2,12})")
_BASE = regex.compile(r"(?:以同基数|按[\p{Han}]{2,4}口径)?(?:对比|比起|相较于?|对照|[较比同与对])[^，、]{0,6}?(?:年|月|季度?|同期|期|末)(?:相比|相较)?(?:更|则|均|都|也)*|(?:[较比同与]?(?:上年|去年|上一年|前一?年|上月|上季度?|年初|[上去]年同[期月]|同期)(?:相比)?|[同环]比|按[年月季])(?:更|则|均|都|也)*")
_WHOSE = regex.compile(r"(?P<who>.{2,}?)的(?P<what>[^的]{2,12})")
_SHORT = regex.compile(r"(?P<who>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼港澳台])的(?P<what>[^的]{2,12})")       # 沪的|放映总场次
_SHARE = regex.compile(r"(?P<who>[^占]{2,}?)(?P<what>(?:在[其当]中)?所?占[^占]{2,12}?的?(?:比重|比例|份额))")


def before_measure(head: str) -> int:
    """How many characters of one head stand before what is measured (两家医院的|阳性率), 0 where it names no measure by itself."""
    shared = _WHOSE.fullmatch(head)
    return shared.start("what") if shared and "占" not in shared["who"] and COMPLETE.search(shared["what"]) else 0


def whose(heads: list[str]) -> tuple[list[str], list[str]]:
    """(metrics, owners) by the heads: 高中学历人士的|失业率, 初中学历人士的|失业率 are both; times own nothing (2018年的|净利润)."""
    if all(TIME.search(h) for h in heads):
        return [], []
    parts = [_SHARE.fullmatch(h) or _WHOSE.fullmatch(h) or _SHORT.fullmatch(h) for h in heads]
    if not all(parts) or len({p["what"] for p in parts}) > 1 or len({p["who"] for p in parts}) == 1:      # type: ignore[index]
        return heads, []
    owners = [p["who"] for p in parts]                             # type: ignore[index]
    return [p["what"] for p in parts], [] if sum(bool(TIME.search(o)) for o in owners) >= len(owners) - 1 else owners             # type: ignore[index]


def before_time(heads: Sequence[str]) -> int:
    """How many characters stand before the first of several times (万达影视|2018年、2019年的净利润)."""
    times = [TIME.search(h.partition("的")[0]) for h in heads]
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


def before_predicate(view: View, start: int, end: int) -> list[str]:
    """资产利润率、资本利润率|都有回落，分别降至…: measures in a row that the clause before says something of."""
    verb = next((t.start for t in view.tokens if start <= t.start < end and t.pos[0] in "vdp" and t.pos != "vn"), end)
    parts = compiled(r"[、和与及]").split(compiled(r"^(?:但是?|而|其中|不过|此外)|(?:同比|环比)$").sub("", view.text[start:verb]))
    return parts if all(COMPLETE.search(p) for p in parts) else []
