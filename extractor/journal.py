"""Journal: finished documents of a run in progress, one JSON line each, so that a stopped run can go on."""

from __future__ import annotations

import datetime as dt
import json
import os
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from extractor.errors import UsageError
from extractor.work import Input, Output

NAME = ".unfinished-run.jsonl"


class Journal:
    """A file of finished documents in the output folder. Its first line tells what made it; with another version, other rules or
    limits it is not used. A line cut by a kill is dropped."""

    def __init__(self, folder: Path, key: str) -> None:
        self.path = folder / NAME
        self.key = key
        self._file: TextIOWrapper | None = None

    @staticmethod
    def name(item: Input) -> str:
        """Input and state of its file: a changed file is another one."""
        try:
            found = os.stat(item.path)
            state = f"{found.st_size} {found.st_mtime_ns}"
        except (OSError, ValueError):
            state = "none"
        return f"{item.doc_id}\n{item.path}\n{state}"

    def begin(self, resume: bool) -> dict[str, Output]:
        """Outputs of the documents already done, by name, and the journal opened to go on; without `resume` it starts anew."""
        done, valid = self._read() if resume else ({}, 0)
        try:
            with self.path.open("ab") as file:
                file.truncate(valid)
            self._file = self.path.open("a", encoding="utf-8", errors="surrogatepass", newline="\n")
            if not valid:
                self._write(self.key)
        except OSError as error:
            raise UsageError(f"{self.path}: can't be written ({error.strerror})") from None
        return done

    def add(self, item: Input, output: Output) -> None:
        try:
            self._write([self.name(item), [output.claims, output.documents, output.rejected]])
        except OSError as error:
            raise UsageError(f"{self.path}: can't be written ({error.strerror})") from None

    def close(self) -> None:
        if self._file:
            self._file.close()
            self._file = None

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)

    def _write(self, what: Any) -> None:
        assert self._file is not None
        self._file.write(json.dumps(what, ensure_ascii=False, default=dt.date.isoformat) + "\n")
        self._file.flush()

    def _read(self) -> tuple[dict[str, Output], int]:
        """Finished documents by name, and how many bytes of the file are whole lines of this key."""
        try:
            lines = self.path.read_bytes().split(b"\n")[:-1]
        except OSError:
            return {}, 0
        if not lines or lines[0] != json.dumps(self.key, ensure_ascii=False).encode():
            return {}, 0
        done, valid = {}, len(lines[0]) + 1
        for line in lines[1:]:
            try:
                name, rows = json.loads(line.decode("utf-8", "surrogatepass"))
            except ValueError:
                break
            for row, column in [(r, c) for r in rows[0] for c in ("time_start", "time_end")] + [(r, "date") for r in rows[1]]:
                row[column] = row[column] and dt.date.fromisoformat(row[column])
            done[name] = Output(*rows)
            valid += len(line) + 1
        return done, valid
