"""lines_of(text, rules) -> list[Line]: the lines of a text, each with its layout spaces taken out, its width and whether it ends a sentence."""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass, replace

import regex

from extractor.fold import fold
from extractor.inline import parted, put_right, unjammed, unspace
from extractor.patterns import compiled
from extractor.rules import Rules, named
from extractor.text import Text

_END = "。！？!?；;…"
_CLOSING = "”’」』）)》】]"


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its layout spaces taken out; width in Han characters (two Latin characters are one)."""

    text: Text
    width: float
    ends: bool          # with the end of a sentence, or with the writer behind it
    gap: bool           # an empty line stands before it
    folded: str         # its characters in simplified script and half width, which the patterns of rules/layout.yaml are written in

    @property
    def chars(self) -> str:
        return self.text.chars


def lines_of(text: Text, rules: Rules) -> list[Line]:
    """The lines of a text that say something, letter-spacing and vertical headlines put right; lines of navigation are left out."""
    lines: list[Line] = []
    gap = False
    for raw in (part for whole in split_lines(text) for begun in _begun_anew(whole, rules) for part in parted(begun)):
        line = put_right(unspace(unjammed(raw), rules).strip(), rules)
        if not line.chars:
            gap = True
            continue
        if not is_navigation(line.chars, rules):
            folded = fold(line.chars, rules)
            lines.append(Line(line, width(line.chars), ends_sentence(line.chars) or bool(line_pattern(rules, "closes").search(folded)), gap, folded))
        gap = False
    return _around_numbers(_stand_up(lines), rules)


def _begun_anew(line: Text, rules: Rules) -> list[Text]:
    """The paragraphs of a line of a flattened page; a numbered heading apart from the text behind it."""
    cuts = [0, *(m.start() for m in named(rules, "where a line begins anew").finditer(line.chars)), len(line)]
    return [line[a:b] for a, b in itertools.pairwise(cuts)] if len(cuts) > 2 else [line]


def _stand_up(lines: list[Line]) -> list[Line]:
    """Vertical headlines: three or more lines of one character each become one line."""
    out: list[Line] = []
    i = 0
    while i < len(lines):
        j = i
        while j < len(lines) and len(lines[j].chars) == 1 and compiled(r"\p{Han}").match(lines[j].chars):
            j += 1
        if j - i >= 3:
            text = Text.join(x.text for x in lines[i:j])
            out.append(Line(text, width(text.chars), True, lines[i].gap, "".join(x.folded for x in lines[i:j])))
            i = j
        else:
            out.append(lines[i])
            i += 1
    return out


# 公用经费为 / 8059.35万 / 元，公办学校…: what pages leave that set every number in a mark-up of its own.
_NUMBER_ALONE = regex.compile(r"[\d.,]{1,12}[万亿]{0,2}[多余]?|[\d.]{1,6}[%％]")
_GOES_ON_BEFORE = regex.compile(r"[\p{Han}，、]$")


def _around_numbers(lines: list[Line], rules: Rules) -> list[Line]:
    """A sentence broken before and behind each of its numbers is one line."""
    goes_on = named(rules, "goes on behind a number alone on its line")
    out: list[Line] = []
    for line in lines:
        broken = len(out) >= 2 and not line.gap and not out[-1].gap and not out[-2].ends and _NUMBER_ALONE.fullmatch(out[-1].folded)
        if broken and _GOES_ON_BEFORE.search(out[-2].folded) and goes_on.match(line.folded):
            pieces = [*out[-2:], line]
            out[-2:] = [replace(out[-2], text=Text.join(x.text for x in pieces), width=sum(x.width for x in pieces), ends=line.ends, folded="".join(x.folded for x in pieces))]
        else:
            out.append(line)
    return out


def split_lines(text: Text) -> list[Text]:
    """The text between line ends and page breaks, in order, empty lines too."""
    out, start = [], 0
    for match in re.finditer(r"\r\n|\r|\n|\u2028|\x0c", text.chars):
        out.append(text[start:match.start()])
        start = match.end()
    return [*out, text[start:]]


def width(chars: str) -> float:
    """Width in Han characters: half of one for Latin letters and digits."""
    return sum(0.5 if c < "\u0100" else 1.0 for c in chars)


def ends_sentence(chars: str) -> bool:
    """Do characters end with the end of a sentence, brackets and quotes behind it passed over?"""
    bare = chars.rstrip(_CLOSING)
    return bool(bare) and bare[-1] in _END


def is_navigation(chars: str, rules: Rules) -> bool:
    """Is a line one of a page's menus or links (rules/layout.yaml) rather than of its text?"""
    return len(chars) < 120 and bool(line_pattern(rules, "navigation").search(fold(chars, rules)))


@functools.cache
def line_pattern(rules: Rules, kind: str) -> regex.Pattern:
    """The patterns of one kind in rules/layout.yaml, as one."""
    return regex.compile("|".join(f"(?:{e['pattern']})" for e in rules.entries("layout") if e["kind"] == kind) or r"(?!)")
