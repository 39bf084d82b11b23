"""Control characters of a document become spaces: its offsets stay, no terminal or XML ever meets them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.readers import read_bytes, source_text
from graph_build.readers.content import Content
from graph_build.readers.controls import without_controls
from graph_build.records import Cell, Table

HOSTILE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


@given(st.text())
def test_offsets_stay_and_nothing_but_controls_changes(text: str) -> None:
    kept = without_controls(Content(text)).text
    assert len(kept) == len(text)
    assert not HOSTILE.search(kept)
    assert all(new == old or (new == " " and HOSTILE.match(old)) for new, old in zip(kept, text, strict=True))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", "Điều 1. Xóa \x1b[2J màn hình.".encode()),
        ("a.html", "<html><body><p>Điều 1. Xóa &#27;[2J màn hình.</p></body></html>".encode()),
    ],
)
def test_a_document_has_none_in_any_format(name: str, data: bytes) -> None:
    source = read_bytes(data, name)
    assert not HOSTILE.search(source.text)
    assert "màn hình" in source.text


def test_the_ledger_counts_them_and_cells_have_none() -> None:
    table = Table(start=0, end=4, rows=((Cell(text="a\x1bb", start=0, end=3),),))
    content = without_controls(Content("a\x1bb|", (table,)))
    assert content.tables[0].rows[0][0].text == "a b"
    assert [issue.code for issue in content.issues] == ["control-characters"]
    assert source_text("a.txt", b"x", "x", "text/plain").issues == ()
