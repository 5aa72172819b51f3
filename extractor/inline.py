"""unspace(text, rules), unjammed(text), put_right(text, rules) -> a line without what layout, recognisers and converters put between and in its characters.

Every character keeps its source offset; which lines belong together is not decided here (layout.py).
"""

from __future__ import annotations

import regex

from extractor.patterns import compiled
from extractor.rules import Rules, named
from extractor.text import Text

LONG_NOTE = 80          # characters of a line that is taken for notes without marks
PRINTED_WIDTH = 45      # lines of a newspaper column hold 8 to 40 characters, those of a web page or a book paragraph more

_HAN = r"[\p{Han}\p{P}〇％]"
_SPACED = regex.compile(rf"(?<={_HAN})[ \u00a0]+(?=[\p{{Han}}\p{{P}}\d％])|(?<=[\d.,%％])[ \u00a0]+(?=[\p{{Han}}\p{{P}}％])|(?<=\d)[ \u00a0](?=[.,]\d)|(?<=\d[.,])[ \u00a0](?=\d)")
_SINGLE = regex.compile(r"(?<=\S)[ \u00a0](?=\S)")
_LETTER_SPACED = regex.compile(r"(?:\p{Han}[ \u00a0]){3,}")


# 是 20 11年的4倍: a year
_PARTED_YEAR = regex.compile(r"(?<=[\p{Han}，。；、（(]\s?)(?:(?:19|20) \d{2}|(?:19|20)\d \d|(?:1 9|2 0)\d{2})(?= ?年)|(?<![\d.] ?)(?:1 9|2 0) \d \d(?= ?年)")
# 2 0 2 4 － 0 1 － 1 2, 第 2 4 卷: a day and what numbers an issue
_PARTED_MARK = regex.compile(r"(?<![\d.] ?)(?:1 9|2 0) ?\d ?\d(?: ?[－—–./-] ?\d(?: ?\d)?){2}(?! ?\d)|(?<=第 ?)\d(?: \d){1,2}(?= ?[卷期])")
# 1.8 k g, 3 0 m 2, 1 . 0 2 g · k g - 1: a unit that a recogniser has parted; its power where the figure is parted too (2 m 3 行 are three rows)
_UNIT_PARTED = regex.compile(
    r"(?<=\d\s?)(?:k ?g|[kmcμ] m|[mμ] [gL]|k W)(?![A-Za-z\d])|(?<=\d [\d.]?\s?\d\s?)(?:[kch]? ?m -?[123]|(?:[km]? ?g|[mh]? ?m|[mk]?L) ?[·/] ?(?:k ?g|h ?m|[mμ]?[gLm])(?: ?- ?[123])?)(?![A-Za-z\d])"
)


def _parted_by_a_recogniser(rules: Rules) -> tuple[regex.Pattern, ...]:
    """The patterns of what no space may stand in."""
    return (
        named(rules, "a figure that a recogniser has parted"), _PARTED_YEAR, _PARTED_MARK, named(rules, "a figure parted digit by digit"),
        named(rules, "a figure parted digit by digit, without a unit"), _UNIT_PARTED,
    )


def _is_spread(chars: str) -> bool:
    """Is a line set with gaps of any width between most of its characters (总 收 入 为   4 0 6 3 万 元)?"""
    pieces = chars.split()
    return len(pieces) > 0.75 * sum(map(len, pieces)) and len(compiled(r"\p{Han}\s").findall(chars)) >= 4


def unspace(text: Text, rules: Rules) -> Text:
    """Without layout spaces; one space stays between Latin words, and where a wide space parts two phrases."""
    if not compiled(r"\s|[\u200b\ufeff]").search(text.chars):
        return text
    text = text.keep(c not in "\u200b\ufeff\u00ad" for c in text.chars).strip()
    if _is_spread(text.chars):
        return text.keep(not c.isspace() for c in text.chars)
    spaced = bool(_LETTER_SPACED.search(text.chars))
    keep = [True] * len(text)
    if spaced and 2.2 * len(_SINGLE.findall(text.chars)) > len(text):           # the whole line is set with spaces, its digits too
        for match in _SINGLE.finditer(text.chars):
            keep[match.start()] = False
    for match in _SPACED.finditer(text.chars):
        keep[match.start():match.end()] = [False] * len(match.group())
    for match in (m for pattern in _parted_by_a_recogniser(rules) for m in pattern.finditer(text.chars)):
        for i in range(*match.span()):
            keep[i] = keep[i] and not text.chars[i].isspace()
    if not spaced and len(text) <= PRINTED_WIDTH:
        # "岳阳启动活动 金 鑫", a heading of two phrases: the space between phrases is a mark of its own
        for match in compiled(r"(?<=\p{Han}{3})[ \u00a0](?=\p{Han}{3})").finditer(text.chars):
            keep[match.start()] = True
    for match in compiled(r"[记記]者([ \u00a0])?\p{Han}{2,3}([ \u00a0])").finditer(text.chars):      # 记者 刘琪 中国互联网…: a byline
        keep[match.start(2)] = True
    for match in compiled(r"[\s]{2,}|[\t\r\n\u3000]").finditer(text.chars):
        keep[match.start():match.end()] = [False] * len(match.group())
        keep[match.start()] = True
    chars = compiled(r"[\t\r\n\u3000\u00a0]").sub(" ", text.chars)
    return text.replace_chars(chars).keep(keep)


