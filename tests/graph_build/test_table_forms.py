"""One table in every form it is written in says the same: a folder a layout, and tables drawn at random.

A case is written down once, in `table.txt`: a row a line, "|" between cells, "<" for a cell merged with the
one to the left, "^" with the one above, "⏎" for a line end in a cell; words without "|" stand between tables.
It is printed as a web page, a word processor's file, with tabs, as markdown, as crawls print it (a cell a
line, "|" between, merged cells left out), cell by cell with nothing between, and in columns of spaces.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_build.extract import extract, unit_book
from graph_build.readers import read_bytes
from graph_build.records import DocumentRecord, MandateRole, Task
from graph_build.spaced_columns import spaced_tables
from tests.graph_build.printed_tables import FOOT, FORMS, HEAD, Part, Rows, parts_of
from tests.growth import assert_in_line

CASES = Path(__file__).parent / "cases" / "tables"
LEADING: frozenset[MandateRole] = frozenset({"lead", "focal", "perform"})


def record_of(form: str, parts: Sequence[Part]) -> DocumentRecord:
    name, write = FORMS[form]
    return extract(read_bytes(write(parts), name), unit_book())


def named(task: Task, *roles: MandateRole) -> list[str]:
    return [one.actor.as_written for one in task.assignments if one.role in roles]


def said(record: DocumentRecord) -> dict[str, Any]:
    tasks = [
        {
            "section": task.section.partition("/")[2] if task.section.startswith("PL/") else task.section,
            "code": task.code,
            "title": task.title,
            "lead": named(task, *LEADING),
            "coordinate": named(task, "coordinate"),
            "due": task.deadline.due_text,
            "output": task.output,
            "inherited": sorted(task.inherited),
        }
        for task in record.tasks
    ]
    indicators = [[one.code, one.name, one.value_text] for one in record.indicators]
    return {"tasks": tasks, "indicators": indicators}


def cases() -> Iterable[Any]:
    for case in sorted(CASES.iterdir()):
        expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
        for form in expected["forms"]:
            yield pytest.param(case, form, id=f"{case.name}-{form}")


@pytest.mark.parametrize(("case", "form"), list(cases()))
def test_a_layout_is_read_in_every_form(case: Path, form: str) -> None:
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    parts = parts_of((case / "table.txt").read_text(encoding="utf-8"))
    assert said(record_of(form, parts)) == {key: expected[key] for key in ("tasks", "indicators")}


UNITS = ["Sở Tài chính", "Sở Văn hóa và Thể thao", "Sở Xây dựng", "Công an tỉnh", "Sở Giáo dục và Đào tạo"]
TITLES = [
    "Lập danh mục sách quý cần giữ gìn.",
    "Mở thêm phòng đọc ở các nhà văn hóa",
    "Trao thẻ bạn đọc cho học sinh nghèo vượt khó.",
    "Nối mạng các thư viện trường học trong tỉnh",
    "Tập huấn kỹ năng tra cứu cho bạn đọc lớn tuổi.",
]
OUTPUTS = ["Danh mục được duyệt", "Phòng đọc hoạt động", "Báo cáo tổng hợp", "Lớp tập huấn"]
DUES = ["Quý II/2026", "Tháng 9/2026", "30/11/2026", "Năm 2027", "Thường xuyên"]
HEADINGS = {
    "title": "Nhiệm vụ",
    "lead": "Cơ quan chủ trì",
    "coordinate": "Cơ quan phối hợp",
    "due": "Thời hạn hoàn thành",
    "output": "Sản phẩm",
}
ORDERS = [
    ["title", "lead", "coordinate", "due", "output"],
    ["lead", "coordinate", "title", "due", "output"],
    ["title", "lead", "coordinate", "output", "due"],
    ["title", "output", "lead", "coordinate", "due"],
    ["title", "lead", "due"],
    ["title", "due", "lead"],
    ["lead", "title", "due"],
]


@st.composite
def drawn_tables(draw: st.DrawFn) -> tuple[Rows, list[dict[str, Any]]]:
    """Draw a table, and the tasks that it says."""
    order = draw(st.sampled_from(ORDERS))
    grouped = draw(st.booleans())
    rows: Rows = [["STT", *[HEADINGS[kind] for kind in order]]]
    tasks: list[dict[str, Any]] = []
    for group in range(draw(st.integers(1, 2)) if grouped else 1):
        section = "I" * (group + 1)
        if grouped:
            rows.append([section, "Nhóm việc về sách báo", *["<"] * (len(order) - 1)])
        for number in range(1, draw(st.integers(1, 4)) + 1):
            cells = {
                "title": draw(st.sampled_from(TITLES)),
                "lead": draw(st.sampled_from(UNITS[:3])),
                "coordinate": draw(st.sampled_from([*UNITS[3:], "Các sở, ngành liên quan"])),
                "due": draw(st.sampled_from(DUES)),
                "output": draw(st.sampled_from(OUTPUTS)),
            }
            rows.append([str(number), *[cells[kind] for kind in order]])
            tasks.append(
                {
                    "section": section if grouped else "PL",
                    "code": str(number),
                    "title": cells["title"],
                    "lead": [cells["lead"]],
                    "coordinate": [cells["coordinate"]] if "coordinate" in order else [],
                    "due": cells["due"],
                    "output": cells["output"] if "output" in order else "",
                    "inherited": [],
                }
            )
    return rows, tasks


@pytest.mark.parametrize("form", sorted(FORMS))
@settings(max_examples=12, deadline=None)
@given(drawn=drawn_tables())
def test_every_form_of_a_table_says_the_same(form: str, drawn: tuple[Rows, list[dict[str, Any]]]) -> None:
    rows, tasks = drawn
    assert said(record_of(form, [rows])) == {"tasks": tasks, "indicators": []}


@settings(max_examples=25, deadline=None)
@given(drawn=drawn_tables(), width=st.integers(12, 30))
def test_cells_broken_over_lines_are_read_or_entered_in_the_ledger(
    drawn: tuple[Rows, list[dict[str, Any]]], width: int
) -> None:
    """Each row says what it says in other forms, or is in the ledger; nothing is told wrongly."""
    rows, tasks = drawn
    broken = [[cell if cell == "<" else textwrap.fill(cell, width) for cell in row] for row in rows]
    record = record_of("lines", [broken])
    found = said(record)["tasks"]
    unread = [issue for issue in record.skipped if issue.code in {"uncertain-cells", "unknown-table"}]
    assert all(task in tasks for task in found)
    assert len(found) + len(unread) >= len(tasks) or any(one.code == "unknown-table" for one in unread)


SURE = [
    [
        f"1.{number}",
        f"{title}⏎của thư viện tỉnh.",
        lead,
        "Các sở, ngành liên⏎quan",
        f"{output}⏎được công bố",
        due,
    ]
    for number, (title, lead, output, due) in enumerate(
        [
            ("Lập danh mục sách quý", "Sở Tài chính", "Danh mục", "Quý I/2027"),
            ("Số hóa kho sách quý", "Sở Nội vụ", "Kho sách số", "Quý II/2027"),
            ("Mở phòng đọc mới", "Sở Y tế", "Phòng đọc", "Quý III/2027"),
            ("Mở lớp cho thủ thư", "Sở Nội vụ", "Lớp học", "Quý III/2027"),
        ],
        1,
    )
]
NETWORK = [
    "1.5",
    "Nối các kho sách⏎của thư viện tỉnh.",
    "Sở Y tế",
    "",
    "Mạng kho sách⏎được nối",
    "Quý IV/2027",
]
DOUBTFUL = [*NETWORK[:3], "Sở Nội vụ⏎Sở Tài chính", *NETWORK[4:]]
LISTED = [*NETWORK[:3], "Sở Nội vụ;⏎Sở Tài chính", *NETWORK[4:]]


def test_a_semicolon_joins_the_names_of_one_cell() -> None:
    record = _read_in_lines(LISTED)
    last = said(record)["tasks"][-1]
    assert (last["code"], last["lead"], last["coordinate"]) == (
        "1.5",
        ["Sở Y tế"],
        ["Sở Nội vụ", "Sở Tài chính"],
    )
    assert not any(issue.code == "uncertain-cells" for issue in record.skipped)


def test_a_second_name_that_leads_only_here_is_not_told_without_doubt() -> None:
    """No sign stands between the names; in the other rows one leads."""
    record = _read_in_lines(DOUBTFUL)
    last = [task["lead"] for task in said(record)["tasks"] if task["code"] == "1.5"]
    assert last in ([], [["Sở Y tế"]])
    assert [issue.code for issue in record.skipped if "Nối các kho sách" in issue.text] == ["uncertain-cells"]


def test_nt_below_a_row_that_is_not_read_is_in_the_ledger() -> None:
    """The words that it stands for are those of the row above, not of the last one that was read."""
    heading = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"]
    rows = [
        ["1", "Lập danh mục sách cũ", "Sở Nội vụ", "Quý I/2027"],
        ["2", "Nối mạng các thư viện xã\nSở Xây dựng", "Sở Y tế\nSở Tài chính", "Sau Tết"],
        ["3", "Mở phòng đọc mới", "nt", "Quý III/2027"],
    ]
    record = record_of("lines", [[heading, *rows]])
    assert [task["code"] for task in said(record)["tasks"]] == ["1"]
    assert [issue.text[0] for issue in record.skipped if issue.code == "uncertain-cells"] == ["2", "3"]


@pytest.mark.parametrize(
    ("heading", "bodies", "told"),
    [
        ("Cơ quan thẩm định", ("Sở Nội vụ", "Sở Tài chính"), ["Cơ quan thẩm định"]),
        ("Lãnh đạo ký", ("Sở Nội vụ", "Sở Tài chính"), ["Lãnh đạo ký"]),
        ("Địa điểm", ("Tầng hai", "Sân sau"), []),
    ],
)
def test_a_column_of_bodies_with_another_part_is_in_the_ledger(
    heading: str, bodies: tuple[str, str], told: list[str]
) -> None:
    rows = [
        ["TT", "Nhiệm vụ", "Cơ quan chủ trì", heading, "Thời hạn"],
        ["1", "Lập danh mục sách cũ", "Sở Y tế", bodies[0], "Quý I/2027"],
        ["2", "Mở phòng đọc mới", "Sở Y tế", bodies[1], "Quý II/2027"],
    ]
    record = record_of("markdown", [rows])
    assert [task.code for task in record.tasks] == ["1", "2"]
    assert [issue.text for issue in record.skipped if issue.code == "unread-actor"] == told


PAGE_END = "--- PAGE BREAK ---⏎TT⏎Nhiệm vụ⏎Cơ quan chủ trì⏎Cơ quan phối hợp⏎Sản phẩm⏎Thời gian"


def test_a_collective_that_the_end_of_a_page_cuts_is_whole() -> None:
    """The words before the end of the page stand in the middle of the row, the rest after all of it."""
    first, rest = "Sở Nội vụ;⏎Cơ quan, tổ chức,", "doanh nghiệp liên⏎quan"
    cut = [*NETWORK[:3], first, NETWORK[4], f"{NETWORK[5]}⏎{PAGE_END}⏎{rest}"]
    record = _read_in_lines(cut)
    last = said(record)["tasks"][-1]
    assert last["code"] == "1.5"
    assert last["coordinate"] == ["Sở Nội vụ", "Cơ quan, tổ chức, doanh nghiệp liên quan"]
    assert last["output"] == "Mạng kho sách được nối"


def test_words_that_the_end_of_a_page_cuts_off_from_all_others_are_in_the_ledger() -> None:
    """What stands before the end of the page may as well open the next cell."""
    cut = [*NETWORK[:3], "Sở Nội vụ;⏎Cơ quan, tổ chức,", NETWORK[4], f"{NETWORK[5]}⏎{PAGE_END}⏎Thư viện"]
    record = _read_in_lines(cut)
    assert not any(task["code"] == "1.5" for task in said(record)["tasks"])
    assert [issue.code for issue in record.skipped if "Nối các kho sách" in issue.text] == ["uncertain-cells"]


def _read_in_lines(row: list[str]) -> DocumentRecord:
    heading = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Sản phẩm", "Thời gian"]
    return record_of(
        "lines", [[heading, *([cell.replace("⏎", "\n") for cell in one] for one in [*SURE, row])]]
    )


@pytest.mark.parametrize(
    "lines",
    [
        # two columns of words meet: no white runs down between them
        ["TT  Nhiệm vụ      Cơ quan chủ trì  Thời hạn", "1   Lập danh mục sách cũ  Sở Nội vụ  Quý I/2026"],
        ["TT  Nhiệm vụ      Cơ quan chủ trì  Thời hạn", "Danh mục này kèm theo Kế hoạch."],
        ["UBND TỈNH MẪU     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 1/KH      Mẫu, ngày 1/2/2026"],
    ],
)
def test_lines_without_white_between_columns_are_no_table(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert spaced_tables(text, (), (0, len(text))) == ()


def test_the_number_of_a_page_is_no_part_of_the_cell_above() -> None:
    header = "TT  Nhiệm vụ           Cơ quan chủ trì     Thời hạn\n"
    first = "1   Lập danh mục sách  Sở Văn hóa          Quý I/2026\n                       và Thể thao\n"
    second = "2   Mở phòng đọc mới   Sở Xây dựng         31/5/2026\n"
    text = f"{header}{first}                            2\n{header}{second}"
    record = extract(read_bytes("\n".join([*HEAD, "", text, *FOOT]).encode(), "a.txt"), unit_book())
    assert [task["lead"] for task in said(record)["tasks"]] == [["Sở Văn hóa và Thể thao"], ["Sở Xây dựng"]]


def test_headers_in_columns_of_spaces_take_linear_time() -> None:
    def read(count: int) -> None:
        text = "STT  Nhiệm vụ  Cơ quan chủ trì  Thời hạn\nMột lời nói\n" * count
        assert not spaced_tables(text, (), (0, len(text)))

    assert_in_line(read, 800)


def test_headers_without_rows_take_linear_time() -> None:
    def read(count: int) -> None:
        text = "STT\nNhiệm vụ\nCơ quan chủ trì\n" * count
        assert not extract(read_bytes(text.encode(), "a.txt"), unit_book()).tasks

    assert_in_line(read, 800)


@pytest.mark.parametrize(
    ("caption", "dues"),
    [
        ("CHƯƠNG TRÌNH CÔNG TÁC NĂM 2026", ["2026-02", "2026-06"]),
        ("KẾT QUẢ NĂM 2025, CÔNG TÁC NĂM 2026", [None, None]),
        ("CÔNG TÁC ĐẾN NĂM 2030", [None, None]),
        ("CÔNG TÁC THƯỜNG KỲ", [None, None]),
    ],
)
def test_months_as_groups_are_of_the_year_that_the_caption_states(
    caption: str, dues: list[str | None]
) -> None:
    notation = (CASES / "months-as-groups" / "table.txt").read_text(encoding="utf-8")
    parts = parts_of(notation.replace("CHƯƠNG TRÌNH CÔNG TÁC NĂM 2026", caption))
    record = record_of("html", parts)
    assert [task.deadline.due for task in record.tasks] == dues
    assert [task.deadline.due_evidence.exact for task in record.tasks if task.deadline.due_evidence] == [
        "THÁNG 02",
        "QUÝ II",
    ]


def test_a_heading_of_two_rows_written_name_by_name_is_read() -> None:
    """The names under a group come after all of the first row."""
    heading = ["TT", "Nội dung nhiệm vụ", "Cơ quan thực hiện", "Thời hạn", "Chủ trì", "Phối hợp"]
    rows = [
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        ["1", "Lập danh mục sách cũ", "Sở Nội vụ", "Sở Y tế", "Quý I/2027"],
        ["2", "Mở phòng đọc mới", "Sở Xây dựng", "Sở Tài chính", "Quý II/2027"],
    ]
    found = said(record_of("lines", [[heading, *rows]]))["tasks"]
    assert [(task["lead"], task["coordinate"], task["due"]) for task in found] == [
        (["Sở Nội vụ"], ["Sở Y tế"], "Quý I/2027"),
        (["Sở Xây dựng"], ["Sở Tài chính"], "Quý II/2027"),
    ]


@pytest.mark.parametrize(
    ("title", "over", "due"),
    [
        ("Mở rộng thư viện số năm 2026", "DANH MỤC", "2026-06"),
        ("Mở rộng thư viện số", "DANH MỤC NHIỆM VỤ NĂM 2027", "2027-06"),
        ("Mở rộng tủ sách pháp luật năm 2026", "DANH MỤC", "2026-06"),
        ("Mở rộng thư viện số giai đoạn 2026 - 2030", "DANH MỤC", None),
        ("Mở rộng thư viện số đến năm 2026", "DANH MỤC", None),
        ("Thi hành Luật Thư viện năm 2026", "DANH MỤC", None),
        ("Hoạt động thư viện số năm 2027", "DANH MỤC", "2027-06"),
        ("Lập dự toán thư viện số năm 2027", "DANH MỤC", None),
        ("Mở thư viện số dịp Tết năm 2027", "DANH MỤC", None),
        ("Lập dự toán thư viện số năm 2026", "DANH MỤC", "2026-06"),
        ("Mở rộng thư viện số", "DANH MỤC VIỆC ĐÃ LÀM NĂM 2025", None),
        ("Mở rộng thư viện số năm 2026 và năm 2027", "DANH MỤC", None),
        ("Mở rộng thư viện số", "Các việc dưới đây nối tiếp kết quả của năm 2026.", None),
    ],
)
def test_a_day_without_a_year_is_of_the_year_that_a_title_states(
    title: str, over: str, due: str | None
) -> None:
    table = "STT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn\n1\tLập danh mục sách\tSở Nội vụ\tQuý II\n"
    lines = [*HEAD[:4], title, HEAD[5], over, "", table, *FOOT]
    record = extract(read_bytes("\n".join(lines).encode(), "a.txt"), unit_book())
    assert [task.deadline.due for task in record.tasks] == [due]
    assert ("unparsed-deadline" in {issue.code for issue in record.skipped}) == (due is None)


@pytest.mark.parametrize(
    ("headings", "cells", "leads", "due"),
    [
        (["Đơn vị", "Giám sát", "Giai đoạn"], ["Kế toán trưởng", "Sở Y tế", "2026 - 2027"], 1, "2027"),
        (["Đơn vị", "Giám sát", "Giai đoạn"], ["cuốn", "Sở Y tế", "2026 - 2027"], 0, "2027"),
        (["Thực hiện", "Giám sát", "Giai đoạn"], ["Sở Nội vụ", "Sở Y tế", "Chuẩn bị"], 1, None),
    ],
)
def test_cells_tell_what_a_heading_leaves_open(
    headings: list[str], cells: list[str], leads: int, due: str | None
) -> None:
    record = record_of("html", [[["STT", "Nhiệm vụ", *headings], ["1", "Lập danh mục sách cũ", *cells]]])
    assert [task["lead"] for task in said(record)["tasks"]] == [cells[:leads]]
    assert [task.deadline.due for task in record.tasks] == [due]
    assert "unparsed-deadline" not in {issue.code for issue in record.skipped}


@pytest.mark.parametrize(("heading", "cell"), [("Tháng", "5"), ("Quý", "II"), ("Ngày", "15")])
def test_numbers_below_a_kind_of_period_are_in_the_ledger(heading: str, cell: str) -> None:
    headings = ["STT", "Nhiệm vụ", "Người thực hiện", heading]
    record = record_of("html", [[headings, ["1", "Lập danh mục sách cũ", "Kế toán", cell]]])
    assert [(task.deadline.due, task.deadline.due_text) for task in record.tasks] == [(None, cell)]
    assert "unparsed-deadline" in {issue.code for issue in record.skipped}


@pytest.mark.parametrize(
    ("heading", "leads", "entries"),
    [("ĐV thực hiện", ["Sở Nội vụ", "Sở Xây dựng"], 0), ("Nơi gọi", [], 1), ("Địa chỉ", [], 1)],
)
def test_bodies_below_a_heading_that_does_not_say_their_part_are_in_the_ledger(
    heading: str, leads: list[str], entries: int
) -> None:
    text = f"""
