"""What closes a document: its signature, recipients, day of effect and attached parts."""

from __future__ import annotations

from typing import Any

import pytest

from graph_build.header import read_header
from tests.graph_build.headings import LINES, MOTTO, NATION

# signature block; name, post, signs for
SIGNATURES = [
    ("KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\n\n\n\nLê Thị Hoa\nLê Thị Hoa", "Lê Thị Hoa", "Thứ trưởng", "Bộ trưởng"),
    ("BỘ TRƯỞNG *xyz*\n\n\nLê Thị Hoa", "Lê Thị Hoa", "Bộ trưởng", None),
    (
        "|\n**TM. CHÍNH PHỦ**\n**KT. THỦ TƯỚNG**\n**PHÓ THỦ TƯỚNG**\n**Lê Văn\nHoa**\n|",
        "Lê Văn Hoa",
        "Phó Thủ tướng",
        "Chính phủ, Thủ tướng",
    ),
    (
        "Lưu: VT | TM. CHÍNH PHỦKT. THỦ TƯỚNGPHÓ THỦ TƯỚNG(Đã ký)Lê Văn Hoa |",
        "Lê Văn Hoa",
        "Phó Thủ tướng",
        "Chính phủ, Thủ tướng",
    ),
    (
        "- Lưu: VT. | TM. CHÍNH PHỦ KT. THỦ TƯỚNG PHÓ THỦ TƯỚNG (Đã ký) Lê Văn Hoa |",
        "Lê Văn Hoa",
        "Phó Thủ tướng",
        "Chính phủ, Thủ tướng",
    ),
    (
        "KT. BỘ TRƯỞNG,\nCHỦ NHIỆM\nPHÓ CHỦ NHIỆM\nLê Văn Hoa",
        "Lê Văn Hoa",
        "Phó Chủ nhiệm",
        "Bộ trưởng, Chủ nhiệm",
    ),
    (
        "TL. CỤC TRƯỞNG\nKT. TRƯỞNG BAN CHÍNH SÁCH\nPHÓ TRƯỞNG BAN\nLê Văn Hoa",
        "Lê Văn Hoa",
        "Phó Trưởng ban",
        "Cục trưởng, Trưởng ban Chính sách",
    ),
    ("T/M BAN BÍ THƯ\n(Đã ký)\nLê Văn Hoa", "Lê Văn Hoa", None, "Ban Bí thư"),
    (
        "KT. TRƯỞNG BAN\nPHÓ TRƯỞNG BAN\n\n**GS.TS. Lê Văn Hoa\nTHỨ TRƯỞNG BỘ Y TẾ**",
        "Lê Văn Hoa",
        "Phó Trưởng ban",
        "Trưởng ban",
    ),
    (
        "Phó Chủ tịch Hội đồng Bộ trưởng\n\n(Đã ký)\n\nLê Văn Hoa",
        "Lê Văn Hoa",
        "Phó Chủ tịch Hội đồng Bộ trưởng",
        None,
    ),
    ("Lưu: VT. |\n\n| ( Đã ký) Lê Văn Hoa |", "Lê Văn Hoa", None, None),
    (
        "TL. CỤC TRƯỞNG\nKT. TRƯỞNG BAN THUẾ HQ VÀ BHXH\nPHÓ TRƯỞNG BAN\nLê Văn Hoa",
        "Lê Văn Hoa",
        "Phó Trưởng ban",
        "Cục trưởng, Trưởng ban Thuế HQ và BHXH",
    ),
    ("Chủ tịch Ủy ban nhân dân các cấp chịu trách nhiệm thi hành.", None, None, None),
    ("BỘ TRƯỞNG BỘ Y TẾ\n\nCăn cứ Luật Giá;", None, None, None),
]


