"""heads(view, end, rules) -> Heads: what is enumerated before 分别, each item with what it shares with the others.

    一产、二产、三产增加值          一产增加值, 二产增加值, 三产增加值
    生产安全事故起数和死亡人数      生产安全事故起数, 生产安全事故死亡人数

movers(view, said, indices, rules) -> the same where a clause before the changes names the things: 电信、券商和期货板块跌得最多，幅度为4.76%、4.04%和3.73%.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractor.link.scope import Cue, View, after_last, clause_before, peel
from extractor.patterns import compiled
from extractor.rules import Rules, named

_ITEMS = regex.compile(r"[^，,。；：:、和与及]{1,14}(?:(?:、|和|与|及)[^，,。；：:、和与及]{1,14})+")


@dataclass(frozen=True, slots=True)
class Heads:
    """The enumerated phrase before 分别, split, with what its items share put back; where it begins in the sentence; the words of change at its end
    (收入|增幅|分别为)."""

    items: list[str]
    start: int
    changed: tuple[Cue, ...] = ()


def heads(view: View, end: int, rules: Rules) -> Heads:
    """The heads that end where 分别 begins."""
    sides = named(rules, "sides of a thing in a row").search(view.text, 0, end)
    if sides:                                                      # 长、宽、|高|分别为: 高 is no change here
        return Heads(named(rules, "joins things in a row").split(sides.group()), sides.start())
    start, end, cues = _bounds(view, end, rules)
    phrase = compiled(r"\([^()]{1,40}\)").sub("", view.text[start:end])      # 台湾(3.7万人次)、香港(1.8万人次)的|跌幅依次为
    lead = named(rules, "leads to heads in a row").match(phrase)
    if lead:
        start += lead.end()
        phrase = phrase[lead.end():]
    of_many = named(rules, "several things and what is measured of each").fullmatch(phrase)
    if of_many:                                                    # 沪、鲁|两地|的放映总场次
        return Heads([f"{p}的{of_many['what']}" for p in named(rules, "joins things in a row").split(of_many["who"])], start)
    many = named(rules, "how many things stood in a row").search(phrase)
    phrase = compiled(r"(?<=.{4})[同环]比$").sub("", phrase[:many.start()] if many else phrase).rstrip("的")
    parts = named(rules, "joins things in a row").split(phrase)
    parts = [p for p in parts if p and not named(rules, "a base among heads").fullmatch(p)]
    if many:
        return Heads([p + (many["level"] or "") for p in parts], start)
    said = before_predicate(view, start, start + len(phrase), rules) if not named(rules, "a head complete by itself").search(phrase) else []
    if len(said) == len(parts) > 1:                                # 净利息收入和净手续费收入增速|双双转正，分别为…
        return Heads(said, start)
    parts = _share(parts, [t.start for t in view.tokens], start, start + len(phrase), rules) if len(parts) >= 2 else parts
    return Heads(parts, start, tuple(c for c in cues if c.kind == "change"))


def _bounds(view: View, end: int, rules: Rules) -> tuple[int, int, tuple[Cue, ...]]:
    """(start, end) of the phrase before 分别 without the numbers, bases and words of change behind it, and these words as cues."""
    text = view.text
    end = named(rules, "leads from heads to 分别").search(text, 0, end).start()
    start = after_last(compiled(r"\([^()]{1,40}\)").sub(lambda m: " " * len(m.group()), text[:end]), "，,；。：:！？", end)
    levels = [q.start for q in view.quantities if start <= q.start < end and not compiled(r"\([^()]*$").search(text, start, q.start)]
    if levels and len(text[max(q.end for q in view.quantities if q.start < end):end].strip("，,和与及、")) < 2:      # 收入从4万元和1万元|分别提高到5万元和2万元
        end = compiled(r"(?:从|由|自)?(?:\d{4}年|[上去前今]年)?的?$").search(text[:levels[0]]).start()
    end, cues = peel(view, start, end, rules)
    return start, end, cues


def _share(parts: list[str], starts: Sequence[int], begin: int, end: int, rules: Rules) -> list[str]:
    """Give the shared tail of the last item to the others, or the shared front of the first, all but its last word, to the rest
    (生产安全事故|起数和死亡人数), or numbered things both (试验|2、3、4|组平均日增重); where words start in the sentence, where the items begin and end."""
    last, others = parts[-1], parts[:-1]
    number, complete = named(rules, "a numbered thing with what it is"), named(rules, "a head complete by itself")
    first, final = named(rules, "the first of numbered things").fullmatch(parts[0]), number.fullmatch(last)
    if first and final and all(number.fullmatch(p + final["of"]) for p in others[1:]):
        return [first["front"] + n + final["of"] for n in (first["n"], *others[1:], final["n"])]
    if not all(complete.search(p) and not named(rules, "a head ends with a time").search(p) for p in others):
        examples = compiled(r"(?P<last>\p{Han}{2,8}?)等(?P<tail>\p{Han}{2,12})").fullmatch(last)
        if examples:                                               # 食品、石化、信息|等|产业增加值
            return [p + examples["tail"] for p in (*others, examples["last"])]
        tail = compiled(r"^及?以[上下]的?").sub("", _tail(others[-1], last, [s - (end - len(last)) for s in starts], rules))      # 0-17岁、60岁|及以上|户籍人口
        if tail:
            return [p + tail for p in others] + [last]
    if complete.search(others[0]) and len(others[0]) > len(last) + 1:
        word = next((s - begin for s in reversed(starts) if s < begin + len(others[0])), 0)
        front = others[0][: len(others[0]) - len(last) if others[0][-1] == "率" else word]
        if (len(front) >= 3 or front.endswith("均")) and not complete.search(front) and len(last) <= 4:
            return [others[0]] + [front + p for p in parts[1:]]
    return parts


_WHOSE = compiled(r"(?P<who>.{2,}?)的(?P<what>[^的]{2,12})")


def before_measure(head: str, rules: Rules) -> int:
    """How many characters of one head stand before what is measured (两家医院的|阳性率), 0 where it names no measure by itself."""
    shared = _WHOSE.fullmatch(head)
    return shared.start("what") if shared and "占" not in shared["who"] and named(rules, "a head complete by itself").search(shared["what"]) else 0


def whose(series_heads: list[str], rules: Rules) -> tuple[list[str], list[str]]:
    """(metrics, owners) by the heads of a series: 高中学历人士的|失业率, 初中学历人士的|失业率 are both; times own nothing (2018年的|净利润)."""
    time, share, short = named(rules, "a head ends with a time"), named(rules, "whose share of a whole"), named(rules, "a province by one character and its measure")
    if all(time.search(h) for h in series_heads):
        return [], []
    parts = [share.fullmatch(h) or _WHOSE.fullmatch(h) or short.fullmatch(h) for h in series_heads]
    if not all(parts) or len({p["what"] for p in parts}) > 1 or len({p["who"] for p in parts}) == 1:
        return series_heads, []
    owners = [p["who"] for p in parts]
    return [p["what"] for p in parts], [] if sum(bool(time.search(o)) for o in owners) >= len(owners) - 1 else owners


def before_time(series_heads: Sequence[str], rules: Rules) -> int:
    """How many characters stand before the first of several times (万达影视|2018年、2019年的净利润)."""
    times = [named(rules, "a head ends with a time").search(h.partition("的")[0]) for h in series_heads]
    return times[0].start() if all(times) else 0


def _tail(other: str, last: str, starts: Sequence[int], rules: Rules) -> str:
    """What `last` has beyond its own counterpart of `other`: a class of people or bodies (副学位|文凭/证书学历人士的失业率), or
    they end alike (二产|三产), or are about equally long (城镇|农村, 原油|天然气); starts: where its words do."""
    classed = named(rules, "a class of people or bodies with its measure").match(last)
    if classed:
        return classed["tail"]
    part = named(rules, "whose share of a whole").fullmatch(last) if "占" not in other else None
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


def before_predicate(view: View, start: int, end: int, rules: Rules) -> list[str]:
    """资产利润率、资本利润率|都有回落，分别降至…: measures in a row that the clause before says something of."""
    verb = next((t.start for t in view.tokens if start <= t.start < end and t.pos[0] in "vdp" and t.pos != "vn"), end)
    parts = named(rules, "joins things in a row").split(named(rules, "no part of measures in a row").sub("", view.text[start:verb]))
    return parts if all(named(rules, "a head complete by itself").search(p) for p in parts) else []


def movers(view: View, said: regex.Match, indices: Sequence[int], rules: Rules) -> tuple[tuple[str, ...], int, str] | None:
    """电信、券商和期货板块跌得最多，幅度为4%、3%和2%: (the last row of things in the sentence before the numbers, where it begins, what changes or by what name),
    where it has as many as there are numbers of change and the clause of the numbers names nothing else; its last thing ends before what is said of all."""
    text, first = view.text, view.quantities[indices[0]]
    start = after_last(text, "。；", said.start())
    changes = "幅" in text[clause_before(text, said.start()):said.start()] or any(c.kind == "change" for c in peel(view, said.end(), first.start, rules)[1])
    if first.kind != "percent" or not changes or not named(rules, "a clause that names its change alone").search(text, start, said.start()):
        return None
    of_all, lead_in, measured = named(rules, "said of all things in a row"), named(rules, "leads to the first thing in a row"), named(rules, "a measure, no thing that moves")
    for match in reversed([*_ITEMS.finditer(text, start, said.start())]):
        parts = named(rules, "joins things in a row").split(match.group())
        if len(parts) != len(indices) or any(q.start < match.end() and match.start() < q.end for q in view.quantities):
            continue
        at = match.end() - len(parts[-1])
        nouns = next((t.start for t in view.tokens if at <= t.start < match.end() and (t.pos[0] not in "nsjbxeg" or of_all.fullmatch(t.text))), match.end())
        lead = lead_in.match(parts[0])
        items = (parts[0][lead.end():] if lead else parts[0], *parts[1:-1], text[at:nouns])
        if all(1 < len(item) <= 10 and not measured.search(item) for item in items):
            changing = named(rules, "what moves, behind things in a row")
            told = changing.search(text, nouns, said.start()) or changing.search(text, start, said.start())
            return items, match.start(), told.group() if told else ""
    return None
