"""read(path) -> Document, read_text(text) -> Document: decoding, the choice of format by content, and one reader a format.

A file's content decides before its suffix: a .txt may hold the source of a web page or Markdown.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

from extractor.document import Document
from extractor.errors import InputError
from extractor.read import html, markdown, plain

SUFFIXES = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml")
_READERS: dict[str, Callable[..., tuple]] = {"text/plain": plain.blocks, "text/markdown": markdown.blocks, "text/html": html.blocks}
_BINARY = (
    (b"%PDF", "a PDF"), (b"PK\x03\x04", "a ZIP archive (docx, xlsx, zip)"), (b"\x89PNG", "a PNG image"), (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"), (b"\xd0\xcf\x11\xe0", "an old Office document"), (b"\x1f\x8b", "a gzip archive"), (b"\x7fELF", "a program"),
    (b"PAR1", "a Parquet file"), (b"SQLite format 3", "a database"),
)


def read(path: str | Path, *, doc_id: str | None = None) -> Document:
    """Read one file; `doc_id` is its stem unless given.

    Raises InputError, naming the file and the reason: missing, a folder, no permission, empty, binary, undecodable.
    """
    path = Path(path)
    return read_bytes(_bytes(path), doc_id=doc_id or path.stem, source=str(path), suffix=path.suffix.lower())


def read_bytes(data: bytes, *, doc_id: str, source: str, suffix: str = "") -> Document:
    """A Document from undecoded bytes; raises InputError as `read` does."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise InputError(f"{source}: the file is empty")
    for magic, what in _BINARY:
        if data.startswith(magic):
            raise InputError(f"{source}: this is {what}; only text, Markdown and HTML are read")
    try:
        text, encoding = decode(data)
    except ValueError as error:
        raise InputError(f"{source}: {error}") from None
    return read_text(text, doc_id=doc_id, source=source, media_type=media_type_of(text, suffix), encoding=encoding)


def read_text(text: str, *, doc_id: str, source: str = "", media_type: str = "", encoding: str = "utf-8") -> Document:
    """A Document from decoded text; without `media_type` the content decides. Lone surrogates are refused with InputError."""
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise InputError(f"{source or doc_id}: the text holds lone surrogates (it was decoded wrongly)")
    kind = media_type or media_type_of(text, "")
    blocks, title = _READERS[kind](text)
    return Document(doc_id, source, text, kind, tuple(blocks), title, _date(text, kind), encoding)


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise InputError(f"{path}: is a folder, not a file")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except PermissionError:
        raise InputError(f"{path}: no permission to read it") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: can't be read ({getattr(error, 'strerror', None) or error})") from None


# Marks and characters no running Chinese text does without, in either script: the right decoding shows them.
_COMMON = frozenset("，。、：；的一是在不了有年人和中大这這个個为為会會")


def decode(data: bytes) -> tuple[str, str]:
    """(text, encoding) of bytes in UTF-8, UTF-16 or a Chinese code page; line ends are left as they are.

    A byte order mark is no part of the text. Raises ValueError with the reason where nothing fits.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return _strict(data[len(mark):], name), name
    if b"\x00" in data:                                        # no text but UTF-16 holds them (its ASCII characters)
        found = [(t, n) for n in ("utf-16-le", "utf-16-be") if (t := _try(data, n)) is not None]
        text, name = max(found, key=lambda f: _commonness(f[0]), default=("", ""))
        if _commonness(text) < 0.05:
            raise ValueError("the file is binary (it holds NUL bytes)")
        return text, name
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as first:
        found = [(t, n) for n in ("gb18030", "big5hkscs") if (t := _try(data, n)) is not None]
        text, name = max(found, key=lambda f: _commonness(f[0]), default=("", ""))
        if not name or _commonness(text) < 0.02:
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


def _commonness(text: str) -> float:
    """Share of the commonest characters among those beyond ASCII, in the first 20,000."""
    beyond = [c for c in text[:20000] if c > "\x7f"]
    return sum(c in _COMMON for c in beyond) / len(beyond) if beyond else 0.0


_HTML = re.compile(r"<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]|<%@ ?page", re.IGNORECASE)
_TAGS = re.compile(r"</?(?:p|div|td|tr|li|span|h[1-6]|br)\b[^<>]{0,200}>", re.IGNORECASE)
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|!\[[^\]\n]{0,200}\]\(|\|.{1,2000}\|[ \t]*$|---\s*\n\w+:)", re.MULTILINE)


def media_type_of(text: str, suffix: str) -> str:
    """Type by content, then by suffix."""
    head = text[:20000]
    if _HTML.search(head[:4000]) or len(_TAGS.findall(head)) > 10:
        return "text/html"
    if suffix in (".html", ".htm", ".xhtml"):
        return "text/html"
    if suffix in (".md", ".markdown") or _MARKDOWN.search(head):
        return "text/markdown"
    return "text/plain"


_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})\s?(?:年|[-/.])\s?(\d{1,2})\s?(?:月|[-/.])\s?(\d{1,2})(?!\d)")


def _date(text: str, media_type: str):
    """The first full date of the document's head: a dateline, a front matter's date, a <meta>."""
    reach = 6000 if media_type == "text/html" else 1200
    for match in _DATE.finditer(text[:reach]):
        try:
            return dt.date(*map(int, match.groups()))
        except ValueError:
            continue
    return None
