"""Target values: comparators, Vietnamese and foreign numbers, units, marks, and what stays unread."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.quantities import Quantity, parse_quantity
from tests.growth import assert_in_line

READ = [
    ("94,1", Quantity("=", "94.1")),
    ("100%", Quantity("=", "100", unit="%")),
    ("111", Quantity("=", "111")),
    ("18,0", Quantity("=", "18.0")),
    ("-5", Quantity("=", "-5")),
    ("**94,1**", Quantity("=", "94.1")),
    # comparators
    ("Trên 90", Quantity(">", "90")),
    ("> 95", Quantity(">", "95")),
    ("hơn 3", Quantity(">", "3")),
    ("Dưới 11,5", Quantity("<", "11.5")),
    ("≥ 95", Quantity(">=", "95")),
    (">=95%", Quantity(">=", "95", unit="%")),
    ("Tối thiểu 80", Quantity(">=", "80")),
    ("Ít nhất 3", Quantity(">=", "3")),
    ("Không dưới 7%", Quantity(">=", "7", unit="%")),
    ("95% trở lên", Quantity(">=", "95", unit="%")),
    ("từ 80 trở xuống", Quantity("<=", "80")),
    ("≤5", Quantity("<=", "5")),
    ("Không quá 5%", Quantity("<=", "5", unit="%")),
    ("Tối đa 10", Quantity("<=", "10")),
    ("Phấn đấu đạt trên 90%", Quantity(">", "90", unit="%")),
    ("Hoàn thành 100%", Quantity("=", "100", unit="%")),
    ("khoảng 50", Quantity("=", "50", approximate=True)),
    # ranges
    ("Từ 30 đến 40", Quantity(">=", "30", upper="40")),
    ("30 - 40", Quantity(">=", "30", upper="40")),
    ("6,5–7,0%", Quantity(">=", "6.5", upper="7.0", unit="%")),
    ("95% - 98%", Quantity(">=", "95", upper="98", unit="%")),
    # thousands and decimals
    ("1.234,5", Quantity("=", "1234.5")),
    ("1.234", Quantity("=", "1234")),
    ("1.000.000 tỷ đồng", Quantity("=", "1000000", unit="tỷ đồng")),
    ("1 234,5", Quantity("=", "1234.5")),
    ("12.5", Quantity("=", "12.5")),
    ("1,234.5", Quantity("=", "1234.5")),
    ("1,234,567", Quantity("=", "1234567")),
    ("0,125", Quantity("=", "0.125")),
    ("0.125", Quantity("=", "0.125")),
    # units, years, marks
    ("13,5 bác sĩ/10.000 dân", Quantity("=", "13.5", unit="bác sĩ/10.000 dân")),
    ("95% vào năm 2025", Quantity("=", "95", unit="%", year=2025)),
    ("Dưới 11,5*", Quantity("<", "11.5", mark="*")),
    ("Dưới 18,0**", Quantity("<", "18.0", mark="**")),
    ("Trên 95%(1)", Quantity(">", "95", unit="%", mark="(1)")),
    ("95²", Quantity("=", "95", mark="²")),
    # nothing stated
    ("", Quantity()),
    (" – ", Quantity()),
    ("*", Quantity(mark="*")),
]

UNREAD = [
    "10,000",
    "1.2.3",
    "1,23,4",
    "1/3",
    "2/3 số xã",
    "2025: 95; 2026: 96",
    "Đạt",
    "Tăng 5%",
    "40 - 30",
    "x" * 900,
]


@pytest.mark.parametrize(("text", "quantity"), READ)
def test_read(text: str, quantity: Quantity) -> None:
    assert parse_quantity(text) == quantity


@pytest.mark.parametrize("text", UNREAD)
def test_unread_values_say_why(text: str) -> None:
    quantity = parse_quantity(text)
    assert (quantity.value, quantity.comparator) == (None, None)
    assert quantity.reason


DECIMALS = st.decimals(min_value=0, max_value=999_999_999, places=2, allow_nan=False)


@given(
    DECIMALS, st.sampled_from([("", "="), ("Trên ", ">"), ("Dưới ", "<"), ("≥", ">="), ("Không quá ", "<=")])
)
def test_a_printed_number_is_read_back(number: Decimal, words: tuple[str, str]) -> None:
    vietnamese = f"{number:,.2f}".translate(str.maketrans(",.", ".,"))
    for printed in (vietnamese, vietnamese.replace(".", ""), f"{vietnamese}%"):
        quantity = parse_quantity(words[0] + printed)
        assert (quantity.value, quantity.comparator) == (f"{number:.2f}", words[1])


@given(st.integers(min_value=1000, max_value=10**12))
def test_thousands_are_read_by_points_and_by_spaces(number: int) -> None:
    for printed in (f"{number:,}".replace(",", "."), f"{number:,}".replace(",", " "), str(number)):
        assert parse_quantity(printed).value == str(number)


@given(st.text(alphabet="Trên dưới≥0123456789.,-%*() ", max_size=40))
def test_a_value_is_a_number_or_there_is_a_reason(text: str) -> None:
    quantity = parse_quantity(text)
    if quantity.value is None:
        assert quantity.reason or not any(c.isdigit() for c in text.replace(quantity.mark or "", ""))
    else:
        Decimal(quantity.value)
        assert quantity.comparator is not None


@pytest.mark.parametrize("unit", ["9", "1.", "(", "*", "trên "])
def test_hostile_cells_take_linear_time(unit: str) -> None:
    assert_in_line(lambda count: parse_quantity(unit * count), 300_000 // len(unit))
