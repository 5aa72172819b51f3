"""load_rules(*folders) -> Rules: the knowledge about Chinese, read from data and checked before anything runs.

Two kinds of file, described in rules/README.md:

    NAME.tsv    word lists: a header line, one fact a line, tab separated; lines that begin with # are comments
    NAME.yaml   pattern lists: entries with name, pattern, why, examples, not (and what the file's schema adds)

Later folders go on top of earlier ones: an entry with a known key replaces it, `-key` (TSV) or `remove: true` (YAML)
takes it away. Every mistake of every file is collected, with file and line, and raised together as one RuleError.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import regex
import yaml

from extractor.errors import RuleError
from extractor.references import FILES, filled, reference_problems


@dataclass(frozen=True, slots=True)
class Column:
    """One column or field: is it required, which values may it take, which check must it pass."""

    required: bool = False
    choices: tuple[str, ...] = ()
    check: Callable[[str], str] | None = None  # returns what is wrong, or ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule: its fields, and the place it came from (for messages and for `explain`)."""

    key: str
    fields: Mapping[str, Any]
    place: str

    def __getitem__(self, name: str) -> Any:
        return self.fields.get(name, "")


@dataclass(frozen=True, eq=False)
class Rules:
    """All entries by file name without suffix, in file order; compared by identity so that stages can cache by it."""

    tables: Mapping[str, Mapping[str, Entry]] = field(default_factory=dict)

    def entries(self, name: str) -> tuple[Entry, ...]:
        return tuple(self.tables.get(name, {}).values())

    @property
    def fingerprint(self) -> str:
        """A digest of all entries: two runs with the same one follow the same rules."""
        return hashlib.sha256(repr(sorted((n, [(e.key, dict(e.fields)) for e in self.entries(n)]) for n in self.tables)).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def words(self, name: str, **wanted: str) -> tuple[str, ...]:
        """Keys of the entries whose fields have the wanted values, longest first (as alternations need them)."""
        keys = [e.key for e in self.entries(name) if all(e[k] == v for k, v in wanted.items())]
        return tuple(sorted(keys, key=lambda k: (-len(k), k)))


@functools.cache
def named(rules: Rules, name: str) -> regex.Pattern:
    """The pattern `name` of rules/patterns_*.yaml, its references filled in; one that a folder has taken away matches nothing."""
    return regex.compile(filled(name, rules.tables))


def written_numeral(rules: Rules) -> str:
    """What {n} stands for in a pattern: one written numeral, as the group n."""
    return f"(?P<n>{named(rules, 'one written numeral').pattern})"


def is_number(text: str) -> str:
    try:
        float(text)
    except ValueError:
        return f"{text!r} is no number"
    return ""


def is_number_or_none(text: str) -> str:
    return is_number(text) if text else ""


def is_whole_number(text: str) -> str:
    return "" if text.isdecimal() else f"{text!r} is no whole number"


def is_shift_or_span(text: str) -> str:
    """What is wrong with a period's value: -1 (by so many), 1~6 (from, to)."""
    return "" if regex.fullmatch(r"-?\d+|\d+~\d+", text) else f"{text!r} is neither a number (-1) nor a span (1~6)"


_ROLES_OF_WORDS = frozenset("beside within ends lead trails pronoun never average tells source nobody frame game".split())


def are_roles_of_words(text: str) -> str:
    unknown = sorted(set(text.split()) - _ROLES_OF_WORDS)
    return f"roles {', '.join(unknown)} are unknown; known are {', '.join(sorted(_ROLES_OF_WORDS))}" if unknown else ""


def are_kinds(text: str) -> str:
    return "" if regex.fullmatch(r"(?:[^\s=]+=[a-z]+(?: |\Z))*", text) else f"{text!r} is no list of WORD=KIND"


def is_pattern(text: str) -> str:
    try:
        regex.compile(text.replace("{n}", "(?P<n>.)"))
    except regex.error as error:
        return f"pattern does not compile: {error}"
    return ""


# An alternative of a pattern outside all brackets: escapes, sets, groups (nested to any depth), everything else but "|".
_ALTERNATIVE = regex.compile(r"(?:(?P<whole>\\.|\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<group>\((?:(?&whole)|[^()\\\[]|(?&group))*\))|[^|()\[\\])+", regex.DOTALL)


def covers_a_number(text: str) -> str:
    """What is wrong with a pattern whose group n is to cover the numerals it speaks of; an alternative without one takes the match and covers nothing."""
    if problem := is_pattern(text):
        return problem
    for part in _ALTERNATIVE.finditer(text):
        if "{n}" not in part[0] and "(?P<n>" not in part[0]:
            return f"pattern covers no numeral: {part[0]!r} has neither {{n}} nor a group n"
    return ""


# File name -> columns; the first column is the key. One place for what a rules folder may hold.
_REQ, _OPT = Column(required=True), Column()
_PATTERN = {"name": _REQ, "pattern": Column(required=True, check=is_pattern), "why": _REQ, "examples": _OPT, "not": _OPT}
SCHEMAS: dict[str, dict[str, Column]] = {
    "numerals.tsv": {"form": _REQ, "role": Column(True, ("digit", "small", "big")), "value": Column(True, check=is_whole_number), "note": _OPT},
    "units.tsv": {"surface": _REQ, "unit": _REQ, "kind": _REQ, "factor": Column(check=is_number_or_none), "base": _OPT, "not_before": _OPT, "note": _OPT, "kinds": Column(check=are_kinds), "but_before": Column(check=is_pattern)},
    "classifiers.tsv": {"surface": _REQ, "kind": _REQ, "written": Column(choices=("", "digits")), "not_before": _OPT, "note": _OPT, "but_before": _OPT, "noun": Column(choices=("", "yes")), "only_before": Column(check=is_pattern)},
    "comparators.tsv": {"cue": _REQ, "comparator": Column(True, ("=", "≈", "≥", ">", "≤", "<", "pseudo")), "side": Column(True, ("before", "after")), "note": _OPT, "not_after": _OPT},
    "changes.tsv": {"cue": _REQ, "change": Column(True, ("increase", "decrease", "none", "pseudo")), "role": Column(True, ("verb", "new", "noun", "difference", "either", "level")), "object": Column(choices=("", "yes")), "note": _OPT},
    "modality.tsv": {"cue": _REQ, "modality": Column(True, ("actual", "target", "requirement", "forecast", "pseudo")), "scope": Column(True, ("clause", "sentence", "near")), "note": _OPT},
    "verbs.tsv": {"verb": _REQ, "role": Column(True, ("light", "to", "bare", "adverb", "source")), "not_after": _OPT, "note": _OPT},
    "nouns.tsv": {"noun": _REQ, "role": Column(True, ("measure", "part", "empty")), "note": _OPT},
    "entities.tsv": {
        "form": _REQ, "role": Column(True, ("deictic", "ending", "place", "no place", "group", "title", "surname", "name")),
        "type": Column(True, ("place", "organisation", "group", "project", "product", "person", "name")), "note": _OPT},
    "places.tsv": {"name": _REQ, "short": _OPT, "level": Column(True, ("country", "region", "province", "prefecture", "county", "world")), "within": _OPT, "note": _OPT},
    "traditional.tsv": {"traditional": _REQ, "simplified": _REQ},
    "not_claims.yaml": {**_PATTERN, "pattern": Column(required=True, check=covers_a_number), "reason": _REQ, "needs": _OPT},
    "times.yaml": {**_PATTERN, "needs": _OPT},
    "time_kinds.yaml": _PATTERN,
    "periods.tsv": {"word": _REQ, "role": Column(True, ("year", "said", "day", "week", "month", "quarter", "part", "third")), "value": Column(True, check=is_shift_or_span), "note": _OPT},
    "function_words.tsv": {"word": _REQ, "roles": Column(True, check=are_roles_of_words), "note": _OPT},
    "counted.tsv": {"ends": _REQ, "unit": _REQ, "note": _OPT},
    "implied.tsv": {"metric": _REQ, "unit": _REQ, "average": Column(choices=("", "yes")), "note": _OPT},
    "realms.tsv": {"body": _REQ, "simplified": _OPT, "traditional": _OPT, "note": _OPT},
    "word_classes.tsv": {"word": _REQ, "noun": _OPT, "verb": _OPT},
    "weights.tsv": {"feature": _REQ, "weight": Column(check=is_number_or_none), "again": Column(check=is_number_or_none)},
    **{f"{file}.yaml": {**_PATTERN, "at": Column(choices=("", "start", "whole"))} for file in FILES},
    "layout.yaml": {**_PATTERN, "kind": Column(True, ("navigation", "begins", "caption", "byline", "closes", "opens"))},
}


def default_folder() -> Path:
    """rules/ inside the installed package, else beside the checkout."""
    inside = Path(__file__).parent / "rules"
    return inside if inside.is_dir() else inside.parent.parent / "rules"


@functools.cache
def default_rules() -> Rules:
    """The rules that come with the package, read once."""
    return load_rules()


def load_rules(*folders: str | Path) -> Rules:
    """The package's rules with each of `folders` on top, in order.

    Raises RuleError with all problems of all folders, each as `file:line: what is wrong`.
    """
    problems: list[str] = []
    tables: dict[str, dict[str, Entry]] = {Path(name).stem: {} for name in SCHEMAS}
    for folder in (default_folder(), *map(Path, folders)):
        _read_folder(folder, tables, problems)
    problems.extend(reference_problems(tables))
    if problems:
        raise RuleError(problems)
    return Rules(MappingProxyType({k: MappingProxyType(v) for k, v in tables.items()}))


def _read_folder(folder: Path, tables: dict[str, dict[str, Entry]], problems: list[str]) -> None:
    if not folder.is_dir():
        problems.append(f"{folder}: no such rules folder")
        return
    for path in sorted(folder.iterdir()):
        if path.suffix not in (".tsv", ".yaml", ".yml") or path.name.startswith("."):
            continue
        schema = SCHEMAS.get(path.name)
        if schema is None:
            problems.append(f"{path}: not a rules file; known are {', '.join(sorted(SCHEMAS))}")
            continue
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            problems.append(f"{path}: can't be read as UTF-8: {error}")
            continue
        reader = _read_tsv if path.suffix == ".tsv" else _read_yaml
        reader(path, text, schema, tables[path.stem], problems)


def _read_tsv(path: Path, text: str, schema: dict[str, Column], table: dict[str, Entry], problems: list[str]) -> None:
    header: list[str] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [c.strip() for c in line.split("\t")]
        place = f"{path}:{number}"
        if not header:
            header = cells
            if header[0] != next(iter(schema)) or not set(header) <= set(schema):
                problems.append(f"{place}: header must name columns of {', '.join(schema)}, the first being {next(iter(schema))}")
                return
            continue
        if len(cells) > len(header):
            problems.append(f"{place}: {len(cells)} columns, the header has {len(header)}")
            continue
        row = dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True))
        _store(cells[0], row, place, schema, table, seen, number, problems)


