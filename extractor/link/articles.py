"""articles(sentences, rules) -> the articles of a document, in order: each of a page with several is about its own place.

A newspaper's text layer gives the articles of a page one behind the other, their headlines before or behind them. What ends an article and
what one begins with are patterns of rules/layout.yaml (closes, opens).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.fold import fold
from extractor.lines import line_pattern
from extractor.link.names import forms, places
from extractor.rules import Rules
from extractor.sentence import Sentence

LEAST = 2        # sentences of running text in an article: what is shorter belongs to its neighbour


@dataclass(frozen=True, slots=True)
class Article:
    """Sentences of a document from `start` on, up to `end` (half open), and the headlines before or behind their text, joined by 。"""

    start: int
    end: int
    headline: str


def articles(sentences: Sequence[Sentence], rules: Rules) -> list[Article]:
    """The articles; a single one where nothing parts the sentences."""
    texts = [fold(s.text.chars, rules) for s in sentences]
    prose = [s.kind == "prose" for s in sentences]
    cuts, least = [0], {0: LEAST}
    for i, text in enumerate(texts):
        if _closed(text, texts[i - 1] if i else "", rules):
            cut = _behind_headlines(texts, prose, cuts[-1], i + 1)
            cuts += [c for c in (_begun(texts, cuts[-1], i + 1, cut, rules), cut) if c]
        elif line_pattern(rules, "opens").match(text):
            cuts.append(_before_headlines(prose, i))
            another = any(line_pattern(rules, "opens").match(t) for t in texts[cuts[-2]:cuts[-1]])
            least[cuts[-1]] = 1 if another and cuts[-1] < i else LEAST      # a headline and 本报讯(记者…) behind one that began so: an article, short as it is
    kept = [0]
    for cut in cuts:
        if min(sum(prose[kept[-1]:cut]), sum(prose[cut:])) >= least.get(cut, LEAST):
            kept.append(cut)
    return [Article(a, b, _headline(sentences[a:b], texts[a:b], rules)) for a, b in pairwise([*kept, len(sentences)])]


def _headline(sentences: Sequence[Sentence], texts: Sequence[str], rules: Rules) -> str:
    """The headings before and behind the running text, without the writers."""
    prose = [i for i, s in enumerate(sentences) if s.kind == "prose"] or [0]
    edges = (i for i, s in enumerate(sentences) if s.kind == "heading" and not prose[0] < i < prose[-1])
    return "。".join(texts[i] for i in edges if not line_pattern(rules, "closes").search(texts[i]))


def _closed(text: str, before: str, rules: Rules) -> bool:
    """Does the sentence end an article? Names in brackets alone ((万吨) under a table's head) do so behind the end of a sentence."""
    match = line_pattern(rules, "closes").search(text)
    if not match:
        return False
    names = match["names"] if "names" in match.groupdict() else None
    if not names:
        return True
    return names[0] in forms(rules).surnames and (match.start() > 0 or before[-1:] in "。!?！？”\"…")


def _before_headlines(prose: Sequence[bool], at: int) -> int:
    while at and not prose[at - 1]:
        at -= 1
    return at


def _behind_headlines(texts: Sequence[str], prose: Sequence[bool], begin: int, end: int) -> int:
    """Behind the headlines that follow an article and are its own: they say more of what it says than of what comes next."""
    after = end
    while after < len(texts) and not prose[after]:
        after += 1
    before, behind = "".join(texts[begin:end]), "".join(texts[after:after + end - begin])
    while end < after and _shared(texts[end], before) > _shared(texts[end], behind):
        end += 1
    return end


def _shared(headline: str, text: str) -> float:
    """Of the pairs of characters of a headline the share that a text has too."""
    pairs = {headline[i:i + 2] for i in range(len(headline) - 1)}
    return sum(pair in text for pair in pairs) / max(1, len(pairs))


def _begun(texts: Sequence[str], begin: int, end: int, headed: int, rules: Rules) -> int:
    """Where an article begins whose headline stands behind it, when the one before it ends without a mark: where the headline's place is first
    said, behind all that the text says of another; 0 where it began with the last cut."""
    names, longest = places(rules)
    own = next((w for t in texts[end:headed] for size in range(min(longest, len(t)), 1, -1) if (w := t[:size]) in names), "")
    first = next((i for i in range(begin, end) if own in texts[i]), begin) if own else begin
    return first if first - begin > LEAST and not any(own in t for t in texts[begin:first]) else 0
