"""CSV for spreadsheets: nothing in it is a formula, and nothing else changes."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from graph_build.terms import literal
from queries import cells
from queries.answer_workbook import write_rows
from queries.cells import BYTE_ORDER_MARK, FORMULA, for_spreadsheets


def written(rows: list[list[str]]) -> list[list[str]]:
    """Write rows as CSV for spreadsheets and read them back."""
    plain = StringIO(newline="")
    csv.writer(plain, lineterminator="\r\n").writerows(rows)
    made = "".join(for_spreadsheets([plain.getvalue()]))
    assert made.startswith(BYTE_ORDER_MARK)
    return list(csv.reader(StringIO(made.removeprefix(BYTE_ORDER_MARK), newline="")))


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=HYPERLINK(0)", "'=HYPERLINK(0)"),
        ("+1+2", "'+1+2"),
        ("- Bộ Y tế", "'- Bộ Y tế"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\tnhiệm vụ", "'\tnhiệm vụ"),
        ("\n=1+2", "'\n=1+2"),
        ("\uff1d1+2", "'\uff1d1+2"),
        ("-12,5", "-12,5"),
        ("+3", "+3"),
        ("38/NQ-CP", "38/NQ-CP"),
        ('hai "dòng"\nnối', 'hai "dòng"\nnối'),
    ],
)
def test_a_text_like_a_formula_is_marked_as_text(cell: str, shown: str) -> None:
    assert written([["a", cell]]) == [["a", shown]]


def test_a_long_text_is_written_whole() -> None:
    assert written([["nhiệm vụ " * 20_000, "b"]]) == [["nhiệm vụ " * 20_000, "b"]]


@given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=3), max_size=4))
def test_no_cell_is_a_formula_and_the_rest_stays(rows: list[list[str]]) -> None:
    for before, after in zip(rows, written(rows), strict=True):
        for cell, shown in zip(before, after, strict=True):
            assert shown in (cell, f"'{cell}")
            assert not shown.startswith(FORMULA) or shown.strip("+-.,0123456789") == ""


def test_rows_for_which_a_sheet_has_no_room_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "ROWS_OF_A_SHEET", 3)
    for number, sheets in ((0, [[]]), (2, [[1, 2]]), (5, [[1, 2], [3, 4], [5]])):
        output = BytesIO()
        write_rows(["title"], [(literal(f"{one}"),) for one in range(1, number + 1)], ["=1+1"], output, "en")
        book = load_workbook(output)
        held = [[int(row[0]) for row in sheet.iter_rows(2, values_only=True)] for sheet in book][:-1]
        assert [one for one in held if one] == [one for one in sheets if one]
        assert {sheet["A1"].value for sheet in book if sheet.title.startswith("Answer")} == {"Task"}
        assert book["Question"]["A1"].data_type == "s"
