"""HTML -> blocks: headings, paragraphs, list items, captions and tables, without navigation, scripts and server tags.

The standard library's parser, because it alone tells where in the source each character stood; entities keep the offset of
their ampersand. Navigation goes by element, by class or id, and by the share of a block's text that is link.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from html.parser import HTMLParser

from extractor.document import Block
from extractor.read.cells import Table
from extractor.text import Text

_DROPPED = frozenset(["script", "style", "nav", "footer", "aside", "form", "select", "button", "noscript", "iframe", "svg", "template", "textarea", "object", "map", "head"])
_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"])
_BLOCK = frozenset(["address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption", "title"])
_NAVIGATION = re.compile(r"(?:^|[\s_-])(?:nav\w{0,10}|menu\w{0,10}|sub-?nav|foot(?:er)?|copyright|crumbs?|breadcrumbs?|side-?bar|banner|toolbar|share\w{0,8}|pager|pagination|tags|related)(?:$|[\s_-])", re.IGNORECASE)
_SERVER = re.compile(r"<%.*?%>|<\?.*?\?>|\$\{[^{}]{0,300}\}", re.DOTALL)


def blocks(text: str) -> tuple[list[Block], str]:
    """(blocks, title). The title is the first visible headline, else the <title> without the site's name."""
    masked = _SERVER.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)
    parser = _Parser(masked)
    parser.feed(masked)
    parser.close()
    parser.finish()
    headline = next((b.text.chars.strip() for b in parser.out if b.kind == "heading" and b.level == 1), "")
    title = re.split(r"\s?[-_|–—]\s|[-_]\s?【|\s[-_|]", parser.title.strip())[0].strip()
    return parser.out, headline or title


class _Parser(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.source = source
        self.line_starts = [0, *(m.end() for m in re.finditer("\n", source))]
        self.out: list[Block] = []
        self.title = ""
        self.stack: list[tuple[str, bool]] = []      # open elements and whether their text is dropped
        self.chars: list[str] = []
        self.origin: list[int] = []
        self.linked = 0
        self.tables: list[Table] = []                # open tables, the innermost last

    def _at(self) -> int:
        line, column = self.getpos()
        return self.line_starts[line - 1] + column

    def _inside(self, *tags: str) -> bool:
        return any(tag in tags for tag, _ in self.stack)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCK:
            self._flush()
        elif tag == "br":
            self._add("\n", [self._at()])
        if tag in _VOID:
            return
        named = " ".join(v or "" for k, v in attrs if k in ("class", "id", "role"))
        hidden = any(k == "hidden" or k == "style" and v and re.search(r"display\s*:\s*none", v) for k, v in attrs)
        dropped = bool(self.stack and self.stack[-1][1]) or tag in _DROPPED or hidden or tag not in ("body", "html", "main", "article") and bool(_NAVIGATION.search(named))
        self.stack.append((tag, dropped and tag not in ("title",)))
        if dropped:
            return
        if tag == "table":
            if self.tables:
                self.out.extend(Block("text", cell) for cell in self.tables[-1].before_another())
            self.tables.append(Table())
        elif tag == "tr" and self.tables:
            self.tables[-1].start_row()
        elif tag in ("td", "th") and self.tables:
            self.tables[-1].start_cell(tag == "th", dict(attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)                           # <td/> is an empty cell, <hr/> ends a paragraph
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not any(t == tag for t, _ in self.stack):
            return
        if tag in _BLOCK:
            self._flush()
        while self.stack:
            open_tag, _ = self.stack.pop()
            if open_tag == "table" and self.tables:
                self._close_table()
            if open_tag == tag:
                break

    def handle_data(self, data: str) -> None:
        at = self._at()
        self._add(data, range(at, at + len(data)))

    def handle_entityref(self, name: str) -> None:
        at, char = self._at(), html.unescape(f"&{name};")
        if char == f"&{name};":                                    # R&D, AT&T: no entity, the characters themselves
            written = char if self.source.startswith(char, at) else char[:-1]
            self._add(written, range(at, at + len(written)))
        else:
            self._add_character(char)

    def handle_charref(self, name: str) -> None:
        self._add_character(html.unescape(f"&#{name};"))

    def _add_character(self, char: str) -> None:
        self._add(" " if char == "\xa0" else char, [self._at()] * len(char))

    def _add(self, chars: str, origin: Iterable[int]) -> None:
        if self.stack and self.stack[-1][0] == "title":
            self.title += chars
            return
        if self.stack and self.stack[-1][1]:
            return
        self.chars.append(chars)
        self.origin.extend(origin)
        if self._inside("a"):
            self.linked += len(chars.strip())

    def _flush(self) -> None:
        text = Text("".join(self.chars), self.origin)
        linked, self.chars, self.origin, self.linked = self.linked, [], [], 0
        bare = text.chars.strip()
        if self.tables and self._inside("td", "th") and self.tables[-1].rows:
            if bare:
                self.tables[-1].add(text.replace_chars(text.chars.replace("\n", " ")).strip(" \t\r\n\u3000"))
            return
        if not bare or linked > 0.5 * len(bare):
            return
        tag = next((t for t, _ in reversed(self.stack) if t in _BLOCK), "")
        if re.fullmatch(r"h[1-6]", tag):
            self.out.append(Block("heading", text, int(tag[1])))
        else:
            kind = {"li": "item", "figcaption": "caption", "caption": "caption"}.get(tag, "text")
            self.out.append(Block(kind, text))

    def _close_table(self) -> None:
        table = self.tables.pop()
        if table.is_layout:
            self.out.extend(Block("text", cell) for cell in table.texts)
        elif table.rows:
            self.out.append(table.block())

    def finish(self) -> None:
        self._flush()
        while self.tables:
            self._close_table()
