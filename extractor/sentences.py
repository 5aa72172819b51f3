"""split(blocks, rules) -> Iterator[Sentence]: prose into sentences, list items and run-together headings apart, table rows as they are.

；does not end a sentence; closing quotes and brackets stay with it. Headings set the section of what follows.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator

import regex

from extractor.document import Block
from extractor.fold import fold
from extractor.patterns import compiled
from extractor.rules import Rules, named
from extractor.sentence import Row, Sentence
from extractor.text import Text

# A half-width point ends a sentence behind a figure too (占53.8%.其中).
_END = regex.compile(r"[。！？!?]+(?:…+)?|…{2,}|(?<=[%％])\.(?=\p{Han})")
_CLOSING = "”’」』）)》】"


def split(blocks: Iterable[Block], rules: Rules) -> Iterator[Sentence]:
    """Sentences in reading order; `paragraph` counts the blocks."""
    section = caption = above = ""
    for number, block in enumerate(blocks):
        if block.kind == "table":
            yield from _rows(block, section, caption, number)
            caption = "" if above == "caption" else caption        # a table's own caption is not the next one's
            continue
        above = block.kind
        if block.kind == "heading":
            if compiled(r"\p{L}").search(block.text.chars):                # a line of dashes heads nothing
                section = block.text.chars.strip()
                yield Sentence(block.text.strip(), "heading", section, number, block.page, (*block.flags, "headline"))
                caption = _captioned(caption, section)
            continue
        kind = {"item": "item", "caption": "caption"}.get(block.kind, "prose")
        for piece, is_heading in _pieces(block.text, rules):
            if is_heading:
                section = piece.chars
            caption = _captioned(caption, piece.chars)
            yield Sentence(piece, "heading" if is_heading else kind, section, number, block.page, block.flags)


def _captioned(before: str, chars: str) -> str:
    """What stands above a table: its last short line, with the one before where it tells a unit only (表1 …⏎单位：%)."""
    told = f"{before} {chars}" if before and compiled(r"\s*[(（]?(?:单位|單位)[:：]").match(chars) else chars
    return told if len(told) <= 60 else chars if len(chars) <= 60 else ""


def _pieces(text: Text, rules: Rules) -> Iterator[tuple[Text, bool]]:
    """Sentences of one paragraph, and whether each is a run-together heading."""
    for sentence in _cut(text, _ends(text.chars)):
        for part in _last_item_ends(list(_cut(sentence, _starts(sentence.chars, fold(sentence.chars, rules), rules)))):
            part = _without_mark(part.strip())
            if not part.chars or not compiled(r"\p{L}|\d").search(part.chars):
                continue
            yield part, bool(named(rules, "a numbered heading run into the text").fullmatch(part.chars))


def _ends(chars: str) -> list[int]:
    """Cuts after the end of a sentence; an end inside quotes or brackets cuts only when the quote closes with it."""
    cuts = []
    for match in _END.finditer(chars):
        end = match.end()
        if match.group()[0] in "。" and _is_list_mark(chars, match.start()):
            continue
        while end < len(chars) and chars[end] in _CLOSING:
            end += 1
        if chars[end:end + 1] in ("，", "、", "；", "的") and end > match.end():
            continue                                              # “……吗？”他问 goes on; “……！”的口号
        cuts.append(end)
    return cuts


def _is_list_mark(chars: str, at: int) -> bool:
    """1。 格尔格斯: the point behind a list number, an OCR or typing slip for 1."""
    return bool(compiled(r"(?:^|[）)%％。]|(?<!\d)[：:]|[\p{Han}][率名单榜]|\s)(?:T-)?\d{1,2}$").search(chars[max(0, at - 6):at])) and bool(compiled(r"。\s*[\p{Han}]").match(chars[at:at + 4]))


@functools.cache
def _beginnings(rules: Rules) -> tuple[tuple[regex.Pattern, Callable[[regex.Match, str], bool]], ...]:
    """Where a new sentence begins without an end before it: a pattern's match start is the cut, where what is asked of the match and the text holds."""
    return (
        *((pattern, lambda m, t: True) for pattern in (
            named(rules, "a heading that begins in running text"), named(rules, "the byline before the text"), named(rules, "the text behind the byline"),
            named(rules, "the head of a dispatch"), named(rules, "the source behind a headline"), named(rules, "the headline behind 原标题"))),
        # a list head and its first item: 2018赛季一发得分率：|1。 格尔格斯
        (compiled(r"(?:T-)?\d{1,2}。\s?(?=\p{Han})"), lambda m, t: _is_list_mark(t, m.end() - 2 if t[m.end() - 1].isspace() else m.end() - 1)),
        # a numbered heading and the sentence that begins with its year: 1.全国教育经费增长情况|2017年全国…
        (compiled(r"(?<=[\p{Han}）)])(?=(?:19|20)\d{2}年[\p{Han}，,])"), lambda m, t: bool(compiled(r"(?:[一二三四五六七八九十]{1,3}、|[（(]?\d{1,2}[.．、)）])[^。，；：]{2,40}$").match(t[_last_start(t, m.start()):m.start()]))),
    )


