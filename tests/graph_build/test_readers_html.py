"""Pages become text as a browser shows it, with tables whose merged cells are known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.errors import (
    BrokenFile,
    EmptyFile,
    LimitExceeded,
    NotText,
    ReadError,
    UndecodableText,
)
from graph_build.readers import read_bytes
from graph_build.readers.formats import format_of
from graph_build.readers.html import read_html
from graph_build.records import SourceText, Table


def page(body: str, name: str = "page.html") -> SourceText:
    source = read_bytes(f"<!doctype html><meta charset=utf-8><body>{body}".encode(), name)
    check(source)
    return source


def check(source: SourceText) -> None:
    """Check that every cell stands where it says, and that what is merged equals its corner."""
    for table in source.tables:
        assert 0 <= table.start <= table.end <= len(source.text)
        corners = {(c.start, c.end) for row in table.rows for c in row if not c.merged}
        for row in table.rows:
            assert any(not cell.merged for cell in row)
            for cell in row:
                assert source.text[cell.start : cell.end] == cell.text
                assert not cell.merged or (cell.start, cell.end) in corners


def shown(table: Table) -> list[list[str]]:
    """Show a table: what is merged stands in brackets."""
    return [[f"[{cell.text}]" if cell.merged else cell.text for cell in row] for row in table.rows]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>Một\n  hai&nbsp;&nbsp;ba</p><p>Bốn</p>", "Một hai ba\n\nBốn"),
        ("<h1>Kế hoạch</h1>Một<br>hai<div>ba</div>bốn", "Kế hoạch\n\nMột\nhai\n\nba\n\nbốn"),
        ("<p>m<sup>2</sup> &lt; <b>5</b> &amp; &#272;i&#7873;u</p>", "m2 < 5 & Điều"),
        ("a<script>b</script><style>c</style><nav>d</nav><noscript>e</noscript><p hidden>f</p>g", "ag"),
        ('<p style="color:red; DISPLAY : none">x</p><p>y</p>', "y"),
        ("<form><p>trong biểu mẫu</p><select><option>x</select></form>", "trong biểu mẫu"),
        ("<pre>1\tA\n  2  B</pre>", "1 A\n2 B"),
        (
            "<ol><li>A<li>B<ol type=a><li>x<li>y</ol><li value=7>C<li>D</ol>",
            "1. A\n\n2. B\n\na) x\n\nb) y\n\n7. C\n\n8. D",
        ),
        ("<ol type=I start=4><li>A<li>B</ol>", "IV. A\n\nV. B"),
        ('<ol style="list-style-type: lower-roman"><li>A<li>B</ol>', "i. A\n\nii. B"),
        ("<ol reversed><li>A<li>B</ol>", "2. A\n\n1. B"),
        ("<ul><li><p>A</p><p>B</p></ul>", "- A\n\nB"),
        ('<ul style="list-style: none"><li>A</ul>', "A"),
        ("<p>Quyê\u0301t đi\u0323nh</p>", "Quyết định"),
        ("<p>một<p>hai<!-- x --><svg><text>y</text></svg>", "một\n\nhai"),
        ("<p>30/6/2024<a href='#n1'><sup>1</sup></a> <sup><a href='#n2'>[2]</a></sup>", "30/6/2024[1] [2]"),
        ("<p><a href='#p2'>2</a> <a href='/x'><sup>3</sup></a>", "2 3"),
        ("<p>Hạn <del>30/5</del><ins>30/6</ins><span style='mso-hide:all'>ẩn</span>", "Hạn 30/6"),
        (
            "<table><tr><td><ol><li></ol><td>A<td>X<tr><td><ol start=2><li></ol><td>B<td>Y</table>",
            "1.\tA\tX\n2.\tB\tY",
        ),
    ],
)
def test_text_is_what_is_shown(body: str, text: str) -> None:
    assert page(body).text == text


def test_spans_become_a_grid() -> None:
    source = page(
        "<p>Trước<table><caption>Bảng 1</caption><tr><th>TT<th>Việc<th>Ai<th>Hạn"
        "<tr><td>I<td colspan=3>Phần một"
        "<tr><td rowspan=2>1<td>A<td>X<td rowspan=0>2025<tr><td>B<td>Y<br>Z</table>Sau"
    )
    (table,) = source.tables
    assert shown(table) == [
        ["TT", "Việc", "Ai", "Hạn"],
        ["I", "Phần một", "[Phần một]", "[Phần một]"],
        ["1", "A", "X", "2025"],
        ["[1]", "B", "Y\nZ", "[2025]"],
    ]
    assert source.text == (
        "Trước\n\nBảng 1\n\nTT\tViệc\tAi\tHạn\nI\tPhần một\t\t\n1\tA\tX\t2025\n\tB\tY\nZ\t\n\nSau"
    )
    assert (table.rows[2][0].row_span, table.rows[1][1].column_span) == (2, 3)


def test_a_table_in_a_cell_is_a_table_of_its_own() -> None:
    outer, inner = page(
        "<table><tr><td>TT<td>Nội dung<td>Ghi chú, dài hơn bảng bên trong"
        "<tr><td>1<td>Xem<table><tr><td>a<td>b<tr><td>c<td>d</table><td>x</table>"
    ).tables
    assert shown(inner) == [["a", "b"], ["c", "d"]]
    assert outer.rows[1][1].text == "Xem\na\tb\nc\td"
    assert outer.start < inner.start < inner.end < outer.end


@pytest.mark.parametrize(
    "frame",
    [
        "<table><tr><td>{}</table>",
        "<table><tr><td>Trang chủ<td>{}<tr><td>x<td>y</table>",
        "<table><tr><td><table><tr><td><p>a</p>{}</table></table>",
    ],
)
def test_a_frame_around_the_page_is_no_table(frame: str) -> None:
    inner = "<p>QUYẾT ĐỊNH</p><table><tr><td>TT<td>Việc phải làm<tr><td>1<td>Xây dựng kế hoạch</table>"
    (table,) = page(frame.format(inner)).tables
    assert shown(table) == [["TT", "Việc phải làm"], ["1", "Xây dựng kế hoạch"]]


def test_letterhead_and_signature_are_lines() -> None:
    source = page(
        "<table><tr><td>BỘ Y TẾ<br>----<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
        "<tr><td>Số: 1/QĐ-BYT<td>Hà Nội</table>"
        "<table><tr><td>Nơi nhận:<br>- Như trên<td>KT. BỘ TRƯỞNG</table>"
    )
    assert source.tables == ()
    assert source.text.split("\n\n") == [
        "BỘ Y TẾ\n----",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: 1/QĐ-BYT",
        "Hà Nội",
        "Nơi nhận:\n- Như trên",
        "KT. BỘ TRƯỞNG",
    ]


TCVN3 = "QUYÕT §ÞNH cña Bé vÒ viÖc thùc hiÖn nhiÖm vô vµ kÕ ho¹ch n¨m"
UNICODE = "QUYẾT ĐỊNH của Bộ về việc thực hiện nhiệm vụ và kế hoạch năm"


@pytest.mark.parametrize(
    ("data", "text", "codes"),
    [
        ("<html><p>Điều 1".encode(), "Điều 1", []),
        (b"\xef\xbb\xbf<html><p>\xc4\x90", "Đ", []),
        ("\ufeff<html><p>Điều".encode("utf-16-le"), "Điều", []),
        ("<html><meta charset=windows-1258><p>Ðiều 1".encode(), "Ðiều 1", ["other-encoding"]),
        (b"<html><meta charset=windows-1258><p>Nghi\xf2 quy\xea\xect", "Nghị quyết", []),
        (
            f"<html><body><p>{'Bộ thực hiện nhiệm vụ'}".encode("utf-16-le"),
            "Bộ thực hiện nhiệm vụ",
            ["other-encoding"],
        ),
        (f"<html><body><p>{TCVN3}".encode("latin-1"), UNICODE, ["other-encoding"]),
        (f"<html><meta charset=utf-8><p>{TCVN3}".encode(), UNICODE, ["other-encoding"]),
        (b'<html><meta http-equiv=x content="text/html; charset=ISO-8859-1"><p>&#272;\xe0', "Đà", []),
    ],
)
def test_encodings(data: bytes, text: str, codes: list[str]) -> None:
    source = read_bytes(data, "a.html")
    assert source.text == text
    assert [issue.code for issue in source.issues] == codes


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"<html><p>\xd0i\xea", UndecodableText),
        (b"<html><meta charset=utf-8><p>\xd0i\xea", UndecodableText),
        (b"<html><meta charset=punycode><p>\xd0i\xea", UndecodableText),
        ("\ufeff<html>".encode("utf-16-le")[:-1], UndecodableText),
        (b"<html><p>a\x00b", NotText),
        (b"<html><script>x</script>", EmptyFile),
        (b"<html>" + b"<div>" * 10_000, LimitExceeded),
        (b"<html>" + b"<span>" * 200_000 + b"</i>" * 200_000, LimitExceeded),
        (b"<html>" + b"<table><tr><td>" * 20 + b"x", LimitExceeded),
        (b"<html><a " + b" ".join(b"a%d" % n for n in range(300_000)) + b">x", LimitExceeded),
    ],
)
def test_hostile_pages_give_one_sentence(data: bytes, error: type[ReadError]) -> None:
    with pytest.raises(error) as caught:
        read_bytes(data, "p.html")
    assert str(caught.value).startswith("p.html")
    assert "\n" not in str(caught.value)


def test_spans_cannot_grow_a_table_without_bound() -> None:
    row = "<tr>" + "<td rowspan=60000 colspan=1000>x" * 3
    with pytest.raises(LimitExceeded, match="cells"):
        page(f"<table>{row * 600}</table>")


def test_a_page_cut_off_is_read_as_far_as_it_goes() -> None:
    assert page("<table><tr><td>TT<td>Việc<tr><td>1<td>Là").text == "TT\tViệc\n1\tLà"


_TAGS = (
    "table,/table,tr,td,td rowspan=2,td colspan=3,th,/td,p,/p,ol,ul,li,br,pre,/pre,div,/div,b,/b,nav,script"
)
_WORDS = ["Điều 1.", "a\u0301", "Nơi\u00a0nhận", "&nbsp;", "<!-- x -->", "<", ">"]
_PIECES = st.sampled_from([*(f"<{tag}>" for tag in _TAGS.split(",")), *_WORDS])


@given(st.lists(_PIECES, max_size=60).map(" ".join))
def test_every_cell_of_any_page_is_where_it_says(markup: str) -> None:
    try:
        content = read_html("a", markup.encode())
    except EmptyFile:
        return
    assert content.text == content.text.strip()
    check(
        SourceText(
            name="a", media_type="", sha256="", text_sha256="", text=content.text, tables=content.tables
        )
    )


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<!DOCTYPE html><p>x", "html"),
        (b"\n <!-- x --><html>", "html"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x">', "html"),
        (b"<table><tr>", "html"),
        (b"Some words, then <b>bold</b>", "text"),
        (b"<Ghi chu> x", "text"),
        (b"# Heading\n\n<p>x</p>", "text"),
        ("BMI là chỉ số".encode(), "text"),
        (b"GIF89a\x01\x00\x01\x00", "image"),
        (b"\x89PNG\r\n\x1a\n\x00", "image"),
        (b"\n%PDF-1.4", "pdf"),
    ],
)
def test_formats_are_known_by_content(data: bytes, kind: str) -> None:
    assert format_of(data) == kind


def archived(page: bytes, kind: str = "text/html") -> bytes:
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="=_x"\r\n\r\nSee below.\r\n'
    part = f"--=_x\r\nContent-Type: {kind}; charset=windows-1258\r\n".encode()
    part += b"Content-Transfer-Encoding: 8bit\r\n\r\n"
    return head + part + page + b"\r\n--=_x\r\nContent-Type: text/xml\r\n\r\n<x/>\r\n--=_x--\r\n"


@pytest.mark.parametrize("page", ["<html><p>Điều 1".encode(), b"<html><p>\xd0i\xea\xccu 1"])
def test_a_page_saved_with_its_parts(page: bytes) -> None:
    source = read_bytes(archived(page), "a.doc")
    assert source.text == "Điều 1"
    assert source.media_type == "multipart/related"


def test_an_archive_in_archives_in_archives_is_refused() -> None:
    heads = [f'Content-Type: multipart/mixed; boundary="{n}"\r\n\r\n--{n}\r\n' for n in range(30)]
    page = archived("<html><p>Điều 1".encode())
    with pytest.raises(LimitExceeded, match="parts that hold parts is 31"):
        read_bytes(page.replace(b"--=_x\r\n", b"--=_x\r\n" + "".join(heads).encode(), 1), "a.mht")


@pytest.mark.parametrize("data", [archived(b"x", "text/plain"), archived(b""), archived(b"<html>")[:90]])
def test_an_archive_without_a_page_is_broken(data: bytes) -> None:
    with pytest.raises(BrokenFile, match="no page"):
        read_bytes(data, "a.mht")
