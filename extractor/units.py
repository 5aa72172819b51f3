"""quantities(folded sentence, numerals, rules) -> list[Quantity]: each numeral with its unit, in the base of that unit.

    2.4万个  1418.31万元  400元/吨  3个百分点  八成  一个半小时  80万元至100万元  第24位  $3.2亿

Multipliers are already in the value; here 成 becomes per cent, per-units are put together and ranges across a unit joined.
"""

from __future__ import annotations

import functools
from collections.abc import Container
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from extractor.behind_units import behind_unit
from extractor.numeral import Numeral
from extractor.patterns import compiled
from extractor.quantity import Quantity, scaled
from extractor.rules import Entry, Rules, named
from extractor.shared_units import MULTIPLIER, SIZES, with_shared_units


@dataclass(frozen=True)
class _Units:
    entries: dict[str, Entry]
    after: regex.Pattern
    before: regex.Pattern


@functools.cache
def _units(rules: Rules) -> _Units:
    entries = {e.key: e for e in rules.entries("classifiers")}
    entries.update({e.key: e for e in rules.entries("units")})
    prefixes = [k for k, e in entries.items() if e["kind"] == "prefix"]
    surfaces = sorted((k for k in entries if k not in prefixes), key=len, reverse=True)
    one = "|".join(map(_surface_pattern, (entries[s] for s in surfaces)))
    latin = "|".join(regex.escape(s) for s in surfaces if s.isascii() and s.isalpha())
    # 元/吨, 元每吨, 元/(月·人): the lower part is a unit or up to six characters in brackets.
    power = rf"(?:(?:\s?·\s?|\s)(?:{latin}|hm|dm|a)\s?\^?\s?-\s?[1-3](?!\d))"              # kg·hm-2 is kg/hm2
    per = rf"(?:(?:\s?/\s?(?:100\s?(?=g|克|m[lL]|毫升))?(?:\([^()]{{1,6}}\)|(?:{one})(?:·(?:{one}))?)){{1,2}}|{power}{{1,2}}|每(?:{one})(?![\p{{Han}}\d]))?"
    after = regex.compile(rf"\s?(?P<unit>(?:{one})){per}", cache_pattern=False)
    before = regex.compile("(?:" + "|".join(map(regex.escape, sorted(prefixes, key=len, reverse=True))) + r")\s?$")
    return _Units(entries, after, before)


def _surface_pattern(entry: Entry) -> str:
    surface = regex.escape(entry.key)
    if entry["not_before"]:
        kept = f"(?!{entry['but_before']})" if entry["but_before"] else ""       # 18家|国有企业, 3名|企业家
        surface += f"(?!{kept}[{regex.escape(entry['not_before'])}])"
    if entry.key[-1].isascii() and entry.key[-1].isalpha():
        surface += "(?![A-Za-z])"
    return surface + f"(?={entry['only_before']})" if entry["only_before"] else surface


def quantities(text: str, found: list[Numeral], rules: Rules) -> list[Quantity]:
    """One quantity a numeral, in order; two that are the ends of one range (80万元至100万元) become one."""
    out: list[Quantity] = []
    for numeral in found:
        if out and numeral.start < out[-1].end:                            # 六成五: the 五 is already read
            continue
        if compiled(r"\d\s?±\s?$").search(text, max(0, numeral.start - 4), numeral.start):
            continue                                                       # 1.3±|0.4: a deviation
        quantity = _measure(text, numeral, rules)
        joined = _join(out[-1], quantity, text, rules) or _neighbours(out, quantity, text, rules) if out else None
        while not joined and out and (longer := _clocked(out[-1], quantity)):
            quantity = longer
            out.pop()
        if joined:
            out[-1] = joined
        else:
            out.append(quantity)
    return with_shared_units(out, text, rules)


def _measure(text: str, numeral: Numeral, rules: Rules) -> Quantity:
    units = _units(rules)
    kind = {"": "number", "元": "money"}.get(numeral.unit, "percent")
    plain = Quantity(numeral.start, numeral.end, numeral.start, numeral.end, numeral.value, numeral.low, numeral.high,
                     numeral.unit, kind, numeral.form, numeral.approximate)
    if numeral.unit:
        return plain
    half = _half_between(text, numeral, units, rules)
    if half:
        return half
    match = units.after.match(text, _behind_deviation(text, numeral.end)) if numeral.form != "fraction" or text[numeral.end:numeral.end + 1] not in ("则", "本", "强", "弱") else None      # 三分之一|则属, 五分之二|强
    rate = compiled(r"\s?/\s?10\s?万(?!\s?[元户名])").match(text, numeral.end) if not match and numeral.form == "arabic" else None
    if rate:                                                         # 发病率为63.42/10万
        return replace(plain, end=rate.end(), unit="/10万", kind="rate")
    per = named(rules, "what a figure may be told for each of").match(text, numeral.end) if not match else None
    below = units.after.match(text, per.end()) if per else None
    if below:                                                        # 66,362/㎡
        return replace(plain, end=below.end("unit"), unit="/" + below["unit"], kind="rate")
    told = None if match else _told_before(text, plain, units)
    if told:
        return told
    if not match or text.startswith("大关", numeral.end) and not text.startswith("大关键", numeral.end):      # 突破400大关
        prefix = units.before.search(text[max(0, numeral.start - 5):numeral.start])
        if prefix:
            entry = units.entries[prefix.group().strip()]
            return replace(plain, start=numeral.start - len(prefix.group()), unit=entry["unit"], kind="money")
        return plain
    return _with_unit(text, plain, match, units, rules)


