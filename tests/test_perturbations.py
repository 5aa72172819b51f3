"""A text changed in one known way gives rows changed in that way alone: numbers swapped, digits changed, owners renamed, layout, width, script.

Documents are those of seeds/, sentences and known faults (strict xfails with their cause) stand in tests/cases/perturbations.yaml.
"""

from __future__ import annotations

import functools
import re
from collections import Counter, namedtuple
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from breaking import lines_of
from conftest import cases

from extractor import read, read_text
from extractor.claim import Claim
from extractor.fold import fold
from extractor.pipeline import extract_document
from extractor.rules import default_rules
from extractor.run import find_inputs

SENTENCES: dict[str, list[str]] = cases("perturbations")["sentences"]
ALONE: tuple[str, ...] = tuple(cases("perturbations")["alone"])
KNOWN: dict[str, dict[str, str]] = cases("perturbations")["known"]
SEEDS = {item.doc_id: read(item.path, doc_id=item.doc_id) for item in find_inputs([str(Path(__file__).parent.parent / "seeds")])}
TEXTS = {name: d.text for name, d in SEEDS.items()} | {s: s for s in SENTENCES}


# a claim without its place: what a perturbation may change and what it must leave alone
Row = namedtuple("Row", "values unit metric entity time comparator change modality sentence")


def plain(text: str) -> str:
    """In simplified script and half width, without any space: what layout, width and script do not touch."""
    return re.sub(r"\s", "", fold(text, default_rules()))


def claims(text: str, name: str = "") -> tuple[Claim, ...]:
    document = read_text(text, doc_id="case", media_type=SEEDS[name].media_type if name in SEEDS else "text/plain")
    return extract_document(document, default_rules()).claims


def row(claim: Claim) -> Row:
    values = (claim.value,) if claim.value is not None else (claim.low, claim.high)
    words = (claim.unit, claim.metric, claim.entity, claim.time, claim.comparator, claim.change, claim.modality, claim.sentence)
    return Row(tuple(v.normalize() for v in values), *map(plain, words))


def rows(text: str, name: str = "") -> list[Row]:
    return [row(c) for c in claims(text, name)]


def judge(want: list[Row], got: list[Row]) -> None:
    """The same rows, whatever their order (a caption comes out of its sentence); sentences themselves need not be the same."""
    a, b = (Counter(r[:-1] for r in side) for side in (want, got))
    lost, new = ([f"{sign} {r}" for r in side if r[:-1] in rest] for sign, side, rest in (("-", want, a - b), ("+", got, b - a)))
    assert not lost and not new, "\n".join(["", *lost, *new])


def over(test: str, names=tuple(TEXTS)):
    """A test id a text; a known fault is a strict xfail."""
    def marks(name: str) -> list[pytest.MarkDecorator]:
        return [pytest.mark.xfail(strict=True, reason=why) for begins, why in KNOWN.get(test, {}).items() if name.startswith(begins)]

    return pytest.mark.parametrize("name", [pytest.param(name, id=name[:22], marks=marks(name)) for name in names])


def known(request: pytest.FixtureRequest, test: str, name: str) -> None:
    """The same for a test whose faults depend on more than its text."""
    if why := KNOWN.get(test, {}).get(name):
        request.applymarker(pytest.mark.xfail(strict=True, reason=why))


# --- numbers

_PLAIN = re.compile(r"\d[\d,]*(?:\.\d+)?[^\s\d<>$&多余]*")        # 多 and 余 say how exact a number is, a sign which way it goes: they would move along


@over("swap", tuple(name for name in TEXTS if not name.startswith(ALONE)))
def test_swapped_numbers(name):
    found = claims(TEXTS[name], name)
    places = [(i, j) for j in range(len(found)) for i in range(j)
              if found[i].sentence == found[j].sentence and found[i].unit == found[j].unit and row(found[i]).values != row(found[j]).values
              and all(_PLAIN.fullmatch(TEXTS[name][c.start:c.end]) for c in (found[i], found[j]))]
    assert places, "no two numbers to swap"
    if name in SEEDS:
        places = [(i, j) for i, j in places if all((k, j) not in places for k in range(i + 1, j))]      # neighbours only, for time
    for i, j in places:
        a, b = found[i], found[j]
        text = TEXTS[name]
        text = text[:a.start] + text[b.start:b.end] + text[a.end:b.start] + text[a.start:a.end] + text[b.end:]
        want = list(map(row, found))
        want[i], want[j] = want[i]._replace(values=want[j].values), want[j]._replace(values=want[i].values)
        judge(want, rows(text, name))


