"""What a document rests on and what it carries out, by its title and preamble."""

from __future__ import annotations

from typing import Any

import pytest

from graph_build.citations import find_citations, implements, legal_basis
from graph_build.header import read_header
from tests.graph_build.test_citations import by_number

HEADING = """\
BỘ Y TẾ

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 77/{code}

Hà Nội, ngày 05 tháng 01 năm 2024

{kind}

{title}

{preamble}
"""


def document(title: str, preamble: str, kind: str = "QUYẾT ĐỊNH", code: str = "QĐ-BYT") -> Any:
    return HEADING.format(title=title, preamble=preamble, kind=kind, code=code)


# preamble; numbers or names of the legal basis
BASES = [
    (
        "BỘ TRƯỞNG BỘ Y TẾ\n\nCăn cứ Luật Đất đai số 1/2024/QH15, được sửa đổi tại Luật số 2/2024/QH15;\n\n"
        "*Căn cứ Nghị định số 3/2022/NĐ-CP của Chính phủ quy định chi tiết Luật Đất đai;*\n\n"
        "Theo đề nghị của Vụ trưởng Vụ Pháp chế tại Tờ trình số 4/TTr-PC.\n\nQUYẾT ĐỊNH:\n\n"
        "Điều 1. Căn cứ Nghị quyết số 5/NQ-CP, các đơn vị báo cáo.",
        ["1/2024/QH15", "3/2022/NĐ-CP"],
    ),
    (
        "Căn cứ Luật Tổ chức Chính phủ ngày 18 tháng 02 năm 2025;\nCăn cứ Nghị quyết số 6-NQ/TW của Bộ\n"
        "Chính trị về cây;\nCăn cứ Nghị quyết số 6-NQ/TW về hoa;\n"
        "I. MỤC ĐÍCH\n- Căn cứ Quyết định số 9/QĐ-TTg.",
        ["Luật Tổ chức Chính phủ", "6-NQ/TW"],
    ),
    (
        "Căn cứ các Quyết định của Thủ tướng Chính phủ về quy hoạch: "
        "Quyết định số 6/QĐ-TTg phê duyệt Quy hoạch tỉnh A; "
        "Quyết định số 7/QĐ-TTg phê duyệt Quy hoạch tỉnh B;\n\nQUYẾT ĐỊNH:",
        ["6/QĐ-TTg", "7/QĐ-TTg"],
    ),
    (
        "I. CĂN CỨ PHÁP LÝ\n- Nghị quyết số 6-NQ/TW ngày 1/2/2023 của Bộ Chính trị;\n"
        "- Kết quả thực hiện Quyết định số "
        "7/QĐ-TTg;\n- Kế hoạch số 8/KH-UBND của UBND tỉnh.\nII. MỤC TIÊU\n- Nghị quyết số 9/NQ-CP;",
        ["6-NQ/TW", "8/KH-UBND"],
    ),
    ("I. MỤC ĐÍCH\n- Nghị quyết số 9/NQ-CP;", []),
    (
        "Căn cứ Luật Giá và khoản 2 Điều 5 Nghị định số 3/2022/NĐ-CP;\nCăn cứ Luật KH, CN&ĐMST;\n",
        ["Luật Giá", "3/2022/NĐ-CP", "Luật KH, CN&ĐMST"],
    ),
    (
        "- Căn cứ Quy chế làm việc của Bộ Chính trị\nvà Ban Bí thư khóa XIII;\n"
        "- Căn cứ Quy chế làm việc của Ủy ban A ban hành kèm theo Quyết định số 5/QĐ-UBND;\n"
        "- Theo Quy chế làm việc của Ủy ban B;\n",
        ["Quy chế làm việc của Bộ Chính trị và Ban Bí thư khóa XIII"],
    ),
]


@pytest.mark.parametrize(("preamble", "expected"), BASES)
def test_legal_basis_is_what_opens_the_items_of_the_preamble(preamble: str, expected: Any) -> None:
    text = document("Về việc trồng cây", preamble)
    assert [c.number or c.name for c in legal_basis(text, find_citations(text))] == expected


