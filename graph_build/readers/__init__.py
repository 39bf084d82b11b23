"""Readers: a file in, a `SourceText` out. The only stage that touches files.

`read` takes a path and returns the text and tables of the document, or raises a `ReadError` that says
in one sentence what is wrong with the file.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from graph_build.errors import EmptyFile, LimitExceeded, NotText, UndecodableText, UnreadableFile
from graph_build.readers.plain import find_tables
from graph_build.records import SourceText
from graph_build.text import normalise

MAX_BYTES = 64 * 1024 * 1024
"""The largest file that is read, in bytes: far above any administrative document."""

_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive, as DOCX and XLSX are"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"{\\rtf", "an RTF file"),
)


def load(path: Path) -> bytes:
    """Read a file's bytes.

    Raises UnreadableFile where the file system refuses, LimitExceeded above `MAX_BYTES`, EmptyFile
    where there are no bytes.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise LimitExceeded(path, "size in bytes", size, MAX_BYTES)
        if not path.is_file():
            raise UnreadableFile(path, "not a regular file")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(path, error.strerror or str(error)) from error
    if not data.strip():
        raise EmptyFile(path)
    return data


def decode(path: Path, data: bytes) -> str:
    """Decode bytes as UTF-8, or as UTF-16 where a byte order mark says so.

    Raises NotText for a binary format, UndecodableText where the bytes are not valid. Nothing is ever
    replaced or dropped to make bytes fit.
    """
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise NotText(path, name)
    encoding = "UTF-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "UTF-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\x00" in data[:4096]:
            raise NotText(path, "it holds null bytes") from error
        raise UndecodableText(path, encoding, error.start) from error
    if "\x00" in text:
        raise NotText(path, "it holds null characters")
    if not text.strip("\ufeff \t\r\n\u00a0"):
        raise EmptyFile(path)
    return text


def source_text(name: str, data: bytes, text: str, media_type: str) -> SourceText:
    """Make the source text of a decoded plain-text or markdown document."""
    kept = normalise(text)
    return SourceText(
        name=name,
        media_type=media_type,
        sha256=hashlib.sha256(data).hexdigest(),
        text_sha256=hashlib.sha256(kept.encode("utf-8")).hexdigest(),
        text=kept,
        tables=find_tables(kept),
    )


def read(path: Path) -> SourceText:
    """Read one document from a file.

    Gives the NFC text, its tables with the position of every cell, and the hashes of the file and of
    the text. Raises a subclass of ReadError.
    """
    data = load(path)
    text = decode(path, data)
    media_type = "text/markdown" if path.suffix.lower() in {".md", ".markdown"} else "text/plain"
    return source_text(path.name, data, text, media_type)
