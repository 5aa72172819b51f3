"""python -m extractor.train --gold DIR --texts DIR [...] [--written DIR] [--network FILE] [--proposals FILE ...] [--out rules/weights.tsv]: learn from hand-read documents how to choose.

1. Every document is read by the rules; for each claim that the gold has too, the candidates of its owner and of its metric are kept with
   what the gold says of each: the preferred answer, an accepted one, a near one, a wrong one.
2. The documents are read again, each number leaning on what weights learned from other documents make of those before it.
3. Weights are learned twice over: first of each number alone, then in company (link/settle.py), from what weights learned on other
   documents say of each number alone; the latter together with the network (link/meant.py) where one to begin with is given.
4. Documents are left out in turn: weights learned from the others extract them. What comes out is scored, and tells how confident a row
   may be; its figures are the honest ones. Documents written for learning (--written) are always learned from and judge nothing.
5. The weights written are learned from all documents.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from extractor.document import Document
from extractor.evaluate import evaluate, judge, judge_name, normal, pair, read_gold
from extractor.hand_read import FIELDS, claims_of, clauses, left_out_by, text_of
from extractor.language import Language
from extractor.languages import DEFAULT
from extractor.languages import language as language_of
from extractor.languages.network import Network, arrays
from extractor.link.answer import Answer
from extractor.link.company import Number, company
from extractor.link.meant import heads_of
from extractor.link.rank import AT, KINDS, NETWORK, Rival, Weights, calibrated, evidence, probability, shares, sum_of, total
from extractor.link.when import TIME
from extractor.meaning import DISTANCES, FILE, Span
from extractor.pipeline import Result, drafted, extract_document
from extractor.proposals import network_of
from extractor.read import read
from extractor.rules import Rules, load_rules
from extractor.table import claim_rows

try:
    from extractor.fit import Choice, calibrate, fit_choices, fit_confidence, reliability
except ImportError:
    raise SystemExit("learning needs scipy: pip install 'zh-quantity-claims[train]'") from None
try:
    from extractor.fit_network import Taught, fit_network
    TORCH = True
except ImportError:
    TORCH = False

INNER = 4            # parts of the documents learned from, each read alone with weights of the others
NOTHING = {kind: {} for kind in KINDS}
PRIORS = {"owner": 6.0, "metric": 2.0}           # by documents left out in turn
WORTH = {"owner": (1.0, 1.0, 0.8), "metric": (1.0, 0.5, 0.1)}       # of the preferred answer, an accepted one, a near one; an owner has no preferred form
FIGURES = ("f1", "value_unit", "metric", "metric_strict", "metric_first", "entity", "entity_strict", "time", "comparator_f1", "change_f1", "modality_f1", "tuple_f1", "tuple_strict_f1")


class Everything(Weights):
    """Keeps every answer; the next numbers lean on the likeliest one by weights of the first reading, where there are any, else on the rules' own."""

    def rivals(self, kind: str, answers: Sequence[Answer]) -> list[Rival]:
        alone = self.alone.get(kind)
        led = shares([total(alone, a.features) for a in answers]) if alone else [1.0 if "rules" in a.features else 0.5 for a in answers]
        return [Rival(a.name, p, 0.0, a.value, tuple(a.features)) for a, p in zip(answers, led, strict=True)]


@dataclass(frozen=True, slots=True)
class Asked:
    """A number of a document: its sentence, its unit, by kind all answers it may have, where each is mentioned and what each is worth by the gold,
    nothing where the gold has no such claim; where the figure stands; how many times it counts."""

    doc: str
    sentence: int
    unit: str
    answers: Mapping[str, Sequence[Rival]]
    mentions: Mapping[str, Sequence[Span]]
    worth: Mapping[str, tuple[float, ...]]
    figure: Span
    times: int

    def alone(self, kind: str) -> Choice:
        return Choice(self.doc, kind, tuple(r.features for r in self.answers[kind]), self.worth[kind], self.times)


