"""OpenDocument texts become text as they are shown: numbers, merged cells, notes."""

from __future__ import annotations

import io
from zipfile import ZipFile

import pytest

from graph_build.errors import BrokenFile, EmptyFile, ForbiddenContent, LimitExceeded, ReadError, ScanUnread
from graph_build.readers import read_bytes
from graph_build.records import SourceText

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = " ".join(
    f'xmlns:{short}="{OASIS}:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("svg", "svg-compatible"),
    )
)
KIND = "application/vnd.oasis.opendocument.text"
STYLES = """<style:style style:name="An"><style:text-properties text:display="none"/></style:style>
<text:list-style style:name="L">
<text:list-level-style-number text:level="1" style:num-format="I" style:num-suffix="."/>
<text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="."
 text:display-levels="2"/>
<text:list-level-style-number text:level="3" style:num-format="a" style:num-suffix=")" text:start-value="2"/>
<text:list-level-style-bullet text:level="4" text:bullet-char="•"/></text:list-style>
<text:outline-style style:name="Outline">
<text:outline-level-style text:level="1" style:num-format="I" style:num-prefix="Phần " style:num-suffix="."/>
<text:outline-level-style text:level="2" style:num-format="1" style:num-suffix=")"/>
<text:outline-level-style text:level="3" style:num-format=""/></text:outline-style>"""


def packed(content: str, mimetype: str = KIND) -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w") as package:
        package.writestr("mimetype", mimetype)
        package.writestr("content.xml", content)
    return file.getvalue()


def odt(body: str, start: str = "") -> bytes:
    return packed(
        f"{start}<office:document-content {SPACES}>"
        f"<office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def opened(body: str) -> SourceText:
    source = read_bytes(odt(body), "a.odt")
    for table in source.tables:
        assert all(source.text[c.start : c.end] == c.text for row in table.rows for c in row)
    return source


def p(words: str, attributes: str = "") -> str:
    return f"<text:p {attributes}>{words}</text:p>"


def items(*some: str) -> str:
    return "".join(f"<text:list-item>{one}</text:list-item>" for one in some)


def listed(*some: str, attributes: str = "") -> str:
    return f'<text:list text:style-name="L" {attributes}>{items(*some)}</text:list>'


def inner(*some: str) -> str:
    return f"<text:list>{items(*some)}</text:list>"


def heading(words: str, level: int = 1, more: str = "") -> str:
    return f'<text:h text:outline-level="{level}" {more}>{words}</text:h>'


NOTE = "<text:note><text:note-citation>1</text:note-citation><text:note-body>{}</text:note-body></text:note>"
HIDDEN = '<text:span text:style-name="An">b</text:span>'
DELETED = f"<text:tracked-changes><text:changed-region>{p('bỏ')}</text:changed-region></text:tracked-changes>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (p("Một\n  hai<text:s text:c='2'/>ba<text:tab/>x<text:line-break/>y"), "Một hai  ba\tx\ny"),
        (p(f"a{HIDDEN}c") + p("d", 'text:style-name="An"'), "ac"),
        (DELETED + p("giữ<office:annotation><text:p>bình luận</text:p></office:annotation>"), "giữ"),
        (p(f"Một{NOTE.format(p('Ghi chú'))} hai") + p("Hết"), "Một[1] hai\n\nHết\n\n[1] Ghi chú"),
        (
            listed(p("A") + inner(p("B"), p("C") + inner(p("D") + inner(p("E"))))) + listed(p("F")),
            "I. A\n\nI.1. B\n\nI.2. C\n\nb) D\n\n- E\n\nI. F",
        ),
        (
            listed(p("A")) + p("x") + listed(p("B"), attributes='text:continue-numbering="true"'),
            "I. A\n\nx\n\nII. B",
        ),
        (f"<text:section>{p('trong mục')}</text:section>{heading('Đề mục', 3)}", "trong mục\n\nĐề mục"),
        (p("Quye\u0302\u0301t"), "Quyết"),
        (
            f"{heading('A')}{p('x')}{heading('B', 2)}{heading('C', 2)}{heading('D')}{heading('E', 3)}",
            "Phần I. A\n\nx\n\n1) B\n\n2) C\n\nPhần II. D\n\nE",
        ),
        (heading("A") + heading("B", more='text:is-list-header="true"'), "Phần I. A\n\nB"),
        (listed(heading("A")) + heading("B"), "I. A\n\nPhần I. B"),
    ],
)
def test_text_is_what_is_shown(body: str, text: str) -> None:
    assert opened(body).text == text


