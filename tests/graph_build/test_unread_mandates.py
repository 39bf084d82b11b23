"""What looks like a mandate and gave no fact stands in the ledger; what is none leaves no entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_build.extract import extract, unit_book
from graph_build.readers import source_text
from graph_build.records import DocumentRecord, Issue

HEAD = """ỦY BAN NHÂN DÂN TỈNH BẮC GIANG

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 8/{code}-UBND

Bắc Giang, ngày 05 tháng 3 năm 2025

{kind}

Giữ gìn hồ đập năm 2025

"""
KINDS = {"KH": "KẾ HOẠCH", "CT": "CHỈ THỊ", "QC": "QUY CHẾ"}


PROSE = Path(__file__).parent / "cases" / "prose"


def read(body: str, code: str = "KH") -> DocumentRecord:
    text = HEAD.format(code=code, kind=KINDS[code]) + body
    return extracted(text)


def extracted(text: str) -> DocumentRecord:
    return extract(source_text("d.txt", text.encode(), text, "text/plain"), unit_book())


def told(record: DocumentRecord, words: str) -> list[Issue]:
    """Give the entries whose words hold some words."""
    return [issue for issue in record.skipped if words in issue.text]


NOBODY, PASSAGE = "mandate-without-actor", "unread-passage"
PLAN = "I. NHIỆM VỤ\n\n1. Hồ đập\n\n- {item}\n\n- Trồng cây ven hồ.\n"
GROUND = "I. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế khám sức khỏe cho thợ đập.\n\n2. {item}\n"
POST = "Điều 3. Phó Trưởng Ban Thường trực\n\n1. {item}\n\n2. Ký sổ.\n"
LAST = "1. Trồng cây.\n\nĐiều 4. {item}\n"
RULE = "Điều 1. Trao đổi thông tin\n\n1. {item}\n\n2. Sổ theo dõi được lưu hai năm.\n"


@pytest.mark.parametrize(
    ("form", "code", "item", "issue"),
    [
        (PLAN, "KH", "Phó Chủ tịch UBND tỉnh phụ trách văn xã duyệt danh mục hồ.", NOBODY),
        (PLAN, "KH", "Mỗi xã chọn một hồ làm mẫu, hoàn thành trong tháng 11 năm 2025.", NOBODY),
        (PLAN, "KH", "Sở Xây dựng đo nước. Bà Lê Thị Hân, kế toán, được giao ghi sổ.", NOBODY),
        (GROUND, "KH", "Chủ trạm bơm phải kiểm tra máy trước mùa lũ.", NOBODY),
        (GROUND, "KH", "Thợ lặn xã dẫn đường cho đoàn khảo sát đáy hồ.", PASSAGE),
        (RULE, "QC", "Hai bên trao đổi danh sách hồ yếu.", NOBODY),
        (RULE, "QC", "Khi có lũ, bên phát hiện trước phải báo ngay cho bên kia.", NOBODY),
        (RULE, "QC", "Sở Xây dựng là cơ quan thường trực, chuẩn bị tài liệu họp.", PASSAGE),
        (POST, "QC", "Tổ chức sơ kết mỗi năm hai lần.", NOBODY),
    ],
)  # fmt: skip
def test_an_unread_mandate_is_told_of(form: str, code: str, item: str, issue: str) -> None:
    record = read(form.format(item=item), code)
    words = item.rpartition(". ")[2]
    assert [one.code for one in told(record, words[:30])] == [issue]
    assert all(words not in duty.text for duty in record.duties)


@pytest.mark.parametrize(
    ("form", "item"),
    [
        (PLAN, "Tổ chức quản lý, vận hành hệ thống quan trắc hồ."),
        (PLAN, "Chủ đầu tư đã hoàn thành ba hồ trong năm trước."),
        (PLAN, "Các địa phương tăng cường tuyên truyền về an toàn hồ đập."),
        (PLAN, "Xây dựng hồ sơ theo Quyết định số 12/QĐ-UBND ngày 05 tháng 01 năm 2024."),
        ("I. MỤC TIÊU\n\n- {item}\n\n- Giảm rủi ro.\n", "Chủ hộ kinh doanh phải hiểu rõ quy định về hồ đập."),
        (LAST, "Chánh Văn phòng, Giám đốc các sở chịu trách nhiệm thi hành Quyết định này."),
    ],
)  # fmt: skip
def test_what_is_no_mandate_leaves_no_entry(form: str, item: str) -> None:
    record = read(form.format(item=item))
    assert not [one for one in told(record, item[:25]) if one.code != "unresolved-unit"]


def test_what_a_measure_says_of_a_post_is_kept_and_told_of() -> None:
    record = read(PLAN.format(item="Chủ hộ kinh doanh phải nộp bản cam kết."))
    assert "Chủ hộ kinh doanh phải nộp bản cam kết." in [one.text for one in record.measures]
    (issue,) = told(record, "Chủ hộ kinh doanh")
    assert issue.kept


def test_a_law_sets_rules_and_leaves_no_entries() -> None:
    text = HEAD.format(code="KH", kind="NGHỊ ĐỊNH").replace("8/KH-UBND", "8/2025/NĐ-CP")
    record = extracted(text + RULE.format(item="Chủ đầu tư phải kiểm tra đập."))
    assert not told(record, "Chủ đầu tư")


def test_an_item_that_opens_with_a_post_under_a_unit_is_doubted() -> None:
    record = read(
        "I. TỔ CHỨC THỰC HIỆN\n\n1. Sở Xây dựng\n\na) Đo mực nước.\n\n"
        "b) Chủ đầu tư các hồ báo cáo số liệu.\n\n2. Sở Y tế\n\na) Khám bệnh.\n"
    )
    (issue,) = told(record, "Chủ đầu tư")
    assert (issue.code, issue.text, issue.kept) == ("unread-actor", "Chủ đầu tư các hồ", True)


@pytest.mark.parametrize(
    ("item", "times"),
    [
        ("Sở Xây dựng giữ gìn mốc hồ; hằng tuần báo tin cho thợ đập.", ["hằng tuần"]),
        ("Sở Xây dựng đo hồ, đến 31/12/2025 đạt 100% số hồ.", ["31/12/2025"]),
        ("Sở Xây dựng dạy bơi cho thợ đập mỗi năm.", ["mỗi năm"]),
        ("Sở Xây dựng sơ kết hằng năm, tổng kết vào năm 2030.", ["hằng năm", "năm 2030"]),
        ("Sở Xây dựng vẽ hồ trước ngày 30/6/2025; báo cáo 6 tháng, năm theo mẫu.", ["6 tháng, năm"]),
        ("Sở Xây dựng vẽ hồ trước ngày 30/6/2025; định kỳ 6 tháng báo tin.", ["định kỳ 6 tháng"]),
        ("Sở Xây dựng báo cáo hằng quý và đột xuất khi có lũ.", ["hằng quý"]),
        ("Sở Xây dựng lập kế hoạch hằng năm, vẽ hồ từ năm 2026.", []),
        ("Sở Xây dựng vẽ hồ theo Quyết định số 12/QĐ-UBND ngày 05/6/2025 cho giai đoạn 2026 - 2030.", []),
        ("Sở Xây dựng vẽ hồ như ngày 01/02/2025, giữ vở vẽ hồ.", []),
    ],
)
def test_a_time_to_come_that_no_deadline_holds_is_told_of(item: str, times: list[str]) -> None:
    record = read(GROUND.format(item=item))
    assert [one.text for one in record.skipped if one.code == "unbound-time"] == times


def test_a_time_that_opens_a_clause_of_a_task_and_is_no_deadline_is_in_the_ledger() -> None:
    source = (PROSE / "conclusion-of-a-committee" / "source.txt").read_text(encoding="utf-8")
    record = read(source.replace("tăng cường tuần tra bãi ong;", "tăng cường tuần tra; mỗi tháng họp dân;"))
    assert [one.text for one in record.skipped if one.code == "unbound-time"] == ["mỗi tháng"]


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("Sở Y tế phối hợp với thợ lặn khám đáy hồ.", "phối hợp với thợ lặn khám đáy hồ"),
        ("Sở Y tế phối hợp với Sở Xây dựng, các gánh xiếc vớt rác.", ", các gánh xiếc vớt rác"),
        ("Sở Y tế chủ trì, phối hợp với Sở Xây dựng, Viettel kéo cáp.", ", Viettel kéo cáp"),
    ],
)
def test_a_party_that_is_not_recognised_is_told_of(item: str, words: str) -> None:
    record = read(GROUND.format(item=item))
    assert [one.text for one in record.skipped if one.code == "unread-actor"] == [words]
