"""Markdown -> blocks: headings, list items, tables, front matter; emphasis, images and LaTeX of numbers are taken off.

Line by line on purpose: every character keeps its offset, which no Markdown library gives. Text between headings, tables and
lists stays one block, so that layout can join a sentence over an image or a page break.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.document import Block
from extractor.read import html
from extractor.read.grid import blocks_of
from extractor.text import Text

_FRONT = re.compile(r"\A\s*---[ \t]*\r?\n(?P<body>.{0,5000}?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^title:[ \t]*[\"']?(?P<title>.*?)[\"']?[ \t]*\r?$", re.MULTILINE)
_HEADING = re.compile(r"(?P<marks>#{1,6})\s+(?P<text>.*?)\s*#*\s*$")
_ITEM = re.compile(r"\s{0,8}(?:[-*+]|\d{1,3}[.)])\s+(?P<text>\S.*)$")
_RULE = re.compile(r"\s*(?:[-*_]\s?){3,}\s*$")
_DELIMITER = re.compile(r"\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*$")
_HIDDEN = re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]{0,2000}\)|<!--.*?-->|<img\b[^>]{0,3000}>|</?(?:figure|center|sup|sub|br|div|p|span|a|em|strong|b|i)\b[^<>]{0,300}>|\[\d{1,3}(?:[,，-]\d{1,3})*\](?!\()")
_HTML_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_CAPTION = re.compile(r"<figcaption>|</figcaption>")
_LINK = re.compile(r"(?<!!)\[(?P<text>[^\[\]\n]{0,300})\]\((?P<to>[^)\n]{0,2000})\)")
_EMPHASIS = re.compile(r"\*{1,3}|(?<![A-Za-z\d])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![A-Za-z\d])|`+|~~")
_MATH = re.compile(r"\$\$?(?P<body>[^$\n]{1,300})\$\$?")


def blocks(text: str) -> tuple[list[Block], str]:
    """(blocks, title): title from front matter, else the first heading."""
    front = _FRONT.match(text)
    title, start = "", 0
    if front:
        start = front.end()
        said = _TITLE.search(front["body"])
        title = said["title"] if said else ""
    out: list[Block] = []
    run: list[Text] = []

    def close() -> None:
        if run:
            out.extend(blocks_of(Text.join(run)))              # rows of a table without its line of dashes too
            run.clear()

    whole = Text.whole(text)
    lines = _lines(text, start)
    i = 0
    while i < len(lines):
        a, b = lines[i]
        line = text[a:b].rstrip("\r\n")
        if line.lstrip().startswith("|") and i + 1 < len(lines) and _DELIMITER.match(text[slice(*lines[i + 1])].rstrip("\r\n")):
            close()
            end = i + 2
            while end < len(lines) and text[slice(*lines[end])].lstrip().startswith("|"):
                end += 1
            out.append(_table(whole, [lines[i], *lines[i + 2:end]]))
            i = end
            continue
        table = _HTML_TABLE.search(line)
        end = text.lower().find("</table>", a + table.start()) if table else -1
        if table and end >= 0:
            close()
            out.extend(shifted(b, a + table.start()) for b in html.blocks(text[a + table.start():end + 8])[0])
            while i < len(lines) and lines[i][0] < end + 8:
                i += 1
            continue
        i += 1
        heading, item = _HEADING.match(line), _ITEM.match(line)
        if heading:
            close()
            out.append(Block("heading", clean(whole[a + heading.start("text"):a + heading.end("text")]), len(heading["marks"])))
        elif _CAPTION.search(line):
            close()
            inside = re.sub(r"<[^>]*>", lambda m: "\x00" * len(m.group()), line)
            out.append(Block("caption", clean(whole[a:a + len(line)].keep(c != "\x00" for c in inside))))
        elif _RULE.match(line):
            close()
        elif item and not _EMPHASIS.match(line.lstrip()) or item and line.lstrip()[:2] in ("* ", "- "):
            close()
            out.append(Block("item", clean(whole[a + item.start("text"):a + len(line)])))
        else:
            run.append(clean(whole[a:b]))
    close()
    headings = [x.text.chars for x in out if x.kind == "heading" and x.text.chars.strip()]
    return [x for x in out if x.rows or x.text.chars.strip()], title or (headings[0] if headings else "")


def shifted(block: Block, by: int) -> Block:
    """The same block `by` code points further on in the document."""
    move = lambda t: Text(t.chars, [o + by for o in t.origin])  # noqa: E731
    return replace(block, text=move(block.text), rows=tuple(tuple(map(move, row)) for row in block.rows))


def _lines(text: str, start: int) -> list[tuple[int, int]]:
    spans = []
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end + 1
        spans.append((start, end))
        start = end
    return spans


def _table(whole: Text, lines: list[tuple[int, int]]) -> Block:
    """A pipe table; a first row with one filled cell is its title and belongs to the head."""
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
    return Block("table", Text("", []), rows=tuple(rows), head_rows=head)


def clean(text: Text) -> Text:
    """Characters without markup; `$2 1 \\% - 2 7 \\%$` becomes 21%-27%."""
    if not any(c in text.chars for c in "!<[*_`$~\\"):
        return text
    keep = [True] * len(text)
    chars = list(text.chars)

    def hide(a: int, b: int) -> None:
        keep[a:b] = [False] * (b - a)

    for match in _HIDDEN.finditer(text.chars):
        hide(match.start(), match.end())
    for match in _LINK.finditer(text.chars):
        hide(match.start(), match.start("text")), hide(match.end("text"), match.end())
    for match in _EMPHASIS.finditer(text.chars):
        hide(match.start(), match.end())
    for match in _MATH.finditer(text.chars):
        _math(text.chars, match, chars, hide)
    for match in re.finditer(r"\\(?=[!-/:-@\[-`{-~])", text.chars):
        hide(match.start(), match.end())
    return text.replace_chars("".join(chars)).keep(keep)


_COMMAND = re.compile(r"\\(?P<name>[A-Za-z]{1,20})|\\(?P<sign>[^A-Za-z])|[{}\s]")
_SIGNS = {"sim": "~", "times": "×", "pm": "±", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "cdot": "·", "circ": "°", "approx": "≈"}


def _math(source: str, match: re.Match, chars: list[str], hide) -> None:
    """Strip the dollars, spaces, braces and commands of a formula; signs get their character at the command's first offset."""
    hide(match.start(), match.start("body")), hide(match.end("body"), match.end())
    for part in _COMMAND.finditer(source, match.start("body"), match.end("body")):
        sign = _SIGNS.get(part["name"] or "")
        if sign:
            chars[part.start()] = sign
            hide(part.start() + 1, part.end())
        elif part["sign"] and part["sign"] not in " ,;!":
            hide(part.start(), part.start() + 1)
        else:
            hide(part.start(), part.end())
