"""The table of tasks answers the questions about tasks exactly as SPARQL does, or leaves them to SPARQL."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_build import load_table, snapshots
from graph_build.late_tables import write_late_tables
from graph_build.rdf_import import import_rdf
from graph_build.store import Database, open_snapshot
from graph_build.task_table import FILE, write_own_table
from graph_build.terms import Iri, Term, iri, literal
from ontology.vocab import DEFAULT_BASE, XSD, vocabulary
from queries.catalogue import find
from queries.names import Names
from queries.run import ask, prepare
from queries.task_rows import task_rows
from tests.queries.made_tasks import NV, ROLE, TRIPLE, WHOLE, made


def _held(snapshot: Path) -> Any:
    """Stand for a store that has nothing but the folder of a snapshot."""
    return SimpleNamespace(snapshot=snapshot)


def _day(text: str) -> Term:
    return literal(text, datatype=XSD.date)


def _questions(units: list[str], resolutions: list[str]) -> Iterator[tuple[str, dict[str, Term]]]:
    within = [{}, *({"resolution": iri(one)} for one in resolutions)]
    for unit, more in product(units, within):
        yield "tasks-led", {"unit": iri(unit), **more}
        yield "tasks-coordinated", {"unit": iri(unit), **more}
    roles = [{}, *({"role": iri(ROLE + name)} for name in ("lead", "coordinate", "report"))]
    of_units = [{}, *({"unit": iri(unit), **role} for unit in units for role in roles)]
    for of_unit, more in product(of_units, within):
        for first, last in (("2020-01-01", "2029-12-31"), ("2022-06-30", "2022-06-30")):
            yield "tasks-due", {"from": _day(first), "to": _day(last), **of_unit, **more}


def _counts(store: Any, snapshot: Path, asked: Iterable[tuple[str, dict[str, Term]]]) -> list[int]:
    """Compare both answers to questions; give how many rows those have that the table answers."""
    counts = []
    for question, terms in asked:
        rows = task_rows(_held(snapshot), question, terms)
        if rows is not None:
            told = (question, {name: str(term) for name, term in terms.items()})
            assert (*told, rows) == (*told, tuple(store.query(prepare(find(question), terms, DEFAULT_BASE))))
            counts.append(len(rows))
    return counts


def _table(database: Database, folder: Path) -> Path:
    write_own_table(database, folder / FILE, vocabulary(DEFAULT_BASE))
    return folder


def test_a_table_that_comes_late(sample_graph: Path, tmp_path: Path) -> None:
    """Without a table SPARQL answers, and asking leaves nothing behind; then it is there and answers."""
    shutil.copytree(snapshots.live(sample_graph), tmp_path / "late")
    for name in (FILE, load_table.FILE):
        (tmp_path / "late" / name).rename(tmp_path / name)
    with open_snapshot(sample_graph) as store:
        unit = next(iter(store.query(f"SELECT ?x {{ ?x <{NV}leads> ?task }} ORDER BY ?x LIMIT 1")))[0]
        assert isinstance(unit, Iri)
        asked = list(_questions([unit.value], []))
        assert _counts(store, tmp_path / "late", asked) == []
        assert not (tmp_path / "late" / FILE).exists()
        write_late_tables(tmp_path / "late")
        assert sum(_counts(store, tmp_path / "late", asked)) > 0
    assert (tmp_path / "late" / load_table.FILE).read_bytes() == (tmp_path / load_table.FILE).read_bytes()
    assert not [one for one in (tmp_path / "late").iterdir() if ".new" in one.name]


@pytest.mark.parametrize("name", ["sample_graph", "answered_graph", "years_graph", "seed_graph"])
def test_built_graphs(name: str, request: pytest.FixtureRequest) -> None:
    """On what a build makes of documents, the table that it wrote answers every question that was tried."""
    with open_snapshot(request.getfixturevalue(name)) as store:
        nv = f"PREFIX nv: <{NV}> SELECT DISTINCT ?x"
        units = store.query(f"{nv} {{ ?x nv:leads|nv:coordinates ?t }} ORDER BY ?x LIMIT 3")
        acts = store.query(f"{nv} {{ ?d nv:implements ?x }} ORDER BY ?x LIMIT 1")
        asked = list(_questions([str(row[0])[1:-1] for row in units], [str(row[0])[1:-1] for row in acts]))
        counts = _counts(store, store.snapshot, asked)
        assert len(counts) == len(asked)
        assert sum(counts) > 10


def test_the_library_asks_the_table(
    sample_graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question of the library goes to the table where there is one, and to SPARQL where there is none."""
    shutil.copytree(sample_graph, tmp_path / "graph")
    with open_snapshot(tmp_path / "graph") as store:
        names, question = Names(store), find("tasks-led")
        answer = ask(store, question, question.example, names=names)
        result = store.query(answer.sparql)
        assert (answer.variables, answer.rows) == (result.variables, tuple(result))
        assert answer.rows
        (store.snapshot / FILE).rename(tmp_path / "away")
        assert ask(store, question, question.example, names=names) == answer
        for damaged in (b"", b"SQLite format 3\0", b"half"):
            (store.snapshot / FILE).write_bytes(damaged)
            assert ask(store, question, question.example, names=names) == answer
        (store.snapshot / FILE).unlink()
        (tmp_path / "away").rename(store.snapshot / FILE)
        monkeypatch.setattr(store, "query", pytest.fail)
        assert ask(store, question, question.example, names=names).rows == answer.rows


