"""label(folded sentence, quantities, rules) -> for each quantity the reason why it is no claim, or None.

Named patterns (rules/not_claims.yaml) come first: dates, ordinals, codes, names, slogans, idioms. Then four judgements on
what is left: the article-like 一, Chinese numerals without a measure word, bare digits that nothing introduces, vague sizes.
"""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass

import regex

from extractor.patterns import Searched, compiled
from extractor.quantity import Quantity
from extractor.rules import NUMBER, Rules
from extractor.series import with_series


@dataclass(frozen=True, slots=True)
class Label:
    """Why a numeral is no claim: reason (date, ordinal, name, slogan, ...) and the rule that said so."""

    reason: str
    rule: str


@functools.cache
def _patterns(rules: Rules) -> tuple[tuple[Label, Searched], ...]:
    return tuple((Label(e["reason"], e.key), Searched(regex.compile(e["pattern"].replace("{n}", NUMBER)), tuple(e["needs"] or ()))) for e in rules.entries("not_claims"))


@functools.cache
def _digits_only(rules: Rules) -> frozenset[str]:
    return frozenset(e.key for e in rules.entries("classifiers") if e["written"] == "digits")


def label(text: str, found: list[Quantity], rules: Rules) -> list[Label | None]:
    """One label or None for each quantity, in order."""
    spans = _named_spans(text, rules)
    return with_series([_named(q, spans) or _judged(q, text, rules) for q in found], text, found, _BARE)


_BARE = Label("bare number", "digits that nothing introduces")


_ENDLESS = regex.compile(r"\d{64,}")          # no pattern is about such a run, and trying them all on a megabyte of digits takes minutes


def _named_spans(text: str, rules: Rules) -> list[tuple[int, int, Label]]:
    spans = []
    text = _ENDLESS.sub(lambda m: "x" * len(m.group()), text)
    for why, searched in _patterns(rules):
        for match in searched.finditer(text):
            spans.extend((start, end, why) for start, end in match.spans("n"))
    return spans


def _named(quantity: Quantity, spans: list[tuple[int, int, Label]]) -> Label | None:
    for start, end, why in spans:
        if why.rule == "formula" and quantity.form == "fraction":      # 占比超过1/8: the words beside have told that it is a share
            continue
        if start < quantity.number_end and quantity.number_start < end:
            return why
    return None


def _judged(quantity: Quantity, text: str, rules: Rules) -> Label | None:
    if quantity.form == "vague":
        return Label("vague", "size without a number")
    if quantity.form == "multiplier":
        return _bare_multiplier(quantity, text)
    if quantity.form == "chinese":
        return _chinese(quantity, text, rules)
    if quantity.kind == "number" and quantity.form == "arabic":
        return _bare_digits(quantity, text)
    return None


_ARTICLE_OK = regex.compile(r"(?:时隔|连续|长达|不到|不足|超过?|至少|近|约|每\p{Han}{1,4}|仅有?|只有?|最后|倒数|用时|历时|为期|提前|推迟|延长|缩短|增加|增长|提高|下降|减少|同比|翻|不少于|不低于|限期|耗时|共|[缩延提压][短长前后减缩][至到了]|最[少多长短快慢])$")


_TERM = regex.compile(r"(?:期限?|刑|拘役|管制|监禁|劳教|质保|保修|暂扣|吊扣|停[业产职薪播航]|禁[赛业]|试用|判处|缓刑|入狱|察看)(?:期)?(?:为|达|是|仅|约)?$")
_ONLY_ONE = regex.compile(r"(?:不足|不到|不满|仅有?|只有|只剩|近|约|超过)$")
# 要在|一个月|内办结, |一小时|可充满: how long it takes; not of 这一周内, 前一天就能.
_WITHIN = regex.compile(r"之?内(?![部容外在心蒙])|以内|(?:就|即|便|才)[能可会]|(?<=小时|分钟|秒)可")
_MEDALS = regex.compile(r"[一二两三四五六七八九十]{1,3}[金银][一二两三四五六七八九十]{1,3}[银铜]")      # 二十一金十四银五铜
_RECORD = regex.compile(r"[一二两三四五六七八九十\d]胜(?:[一二两三四五六七八九十\d]平)?[一二两三四五六七八九十\d][负平]")      # 一胜一负
_MERE_TIME = regex.compile(r"[这那前后同另某近上下头每第当次]$|过去$|最近$")


