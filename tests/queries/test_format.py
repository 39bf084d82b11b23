"""Answers as CSV, JSON and tables."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pytest
from rich.console import Console

from graph_build.store import EmbeddedStore
from graph_build.terms import Row, iri, literal
from ontology.vocab import XSD
from queries.catalogue import find
from queries.format import as_csv, as_json, as_table
from queries.run import Answer, ask

NASTY = 'a "b", c\nd;é=1'


def led(store: EmbeddedStore) -> Answer:
    return ask(store, find("tasks-led"), {"resolution": "38/NQ-CP", "unit": "Cục Y tế dự phòng"})


def drawn(answer: Answer, width: int = 200, language: str = "en") -> str:
    console = Console(file=StringIO(), width=width, color_system=None)
    shown = as_table(
        answer.variables,
        answer.rows,
        columns=answer.question.table,
        language="vi" if language == "vi" else "en",
        width=width,
        together=answer.question.together,
    )
    console.print(shown)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_csv_has_a_header_and_a_line_a_row(small_graph: EmbeddedStore) -> None:
    answer = led(small_graph)
    lines = list(as_csv(answer.variables, answer.rows))
    assert len(lines) == 1 + 4
    assert all(line.endswith("\r\n") for line in lines)
    read = list(csv.DictReader(StringIO("".join(lines), newline="")))
    assert read[0]["title"] == "Mua vắc xin"
    assert read[0]["quote_start"] == "998"
    assert read[1]["start"] == ""


def test_csv_keeps_every_character() -> None:
    row: Row = (literal(NASTY), None, iri("http://a.example/"), literal("true", datatype=XSD.boolean))
    written = "".join(as_csv(["a", "b", "c", "d"], [row]))
    assert list(csv.reader(StringIO(written, newline=""))) == [
        ["a", "b", "c", "d"],
        [NASTY, "", "http://a.example/", "true"],
    ]


def test_json_is_a_list_of_objects_with_evidence(small_graph: EmbeddedStore) -> None:
    answer = led(small_graph)
    rows = json.loads("".join(as_json(answer.variables, answer.rows)))
    assert len(rows) == 4
    assert rows[1]["leads"] == ["Vụ Pháp chế", "Cục Y tế dự phòng"]
    assert rows[1]["coordinators"] == []
    assert rows[1]["start"] is None
    assert rows[1]["evidence"] == {
        "exact": "Cục Y tế dự phòng",
        "start": 2020,
        "end": 2037,
        "source": "qd-2182.txt",
    }
    assert "quote" not in rows[1]


def test_json_types_values() -> None:
    row: Row = (
        literal(NASTY),
        literal("5", datatype=XSD.integer),
        literal("false", datatype=XSD.boolean),
        literal("2022-08", datatype=XSD.gYearMonth),
        literal("94.10", datatype=XSD.decimal),
        None,
    )
    assert json.loads("".join(as_json("abcdef", [row]))) == [
        {"a": NASTY, "b": 5, "c": False, "d": "2022-08", "e": "94.10", "f": None}
    ]


def test_an_empty_answer_is_still_whole() -> None:
    assert "".join(as_csv(["a"], [])) == "a\r\n"
    assert json.loads("".join(as_json(["a"], []))) == []


def test_a_table_shows_quotes_with_their_place(small_graph: EmbeddedStore) -> None:
    shown = drawn(led(small_graph))
    assert "“Cục Y tế” [998–1006]" in shown
    assert "Quote start" not in shown
    assert "https://" not in shown
    assert "Chủ trì" in drawn(led(small_graph), language="vi")


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_a_table_wraps_and_drops_nothing(small_graph: EmbeddedStore, width: int) -> None:
    answer = led(small_graph)
    shown = drawn(answer, width=width)
    assert max(len(line) for line in shown.splitlines()) <= width
    assert "…" not in shown
    words = {word for row in answer.rows for word in (row[3].value.split() if row[3] else [])}
    assert words <= set(shown.split())


def test_a_narrow_table_becomes_blocks(small_graph: EmbeddedStore) -> None:
    shown = drawn(led(small_graph), width=60)
    assert "2/4" in shown
    assert "Task          Xây dựng đề án" in shown
    assert "Start" not in shown.split("2/4")[1].split("3/4")[0]  # nothing is stated, so no line


def test_markup_in_a_value_is_shown_as_it_is() -> None:
    console = Console(file=StringIO(), width=80, color_system=None)
    console.print(as_table(["a"], [(literal("[bold]x[/bold]"),)]))
    assert isinstance(console.file, StringIO)
    assert "[bold]x[/bold]" in console.file.getvalue()


@pytest.mark.parametrize(
    ("language", "said", "unsaid"), [("en", "Two dates.", "Hai ngày."), ("vi", "Hai ngày.", "Two")]
)
def test_a_finding_is_said_once_in_the_language_asked_for(
    small_graph: EmbeddedStore, language: str, said: str, unsaid: str
) -> None:
    answer = ask(small_graph, find("findings"), {})
    shown = drawn(answer, language=language)
    assert (shown.count(said), shown.count(unsaid)) == (1, 0)
    assert ("2182/QĐ-BYT" in shown, "7/QĐ-BYT" in shown) == (True, True)
    assert "–" in shown


def test_rows_that_belong_together_are_one_block_in_a_narrow_window(small_graph: EmbeddedStore) -> None:
    shown = drawn(ask(small_graph, find("findings"), {}), width=40)
    assert shown.count("Two dates.") == 1
