"""Scanned pages are read by OCR: words, ruled tables, page numbers, and what is doubtful in the ledger."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from contextlib import suppress
from difflib import SequenceMatcher

import pypdfium2
import pytest
from PIL import Image

from graph_build.errors import BrokenFile, EmptyFile, LimitExceeded, ScanUnread
from graph_build.extract import extract
from graph_build.readers import ocr, pdf, pictures, read_bytes, scans
from graph_build.readers.images import image_content
from graph_build.readers.restored import restored
from graph_build.records import SourceText
from graph_build.text import fold
from graph_build.unit_book import UnitBook
from ontology.register import load_units
from tests.conftest import lacking
from tests.graph_build.scans import FONT, HEAD, ROWS, WORDS, blank, page, saved


@pytest.fixture(scope="session", autouse=True)
def tools() -> None:
    if not ocr.engine():
        lacking(
            "no Tesseract with its Vietnamese model (run 'make test' as root, or install tesseract-ocr-vie)"
        )
    if not FONT.is_file():
        lacking(f"no font at {FONT} (run 'make test' as root, or install fonts-dejavu-core)")


def likeness(read: str, printed: str) -> float:
    return SequenceMatcher(None, fold(read).split(), fold(printed).split(), autojunk=False).ratio()


def codes(source: SourceText) -> list[str]:
    return [issue.code for issue in source.issues]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP", "PDF"])
def test_a_picture_of_words_is_read_whatever_its_format(kind: str) -> None:
    source = read_bytes(saved([page()], kind), "a.scan")
    assert likeness(source.text, " ".join(WORDS)) > 0.9
    assert "123/KH-UBND" in source.text
    assert source.media_type == ("application/pdf" if kind == "PDF" else f"image/{kind.lower()}")
    assert codes(source)[0] == "read-by-ocr"
    assert "mean confidence is" in source.issues[0].why


def test_a_ruled_table_is_read_by_its_cells() -> None:
    source = read_bytes(saved([page(WORDS, [HEAD, *ROWS])], "PNG"), "a.png")
    (table,) = source.tables
    assert [len(row) for row in table.rows] == [5] * 4
    for row, printed in zip(table.rows, [HEAD, *ROWS], strict=True):
        for cell, words in zip(row, printed, strict=True):
            assert source.text[cell.start : cell.end] == cell.text
            assert likeness(cell.text, words) > 0.6, (cell.text, words)
    assert table.pages == (1, 1, 1, 1)


def test_the_tasks_of_a_scanned_table_have_their_units_and_dates() -> None:
    data = saved([page(), page((), [HEAD, *ROWS])], "PDF")
    source = read_bytes(data, "a.pdf")
    record = extract(source, UnitBook(load_units()), "https://w3id.org/nhiemvu/")
    assert [task.code for task in record.tasks] == ["1", "2", "3"]
    assert {task.evidence.page for task in record.tasks} == {2}
    leads = [
        [one.actor.as_written for one in task.assignments if one.role == "lead"] for task in record.tasks
    ]
    assert leads == [["Sở Nội vụ"], ["Sở Y tế"], ["Sở Tư pháp"]]


@pytest.mark.parametrize("turn", [90, 180, -2.5])
def test_a_page_that_lies_askew_or_on_its_side_is_set_straight(turn: float) -> None:
    turned = page(WORDS, [HEAD, *ROWS]).rotate(turn, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    source = read_bytes(saved([turned], "PNG"), "a.png")
    assert likeness(source.text, " ".join([*WORDS, *HEAD, *(words for row in ROWS for words in row)])) > 0.8
    assert [len(table.rows) for table in source.tables] == [4]


def test_every_picture_of_a_file_is_a_page() -> None:
    source = read_bytes(
        saved([page(("Trang đầu tiên của kế hoạch",)), page(("Trang thứ hai",))], "TIFF"), "a.tif"
    )
    assert len(source.page_starts) == 2
    assert source.text[source.page_starts[1] :].startswith("Trang thứ")
    assert "Pages 1-2 were read by OCR" in source.issues[0].why


def test_pages_with_a_text_layer_keep_it() -> None:
    words = b"BT /F1 14 Tf 72 700 Td (Ke hoach so 12 with a text layer of its own) Tj ET"
    typed = typed_page(words)
    source = read_bytes(joined(typed, saved([page()], "PDF")), "a.pdf")
    assert "with a text layer of its own" in source.text
    assert "123/KH-UBND" in source.text[source.page_starts[1] :]
    assert source.issues[0].why.startswith("Page 2 was read by OCR")


def typed_page(content: bytes) -> bytes:
    """Give a PDF of one page with words in a standard font."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>endobj\n4 0 obj<</Length "
        + str(len(content)).encode()
        + b">>stream\n"
        + content
        + b"\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
        b"trailer<</Root 1 0 R/Size 6>>\n%%EOF"
    )


