"""Dates in print: every form is read back, other text is read or noted, and each covers its days."""

from __future__ import annotations

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.deadlines import bounds, parse_deadline

DAYS = st.dates(min_value=date(1945, 1, 1), max_value=date(2199, 12, 31))
DAY_FORMS = [
    "{d}/{m}/{y}", "{d:02}/{m:02}/{y}", "ngày {d}-{m:02}-{y}", "{d:02}.{m:02}.{y}",
    "ngày {d} tháng {m} năm {y}",
    "{d} tháng {m:02}/{y}", "trước ngày {d}/{m}/{y}", "Hoàn thành chậm nhất ngày {d:02} tháng {m:02} năm {y}",
    "{y}-{m:02}-{d:02}", "Ngày\n{d}/{m}/{y}",
]  # fmt: skip
MONTH_FORMS = [
    "Tháng {m}/{y}",
    "tháng {m:02} năm {y}",
    "{m}/{y}",
    "T{m}/{y}",
    "hết tháng {m}-{y}",
    "THÁNG {m:02}.{y}",
]
QUARTER_FORMS = [
    "Quý {r}/{y}",
    "quý {q} năm {y}",
    "Q{q}/{y}",
    "QUÝ {r} NĂM {y}",
    "Hoàn thành trong Quý {r}-{y}",
]
ROMAN = ["I", "II", "III", "IV"]


@given(DAYS, st.sampled_from(DAY_FORMS))
def test_a_printed_day_is_read_back(day: date, form: str) -> None:
    deadline, issues = parse_deadline("", form.format(d=day.day, m=day.month, y=day.year))
    assert (deadline.due, deadline.due_precision, issues) == (day.isoformat(), "day", ())


@given(DAYS, st.sampled_from(MONTH_FORMS))
def test_a_printed_month_is_read_back(day: date, form: str) -> None:
    deadline, issues = parse_deadline("", form.format(m=day.month, y=day.year))
    assert (deadline.due, deadline.due_precision, issues) == (f"{day:%Y-%m}", "month", ())


@given(DAYS, st.sampled_from(QUARTER_FORMS))
def test_a_printed_quarter_is_read_back_as_its_last_month(day: date, form: str) -> None:
    quarter = (day.month + 2) // 3
    deadline, issues = parse_deadline("", form.format(q=quarter, r=ROMAN[quarter - 1], y=day.year))
    assert (deadline.due, deadline.due_precision, issues) == (f"{day.year}-{3 * quarter:02}", "quarter", ())


@given(DAYS, DAYS)
def test_a_printed_range_is_read_back(one: date, other: date) -> None:
    first, last = sorted((one, other))
    for form in ("Từ {0:%m/%Y} đến {1:%m/%Y}", "Tháng {0:%m/%Y} - Tháng {1:%m/%Y}", "{0:%m/%Y}–{1:%m/%Y}"):
        deadline, _ = parse_deadline("", form.format(first, last))
        assert (deadline.start, deadline.due) == (f"{first:%Y-%m}", f"{last:%Y-%m}")


@given(DAYS, st.integers(1, 28))
def test_a_printed_range_of_days_in_one_month_is_read_back(last: date, first: int) -> None:
    if first > last.day:
        return
    deadline, issues = parse_deadline("", f"{first}-{last.day}/{last.month}/{last.year}")
    assert (deadline.start, deadline.due) == (last.replace(day=first).isoformat(), last.isoformat())
    assert (deadline.start_precision, deadline.due_precision, issues) == ("day", "day", ())


@given(
    st.integers(2000, 2090),
    st.sampled_from(["và những năm tiếp theo", "và các năm tiếp theo", "trở đi", "và hằng năm"]),
)
def test_what_goes_on_has_a_start_and_no_end(year: int, words: str) -> None:
    for earlier in ("", f"{year - 1}, "):
        deadline, issues = parse_deadline("", f"Năm {earlier}{year} {words}")
        assert (deadline.start, deadline.due, deadline.open_ended, issues) == (
            str(year - 1 if earlier else year),
            None,
            True,
            (),
        )


@given(st.text(alphabet="quýQIV tháng năm ngày trước từ đến 0123456789/-.,;()\n", max_size=60))
def test_any_text_is_read_or_noted(text: str) -> None:
    deadline, issues = parse_deadline("", text)
    for value, precision in (
        (deadline.start, deadline.start_precision),
        (deadline.due, deadline.due_precision),
    ):
        if value:
            assert precision is not None
            bounds(value, precision)  # raises where no calendar has the date
            assert value[:4] in text
    assert (deadline.due is None) == (deadline.due_precision is None)
    assert all(i.kept and i.why for i in issues)


@pytest.mark.parametrize(
    ("moment", "precision", "first", "last"),
    [
        ("2025", "year", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025-06", "half_year", date(2025, 1, 1), date(2025, 6, 30)),
        ("2025-12", "half_year", date(2025, 7, 1), date(2025, 12, 31)),
        ("2025-09", "quarter", date(2025, 7, 1), date(2025, 9, 30)),
        ("2024-02", "month", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-02", "month", date(2025, 2, 1), date(2025, 2, 28)),
        ("2021-07-08", "day", date(2021, 7, 8), date(2021, 7, 8)),
    ],
)
def test_bounds(moment: str, precision: str, first: date, last: date) -> None:
    assert bounds(moment, precision) == (first, last)


@pytest.mark.parametrize(
    ("moment", "precision"),
    [("2025", "month"), ("2025-13", "month"), ("2025-02-30", "day"), ("2025", "decade")],
)
def test_bounds_refuse_what_does_not_fit(moment: str, precision: str) -> None:
    with pytest.raises(ValueError, match=r"moment|month|day|precision"):
        bounds(moment, precision)


@given(DAYS)
def test_bounds_hold_their_days(day: date) -> None:
    for precision, value in (("month", f"{day:%Y-%m}"), ("quarter", f"{day:%Y-%m}"), ("year", f"{day:%Y}")):
        first, last = bounds(value, precision)
        assert first <= day <= last
        assert first.day == 1
        assert last.day == calendar.monthrange(last.year, last.month)[1]
