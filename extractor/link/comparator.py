"""comparator(view, quantity, window, rules) -> how the true figure stands to the number: = ≈ > ≥ < ≤, and the rule's name.

Cues stand before the number (超过, 约, 不足), behind its unit (以上, 左右), behind the counted noun (20万人次以上) or in it (多, 余).
"""

from __future__ import annotations

import functools

import regex

from extractor.link.scope import View, Window
from extractor.patterns import compiled
from extractor.quantity import Quantity
from extractor.rules import Rules, named


@functools.cache
def _after(rules: Rules) -> regex.Pattern:
    words = rules.words("comparators", side="after")
    # Behind the unit at once, or behind a noun of up to eight characters that is not cut by a verb or a particle.
    return regex.compile(r"\s?(?:\(不?含\))?[\p{Han}]{0,6}?(?P<cue>" + "|".join(map(regex.escape, words)) + ")(?![\\p{Han}]?(?:岗|市|海|级|楼|诊))")


def comparator(view: View, quantity: Quantity, window: Window, rules: Rules) -> tuple[str, str]:
    """The sign and the name of what decided it ("" for plain equality)."""
    before = next((c for c in window.cues if c.kind == "comparator"), None)
    for cue in window.cues:
        swallowed = _ENDS.search(cue.entry.key) if cue.kind != "comparator" else None
        if swallowed:                                              # 大增超过, 将突破, 将接近, 料超
            return rules.tables["comparators"][swallowed.group()]["comparator"], f"comparators:{cue.entry.key}"
    if before and before.entry["comparator"] != "=":
        # 前 is a cue for places in an order alone; 最高, 最低 only right at the number
        adjective = view.text[before.end:before.end + 1] in ("的", "时")               # 增加最多的三家, 最多时有六百家
        exact = before.entry.key == "上" and view.text[quantity.number_start] not in "百千万亿"      # 标准杆上了18个果岭
        faster = before.entry.key == "快" and quantity.kind != "age"                                     # 快30岁, 比第二名快0.27秒
        held = before.entry.key == "控制在" and _behind(view, quantity, window, rules)                   # 控制在5.5%左右
        least = before.entry.key[0] == "最" and view.text[before.start - 1:before.start] in ("由", "从", "自")    # 由最低5元提高到10元
        lived = before.entry.key == "过" and quantity.form != "multiplier" and _is_experience(view, before.start)                           # 当过5年炮兵
        lately = before.entry.key == "近" and _is_stretch(view, quantity, before.start)                   # 近8轮抢到22分
        record = before.entry.key in ("最高", "最低") and compiled(r"(?:单[日场笔月周]|当日|日)[^，。；]{0,8}$|(?:海拔|气温|温度|高程)[^。；]{0,30}$").search(view.text, 0, before.start)      # 单日客流最高24.2万人次, 海拔最高2416米，最低630米
        passed = before.entry.key == "过" and quantity.kind == "duration" and compiled(r"再|后|才|，").match(view.text, quantity.end)      # 过30天再追肥
        quoted = before.entry.key == ">" and not view.text[:before.start].strip()                        # > 10只 × 1200元 in Markdown
        went = before.entry.key == "最多" and _WENT.match(view.text, before.end)                          # 指数最多下挫39点: how far, not how far at most
        if passed or quoted or record or went:
            return "=", ""
        if not (adjective or exact or faster or held or least or lived or lately) and (before.entry.key != "前" or quantity.unit in ("名", "位", "强", "", "%")):
            return before.entry["comparator"], f"comparators:{before.entry.key}"
    bound = named(rules, "a bound on what is multiplied").search(view.text, window.clause_start, quantity.start) if quantity.kind in ("multiple", "percent") else None
    if bound:
        return ("≥" if bound["least"] else "≤"), f"comparators:不{bound['least'] or bound['most']}"
    behind = _behind(view, quantity, window, rules) or _apart(view, quantity, window)
    if behind:
        return behind
    if _ABOUT.search(view.text, window.clause_start, quantity.start):
        return "≈", "comparators:约"
    if quantity.approximate and not view.text.endswith("第", 0, quantity.number_start):      # 获胜次数第五多
        return "≈", "numerals:approximate"
    return "=", ""


