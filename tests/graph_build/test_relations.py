"""What a clause says of a task is not said of the document: relations between documents are few and sure."""

from __future__ import annotations

import pytest

from graph_build.extract import extract, unit_book
from graph_build.readers import source_text
from graph_build.triples import document_relation

TEXT = """BỘ Y TẾ

Số: 12/QĐ-BYT

Hà Nội, ngày 05 tháng 3 năm 2024

QUYẾT ĐỊNH

Ban hành Kế hoạch thực hiện Nghị quyết số 9/NQ-CP ngày 02/02/2024 của Chính phủ

BỘ TRƯỞNG BỘ Y TẾ

Căn cứ Nghị định số 95/2022/NĐ-CP ngày 15 tháng 11 năm 2022 của Chính phủ;

QUYẾT ĐỊNH:

Điều 1. Ban hành Kế hoạch. Quyết định này thay thế Quyết định số 7/QĐ-BYT ngày 05/01/2023 của Bộ Y tế.

KẾ HOẠCH

(Kèm theo Quyết định số 12/QĐ-BYT ngày 05 tháng 3 năm 2024 của Bộ Y tế)

I. NHIỆM VỤ

- Triển khai Nghị quyết số 30/2021/QH15 ngày 28/7/2021 của Quốc hội.

- Xây dựng Nghị định sửa đổi Nghị định số 117/2014/NĐ-CP ngày 08/12/2014 của Chính phủ.
"""


def test_relations_of_a_document() -> None:
    record = extract(source_text("a.txt", TEXT.encode(), TEXT, "text/plain"), unit_book())
    said: dict[str, set[str]] = {}
    for citation in (*record.implements, *record.legal_basis, *record.citations):
        said.setdefault(citation.number or "", set()).add(document_relation(record, citation))
    assert said["9/NQ-CP"] == {"implements"}
    assert said["95/2022/NĐ-CP"] == {"basedOn"}
    assert said["7/QĐ-BYT"] == {"replaces"}
    assert said["30/2021/QH15"] == {"cites"}
    assert said["117/2014/NĐ-CP"] == {"cites"}


HEADING = "ỦY BAN NHÂN DÂN\nTỈNH AN SƠN\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n"
ACT = "Quyết định số 7/QĐ-UBND ngày 02/02/2024 của Ủy ban nhân dân tỉnh An Sơn"
LINES = {
    "in parentheses": f"(Ban hành kèm theo {ACT})",
    "attached": f"(Kèm theo {ACT})",
    "promulgated by": f"(Được ban hành theo {ACT})",
    "without parentheses": f"Ban hành kèm theo {ACT}",
}


@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize("heading", [HEADING, ""])
def test_a_text_goes_with_the_act_that_the_line_under_its_title_names(name: str, heading: str) -> None:
    text = (
        f"{heading}QUY CHẾ\nPhối hợp trồng cây\n{LINES[name]}\n\nĐiều 1. Phạm vi\n"
        "Quy chế này kèm theo Quyết định số 9/QĐ-UBND ngày 03/3/2024 của Ủy ban nhân dân tỉnh An Sơn.\n"
    )
    record = extract(source_text("a.txt", text.encode(), text, "text/plain"), unit_book())
    said = {one.number: document_relation(record, one) for one in record.citations}
    assert said == {"7/QĐ-UBND": "annexOf", "9/QĐ-UBND": "cites"}
    assert record.header.attached_to is not None
    assert record.header.attached_to.exact == LINES[name]


def _attached(line: str, heading: str = "") -> tuple[str | None, str | None]:
    text = f"{heading}QUY CHẾ\nPhối hợp trồng cây\n({line})\n\nĐiều 1. Phạm vi\nÁp dụng trong ngành.\n"
    header = extract(source_text("a.txt", text.encode(), text, "text/plain"), unit_book()).header
    for said, quote in ((header.date, header.date_evidence), (header.issuer, header.issuer_evidence)):
        assert (said is None) == (quote is None)
        assert quote is None or text[quote.start : quote.end] == quote.exact
    return header.date, header.issuer


@pytest.mark.parametrize(
    ("line", "date", "issuer"),
    [
        (f"Kèm theo {ACT}", "2024-02-02", "Ủy ban nhân dân tỉnh An Sơn"),
        ("Kèm theo Quyết định số 9/QĐ-SYT ngày 3/4/2024 của Giám đốc Sở Y tế", "2024-04-03", "Sở Y tế"),
        ("Kèm theo Quyết định số 9/QĐ-SYT ngày … tháng … năm 2024 của Sở Y tế", "2024", "Sở Y tế"),
        (
            "Kèm theo Quyết định số 9/QĐ-TTg ngày 31/02/2024 của Thủ tướng Chính phủ",
            None,
            "Thủ tướng Chính phủ",
        ),
        (
            "Kèm theo Quyết định số 9/QĐ-NHNN ngày 3/4/2024 của Thống đốc Ngân hàng Nhà nước Việt Nam",
            "2024-04-03",
            "Ngân hàng Nhà nước Việt Nam",
        ),
        (
            "Kèm theo Quyết định số 9/QĐ-TTCP ngày 3/4/2024 của Tổng Thanh tra Chính phủ",
            "2024-04-03",
            "Thanh tra Chính phủ",
        ),
        ("Kèm theo Quyết định số 9/QĐ-UBND ngày 3/4/2024", "2024-04-03", None),
        ("Kèm theo Quyết định số 9/QĐ-UBND ngày 3/4/2024 của UBND tỉnh", "2024-04-03", None),
        (
            "Kèm theo Quyết định số 9/QĐ-BQL ngày 3/4/2024 của Trưởng Ban Quản lý khu đô thị",
            "2024-04-03",
            None,
        ),
    ],
)
def test_an_attached_text_has_the_date_and_the_issuer_of_its_act(
    line: str, date: str | None, issuer: str | None
) -> None:
    assert _attached(line) == (date, issuer)


def test_an_attached_text_keeps_the_date_and_the_issuer_of_its_own_heading() -> None:
    heading = HEADING.replace("AN SƠN", "AN LÂM") + "An Lâm, ngày 9 tháng 3 năm 2024\n\n"
    assert _attached(f"Kèm theo {ACT}", heading) == ("2024-03-09", "Ủy ban nhân dân tỉnh An Lâm")
