"""View of a sentence for linking: its clauses, words, quantities, and what stands left and right of each number.

`peel` is the one place that reads the words between a metric and its number, from the number outwards:
"覆盖率 | 已 | 提高到 | 约" -> comparator 约, change word 提高到, light word 已, and the metric's right end.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import regex

from extractor.language import Name, Token
from extractor.patterns import compiled
from extractor.proposals import NOTHING, Proposed
from extractor.quantity import Quantity
from extractor.rules import Entry, Rules, named
from extractor.sentence import Sentence

STOPS = "，；。！？!?\n"


@dataclass(frozen=True)
class View:
    """A sentence ready for linking.

    text        folded characters, same offsets as `sentence.text.chars`
    quantities  the claims-to-be, in order
    others      the numerals that are no claims (dates, ordinals, ...), in order
    tokens      words of the sentence
    seen        names another recogniser has seen in it
    proposed    spans that a network takes for owners and for measures
    """

    sentence: Sentence
    text: str
    quantities: tuple[Quantity, ...]
    others: tuple[Quantity, ...]
    tokens: tuple[Token, ...]
    word_starts: frozenset[int]
    masked: str
    seen: tuple[Name, ...] = ()
    proposed: Proposed = NOTHING

    def raw(self, start: int, end: int) -> str:
        """The sentence's own characters (not folded) of a span."""
        return self.sentence.text.chars[start:end]


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that decided something: its span in the sentence, its kind (light, to, change, modality, comparator) and its entry."""

    start: int
    end: int
    kind: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Window:
    """What belongs to one number.

    clause_start, clause_end  the clause (between ，；。 and brackets) it stands in
    left_start                where its own left context begins: the clause, or the end of the number before it
    left_end                  end of the metric's side after peeling
    right_end                 where its right context ends: the clause, or the next number
    cues                      peeled words, nearest first
    bracket                   span of the brackets around it (-1, -1 if none)
    """

    clause_start: int
    clause_end: int
    left_start: int
    left_end: int
    right_end: int
    cues: tuple[Cue, ...]
    bracket: tuple[int, int] = (-1, -1)


def mask_brackets(text: str) -> str:
    """The same text with what stands in short brackets blanked, so that clauses run across it (经费（包括…）为3亿元)."""
    return compiled(r"\([^()]{0,120}\)").sub(lambda m: "(" + "\x00" * (len(m.group()) - 2) + ")", text)


def after_last(text: str, marks: str, end: int) -> int:
    """Where what stands behind the last of `marks` before `end` begins, 0 where there is none."""
    return max(text.rfind(c, 0, end) for c in marks) + 1


def clause_before(text: str, end: int) -> int:
    """Where the clause begins that ends at `end`, with its mark or without."""
    return after_last(text, "，,；。", max(0, end - 1))


def clause_bounds(view: View, start: int, end: int) -> tuple[int, int, tuple[int, int]]:
    """Clause around a span; brackets make a clause of their own."""
    text = view.masked if view.masked[start] != "\x00" else view.text
    left = after_last(text, STOPS, start)
    nearest = [text.find(c, end) for c in STOPS]
    right = min((p for p in nearest if p >= 0), default=len(text))
    opened = text.rfind("(", 0, start)
    if opened >= 0 and ")" not in text[opened:start]:
        closed = text.find(")", end)
        closed = closed if closed >= 0 else len(text)
        return max(left, opened + 1), min(right, closed), (opened, min(closed + 1, len(text)))
    return left, right, (-1, -1)


def window(view: View, index: int, rules: Rules) -> Window:
    """The window of quantity `index`, with the words next to the number peeled off."""
    q, text = view.quantities[index], view.text
    start, end, bracket = clause_bounds(view, q.start, q.end)
    left = start
    if index:
        left = max(left, view.quantities[index - 1].end) if view.quantities[index - 1].end <= q.start else left
    if bracket[0] < 0:
        closed = text.rfind(")", left, q.start)
        opened = text.rfind("(", 0, closed) if closed >= 0 else -1
        if closed >= 0 and opened < left:      # the number before it stood in the bracket that closes here
            left = closed + 1
    right = min(end, view.quantities[index + 1].start) if index + 1 < len(view.quantities) else end
    left_end, cues = peel(view, left, q.start, rules)
    return Window(start, end, left, left_end, max(q.end, right), cues, bracket)


@functools.cache
def _peelers(rules: Rules) -> tuple[regex.Pattern, dict[str, tuple[str, Entry]]]:
    words: dict[str, tuple[str, Entry]] = {}
    for entry in rules.entries("verbs"):
        if entry["role"] in ("light", "to"):
            words[entry.key] = (entry["role"], entry)
    for entry in rules.entries("changes"):
        if entry["change"] == "pseudo":
            words[entry.key] = ("pseudo", entry)
        elif entry["role"] != "new":
            words[entry.key] = ("change", entry)
    changes = tuple(e.key for e in rules.entries("changes") if e["change"] in ("increase", "decrease"))
    for entry in rules.entries("modality"):
        if entry.key.endswith(changes):                            # 要增长: the change is read, then 要
            continue
        if entry["modality"] in ("target", "forecast") and len(entry.key) >= 2 and entry["scope"] != "sentence":
            words.setdefault(entry.key, ("modality", entry))
    for entry in rules.entries("comparators"):
        if entry["side"] == "before" and entry["comparator"] != "pseudo":
            words[entry.key] = ("comparator", entry)
    longest = sorted(words, key=len, reverse=True)
    pattern = regex.compile("(?r)(?:" + "|".join(map(regex.escape, longest)) + ")")
    return pattern, words


def _inside_word(view: View, entry: Entry, at: int, start: int, rules: Rules) -> bool:
    """Is the one-character cue the tail of another word? By the entry's own list where it has one, else by the tokens."""
    if entry.key == "均" and at > start and named(rules, "of which each has an average").fullmatch(view.text[at - 1]):
        return True
    if entry["not_after"]:
        return at > start and view.text[at - 1] in entry["not_after"]
    if entry.key == "上" and view.text[at + 1:at + 2] in "百千万亿" and view.text[at - 1:at] not in "跨迈登站踏":      # 高达|上亿
        return False
    if at - 2 >= start and named(rules, "compares by year, month or quarter").fullmatch(view.text[at - 2:at]):
        return False
    moves = named(rules, "a move in one character").fullmatch(entry.key)
    if moves and (view.text[at + 1:at + 2].isdigit() or named(rules, "the last character of what is traded or quoted").fullmatch(view.text[at - 1:at])):
        return False
    compared = entry["change"] and named(rules, "is compared right before a change").search(view.text, start, at)
    return not compared and at not in view.word_starts