# * {7 z" w4 @) R z$ R: characters that forums put between sentences against copying.
_JAM = regex.compile(r"(?<![!-~])(?:[!-~]{1,2} ){3,}[!-~]{1,2}(?![!-~])")
_JAM_SIGN = regex.compile(r"[!@#$^&_{}|\\\"'`~\[\]?;<>]")


def unjammed(line: Text) -> Text:
    """Without runs of single characters and signs that mean nothing; formulas and lists of letters have few such signs."""
    return line.without(m.span() for m in _JAM.finditer(line.chars) if len(_JAM_SIGN.findall(m.group())) >= 2)


_RIGHT = str.maketrans("lIoO。", "1100.")


# 預(yù)算, 萬(wàn)英鎊: the pronunciation that pages turned into traditional script by a machine have behind a character.
_SOUND = regex.compile(r"(?<=\p{Han})[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}[)）]")
# The same without tones (萬(wan)(wan)人, 個(ge)百分(fen)點), known by three and more different ones in a line, 萬(wan) and 億(yi) alone too.
_TONELESS = regex.compile(r"(?<=\p{Han}(?:\([a-z]{1,6}\))?)[(（]((?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?[aeiouv]{1,3}(?:ng?|r)?)[)）]")
_TONED = regex.compile(r"(?<=\p{Han})[(（][a-z]{0,3}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]{0,3}[)）]")


# 常住人口[2]751389人: the mark of a footnote between a word and its number.
_FOOTNOTE = regex.compile(r"(?<=\p{Han})\[\d{1,2}\](?=\s?[\p{Han}\d])")


# 平均年龄(60.8±11.4)岁: the brackets of a mean with its deviation part nothing from the unit.
_MEAN = regex.compile(r"([(（])\s?-?\d[\d.,]*\s?±\s?\d[\d.,]*\s?([)）])")


def put_right(text: Text, rules: Rules) -> Text:
    """A recogniser's confusions in numbers put right, each character at its own place; pronunciations in brackets, marks of footnotes and the brackets
    of means taken out."""
    chars = named(rules, "a figure with letters for digits").sub(lambda m: m.group().translate(_RIGHT), named(rules, "a lost point of a figure").sub(".", text.chars))
    text = text if chars == text.chars else text.replace_chars(chars)
    means = [m.span(side) for m in _MEAN.finditer(text.chars) for side in (1, 2)]
    return text.without([*means, *(m.span() for m in (*_sounds(text.chars), *_FOOTNOTE.finditer(text.chars)))])


def _sounds(chars: str) -> list[regex.Match]:
    if _TONED.search(chars):                                            # a tone mark tells 萬(wàn) from 重量(kg)
        return list(_SOUND.finditer(chars))
    toneless = list(_TONELESS.finditer(chars))
    several = len({m[1] for m in toneless}) >= 3
    return [m for m in toneless if several or m[1] in ("wan", "yi")]


_MARKS = regex.compile(r"[，。；、！？,;]")
_DASH = regex.compile(r"\s[-–—·•]\s(?=[\p{Han}\d])")
_GAP = regex.compile(r"(?<=[^\s，。；：:、,;\-([（「“]) (?=[^\s，。；：:、,;\-)\]）」”])")


def parted(line: Text) -> list[Text]:
    """Notes of a page whose clauses only spaces part and whose points only dashes (净利润137亿元 同比升8% 居首 - 经纪业务…): a line for each point, a
    comma where a space parts clauses. Any other line alone."""
    pieces = line.chars.split()
    sizes = sorted(map(len, pieces))
    if len(line) < LONG_NOTE or len(pieces) < 8 or sizes[len(sizes) // 2] < 5 or len(_MARKS.findall(line.chars)) * 40 > len(line):
        return [line]
    out, start = [], 0
    for cut in [*(m.span() for m in _DASH.finditer(line.chars)), (len(line), len(line))]:
        point = line[start:cut[0]]
        out.append(point.replace_chars(_GAP.sub("，", point.chars)))
        start = cut[1]
    return [p for p in out if p.chars.strip()]
