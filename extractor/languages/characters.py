"""Every character a word: what the rules can do without any dictionary. Latin words and numbers stay whole."""

from __future__ import annotations

import re
from collections.abc import Mapping

from extractor.languages.words import Tagger, tagged
from extractor.rules import Rules

_WORDS = re.compile(r"(?P<m>\d+(?:\.\d+)?)|(?P<eng>[A-Za-z]+)|(?P<n>[\u3400-\u9fff])|(?P<x>.)", re.DOTALL)


def load(options: Mapping[str, str], rules: Rules) -> Tagger:
    """A Tagger that calls every Chinese character a noun, since nothing tells it more."""
    return lambda texts: [tagged((m.group(), str(m.lastgroup)) for m in _WORDS.finditer(text)) for text in texts]
