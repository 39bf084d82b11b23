"""Questions built from parts: the rows that they find, which are those of the library."""

from __future__ import annotations

import unicodedata

import pytest

from graph_build.store import EmbeddedStore
from queries.asked import read
from queries.asked_answer import ask as asked_of
from queries.asked_answer import ask_some, count
from queries.asked_sparql import COLUMNS, sparql
from queries.catalogue import find
from queries.format import value
from queries.names import Names
from queries.run import ask
from tests.queries.asked.questions import DPM, codes, found, understood

_MARKS = set("\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b")
"""The marks of Vietnamese vowels: tones, circumflex, breve and horn."""


def plain(text_: str) -> str:
    """Take the marks off letters, not by the way that queries do it."""
    decomposed = unicodedata.normalize("NFD", text_.lower().replace("đ", "d"))
    return "".join(one for one in decomposed if not unicodedata.combining(one))


def test_who_has_which_part(store: EmbeddedStore, names: Names) -> None:
    assert codes(store, names, unit=DPM, role="lead", under="38/NQ-CP") == ["b1", "b6", "i1", "i2"]
    assert codes(store, names, unit=DPM, role="joint") == ["b6"]
    assert codes(store, names, unit=DPM, role="coordinate") == ["c1"]
    assert sorted(codes(store, names, unit="Vụ Pháp chế")) == ["b1", "b6", "c1"]
    assert codes(store, names, unit=DPM, role="lead", with_="Sở Y tế") == ["b1"]
    assert codes(store, names, with_="Sở Y tế") == ["b1", "c2"]
    assert codes(store, names, role="joint") == ["b6"]
    assert codes(store, names, role="coordinate") == ["b1", "c1", "c2"]
    assert sorted(codes(store, names, role="either")) == ["b1", "b6", "c1", "c2", "d1", "i1", "i2"]
    assert sorted(codes(store, names, role="none")) == ["c2", "c3", "d2", "d3", "d4"]
    assert sorted(codes(store, names, role="lead")) == ["b1", "b6", "c1", "d1", "i1", "i2"]


def test_where_it_stands_and_what_it_says(store: EmbeddedStore, names: Names) -> None:
    assert codes(store, names, in_="99/KH-SYT") == ["i1", "i2"]
    assert sorted(codes(store, names, in_=["99/KH-SYT", "7/QĐ-BYT"], unit=DPM)) == ["d1", "i1", "i2"]
    assert codes(store, names, under=["99/KH-SYT", "38/NQ-CP"], words="TIÊM") == ["i1"]
    assert codes(store, names, words='") } UNION { ?task ?p ?o') == []
    assert codes(store, names, output="none") == ["d3"]
    assert codes(store, names, output_kind="joint-resolution") == ["d2"]
    assert codes(store, names, output_kind="nghị quyết") == []
    assert codes(store, names, output_words="TỜ trình") == ["d2"]
    assert codes(store, names, output_words="to TRINH") == ["d2"]
    assert codes(store, names, output_words="tò trình") == []
    assert codes(store, names, words="tiem") == codes(store, names, words="tiêm") != []
    assert codes(store, names, output="any", in_="7/QĐ-BYT") == ["d1", "d2", "d4"]
    assert codes(store, names, finding="yes") == ["b1", "d1", "d2"]


def test_every_letter_with_marks_is_found_without(store: EmbeddedStore, names: Names) -> None:
    marked = [
        one for code in range(0xC0, 0x1EFA) if (one := chr(code)).isalpha() and plain(one) in set("aeiouyd")
    ]
    vietnamese = [one.lower() for one in marked if set(unicodedata.normalize("NFD", one)[1:]) <= _MARKS]
    query = sparql(read({"words": ["aeiouyd"]}, names))
    steps = [line.strip() for line in query.splitlines() if "?title_folded" in line]
    told = " ".join(steps).replace("FILTER(CONTAINS(", "BIND((").replace("LCASE(?title_words)))", "?folded)")
    told = told.replace(', "y"), ?folded)', ', "y")) AS ?folded)')
    text_ = "".join(vietnamese)
    (row,) = store.query(f'SELECT ?folded {{ VALUES ?title {{ "{text_}" }} {told} }}')
    assert value(row[0]) == plain(text_)
    assert len(text_) > 100


@pytest.mark.parametrize("written", [{}, {"timing": ["open"]}, {"due": ["2022"]}, {"list": ["unit"]}])
def test_pages_are_pieces_of_the_whole(
    store: EmbeddedStore, names: Names, written: dict[str, list[str]]
) -> None:
    parts = read(written, names)
    whole = asked_of(store, parts)
    if parts.listed == "tasks":
        assert count(store, parts) == len(whole.rows)
    pages = [ask_some(store, parts, first, 2) for first in range(0, len(whole.rows) + 2, 2)]
    assert tuple(row for page in pages for row in page.rows) == whole.rows
    assert {page.sparql for page in pages} == {whole.sparql}


