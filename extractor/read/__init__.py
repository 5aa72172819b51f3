"""read(path, rules) -> Document, read_all(data, rules) -> Documents of an archive too, read_text(text, rules) -> Document.

A file's content decides on its reader before its suffix does (but .html, .htm, .eml and .mht): a .txt may hold the source of a web page, a .doc a PDF.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from extractor.document import Block, Document
from extractor.errors import InputError
from extractor.read import container, docx, html, mail, markdown, pdf, plain
from extractor.rules import Rules, named

SUFFIXES = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".eml", ".mht", ".mhtml", ".zip")
MAX_BYTES = 16_000_000
CONTAINER = 4               # how many times larger than a text a PDF, a Word file or an archive may be: pictures and fonts are no text
_READERS: dict[str, Callable[..., tuple]] = {"text/plain": plain.blocks, "text/markdown": markdown.blocks, "text/html": lambda text, _: html.blocks(text)}
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BINARY = (
    (b"\x89PNG", "a PNG image"), (b"\xff\xd8\xff", "a JPEG image"), (b"GIF8", "a GIF image"), (b"II*\x00", "a TIFF image"), (b"MM\x00*", "a TIFF image"),
    (b"\xd0\xcf\x11\xe0", "an old Office document (save it as .docx)"), (b"\x1f\x8b", "a gzip archive"), (b"Rar!", "a RAR archive"), (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x7fELF", "a program"), (b"PAR1", "a Parquet file"), (b"SQLite format 3", "a database"),
)


def read(path: str | Path, rules: Rules, *, doc_id: str | None = None, max_bytes: int = MAX_BYTES) -> Document:
    """Read one file; `doc_id` is its stem unless given.

    Raises InputError, naming the file and the reason: missing, a folder, no permission, empty, too large, binary, undecodable,
    encrypted, damaged, a scan; or an archive, which only `read_all` takes.
    """
    path = Path(path)
    return read_bytes(file_bytes(path, max_bytes), rules, doc_id=doc_id or path.stem, source=str(path), suffix=path.suffix.lower(), max_bytes=max_bytes)


def read_all(data: bytes, rules: Rules, *, doc_id: str, source: str, suffix: str = "", max_bytes: int = MAX_BYTES) -> Iterator[tuple[str, str, Document | InputError]]:
    """(doc_id, source, Document or why not) of the one document in `data`, or of each in an archive."""
    if not container.is_archive(data):
        yield doc_id, source, _try_read(data, doc_id, source, suffix, max_bytes, rules)
        return
    found = 0
    try:
        for name, body in container.members(data, source, CONTAINER * max_bytes):
            ending = PurePosixPath(name).suffix.lower()
            if ending not in SUFFIXES and not isinstance(body, InputError):
                continue
            found += 1
            inner = f"{doc_id}/{PurePosixPath(name).with_suffix('')}"
            what = body if isinstance(body, InputError) else _try_read(body, inner, f"{source}/{name}", ending, max_bytes, rules)
            yield inner, f"{source}/{name}", what
    except InputError as error:
        yield doc_id, source, error
        return
    if not found:
        yield doc_id, source, InputError(f"{source}: no readable document in this archive (looked for {', '.join(SUFFIXES)})")


def _try_read(data: bytes, doc_id: str, source: str, suffix: str, max_bytes: int, rules: Rules) -> Document | InputError:
    try:
        return read_bytes(data, rules, doc_id=doc_id, source=source, suffix=suffix, max_bytes=max_bytes)
    except InputError as error:
        return error


def read_bytes(data: bytes, rules: Rules, *, doc_id: str, source: str, suffix: str = "", max_bytes: int = MAX_BYTES) -> Document:
    """A Document from undecoded bytes; raises InputError as `read` does."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise InputError(f"{source}: the file is empty")
    packed = data.startswith(b"PK\x03\x04") or b"%PDF-" in data[:1024]
    if len(data) > max_bytes * (CONTAINER if packed else 1):
        raise InputError(f"{source}: larger than --max-bytes {max_bytes}" + (f" times {CONTAINER}" if packed else ""))
    for magic, what in _BINARY:
        if data.startswith(magic):
            raise InputError(f"{source}: this is {what}; it can't be read")
    if b"%PDF-" in data[:1024]:
        return _made("application/pdf", *pdf.blocks(data, source), doc_id=doc_id, source=source)
    if data.startswith(b"PK\x03\x04"):
        if container.is_archive(data) and suffix != ".docx":
            raise InputError(f"{source}: this is a ZIP archive of files, not one document")
        return _made(_DOCX, *docx.blocks(data, source, CONTAINER * max_bytes), doc_id=doc_id, source=source)
    if suffix == ".docx":
        raise InputError(f"{source}: this is no Word document (it is not a ZIP archive)")
    if suffix in (".eml", ".mht", ".mhtml") or mail.is_mail(data):
        return _message(data, doc_id, source, rules)
    return _decoded(data, doc_id, source, suffix, rules)


