"""filled(name, tables) -> the pattern of that name, each <<other name>> in it replaced by the pattern of that name; reference_problems(tables) tells what is wrong.

Named patterns are those of rules/patterns_*.yaml: what the stages look for in a text, asked for by name (rules.named).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import regex

FILES = ("patterns_text", "patterns_times", "patterns_tables", "patterns_claims", "patterns_owners", "patterns_metrics")
_REFERENCE = regex.compile(r"<<([^<>]+)>>")
_DEEPEST = 8                                                       # references within references; more of them go round in a circle


def filled(name: str, tables: Mapping[str, Mapping[str, Any]], depth: int = 0) -> str:
    """The pattern `name`; one that a folder has taken away matches nothing. Raises ValueError where a reference leads nowhere or goes round in a circle."""
    entry = next((tables[file][name] for file in FILES if name in tables.get(file, ())), None)
    if entry is None and depth:
        raise ValueError(f"there is no pattern {name!r}")
    if depth > _DEEPEST:
        raise ValueError(f"the references of {name!r} go round in a circle")
    return "(?!)" if entry is None else _REFERENCE.sub(lambda m: f"(?:{filled(m[1], tables, depth + 1)})", entry["pattern"])


def reference_problems(tables: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """What is wrong with the references of each entry, as `file:line: what is wrong`, and names that two files hold."""
    seen: dict[str, str] = {}
    for entry in (e for file in FILES for e in tables.get(file, {}).values()):
        if entry.key in seen:
            yield f"{entry.place}: name {entry.key!r} is defined twice, first at {seen[entry.key]}"
        seen[entry.key] = entry.place
        try:
            regex.compile(filled(entry.key, tables))
        except (ValueError, regex.error) as error:
            yield f"{entry.place}: {error}"
