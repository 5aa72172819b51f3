"""Markdown -> blocks: headings, list items, tables, front matter; emphasis, images and LaTeX of numbers are taken off.

Line by line on purpose: every character keeps its offset, which no Markdown library gives. Text between headings, tables and
lists stays one block, so that layout can join a sentence over an image or a page break.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.document import Block
from extractor.read import html
from extractor.read.cells import names_a_column
from extractor.read.formulas import without_formulas
from extractor.read.grid import blocks_of
from extractor.rules import Rules, named
from extractor.text import Text

_FRONT = re.compile(r"\A\s*---[ \t]*\r?\n(?P<body>.{0,5000}?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^title:[ \t]*[\"']?(?P<title>.*?)[\"']?[ \t]*\r?$", re.MULTILINE)
_HEADING = re.compile(r"(?P<marks>#{1,6})\s+(?P<text>.*?)\s*#*\s*$")
_ITEM = re.compile(r"\s{0,8}(?:[-*+]|\d{1,3}[.)])\s+(?P<text>\S.*)$")
_RULE = re.compile(r"\s*(?:[-*_]\s?){3,}\s*$")
_DELIMITER = re.compile(r"\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*$")
_HIDDEN = re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]{0,2000}\)|<!--.*?-->|<img\b[^>]{0,3000}>|</?(?:figure|center|sup|sub|br|div|p|span|a|em|strong|b|i)\b[^<>]{0,300}>|\[\d{1,3}(?:[,，-]\d{1,3})*\](?!\()")
_HTML_TABLE, _END_OF_TABLE = re.compile(r"<table\b", re.IGNORECASE), re.compile(r"</table>", re.IGNORECASE)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_CAPTION = re.compile(r"<figcaption>|</figcaption>")
_LINK = re.compile(r"(?<!!)\[(?P<text>[^\[\]\n]{0,300})\]\((?P<to>[^)\n]{0,2000})\)")
_EMPHASIS = re.compile(r"\*{1,3}|(?<![A-Za-z\d])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![A-Za-z\d])|`+|~~")
_ESCAPES = re.compile(r"\\(?=[!-/:-@\[-`{-~])")


def blocks(text: str, rules: Rules) -> tuple[list[Block], str]:
    """(blocks, title): title from front matter, else the first heading."""
    front = _FRONT.match(text)
    said = _TITLE.search(front["body"]) if front else None
    out = _Reader(text, front.end() if front else 0, rules).read()
    headings = [x.text.chars for x in out if x.kind == "heading" and x.text.chars.strip()]
    return [x for x in out if x.rows or x.text.chars.strip()], (said["title"] if said else "") or (headings[0] if headings else "")


class _Reader:
    """Reads the lines of a text one after the other from an offset on; running text is kept until a line of another kind ends its block."""

    def __init__(self, text: str, start: int, rules: Rules) -> None:
        self.text, self.rules = text, rules
        self.whole = Text.whole(text)
        self.lines = _lines(text, start)
        self.at = 0                         # the line to be read next
        self.run: list[Text] = []
        self.out: list[Block] = []

    def read(self) -> list[Block]:
        """All blocks, empty ones too."""
        while self.at < len(self.lines):
            if not self._pipe_table() and not self._html_table():
                self._line()
        self._close()
        return self.out

    def _close(self) -> None:
        if self.run:
            self.out.extend(blocks_of(Text.join(self.run), self.rules))        # rows of a table without its line of dashes too
            self.run.clear()

    def _add(self, block: Block) -> None:
        self._close()
        self.out.append(block)

    def _chars(self, line: int) -> str:
        return self.text[slice(*self.lines[line])].rstrip("\r\n")

    def _pipe_table(self) -> bool:
        """Read a table whose head stands over a line of dashes; False where none begins here."""
        first = self.at
        if not self._chars(first).lstrip().startswith("|") or first + 1 == len(self.lines) or not _DELIMITER.match(self._chars(first + 1)):
            return False
        end = first + 2
        while end < len(self.lines) and self._chars(end).lstrip().startswith("|"):
            end += 1
        self._add(_table(self.whole, [self.lines[first], *self.lines[first + 2:end]], self.rules))
        self.at = end
        return True

    def _html_table(self) -> bool:
        """Read a table in HTML, which may go over many lines; False where none begins in this one or it has no end."""
        table = _HTML_TABLE.search(self._chars(self.at))
        if not table:
            return False
        start = self.lines[self.at][0] + table.start()
        close = _END_OF_TABLE.search(self.text, start)
        if not close:
            return False
        end = close.end()
        self._close()
        self.out.extend(shifted(b, start) for b in html.blocks(self.text[start:end])[0])
        while self.at < len(self.lines) and self.lines[self.at][0] < end:
            self.at += 1
        return True

    def _line(self) -> None:
        """Read a line by itself: a heading, a caption, a rule, an item, else running text."""
        start, end = self.lines[self.at]
        line = self._chars(self.at)
        self.at += 1
        heading, item = _HEADING.match(line), _ITEM.match(line)
        if heading:
            self._add(Block("heading", clean(self.whole[start + heading.start("text"):start + heading.end("text")]), len(heading["marks"])))
        elif _CAPTION.search(line):
            inside = re.sub(r"<[^>]*>", lambda m: "\x00" * len(m.group()), line)
            self._add(Block("caption", clean(self.whole[start:start + len(line)].keep(c != "\x00" for c in inside))))
        elif _RULE.match(line):
            self._close()
        elif item and (not _EMPHASIS.match(line.lstrip()) or line.lstrip()[:2] in ("* ", "- ")):
            self._add(Block("item", clean(self.whole[start + item.start("text"):start + len(line)])))
        else:
            self.run.append(clean(self.whole[start:end]))


def shifted(block: Block, by: int) -> Block:
    """The same block `by` code points further on in the document."""
    move = lambda t: Text(t.chars, [o + by for o in t.origin])  # noqa: E731
    return replace(block, text=move(block.text), rows=tuple(tuple(map(move, row)) for row in block.rows))


def _lines(text: str, start: int) -> list[tuple[int, int]]:
    return [line.span() for line in _LINE.finditer(text, start)]


def _table(whole: Text, lines: list[tuple[int, int]], rules: Rules) -> Block:
    """A pipe table; a first row with one filled cell is its title and belongs to the head, and so does a second row that goes on with the names of columns
    (| | 金额（万元） | 同比增长（%） |), over whose cells those of the first are spread."""
    rows = []
    for a, b in lines:
        row = whole[a:b].strip(" \t\r\n")
        cells, at = [], 1 if row.chars.startswith("|") else 0
        for match in re.finditer(r"(?<!\\)\|", row.chars[at:] if row.chars.endswith("|") else row.chars[at:] + "|"):
            end = 1 + match.start() if row.chars.startswith("|") else match.start()
            cells.append(clean(row[at:end]).strip(" \t"))
            at = end + 1
        rows.append(tuple(cells))
    head = 1
    if sum(bool(c.chars) for c in rows[0]) == 1 and len(rows) > 2:
        head = 2
    elif len(rows) > 2 and _goes_on(rows[1], rules) and re.search(r"\d", "".join(c.chars for c in rows[2][1:])):
        head = 2
        rows[0] = tuple(c if c.chars or i < 2 or i >= len(rows[1]) or not rows[1][i].chars else next((b for b in reversed(rows[0][1:i]) if b.chars), c) for i, c in enumerate(rows[0]))
    return Block("table", Text("", []), rows=tuple(rows), head_rows=head)


def _goes_on(row: tuple[Text, ...], rules: Rules) -> bool:
    """Does a row name columns once more: words alone, most with a unit in brackets or the like?"""
    filled, more = [c.chars for c in row[1:] if c.chars], named(rules, "names a column once more")
    return len(filled) > 1 and all(names_a_column(c) for c in filled) and 2 * sum(bool(more.search(c)) for c in filled) > len(filled)


def clean(text: Text) -> Text:
    """Characters without markup; `$2 1 \\% - 2 7 \\%$` becomes 21%-27%."""
    text = without_formulas(text)
    if not any(c in text.chars for c in "!<[*_`~\\"):
        return text
    hidden = [m.span() for pattern in (_HIDDEN, _EMPHASIS, _ESCAPES) for m in pattern.finditer(text.chars)]
    for link in _LINK.finditer(text.chars):
        hidden += [(link.start(), link.start("text")), (link.end("text"), link.end())]
    return text.without(hidden)
