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
