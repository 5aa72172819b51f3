"""check_examples(rules) -> how many were tried: every pattern rule finds its own examples and none of its counter-examples."""

from __future__ import annotations

import regex

from extractor.errors import RuleError
from extractor.fold import fold
from extractor.references import FILES
from extractor.rules import SCHEMAS, Entry, Rules, named, written_numeral


def check_examples(rules: Rules) -> tuple[int, int]:
    """(rules, examples tried); raises RuleError with every example that its rule does not treat as it says."""
    problems: list[str] = []
    entries = tried = 0
    number = written_numeral(rules)
    for name in SCHEMAS:
        for entry in rules.entries(name.split(".")[0]):
            entries += 1
            if name.endswith(".yaml"):
                is_named = name.split(".")[0] in FILES
                pattern = named(rules, entry.key) if is_named else regex.compile(entry["pattern"].replace("{n}", number))
                tried += _try(entry, pattern, rules, problems)
    if problems:
        raise RuleError(problems)
    return entries, tried


def _try(entry: Entry, pattern: regex.Pattern, rules: Rules, problems: list[str]) -> int:
    wanted = [(text, True) for text in _texts(entry["examples"])] + [(text, False) for text in _texts(entry["not"])]
    for text, found in wanted:
        if _is_found(pattern, fold(text, rules), entry["at"]) != found:
            problems.append(f"{entry.place}: {entry.key!r} {'does not find its example' if found else 'finds its counter-example'} {text!r}")
    return len(wanted)


def _is_found(pattern: regex.Pattern, text: str, at: str) -> bool:
    """Anywhere, or as the whole, or at the start, which a text with | has behind it (what stands before it may still be looked back at)."""
    if at == "whole":
        return pattern.fullmatch(text) is not None
    if at == "start":
        before, mark, behind = text.partition("|")
        return pattern.match(before + behind, len(before) if mark else 0) is not None
    return pattern.search(text) is not None


def _texts(value: object) -> list[str]:
    return [str(v) for v in value] if isinstance(value, list) else [str(value)] if value else []
