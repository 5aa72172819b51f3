"""The command line: parse, call, print; no logic.

Exit codes: 0 all went well; 1 a document could not be read, or a figure lies below its floor; 2 the call itself is wrong
(option, folder, rules).
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated

import typer
from tqdm import tqdm

import extractor
from extractor.claim import WRITTEN
from extractor.diff import compare, report
from extractor.errors import ExtractorError, InputError, RuleError
from extractor.evaluate import Mistake, below, evaluate, need_common_documents, read_gold, summary
from extractor.explain import explain as explain_text
from extractor.export import export as export_file
from extractor.languages import DEFAULT, NAMES
from extractor.languages import language as named_language
from extractor.read import MAX_BYTES, read
from extractor.read.pieces import columns_wide
from extractor.rule_examples import check_examples
from extractor.rules import load_rules
from extractor.run import OUTPUTS
from extractor.run import run as run_files
from extractor.table import read_table
from extractor.work import Limits, Output

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help="Quantitative claims from Chinese documents.")
rules_app = typer.Typer(no_args_is_help=True, help="Work with a folder of rules.")
app.add_typer(rules_app, name="rules")

_Rules = Annotated[list[str] | None, typer.Option("--rules", help="A folder of rules on top of the built-in ones (may be repeated).")]
_Language = Annotated[str, typer.Option(help=f"Where words and names come from: {', '.join(NAMES)} (docs/language.md).")]


@app.command()
def run(
    inputs: Annotated[list[str], typer.Argument(help="Files, folders, globs, or - for standard input.")],
    out: Annotated[str, typer.Option(help="Folder for claims.parquet, documents.parquet and rejected.parquet.")] = "out",
    rules: _Rules = None,
    jobs: Annotated[int, typer.Option(min=1, help="Processes.")] = min(4, os.cpu_count() or 1),
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds a document may take; one that takes longer is given up alone.")] = 300.0,
    max_bytes: Annotated[int, typer.Option(min=1, help="Largest text to read; archives, PDF and DOCX may be four times as large.")] = MAX_BYTES,
    max_memory: Annotated[int | None, typer.Option(min=1, help="Bytes of memory a process may have (not on every system).")] = None,
    language: _Language = DEFAULT,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where a stopped run into the same folder ended.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")] = False,
) -> None:
    """Extract the claims of documents into a folder."""
    total = run_files(inputs, out, rules=rules or (), jobs=jobs, limits=Limits(timeout, max_bytes, max_memory), resume=resume, language=language, progress=_progress)
    for error in total.errors:
        _say(f"error: {_one_line(error)}", err=True)
    for warning in total.warnings:
        _say(f"warning: {_one_line(warning)}", err=True)
    if not quiet:
        _summarise(total, out)
    raise typer.Exit(1 if total.errors else 0)


@app.command()
def export(table: str, target: Annotated[str, typer.Argument(help=".csv, .xlsx or .jsonl")]) -> None:
    """Write a table as CSV (opens in Excel), xlsx or JSON Lines."""
    rows = export_file(table, target)
    _say(f"{target}: {rows} rows")


@app.command("eval")
def evaluate_table(
    gold: Annotated[str, typer.Option(help="A gold file (.jsonl) or a folder of them.")],
    table: Annotated[str, typer.Option(help="claims.parquet")] = "out/claims.parquet",
    min: Annotated[list[str] | None, typer.Option("--min", help="A floor, NAME=NUMBER (may be repeated); exit 1 below it.")] = None,
    errors: Annotated[int, typer.Option(min=0, help="Print the first N mistakes.")] = 0,
) -> None:
    """Measure a table against gold claims."""
    wanted, rows = read_gold(gold), read_table(table, ("doc_id", "start", "end")).to_pylist()
    need_common_documents(wanted, rows)
    scores = evaluate(wanted, rows)
    failed = below(scores.figures, min or ())
    _say(summary(scores))
    for mistake in scores.mistakes[:errors]:
        _say(_mistake(mistake))
    for line in failed:
        _say(f"error: {line}", err=True)
    raise typer.Exit(1 if failed else 0)


@app.command()
def diff(before: str, after: str, limit: Annotated[int, typer.Option(min=0, help="Rows of each kind, 0 for all.")] = 40) -> None:
    """Compare two claims tables: rows gained, lost and changed."""
    old, new = (read_table(path, ("doc_id", "start", *WRITTEN)).to_pylist() for path in (before, after))
    _say(report(compare(old, new), limit))


@app.command()
def explain(document: str, at: Annotated[int, typer.Option(help="Offset in the document's text, in code points.")], rules: _Rules = None, language: _Language = DEFAULT) -> None:
    """Tell why the number at an offset is or is not a claim, and where each field came from."""
    known = load_rules(*(rules or ()))
    _say(explain_text(read(document, known), at, known, named_language(language, known)))


@rules_app.command("check")
def check(folder: str) -> None:
    """Validate a folder of rules and try every rule's own examples."""
    entries, tried = check_examples(load_rules(folder))
    _say(f"{folder}: right; {entries} rules, {tried} examples tried")


@app.command()
def version() -> None:
    """Print the version."""
    _say(extractor.__version__)


def main() -> None:
    """Run the command line; errors people can mend become one line each on standard error."""
    try:
        app()
    except RuleError as error:
        for problem in error.problems:
            _say(f"error: {problem}", err=True)
        sys.exit(2)
    except InputError as error:
        _say(f"error: {_one_line(str(error))}", err=True)
        sys.exit(1)
    except ExtractorError as error:
        _say(f"error: {_one_line(str(error))}", err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        _say("stopped; the output files are as they were before; --resume goes on from here", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


def _say(text: str, *, err: bool = False) -> None:
    """Print text from documents and file names safely: no control code and no mark of direction of theirs reaches the terminal."""
    typer.echo(_UNSAFE.sub("\ufffd", text).encode("utf-8", "replace").decode(), err=err)


_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def _one_line(text: str) -> str:
    return re.sub(r"[\r\n]+", "\ufffd", text)


def _progress(outputs: Iterator[Output], total: int) -> Iterable[Output]:
    return tqdm(outputs, total=total, unit="doc", leave=False, disable=not sys.stderr.isatty())


def _summarise(total: Output, out: str) -> None:
    claims = Counter(row["doc_id"] for row in total.claims)
    rejected = Counter(row["doc_id"] for row in total.rejected)
    width = max((columns_wide(d["doc_id"]) for d in total.documents[:40]), default=8)
    _say(f"{'document' + ' ' * (width - 8)}  claims  no claims")
    for document in total.documents[:40]:
        name = document["doc_id"]
        _say(f"{_one_line(name)}{' ' * (width - columns_wide(name))}  {claims[name]:6}  {rejected[name]:9}" + ("  not read" if document["status"] == "error" else ""))
    if len(total.documents) > 40:
        _say(f"... and {len(total.documents) - 40} more documents")
    _say(f"{len(total.claims)} claims from {len(total.documents)} documents in {', '.join(os.path.join(out, name) for name in OUTPUTS)}")


def _mistake(mistake: Mistake) -> str:
    shown = ("value", "value_low", "value_high", "unit", "metric", "entity", "time", "comparator", "change", "modality")
    gold, row = ({k: r.get(k) for k in shown} if r else "-" for r in (mistake.gold, mistake.row))
    sentence = (mistake.gold or mistake.row or {}).get("sentence", "")
    return f"\n{mistake.kind} {mistake.doc} {' '.join(mistake.wrong)}\n  gold {gold}\n  row  {row}\n  {sentence}"
