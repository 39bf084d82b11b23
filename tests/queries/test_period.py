"""Stretches of days as people write them, and as they are said again."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.errors import InvalidValue
from queries.period import Period, read_period, seen_from


@pytest.mark.parametrize(
    ("written", "first", "last", "vi", "en"),
    [
        ("2022", "2022-01-01", "2022-12-31", "trong năm 2022", "in 2022"),
        ("Năm 2024", "2024-01-01", "2024-12-31", "trong năm 2024", "in 2024"),
        *(
            (text, "2022-10-01", "2022-12-31", "trong quý IV năm 2022", "in the fourth quarter of 2022")
            for text in ("2022-Q4", "q4/2022", "Quý IV/2022", "quý 4 năm 2022", "10/2022 - 12/2022")
        ),
        *(
            (text, "2024-02-01", "2024-02-29", "trong tháng 2 năm 2024", "in February 2024")
            for text in ("2024-02", "2/2024", "tháng 2 năm 2024", "tha\u0301ng 02/2024")
        ),
        *(
            (text, "2022-02-01", "2022-02-01", "vào ngày 01/02/2022", "on 1 February 2022")
            for text in ("2022-02-01", "1/2/2022", "ngày 01 tháng 02 năm 2022")
        ),
        ("5/3/2022", "2022-03-05", "2022-03-05", "vào ngày 05/3/2022", "on 5 March 2022"),
        ("March 2022", "2022-03-01", "2022-03-31", "trong tháng 3 năm 2022", "in March 2022"),
        (
            "1/2022 - 2/2022",
            "2022-01-01",
            "2022-02-28",
            "từ ngày 01/01/2022 đến hết ngày 28/02/2022",
            "from 1 January 2022 to 28 February 2022",
        ),
        (
            "2022/2023",
            "2022-01-01",
            "2023-12-31",
            "từ ngày 01/01/2022 đến hết ngày 31/12/2023",
            "from 1 January 2022 to 31 December 2023",
        ),
        *(
            (
                text,
                "2022-07-01",
                "2023-12-31",
                "từ ngày 01/7/2022 đến hết ngày 31/12/2023",
                "from 1 July 2022 to 31 December 2023",
            )
            for text in (
                "2022-07-01/2023-12-31",
                "2022-07/2023",
                "7/2022 – 12/2023",
                "từ quý III/2022 đến năm 2023",
            )
        ),
    ],
)
def test_periods_as_people_write_them(written: str, first: str, last: str, vi: str, en: str) -> None:
    found = read_period("due", written)
    assert found == Period(date.fromisoformat(first), date.fromisoformat(last))
    assert (found.words.vi, found.words.en) == (vi, en)


@pytest.mark.parametrize(
    ("written", "day", "period"),
    [
        ("this-month", "2022-11-30", "2022-11"),
        ("next month", "2022-12-01", "2023-01"),
        ("Tháng tới", "2022-08-31", "2022-09"),
        ("quý này", "2022-12-31", "2022-Q4"),
        ("quý sau", "2022-12-31", "2023-Q1"),
        ("next-quarter", "2022-01-01", "2022-Q2"),
        ("năm nay", "2022-06-01", "2022"),
        ("next year", "2022-06-01", "2023"),
        ("10/2022", "2022-06-01", "10/2022"),
        ("tháng kia", "2022-06-01", "tháng kia"),
        ("THÁNG SAU", "2022-12-31", "2023-01"),
        ("tháng sáu", "2022-12-31", "tháng sáu"),  # June of a year that is not said
        ("thang sau", "2022-12-31", "thang sau"),
        ("nam sau", "2022-12-31", "2023"),
    ],
)
def test_periods_near_a_day_are_named(written: str, day: str, period: str) -> None:
    assert seen_from(written, date.fromisoformat(day)) == period


def test_open_ends_are_said() -> None:
    day = date(2022, 11, 9)
    assert Period(day, None).words.vi == "từ ngày 09/11/2022 trở đi"
    assert Period(None, day).words.en == "on or before 9 November 2022"


def test_a_stretch_without_an_end_is_none() -> None:
    with pytest.raises(ValueError, match="at least one end"):
        _ = Period(None, None).words


@pytest.mark.parametrize(
    "written",
    [
        "",
        "x",
        "0000",
        "2022-13",
        "30/2/2022",
        "quý V/2022",
        "2023/2022",
        "4 2 1 2022",
        "22",
        "2022 2023",
        "\0",
    ],
)
def test_what_is_no_period_is_refused(written: str) -> None:
    with pytest.raises(InvalidValue, match=r"due: .* is not a day, month, quarter or year"):
        read_period("due", written)


@given(st.dates(min_value=date(1, 1, 1)), st.integers(min_value=0, max_value=4000))
def test_a_stretch_of_days_is_read_as_it_is_written(first: date, days: int) -> None:
    last = min(date.max, first + timedelta(days=min(days, (date.max - first).days)))
    assert read_period("due", f"{first}/{last}") == Period(first, last)


@given(st.text())
def test_any_text_is_a_period_or_refused(written: str) -> None:
    with contextlib.suppress(InvalidValue):
        assert read_period("due", written).words.vi
