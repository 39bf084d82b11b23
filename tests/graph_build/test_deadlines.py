"""Deadlines: every form that a cell takes."""

from __future__ import annotations

import pytest

from graph_build.deadlines import parse_deadline, parse_moment, repeat_frequency, tidy
from graph_build.records import Deadline

# text of the due cell; start, due, precision of the due date, comparator
DATED = [
    # a month
    ("Tháng 4/2022", None, "2022-04", "month", "="),
    ("Tháng 08/2022", None, "2022-08", "month", "="),
    ("tháng 8 năm 2022", None, "2022-08", "month", "="),
    ("THÁNG 8/2022", None, "2022-08", "month", "="),
    ("Tháng\n3/2026", None, "2026-03", "month", "="),
    ("5/2026", None, "2026-05", "month", "="),
    ("T12/2025", None, "2025-12", "month", "="),
    ("tuần 1 tháng 5/2025", None, "2025-05", "month", "="),
    ("đầu tháng 5/2025", None, "2025-05", "month", "="),
    ("tháng mười hai năm 2025", None, "2025-12", "month", "="),
    ("trước ngày mười lăm tháng sáu năm 2026", None, "2026-06-15", "day", "<"),
    ("ngày 21 tháng sáu năm 2026", None, "2026-06-21", "day", "="),
    ("Trước tháng 6/2026", None, "2026-06", "month", "<"),
    ("2025-06", None, "2025-06", "month", "="),
    # a quarter, by its last month
    ("Quý IV/2025", None, "2025-12", "quarter", "="),
    ("quý 4 năm 2025", None, "2025-12", "quarter", "="),
    ("quý 2-3/2026", "2026-06", "2026-09", "quarter", "="),
    ("Quý II/2025, 3/2026", None, "2026-03", "month", "="),
    ("trước Tết Nguyên đán năm 2026", None, None, None, None),
    ("Quý I-2026", None, "2026-03", "quarter", "="),
    ("Quý IV2026", None, "2026-12", "quarter", "="),
    ("Qúy II/2026", None, "2026-06", "quarter", "="),
    ("QUÝ III.2026", None, "2026-09", "quarter", "="),
    ("Quý lV/2025", None, "2025-12", "quarter", "="),
    ("Quý Ⅱ/2025", None, "2025-06", "quarter", "="),
    ("quý một năm 2025", None, "2025-03", "quarter", "="),
    ("Q1/2026", None, "2026-03", "quarter", "="),
    ("cuối quý III/2025", None, "2025-09", "quarter", "="),
    ("3 tháng đầu năm 2026", None, "2026-03", "quarter", "="),
    # a half year
    ("6 tháng cuối năm 2025", None, "2025-12", "half_year", "="),
    ("6 tháng đầu năm 2025", None, "2025-06", "half_year", "="),
    ("sáu tháng đầu năm 2025", None, "2025-06", "half_year", "="),
    ("nửa cuối năm 2025", None, "2025-12", "half_year", "="),
    # a year
    ("Năm 2025", None, "2025", "year", "="),
    ("2026", None, "2026", "year", "="),
    ("Trong năm 2025", None, "2025", "year", "="),
    ("cuối năm 2025", None, "2025", "year", "="),
    ("đến hết năm 2030", None, "2030", "year", "="),
    ("đến năm 2030, tầm nhìn đến năm 2045", None, "2030", "year", "="),
    ("trước năm 2030", None, "2030", "year", "<"),
    # a day
    ("08/7/2021", None, "2021-07-08", "day", "="),
    ("Ngày 9/7/2021", None, "2021-07-09", "day", "="),
    ("09-07-2021", None, "2021-07-09", "day", "="),
    ("31.12.2025", None, "2025-12-31", "day", "="),
    ("30 tháng 6 năm 2025", None, "2025-06-30", "day", "="),
    ("ngày mùng 5 tháng 6 năm 2025", None, "2025-06-05", "day", "="),
    ("2025-12-31 00:00:00", None, "2025-12-31", "day", "="),
    ("trước ngày 31/12/2025", None, "2025-12-31", "day", "<"),
    ("T rước ngày\n01/3/2027", None, "2027-03-01", "day", "<"),
    ("Trước 17h00 ngày 15/7/2021", None, "2021-07-15", "day", "<"),
    ("chậm nhất ngày 30/6/2025", None, "2025-06-30", "day", "<="),
    ("Chậm nhất là ngày 30 tháng 6 năm 2025", None, "2025-06-30", "day", "<="),
    ("Không quá ngày 30/6/2025", None, "2025-06-30", "day", "<="),
    ("chậm nhất trước ngày 30/6/2025", None, "2025-06-30", "day", "<"),
    ("30/6, năm 2025", None, "2025-06-30", "day", "="),
    # a range
    ("Tháng 8/2022 - Tháng 12/2023", "2022-08", "2023-12", "month", "="),
    ("Tháng 4 - 12/2022", "2022-04", "2022-12", "month", "="),
    ("từ tháng 4 đến tháng 12/2025", "2025-04", "2025-12", "month", "="),
    ("10-12/2025", "2025-10", "2025-12", "month", "="),
    ("T7-T9/2026", "2026-07", "2026-09", "month", "="),
    ("Từ quý III/2025 đến quý II/2026", "2025-09", "2026-06", "quarter", "="),
    ("Quý III - IV/2025", "2025-09", "2025-12", "quarter", "="),
    ("Giai đoạn 2022 - 2023", "2022", "2023", "year", "="),
    ("Năm 2025 - 2026", "2025", "2026", "year", "="),
    ("2026-2030", "2026", "2030", "year", "="),
    ("2027 –\n2030", "2027", "2030", "year", "="),
    ("ngày 5 - 10/6/2025", "2025-06-05", "2025-06-10", "day", "="),
    ("Từ tháng 10/2025 đến trước ngày 15/3/2026", "2025-10", "2026-03-15", "day", "<"),
    ("Bắt đầu từ quý I/2026, hoàn thành quý IV/2026", "2026-03", "2026-12", "quarter", "="),
    ("Xây dựng trong giai đoạn 2026 - 2027 và vận hành thường xuyên", "2026", "2027", "year", "="),
    # several moments: the last counts
    ("Quý I, II/2026", None, "2026-06", "quarter", "="),
    ("Quý 1&2/2026", None, "2026-06", "quarter", "="),
    ("Tháng 10, 11/2025", None, "2025-11", "month", "="),
    ("Tháng 3, 6, 9 và 12 năm 2025", None, "2025-12", "month", "="),
    ("Tháng 3/2025, tháng 6", None, "2025-06", "month", "="),
    ("- Quý II/2025: trình dự thảo\n- Quý IV/2025: ban hành", None, "2025-12", "quarter", "="),
    ("- Quý IV/2025\n- Quý II/2026", None, "2026-06", "quarter", "="),
    ("Năm 2025: quý II trình, quý IV ban hành", None, "2025-12", "quarter", "="),
    ("Trong năm 2025, chậm nhất ngày 15/11/2025", None, "2025-11-15", "day", "<="),
    ("Năm 2025 (quý IV)", None, "2025-12", "quarter", "="),
    ("Năm 2025 (quý I)", None, "2025-03", "quarter", "="),
    ("Năm 2025 (quý IV năm 2026)", None, "2025", "year", "="),  # what stands outside of it is no closer
    ("Năm 2025 (31/12/2024)", None, "2025", "year", "="),
    ("Tháng 12/2025 (trước ngày 20/12)", None, "2025-12-20", "day", "<"),
    ("trước ngày 15/6/2025 (đợt 1); trước 15/12/2025 (đợt 2)", None, "2025-12-15", "day", "<"),
    # what is not the deadline
    ("Quý II/2026 (theo định hướng giai đoạn 2026 - 2031)", None, "2026-06", "quarter", "="),
    ("Quý II/2026 (để đồng bộ với giai đoạn 2026 - 2031", None, "2026-06", "quarter", "="),
    ("Năm 2026, theo Nghị quyết số 99/NQ-HT ngày 27 tháng 6 năm 2027", None, "2026", "year", "="),
    ("Theo tiến độ, hoàn thành trước 31/12/2025", None, "2025-12-31", "day", "<"),
    ("Hoàn thành theo lộ trình trong năm 2025", None, "2025", "year", "="),
    ("Tháng 12/2025 (báo cáo kết quả tháng 3/2026)", None, "2025-12", "month", "="),
    ("Kỳ họp tháng 7/2025", None, "2025-07", "month", "="),
    ("Dự kiến trình tại kỳ họp thứ 10 (tháng 10/2025)", None, "2025-10", "month", "="),
]