def _chinese(quantity: Quantity, text: str, rules: Rules) -> Label | None:
    written = text[quantity.number_start:quantity.number_end]
    before, after = text[max(0, quantity.start - 6):quantity.start], text[quantity.end:quantity.end + 3]
    unit = text[quantity.number_end:quantity.end].strip()
    ranked = before.endswith(("第", "前")) and not before.endswith(("从前", "之前", "以前", "目前", "日前", "此前", "当前", "眼前"))
    if compiled(r"第\s?$").search(before):
        return None if quantity.kind in ("number", "count") else Label("ordinal", "ordinal with a unit")
    if len(written) > 2 and quantity.value is not None and not compiled(r"[^一二三四五六七八九]").search(written):
        return None if quantity.unit in _COUNTED else Label("name", "digits read one by one")                  # 四四九三人; 八九六四, 六一六大游行
    if _in_inventory(text, quantity) or _in_chain(text, quantity):
        return None
    if unit in ("金", "银", "铜") and _MEDALS.search(text, max(0, quantity.start - 4), quantity.end + 4):
        return None
    if len(written) == 1 and written in "壹贰叁肆伍陆柒捌玖" and quantity.kind != "money":
        return Label("name", "formal numeral in a name")                   # 赵|伍|胜
    if written in ("一", "壹") and not ranked and quantity.value in (1, None):      # 一亩八分 is 1.8, 一年半 1.5
        return None if _is_counted_one(quantity, text, unit) else Label("article", "article-like 一")
    if quantity.kind == "number" and not ranked:
        return None if _is_value_in_characters(quantity, written, before, after) else Label("bare numeral", "Chinese numeral without a measure word")
    if unit in _digits_only(rules) and len(written) == 1 and quantity.value is not None:
        return Label("name", "measure word that counts after digits only")
    if quantity.kind in ("rate", "length", "volume", "mass", "money", "score", "energy") and len(written) == 1 and len(unit) == 1 and unit not in "元吨亩克" and written != "半":
        return Label("name", "unit that counts after digits only")
    return None


_BUILT = frozenset("座 所 处 条 栋 幢 口 眼".split())       # behind what is built or dug, as in lists of it


def _is_counted_one(quantity: Quantity, text: str, unit: str) -> bool:
    """Does 一 count (下降一个百分点, 一胜一负, 时隔一年) rather than stand as an article? unit: its measure word as written."""
    before, after = text[max(0, quantity.start - 6):quantity.start], text[quantity.end:quantity.end + 3]
    if quantity.kind == "duration" and _WITHIN.match(text, quantity.end) and not (unit == "年" and after[:1] in "就即便才") and not _MERE_TIME.search(before):
        return True
    if unit in ("胜", "平", "负") and _RECORD.search(text, max(0, quantity.start - 4), quantity.end + 4):
        return True
    if unit == "个" and compiled(r"(?:下降|上升|提升|前移|后退|[升降])了?$").search(before) and compiled(r"[榜名席]位|[名位]次").match(text, quantity.end):
        return True
    if quantity.kind == "duration" and _TERM.search(text, max(0, quantity.start - 6), quantity.start) and compiled(r"[，、；。,;)]|以[上下]|$").match(after):
        return True                                                        # 合同期限为|一年|, 被判处管制|一年|
    if quantity.kind in ("area", "length", "mass") and _ONLY_ONE.search(before):
        return True                                                        # 人均耕地不足|一亩|
    if unit == "年" and compiled(r"[零又]?[一二两三四五六七八九十\d]{1,3}个?月").match(text, quantity.end):
        return True                                                        # 有期徒刑|一年|六个月
    if quantity.unit in ("倍", "%", "番", "个百分点") or (quantity.kind == "duration" or unit in ("名", "位", "人")) and _ARTICLE_OK.search(before) or unit == "次" and compiled(r"每").search(before):
        return True
    if unit in ("个", "人", "名", "例", "户") and compiled(r"[就即便]有$").search(before):
        return True                                                        # 每5个成年人就有|一个|患高血压
    if unit in _BUILT and compiled(r"(?<![的到成着叠了])$").search(before) and compiled(r"[，、；。,;)]|$").match(after):
        return True                                                        # 跑道|一条|、中心医院|一所|
    # 六轮常规巡察和一轮专项巡察
    return bool(unit) and compiled(rf"(?:[二两三四五六七八九十]|\d){regex.escape(unit)}[^，。；\d]{{1,10}}(?:和|及|与|、|以及)$").search(text, 0, quantity.start) is not None


