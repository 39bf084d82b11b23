"""Spreadsheets become tables with their merged cells, dates and numbers as printed."""

from __future__ import annotations

import base64
import datetime as dt
import io
import struct
import zlib
from collections.abc import Callable, Sequence
from zipfile import ZipFile

import openpyxl
import pytest

from graph_build.errors import (
    BrokenFile,
    EmptyFile,
    EncryptedFile,
    ForbiddenContent,
    LimitExceeded,
    ReadError,
    UnsupportedFormat,
)
from graph_build.extract import extract, unit_book
from graph_build.readers import read_bytes
from graph_build.readers.sheets import Value, written
from graph_build.records import SourceText, Table


def xlsx(rows: Sequence[Sequence[object]], merges: Sequence[str] = (), title: str = "Nhiệm vụ") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = " ".join(f'xmlns:{name}="{OFFICE}:{name}:1.0"' for name in ("office", "table", "text"))


def ods(rows: str, start: str = "") -> bytes:
    content = (
        f'{start}<office:document-content {SPACES} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="Bảng">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<m:manifest xmlns:m="{OFFICE}:manifest:1.0"><m:file-entry m:full-path="/" m:media-type="{kind}"/>'
        "</m:manifest>"
    )
    file = io.BytesIO()
    with ZipFile(file, "w") as package:
        package.writestr("mimetype", kind)
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", manifest)
    return file.getvalue()


def cell(words: str, attributes: str = "") -> str:
    kind = 'office:value-type="string"'
    return f"<table:table-cell {kind} {attributes}><text:p>{words}</text:p></table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def opened(data: bytes, name: str = "a.xlsx") -> SourceText:
    source = read_bytes(data, name)
    for table in source.tables:
        for line in table.rows:
            for one in line:
                assert source.text[one.start : one.end] == one.text
    return source


def shown(table: Table) -> list[list[str]]:
    return [[f"[{one.text}]" if one.merged else one.text for one in line] for line in table.rows]


HEADING = ["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn"]


def test_a_task_sheet_gives_tasks() -> None:
    rows: list[list[object]] = [
        ["ỦY BAN NHÂN DÂN TỈNH BẮC GIANG", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["PHÂN CÔNG NHIỆM VỤ"],
        [],
        [*HEADING],
        ["I", "Xây dựng thể chế"],
        [1, "Lập kế hoạch", "Sở Y tế", "Sở Tài chính", dt.date(2025, 12, 31)],
        [None, "Rà soát văn bản", None, "Sở Nội vụ", dt.date(2026, 6, 30)],
        [],
        ["Nơi nhận: như trên"],
    ]
    source = opened(xlsx(rows, ["A1:C1", "A2:E2", "B5:E5", "A6:A7", "C6:C7"]))
    (table,) = source.tables
    assert shown(table) == [
        HEADING,
        ["I", "Xây dựng thể chế", *["[Xây dựng thể chế]"] * 3],
        ["1", "Lập kế hoạch", "Sở Y tế", "Sở Tài chính", "31/12/2025"],
        ["[1]", "Rà soát văn bản", "[Sở Y tế]", "Sở Nội vụ", "30/06/2026"],
    ]
    assert source.text.split("\n\n")[:4] == [
        "Nhiệm vụ",
        "ỦY BAN NHÂN DÂN TỈNH BẮC GIANG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "PHÂN CÔNG NHIỆM VỤ",
    ]
    assert source.text.endswith("\n\nNơi nhận: như trên")
    tasks = extract(source, unit_book()).tasks
    assert [(task.section, task.code, task.title) for task in tasks] == [
        ("I", "1", "Lập kế hoạch"),
        ("I", "1", "Rà soát văn bản"),
    ]
    leads = [
        [(one.actor.name, one.inherited) for one in task.assignments if one.role == "lead"] for task in tasks
    ]
    assert leads == [[("Sở Y tế", False)], [("Sở Y tế", True)]]
    assert [task.deadline.due for task in tasks] == ["2025-12-31", "2026-06-30"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1.0, "1"),
        (1.5, "1.5"),
        (0.1 + 0.2, "0.3"),
        (1e20, "1e+20"),
        (7, "7"),
        (True, "TRUE"),
        (dt.date(2025, 3, 5), "05/03/2025"),
        (dt.datetime(2025, 3, 5), "05/03/2025"),
        (dt.datetime(2025, 3, 5, 7, 30), "05/03/2025 07:30"),
        (dt.time(7, 30), "07:30"),
        (" Sở Y tế ", "Sở Y tế"),
    ],
)
def test_values_are_written_as_printed(value: Value, words: str) -> None:
    assert written(value) == words


