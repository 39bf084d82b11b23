"""Files of every condition give a source text or one clear error; cells keep their position."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.errors import (
    BrokenFile,
    EmptyFile,
    EncryptedFile,
    NotText,
    ReadError,
    UndecodableText,
    UnreadableFile,
    UnsupportedFormat,
)
from graph_build.readers import MAX_BYTES, read, read_bytes
from graph_build.readers.plain import find_tables
from graph_build.records import Table


def rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_tab_table_with_a_row_cut_by_a_page() -> None:
    text = "Mở đầu\n\nTT\tViệc\tAi\n1\tLàm A\tSở X\n\n\ttiếp theo\t\n2\tLàm B\tSở Y"
    (table,) = find_tables(text)
    assert rows(table) == [
        ["TT", "Việc", "Ai"],
        ["1", "Làm A", "Sở X"],
        ["", "tiếp theo", ""],
        ["2", "Làm B", "Sở Y"],
    ]
    assert text[table.start : table.end].startswith("TT\t")
    assert table.end == len(text)


def test_a_letterhead_in_two_columns_is_no_table() -> None:
    assert find_tables("\tỦY BAN\n\tCỘNG HÒA\nSố: 1\n") == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('TT,Việc,Ai\n1,"Lập, trình",Sở Y tế\n2,Rà soát,Sở Nội vụ\n', True),
        ("TT;Việc;Ai\n1;Lập;Sở Y tế\n\n2;Rà soát;Sở Nội vụ", True),
        ("Một, hai, ba.\nBốn, năm.\nSáu, bảy, tám.", False),
        ("Một, hai\nBa, bốn\nNăm, sáu", False),
        ("TT\tViệc\tAi\n1\ta, b, c\tX", False),
        ("a,b,c\n" + "x" * 200_000 + ",y,z\nd,e,f", False),
    ],
)
def test_a_table_that_commas_part_is_told(text: str, told: bool) -> None:
    before = csv.field_size_limit()
    try:
        for limit in (
            131_072,
            1 << 30,
        ):  # where no spreadsheet was made in the process before, and where one was
            csv.field_size_limit(limit)
            source = read_bytes(text.encode(), "a.csv")
            assert [issue.code for issue in source.issues] == ["unparted-table"] * told
    finally:
        csv.field_size_limit(before)


def test_pipe_table_with_a_rule_line() -> None:
    (table,) = find_tables("| TT | Việc |\n|---|:---:|\n| 1 | Làm A |\n\nHết")
    assert rows(table) == [["TT", "Việc"], ["1", "Làm A"]]


def test_bar_table_ends_at_the_blank_line() -> None:
    text = "|\n**TT**\n|\n**Việc**\n|\n|\n1\n|\nLàm\nviệc A\n|\n\nSau bảng\n"
    (table,) = find_tables(text)
    assert rows(table) == [["TT", "Việc"], ["1", "Làm\nviệc A"]]
    assert not table.aligned


def test_bar_table_keeps_an_empty_cell() -> None:
    (table,) = find_tables("|\na\n|\n\n|\nc\n|\n\n")
    assert rows(table) == [["a", "", "c"]]


@given(st.text(alphabet="|\t\n a1-", max_size=120))
def test_every_cell_is_where_it_says(text: str) -> None:
    last = -1
    for table in find_tables(text):
        assert table.start > last
        last = table.end - 1
        for row in table.rows:
            for cell in row:
                assert text[cell.start : cell.end] == cell.text


def test_reading_keeps_nfc_and_hashes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(unicodedata.normalize("NFD", "Quyết định\r\nBộ Y tế").encode())
    source = read(path)
    assert source.text == "Quyết định\nBộ Y tế"
    assert source.sha256 != source.text_sha256


def test_utf16_with_a_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes("Nghị quyết".encode("utf-16"))
    assert (read(path).text, read(path).media_type) == ("Nghị quyết", "text/markdown")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", EmptyFile),
        (b" \n\t\n", EmptyFile),
        ("\ufeff \n".encode(), EmptyFile),
        (b"PK\x03\x04....", BrokenFile),
        (b"\x89PNG\r\n\x1a\n\x00 no picture", BrokenFile),
        (b"%PDF-1.4\nno document", BrokenFile),
        (b"MZ\x90\x00\x03\x00program", NotText),
        (b"Rar!\x1a\x07 text", UnsupportedFormat),
        (b"{\\rtf1 text", BrokenFile),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), EncryptedFile),
        (b"abc\x00def", NotText),
        ("Quyết định".encode("cp1258", "replace") + b"\xff\xd0", UndecodableText),
        (b"\xff\xfea", UndecodableText),
    ],
)
def test_unreadable_content_gives_one_sentence(
    tmp_path: Path, content: bytes, error: type[ReadError]
) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(content)
    with pytest.raises(error) as caught:
        read(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert " 0x" not in str(caught.value), "an address in memory is another one at the next build"


def test_missing_folder_and_huge_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        read(tmp_path / "none.txt")
    with pytest.raises(UnreadableFile):
        read(tmp_path)
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(ReadError, match="limit"):
        read(huge)
