"""Which format a file has, by what is in it: its first bytes, then its structure.

File endings are not asked: offices send Word files named .pdf and pages named .doc.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Literal

import msgspec

from graph_build.errors import ReadError
from graph_build.readers.compound import CompoundFile
from graph_build.readers.packages import open_package

Format = Literal[
    "text",
    "html",
    "mhtml",
    "doc",
    "docx",
    "odt",
    "rtf",
    "xlsx",
    "xls",
    "ods",
    "zip",
    "pdf",
    "image",
    "json",
    "xml",
    "encrypted",
    "program",
    "unknown",
]
"""`unknown` is a binary format that nothing here reads; `encrypted` an Office file under a password."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD = b"\xec\xa5"
_IMAGES: Mapping[bytes, str] = MappingProxyType(
    {
        b"\x89PNG\r\n": "image/png",
        b"\xff\xd8\xff": "image/jpeg",
        b"II*\x00": "image/tiff",
        b"MM\x00*": "image/tiff",
        b"GIF87a": "image/gif",
        b"GIF89a": "image/gif",
        b"BM": "image/bmp",
        b"RIFF": "image/webp",
    }
)
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")
_OTHERS = (
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
_OPEN_DOCUMENTS: tuple[tuple[bytes, Format], ...] = (
    (b"opendocument.spreadsheet", "ods"),
    (b"opendocument.text", "odt"),
)
_OPENING_TAG = re.compile(
    rb"\s*(?:<!--|<\?xml[^>]{0,200}\?>\s*<(?:!doctype\s+html|html)|<!doctype\s+html"
    rb"|<(?:html|head|body|meta|title|table|div|p|span|center|font|h[1-6]|ul|ol|article|section|main|style|base)"
    rb"(?=[\s>/]))",
    re.IGNORECASE,
)
_ARCHIVED_PAGE = re.compile(
    rb"\s*(?:(?!content-type)[a-z][a-z0-9-]{0,40}:[^\n]{0,998}\n(?:[ \t][^\n]{0,998}\n)*){0,30}"
    rb"content-type:\s*multipart/related\b",
    re.IGNORECASE,
)
"""The head of a message whose parts make up a page (RFC 2557).

No group is possessive: Python before 3.11.5 then misses what stands behind it (gh-106052).
"""
_RICH_TEXT = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\\rtf(?![a-z])")
"""The first group of a file in RTF (Rich Text Format Specification 1.9.1, "RTF Version")."""
_HTML_ELEMENT = re.compile(rb"<html[\s>]", re.IGNORECASE)
_HEAD = 4096
_WIDE = 0.4
"""Share of null bytes in the markup of a page in UTF-16."""


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
    if image_type(head):
        return "image"
    if _RICH_TEXT.match(head):
        return "rtf"
    if head.startswith(_OTHERS):
        return "unknown"
    if head.startswith(_PROGRAMS) and _binary(head):
        return "program"
    return _page_format(head) or _data_format(data) or "text"


def _page_format(head: bytes) -> Format | None:
    """Tell a page, alone or with its parts, from a text."""
    if _ARCHIVED_PAGE.match(head):
        return "mhtml"
    return "html" if _is_page(head) else None


def _data_format(data: bytes) -> Format | None:
    """Tell formats for data that are written as text; None for a text.

    JSON counts only where the whole is JSON, or every line of the beginning is (JSON Lines): a text may begin
    with a bracket as well.
    """
    body = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if body.startswith(b"<?xml"):
        return "xml"
    if not body.startswith((b"{", b"[")):
        return None
    lines = body[:_HEAD].splitlines()[:-1] if len(body) > _HEAD else body.splitlines()
    if _is_json(body) or (len(lines) > 1 and all(_is_json(line) for line in lines if line.strip())):
        return "json"
    return None


def _is_json(data: bytes) -> bool:
    try:
        return isinstance(msgspec.json.decode(data), dict | list)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return False


def image_type(data: bytes) -> str:
    """Give the media type of a picture by its first bytes; empty for anything else."""
    if data.startswith(b"RIFF") and data[8:12] != b"WEBP":
        return ""
    kind = next((kind for start, kind in _IMAGES.items() if data.startswith(start)), "")
    return kind if _binary(data[:_HEAD]) else ""


def _binary(head: bytes) -> bool:
    """Tell bytes that no text has: "BM" and "MZ" may begin a text as well."""
    return any(byte < 0x09 for byte in head)


def _is_page(head: bytes) -> bool:
    """Tell a page from text that only has some elements in it, as markdown may."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\x00", b"")[2:]
    elif head[:200].count(b"\x00") > _WIDE * len(head[:200]):
        head = head.replace(b"\x00", b"")
    head = head.removeprefix(b"\xef\xbb\xbf")
    return bool(_OPENING_TAG.match(head)) or bool(_HTML_ELEMENT.search(head[:1024]))


def _in_package(data: bytes) -> Format:
    """Tell what a ZIP container is; a broken one is what the names in its beginning tell."""
    try:
        with open_package("", io.BytesIO(data), "ZIP") as package:
            return package_format(package.namelist(), data[:200])
    except ReadError:  # the reader will say it, with the file's name
        pass
    parts: tuple[tuple[bytes, Format], ...] = (*_OPEN_DOCUMENTS, (b"word/", "docx"), (b"xl/", "xlsx"))
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
        return next((kind for name, kind in _OPEN_DOCUMENTS if name in head), "unknown")
    return "zip"


def _in_compound_file(data: bytes) -> Format:
    """Tell what an OLE compound file is by the names of its streams (UTF-16, [MS-CFB] section 2.6)."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        return "encrypted"
    text, sheets = has("WordDocument"), has("Workbook") or has("Book")
    if not (text or sheets):  # where the directory is cut off, Word's header in the first sector tells
        text = data[512:514] == _WORD
    if text and sheets:  # one is set into the other
        with suppress(ReadError):  # the reader will say it, with the file's name
            text = "WordDocument" in CompoundFile("", data, "").streams
    if text:
        return "doc"
    return "xls" if sheets else "unknown"
