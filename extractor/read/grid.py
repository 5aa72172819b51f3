"""Plain text set in columns by wide spaces or upright strokes -> tables, or the columns one after the other.

    指标          2023年    2022年            一栏的文字在这里折行，　　　　另一栏的文字在右边
    生产总值       512.3     487.9             到了行末接着往下写。　　　　　与左边互不相干。

A run of lines is judged together: cells of figures are a table, prose on both sides of one gap are two columns. Letter-spaced
prose has gaps everywhere and no two of them alike, verse and signatures have no figures: both stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median

from extractor.document import Block
from extractor.read.cells import names_a_column, trimmed
from extractor.read.stacked import stacked
from extractor.text import Text

_GAP = re.compile(r"[ \t\u00a0\u3000]*[|｜][ \t\u00a0\u3000]*|[ \u00a0]{2,}|[ \u00a0]*[\t\u3000][ \t\u00a0\u3000]*")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_FIGURE = re.compile(r"\d[\d.]*\s?±\s?\d[\d.]*|\d[\d.]*[(（]\d[\d.]*%?[)）]|[-+−]?[\d.,]*\d[\d.,]*\s?(?:%|％|‰|bps?|pct|pp|[\u4e00-\u9fff]{1,3})?|[-—–/]+|\.{2,}")
_UNIT = re.compile(r"[\s\u3000]*[(（]?单位[:：]")
_PROSE = 8              # characters from which the cells of a column are running text

Cells = list[tuple[int, int]]


def blocks_of(text: Text) -> Iterator[Block]:
    """The text as blocks of running text and tables, in order; side-by-side columns come out left column first."""
    lines = [(m.start(), m.end(), _cells(m.group(), m.start())) for m in _LINE.finditer(text.chars) if m.end() > m.start()]
    start = i = 0
    while i < len(lines):
        summary = _stroked(text, lines, i) or _summary(text, lines, i) or _headed(text, lines, i)
        size = summary[1] if summary else _table_rows(text.chars, lines, i)
        if not size and (summary := _under_gaps(text, lines, i) or stacked(text, lines, i)):
            size = summary[1]
        columns = 0 if size else _column_rows(text.chars, lines[i:i + 4000])
        if not size and not columns:
            i += 1
            continue
        if lines[i][0] > start:
            yield Block("text", text[start:lines[i][0]])
        if summary:
            yield summary[0]
        elif size:
            yield _table(text, [cells for _, _, cells in lines[i:i + size] if cells])
        else:
            yield from _columns(text, lines[i:i + columns])
        i += size or columns
        start = lines[i][0] if i < len(lines) else len(text)
    if start < len(text) or not lines:
        yield Block("text", text[start:])


def _cells(line: str, at: int) -> Cells:
    """Spans of the pieces of a line between wide gaps or strokes; an indent is no gap, a stroke at either end parts nothing."""
    out = []
    begin, end = trimmed(line, 0, len(line))
    for gap in _GAP.finditer(line, begin, end):
        out.append((at + begin, at + gap.start()))
        begin = gap.end()
    return [*out, (at + begin, at + end)] if begin < end else out


def _table_rows(chars: str, lines: Sequence[tuple[int, int, Cells]], first: int) -> int:
    """How many lines from `first` on are one table: a head, and rows of a label with figures behind it, all equally many."""
    head = lines[first][2]
    width = len(head)
    if width < 2 or not _is_head(chars, head) and not _is_row(chars, head):
        return 0
    if not all(b - a <= 24 for a, b in head):
        return 0
    body = size = columns = 0
    for at in range(first + 1, len(lines)):
        cells = lines[at][2]
        columns = columns or len(cells)
        if len(cells) in (width, width + 1) and _is_row(chars, cells) and len(cells) == columns:
            body, size = body + 1, at - first + 1
        elif cells and not (len(cells) == 1 and (_UNIT.match(chars[slice(*cells[0])]) or body and _parts_off(chars, lines, at, columns))):
            break
    return size if body >= 2 else 0


def _parts_off(chars: str, lines: Sequence[tuple[int, int, Cells]], at: int, columns: int) -> bool:
    """按经营地分: a line with one short label between the rows of a table."""
    label = chars[slice(*lines[at][2][0])]
    below = next((cells for _, _, cells in lines[at + 1:at + 5] if cells), ())
    return len(label) <= 14 and not re.search(r"[\d，。；：:]", label) and len(below) == columns and _is_row(chars, below)


def _is_row(chars: str, cells: Cells) -> bool:
    """A label and figures only."""
    label = chars[slice(*cells[0])]
    return len(label) <= 30 and re.search(r"\w", label) is not None and len(cells) > 1 and all(_is_figure(chars, c) for c in cells[1:]) and not label.endswith(("。", "；"))


def _is_head(chars: str, cells: Cells) -> bool:
    return all(names_a_column(chars[slice(*c)]) for c in cells[1:])


def _is_figure(chars: str, cell: tuple[int, int]) -> bool:
    return _FIGURE.fullmatch(chars[slice(*cell)]) is not None


def _table(text: Text, rows: list[Cells]) -> Block:
    width = max(map(len, rows))
    filled = [tuple([text[0:0]] * (width - len(row)) + [text[a:b] for a, b in row]) for row in rows]
    return Block("table", Text("", []), rows=tuple(filled), head_rows=int(_is_head(text.chars, rows[0])))


# --- tables whose columns are parted by strokes, without Markdown's line of dashes

_STROKE = re.compile(r"[|｜]")
_LABEL = 24             # characters of a cell of words


def _stroked(text: Text, lines: Sequence[tuple[int, int, Cells]], first: int) -> tuple[Block, int] | None:
    """(the table that begins at a line, its lines): names of columns (指标 | 单位 | 数量 |) over lines with as many strokes; an empty cell keeps its place,
    and so does a line with a label alone, which heads those below it."""
    chars = text.chars
    head = _between_strokes(chars, lines[first])
    if len(head) < 2 or not all(b - a <= _LABEL and names_a_column(chars[a:b]) for a, b in head) or sum(a < b for a, b in head) < 2:
        return None
    rows, figures, size = [head], 0, 0
    for at in range(first + 1, len(lines)):
        cells = _between_strokes(chars, lines[at])
        if not cells and lines[at][2]:
            break
        filled = [c for c in cells if c[0] < c[1]]
        if len(filled) == 1 and filled[0][1] - filled[0][0] > _LABEL:
            break
        if len(filled) > 1 and not (len(cells) <= len(head) and any(_is_figure(chars, c) for c in filled) and all(_is_figure(chars, c) or c[1] - c[0] <= _LABEL for c in filled)):
            break
        figures += len(filled) > 1
        rows += [cells] if filled else []
        size = at - first + 1
    if figures < 2:
        return None
    width = max(map(len, rows))
    return Block("table", Text("", []), rows=tuple(tuple(text[a:b] for a, b in (*row, *[(0, 0)] * (width - len(row)))) for row in rows), head_rows=1), size


def _between_strokes(chars: str, line: tuple[int, int, Cells]) -> Cells:
    """Spans of what strokes part on a line, empty ones too but for those at its end; none where it has no stroke."""
    if not _STROKE.search(chars, line[0], line[1]):
        return []
    out, begin = [], line[0]
    for end in (*(m.start() for m in _STROKE.finditer(chars, line[0], line[1])), line[1]):
        out.append(trimmed(chars, begin, end))
        begin = end + 1
    while out and out[-1][0] == out[-1][1]:
        out.pop()
    return out


# --- tables whose columns are parted by single spaces

_SPACED = re.compile(r"\s*(?P<label>[A-Za-z\u4e00-\u9fff][^\s，。；]{1,29})(?P<figures>(?: +[-+−]?\d[\d,]*(?:\.\d+)?%?| +(?:增加|减少)[\d.]+个百分点){2,8})\s*")
_MORE_LABEL = re.compile(r"[\u4e00-\u9fff()（）/%％、]{1,14}\s*")
_HEAD_LINES = 24            # before the first row, in which the unit is looked for
_SHARES = re.compile(r"增减|增长|变动|增幅|升降|%|％")


def _summary(text: Text, lines: Sequence[tuple[int, int, Cells]], first: int) -> tuple[Block, int] | None:
    """(the table that begins at a line, its lines): a label and figures parted by single spaces, as a PDF's text layer leaves a company's summary; a
    label may go on in the next lines. Only under a line that tells the unit (单位：元), without which nobody knows what is counted."""
    chars = text.chars
    if not _SPACED.fullmatch(chars, *lines[first][:2]):
        return None
    above = lines[max(0, first - _HEAD_LINES):first]
    unit = next((line for line in reversed(above) if _UNIT.match(chars, line[0])), None)
    if unit is None:
        return None
    rows: list[list[Text]] = []
    size = 0
    for at in range(first, len(lines)):
        start, end, _ = lines[at]
        row = _SPACED.fullmatch(chars, start, end)
        if row and (not rows or len(row["figures"].split()) == len(rows[0]) - 1):
            rows.append([text[slice(*row.span("label"))], *(text[slice(*m.span())] for m in _WORD.finditer(chars, *row.span("figures")))])
        elif rows and _MORE_LABEL.fullmatch(chars, start, end):
            rows[-1][0] = Text.join([rows[-1][0], text[start:end].strip()])
        else:
            break
        size = at - first + 1
    if len(rows) < 2:
        return None
    change = next((line for line in above if line[0] > unit[0] and _SHARES.search(chars, *line[:2])), None)
    head = [text[0:0], *(_line_of(text, unit) for _ in rows[0][1:])]
    if change and all(abs(float(row[-1].chars.translate(_PLAIN))) < _LARGE for row in rows if row[-1].chars[-1] in _DIGITS):
        head[-1] = _line_of(text, change)
    return Block("table", Text("", []), rows=(tuple(head), *map(tuple, rows)), head_rows=1), size


_FIELDS = 3             # columns from which a table parted by single spaces may have a head of its own


def _headed(text: Text, lines: Sequence[tuple[int, int, Cells]], first: int) -> tuple[Block, int] | None:
    """(the table that begins at a line, its lines): names of columns parted by single spaces (指标 2025年Q1 同比变化) over lines of a label and as many figures."""
    chars = text.chars
    head = _words(chars, lines[first])
    if len(head) < _FIELDS - 1 or lines[first][2][1:] or not all(b - a <= 12 and names_a_column(chars[a:b]) and not _FIGURE.fullmatch(chars, a, b) for a, b in head):
        return None
    rows = [head]
    for line in lines[first + 1:]:
        cells = _labelled(chars, _words(chars, line))
        if len(cells) not in (len(head), len(head) + 1) or len(cells) < 2 or len(rows) > 1 and len(cells) != len(rows[1]) or not _is_row(chars, cells):
            break
        rows.append(cells)
    if len(rows) < 3 or len(rows[1]) < _FIELDS - (len(rows) > 4) or not any(c in _DIGITS for row in rows[1:] for a, b in row[1:] for c in chars[a:b]):
        return None
    return _table(text, rows), len(rows)


def _labelled(chars: str, cells: Cells) -> Cells:
    """The cells of a line with what stands before its first figure as one label: A 组 | 10 | 8(80.00)."""
    first = next((i for i, c in enumerate(cells) if _is_figure(chars, c)), 0)
    return [(cells[0][0], cells[first - 1][1]), *cells[first:]] if first > 1 else cells


_FIGURES = re.compile(r"\s*(?P<label>[\w\u4e00-\u9fff][^，。；|｜]{0,28}?)(?P<figures>(?:\s+[-+−]?\d[\d,]*(?:\.\d+)?[%％]?){2,})\s*")


def _under_gaps(text: Text, lines: Sequence[tuple[int, int, Cells]], first: int) -> tuple[Block, int] | None:
    """(the table that begins at a line, its lines): names of columns parted by gaps over lines of a label and figures that single spaces part; the
    last names are the figures'. A line without figures between the rows names a group and is passed over."""
    chars, head = text.chars, lines[first][2]
    if len(head) < _FIELDS or not all(b - a <= 12 and names_a_column(chars[a:b]) for a, b in head[1:]):
        return None
    rows: list[Cells] = []
    size = 0
    for at in range(first + 1, len(lines)):
        row = _FIGURES.fullmatch(chars, *lines[at][:2])
        cells = [row.span("label"), *(m.span() for m in _WORD.finditer(chars, *row.span("figures")))] if row else []
        if row and len(cells) <= len(head) + 1 and (not rows or len(cells) == len(rows[0])):
            rows.append(cells)
            size = at - first + 1
        elif row or not rows or at - first + 1 > size + 1 or lines[at][1] - lines[at][0] > 24:
            break
    if len(rows) < 2:
        return None
    return _table(text, [head[-len(rows[0]) + 1:], *rows]), size


