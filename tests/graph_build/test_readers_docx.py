"""Word documents become text as they are shown: numbers, merged cells, notes, tracked changes."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.table import Table as WordTable

from graph_build.errors import (
    ScanUnread,
)
from graph_build.extract import extract_file
from graph_build.readers import read, read_bytes
from graph_build.records import DocumentRecord
from graph_build.text import fold
from tests.graph_build.shown_tables import shown
from tests.graph_build.word_files import (
    W,
    body,
    item,
    level,
    numbering,
    packed,
    paragraph,
    run,
)

DECOMPOSED = "Quye\u0302\u0301t"
DELETED = "<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>"
FIELD = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
NOT_HIDDEN = '<w:vanish w:val="0"/>'


def test_a_document_made_by_a_library() -> None:
    document = docx.Document()
    document.add_heading("KẾ HOẠCH", level=1)
    document.add_paragraph("Một\tđoạn")
    table: WordTable = document.add_table(rows=4, cols=4)
    for row, words in enumerate(["TT|Việc|Ai|Hạn", "I|Phần||", "1|A|X|2025", "|B|Y|"]):
        for column, word in enumerate(words.split("|")):
            table.cell(row, column).text = word
    table.cell(1, 1).merge(table.cell(1, 3))
    table.cell(2, 0).merge(table.cell(3, 0))
    table.cell(2, 3).merge(table.cell(3, 3))
    table.cell(2, 1).add_paragraph("thêm")
    inner = table.cell(3, 1).add_table(rows=2, cols=2)
    for place, word in enumerate("abcd"):
        inner.cell(place // 2, place % 2).text = word
    document.add_paragraph("Hết")
    source = read_bytes(packed(document), "a.docx")
    outer, nested = source.tables
    assert shown(outer) == [
        ["TT", "Việc", "Ai", "Hạn"],
        ["I", "Phần", "[Phần]", "[Phần]"],
        ["1", "A\nthêm", "X", "2025"],
        ["[1]", "B\na\tb\nc\td", "Y", "[2025]"],
    ]
    assert shown(nested) == [["a", "b"], ["c", "d"]]
    assert source.text.startswith("KẾ HOẠCH\n\nMột\tđoạn\n\nTT\tViệc\tAi\tHạn\nI\tPhần")
    assert source.text.endswith("\n\nHết")
    for one in source.tables:
        assert all(source.text[c.start : c.end] == c.text for row in one.rows for c in row)


@pytest.mark.parametrize(
    ("levels", "items", "lines"),
    [
        ([("decimal", "%1."), ("decimal", "%1.%2.")], [0, 1, 1, 0, 1], ["1.", "1.1.", "1.2.", "2.", "2.1."]),
        ([("upperRoman", "%1."), ("lowerLetter", "%2)")], [0, 1, 1, 0, 1], ["I.", "a)", "b)", "II.", "a)"]),
        ([("upperLetter", "%1."), ("lowerRoman", "(%2)")], [0, 1, 1], ["A.", "(i)", "(ii)"]),
        ([("decimal", "Điều %1."), ("decimal", "%2.")], [0, 1, 0, 1], ["Điều 1.", "1.", "Điều 2.", "1."]),
        ([("bullet", "-"), ("bullet", "\uf0b7")], [0, 1], ["-", "•"]),
        ([("decimalZero", "%1"), ("none", "")], [0, 0, 1], ["01", "02", ""]),
        ([("decimal", "%1."), ("decimal", "%1.%2.")], [1, 1, 0], ["1.1.", "1.2.", "1."]),
    ],
)
def test_numbers_of_lists_are_shown(
    levels: list[tuple[str, str]], items: list[int], lines: list[str]
) -> None:
    part = numbering(*(level(depth, *one) for depth, one in enumerate(levels)))
    source = body("".join(item("x", depth) for depth in items), numbering=part)
    assert source.text.split("\n\n") == [f"{line} x".strip() for line in lines]


def test_a_list_may_start_again_or_go_on() -> None:
    more = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    part = numbering(level(0, "decimal", "%1."), more=more)
    xml = "".join(item("x", 0, number) for number in (1, 1, 2, 3, 3, 0))
    assert body(xml, numbering=part).text.split("\n\n") == ["1. x", "2. x", "3. x", "5. x", "6. x", "x"]


def test_numbers_may_come_from_styles() -> None:
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="Dieu"><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr></w:pPr><w:rPr><w:caps/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Con">'
        '<w:basedOn w:val="Dieu"/></w:style></w:styles>'
    )
    part = numbering(level(0, "decimal", "Điều %1.", '<w:pStyle w:val="Dieu"/>'))
    source = body(
        paragraph("Một", '<w:pStyle w:val="Dieu"/>') + paragraph("hai", '<w:pStyle w:val="Con"/>'),
        numbering=part,
        styles=styles,
    )
    assert source.text == "Điều 1. MỘT\n\nĐiều 2. HAI"


def test_numbers_stand_in_the_cells_of_a_table() -> None:
    part = numbering(level(0, "decimal", "%1"))
    rows = "".join(
        f"<w:tr><w:tc>{cell}</w:tc><w:tc>{paragraph(text)}</w:tc></w:tr>"
        for cell, text in ((paragraph("TT"), "Việc"), (item(""), "A"), (item(""), "B"))
    )
    (table,) = body(f"<w:tbl>{rows}</w:tbl>", numbering=part).tables
    assert shown(table) == [["TT", "Việc"], ["1", "A"], ["2", "B"]]


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (
            f"<w:p>{run('Giữ ')}<w:ins>{run('thêm')}</w:ins>{DELETED}</w:p>",
            "Giữ thêm",
        ),
        (f"<w:p><w:moveFrom>{run('cũ')}</w:moveFrom><w:moveTo>{run('mới')}</w:moveTo></w:p>", "mới"),
        (paragraph("Một ", "<w:rPr><w:del/></w:rPr>") + paragraph("hai"), "Một hai"),
        (
            f"<w:p>{run('a', '<w:vanish/>')}{run('b', '<w:caps/>')}{run('c', NOT_HIDDEN)}</w:p>",
            "Bc",
        ),
        (
            f"<w:p>{run('2020')}<w:r><w:noBreakHyphen/></w:r>{run('2025')}<w:r><w:br/></w:r>{run('x')}</w:p>",
            "2020-2025\nx",
        ),
        (
            f"<w:p><w:hyperlink>{run('liên kết')}</w:hyperlink>{FIELD}</w:p>",
            "liên kết",
        ),
        (f"<w:sdt><w:sdtContent>{paragraph('trong khung')}</w:sdtContent></w:sdt>", "trong khung"),
        (f"<w:p>{run(DECOMPOSED)}{run(' x')}</w:p>", "Quyết x"),
        (f"<w:p>{run(DECOMPOSED[:4])}{run(DECOMPOSED[4:])}</w:p>", "Quyết"),
    ],
)
def test_changes_and_characters(xml: str, text: str) -> None:
    assert body(xml).text == text


def test_words_whose_paragraph_has_no_end_are_kept_before_a_table_and_at_the_end_of_a_cell() -> None:
    open_end = paragraph("Một", "<w:rPr><w:del/></w:rPr>")
    cell = "<w:tc>{}</w:tc>".format
    row = f"<w:tr>{cell(open_end)}{cell(paragraph('hai'))}</w:tr>"
    source = body(f"{open_end}<w:tbl>{row}{row}</w:tbl>{paragraph('ba')}{open_end}")
    assert [[one.text for one in line] for line in source.tables[0].rows] == [["Một", "hai"]] * 2
    assert source.text.startswith("Một\n\n")
    assert source.text.endswith("\n\nba\n\nMột")


def field(instruction: str, result: str = "") -> str:
    begin, middle, end = (
        f'<w:r><w:fldChar w:fldCharType="{k}"/></w:r>' for k in ("begin", "separate", "end")
    )
    code = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return f"{begin}{code}{middle + run(result) if result else ''}{end}"


NESTED = f"IF </w:instrText></w:r>{field('X', '1')}<w:r><w:instrText>"
CHOICE = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
    '<w:listEntry w:val="Sở A"/><w:listEntry w:val="Sở B"/></w:ddList></w:ffData></w:fldChar></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
UNDONE = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
PROMPT = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
HIDING = (
    f'<w:styles {W}><w:style w:type="character" w:styleId="C"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="P"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
)


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (f"<w:p>{run('Số ')}{field('MERGEFIELD x', '12')}</w:p>", "Số 12"),
        (f"<w:p>{field(NESTED, 'a')}</w:p>", "a"),
        (f"<w:p>{run('Chủ trì: ')}{CHOICE}</w:p>", "Chủ trì: Sở B"),
        (f"<w:p>{run('a')}{UNDONE}{run('b')}</w:p>{paragraph('c')}", "a\n\nc"),
        (f"<w:p>{run('Hạn: ')}{PROMPT.format(run('Chọn ngày'))}</w:p>", "Hạn:"),
        (PROMPT.format(paragraph("Chọn")) + paragraph("x"), "x"),
        (f"<w:p>{run('a')}{run('b', '<w:rStyle w:val=' + repr('C') + '/>')}</w:p>", "a"),
        (paragraph("a", '<w:pStyle w:val="P"/>') + paragraph("b"), "b"),
    ],
)
def test_only_what_is_shown_is_read(xml: str, text: str) -> None:
    assert body(xml, styles=HIDING).text == text


OLD = "§iÒu 1. C¸c c¬ quan cña Bé thùc hiÖn kÕ ho¹ch vµ nhiÖm vô ®\u00adîc giao trong n¨m"
NEW = "Điều 1. Các cơ quan của Bộ thực hiện kế hoạch và nhiệm vụ được giao trong năm"
VNI = "Ñieàu 1. Caùc cô quan cuûa Boä thöïc hieän keá hoaïch vaø nhieäm vuï ñöôïc giao trong naêm"


@pytest.mark.parametrize(
    ("font", "words", "text", "codes"),
    [
        (".VnTime", OLD, NEW, ["other-encoding"]),
        (".VnTimeH", OLD, NEW.upper(), ["other-encoding"]),
        ("VNI-Times", VNI, NEW, ["other-encoding"]),
        (".VnTime", NEW, NEW, []),
        ("Times New Roman", NEW, NEW, []),
    ],
)
def test_words_in_old_fonts_are_spelled_in_unicode(
    font: str, words: str, text: str, codes: list[str]
) -> None:
    look = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>'
    source = body(f"<w:p>{run(words, look)}</w:p>")
    assert source.text == text
    assert [issue.code for issue in source.issues] == codes
    default = f"<w:docDefaults><w:rPrDefault><w:rPr>{look}</w:rPr></w:rPrDefault></w:docDefaults>"
    styles = f"<w:styles {W}>{default}</w:styles>"
    assert body(paragraph(words), styles=styles).text == text


def picture(side: int) -> str:
    return f'<w:r><w:drawing><x><extent cx="{side}" cy="{side}"/><blip/></x></w:drawing></w:r>'


def test_parts_that_are_not_read_are_told() -> None:
    source = body(f"<w:p>{run('x')}{picture(5_000_000)}{picture(300_000)}</w:p><w:altChunk/>")
    assert [issue.code for issue in source.issues] == ["part-not-read", "part-not-read"]
    assert "1 large picture" in source.issues[1].why
    assert not body(f"<w:p>{run('x')}{picture(300_000)}</w:p>").issues
    with pytest.raises(ScanUnread, match="pictures only"):
        body(f"<w:p>{picture(5_000_000)}</w:p>")


def test_notes_stand_at_the_end_under_their_marks() -> None:
    def note(number: int, words: str) -> str:
        own = f"<w:p><w:r><w:footnoteRef/></w:r>{run(words)}</w:p>"
        return f'<w:footnote w:id="{number}">{own}</w:footnote>'

    line = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    notes = f"<w:footnotes {W}>{line}{note(3, ' Ba')}{note(2, ' Hai')}</w:footnotes>"
    reference = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    source = body(
        f"<w:p>{run('Một')}{reference.format(2)}{run(' và')}{reference.format(3)}{reference.format(9)}</w:p>"
        + paragraph("Hết"),
        footnotes=notes,
    )
    assert source.text == "Một[1] và[2]\n\nHết\n\n[1] Hai\n\n[2] Ba"


def test_a_text_box_is_left_out_and_noted() -> None:
    box = f"<w:drawing><x><w:txbxContent>{paragraph('Trong hộp')}</w:txbxContent></x></w:drawing>"
    source = body(
        f'<w:p>{run("Ngoài")}<w:r><mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice>{box}</mc:Choice>'
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert source.text == "Ngoài"
    assert [(issue.code, issue.text, issue.kept) for issue in source.issues] == [
        ("text-box", "Trong hộp", False)
    ]


def test_deleted_rows_and_rows_that_begin_further_right() -> None:
    def cells(*words: str) -> str:
        return "".join(f"<w:tc>{paragraph(word)}</w:tc>" for word in words)

    (table,) = body(
        f"<w:tbl><w:tr>{cells('a', 'b', 'c')}</w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr>{cells('x', 'y', 'z')}</w:tr>"
        f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cells("d", "e")}</w:tr></w:tbl>'
    ).tables
    assert shown(table) == [["a", "b", "c"], ["", "d", "e"]]


@pytest.mark.accuracy
@pytest.mark.parametrize("form", ["html", "docx"])
def test_all_forms_of_a_document_give_the_same_tasks(shared_dir: Path, form: str) -> None:
    dev = shared_dir / "corpus" / "dev"
    plain = extract_file(dev / "02_2820_QD-UBND_HCM.tab.txt")
    other = extract_file(dev / f"02_2820_QD-UBND_HCM.{form}")

    def told(record: DocumentRecord) -> list[object]:
        return [
            (
                task.section,
                task.code,
                fold(task.title),
                [(one.role, one.actor.name) for one in task.assignments],
                (task.deadline.start, task.deadline.due),
            )
            for task in record.tasks
        ]

    assert len(plain.tasks) == 29
    assert told(other) == told(plain)


def test_a_real_decree_keeps_its_numbers(shared_dir: Path) -> None:
    text = read(shared_dir / "corpus" / "dev" / "39_30_2020_ND-CP.docx").text
    articles = [line for line in text.split("\n") if line.startswith("Điều ")]
    assert [line.split(".")[0] for line in articles] == [f"Điều {n}" for n in range(1, 39)]