class Lesson:
    """Documents with their gold, the rules and the language pass to read them with."""

    def __init__(
        self, gold: Sequence[Path], texts: Sequence[Path], rules: Rules, language: Language, weight: Sequence[int] = (), proposals: Sequence[Path] = (), without_owners: Sequence[str] = ()
    ) -> None:
        self.rules, self.language, self._without_owners = rules, language, tuple(without_owners)
        self._proposing = [network_of(arrays(file)) for file in proposals]
        self.times: dict[str, int] = {}
        self.gold: dict[str, list[Mapping[str, Any]]] = {}
        self.documents: dict[str, Document] = {}
        for folder, times in itertools.zip_longest(gold, weight[: len(gold)], fillvalue=1):
            for doc, wanted in read_gold(folder).items():
                self.gold[doc], self.documents[doc], self.times[doc] = list(wanted), read(text_of(doc, texts), rules), times
        self._unseen_by = left_out_by(self.gold, len(proposals)) if proposals else {}

    def proposing(self, doc: str) -> Network | None:
        """The network of extractor/proposals.py that has not seen a document; None, the shipped one, where there are none such."""
        return self._proposing[self._unseen_by[doc]] if self._proposing else None

    def extract(self, doc: str, weights: Weights) -> Result:
        return extract_document(self.documents[doc], self.rules, self.language, replace(weights, proposing=self.proposing(doc)))

    def asked(self, doc: str, lead: Mapping[str, Mapping[str, float]] = NOTHING) -> list[Asked]:
        """The document's numbers that have something to choose, in order; each leans on what `lead`, weights of the first reading, makes of those before."""
        sentences, reading, _ = drafted(self.documents[doc], self.rules, self.language, Everything(lead, NOTHING, proposing=self.proposing(doc)))
        found = [(i, d) for i, drafts in enumerate(sentences) for d in drafts if d.rivals]
        gold_of = claims_of(self.gold[doc], [d.claim for _, d in found])
        return [
            Asked(
                doc, i, d.claim.unit, d.rivals, {kind: [reading.mention(r.name, *d.span) for r in d.rivals[kind]] for kind in KINDS},
                {kind: self._worths(doc, kind, d.rivals[kind], gold_of[j]) for kind in KINDS if j in gold_of},
                d.span, self.times[doc],
            )
            for j, (i, d) in enumerate(found)
        ]

    def _worths(self, doc: str, kind: str, rivals: Sequence[Rival], gold: Mapping[str, Any]) -> tuple[float, ...]:
        """What each answer is worth by the gold; no owner anything in a document that is learned from for metrics alone."""
        if kind == "owner" and doc.startswith(self._without_owners):
            return (0.0,) * len(rivals)
        return tuple(_worth(kind, r.name, gold[FIELDS[kind]]) for r in rivals)

    def clauses(self, doc: str) -> list[str]:
        """What the network reads of the document."""
        return clauses(self.documents[doc], self.rules)

    def rows(self, doc: str, result: Result) -> list[dict[str, Any]]:
        """The table's rows from the first to the last number that the gold has: some documents were read in part."""
        first, last = self.gold[doc][0]["start"], max(g["end"] for g in self.gold[doc])
        return [r for r in claim_rows(self.documents[doc], result, self.rules) if first <= r["start"] < last]

    def judged(self, doc: str, result: Result, rows: Sequence[Mapping[str, Any]]) -> list[tuple[dict[str, float], bool]]:
        """(evidence, is the row right) of every row that the gold judges; a row it does not have is wrong, an optional one left out."""
        wanted = self.gold[doc]
        gold_of = {j: wanted[i] for i, j in pair(wanted, rows)}
        kept = [(j, gold_of.get(j)) for j in range(len(rows)) if gold_of.get(j, {"label": "claim"})["label"] == "claim"]
        claims = {c.start: c for c in result.claims}
        return [(evidence(claims[rows[j]["start"]]), bool(g and judge(g, rows[j])["tuple"])) for j, g in kept]


