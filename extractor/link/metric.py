"""metric(...) -> what is measured, in the text's own words, and whether the words before the number are its owner instead.

    Form 1  覆盖率达82%, 处置问题线索18条        the phrase before the number
    Form 2  建成8个绿电园区项目, 90%的村民…       the counted noun behind it, with the verb before it
    Form 3  增长5.3%, 居全国第四, 桃源县为99.57%   nothing of its own: the metric said before it, by the same unit first
    Form 4  高压办电时间（42天）                  the phrase before the bracket
    Form 5  73岁村民, 有617人被追究责任           age; the clause behind a counted person or thing
    Form 6  增长最快的是云南省（17.47%）           the owner stands before it, the change and the metric before that
"""

from __future__ import annotations

import regex

from extractor.fold import in_script_of
from extractor.link.change import Change
from extractor.link.classes import folded, of_role
from extractor.link.counted import clause_behind, counted_noun, noun_behind
from extractor.link.names import Mention, forms
from extractor.link.parts import of_a_whole
from extractor.link.phrase import Phrase, before, is_measure, without_reached
from extractor.link.said import WHOLE, Metric, Said
from extractor.link.scope import View, Window, after_last, peel
from extractor.link.share import (
    EXTREME,
    is_share,
    is_whole,
    of_ratio,
    of_the_next,
    share_again,
    share_of_a_plan,
    share_of_number,
    share_over_number,
    share_within,
    superlative,
    without_compared,
)
from extractor.patterns import compiled
from extractor.rules import Rules
from extractor.units import Quantity

_RANKED = regex.compile(
    r"(?:分别|均|并|都)?(?:位居|名列|位列|排名(?!来到|升|跃|由|从|为|降)|排在|排到|排(?!名)|列|居|占据?|跃居|稳居|高居|保持|升至|跃升[至到为]|上升[至到为]|升为|降为|下降[至到为]|逆转为|成为|进入|入列|入围|处于|处|来到|升到|降到|跌至|位次)(?:在|到|为|了)*"
    r"[^，。；由从]{0,10}?(?:第|前|最后|倒数第?|TOP|Top)?$"
)


_LIFE = regex.compile(r"(?:寿命|\p{Han}龄)$")        # 人均预期寿命, 平均年龄: said by name, else an age is 年龄


