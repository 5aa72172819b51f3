"""spaced(text, lines, first, rules) -> a table whose columns single spaces part, as a PDF's text layer or a web page's plain text leaves them.

    指标 单位 2022年 2023年⏎粮食产量 万吨 66 384 66 949⏎棉花产量 万吨 588.9 591.0
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.document import Block
from extractor.read.cells import names_a_column
from extractor.read.pieces import UNIT, Cells, Line, column_of_units, is_figure, is_row, table_of, together
from extractor.rules import Rules, named
from extractor.text import Text


def spaced(text: Text, lines: Sequence[Line], first: int, rules: Rules) -> tuple[Block, int] | None:
    """(the table that begins at a line, its lines), None where none does."""
    return _summary(text, lines, first, rules) or _headed(text, lines, first, rules) or _grouped(text, lines, first)


_SPACED = re.compile(r"\s*(?P<label>[A-Za-z\u4e00-\u9fff][^\s，。；]{1,29})(?P<figures>(?: +[-+−]?\d[\d,]*(?:\.\d+)?%?| +(?:增加|减少)[\d.]+个百分点){2,8})\s*")
_MORE_LABEL = re.compile(r"[\u4e00-\u9fff()（）/%％、]{1,14}\s*")
_HEAD_LINES = 24            # before the first row, in which the unit is looked for


def _summary(text: Text, lines: Sequence[Line], first: int, rules: Rules) -> tuple[Block, int] | None:
    """(the table that begins at a line, its lines): a label and figures parted by single spaces, as a PDF's text layer leaves a company's summary; a
    label may go on in the next lines. Only under a line that tells the unit (单位：元), without which nobody knows what is counted."""
    chars = text.chars
    if not _SPACED.fullmatch(chars, *lines[first][:2]):
        return None
    above = lines[max(0, first - _HEAD_LINES):first]
    unit = next((line for line in reversed(above) if UNIT.match(chars, line[0])), None)
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
    changes = named(rules, "a line that tells changes")
    change = next((line for line in above if line[0] > unit[0] and changes.search(chars, *line[:2])), None)
    head = [text[0:0], *(_line_of(text, unit) for _ in rows[0][1:])]
    if change and all(abs(float(row[-1].chars.translate(_PLAIN))) < _LARGE for row in rows if row[-1].chars[-1] in _DIGITS):
        head[-1] = _line_of(text, change)
    return Block("table", Text("", []), rows=(tuple(head), *map(tuple, rows)), head_rows=1), size


_NAME = 16              # characters of a column's name
_FIELDS = 3             # columns from which a table parted by single spaces may have a head of its own


def _headed(text: Text, lines: Sequence[Line], first: int, rules: Rules) -> tuple[Block, int] | None:
    """(the table that begins at a line, its lines): names of columns parted by single spaces (指标 2025年Q1 同比变化) over lines of a label and as many figures."""
    chars = text.chars
    translated = _TRANSLATED.match(chars, *lines[first][:2]) is not None
    words_of = _untranslated if translated else _words
    head, under = _with_units_below(chars, words_of(chars, lines[first]), lines, first, rules)
    years = _are_years([chars[slice(*c)] for c in head[1:]])
    if len(head) < _FIELDS - 1 or lines[first][2][1:] and not translated or not all(b - a <= _NAME and names_a_column(chars[a:b]) and (years or chars[b - 1] == "年" or not is_figure(chars, (a, b))) for a, b in head):
        return None
    head = head[:-1] if len(head) > _FIELDS and named(rules, "heads a column of remarks").fullmatch(chars, *head[-1]) else head
    units = column_of_units(chars, head)
    rows, size = [head], 1
    texts = 0
    for at in range(first + 1 + under, len(lines)):
        words = _without_remarks(chars, words_of(chars, (*lines[at][:2], lines[at][2][:1])), len(head))      # gaps part some of its figures: 2.82     2.8l
        texts = texts or _columns_of_text(chars, lines, at, head, rules)
        cells = words if texts > 1 else _labelled(chars, words, units)
        if len(cells) > len(head):
            cells = _with_thousands(chars, cells, len(head))
        right = all(is_figure(chars, c) for c in cells[texts:]) if texts > 1 else is_row(chars, cells, units)
        if len(words) == 1 and (_names_a_part(chars, words[0]) or _RULED.fullmatch(chars, *words[0])) or not words and (translated or _BLANK.fullmatch(chars, *lines[at][:2])):
            continue
        if len(cells) not in (len(head), len(head) + 1) or len(cells) < 2 or len(rows) > 1 and len(cells) != len(rows[1]) or not right:
            break
        rows.append(cells)
        size = at - first + 1
    if len(rows) < 3 or len(rows[1]) < _FIELDS - (len(rows) > 4) or not any(c in _DIGITS for row in rows[1:] for a, b in row[1:] for c in chars[a:b]):
        return None
    return table_of(text, rows), size


def _with_units_below(chars: str, head: Cells, lines: Sequence[Line], first: int, rules: Rules) -> tuple[Cells, int]:
    """学校占地面积⏎（平方米） 图书⏎（册） 备注: names whose units a line's end parted from them; the lines that this takes."""
    under = 0
    while len(head) >= _FIELDS - 1 and first + under + 1 < len(lines) and (below := _words(chars, lines[first + under + 1])) and _IN_BRACKETS.fullmatch(chars, *below[0]):
        head = [*head[:-1], (head[-1][0], below[0][1]), *below[1:]]
        under += 1
    remarks = len(head) > _FIELDS and named(rules, "heads a column of remarks").fullmatch(chars, head[-2][0], head[-1][1])
    return [*head[:-2], (head[-2][0], head[-1][1])] if remarks else head, under