def _is_value_in_characters(quantity: Quantity, written: str, before: str, after: str) -> bool:
    """Is a Chinese numeral without a measure word a value: a large one, one that is introduced, one with decimals?"""
    if len(written) >= 2 and (written.rstrip("多余")[-1] in "万亿" or quantity.value is not None and quantity.value >= 100 and compiled(r"[\p{Han}]").match(after)):
        return True
    if len(written) >= 3 and quantity.value is not None and quantity.value >= 100 and _INTRODUCED.search(before):
        return True                                                        # 也就挣|三千多
    # 指数为|一二〇.八四, 防御率|五点九四
    return bool(compiled(r"[^点.]+[点.][^点.]{2,}").fullmatch(written) and _INTRODUCED.search(before))


_COUNTED = frozenset("轰 支 分 人 元 名 户 件 宗 家 吨 亩 票 册 辆 个 座 艘 架 所 间 公里 公斤 % 倍 人次".split())
_ITEM = regex.compile(r"\s?(?:缴获|缴到|计|有|内有|其中)?[:：]?[\p{Han}]{1,6}?(?P<n>[零〇○一二两三四五六七八九十百千]{1,6}|\d{1,6})\p{Han}{1,2}\s?")
_ITEM_EDGE = regex.compile(r"[，,、；;。]")
_NEAR = 60                  # characters on each side in which other items are looked for


def _in_inventory(text: str, quantity: Quantity) -> bool:
    """机枪七挺，小炮七门，冲锋枪一枝: things and their numbers, one behind the other, whatever numbers these are."""
    first = max(0, quantity.start - _NEAR)
    cuts = [first - 1, *(m.start() for m in _ITEM_EDGE.finditer(text, first, quantity.end + _NEAR)), min(len(text), quantity.end + _NEAR)]
    parts = [(a + 1, b) for a, b in itertools.pairwise(cuts)]
    at = next((i for i, (a, b) in enumerate(parts) if a <= quantity.start < quantity.end <= b), None)
    if at is None:
        return False
    items = [_ITEM.fullmatch(text, *parts[i]) for i in range(max(0, at - 2), min(len(parts), at + 3))]
    numbers = [item["n"] for item in items if item]
    return bool(items[min(at, 2)]) and len(numbers) >= 3 and set(numbers) != {"一"}       # 查处一案，警示一批、教育一片 counts nothing


_PLACES = regex.compile(r"(?:[一二两三四五六七八九十\d]{1,3}[县市区镇乡街村旗盟场](?![一二三四五六七八九十]?[策品业景])){2,}")
_HURT = regex.compile(r"[一二两三四五六七八九十\d]{1,3}死[一二两三四五六七八九十\d]{1,3}(?:伤|失踪)")


def _in_chain(text: str, quantity: Quantity) -> bool:
    """九县一市二区, 一死一伤: numbers that touch count, small as they are; not 一县一市, where each has one."""
    around = max(0, quantity.start - 12), quantity.end + 12
    places = next((m.group() for m in _PLACES.finditer(text, *around) if m.start() <= quantity.start < m.end()), "")
    return any(c in places for c in "二两三四五六七八九十") or any(m.start() <= quantity.start < m.end() for m in _HURT.finditer(text, *around))


_EXACT_CUE = regex.compile(r"(?:近|约|超过?|突破|逾|上|破|达到?|过|成|有|每|各|共|到|至|满|为|不足|数|整)$")


def _bare_multiplier(quantity: Quantity, text: str) -> Label | None:
    """千, 百万, 万亿 without a digit: a number after a cue or with 余/多 (近千个, 千余人, 上万), else part of a word."""
    before = text[max(0, quantity.start - 3):quantity.start]
    written = text[quantity.number_start:quantity.number_end]
    if quantity.kind != "number" and (_EXACT_CUE.search(before) or text.startswith("大关", quantity.end) or quantity.approximate or len(written) > 1):
        return None
    if compiled(r"(?:超|破|逾|超过|突破)$").search(before) and len(written) > 1 or compiled(r"以[上下]|左右|之多").match(text[quantity.end:quantity.end + 2]) and len(written) > 1:
        return None
    if compiled(r"(?:超|破|近|逾|超过|突破|上|(?<![不通经])过)$").search(before) and len(written) >= 1 and not compiled(r"\p{Han}").match(text[quantity.end:quantity.end + 1]):
        return None
    return Label("bare numeral", "multiplier without a number")


