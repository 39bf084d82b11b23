"""Readers: a file in, a `SourceText` out. The only stage that touches files.

    load ─▶ format_of ─▶ the format's reader ─▶ SourceText

`read` takes a path and returns the text and tables of the document, or raises a `ReadError` that says
in one sentence what is wrong with the file. The format is known by content. A further format is one more
entry in `READERS`, and a way to know it in `graph_build.readers.formats`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from graph_build.errors import (
    EmptyFile,
    EncryptedFile,
    NotDocument,
    NotText,
    SeveralDocuments,
    UnsupportedFormat,
)
from graph_build.readers import archive, files
from graph_build.readers.content import Content, Reader
from graph_build.readers.controls import without_controls
from graph_build.readers.doc import read_doc
from graph_build.readers.docx import read_docx
from graph_build.readers.formats import Format, format_of, image_type
from graph_build.readers.html import read_html
from graph_build.readers.images import read_image
from graph_build.readers.limits import MAX_BYTES
from graph_build.readers.mhtml import read_mhtml
from graph_build.readers.odt import read_odt
from graph_build.readers.pdf import read_pdf
from graph_build.readers.plain import find_tables, read_plain
from graph_build.readers.rtf import read_rtf
from graph_build.readers.sheets import read_ods, read_xls, read_xlsx
from graph_build.records import SourceText
from graph_build.text import normalise

__all__ = ["MAX_BYTES", "READERS", "load", "name_of", "read", "read_bytes", "source_text"]


class Handler(NamedTuple):
    """How one format is read: its media type, its reader, and its name for people."""

    media_type: str
    reader: Reader
    label: str


_OFFICE = "application/vnd.openxmlformats-officedocument"

READERS: Mapping[Format, Handler] = MappingProxyType(
    {
        "text": Handler("text/plain", read_plain, "plain text"),
        "html": Handler("text/html", read_html, "HTML"),
        "docx": Handler(f"{_OFFICE}.wordprocessingml.document", read_docx, "DOCX"),
        "doc": Handler("application/msword", read_doc, "DOC"),
        "mhtml": Handler("multipart/related", read_mhtml, "MHTML"),
        "odt": Handler("application/vnd.oasis.opendocument.text", read_odt, "ODT"),
        "rtf": Handler("application/rtf", read_rtf, "RTF"),
        "xlsx": Handler(f"{_OFFICE}.spreadsheetml.sheet", read_xlsx, "XLSX"),
        "xls": Handler("application/vnd.ms-excel", read_xls, "XLS"),
        "pdf": Handler("application/pdf", read_pdf, "PDF"),
        "image": Handler("image/png", read_image, "pictures of pages"),
        "ods": Handler("application/vnd.oasis.opendocument.spreadsheet", read_ods, "ODS"),
    }
)
"""The reader of every format that holds one document."""

_DATA: Mapping[Format, str] = MappingProxyType({"json": "JSON data", "xml": "XML data"})
"""Formats for data, which hold no document, by their names for people."""

_MARKDOWN = frozenset({".md", ".markdown"})


def source_text(name: str, data: bytes, text: str, media_type: str) -> SourceText:
    """Make the source text of a decoded plain-text or markdown document."""
    kept = normalise(text)
    return _source(name, data, media_type, Content(kept, find_tables(kept)))


def _source(name: str, data: bytes, media_type: str, content: Content) -> SourceText:
    content = without_controls(content)
    return SourceText(
        name=name,
        media_type=media_type,
        sha256=hashlib.sha256(data).hexdigest(),
        text_sha256=hashlib.sha256(content.text.encode("utf-8")).hexdigest(),
        text=content.text,
        tables=content.tables,
        page_starts=content.page_starts,
        issues=content.issues,
    )


def load(path: Path) -> bytes:
    """Read the bytes of a file, or of a member of an archive ("plans.zip/2025/plan.docx").

    Raises UnreadableFile where the file system refuses, LimitExceeded above the limits, EmptyFile where
    there are no bytes, and what is wrong with the archive.
    """
    data = archive.load_member(path) if archive.is_member(path) else files.load(path)
    if not data.strip():
        raise EmptyFile(path)
    return data


def name_of(path: Path) -> str:
    """Give the name under which a document is known: the file's own, with its archive's before it."""
    return archive.member_name(path)


def read(path: Path) -> SourceText:
    """Read one document from a file, or from a member of an archive.

    Gives the NFC text, its tables with the position of every cell, and the hashes of the file and of
    the text. An archive that holds a single document is read as that document. Raises a subclass of
    ReadError.
    """
    if archive.is_archive(path):
        found, errors = archive.documents(path)
        if len(found) > 1 or not (found or errors):
            raise SeveralDocuments(path, len(found))
        if errors:
            raise errors[0]
        return read(found[0])
    return read_bytes(load(path), name_of(path), path=path)


def read_bytes(data: bytes, name: str, *, path: Path | None = None) -> SourceText:
    """Read one document from its bytes, under the name given; messages name `path` where there is one.

    Raises a subclass of ReadError: UnsupportedFormat where no reader handles the format, an archive
    included, EncryptedFile, NotText for a program, EmptyFile.
    """
    shown = name if path is None else str(path)
    if not data.strip():
        raise EmptyFile(shown)
    kind = format_of(data)
    if kind == "encrypted":
        raise EncryptedFile(shown)
    if kind == "program":
        raise NotText(shown, "a program")
    if kind in _DATA:
        raise NotDocument(shown, _DATA[kind])
    handler = READERS.get(kind)
    if handler is None:
        raise UnsupportedFormat(shown, ", ".join(one.label for one in READERS.values()))
    content = handler.reader(shown, data)
    if kind == "image":
        return _source(name, data, image_type(data), content)
    markdown = kind == "text" and Path(name).suffix.lower() in _MARKDOWN
    return _source(name, data, "text/markdown" if markdown else handler.media_type, content)
