"""Makes the documents that can't be kept as readable text: PDFs in columns and with tables, Word files, archives, messages."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import docx
from docx.oxml import parse_xml
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))


def _canvas(to: io.BytesIO, password: str = "") -> canvas.Canvas:
    return canvas.Canvas(to, pagesize=(595, 842), encrypt=StandardEncryption(password) if password else None)


def wrap(paragraphs: Sequence[str], width: int) -> list[str]:
    """Printed lines of `width` characters, paragraphs indented by two."""
    return [line for p in paragraphs for line in (("　　" + p)[i:i + width] for i in range(0, len(p) + 2, width))]


def pdf_columns(paragraphs: Sequence[str], *, across: bool, head: str = "某县政府工作报告", password: str = "", per_column: int = 45) -> bytes:
    """Two columns a page with a running head and page numbers; with `across` the file holds the lines row by row over both."""
    to = io.BytesIO()
    page = _canvas(to, password)
    lines = wrap(paragraphs, 22)
    for number, k in enumerate(range(0, len(lines), 2 * per_column), 1):
        page.setFont("STSong-Light", 9)
        page.drawString(50, 810, head)
        page.drawString(290, 25, f"— {number} —")
        page.setFont("STSong-Light", 11)
        spots = [(50 + 260 * c, 780 - 16 * r, k + c * per_column + r) for c in (0, 1) for r in range(per_column)]
        for x, y, i in sorted(spots, key=lambda s: (-s[1], s[0])) if across else spots:
            if i < len(lines):
                page.drawString(x, y, lines[i])
        page.showPage()
    page.save()
    return to.getvalue()


def pdf_table(rows: Sequence[Sequence[str]], before: str, after: str) -> bytes:
    """A page with a ruled table between two lines of text."""
    to = io.BytesIO()
    page = _canvas(to)
    page.setFont("STSong-Light", 11)
    page.drawString(60, 780, before)
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            page.rect(60 + 120 * c, 740 - 20 * r, 120, 20)
            page.drawString(65 + 120 * c, 746 - 20 * r, cell)
    page.drawString(60, 700 - 20 * len(rows), after)
    page.save()
    return to.getvalue()


def pdf_scan(pages: int = 2) -> bytes:
    """Pages that hold an image and no text."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    to = io.BytesIO()
    page = _canvas(to)
    for _ in range(pages):
        page.drawImage(ImageReader(Image.new("L", (40, 40), 200)), 0, 0, 595, 842)
        page.showPage()
    page.save()
    return to.getvalue()


_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'


def word(title: str, paragraphs: Sequence[str], table: Sequence[Sequence[str]] = (), box: str = "") -> bytes:
    """A Word document: heading, paragraphs, a table, a text box."""
    made = docx.Document()
    made.add_heading(title, 1)
    for p in paragraphs:
        made.add_paragraph(p)
    if table:
        grid = made.add_table(len(table), len(table[0]))
        for r, row in enumerate(table):
            for c, cell in enumerate(row):
                grid.cell(r, c).text = cell
    if box:
        run = f"<w:r {_NS}><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>{box}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        made.add_paragraph("图").runs[0]._r.addnext(parse_xml(run))
    to = io.BytesIO()
    made.save(to)
    return to.getvalue()


def archive(members: dict[str, bytes]) -> bytes:
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return to.getvalue()


def mail(subject: str, body: str, kind: str = "plain") -> bytes:
    from email.message import EmailMessage

    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, "a@example.com", "b@example.com"
    message.set_content("见HTML" if kind == "html" else body)
    if kind == "html":
        message.add_alternative(body, subtype="html")
    return message.as_bytes()
