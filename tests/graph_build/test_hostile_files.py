"""Hostile and broken files: each has its line in the report, the others are read, and none takes long."""

from __future__ import annotations

import io
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pypdfium2
import pytest

from graph_build.errors import ReadError, UnreadableFile
from graph_build.extract import extract
from graph_build.gather import gather
from graph_build.pipeline import build
from graph_build.readers import files, read, read_bytes
from graph_build.unit_book import UnitBook
from ontology.register import load_units
from tests.growth import assert_in_line
from tests.permissions import run_bound

GOOD = (
    "KẾ HOẠCH\nThực hiện Nghị quyết số 12/NQ-CP ngày 03 tháng 4 năm 2031 của Chính phủ\n\n"
    "Căn cứ các quy định của pháp luật và tổ chức bộ máy của tỉnh, việc quản lý được thực hiện.\n"
)
SECONDS = 60.0
"""Processor time that one file may take; each takes less than 3 s, so that only a hang takes more."""


def packed(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return file.getvalue()


def part(xml: str) -> bytes:
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": xml.encode()})


LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>'


def sheet(rows: int, columns: int) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet()
    for row in range(rows):
        page.append([f"{row} {column}" for column in range(columns)])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def long_sheet(rows: int) -> bytes:
    """Give a sheet of rows of three cells; written as text, for a library takes seconds for it."""
    row = b"<row>" + b"<c><v>1</v></c>" * 3 + b"</row>"
    space = b'"http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    written = b"<worksheet xmlns=" + space + b"><sheetData>" + row * rows + b"</sheetData></worksheet>"
    with ZipFile(io.BytesIO(sheet(1, 1))) as book:
        members = {name: book.read(name) for name in book.namelist()}
    return packed({**members, "xl/worksheets/sheet1.xml": written})


def bomb() -> bytes:
    data = bytes(60_000_000)
    for _ in range(3):
        data = packed({"a.zip": data})
    return data


def overlapping() -> bytes:
    """Give an archive whose two entries are the same bytes."""
    data = packed({"a.txt": b"x" * 1000, "b.txt": b"y" * 1000})
    first, second = data.index(b"PK\x01\x02"), data.rindex(b"PK\x01\x02")
    return data[: second + 42] + data[first + 42 : first + 46] + data[second + 46 :]


def wide_pdf() -> bytes:
    document = pypdfium2.PdfDocument.new()
    document.new_page(14_000, 14_000)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


CASES: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "10,000 nested tags": (lambda: b"<html>" + b"<div>" * 10_000, {"limit-exceeded"}),
    "1,000,000 nested tags": (lambda: b"<html>" + b"<b>" * 1_000_000, {"limit-exceeded"}),
    "a DOCX cut short": (lambda: part("<a/>")[:-40], {"broken-file"}),
    "XML entities that explode": (lambda: part(LAUGHS), {"forbidden-content"}),
    "XML entities from outside": (lambda: part(OUTSIDE), {"forbidden-content"}),
    "70,000 rows": (lambda: long_sheet(70_000), {"limit-exceeded"}),
    "a sheet without headings": (lambda: sheet(3, 4), set()),
    "a zip bomb in zips": (bomb, {"limit-exceeded"}),
    "overlapping members": (overlapping, {"broken-file", "empty-file"}),
    "one line of 50 MB": (lambda: b"a" * 50_000_000, {"limit-exceeded"}),
    "70 MB of text": (lambda: b"a\n" * 35_000_000, {"limit-exceeded"}),
    "zero bytes": (lambda: b"", {"empty-file"}),
    "null bytes": (lambda: bytes(1_000), {"binary-file", "empty-file"}),
    "100,000 nested groups": (lambda: b"{\\rtf1 " + b"{" * 100_000, {"limit-exceeded"}),
    "RTF with binary data past its end": (lambda: b"{\\rtf1 a\\bin999999999 b}", {"broken-file"}),
    "deep JSON": (lambda: b"[" * 1_000_000, set()),
    "JSON": (lambda: json.dumps([{"a": GOOD}]).encode(), {"not-a-document"}),
    "JSON lines": (lambda: b'{"a": 1}\n{"a": 2}\n', {"not-a-document"}),
    "XML": (lambda: b"<?xml version='1.0'?><a>x</a>", {"not-a-document"}),
    "random letters above 127": (lambda: bytes(range(128, 256)) * 500, {"undecodable"}),
    "a page of 5 by 5 metres": (wide_pdf, {"empty-file"}),
    "PDF objects in a circle": (
        lambda: b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]>>endobj\ntrailer<</Root 1 0 R>>",
        {"broken-file", "empty-file"},
    ),
}


@pytest.mark.unmeasured
@pytest.mark.parametrize("case", CASES)
def test_a_hostile_file_has_its_line_and_the_build_goes_on(case: str, tmp_path: Path) -> None:
    make, codes = CASES[case]
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    (folder / "bad").write_bytes(make())
    started = time.thread_time()
    report = build([folder], tmp_path / "out", workers=1)
    assert time.thread_time() - started < SECONDS
    found = {problem.code for problem in report.problems}
    assert "good.txt" in [row.file for row in report.rows]
    assert found <= codes
    assert bool(found) == bool(codes)
    assert all("\n" not in problem.why for problem in report.problems)


