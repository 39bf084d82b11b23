"""What a clause says of a task is not said of the document: relations between documents are few and sure."""

from __future__ import annotations

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