def _read_yaml(path: Path, text: str, schema: dict[str, Column], table: dict[str, Entry], problems: list[str]) -> None:
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problems.append(f"{path}:{mark.line + 1 if mark else 1}: not YAML: {getattr(error, 'problem', error)}")
        return
    if node is None:
        return
    if not isinstance(node, yaml.SequenceNode):
        problems.append(f"{path}:1: must be a list of entries, each beginning with '- name:'")
        return
    seen: dict[str, int] = {}
    for item in node.value:
        number = item.start_mark.line + 1
        row = yaml.SafeLoader("").construct_document(item)
        if not isinstance(row, dict) or "name" not in row:
            problems.append(f"{path}:{number}: an entry needs a name")
            continue
        row = {str(k): [str(x) for x in v] if isinstance(v, list) else str(v) if v is not None else "" for k, v in row.items()}
        name = row["name"]
        if row.pop("remove", "") in ("True", "true"):
            name = "-" + name
        _store(name, row, f"{path}:{number}", schema, table, seen, number, problems)


def _store(
    key: str, row: dict[str, Any], place: str, schema: dict[str, Column], table: dict[str, Entry],
    seen: dict[str, int], number: int, problems: list[str],
) -> None:
    """Check one entry and put it into the table (or take the removed one out)."""
    if len(key) > 1 and key.startswith("-") and key not in table:
        if table.pop(key[1:], None) is None:
            problems.append(f"{place}: there is no {key[1:]!r} to remove")
        return
    wrong = list(_mistakes(row, schema))
    if key in seen:
        wrong.append(f"{next(iter(schema))} {key!r} is defined twice, first at line {seen[key]}")
    seen.setdefault(key, number)
    if wrong:
        problems.extend(f"{place}: {w}" for w in wrong)
        return
    table[key] = Entry(key, MappingProxyType(row), place)


def _mistakes(row: dict[str, Any], schema: dict[str, Column]):
    for name in row:
        if name not in schema:
            yield f"unknown field {name!r}; known are {', '.join(schema)}"
    for name, column in schema.items():
        value = row.get(name, "")
        if column.required and not value:
            yield f"{name} is missing"
        elif column.choices and value not in column.choices:
            yield f"{name} is {value!r}, must be one of {', '.join(c or '(empty)' for c in column.choices)}"
        elif column.check and isinstance(value, str) and (problem := column.check(value)):
            yield problem
