"""Lines of plain text as cells: what is a figure, a row of figures, a head, and the table that such lines become."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.document import Block
from extractor.read.cells import names_a_column, on_one_line
from extractor.text import Text

Cells = list[tuple[int, int]]               # spans of the pieces of a line
Line = tuple[int, int, Cells]               # start, end, pieces

UNIT = re.compile(r"[\s\u3000]*[(（]?单位[:：]")

_THOUSANDS = r"\d{1,3}(?: \d{3})+(?:\.\d+)?"        # 66 384, as statistical yearbooks part them
# 75 of 112 = 67 %, 44/63(70%): what was won of how many; 135 MPH: speeds of a match
PLAYED = r"\d{1,4}\s?(?:of|/)\s?\d{1,4}\s?(?:=\s?\d{1,3}\s?%|[(（]\d{1,3}(?:\.\d+)?\s?%[)）])|\d{1,3} (?:MPH|mph|km/h|KM/H)"
# l.73, 45l.79, s33.72: letters that a recogniser takes for digits, in a figure with a point
_CONFUSED = r"[-+−]?(?=\S*\d)[\dlIOoSs]{1,8}\.[\dlIOo]{1,3}"
_AS_DIGITS = str.maketrans("lIOo", "1100")
_FIGURE = re.compile(rf"[-+−]?{_THOUSANDS}|{PLAYED}|" r"[-+−]?\s?\d{1,4}(?: [.] ?| ?[.] )\d{1,2}|" r"\d[\d.]*\s?[±~～]\s?\d[\d.]*|\d+(?:\.\d+)?[—–-]\d+(?:\.\d+)?|\d[\d.]*[(（]\d[\d.]*%?[)）]|[-+−]?[\d.,]*\d[\d.,]*\s?(?:%|％|‰|bps?|pct|pp|[\u4e00-\u9fff]{1,3})?|[-—–/]+|\.{2,}|…+|不[适適]用|N/?A|" + _CONFUSED)
_UNITS = re.compile(r"(?:计量)?单\s?位")
_UNIT_LONG = 8          # characters of the longest unit: 人次/平方公里


_HAN = re.compile(r"[\u4e00-\u9fff]")


def together(chars: str, cells: Cells) -> Cells:
    """The pieces of a line with two single characters at its beginning (项      目, 年 份, 合 计) as one: a word set wide."""
    wide = len(cells) > 2 and all(b - a == 1 and _HAN.match(chars, a) for a, b in cells[:2])
    return [(cells[0][0], cells[1][1]), *cells[2:]] if wide else cells


# 电视机      Television Set | 53: a translation behind a label
_TRANSLATION = re.compile(r"[A-Za-z][A-Za-z\s.,'’&()/:;%*-]{2,}")
_TRANSLATED = re.compile(r"(?P<own>[^A-Za-z]*[\u4e00-\u9fff][)）]?)\s+[A-Z][A-Za-z\s.,'’&()/%-]*")
_THREE_WORDS = re.compile(r"(?:\s[(A-Za-z][A-Za-z()'’-]*){3}")


def untranslated(chars: str, cells: Cells) -> Cells:
    """The pieces of a line without translations into Latin script: behind a label of figures (电视机      Television Set | 53), of all names of columns
    (项目 Item | 总计 Total)."""
    if len(cells) < 2:
        return cells
    if len(cells) > 2 and _TRANSLATION.fullmatch(chars, *cells[1]) and _HAN.search(chars, *cells[0]) and all(is_figure(chars, c) for c in cells[2:]):
        return [cells[0], *cells[2:]]
    names = [_TRANSLATED.fullmatch(chars, *c) for c in cells]
    if all(names):
        return [n.span("own") for n in names if n]
    if names[0] and _THREE_WORDS.search(chars, names[0].end("own"), cells[0][1]) and all(is_figure(chars, c) for c in cells[1:]):
        return [names[0].span("own"), *cells[1:]]
    return cells


def is_figure(chars: str, cell: tuple[int, int]) -> bool:
    return _FIGURE.fullmatch(chars[slice(*cell)]) is not None


def column_of_units(chars: str, head: Cells) -> int:
    """Which column of a head tells the unit of each row (指标 | 单位 | 2023年), not the first one; 0 where none does."""
    return next((i for i, cell in enumerate(head) if i and _UNITS.fullmatch(chars, *cell)), 0)


def is_row(chars: str, cells: Cells, units: int = 0) -> bool:
    """A label and figures only, but for the cell of the column of units where there is one."""
    if len(cells) < 2:
        return False
    label = chars[slice(*cells[0])]
    figures = [c for i, c in enumerate(cells) if i and i != units]
    return (
        len(label) <= 30 and re.search(r"\w", label) is not None and not label.endswith(("。", "；", ":", "："))
        and all(is_figure(chars, c) for c in figures)
        and (not units or bool(figures) and _is_unit(chars[slice(*cells[units])]))
    )


def _is_unit(chars: str) -> bool:
    return len(chars) <= _UNIT_LONG and not re.search(r"\d", chars)


def is_head(chars: str, cells: Cells) -> bool:
    return all(names_a_column(chars[slice(*c)]) for c in cells[1:])


def is_more_head(chars: str, cells: Cells) -> bool:
    """A line under names of columns that goes on with the last of them: （%）."""
    return len(cells) == 1 and re.fullmatch(r"[(（][^()（）\d]{1,10}[)）]|[±%％/]{1,3}", chars[slice(*cells[0])]) is not None


def table_of(text: Text, rows: Sequence[Cells], heads: Sequence[tuple[Text, ...]] = ()) -> Block:
    """Rows of pieces as a table, under lines of names; a row without a label for its first column leaves it empty."""
    width = max(map(len, rows))
    filled = [tuple([text[0:0]] * (width - len(row)) + [_repaired(on_one_line(text[a:b])) for a, b in row]) for row in rows]
    own = int(is_head(text.chars, rows[0])) + int(len(rows) > 1 and is_head(text.chars, rows[0]) and is_more_head(text.chars, rows[1]))
    return Block("table", Text("", []), rows=(*heads, *filled), head_rows=len(heads) + own)


def _repaired(cell: Text) -> Text:
    """A cell with the digits that a recogniser took for letters (2.8l); nothing where a letter may be more than one (s33.72)."""
    if cell.chars.isascii() and any(c.isalpha() for c in cell.chars) and re.fullmatch(_CONFUSED, cell.chars):
        return cell[0:0] if "s" in cell.chars.lower() else cell.replace_chars(cell.chars.translate(_AS_DIGITS))
    return cell


def columns_wide(chars: str) -> int:
    """Columns of a fixed-width screen that characters take: two for a Chinese one."""
    return sum(2 if c >= "\u1100" else 1 for c in chars)
