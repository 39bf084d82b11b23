"""Headings in every layout that readers give, and pages that have none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.header import read_header
from graph_build.letter_case import from_capitals
from graph_build.plain import PlainText
from tests.growth import assert_in_line

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

LINES = f"""
SỞ Y TẾ TỈNH AN GIANG

{NATION}
{MOTTO}

Số: 12 /QĐ-SYT

An Giang, ngày 09 tháng 7 năm 2021

QUYẾT ĐỊNH

Về việc trồng cây
"""

CELLS = f"""|
**ỦY BAN NHÂN
DÂN **
TỈNH AN GIANG
--------
|
**{NATION[:11]}
{NATION[12:]}**
{MOTTO}
---------------
|
|
Số:
12/KH-UBND
|
*An
Giang, ngày 09
tháng 7 năm 2021*
|


**KẾ HOẠCH**

TRỒNG CÂY TRÊN ĐỊA
BÀN TỈNH AN GIANG

Căn cứ Luật Giá;
"""

ROWS = f"""# Trồng cây

| BỘ TÀI CHÍNH CỤC THUẾ ------- | {NATION} {MOTTO} --------------- |
|---|---|
| Số: 12/TB-CT | An Giang, ngày 0 9 tháng 0 7 năm 2021 |

THÔNG BÁO

VỀ CÂY
"""

GLUED = f"""CHÍNH PHỦ_____ Số: 12/2021/NĐ-CP | {NATION}{MOTTO}______ An Giang, ngày 9 tháng 7 năm 2021 |

**NGHỊ ĐỊNH****Quy định về cây**

**Quy định về cây**

*Căn cứ Luật Giá;*
"""

TABS = f""" \t ỦY BAN NHÂN DÂN

TỈNH AN GIANG


Số:             /KH-UBND

\t{NATION}

{MOTTO}


An Giang, ngày       tháng      năm 2021


KẾ HOẠCH\x20
Trồng cây ven đường\x20

trên địa bàn tỉnh An Giang

Căn cứ Luật Giá. Ủy ban nhân dân tỉnh An Giang ban hành
"""

GAZETTE = f"""CÔNG BÁO/Số 23/Ngày 21-09-2021\x20
7
\x20
CHÍNH PHỦ\x20
\x20
{NATION}\x20
{MOTTO}\x20
Số: 12/NQ-CP An Giang, ngày 09 tháng 7 năm 2021\x20
NGHỊ QUYẾT\x20
Sửa đổi Chương trình của Chính phủ\x20
thực hiện Nghị quyết số 6-NQ/TW của
Bộ Chính trị về cây\x20
_____________\x20
CHÍNH PHỦ\x20
Căn cứ Luật Giá;\x20
"""

PARTY = """|
**TỈNH ỦY AN GIANG**
*
|
**ĐẢNG CỘNG SẢN
VIỆT NAM**
---------------
|
|
Số 12-KH/TU
|
*An Giang, ngày 09 tháng 7 năm 2021*
|

**KẾ HOẠCH**

TRỒNG CÂY

-----

- Căn cứ Điều lệ Đảng;
"""

LETTER = f"""|
**BỘ Y TẾ**
-------
|
**{NATION}**
{MOTTO}
|
|
Số: 12/BYT-DP
*V/v trồng cây theo Nghị định
số 5/2020/NĐ-CP*
|
*An Giang, ngày 09 tháng 7 năm 2021*
|
**Kính gửi:** Sở Y tế tỉnh An Giang
Bộ Y tế nhận được thư.
"""

WITHOUT_NATION = """

Số: 12 /QĐ-BYT

An Giang, ngày 09 tháng 7 năm 2021

QUYẾT ĐỊNH

**Ban hành Kế hoạch
Trồng cây của Bộ Y tế.**

BỘ TRƯỞNG BỘ Y TẾ

