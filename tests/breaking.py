"""What printing, scanning and copying do to a text: clean paragraphs -> the same text broken in one known way.

Each breaker takes paragraphs (str, no line breaks) and a random generator and returns the broken text. What it must not do is
change a sentence: the measure is how many come back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import zip_longest
from random import Random

Breaker = Callable[[Sequence[str], Random], str]

HEADER = "江湾日报"
BYLINE = "本报记者 周以安 通讯员 陈可"
CAPTION = "图为村民在采摘鲜果。 周以安 摄"


def wrapped(width: int) -> Breaker:
    """Every printed line a line of the file."""
    return lambda paragraphs, random: "\n".join(line for p in paragraphs for line in lines_of(p, width))


def lines_of(paragraph: str, width: int) -> list[str]:
    """Lines of `width` characters; no line begins with a mark that never begins one."""
    out, at = [], 0
    while at < len(paragraph):
        end = at + width
        while end < len(paragraph) and paragraph[end] in "，。、；：？！”）》％%":
            end += 1
        out.append(paragraph[at:end])
        at = end
    return out


def paged(paragraphs: Sequence[str], random: Random) -> str:
    """Pages of 18 lines with a running title, a date and a page number between them, also in the middle of a sentence."""
    lines = [line for p in paragraphs for line in lines_of(p, 30)]
    pages = [lines[i:i + 18] for i in range(0, len(lines), 18)]
    return "\n".join("\n".join([*page, "", f"— {number} —", "\f", f"{HEADER}   2024年3月15日 星期五   第{number + 1}版", ""]) for number, page in enumerate(pages, 1))


def with_captions(paragraphs: Sequence[str], random: Random) -> str:
    """A byline or a caption between two lines of a sentence, now and then."""
    out = []
    for line in (line for p in paragraphs for line in lines_of(p, 22)):
        out.append(line)
        if random.random() < 0.06 and not line.endswith(("。", "！", "？", "；")):
            out.append(random.choice((BYLINE, CAPTION)))
    return "\n".join(out)


def letter_spaced(paragraphs: Sequence[str], random: Random) -> str:
    """Some printed lines are set with a space behind every character."""
    return "\n".join(" ".join(line) if random.random() < 0.3 else line for p in paragraphs for line in lines_of(p, 24))


def spaced_numbers(paragraphs: Sequence[str], random: Random) -> str:
    """Spaces around and inside numbers: 2 . 4 万个, 2024 年."""
    return "\n".join(re.sub(r"\d+(?:\.\d+)?", lambda m: f" {' . '.join(m.group().split('.'))} ", p) for p in paragraphs)


def latex_numbers(paragraphs: Sequence[str], random: Random) -> str:
    """Markdown of a recogniser that takes numbers for formulas."""
    return "# 报告\n\n" + "\n\n".join(re.sub(r"(\d+(?:\.\d+)?)(%?)(?![年月日号])", _formula, p) for p in paragraphs)


def _formula(match: re.Match[str]) -> str:
    return "$" + " ".join(match[1]) + (r" \%" if match[2] else "") + "$"


def confused(paragraphs: Sequence[str], random: Random) -> str:
    """A recogniser's confusions inside numbers: l for 1, O for 0, 。 for the point."""
    def worse(match: re.Match[str]) -> str:
        return match.group().replace("1", "l", 1).replace("0", "O", 1) if random.random() < 0.3 else match.group().replace(".", "。")
    return "\n".join(re.sub(r"(?<![\dA-Za-z.])\d+\.\d+|(?<![\dA-Za-z.])\d{3,}(?![\d年])", worse, p) for p in paragraphs)


def side_by_side(paragraphs: Sequence[str], random: Random) -> str:
    """Two columns flattened as they stand on the page: left line, gap, right line."""
    lines = [line for p in paragraphs for line in lines_of(p, 20)]
    half = (len(lines) + 1) // 2
    return "\n".join(f"{a}{' ' * (48 - columns_wide(a))}{b}".rstrip() for a, b in zip_longest(lines[:half], lines[half:], fillvalue=""))


def columns_wide(chars: str) -> int:
    """Columns of a fixed-width screen: a Chinese character takes two."""
    return sum(2 if c >= "\u1100" else 1 for c in chars)


def over_images(paragraphs: Sequence[str], random: Random) -> str:
    """Markdown with an image in the middle of every third paragraph, in the middle of a word too."""
    out = []
    for i, p in enumerate(paragraphs):
        cut = len(p) // 2
        out.append(f"{p[:cut]}\n\n![](images/p{i}.jpg)\n\n{p[cut:]}" if i % 3 == 0 and len(p) > 60 else p)
    return "\n\n".join(["# 报告", *out])


def carriage_returns(paragraphs: Sequence[str], random: Random) -> str:
    return "\r\n".join(paragraphs[:len(paragraphs) // 2]) + "\r" + "\r".join(paragraphs[len(paragraphs) // 2:])


BREAKERS: dict[str, Breaker] = {
    "as it is": lambda paragraphs, random: "\n".join(paragraphs),
    "wrapped at 12": wrapped(12), "wrapped at 20": wrapped(20), "wrapped at 35": wrapped(35),
    "pages with heads and numbers": paged, "bylines and captions between lines": with_captions,
    "letter-spaced lines": letter_spaced, "spaces in numbers": spaced_numbers, "numbers as LaTeX": latex_numbers,
    "recogniser's confusions": confused, "two columns side by side": side_by_side, "images inside paragraphs": over_images, "CR and CRLF": carriage_returns,
}
