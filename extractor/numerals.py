"""numerals(folded sentence, rules) -> list[Numeral]: every written number, exact, with its span.

    2.4万  7个亿  3亿6千万  3万4000  二十万亿  十几  两千  三分之二  百分之五  数百万  8-10  三四十  2400多亿  1,100万

Values are Decimal and include the multipliers; a range keeps both ends; 多 余 来 几 leave the value and say `approximate`.
Which numerals are claims is not decided here.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from decimal import Decimal

import regex

from extractor.numeral import Numeral
from extractor.patterns import compiled
from extractor.ranges import join_ranges
from extractor.rules import Rules, named


@dataclass(frozen=True)
class _Grammar:
    digits: dict[str, int]
    small: dict[str, int]
    big: dict[str, int]
    scan: regex.Pattern
    spelled: regex.Pattern      # digits read one by one, with decimals and multipliers
    scaled: regex.Pattern       # the same behind a larger part


_ARABIC = r"(?:\d{1,3}(?:,\d{3}){1,9}(?![\d])|(?<!\d )(?:\d{1,2}(?: \d{3}){1,3}(?=[^\s\d:/]|\s[a-zA-Zμ]{1,3}(?:[/·²\d]|(?![A-Za-z])))|\d{3}(?: \d{3}){1,3}(?=\p{Han})|(?<=\A[-+≥≤<>]?)\d{1,3}(?: \d{3}){1,3}(?=(?:\.\d+)?\Z))|\d{1,40})(?:\.\d{3} \d{1,3}(?=\s?(?:[\p{Han}，。、；,;)a-zA-Zμ%‰]|\Z)(?!\s?\d))|\.\d{1,20})?(?: ?× ?10(?: ?\^? ?\d{1,2}(?![\d.])|[⁻¹²³⁰⁴-⁹]{1,3}|\^ ?-\d{1,2}(?![\d.])))?"
# 最低为—4.4摄氏度: right behind a verb that only a value follows, a dash is a minus.
_DASH_FOR_MINUS = r"(?<=[为是至到])—"


def _inside(pattern: regex.Pattern) -> str:
    """A pattern as a part of another."""
    return f"(?:{pattern.pattern})"


@functools.cache
def _grammar(rules: Rules) -> _Grammar:
    roles: dict[str, dict[str, int]] = {"digit": {}, "small": {}, "big": {}}
    for entry in rules.entries("numerals"):
        if entry["role"] in roles:
            roles[entry["role"]][entry.key] = int(entry["value"])
    digits, small, big = roles["digit"], roles["small"], roles["big"]
    d, s, b = "".join(digits), "".join(small), "".join(big)
    no_unit, vague = _inside(named(rules, "a multiplier that begins no unit")), _inside(named(rules, "somewhat more, behind a numeral"))
    minus, billions = _inside(named(rules, "a minus said in words")), _inside(named(rules, "个 between a figure and 亿"))
    begins, inverted = _inside(named(rules, "where a numeral in characters may begin")), _inside(named(rules, "a share as Hong Kong says it"))
    few, several = _inside(named(rules, "几 that stands for a number")), _inside(named(rules, "数 that stands for several"))
    multiplier = rf"[{s}{b}]{no_unit}"
    arabic = (
        rf"(?P<arabic>(?<![\d.])(?:{minus}|零下 ?|[-+]|{_DASH_FOR_MINUS})?{_ARABIC}(?:(?:{billions}|{vague})?(?: (?=[{b}]))?{multiplier}{{1,3}}(?:{vague})?(?:{multiplier}){{0,2}}"
        rf"(?:零?(?:\d{{1,3}},\d{{3}}\.\d{{1,4}}(?=[{b}])|\d{{1,3}},\d{{3}}(?![\d.])|\d{{1,4}}\.\d{{1,4}}(?=[{b}])|\d{{1,5}})(?![\d.,]*[年月%:.])(?:{multiplier}){{0,2}}(?:{vague}(?:{multiplier}){{0,2}})?){{0,3}}|{vague})?)"
    )
    chinese = (
        rf"(?P<chinese>{begins}(?:{minus}|零下)?[{d}十拾](?:[{d}]|{multiplier}){{0,30}}(?:(?:点|(?<=[{d}{s}])\.)(?:[{d}]{{1,12}}(?![{s}])|[{d}]十[{d}](?=[%倍{b}]))(?:{multiplier}){{0,2}})?"
        rf"(?:{billions}{multiplier}|(?:{vague})(?:{multiplier}){{0,2}})?)"
    )
    bare = rf"(?P<bare>(?:[{s}]?[{b}]{{1,2}}(?!一)|[{s}]){no_unit}(?:{vague})?)"
    fraction = rf"(?P<fraction>{inverted}|(?P<whole>[{d}{s}{b}]{{1,5}}|\d{{1,4}}[{b}]?)分之(?P<part>[{d}{s}]{{1,6}}(?:点(?:[{d}]十[{d}]|[{d}]{{1,6}}))?|{_ARABIC})|(?P<whole>百)分(?P<part>百)(?!分))"
    slash = r"(?P<slash>(?<![\d/.年月])(?P<over>[1-9]\d?)/(?P<under>[1-9]\d?)(?![\d/.年月日]|\s?\(\d{1,3}(?:\.\d+)?\s?%))"      # but 44/63(70%): what was won of how many
    some = rf"(?P<some>[几数好]{{1,2}}(?:[{s}{b}]{no_unit}){{1,3}}|(?<![\d{d}{s}{b}]){few}|{several})"
    half = rf"(?P<half>{_inside(named(rules, 'a half'))})"
    scan = regex.compile("|".join((fraction, slash, half, some, arabic, chinese, bare)))
    ones = "".join(c for c, value in digits.items() if value < 10)
    spelled = regex.compile(rf"(?P<whole>[{ones}]{{2,}})(?:[点.](?P<part>[{ones}]+))?(?P<scale>[{s}{b}]*)")
    return _Grammar(digits, small, big, scan, spelled, regex.compile(rf"(.+[{b}])([{ones}]{{3,}}.*)"))


def numerals(text: str, rules: Rules) -> list[Numeral]:
    """All numerals of a folded sentence, left to right, ranges joined; linear in its length."""
    grammar = _grammar(rules)
    found = []
    for match in grammar.scan.finditer(text):
        numeral = _read(match, grammar, rules)
        if numeral:
            found.append(numeral)
    return join_ranges(found, text, grammar.small | grammar.big, grammar.big, rules)


def _read(match: regex.Match, grammar: _Grammar, rules: Rules) -> Numeral | None:
    start, end = match.span()
    groups = match.groupdict()
    if groups["fraction"]:
        return _fraction(match, grammar)
    if groups["slash"]:
        return _slash(match, rules)
    if groups["half"]:
        share = match.group() in ("半数", "过半")                             # 半年 is 0.5 年, 一半 is 0.5 as 三分之二 is 0.6667, 过半 is 50 %
        return Numeral(start, end, Decimal(50) if share else Decimal("0.5"), form="chinese" if match.group() == "半" else "fraction", unit="%" if share else "")
    if groups["some"]:
        return Numeral(start, end, None, form="vague", approximate=True)
    form = "arabic" if groups["arabic"] else "chinese" if groups["chinese"] else "multiplier"
    text = match.group()
    approximate = any(c in text for c in "多余来几")
    value = parse(text, grammar)
    if value is not None:
        return Numeral(start, end, value, form=form, approximate=approximate, unit="元" if "个" in text else "")       # 吃掉7个亿: of money alone
    ends = _two_digits(text, grammar)
    return Numeral(start, end, None, *ends, form=form) if ends else None


def _fraction(match: regex.Match, grammar: _Grammar) -> Numeral | None:
    whole, part = parse(match["whole"], grammar), parse(match["part"], grammar)
    if not whole or part is None:
        return None
    unit = {100: "%", 1000: "‰"}.get(int(whole), "")
    value = part if unit else _ratio(part, whole)
    return Numeral(match.start(), match.end(), value, form="fraction", unit=unit)


def _slash(match: regex.Match, rules: Rules) -> Numeral | None:
    """总死亡数的1/4, 约1/3的学生: a share, where the words beside say so; 10/31, 4/5版 are none."""
    over, under, text = Decimal(match["over"]), Decimal(match["under"]), match.string
    if not over < under or not (named(rules, "before a share").search(text, 0, match.start()) or named(rules, "behind a share").match(text, match.end())):
        return None
    return Numeral(match.start(), match.end(), _ratio(over, under), form="fraction")


def _ratio(part: Decimal, whole: Decimal) -> Decimal:
    """Part by whole, exact where twelve decimals tell it (0.3 of 10,000 is 0.00003), else to four."""
    exact = part / whole
    return exact if exact * whole == part and -int(exact.as_tuple().exponent) <= 12 else exact.quantize(Decimal("0.0001"))


def read_number(text: str, rules: Rules) -> Decimal | None:
    """Value of a text that is one numeral, None when it is not.

    >>> from extractor.rules import default_rules
    >>> [str(read_number(t, default_rules())) for t in ("3亿6千万", "25万6千", "廿三", "一万五千亿", "二〇二四", "")]
    ['360000000', '256000', '23', '1500000000000', '2024', 'None']
    """
    return parse(text, _grammar(rules))


_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_PASSED_OVER = {**{ord(c): None for c in " ,个多余来几+"}, ord("○"): "〇"}
_TENS = regex.compile(r"(?<=点.)十(?=.)")       # 九十五点二|十|九 is 95.29


def parse(text: str, grammar: _Grammar) -> Decimal | None:
    """Exact value of one numeral without range; 多余来几 are passed over. None where the characters make no number."""
    text = _TENS.sub("", text.translate(_PASSED_OVER))
    sign = -1 if text[:1] in ("-", "—", "负") or text.startswith("零下") else 1
    text = text.lstrip("-—负").removeprefix("零下")
    if not text:
        return None
    power = compiled(r"([\d.]+)×10\^?(-?\d{1,2})").fullmatch(text.translate(_RAISED))
    if power:
        value = Decimal(power[1]).scaleb(int(power[2]))
        return sign * (Decimal(int(value)) if value == int(value) else value)
    if text[0].isascii() and text.replace(".", "", 1).isdigit():
        return sign * Decimal(text)
    if all(c in grammar.digits and grammar.digits[c] < 10 for c in text):
        if len(text) == 1:
            return sign * Decimal(grammar.digits[text])
        return sign * Decimal("".join(str(grammar.digits[c]) for c in text)) if len(text) > 2 or "〇" in text or "零" in text else None
    spelled = grammar.spelled.fullmatch(text)
    if spelled and (len(spelled["whole"]) > 2 or spelled["part"]):         # 七二九.二亿, 七二〇亿
        value = Decimal("".join(str(grammar.digits[c]) for c in spelled["whole"]) + "." + "".join(str(grammar.digits[c]) for c in spelled["part"] or "〇"))
        for c in spelled["scale"]:
            value *= grammar.big.get(c) or grammar.small[c]
        return sign * (Decimal(int(value)) if value == int(value) else value.normalize())
    parts = None if text[0].isascii() else grammar.scaled.fullmatch(text)
    if parts:                                                              # 一兆|一一二三亿
        whole, rest = parse(parts[1], grammar), parse(parts[2], grammar)
        return None if whole is None or rest is None or not rest < whole else sign * (whole + rest)
    value = _sections(text.replace(".", "点") if not text[0].isascii() else text, grammar)
    return None if value is None else sign * value


def _sections(text: str, grammar: _Grammar) -> Decimal | None:
    """Sum of sections closed by 万, 亿, 兆; a trailing digit takes the next lower multiplier (3万4 = 34000)."""
    total = _Sum(text, grammar)
    at = 0
    while at < len(text):
        char = text[at]
        if char in grammar.digits or char.isdigit() and char.isascii():
            length = total.digits(at)
        elif char == "点":
            length = total.decimals(at)
        elif char in grammar.small:
            length = total.small(at)
        else:
            length = total.big(at)
        if not length:
            return None
        at += length
    value = total.value()
    return Decimal(int(value)) if value == int(value) else value.normalize()      # 2.4万 is 24000, not 24000.0


@dataclass(slots=True)
class _Sum:
    """The value of a numeral as far as it is read. Its methods but the last read what begins at an offset and return how many characters that is,
    0 where they make no number there."""

    text: str
    grammar: _Grammar
    closed: Decimal = Decimal(0)        # sections closed by 万, 亿, 兆
    section: Decimal = Decimal(0)       # the open one, below 万
    number: Decimal | None = None       # what no multiplier has been read of
    last: Decimal = Decimal(0)          # the multiplier just used
    seen: bool = False                  # any digit yet: 0万 is 0, a bare 万 is 10000

    def digits(self, at: int) -> int:
        """A Chinese digit, or a run of Arabic ones."""
        char = self.text[at]
        arabic = compiled(r"[0-9]+(?:\.[0-9]+)?").match(self.text[at:])
        digit = Decimal(arabic.group()) if arabic else Decimal(self.grammar.digits[char])
        length = arabic.end() if arabic else 1
        if self.number is not None and not (self.number >= 20 and self.number % 10 == 0 and digit < 10 and not arabic):
            return 0
        self.number, self.seen = digit if self.number is None else self.number + digit, True
        if at and not arabic and self.text[at - 1] in "零〇":
            self.last = Decimal(0)
        if char in "零〇" and not arabic and at + length < len(self.text):
            self.number, self.last = None, Decimal(0)
        return length

    def decimals(self, at: int) -> int:
        """点 with the digits behind it."""
        digits, multipliers = "".join(self.grammar.digits), "".join(self.grammar.small) + "".join(self.grammar.big)
        tail = regex.match(f"[{digits}]+?(?=[{multipliers}]|$)", self.text[at + 1:])
        if not tail:
            return 0
        whole = (self.number or Decimal(0)) + self.section
        self.section, self.number = Decimal(0), whole + Decimal("0." + "".join(str(self.grammar.digits[c]) for c in tail.group()))
        return 1 + len(tail.group())

    def small(self, at: int) -> int:
        """十, 百, 千: within a section."""
        if self.number is None and self.section == 0 and self.closed == 0 and at > 0 and self.text[0] not in "零〇":
            # 万亿 is handled by big; 百千 makes no number
            return 0
        size = Decimal(self.grammar.small[self.text[at]])
        self.section += (Decimal(1) if self.number is None else self.number) * size
        self.number, self.last = None, size
        return 1

    def big(self, at: int) -> int:
        """万, 亿, 兆: the section is closed."""
        if self.text[at] not in self.grammar.big:
            return 0
        size = Decimal(self.grammar.big[self.text[at]])
        below = self.section + (self.number or Decimal(0))
        if not self.seen and below == 0 and self.closed == 0:
            below = Decimal(1)
        self.closed = (self.closed + below) * size if self.closed < size or below == 0 else self.closed + below * size
        self.section, self.number, self.last = Decimal(0), None, size
        return 1

    def value(self) -> Decimal:
        """Of all that was read."""
        number = self.number or Decimal(0)
        if self.last > 10 and number < 10 and number == number.to_integral_value() and _short_tail(self.text, self.grammar):
            number = number * self.last / 10
        return self.closed + self.section + number


def _short_tail(text: str, grammar: _Grammar) -> bool:
    """三万五, 两千三: the last digit stands for the next lower multiplier; after Arabic digits too (3万4 is 34000)."""
    return len(text) >= 2 and (text[-2] in grammar.small or text[-2] in grammar.big)


def _two_digits(text: str, grammar: _Grammar) -> tuple[Decimal, Decimal] | None:
    """三四十, 七八, 五六百: two neighbouring digits are the two ends of a range."""
    for i in range(len(text) - 1):
        a, b = grammar.digits.get(text[i]), grammar.digits.get(text[i + 1])
        if a and b and b == a + 1 and b < 10:
            low, high = parse(text[: i + 1] + text[i + 2:], grammar), parse(text[:i] + text[i + 1:], grammar)
            if low is not None and high is not None and low < high:
                return low, high
    return None
