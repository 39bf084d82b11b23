"""Deadlines stated in running text: found, quoted, and read in linear time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.deadline_phrases import find_deadline_phrases
from graph_build.deadlines import parse_deadline
from graph_build.moments import scan
from tests.growth import assert_in_line

PROSE = [
    ("Sở A báo cáo trước ngày 15 tháng cuối quý để tổng hợp.", ["trước ngày 15 tháng cuối quý"]),
    ("Rà soát quy chế, hoàn thành trong quý II/2025; báo cáo kết quả.", ["hoàn thành trong quý II/2025"]),
    ("c) Thời gian thực hiện: Hoàn\nthành trong năm 2025.\n2. Việc khác", ["Hoàn\nthành trong năm 2025"]),
    ("- Cơ quan chủ trì: Sở A;\n- Thời gian hoàn thành: Quý IV/2026.\n", ["Quý IV/2026"]),
    ("Cơ quan chủ trì: Sở A; thời hạn hoàn thành: 30/9/2025; sản phẩm: báo cáo", ["30/9/2025"]),
    ("Hàng năm, trước ngày 25 tháng 12, đơn vị gửi báo cáo", ["Hàng năm, trước ngày 25 tháng 12"]),
    ("gửi Phòng B chậm nhất ngày 05/6/2025, quá hạn không nhận", ["chậm nhất ngày 05/6/2025"]),
    ("xây dựng trong giai đoạn 2026 - 2027", []),
    ("chuyển quà xong trước ngày Quốc khánh 02/9/2025", ["xong trước ngày Quốc khánh 02/9/2025"]),
    ("hoàn thành trong giai đoạn 2026 - 2027 và vận hành", ["hoàn thành trong giai đoạn 2026 - 2027"]),
    ("báo cáo định kỳ hằng quý gửi Sở A", ["định kỳ hằng quý"]),
    ("trồng rừng; báo cáo Ban Thường vụ Tỉnh ủy hằng tuần.", ["hằng tuần"]),
    ("báo cáo Quốc hội kế hoạch vốn hằng năm.", []),
    ("Hằng quý tổ chức đối thoại với các chủ hồ.", ["Hằng quý"]),
    ("Chỉ đạo Sở A hoàn thành việc đo đạc, cắm mốc trong năm 2025.", ["trong năm 2025"]),
    ("Tổ chức diễn tập, mỗi năm hai lần, tại khu A.", ["mỗi năm hai lần"]),
    ("họp giao ban mỗi tháng ít nhất một lần", ["mỗi tháng ít nhất một lần"]),
    ("Rà soát danh mục năm một lần; báo cáo Sở A.", ["năm một lần"]),
    ("trong năm một lần nữa khẳng định; mỗi năm hai lần nữa", []),
    ("báo cáo vào ngày 25 của tháng cuối quý", ["vào ngày 25 của tháng cuối quý"]),
    ("báo cáo vào ngày 25 của tháng cuối quý IV/2025", []),
    ("Hằng năm, rà soát danh mục theo Quyết định số 12/QĐ-X; lập báo cáo.", ["Hằng năm"]),
    ("Hằng năm, rà soát danh mục. Hướng dẫn đơn vị B.", []),
    ("Rà soát danh mục hằng năm của đơn vị B.", []),
    (
        "Trong thời hạn 05 ngày làm việc kể từ ngày nhận hồ sơ, cơ quan trả lời",
        ["Trong thời hạn 05 ngày làm việc kể từ ngày nhận hồ sơ"],
    ),
    (
        "Cục B trả lời trong thời hạn năm (05) ngày làm việc, kể từ ngày nhận được đơn; Sở A theo dõi.",
        ["trong thời hạn năm (05) ngày làm việc, kể từ ngày nhận được đơn"],
    ),
    ("báo cáo chậm nhất là hai mươi mốt ngày sau khi họp.", ["chậm nhất là hai mươi mốt ngày sau khi họp"]),
    ("Trong năm ngày kể từ ngày nhận hồ sơ, Sở A đáp", ["Trong năm ngày kể từ ngày nhận hồ sơ"]),
    ("Sở A họp sáu tháng một lần với các huyện", ["sáu tháng một lần"]),
    ("Đài B mở chuyên mục hằng tháng.", ["hằng tháng"]),
    ("Chi trợ cấp hằng tháng; trả lương hằng tháng.", []),
    ("Sở A mở hội chợ 02 lần/năm tại xã", ["02 lần/năm"]),
    ("Báo cáo nhanh trước 16 giờ hằng ngày khi có bão", ["trước 16 giờ hằng ngày"]),
    # times that set nothing
    ("Theo dõi người bệnh trong 12 tháng sau khi khỏi", []),
    ("Theo dõi người bệnh trong mười bốn ngày kể từ ngày ra viện", []),
    ("Thực hiện trong năm, ngày kể từ khi ký", []),
    # dates that set nothing
    ("Căn cứ Nghị định số 12/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ", []),
    ("Chiến lược giai đoạn 2021 - 2030, tầm nhìn đến năm 2045", []),
    ("trước ngày Nghị định này có hiệu lực thi hành", []),
    ("Phát triển nguồn lực trung hạn: ưu tiên đào tạo", []),
]


@pytest.mark.parametrize(("text", "phrases"), PROSE)
def test_phrases_in_prose(text: str, phrases: list[str]) -> None:
    found = find_deadline_phrases(text)
    assert [p.text for p in found] == phrases
    assert all(text[p.start : p.end] == p.text for p in found)


def test_phrases_of_the_past_are_left_out_where_the_date_of_the_document_is_known() -> None:
    text = "nhà cũ xây trước năm 1994 phải di dời trước năm 2030"
    assert [p.text for p in find_deadline_phrases(text)] == ["trước năm 1994", "trước năm 2030"]
    assert [p.text for p in find_deadline_phrases(text, document_date="2025-01-01")] == ["trước năm 2030"]


@given(st.text(alphabet="trước ngày hoàn thành 2025/6 *.;\n\t", max_size=80))
def test_phrases_always_quote_the_text(text: str) -> None:
    last = 0
    for phrase in find_deadline_phrases(text):
        assert text[phrase.start : phrase.end] == phrase.text
        assert last <= phrase.start < phrase.end
        last = phrase.end


HOSTILE = [
    ("tháng 1, ", 10_000),
    ("trước ", 15_000),
    ("1/", 25_000),
    ("9", 100_000),
    (" ", 200_000),
    ("(", 50_000),
    ("quý I, ", 10_000),
    ("theo tiến độ trong năm 2 ", 4_000),
    ("hoàn thành việc ", 7_500),
    ("định kỳ quý, ", 7_500),
    ("2025 - ", 10_000),
    ("thời gian: ", 7_500),
    ("\n- ", 30_000),
    ("10/NQ-", 15_000),
]


@pytest.mark.parametrize(("unit", "size"), HOSTILE)
def test_hostile_texts_take_linear_time(unit: str, size: int) -> None:
    def read(count: int) -> None:
        half = unit * (count // 2)
        text = f"{half}tháng 4{half}"
        parse_deadline(text, text)
        scan(text)
        find_deadline_phrases(text)

    assert_in_line(read, size)