def test_a_table_of_another_layout_is_not_read(sample_graph: Path, tmp_path: Path) -> None:
    with open_snapshot(sample_graph) as store:
        shutil.copy(store.snapshot / FILE, tmp_path / FILE)
    with sqlite3.connect(tmp_path / FILE) as table:
        table.execute("UPDATE about SET value = '0' WHERE key = 'layout'")
    terms = {"unit": iri("urn:none")}
    assert task_rows(_held(tmp_path), "tasks-led", terms) is None


_ASKED = list(_questions(["urn:u", "urn:v"], ["urn:r"]))


@pytest.mark.unmeasured
@given(
    st.lists(TRIPLE, max_size=8),
    st.sets(st.integers(0, 80), max_size=6),
    st.lists(st.sampled_from(_ASKED), min_size=4, max_size=8),
)
@settings(max_examples=150)
def test_any_graph(
    triples: list[tuple[str, str, str]], without: set[int], asked: list[tuple[str, dict[str, Term]]]
) -> None:
    """Where values are missing, doubled or of a wrong kind, the table answers as SPARQL or not at all."""
    database = made(triples, without)
    with TemporaryDirectory() as folder:
        _counts(database, _table(database, Path(folder)), asked)


def test_the_whole_graph(tmp_path: Path) -> None:
    """Nothing of the graph that the random ones begin with is left to SPARQL."""
    database = Database()
    database.load_turtle(WHOLE.encode(), "urn:h", "made up")
    counts = _counts(database, _table(database, tmp_path), _ASKED)
    assert len(counts) == len(_ASKED)
    assert sum(counts) > 10


@pytest.mark.parametrize(
    "layout",
    [
        *(
            "{s} {p} {o} .\n",
            "{s}\t{p}\t{o} .\n",
            "{s}  {p}  {o}.\n",
            '{s} {p} {o} . # a "comment" <b> .\r\n',
        ),
        *("{s}{p}{o}.\n", "# x\n{s} {p} {o} .\n", "{s} {p} {o} <urn:g> .\n", "\n{s} {p} {o} <urn:g>. \n"),
    ],
)
def test_files_of_any_layout(tmp_path: Path, layout: str) -> None:
    """However the lines of a file are laid out, its import writes a table that answers as SPARQL does."""
    database = Database()
    database.load_turtle(WHOLE.replace("<urn:a>", "_:a").encode(), "urn:h", "made up")
    told = [line[: line.rindex(" <")].split(" ", 2) for line in database.nquads()]
    (tmp_path / "a.nq").write_text(
        "".join(layout.format(s=s, p=p, o=o) for s, p, o in told), encoding="utf-8"
    )
    import_rdf([tmp_path / "a.nq"], tmp_path / "graph")
    with open_snapshot(tmp_path / "graph") as store:
        assert sum(_counts(store, store.snapshot, _ASKED)) > 10


def test_a_graph_too_large_to_gather(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the table would take too much memory it is not written, and SPARQL is asked."""
    monkeypatch.setattr("graph_build.task_lines.MOST_GATHERED", 5)
    database = Database()
    database.load_turtle(WHOLE.encode(), "urn:h", "made up")
    (tmp_path / "a.nq").write_text("\n".join([*database.nquads(), ""]), encoding="utf-8")
    import_rdf([tmp_path / "a.nq"], tmp_path / "graph")
    with open_snapshot(tmp_path / "graph") as store:
        assert not (store.snapshot / FILE).exists()
        assert _counts(store, store.snapshot, _ASKED) == []
