"""extract_document(document, rules) -> Result: the straight line from a document to its claims and its rejected numerals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.cell_labels import in_cells
from extractor.claim import Claim, Rejected
from extractor.document import Document
from extractor.fold import fold
from extractor.labels import Label, label
from extractor.language import Language, Tagged
from extractor.languages import DEFAULT
from extractor.languages import language as language_of
from extractor.layout import repair
from extractor.link import link
from extractor.link.about import beginnings
from extractor.link.counted import with_kind_of_metric, with_unit_of_metric
from extractor.link.follow import after_plain
from extractor.link.proposed import remembered
from extractor.link.rank import Weights, learned
from extractor.link.scope import View, mask_brackets
from extractor.link.settle import Draft, settle
from extractor.meaning import Reading
from extractor.numerals import numerals
from extractor.patterns import compiled
from extractor.proposals import Proposed, propose
from extractor.quantity import Quantity
from extractor.rules import Rules
from extractor.sentence import Sentence
from extractor.sentences import split
from extractor.units import quantities


@dataclass(frozen=True, slots=True)
class Result:
    """Claims and rejected numerals of one document, each in reading order."""

    claims: tuple[Claim, ...]
    rejected: tuple[Rejected, ...]


BATCH = 256             # sentences in work at a time: what bounds the memory of a tagger


def extract_document(document: Document, rules: Rules, language: Language | None = None, weights: Weights | None = None) -> Result:
    """Run the whole line over one document; the document is left unchanged. `language` sees sentences with a number alone;
    `weights` choose metrics and owners, those of the rules where none are given."""
    weights = weights or learned(rules)
    drafts, reading, rejected = drafted(document, rules, language or language_of(DEFAULT, rules), weights)
    return Result(tuple(with_kind_of_metric(with_unit_of_metric(c, rules), rules) for c in settle(drafts, reading, weights, rules)), tuple(rejected))


def drafted(document: Document, rules: Rules, language: Language, weights: Weights) -> tuple[list[list[Draft]], Reading, list[Rejected]]:
    """The drafts of each sentence with a claim, metric and owner not yet chosen, what the sentences mean, and the rejected numerals of the document."""
    sentences = list(split(repair(document, rules), rules))
    texts = [fold(s.text.chars, rules) for s in sentences]
    running = [text if s.row is None else "" for s, text in zip(sentences, texts, strict=True)]
    proposed = propose(running, weights.proposing)
    numbered = _are_numbered(sentences)
    begins = beginnings(document, sentences, texts, proposed, rules)
    context = begins[0]
    drafts: list[list[Draft]] = []
    rejected: list[Rejected] = []
    at = 0
    for first in range(0, len(sentences), BATCH):
        for number, read in enumerate(_tagged([_read(sentences[i], texts[i], numbered, rules) for i in range(first, min(first + BATCH, len(sentences)))], language), first):
            context = begins.get(number, context).at(read.sentence)
            begin, at = at, at + len(read.text)
            rejected.extend(_rejections(read.sentence, read.found, read.labels))
            if read.claims:
                new, context = link(_view(read, proposed[number]), context, rules, weights)
                drafts.append([replace(d, span=(d.span[0] + begin, d.span[1] + begin)) for d in new])
            else:
                context = after_plain(context, read.sentence, read.text, rules)
            context = replace(context, proposed=remembered(context.proposed, read.sentence, proposed[number], context.sentences))
    return drafts, Reading([s.text.chars for s in sentences], rules, weights.network), rejected


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence with its folded text, its quantities, the label of each, and, once tagged, its words."""

    sentence: Sentence
    text: str
    found: list[Quantity]
    labels: list[Label | None]
    tagged: Tagged = Tagged(())

    @property
    def claims(self) -> bool:
        """Is one of its numbers a claim?"""
        return None in self.labels


def _read(sentence: Sentence, text: str, numbered: bool, rules: Rules) -> _Read:
    """`numbered`: the document numbers its headings by figures and a space."""
    if sentence.row is not None:
        return _Read(sentence, text, *in_cells(text, sentence, rules))
    found = quantities(text, numerals(text, rules), rules)
    why = label(text, found, rules) if found else []
    if "table head" in sentence.flags:                              # 15岁以上 | 劳动力: it names a column
        why = [w or Label("name", "name of a column") for w in why]
    elif found and numbered and found[0].start == 0 and _number_of_a_heading(sentence):
        why[0] = why[0] or Label("list mark", "number of a heading")
    return _Read(sentence, text, found, why)


_NUMBER_OF_A_HEADING = compiled(r"(\d{1,2})(?:\.\d{1,2}){0,3}(?=\s?[^\s\d.])")


def _number_of_a_heading(sentence: Sentence) -> str:
    """The first part of a number before a space at the head of a heading (2 路用性能: 2, 1.1 园地选择: 1), though the space is taken out by now; "" of others."""
    chars, origin = sentence.text.chars, sentence.text.origin
    match = _NUMBER_OF_A_HEADING.match(chars) if sentence.kind == "heading" else None
    apart = match and (chars[match.end()].isspace() or origin[match.end()] - origin[match.end() - 1] > 1)
    return match[1] if apart else ""


def _are_numbered(sentences: Sequence[Sentence]) -> bool:
    """Do headings numbered 1 and 2 stand in a document? 3 人获奖 alone counts."""
    return {"1", "2"} <= {_number_of_a_heading(s) for s in sentences}


def _tagged(batch: list[_Read], language: Language) -> list[_Read]:
    """The batch with words and names for the sentences that hold a quantity."""
    numbered = [r for r in batch if r.claims]
    tagged = iter(language([r.text for r in numbered], [r.sentence.text for r in numbered]) if numbered else ())
    return [replace(r, tagged=next(tagged)) if r.claims else r for r in batch]


def _view(read: _Read, proposed: Proposed) -> View:
    kept = tuple(q for q, why in zip(read.found, read.labels, strict=True) if why is None)
    others = tuple(q for q, why in zip(read.found, read.labels, strict=True) if why is not None)
    words = read.tagged.tokens
    return View(read.sentence, read.text, kept, others, words, frozenset(t.start for t in words), mask_brackets(read.text), read.tagged.names, proposed)


def _rejections(sentence: Sentence, found: list[Quantity], labels: list[Label | None]) -> list[Rejected]:
    out = []
    for quantity, why in zip(found, labels, strict=True):
        if why is not None:
            begin, end = sentence.text.source_span(quantity.number_start, quantity.number_end)
            out.append(Rejected(begin, end, why.reason, why.rule, sentence.text.chars))
    return out