def _grouped(text: Text, lines: Sequence[Line], first: int) -> tuple[Block, int] | None:
    """(the table that begins at a line, its lines): names of groups of columns (年份 学校数（所） 在校学生（人）) over the names of the columns (中学 小学 中学 小学) over
    lines of a label and as many figures."""
    chars = text.chars
    groups, names = _words(chars, lines[first]), _words(chars, lines[first + 1]) if first + 1 < len(lines) else []
    if len(groups) < _FIELDS or len(names) < len(groups) or not all(b - a <= _NAME and names_a_column(chars[a:b]) and not is_figure(chars, (a, b)) for a, b in (*groups, *names)):
        return None
    sizes = _sizes([chars[slice(*n)] for n in names], len(groups) - 1)
    if not sizes:
        return None
    rows: list[Cells] = []
    for at in range(first + 2, len(lines)):
        cells = _labelled(chars, _words(chars, lines[at]), 0)
        if len(cells) != len(names) + 1 or not is_row(chars, cells) and not re.fullmatch(r"(?:19|20)\d{2}年?", chars[slice(*cells[0])]) or not all(is_figure(chars, c) for c in cells[1:]):
            break
        rows.append(cells)
    if len(rows) < 2:
        return None
    upper = [group for group, size in zip(groups[1:], sizes, strict=True) for _ in range(size)]
    heads = (tuple(text[a:b] for a, b in (groups[0], *upper)), (text[0:0], *(text[a:b] for a, b in names)))
    return table_of(text, rows, heads), len(rows) + 2


