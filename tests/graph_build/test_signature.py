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


# a foot in columns of white; name, post, signs for, recipients
BESIDE = {
    "the usual one": (
        "Nơi nhận:                         TM. ỦY BAN NHÂN DÂN\n"
        "- Như Điều 2;                         CHỦ TỊCH\n"
        "- Các sở,  ban, ngành thuộc\n"
        "UBND tỉnh;                             (đã ký)\n"
        "- Lưu: VT, KGVX.\n"
        "                                     Lê Thị Hoa\n",
        ("Lê Thị Hoa", "Chủ tịch", "Ủy ban nhân dân"),
        ("- Như Điều 2;", "- Các sở,  ban, ngành thuộc UBND tỉnh;", "- Lưu: VT, KGVX."),
    ),
    "a blank line between all, the signature a line higher": (
        "                              KT. GIÁM ĐỐC\n\n*Nơi nhận:*                   PHÓ GIÁM ĐỐC\n\n"
        "- Sở Y tế và các phòng\n\n  chuyên môn;\n\n- Lưu: VT.                     Lê Thị Hoa\n\n"
        "                                (Đã ký)\n",
        ("Lê Thị Hoa", "Phó Giám đốc", "Giám đốc"),
        ("- Sở Y tế và các phòng chuyên môn;", "- Lưu: VT."),
    ),
    "tabs, which a reader takes from the beginning of lines": (
        "Nơi nhận:\t\t\tTUQ. GIÁM ĐỐC\n- UBND tỉnh;\t\tTRƯỞNG PHÒNG\n- Lưu: VT.\n\nLê Thị Hoa\n",
        ("Lê Thị Hoa", "Trưởng phòng", "Giám đốc"),
        ("- UBND tỉnh;", "- Lưu: VT."),
    ),
    "a stamped signature between, whose value goes on below": (
        "Nơi nhận:                            Q. GIÁM ĐỐC\n"
        "- Như Điều 2;              Ký bởi: Ủy ban nhân dân tỉnh\n"
        "- Lưu: VT.                 An Giang\n"
        "                           Thời gian ký: 10.08.2021 08:15:22 +07:00\n"
        "                                      Lê Thị Hoa\n",
        ("Lê Thị Hoa", "Q. Giám đốc", None),
        ("- Như Điều 2;", "- Lưu: VT."),
    ),
    "columns that one space parts": (
        "Nơi nhận: TM. ỦY BAN NHÂN DÂN\n- Như trên; KT. CHỦ TỊCH\n- Sở Y tế (b/c); PHÓ CHỦ TỊCH\n"
        "- VPUB: CVP;\n- Lưu: VT, VX. Lê Thị Hoa\n",
        ("Lê Thị Hoa", "Phó Chủ tịch", "Ủy ban nhân dân, Chủ tịch"),
        ("- Như trên;", "- Sở Y tế (b/c);", "- VPUB: CVP;", "- Lưu: VT, VX."),
    ),
    "rows of two cells": (
        "| **Nơi nhận:** | **KT. GIÁM ĐỐC** |\n| - UBND tỉnh; | **PHÓ GIÁM ĐỐC** |\n| - Lưu: VT. | |\n"
        "| | **Lê Thị Hoa** |\n",
        ("Lê Thị Hoa", "Phó Giám đốc", "Giám đốc"),
        ("- UBND tỉnh;", "- Lưu: VT."),
    ),
    "degrees before the name": (
        "Nơi nhận:                         GIÁM ĐỐC\n- Lưu: VT.\n\n"
        "                                 TTƯT.PGS.TS.BSCKII. Lê Thị Hoa\n",
        ("Lê Thị Hoa", "Giám đốc", None),
        ("- Lưu: VT.",),
    ),
    "text of an annex below": (
        "Nơi nhận:                         GIÁM ĐỐC\n- Lưu: VT.\n"
        "                                 Lê Thị Hoa\n\n"
        "                 DANH MỤC CÂY\n- Cây sấu do Phòng Hành chính chọn và trồng\n",
        ("Lê Thị Hoa", "Giám đốc", None),
        ("- Lưu: VT.",),
    ),
}


