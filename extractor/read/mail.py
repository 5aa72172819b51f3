"""EML and MHTML: the message's main text, plain or HTML, decoded; the subject is its title. The standard library's parser."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import email.utils
import re
from email.message import EmailMessage

from extractor.errors import InputError

_HEAD = re.compile(rb"\A(?:[A-Za-z][A-Za-z0-9-]{1,40}:[^\r\n]{0,2000}\r?\n(?:[ \t][^\r\n]{0,2000}\r?\n){0,50}){3,200}\r?\n")
_MARKS = re.compile(rb"^(?:mime-version|content-type|message-id|received|subject):", re.IGNORECASE | re.MULTILINE)


def is_mail(data: bytes) -> bool:
    """Header lines, an empty line, and at least two headers that only messages have."""
    head = _HEAD.match(data[:200_000])
    return bool(head) and len({m.group().lower() for m in _MARKS.finditer(head.group())}) >= 2


def body(data: bytes, source: str) -> tuple[bytes, str, str, str, dt.date | None]:
    """(bytes of the main part, its charset or "", its media type, subject, the day it was sent). Raises InputError where the message has no text."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    try:
        part = message.get_body(preferencelist=("html", "plain"))
        if part is None:
            part = next((p for p in message.walk() if p.get_content_type() in ("text/html", "text/plain")), None)
        if not isinstance(part, EmailMessage):
            raise InputError(f"{source}: the message holds no text")
        content = part.get_payload(decode=True) or b""
        return content, part.get_content_charset() or "", part.get_content_type(), str(message.get("subject") or ""), _sent(message)
    except (LookupError, ValueError, AttributeError, TypeError, IndexError) as error:
        raise InputError(f"{source}: the message is damaged ({type(error).__name__})") from None


def _sent(message: EmailMessage) -> dt.date | None:
    """The day of the Date header, as the sender's clock had it; None where there is none that can be read."""
    try:
        return email.utils.parsedate_to_datetime(str(message.get("date") or "")).date()
    except (ValueError, TypeError):
        return None
