"""Words of spacy-pkuseg (MIT), which comes without a model: here with a compact one in extractor/models/pkuseg.

The model is pkuseg's published default without its small weights (tests/make_pkuseg_model.py); tags are from jieba's dictionary.
As spaCy's tokenizer:

    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "pkuseg"}}})
    nlp.tokenizer.initialize(pkuseg_model=str(model_path()))
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from extractor.errors import UsageError
from extractor.languages.words import Tagger, cover, dictionary_tags, tagged
from extractor.rules import Rules


def model_path() -> Path:
    """The folder of the compact model, to give to spaCy or spacy_pkuseg."""
    return Path(__file__).parent.parent / "models" / "pkuseg"


def known_words(rules: Rules) -> frozenset[str]:
    """Metrics, units and places of the rules, of two characters and more: pieces that make up one of them are one word."""
    places = (n for e in rules.entries("places") for n in (e.key, e["short"]))
    listed = (*places, *rules.words("nouns"), *rules.words("units"))
    return frozenset(w for w in listed if len(w) >= 2 and w.isalpha())


def load(options: Mapping[str, str], rules: Rules) -> Tagger:
    """A Tagger. Option `model` is a folder with a model of your own, `words` a file of words, one a line, that are never cut.

    Raises UsageError where one of them can't be read.
    """
    import spacy_pkuseg

    model, words = Path(options.get("model", model_path())), options.get("words")
    if not ((model / "weights.npz").is_file() and ((model / "features.msgpack").is_file() or (model / "features.pkl").is_file())):
        raise UsageError(f"pkuseg,model={model}: no pkuseg model in this folder (looked for weights.npz and features.msgpack or features.pkl)")
    if words and not Path(words).is_file():
        raise UsageError(f"pkuseg,words={words}: no such file")
    try:
        segmenter = spacy_pkuseg.pkuseg(str(model), user_dict=words)
    except Exception as error:  # noqa: BLE001  whatever its loader trips over, it is this model or this file
        raise UsageError(f"pkuseg: the model in {model} or the words in {words} can't be read ({type(error).__name__}: {error})") from None
    # pkuseg's own user dictionary cuts wherever one of its words stands (新|增城|镇); rules may join pieces, never cut a word
    segmenter.postprocesser.do_process = True
    segmenter.postprocesser.common_words, segmenter.postprocesser.other_words = known_words(rules), frozenset()
    tag = dictionary_tags(rules)
    return lambda texts: [tagged((w, tag(w)) for w in cover(text, segmenter.cut(text))) for text in texts]