RUNS = (
    "1",
    " ",
    "và ",
    ", ",
    ".",
    "(",
    "((Bộ ",
    "01/",
    "|",
    "|\n",
    "\t",
    "I. ",
    "1.\n",
    "Giao ",
    "Căn cứ ",
    "“",
    "- \n",
)


@pytest.mark.parametrize("run", RUNS)
def test_long_runs_of_the_same_letters_take_no_longer_than_their_length(run: str) -> None:
    book = UnitBook(load_units())
    assert_in_line(
        lambda count: extract(read_bytes((GOOD + run * count).encode(), "a.txt"), book), 15_000 // len(run)
    )


def test_pipes_devices_loops_and_strange_names_are_no_trap(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    os.mkfifo(folder / "pipe.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    (folder / "zero.txt").symlink_to("/dev/zero")
    (folder / "two\nlines.txt").write_text(GOOD, encoding="utf-8")
    (folder / "sparse.txt").touch()
    os.truncate(folder / "sparse.txt", 10**11)
    files, errors = gather([folder])
    assert sorted(path.name for path in files) == ["sparse.txt", "two\nlines.txt"]
    assert len(errors) == 3
    report = build([folder], tmp_path / "out", workers=1)
    assert report.documents == 1
    assert {problem.code for problem in report.problems} == {"unreadable-file", "limit-exceeded"}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "tcvn3", "viscii"])
def test_old_encodings_are_read(encoding: str) -> None:
    from graph_build.readers.legacy import _TCVN3, _VISCII

    tables = {"tcvn3": _TCVN3, "viscii": _VISCII}
    text = GOOD.replace("KẾ HOẠCH", "Kế hoạch")
    if encoding in tables:
        data = text.translate({ord(new): old for old, new in tables[encoding].items()}).encode("latin-1")
    else:
        data = text.encode(encoding)
    source = read_bytes(data, "a.txt")
    assert source.text == text
    assert bool(source.issues) == (encoding in tables)


def locked_pdf() -> bytes:
    """Give a PDF under a password: its check value answers to no password that a reader knows."""
    bodies = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>",
        b"<</Filter/Standard/V 1/R 2/P -4/O<" + b"11" * 32 + b">/U<" + b"22" * 32 + b">>>",
    )
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>\nstartxref\n%d\n%%%%EOF" % len(data)
    return data + b"xref\n0 5\n0000000000 65535 f \n" + table + end


def locked_zip() -> bytes:
    """Give an archive whose member says that it is encrypted."""
    data = bytearray(packed({"a.txt": GOOD.encode()}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize("make", [locked_pdf, locked_zip])
def test_a_locked_file_is_named_with_the_reason(make: Callable[[], bytes], tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    (folder / "locked").write_bytes(make())
    report = build([folder], tmp_path / "out", workers=1)
    assert report.documents == 1
    assert [problem.code for problem in report.problems] == ["encrypted-file"]


@pytest.mark.parametrize("change", ["grow", "shrink"])
def test_a_file_that_changes_while_it_is_read_is_not_read_in_part(
    change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(GOOD * 1_000, encoding="utf-8")
    stated = path.stat().st_size
    whole, asked = os.fstat, list[int]()

    def changing(handle: int) -> os.stat_result:
        found = whole(handle)
        asked.append(found.st_size)
        if len(asked) == 2:  # the first is whether it is a file at all
            os.truncate(path, stated * 2 if change == "grow" else stated // 2)
        return found

    monkeypatch.setattr("graph_build.readers.files.os.fstat", changing)
    with pytest.raises(UnreadableFile, match="changed while it was being read"):
        files.load(path)


def test_a_file_that_vanishes_is_named_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").mkdir()
    good, gone = tmp_path / "in" / "good.txt", tmp_path / "in" / "gone.txt"
    good.write_text(GOOD, encoding="utf-8")
    gone.write_text(GOOD + "x", encoding="utf-8")

    def gathered(paths: list[Path]) -> tuple[list[Path], list[ReadError]]:
        found = gather(paths)
        gone.unlink()
        return found

    monkeypatch.setattr("graph_build.pipeline.gather", gathered)
    report = build([tmp_path / "in"], tmp_path / "out", workers=1)
    assert report.documents == 1
    assert [(problem.code, Path(problem.file).name) for problem in report.problems] == [
        ("unreadable-file", "gone.txt")
    ]


BUILD = """
import sys
from pathlib import Path
from graph_build.pipeline import build

report = build([Path(sys.argv[1])], Path(sys.argv[2]), workers=1)
print(report.documents, *(problem.code for problem in report.problems))
"""


def test_a_file_without_permission_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    (folder / "shut.txt").write_text(GOOD, encoding="utf-8")
    (folder / "shut.txt").chmod(0)
    assert run_bound(BUILD, folder, tmp_path / "out") == "1 unreadable-file"


def test_a_name_that_is_no_unicode_is_read_or_named(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    try:
        (folder / os.fsdecode(b"a\xff\xfe.txt")).write_text(GOOD.replace("12/NQ", "13/NQ"), encoding="utf-8")
    except OSError:
        pytest.skip("the file system takes no such name")
    report = build([folder], tmp_path / "out", workers=1)
    assert report.documents == 1
    assert [problem.code for problem in report.problems] == ["unreadable-file"]
    assert "udcff" in report.problems[0].why
    assert (
        read(next(path for path in folder.iterdir() if path.name != "good.txt")).name == "a\\udcff\\udcfe.txt"
    )
