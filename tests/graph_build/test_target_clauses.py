"""Targets in prose: the clauses that set them, where they are looked for, and what is told instead."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.extract import extract, unit_book
from graph_build.readers import source_text
from graph_build.target_clauses import (
    CHANGED,
    COUNTED,
    LONGEST,
    NO_UNIT,
    OF_WHAT,
    SEVERAL,
    clauses,
    read_aims,
)
from tests.growth import assert_in_line

Read = tuple[str, str | None, str | None, str, int | None]

CASES: tuple[tuple[str, list[Read] | str], ...] = (
    (
        "Đến năm 2025, tỷ lệ trẻ dưới 1 tuổi tiêm chủng đầy đủ đạt từ 95% trở lên.",
        [("tỷ lệ trẻ dưới 1 tuổi tiêm chủng đầy đủ", ">=", "95", "%", 2025)],
    ),
    (
        "Tỷ lệ thấp còi ở trẻ dưới 5 tuổi giảm xuống dưới 17% vào năm 2025 và dưới 15% vào năm 2030.",
        [
            ("Tỷ lệ thấp còi ở trẻ dưới 5 tuổi giảm", "<", "17", "%", 2025),
            ("Tỷ lệ thấp còi ở trẻ dưới 5 tuổi giảm", "<", "15", "%", 2030),
        ],
    ),
    (
        "Phấn đấu đến hết năm 2026 có ít nhất 85% thôn, bản có nhân viên y tế.",
        [("thôn, bản có nhân viên y tế", ">=", "85", "%", 2026)],
    ),
    ("Duy trì tỷ lệ nhiễm trong dân cư dưới 0,3%.", [("tỷ lệ nhiễm trong dân cư", "<", "0.3", "%", None)]),
    (
        "Tuổi thọ trung bình đạt khoảng 75,5 tuổi, thời gian sống khỏe đạt tối thiểu 68 năm.",
        [
            ("Tuổi thọ trung bình", "=", "75.5", "tuổi", None),
            ("thời gian sống khỏe", ">=", "68", "năm", None),
        ],
    ),
    ("Số giường trên 10.000 dân: 30 giường.", [("Số giường trên 10.000 dân", "=", "30", "giường", None)]),
    ("Mạng lưới đạt 15 bác sĩ trên 10.000 dân.", [("Mạng lưới", "=", "15", "bác sĩ trên 10.000 dân", None)]),
    (
        "Thu nhập bình quân đạt 120 triệu đồng/người.",
        [("Thu nhập bình quân", "=", "120", "triệu đồng/người", None)],
    ),
    (
        "Tốc độ tăng trưởng bình quân đạt 9 - 10%/năm.",
        [("Tốc độ tăng trưởng bình quân", ">=", "9", "%/năm", None)],
    ),
    ("1. 100% ấp có đội diệt lăng quăng.", [("ấp có đội diệt lăng quăng", "=", "100", "%", None)]),
    ("Không quá 2% văn bản bị trả lại.", [("văn bản bị trả lại", "<=", "2", "%", None)]),
    ("Số hóa 100% hồ sơ còn hiệu lực.", [("Số hóa 100% hồ sơ còn hiệu lực", "=", "100", "%", None)]),
    (
        "100% trạm y tế; 100% bệnh viện được nối mạng.",
        [("trạm y tế; 100% bệnh viện được nối mạng", "=", "100", "%", None)],
    ),
    (
        "Năm 2025: 80% xã đạt chuẩn; năm 2030: 100% xã đạt chuẩn.",
        [("xã đạt chuẩn", "=", "80", "%", 2025), ("xã đạt chuẩn", "=", "100", "%", 2030)],
    ),
    (
        "Ít nhất 50% thủ tục được làm trực tuyến và tỷ lệ hồ sơ số đạt 70% trong năm 2025.",
        [("thủ tục được làm trực tuyến", ">=", "50", "%", None), ("tỷ lệ hồ sơ số", "=", "70", "%", 2025)],
    ),
    ("Kinh tế số chiếm trên 30% GRDP của tỉnh.", [("Kinh tế số", ">", "30", "% GRDP", None)]),
    ("Kéo giảm tỷ lệ hộ nghèo còn 1,2% vào cuối năm 2027.", [("tỷ lệ hộ nghèo", "=", "1.2", "%", 2027)]),
    (
        "Tỷ lệ nhà máy dùng phần mềm (MES) đạt tối thiểu 50% (năm 2024: 12%).",
        [("Tỷ lệ nhà máy dùng phần mềm (MES)", ">=", "50", "%", None)],
    ),
    ("Tỷ lệ dùng nước sạch tăng 5% so với năm 2024.", CHANGED),
    ("Giảm 10% số vụ tai nạn so với năm 2024.", CHANGED),
    ("Xử lý 98% chất thải đô thị, 90% chất thải nông thôn.", SEVERAL),
    ("Mỗi xã có ít nhất 01 điểm sinh hoạt.", COUNTED),
    (
        "Tỷ số tử vong mẹ giảm còn dưới 40/100.000 trẻ đẻ sống.",
        [("Tỷ số tử vong mẹ giảm", "<", "40", "/100.000 trẻ đẻ sống", None)],
    ),
    (
        "Nợ xấu được giữ dưới mức 3% tổng dư nợ.",
        [("Nợ xấu được giữ dưới mức 3% tổng dư nợ", "<", "3", "%", None)],
    ),
    ("80 phần trăm thôn có tổ tự quản.", [("thôn có tổ tự quản", "=", "80", "%", None)]),
    (
        "Kinh tế số chiếm tỷ trọng tối thiểu 20% GRDP.",
        [("Kinh tế số", ">=", "20", "% GRDP", None)],
    ),
    ("Mức giảm sinh 0,2‰ mỗi năm.", CHANGED),
    ("Có 35 giường bệnh trên 10.000 dân.", COUNTED),
    ("Chỉ số cải cách nằm trong nhóm 10 tỉnh dẫn đầu.", COUNTED),
    ("Hơn 2/3 số xã có sân bóng.", COUNTED),
    ("Số xã có sân bóng đạt 2/3 số xã.", OF_WHAT),
    ("Toàn bộ (100%) cán bộ được tập huấn.", OF_WHAT),
    ("Ca mắc mới bằng 0.", NO_UNIT),
    ("phải đạt 90% trong năm 2025.", OF_WHAT),
    ("Duy trì vững chắc mức sinh thay thế.", []),
    ("Thực hiện Nghị quyết số 20-NQ/TW ngày 25 tháng 10 năm 2017.", []),
    ("1" * (LONGEST + 1) + "% xã đạt chuẩn", []),
)


@pytest.mark.parametrize(("line", "expected"), CASES, ids=[line[:40] for line, _ in CASES])
def test_a_clause_gives_its_targets_or_says_why_not(line: str, expected: list[Read] | str) -> None:
    found = [
        (line[start:end][slice(*aim.name)], aim)
        for start, end in clauses(line)
        for aim in read_aims(line[start:end])
    ]
    if isinstance(expected, str):
        assert {aim.reason for _, aim in found} == {expected}
        assert all(aim.value is None for _, aim in found)
    else:
        assert [(name, aim.comparator, aim.value, aim.unit, aim.year) for name, aim in found] == expected


_WORDS = st.sampled_from(
    (
        "tỷ lệ",
        "đạt",
        "trên",
        "100%",
        "95,5 %",
        "và",
        ",",
        ";",
        ".",
        "năm 2030",
        "đến",
        "giảm",
        "(",
        ")",
        "Số",
        "xã",
        "12.000",
        "còn",
    )
)


@given(st.lists(_WORDS, max_size=14).map(" ".join))
def test_what_is_found_lies_within_the_clause(text: str) -> None:
    spans = list(clauses(text))
    assert all(a <= b for a, b in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    for start, end in spans:
        for aim in read_aims(text[start:end]):
            assert text[start:end][slice(*aim.name)].strip()
            assert text[start:end][slice(*aim.level)].strip()
            assert (aim.value is None) == (aim.reason is not None)
            assert aim.reason or any(map(str.isdigit, text[start:end][slice(*aim.level)]))


PLAN = """ỦY BAN NHÂN DÂN
TỈNH BẮC GIANG

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 78/KH-UBND