def _decoded(data: bytes, doc_id: str, source: str, suffix: str, rules: Rules, media_type: str = "", declared: str = "") -> Document:
    try:
        text, encoding = decode(data, rules, declared or _declared(data))
    except ValueError as error:
        raise InputError(f"{source}: {error}") from None
    return read_text(text, rules, doc_id=doc_id, source=source, media_type=media_type or media_type_of(text, suffix), encoding=encoding)


def _message(data: bytes, doc_id: str, source: str, rules: Rules) -> Document:
    content, charset, media_type, subject, sent = mail.body(data, source)
    if not content.strip():
        raise InputError(f"{source}: the message holds no text")
    document = _decoded(content, doc_id, source, "", rules, media_type if media_type == "text/html" else "", charset)
    return replace(document, title=document.title or subject, date=sent or document.date)


def _made(media_type: str, text: str, blocks: list[Block], title: str, warning: str, *, doc_id: str, source: str) -> Document:
    """A Document whose text was composed by its reader."""
    return Document(doc_id, source, text, media_type, tuple(blocks), title, _date(text, media_type), "", warning=warning)


def read_text(text: str, rules: Rules, *, doc_id: str, source: str = "", media_type: str = "", encoding: str = "utf-8") -> Document:
    """A Document from decoded text; without `media_type` the content decides. Lone surrogates are refused with InputError."""
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise InputError(f"{source or doc_id}: the text holds lone surrogates (it was decoded wrongly)")
    kind = media_type or media_type_of(text, "")
    blocks, title = _READERS[kind](text, rules)
    return Document(doc_id, source, text, kind, tuple(blocks), title, _date(text, kind), encoding)


