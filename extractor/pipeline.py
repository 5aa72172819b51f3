"""extract_document(document, rules) -> Result: the straight line from a document to its claims and its rejected numerals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from extractor.claim import Claim, Rejected
from extractor.document import Document
from extractor.fold import fold
from extractor.labels import Label, label
from extractor.language import Language, Tagged, dictionary, tokens
from extractor.layout import repair
from extractor.link import link
from extractor.link.context import start
from extractor.link.entity import first_subject
from extractor.link.names import mentions
from extractor.link.scope import View, mask_brackets
from extractor.link.time import times
from extractor.numerals import numerals
from extractor.patterns import compiled
from extractor.rules import Rules
from extractor.sentence import Sentence
from extractor.sentences import split
from extractor.text import Text
from extractor.units import Quantity, quantities


@dataclass(frozen=True, slots=True)
class Result:
    """Claims and rejected numerals of one document, each in reading order."""

    claims: tuple[Claim, ...]
    rejected: tuple[Rejected, ...]


BATCH = 256             # sentences in work at a time: what bounds the memory of a tagger


def extract_document(document: Document, rules: Rules, language: Language = dictionary) -> Result:
    """Run the whole line over one document; the document is left unchanged. `language` sees sentences with a number alone."""
    sentences = list(split(repair(document, rules), rules))
    context = start(document, sentences, _first_mention(rules), rules)
    claims: list[Claim] = []
    rejected: list[Rejected] = []
    for first in range(0, len(sentences), BATCH):
        for read in _tagged([_read(s, rules) for s in sentences[first:first + BATCH]], language):
            context = context.at(read.sentence)
            if not read.found:
                context = context.after_plain(read.sentence, read.text, rules)
                continue
            rejected.extend(_rejections(read.sentence, read.found, read.labels))
            new, context = link(_view(read), context, rules)
            claims.extend(new)
    return Result(tuple(claims), tuple(rejected))


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence with its folded text, its quantities, the label of each, and, once tagged, its words."""

    sentence: Sentence
    text: str
    found: list[Quantity]
    labels: list[Label | None]
    tagged: Tagged = Tagged(())


def _read(sentence: Sentence, rules: Rules) -> _Read:
    text = fold(sentence.text.chars, rules)
    found = quantities(text, numerals(text, rules), rules)
    labels = label(text, found, rules) if found else []
    if sentence.row is not None:                                   # in a cell the head introduces a bare number
        labels = [None if why and why.reason == "bare number" else why for why in labels]
    return _Read(sentence, text, found, labels)


def _tagged(batch: list[_Read], language: Language) -> list[_Read]:
    """The batch with words and names for the sentences that hold a quantity."""
    numbered = [r for r in batch if r.found]
    tagged = iter(language([r.text for r in numbered], [r.sentence.text for r in numbered]) if numbered else ())
    return [replace(r, tagged=next(tagged)) if r.found else r for r in batch]


def _view(read: _Read) -> View:
    kept = tuple(q for q, why in zip(read.found, read.labels, strict=True) if why is None)
    others = tuple((q, why) for q, why in zip(read.found, read.labels, strict=True) if why is not None)
    words = read.tagged.tokens
    return View(read.sentence, read.text, kept, others, words, frozenset(t.start for t in words), mask_brackets(read.text), read.tagged.names)


def _rejections(sentence: Sentence, found: list[Quantity], labels: list[Label | None]) -> list[Rejected]:
    out = []
    for quantity, why in zip(found, labels, strict=True):
        if why is not None:
            begin, end = sentence.text.source_span(quantity.number_start, quantity.number_end)
            out.append(Rejected(begin, end, why.reason, why.rule, sentence.text.chars))
    return out


# Bodies every place has: they do not tell which one a document is about.
_EVERYWHERE = ("人民代表大会", "人民政府", "人大常委会", "政协", "国务院", "党中央", "市委", "县委", "省委", "区委", "市政府", "省政府", "县政府")


def _first_mention(rules: Rules) -> Callable[[str, bool, Mapping[str, str]], tuple[str, str]]:
    """A function that tells the first place or body named in a text as a subject or in a short title, "" where none is."""

    def first(text: str, is_title: bool, known: Mapping[str, str]) -> tuple[str, str]:
        words = tokens(text)
        view = View(Sentence(Text.whole(text)), text, (), (), tuple(words), frozenset(t.start for t in words), text)
        named = [m for m in mentions(view, rules, known) if m.type in ("place", "organisation") and text[m.start:m.end] not in _EVERYWHERE]
        if not is_title:                                           # a sentence: only what it is about
            subject = first_subject(view, named, times(view, rules), rules)
            named = [m for m in named if subject and m.start == subject.start]
        if not named:
            return "", ""
        name = text[named[0].start:named[0].end]
        seat = compiled(r"(.{2,}?)(?:人民)?(?:政府|统计局|人大常委会)").fullmatch(name)      # 吉林省政府工作报告 is about 吉林省
        return (seat[1], "place") if seat else (name, named[0].type)

    return first