Bắc Giang, ngày 21 tháng 8 năm 2024

KẾ HOẠCH
Chăm sóc cây xanh

I. KẾT QUẢ NĂM 2023
1. Tỷ lệ cây sống đạt 80%, đạt mục tiêu 75% đề ra.

II. QUAN ĐIỂM, MỤC TIÊU
1. Quan điểm
Trên 90% cây là tài sản chung.
2. Mục tiêu cụ thể
Đến năm 2026:
- Tỷ lệ cây sống đạt tối thiểu 95%;
- Trồng mới 200 cây mỗi xã, có ít nhất 30 cây
ăn quả.
Mục tiêu đến năm 2030:
a) Trên 60% đường có bóng mát.
b) Số cây đạt 90 nghìn cây vào năm 2028, trong đó số cây lâu năm đạt 9 nghìn cây.
3. Mục tiêu giai đoạn 2031 - 2035
100% đường có bóng mát.

III. NHIỆM VỤ
1. Tưới cây, phấn đấu tỷ lệ cây được tưới đạt 70% vào năm 2025; báo cáo 30% số liệu.
2. Thay 15% cây già.
3. Đến năm 2027, 80% vườn có hàng rào; 90% vườn có biển tên.
"""


def test_targets_are_read_under_aims_and_where_an_aim_is_said() -> None:
    record = extract(source_text("a.txt", PLAN.encode(), PLAN, "text/plain"), unit_book())
    assert [
        (one.section, one.name, one.comparator, one.value, one.year, one.value_text) for one in record.goals
    ] == [
        ("II.2", "Tỷ lệ cây sống", ">=", "95", 2026, "tối thiểu 95%"),
        ("II.2", "đường có bóng mát", ">", "60", 2030, "Trên 60%"),
        ("II.2", "Số cây", "=", "90", 2028, "90 nghìn cây vào năm 2028"),
        ("II.2", "số cây lâu năm", "=", "9", 2028, "9 nghìn cây"),
        ("II.3", "đường có bóng mát", "=", "100", None, "100%"),
        ("III", "tỷ lệ cây được tưới", "=", "70", 2025, "70% vào năm 2025"),
        ("III", "vườn có hàng rào", "=", "80", 2027, "80%"),
        ("III", "vườn có biển tên", "=", "90", 2027, "90%"),
    ]
    assert all(PLAN[one.evidence.start : one.evidence.end] == one.evidence.exact for one in record.goals)
    told = [issue for issue in record.skipped if issue.code == "unparsed-target"]
    assert [(issue.text, issue.why) for issue in told] == [
        ("Trồng mới 200 cây mỗi xã, có ít nhất 30 cây\năn quả", COUNTED)
    ]
    assert len({one.iri for one in record.goals}) == len(record.goals)


@pytest.mark.parametrize(("start", "unit", "size"), [("", "a và tỷ lệ ", 400), ("Tỷ lệ đạt", " ", 4_000)])
def test_clauses_are_parted_in_linear_time(start: str, unit: str, size: int) -> None:
    assert_in_line(lambda count: list(clauses(f"{start}{unit * count}x")), size)
