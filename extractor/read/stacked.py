"""stacked(text, lines, first, rules) -> a table whose cells stand one a line, as pages leave it whose columns were lost: the names of its columns, then again
and again a label and as many figures.

    中毒原因⏎报告起数⏎中毒人数⏎死亡人数⏎微生物性⏎57⏎3181⏎8⏎化学性⏎23⏎597⏎22
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.document import Block
from extractor.read.cells import on_one_line, trimmed
from extractor.read.pieces import PLAYED, Cells, Line, column_of_units
from extractor.rules import Rules, named
from extractor.text import Text

NAMES = 24              # labels that are looked at before the first figure
CELLS = 600             # lines that are looked at
FIGURES = 3             # columns from which dates over a single row of figures are a table

_FIGURE = re.compile(PLAYED + r"|[-+−]?\d[\d.,]*\s?(?:%|％|‰|倍)?(?:\s?[(（][^()（）]{1,10}[)）])?|[-—–/]+|[\[［]\d[\d.,]*[\]］]")
_LABEL = re.compile(r"(?:(?:其中|按[\u4e00-\u9fff]{1,4})[：:])?[^，。；！？!?：:]{1,24}")

Cell = tuple[int, int]


def stacked(text: Text, lines: Sequence[Line], first: int, rules: Rules) -> tuple[Block, int] | None:
    """(the table that begins at a line, its lines), None where none does. `lines`: start and end of each, with the spans of its pieces."""
    told = _of_one_column(text, lines, first, rules) or _of_periods(text, lines, first, rules)
    if told:
        return told
    groups = _groups(text.chars, lines, first)
    if not groups:
        return None
    if _tells_units(text.chars, groups[0][0]):
        groups = [(labels[:-1], [*labels[-1:], *figures], end) for labels, figures, end in groups]
    names, figures, size = groups[0]
    names, width = _with_units(text.chars, names), len(figures)
    several = min(map(len, (labels for labels, _, _ in groups[1:])), default=1) if len(names) - width > 2 else 1
    if several in (2, 3) and len(names) == width + 2 * several and all(len(labels) == several and len(others) == width for labels, others, _ in groups[1:]):
        return _of_several_labels(text, names, groups, several), groups[-1][2] - first      # 省份 | 科类 | 计划数, then 河南 | 理工 | 120
    if len(names) == width >= FIGURES and all(re.search(r"\d", text.chars[a:b]) for a, b in names):      # dates and as many prices: one row without a label
        return _table(text, names, [([], figures)], rules, corner=None), size - first
    rows = [(names[-1:], figures)]
    for labels, others, end in groups[1:]:
        if len(others) != width or not 1 <= len(labels) <= 3:
            break
        rows.append((labels, others))
        size = end
    head = names[:-1]
    if width < 2 or len(rows) < 2 or len(head) not in (width, width + 1):
        return None
    return _table(text, head[-width:], rows, rules, corner=head[0] if len(head) > width else None), size - first


ROWS = 4                # of a table of one column of figures


def _of_one_column(text: Text, lines: Sequence[Line], first: int, rules: Rules) -> tuple[Block, int] | None:
    """指标⏎1-2月份⏎同比增长⏎（%）⏎制造业⏎13.1⏎分地区⏎东部⏎14.1: what the corner names, the levels of the one column's name, then rows; parts have a line."""
    chars = text.chars
    at, end = trimmed(chars, *lines[first][:2])
    if not named(rules, "the corner of a table").fullmatch(chars, at, end):
        return None
    part = named(rules, "names a part of a table")
    labels: Cells = []
    head: Cells = []
    rows: list[tuple[Text, ...]] = []
    size = 0
    for i in range(first + 1, min(len(lines), first + CELLS)):
        a, b = trimmed(chars, *lines[i][:2])
        if a == b:
            continue
        if not _FIGURE.fullmatch(chars, a, b):
            labels.append((a, b))
            if len(labels) > (2 if rows else 5) or not _LABEL.fullmatch(chars, a, b) and not re.fullmatch(r"[(（].{1,12}[)）]", chars[a:b]):
                break
            continue
        if not head:
            head = labels[:-1]
            if not head or not named(rules, "names a column of figures").search(chars[slice(*head[-1])]):
                return None
        parts = labels[:-1] if rows else []
        if not labels or not all(part.fullmatch(chars, *x) for x in parts):
            break
        rows.extend((text[slice(*x)], text[0:0]) for x in parts)
        rows.append((text[slice(*labels[-1])], text[a:b]))
        labels, size = [], i + 1 - first
    if len(rows) < ROWS:
        return None
    return Block("table", Text("", []), rows=((text[at:end], Text.join([text[slice(*x)] for x in head])), *rows), head_rows=1), size


GROUPS = range(2, 9)    # names over periods


