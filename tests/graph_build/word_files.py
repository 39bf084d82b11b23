"""Word documents for tests, put together from the XML of their parts."""

from __future__ import annotations

import io
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from docx.document import Document

from graph_build.readers import read_bytes
from graph_build.records import SourceText
from tests.graph_build.shown_tables import checked

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def packed(document: Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def with_parts(data: bytes, parts: dict[str, str]) -> bytes:
    """Put parts into a package in place of those with the same name."""
    file = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, text in parts.items():
            new.writestr(name, text)
    return file.getvalue()


def body(xml: str, **parts: str) -> SourceText:
    """Read a document whose body is given; further parts by name ("numbering", "styles", "footnotes")."""
    main = f"<w:document {W}><w:body>{xml}</w:body></w:document>"
    files = {"word/document.xml": main, **{f"word/{name}.xml": part for name, part in parts.items()}}
    source = read_bytes(with_parts(packed(docx.Document()), files), "a.docx")
    return checked(source)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text) if text else ''}</w:p>"


def item(text: str, level: int = 0, number: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(depth: int, form: str, text: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*levels: str, more: str = "") -> str:
    return (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}</w:numbering>'
    )
