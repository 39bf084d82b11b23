"""The table of the corpus tells pages what the graph tells them, in the same order."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.page_data import corpus_file, directory
from api.page_data.corpus import Corpus
from api.page_data.directory import Directory
from api.page_data.graph import Graph
from graph_build.corpus_lines import Counted, count
from graph_build.corpus_table import FILE, write_table
from graph_build.late_tables import write_late_tables
from graph_build.snapshots import STORE
from graph_build.store import Database, EmbeddedStore, open_snapshot
from graph_build.store_errors import SnapshotUnreadable
from graph_build.task_lines import gather
from ontology.vocab import DEFAULT_BASE, vocabulary

NV, ID = f"{DEFAULT_BASE}ontology#", f"{DEFAULT_BASE}id"
DOCUMENTS = [f"<{ID}/document/d{number}>" for number in range(4)]
SAID = {
    "a": [f"<{NV}Document>", f"<{NV}Plan>"],
    "rdfs:label": ['"Kế hoạch"@vi', '"Kế hoạch 2"@vi', '"Đề án"'],
    "nv:number": ['"1/KH-UBND"', '"01/KH-UBND"'],
    "dcterms:title": ['"Về việc xây dựng"@vi', '"Về việc\\nxây"@vi'],
    "nv:dateIssued": [
        '"2022-06-30"^^<http://www.w3.org/2001/XMLSchema#date>',
        '"2021"^^<http://www.w3.org/2001/XMLSchema#gYear>',
    ],
    "nv:issuedBy": [f"<{ID}/unit/bo-y-te>", f"<{ID}/unit/nobody>"],
    "nv:inCorpus": ["true", "false"],
}
TRIPLES = st.tuples(
    st.sampled_from(DOCUMENTS), st.sampled_from(sorted(SAID)), st.integers(0, 1), st.sampled_from("gh")
)
MANDATES = st.tuples(
    st.sampled_from(["Task", "Duty", "Measure", "Indicator"]), st.integers(0, 5), st.sampled_from(DOCUMENTS)
)


def graph_of(
    triples: list[tuple[str, str, int, str]], mandates: list[tuple[str, int, str]]
) -> tuple[Database, set[str]]:
    """Make a graph of documents of which some facts are told, some in two graphs."""
    opening = (
        f"@prefix nv: <{NV}> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
        "@prefix dcterms: <http://purl.org/dc/terms/> ."
    )
    database = Database()
    for name in "gh":
        lines = [f"{one} {said} {SAID[said][at]} ." for one, said, at, graph in triples if graph == name]
        lines += [f"{one} a nv:Document ." for one in DOCUMENTS[:2]]
        database.load_turtle("\n".join([opening, *lines]).encode(), f"{DEFAULT_BASE}graph/{name}", "made")
    lines = [f"<urn:{kind}{at}> a nv:{kind} ; nv:statedIn {document} ." for kind, at, document in mandates]
    lines += [f"<{ID}/unit/bo-y-te> nv:leads <urn:{kind}{at}> ." for kind, at, _ in mandates]
    lines.append(
        f'<{ID}/unit/bo-y-te> a nv:Unit ; <http://www.w3.org/2004/02/skos/core#prefLabel> "Bộ Y tế"@vi .'
    )
    database.load_turtle("\n".join([opening, *lines]).encode(), f"{DEFAULT_BASE}graph/m", "made")
    return database, {kind for kind, _, _ in mandates}


def corpus_of(store: EmbeddedStore) -> Corpus:
    graph = Graph(store, DEFAULT_BASE)
    return Corpus(graph, Directory(graph))


def told(corpus: Corpus) -> Iterator[object]:
    """Give all that pages show of a corpus."""
    yield corpus.figures
    yield corpus.actors
    yield corpus.latest
    yield corpus.totals
    for in_corpus in (True, False):
        for words in ((), ("ke", "hoach"), ("bo",), ("y", "xay"), ("1/kh-ubnd",), ("nobody",)):
            yield in_corpus, words, corpus.listed(words, "2", in_corpus=in_corpus)
            yield corpus.listed(words, "", in_corpus=in_corpus)


def counted(database: Database, folder: Path) -> Counted:
    """Count by the lines of a graph what its table counts."""
    lines = folder / "lines.nq"
    with lines.open("wb") as file:
        database.dump_to(file, "application/n-quads")
    return count(gather([lines], vocabulary(), is_canonical=True), vocabulary())


def rows(path: Path) -> list[list[tuple[object, ...]]]:
    """Give all rows of a table of the corpus."""
    with closing(sqlite3.connect(path)) as table:
        asked = ("SELECT * FROM figure", "SELECT * FROM load", "SELECT * FROM document")
        return [sorted(table.execute(query).fetchall()) for query in asked]


def same(database: Database, folder: Path) -> None:
    """Compare what the graph tells with what the table does, read as one of few and of many documents."""
    store = EmbeddedStore(folder, "000001-00000000", folder, database)
    asked = corpus_of(store)
    expected = list(told(asked))
    names = list(asked._directory.documents.items())
    write_table(database, folder / FILE, counted=counted(database, folder))
    by_lines = rows(folder / FILE)
    (folder / FILE).unlink()
    write_table(database, folder / FILE)
    assert rows(folder / FILE) == by_lines
    assert corpus_file.count(store) == len(names)
    few = corpus_of(store)
    assert list(told(few)) == expected
    assert list(few._directory.documents.items()) == names
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(directory, "MANY", -1)
        many = corpus_of(store)
        assert many._directory.documents.are_many
        assert list(told(many)) == expected
        assert [many._directory.documents[iri] for iri, _ in names] == [one for _, one in names]
        read = asked._directory.documents.latest(500)
        assert many._directory.documents.latest(500) == read
        assert many._directory.documents._whole is None
    (folder / FILE).unlink()


@given(st.lists(TRIPLES, max_size=20), st.lists(MANDATES, max_size=6))
@settings(max_examples=60)
def test_any_graph(
    tmp_path_factory: pytest.TempPathFactory,
    triples: list[tuple[str, str, int, str]],
    mandates: list[tuple[str, int, str]],
) -> None:
    database, _ = graph_of(triples, mandates)
    same(database, tmp_path_factory.mktemp("corpus"))


@pytest.mark.parametrize("name", ["sample_graph", "years_graph"])
def test_built_graphs(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    with open_snapshot(request.getfixturevalue(name)) as store:
        assert corpus_file.count(store)
        same(Database.open_read_only(store.snapshot / STORE), tmp_path)


def test_of_very_many_documents_those_without_a_date_are_suggested_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dated = [(DOCUMENTS[0], "nv:dateIssued", 0, "g"), (DOCUMENTS[0], "rdfs:label", 0, "g")]
    undated = [(DOCUMENTS[1], "rdfs:label", 2, "g")]
    read = [(one, "nv:inCorpus", 0, "g") for one in DOCUMENTS[:2]]
    database, _ = graph_of([*dated, *undated, *read], [])
    write_table(database, tmp_path / FILE)
    monkeypatch.setattr(directory, "MANY", -1)
    store = EmbeddedStore(tmp_path, "000001-00000000", tmp_path, database)
    assert corpus_of(store)._directory.labels(500) == ["Kế hoạch", "Đề án"]


def test_a_table_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path, "000001-00000000", tmp_path, Database())
    assert corpus_file.figures(store) is None
    (tmp_path / FILE).write_text("half a t", encoding="utf-8")
    assert corpus_file.count(store) is None
    assert corpus_file.matching(store, (), in_corpus=True) is None
    (tmp_path / FILE).unlink()
    write_table(Database(), tmp_path / FILE)
    assert corpus_file.figures(store) == {}


def test_a_snapshot_without_the_table_gets_it(sample_graph: Path, tmp_path: Path) -> None:
    with open_snapshot(sample_graph) as store:
        expected = corpus_file.every(store)
        (tmp_path / STORE).symlink_to(store.snapshot / STORE)
        write_late_tables(tmp_path)
        late = EmbeddedStore(tmp_path, "000001-00000000", tmp_path, Database())
        assert corpus_file.every(late) == expected


def test_rows_that_cannot_be_read_any_more_are_no_empty_list(sample_graph: Path, tmp_path: Path) -> None:
    shutil.copytree(sample_graph, tmp_path / "graph")
    with open_snapshot(tmp_path / "graph") as store:
        told = corpus_file.matching(store, (), in_corpus=True)
        assert told is not None
        number, read = told
        assert len(read(0, number)) == number > 0
        next((tmp_path / "graph").rglob(FILE)).unlink()
        with pytest.raises(SnapshotUnreadable):
            read(0, number)