def file_bytes(path: Path, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file; raises InputError as `read` does. A pipe or a device is never opened: it may never end."""
    try:
        kind = os.stat(path)
        if stat.S_ISDIR(kind.st_mode):
            raise InputError(f"{path}: is a folder, not a file")
        if not stat.S_ISREG(kind.st_mode):
            raise InputError(f"{path}: is no regular file (a pipe or a device)")
        with path.open("rb") as file:                       # one more byte than may be: a file can grow while it is read
            data = file.read(CONTAINER * max_bytes + 1)
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except PermissionError:
        raise InputError(f"{path}: no permission to read it") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: can't be read ({getattr(error, 'strerror', None) or error})") from None
    return data


_CHARSET = re.compile(rb"<meta\b[^<>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_CODE_PAGES = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "big5hkscs": "big5hkscs"}


def _declared(data: bytes) -> str:
    """The encoding a web page says it is in, "" if none."""
    said = _CHARSET.search(data[:4096])
    return said[1].decode("ascii") if said else ""


def decode(data: bytes, rules: Rules, declared: str = "") -> tuple[str, str]:
    """(text, encoding) of bytes in UTF-8, UTF-16 or a Chinese code page; line ends are left as they are.

    `declared` (gbk, Big5) decides between code pages that both fit, unless the text it gives is plainly the wrong one. A byte order mark is no part of the text. Raises ValueError with the reason where nothing fits.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return _strict(data[len(mark):], name), name
    if b"\x00" in data:                                        # no text but UTF-16 holds them (its ASCII characters)
        found = [(t, n) for n in ("utf-16-le", "utf-16-be") if (t := _try(data, n)) is not None]
        text, name = max(found, key=lambda f: _commonness(f[0], rules), default=("", ""))
        if _commonness(text, rules) < 0.05:
            raise ValueError("the file is binary (it holds NUL bytes)")
        return text, name
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as first:
        found = [(t, n) for n in ("gb18030", "big5hkscs") if (t := _try(data, n)) is not None]
        text, name = max(found, key=lambda f: _commonness(f[0], rules) * (2 if f[1] == _CODE_PAGES.get(declared.lower()) else 1), default=("", ""))
        if not name or _commonness(text, rules) < 0.02:
            raise ValueError(f"can't be decoded as UTF-8, GB18030, Big5 or UTF-16 (first bad byte at {first.start})") from None
        return text, name


def _strict(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise ValueError(f"can't be decoded as {name.upper()} (bad byte at {error.start})") from None


def _try(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _commonness(text: str, rules: Rules) -> float:
    """Share of the commonest characters among those beyond ASCII, in the first 20,000."""
    beyond = "".join(c for c in text[:20000] if c > "\x7f")
    return len(named(rules, "a mark or a character that no text does without").findall(beyond)) / len(beyond) if beyond else 0.0


_HTML = re.compile(r"<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]|<%@ ?page", re.IGNORECASE)
_TAGS = re.compile(r"</?(?:p|div|td|tr|li|span|h[1-6]|br)\b[^<>]{0,200}>", re.IGNORECASE)
# Tags that Markdown has too; recognisers of scanned pages wrap each of its tables in <html><body>.
_IN_MARKDOWN = re.compile(r"(?is)(?:<html>\s*)?(?:<body>\s*)?<table\b.*?</table>(?:\s*</body>)?(?:\s*</html>)?|<br\b[^<>]{0,200}>")
# $ 6 0 $ 例, $( 6 0 . 8 \\pm 1 1 . 4 )$ 岁: formulas of a recogniser are Markdown's.
_FORMULA = re.compile(r"\$\s?[(\s]?\s?\d(?:\s[\d.\\]|\d*\s?\\)[^$\n]{0,120}\$")
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|!\[[^\]\n]{0,200}\]\(|\|.{1,2000}\|[ \t]*$|---\s*\n\w+:)", re.MULTILINE)


def media_type_of(text: str, suffix: str) -> str:
    """Type by the suffix of a web page, then by content, then by other suffixes."""
    if suffix in (".html", ".htm", ".xhtml"):
        return "text/html"
    head = text[:20000]
    marked = suffix in (".md", ".markdown") or bool(_MARKDOWN.search(head)) or len(_FORMULA.findall(head)) > 2
    own = _IN_MARKDOWN.sub("", head) if marked else head
    if _HTML.search(own[:4000]) or len(_TAGS.findall(own)) > 10:
        return "text/html"
    return "text/markdown" if marked else "text/plain"


_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})\s?(?:年|[-/.])\s?(\d{1,2})\s?(?:月|[-/.])\s?(\d{1,2})(?!\d)(?!\s?日?(?:出生|生[于，,。；;]|生$))")


def _date(text: str, media_type: str):
    """The first full date of the document's head: a dateline, a front matter's date, a <meta>."""
    reach = 6000 if media_type == "text/html" else 1200
    for match in _DATE.finditer(text[:reach]):
        try:
            return dt.date(*map(int, match.groups()))
        except ValueError:
            continue
    return None