_BRACKET = compiled(r"\p{Han}\s?\((?P<unit>[^()\d]{1,8})\)\s?[:：]?\s?[+＋]?$")
_MULTIPLIERS = {"十": 10, "百": 100, "千": 1000, "万": 10 ** 4, "亿": 10 ** 8}


def without_multiplier(said: str, known: Container[str]) -> tuple[Decimal, str]:
    """(scale, unit) of a unit that a bracket or the head of a table tells: 百亿股 is 10^10 and 股; 千瓦 and 百分点 are units themselves, as `known` says."""
    scale = Decimal(1)
    while len(said) > 1 and said[0] in _MULTIPLIERS and compiled(r"[/每]").split(said)[0] not in known and not said.startswith("百分"):
        scale, said = scale * _MULTIPLIERS[said[0]], said[1:]
    return scale, said


def _told_before(text: str, plain: Quantity, units: _Units) -> Quantity | None:
    """收盘价(元) 27.40, 总股本(百万股) 404: the unit that a bracket behind the name tells."""
    told = _BRACKET.search(text, max(0, plain.start - 14), plain.start)
    if not told or plain.form != "arabic":
        return None
    scale, unit = without_multiplier(told["unit"], units.entries)
    entry = units.entries.get(unit)
    if entry is None or entry["kind"] == "prefix":
        return None
    return replace(plain, unit=entry["unit"] or entry.key, kind=entry["kind"], value=scaled(plain.value, scale), low=scaled(plain.low, scale), high=scaled(plain.high, scale))


_DEVIATION = compiled(r"\s?±\s?[\d.]{1,8}(?: \d{3}(?:\.\d+)?)?\s?[)]?(?=\s?[%‰℃A-Za-zμ\p{Han}])")


def _behind_deviation(text: str, end: int) -> int:
    """(60.8|±11.4)岁: where the unit of a mean may stand, behind its standard deviation."""
    match = _DEVIATION.match(text, end)
    return match.end() if match else end


def _with_unit(text: str, plain: Quantity, match: regex.Match, units: _Units, rules: Rules) -> Quantity:
    entry = units.entries[match["unit"]]
    unit = entry["unit"] or entry.key
    below = match.group()[len(match.group()) - (match.end() - match.end("unit")):]
    if below:
        by_powers = below.lstrip()[0] not in "/每"                         # t hm-2 a-1 is t·hm-2·a-1
        below = compiled(r"\s?·\s?|\s(?=[A-Za-z])").sub("·", below) if by_powers else below
        below = compiled(r"\s|\^(?=-?\d)").sub("", below)
        each = below.startswith("每") and entry["kind"] != "money"         # 立方米每秒 as it is written, 元每吨 is 元/吨
        unit += below if by_powers or each else "/" + below.lstrip("/每")
    currency = named(rules, "a currency before a figure of 元").search(text, max(0, plain.start - 5), plain.start) if unit == "元" else None
    plain = replace(plain, start=currency.start()) if currency else plain
    end, add, about = behind_unit(text, match.end(), entry.key, str(entry["kind"]), plain, units.after, rules)
    scale, approximate = 10 if entry.key == "成" else 1, plain.approximate or about
    if entry.key == "块" and end > match.end():                      # 2块5: of money alone
        unit = "元"
    if entry.key == "番" and text[:plain.number_start].rstrip(" 了近约").endswith("翻") and plain.value is not None and plain.value < 20:
        times = Decimal(2) ** int(plain.value)                             # 翻两番 is 4 times what it was
        return replace(plain, end=match.end(), unit="倍", kind="multiple", value=times)
    change = lambda v: None if v is None else (v + add) * scale if add or scale != 1 else v  # noqa: E731
    kind = "rate" if below and entry["kind"] != "money" else entry["kind"]
    return replace(plain, end=end, unit=unit, kind=kind, approximate=approximate,
                   value=change(plain.value), low=change(plain.low), high=change(plain.high))


