"""periods(figure, ruled) -> the periods a figure may belong to, each with what is true of it.

How far a period carries, over a list, a paragraph, a whole report, no rule says for all texts. So what the rules say (link/time.py, Context.carried_time)
is one answer among others: what the sentence says before the figure or behind it, what sentences before have said (link/dated.py), the document's
period, none. What is true of an answer, short strings, is about its kind, its place and the figure's own kind; weights learned from hand-read
documents (`python -m extractor.train_times`) weigh it, and what the rules say stays where nothing is far more probable.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.anchor import Period
from extractor.fold import fold
from extractor.link.answer import Answer
from extractor.link.context import Context
from extractor.link.dated import kind_of
from extractor.link.figure import Figure
from extractor.link.scope import View
from extractor.link.time import carries, ends_with_its_clause, fleeting, is_of_one, said_period, told
from extractor.link.told import NONE, Dated, When
from extractor.rules import Rules, named
from extractor.steps import step

TIME = "time"       # the kind of these answers in rules/weights.tsv
RULES = "rules"     # what is true of the rules' own answer
BESIDE = "own before clause"        # of what the figure's own clause says before it


def periods(figure: Figure, ruled: When) -> list[Answer[When]]:
    """Each answer, the rules' own (`ruled`) first."""
    view, q, spans, context, rules = figure.view, figure.quantity, figure.facts.times, figure.context, figure.rules
    before = figure.done.whens[-1] if figure.done.whens else None
    source, own = ruled.found if ruled.text else "none", fold(ruled.text, rules)
    answers: dict[str, When] = {own: ruled}                        # by what is written, folded: ２０２３年 and 2023年 are one
    true: dict[str, list[str]] = {"": []} | {own: [RULES, f"rules {source}", f"rules {source} {_kind(own, rules)}"]}
    where: dict[str, str] = {}
    for text, (written, said) in _of_sentence(figure, source).items():
        answers.setdefault(text, When(written, "sentence", said_period(view, written, spans, q.start, context.anchor, rules)))
        true.setdefault(text, []).extend(said)
        where[text] = "own"
    told_beside = BESIDE in true[own]                              # nothing said elsewhere stands against it
    for text, (one, said) in () if told_beside else _said_before(view, context, source, rules).items():
        answers.setdefault(text, When(one.text, "earlier", one.period))
        true.setdefault(text, []).extend(said)
        where.setdefault(text, "said")
    for name, written, period in () if told_beside else _standing(context):
        text = fold(written, rules)
        answers.setdefault(text, When(written, "document" if name == "document" else "earlier", period))
        true.setdefault(text, []).extend([name, f"{name} {_kind(text, rules)}", f"{name} rules {source}"])
        where.setdefault(text, name)
    answers.setdefault("", NONE)
    of_figure = _of_figure(figure, ruled, source, before)
    return [
        Answer(when.text, when, tuple(dict.fromkeys([*true[text], *_together(text, where.get(text, "rules" if text else "none"), of_figure, own, before and fold(before.text, rules), context)])))
        for text, when in answers.items()
    ]


def _kind(text: str, rules: Rules) -> str:
    return kind_of(text, rules) if text else "none"


def _of_sentence(figure: Figure, source: str) -> dict[str, tuple[str, list[str]]]:
    """What the sentence itself says, folded: as written, what is true of it; of what it says twice, the nearest before the figure, else the nearest behind."""
    view, q, win, rules = figure.view, figure.quantity, figure.window, figure.rules
    said, found = told(view, figure.facts.times, rules), {}
    for written, (start, end) in said:
        text = fold(written, rules)
        is_before = end <= q.start
        if end <= win.clause_start and ends_with_its_clause(view, (start, end), rules) or is_of_one(view, (start, end), rules) and q != next((x for x in view.quantities if x.start >= end), None):
            continue
        gap = (end, q.start) if is_before else (q.end, start)
        between = sum(gap[0] <= x.start < gap[1] for x in view.quantities)
        rivals = sum(gap[0] <= s < gap[1] for _, (s, _) in said)
        place = f"own {'before' if is_before else 'behind'} {'clause' if win.clause_start <= start < win.clause_end else 'far'}"
        kind, stretch = kind_of(text, rules), view.text[gap[0]:max(gap)]
        near = (not is_before, rivals, between, gap[1] - gap[0])
        if text and (text not in found or near < found[text][0]):
            found[text] = near, written, [
                place, f"{place} figures {min(between, 3)} times {min(rivals, 2)}", f"{place} commas {min(stretch.count('，') + stretch.count(','), 3)} {'；' in stretch}",
                f"{place} {kind}", f"{place} begins {start <= 1}", f"{place} {q.kind} {bool(figure.change.change)}", f"{place} rules {source}", f"{place} {kind} rules {source}",
            ]
    return {text: (written, true) for text, (_, written, true) in found.items()}


