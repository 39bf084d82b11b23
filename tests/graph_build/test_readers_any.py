"""Whatever bytes, pages and tables are given: a ReadError or a text whose tables and evidence lie in it."""

from __future__ import annotations

import io
from zipfile import ZipFile

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.errors import ReadError
from graph_build.extract import extract
from graph_build.readers import read_bytes
from graph_build.records import Evidence, SourceText
from graph_build.unit_book import UnitBook
from ontology.register import load_units

pytestmark = pytest.mark.unmeasured

BASE = "https://w3id.org/nhiemvu/"
BOOK = UnitBook(load_units())
HEAD = (
    "ỦY BAN NHÂN DÂN\nTỈNH CÁT LINH\nSố: 12/KH-UBND\nCát Linh, ngày 03 tháng 4 năm 2031\n\n"
    "KẾ HOẠCH\nThực hiện nhiệm vụ\n\nI. TỔ CHỨC THỰC HIỆN\n"
)
WORDS = st.sampled_from(
    (
        *(
            "",
            "1",
            "1.1",
            "II",
            "TT",
            "Nhiệm vụ",
            "Cơ quan chủ trì",
            "Cơ quan phối hợp",
            "Thời hạn",
            "Sở Y tế",
        ),
        *(
            "Sở Nội vụ, các sở, ban, ngành",
            "30/6/2031",
            "31/2/2031",
            "Quý III",
            "hằng năm",
            "Lập kế hoạch",
            "nt",
        ),
        *(
            "Giao Sở Y tế chủ trì, phối hợp với Sở Nội vụ lập đề án.",
            "95%",
            "**",
            "x" * 50,
            "a\u0301",
            "\u200b",
        ),
        *(
            "Nghị định số 1/2030/NĐ-CP",
            "Điều 2.",
            "- Chủ trì: Sở Y tế",
            "(*)",
            "Nơi nhận:",
            "PHỤ LỤC I",
            "\u00a0",
        ),
    )
)
ENDS = st.sampled_from(
    ("\n", "\n\n", "\t", "|", "| ", "\n|\n", "\t\t", "   ", "\f", "\r\n", "|---|---|\n", "\u2028")
)


def evidence_in(value: object) -> list[Evidence]:
    """List every piece of evidence in a record, at any depth."""
    if isinstance(value, Evidence):
        return [value, *evidence_in(value.parts)]
    if isinstance(value, msgspec.Struct):
        return [one for name in value.__struct_fields__ for one in evidence_in(getattr(value, name))]
    if isinstance(value, tuple):
        return [one for item in value for one in evidence_in(item)]
    return []


def check(source: SourceText) -> None:
    """Check that tables and evidence stand where they say."""
    text = source.text
    text.encode("utf-8")
    last = 0
    for table in source.tables:
        assert last <= table.start <= table.end <= len(text)
        last = table.end
        for row in table.rows:
            for cell in row:
                assert 0 <= cell.start <= cell.end <= len(text)
                assert cell.text in ("", text[cell.start : cell.end])
    record = extract(source, BOOK, BASE)
    for quote in evidence_in(record):
        assert 0 <= quote.start < quote.end <= len(text)
        assert quote.exact == text[quote.start : quote.end]
    for citation in record.citations:
        assert citation.surface == text[citation.start : citation.end]


def read_or_refuse(data: bytes, name: str = "a") -> None:
    try:
        source = read_bytes(data, name)
    except ReadError:
        return
    check(source)


def packed(xml: str) -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", xml)
    return file.getvalue()


@given(
    st.binary(max_size=200),
    st.sampled_from((b"", b"<html>", b"PK\x03\x04", b"{\\", b"{\\rtf1", b"\xff\xfe", b"%PDF-1.4\n")),
)
def test_any_bytes_are_read_or_refused(data: bytes, head: bytes) -> None:
    read_or_refuse(head + data)


@given(st.lists(st.tuples(WORDS, ENDS), max_size=40))
def test_any_mix_of_tables_keeps_its_places(parts: list[tuple[str, str]]) -> None:
    read_or_refuse((HEAD + "".join(word + end for word, end in parts)).encode())


SPANS = st.sampled_from((0, 1, 2, 3, 7, 65_535, 10**9))


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Make a tree of elements with tables whose spans reach anywhere."""
    tags = st.sampled_from(
        ("div", "p", "b", "ul", "ol", "li", "tr", "td", "table", "caption", "thead", "pre", "a")
    )

    def element(depth: int) -> str:
        if depth > 4 or draw(st.integers(0, 3)) == 0:
            return draw(WORDS)
        tag = draw(tags)
        inside = "".join(element(depth + 1) for _ in range(draw(st.integers(0, 3))))
        attributes = f" rowspan={draw(SPANS)} colspan='{draw(SPANS)}'" if tag == "td" else ""
        return f"<{tag}{attributes}>{inside}" + (f"</{tag}>" if draw(st.booleans()) else "")

    return "<html>" + "".join(element(0) for _ in range(draw(st.integers(1, 4))))


@given(pages())
def test_any_page_keeps_its_places(page: str) -> None:
    read_or_refuse(page.encode())


@given(st.lists(st.lists(st.tuples(WORDS, SPANS, SPANS), max_size=5), min_size=1, max_size=5))
def test_spans_beyond_an_html_table_keep_their_places(grid: list[list[tuple[str, int, int]]]) -> None:
    rows = (
        "".join(f"<td rowspan={down} colspan={across}>{word}</td>" for word, down, across in row)
        for row in grid
    )
    read_or_refuse(
        ("<html><p>x</p><table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>").encode()
    )


@given(
    st.lists(st.lists(st.tuples(WORDS, SPANS, st.sampled_from(("", "<w:vMerge/>"))), max_size=4), max_size=4)
)
def test_spans_beyond_a_docx_table_keep_their_places(grid: list[list[tuple[str, int, str]]]) -> None:
    rows = "".join(
        "<w:tr>"
        + "".join(
            f'<w:tc><w:tcPr><w:gridSpan w:val="{across}"/>{merge}</w:tcPr>'
            f"<w:p><w:r><w:t>{word}</w:t></w:r></w:p></w:tc>"
            for word, across, merge in row
        )
        + "</w:tr>"
        for row in grid
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    read_or_refuse(
        packed(f'<w:document xmlns:w="{space}"><w:body><w:tbl>{rows}</w:tbl></w:body></w:document>')
    )
