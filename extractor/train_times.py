"""python -m extractor.train_times --gold DIR --texts DIR [...] [--written DIR] [--out rules/weights.tsv]: learn from hand-read documents which period a figure belongs to.

Of each figure that the gold has too, the answers of link/when.py are kept with what the gold says of each; weights of a conditional logit are
learned from them (extractor/fit.py). Documents are left out in turn: how many periods are right there, by the rules alone and as chosen, is told.
The weights written, the rows "time ..." of the file, are learned from all documents; all other rows stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from extractor.evaluate import judge_name, read_gold
from extractor.fit import Choice, fit_choices
from extractor.hand_read import claims_of, text_of
from extractor.languages import DEFAULT
from extractor.languages import language as language_of
from extractor.link.rank import Rival, learned, total
from extractor.link.when import RULES, TIME
from extractor.pipeline import drafted
from extractor.read import read
from extractor.rules import load_rules

PRIOR = 25.0
STAYS = 1.0         # what the rules say stays where nothing is e times as probable: of documents read once many right answers of theirs are missing
ACCEPTED, CLOSE = 1.0, 0.7      # what an accepted answer is worth, and one near an accepted one, which counts as right
FOLDS = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """The choice of one figure's period and which of its answers the gold takes."""

    choice: Choice
    right: tuple[bool, ...]


def figures(gold: Path, texts: Sequence[Path]) -> dict[str, list[Figure]]:
    """By document the figures that a folder of gold claims has too and whose period is to be chosen."""
    rules = load_rules()
    language, weights = language_of(DEFAULT, rules), learned(rules)
    weights = replace(weights, alone={kind: own for kind, own in weights.alone.items() if kind != TIME})      # so that no answer is too improbable to be kept
    out: dict[str, list[Figure]] = {}
    for doc, wanted in read_gold(gold).items():
        drafts = [d for some in drafted(read(text_of(doc, texts), rules), rules, language, weights)[0] for d in some]
        gold_of = claims_of(wanted, [d.claim for d in drafts])
        out[doc] = [_figure(doc, drafts[j].whens, claim["time"]) for j, claim in gold_of.items() if drafts[j].whens]
    return out


def _figure(doc: str, answers: Sequence[Rival], accepted: Sequence[str]) -> Figure:
    judged = [judge_name(a.name, accepted) for a in answers]
    worth = tuple(ACCEPTED if right else CLOSE if near else 0.0 for right, near in judged)
    return Figure(Choice(doc, TIME, tuple(tuple(a.features) for a in answers), worth), tuple(near for _, near in judged))


def learn(documents: Iterable[Sequence[Figure]]) -> dict[str, float]:
    """Weights by what is true of an answer."""
    weights = fit_choices([f.choice for some in documents for f in some], PRIOR)
    return weights | {RULES: round(weights.get(RULES, 0.0) + STAYS, 3)}


def right(figure: Figure, weights: Mapping[str, float]) -> bool:
    """Is the best answer by the weights, the rules' own (the first) among equals, one that the gold takes?"""
    scores = [total(weights, true) for true in figure.choice.features]
    return figure.right[scores.index(max(scores))]


def left_out(data: Mapping[str, Sequence[Figure]], judged: Iterable[str]) -> tuple[int, int, int]:
    """(figures of the documents `judged`, right by the rules alone, right as chosen by weights learned from other documents)."""
    docs, count = sorted(judged), [0, 0, 0]
    for k in range(FOLDS):
        out = set(docs[k::FOLDS])
        weights = learn(own for doc, own in data.items() if doc not in out)
        for figure in (f for doc in out for f in data[doc]):
            count = [n + more for n, more in zip(count, (1, figure.right[0], right(figure, weights)), strict=True)]
    return count[0], count[1], count[2]


def write(path: Path, weights: Mapping[str, float]) -> None:
    """Put the weights into a file of weights in place of those of its times."""
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    rows = [row for row in rows if not row.startswith(f"{TIME} ")]
    comments = [head, *(row for row in rows if row.startswith("#") or row.startswith("feature"))]
    own = [row for row in rows if row not in comments] + [f"{TIME} {feature}\t{weight}\t" for feature, weight in weights.items()]
    path.write_text("\n".join([*comments, *sorted(own)]) + "\n", encoding="utf-8")


def main(
    gold: Annotated[list[Path], typer.Option(help="folders of gold claims, NAME.jsonl")],
    texts: Annotated[list[Path], typer.Option(help="folders of their texts, NAME.*")],
    written: Annotated[list[Path] | None, typer.Option(help="folders of documents that are always learned from, NAME.txt beside NAME.jsonl")] = None,
    out: Annotated[Path | None, typer.Option(help="file of weights to write the weights of times into")] = None,
) -> None:
    """Learn which period a figure belongs to; tell how often it is right on documents left out."""
    folders = {folder: figures(folder, texts) for folder in gold} | {folder: figures(folder, [folder]) for folder in written or []}
    data = {doc: own for found in folders.values() for doc, own in found.items()}
    for folder in gold:
        count, ruled, chosen = left_out(data, folders[folder])
        typer.echo(f"{folder}, documents left out in {FOLDS} parts: {count} figures, period right {chosen / count:.3f}, by the rules alone {ruled / count:.3f}")
    if out:
        write(out, learn(data.values()))


if __name__ == "__main__":
    typer.run(main)
