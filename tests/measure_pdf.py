"""Which PDF reader keeps two-column pages in reading order: `python tests/measure_pdf.py` prints docs/layout.md's table.

The other readers' text goes through the same repair as ours; pypdf must be installed for the comparison, the product needs it not.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable

import documents
import pdfminer.high_level
import pdfplumber
import pypdfium2
from measure_layout import OWN, paragraphs_of

from extractor import read_text
from extractor.layout import repair
from extractor.read import read_bytes
from extractor.rules import default_rules
from extractor.sentences import split


def _pypdf(data: bytes) -> str:
    import pypdf  # not one of the project's packages

    return "\f".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def _pypdfium2(data: bytes) -> str:
    return "\f".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))


def _pdfplumber(data: bytes) -> str:
    with pdfplumber.open(io.BytesIO(data)) as document:
        return "\f".join(page.extract_text() for page in document.pages)


READERS: dict[str, Callable[[bytes], str]] = {
    "pypdf": _pypdf,
    "pdfplumber": _pdfplumber,
    "pdfminer.six": lambda data: pdfminer.high_level.extract_text(io.BytesIO(data)),
    "pypdfium2": _pypdfium2,
}


def sentences(document) -> set[str]:
    rules = default_rules()
    return {s.text.chars for s in split(repair(document, rules), rules)}


def main() -> None:
    paragraphs = [p for path in OWN for p in paragraphs_of(path)]
    wanted = sentences(read_text("\n\n".join(paragraphs), doc_id="x"))
    print(f"{len(wanted)} sentences\n\n| reader | lines across the columns | column by column | seconds |\n|---|---|---|---|")
    for name in [*READERS, "ours"]:
        kept = []
        started = time.process_time()
        for across in (True, False):
            data = documents.pdf_columns(paragraphs, across=across)
            document = read_bytes(data, default_rules(), doc_id="x", source="x.pdf") if name == "ours" else read_text(READERS[name](data), doc_id="x", media_type="text/plain")
            kept.append(len(wanted & sentences(document)))
        print(f"| {name} | {kept[0]} | {kept[1]} | {time.process_time() - started:.2f} |")


if __name__ == "__main__":
    main()