def _worth(kind: str, name: str, answers: Sequence[str]) -> float:
    if not name:                                                   # nobody and nothing: what is left where nothing is found, never what to look for
        return 0.0
    right, near = judge_name(name, answers)
    preferred, accepted, close = WORTH[kind]
    return preferred if right and normal(name) == normal(answers[0]) else accepted if right else close if near else 0.0


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights, and those of the network they were learned with by name."""

    weights: Weights
    network: Mapping[str, np.ndarray] | None = None


def led(lesson: Lesson, data: Mapping[str, Sequence[Asked]]) -> dict[str, list[Asked]]:
    """The documents read again, each number leaning on what weights learned from the other half of the documents make of those before it: as it will be
    when all is learned."""
    docs = sorted(data)
    out: dict[str, list[Asked]] = {}
    for k in range(2):
        lead = _alone([data[d] for d in docs if d not in docs[k::2]])
        out |= {d: lesson.asked(d, lead) for d in docs[k::2]}
    return out


def learn(data: Mapping[str, Sequence[Asked]], begin: Mapping[str, np.ndarray] | None = None, clauses: Mapping[str, Sequence[str]] | None = None) -> Learned:
    """Weights of both readings, with a network where one to begin with and what it reads of the documents are given."""
    docs = sorted(data)
    again: dict[str, list[Choice]] = {}
    for k in range(INNER):
        others = _alone([data[d] for d in docs if d not in docs[k::INNER]])
        again |= {d: list(_in_company(data[d], others)) for d in docs[k::INNER]}
    alone = _alone(data.values())
    if begin is None or clauses is None:
        return Learned(Weights(alone, {kind: fit_choices([c for cs in again.values() for c in cs if c.kind == kind], PRIORS[kind]) for kind in KINDS}))
    weights, network = fit_network([Taught(clauses[d], {kind: [c for c in again[d] if c.kind == kind] for kind in KINDS}) for d in docs], begin, PRIORS)
    return Learned(Weights(alone, weights, heads_of(network), Network(network, DISTANCES)), network)


def _alone(documents: Iterable[Sequence[Asked]]) -> dict[str, dict[str, float]]:
    asked = [a for some in documents for a in some if a.worth]
    return {kind: fit_choices([a.alone(kind) for a in asked], PRIORS[kind]) for kind in KINDS}


def _in_company(asked: Sequence[Asked], alone: Mapping[str, Mapping[str, float]]) -> Iterator[Choice]:
    """The choices of a document's numbers, each answer with what the other numbers say of it."""
    weights = Weights(alone, NOTHING)
    choices = [{kind: weights.rivals(kind, [Answer(r.name, i, r.features) for i, r in enumerate(a.answers[kind])]) for kind in KINDS} for a in asked]
    for a, rivals, told in zip(asked, choices, company([Number(a.sentence, a.unit, r) for a, r in zip(asked, choices, strict=True)]), strict=True):
        for kind in KINDS if a.worth else ():
            features = tuple((*a.answers[kind][r.answer].features, *fs) for r, fs in zip(rivals[kind], told[kind], strict=True))
            kept = [r.answer for r in rivals[kind]]
            yield Choice(a.doc, kind, features, tuple(a.worth[kind][i] for i in kept), a.times, a.figure, tuple(a.mentions[kind][i] for i in kept))


def left_out(
    lesson: Lesson, data: Mapping[str, Sequence[Asked]], folds: int, always: Collection[str] = (), begin: Mapping[str, np.ndarray] | None = None, clauses: Mapping[str, Sequence[str]] | None = None
) -> tuple[list[dict[str, Any]], list[tuple[dict[str, float], bool]]]:
    """Rows of all documents but those of `always`, each read with weights learned from others, and their evidence."""
    docs = sorted(d for d in lesson.gold if d not in always)
    rows, judged = [], []
    for k in range(folds):
        weights = learn({d: data[d] for d in data if d not in docs[k::folds]}, begin, clauses).weights
        for doc in docs[k::folds]:
            result = lesson.extract(doc, weights)
            own = lesson.rows(doc, result)
            rows += own
            judged += lesson.judged(doc, result, own)
    return rows, judged


def learn_confidence(judged: Sequence[tuple[dict[str, float], bool]]) -> tuple[dict[str, float], list[tuple[float, float]]]:
    """Weights of the evidence, and how often rows were right at each probability that these say."""
    sure = fit_confidence(judged)
    return sure, calibrate([(probability(e, sure), right) for e, right in judged])


