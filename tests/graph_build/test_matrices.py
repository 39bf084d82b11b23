"""Marks under the names of units: what they mean is said, or nobody takes part."""

from __future__ import annotations

import pytest

from graph_build.extract import extract, unit_book
from graph_build.matrices import is_mark
from graph_build.readers import read_bytes
from graph_build.records import DocumentRecord

ROWS = """
| TT | Nhiệm vụ | Phòng Kinh tế | Công an xã | Thời gian |
|---|---|---|---|---|
| 1 | Kiểm kê sách ở các thôn | {0} | {1} | Tháng 5/2026 |
| 2 | Giữ trật tự ngày hội sách | {1} | {0} | Tháng 6/2026 |
"""


def record(text: str) -> DocumentRecord:
    return extract(read_bytes(text.encode(), "a.md"), unit_book())


def roles(text: str) -> list[list[tuple[str, str]]]:
    return [[(one.role, one.actor.as_written) for one in task.assignments] for task in record(text).tasks]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("x", True), ("X", True), ("✓", True), ("CT", True), ("phối hợp", True), ("12", False), ("", False)],
)
def test_marks(text: str, is_one: bool) -> None:
    assert is_mark(text) is is_one


@pytest.mark.parametrize(
    "legend",
    [
        "Ghi chú: X: chủ trì; o: phối hợp",
        "(X): Đơn vị chủ trì, (o): Đơn vị phối hợp",
        "Ký hiệu X là cơ quan chủ trì, o là cơ quan phối hợp.",
    ],
)
def test_a_legend_says_what_marks_mean(legend: str) -> None:
    table = ROWS.format("X", "✓").replace("✓", "○")
    said = roles(legend.replace("o:", "○:").replace("(o)", "(○)").replace(", o ", ", ○ ") + "\n" + table)
    assert said[0] == [("lead", "Phòng Kinh tế"), ("coordinate", "Công an xã")]


def test_marks_that_differ_without_a_legend_assign_nobody_and_are_in_the_ledger() -> None:
    read = record(ROWS.format("●", "○"))
    assert [task.assignments for task in read.tasks] == [(), ()]
    assert [issue.text for issue in read.skipped if issue.code == "unread-actor"] == ["●", "○", "○", "●"]


def test_a_mark_with_two_meanings_assigns_nobody() -> None:
    assert roles("x: đơn vị chủ trì; x: đơn vị phối hợp\n" + ROWS.format("x", "")) == [[], []]


def test_ticks_beside_a_column_of_leads_say_nothing() -> None:
    text = (
        ROWS.format("x", "").replace("| Thời gian |", "| Đơn vị chủ trì |").replace("Tháng 5/2026", "Sở Y tế")
    )
    assert [("lead", "Sở Y tế")] in roles(text)
    assert all(role == "lead" for task in roles(text) for role, _ in task)


def test_figures_under_units_are_no_marks() -> None:
    assert roles(ROWS.format("12", "7")) in ([], [[], []])


def test_the_mark_is_quoted_beside_the_name() -> None:
    (first, *_) = record(ROWS.format("x", "")).tasks
    quote = first.assignments[0].evidence
    assert [quote.exact, *[part.exact for part in quote.parts]] == ["Phòng Kinh tế", "x"]


@pytest.mark.parametrize(
    ("group", "role"),
    [
        ("Các đơn vị, phòng liên quan", "perform"),
        ("Đơn vị phối hợp", "coordinate"),
        ("Nơi nhận báo cáo", None),
    ],
)
def test_the_heading_over_the_units_says_what_a_tick_means(group: str, role: str | None) -> None:
    text = f"""
| TT | Nhiệm vụ | {group} | | Thời gian |
|---|---|---|---|---|
| | | Phòng Kinh tế | Công an xã | |
| 1 | Kiểm kê sách ở các thôn | x | | Tháng 5/2026 |
"""
    assert roles(text) == [[(role, "Phòng Kinh tế")] if role else []]


def test_ticks_in_a_list_of_papers_assign_nobody() -> None:
    table = """
| TT | Hồ sơ nhiệm vụ phải nộp | Bản chính | Sở Y tế | Sở Nội vụ |
|---|---|---|---|---|
| 1 | Đơn đề nghị | x | x | x |
"""
    read = record(table)
    assert read.tasks == ()
    assert "unknown-table" in {issue.code for issue in read.skipped}
    assert roles("BẢNG PHÂN CÔNG\n" + table) == [[("perform", "Sở Y tế"), ("perform", "Sở Nội vụ")]]


def test_groups_of_tasks_stand_for_tasks_where_nothing_else_is_named() -> None:
    table = (
        "| Nhóm nhiệm vụ | Chủ trì | Phối hợp chính |\n|---|---|---|\n| Mở tủ sách | Sở Y tế | Công an xã |\n"
    )
    assert roles(table) == [[("lead", "Sở Y tế"), ("coordinate", "Công an xã")]]


def test_a_table_with_leads_that_names_nothing_to_be_done_is_in_the_ledger() -> None:
    table = "| Giai đoạn | Chủ trì | Phối hợp |\n|---|---|---|\n| Mở tủ sách | Sở Y tế | Công an xã |\n"
    read = record(table)
    assert read.tasks == ()
    assert [issue.text[:9] for issue in read.skipped if issue.code == "unknown-table"] == ["Giai đoạn"]


WEEK = """
| TT | Nhiệm vụ | Đơn vị thực hiện | T2 | T3 | T4 |
|---|---|---|---|---|---|
| 1 | Trực phòng đọc | Phòng Kinh tế | x |  | x |
"""
QUARTERS = WEEK.replace("T2", "Quý I").replace("T3", "Quý II").replace("T4", "Quý III")


def test_days_of_the_week_are_no_months() -> None:
    assert record(WEEK).tasks[0].deadline.due is None


def test_marks_under_quarters_of_no_stated_year_stay_words_and_are_in_the_ledger() -> None:
    read = record(QUARTERS)
    (task,) = read.tasks
    assert (task.deadline.due, task.deadline.due_text) == (None, "Quý III")
    assert [issue.text for issue in read.skipped if issue.code == "unparsed-deadline"] == ["Quý III"]


def test_a_gap_between_marks_gives_no_start_and_stands_in_the_ledger() -> None:
    read = record("**KẾ HOẠCH ĐỌC SÁCH NĂM 2026**\n" + QUARTERS.replace("Quý I |", "Quý I năm 2026 |", 1))
    assert read.tasks[0].deadline.start is None
    assert [issue.text for issue in read.skipped if issue.code == "earlier-time"] == ["Quý I năm 2026"]


def test_marks_under_quarters_side_by_side_are_a_range_proved_by_heading_and_mark() -> None:
    text = QUARTERS.replace("| x |  | x |", "|  | x | x |").replace("Quý III", "Quý III/2026")
    (task,) = record(text.replace("Quý II |", "Quý II/2026 |")).tasks
    assert (task.deadline.start, task.deadline.due) == ("2026-06", "2026-09")
    proof = task.deadline.due_evidence
    assert proof is not None
    assert [proof.exact, *(part.exact for part in proof.parts)] == ["Quý III/2026", "x"]
