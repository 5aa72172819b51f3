"""PDF with a text layer -> blocks by page, in reading order: columns one after the other, running heads and page numbers out.

PDFium gives characters and their boxes (BSD-3-Clause and Apache-2.0, kept by Google; of pypdf, pdfminer.six,
pdfplumber and this one the fastest on our two-column pages). Their order on the page is ours: no reader kept the columns of a page whose lines
are written across them. Ruled tables go through pdfplumber, on the pages that have rules only.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from dataclasses import dataclass

from extractor.document import Block
from extractor.errors import InputError
from extractor.read.columns import Segment, in_reading_order, segments
from extractor.read.compose import Composer

_RULED = 6          # paths on a page from which a ruled table is worth looking for
_MARGIN = 0.12      # share of the page's height in which running heads and page numbers stand


_Box = tuple[float, float, float, float]      # left, top, right, bottom


@dataclass(slots=True)
class _Page:
    number: int
    height: float
    lines: list[Segment]
    tables: list[tuple[_Box, list[list[str]]]]


def blocks(data: bytes, source: str) -> tuple[str, list[Block], str, str]:
    """(text, blocks, title, warning) of a PDF; the text is every line in reading order, pages parted by a form feed.

    Raises InputError: encrypted, truncated or damaged, a scan without text, or the pdf extra is not installed.
    """
    pages, empty = _pages(data, source)
    heads = _running_heads(pages)
    composer = Composer()
    for page in pages:
        _compose(page, heads, composer)
        composer.end_page()
    warning = f"pages without text (scanned? run OCR first): {_ranges(empty)}" if empty else ""
    return composer.text, composer.blocks, _title(pages), warning


def _pages(data: bytes, source: str) -> tuple[list[_Page], list[int]]:
    try:
        import pypdfium2 as pdfium
    except ImportError:
        raise InputError(f"{source}: this is a PDF; to read it: pip install 'zh-quantity-claims[pdf]'") from None
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).lower() or "security" in str(error).lower()
        raise InputError(f"{source}: " + ("the PDF is encrypted; remove its password first" if locked else "the PDF is damaged or cut short")) from None
    out, empty, images = [], [], 0
    try:
        for i in range(len(document)):
            page, has_image = _page(document, i, data)
            images += has_image
            if not any(x.chars.strip() for x in page.lines) and not page.tables:
                empty.append(i + 1)
            out.append(page)
    except pdfium.PdfiumError:
        raise InputError(f"{source}: page {len(out) + 1} of the PDF is damaged") from None
    finally:
        document.close()
    if len(empty) == len(out):
        what = "a scan without a text layer; run OCR on it first" if images else "a PDF without any text"
        raise InputError(f"{source}: this is {what} ({len(out)} page{'s' * (len(out) != 1)})")
    return out, empty


def _page(document, index: int, data: bytes) -> tuple[_Page, bool]:
    import pypdfium2.raw as raw

    page = document[index]
    width, height = page.get_size()
    found = segments(page.get_textpage(), height)
    paths = images = 0
    for thing in page.get_objects(max_depth=3):
        paths += thing.type == raw.FPDF_PAGEOBJ_PATH
        images += thing.type == raw.FPDF_PAGEOBJ_IMAGE
    tables = []
    if paths >= _RULED:
        tables = _ruled_tables(data, index)
        for (left, top, right, bottom), _ in tables:
            found = [s for s in found if not (left <= s.center <= right and top <= s.middle <= bottom)]
    return _Page(index + 1, height, in_reading_order(found), tables), bool(images)


def _ruled_tables(data: bytes, index: int) -> list[tuple[_Box, list[list[str]]]]:
    """Bounding box and cells of each ruled table of a page with at least two rows and two columns of text."""
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)       # it tells of every oddity of a font
    try:
        with pdfplumber.open(io.BytesIO(data), pages=[index + 1]) as document:
            found = [(table.bbox, _filled(table.extract())) for table in document.pages[0].find_tables()]
    except Exception:  # noqa: BLE001  a damaged file that PDFium can read: its table is read as text
        return []
    return [(box, rows) for box, rows in found if len(rows) > 1 and max(map(len, rows)) > 1 and sum(len(c) for r in rows for c in r) < 200 * len(rows)]


def _filled(table: list[list[str | None]]) -> list[list[str]]:
    """Rows that hold text, each cell on one line."""
    rows = [[re.sub(r"\s+", " ", cell or "").strip() for cell in row] for row in table]
    return [row for row in rows if any(row)]


def _running_heads(pages: list[_Page]) -> set[tuple[int, Segment]]:
    """(page, line) of the running titles and page numbers: the outermost lines that return on several pages, digits aside.

    Two rounds, because a page number may stand under a running title; never further in, where text may repeat itself too.
    """
    heads: set[tuple[int, Segment]] = set()
    for _ in range(2):
        edge = [(page.number, s) for page in pages for s in _edge_lines(page, heads)]
        seen = Counter({(n, _masked(s.chars)) for n, s in edge})
        pages_with = Counter(mask for _, mask in seen)
        needed = max(2, len(pages) // 3)
        heads |= {(n, s) for n, s in edge if pages_with[_masked(s.chars)] >= needed or _PAGE_NUMBER.fullmatch(s.chars)}
    return heads


def _edge_lines(page: _Page, heads: set[tuple[int, Segment]]) -> list[Segment]:
    """The topmost and the lowest line of a page (all segments at that height), where they stand in its margins."""
    lines = [s for s in page.lines if (page.number, s) not in heads]
    if not lines:
        return []
    top, foot = min(lines, key=lambda s: s.middle), max(lines, key=lambda s: s.middle)
    upper, lower = _MARGIN * page.height, (1 - _MARGIN) * page.height
    return [s for s in lines if abs(s.middle - top.middle) < s.height / 2 and s.middle < upper or abs(s.middle - foot.middle) < s.height / 2 and s.middle > lower]


def _masked(chars: str) -> str:
    return re.sub(r"\d+|[一二三四五六七八九十]+(?=\s*版)", "#", re.sub(r"\s", "", chars))


_PAGE_NUMBER = re.compile(r"\s*(?:第\s*)?[-—–·•\s]*\d{1,4}[-—–·•\s]*(?:页)?(?:\s*[/共]\s*\d{1,4}\s*页?)?\s*")


def _compose(page: _Page, heads: set[tuple[int, Segment]], composer: Composer) -> None:
    items: list[Segment | list[list[str]]] = list(page.lines)
    for (left, _, right, bottom), rows in page.tables:           # a table stands before the first line that is below it
        below = (i for i, s in enumerate(items) if isinstance(s, Segment) and s.middle > bottom and s.left < right and s.right > left)
        items.insert(next(below, len(items)), rows)
    for item in items:
        if not isinstance(item, Segment):
            composer.table(item, page.number)
        elif (page.number, item) in heads:
            composer.skip(item.chars)
        else:
            composer.line(item.chars, page.number)


def _title(pages: list[_Page]) -> str:
    """The largest lines of the first page, where they stand out from its text."""
    lines = [s for s in pages[0].lines if len(s.chars.strip()) > 3]
    if not lines:
        return ""
    usual = sorted(s.height for s in lines)[len(lines) // 2]
    largest = max(s.height for s in lines)
    if largest < 1.15 * usual:
        return ""
    return "".join(s.chars.strip() for s in lines if s.height > 0.95 * largest)[:120]


def _ranges(numbers: list[int]) -> str:
    """3, 4, 5, 9 -> "3-5, 9"."""
    spans: list[list[int]] = []
    for n in numbers:
        if spans and n == spans[-1][1] + 1:
            spans[-1][1] = n
        else:
            spans.append([n, n])
    return ", ".join(f"{a}-{b}" if b > a else str(a) for a, b in spans)