@pytest.mark.parametrize("case", BESIDE)
def test_reads_a_signature_beside_the_recipients(case: str) -> None:
    foot, signed, recipients = BESIDE[case]
    text = f"{LINES}\nĐiều 1. Trồng cây./.\n\n{foot}"
    header = read_header(text)
    signer = header.signer
    assert signer is not None
    assert (signer.name, signer.post, signer.signs_for) == signed
    assert header.recipients == recipients
    assert header.date == "2021-07-09"
    assert signer.evidence is not None
    proof = (signer.evidence, *signer.evidence.parts)
    assert all(text[one.start : one.end] == one.exact for one in proof)
    said = " ".join(one.exact for one in proof)
    assert "Lê Thị Hoa" in said
    assert not any(words in said for words in ("Lưu", "Sở", "Nơi", "Ký bởi", "+07", "An Giang"))


def test_a_note_of_a_stamped_signature_is_neither_name_nor_date() -> None:
    notes = (
        "Signature Not Verified\nNgười ký: Văn phòng Sở\nEmail: vp@example.vn\nNgày ký: 12-08-2021 07:15\n"
    )
    header = read_header(
        f"{notes}{LINES}\nĐiều 1. Trồng cây./.\n\nGIÁM ĐỐC\n\n{notes}\nLê Thị Hoa\n(Đã ký)\n"
    )
    assert header.signer is not None
    assert (header.signer.name, header.date) == ("Lê Thị Hoa", "2021-07-09")
    assert header.signer.evidence is not None
    assert header.signer.evidence.exact == "GIÁM ĐỐC"
    assert [one.exact for one in header.signer.evidence.parts] == ["Lê Thị Hoa"]


def test_takes_no_signature_from_an_attached_text() -> None:
    attached = (
        "\nQUY CHẾ\nTrồng cây\n(Ban hành kèm theo Quyết định số 12/QĐ-SYT ngày 09 tháng 7 năm 2021)\n\n"
    )
    text = f"{LINES}\nĐiều 1. Trồng cây./.\n{attached}Điều 1. Cây.\n"
    text += "Nơi nhận:\n- Tổ.\n\nTỔ TRƯỞNG\n\nLê Văn Hoa\n"
    header = read_header(text)
    assert (header.number, header.date) == ("12/QĐ-SYT", "2021-07-09")
    assert (header.signer, header.recipients) == (None, ())
    signed = text.replace("cây./.\n", "cây./.\n\nNơi nhận:\n- Sở.\n\nGIÁM ĐỐC\n\nLê Thị Hoa\n", 1)
    header = read_header(signed)
    assert header.signer is not None
    assert (header.signer.name, header.recipients) == ("Lê Thị Hoa", ("- Sở.",))


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


DECISION = (
    "SỞ Y TẾ TỈNH AN SƠN\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 3/QĐ-SYT\n"
    "An Sơn, ngày 3 tháng 2 năm 2026\n\nQUYẾT ĐỊNH\nBan hành Quy chế trực\n\nGIÁM ĐỐC SỞ Y TẾ\n\n"
    "Căn cứ Luật Khám bệnh, chữa bệnh ngày 9/1/2023;\n\nQUYẾT ĐỊNH:\n\nĐiều 1. Ban hành Quy chế trực.\n\n"
)
REGULATION = (
    "QUY CHẾ\nTrực\n(Ban hành kèm theo Quyết định số 3/QĐ-SYT ngày 03/02/2026 của Giám đốc Sở Y tế)\n\n"
    "Điều 1. Phạm vi\nQuy chế này có hiệu lực kể từ ngày 01/5/2026.\n\n"
)
LIST = "PHỤ LỤC\nDANH MỤC\n(Kèm theo Quyết định số 3/QĐ-SYT ngày 03/02/2026 của Sở Y tế)\n\nCây sao.\n\n"
DIRECTOR = "Nơi nhận:\n- Như Điều 2;\n- Lưu: VT.\n\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\nVàng A Páo\n\n"
ANOTHER = "CHI CỤC TRƯỞNG\n\nHoàng Văn Thụ\n\n"


@pytest.mark.parametrize(
    ("parts", "signer", "recipients"),
    [
        ((DIRECTOR, REGULATION), "Vàng A Páo", 2),
        ((REGULATION, DIRECTOR), "Vàng A Páo", 2),
        ((DIRECTOR, REGULATION, ANOTHER), "Vàng A Páo", 2),
        ((REGULATION, ANOTHER), None, 0),
        ((REGULATION, DIRECTOR, LIST, ANOTHER), None, 0),
    ],
)
def test_the_one_signature_behind_an_annex_is_of_the_document_that_names_the_post(
    parts: tuple[str, ...], signer: str | None, recipients: int
) -> None:
    header = read_header("".join((DECISION, *parts)))
    assert (header.signer and header.signer.name, len(header.recipients)) == (signer, recipients)
    assert header.effective is None
