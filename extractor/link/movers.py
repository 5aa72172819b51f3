"""movers(view, said, indices, rules) -> of what each of several changes is told where a clause before them names as many things:
电信、券商和期货板块跌得最多，幅度为4.76%、4.04%和3.73%; 涨在前面的是西藏、钢铁和电力，分别涨0.88%、0.63%和0.08%.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractor.link.scope import View, after_last, clause_before, peel
from extractor.rules import Rules, named

_ITEMS = regex.compile(r"[^，,。；：:、和与及]{1,14}(?:(?:、|和|与|及)[^，,。；：:、和与及]{1,14})+")


def movers(view: View, said: regex.Match, indices: Sequence[int], rules: Rules) -> tuple[tuple[str, ...], int, str] | None:
    """电信、券商和期货板块跌得最多，幅度为4%、3%和2%: (the last row of things in the sentence before the numbers, where it begins, what changes or by what name),
    where it has as many as there are numbers of change and the clause of the numbers names nothing else; its last thing ends before what is said of all."""
    text, first = view.text, view.quantities[indices[0]]
    start = after_last(text, "。；", said.start())
    changes = "幅" in text[clause_before(text, said.start()):said.start()] or any(c.kind == "change" for c in peel(view, said.end(), first.start, rules)[1])
    if first.kind != "percent" or not changes or not named(rules, "a clause that names its change alone").search(text, start, said.start()):
        return None
    of_all, lead_in, measured = named(rules, "said of all things in a row"), named(rules, "leads to the first thing in a row"), named(rules, "a measure, no thing that moves")
    for match in reversed([*_ITEMS.finditer(text, start, said.start())]):
        parts = named(rules, "joins things in a row").split(match.group())
        if len(parts) != len(indices) or any(q.start < match.end() and match.start() < q.end for q in view.quantities):
            continue
        at = match.end() - len(parts[-1])
        nouns = next((t.start for t in view.tokens if at <= t.start < match.end() and (t.pos[0] not in "nsjbxeg" or of_all.fullmatch(t.text))), match.end())
        lead = lead_in.match(parts[0])
        items = (parts[0][lead.end():] if lead else parts[0], *parts[1:-1], text[at:nouns])
        if all(1 < len(item) <= 10 and not measured.search(item) for item in items):
            changing = named(rules, "what moves, behind things in a row")
            told = changing.search(text, nouns, said.start()) or changing.search(text, start, said.start())
            return items, match.start(), told.group() if told else ""
    return None
