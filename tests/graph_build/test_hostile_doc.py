"""Damaged and hostile Word 97-2003 files end in one sentence or a text, in bounded time."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_build.errors import BrokenFile, EmptyFile, EncryptedFile, LimitExceeded, ReadError
from graph_build.readers import read_bytes
from graph_build.readers.doc_file import Part, Story
from graph_build.readers.formats import format_of
from tests.graph_build.doc_files import (
    CAPITALS,
    IN_TABLE,
    SPECIAL,
    Para,
    cells,
    compound,
    deeper,
    doc,
    font,
    fonts,
    item,
    level,
    lists,
    para,
    prl,
    row,
    style,
    styles,
    table,
    uses,
)
from tests.graph_build.test_readers_doc import CHOICE, choices, opened
from tests.growth import thread_seconds


def changed(at: int, content: bytes) -> Callable[[], bytes]:
    def make() -> bytes:
        data = bytearray(whole())
        data[at : at + len(content)] = content
        return bytes(data)

    return make


def whole() -> bytes:
    return doc([para("Nội dung"), *cells("a", "b", definition=row(0, 500, 900)), para("hết")])


FIRST = 512
"""Where the first stream begins in the file."""
HUGE = b"\xf0\xff\xff\x7f"


def in_a_circle() -> bytes:
    data = bytearray(whole())
    fat = int.from_bytes(data[76:80], "little") * 512 + 512
    data[fat : fat + 8] = struct.pack("<II", 1, 0)
    return bytes(data)


def more_text_than_the_file() -> bytes:
    data = bytearray(whole())
    main = data[FIRST:]
    place, _ = struct.unpack_from("<II", main, 0x9A + 8 * Part.PIECES)
    stream = data.index(b"\x02\x10\0\0\0", FIRST)
    assert place
    struct.pack_into("<II", data, stream + 5, 0, 0x7FFFFFF0)
    return bytes(data)


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: doc([para("x")], flags=0x0100), EncryptedFile),
        (lambda: doc([para("x")], mark=0xA5DC), BrokenFile),
        (lambda: doc([para("x")], mark=0x1234), BrokenFile),
        (lambda: doc([para(" ")]), EmptyFile),
        (lambda: doc([para("")]), EmptyFile),
        (lambda: doc([para("x", IN_TABLE + deeper(200))]), LimitExceeded),
        (lambda: whole()[:700], BrokenFile),
        (lambda: whole()[: len(whole()) // 2], BrokenFile),
        (lambda: compound({"WordDocument": b"\xec\xa5" + bytes(5000)}), BrokenFile),
        (changed(30, b"\xff\xff"), BrokenFile),
        (changed(44, HUGE), BrokenFile),
        (changed(64, HUGE), BrokenFile),
        (changed(72, HUGE), BrokenFile),
        (changed(FIRST + 0x9A + 8 * Part.PIECES, HUGE), BrokenFile),
        (changed(FIRST + 0x9A + 8 * Part.STYLES + 4, HUGE), BrokenFile),
        (more_text_than_the_file, BrokenFile),
        (in_a_circle, BrokenFile),
    ],
)
def test_hostile_documents_give_one_sentence(make: Callable[[], bytes], error: type[ReadError]) -> None:
    with pytest.raises(error) as caught:
        read_bytes(make(), "a.doc")
    assert str(caught.value).startswith("a.doc")
    assert "\n" not in str(caught.value)


def test_a_document_in_a_workbook_does_not_make_it_a_document() -> None:
    assert format_of(compound({"Workbook": "WordDocument".encode("utf-16-le")})) == "xls"
    assert format_of(compound({"WordDocument": "Workbook".encode("utf-16-le")})) == "doc"


WHOLE = doc(
    {
        Story.MAIN: [
            para("Nội dung", item(1)),
            *cells("a", "b", definition=row(0, 500, 900)),
            Para([("x", font(1)), ("\x02", SPECIAL), ("\x13 A \x14b\x15", b"")], style=1),
        ],
        Story.FOOTNOTES: [para("\x02 Chú thích")],
    },
    parts={
        Part.LISTS: lists(level(0, "\0."))[0],
        Part.LIST_USES: uses(None, 3),
        Part.STYLES: styles(style(), style(look=CAPITALS)),
        Part.FONTS: fonts("Times New Roman", ".VnTime"),
        Part.FOOTNOTE_MARKS: table([b"\x01\0"], [14, 20]),
        Part.FOOTNOTE_TEXTS: table([], [0, 13, 14]),
    },
    levels=lists(level(0, "\0."))[1],
)


def test_a_page_of_more_entries_than_it_has_room_for() -> None:
    data = bytearray(doc([para("x")]))
    page = FIRST + 1024 + 512  # after the header and the text stands the page of the paragraph, then this
    for at in (page, page + 512):
        damaged = data.copy()
        damaged[at : at + 512] = bytes(511) + b"\x7f"
        assert read_bytes(bytes(damaged), "a.doc").text == "x"


FIRST_MERGED = prl(0x5624, b"\0\xff")


def many_choices(count: int) -> bytes:
    """Write a list to choose from that states its last of 65,535 entries, once for each of many marks."""
    data = struct.pack("<IH62x", 0, 68) + b"\xff" * 4 + struct.pack("<HHHHH", 2 | 25 << 2, 0, 0, 0, 0)
    runs = [("\x13 FORMDROPDOWN ", b""), ("\x01" * count, CHOICE), ("\x14\x15a", b"")]
    return doc([Para(runs)], data=data + b"\xff\xff")


def rows_of_a_long_definition(count: int) -> bytes:
    definition = row(0, 500, 900) + FIRST_MERGED * 7_000
    data = struct.pack("<H", len(definition)) + definition
    return doc([Para([("a\x07" * count, b"")], IN_TABLE + prl(0x6646, 0, 4), mark="\x07")], data=data)


def looks_over_a_long_style(count: int) -> bytes:
    parts = {Part.STYLES: styles(style(look=CAPITALS * 20_000))}
    return doc([Para([("a", prl(0x4A43, number, 2)) for number in range(count)])], parts=parts)


@pytest.mark.unmeasured
@pytest.mark.parametrize("make", [many_choices, rows_of_a_long_definition, looks_over_a_long_style])
def test_what_many_share_is_read_once(make: Callable[[int], bytes]) -> None:
    few, many = make(1), make(200)
    assert thread_seconds(lambda: opened(many)) < 5 * thread_seconds(lambda: opened(few)) + 0.2


def test_a_long_text_that_many_show_is_cut() -> None:
    table_of_lists, levels = lists(level(0, "\0." + "a" * 30_000))
    parts = {Part.LISTS: table_of_lists, Part.LIST_USES: uses(None)}
    assert len(opened(doc([para("x", item(1))], parts=parts, levels=levels)).text) < 300
    runs = [("\x13 FORMDROPDOWN ", b""), ("\x01", CHOICE), ("\x14\x15", b"")]
    choice = doc([Para(runs)], data=choices("a" * 30_000, chosen=0))
    assert 0 < len(opened(choice).text) < 300


@pytest.mark.unmeasured
@settings(max_examples=300, deadline=5_000)
@given(seed=st.integers(0, 2**32), count=st.integers(1, 20), end=st.none() | st.integers(0, len(WHOLE)))
def test_damage_anywhere_gives_a_read_error_or_a_text(seed: int, count: int, end: int | None) -> None:
    source = random.Random(seed)  # noqa: S311 - damage, no secret
    damaged = bytearray(WHOLE)
    for _ in range(count):
        damaged[source.randrange(512, len(damaged))] = source.choice(
            [0, 1, 0x7F, 0xFF, source.randrange(256)]
        )
    try:
        source_text = read_bytes(bytes(damaged[:end]), "a.doc")
    except ReadError:
        return
    assert source_text.text