def _of_periods(text: Text, lines: Sequence[Line], first: int, rules: Rules) -> tuple[Block, int] | None:
    """项目⏎总诊疗人次⏎出院人数⏎2008⏎2009⏎2008⏎2009⏎综合医院⏎2639.5⏎2823.9⏎57.9⏎63.4: names over the same periods again and again, then rows."""
    chars = text.chars
    begin = _filled(chars, lines, first, GROUPS[-1] + 2)
    period = named(rules, "a period alone on its line")
    names = next((n for n, (_, *cell) in enumerate(begin) if period.fullmatch(chars, *cell)), 0)
    if not names or begin[0][0] != first:
        return None
    at = _filled(chars, lines, first, CELLS)
    cells = [(a, b) for _, a, b in at]
    periods = [chars[a:b] for a, b in cells[names:names + NAMES]]
    size = next((n for n in range(2, len(periods) // 2 + 1) if periods[:n] == periods[n:2 * n]), 0)
    groups = next((g for g in range(2, len(periods) // size + 1) if periods[g * size:(g + 1) * size] != periods[:size]), 0) if size else 0
    if groups not in GROUPS or names not in (groups, groups + 1) or not all(_LABEL.fullmatch(chars, *c) for c in cells[:names]):
        return None
    width = groups * size
    rows = []
    for i in range(names + width, len(cells) - width, width + 1):
        if _FIGURE.fullmatch(chars, *cells[i]) or not _LABEL.fullmatch(chars, *cells[i]) or not all(_FIGURE.fullmatch(chars, *c) for c in cells[i + 1:i + 1 + width]):
            break
        rows.append(tuple(text[a:b] for a, b in cells[i:i + 1 + width]))
    if len(rows) < 2:
        return None
    corner = text[slice(*cells[0])] if names > groups else text[0:0]
    upper = (corner, *(text[slice(*cells[names - groups + g])] for g in range(groups) for _ in range(size)))
    lower = (text[0:0], *(text[a:b] for a, b in cells[names:names + width]))
    return Block("table", Text("", []), rows=(upper, lower, *rows), head_rows=2), at[names + width + len(rows) * (width + 1) - 1][0] - first + 1


def _filled(chars: str, lines: Sequence[Line], first: int, most: int) -> list[tuple[int, int, int]]:
    """The lines from one on that say something, `most` at the most: their number, where what they say begins and ends."""
    out: list[tuple[int, int, int]] = []
    for i in range(first, min(len(lines), first + CELLS)):
        a, b = trimmed(chars, *lines[i][:2])
        if a < b:
            out.append((i, a, b))
        if len(out) == most:
            break
    return out


_UNIT_OF_NAME = re.compile(r"[(（][^()（）]{1,12}[)）]|[±+/-]{0,3}[%％‰]")


def _with_units(chars: str, names: Cells) -> Cells:
    """总产量⏎（吨）, 增减⏎%: a name with the unit on the next line."""
    out: Cells = []
    for a, b in names:
        if out and _UNIT_OF_NAME.fullmatch(chars, a, b):
            out[-1] = (out[-1][0], b)
        else:
            out.append((a, b))
    return out


def _of_several_labels(text: Text, names: Cells, groups: Sequence[tuple[Cells, Cells, int]], several: int) -> Block:
    """Rows of so many labels each, under names for them too."""
    rows = [(names[-several:], groups[0][1]), *((labels, figures) for labels, figures, _ in groups[1:])]
    cells = tuple(tuple(text[a:b] for a, b in (*labels, *figures)) for labels, figures in rows)
    return Block("table", Text("", []), rows=(tuple(text[a:b] for a, b in names[:-several]), *cells), head_rows=1)


def _tells_units(chars: str, names: Cells) -> bool:
    """指标⏎单位⏎2023年: behind each label stands its unit."""
    return column_of_units(chars, names) == 1


def _groups(chars: str, lines: Sequence[Line], first: int) -> list[tuple[list[Cell], list[Cell], int]]:
    """Runs of labels with the run of figures behind each, and the line behind it; none where the first line is no label."""
    out: list[tuple[list[Cell], list[Cell], int]] = []
    labels: list[Cell] = []
    figures: list[Cell] = []
    for at in range(first, min(len(lines), first + CELLS)):
        begin, end = trimmed(chars, lines[at][0], lines[at][1])
        if begin == end:
            if at == first:
                return []
            continue
        if _FIGURE.fullmatch(chars, begin, end):
            if not labels:
                return out
            figures.append((begin, end))
            if out and out[-1][1] is figures:
                out[-1] = (out[-1][0], figures, at + 1)
            else:
                out.append((labels, figures, at + 1))
            continue
        of_name = bool(labels) and not figures and _UNIT_OF_NAME.fullmatch(chars, begin, end) is not None
        if not of_name and (not _LABEL.fullmatch(chars, begin, end) or not re.search(r"[^\W\d_]", chars[begin:end])):
            break
        if figures:
            units = _tells_units(chars, out[0][0])
            fits = len(labels) - len(figures) == 4 if units else len(figures) > 1 and 0 <= len(labels) - len(figures) <= 4
            if len(out) == 1 and not fits:
                return []                                          # the names of columns do not fit the figures: no need to look on
            if len(out) > 1 and len(figures) != len(out[0][1]) or not units and len(labels) == len(figures):
                return out
            labels, figures = [], []
        labels.append((begin, end))
        if not out and len(labels) > NAMES:
            break
    return out


def _table(text: Text, names: Sequence[Cell], rows: Sequence[tuple[Sequence[Cell], Sequence[Cell]]], rules: Rules, *, corner: Cell | None) -> Block:
    """A label goes on over lines (不明原因⏎或尚未查明原因), but a numbered one heads a part."""
    head = (text[slice(*corner)] if corner else text[0:0], *(on_one_line(text[a:b]) for a, b in names))
    body = []
    marked = named(rules, "mark of a part of a table")
    for labels, figures in rows:
        own = [text[a:b] for a, b in labels if len(labels) == 1 or not marked.match(text.chars, a, b)]
        body.append((Text.join(own), *(text[a:b] for a, b in figures)))
    return Block("table", Text("", []), rows=(head, *body), head_rows=1)
