"""`quantities` and `claims` for anyone's spaCy pipeline.

    nlp.add_pipe("claims")
    doc = nlp("全年巡察村级党组织2.4万个，覆盖率达82%。")
    doc._.claims                     # the rows `extractor.extract` gives for the text
    doc.spans["quantities"]          # one span a figure; displacy.render(doc, style="span", options={"spans_key": "quantities"})

The pipeline's own entities are a second witness for names; its words are used where it has parts of speech, else our own.
Offsets in the rows are code points of doc.text; spans are widened to whole tokens.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from spacy.language import Language as Pipeline
from spacy.tokens import Doc, Span, SpanGroup

from extractor.language import Language, Name, Tagged, Token
from extractor.languages import DEFAULT
from extractor.languages import language as language_of
from extractor.pipeline import extract_document
from extractor.read import read_text
from extractor.rules import Rules, load_rules
from extractor.table import claim_rows
from extractor.text import Text

KEY = "quantities"
# spaCy's and LAC's labels -> ours; others are no names of owners
_TYPES = {"GPE": "place", "LOC": "place", "FAC": "place", "ORG": "organisation", "NORP": "organisation", "PERSON": "person", "PER": "person"}
# universal parts of speech -> jieba's tags
_TAGS = {"NOUN": "n", "PROPN": "nz", "VERB": "v", "AUX": "v", "ADJ": "a", "ADV": "d", "ADP": "p", "CCONJ": "c", "SCONJ": "c", "PRON": "r", "DET": "r", "NUM": "m", "PUNCT": "x", "SYM": "x", "PART": "u"}
_FIELDS = ("value", "value_low", "value_high", "unit", "unit_kind")
_ASSIGNED = [f"span._.{field}" for field in _FIELDS]


def _rows(doc: Doc, rules: Rules, language: Any) -> list[dict[str, Any]]:
    document = read_text(doc.text, rules, doc_id="text", media_type="text/plain")
    return claim_rows(document, extract_document(document, rules, language), rules)


def words_of(doc: Doc, own_pass: Language) -> Language:
    """A Language that gives a document's own words (where they have parts of speech) and entities."""
    starts = [t.idx for t in doc] if doc.has_annotation("POS") else []
    place = {i: n for n, t in enumerate(doc) for i in range(t.idx, t.idx + len(t))}
    entities = [(e.start_char, e.end_char, _TYPES[e.label_]) for e in doc.ents if e.label_ in _TYPES]

    def tag(texts: Sequence[str], sources: Sequence[Text]) -> list[Tagged]:
        own = own_pass(texts, sources)
        return [Tagged(_tokens(doc, place, t, s) if starts else o.tokens, (*_names(entities, s), *o.names)) for t, s, o in zip(texts, sources, own, strict=True)]

    return tag


def _tokens(doc: Doc, place: dict[int, int], text: str, source: Text) -> tuple[Token, ...]:
    """The sentence cut where the document's tokens change."""
    numbers = [place.get(o, -1) for o in source.origin]
    cuts = [0, *(i for i in range(1, len(text)) if numbers[i] != numbers[i - 1]), len(text)]
    return tuple(Token(a, b, text[a:b], _TAGS.get(doc[numbers[a]].pos_, "x") if numbers[a] >= 0 else "x") for a, b in zip(cuts, cuts[1:], strict=False) if b > a)


def _names(entities: list[tuple[int, int, str]], source: Text) -> tuple[Name, ...]:
    """Entities that stand in the sentence, by their source offsets."""
    at = {o: i for i, o in reversed(list(enumerate(source.origin)))}
    return tuple(Name(at[a], at[b - 1] + 1, kind) for a, b, kind in entities if a in at and b - 1 in at and at[a] <= at[b - 1])


def _spans(doc: Doc, rows: list[dict[str, Any]]) -> list[Span]:
    out = []
    for row in rows:
        span = doc.char_span(row["start"], row["end"], label=row["unit_kind"] or "number", alignment_mode="expand")
        for field in _FIELDS:
            span._.set(field, row[field])
        out.append(span)
    return out


class _Component:
    """What both components share: rules folders that travel with the pipeline."""

    def __init__(self, rules: Sequence[str], own_words: bool) -> None:
        self.folders = [str(r) for r in rules]
        self.own_words = own_words
        self.rules = load_rules(*self.folders)
        self.language = language_of(DEFAULT, self.rules)
        _register()

    def rows(self, doc: Doc) -> list[dict[str, Any]]:
        return _rows(doc, self.rules, words_of(doc, self.language) if self.own_words else self.language)

    def to_bytes(self, **_: Any) -> bytes:
        return json.dumps({"rules": self.folders, "own_words": self.own_words}).encode()

    def from_bytes(self, data: bytes, **_: Any) -> _Component:
        self.__init__(**json.loads(data))
        return self

    def to_disk(self, path: str | Path, **_: Any) -> None:
        Path(path).mkdir(parents=True, exist_ok=True)
        (Path(path) / "config.json").write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, **_: Any) -> _Component:
        return self.from_bytes((Path(path) / "config.json").read_bytes())


class Quantities(_Component):
    """Sets doc.spans["quantities"]: the figures that are claims."""

    def __call__(self, doc: Doc) -> Doc:
        doc.spans[KEY] = SpanGroup(doc, name=KEY, spans=_spans(doc, self.rows(doc)))
        return doc


class Claims(_Component):
    """Sets doc._.claims, the rows of the table, and doc.spans["quantities"]."""

    def __call__(self, doc: Doc) -> Doc:
        rows = self.rows(doc)
        doc.user_data["claims"] = [_plain(row) for row in rows]    # so that it travels between processes and to disk
        doc.spans[KEY] = SpanGroup(doc, name=KEY, spans=_spans(doc, rows))
        return doc


_DATES = ("time_start", "time_end")


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row without dates, which spaCy can't write."""
    return row | {k: row[k] and row[k].isoformat() for k in _DATES}


def _row(plain: dict[str, Any]) -> dict[str, Any]:
    return plain | {k: plain[k] and dt.date.fromisoformat(plain[k]) for k in _DATES}


def _register() -> None:
    if not Doc.has_extension("claims"):
        Doc.set_extension("claims", getter=lambda doc: [_row(p) for p in doc.user_data.get("claims", [])])
    for field in _FIELDS:
        if not Span.has_extension(field):
            Span.set_extension(field, default=None)


_register()


@Pipeline.factory("quantities", assigns=["doc.spans", *_ASSIGNED], requires=[], default_config={"rules": [], "own_words": True})
def quantities(nlp: Pipeline, name: str, rules: list[str], own_words: bool) -> Quantities:
    """rules: folders on top of the built-in ones; own_words: the pipeline's words and entities, else our own alone."""
    return Quantities(rules, own_words)


@Pipeline.factory("claims", assigns=["doc._.claims", "doc.spans", *_ASSIGNED], requires=[], default_config={"rules": [], "own_words": True})
def claims(nlp: Pipeline, name: str, rules: list[str], own_words: bool) -> Claims:
    """As `quantities`; requires nothing of the pipeline but a tokenizer."""
    return Claims(rules, own_words)
