"""The table of tasks answers questions built from parts exactly as SPARQL does, or leaves them to SPARQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_build.store import Database, open_snapshot
from graph_build.task_table import FILE, write_own_table
from graph_build.terms import Row
from ontology.vocab import DEFAULT_BASE, vocabulary
from queries import asked_table
from queries.asked import LISTED, Named, Parts, Role, read
from queries.asked_answer import all_proved, ask, ask_some, count
from queries.asked_outcome import AskedOutcome
from queries.asked_rows import task_rows
from queries.asked_sparql import COLUMNS, count_sparql, sparql
from queries.asked_status import ReportedStatus
from queries.format import text
from queries.names import Names
from queries.trace_kept import Kept
from tests.queries.made_tasks import TRIPLE, WHOLE, made

DOCUMENT = COLUMNS["tasks"].index("document")


def _fields(units: list[str], acts: list[str]) -> Iterator[dict[str, list[str]]]:
    roles: list[dict[str, str]] = [{"role": role} for role in ("none", "lead", "coordinate", "either")]
    of_units = [
        {"unit": unit, "role": role} for unit in units for role in ("lead", "coordinate", "either", "joint")
    ]
    times: tuple[dict[str, str], ...] = (
        *({}, {"due": "2022"}, {"from": "2022-07", "to": "2023"}, {"timing": "overdue", "on": "2022-12-31"}),
        *({"timing": "ahead", "on": "2022-12-31", "due": "2023"}, {"timing": "undated"}, {"finding": "yes"}),
    )
    within: list[dict[str, str]] = [{}, *({"under": act} for act in acts), *({"in": act} for act in acts)]
    for who, when, where, listed in product([{}, *roles, *of_units], times, within, LISTED):
        yield {name: [value] for name, value in {**who, **when, **where, "list": listed}.items()}


def _told(rows: Any) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in rows]


def _same(store: Any, parts: Parts, *, is_proved: bool, kept: Kept | None = None) -> bool:
    """Compare the answer with that of SPARQL; tell whether the table gave it."""
    whole: list[Row] = list(store.query(sparql(parts)))
    if parts.listed != "tasks":
        assert _told(ask(store, parts).rows) == _told(whole)
        return asked_table.counts(store, parts) is not None
    if not is_proved:
        return False
    number = int(text(next(iter(store.query(count_sparql(parts))))[0]))
    assert count(store, parts, is_proved=True) == number
    rows = ask_some(store, parts, 0, 10_000, is_proved=True, kept=kept).rows
    assert sorted(_told(rows)) == sorted(_told(whole))
    assert [row[DOCUMENT] for row in rows] == [row[DOCUMENT] for row in whole]
    return task_rows(store, parts, 0, 10, DEFAULT_BASE) is not None


@pytest.mark.unmeasured
@pytest.mark.parametrize("name", ["sample_graph", "years_graph"])
def test_built_graphs(name: str, request: pytest.FixtureRequest) -> None:
    with open_snapshot(request.getfixturevalue(name)) as store:
        names, nv = Names(store), f"PREFIX nv: <{DEFAULT_BASE}ontology#> SELECT DISTINCT ?x"
        units = store.query(
            f"{nv} {{ ?x nv:leads|nv:coordinates ?t FILTER(STRLEN(STR(?x)) < 200) }} ORDER BY ?x LIMIT 2"
        )
        acts = store.query(f"{nv} {{ ?d nv:implements ?x }} ORDER BY ?x LIMIT 1")
        asked = list(_fields([str(row[0])[1:-1] for row in units], [str(row[0])[1:-1] for row in acts]))
        assert all_proved(store)
        kept = Kept()
        told = [_same(store, read(fields, names), is_proved=True, kept=kept) for fields in asked[::7]]
        assert sum(told) > len(told) / 3


@pytest.mark.parametrize("listed", LISTED)
def test_titles_and_outputs(sample_graph: Path, listed: str) -> None:
    outputs = [{"output": "any"}, {"output": "none"}, {"output_kind": "plan"}, {"output_kind": "report"}]
    words = [
        {"output_words": "báo CÁO"},
        {"output_words": "bao cao"},
        {"words": "Xây dựng"},
        {"words": "day"},
    ]
    with open_snapshot(sample_graph) as store:
        names, counts = Names(store), set()
        for asked in [*outputs, *words, {"output_kind": "plan", "due": "2022"}, {"output_words": "không có"}]:
            parts = read({name: [value] for name, value in {**asked, "list": listed}.items()}, names)
            assert _same(store, parts, is_proved=True), asked
            counts.add(asked_table.count(store, parts))
        assert len(counts) > 4


def test_parts_of_a_page_and_reported_tasks(sample_graph: Path) -> None:
    with open_snapshot(sample_graph) as store:
        whole = ask_some(store, Parts(), 0, 1000, is_proved=True).rows
        some = ask_some(store, Parts(), 3, 4, is_proved=True).rows
        assert some == whole[3:7]
        tasks = tuple(text(row[0]) for row in whole[:3])
        for status in ("done", "none"):
            parts = Parts(reported=ReportedStatus(status, tasks))
            assert _same(store, parts, is_proved=True)
        for state in ("none", "any"):
            assert _same(store, Parts(outcome=AskedOutcome(state, tasks)), is_proved=True)
        assert count(store, parts, is_proved=True) == len(whole) - len(tasks)


def test_the_page_asks_the_table(sample_graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the table counts and lists by months is not asked of the engine."""
    with open_snapshot(sample_graph) as store:
        parts = Parts(listed="month")
        told = _told(store.query(sparql(parts)))
        monkeypatch.setattr(store, "query", pytest.fail)
        assert _told(ask(store, parts).rows) == told
        assert count(store, Parts(role="lead"), is_proved=True) > 0


def test_a_task_without_words_is_told() -> None:
    database: Any = Database()
    database.load_turtle(WHOLE.encode(), "urn:h", "made up")
    assert not all_proved(database)


_UNIT, _ACT = Named("urn:u", "U"), Named("urn:r", "R")
_WHO: tuple[tuple[Named | None, Role | None], ...] = (
    *((None, None), (None, "none"), (None, "lead"), (_UNIT, "lead"), (_UNIT, "either")),
)
_PARTS = [
    Parts(listed=listed, unit=unit, role=role, under=under)
    for listed in LISTED
    for unit, role in _WHO
    for under in ((), (_ACT,))
] + [
    replace(asked, listed=listed)
    for listed in LISTED
    for asked in (
        *(Parts(words="vụ a"), Parts(words="la"), Parts(output_words="a")),
        *(Parts(output="any"), Parts(output="none")),
    )
]


@given(
    st.lists(TRIPLE, max_size=8),
    st.sets(st.integers(0, 80), max_size=6),
    st.lists(st.sampled_from(_PARTS), min_size=3, max_size=6),
)
@settings(max_examples=100)
def test_any_graph(triples: list[tuple[str, str, str]], without: set[int], asked: list[Parts]) -> None:
    """Where values are missing, doubled or of a wrong kind, counts are those of SPARQL or left to it."""
    database = made(triples, without)
    with TemporaryDirectory() as folder:
        write_own_table(database, Path(folder) / FILE, vocabulary(DEFAULT_BASE))
        store: Any = SimpleNamespace(snapshot=Path(folder), query=database.query)
        for parts in asked:
            _same(store, parts, is_proved=all_proved(store))