_NUMBER = re.compile(r"\d(?:[\d.,\s\\]*\d)?")


def _redigit(text: str, want: list[Row], i: int, claim: Claim, nth: int) -> str:
    """The text with the nth digit of the claim's (first) number made another, `want` brought up to date; unchanged where that can't be."""
    match = _NUMBER.search(text, claim.start, claim.end)
    places = [at for at in range(*match.span()) if text[at].isdigit()] if match else []
    if not -len(places) <= nth < len(places):
        return text
    at = places[nth]
    new = text[:at] + ("8" if text[at] == "9" else str(int(text[at]) + 1)) + text[at + 1:]
    old, number = (re.sub(r"[^\d.]", "", t[slice(*match.span())]) for t in (text, new))
    values = want[i].values
    if not Decimal(old) or len(values) == 2 and values[0] / Decimal(old) * Decimal(number) >= values[1]:
        return text                                               # 15%至12% would be no range any more
    want[i] = want[i]._replace(values=((values[0] / Decimal(old) * Decimal(number)).normalize(), *values[1:]))
    for j, one in enumerate(want):                                # a metric may quote another number (126个行政村收入)
        if j != i:
            want[j] = one._replace(metric=re.sub(rf"(?<![\d.A-Za-z]){re.escape(old)}(?![\d.])", number, one.metric))
    return new


@over("digit")
def test_changed_digit(name):
    found, text = claims(TEXTS[name], name), TEXTS[name]
    if name in SEEDS:                                             # the first, then the last digit of all numbers at once
        for nth in (0, -1):
            want, new = [*map(row, found)], text
            for i, claim in enumerate(found):
                new = _redigit(new, want, i, claim, nth)
            judge(want, rows(new, name))
        return
    for i, claim in enumerate(found):                             # each digit of each number, alone
        changed = False
        for nth in range(9):
            want = [*map(row, found)]
            if (new := _redigit(text, want, i, claim, nth)) != text:
                judge(want, rows(new))
                changed = True
        assert changed or not _NUMBER.search(text, claim.start, claim.end), f"no digit of {text[claim.start:claim.end]} was changed"


# --- owners

def _renamed(name: str, seeds: str, which: int) -> None:
    """Every name of a document at once, the owner of a sentence alone; a metric that quotes the name quotes the new one."""
    pairs = cases("perturbations")["renamed"][seeds].items() if name in SEEDS else [(SENTENCES[name][0], SENTENCES[name][which])]

    def renamed(text: str) -> str:
        return functools.reduce(lambda t, pair: t.replace(*pair), pairs, text)

    want = [Row(r.values, r.unit, *(plain(renamed(x)) for x in r[2:])) for r in map(row, claims(TEXTS[name], name))]
    judge(want, rows(renamed(TEXTS[name]), name))


@over("renamed, same length")
def test_renamed_owner_of_the_same_length(name):
    _renamed(name, "as long", 1)


@over("renamed, another length")
def test_renamed_owner_of_another_length(name):
    _renamed(name, "not as long", 2)


# --- layout, width, script

# What is no running text: tags, scripts and entities of HTML; front matter, images and formulas of Markdown.
_MARKUP = {"text/html": re.compile(r"<(script|style|title)\b.*?</\1>|<[^>]*>|&\w+;", re.DOTALL),
           "text/markdown": re.compile(r"\A---\n.*?\n---\n|!\[[^\]]*\]\([^)]*\)|\$[^$\n]*\$", re.DOTALL)}


def in_text(name: str, change: Callable[[str], str]) -> str:
    """The text with the change made wherever it is running text."""
    markup = _MARKUP.get(SEEDS[name].media_type) if name in SEEDS else None
    out, at, text = [], 0, TEXTS[name]
    for match in markup.finditer(text) if markup else ():
        out += [change(text[at:match.start()]), match.group()]
        at = match.end()
    return "".join([*out, change(text[at:])])