_WENT = compiled(r"[跌涨升]|[上下][涨跌挫滑探]|领先|落后")
_ENDS = compiled(r"(?:超过|突破|接近|(?<=料)超)$")
_ABOUT = compiled(r"(?:大?约|大概)(?:占[^，。；、\d]{2,14}|每)的?$")          # 约占老年人口|20.8%, 约每|3.5分钟


def _is_experience(view: View, at: int) -> bool:
    """Does 过 at `at` say that something has been done (来过11个)? After a verb; after a noun it compares (产值过亿)."""
    before, own = (next((t for t in view.tokens if t.start <= i < t.end), None) for i in (at - 1, at))
    return own is not None and own.pos.startswith("u") or before is not None and before.pos.startswith("v") and before.pos != "vn"


_STRETCHES = frozenset(["年", "天", "个月", "周", "个季度", "轮", "场", "届", "个赛季", "季"])


def _is_stretch(view: View, quantity: Quantity, at: int) -> bool:
    """近三年, 近8轮 at the head of a clause or behind its subject: the time looked at, nothing approximate (用了近三年)."""
    before = next((t for t in view.tokens if t.start < at <= t.end), None)
    return quantity.unit in _STRETCHES and (before is None or before.text in "，。；:、“" or before.pos.startswith(("n", "r")))


# 至少运动|5天: the verb stands between; 超过收入的|50%: the whole does; 将突破|200亿: the cue is part of a forecast.
_APART = (
    (regex.compile(r"(?:至少|最少|起码|少说|不少于|不低于)(?!的)[\p{Han}]{1,4}$"), "≥"), (regex.compile(r"(?:至多|最多|不超过)(?![的时])(?:只能|能|可)?[\p{Han}、]{1,6}$"), "≤"),
    (regex.compile(r"(?:不低于|不少于|不得低于|不得少于)[\p{Han}]{1,10}$"), "≥"), (regex.compile(r"(?:不|没|未|没有)(?:得|能|会|曾)?超过[\p{Han}]{1,10}$"), "≤"),
    (regex.compile(r"(?:接近|将近)[\p{Han}]{1,8}的$|(?:约|大约|大概)(?:为|需|是)?(?:每[\p{Han}]{1,3}|人均|户均)$"), "≈"),
    (regex.compile(r"(?<![不未没得能有])(?:超过|突破|超)[\p{Han}]{1,8}的$"), ">"), (regex.compile(r"(?:不足|不到|(?<!不)少于)[\p{Han}]{1,8}的$"), "<"), (regex.compile(r"将(?:会)?(?:超过|突破|破|超)$"), ">"),
)


def _apart(view: View, quantity: Quantity, window: Window) -> tuple[str, str] | None:
    lead = view.text[window.left_start:quantity.start]
    found = next(((sign, m.group()) for pattern, sign in _APART if (m := pattern.search(lead))), None)
    if found and not (found[1].endswith("的") and quantity.kind not in ("percent", "number")):
        return found[0], "comparators:apart from the number"
    short = _SHORT_OF.match(view.text, quantity.end)               # 五年不到就还清了
    return ("<", "comparators:不到 behind") if short else None


_SHORT_OF = regex.compile(r"[也都还]?不到(?=[，。；、)就便即已也都的])")


def _behind(view: View, quantity: Quantity, window: Window, rules: Rules) -> tuple[str, str] | None:
    end = min(window.right_end, quantity.end + 10)
    match = _after(rules).match(view.text, pos=quantity.end, endpos=end)
    if not match:
        return None
    cue = match["cue"]
    noun = view.text[quantity.end:match.start("cue")].lstrip("( 不含)")        # 1.8升(含)以下
    if noun and (len(cue) == 1 or noun[-1] in "级层岁类" or compiled(r"[的了在于和与及、把将被]|以|其").search(noun)):
        return None
    if cue == "内" and quantity.kind not in ("duration", "length"):
        return None
    if cue == "以后" and quantity.kind != "age" or cue == "不等" and quantity.value is None:      # 2000元到5000元|不等: the ends are told
        return None
    if cue in ("多", "余", "起", "许", "前后") and compiled(r"[\p{Han}\d]").match(view.text[match.end():match.end() + 1]):
        return None
    entry = rules.tables["comparators"][cue]
    return entry["comparator"], f"comparators:{cue}"
