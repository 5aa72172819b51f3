"""Words and tags of jieba's dictionary as a Tagger, for a pass that adds names to them."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.language import Tagged, tokens
from extractor.languages.words import Tagger
from extractor.rules import Rules


def load(options: Mapping[str, str], rules: Rules) -> Tagger:
    """A Tagger by jieba's dictionary."""
    return lambda texts: [Tagged(tuple(tokens(text))) for text in texts]
