"""Word documents that are damaged, hostile or very long: one clear error, or a text in time."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import docx
import pytest

from graph_build.errors import (
    BrokenFile,
    EmptyFile,
    EncryptedFile,
    ForbiddenContent,
    LimitExceeded,
    NotText,
    ReadError,
)
from graph_build.readers import read_bytes
from tests.graph_build.word_files import W, body, packed, run, with_parts
from tests.growth import assert_in_line


def whole() -> bytes:
    document = docx.Document()
    document.add_paragraph("Nội dung")
    return packed(document)


def bomb() -> bytes:
    return with_parts(whole(), {"word/document.xml": " " * 60_000_000})


def locked() -> bytes:
    data = bytearray(whole())
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def replaced(xml: str) -> bytes:
    return with_parts(whole(), {"word/document.xml": xml})


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    f"<w:document {W}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
)
OUTSIDE = LAUGHS.replace('<!ENTITY a "ha">', '<!ENTITY a SYSTEM "file:///etc/passwd">')
DEEP = f"<w:document {W}><w:body>" + "<w:sdt>" * 3_000 + "</w:sdt>" * 3_000 + "</w:body></w:document>"
TABLES_IN_TABLES = (
    f"<w:document {W}><w:body>"
    + "<w:tbl><w:tr><w:tc>" * 30
    + "</w:tc></w:tr></w:tbl>" * 30
    + "</w:body></w:document>"
)


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: whole()[:-200], BrokenFile),
        (lambda: whole()[: len(whole()) // 2], BrokenFile),
        (lambda: b"PK\x03\x04word/document.xml", BrokenFile),
        (lambda: b"MZ\x90\x00" + bytes(200), NotText),
        (locked, EncryptedFile),
        (bomb, LimitExceeded),
        (lambda: replaced(LAUGHS), ForbiddenContent),
        (lambda: replaced(OUTSIDE), ForbiddenContent),
        (lambda: replaced(DEEP), LimitExceeded),
        (lambda: replaced(TABLES_IN_TABLES), LimitExceeded),
        (lambda: replaced(f"<w:document {W}><w:body>"), BrokenFile),
        (lambda: replaced(f"<w:document {W}/>"), BrokenFile),
        (lambda: replaced('<?xml version="1.0" encoding="x-none"?><a/>'), BrokenFile),
        (lambda: replaced(f"<w:document {W}><w:body><w:p/></w:body></w:document>"), EmptyFile),
    ],
)
def test_hostile_documents_give_one_sentence(make: Callable[[], bytes], error: type[ReadError]) -> None:
    with pytest.raises(error) as caught:
        read_bytes(make(), "a.docx")
    assert str(caught.value).startswith("a.docx")
    assert "\n" not in str(caught.value)


@pytest.mark.unmeasured
def test_damage_anywhere_gives_a_read_error_or_a_text() -> None:
    data = whole()
    for at in range(0, len(data), max(1, len(data) // 30)):
        damaged = bytearray(data)
        damaged[at] ^= 0xFF
        with contextlib.suppress(ReadError):
            read_bytes(bytes(damaged), "a.docx")


def read_notes(count: int) -> None:
    marks = "".join(f'<w:r><w:footnoteReference w:id="{n}"/></w:r>' for n in range(count))
    notes = "".join(f'<w:footnote w:id="{n}"><w:p/></w:footnote>' for n in range(count))
    source = body(f"<w:p>{marks}{run('x')}</w:p>", footnotes=f"<w:footnotes {W}>{notes}</w:footnotes>")
    assert source.text.count("[") == 2 * count


@pytest.mark.slow
def test_many_notes_take_time_in_line_with_their_number() -> None:
    assert_in_line(read_notes, 24_000)