_NOTE = regex.compile(r"\[\d{1,2}\]$")


def peel(view: View, start: int, end: int, rules: Rules) -> tuple[int, tuple[Cue, ...]]:
    """Words peeled from the span, from the right: (where the metric's side ends, cues nearest first).

    A one-character cue counts only where a word begins: 约 in 节约, 均 in 人均, 为 in 行为 are none.
    """
    text = view.text
    pattern, words = _peelers(rules)
    of_then, per_unit = named(rules, "the end of a time before 之"), named(rules, "per which unit a price is")
    cues: list[Cue] = []
    while True:
        while end > start and (text[end - 1] in " “\"'(的" or text[end - 1] == "之" and of_then.fullmatch(text[end - 2:end - 1])):
            end -= 1
        note = _NOTE.search(text, start, end)
        if note:                                                   # 生产总值(GDP)[2]|达到
            end = note.start()
            continue
        per = per_unit.search(text, start, end)
        if per:
            end = per.start()
            continue
        match = pattern.match(text, pos=start, endpos=end)
        if not match or match.end() != end or words[match.group()][0] == "pseudo":
            break
        word = match.group()
        if len(word) == 1 and _inside_word(view, words[word][1], match.start(), start, rules):
            break
        cues.append(Cue(match.start(), end, words[word][0], words[word][1]))
        end = match.start()
        if len(cues) > 8:
            break
    return end, tuple(cues)