REPEATED = '<table:table-cell table:number-columns-repeated="1000"/>'


def test_merged_cells_and_header_rows() -> None:
    def cells(*words: str) -> str:
        return "".join(f"<table:table-cell>{p(word)}</table:table-cell>" for word in words)

    tall = f'<table:table-cell table:number-rows-spanned="2">{p("X")}</table:table-cell>'
    source = opened(
        "<table:table><table:table-header-rows>"
        f"<table:table-row>{cells('TT', 'Việc', 'Ai')}</table:table-row></table:table-header-rows>"
        f"<table:table-row>{cells('1', 'a')}{tall}</table:table-row>"
        f"<table:table-row>{cells('2', 'b')}<table:covered-table-cell/></table:table-row></table:table>"
    )
    (table,) = source.tables
    assert [[c.text for c in row] for row in table.rows] == [
        ["TT", "Việc", "Ai"],
        ["1", "a", "X"],
        ["2", "b", "X"],
    ]
    assert table.rows[2][2].merged
    assert source.media_type == KIND


def test_boxes_and_large_pictures_are_told() -> None:
    frame = '<draw:frame svg:width="{0}" svg:height="{0}">{1}</draw:frame>'
    picture = "<draw:image/>"
    body = p("x" + "".join(frame.format(side, picture) for side in ("17cm", "1in", "1.2.3cm", "wide")))
    source = opened(body + p(frame.format("3cm", f"<draw:text-box>{p('Hỏa tốc')}</draw:text-box>")))
    assert source.text == "x"
    assert [(issue.code, issue.text) for issue in source.issues] == [
        ("text-box", "Hỏa tốc"),
        ("part-not-read", ""),
    ]
    with pytest.raises(ScanUnread, match="pictures only"):
        opened(p(frame.format("17cm", picture)))


@pytest.mark.parametrize("kind", ["custom-shape", "rect", "g"])
def test_words_on_a_shape_run_into_no_sentence(kind: str) -> None:
    inside = p("MẬT") if kind != "g" else f"<draw:line>{p('MẬT')}</draw:line>"
    shape = f"<draw:{kind}>{inside}</draw:{kind}>"
    source = opened(shape + p(f"Quyết {shape}định"))
    assert source.text == "Quyết định"
    assert [(issue.code, issue.text) for issue in source.issues] == [("text-box", "MẬT")] * 2


ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (odt(""), EmptyFile),
        (odt(p("x"))[:300], BrokenFile),
        (
            odt(f"<table:table><table:table-row>{REPEATED * 201}</table:table-row></table:table>"),
            LimitExceeded,
        ),
        (packed("<x/>"), BrokenFile),
        (odt(p("&e;"), ENTITY), ForbiddenContent),
        (odt("<table:table><table:table-row><table:table-cell>" * 13 + p("x")), BrokenFile),
        (
            odt(
                "<table:table><table:table-row><table:table-cell>" * 13
                + "</table:table-cell></table:table-row></table:table>" * 13
            ),
            LimitExceeded,
        ),
    ],
)
def test_hostile_documents_give_one_sentence(data: bytes, error: type[ReadError]) -> None:
    with pytest.raises(error) as caught:
        read_bytes(data, "a.odt")
    assert "\n" not in str(caught.value)