*Căn cứ Luật Giá;*
"""

# layout: number, kind, date, place, issuer, parent, title
LAYOUTS = {
    "lines": (
        LINES,
        "12/QĐ-SYT",
        "Quyết định",
        "2021-07-09",
        "An Giang",
        "Sở Y tế tỉnh An Giang",
        None,
        "Về việc trồng cây",
    ),
    "cells": (
        CELLS,
        "12/KH-UBND",
        "Kế hoạch",
        "2021-07-09",
        "An Giang",
        "Ủy ban nhân dân tỉnh An Giang",
        None,
        "TRỒNG CÂY TRÊN ĐỊA BÀN TỈNH AN GIANG",
    ),
    "rows": (
        ROWS,
        "12/TB-CT",
        "Thông báo",
        "2021-07-09",
        "An Giang",
        "Cục Thuế",
        "Bộ Tài chính",
        "VỀ CÂY",
    ),
    "glued": (
        GLUED,
        "12/2021/NĐ-CP",
        "Nghị định",
        "2021-07-09",
        "An Giang",
        "Chính phủ",
        None,
        "Quy định về cây",
    ),
    "tabs": (
        TABS,
        None,
        "Kế hoạch",
        "2021",
        "An Giang",
        "Ủy ban nhân dân tỉnh An Giang",
        None,
        "Trồng cây ven đường trên địa bàn tỉnh An Giang",
    ),
    "gazette": (
        GAZETTE,
        "12/NQ-CP",
        "Nghị quyết",
        "2021-07-09",
        "An Giang",
        "Chính phủ",
        None,
        "Sửa đổi Chương trình của Chính phủ thực hiện Nghị quyết số 6-NQ/TW của Bộ Chính trị về cây",
    ),
    "party": (PARTY, "12-KH/TU", "Kế hoạch", "2021-07-09", "An Giang", "Tỉnh ủy An Giang", None, "TRỒNG CÂY"),
    "letter": (
        LETTER,
        "12/BYT-DP",
        "Công văn",
        "2021-07-09",
        "An Giang",
        "Bộ Y tế",
        None,
        "V/v trồng cây theo Nghị định số 5/2020/NĐ-CP",
    ),
    "without nation": (
        WITHOUT_NATION,
        "12/QĐ-BYT",
        "Quyết định",
        "2021-07-09",
        "An Giang",
        "Bộ Y tế",
        None,
        "Ban hành Kế hoạch Trồng cây của Bộ Y tế",
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_reads_every_layout(name: str) -> None:
    text, *expected = LAYOUTS[name]
    header = read_header(text)
    assert header.official
    found = [
        header.number,
        header.type,
        header.date,
        header.place,
        header.issuer,
        header.parent_issuer,
        header.title,
    ]
    assert found == expected


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_value_is_proved_by_the_text(name: str) -> None:
    text = LAYOUTS[name][0]
    header = read_header(text)
    for evidence in (
        header.number_evidence,
        header.date_evidence,
        header.title_evidence,
        header.issuer_evidence,
    ):
        if evidence is not None:
            assert text[evidence.start : evidence.end] == evidence.exact
    assert (header.number is None) == (header.number_evidence is None)


# lines of the issuer; issuer and organ above it
ISSUERS = [
    ("BỘ TÀI CHÍNH\n**CỤC HẢI QUAN**", "Cục Hải quan", "Bộ Tài chính"),
    ("BỘ TÀI\nCHÍNH\nCỤC HẢI QUAN", "Cục Hải quan", "Bộ Tài chính"),
    ("BỘ NÔNG NGHIỆP VÀ\nMÔI TRƯỜNG", "Bộ Nông nghiệp và Môi trường", None),
    ("VĂN\nPHÒNG CHÍNH PHỦ", "Văn phòng Chính phủ", None),
    (
        "UBND TỈNH CAO BẰNG\nTRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
        "Trung tâm Phục vụ hành chính công",
        "UBND tỉnh Cao Bằng",
    ),
    ("HỘI ĐỒNG NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI", "Hội đồng nhân dân thành phố Hà Nội", None),
    ("UBND TỈNH CAO BẰNG SỞ Y TẾ", "Sở Y tế", "UBND tỉnh Cao Bằng"),
    ("BAN CHỈ ĐẠO\nTRỒNG CÂY\nTOÀN QUỐC", "Ban Chỉ đạo trồng cây toàn quốc", None),
]


@pytest.mark.parametrize(("lines", "issuer", "parent"), ISSUERS)
def test_divides_the_lines_of_the_issuer(lines: Any, issuer: Any, parent: Any) -> None:
    number = "Số: 1/TB-ABC\n\nHà Nội, ngày 1 tháng 2 năm 2020"
    text = f"{lines}\n-----\n{NATION}\n{MOTTO}\n\n{number}\n\nTHÔNG BÁO\n\nVề cây\n"
    header = read_header(text)
    assert (header.issuer, header.parent_issuer) == (issuer, parent)


def test_the_text_gives_back_the_letters_of_a_name_in_capitals() -> None:
    text = (
        "BAN ĐIỀU PHỐI\n" + LINES.lstrip().split("\n", 1)[1] + "\nBan Điều phối họp. Ban Điều phối báo cáo."
    )
    assert read_header(text).issuer == "Ban Điều phối"
    assert from_capitals("PHÓ CHỦ TỊCH", PlainText("")) == "Phó Chủ tịch"
    assert (
        from_capitals("BAN BÍ THƯ TRUNG ƯƠNG ĐẢNG KHÓA XII", PlainText(""))
        == "Ban Bí thư Trung ương Đảng khóa XII"
    )
    assert from_capitals("Sở  Y\ntế", PlainText("")) == "Sở Y tế"


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


TORN = f"""ỦY BAN NHÂN DÂN {NATION[:-9]}
TỈNH AN GIANG VIỆT NAM
{MOTTO}
Số: 12/KH-UBND An Giang, ngày 9 tháng 7 năm 2021
KẾ HOẠCH
Trồng cây
Căn cứ Luật Giá;
"""

JOINT = f"""BỘ Y TẾ - BỘ NỘI VỤ
{NATION}
{MOTTO}
Số: 12/2021/TTLT-BYT-BNV
An Giang, ngày 9 tháng 7 năm 2021
THÔNG TƯ LIÊN TỊCH
HƯỚNG DẪN TRỒNG CÂY
"""

TELEGRAM = f"""BỘ Y TẾ
{NATION}
{MOTTO}
Số: 12/CĐ-BYT
An Giang, hồi 10 giờ 00 ngày 09 tháng 7 năm 2021
CÔNG ĐIỆN
Về việc trồng cây
BỘ TRƯỞNG BỘ Y TẾ điện:
- Sở Y tế các tỉnh;
"""

DRAFT = f"""BỘ Y TẾ                {NATION}
-------                {MOTTO}
Số: ......./QĐ-BYT     An Giang, ngày ..... tháng 7 năm 2021
Quyết định
Về việc trồng cây
"""

LAW = f"""QUỐC HỘI
Luật số: 12/2021/QH15
{NATION}
{MOTTO}
LUẬT
TRỒNG CÂY
Căn cứ Hiến pháp;
"""

# text; number, kind, date, issuer, title
VARIANTS = [
    (TORN, "12/KH-UBND", "Kế hoạch", "2021-07-09", "Ủy ban nhân dân tỉnh An Giang", "Trồng cây"),
    (
        JOINT,
        "12/2021/TTLT-BYT-BNV",
        "Thông tư liên tịch",
        "2021-07-09",
        "Bộ Y tế - Bộ Nội vụ",
        "HƯỚNG DẪN TRỒNG CÂY",
    ),
    (TELEGRAM, "12/CĐ-BYT", "Công điện", "2021-07-09", "Bộ Y tế", "Về việc trồng cây"),
    (DRAFT, None, "Quyết định", "2021-07", "Bộ Y tế", "Về việc trồng cây"),
    (LAW, "12/2021/QH15", "Luật", None, "Quốc hội", "TRỒNG CÂY"),
]


@pytest.mark.parametrize(("text", "number", "kind", "date", "issuer", "title"), VARIANTS)
def test_reads_torn_joint_blank_and_telegraphed_headings(
    text: str, number: Any, kind: Any, date: Any, issuer: Any, title: Any
) -> None:
    header = read_header(text)
    assert (header.number, header.type, header.date) == (number, kind, date)
    assert (header.issuer, header.title) == (issuer, title)


def test_a_consolidated_text_is_one_by_its_number() -> None:
    header = read_header(LINES.replace("12 /QĐ-SYT", "12/VBHN-BYT").replace("QUYẾT ĐỊNH", "THÔNG TƯ"))
    assert (header.number, header.type) == ("12/VBHN-BYT", "Văn bản hợp nhất")


def test_a_lost_date_comes_from_the_clause_of_adoption_or_the_portals_box() -> None:
    bare = f"{NATION}\n{MOTTO}\n\nSố: 9/2021/QH15 |\n\n**NGHỊ QUYẾT**\n\n**Về cây**\n\nĐiều 1. Trồng.\n\n"
    adopted = bare + "*Nghị quyết này được Quốc hội khóa XV thông qua ngày 9 tháng 7 năm 2021.*\n"
    assert read_header(adopted).date == "2021-07-09"
    box = "Số hiệu:\n|\n9/2021/QH15\n|\nLoại văn bản:\n|\nNghị quyết\n|\nNgày ban hành:\n|\n09/07/2021\n|\n"
    assert read_header(box + bare).date == "2021-07-09"
    assert read_header(bare).date is None


NEWS = """Một số việc trồng cây của Bộ Y tế trong tháng 4