def metric(view: View, index: int, window: Window, change: Change, names: list[Mention], said: Said, rules: Rules) -> Metric:
    """The metric of quantity `index`; names are the sentence's mentions, `said` the metrics before it."""
    q = view.quantities[index]
    if q.kind == "age" and not _LIFE.search(view.text, window.left_start, window.left_end):
        lives = next((m for u, m in reversed(said.here) if u == q.unit and _LIFE.search(m)), "")
        if lives:                                                  # 平均寿命80岁，其中男性|77岁
            return Metric(lives, -1, -1, "metric:as before")
        return Metric(in_script_of(view.sentence.text.chars, "年龄", rules), -1, -1, "metric:age")
    left_end = _before_rank(view, index, window, min(change.end, window.left_end), rules)
    trimmed = _trimmed(view.text, window.left_start, left_end)
    left_end = peel(view, window.left_start, trimmed, rules)[0] if trimmed < window.left_end else left_end      # 标准为|每人
    if view.text.endswith("占", window.left_start, left_end) and not is_share(q):
        left_end -= 1                                              # 五星级酒店客房|占2.0万间
    left = before(view, max(window.left_start, change.metric_start), left_end, rules)
    if left and is_whole(view, index, window):
        return Metric(left.text, left.start, left.end, WHOLE)
    outside = _before_bracket(view, window, rules) if left is None and window.bracket[0] >= 0 else None
    extreme = superlative(view, window, said, q.unit)
    if extreme:
        return extreme
    told = _of_its_growth(view, q, window, said) or share_of_number(view, index, window) or share_within(view, q, window) or share_of_a_plan(view, index, said) or of_the_next(view, index, rules)
    if told:
        return told
    left = without_compared(view, share_over_number(view, index, window, left, rules))
    compared = bool(outside) and (view.text[outside.start] in "较比" or view.text[outside.start - 1:outside.start] in ("较", "比"))
    if outside and compared and said.here:
        begin = outside.start + (view.text[outside.start] in "较比")
        who = Phrase(view.raw(begin, outside.end), begin, outside.end)
        return Metric(said.here[-1][1], -1, -1, "metric:of what is compared", who)
    if left and left.start >= 0 and _CONVERTED.fullmatch(view.text, left.start, left.end) and said.here:
        return Metric(said.here[-1][1], -1, -1, "metric:converted")
    left = _averaged(view, window, _last_act(view, left), rules)
    part = of_a_whole(view, q, left, said, names, rules, changed=bool(change.change))
    if part:
        return part
    owner = _owner(view, index, window, left or outside, names, said, rules)
    right = noun_behind(view, index, window) if q.kind != "rank" else None
    if owner is None and left and right and q.kind == "count" and any(m.type == "place" and (m.start, m.end) == (left.start, left.end) for m in names):
        owner = left                                               # 全区还有19个村
    counted = counted_noun(view, index, window, None if owner else left, right, change, rules)
    if counted:
        return Metric(counted.text, counted.start, counted.end, counted.rule, owner)
    if owner and said.label and not said.here and is_measure(folded(said.label, rules), rules):
        return Metric(said.label, -1, -1, "metric:list head", owner)
    if owner:
        return Metric(said.nearest(q.unit, change=bool(change.change)), -1, -1, "metric:as before", owner)
    extreme = left and EXTREME.fullmatch(view.text[left.start:left.end]) and not compiled(r"[较比][^，。；]{0,6}$").search(view.text, window.clause_start, left.start)
    carried = said.nearest(q.unit, change=bool(change.change))
    if extreme and carried:
        return Metric(carried + left.text, left.start, left.end, "metric:extreme of the one before")    # type: ignore[union-attr]
    share = share_again(view, window, said) if left is None and outside is None else ""
    if share:
        return Metric(share, -1, -1, "metric:share as before")
    if left and carried and not right and q.kind == "count" and _only_verbs(view, left):
        return Metric(carried, -1, -1, "metric:as before")
    clause = clause_behind(view, index, window)
    if clause and left and q.kind == "duration" and view.text[left.start:left.end].endswith(("连续", "持续")):
        return Metric(left.text + clause.text, left.start, left.end, "metric:lasting")       # 支出连续|5年|压减
    each = _EACH.search(view.text, 0, left.start) if left and left.start >= 0 else None
    if left and each:                                              # 每万元|国内生产总值用水57.2立方米
        return Metric(view.raw(each.start(), left.end), each.start(), left.end, "metric:of each amount")
    if left and not _says_nothing(view.text[left.start:left.end], rules):
        return Metric(shortest(left.text, view.text[left.start:left.end], rules), left.start, left.end, "metric:before the number")
    if outside:
        return Metric(outside.text, outside.start, outside.end, "metric:before the bracket")
    parts = of_ratio(view, q.start, q.end)
    if parts and (not said.here or said.here[-1][1] != parts.text):
        return parts
    if clause and (q.kind in ("count", "person") or not carried):
        return clause
    if carried:
        return Metric(carried, -1, -1, "metric:as before")
    return Metric(right.text, right.start, right.end, "metric:behind") if right else Metric("", -1, -1, "metric:none")


def _averaged(view: View, window: Window, left: Phrase | None, rules: Rules) -> Phrase | None:
    """综合用水量全国人均|412立方米: the average of what is named before it."""
    if left is None or view.text[left.start:left.end] not in of_role(rules, "average"):
        return left
    end = _trimmed(view.text, window.clause_start, left.start)
    whole = before(view, max(window.left_start, window.clause_start), end, rules)
    named = whole and is_measure(view.text[whole.start:whole.end], rules)
    return Phrase(left.text + whole.text, whole.start, left.end) if whole and named else left


_SHARES = regex.compile(r"[占佔]|(?:完成|为|達|达)[\p{Han}]{0,6}(?:计划|任务|预算|目标|計畫|預算)")
_GROWTH = regex.compile(r"[，,、；;\s]*其?(?P<word>增速|增幅|降幅|涨幅|跌幅|增长率)")


def _of_its_growth(view: View, q: Quantity, window: Window, said: Said) -> Metric | None:
    """投资下降24.1%，降幅较前两月收窄|13.1个百分点; 投资增长31%，增幅全省|第一: the growth of what was said is measured, no change of it."""
    word = _GROWTH.match(view.text, window.left_start, q.start)
    ranked = q.kind == "rank" or view.text[q.number_start - 1:q.number_start] == "第"
    whole = next((m for _, m in reversed(said.here) if not _SHARES.search(m)), "")       # 投资38亿元，占计划的57%，增长9%，增速居第三
    if not word or not whole or q.unit != "个百分点" and not ranked:
        return None
    own = view.raw(*word.span("word"))
    return Metric(whole if whole.endswith(own) else whole + own, -1, -1, "metric:growth of what was said")