TT | Công việc | {heading} | Sản phẩm
1 | Kiểm kê sách cũ | Sở Nội vụ | Danh mục
2 | Sửa phòng đọc | Sở Xây dựng | Phòng đọc
"""
    record = record_of("html", parts_of(text))
    assert [name for task in record.tasks for name in named(task, *LEADING)] == leads
    assert sum(issue.code == "unknown-table" for issue in record.skipped) == entries


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ("TT | Nhiệm vụ | Sở Nội vụ | Sở Xây dựng\n1 | Đếm sách cũ | M | N\n2 | Sửa mái | N | M", "Marks"),
        ("A1 | B1 | C1\nĐếm sách cũ | Sở Nội vụ | 5/2026\nSửa phòng đọc | Sở Xây dựng | 6/2026", "Work,"),
        ("A1 | B1 | C1\nĐếm sách cũ | Sở Nội vụ | hai\nSửa phòng đọc | Sở Xây dựng | ba", ""),
        ("Họ tên | B1 | C1\nLê Văn An Bình | Sở Nội vụ | 5/2026\nLê Thị Hoa | Sở Nội vụ | 6/2026", ""),
    ],
)
def test_tables_that_seem_to_hand_out_tasks_are_in_the_ledger(rows: str, why: str) -> None:
    record = record_of("html", parts_of(rows))
    assert record.tasks == ()
    assert [one.why.split()[0] for one in record.skipped if one.code == "unknown-table"] == why.split()
