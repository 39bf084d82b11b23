"""MHTML: a page saved with all its parts as one file, as Word and browsers do (RFC 2557)."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.errors import MessageError

from graph_build.errors import BrokenFile, LimitExceeded, UndecodableText
from graph_build.readers.content import Content
from graph_build.readers.html import read_html

_KIND = "MHTML"
_HOLDER = re.compile(rb"^content-type:\s*+multipart/", re.IGNORECASE | re.MULTILINE)
_MOST_HOLDERS = 20
"""Parts that hold parts: every line is looked at once for each that is open."""


def read_mhtml(name: str, data: bytes) -> Content:
    """Read the first page of the file.

    Raises BrokenFile where it has none, LimitExceeded where too many parts hold parts, and what `read_html`
    raises.
    """
    holders = sum(1 for _ in _HOLDER.finditer(data))
    if holders > _MOST_HOLDERS:
        raise LimitExceeded(name, "the number of parts that hold parts", holders, _MOST_HOLDERS)
    try:
        parts = message_from_bytes(data).walk()
        part = next((one for one in parts if one.get_content_type() == "text/html"), None)
        page = part.get_payload(decode=True) if part is not None else None
    except (MessageError, RecursionError, ValueError, LookupError) as error:
        raise BrokenFile(name, _KIND, "its parts cannot be told apart") from error
    if part is None or not isinstance(page, bytes) or not page.strip():
        raise BrokenFile(name, _KIND, "it holds no page")
    try:
        return read_html(name, page)
    except UndecodableText:
        charset = part.get_content_charset()
        if charset is None:
            raise
        try:
            return read_html(name, page.decode(charset).encode("utf-8"))
        except (UnicodeError, LookupError) as error:
            raise UndecodableText(name, charset, 0) from error
