"""The heading of a document: lines of the issuer, torn, joint and blank headings, and any text at all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.header import read_header
from graph_build.letter_case import from_capitals
from graph_build.plain import PlainText
from tests.graph_build.headings import LINES, MOTTO, NATION
from tests.growth import assert_in_line

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


@pytest.mark.parametrize("gap", ["\n", "\n\n", " | ", " "])
@pytest.mark.parametrize("place", ["Thành phố Hồ Chí Minh", "TP. Cần Thơ", "Thừa Thiên - Huế", "Hà Nội"])
def test_the_place_of_the_date_is_no_part_of_the_issuer(place: str, gap: str) -> None:
    text = (
        f"ỦY BAN NHÂN DÂN THÀNH PHỐ HỒ CHÍ MINH\n{NATION}\n{MOTTO}\n\nSố: 9/QĐ-UBND{gap}{place}, ngày 1 "
        "tháng 2 năm 2020\n\nQUYẾT ĐỊNH\n\nVề cây ở Thành phố Hồ Chí Minh\n"
    )
    header = read_header(text)
    assert (header.issuer, header.place) == ("Ủy ban nhân dân thành phố Hồ Chí Minh", place)


def test_keys_that_a_program_wrote_above_a_text_are_no_title() -> None:
    assert (
        read_header('---\ntitle: "Doc 11"\ncategory: "Tax"\n---\n\nCây xanh\n\nTin ngắn.\n').title
        == "Cây xanh"
    )


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
    assert from_capitals("SỞ GD&ĐT AN SƠN", PlainText("An Sơn, ngày 9")) == "Sở GD&ĐT An Sơn"
    assert from_capitals("TRƯỜNG THPT CHU VĂN AN", PlainText("")) == "Trường THPT Chu Văn An"
    assert from_capitals("QUYỀN HIỆU TRƯỞNG", PlainText("")) == "Quyền Hiệu trưởng"
    assert from_capitals("CHỦ TỊCH NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", PlainText("")).endswith(
        "tịch nước Cộng hòa xã hội chủ nghĩa Việt Nam"
    )


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

RUN_IN = f"""BỘ Y TẾ {NATION}
{MOTTO}
Số: 12/BYT-DP
V/v trồng cây theo Nghị quyết của Bộ Y tế An Giang, ngày 09 tháng 7 năm 2021
ở ven hồ
Kính gửi: Các đơn vị.
"""

ABOVE = f"""BỘ Y TẾ
Số: 12/BYT-DP
V/v trồng cây
{NATION}
{MOTTO}
An Giang, ngày 09 tháng 7 năm 2021
Kính gửi: Các đơn vị.
"""

SENT = TELEGRAM.replace("BỘ TRƯỞNG BỘ Y TẾ", "BỘ\nTRƯỞNG BỘ Y TẾ").replace("trồng cây", "TRỒNG CÂY")

ALONE = """PHỤ LỤC II
DANH MỤC CÂY
(Kèm theo Quyết định số 12/QĐ-BYT ngày 09 tháng 7 năm 2021 của Bộ Y tế)

TT | Tên cây
1 | Sao
"""

# text; number, kind, date, issuer, title
VARIANTS = [
    (
        RUN_IN,
        "12/BYT-DP",
        "Công văn",
        "2021-07-09",
        "Bộ Y tế",
        "V/v trồng cây theo Nghị quyết của Bộ Y tế ở ven hồ",
    ),
    (ABOVE, "12/BYT-DP", "Công văn", "2021-07-09", "Bộ Y tế", "V/v trồng cây"),
    (SENT, "12/CĐ-BYT", "Công điện", "2021-07-09", "Bộ Y tế", "Về việc TRỒNG CÂY"),
    (
        LAW.replace("LUẬT\nTRỒNG CÂY", "BÁO CÁO THẨM TRA\nDự án Luật Cây"),
        "12/2021/QH15",
        "Báo cáo",
        None,
        "Quốc hội",
        "THẨM TRA Dự án Luật Cây",
    ),
    (ALONE, None, "Phụ lục", None, None, "DANH MỤC CÂY"),
    (TORN, "12/KH-UBND", "Kế hoạch", "2021-07-09", "Ủy ban nhân dân tỉnh An Giang", "Trồng cây"),
    (
        JOINT,
        "12/2021/TTLT-BYT-BNV",
        "Thông tư liên tịch",
        "2021-07-09",
        "Bộ Y tế",
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


def test_a_title_that_the_other_column_runs_into_is_quoted_in_parts() -> None:
    header = read_header(RUN_IN)
    proof = header.title_evidence
    assert header.place == "An Giang"
    assert proof is not None
    assert [one.exact for one in (proof, *proof.parts)] == [
        "V/v trồng cây theo Nghị quyết của Bộ Y tế",
        "ở ven hồ",
    ]


@pytest.mark.parametrize("body", ["Bộ Chính trị", "Ban Bí thư"])
def test_a_document_of_the_party_is_issued_by_the_body_that_signs(body: str) -> None:
    text = (
        "BAN CHẤP HÀNH TRUNG ƯƠNG\n*\nĐẢNG CỘNG SẢN VIỆT NAM\n\nSố 9-QC/TW\n"
        "Hà Nội, ngày 05 tháng 01 năm 2026\n\nQUY CHẾ\nTrồng cây\n\n- Căn cứ Điều lệ Đảng;\n\n"
        "Điều 1. Trồng cây.\n\n"
    )
    signed = read_header(f"{text}T/M {body.upper()}\n(Đã ký)\nLê Văn Hoa\n")
    assert (signed.issuer, signed.parent_issuer) == (body, "Ban Chấp hành Trung ương")
    assert read_header(text).issuer == "Ban Chấp hành Trung ương"


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
    "unit",
    [
        *("-", "_", "THỦ TƯỚNG\n", "PHỤ LỤC\n", "CÔNG BÁO/Số 1\n", "Số: /KH-UBND\n", "a", "- A;\n"),
        f"{NATION}\nSố: 9/KH-UBND\nngày 1 tháng 2 năm 2020\nCác khoản\n",
    ],
)
def test_reads_hostile_text_in_linear_time(unit: str) -> None:
    assert_in_line(lambda count: read_header(LINES + unit * count), 50_000 // len(unit))


def test_reads_number_and_place_that_run_into_each_other() -> None:
    header = read_header(
        f"ỦY BAN NHÂN DÂN TỈNH LÀO CAI\n{NATION}\n{MOTTO}\n"
        "Số: 01/2020/QĐ-UBNDLào Cai, ngày 06 tháng 01 năm 2020\nQUYẾT ĐỊNH\nVề việc trồng cây\n"
    )
    assert (header.number, header.place, header.date) == ("01/2020/QĐ-UBND", "Lào Cai", "2020-01-06")
