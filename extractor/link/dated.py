"""dated(view, spans, context, rules) -> the expressions of time that a sentence says, for the sentences behind it; kind_of(text, rules) -> which kind of period one tells."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import regex

from extractor.fold import fold
from extractor.link.context import Context
from extractor.link.scope import View
from extractor.link.time import said_period, told
from extractor.link.told import Dated
from extractor.rules import Rules

KEPT = 14       # expressions said last that a figure may belong to


def dated(view: View, spans: Sequence[tuple[int, int]], context: Context, rules: Rules) -> tuple[Dated, ...]:
    """What the sentence says, in order; `context` is the one it is read in, `spans` its expressions of time (link/time.py, times)."""
    said, own = told(view, spans, rules), view.sentence
    return tuple(
        Dated(
            text, fold(text, rules), kind_of(text, rules), said_period(view, text, list(spans), end, context.anchor, rules), context.sentences, own.paragraph, own.section,
            place, len(said), bool(view.quantities), start <= 2, context.opens, own.kind == "heading",
        )
        for place, (text, (start, end)) in enumerate(said) if text
    )


@functools.cache
def _kinds(rules: Rules) -> tuple[tuple[str, regex.Pattern], ...]:
    return tuple((e.key, regex.compile(e["pattern"])) for e in rules.entries("time_kinds"))


@functools.lru_cache(maxsize=4096)
def kind_of(text: str, rules: Rules) -> str:
    """The first kind of rules/time_kinds.yaml whose pattern an expression of time holds; "other" where none does.

    >>> from extractor.rules import default_rules
    >>> kind_of("2023年上半年", default_rules()), kind_of("", default_rules())
    ('quarter', 'other')
    """
    folded = fold(text, rules)
    return next((kind for kind, pattern in _kinds(rules) if pattern.search(folded)), "other")
