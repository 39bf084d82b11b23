"""Tables for people at a terminal: whole names and figures at any width, and what is left out is named."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from queries.fitted_table import LEAST_NAME, Column, fitted

NAMES = ("Cục Quản lý Khám, chữa bệnh", "Vụ Pháp chế")


def _printed(width: int, language: str = "en") -> str:
    columns = [
        Column("Unit", NAMES, is_name=True),
        Column("Load", ("42.10 → 0.00 (−42.10)", "3.00")),
        Column("Due", ("49", "1"), gives_way=1),
        Column("PageRank", ("0.0495", "0.0001"), gives_way=2),
    ]
    stream = io.StringIO()
    table = fitted(columns, width, "vi" if language == "vi" else "en")
    Console(file=stream, width=width, highlight=False).print(table)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("width", "left_out"), [(100, ()), (66, ("PageRank",)), (LEAST_NAME + 30, ("Due", "PageRank"))]
)
def test_figures_stay_whole_and_what_is_left_out_is_named(width: int, left_out: tuple[str, ...]) -> None:
    told = _printed(width)
    assert "42.10 → 0.00 (−42.10)" in told
    assert all(word in told for name in NAMES for word in name.split())
    body, _, note = told.partition("No room for: ")
    assert all((name in note) == (name in left_out) for name in ("Due", "PageRank"))
    assert all((name in body) != (name in left_out) for name in ("Due", "PageRank"))
    assert bool(note) == bool(left_out)
    assert max(map(len, told.splitlines())) <= width


def test_what_is_left_out_is_said_in_the_reader_s_language() -> None:
    assert "Không đủ chỗ cho: PageRank." in _printed(66, "vi")
