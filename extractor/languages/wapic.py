"""Words of wapic, a CRF in C++ with a published model of 52 MB (both MIT, both in the extra); tags from jieba's dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from extractor.errors import UsageError
from extractor.languages.words import Tagger, cover, dictionary_tags, tagged
from extractor.rules import Rules


def load(options: Mapping[str, str], rules: Rules) -> Tagger:
    """A Tagger; option `model` is a .wac file of your own. Raises UsageError where it can't be read."""
    import wapic

    model = options.get("model")
    if model and not Path(model).is_file():
        raise UsageError(f"wapic,model={model}: no such file")
    try:
        segment = wapic.Segmenter(model).segment
    except (RuntimeError, ValueError, OSError) as error:
        raise UsageError(f"wapic,model={model or '(its own)'}: the model can't be read ({error})") from None
    tag = dictionary_tags(rules)
    return lambda texts: [tagged((w, tag(w)) for w in cover(text, segment(text))) for text in texts]
