"""Quantitative claims from Chinese documents: whose figure, what is measured, the number, its unit, and where it stands.

    >>> import extractor
    >>> extractor.extract("全年巡察村级党组织2.4万个，覆盖率达82%。").select(["metric", "value", "unit"]).to_pylist()
    [{'metric': '巡察村级党组织', 'value': 24000.0, 'unit': '个'}, {'metric': '覆盖率', 'value': 82.0, 'unit': '%'}]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa

from extractor.claim import Claim
from extractor.document import Document
from extractor.errors import ExtractorError, InputError, RuleError, UsageError
from extractor.language import Language
from extractor.languages import DEFAULT
from extractor.languages import language as _named
from extractor.pipeline import extract_document
from extractor.read import MAX_BYTES
from extractor.read import read as _read
from extractor.read import read_text as _read_text
from extractor.rules import Rules, default_rules, load_rules
from extractor.table import SCHEMA, as_table, claim_rows

__version__ = "0.1.0"
__all__ = ["SCHEMA", "Claim", "Document", "ExtractorError", "InputError", "RuleError", "Rules", "UsageError", "extract", "extract_many", "load_rules", "read", "read_text"]


def extract(source: str | Path | Document, *, doc_id: str = "text", rules: Rules | str | Path | None = None, language: str | Language = DEFAULT) -> pa.Table:
    """The claims of one text (str), file (Path) or Document, as a table with SCHEMA's columns.

    A str is always text, never a path. `rules`: what load_rules gives, or a folder of your own rules. `language` names where words and names come from (`extractor run --language`), or is a
    Language of your own. Raises InputError for a file that can't be read, UsageError for a language that isn't there and for a source that is none of
    these, RuleError for a folder of rules that is wrong.
    """
    if not isinstance(source, (str, Path, Document)):
        raise UsageError(f"a text (str), a file (Path) or a Document is needed, not {type(source).__name__}")
    rules = _rules(rules)
    document = source if isinstance(source, Document) else _read(source, rules) if isinstance(source, Path) else _read_text(source, rules, doc_id=doc_id)
    return as_table(claim_rows(document, extract_document(document, rules, _language(language, rules)), rules))


def extract_many(sources: Iterable[str | Path | Document], *, rules: Rules | str | Path | None = None, language: str | Language = DEFAULT) -> Iterator[pa.Table]:
    """One table a source, lazily and in order; texts get the ids text-1, text-2, ... by their position."""
    rules = _rules(rules)
    tag = _language(language, rules)
    for number, source in enumerate(sources, 1):
        yield extract(source, doc_id=f"text-{number}", rules=rules, language=tag)


def read(path: str | Path, *, doc_id: str | None = None, max_bytes: int = MAX_BYTES, rules: Rules | str | Path | None = None) -> Document:
    """Read one file; `doc_id` is its stem unless given, `rules` as in `extract`. Raises InputError where it can't be read."""
    return _read(path, _rules(rules), doc_id=doc_id, max_bytes=max_bytes)


def read_text(text: str, *, doc_id: str, source: str = "", media_type: str = "", encoding: str = "utf-8", rules: Rules | str | Path | None = None) -> Document:
    """A Document from decoded text; without `media_type` the content decides, `rules` as in `extract`. Lone surrogates are refused with InputError."""
    return _read_text(text, _rules(rules), doc_id=doc_id, source=source, media_type=media_type, encoding=encoding)


def _rules(rules: Rules | str | Path | None) -> Rules:
    return rules if isinstance(rules, Rules) else load_rules(rules) if rules else default_rules()


def _language(language: str | Language, rules: Rules) -> Language:
    return _named(language, rules) if isinstance(language, str) else language
