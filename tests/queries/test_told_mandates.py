"""Tables beside the store tell of mandates and documents what the engine tells, or leave them to it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_build import corpus_table, task_table
from graph_build.store import Database, open_snapshot
from ontology.vocab import DEFAULT_BASE, XSD, vocabulary
from queries.task_database import NoTable
from queries.told_mandates import quote_rows, stated, thing_rows
from queries.trace_model import STATED
from queries.trace_read import TraceReader
from tests.queries.made_tasks import NV, OA, QUOTED, TITLE, TRIPLE, made

LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
BOOLEAN = f"^^<{XSD.boolean}>"
NAMES = [f"urn:{one}" for one in "twndcrz"]
TEXTS = ['"Làm"@vi', '"á \\"b\\""', '""', "7", "<urn:u>"]

DESCRIBED = f"""
<urn:t> {LABEL} "Làm đường" ; <{NV}inSection> <urn:k> ; {QUOTED} <urn:e>, <urn:f> .
<urn:k> {LABEL} "Mục I"@vi .
<urn:n> a <{NV}Duty> ; <{NV}statedIn> <urn:d> ; <{NV}isLead> true ; {TITLE} "Giữ" ; {QUOTED} <urn:f> .
<urn:d> a <{NV}Document> ; {LABEL} "Quyết định 1" ; <{NV}inCorpus> true ; <{NV}hasSnapshot> <urn:s> .
<urn:s> <{NV}textSha256> "00ff" . <urn:c> a <{NV}Document>, <{NV}Annex> ; {LABEL} "Phụ lục" .
<urn:c> <{NV}hasSnapshot> <urn:z> . <urn:z> <{NV}textSha256> "11" ; <{NV}fileName> "c.txt" .
<urn:r> a <{NV}Document> ; {LABEL} "Nghị quyết" ; <{NV}inCorpus> false .
"""


def _said(subjects: str, predicate: str, objects: Sequence[str]) -> st.SearchStrategy[tuple[str, str, str]]:
    names = st.sampled_from([f"<urn:{one}>" for one in subjects])
    return st.tuples(names, st.just(predicate), st.sampled_from(objects))


MORE = st.one_of(
    TRIPLE,
    _said("tnkd", LABEL, TEXTS),
    _said("tnd", TITLE, TEXTS),
    _said("tn", f"<{NV}inSection>", ["<urn:k>", "<urn:u>", '"k"']),
    _said("tn", f"<{NV}isLead>", [f'"true"{BOOLEAN}', f'"0"{BOOLEAN}', '"true"']),
    _said("tnwdc", TYPE, [f"<{NV}{kind}>" for kind in ("Task", "Duty", "Measure", "Annex")]),
    _said("tn", QUOTED, ["<urn:e>", "<urn:f>", '"e"']),
    _said("ef", f"<{OA}hasSource>", ["<urn:s>", "<urn:z>"]),
    _said("dcr", f"<{NV}inCorpus>", [f'"true"{BOOLEAN}', f'"0"{BOOLEAN}']),
    _said("dcr", f"<{NV}hasSnapshot>", ["<urn:s>", "<urn:z>"]),
    _said("sz", f"<{NV}textSha256>", ['"00ff"', '"2"']),
)


def _compare(store: Any, snapshot: Path, base: str, names: Sequence[str]) -> tuple[int, int, int]:
    """Compare what tables tell with what the engine does; give how much they tell."""
    tables: Any = SimpleNamespace(snapshot=snapshot, query=store.query)
    alone: Any = SimpleNamespace(query=store.query)
    engine = TraceReader(alone, base)
    reader = TraceReader(tables, base)
    rows, _ = thing_rows(tables, base, names)
    told = sorted({row["thing"] for row in rows})
    assert reader.things(told) == engine.things(told)
    assert set(reader.things(names)) == set(engine.things(names))
    _, others = quote_rows(tables, base, names)
    proved = sorted(set(names).difference(others))
    assert reader.quotes(proved) == engine.quotes(proved)
    for kinds in (STATED, ("task",), ("duty", "indicator")):
        assert reader.mandates(names, kinds) == engine.mandates(names, kinds)
    try:
        return len(told), len(proved), len(stated(tables, base, names, STATED))
    except NoTable:
        return len(told), len(proved), -1


def _tables(database: Database, folder: Path) -> Path:
    task_table.write_own_table(database, folder / task_table.FILE, vocabulary(DEFAULT_BASE))
    corpus_table.write_table(database, folder / corpus_table.FILE)
    return folder


def _described(
    triples: Sequence[tuple[str, str, str]] = (), without: frozenset[int] = frozenset()
) -> Database:
    database = made(triples, without)
    database.load_turtle(DESCRIBED.encode(), "urn:i", "made up")
    return database


def test_a_graph_that_says_each_thing_once(tmp_path: Path) -> None:
    database = _described()
    assert _compare(database, _tables(database, tmp_path), DEFAULT_BASE, NAMES) == (5, 3, 3)


@pytest.mark.parametrize(
    ("triple", "told"),
    [
        (f'<urn:t> {LABEL} "Tên khác" .', (4, 2, 3)),
        (f"<urn:t> a <{NV}Measure> .", (4, 2, 4)),
        (f"<urn:t> <{NV}statedIn> <urn:r> .", (4, 2, 4)),
        (f'<urn:g> <{OA}exact> "30/7" .', (3, 1, 3)),
        (f'<urn:d> {LABEL} "Quyết định một" .', (4, 3, 3)),
        (f"<urn:d> a <{NV}Task> .", (4, 3, 3)),
        (f"[] a <{NV}Task> ; <{NV}statedIn> <urn:d> .", (2, 0, -1)),
        (f'<urn:r> <{NV}hasSnapshot> [ <{NV}fileName> "r.txt" ] .', (5, 3, 3)),
    ],
)
def test_what_only_the_engine_weighs(tmp_path: Path, triple: str, told: tuple[int, int, int]) -> None:
    """Second names, kinds, documents and words are left to the engine; without names, all mandates are."""
    database = _described()
    database.load_turtle(triple.encode(), "urn:j", "made up")
    assert _compare(database, _tables(database, tmp_path), DEFAULT_BASE, NAMES) == told


@pytest.mark.unmeasured
@given(st.lists(MORE, max_size=6), st.frozensets(st.integers(0, 80), max_size=6))
@settings(max_examples=40)
def test_any_graph(triples: list[tuple[str, str, str]], without: frozenset[int]) -> None:
    database = _described(triples, without)
    with TemporaryDirectory() as folder:
        _compare(database, _tables(database, Path(folder)), DEFAULT_BASE, NAMES)


@pytest.mark.parametrize("name", ["sample_graph", "seed_graph"])
def test_built_graphs(name: str, request: pytest.FixtureRequest) -> None:
    """On what a build makes of documents, the tables tell of all mandates and of what was read."""
    with open_snapshot(request.getfixturevalue(name)) as store:
        found = store.query(
            f"PREFIX nv: <{NV}> SELECT DISTINCT ?x {{ ?x a ?c"
            " FILTER(?c IN (nv:Document, nv:Task, nv:Duty, nv:Measure, nv:Indicator, nv:Goal)) } ORDER BY ?x"
        )
        names = [str(row[0])[1:-1] for row in found]
        told, proved, listed = _compare(store, store.snapshot, DEFAULT_BASE, names)
        assert proved == listed > 10
        assert told > proved


def test_a_snapshot_without_the_table(sample_graph: Path, tmp_path: Path) -> None:
    """A table of another base, or one written before it told of mandates, leaves them to the engine."""
    with open_snapshot(sample_graph) as store:
        shutil.copy(store.snapshot / task_table.FILE, tmp_path / task_table.FILE)
        held: Any = SimpleNamespace(snapshot=tmp_path, query=store.query)
        with pytest.raises(NoTable):
            stated(held, "urn:elsewhere/", ["urn:d"], STATED)
        with sqlite3.connect(tmp_path / task_table.FILE) as table:
            mandate = table.execute("SELECT iri FROM mandate LIMIT 1").fetchone()[0]
            assert thing_rows(held, DEFAULT_BASE, [mandate])[1] == []
            table.execute("DROP TABLE mandate")
        assert thing_rows(held, DEFAULT_BASE, [mandate]) == ([], [mandate])
        assert quote_rows(held, DEFAULT_BASE, [mandate]) == ([], [mandate])
        assert TraceReader(held, DEFAULT_BASE).things([mandate])
