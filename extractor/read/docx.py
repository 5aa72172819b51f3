"""DOCX -> blocks: paragraphs, headings, lists, tables, text boxes, footnotes.

mammoth (BSD-2-Clause, one small dependency) reads what Word writes, text boxes and footnotes included, into plain HTML; our own
HTML reader goes on from there. The text of the document is then written out anew, one paragraph a line.
"""

from __future__ import annotations

import io

from extractor.document import Block
from extractor.errors import InputError
from extractor.read import html
from extractor.read.compose import Composer
from extractor.read.container import open_zip, read_member


def blocks(data: bytes, source: str, max_bytes: int) -> tuple[str, list[Block], str, str]:
    """(text, blocks, title, "") of a Word document.

    Raises InputError: no ZIP, too large when unpacked, no Word document, entity declarations in its XML.
    """
    try:
        import mammoth
    except ImportError:
        raise InputError(f"{source}: this is a Word document; to read it: pip install 'zh-quantity-claims[docx]'") from None
    _check(data, source, max_bytes)
    try:
        made = mammoth.convert_to_html(io.BytesIO(data), convert_image=lambda _: [])
    except RecursionError:
        raise InputError(f"{source}: the Word document is nested too deeply") from None
    except Exception as error:  # noqa: BLE001  a reader of foreign files meets more kinds of damage than can be listed
        raise InputError(f"{source}: the Word document is damaged ({type(error).__name__}: {str(error)[:80]})") from None
    found, title = html.blocks(made.value)
    composer = Composer()
    for block in found:
        if block.rows:
            composer.table([[c.chars for c in row] for row in block.rows], head_rows=block.head_rows)
        else:
            composer.block(block.kind, block.text.chars, block.level)
    return composer.text, composer.blocks, title, ""


def _check(data: bytes, source: str, max_bytes: int) -> None:
    """Refuse what would cost too much to unpack, and XML that declares entities: Word never writes any."""
    archive = open_zip(data, source, max_bytes)
    if "word/document.xml" not in archive.namelist():
        raise InputError(f"{source}: a ZIP archive without word/document.xml is no Word document")
    for member in archive.infolist():
        if member.filename.endswith((".xml", ".rels")):
            body = read_member(archive, member, source, max_bytes)
            if b"<!DOCTYPE" in body or b"<!ENTITY" in body or "<!DOCTYPE".encode("utf-16-le") in body or "<!DOCTYPE".encode("utf-16-be") in body:
                raise InputError(f"{source}: {member.filename} declares XML entities; refused")