# text; start, kind of recurrence or None
OPEN_ENDED = [
    ("2025 và những năm tiếp theo", "2025", None),
    ("Năm 2026\nvà các năm\ntiếp theo", "2026", None),
    ("Từ năm 2025 trở đi", "2025", None),
    ("Từ quý II/2027", "2027-06", None),
    ("Từ năm 2013 đến năm 2020 và tiếp theo", "2013", None),
    ("2026 và hằng năm", "2026", "yearly"),
    ("Từ tháng 5/2026,\nthường xuyên", "2026-05", "continuous"),
    ("Tháng 12/2013 và thường xuyên", "2013-12", "continuous"),
]

# text; kind, day of the month, month, comparator
RECURRING = [
    ("Mỗi tháng 01 lần", "monthly", None, None, None),
    ("02 đợt/năm", "half_yearly", None, None, None),
    ("Hàng ngày", "daily", None, None, None),
    ("Hằng ngày", "daily", None, None, None),
    ("Hàng tuần hoặc đột xuất theo chỉ đạo", "weekly", None, None, None),
    ("hằng tháng", "monthly", None, None, None),
    ("Chậm nhất vào ngày 30 hằng tháng (Riêng tháng 7 xong trước ngày 10/7/2021)", "monthly", 30, None, "<="),
    ("trước ngày 15 hằng tháng", "monthly", 15, None, "<"),
    ("định kỳ hằng quý", "quarterly", None, None, None),
    ("3 tháng một lần", "quarterly", None, None, None),
    ("ba (03) tháng một lần", "quarterly", None, None, None),
    ("mười hai tháng/lần", "yearly", None, None, None),
    ("định kỳ ba tháng", "quarterly", None, None, None),
    ("mỗi năm hai lần", "half_yearly", None, None, None),
    ("một năm mười hai lần", "monthly", None, None, None),
    ("trước ngày 15 tháng cuối quý", "quarterly", 15, None, "<"),
    ("Hàng quý (trước ngày 20 của tháng cuối quý)", "quarterly", 20, None, "<"),
    ("Ngày 15 và 30 hằng tháng", "monthly", None, None, None),
    ("trước ngày 15/6 và 15/12 hằng năm", "yearly", None, None, None),
    ("Theo kế hoạch công tác của UBND tỉnh năm 2025", "on_event", None, None, None),
    ("định kỳ 6 tháng, hằng năm", "half_yearly", None, None, None),
    ("6 tháng, hằng năm và định kỳ", "half_yearly", None, None, None),
    ("02 lần/năm", "half_yearly", None, None, None),
    ("Hàng năm", "yearly", None, None, None),
    ("Hàng năm, trước ngày 25 tháng 12", "yearly", 25, 12, "<"),
    ("trước 15/12 hằng năm", "yearly", 15, 12, "<"),
    ("Tháng 12 hằng năm", "yearly", None, 12, None),
    ("Thường xuyên", "continuous", None, None, None),
    ("T h ường xuyên", "continuous", None, None, None),
    ("Thường xuyên, liên tục", "continuous", None, None, None),
    ("Trực 24/7", "continuous", None, None, None),
    ("Thường xuyên, hằng năm", "yearly", None, None, None),
    ("Sau khi có Nghị định mới", "on_event", None, None, None),
    ("Sau khi Luật Đo lường năm 2024 được thông qua", "on_event", None, None, None),
    ("Khi có phát sinh.", "on_event", None, None, None),
    ("Theo tiến độ dự án", "on_event", None, None, None),
    ("kỳ họp thứ 10, Quốc hội khóa XV", "on_event", None, None, None),
    ("15 ngày kể từ ngày 01/7/2025", "on_event", None, None, None),
    ("Ngay khi có chỉ đạo của Chánh Văn phòng", "on_instruction", None, None, None),
    ("Theo yêu cầu\ncủa cấp có\nthẩm quyền", "on_instruction", None, None, None),
]

