"""The table of a snapshot answers the aggregate questions exactly as SPARQL does."""

from __future__ import annotations

import shutil
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_build.load_table import LoadTable, LoadTableMissing, read_graph, read_table, write_table
from graph_build.rdf_import import import_rdf
from graph_build.store import Database, EmbeddedStore, open_snapshot
from graph_build.task_table import write_own_table
from graph_build.terms import Literal
from ontology.vocab import DEFAULT_BASE, XSD, vocabulary
from queries.catalogue import find
from queries.load_counts import co_work_pairs, coordination_load
from queries.names import Names
from queries.run import ask

NV = f"{DEFAULT_BASE}ontology#"


def _plain(term: Any) -> Any:
    if isinstance(term, Literal):
        number = term.datatype.value.endswith("#integer")
        form = f"@{term.language}" if term.language else term.datatype.value
        return int(term.value) if number else (term.value, form)
    return term.value


def _asked(store: Any, question: str, **terms: str) -> list[tuple[Any, ...]]:
    """Ask by SPARQL; names are pairs as in the table, kinds plain."""
    result = store.query(find(question).bind({name: f"<{iri}>" for name, iri in terms.items()}, DEFAULT_BASE))
    kinds = [name.endswith("kind") for name in result.variables]
    return [
        tuple(term.value if is_kind else _plain(term) for term, is_kind in zip(row, kinds, strict=True))
        for row in result
    ]


def _same_by_lines(database: Database, folder: Path) -> None:
    """The table read from the lines of a graph is the one that is read by SPARQL."""
    facts = write_own_table(database, folder / "tasks.sqlite", vocabulary(DEFAULT_BASE))
    assert facts is not None
    by_lines, by_sparql = read_graph(database, facts=facts), read_graph(database)
    for field in fields(LoadTable):
        one, other = getattr(by_lines, field.name), getattr(by_sparql, field.name)
        assert np.array_equal(one, other) if isinstance(one, np.ndarray) else one == other


def _agree(store: Any, table: LoadTable, documents: list[str], units: list[str], *, ordered: bool) -> None:
    def same(asked: list[tuple[Any, ...]], counted: list[Any]) -> None:
        rows = [tuple(row) for row in counted]
        assert rows == asked if ordered else sorted(rows) == sorted(asked)

    for document in (None, *documents):
        terms = {} if document is None else {"resolution": document}
        same(_asked(store, "coordination-load", **terms), coordination_load(table, document))
        for unit in (None, *units):
            given_unit = {} if unit is None else {"unit": unit}
            asked = _asked(store, "co-work-pairs", **terms, **given_unit)
            same(asked, co_work_pairs(table, document, unit))


def test_small_graph(small_graph: EmbeddedStore, tmp_path: Path) -> None:
    """Both give the same rows in the same order, by resolution and by unit, read back from the file too."""
    write_table(small_graph, tmp_path / "load.npz")
    table = read_table(tmp_path / "load.npz")
    assert coordination_load(table) == coordination_load(read_graph(small_graph))
    assert len(coordination_load(table)) == 3
    _agree(small_graph, table, [*table.documents, "urn:none"], [*table.actors, "urn:none"], ordered=True)


def test_sample(sample_graph: Path) -> None:
    """The same on the graph that a build makes of the bundled sample, from the file that it wrote."""
    with open_snapshot(sample_graph) as store:
        table = read_table(store.snapshot / "load.npz")
        assert coordination_load(table)
        _agree(store, table, list(table.documents)[:4], list(table.actors)[:4], ordered=True)


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("coordination-load", {}),
        ("coordination-load", {"resolution": "38/NQ-CP"}),
        ("co-work-pairs", {}),
        ("co-work-pairs", {"resolution": "38/NQ-CP", "unit": "Cục Y tế dự phòng"}),
        ("co-work-pairs", {"unit": "Bộ Quốc phòng"}),
    ],
)
def test_the_library_counts_from_the_table_of_a_snapshot(
    sample_graph: Path, monkeypatch: pytest.MonkeyPatch, question: str, written: dict[str, str]
) -> None:
    with open_snapshot(sample_graph) as store:
        names = Names(store)
        answer = ask(store, find(question), written, names=names)
        result = store.query(answer.sparql)
        assert (answer.variables, answer.rows) == (result.variables, tuple(result))
        asked: list[str] = []
        monkeypatch.setattr(store, "query", asked.append)
        assert ask(store, find(question), written, names=names).rows == answer.rows
        assert asked == []


def test_a_snapshot_without_a_table_is_asked_by_sparql(sample_graph: Path, tmp_path: Path) -> None:
    shutil.copytree(sample_graph, tmp_path / "graph")
    with open_snapshot(tmp_path / "graph") as store:
        counted = ask(store, find("co-work-pairs"))
        (store.snapshot / "load.npz").write_bytes(b"half")
        assert ask(store, find("co-work-pairs")) == counted
        (store.snapshot / "load.npz").unlink()
        assert ask(store, find("co-work-pairs")) == counted