_INTRODUCED = regex.compile(
    r"(?:为|达|达到|是|有|共|至|到|超过?|突破|约|近|逾|仅|不足|分别|计|合计|[收录报][于在得报]|(?<=[数格价率])报|每股收益|居|列|排名?|升至|降至|第|前|比|:|：|得分|规模|震级|指数|[值率数量额均比积和]|比例|系数|共计|均|增|减|涨|跌|破|过|高|低|(?:同期|上[年月季周期]|去年)[多少]|TOP|Top|才|只有|只剩|还是|变成|定在|收报|开分|评分|积分|工资|薪|价|租金|退休金|视力|月票|(?:普查|去年|上年|同期|上期|上月|[一二三上首]轮)的)了?\s?[(]?$"
)


# 以连江县|131.10|最高，其次为嘉义县|108.82
_BEST = regex.compile(r"\s?(?:为)?最[高低大小]")
_NEXT = regex.compile(r"(?:其次|第[二三四]|最[高低大小])[的则]?[为是]\p{Han}{2,7}$")


_RATIO_OF = regex.compile(r"(?<![A-Za-z])(?:OR|RR|HR|AUC)\s?[=为]?\s?$")
_OF_ALL = regex.compile(r"(?<=[%万]\s?\(\s?)\d[\d,]*万?\s?/\s?\d[\d,]*万?(?=\s?\))")
_NUMBERED = compiled(r"电话|代码|邮编|编号|分机|学号|房间|转\d")
_QUOTES = regex.compile(r"(?<=\p{Han})(?!0|(?:19|20)\d{2}(?!\d))\d{3,5}(?:-\d{3,5})?(?=[，,、。;；]|\p{Han}{2,5}\d{3,5})")


@functools.lru_cache(maxsize=8)         # asked of each bare number of a sentence
def _quotes_prices(text: str) -> bool:
    """Does a sentence tell numbers of several names side by side, as quotations do?"""
    quoted = len(_QUOTES.findall(text))
    return (quoted >= 4 or quoted == 3 and "价" in text) and not _NUMBERED.search(text)


def _bare_digits(quantity: Quantity, text: str) -> Label | None:
    """Digits without a unit: kept where they carry a multiplier or are introduced as a value, else a code or a name."""
    written = text[quantity.number_start:quantity.number_end]
    before, after = text[max(0, quantity.start - 6):quantity.start], text[quantity.end:quantity.end + 2]
    if quantity.low is not None and (text.startswith(("之间", "间"), quantity.end) or compiled(r"介[于乎]\s?$").search(before) or "." in written and compiled(r"\p{Han}的\s?$").search(before)):
        return None                                                        # pH值在|5.8至7.2|之间, 标准规定的|4.0—8.5|
    if "." in written and _RATIO_OF.search(before) or compiled(r"或以[上下]|\s?±").match(text, quantity.end):
        return None                                                        # OR 6.675, 维持在|130|或以下, |39.18|±22.51
    if compiled(r"(?<![A-Za-z])pH(?:值)?[为=]?\s?$").search(before) or compiled(r"\d\s?(?:of|/)\s?$").search(before) and compiled(r"\s?[=(]\s?\d{1,3}(?:\.\d+)?\s?%").match(text, quantity.end):
        return None                                                        # pH 6.5; 44/|63|(70%), 75 of |112| = 67 %: of how many
    if compiled(r"[A-Za-z_#№]\s?-?$").search(before) and not compiled(r"[万亿]").search(written) and not compiled(r"TOP$|Top$|\d\s?of\s?$").search(before):
        return Label("code", "digits after a letter")
    if compiled(r"[A-Za-z]|-[A-Za-z\d]|号").match(after):
        return Label("code", "digits before a letter")
    if compiled(r"\d\.\d{1,2}").fullmatch(written) and compiled(r"(?:^|[。；:])\s?$").search(before) and compiled(r"\p{Han}{4}").match(text, quantity.end):
        return Label("ordinal", "numbered heading")                        # 问题:1.1农机装备的发展
    scaled = compiled(r"[万亿千百多余]").search(written)
    if scaled or _is_part_of_ratio(quantity, text) or _is_among_others(quantity, text) or "." in written and _is_decimal_value(quantity, text) or _is_introduced(quantity, text):
        return None
    return _BARE