def _words(chars: str, line: tuple[int, int, Cells]) -> Cells:
    """Spans of what single spaces part on a line of one piece."""
    return [m.span() for m in _WORD.finditer(chars, line[0], line[1])] if len(line[2]) == 1 and line[1] - line[0] <= 120 else []


_WORD, _DIGITS = re.compile(r"\S+"), frozenset("0123456789%")
_LARGE = 10_000             # no change in per cent is as large
_PLAIN = str.maketrans({",": None, "−": "-", "+": None, "%": None})


def _line_of(text: Text, line: tuple[int, int, Cells]) -> Text:
    return text[line[0]:line[1]].strip()


def _column_rows(chars: str, lines: list[tuple[int, int, Cells]]) -> int:
    """How many lines from here on are two columns of prose: one gap a line, ending at about one place."""
    place = _place(chars, lines[0])
    if place < 0:
        return 0
    size, both = 0, []
    for i, line in enumerate(lines):
        here = _place(chars, line)
        if here >= 0 and abs(here - place) <= 4:
            both.append(line[2])
            size = i + 1
        elif len(line[2]) > 1 or line[2] and _columns_wide(chars[line[0]:line[2][0][1]]) > place:
            break
    if len(both) < 6 or any(median(b - a for a, b in side) < _PROSE for side in zip(*both, strict=True)):
        return 0
    marks = sum(bool(re.search("[，。、；]", chars[slice(*cell)])) for cells in both for cell in cells)
    return size if marks > 0.5 * len(both) else 0


def _place(chars: str, line: tuple[int, int, Cells]) -> float:
    """Where on the line its second piece begins, in columns of a fixed-width screen; -1 unless there are two pieces."""
    start, _, cells = line
    return _columns_wide(chars[start:cells[1][0]]) if len(cells) == 2 else -1


def _columns_wide(chars: str) -> int:
    return sum(2 if c >= "\u1100" else 1 for c in chars)


def _columns(text: Text, lines: list[tuple[int, int, Cells]]) -> Iterator[Block]:
    """One block: the left pieces as lines, then the right ones; where a line has one piece its place tells the side."""
    place = _place(text.chars, lines[0])
    sides: tuple[list[Text], list[Text]] = ([], [])
    for start, _, cells in lines:
        for a, b in cells:
            sides[_columns_wide(text.chars[start:a]) >= place - 4].append(text[a:b])
    yield Block("text", Text.join([*sides[0], *sides[1]], "\n"))
