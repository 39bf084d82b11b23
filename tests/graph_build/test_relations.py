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
