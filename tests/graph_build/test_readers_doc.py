"""Word 97-2003 files become text as they are shown, and as the same document in DOCX is read."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import pytest

from graph_build.errors import ScanUnread
from graph_build.readers import read_bytes
from graph_build.readers.doc_file import Part, Story
from graph_build.records import SourceText
from tests.graph_build.doc_files import (
    CAPITALS,
    DELETED,
    HIDDEN,
    IN_TABLE,
    INNER,
    INNER_CELL,
    INNER_ROW,
    SPECIAL,
    Para,
    cells,
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
from tests.graph_build.shown_tables import checked, shown
from tests.graph_build.test_readers_docx import NEW, OLD, VNI


def opened(data: bytes) -> SourceText:
    source = read_bytes(data, "a.doc")
    assert source.media_type == "application/msword"
    return checked(source)


def lines(paragraphs: Sequence[Para], **more: object) -> list[str]:
    return opened(doc(paragraphs, **more)).text.split("\n\n")  # type: ignore[arg-type]


def test_text_in_its_order() -> None:
    words = ["KẾ HOẠCH", "Thực hiện Nghị quyết số 12/NQ-CP", "1.\tViệc đầu tiên 𝒙", "Hết"]
    assert lines([para(one) for one in words]) == words


def test_pieces_of_one_byte_a_character() -> None:
    assert lines([para("Đoạn “một” – café"[2:], mark="\r")], wide=True) == ["ạn “một” – café"]
    assert lines([para("“x” – café €")], wide=False) == ["“x” – café €"]


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ([("Giữ", b""), (" bỏ", DELETED), (" thêm", prl(0x0801, 1))], "Giữ thêm"),
        ([("a", HIDDEN), ("b", CAPITALS), ("c", prl(0x083C, 0))], "Bc"),
        ([("2020\x1e2025\x0bx\x1fy", b"")], "2020-2025\nxy"),
        ([("Số \x13 MERGEFIELD x \x14", b""), ("12", b""), ("\x15.", b"")], "Số 12."),
        ([("\x13 IF \x13 X \x141\x15 = 1\x14a\x15b", b"")], "ab"),
        ([("\x05\x08a", SPECIAL)], "a"),
        ([("x", b""), ("(", SPECIAL + prl(0x6A09, struct.pack("<HH", 1, 0x2264))), ("(y)", b"")], "x≤(y)"),
        ([("x", b""), ("(", SPECIAL + prl(0x6A09, struct.pack("<HH", 1, 0xF0FC)))], "x"),
        ([("Trang\x0csau", b"")], "Trang\nsau"),
        ([("Quye\u0302\u0301t", b"")], "Quyết"),
    ],
)
def test_changes_and_characters(runs: list[tuple[str, bytes]], text: str) -> None:
    assert lines([Para(runs)]) == [text]


def test_paragraphs_whose_end_is_deleted_and_those_that_end_a_section() -> None:
    first = Para([("Một ", b"")], mark_look=DELETED)
    assert lines([first, para("hai")]) == ["Một hai"]
    section = {Part.SECTIONS: table([bytes(12)], [0, 4])}
    assert lines([para("Một", mark="\x0c"), para("hai")], parts=section) == ["Một", "hai"]


def test_words_whose_paragraph_has_no_end_are_kept_before_a_table_and_at_the_end() -> None:
    open_end = Para([("Một", b"")], mark_look=DELETED)
    assert lines([para("x"), open_end]) == ["x", "Một"]
    one_row = cells("a", "b", definition=row(0, 500, 900))
    before = opened(doc([open_end, *one_row, *one_row, open_end, para("hai")]))
    assert shown(before.tables[0]) == [["a", "b"], ["a", "b"]]
    assert before.text.startswith("Một\n")
    assert before.text.endswith("\nMộthai")
    noted = doc(
        {Story.MAIN: [para("x\x02"), open_end], Story.FOOTNOTES: [para("\x02 Chú thích")]},
        parts={
            Part.FOOTNOTE_MARKS: table([b"\x01\0"], [1, 7]),
            Part.FOOTNOTE_TEXTS: table([], [0, 12, 13]),
        },
    )
    assert opened(noted).text.split("\n\n") == ["x[1]", "Một", "[1] Chú thích"]


def test_an_instruction_without_end_hides_its_paragraph_only() -> None:
    assert lines([para("a\x13b"), para("c")]) == ["a", "c"]


def test_what_styles_say_holds_where_nothing_else_is_said() -> None:
    parts = {
        Part.STYLES: styles(
            style(), style(look=CAPITALS), style(look=prl(0x083C, 1), base=1), style(kind=2, look=HIDDEN)
        )
    }
    named = prl(0x4A30, 3, 2)
    found = lines(
        [
            para("một", style=1),
            para("ẩn", style=2),
            Para([("hiện", prl(0x083C, 0x81))], style=2),
            Para([("thường", prl(0x083B, 0))], style=1),
            Para([("còn", prl(0x083B, 0x80)), (" bỏ", named), (" giữ", named + prl(0x083C, 0))], style=1),
        ],
        parts=parts,
    )
    assert found == ["MỘT", "HIỆN", "thường", "CÒN GIỮ"]


def test_a_style_may_switch_what_it_is_based_on() -> None:
    below = [style(look=prl(0x083B, switch), base=0) for switch in (0x80, 0x81)]
    parts = {Part.STYLES: styles(style(look=CAPITALS), *below)}
    assert lines([para("một", style=1), para("hai", style=2)], parts=parts) == ["MỘT", "hai"]


def test_what_a_piece_says_comes_last() -> None:
    assert lines([para("một"), para("hai")], change=CAPITALS) == ["MỘT", "HAI"]


ROWS = [0, 500, 3000, 5000, 8000]


def test_cells_merged_across_and_down() -> None:
    (one,) = opened(
        doc(
            [
                *cells("TT", "Việc", "Ai", "Hạn", definition=row(*ROWS)),
                *cells("I", "Phần", definition=row(0, 505, 8000)),
                *cells("1", "A", "X", "2025", definition=row(*ROWS, flags={0: 0x60, 3: 0x60})),
                *cells("", "B", "Y", "", definition=row(*ROWS, flags={0: 0x20, 3: 0x20})),
                *cells("2", "C", "thừa", "Z", definition=row(*ROWS, flags={1: 2, 2: 1})),
                *cells("x", "x", "x", "x", definition=row(*ROWS), deleted=True),
                *cells("D", "E", definition=row(3000, 5000, 8000)),
                para("Hết"),
            ]
        )
    ).tables
    assert shown(one) == [
        ["TT", "Việc", "Ai", "Hạn"],
        ["I", "Phần", "[Phần]", "[Phần]"],
        ["1", "A", "X", "2025"],
        ["[1]", "B", "Y", "[2025]"],
        ["2", "C", "[C]", "Z"],
        ["", "[]", "D", "E"],
    ]


def test_merges_that_modifiers_state_beside_the_definition() -> None:
    down = row(*ROWS) + prl(0xD62B, bytes([2, 0, 1]))
    (one,) = opened(
        doc(
            [
                *cells("a", "b", "c", "d", definition=row(*ROWS) + prl(0xD62B, bytes([2, 0, 3]))),
                *cells("", "e", "f", "g", definition=down + prl(0x5624, bytes([1, 3]))),
            ]
        )
    ).tables
    assert shown(one) == [["a", "b", "c", "d"], ["[a]", "e", "[e]", "g"]]


def test_tables_in_cells_of_tables() -> None:
    inner = prl(0xD608, row(0, 400, 900)[8:])
    outer, nested = opened(
        doc(
            [
                *cells("TT", "Việc", definition=row(0, 500, 4000)),
                para("1", IN_TABLE, "\x07"),
                para("Gồm", IN_TABLE),
                *(para(word, INNER_CELL) for word in "ab"),
                para("", INNER_ROW + inner),
                para("c1", INNER),
                *(para(word, INNER_CELL) for word in ("c2", "d")),
                para("", INNER_ROW + inner),
                para("sau", IN_TABLE, "\x07"),
                para("", row(0, 500, 4000), "\x07"),
                para("Hết"),
            ]
        )
    ).tables
    assert shown(outer) == [["TT", "Việc"], ["1", "Gồm\na\tb\nc1\nc2\td\nsau"]]
    assert shown(nested) == [["a", "b"], ["c1\nc2", "d"]]


def numbered(paragraphs: Sequence[Para], *levels: bytes, starts: Sequence[int | None] = (None,)) -> list[str]:
    head, rest = lists(*levels)
    return lines(paragraphs, parts={Part.LISTS: head, Part.LIST_USES: uses(*starts)}, levels=rest)


@pytest.mark.parametrize(
    ("levels", "items", "labels"),
    [
        ([(0, "\0."), (0, "\0.\1.")], [0, 1, 1, 0, 1], ["1.", "1.1.", "1.2.", "2.", "2.1."]),
        ([(1, "\0."), (4, "\1)")], [0, 1, 1, 0, 1], ["I.", "a)", "b)", "II.", "a)"]),
        ([(3, "\0."), (2, "(\1)")], [0, 1, 1], ["A.", "(i)", "(ii)"]),
        ([(0, "Điều \0."), (0, "\1.")], [0, 1, 0, 1], ["Điều 1.", "1.", "Điều 2.", "1."]),
        ([(23, "-"), (23, "\uf0b7")], [0, 1], ["-", "•"]),
        ([(22, "\0"), (255, "")], [0, 0, 1], ["01", "02", ""]),
    ],
)
def test_numbers_of_lists_are_shown(
    levels: list[tuple[int, str]], items: list[int], labels: list[str]
) -> None:
    found = numbered([para("x", item(1, depth)) for depth in items], *(level(*one) for one in levels))
    assert found == [f"{label} x".strip() for label in labels]


def test_lists_go_on_or_start_again_and_may_come_from_styles() -> None:
    plain = [para("x", item(use)) for use in (1, 1, 2, 3, 3, 0)]
    assert numbered(plain, level(0, "\0."), starts=(None, None, 5)) == [
        *("1. x", "2. x", "3. x", "5. x", "6. x", "x")
    ]
    head, rest = lists(level(0, "Điều \0."))
    parts = {
        Part.LISTS: head,
        Part.LIST_USES: uses(None),
        Part.STYLES: styles(style(), style(own=item(1)), style(base=1)),
    }
    paragraphs = [para("Một", style=1), para("hai", style=2), para("ba", item(0), style=2)]
    assert lines(paragraphs, parts=parts, levels=rest) == ["Điều 1. Một", "Điều 2. hai", "ba"]


@pytest.mark.parametrize(
    ("name", "words", "text", "codes"),
    [
        (".VnTime", OLD, NEW, ["other-encoding"]),
        (".VnTime", OLD.replace("\u00ad", "\x1f"), NEW, ["other-encoding"]),
        (".VnTimeH", OLD, NEW.upper(), ["other-encoding"]),
        ("VNI-Times", VNI, NEW, ["other-encoding"]),
        (".VnTime", NEW, NEW, []),
    ],
)
def test_words_in_old_fonts_are_spelled_in_unicode(
    name: str, words: str, text: str, codes: list[str]
) -> None:
    parts = {Part.FONTS: fonts("Times New Roman", name)}
    source = opened(doc([Para([(words, font(1))])], parts=parts))
    assert (source.text, [issue.code for issue in source.issues]) == (text, codes)
    parts[Part.STYLES] = styles(style(), default_font=1)
    assert opened(doc([para(words)], wide=text is NEW and words is NEW, parts=parts)).text == text


def test_notes_stand_at_the_end_under_their_marks() -> None:
    stories = {
        Story.MAIN: [
            Para([("Một", b""), ("\x02", SPECIAL), (" và", b""), ("\x02", SPECIAL), ("*", b"")]),
            para("Hết"),
        ],
        Story.FOOTNOTES: [Para([("\x02", SPECIAL), (" Hai", b"")]), para("* Ba")],
        Story.ENDNOTES: [Para([("\x02", SPECIAL), (" Cuối", b"")])],
    }
    parts = {
        Part.FOOTNOTE_MARKS: table([b"\x01\0", b"\0\0"], [3, 8, 14]),
        Part.FOOTNOTE_TEXTS: table([], [0, 6, 11, 12]),
        Part.ENDNOTE_MARKS: table([b"\x01\0"], [7, 14]),
        Part.ENDNOTE_TEXTS: table([], [0, 7, 8]),
    }
    assert opened(doc(stories, parts=parts)).text == "Một[1] và[i]*\n\nHết\n\n[1] Hai\n\n[i] Cuối\n\n* Ba"


def test_notes_that_claim_the_same_words_have_them_once() -> None:
    main = [Para([("x", b""), ("\x02\x02\x02", SPECIAL)])]
    parts = {
        Part.FOOTNOTE_MARKS: table([b"\x01\0"] * 3, [1, 2, 3, 5]),
        Part.FOOTNOTE_TEXTS: table([], [0, 4, 0, 4, 4]),
    }
    stories = {Story.MAIN: main, Story.FOOTNOTES: [para("chú")]}
    assert opened(doc(stories, parts=parts)).text == "x[1][2][3]\n\n[1] chú"


def test_what_is_not_read_is_told() -> None:
    def picture(side: int) -> bytes:
        return bytes(28) + struct.pack("<hhHH", side, side, 1000, 1000)

    def at(place: int) -> bytes:
        return SPECIAL + prl(0x6A03, place, 4)

    words = Para([("x\x13 EMBED Equation.3 \x14\x15", b""), ("\x01", at(0)), ("\x01", at(36))])
    stories = {Story.MAIN: [words], Story.BOXES: [para("Trong hộp"), para("")]}
    parts = {Part.BOX_TEXTS: table([bytes(22)] * 2, [0, 10, 11])}
    data = picture(5000) + picture(500)
    source = opened(doc(stories, parts=parts, data=data))
    assert source.text == "x"
    assert [(issue.code, issue.text, issue.kept) for issue in source.issues] == [
        ("text-box", "Trong hộp", False),
        ("part-not-read", "", False),
        ("part-not-read", "", False),
    ]
    assert "1 formulas" in source.issues[1].why
    assert "1 large picture" in source.issues[2].why
    with pytest.raises(ScanUnread, match="pictures only"):
        read_bytes(doc([Para([("\x01", at(0))])], data=data), "a.doc")


def choices(*entries: str, chosen: int) -> bytes:
    """Write the data of a list to choose from (FFData)."""

    def text(words: str) -> bytes:
        return struct.pack("<H", len(words)) + words.encode("utf-16-le")

    head = struct.pack("<IH62x", 0, 68) + struct.pack("<IHHH", 0xFFFFFFFF, 2 | chosen << 2, 0, 0)
    texts = text("Chọn") + bytes(4) + bytes(4) * 5
    return head + texts + struct.pack("<HHH", 0xFFFF, len(entries), 0) + b"".join(map(text, entries))


CHOICE = SPECIAL + prl(0x6A03, 0, 4) + prl(0x0806, 1)


def test_a_list_to_choose_from_shows_its_choice() -> None:
    runs = [("Chủ trì: \x13 FORMDROPDOWN ", b""), ("\x01", CHOICE), ("\x15.", b"")]
    data = choices("Sở A", "Sở B", chosen=1)
    assert opened(doc([Para(runs)], data=data)).text == "Chủ trì: Sở B."