@pytest.mark.parametrize(("block", "name", "post", "signs_for"), SIGNATURES)
def test_reads_the_signature(block: str, name: Any, post: Any, signs_for: Any) -> None:
    signer = read_header(f"{LINES}\nĐiều 1. Trồng cây./.\n\n{block}\n").signer
    assert (signer and signer.name, signer and signer.post, signer and signer.signs_for) == (
        name,
        post,
        signs_for,
    )


def test_reads_recipients_proposer_and_the_day_of_effect() -> None:
    text = (
        f"{LINES}\nBỘ TRƯỞNG BỘ Y TẾ\n\nCăn cứ Luật Giá;\n\n"
        "*Theo đề nghị của Cục trưởng Cục Quản lý Khám, chữa bệnh tại Tờ trình số 4/TTr-KCB.*\n\n"
        "QUYẾT ĐỊNH:\n\n"
        "Điều 1. Quyết định này có hiệu lực thi hành kể từ ngày ký.\n\nĐiều 2. Theo đề nghị của Sở khác.\n\n"
        "*Nơi nhận:*\n- Như Điều 2;\n\n- Bộ trưởng (để b/c);\n*-* Các Vụ,  Cục,\nđơn vị;\n- Lưu: VT, DP.\n\n"
        "KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\n\nLê Thị Hoa\n"
    )
    header = read_header(text)
    assert header.proposed_by == "Cục trưởng Cục Quản lý Khám, chữa bệnh"
    assert header.effective == header.date == "2021-07-09"
    assert header.recipients == (
        "- Như Điều 2;",
        "- Bộ trưởng (để b/c);",
        "- Các Vụ,  Cục, đơn vị;",
        "- Lưu: VT, DP.",
    )
    later = text.replace("kể từ ngày ký", "từ ngày 01 tháng 9 năm 2021")
    assert read_header(later).effective == "2021-09-01"


def test_a_bullet_may_stand_on_a_line_of_its_own() -> None:
    header = read_header(f"{LINES}\nNơi nhận:\n-\nNhư Điều 2;\n-\nBộ Y tế;\n- Lưu: VT.\n")
    assert header.recipients == ("- Như Điều 2;", "- Bộ Y tế;", "- Lưu: VT.")


def test_a_list_of_recipients_may_be_cut_off_by_the_signature() -> None:
    header = read_header(f"{LINES}\nNơi nhận: -\nKT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\nLê Thị Hoa\n")
    assert header.recipients == ()
    assert header.signer is not None
    assert header.signer.name == "Lê Thị Hoa"


def test_reads_the_attached_parts() -> None:
    text = (
        f"{LINES}\nĐiều 1. Ban hành kèm theo Quyết định này Kế hoạch "
        "(ban hành kèm theo Quyết định số 3/QĐ-BYT).\n"
        f"\nSỞ Y TẾ**{NATION}**\n{MOTTO}**KẾ HOẠCH****Trồng cây ven hồ***"
        "(Kèm theo Quyết định số 21/QĐ-SYT ngày 9/7/2021 của Sở Y tế)*\n\nI. VIỆC\n\n"
        "Phụ lục 1\n\nDANH MỤC CÂY\n\nTT\tCây\n\n**PHỤ LỤC II**\n\nDANH MỤC HỒ\n\n"
        "*(Ban hành kèm theo Quyết định số 12/QĐ-SYT ngày 09 tháng 7 năm 2021)*\n\nxem Phụ lục 1 kèm theo.\n"
    )
    annexes = read_header(text).annexes
    assert [(a.type, a.title, a.number_as_cited, a.date_as_cited) for a in annexes] == [
        ("Kế hoạch", "Trồng cây ven hồ", "21/QĐ-SYT", "2021-07-09"),
        ("Phụ lục", "DANH MỤC CÂY", None, None),
        ("Phụ lục", "DANH MỤC HỒ", "12/QĐ-SYT", "2021-07-09"),
    ]
    assert [text[a.start :][:7] for a in annexes] == ["KẾ HOẠC", "Phụ lục", "PHỤ LỤC"]
