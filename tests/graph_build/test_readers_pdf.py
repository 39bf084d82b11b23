"""PDF files that cannot be read say so in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_build.errors import BrokenFile, EmptyFile
from graph_build.readers import read

BLANK = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R/Size 4>>\n%%EOF"
)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7 nothing of one", "damaged"),
        (b"%PDF-1.7\n1 0 obj<</Type/Catalog", "damaged"),
        (b"%PDF-1.4\n" + b"<<" * 5000, "damaged"),
    ],
)
def test_a_pdf_without_words_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    with pytest.raises(BrokenFile, match=reason):
        read(path)


def test_a_pdf_of_blank_pages_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(BLANK)
    with pytest.raises(EmptyFile):
        read(path)


def ruled_page(across: list[tuple[int, int, int]], down: list[tuple[int, int, int]], words: str) -> bytes:
    """Make a PDF of one page: rules as (place, from, to) in points, words as "x y text" lines."""
    drawn = [f"{start} {y} m {end} {y} l S" for y, start, end in across]
    drawn += [f"{x} {start} m {x} {end} l S" for x, start, end in down]
    for line in words.splitlines():
        x, y, text = line.split(" ", 2)
        drawn.append(f"BT /F1 10 Tf {x} {y} Td ({text}) Tj ET")
    stream = "\n".join(drawn).encode("ascii")
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
        b"4 0 obj<</Length %d>>stream\n%s\nendstream endobj\n"
        b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
        b"trailer<</Root 1 0 R/Size 6>>\n%%%%EOF" % (len(stream), stream)
    )


def test_a_box_over_two_rows_is_one_cell_of_both(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    # Three rows; in the third column one box stands beside the second and the third row.
    across = [(700, 50, 500), (660, 50, 500), (620, 50, 350), (580, 50, 500)]
    down = [(50, 580, 700), (200, 580, 700), (350, 580, 700), (500, 580, 700)]
    words = "60 675 one\n210 675 two\n360 675 three\n60 635 a\n210 635 b\n360 615 both\n60 595 c\n210 595 d"
    path.write_bytes(ruled_page(across, down, words))
    (table,) = read(path).tables
    rows = [[(cell.text, cell.row_span, cell.merged) for cell in row] for row in table.rows]
    assert rows == [
        [("one", 1, False), ("two", 1, False), ("three", 1, False)],
        [("a", 1, False), ("b", 1, False), ("both", 2, False)],
        [("c", 1, False), ("d", 1, False), ("both", 1, True)],
    ]


def test_a_row_that_the_edge_of_a_page_cuts_belongs_to_its_table(tmp_path: Path) -> None:
    """The rules down the page go on below the last one across."""
    across = [(700, 100, 400), (670, 100, 400), (640, 100, 400)]
    down = [(x, 600, 700) for x in (100, 150, 300, 400)]
    words = "110 680 TT\n160 680 Viec\n310 680 Don vi\n110 650 1\n160 650 Mo lop\n310 650 So A\n"
    words += "110 620 2\n160 620 Mua sach\n310 620 So B"
    path = tmp_path / "cut.pdf"
    path.write_bytes(ruled_page(across, down, words))
    (table,) = read(path).tables
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["TT", "Viec", "Don vi"],
        ["1", "Mo lop", "So A"],
        ["2", "Mua sach", "So B"],
    ]


def test_rules_that_end_at_different_heights_cut_no_row(tmp_path: Path) -> None:
    across = [(700, 100, 400), (670, 100, 400), (640, 100, 400)]
    down = [(100, 600, 700), (150, 560, 700), (300, 620, 700), (400, 640, 700)]
    words = "110 680 TT\n160 680 Viec\n310 680 Don vi\n110 650 1\n160 650 Mo lop\n310 650 So A\n160 630 Ghi"
    path = tmp_path / "uncut.pdf"
    path.write_bytes(ruled_page(across, down, words))
    (table,) = read(path).tables
    assert len(table.rows) == 2


def plain_page(words: str, *, size: str = "595 842", rotate: int = 0, more: str = "") -> bytes:
    """Make a PDF of one page of words as "x y text" lines, with further drawing operators."""
    shown = "\n".join(
        f"BT /F1 10 Tf {x} {y} Td ({text}) Tj ET"
        for x, y, text in (line.split(" ", 2) for line in words.splitlines())
    )
    stream = f"{shown}\n{more}".encode("ascii")
    page = f"/MediaBox[0 0 {size}]/Rotate {rotate}".encode()
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R%s/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
        b"4 0 obj<</Length %d>>stream\n%s\nendstream endobj\n"
        b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
        b"trailer<</Root 1 0 R/Size 6>>\n%%%%EOF" % (page, len(stream), stream)
    )


UNRULED = """50 700 TT
70 700 Viec
180 700 Don vi
290 700 Han
50 685 1
70 685 Mo lop hoc cho
180 685 Chi cuc Kiem
290 685 5/2026
70 673 nguoi lon tuoi
180 673 lam
50 658 2
70 658 Mua sach
180 658 Trung tam Tin hoc
290 658 6/2026
50 630 Cac co quan bao cao ket qua truoc ngay 15 thang 12 hang nam va gui ve."""


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        (
            UNRULED,
            [
                ["TT", "Viec", "Don vi", "Han"],
                ["1", "Mo lop hoc cho nguoi lon tuoi", "Chi cuc Kiem lam", "5/2026"],
                ["2", "Mua sach", "Trung tam Tin hoc", "6/2026"],
            ],
        ),
        (UNRULED.replace("290 685 5", "290 673 5"), []),  # a cell that begins below its number
        (UNRULED.replace("TT", "So"), []),
    ],
)
def test_white_parts_the_columns_of_a_table_without_rules(
    tmp_path: Path, words: str, rows: list[list[str]]
) -> None:
    path = tmp_path / "unruled.pdf"
    path.write_bytes(plain_page(words))
    source = read(path)
    assert [[cell.text for cell in row] for table in source.tables for row in table.rows] == rows
    assert "gui ve." in source.text


SIGNATURE = """90 400 Noi nhan:
360 398 TM. UY BAN
90 386 - Nhu Dieu 3;
350 383 PHO CHU TICH
90 372 - Luu: VT.
355 340 Le Thi Hoai"""
HEADING = """100 800 UY BAN
330 800 CONG HOA
110 786 So: 1
340 786 Nghe An, ngay
270 760 QUYET DINH
90 740 Ve viec ban hanh ke hoach cua cac co quan tren dia ban cua toan tinh trong nam"""


@pytest.mark.parametrize(
    ("words", "order"),
    [
        (SIGNATURE, ["Noi nhan:", "- Nhu", "- Luu", "TM.", "PHO", "Le Thi"]),
        (HEADING, ["UY BAN", "So: 1", "CONG HOA", "Nghe An", "QUYET DINH", "Ve viec"]),
        ("90 700 II.\n126 700 Nhiem vu\n90 686 1.\n126 686 Mo lop", ["II. Nhiem vu", "1. Mo lop"]),
    ],
)
def test_columns_are_read_one_after_the_other(tmp_path: Path, words: str, order: list[str]) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(plain_page(words))
    text = read(path).text
    places = [text.index(part) for part in order]
    assert places == sorted(places)


TEXT = "\n".join(f"90 {700 - 20 * n} Cac co quan bao cao lan {n}" for n in range(5))


def test_words_across_the_page_stay_out_of_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    watermark = "BT /F1 40 Tf 0.7 0.7 -0.7 0.7 100 610 Tm (DU THAO) Tj ET"
    path.write_bytes(plain_page(TEXT, more=watermark + "\nBT /F1 60 Tf 90 655 Td (mau) Tj ET"))
    source = read(path)
    assert source.text == "\n\n".join(line.split(" ", 2)[2] for line in TEXT.splitlines())
    assert [(issue.code, issue.text) for issue in source.issues] == [("turned-words", "DU THAOmau")]


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_page_on_its_side_is_read_upright(tmp_path: Path, rotate: int) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(plain_page(TEXT, rotate=rotate))
    source = read(path)
    assert source.text == "\n\n".join(line.split(" ", 2)[2] for line in TEXT.splitlines())
    assert not source.issues


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["10/10/20", "24"], "10/10/2024"),
        (["Thang 9/2", "024"], "Thang 9/2024"),
        (["10/10/2024", "24 lop"], "10/10/2024 24 lop"),
        (["So 45/20", "2024"], "So 45/20 2024"),
        (["10/10/20", "24 lop"], "10/10/2024 lop"),
        (["Dat 3/20", "24 xa"], "Dat 3/20 24 xa"),
    ],
)
def test_a_year_that_a_narrow_cell_breaks_is_one(tmp_path: Path, lines: list[str], text: str) -> None:
    path = tmp_path / "a.pdf"
    across = [(700, 50, 300), (660, 50, 300), (620, 50, 300)]
    down = [(50, 620, 700), (200, 620, 700), (300, 620, 700)]
    words = f"60 675 TT\n210 675 Han\n60 635 1\n210 645 {lines[0]}\n210 632 {lines[1]}"
    path.write_bytes(ruled_page(across, down, words))
    (table,) = read(path).tables
    assert table.rows[1][1].text == text


@pytest.mark.parametrize(
    ("first", "text"),
    [
        ("Phong A", "Phong A\nVan phong B"),
        ("Phong tham dinh gia dat dai", "Phong tham dinh gia dat dai Van phong B"),
    ],
)
def test_a_line_that_the_one_above_had_room_for_is_kept(tmp_path: Path, first: str, text: str) -> None:
    path = tmp_path / "a.pdf"
    across = [(700, 50, 300), (660, 50, 300), (620, 50, 300)]
    down = [(50, 620, 700), (150, 620, 700), (300, 620, 700)]
    words = f"60 675 TT\n160 675 Han\n60 635 1\n160 645 {first}\n160 632 Van phong B"
    path.write_bytes(ruled_page(across, down, words))
    (table,) = read(path).tables
    assert table.rows[1][1].text == text


def test_letters_that_fonts_draw_as_one_and_unseen_ones(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<p>\ufb01le o\ufb03ce Thanh\u200b tra tru\u00adyền</p>", encoding="utf-8")
    assert read(path).text == "file office Thanh tra truyền"