# title, preamble; numbers that the document implements
CARRIED_OUT = [
    (
        "Ban hành Kế hoạch thực hiện Nghị quyết số 3/NQ-CP ngày 1/2/2024 của Chính phủ",
        "Căn cứ Luật Giá;",
        ["3/NQ-CP"],
    ),
    (
        "TRIỂN KHAI QUYẾT ĐỊNH SỐ 4/QĐ-TTG NGÀY 02/01/2025 CỦA THỦ TƯỚNG CHÍNH PHỦ VÀ QUYẾT ĐỊNH SỐ 5/QĐ-BTC",
        "Căn cứ Luật Giá;",
        ["4/QĐ-TTg", "5/QĐ-BTC"],
    ),
    (
        "Ban hành Chương trình hành động của Chính phủ thực hiện Nghị quyết số 3-NQ/TW của Bộ Chính trị",
        "Căn cứ Luật Giá;",
        ["3-NQ/TW"],
    ),
    ("Triển khai công tác năm 2025 thực hiện Nghị quyết số 3/NQ-CP", "Căn cứ Luật Giá;", ["3/NQ-CP"]),
    (
        "Triển khai Quyết định số 5/QĐ-BTC ban hành Kế hoạch triển khai Quyết định số 4/QĐ-TTg",
        "Thực hiện Nghị quyết số 3/NQ-CP;",
        ["5/QĐ-BTC"],
    ),
    ("Sửa đổi Quyết định số 5/QĐ-BTC về phí", "Căn cứ Luật Giá;", []),
    ("Báo cáo kết quả thực hiện Nghị quyết số 3/NQ-CP", "Căn cứ Luật Giá;", []),
    (
        "Trồng cây năm 2025",
        "Thực hiện Nghị quyết số 3/NQ-CP của Chính phủ về cây; Công văn số 4/BYT-DP của Bộ Y tế, Bộ lập",
        ["3/NQ-CP", "4/BYT-DP"],
    ),
    (
        "Trồng cây năm 2025",
        "Căn cứ Quyết định số 3/QĐ-BYT ngày 8/7/2021;\n\nĐể tổ chức triển khai nhiệm vụ tại Quyết định trên;",
        ["3/QĐ-BYT"],
    ),
    (
        "Trồng cây năm 2025",
        "Thực hiện Luật Giá năm 2023, Nghị định số 1/2024/NĐ-CP của Chính phủ quy định chi tiết một số điều "
        "của Luật Giá và Quyết định số 2/QĐ-TTg ngày 23/01/20 24; UBND tỉnh ban hành",
        ["1/2024/NĐ-CP", "2/QĐ-TTg"],
    ),
    ("Trồng cây năm 2025", "Căn cứ Luật Giá;\n\nI. NHIỆM VỤ\n\nThực hiện Nghị quyết số 3/NQ-CP.", []),
]


@pytest.mark.parametrize(("title", "preamble", "expected"), CARRIED_OUT)
def test_implements_what_the_title_names_else_the_opening(title: str, preamble: str, expected: Any) -> None:
    text = document(title, preamble, kind="KẾ HOẠCH", code="KH-BYT")
    assert [c.number for c in implements(read_header(text), text, find_citations(text))] == expected


def test_the_documents_own_number_is_no_citation() -> None:
    preamble = (
        "QUYẾT ĐỊNH:\n\nĐiều 1. Ban hành.\n\nKẾ HOẠCH\n\nTrồng cây\n\n"
        "(Kèm theo Quyết định số {} của Bộ Y tế)\n\n"
        "Thay thế Quyết định số 77/QĐ-BYT ngày 01/02/2020 của Bộ Y tế"
    )
    own = document("Về cây", preamble.format("77/QĐ-BYT ngày 05/01/2024"))
    assert [(c.number, c.date) for c in by_number(own)] == [("77/QĐ-BYT", "2020-02-01")]
    other = document("Về cây", preamble.format("78/QĐ-BYT ngày 05/01/2024"))
    assert [c.number for c in by_number(other)] == ["78/QĐ-BYT", "77/QĐ-BYT"]


def test_what_a_portal_puts_around_the_document_is_left_out() -> None:
    page = (
        "|\n**Số hiệu:**\n|\n77/QĐ-BYT\n|\n**Loại văn bản:**\n|\nQuyết định\n|\n"
        "**Ngày ban hành:**\n|\n05/01/2024\n|\n"
        "Tin về Quyết định số 5/QĐ-TTg.\n|\n"
        + document(
            "Về cây", "Căn cứ Nghị định số 3/2022/NĐ-CP;\n\nQUYẾT ĐỊNH:\n\n" + "Điều 1. Trồng cây.\n" * 20
        )
        + "\n## Văn bản liên quan\nNghị định 13/2023/NĐ-CP\n"
    )
    assert [c.number for c in by_number(page)] == ["3/2022/NĐ-CP"]