def _last_start(text: str, at: int) -> int:
    found = [m.start() for m in compiled(r"[一二三四五六七八九十]{1,3}、|(?<!\d)\d{1,2}[.．](?!\d)").finditer(text[:at])]
    return found[-1] if found else 0


def _starts(chars: str, folded: str, rules: Rules) -> list[int]:
    """Cuts in a sentence, found in its folded twin too: the words are written in simplified script, some marks in full width."""
    cuts = {m.start() for text in {chars, folded} for pattern, ok in _beginnings(rules) for m in pattern.finditer(text) if ok(m, text)}
    return sorted(c for c in cuts if 0 < c < len(chars))


def _cut(text: Text, cuts: list[int]) -> Iterator[Text]:
    start = 0
    for cut in [*cuts, len(text)]:
        if cut > start:
            yield text[start:cut]
            start = cut


def _last_item_ends(parts: list[Text]) -> list[Text]:
    """The last of several run-together items ends where the others' form does: 5。 凯斯：70%（42场）|格尔格斯在…"""
    if len(parts) < 3:
        return parts
    form, last = parts[-2].chars.rstrip(), parts[-1].chars
    if form[-1] not in ")）%％" or not _MARK.match(parts[-2].chars):
        return parts
    at = -1
    for _ in range(form.count(form[-1])):
        at = last.find(form[-1], at + 1)
        if at < 0:
            return parts
    return [*parts[:-1], parts[-1][:at + 1], parts[-1][at + 1:]] if at + 1 < len(last) else parts


_MARK = regex.compile(r"(?:(?:T-)?\d{1,2}。\s?|[·•●◆■]\s?)(?=\p{L})")


def _without_mark(piece: Text) -> Text:
    match = _MARK.match(piece.chars)
    return piece[match.end():] if match else piece


def _rows(block: Block, section: str, caption: str, number: int) -> Iterator[Sentence]:
    """Each row of a table as one sentence: cells joined by a space; a head row with one filled cell is the table's title."""
    head = [row for row in block.rows[:block.head_rows] if sum(bool(c.chars) for c in row) > 1]
    titles = [c.chars for row in block.rows[:block.head_rows] if sum(bool(c.chars) for c in row) == 1 for c in row if c.chars]
    width = max(map(len, block.rows))
    headers = tuple(" / ".join(dict.fromkeys(row[i].chars for row in head if i < len(row) and row[i].chars)) for i in range(width))
    title = " ".join(titles) or caption
    group = ""
    for i, row in enumerate(block.rows):
        is_head = i < block.head_rows
        if row and row[0].chars:
            group = row[0].chars if compiled(r"\p{L}").search(row[0].chars) else ""        # a figure that reaches down names nothing
        text, cells = _row_text(tuple({id(c): c for c in row}.values()) if is_head else row)     # a spanning head stands once
        if not text.chars.strip():
            continue
        if is_head:
            yield Sentence(text, "heading", section, number, block.page, ("table head",))
        else:
            yield Sentence(text, "row", section, number, block.page, block.flags, Row(cells, headers, title, group if row and not row[0].chars else ""))


def _row_text(row: tuple[Text, ...]) -> tuple[Text, tuple[tuple[int, int], ...]]:
    cells, at = [], 0
    filled = []
    for cell in row:
        if cell.chars:
            at += 1 if filled else 0
            cells.append((at, at + len(cell)))
            at += len(cell)
            filled.append(cell)
        else:
            cells.append((at, at))
    return Text.join(filled, " "), tuple(cells)
