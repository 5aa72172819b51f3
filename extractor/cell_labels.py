"""in_cells(text, sentence, rules) -> the quantities of a row of a table and a label for each that is no claim, cell by cell.

What a cell's numbers are depends on where they stand: a year heads its row, a first column numbers the rows, a column of addresses or of units counts
nothing, a head introduces bare numbers (labels.py judges those of running text).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.fold import fold
from extractor.labels import Label, label
from extractor.numerals import numerals
from extractor.patterns import compiled
from extractor.quantity import Quantity
from extractor.rules import Rules, named
from extractor.sentence import Sentence
from extractor.units import quantities

_STATISTIC = compiled(r"(?:[tFPpZzU]|[xXχ]\s?[2²]?)(?:\s?[值値])?")      # under the heads of groups: what a test gave
_NAMED = compiled(r"\p{L}[^:：]*[\p{L}\d]号")
_MODEL = compiled(r"[\p{L}][\p{L}\d ]*\d{1,4}(?: ?[A-Za-z+][A-Za-z+ ]*)?")       # 小米11 Ultra | 18.9
_LETTERED = compiled(r"[-−]?\d[\d.]*\s?(?:[a-h]{1,3}|[A-H]{1,2}|[a-h]{1,2}[A-H]{1,2})")       # 218.6d | 98.4c: what differs from what in a trial
_TWO = compiled(r"[-−]?\d[\d.,]*\s?\((?P<other>[-−]?\d[\d.]*%?)\)")       # 8(80.00), 3.25(3.76): two figures, but 120(1) has the mark of a note
_SORT = compiled(r"\p{Han}{2,}\([^()]{1,24}\)")                # 盐酸(31%) | 186.4, 仔猪(外三元): which sort of it
_BARE = compiled(r"[-−+]?\d[\d,]*(?:\.\d+)?%?")


def in_cells(text: str, sentence: Sentence, rules: Rules) -> tuple[list[Quantity], list[Label | None]]:
    """Quantities of a folded row and their labels, cell by cell: 0.72 — 0.80 in three cells is no range."""
    row, text = sentence.row, _notes_apart(text, sentence)
    heads, caption = [fold(h, rules).replace(" ", "") for h in row.headers], fold(row.caption, rules)
    cells = [text[start:end] for start, end in row.cells]
    lettered = sum(bool(_LETTERED.fullmatch(c.strip())) for c in cells) > 1
    of_cases = any(map(named(rules, "the number of cases and their share").search, (*heads, caption)))
    found: list[Quantity] = []
    labels: list[Label | None] = []
    for column, ((start, _), own) in enumerate(zip(row.cells, cells, strict=True)):
        if lettered and _LETTERED.fullmatch(own.strip()):
            own = compiled(r"[A-Za-z]").sub(" ", own)
        inside = quantities(own, numerals(own, rules), rules) if own else []
        if not inside:
            continue
        found += [replace(q, start=q.start + start, end=q.end + start, number_start=q.number_start + start, number_end=q.number_end + start) for q in inside]
        why = _by_place(column, cells, heads, caption, rules)
        if why is _OF_MODELS:
            labels += [why if q.kind == "number" else w for q, w in zip(inside, label(own, inside, rules), strict=True)]
        elif why:
            labels += [why] * len(inside)
        else:
            two = _TWO.fullmatch(own.strip())
            stands = ("bare number", "formula") if two and (len(two["other"]) > 1 or of_cases) else ("bare number",)
            labels += [None if w and w.reason in stands else w for w in label(own, inside, rules)]
    return found, labels


_OF_MODELS = Label("name", "name of a row")


def _by_place(column: int, cells: Sequence[str], heads: Sequence[str], caption: str, rules: Rules) -> Label | None:
    """Why the numbers of a cell are no claims, by its place in the row and what heads it; None where nothing there tells."""
    own = cells[column]
    if column == 0:
        if named(rules, "a year that heads a row").fullmatch(own):
            return Label("date", "year that heads a row")
        if heads and named(rules, "heads a column that numbers the rows").fullmatch(heads[0]):
            return Label("list mark", "number of a row")
        if _NAMED.match(own) and any(c.isdigit() for c in "".join(cells[1:])):
            return Label("name", "label of a row")                 # 甲优1号 | 512 | 88.6
        if _MODEL.fullmatch(own):
            return _OF_MODELS
        if _SORT.fullmatch(own.strip()) and any(_BARE.fullmatch(c.strip()) for c in cells[1:]):
            return Label("name", "sort of a row")
    if column < len(heads) and named(rules, "heads a column of numbers that count nothing").search(heads[column]):
        return Label("code", "column of numbers that count nothing")
    if column < len(heads) and named(rules, "heads a column of units").fullmatch(heads[column]):
        return Label("unit", "unit of a row")
    if column and _STATISTIC.fullmatch(cells[0].strip()) and any(map(named(rules, "heads the groups of a trial").fullmatch, (*heads, caption))):
        return Label("statistic", "row of a test's results")
    return None


def _notes_apart(text: str, sentence: Sentence) -> str:
    """The text of a row with a tab where a blank stands for a note's mark: 397[4] 400[6] are two numbers, 397 400 is one."""
    origin = sentence.text.origin
    return "".join("\t" if c == " " and 0 < i < len(text) - 1 and origin[i] - origin[i - 1] > 1 else c for i, c in enumerate(text))
