"""ZIP archives: opened with bounds, so that a few kilobytes can't become gigabytes, and their members as (name, bytes).

A member's path is a name only; nothing is ever unpacked to disk.
"""

from __future__ import annotations

import contextlib
import io
import zipfile
import zlib
from collections.abc import Iterator

from extractor.errors import InputError

MAX_MEMBERS = 10_000
MAX_DEPTH = 3           # an archive in an archive in an archive


def open_zip(data: bytes, source: str, max_bytes: int) -> zipfile.ZipFile:
    """An archive whose declared sizes stay below `max_bytes`; raises InputError naming the reason."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        raise InputError(f"{source}: the ZIP archive is damaged or cut short") from None
    if len(members) > MAX_MEMBERS:
        raise InputError(f"{source}: the archive holds {len(members)} files, more than {MAX_MEMBERS}")
    size = sum(m.file_size for m in members)
    if size > max_bytes:
        raise InputError(f"{source}: unpacked it would hold {size} bytes, more than --max-bytes {max_bytes}")
    return archive


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, source: str, max_bytes: int) -> bytes:
    """A member's bytes, no more than `max_bytes` of them whatever its header says; raises InputError."""
    try:
        with archive.open(member) as file:
            data = file.read(max_bytes + 1)
    except RuntimeError:
        raise InputError(f"{source}: {member.filename} is encrypted; unpack the archive first") from None
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, ValueError):
        raise InputError(f"{source}: {member.filename} is damaged or packed in an unknown way") from None
    if len(data) > max_bytes:
        raise InputError(f"{source}: {member.filename} is larger than --max-bytes {max_bytes}")
    return data


def members(data: bytes, source: str, max_bytes: int, depth: int = 1) -> Iterator[tuple[str, bytes | InputError]]:
    """(path in the archive, bytes or why it can't be read) of each file, archives in it opened too.

    Raises InputError for an archive that can't be opened at all.
    """
    archive = open_zip(data, source, max_bytes)
    left = max_bytes
    for member in archive.infolist():
        name = _name(member)
        if member.is_dir() or _is_rubbish(name):
            continue
        inner = f"{source}/{name}"
        try:
            body = read_member(archive, member, source, left)
            left -= len(body)
            if is_archive(body):
                if depth >= MAX_DEPTH:
                    raise InputError(f"{inner}: archives nested deeper than {MAX_DEPTH}")
                for deeper, what in members(body, inner, left, depth + 1):
                    left -= len(what) if isinstance(what, bytes) else 0
                    yield f"{name}/{deeper}", what
                continue
        except InputError as error:
            yield name, error
            continue
        yield name, body


def is_archive(data: bytes) -> bool:
    """A ZIP archive that is not an Office document."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        return True
    return "[Content_Types].xml" not in names


def _name(member: zipfile.ZipInfo) -> str:
    """The member's path; older Chinese archives name their files in GBK without saying so."""
    name = member.filename
    if not member.flag_bits & 0x800:
        with contextlib.suppress(UnicodeEncodeError, UnicodeDecodeError):
            name = name.encode("cp437").decode("gb18030")
    return "/".join(part for part in name.replace("\\", "/").split("/") if part not in ("", ".", ".."))


def _is_rubbish(name: str) -> bool:
    return name.startswith("__MACOSX/") or any(part.startswith(".") for part in name.split("/")) or name.endswith("Thumbs.db")