_EACH = regex.compile(r"每[百千万亿]{1,2}(?:元|人|户|亩|吨|千瓦时|平方公里|名|公里)$")


# 1596204美元，约合人民币|1100万元: the same figure in another currency or unit.
_CONVERTED = regex.compile(r"(?:按[\p{Han}]{0,8}(?:汇率|价格))?(?:大?约)?(?:折?合|相当于|折算)(?:人民币|美元|港币|港元|欧元|日元|英镑|[\p{Han}]{0,3}元)?")


def _last_act(view: View, left: Phrase | None) -> Phrase | None:
    """建设优品库、精准服务企业|5000家: of acts in a row the last one is counted."""
    cut = view.text.rfind("、", left.start, left.end) if left and left.start >= 0 else -1
    if left is None or cut < 0:
        return left
    first, item = ([t.pos for t in view.tokens if a <= t.start and t.end <= b] for a, b in ((left.start, cut), (cut + 1, left.end)))
    verb = next((i for i, pos in enumerate(item) if pos == "v"), -1)
    if not first or first[0] not in ("v", "vn") or not 0 <= verb <= 1 or verb == 1 and item[0] not in ("ad", "d", "a") or verb + 1 >= len(item):
        return left
    return Phrase(view.raw(cut + 1, left.end), cut + 1, left.end)


_TRAIL = regex.compile(r"(?:(?:由|从|自)(?:原来|过去|最低|最高|初期)?的?(?:[上去前今]一?年度?(?:末|底|初|同期)?|\d{4}年(?:末|底|初)?|上[季月期]|[年月]初|目前|当初)?(?:的|最低|最高)?|(?:平均)?每(?:[年月日天周人户亩吨台套个家次晚夜节]|平方米|公顷|学期)|(?<=[率额量值入资费产])(?:完成|实现)|(?<=[率额量值入资费产业口数润)])(?:全年|当[年月]|本[年月]|[今去上前]年|[上下]半年|前?[一二三四]季度|\d{4}年|\d{1,2}(?:[-—~至]\d{1,2})?月份?|年[末底])(?:累计|共)?(?:完成|实现)?|(?<=[率额量值入资费产口数积])全[国省市县区]|双双|或|和|与|(?<=[率额量值价数度积入])在)$")


def _trimmed(text: str, start: int, end: int) -> int:
    """The metric's end without 由上年, 每月, 双双 between it and the number."""
    while (match := _TRAIL.search(text, start, end)) and match.end() == end and match.start() < end:
        end = match.start()
    return end


def _only_verbs(view: View, left: Phrase) -> bool:
    """再建20个: nothing but verbs and adverbs before the number."""
    inside = [t for t in view.tokens if t.start >= left.start and t.end <= left.end]
    return bool(inside) and inside[0].pos == "d" and all(t.pos in ("v", "d", "vd", "vg", "p", "ul") for t in inside)


def _before_rank(view: View, index: int, window: Window, end: int, rules: Rules) -> int:
    """居全国第四, 来到了第14位: the words of ranking are no metric."""
    q = view.quantities[index]
    ordinal = compiled(r"(?:第|前|最后|倒数|TOP|Top)$").search(view.text[max(0, q.start - 4):q.start])
    if not ordinal and q.kind != "rank" and q.unit not in ("位", "名次"):
        return end
    match = _RANKED.search(view.text, window.left_start, end)
    if match and match.group().endswith("排名") and view.text[end:end + 1] in ("由", "从"):
        return end                                                 # 全省排名由73位
    named = match and match.group().startswith("排名") and (match.start() > window.left_start or not index)
    if match and named and not is_measure(view.text[window.left_start:match.start()], rules):
        return match.start() + 2                                   # 世界排名|首次达到第20位
    if match is None:
        match = compiled(r"全[国省市县区]第$").search(view.text[:end], pos=window.left_start) or compiled(r"(?:由|从)[^，。；]{0,14}(?:第|最后|倒数第?)$").search(view.text[:end], pos=window.left_start)
    if match is None:
        return end
    among = compiled(r"在[^，。；在]{1,16}(?:当中|之中|中|内|里)$").search(view.text[window.clause_start:match.start()])
    return window.clause_start + among.start() if among else match.start()