def _half_between(text: str, numeral: Numeral, units: _Units, rules: Rules) -> Quantity | None:
    """一个半小时, 两个多月: 半 or 多 stands between the measure word and the unit."""
    match = named(rules, "half or more between measure word and unit").match(text[numeral.end:numeral.end + 6])
    if not match or numeral.value is None:
        return None
    entry = units.entries["个月" if match[2] == "月" else match[2]] if match[2] in units.entries or match[2] == "月" else None
    if entry is None:
        return None
    value = numeral.value + (Decimal("0.5") if match[1] == "半" else 0)
    return Quantity(numeral.start, numeral.end + match.end(), numeral.start, numeral.end, value, None, None,
                    entry["unit"], entry["kind"], numeral.form, numeral.approximate or match[1] == "多")


_SECONDS = {"小时": 3600, "分": 60, "分钟": 60}


def _clocked(left: Quantity, right: Quantity) -> Quantity | None:
    """3分|42秒44, 2小时|14分16秒: one length of time, in seconds."""
    size = _SECONDS.get(left.unit)
    if right.unit != "秒" or size is None or left.end != right.start or left.value is None or right.value is None or not right.value < size:
        return None
    return replace(right, start=left.start, number_start=left.number_start, value=left.value * size + right.value)


def _neighbours(out: list[Quantity], right: Quantity, text: str, rules: Rules) -> Quantity | None:
    """两、三年, 5、6个洞, 约370、380人: two numbers that follow each other, said as one vague size; not of a list of three, nor of 五、六月."""
    left = out[-1]
    unsaid = named(rules, "unit that makes no size of two neighbours").match(right.unit) and not (right.unit == "年" and left.form == "chinese")      # 五、六月, but 两、三年
    if left.value is None or right.value is None or left.unit or not right.unit or text[left.end:right.number_start] != "、" or unsaid:
        return None
    said = MULTIPLIER.fullmatch(text, right.number_start, right.number_end)
    if said and left.form == "arabic" and left.value < 10 and right.value == (left.value + 1) * SIZES.get(said["size"], 1):
        left = replace(left, value=left.value * SIZES[said["size"]])                # 5、6亿人
    if left.form == right.form == "arabic" and 0 < left.value < 9 and (size := right.value / (left.value + 1)) in (10, 100, 1000):
        left = replace(left, value=left.value * size)                        # 7、800公斤
        return replace(right, start=left.start, number_start=left.number_start, value=None, low=left.value, high=right.value, approximate=True)
    listed = named(rules, "figures told respectively").search(text, max(0, left.start - 12), left.start)      # 分别为1.8万、2.3万元: two
    small = right.value == left.value + 1 and (left.value < 10 or named(rules, "about, right before a figure").search(text, 0, left.start) is not None) or not listed and said is not None and left.value * 2 > right.value > left.value >= 10 ** 4
    round_ = 10 <= left.value < right.value <= left.value * 2 and left.value % 10 == 0 and (
        compiled(r"^(?:左右|上下)").match(text[right.end:]) or named(rules, "about, before a figure or a letter before it").search(text[:left.start]))
    if named(rules, "places told in order").search(text, 0, left.start) or not (small or round_) or text[left.start - 1:left.start] in ("第", "、", "和") or text[right.end:right.end + 1] in ("、", "和") or left.form != right.form:
        return None
    return replace(right, start=left.start, number_start=left.number_start, value=None, low=left.value, high=right.value, approximate=True)


def _join(left: Quantity, right: Quantity, text: str, rules: Rules) -> Quantity | None:
    """80万元至100万元, 20%~30%: one range when both have the same unit; 由20%至30% is two levels."""
    between = text[left.end:right.start]
    if text[right.number_start:right.number_start + 1] == "-" and right.start == left.end and right.value is not None:
        right, between = replace(right, value=-right.value), "-"           # 3.1万元|-4.2万元/吨: a dash, no sign
    same = left.unit == right.unit or right.unit.startswith(left.unit + "/")
    if left.value is None or right.value is None or not same or not left.unit or not left.value < right.value:
        return None
    if not compiled(r"\s?(?:-|—{1,2}|~|至|到)\s?").fullmatch(between):
        return None
    if between.strip() in ("至", "到") and left.kind != "percent" and named(rules, "moved by, before a figure").search(text, max(0, left.start - 4), left.start):
        return None                                                        # 按年多3项至23项, 升9.67点至3246.59点: by how much, and to what
    if (between.strip() == "到" or between.strip() == "至" and named(rules, "moves up or down").search(text, right.end, right.end + 8)) and named(rules, "from a base, before a figure").search(text[:left.start]) and not text.startswith("不等", right.end):
        return None
    return replace(right, start=left.start, number_start=left.number_start, number_end=right.number_end,
                   value=None, low=left.value, high=right.value)
