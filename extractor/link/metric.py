"""metric(...) -> what is measured, in the text's own words, and whether the words before the number are its owner instead.

    Form 1  覆盖率达82%, 处置问题线索18条        the phrase before the number
    Form 2  建成8个绿电园区项目, 90%的村民…       the counted noun behind it, with the verb before it
    Form 3  增长5.3%, 居全国第四, 桃源县为99.57%   nothing of its own: the metric said before it, by the same unit first
    Form 4  高压办电时间（42天）                  the phrase before the bracket
    Form 5  73岁村民, 有617人被追究责任           age; the clause behind a counted person or thing
    Form 6  增长最快的是云南省（17.47%）           the owner stands before it, the change and the metric before that
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import regex

from extractor.link.change import Change
from extractor.link.names import Mention, forms
from extractor.link.phrase import Phrase, after, before, is_measure, words
from extractor.link.scope import View, Window, peel
from extractor.rules import Rules


@dataclass(frozen=True, slots=True)
class Metric:
    """The words and their span (start -1 when taken from elsewhere), the rule, and the owner where the phrase was one."""

    text: str
    start: int
    end: int
    rule: str
    owner: Phrase | None = None
    change: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """Metrics said before, latest last: (unit, metric, sentence's own?)."""

    here: tuple[tuple[str, str], ...] = ()
    before: tuple[tuple[str, str], ...] = ()
    label: str = ""

    def nearest(self, unit: str, *, change: bool) -> str:
        """The metric a bare figure of this unit goes on with: the number before it, else the same unit's last one."""
        if self.here and (change or unit in ("%", "个百分点", "位", "名", "", "倍")):
            return self.here[-1][1]
        for said in (self.here, self.before):
            same = [m for u, m in said if u == unit and m]
            if same:
                return same[-1]
        return self.here[-1][1] if self.here else ""


_RANKED = regex.compile(
    r"(?:分别|均|并|都)?(?:位居|名列|位列|排名(?!来到|升|跃|由|从|为|降)|排在|排到|排(?!名)|列|居|占据?|跃居|稳居|高居|保持|升至|跃升至|上升至|跃升到|逆转为|成为|进入|入列|入围|处于|处|来到|升到|降到|跌至|位次)(?:在|到|为|了)*"
    r"[^，。；由从]{0,10}?(?:第|前|最后|倒数第?|TOP|Top)?$"
)
_MOST = regex.compile(
    r"(?P<metric>[^，。；、:()]*?)(?:(?P<up>增长|增加|上升|提高|增幅|涨幅|提升|升幅)|(?P<down>下降|减少|降低|跌幅|降幅|下跌))?(?:幅度)?最[快高大多低小少慢强长短](?:的)"
    r"[\p{Han}]{0,4}?(?:是|为)(?P<owner>[^，。；:()]{2,20})$"
)


def metric(view: View, index: int, window: Window, change: Change, names: list[Mention], said: Said, rules: Rules) -> Metric:
    """The metric of quantity `index`; names are the sentence's mentions, `said` the metrics before it."""
    q = view.quantities[index]
    if q.kind == "age":
        return Metric("年龄", -1, -1, "metric:age")
    left_end = _before_rank(view, index, window, min(change.end, window.left_end))
    trimmed = _trimmed(view.text, window.left_start, left_end)
    left_end = peel(view, window.left_start, trimmed, rules)[0] if trimmed < left_end else left_end      # 标准为|每人
    left = before(view, max(window.left_start, change.metric_start), left_end, rules)
    if left and _is_whole(view, index, window):
        return Metric(left.text, left.start, left.end, "metric:whole of a share")
    outside = _before_bracket(view, window, rules) if left is None and window.bracket[0] >= 0 else None
    superlative = _superlative(view, window, said, q.unit)
    if superlative:
        return superlative
    whole = _share_of_number(view, index, window)
    if whole:
        return whole
    left = _without_compared(view, _of_share(view, index, window, left, rules))
    compared = regex.fullmatch(r"(?:较|比)(.{2,})", view.text[outside.start:outside.end]) if outside else None
    if outside and compared and said.here:
        who = Phrase(view.raw(outside.start + 1, outside.end), outside.start + 1, outside.end)
        return Metric(said.here[-1][1], -1, -1, "metric:as before", who)
    owner = _owner(view, index, window, left or outside, names, said, rules)
    right = _behind(view, index, window) if q.kind != "rank" else None
    if owner is None and left and right and q.kind == "count" and any(m.type == "place" and (m.start, m.end) == (left.start, left.end) for m in names):
        owner = left                                               # 全区还有19个村
    counted = _counted(view, index, window, None if owner else left, right, change, rules)
    if counted:
        return Metric(counted.text, counted.start, counted.end, counted.rule, owner)
    if owner and said.label and not said.here:
        return Metric(said.label, -1, -1, "metric:list head", owner)
    if owner:
        return Metric(said.nearest(q.unit, change=bool(change.change)), -1, -1, "metric:as before", owner)
    extreme = left and _EXTREME.fullmatch(view.text[left.start:left.end])
    carried = said.nearest(q.unit, change=bool(change.change))
    if extreme and carried:
        return Metric(carried + left.text, left.start, left.end, "metric:extreme of the one before")    # type: ignore[union-attr]
    share = _share_again(view, window, said) if left is None else ""
    if share:
        return Metric(share, -1, -1, "metric:share as before")
    if left and carried and not right and q.kind == "count" and _only_verbs(view, left):
        return Metric(carried, -1, -1, "metric:as before")
    if left and not _says_nothing(view.text[left.start:left.end], rules):
        return Metric(shortest(left.text, view.text[left.start:left.end], rules), left.start, left.end, "metric:before the number")
    if outside:
        return Metric(outside.text, outside.start, outside.end, "metric:before the bracket")
    parts = _of_ratio(view, q.start, q.end)
    if parts and (not said.here or said.here[-1][1] != parts.text):
        return parts
    clause = _clause_behind(view, index, window)
    if clause and (q.kind in ("count", "person") or not carried):
        return clause
    if carried:
        return Metric(carried, -1, -1, "metric:as before")
    return Metric(right.text, right.start, right.end, "metric:behind") if right else Metric("", -1, -1, "metric:none")


_TRAIL = regex.compile(r"(?:(?:由|从|自)(?:原来|过去|最低|最高|初期)?的?(?:[上去前今]一?年度?(?:末|底|初|同期)?|\d{4}年(?:末|底|初)?|上[季月期]|[年月]初|目前|当初)?(?:的|最低|最高)?|(?:平均)?每(?:[年月日天周人户亩吨台套个家次晚夜节]|平方米|公顷|学期)|(?<=[率额量值入资费产])(?:完成|实现)|双双|或|和|与)$")


def _trimmed(text: str, start: int, end: int) -> int:
    """The metric's end without 由上年, 每月, 双双 between it and the number."""
    while (match := _TRAIL.search(text, start, end)) and match.end() == end and match.start() < end:
        end = match.start()
    return end


def _only_verbs(view: View, left: Phrase) -> bool:
    """再建20个: nothing but verbs and adverbs before the number."""
    inside = [t for t in view.tokens if t.start >= left.start and t.end <= left.end]
    return bool(inside) and inside[0].pos == "d" and all(t.pos in ("v", "d", "vd", "vg", "p", "ul") for t in inside)


def _of_ratio(view: View, start: int, end: int) -> Metric | None:
    """产业结构进一步优化，调整为|8.3:41.4:50.3: the structure named in the clause before."""
    if not regex.match(r"\s?:\s?\d", view.text[end:]):
        return None
    named = list(regex.finditer(r"[\p{Han}]{2,10}?(?:结构|比例|构成|之比|配比)", view.text[:start]))
    if not named:
        return None
    a = max(named[-1].start(), view.text.rfind("，", 0, named[-1].end()) + 1)
    return Metric(view.raw(a, named[-1].end()), a, named[-1].end(), "metric:of a ratio")


_EXTREME = regex.compile(r"(?:其)?(?:最[高低大小优差好多少]|平均|中位|峰|均)值|相差|差距|缺口")


def _share_again(view: View, window: Window, said: Said) -> str:
    """占18.3% after 占理论资源量的25%: a share of the same whole."""
    words_before = view.text[window.left_start:window.left_end] + "".join(c.entry.key for c in reversed(window.cues))
    named = regex.search(r"占(比)?(?:约|为|到|达|了)*$", words_before)
    if not named or named[1]:
        return "占比" if named else ""
    return next((m for _, m in reversed((*said.before, *said.here)) if m.startswith("占") and len(m) > 2), "")


def _before_rank(view: View, index: int, window: Window, end: int) -> int:
    """居全国第四, 来到了第14位: the words of ranking are no metric."""
    q = view.quantities[index]
    ordinal = regex.search(r"(?:第|前|最后|倒数|TOP|Top)$", view.text[max(0, q.start - 4):q.start])
    if not ordinal and q.kind != "rank" and q.unit not in ("位", "名次"):
        return end
    match = _RANKED.search(view.text, window.left_start, end)
    return match.start() if match else end


def shortest(text: str, folded: str, rules: Rules) -> str:
    """The shortest name: without a list of examples, without 实现 before a measure (实现营业收入)."""
    text = _without_list(text)
    bare = regex.match(r"(?:实现|達到|达到|取得)(?=.{2,})", text)
    return text[bare.end():] if bare and is_measure(folded, rules) else text


def _without_list(text: str) -> str:
    """引进A、B等首店 -> 引进首店: examples are no part of the name."""
    listed = regex.fullmatch(r"(?P<verb>引进|新建|新增|建成|实施|举办|开展|推进|打造|培育|建设|完成|承办|获批|创建)?[^、]{2,}、.{2,}等(?P<noun>\p{Han}{2,})", text)
    return (listed["verb"] or "") + listed["noun"] if listed else text


def _says_nothing(folded: str, rules: Rules) -> bool:
    """数字, 数据: the figure is named, not what is measured."""
    empty = [e.key for e in rules.entries("nouns") if e["role"] == "empty"]
    return folded.endswith(tuple(empty)) and len(folded) <= 6


def _superlative(view: View, window: Window, said: Said, unit: str) -> Metric | None:
    """增长最快的是云南省（17.47%）: the owner stands before the number, its change and metric before that."""
    end = window.bracket[0] if window.bracket[0] >= 0 and not view.text[window.bracket[0] + 1:window.left_end].strip() else window.left_end
    start = max((view.text.rfind(c, 0, end) for c in "，。；、)"), default=-1) + 1
    match = _MOST.search(view.text[start:end])
    if not match:
        return None
    begin = start + match.start("owner")
    owner = Phrase(view.raw(begin, end), begin, end)
    named = view.raw(start + match.start("metric"), start + match.end("metric")).strip("的 ")
    direction = "increase" if match["up"] else "decrease" if match["down"] else ""
    carried = said.nearest(unit, change=bool(direction)) or said.label
    return Metric(carried if carried and (direction or len(named) < 2) else named or carried, -1, -1, "metric:superlative", owner, direction)


def _is_whole(view: View, index: int, window: Window) -> bool:
    """The number of the whole inside a share: 占全国成交额|948.52亿元|的51.35%."""
    q = view.quantities[index]
    following = view.quantities[index + 1] if index + 1 < len(view.quantities) else None
    return bool(following and following.unit in ("%", "‰") and view.text[q.end:following.start].strip() in ("的", "的比例为", "的比重为")
                and regex.search(r"占[^，。；、]{2,24}$", view.text[window.clause_start:q.start]))


def _share_of_number(view: View, index: int, window: Window) -> Metric | None:
    """占全国成交额948.52亿元的51.35%: the share's name ends before the number of its whole."""
    if not index or view.text[window.left_start:view.quantities[index].start].strip() not in ("的", "的比例为", "的比重为"):
        return None
    head = regex.search(r"占[^，。；、]{2,24}$", view.text[window.clause_start:view.quantities[index - 1].start])
    if not head:
        return None
    start = window.clause_start + head.start()
    end = window.clause_start + head.end()
    return Metric(view.raw(start, end), start, end, "metric:share of a number")


def _of_share(view: View, index: int, window: Window, left: Phrase | None, rules: Rules) -> Phrase | None:
    """A占B 203330亿元的比例为14.71%: the share's name runs over the number in it."""
    if left is None or index == 0 or view.text[left.start:left.end] not in ("比例", "比重", "占比", "份额", "百分比"):
        return left
    if view.text[window.left_start:window.left_start + 1] != "的":
        return left
    previous = view.quantities[index - 1]
    head = before(view, window.clause_start, previous.start, rules)
    return Phrase(head.text + "的" + left.text, head.start, left.end) if head else left


_COMPARED = regex.compile(r"(?P<metric>.*?)(?:高于|低于|快于|慢于|超过|优于|多于|少于|好于|高出|低出|领先|落后于?|超出)(?:同期)?(?:全[国省市县区球]|同期|上年|去年|平均|[\p{Han}]{2,8}(?:平均|水平)|西部|东部|中部|沿海)[\p{Han}]{0,8}")


def _without_compared(view: View, left: Phrase | None) -> Phrase | None:
    """增加值增幅|高于全国, |超过全国平均水平: with what a figure is compared is no part of its name."""
    match = _COMPARED.fullmatch(view.text[left.start:left.end]) if left and left.start >= 0 else None
    if not match or left is None:
        return left
    end = left.start + match.end("metric")
    return Phrase(view.raw(left.start, end), left.start, end) if len(match["metric"]) >= 2 else None


def _behind(view: View, index: int, window: Window) -> Phrase | None:
    """The counted noun; over specifications that stand between (22个|750千伏和330千伏|电网工程)."""
    end, right_end, at = view.quantities[index].end, window.right_end, index + 1
    while at < len(view.quantities) and view.quantities[index].kind == "count" and view.text[end:view.quantities[at].start] in ("", "和", "、") and view.quantities[at].kind not in ("count", "person", "percent"):
        end = view.quantities[at].end
        at += 1
        right_end = max(right_end, view.quantities[at].start if at < len(view.quantities) else window.clause_end)
    return after(view, end, right_end)


_AND_OTHERS = regex.compile(r"(?:等(?:地|国|省|市|县|县市|省份|城市|地区|企业|机构)?|则|也|就|却|的|平均(?:水平|值)?|前沿水平)*")
_COPULAS = frozenset(["为", "达", "达到", "是", "均达到", "均为", "则为", ":", "仅", "约为", "大约为", "则", "有", "分别为", "约", "降至", "升至"])
# Behind these a phrase continues what was counted before: 其中稻草为…, （2）全国普通初中为…
_PART = regex.compile(r"(?:(?:其中|当中)[，,]?|\(\d{1,2}\)|[；;、:]|^)\s?$")


def _owner(view: View, index: int, window: Window, left: Phrase | None, names: list[Mention], said: Said, rules: Rules) -> Phrase | None:
    """Is the phrase before the number whose figure it is (桃源县为99.57%) rather than what is measured?"""
    if left is None:
        return None
    folded = view.text[left.start:left.end]
    q = view.quantities[index]
    for mention in names:
        if mention.type != "project" and mention.start == left.start and mention.end <= left.end and _AND_OTHERS.fullmatch(view.text, mention.end, left.end) is not None:
            listed = mention.type == "place" and regex.match(r"全[国省市县]..", folded)             # 全国文明村镇 is counted
            return left if q.kind != "count" or any(u == q.unit for u, _ in said.here) and not listed else None
    if is_measure(folded, rules):
        return None
    copula = any(c.entry.key in _COPULAS for c in window.cues)
    last = next((t for t in reversed(view.tokens) if t.end <= left.end and t.start >= left.start), None)
    nominal = last is not None and (last.text in forms(rules).group or last.pos.startswith(("n", "j", "s", "x", "eng", "l", "q", "a", "g")))
    if not copula or not nominal or len(folded) > 14 or q.kind in ("rank", "age"):
        return None
    if any(u == q.unit for u, _ in said.here):
        return left
    part = _PART.search(view.text[max(0, left.start - 5):left.start])
    return left if part and (said.label or any(u == q.unit for u, _ in said.before[-4:])) else None


def _before_bracket(view: View, window: Window, rules: Rules) -> Phrase | None:
    """我县高压办电时间（42天）: the phrase before the bracket that holds the number alone."""
    opened = window.bracket[0]
    if view.text[opened + 1:window.left_end].strip():
        return None
    start = max((view.text.rfind(c, 0, opened) for c in "，。；、)"), default=-1) + 1
    end, _ = peel(view, start, opened, rules)
    inner = [q.end for q in view.quantities if start < q.end <= end]
    return before(view, max([start, *inner]), end, rules)


_COUNTED_KINDS = frozenset(["count", "person", "duration", "percent", "money", "mass", "area", "length", "volume", "energy", "power", "number", "multiple", "age", "information"])


def _counted(view: View, index: int, window: Window, left: Phrase | None, right: Phrase | None, change: Change, rules: Rules) -> Metric | None:
    """Form 2: the counted noun, with the verb that governs it: 建成 + 绿电园区项目."""
    q = view.quantities[index]
    if right is None or q.kind not in _COUNTED_KINDS or change.change and left:
        return None
    if left and q.kind == "count" and view.text[q.end:q.end + 1] == "的":
        return None                                                 # 可供应农户500家的工程: what follows is the clause's own noun
    listed = any(c.entry.key == "等" for c in window.cues)          # A、B等5项指标: the left phrase is the list
    verb = "" if listed else _verb_before(view, left, rules)
    if q.kind in ("percent", "multiple") and _possessed(rules).fullmatch(view.text, right.start, right.end):
        holds = next((t for t in view.tokens if left and left.start <= t.start < left.end and t.pos == "v"), None)
        return Metric((holds.text if holds else "") + right.text, right.start, right.end, "metric:part possessed")
    if q.kind == "percent":
        of = view.text[q.end:q.end + 1] == "的"
        return _share_of(view, window, right) if of and (left is None or verb) else None
    if left is not None and not verb and not listed:
        measured = is_measure(view.text[left.start:left.end], rules)
        if q.kind not in ("count", "person") or measured:
            return None
        if _noun_at_end(view, left) and not _has_noun(view, right):
            return None
    big = q.kind == "number" and regex.search(r"[万亿]", view.text[q.number_start:q.number_end])
    if q.kind in ("duration", "multiple", "number") and not verb and not big:
        return None
    right = _before_next_measure(view, index, window, right, rules)
    return Metric(verb + right.text, right.start, right.end, "metric:verb and counted noun" if verb else "metric:counted noun")


@functools.cache
def _possessed(rules: Rules) -> regex.Pattern:
    """股权, 股份, 市场份额: what one holds so many per cent of."""
    nouns = [e.key for e in rules.entries("nouns") if e["role"] == "part"]
    return regex.compile(r"[\p{Han}]{0,6}(?:" + "|".join(nouns) + ")")


def _before_next_measure(view: View, index: int, window: Window, right: Phrase, rules: Rules) -> Phrase:
    """79家机构借贷余额5596亿元: what runs into the next number is that number's metric; the counted noun is the first word."""
    following = index + 1 < len(view.quantities) and window.right_end == view.quantities[index + 1].start
    if not following or right.end < window.right_end - 3 or not is_measure(view.text[right.start:right.end], rules):
        return right
    first = next((t for t in view.tokens if t.start >= right.start and t.pos.startswith("n")), None)
    return Phrase(view.raw(right.start, first.end), right.start, first.end) if first and first.end < right.end else right


_LIGHT_VERBS = frozenset(["拟", "以", "将", "按", "由", "被", "把", "约", "每", "有", "为", "是", "达", "共有", "达到", "含", "占", "具有", "拥有", "存在", "出现", "到", "在"])


def _verb_before(view: View, left: Phrase | None, rules: Rules) -> str:
    """The verb group that ends the left phrase: 组织开展 | 65个专项行动."""
    if left is None:
        return ""
    begin = left.end
    for token in reversed([t for t in view.tokens if left.start <= t.start and t.end <= left.end]):
        verbal = token.pos in ("v", "vn", "vd", "vi", "vg") and token.text not in _LIGHT_VERBS
        if verbal and len(view.text[token.start:left.end]) <= 6 or token.text == "了" and begin == left.end:
            begin = token.start
        else:
            break
    if begin == left.end:
        return ""
    verb = view.raw(begin, left.end).rstrip("了")
    last = [t for t in view.tokens if t.end <= left.end and t.start >= begin]
    return "" if last and last[0].pos == "vn" and begin > left.start and len(last) == 1 else verb


def _noun_at_end(view: View, left: Phrase) -> bool:
    last = [t for t in view.tokens if t.start >= left.start and t.end <= left.end]
    return bool(last) and last[-1].pos.startswith(("n", "vn", "j", "l"))


def _has_noun(view: View, right: Phrase) -> bool:
    return any(t.pos.startswith(("n", "j", "l")) for t in view.tokens if t.start >= right.start and t.end <= right.end)


def _share_of(view: View, window: Window, right: Phrase) -> Metric:
    """90.05%的市级政府都举借了债务, 23%的耕地实施了…: the group with what it does, where that is short."""
    tail = view.text[right.end:window.right_end]
    match = regex.match(r"[^，。；、()和与]{1,16}", tail)
    end = right.end + (match.end() if match and len(tail) <= 18 else 0)
    return Metric(view.raw(right.start, end), right.start, end, "metric:share of a group")


def _clause_behind(view: View, index: int, window: Window) -> Metric | None:
    """有617人被追究责任, 连续5年保持西北第一: what is said of the counted, to the end of the clause."""
    q = view.quantities[index]
    if q.kind not in ("count", "person", "duration"):
        return None
    within = regex.match(r"(?:之|以)?内", view.text[q.end:window.right_end]) if q.kind == "duration" else None
    start = q.end + (within.end() if within else 0)                # 须在5个工作日内|办结
    match = regex.match(r"(?!以上|以下|以内|左右|之|不等)[\p{Han}“”‘’A-Za-z、]{2,24}", view.text[start:window.right_end])
    if not match or regex.match(r"(?:升|降|增|减|跃|到|至|为|的|后|前|内|时|来|间|多|余)", match.group()):
        return None
    return Metric(view.raw(start, start + match.end()), start, start + match.end(), "metric:clause behind")


__all__ = ["Metric", "Said", "metric", "words"]
