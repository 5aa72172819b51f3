"""ranked(text, lines, first) -> a table from a list of places: its name, then a line for each place with a name and a figure.

    得分榜⏎1 王治郅,八一 26.3⏎2 唐正东,江苏 22.3⏎3王仕鹏,广东21.8
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.document import Block
from extractor.read.pieces import Cells, Line, table_of
from extractor.text import Text

LEAST = 3               # places from which lines are a list

_NAME = re.compile(r"\s*[【《]?(?P<name>[\u4e00-\u9fffA-Za-z]{2,12}?)(?:(?:排行|排名)(?:[榜表]单?)?|榜单?)(?:[(（](?P<unit>[^()（）\d]{1,6})[)）])?[】》]?[：:]?\s*")
_PLACE = re.compile(
    r"\s*(?P<place>\d{1,3})\s?[.、．]?\s*(?P<name>[\u4e00-\u9fffA-Za-z《“][\u4e00-\u9fffA-Za-z·•.》”-]{1,15}?)(?:(?:\s*[,，、(（]\s*|\s+)[\u4e00-\u9fffA-Za-z]{2,12})?"
    r"[)）]?\s*[,，:：]?\s*(?P<figure>\d[\d,]*(?:\.\d+)?\s?(?:[%％]|[\u4e00-\u9fff]{1,2})?)\s*"
)


def ranked(text: Text, lines: Sequence[Line], first: int) -> tuple[Block, int] | None:
    """(the table that begins at a line, its lines), None where none does. What stands beside a name, a team or a place, is passed over; the places
    rise from one by one or stay (two of one place)."""
    name = _NAME.fullmatch(text.chars, *lines[first][:2])
    if not name:
        return None
    rows: list[Cells] = []
    last = 0
    for start, end, _ in lines[first + 1:]:
        row = _PLACE.fullmatch(text.chars, start, end)
        if not row or not last <= int(row["place"]) <= last + (2 if last else 1):
            break
        rows.append([row.span("name"), row.span("figure")])
        last = int(row["place"])
    if len(rows) < LEAST:
        return None
    measure = [text[slice(*name.span("name"))]]
    if name["unit"]:
        measure.append(text[name.start("unit") - 1:name.end("unit") + 1])
    return table_of(text, rows, [(text[0:0], Text.join(measure))]), len(rows) + 1