def shortest(text: str, folded: str, rules: Rules) -> str:
    """The shortest name: without a list of examples, without 实现 before a measure (实现营业收入)."""
    text = _without_list(text)
    text = without_reached(text, folded, rules)
    bare = compiled(r"(?:实现|達到|达到|取得)(?=.{2,})").match(text)
    return text[bare.end():] if bare and is_measure(folded, rules) else text


def _without_list(text: str) -> str:
    """引进A、B等首店 -> 引进首店: examples are no part of the name."""
    listed = compiled(r"(?P<verb>引进|新建|新增|建成|实施|举办|开展|推进|打造|培育|建设|完成|承办|获批|创建)?[^、]{2,}、.{2,}等(?P<noun>\p{Han}{2,})").fullmatch(text)
    return (listed["verb"] or "") + listed["noun"] if listed else text


def _says_nothing(folded: str, rules: Rules) -> bool:
    """数字, 数据: the figure is named, not what is measured."""
    empty = [e.key for e in rules.entries("nouns") if e["role"] == "empty"]
    return folded.endswith(tuple(empty)) and len(folded) <= 6


_AND_OTHERS = regex.compile(r"(?:等(?:地|国|省|市|县|县市|省份|城市|地区|企业|机构)?|则|也|就|却|的|平均(?:水平|值)?|前沿水平)*")

_COPULAS = frozenset(["为", "达", "达到", "是", "均达到", "均为", "则为", ":", "仅", "约为", "大约为", "则", "有", "分别为", "约", "降至", "升至"])

# Behind these a phrase continues what was counted before: 其中稻草为…, （2）全国普通初中为…
_PART = regex.compile(r"(?:(?:其中|当中)[，,]?|\(\d{1,2}\)|[；、:]|^)\s?$")


def _owner(view: View, index: int, window: Window, left: Phrase | None, names: list[Mention], said: Said, rules: Rules) -> Phrase | None:
    """Is the phrase before the number whose figure it is (桃源县为99.57%) rather than what is measured?"""
    if left is None:
        return None
    folded = view.text[left.start:left.end]
    q = view.quantities[index]
    for mention in names:
        if mention.type != "project" and mention.start == left.start and mention.end <= left.end and _AND_OTHERS.fullmatch(view.text, mention.end, left.end) is not None:
            listed = mention.type == "place" and compiled(r"全[国省市县]..").match(folded)             # 全国文明村镇 is counted
            return left if q.kind != "count" or any(u == q.unit for u, _ in said.here) and not listed else None
    if is_measure(folded, rules):
        return None
    if compiled(r"的(?:则?[为是有])?\s?$").search(view.text, max(0, q.start - 5), q.start) and q.kind not in ("rank", "age", "duration") and said.nearest(q.unit, change=False) and noun_behind(view, index, window) is None:
        return left                                                # 淘宝的|11.8亿, 营造业的|2.0%快过…, 农民的为|1.2万元
    copula = any(c.entry.key in _COPULAS for c in window.cues)
    last = next((t for t in reversed(view.tokens) if t.end <= left.end and t.start >= left.start), None)
    nominal = last is not None and (last.text in forms(rules).group or last.pos.startswith(("n", "j", "s", "x", "eng", "l", "q", "a", "g")))
    if not copula or not nominal or len(folded) > 14 or q.kind in ("rank", "age"):
        return None
    if q.kind != "count" and any(u == q.unit for u, _ in said.here):
        return left                                                # 泊位达到404个 after 集聚区7个: another count of its own
    part = _PART.search(view.text[max(0, left.start - 5):left.start])
    return left if part and (said.label or any(u == q.unit for u, _ in said.before[-4:])) else None


def _before_bracket(view: View, window: Window, rules: Rules) -> Phrase | None:
    """我县高压办电时间（42天）: the phrase before the bracket that holds the number alone."""
    opened = window.bracket[0]
    if view.text[opened + 1:window.left_end].strip():
        return None
    start = after_last(view.text, "，。；、)", opened)
    end, _ = peel(view, start, opened, rules)
    inner = [q.end for q in view.quantities if start < q.end <= end]
    return before(view, max([start, *inner]), end, rules)
