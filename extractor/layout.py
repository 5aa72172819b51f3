"""repair(document, rules) -> list[Block]: running text again, every character with its source offset.

Each printed line a paragraph, letter-spaced lines, vertical headlines, page breaks inside sentences, navigation lines: what a
text layer does to a text is undone here, for all formats alike. A join that only its length speaks for is flagged.

The unit of judgement is the line. A column is a run of lines of about one width; a line that fills its column and does not end a
sentence goes on in the next one.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from extractor.document import Block, Document
from extractor.fold import fold
from extractor.inline import PRINTED_WIDTH, unspace
from extractor.lines import Line, ends_sentence, is_navigation, line_pattern, lines_of, split_lines
from extractor.patterns import compiled
from extractor.rules import Rules
from extractor.text import Text


def repair(document: Document, rules: Rules) -> list[Block]:
    """Blocks of repaired text in reading order; tables pass through with their cells cleaned."""
    out: list[Block] = []
    for block in document.blocks:
        if block.kind == "table":
            out.append(replace(block, rows=tuple(tuple(unspace(c, rules) for c in row) for row in block.rows)))
        elif block.kind == "text":
            out.extend(_running(block, rules))
        else:
            text = unspace(Text.join(split_lines(block.text)), rules)
            if text.chars and not is_navigation(text.chars, rules):
                out.append(replace(block, text=text))
    return _over_breaks(out, rules)


def _running(block: Block, rules: Rules) -> Iterator[Block]:
    lines = lines_of(block.text, rules)
    if not lines:
        return
    lines, captions = _take_captions(lines, rules)
    for caption in captions:
        yield replace(block, kind="caption", text=_join(caption))
    columns = _columns(lines)
    labelled = _labelled(lines)
    run: list[Line] = []
    for i, line in enumerate(lines):
        run.append(line)
        following = lines[i + 1] if i + 1 < len(lines) else None
        column, printed = columns[i], columns[i] > 0
        if following and i + 1 not in labelled and _goes_on(line, following, column, printed, rules):
            continue
        made = _block(block, run, printed, column)
        yield replace(made, kind="item", level=0) if i in labelled and made.kind == "heading" else made
        run = []


def _labelled(lines: list[Line]) -> set[int]:
    """Indices of the lines of a list of properties (轴距：2890mm), two and more in a row: each is a line of its own."""
    label = compiled(r"[-·•*]?\s?[\p{Han}A-Za-z][\p{Han}A-Za-z()/]{1,11}[:：]\s?\S")
    own = {i for i, line in enumerate(lines) if line.width <= PRINTED_WIDTH and label.match(line.chars)}
    return {i for i in own if i - 1 in own or i + 1 in own}


def _take_captions(lines: list[Line], rules: Rules) -> tuple[list[Line], list[list[Line]]]:
    """Captions and bylines that stand between the lines of a sentence, out of the running text.

    A caption goes from its mark (图为…) to the photographer or the end of a sentence, four lines at the most.
    """
    kept: list[Line] = []
    captions: list[list[Line]] = []
    i = 0
    while i < len(lines):
        size = _caption_size(lines[i:i + 4], rules)
        inside = bool(kept) and not kept[-1].ends and i + size < len(lines)
        if size and (inside or line_pattern(rules, "caption").match(lines[i].folded)):
            captions.append(lines[i:i + size])
            i += size
        else:
            kept.append(lines[i])
            i += 1
    return kept, captions


def _caption_size(lines: list[Line], rules: Rules) -> int:
    """How many of the lines are a caption (or a byline alone on its line), 0 for none."""
    if line_pattern(rules, "byline").fullmatch(lines[0].folded):
        return 1
    if not line_pattern(rules, "caption").match(lines[0].folded):
        return 0
    for size, line in enumerate(lines, 1):
        if compiled(r"[摄影图]\)?$").search(line.folded) or line.ends and not (size < len(lines) and compiled(r"[摄影]\)?$").search(lines[size].folded)):
            return size
    return 0


def _columns(lines: list[Line]) -> list[float]:
    """Of each line the width of the printed column that it stands in, 0 where it stands in none: of a page that is set in columns all lines, of another
    the stretches of short lines that are cut in mid-sentence."""
    if _is_printed(lines):
        return [_column(lines, i) for i in range(len(lines))]
    out: list[float] = []
    for stretch in _stretches(lines):
        printed = _is_printed(stretch, 3) and _is_prose(stretch)
        out += [_column(stretch, i) if printed else 0.0 for i in range(len(stretch))]
    return out


def _stretches(lines: list[Line]) -> list[list[Line]]:
    """The lines parted where an empty line stands and where a long line of running text does."""
    out: list[list[Line]] = []
    for line in lines:
        if not out or line.gap or (line.width > PRINTED_WIDTH) != (out[-1][-1].width > PRINTED_WIDTH):
            out.append([])
        out[-1].append(line)
    return out


def _is_prose(lines: list[Line]) -> bool:
    """Are the lines sentences, most of them with a mark inside, some cut where no list cuts them: behind a figure whose unit begins the next line,
    before a mark that begins none, before a line no wider that ends a sentence?"""
    marked = sum(bool(compiled(r"[，,。；;、]").search(x.chars)) for x in lines)
    cut = sum(
        bool(compiled(r"(?<![:：/-]\d?)\d[万亿]?$").search(a.chars) and compiled(r"\p{Han}").match(b.chars)) or b.chars[0] in _NEVER_FIRST
        or bool(compiled(r"\p{Han}$").search(a.chars)) and b.ends and a.width >= 14 and b.width <= a.width + 2.5
        for a, b in itertools.pairwise(lines) if not a.ends
    )
    return marked > 0.65 * len(lines) and cut >= (1 if len(lines) < 8 else 2)


def _is_printed(lines: list[Line], least: int = 6) -> bool:
    """Are the lines those of a printed column: at least so many, short, and most of them cut in the middle of a sentence?"""
    long = [x for x in lines if x.width >= 6]
    if len(long) < least:
        return False
    narrow = [x for x in long if x.width <= PRINTED_WIDTH]
    return len(narrow) > 0.9 * len(long) and sum(x.ends for x in narrow) < 0.5 * len(narrow) and _even(narrow)


def _even(lines: list[Line]) -> bool:
    """Neighbouring lines of one column are about equally wide."""
    pairs = [abs(a.width - b.width) <= 2.5 for a, b in zip(lines, lines[1:], strict=False)]
    return sum(pairs) > 0.35 * len(pairs)


def _column(lines: list[Line], at: int) -> float:
    """Width of the column around a line: the upper middle of its nearest neighbours' widths."""
    near = sorted(x.width for x in lines[max(0, at - 3):at + 4])
    return near[-2] if len(near) > 2 else near[-1]


