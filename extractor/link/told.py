"""When, Told, Dated: the period of a figure, and periods and expressions of time that the document has said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from extractor.anchor import Period


@dataclass(frozen=True, slots=True)
class When:
    """A period as written, how it was found ("sentence", "earlier", "document", "heading", "" for none) and its days."""

    text: str
    found: str
    period: Period | None

    def fields(self) -> dict[str, Any]:
        """What a claim says of it."""
        days = self.period or Period(None, None)
        return {"time": self.text, "time_from": self.found, "time_start": days.start, "time_end": days.end}


NONE = When("", "", None)


@dataclass(frozen=True, slots=True)
class Told:
    """A period the document has said: as written ("" where none has been), its days, and the number, section and paragraph of its sentence."""

    text: str = ""
    period: Period | None = None
    sentence: int = -99
    section: str = ""
    paragraph: int = -1


@dataclass(frozen=True, slots=True)
class Dated:
    """An expression of time a sentence said: as written and folded, its kind and days, and where: the numbers of sentence and paragraph, the section, its place
    among the `of` of its sentence, whether that gives figures, begins with it, opens a paragraph, is a heading."""

    text: str
    folded: str
    kind: str
    period: Period | None
    sentence: int
    paragraph: int
    section: str
    place: int
    of: int
    figures: bool
    begins: bool
    opens: bool
    heading: bool