def test_actors_without_a_name_of_their_own(tmp_path: Path) -> None:
    about = f"_:b a <{NV}Unit> ; <http://www.w3.org/2004/02/skos/core#prefLabel> 7 ; <{NV}leads> <urn:t> ."
    (tmp_path / "a.ttl").write_text(f"{about} <urn:t> a <{NV}Task> ; <{NV}statedIn> <urn:d> .")
    import_rdf([tmp_path / "a.ttl"], tmp_path / "graph")
    with open_snapshot(tmp_path / "graph") as store:
        answer = ask(store, find("coordination-load"))
        assert answer.rows == tuple(store.query(answer.sparql))
        assert len(answer.rows) == 1


_ACTOR = st.integers(0, 4).map(lambda n: f"<urn:a{n}>")
_TASK = st.integers(0, 4).map(lambda n: f"<urn:t{n}>")
_DOCUMENT = st.integers(0, 3).map(lambda n: f"<urn:d{n}>")
_NAME = st.sampled_from(['"Vụ A"@vi', '"Vụ A"', '"Bộ Á"@vi', '"z"@en'])
_TRIPLE = st.one_of(
    st.tuples(_ACTOR, st.just(f"<{NV}leads>"), _TASK),
    st.tuples(_ACTOR, st.just(f"<{NV}coordinates>"), _TASK),
    st.tuples(_TASK, st.just(f"<{NV}statedIn>"), _DOCUMENT),
    st.tuples(_DOCUMENT, st.sampled_from([f"<{NV}implements>", f"<{NV}annexOf>"]), _DOCUMENT),
    st.tuples(_ACTOR, st.just("a"), st.sampled_from([f"<{NV}Unit>", f"<{NV}ActorGroup>"])),
    st.tuples(_ACTOR, st.just("<http://www.w3.org/2004/02/skos/core#prefLabel>"), _NAME),
    st.tuples(_TASK, st.just("a"), st.just(f"<{NV}Task>")),
)
_DEADLINE = st.integers(0, 2).map(lambda n: f"<urn:l{n}>")
_DAY = st.sampled_from(
    [
        *(f'"{day}"^^<{XSD.date}>' for day in ("2022-06-30", "2023-01-01", "2022-02-30", "2022-06-30Z")),
        *(f'"2022-12"^^<{XSD.gYearMonth}>', f'"02024"^^<{XSD.gYear}>', '"2022"', "2022", '"quý I/2022"@vi'),
    ]
)
_SPAN = st.one_of(
    st.tuples(_TASK, st.just(f"<{NV}deadline>"), _DEADLINE),
    st.tuples(
        _DEADLINE,
        st.sampled_from(
            [f"<{NV}{name}>" for name in ("start", "due", "startEarliest", "dueEarliest", "dueLatest")]
        ),
        _DAY,
    ),
    st.tuples(
        _DEADLINE,
        st.sampled_from([f"<{NV}precision>", f"<{NV}startPrecision>"]),
        st.sampled_from(['"month"', '"quarter"', '"year"', '"day"', "7"]),
    ),
)
_WHOLE = "".join(
    f'<urn:a{n}> a <{NV}Unit> ; <http://www.w3.org/2004/02/skos/core#prefLabel> "Vụ {n}"@vi .\n'
    f"<urn:t{n}> a <{NV}Task> ; <{NV}statedIn> <urn:d{n % 3}> .\n"
    for n in range(3)
)


@pytest.mark.unmeasured
@given(st.lists(st.one_of(_TRIPLE, _SPAN), max_size=60), st.booleans())
@settings(max_examples=150)
def test_any_graph(triples: list[tuple[str, str, str]], is_whole: bool) -> None:
    """On any graph of these properties, with loops, several names, kinds and documents, rows are the same."""
    database = Database()
    turtle = "".join(f"{s} {p} {o} .\n" for s, p, o in triples) + (_WHOLE if is_whole else "")
    database.load_turtle(turtle.encode(), "urn:g", "made up")
    _agree(database, read_graph(database), ["urn:d0", "urn:d1"], ["urn:a0", "urn:a4"], ordered=False)
    with TemporaryDirectory() as folder:
        _same_by_lines(database, Path(folder))


@pytest.mark.parametrize("held", [b"", b"PK\x03\x04", b"not an archive", b"\x93NUMPY"])
def test_damaged_file(tmp_path: Path, held: bytes) -> None:
    """A damaged or missing file is said to be missing, so that the graph is asked."""
    with pytest.raises(LoadTableMissing):
        read_table(tmp_path / "load.npz")
    (tmp_path / "load.npz").write_bytes(held)
    with pytest.raises(LoadTableMissing):
        read_table(tmp_path / "load.npz")
