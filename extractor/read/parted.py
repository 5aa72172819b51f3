"""parted(text, lines, first, floor, rules) -> a table whose cells strokes part, over lines that are no rows: what is left of tables whose cells hold paragraphs. Nothing
tells where a row ends but that words and figures come again in the same order.

    责任单位 |⏎转派工单 |⏎占比 |⏎县(市、区) |⏎15390 |⏎84.97% |⏎市直单位 |⏎2013 |⏎11.11% |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set

import regex

from extractor.document import Block
from extractor.read.cells import on_one_line, trimmed
from extractor.read.pieces import PLAYED, Cells, Line
from extractor.rules import Rules, named
from extractor.text import Text

COLUMNS = range(2, 33)
ROWS = 2                # of figures, at least
WIDE = 5                # columns from which one row is enough
LINES = 1200            # that are looked at
STARTS = 40             # lines with strokes at which a table is looked for before it is given up
LONG = 60               # characters of a cell
SHORT = 24              # of a line of a cell of two
FREE = 3                # cells at the beginning of a row that those above it may reach down to

_STROKE = re.compile(r"[|｜]")
_DASHES = re.compile(r"[\s|｜:-]*-{3}[\s|｜:-]*")        # the line under the head of a Markdown table
_PLAYED = re.compile(PLAYED)
_NOTHING = re.compile(r"[-—–/一\s]*")
_OF_YEARS = re.compile(r"年(?:度|份)?$")
_PERIOD = re.compile(r"[\d年月日季度上下半前-]+")
_MARKS = re.compile(r"[。；！？!?]")

FIGURE, WORDS, EITHER, EMPTY = "figure", "words", "figure or words", "empty"      # 15人, 110接警 may be both
Rows = list[Cells]


def parted(text: Text, lines: Sequence[Line], first: int, floor: int, rules: Rules) -> tuple[Block, int] | None:
    """(the table that begins at a line, its lines), None where none does. `lines`: start and end of each, with the spans of its pieces; `floor`: offset
    before which the text is told already."""
    chars = text.chars
    if not _STROKE.search(chars, lines[first][0], lines[min(first + 1, len(lines) - 1)][1]):
        return None
    above = [line for line in lines[max(0, first - 2 * STARTS):first] if line[0] >= floor and _STROKE.search(chars, *line[:2])]
    if len(above) >= STARTS:                                       # so many strokes without a table: a menu, a list
        return None
    if not _best(chars, _cells(chars, lines[first:first + 2 * COLUMNS[-1]]), 1, rules):
        return None                                                # most lines begin no table: no need to look at all that follow
    cells = _cells(chars, lines[first:first + LINES])
    found = _best(chars, cells, ROWS, rules)
    if not found:
        return None
    head, body = found
    head = _aligned(chars, head, body, rules) if len(head) == 2 else head
    end = max(b for row in (*head, *body) for _, b in row)
    filled = [c for c in range(len(body[0])) if any(row[c][0] < row[c][1] for row in (*head, *body))]
    rows = tuple(tuple(on_one_line(text[slice(*row[c])]) for c in filled) for row in (*head, *body))
    size = next(i for i in range(first, len(lines)) if lines[i][1] >= end) - first + 1
    while first + size < len(lines) and not _words_of(chars, lines[first + size]) and _STROKE.search(chars, *lines[first + size][:2]):
        size += 1                                                  # the stroke behind the last cell
    return Block("table", Text("", []), rows=rows, head_rows=len(head)), size


def _cells(chars: str, lines: Sequence[Line]) -> Cells:
    """What strokes part from the first line on, empty ones too; none where most lines hold several: those are rows. A line without a stroke, or two short
    ones, are a cell where the next line begins with its stroke."""
    out: Cells = []
    begin, single, several = -1, 0, 0
    for i, line in enumerate(lines):
        start, end = line[:2]
        words = _words_of(chars, line)
        stroked = _STROKE.search(chars, start, end) is not None
        if not words and not stroked:
            continue
        goes_on = _begins_with_stroke(chars, lines, i + 1) or end - start <= SHORT and not stroked and (_begins_with_stroke(chars, lines, i + 2) or bool(out) and _ends_with_stroke(chars, lines, i + 1))
        if not stroked and not goes_on or any(b - a > LONG or _MARKS.search(chars, a, b) for a, b in words):
            break
        if _DASHES.fullmatch(chars, start, end):
            continue
        single, several = single + (len(words) == 1), several + (len(words) > 1)
        begin = start if begin < 0 else begin
        for stroke in _STROKE.finditer(chars, start, end):
            out.append(trimmed(chars, begin, stroke.start()))
            begin = stroke.end()
        if not goes_on:
            rest = trimmed(chars, begin, end)
            out += [rest] if rest[0] < rest[1] else []
            begin = -1
    return out if single > several else []


def _begins_with_stroke(chars: str, lines: Sequence[Line], at: int) -> bool:
    return at < len(lines) and _STROKE.match(chars[lines[at][0]:lines[at][1]].lstrip()) is not None


def _ends_with_stroke(chars: str, lines: Sequence[Line], at: int) -> bool:
    return at < len(lines) and len(_words_of(chars, lines[at])) == 1 and chars[lines[at][0]:lines[at][1]].rstrip().endswith(("|", "｜"))


def _words_of(chars: str, line: Line) -> Cells:
    return [cell for cell in (trimmed(chars, a, b) for a, b in line[2]) if cell[0] < cell[1]]


def _aligned(chars: str, head: Rows, body: Rows, rules: Rules) -> Rows:
    """Two rows of names over the columns that they name: what the first names stand over as many of the second each (5月 | 1-5月 over 区县 | 指数 | 区县 | 指数),
    or the second has one for each column of figures, where the others' names reach down to it."""
    figure = named(rules, "a figure between strokes")
    upper, lower = ([c for c in row if c[0] < c[1]] for row in head)
    width = len(head[0])
    figures = [c for c in range(width) if any(_kind(chars, row[c], figure) == FIGURE for row in body)]
    if len(lower) == width and 1 < len(upper) < width and width % len(upper) == 0 and head[0][:len(upper)] == upper:
        return [[name for name in upper for _ in range(width // len(upper))], head[1]]
    if len(upper) == width and len(lower) == len(figures) < width and head[1][:len(lower)] == lower:
        over = dict(zip(figures, lower, strict=True))
        return [head[0], [over.get(c, (upper[c][1], upper[c][1])) for c in range(width)]]
    return head


def _best(chars: str, cells: Cells, least: int, rules: Rules) -> tuple[Rows, Rows] | None:
    """(rows of the head, rows below it) of the width that covers most cells, then of that which moves fewest, the smallest of several; None where none has so
    many rows of figures."""
    figure = named(rules, "a figure between strokes")
    kinds = [_kind(chars, c, figure) for c in cells]
    if kinds.count(FIGURE) + kinds.count(EITHER) < least or kinds[0] in (FIGURE, EITHER):
        return None
    found: tuple[tuple[int, int], Rows, Rows] | None = None
    for width in COLUMNS:
        for head, behind in _heads(chars, cells, kinds, width):
            with_name = {i for row in head for i, (a, b) in enumerate(row) if a < b}
            body, figures, moved = _body(cells, kinds, behind, width, with_name)
            fit = min(behind + width * len(body), len(cells)), -moved
            enough = figures >= least or figures and width >= WIDE and fit == (len(cells), 0)
            if enough and (not found or fit > found[0]):
                found = fit, head, body
    return found and found[1:]


def _kind(chars: str, cell: tuple[int, int], figure: regex.Pattern) -> str:
    if _NOTHING.fullmatch(chars, *cell):
        return EMPTY
    if _PLAYED.fullmatch(chars, *cell):
        return FIGURE
    told = figure.fullmatch(chars, *cell)
    return WORDS if not told else EITHER if told["unit"] or told["how"] else FIGURE


def _heads(chars: str, cells: Cells, kinds: Sequence[str], width: int) -> Iterator[tuple[Rows, int]]:
    """(rows that may name so many columns, the cells they take): one row, two (a title and names), a row whose last name stands over two more."""
    own, below = kinds[:width], kinds[width:2 * width]
    years = any(_OF_YEARS.search(chars[a:b]) for a, b in cells[:2])            # 学年度 | 110 | 111: bare years
    if {FIGURE, EITHER}.isdisjoint(own) and own.count(WORDS) > width // 2 or years and own.count(EMPTY) < 2:
        yield [cells[:width]], width
    if {FIGURE, EITHER}.isdisjoint(own + below) and below.count(WORDS) > width // 2:
        yield [cells[:width], cells[width:2 * width]], 2 * width
    if width > 2 and {*kinds[:width + 1]} == {WORDS} and not _PERIOD.fullmatch(chars, *cells[width]):
        nothing = (cells[0][0], cells[0][0])
        yield [[*cells[:width - 1], cells[width - 2]], [*[nothing] * (width - 2), *cells[width - 1:width + 1]]], width + 1


def _body(cells: Cells, kinds: Sequence[str], first: int, width: int, with_name: Set[int]) -> tuple[Rows, int, int]:
    """The rows of so many cells from one on, as long as each column holds words or figures as above; how many of them have figures, how many were moved:
    a row with empty cells at its end owes them to cells above it that reach down. ([], 0, 0) where a column of figures has no name, a named one at the
    beginning nothing, or none of words tells what a row is about."""
    known: dict[int, str] = {}
    rows: Rows = []
    figures = shifted = 0
    for at in range(first, len(cells) - 1, width):
        row, own = cells[at:at + width], list(kinds[at:at + width])
        nothing, short = (row[-1][1], row[-1][1]), width - len(row)
        row, own = [*row, *[nothing] * short], [*own, *[EMPTY] * short]
        free = next((i for i, k in enumerate(reversed(own)) if k != EMPTY), 0)
        by = next((n for n in range(min(free, FREE) + 1) if _fits([EMPTY] * n + own[:width - n], known)), -1)
        if by < 0:
            break
        own = [EMPTY] * by + own[:width - by]
        rows.append([*[nothing] * by, *row[:width - by]])
        known = {i: k for i, k in enumerate(own) if k in (FIGURE, WORDS)} | known
        figures += not {FIGURE, EITHER}.isdisjoint(own)
        shifted += by > 0 or short > 0
    complete = WORDS in known.values() and all(i in with_name for i, k in known.items() if k == FIGURE) and (0 in known or 0 not in with_name)
    return (rows, figures, shifted) if complete else ([], 0, 0)


def _fits(own: Sequence[str], known: Mapping[int, str]) -> bool:
    """Is a row like those above it? One of figures has a label, another says one thing, or words in columns of words."""
    told = [i for i, k in enumerate(own) if k in (FIGURE, WORDS)]
    if any(known.get(i, own[i]) != own[i] for i in told):
        return False
    if FIGURE in own or EITHER in own:
        return WORDS in own or EITHER in own
    return len(told) == 1 or bool(told) and all(i in known for i in told)
