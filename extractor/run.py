"""Many inputs -> three Parquet files: find the files, run the line on each, keep what fails apart, write whole files at the end.

Every finished document goes into a journal in the output folder; a run that was killed goes on from there (`resume`).
"""

from __future__ import annotations

import glob
import os
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from extractor import table
from extractor.errors import UsageError
from extractor.journal import Journal
from extractor.languages import DEFAULT, stamp
from extractor.languages import language as named_language
from extractor.link.rank import with_network
from extractor.read import SUFFIXES
from extractor.rules import Rules, load_rules
from extractor.work import NO_LIMITS, Input, Limits, Output, stream

OUTPUTS = ("claims.parquet", "documents.parquet", "rejected.parquet")


def find_inputs(paths: Sequence[str]) -> list[Input]:
    """Documents named by files, folders (searched to the bottom), globs and "-", in a stable order, each once.

    A file that is missing is kept, so that its error is reported beside the others' results. Raises UsageError for a folder
    or a glob in which there is no document.
    """
    found: dict[str, tuple[str, str]] = {}           # normal form of a path -> the path, and the same relative to the folder it came from
    for given in paths:
        for path, relative in _expand(given):
            found.setdefault(os.path.normpath(path), (path, relative))
    stems = Counter(Path(r).stem if r != "-" else "stdin" for _, r in found.values())
    ids = [_doc_id(relative, stems) for _, relative in found.values()]
    for names in ([r for _, r in found.values()], [p for p, _ in found.values()]):       # what still clashes is told by more of its path: a.md and a.txt, x/a.txt and y/a.txt
        clashes = Counter(ids)
        ids = [i if clashes[i] == 1 else Path(name).as_posix() for i, name in zip(ids, names, strict=True)]
    return [Input(i.encode("utf-8", "backslashreplace").decode(), path) for i, (path, _) in zip(ids, found.values(), strict=True)]


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
            path = os.path.join(base, name)
            if not name.startswith(".") and name.lower().endswith(SUFFIXES) and (os.path.isfile(path) or os.path.islink(path)):
                yield path


def _doc_id(relative: str, stems: Counter[str]) -> str:
    """The stem; where stems clash the relative path without its suffix."""
    if relative == "-":
        return "stdin"
    path = Path(relative)
    return path.stem if stems[path.stem] == 1 else path.with_suffix("").as_posix()


def run(
    paths: Sequence[str], out: str | Path, *, rules: Sequence[str] = (), jobs: int = 1, limits: Limits = NO_LIMITS, resume: bool = False, language: str = DEFAULT,
    progress: Callable[[Iterator[Output], int], Iterable[Output]] = lambda outputs, total: outputs,
) -> Output:
    """Extract from all inputs and write OUTPUTS into the folder `out`; returns all rows.

    With `resume` documents that an earlier, stopped run of the same version, rules and language has finished are not read again, unless
    they have changed since; the files are the same to the byte as those of an uninterrupted run.
    Raises UsageError (no document, folder that can't be written, language that isn't installed) and RuleError before any work is done.
    """
    prepare_folder(out)
    known = load_rules(*rules)
    with_network(known)                                            # weights that do not fit the network are refused at once
    named_language(language, known)                               # its mistakes are told here, not by each worker
    inputs = find_inputs(paths)
    journal = Journal(Path(out), journal_key(known, limits, language))
    done = journal.begin(resume)
    waiting = [i for i in inputs if journal.name(i) not in done]
    fresh = stream(waiting, rules, jobs=min(jobs, max(1, len(waiting))), limits=limits, language=language)
    total = Output()

    def outputs() -> Iterator[Output]:
        for item in inputs:
            output = done.get(journal.name(item))
            if output is None:
                output = next(fresh)
                journal.add(item, output)
            yield output

    try:
        for output in progress(outputs(), len(inputs)):
            total.add(output)
        write(total, out)
    finally:
        fresh.close()
        journal.close()
    journal.remove()
    return total


def journal_key(rules: Rules, limits: Limits, language: str) -> str:
    """What a run must share with the one it goes on from."""
    package = Path(__file__).parent
    code = zlib.crc32(b"".join(path.read_bytes() for path in sorted(package.rglob("*")) if path.suffix in (".py", ".npz")))       # also between two commits of one version
    return f"{table.SCHEMA_VERSION} {code:08x} {rules.fingerprint} {limits} {stamp(language)}"


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
