"""What the network of extractor/proposals.py takes for owners and measures, as answers and as features of answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from extractor.link.classes import folded
from extractor.link.nobody import frames
from extractor.link.said import Metric
from extractor.link.scope import View
from extractor.proposals import Proposed, how_sure
from extractor.rules import Rules
from extractor.sentence import Sentence
from extractor.steps import step

KEPT = 8            # names proposed before that are kept
ASKED = 5           # and that a figure may belong to
LIKELY = 0.5        # how sure a proposal must be to be meant sentences later


@dataclass(frozen=True, slots=True)
class Before:
    """A name proposed in a sentence before: the text's own characters, the number of the sentence."""

    name: str
    sentence: int


def remembered(before: Sequence[Before], sentence: Sentence, proposed: Proposed, number: int) -> tuple[Before, ...]:
    """The names proposed so far, those of a sentence just read first, the last of them foremost; each once."""
    new = [Before(sentence.text.chars[p.start:p.end], number) for p in reversed(proposed.spans["owner"]) if p.sure >= LIKELY]
    kept: dict[str, Before] = {}
    for b in (*new, *before):
        kept.setdefault(b.name, b)
    return tuple(kept.values())[:KEPT]


@dataclass(frozen=True, slots=True)
class Tally:
    """What is proposed in a text, per name (folded).

    often      the summed probability of all mentions
    sentences  the number of sentences that mention it
    told       its features: how surely it is proposed at best, in all, next to the name proposed most
    """

    often: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    sentences: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    told: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, name: str) -> tuple[str, ...]:
        """The features of a name, folded."""
        return self.told.get(name, _NEVER)


def _steps(best: float, often: float, most: float) -> tuple[str, ...]:
    return (
        "proposed at best:" + how_sure(best), f"proposed in all:{step(often, (0.3, 0.8, 1.5, 3, 6))}",
        f"proposed of most:{sum(often >= edge * most for edge in (0.1, 0.3, 0.6, 1.0)) if often else 'no'}",
    )


_NEVER = _steps(0.0, 0.0, 0.0)


def tally(texts: Sequence[str], proposed: Sequence[Proposed], rules: Rules) -> Tally:
    """`texts`: the folded sentences, `proposed`: what is proposed in each; a place in which something ranks is left out."""
    best: dict[str, float] = {}
    often: dict[str, float] = {}
    sentences: Counter[str] = Counter()
    for text, found in zip(texts, proposed, strict=True):
        for p in found.spans["owner"]:
            if frames(text, p.start, p.end, rules):
                continue
            name = text[p.start:p.end]
            best[name] = max(p.sure, best.get(name, 0.0))
            often[name] = often.get(name, 0.0) + p.sure
        sentences.update({text[p.start:p.end] for p in found.spans["owner"]})
    most = max(often.values(), default=0.0)
    return Tally(often, sentences, {name: _steps(best[name], often[name], most) for name in best})


def spans_proposed(view: View, kind: str, rules: Rules) -> list[tuple[int, int]]:
    """The spans proposed in a sentence but those that begin with a preposition or a particle (为|渔民), without a verb of aims before them (力争|公办园)."""
    begins = {t.start for t in view.tokens if t.pos[:1] in _NO_BEGINNING}
    aims = rules.tables["modality"]
    behind = {t.start: t.end for t in view.tokens if t.pos[:1] == "v" and t.text in aims and aims[t.text]["modality"] in ("target", "forecast")}
    return [(start, p.end) for p in view.proposed.spans[kind] if p.start not in begins and (start := behind.get(p.start, p.start)) < p.end]


_NO_BEGINNING = frozenset("pcu")     # parts of speech: preposition, conjunction, particle


def of_span(proposed: Proposed, start: int, end: int, kind: str, means: str) -> Iterator[str]:
    """Features of a group: is it proposed, as it stands, and how surely; may an owner begin where it begins, end where it ends?"""
    sure = how_sure(next((p.sure for p in proposed.spans["owner"] if (p.start, p.end) == (start, end)), 0.0))
    yield from (f"proposed:{sure}", f"proposed:{sure}|T:{kind}", f"proposed:{sure}|C:{means}", *_edges(proposed, "owner", start, end))


def of_metric(proposed: Proposed, metric: Metric) -> Iterator[str]:
    """The same of a metric that stands in the sentence."""
    if 0 <= metric.start < metric.end:
        yield from _edges(proposed, "metric", metric.start, metric.end)


def _edges(proposed: Proposed, kind: str, start: int, end: int) -> Iterator[str]:
    begins, ends = proposed.at(kind, start, end)
    yield from (f"begins:{begins}", f"ends:{ends}", f"begins:{begins}|ends:{ends}")


def of_name(name: str, before: Sequence[Before], told: Tally, sentences: int, rules: Rules) -> Iterator[str]:
    """Features of a name wherever it stands: how surely the document proposes it at best, how many others are proposed since."""
    yield from told.of(folded(name, rules))
    at = next((i for i, b in enumerate(before) if b.name == name), -1)
    if at >= 0:
        ago = sentences - before[at].sentence
        yield from (f"proposed before:{at}", "proposed ago:" + ("1" if ago <= 1 else "3" if ago <= 3 else "8" if ago <= 8 else "+"))
