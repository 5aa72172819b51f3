"""Many inputs -> three Parquet files: find the files, run the line on each, keep what fails apart, write whole files at the end."""

from __future__ import annotations

import glob
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor import table
from extractor.errors import InputError, UsageError
from extractor.pipeline import extract_document
from extractor.read import SUFFIXES, read, read_bytes
from extractor.rules import Rules, load_rules

OUTPUTS = ("claims.parquet", "documents.parquet", "rejected.parquet")


@dataclass(frozen=True, slots=True)
class Input:
    """One document to read: its id, and its path ("-" for standard input)."""

    doc_id: str
    path: str


@dataclass(slots=True)
class Output:
    """Rows of one or many documents."""

    claims: list[dict[str, Any]] = field(default_factory=list)
    documents: list[dict[str, Any]] = field(default_factory=list)
    rejected: list[dict[str, Any]] = field(default_factory=list)

    def add(self, other: Output) -> None:
        self.claims += other.claims
        self.documents += other.documents
        self.rejected += other.rejected

    @property
    def errors(self) -> list[str]:
        return [d["error"] for d in self.documents if d["status"] == "error"]


def find_inputs(paths: Sequence[str]) -> list[Input]:
    """Documents named by files, folders (searched to the bottom), globs and "-", in a stable order, each once.

    A file that is missing is kept, so that its error is reported beside the others' results. Raises UsageError for a folder
    or a glob in which there is no document.
    """
    found: dict[str, str] = {}                       # path -> path relative to the folder it came from
    for given in paths:
        for path, relative in _expand(given):
            found.setdefault(path, relative)
    stems = Counter(Path(r).stem if r != "-" else "stdin" for r in found.values())
    ids = {path: _doc_id(relative, stems) for path, relative in found.items()}
    clashes = Counter(ids.values())
    return [Input(i if clashes[i] == 1 else Path(found[path]).as_posix(), path) for path, i in ids.items()]


def _expand(given: str) -> Iterator[tuple[str, str]]:
    if given == "-":
        yield "-", "-"
    elif os.path.isdir(given):
        files = sorted(_walk(given))
        if not files:
            raise UsageError(f"{given}: no readable document in this folder (looked for {', '.join(SUFFIXES)})")
        for path in files:
            yield path, os.path.relpath(path, given)
    elif not os.path.exists(given) and glob.has_magic(given):
        files = sorted(p for p in glob.glob(given, recursive=True) if os.path.isfile(p))
        if not files:
            raise UsageError(f"{given}: no file matches")
        for path in files:
            yield path, path
    else:
        yield given, given


def _walk(folder: str) -> Iterator[str]:
    for base, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and name.lower().endswith(SUFFIXES):
                yield os.path.join(base, name)


def _doc_id(relative: str, stems: Counter[str]) -> str:
    """The stem; where stems clash the relative path without its suffix."""
    if relative == "-":
        return "stdin"
    path = Path(relative)
    return path.stem if stems[path.stem] == 1 else path.with_suffix("").as_posix()


def extract_input(item: Input, rules: Rules) -> Output:
    """The rows of one input; what goes wrong with it becomes its row in documents, never an exception."""
    try:
        if item.path == "-":
            document = read_bytes(sys.stdin.buffer.read(), doc_id=item.doc_id, source="-")
        else:
            document = read(item.path, doc_id=item.doc_id)
        result = extract_document(document, rules)
    except InputError as error:
        return Output(documents=[table.failed_row(item.doc_id, item.path, str(error))])
    except Exception as error:  # noqa: BLE001  one document's surprise must not lose the others' results
        message = f"{item.path}: internal error, please report it ({type(error).__name__}: {error})"
        return Output(documents=[table.failed_row(item.doc_id, item.path, message)])
    return Output(table.claim_rows(document, result, rules), [table.document_row(document, result)], table.rejected_rows(document, result))


_worker_rules: list[Rules] = []


def _start_worker(folders: tuple[str, ...]) -> None:
    _worker_rules[:] = [load_rules(*folders)]


def _work(item: Input) -> Output:
    return extract_input(item, _worker_rules[0])


def stream(inputs: Iterable[Input], folders: Sequence[str] = (), *, jobs: int = 1) -> Iterator[Output]:
    """Output of each input, in order, as soon as it is there; with jobs > 1 in that many processes."""
    folders = tuple(map(str, folders))
    if jobs <= 1:
        rules = load_rules(*folders)
        yield from (extract_input(item, rules) for item in inputs)
        return
    with ProcessPoolExecutor(jobs, initializer=_start_worker, initargs=(folders,)) as pool:
        yield from pool.map(_work, inputs, chunksize=2)


def run(
    paths: Sequence[str], out: str | Path, *, rules: Sequence[str] = (), jobs: int = 1,
    progress: Callable[[Iterator[Output], int], Iterable[Output]] = lambda outputs, total: outputs,
) -> Output:
    """Extract from all inputs and write OUTPUTS into the folder `out`; returns all rows.

    Raises UsageError (no document, folder that can't be written) and RuleError before any work is done.
    """
    prepare_folder(out)
    load_rules(*rules)
    inputs = find_inputs(paths)
    total = Output()
    parallel = jobs if len(inputs) > 1 and not any(i.path == "-" for i in inputs) else 1
    for output in progress(stream(inputs, rules, jobs=parallel), len(inputs)):
        total.add(output)
    write(total, out)
    return total


def write(output: Output, out: str | Path) -> None:
    """The three tables, each whole."""
    schemas = (table.SCHEMA, table.DOCUMENTS_SCHEMA, table.REJECTED_SCHEMA)
    for name, rows, schema in zip(OUTPUTS, (output.claims, output.documents, output.rejected), schemas, strict=True):
        table.write_table(table.as_table(rows, schema), Path(out) / name)


def prepare_folder(out: str | Path) -> None:
    """Make the output folder and prove that it can be written; raises UsageError."""
    out = Path(out)
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / f".write-test-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except (FileExistsError, NotADirectoryError):
        raise UsageError(f"{out}: is a file, the output needs a folder") from None
    except OSError as error:
        raise UsageError(f"{out}: the output folder can't be written ({error.strerror})") from None