def _is_full(line: Line, column: float) -> bool:
    """Does the line fill its column, in width or in characters (a text wrapped at n characters)?"""
    return line.width >= 0.8 * column or len(line.chars) >= 0.8 * column and compiled(r"[\dA-Za-z]").search(line.chars) is not None


# No paragraph begins with these.
_NEVER_FIRST = "，。、；：？！）”’》】%％"


def _goes_on(line: Line, following: Line, column: float, printed: bool, rules: Rules) -> bool:
    """Does the next line continue this one's paragraph?"""
    if line_pattern(rules, "begins").match(following.folded) or line_pattern(rules, "closes").search(line.folded):
        return False
    if printed:
        if following.chars[0] in _NEVER_FIRST and not following.chars.startswith("……"):
            return True
        full = _is_full(line, column)
        if line.ends:
            wide = line.width >= column - 1 or line.chars[-1] == "；" and len(line.chars) >= column - 1      # a text wrapped at n characters
            return full and not following.gap and wide and following.width >= 4
        return full or line.chars[-1] in "，、：" and line.width >= 0.5 * column
    if line.ends or line.chars[-1] in "：:":
        return False
    if following.chars[0] in _NEVER_FIRST and len(line.chars) > 8:
        return True
    # A long line of prose that stops in mid-sentence was cut by a page or an image.
    prose = len(line.chars) >= 30 and compiled(r"[，。；]").search(line.folded) and compiled(r"[，。；]").search(following.folded) or line.chars[-1] in "，、（“" and len(line.chars) > 12
    return bool(prose) and not _looks_like_heading(following)


def _looks_like_heading(line: Line) -> bool:
    return len(line.chars) <= 30 and not line.ends and not compiled(r"[，。；]").search(line.folded)


def _block(block: Block, run: list[Line], printed: bool, column: float) -> Block:
    text = _join(run)
    heading = not run[-1].ends and len(text.chars) <= PRINTED_WIDTH and text.chars[-1] not in "，、；" and (
        len(run) <= 3 if printed else len(run) == 1
    ) and not (printed and len(run) == 1 and run[0].width > 0.95 * column and compiled(r"[，。]").search(text.chars))
    flags = ("doubtful join",) if not printed and len(run) > 1 or printed and any(x.ends is False and x.width < 0.7 * column for x in run[:-1]) else ()
    return replace(block, kind="heading" if heading else "text", text=text, level=9 if heading else 0, flags=() if heading else flags)


def _join(run: list[Line]) -> Text:
    """Lines of one paragraph; a space only between two Latin words."""
    parts: list[Text] = []
    for line in run:
        if parts and compiled(r"[A-Za-z]$").search(parts[-1].chars) and compiled(r"[A-Za-z]").match(line.chars):
            parts.append(Text(" ", [parts[-1].origin[-1]]))
        parts.append(line.text)
    return Text.join(parts)


def _over_breaks(blocks: list[Block], rules: Rules) -> list[Block]:
    """Join a paragraph cut in mid-sentence with the next one where only a caption, an image or a page head stood between."""
    out: list[Block] = []
    for block in blocks:
        previous = next((b for b in reversed(out) if b.kind != "caption"), None)
        if block.kind == "text" and previous and previous.kind == "text" and _cut(previous.text.chars, rules) and _is_rest(block.text.chars):
            at = out.index(previous)
            out[at] = replace(previous, text=Text.join([previous.text, block.text]), flags=tuple({*previous.flags, "doubtful join"}))
        else:
            out.append(block)
    return out


def _cut(chars: str, rules: Rules) -> bool:
    return len(chars) > 20 and not ends_sentence(chars) and not line_pattern(rules, "closes").search(fold(chars, rules)) and chars[-1] not in "：:" and bool(compiled(r"[，。、；]").search(chars))


def _is_rest(chars: str) -> bool:
    return bool(compiled(r"[\p{Han}\d，、”]").match(chars)) and bool(compiled(r"[。；，]").search(chars))
