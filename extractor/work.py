"""stream(inputs) -> their Outputs in order, each document in a worker process with bounded time, memory and bytes.

Workers are pebble's (LGPL, no dependency of its own): unlike the standard library's pool it can stop one task that runs too long,
and start a new worker where one was killed, without losing the others' work.
"""

from __future__ import annotations

import gc
import multiprocessing
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor import table
from extractor.document import Document
from extractor.errors import InputError
from extractor.language import Language
from extractor.languages import DEFAULT
from extractor.languages import language as named_language
from extractor.pipeline import extract_document
from extractor.read import MAX_BYTES, file_bytes, read_all
from extractor.rules import Rules, load_rules


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read: its id, and its path ("-" for standard input)."""

    doc_id: str
    path: str

    @property
    def source(self) -> str:
        """The path as text: bytes of a name that are no UTF-8 are shown as escapes."""
        return self.path.encode("utf-8", "backslashreplace").decode()


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost: seconds (None for no bound), bytes of input or unpacked, bytes of memory (None for no bound)."""

    timeout: float | None = None
    max_bytes: int = MAX_BYTES
    max_memory: int | None = None


NO_LIMITS = Limits()


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

    @property
    def warnings(self) -> list[str]:
        return [f"{d['source']}: {d['error']}" for d in self.documents if d["status"] == "partial"]


def extract_input(item: Input, rules: Rules, limits: Limits = NO_LIMITS, data: bytes | None = None, language: Language | None = None) -> Output:
    """The rows of one input, of each document in it for an archive; what goes wrong becomes a row in documents, never an exception.

    `data` is the input's content where it was read already (standard input).
    """
    out = Output()
    try:
        if data is None:
            data = file_bytes(Path(item.path), limits.max_bytes)
        for doc_id, source, found in read_all(data, rules, doc_id=item.doc_id, source=item.source, suffix=Path(item.path).suffix.lower(), max_bytes=limits.max_bytes):
            out.add(_failed(doc_id, source, str(found)) if isinstance(found, InputError) else _extract(found, rules, language))
    except InputError as error:
        return _failed(item.doc_id, item.source, str(error).encode("utf-8", "backslashreplace").decode())
    except MemoryError:
        return _failed(item.doc_id, item.source, f"{item.source}: needs more memory than it may have; given up")
    except Exception as error:  # noqa: BLE001  one document's surprise must not lose the others' results
        out.add(_surprise(item.doc_id, item.source, error))
    return out


def _extract(document: Document, rules: Rules, language: Language | None) -> Output:
    try:
        result = extract_document(document, rules, language)
    except (MemoryError, RecursionError) as error:
        return _failed(document.doc_id, document.source, f"{document.source}: needs more memory than it may have; given up ({type(error).__name__})")
    except Exception as error:  # noqa: BLE001  as above
        return _surprise(document.doc_id, document.source, error)
    return Output(table.claim_rows(document, result, rules), [table.document_row(document, result)], table.rejected_rows(document, result))


def _failed(doc_id: str, source: str, message: str) -> Output:
    return Output(documents=[table.failed_row(doc_id, source, message)])


def _surprise(doc_id: str, source: str, error: Exception) -> Output:
    return _failed(doc_id, source, f"{source}: internal error, please report it ({type(error).__name__}: {str(error)[:200]})")


_worker: dict[str, Any] = {}


def _start_worker(folders: tuple[str, ...], limits: Limits, language: str) -> None:
    rules = load_rules(*folders)
    _worker.update(rules=rules, limits=limits, language=named_language(language, rules))
    gc.freeze()                                                    # rules and model stay: going through them again and again costs a tenth of the time
    if limits.max_memory:
        with suppress(ImportError, ValueError, OSError):           # not on every system; the other bounds hold there
            import resource

            resource.setrlimit(resource.RLIMIT_AS, (limits.max_memory, limits.max_memory))


def _work(task: tuple[Input, bytes | None]) -> Output:
    item, data = task
    return extract_input(item, _worker["rules"], _worker["limits"], data, _worker["language"])


def stream(inputs: Sequence[Input], folders: Sequence[str] = (), *, jobs: int = 1, limits: Limits = NO_LIMITS, language: str = DEFAULT) -> Iterator[Output]:
    """Output of each input, in order, as soon as it is there, from `jobs` worker processes.

    A document that passes a limit, or whose worker dies, is given up alone: its row in documents says so.
    """
    if not inputs:
        return
    from pebble import ProcessExpired, ProcessPool

    context = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
    if sys.platform != "win32":
        context.set_forkserver_preload(["extractor.work"])
    tasks = [(i, sys.stdin.buffer.read(limits.max_bytes + 1) if i.path == "-" else None) for i in inputs]
    pool = ProcessPool(jobs, initializer=_start_worker, initargs=(tuple(map(str, folders)), limits, language), context=context)
    try:
        results = pool.map(_work, tasks, timeout=limits.timeout).result()
        for item in inputs:
            try:
                yield next(results)
            except FutureTimeout:
                yield _failed(item.doc_id, item.source, f"{item.source}: took longer than --timeout {limits.timeout:g} seconds; given up")
            except ProcessExpired:
                yield _failed(item.doc_id, item.source, f"{item.source}: its process was killed (out of memory, or a damaged file); given up")
    finally:
        pool.stop()
        pool.join()