def test_when_it_is_due(store: EmbeddedStore, names: Names) -> None:
    assert codes(store, names, due="quý IV/2022") == ["b1", "c3"]
    assert codes(store, names, from_="2023") == ["b6"]
    assert codes(store, names, to="2022-12") == ["b1", "c3"]
    assert codes(store, names, timing="overdue", on="2022-12-31") == []
    assert codes(store, names, timing="overdue", on="2023-01-01") == ["b1", "c3"]
    assert codes(store, names, timing="ahead", on="2023-01-01") == ["b6"]
    assert codes(store, names, timing="ahead", on="2022-12-31", due="2022") == ["b1", "c3"]
    assert codes(store, names, timing="recurring") == codes(store, names, timing="open") == ["d3"]
    assert sorted(codes(store, names, timing="undated")) == ["c1", "c2", "d1", "d2", "d4", "i1", "i2"]
    assert codes(store, names, timing="undated", unit=DPM, role="coordinate") == ["c1"]


def test_a_row_is_proved_by_what_is_asked(store: EmbeddedStore, names: Names) -> None:
    quoted = ("quote", "quote_start", "source")
    assert found(store, names, *quoted, unit=DPM, words="vắc xin") == [("Cục Y tế", 998, "qd-2182.txt")]
    assert found(store, names, *quoted, due="2022", unit=DPM) == [("Tháng 12/2022", 1320, "qd-2182.txt")]
    assert found(store, names, *quoted, with_="Vụ Pháp chế") == [("Vụ Pháp chế", 1050, "qd-2182.txt")]
    assert found(store, names, *quoted, words="vắc xin") == [("Mua vắc xin", 5100, "qd-2182.txt")]


def test_tasks_are_counted_by(store: EmbeddedStore, names: Names) -> None:
    assert found(store, names, "month", "tasks", list_="month", in_="2182/QĐ-BYT") == [
        ("2022-12", 2),
        ("2023-12", 1),
        ("none", 2),
    ]
    assert found(store, names, "output_name", "tasks", list_="output", in_="7/QĐ-BYT") == [
        ("Báo cáo", 1),
        ("Nghị quyết liên tịch", 1),
        ("none", 1),
        ("other", 1),
    ]
    assert found(store, names, "document_number", "tasks", list_="document", unit=DPM) == [
        ("2182/QĐ-BYT", 3),
        ("99/KH-SYT", 2),
        ("7/QĐ-BYT", 1),
    ]
    loads = ask(store, find("coordination-load"), {})
    kept = [loads.variables.index(name) for name in COLUMNS["unit"]]
    assert [tuple(row) for row in store.query(sparql(understood(names, list_="unit")))] == [
        tuple(row[place] for place in kept) for row in loads.rows
    ]


@pytest.mark.parametrize(
    ("name", "given", "written"),
    [
        ("tasks-led", {"unit": DPM}, {"unit": DPM, "role": "lead"}),
        (
            "tasks-led",
            {"unit": DPM, "resolution": "38/NQ-CP"},
            {"unit": DPM, "role": "lead", "under": "38/NQ-CP"},
        ),
        ("tasks-coordinated", {"unit": "Sở Y tế"}, {"unit": "Sở Y tế", "role": "coordinate"}),
        (
            "tasks-due",
            {"from": "2022-01-01", "to": "2023-12-31"},
            {"due": "2022-01-01/2023-12-31"},
        ),
        (
            "tasks-due",
            {"from": "2022-10-01", "to": "2022-12-31", "unit": DPM, "role": "lead", "resolution": "38/NQ-CP"},
            {"due": "2022-Q4", "unit": DPM, "role": "lead", "under": "38/NQ-CP"},
        ),
        ("unassigned", {}, {"role": "none"}),
    ],
)
def test_rows_are_those_of_the_library(
    store: EmbeddedStore, names: Names, name: str, given: dict[str, str], written: dict[str, str]
) -> None:
    answer = ask(store, find(name), given)
    columns = [column for column in answer.variables if column in COLUMNS["tasks"]]
    places = [answer.variables.index(column) for column in columns]
    expected = [
        tuple(value(row[place]) for place in places)
        for row in answer.rows
        if name != "unassigned" or value(row[answer.variables.index("item_kind")]) == "task"
    ]
    rows = found(store, names, *columns, **written)
    assert (sorted(rows, key=repr), bool(rows)) == (sorted(expected, key=repr), True)
    if name != "unassigned":
        assert rows == expected


def test_a_query_follows_the_base_of_its_graph(rebased_graph: EmbeddedStore) -> None:
    names = Names(rebased_graph)
    query = sparql(understood(names, unit=DPM, role="lead", under="38/NQ-CP"), names.base)
    assert "w3id.org/nhiemvu" not in query
    assert len(list(rebased_graph.query(query))) == 4