26/11/2021 | 09:50 AM

 |

Ngày 24/11/2021, Bộ Y tế ban hành Quyết định số 5/QĐ-BYT về cây.

Phòng Trồng cây, Văn phòng Bộ Y tế.Tin liên quan
"""

PAGES = [
    "# Trồng cây ở đâu?\n\nCăn cứ khoản 2 Điều 3 Luật Giá, quy định:\n\nĐiều 3. Giá\n\n1. Giá là giá.\n",
    "# Mẫu\n\nTải mẫu:\n\nHỘI CÂY\n\nSố: …/QĐ-HC\n\n..., ngày … tháng … năm …\n\n**QUYẾT ĐỊNH**\n",
    "| Cây | |\n|---|---|\n| Cao | 3 m |\n\n**Cây** là thực vật.\n",
    "THE GOVERNMENT\nTHE SOCIALIST REPUBLIC OF VIETNAM\nNo. 30/2025/ND-CP\nHanoi, May 17, 2025\nDECREE\n",
    "Cây",
    "",
]


def test_a_preamble_tells_an_official_document_whose_heading_is_lost() -> None:
    """Converters drop the heading where it is a table, and wrap lines after few words."""
    header = read_header(
        "<table1> </table1>\n\nNGHỊ QUYẾT\nVề việc trồng cây xanh đô thị\nHỘI ĐỒNG NHÂN DÂN TỈNH MẪU\n"
        "Căn cứ Luật Mẫu\nngày 19 tháng 6 năm 2015;\nQUYẾT NGHỊ:\nĐiều 1. Trồng cây xanh ven các đường lớn.\n"
    )
    assert (header.official, header.type, header.number) == (True, "Nghị quyết", None)


def test_a_news_page_is_no_official_document() -> None:
    header = read_header(NEWS)
    assert not header.official
    assert (header.type, header.date, header.issuer, header.number) == (
        "Tin tức",
        "2021-11-26",
        "Bộ Y tế",
        None,
    )
    assert header.title == "Một số việc trồng cây của Bộ Y tế trong tháng 4"


@pytest.mark.parametrize("page", PAGES)
def test_other_pages_are_no_official_documents(page: str) -> None:
    header = read_header(page)
    assert (header.official, header.type, header.number, header.date) == (False, "Tin tức", None, None)


def test_a_plan_that_lost_its_heading_is_still_a_document() -> None:
    header = read_header(
        "KẾ HOẠCH\nTrồng cây năm 2025\n\nCăn cứ Quyết định số 5/QĐ-BYT của Bộ Y tế;\n\nI. VIỆC\n"
    )
    assert (header.official, header.type, header.title, header.number) == (
        True,
        "Kế hoạch",
        "Trồng cây năm 2025",
        None,
    )


def test_tells_crawled_pages_apart(shared_dir: Path) -> None:
    pages = sorted((shared_dir / "corpus" / "wild").glob("*.md"))
    right = [
        page
        for page in pages
        if read_header(page.read_text("utf-8")).official != page.name.startswith("article-")
    ]
    assert len(pages) == 100
    assert len(right) >= 95


parts = st.sampled_from(
    [
        *(
            NATION,
            MOTTO,
            "BỘ Y TẾ",
            "CỤC THUẾ",
            "Số:",
            "Số: 1/QĐ-BYT",
            "/KH-UBND",
            "Hà Nội, ngày 1 tháng 2 năm 2020",
        ),
        *(
            "ngày tháng năm 2022",
            "QUYẾT ĐỊNH",
            "KẾ HOẠCH",
            "Về việc",
            "TRỒNG CÂY",
            "Căn cứ",
            "V/v",
            "Kính gửi:",
        ),
        *(
            "Nơi nhận:",
            "- Như trên;",
            "KT. BỘ TRƯỞNG",
            "Lê Văn Hoa",
            "Phụ lục 1",
            "(Kèm theo",
            "1/QĐ-BYT)",
            "\n",
        ),
        *(
            "\n\n",
            "|",
            "\t",
            "**",
            "*",
            "-----",
            "____",
            "#",
            "26/11/2021 | 09:50",
            "\u00a0",
            "CÔNG BÁO/Số 1/Ngày 2\n",
        ),
    ]
)


@given(st.lists(parts, max_size=50).map("\n".join) | st.lists(parts, max_size=50).map("".join))
def test_any_text_gives_a_header_that_quotes_it(text: str) -> None:
    header = read_header(text)
    quoted = [header.number_evidence, header.date_evidence, header.title_evidence, header.issuer_evidence]
    quoted.append(header.signer.evidence if header.signer else None)
    for evidence in quoted:
        assert evidence is None or text[evidence.start : evidence.end] == evidence.exact
    assert all(0 <= annex.start < annex.end <= len(text) for annex in header.annexes)


@pytest.mark.parametrize(
    "unit", ["-", "_", "THỦ TƯỚNG\n", "PHỤ LỤC\n", "CÔNG BÁO/Số 1\n", "Số: /KH-UBND\n", "a", "- A;\n"]
)
def test_reads_hostile_text_in_linear_time(unit: str) -> None:
    assert_in_line(lambda count: read_header(LINES + unit * count), 50_000 // len(unit))