def main(
    gold: Annotated[list[Path], typer.Option(help="folders of gold claims, NAME.jsonl")],
    texts: Annotated[list[Path], typer.Option(help="folders of their texts, NAME.*")],
    out: Annotated[Path | None, typer.Option(help="file of weights to write")] = None,
    weight: Annotated[list[int] | None, typer.Option(help="how many times the documents of each folder of gold count, in order")] = None,
    written: Annotated[list[Path] | None, typer.Option(help="folders of documents written for learning, NAME.txt beside NAME.jsonl")] = None,
    folds: Annotated[int, typer.Option(help="number of parts that documents are left out in")] = 8,
    language: Annotated[str, typer.Option(help="language pass")] = DEFAULT,
    network: Annotated[Path | None, typer.Option(help="network to begin with, tests/meaning/start.npz (needs torch); without it the weights are learned alone")] = None,
    network_out: Annotated[Path, typer.Option(help="file of the network to write")] = FILE,
    without_owners: Annotated[list[str] | None, typer.Option(help="documents whose names begin so are learned from for metrics alone: their readers file figures under others")] = None,
    proposals: Annotated[list[Path] | None, typer.Option(help="networks of python -m extractor.train_proposals --folds, over the same documents: each document is read with the one that has not seen it")] = None,
) -> None:
    """Learn the weights, tell how good they are on documents left out, and how far a row's confidence can be trusted."""
    if network and not TORCH:
        raise typer.BadParameter("learning with the network needs torch: pip install torch")
    rules = load_rules()
    ours = written or []
    lesson = Lesson([*gold, *ours], [*texts, *ours], rules, language_of(language, rules), (weight or [])[: len(gold)], proposals or [], without_owners or [])
    data = led(lesson, {doc: lesson.asked(doc) for doc in lesson.gold})
    begin, clauses = (arrays(network), {doc: lesson.clauses(doc) for doc in lesson.gold}) if network else (None, None)
    rows, judged = left_out(lesson, data, folds, {doc for folder in ours for doc in read_gold(folder)}, begin, clauses)
    for folder in gold:
        figures = evaluate(read_gold(folder), rows).figures
        typer.echo(f"{folder}, documents left out in {folds} parts: " + ", ".join(f"{name} {figures[name]:.3f}" for name in FIGURES))
    sure, points = learn_confidence(judged)
    for span, n, mean, share in reliability([(calibrated(probability(e, sure), points), right) for e, right in judged]):
        typer.echo(f"confidence {span}: {n} rows, mean {mean:.2f}, right {share:.2f}")
    if out:
        learned = learn(data, begin, clauses)
        told = sure | {f"{AT}{x:.4f}": round(y, 4) for x, y in points}
        if learned.network is not None:
            np.savez_compressed(network_out, **learned.network)
            told |= {NETWORK: sum_of(network_out)}
        write(out, learned.weights, told)


_HEAD = """# Weights of the choice among owners and metrics and of a row's confidence (extractor/link/rank.py), made by
# `python -m extractor.train`, not by hand. A feature says what is true of a candidate: where it stands, what it is, who said it before;
# `weight` counts when the number is read alone, `again` when it is read in company (extractor/link/settle.py); `network` is the check sum
# of the network that the latter were learned with (extractor/models/meaning). The rows "time ..." choose periods (extractor/train_times.py).
feature\tweight\tagain
"""


def write(path: Path, weights: Weights, confidence: Mapping[str, float]) -> None:
    """The weights into `path`; those of times that it has (extractor/train_times.py) stay."""
    before = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    lines = {f: f"{w}\t" for f, w in confidence.items()} | dict(row.split("\t", 1) for row in before if row.startswith(f"{TIME} "))
    for kind in KINDS:
        alone, again = weights.alone[kind], weights.again[kind]
        lines |= {f"{kind} {f}": f"{alone.get(f, '')}\t{again.get(f, '')}" for f in {*alone, *again}}
    path.write_text(_HEAD + "".join(f"{f}\t{w}\n" for f, w in sorted(lines.items())), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