def _sizes(names: Sequence[str], groups: int) -> list[int]:
    """How many columns each group has: 中学 小学 中学 小学 入学率 in three are two, two and one; as many each where nothing is said again; [] where that does not come out."""
    period = next((p for p in range(2, len(names) // 2 + 1) if names[:p] == names[p:2 * p]), 0)
    if not period:
        return [len(names) // groups] * groups if len(names) % groups == 0 else []
    again = 1
    while names[again * period:(again + 1) * period] == names[:period]:
        again += 1
    rest = len(names) - again * period
    return [period] * again + [1] * rest if again + rest == groups else []


_BLANK = re.compile(r"[ \u3000\t]+[\r\n]*")                         # an empty row of the table; a line with nothing in it ends it
_RULED = re.compile(r"[─━═=_—–-]{4,}")                                # a line drawn between the rows
_IN_BRACKETS = re.compile(r"[(（][^()（）\d]{1,8}[)）]")


def _without_remarks(chars: str, cells: Cells, width: int) -> Cells:
    """The cells of a line without what a column of remarks says, 吴 | 昊 as one where that leaves as many as the head has."""
    out: Cells = []
    for a, b in cells if len(cells) > width else ():
        wide = out and b - a == out[-1][1] - out[-1][0] == 1 and not is_figure(chars, (a, b)) and not is_figure(chars, out[-1])
        out[-1:] = [(out[-1][0], b)] if wide else [*out[-1:], (a, b)]
    out = out or list(cells)
    return out[:-1] if len(out) == width + 1 and not is_figure(chars, out[-1]) else out


def _columns_of_text(chars: str, lines: Sequence[Line], first: int, head: Cells, rules: Rules) -> int:
    """菜籽油 | 桶装一级压榨 | 元/5升 | 76.70, 6 | 辽宁省 | 0.38: how many columns of words, or numbers of rows, stand before the figures in two lines one like
    the other, 0 where they do not."""
    numbers = named(rules, "heads a column of numbers of rows or players")
    numbered = [numbers.fullmatch(chars, *c) is not None for c in head]
    both = [[is_figure(chars, c) and not numbered[i] for i, c in enumerate(words)] for line in lines[first:first + 2] if len(words := _without_remarks(chars, _words(chars, line), len(head))) == len(head)]
    return both[0].index(True) if len(both) == 2 and both[0] == both[1] and any(both[0]) and all(both[0][both[0].index(True):]) else 0


def _names_a_part(chars: str, word: tuple[int, int]) -> bool:
    """二、电力: a line with a label alone, between the rows."""
    return word[1] - word[0] <= 14 and not re.search(r"[\d，。；：:]", chars[slice(*word)])


def _labelled(chars: str, cells: Cells, units: int) -> Cells:
    """The cells of a line with what stands before its first figure as one label: A 组 | 10 | 8(80.00). Where the head has a column of units the last of
    it is the unit."""
    first = next((i for i, c in enumerate(cells) if is_figure(chars, c)), 0)
    words = first - 1 if units == 1 else first
    return [(cells[0][0], cells[words - 1][1]), *cells[words:]] if words > 1 else cells


def _with_thousands(chars: str, cells: Cells, width: int) -> Cells:
    """粮食产量 | 66 384 | 66 949: thousands parted by spaces joined, where that leaves as many cells as the head has; else the cells as they were."""
    out: Cells = []
    for a, b in cells:
        if out and re.fullmatch(r"\d{3}(?:\.\d+)?", chars[a:b]) and re.fullmatch(r"[-+−]?\d{1,3}(?: \d{3})*", chars[slice(*out[-1])]) and out[-1][1] == a - 1:
            out[-1] = (out[-1][0], b)
        else:
            out.append((a, b))
    return out if len(out) == width else cells


_FIGURES = re.compile(r"\s*(?P<label>[\w\u4e00-\u9fff][^，。；|｜]{0,28}?)(?P<figures>(?:\s+[-+−]?\d[\d,]*(?:\.\d+)?[%％]?){2,})\s*")


def under_gaps(text: Text, lines: Sequence[Line], first: int) -> tuple[Block, int] | None:
    """(the table that begins at a line, its lines): names of columns parted by gaps over lines of a label and figures that single spaces part; the
    last names are the figures'. A line without figures between the rows names a group and is passed over."""
    chars, head = text.chars, lines[first][2]
    if len(head) < _FIELDS or not all(b - a <= _NAME and names_a_column(chars[a:b]) for a, b in head[1:]):
        return None
    units = column_of_units(chars, head)
    rows: list[Cells] = []
    size = 0
    for at in range(first + 1, len(lines)):
        row = _FIGURES.fullmatch(chars, *lines[at][:2])
        cells = _labelled(chars, [m.span() for m in _WORD.finditer(chars, *lines[at][:2])], units) if row else []
        if row and len(cells) <= len(head) + 1 and (not rows or len(cells) == len(rows[0])):
            rows.append(cells)
            size = at - first + 1
        elif row or not rows or at - first + 1 > size + 1 or lines[at][1] - lines[at][0] > 24:
            break
    if len(rows) < 2:
        return None
    return table_of(text, [head if len(head) == len(rows[0]) else head[-len(rows[0]) + 1:], *rows]), size


def _words(chars: str, line: Line) -> Cells:
    """Spans of what single spaces part on a line of one piece."""
    return together(chars, [m.span() for m in _WORD.finditer(chars, line[0], line[1])]) if len(line[2]) == 1 and line[1] - line[0] <= _LINE else []


def _are_years(names: Sequence[str]) -> bool:
    """1995 2000 2013: bare years that rise, three at least."""
    return len(names) > 2 and all(re.fullmatch(r"(?:19|20)\d{2}", n) for n in names) and list(names) == sorted({*names})


# 指标 Item 1995 2000: a yearbook that says every name twice
_TRANSLATED = re.compile(r"\s*[\u4e00-\u9fff][\u4e00-\u9fff\s]{0,7}?\s+[A-Z][a-z]+(?:\s|$)")
_LATIN = re.compile(r"[(（]?[A-Za-z&][^\s\d\u4e00-\u9fff]*(?: [(（][%％‰][)）])?|[(（][%％‰][)）]")


def _untranslated(chars: str, line: Line) -> Cells:
    """Spans of what spaces part on a line, without the words of a translation."""
    words = [m.span() for m in _WORD.finditer(chars, line[0], line[1]) if not _LATIN.fullmatch(m.group())]
    return together(chars, words) if line[1] - line[0] <= 2 * _LINE else []


# 2024 年1-6 月, 按年变动 (%): a period and a name with its unit are one word, whatever a text layer puts in them
_WORD = re.compile(r"(?:19|20)\d{2} ?年(?: ?\d{1,2}(?: ?[-—–至] ?\d{1,2})? ?月(?: ?\d{1,2} ?日)?)?\S*|\S+(?: [(（][%％‰][)）])?")
_DIGITS = frozenset("0123456789%")
_LINE = 120                 # characters of a line of a table
_LARGE = 10_000             # no change in per cent is as large
_PLAIN = str.maketrans({",": None, "−": "-", "+": None, "%": None})


def _line_of(text: Text, line: Line) -> Text:
    return text[line[0]:line[1]].strip()