def _said_before(view: View, context: Context, source: str, rules: Rules) -> dict[str, tuple[Dated, list[str]]]:
    """What sentences before have said, folded, the latest first."""
    out: dict[str, tuple[Dated, list[str]]] = {}
    times: dict[str, int] = {}
    holds_on = named(rules, "a time that holds on")
    for one in reversed(context.dated):
        times[one.folded] = times.get(one.folded, 0) + 1
        if one.folded in out:
            continue
        far, order = context.sentences - one.sentence, len(out)
        out[one.folded] = one, [
            f"said {step(far, (1, 2, 3, 4, 6, 10))} {one.paragraph == view.sentence.paragraph}", f"said order {min(order, 4)} {one.figures}", f"said place {min(one.place, 2)} {min(one.of, 3)}",
            f"said begins {one.begins} {one.opens}", f"said section {one.section == view.sentence.section} {one.heading}",
            f"said {bool(holds_on.match(one.folded))} {fleeting(one.folded, rules)} {step(far, (1, 2, 4))}", f"said {one.kind} {step(far, (1, 2, 4))}",
            f"said {one.kind} rules {source}", f"said order {min(order, 3)} rules {source} {step(far, (1, 2, 4))}",
        ]
    for text, (_, true) in out.items():
        true.append(f"said times {min(times[text], 4)}")
    return out


def _standing(context: Context) -> list[tuple[str, str, Period | None]]:
    """What holds until something else is said: (name, as written, days)."""
    frame = context.frame
    found = [("last", context.last.text, context.last.period), ("document", context.document.time, context.document.period), ("frame", frame.text if frame else "", frame.period if frame else None)]
    return [x for x in found if x[1]]


def _of_figure(figure: Figure, ruled: When, source: str, before: When | None) -> list[str]:
    """What is true of the figure and where it stands, whichever period it has."""
    view, q, index, context, rules, changed = figure.view, figure.quantity, figure.index, figure.context, figure.rules, figure.change
    own = view.sentence
    last = context.dated[-1] if context.dated else None
    return [
        f"rules {source}", f"rules {source} {_kind(ruled.text, rules)}", f"unit {q.unit}", f"kind {q.kind}", f"change {bool(changed.change)} {bool(changed.base)}",
        f"reports {context.document.reports}", f"reports place {context.document.reports_place}", f"game {context.document.game}", f"plan {context.plan}", f"carries {carries(view.text, rules)}",
        f"own {min(len(figure.facts.times), 3)}", f"last {step(context.sentences + 1 - context.last.sentence, (1, 2, 3, 4, 6, 10, 20))} {own.paragraph == context.last.paragraph}",
        f"last {own.section == context.last.section} {_kind(context.last.text, rules)}", f"document {bool(context.document.time)}", f"sentence {step(context.sentences, (1, 3, 8, 20))}",
        f"opens {context.opens} {own.kind}", f"figure {min(index, 3)} {min(len(view.quantities), 4)}", f"before {(before.found or 'none') if before else 'first'}",
        f"said {step(context.sentences - last.sentence, (1, 2, 3, 4, 6, 10))} {last.kind}" if last else "said nothing",
    ]


def _together(text: str, where: str, of_figure: Sequence[str], ruled: str, before: str | None, context: Context) -> list[str]:
    """What is true of an answer together with the figure; all folded."""
    out = [where]
    if text == ruled:
        out.append(f"rules {where}")
    if text == before:
        out += ["as before", f"as before {where}"]
    if text and text in context.document.title:
        out.append("in the title")
    kind = where if where in ("own", "none", "rules") else "carried"
    return out + [f"{kind}|{x}" for x in of_figure]
