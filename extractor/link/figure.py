"""Figure: one number of a sentence with all that is known when it is read; Facts: what the sentence says for all its numbers; Done: what those before it are read as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from extractor.claim import Claim
from extractor.link.answer import Answer
from extractor.link.begins import list_head
from extractor.link.change import Change
from extractor.link.context import Context
from extractor.link.groups import Group
from extractor.link.names import Mention
from extractor.link.paired import Series
from extractor.link.said import WHOLE, Metric, Said
from extractor.link.scope import View, Window
from extractor.link.told import When
from extractor.quantity import Quantity
from extractor.rules import Rules


@dataclass(frozen=True, slots=True)
class Facts:
    """What one sentence says for all its numbers: names, spans of expressions of time, names and noun groups that may own, and by the number of a quantity
    the 分别-series in which it stands and its place there."""

    names: Sequence[Mention]
    times: Sequence[tuple[int, int]]
    groups: Sequence[Group]
    series: Mapping[int, tuple[Series, int]]

    def run(self, index: int) -> Series | None:
        """The 分别-series in which quantity `index` stands."""
        return self.series[index][0] if index in self.series else None


@dataclass(slots=True)
class Done:
    """What earlier numbers of the sentence were read as; one entry each.

    claims    its claim
    measures  candidate metrics
    whens     the period that the rules give it
    taken     spans of the metrics that stand in the sentence, without what is counted: no owner is looked for there
    """

    claims: list[Claim] = field(default_factory=list)
    measures: list[Sequence[Answer[Metric]]] = field(default_factory=list)
    whens: list[When] = field(default_factory=list)
    taken: list[tuple[int, int]] = field(default_factory=list)

    def add(self, claim: Claim, measures: Sequence[Answer[Metric]], when: When, metric: Metric) -> None:
        """One number more; `metric` is the one that the rules give it."""
        self.claims.append(claim)
        self.measures.append(measures)
        self.whens.append(when)
        if metric.start >= 0 and "counted" not in metric.rule:
            self.taken.append((metric.start, metric.end))


@dataclass(frozen=True)
class Figure:
    """Number `index` of a sentence: the window of words that belong to it, its change, what the sentence, the numbers before it and the document say."""

    view: View
    index: int
    window: Window
    change: Change
    facts: Facts
    done: Done
    context: Context
    rules: Rules

    @property
    def quantity(self) -> Quantity:
        return self.view.quantities[self.index]

    @property
    def run(self) -> Series | None:
        """The 分别-series in which it stands."""
        return self.facts.run(self.index)

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads of that series, its own first, in folded text; none where it stands in none."""
        run, place = self.facts.series.get(self.index, (None, 0))
        return run.heads(place) if run else ()

    @cached_property
    def said(self) -> Said:
        """Metrics of the figures before this one, and the list's head."""
        view, q = self.view, self.quantity
        here = tuple((p.unit, c.metric) for p, c in zip(view.quantities, self.done.claims, strict=False) if c.metric and WHOLE not in c.rules)
        label = list_head(view.raw(0, q.start), view.text[:q.start], self.rules, numbered=True) or self.context.label
        return Said(here, self.context.metrics, label, self.heads)