def _is_part_of_ratio(quantity: Quantity, text: str) -> bool:
    """Is it one side of a ratio (25:75), by its other side and what leads to it?"""
    before, after = text[max(0, quantity.start - 6):quantity.start], text[quantity.end:quantity.end + 4]
    if compiled(r"[:]\s?$").search(before) and compiled(r"\s?[:]").match(after[:2]):
        return True
    if quantity.value is not None and quantity.value >= 25 and compiled(r"\s?:\s?1(?!\d)").match(text, quantity.end):
        return True                                                        # 竞争比更在1000:1以上
    if quantity.value is not None and quantity.value <= 100 and compiled(r"\s?:\s?\d").match(text, quantity.number_end) and compiled(r"(?:之比|比例|结构比?|比)[^。；]{0,60}$").search(text, 0, quantity.start) and "比分" not in text:
        return True                                                        # 产量之比分别是25:75、24:76
    if compiled(r"[由从自]\s?$").search(before) and compiled(r"\s?:\s?\d").match(after):
        return True                                                        # 由8.7:41.2:50.1调整为
    # 之比从2012年的|0.4:1升到
    return "比" in text[:quantity.start] and compiled(r"\s?:\s?[\d.]{1,6}[升降提增减扩缩下上变调]").match(text, quantity.number_end) is not None


def _is_among_others(quantity: Quantity, text: str) -> bool:
    """Do the numbers right beside it show what it is: so many of so many, one of several quotations?"""
    before, after = text[max(0, quantity.start - 6):quantity.start], text[quantity.end:quantity.end + 2]
    if compiled(r"\d中$").search(before) or compiled(r"中\d").match(after):
        return True                                                        # 11中7, 三分5中3
    if before.endswith(("(", "( ", "/", "/ ")) and any(m.start() <= quantity.start < m.end() for m in _OF_ALL.finditer(text, max(0, quantity.start - _NEAR), quantity.end + _NEAR)):
        return True                                                        # 占10.8%(|637|/|5880|)
    # 螺沙|3890，中天|3850，西城|3830，华宏|3810
    return quantity.number_end - quantity.number_start >= 3 and bool(compiled(r"\p{Han}$").search(before)) and _quotes_prices(text)


def _is_decimal_value(quantity: Quantity, text: str) -> bool:
    """Is a number with decimals a value by where it stands: behind an earlier one or a name, where a change begins, alone in a bracket?"""
    before, after = text[max(0, quantity.start - 6):quantity.start], text[quantity.end:quantity.end + 2]
    if compiled(r"(?:交易日|上[日周月季年]|去年|同期|前一?[日天周月年])的\s?$").search(text, max(0, quantity.start - 8), quantity.start):
        return True                                                        # 高于前一交易日的|0.9241
    if _BEST.match(text, quantity.end) or _NEXT.search(text, max(0, quantity.start - 14), quantity.start):
        return True
    if compiled(r"\p{Han}\(\s?$").search(before) and compiled(r"\s?\)").match(after):
        return True                                                        # 现代性(72.97)比传统性(68.31)高
    if compiled(r"[由从自][^，。；]{2,20}的\s?$").search(text, 0, quantity.start) and compiled(r"[缩提降升增减扩跌涨][\p{Han}]?[到至为]").match(text, quantity.end):
        return True                                                        # 由普查的105.20降到105.02
    return compiled(r"(?:采用|取|取值|选为|设为|定为)$").search(before) is not None      # 系数采用0.25


def _is_introduced(quantity: Quantity, text: str) -> bool:
    """Do the words before a number introduce it as a value? A year (1900 to 2100) only where they tell a level, no digits that a bracket parts from others."""
    before, after = text[max(0, quantity.start - 6):quantity.start], text[quantity.end:quantity.end + 2]
    if compiled(r"[由从自]\s?$").search(before) and compiled(r"[缩提降升增减扩上下跃跌涨收调]").match(after):
        return True
    if not _INTRODUCED.search(before) or "," not in text[quantity.number_start:quantity.number_end] and compiled(r"\p{Han}{0,1}[)）]\d").match(after):
        return False
    year = quantity.value is not None and 1900 <= quantity.value <= 2100 and quantity.value == int(quantity.value)
    return not year or compiled(r"[达到突超约近]").search(before) is not None