# words without a year, dates of no calendar, words that name no time
UNPARSED = [
    "Hoàn thành trước 30/6",
    "6 tháng đầu năm",
    "Quý II",
    "tháng 12, 1/2026",
    "ngày 31/12/25",
    "31/02/2025",
    "tháng 13/2025",
    "Quý V/2025",
    "29/02/2025",
    "Khẩn trương",
    "Trong 03 tháng",
]


@pytest.mark.parametrize(("text", "start", "due", "precision", "comparator"), DATED)
def test_dated(text: str, start: str | None, due: str, precision: str, comparator: str) -> None:
    deadline, issues = parse_deadline("", text)
    found = (deadline.start, deadline.due, deadline.due_precision, deadline.due_comparator)
    assert found == (start, due, precision, comparator)
    assert not deadline.open_ended
    assert "tháng 12, 1" in text or not issues


@pytest.mark.parametrize(("text", "start", "kind"), OPEN_ENDED)
def test_open_ended(text: str, start: str, kind: str | None) -> None:
    deadline, issues = parse_deadline("", text)
    assert (deadline.start, deadline.due, deadline.open_ended) == (start, None, True)
    assert (deadline.recurrence.kind if deadline.recurrence else None) == kind
    assert not issues


@pytest.mark.parametrize(("text", "kind", "day", "month", "comparator"), RECURRING)
def test_recurring(text: str, kind: str, day: int | None, month: int | None, comparator: str | None) -> None:
    deadline, issues = parse_deadline("", text)
    assert (deadline.start, deadline.due, issues) == (None, None, ())
    assert deadline.recurrence is not None
    assert deadline.recurrence.kind == kind
    assert (deadline.recurrence.latest_day, deadline.recurrence.latest_month) == (day, month)
    assert deadline.due_comparator == comparator
    assert deadline.recurrence.text == " ".join(text.split())