def test_every_visible_sheet_stands_under_its_name() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Một"
    for name in ("Hai", "Ẩn", "Trống"):
        book.create_sheet(name)
    for sheet in (book["Một"], book["Hai"], book["Ẩn"]):
        for line in (["TT", "Việc", "Ai"], [1, "a\nb", "X"]):
            sheet.append(line)
    book["Ẩn"].sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    source = opened(file.getvalue())
    assert source.text == "Một\n\nTT\tViệc\tAi\n1\ta\nb\tX\n\nHai\n\nTT\tViệc\tAi\n1\ta\nb\tX"
    assert [(issue.code, issue.text) for issue in source.issues] == [("hidden-sheet", "Ẩn")]


def test_hidden_rows_and_formulas_without_a_result_are_told() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for line in (["TT", "Việc", "Ai"], [1, "a", "X"], [2, "b", "Y"], [3, "c", '="Sở " & "A"']):
        sheet.append(line)
    sheet.row_dimensions[3].hidden = True
    file = io.BytesIO()
    book.save(file)
    source = opened(file.getvalue())
    assert shown(source.tables[0])[1] == ["1", "a", "X"]
    assert shown(source.tables[0])[-1] == ["3", "c", ""]
    assert "b" not in source.text
    assert [(issue.code, issue.text) for issue in source.issues] == [
        ("hidden-rows", "2 | b | Y"),
        ("formula-without-value", "C4"),
    ]
    filtered = row(cell("2"), cell("b"), cell("Y"), attributes='table:visibility="filter"')
    source = opened(
        ods(row(cell("TT"), cell("Việc"), cell("Ai")) + filtered + row(cell("3"), cell("c"), cell("Z")))
    )
    assert "b" not in source.text
    assert [issue.code for issue in source.issues] == ["hidden-rows"]


def test_hidden_columns_are_read_and_told() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for line in (["TT", "Việc", "Ai", None], [1, "a", "X", None]):
        sheet.append(line)
    for column in "BD":
        sheet.column_dimensions[column].hidden = True
    file = io.BytesIO()
    book.save(file)
    hidden = '<table:table-column table:number-columns-repeated="{}" table:visibility="collapse"/>'
    columns = f"<table:table-column/>{hidden.format(1)}<table:table-column/>{hidden.format(16_381)}"
    open_sheet = ods(
        columns + row(cell("TT"), cell("Việc"), cell("Ai")) + row(cell("1"), cell("a"), cell("X"))
    )
    for data in (file.getvalue(), open_sheet):
        source = opened(data)
        assert shown(source.tables[0])[1] == ["1", "a", "X"]
        assert [(issue.code, issue.text, issue.kept) for issue in source.issues] == [
            ("hidden-columns", "Việc", True)
        ]


def test_a_sheet_without_a_header_gives_no_task_and_no_error() -> None:
    source = opened(xlsx([[1, "Làm A", "Sở Y tế"], [2, "Làm B", "Sở Nội vụ"]]))
    assert shown(source.tables[0]) == [["1", "Làm A", "Sở Y tế"], ["2", "Làm B", "Sở Nội vụ"]]
    assert extract(source, unit_book()).tasks == ()


def test_empty_columns_on_the_left_are_no_columns() -> None:
    source = opened(xlsx([[None, "TT", "Việc", "Ai"], [None, 1, "a", "X"]]))
    assert shown(source.tables[0]) == [["TT", "Việc", "Ai"], ["1", "a", "X"]]


def test_an_open_document_sheet_keeps_its_merged_cells() -> None:
    source = opened(
        ods(
            row(cell("TT"), cell("Việc"), cell("Ai"))
            + row(
                cell("1", 'table:number-rows-spanned="2"'),
                cell("a"),
                cell("X", 'table:number-rows-spanned="2"'),
            )
            + row("<table:covered-table-cell/>", cell("b"), "<table:covered-table-cell/>")
            + row(
                '<table:table-cell table:number-columns-repeated="16384"/>',
                attributes='table:number-rows-repeated="1048573"',
            )
        ),
        "a.ods",
    )
    assert shown(source.tables[0]) == [["TT", "Việc", "Ai"], ["1", "a", "X"], ["[1]", "b", "[X]"]]
    assert source.media_type == "application/vnd.oasis.opendocument.spreadsheet"


