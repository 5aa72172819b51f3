"""check_examples(rules) -> how many were tried: every pattern rule finds its own examples and none of its counter-examples."""

from __future__ import annotations

import regex

from extractor.errors import RuleError
from extractor.fold import fold
from extractor.rules import NUMBER, SCHEMAS, Entry, Rules


def check_examples(rules: Rules) -> tuple[int, int]:
    """(rules, examples tried); raises RuleError with every example that its rule does not treat as it says."""
    problems: list[str] = []
    entries = tried = 0
    for name in SCHEMAS:
        for entry in rules.entries(name.split(".")[0]):
            entries += 1
            if name.endswith(".yaml"):
                tried += _try(entry, rules, problems)
    if problems:
        raise RuleError(problems)
    return entries, tried


def _try(entry: Entry, rules: Rules, problems: list[str]) -> int:
    pattern = regex.compile(entry["pattern"].replace("{n}", NUMBER))
    wanted = [(text, True) for text in _texts(entry["examples"])] + [(text, False) for text in _texts(entry["not"])]
    for text, found in wanted:
        if bool(pattern.search(fold(text, rules))) != found:
            problems.append(f"{entry.place}: {entry.key!r} {'does not find its example' if found else 'finds its counter-example'} {text!r}")
    return len(wanted)


def _texts(value: object) -> list[str]:
    return [str(v) for v in value] if isinstance(value, list) else [str(value)] if value else []