@pytest.mark.parametrize("text", UNPARSED)
def test_nothing_is_invented(text: str) -> None:
    deadline, issues = parse_deadline("", text, document_date=None)
    if "1/2026" in text:  # the month with a year is read, the one without is not
        assert (deadline.start, deadline.due) == (None, "2026-01")
    else:
        assert (deadline.start, deadline.due, deadline.recurrence) == (None, None, None)
    assert [(i.code, i.kept, i.text) for i in issues] == [("unparsed-deadline", True, text)]


@pytest.mark.parametrize("text", ["", " ", "-", "…", "Không", " – \n"])
def test_nothing_stated_is_no_fault(text: str) -> None:
    deadline, issues = parse_deadline("", text)
    assert (deadline.due, deadline.recurrence, issues) == (None, None, ())


def test_event_and_exceptions_are_kept_as_written() -> None:
    deadline, _ = parse_deadline("", "Hàng tuần hoặc đột xuất theo chỉ đạo")
    assert deadline.recurrence is not None
    assert deadline.recurrence.event == "đột xuất theo chỉ đạo"
    deadline, _ = parse_deadline("", "Ngày 30 hằng tháng (Riêng tháng 7 trước ngày 10/7/2021)")
    assert deadline.recurrence is not None
    assert deadline.recurrence.exceptions == ("Riêng tháng 7 trước ngày 10/7/2021",)


@pytest.mark.parametrize(
    ("start_text", "due_text", "start", "due"),
    [
        ("Tháng 4/2022", "Tháng 12/2023", "2022-04", "2023-12"),
        ("Tháng 4/2022 - Tháng 12/2023", "", "2022-04", "2023-12"),
        ("", "Tháng 4/2022 - Tháng 12/2023", "2022-04", "2023-12"),
        ("Tháng 4/2022", "", "2022-04", None),
        ("Từ quý I/2025", "Thường xuyên", "2025-03", None),
        ("01/8/2022", "2022 - 2025", "2022-08-01", "2025"),
        ("", "", None, None),
    ],
)
def test_two_cells(start_text: str, due_text: str, start: str | None, due: str | None) -> None:
    deadline, issues = parse_deadline(start_text, due_text)
    assert (deadline.start, deadline.due, issues) == (start, due, ())
    assert (deadline.start_text, deadline.due_text) == (start_text, due_text)


