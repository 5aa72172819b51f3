"""export(claims.parquet, target) -> a file people open: CSV (UTF-8 with a byte order mark, so that Excel reads it), xlsx or JSON Lines.

Cells of text that a spreadsheet would run as a formula are disarmed with a leading apostrophe; numbers stay numbers.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa

from extractor.claim import COMPARATORS
from extractor.errors import UsageError
from extractor.table import read_table, write_whole


def export(source: str | Path, target: str | Path) -> int:
    """Write the table at `source` in the format of `target`'s suffix; returns the number of rows. Raises UsageError."""
    suffix = Path(target).suffix.lower()
    if suffix not in _WRITERS:
        raise UsageError(f"{target}: unknown format {suffix or '(no suffix)'}; choose {', '.join(_WRITERS)}")
    if not Path(target).absolute().parent.is_dir():
        raise UsageError(f"{target}: its folder does not exist")
    table = read_table(source)
    write_whole(target, lambda temporary: _WRITERS[suffix](table, temporary))
    return table.num_rows


def harmless(value: Any) -> Any:
    """Text that begins like a formula (= + - @, tab, carriage return) gets an apostrophe before it; a comparator and a written number run nothing.

    >>> harmless("=1+1"), harmless(-3.5), harmless("全省"), harmless("="), harmless("-530000000"), harmless("-3~5")
    ("'=1+1", -3.5, '全省', '=', '-530000000', '-3~5')
    """
    begins = isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
    return "'" + value if begins and value not in COMPARATORS and not _NUMBER.fullmatch(value) else value


_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:~-?\d+(?:\.\d+)?)?")          # as format_number writes values and ranges


def _flat(table: pa.Table) -> list[dict[str, Any]]:
    """Rows with lists as one text and control characters out, as a spreadsheet cell needs them."""
    return [{k: harmless(_cell(v)) for k, v in row.items()} for row in table.to_pylist()]


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = "; ".join(value)
    if isinstance(value, str):
        return "".join(c for c in value if c >= " " or c in "\t\n\r")
    return value


def _csv(table: pa.Table, path: str) -> None:
    import pandas as pd

    frame = pd.DataFrame(_flat(table), columns=table.column_names, dtype=object)
    frame.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")


def _xlsx(table: pa.Table, path: str) -> None:
    try:
        from openpyxl import Workbook
    except ImportError:
        raise UsageError("xlsx needs openpyxl: pip install 'zh-quantity-claims[xlsx]'") from None
    book = Workbook(write_only=True)
    sheet = book.create_sheet("claims")
    sheet.append(table.column_names)
    for row in _flat(table):
        sheet.append([v[:32767] if isinstance(v, str) else v for v in row.values()])     # the format's longest cell
    book.save(path)


def _jsonl(table: pa.Table, path: str) -> None:
    with Path(path).open("w", encoding="utf-8", newline="\n") as file:
        for row in table.to_pylist():
            file.write(json.dumps(row, ensure_ascii=False, default=_json) + "\n")


def _json(value: Any) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(type(value))


_WRITERS: dict[str, Callable[[pa.Table, str], None]] = {".csv": _csv, ".xlsx": _xlsx, ".jsonl": _jsonl}
