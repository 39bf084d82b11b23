"""Which format a file has, by what is in it: its first bytes, then its structure.

File endings are not asked: offices send Word files named .pdf and pages named .doc.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import Literal

from graph_build.errors import ReadError
from graph_build.readers.packages import open_package

Format = Literal[
    "text", "html", "docx", "xlsx", "xls", "ods", "zip", "pdf", "image", "encrypted", "program", "unknown"
]
"""`unknown` is a binary format that nothing here reads; `encrypted` an Office file under a password."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF87a", b"GIF89a", b"BM")
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")
_OTHERS = (
    b"{\\rtf",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
    b"%!PS",
    b"SQLite format 3\x00",
    b"\x00\x01\x00\x00",
)
_OPENING_TAG = re.compile(
    rb"\s*(?:<!--|<\?xml[^>]{0,200}\?>\s*<(?:!doctype\s+html|html)|<!doctype\s+html"
    rb"|<(?:html|head|body|meta|title|table|div|p|span|center|font|h[1-6]|ul|ol|article|section|main|style|base)"
    rb"(?=[\s>/]))",
    re.IGNORECASE,
)
_HTML_ELEMENT = re.compile(rb"<html[\s>]", re.IGNORECASE)
_HEAD = 4096


def format_of(data: bytes) -> Format:
    """Tell the format of a file's bytes.

    Anything that is no known binary format is `text`; decoding will show whether it really is.
    """
    head = data[:_HEAD]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _in_package(data)
    if head.startswith(_OLE):
        return _in_compound_file(data)
    if (head.startswith(_IMAGES) and _binary(head)) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return "image"
    if head.startswith(_OTHERS):
        return "unknown"
    if head.startswith(_PROGRAMS) and _binary(head):
        return "program"
    return "html" if _is_page(head) else "text"


def _binary(head: bytes) -> bool:
    """Tell bytes that no text has: "BM" and "MZ" may begin a text as well."""
    return any(byte < 0x09 for byte in head)


def _is_page(head: bytes) -> bool:
    """Tell a page from text that only has some elements in it, as markdown may."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\x00", b"")[2:]
    head = head.removeprefix(b"\xef\xbb\xbf")
    return bool(_OPENING_TAG.match(head)) or bool(_HTML_ELEMENT.search(head[:1024]))


def _in_package(data: bytes) -> Format:
    """Tell what a ZIP container is; a broken one is what the names in its beginning tell."""
    try:
        with open_package("", io.BytesIO(data), "ZIP") as package:
            return package_format(package.namelist(), data[:200])
    except ReadError:  # the reader will say it, with the file's name
        pass
    parts: tuple[tuple[bytes, Format], ...] = ((b"word/", "docx"), (b"xl/", "xlsx"))
    return next((kind for part, kind in parts if part in data[:65536]), "zip")


def package_format(names: Iterable[str], head: bytes) -> Format:
    """Tell what a ZIP container is by the names of its members and its first 200 bytes.

    OpenDocument puts its media type there, uncompressed (OpenDocument 1.3, part 2, section 3.3).
    """
    members = set(names)
    folders = {name.partition("/")[0] for name in members if "/" in name}
    if "[Content_Types].xml" in members:
        if "word" in folders:
            return "docx"
        if "xl" in folders:
            return "unknown" if "xl/workbook.bin" in members else "xlsx"
        return "unknown"
    if "mimetype" in members and "content.xml" in members:
        return "ods" if b"opendocument.spreadsheet" in head else "unknown"
    return "zip"


def _in_compound_file(data: bytes) -> Format:
    """Tell what an OLE compound file is by the names of its streams (UTF-16, [MS-CFB] section 2.6)."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        return "encrypted"
    if has("WordDocument"):
        return "unknown"
    return "xls" if has("Workbook") or has("Book") else "unknown"
