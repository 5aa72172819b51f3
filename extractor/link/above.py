"""Cell: what head and label say of a number in a table; Above: what a row has above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.patterns import compiled
from extractor.sentence import Row


@dataclass(frozen=True, slots=True)
class Cell:
    """What head and label say of one number: its column's header without time, the row label, time, unit, change, modality."""

    metric: str
    entity: str
    time: str
    unit: str
    change: str
    column: int
    modality: str = "actual"


_PART_OF = compiled(r"\s*(?:[#＃]|其中|其：)")
_OF_ITS_OWN = compiled(r"[(（]|指数|指數|[率比]$|=\s?100")           # labels that tell a unit, or measure what has none


@dataclass(frozen=True, slots=True)
class Above:
    """What the row above measures, the unit that labels told of each column, the head of their table, and is it one of the parts of a row farther above?"""

    metric: str = ""
    units: tuple[tuple[int, str], ...] = ()
    head: tuple[str, ...] = ()
    part: bool = False

    def then(self, cells: Sequence[Cell], row: Row, text: str) -> Above:
        """What the next row has above it."""
        units = (dict(self.units) if self.head == row.headers else {}) | {c.column: c.unit for c in cells if c.unit}
        return Above(cells[-1].metric if cells else "", tuple((column, unit) for column, unit in units.items() if unit != "%"), row.headers, self.goes_on_with_parts(row, text))

    def goes_on_with_parts(self, row: Row, text: str) -> bool:
        """Is a row one of parts: marked so (#可支配收入), or behind one that is and without a unit of its own?"""
        return bool(_PART_OF.match(text)) or self.part and self.head == row.headers and not _OF_ITS_OWN.search(text[slice(*row.cells[0])])