XLS = zlib.decompress(
    base64.b64decode(
        "eNrtWE1oU0EQ/nb70vzQ5qemQqOEULBqLRTx4qWmDdV6MKVK8acK2p8gpZpK8KIHrdYcBcGT4iVYD16qXvxBET3pQajoQRCERPHk"
        "SVDw0OY5O29fSSNCA1po2e+xs7MzO7vzdvbn7Xs7FykWHsRKqMIu1KFs+1FfIROU/G4hDNLbtmLd3EfJNlhV8PsokPUePG1841Ux"
        "VPEuQeK+9ZIo8JnSMZxB/2Q2k1hBpNiHYaF86CIqcIskQbSwV01MR5muY3qPaz5j2s2Sq0y7qG5RDGEu2d++U8/iw7KVdUGodh+x"
        "zUeWbEczXqtZfPGacOp60JMbHz61yhRxqwEzoID2ZbKZnCqHcAcBoLe3M53uPEIoIkrBnsFPOwH8cFf1i4SRr6xcgOS/lsq9f5H7"
        "KIjV8uvSAqZgn+BFkqd9eaOlNJZI4XY8i5OYp2ntIYlKNMkHBy2IgxjHq/gobfJiLwpUjZT7iqcTPTpPBdRez3tDeMne0MhrpoHo"
        "GELMR3jlhMm5+bvf36VHBpLHWTLF54FzamxSTsLGJWVBxkHW1C3SdrbYxvQyt7qB+RjTKHlHedtAs2b2THOdK6xto352MN4nN1fw"
        "W4jPf9v/OJ7/ktxK/Gxf6Xx09kOygFY6xcbIXj3T6BAd4uYNhSdJNxd6h/nEtOWP3cYnw9p3Wx+NISyo9UWIMHVKanTEYknqsVLW"
        "osr6ggywLMKjrOoLtlaj4+gk+RSbk2wtq6yf0/tJ3beydeJiaVvJPR+lCl91u9I542UTHjLbXXHKB2BgYGBgYGBgYLB2IZxLAX9n"
        "WvqSoL5Avfq/zgKlsvlNsmZxAJP0nKVL5W5kKc/hXE3zZz08wm1LLNPG/V+ocIh6z2ECI+zHRM3zl+5povJ9lm0Y/ndLqNb+y7X4"
        "+Z/7/w2UFdcH"
    )
)
"""A sheet "Bảng" of three rows, as Excel 97 writes it; "1" is merged over two rows."""


def test_an_old_workbook() -> None:
    source = opened(XLS, "a.xls")
    assert shown(source.tables[0]) == [
        ["TT", "Việc", "Hạn"],
        ["1", "Làm A", "31/12/2025"],
        ["[1]", "Làm B", "1.5"],
    ]


def test_what_is_hidden_in_an_old_workbook_is_told() -> None:
    data = bytearray(XLS)
    rows = [data.index(struct.pack("<HHH", 0x0208, 16, number)) for number in range(3)]
    data[rows[2] + 4 + 12] |= 0x20
    source = opened(bytes(data), "a.xls")
    assert [(one.code, one.text) for one in source.issues] == [("hidden-rows", "Làm B | 1.5")]
    assert "Làm B" not in source.text
    data = bytearray(XLS)
    data[rows[0] : rows[0] + 14] = struct.pack("<7H", 0x007D, 16, 1, 2, 0, 0, 1)
    source = opened(bytes(data), "a.xls")
    assert [(one.code, one.text) for one in source.issues] == [("hidden-columns", "Việc; Hạn")]
    assert "Làm B" in source.text


def circle() -> bytes:
    """Lead the chain of the directory's sectors back to its first ([MS-CFB], sections 2.2 and 2.3)."""
    data = bytearray(XLS)
    directory, allocation = (int.from_bytes(data[at : at + 4], "little") for at in (48, 76))
    at = 512 * (allocation + 1) + 4 * directory
    data[at : at + 4] = directory.to_bytes(4, "little")
    return bytes(data)


def with_sheet(xml: str) -> bytes:
    file = io.BytesIO()
    with ZipFile(io.BytesIO(xlsx([["a"]]))) as old, ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, xml if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return file.getvalue()


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
CORNERS = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
LONG = xlsx([["TT", "Việc", "Ai"]])
MANY = "".join(
    f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="H{n}"><v>1</v></c></row>' for n in range(1, 100_001)
)


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: with_sheet(SHEET.format(CORNERS)), LimitExceeded),
        (lambda: with_sheet(SHEET.format(MANY)), LimitExceeded),
        (lambda: with_sheet('<!DOCTYPE a [<!ENTITY b "c">]>' + SHEET.format("")), ForbiddenContent),
        (lambda: with_sheet(SHEET.format("")), EmptyFile),
        (lambda: with_sheet("<worksheet><sheetData>"), BrokenFile),
        (lambda: with_sheet(SHEET.format('<row><c r="ZZZZ99999999"><v>1</v></c></row>')), BrokenFile),
        (circle, BrokenFile),
        (lambda: XLS[:3000], UnsupportedFormat),
        (lambda: LONG[: len(LONG) // 2], BrokenFile),
        (
            lambda: ods(
                row(
                    cell("x", 'table:number-columns-repeated="16384"'),
                    attributes='table:number-rows-repeated="99999"',
                )
            ),
            LimitExceeded,
        ),
        (lambda: ods("", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'), ForbiddenContent),
        (
            lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + bytes(600),
            BrokenFile,
        ),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), EncryptedFile),
    ],
)
def test_hostile_sheets_give_one_sentence(make: Callable[[], bytes], error: type[ReadError]) -> None:
    with pytest.raises(error) as caught:
        read_bytes(make(), "a.xlsx")
    assert "a.xlsx" in str(caught.value)
    assert "\n" not in str(caught.value)