def test_empty_cells_give_the_empty_deadline() -> None:
    assert parse_deadline("", "") == (Deadline(), ())


def test_start_after_due_is_kept_and_noted() -> None:
    deadline, issues = parse_deadline("Tháng 12/2023", "Tháng 4/2022")
    assert (deadline.start, deadline.due) == ("2023-12", "2022-04")
    assert [i.code for i in issues] == ["start-after-due"]
    assert not parse_deadline("Tháng 12/2023", "Năm 2023")[1]


def test_the_date_of_the_document_serves_only_words_that_point_at_it() -> None:
    assert parse_moment("trong năm nay", document_date="2025-04-01") == ("2025", "year", 6, 13)
    assert parse_moment("ngày 31/12/25", document_date="2025-04-01") == ("2025-12-31", "day", 0, 13)
    assert parse_moment("trước 30/6", document_date="2025-04-01") is None


def test_a_year_stated_for_the_whole_column_completes_its_cells() -> None:
    deadline, issues = parse_deadline("Quý II", "trước 30/11", stated_year=2025)
    assert (deadline.start, deadline.due, issues) == ("2025-06", "2025-11-30", ())
    assert parse_deadline("", "trước 15/12 hằng năm", stated_year=2025)[0].due is None
    assert parse_deadline("", "29/02", stated_year=2025)[1]
    assert parse_deadline("", "Trong năm", stated_year=2025)[0].due == "2025"
    assert parse_deadline("", "Trong năm")[0].due is None
    days = parse_deadline("", "25-31/5", stated_year=2025)[0]
    assert (days.start, days.due) == ("2025-05-25", "2025-05-31")
    assert parse_deadline("", "Quý II/2026", stated_year=2025)[0].due == "2026-06"


def test_an_end_that_no_calendar_has_leaves_the_start_without_claiming_that_there_is_no_end() -> None:
    deadline, issues = parse_deadline("", "Từ 01/4/2026 đến 31/4/2026")
    assert (deadline.start, deadline.due, deadline.open_ended) == ("2026-04-01", None, False)
    assert [issue.code for issue in issues] == ["unparsed-deadline"]


def test_a_term_without_a_beginning_says_so() -> None:
    _, (issue,) = parse_deadline("", "05 ngày làm việc")
    assert "beginning" in issue.why


@pytest.mark.parametrize(
    ("text", "start", "due", "precision", "event"),
    [
        ("IV/2027", None, "2027-12", "quarter", None),
        ("II/2026 - IV/2026", "2026-06", "2026-12", "quarter", None),
        ("ngày 3 - 7/5/2028", "2028-05-03", "2028-05-07", "day", None),
        ("7-3/5/2028", None, "2028-05-03", "day", None),
        ("Trong 20 ngày kể từ ngày họp", None, None, None, "Trong 20 ngày kể từ ngày họp"),
        ("Chậm nhất là 2 tuần sau khi họp", None, None, None, "Chậm nhất là 2 tuần sau khi họp"),
    ],
)
def test_further_forms(
    text: str, start: str | None, due: str | None, precision: str | None, event: str | None
) -> None:
    deadline, _ = parse_deadline("", text)
    assert (deadline.start, deadline.due, deadline.due_precision) == (start, due, precision)
    assert (deadline.recurrence.event if deadline.recurrence else None) == event


def test_frequencies() -> None:
    assert repeat_frequency("monthly") == "P1M"
    assert repeat_frequency("half_yearly") == "P6M"
    assert repeat_frequency("on_event") is None
    with pytest.raises(KeyError):
        repeat_frequency("sometimes")


def test_tidy_joins_broken_syllables_only() -> None:
    assert tidy("Q uý III/2026,  T h ường\nxuyên") == "Quý III/2026, Thường\nxuyên"
    assert tidy("a n toàn, tại s ở") == "a n toàn, tại s ở"