def joined(*files: bytes) -> bytes:
    whole = pypdfium2.PdfDocument.new()
    for file in files:
        part = pypdfium2.PdfDocument(file)
        whole.import_pages(part)
    out = io.BytesIO()
    whole.save(out)
    return out.getvalue()


def test_a_table_without_rules_is_said_in_the_ledger() -> None:
    source = read_bytes(saved([page((), [HEAD, *ROWS, *ROWS], ruled=False)], "PNG"), "a.png")
    assert source.tables == ()
    assert "scan-table" in codes(source)


def test_without_the_program_the_package_to_install_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "engine", lambda: "")
    monkeypatch.setattr("graph_build.readers.images.engine", lambda: "")
    with pytest.raises(ScanUnread, match="apt-get install tesseract-ocr tesseract-ocr-vie"):
        image_content("a.png", saved([page()], "PNG"))
    with pytest.raises(ScanUnread, match="Page 1 was not read"):
        pdf.pdf_content("a.pdf", saved([page()], "PDF"))
    mixed = joined(typed_page(b"BT /F1 14 Tf 72 700 Td (Typed) Tj ET"), saved([page(), page()], "PDF"))
    content = pdf.pdf_content("a.pdf", mixed)
    assert content.text == "Typed"
    assert [issue.code for issue in content.issues] == ["scan-not-read"]
    assert "Pages 2-3 were not read" in content.issues[0].why


def test_a_page_that_takes_too_long_is_left_out_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "OCR_PAGE_SECONDS", 0.01)
    with pytest.raises(ScanUnread, match="took over"):
        image_content("a.png", saved([page()], "PNG"))
    monkeypatch.setattr(ocr, "OCR_PAGE_SECONDS", 60.0)
    budget = ocr.Budget(0.0)
    with pytest.raises(ocr.OcrError, match="the pictures before it"):
        ocr.words([page()], ocr.PAGE, 200, budget)


def damaged(data: bytes, seed: int) -> bytes:
    rng = random.Random(seed)  # noqa: S311 - damage that is the same in every run
    changed = bytearray(data)
    for _ in range(30):
        changed[rng.randrange(100, len(changed))] = rng.randrange(256)
    return bytes(changed[: rng.randrange(len(changed) // 2, len(changed))])


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: saved([blank()], "PNG"), EmptyFile),
        (lambda: saved([page()], "PNG")[:300], BrokenFile),
        (lambda: saved([page()], "TIFF")[:40], BrokenFile),
        (lambda: b"\x89PNG\r\n\x1a\n" + bytes(60), BrokenFile),
        (lambda: saved([Image.new("1", (20_000, 20_000), 1)], "PNG"), LimitExceeded),
        (lambda: saved([Image.new("1", (1, 1), 1)], "PNG"), EmptyFile),
    ],
)
def test_pictures_that_hold_no_page_are_refused(make: Callable[[], bytes], error: type[Exception]) -> None:
    with pytest.raises(error):
        read_bytes(make(), "a.png")


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP"])
def test_damaged_pictures_give_one_sentence(kind: str, seed: int) -> None:
    data = damaged(saved([page().resize((400, 290))], kind), seed)
    with suppress(BrokenFile, LimitExceeded):
        assert all(dpi > 0 for _, dpi in pictures.pictures("a", data))


def words(text: str) -> list[ocr.Word]:
    box = ocr.Box(0, 0, 10, 10)
    return [ocr.Word(word, box, box, 90.0) for word in text.split()]


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ("Cơquan phôi hợp", "Cơ quan phối hợp"),
        ("(triên khai)", "(triển khai)"),
        ("NGHỊ QUYÉT SÓ 12", "NGHỊ QUYẾT SỐ 12"),
        ("Ủy ban Nhân dân", "Ủy ban Nhân dân"),
        ("có số lượng, từ đó theo đối tượng, thứ trưởng, phần công việc, tại chính quyền",) * 2,
        ("phối, hợp", "phối, hợp"),
        ("bô sung. bô (sung)", "bổ sung. bô (sung)"),
        ("Bộ Tưpháp và Bộ Khoa học và Công nghệ", "Bộ Tư pháp và Bộ Khoa học và Công nghệ"),
    ],
)
def test_only_what_a_fixed_phrase_leaves_no_doubt_about_is_restored(read: str, expected: str) -> None:
    found = restored(words(read))
    assert " ".join(word.text for word in found.words) == expected
    assert bool(found.changes) == (read != expected)