# Not beside a space (a wide one parts phrases) or a Latin letter (it ends a word there).
_NUMBERS = re.compile(r"(?<![\dA-Za-z.\s\u3000-])\d+(?:[.,]\d+)*(?![\dA-Za-z\s\u3000-]|\.\d)")
LAYOUTS: dict[str, Callable[[str], str]] = {
    "spaces around numbers": lambda text: _NUMBERS.sub(lambda m: f" {m.group()} ", text),
    "no-break spaces around numbers": lambda text: _NUMBERS.sub(lambda m: f"\u00a0{m.group()}\u00a0", text),
    "spaces around points in numbers": lambda text: re.sub(r"(?<=\d)[.,](?=\d)", r" \g<0> ", text),
    "spaces behind punctuation": lambda text: re.sub(r"[，。；：、](?=[^\s])", r"\g<0> ", text),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@over("layout")
def test_layout_spaces(name, layout, request):
    known(request, layout, name)
    judge(rows(TEXTS[name], name), rows(in_text(name, LAYOUTS[layout]), name))


FILLER = "春风送暖，万物生长，田间地头到处是忙碌的身影，村里的老人和孩子也都走出家门，沿着河边的小路慢慢散步，看见远处的山坡上桃花正开，大家心里都很高兴，说起今后的日子更是充满了信心，希望来年风调雨顺。"


@over("broken lines", tuple(SENTENCES))
def test_line_breaks_at_every_character(name):
    """A printed page of 18 characters a line: the paragraph moves through the column, so that breaks fall at every character once."""
    for shift in range(18):
        paragraph = "好" * shift + FILLER + name
        lines = lines_of(paragraph, 18)
        if not re.search(r"[A-Za-z]\n\w", "\n".join(lines)):        # a page breaks no Latin word (PM2.5) without a hyphen
            judge(rows(paragraph), rows("\n".join(lines)))


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u200b"], ids=["space", "no-break space", "zero-width space"])
@over("letter-spaced", tuple(SENTENCES))
def test_space_behind_every_character(name, space):
    judge(rows(name), rows(space.join(name)))


@pytest.mark.parametrize("width", [13, 22, 37])
@pytest.mark.parametrize("name", ["communique", "work_report", "newspaper_page"])
def test_printed_document(name, width, request):
    """Whole-line paragraphs cut as a page prints them. Owner and time are left out: a heading run into the text may move them."""
    known(request, f"printed {width} wide", name)
    lines = (lines_of(line, width) if len(line) > 45 else [line] for line in TEXTS[name].split("\n"))
    want, got = (Counter(r[:3] for r in rows(text, name)) for text in (TEXTS[name], "\n".join("\n".join(part) for part in lines)))
    assert want == got


_WIDE = {ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789%ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"}


@over("full width")
def test_full_width(name):
    wide = in_text(name, lambda text: re.sub(r"(?<=\d)\.(?=\d)", "．", text).translate(_WIDE))
    judge(rows(TEXTS[name], name), rows(wide, name))


def _traditional() -> dict[int, str]:
    pairs = [(e["simplified"], e.key) for e in default_rules().entries("traditional") if len(e.key) == len(e["simplified"]) == 1]
    count = Counter(s for s, _ in pairs)
    return {ord(s): t for s, t in pairs if count[s] == 1}


@over("traditional")
def test_traditional_script(name):
    judge(rows(TEXTS[name], name), rows(in_text(name, lambda text: text.translate(_traditional())), name))


# --- what follows

FOLLOWS = ("春天来了，花都开了。", "吉林省去年降水量为640毫米，比常年偏多两成。", "王晓燕说，天宏公司已招聘员工85人。")


@pytest.mark.parametrize("gap", ["", "\n\n"], ids=["same paragraph", "next paragraph"])
@over("followed", tuple(SENTENCES))
def test_a_following_sentence_changes_nothing(name, gap):
    alone = rows(name)
    for follows in FOLLOWS:
        judge(alone, rows(name + gap + follows)[:len(alone)])
