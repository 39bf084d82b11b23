"""What is asked of the graph for the names of documents and actors, and by which answers."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from api.page_data.corpus import LATEST, Corpus
from api.page_data.directory import ActorRef, Directory, Ref
from api.page_data.graph import Answer, Graph
from graph_build.corpus_table import FILE
from graph_build.store import open_snapshot
from graph_build.text import fold
from ontology.vocab import DEFAULT_BASE

if TYPE_CHECKING:
    from tests.api.conftest import Running, Serve

WHOLE = {"documents", "actors"}
"""The page queries that read every document and every actor."""


@pytest.fixture
def server(serve: Serve, sample_graph: Path) -> Iterator[Running]:
    with serve(sample_graph, query_workers=2) as running:
        yield running


@pytest.fixture(scope="module")
def without_table(sample_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the graph of the sample with a table of the corpus of another layout, which is not read."""
    folder = tmp_path_factory.mktemp("without") / "graph"
    shutil.copytree(sample_graph, folder)
    for table in folder.glob(f"snapshots/*/{FILE}"):
        with closing(sqlite3.connect(table, isolation_level=None)) as changed:
            changed.execute("UPDATE about SET value = '0'")
    return folder


@pytest.fixture
def plain(serve: Serve, without_table: Path) -> Iterator[Running]:
    with serve(without_table, query_workers=2) as running:
        yield running


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the names of the page queries that are asked from now on, filled as they are."""
    names: list[str] = []
    ask = Graph.ask

    def told(graph: Graph, name: str, **things: Any) -> Answer:
        names.append(name)
        return ask(graph, name, **things)

    monkeypatch.setattr(Graph, "ask", told)
    return names


@pytest.mark.parametrize(
    "address",
    [
        "/api/trace?thing=38/NQ-CP",
        "/api/trace/pack?thing=38/NQ-CP&depth=1",
        "/api/ask?under=38/NQ-CP&limit=2",
        "/trace?thing=38/NQ-CP",
    ],
)
def test_traces_and_answers_list_no_directory(server: Running, asked: list[str], address: str) -> None:
    assert server.client.get(address).status_code == 200
    assert not WHOLE & set(asked)


def test_what_shows_lists_reads_each_once(plain: Running, asked: list[str]) -> None:
    for _ in range(2):
        assert plain.client.get("/units").status_code == 200
        assert plain.client.get("/documents").status_code == 200
    assert sorted(name for name in asked if name in WHOLE) == sorted(WHOLE)


def test_a_table_of_the_corpus_is_read_instead_of_the_graph(server: Running, asked: list[str]) -> None:
    for address in ("/", "/units", "/documents", "/documents?kind=cited"):
        assert server.client.get(address).status_code == 200
    assert asked == ["actors"]


def directory_of(folder: Path, *, are_many: bool) -> Directory:
    directory = Directory(Graph(open_snapshot(folder), DEFAULT_BASE))
    directory.documents.are_many = are_many
    return directory


@pytest.mark.parametrize("graph", ["sample_graph", "years_graph"])
def test_documents_read_by_name_are_those_of_the_list(graph: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(graph)
    whole, many = (directory_of(folder, are_many=are_many) for are_many in (False, True))
    assert [many.document(iri) for iri in whole.documents] == list(whole.documents.values())
    unknown = ["", "38/NQ-CP", "_:b", f"{DEFAULT_BASE}id/document/a/b/c", next(iter(whole.actors))]
    many.documents.read(unknown)
    for one in unknown:
        assert one not in many.documents
        assert many.document(one) == whole.document(one)
    dated = [one for one in whole.documents.latest(500) if one.date]
    assert many.documents.latest(500) == dated
    assert many.labels(2) == [one.label for one in dated[:2]]
    counts = {one.ref.iri: one for one in Corpus(whole.graph, whole).documents}
    assert counts
    assert Corpus(many.graph, many).latest == tuple(counts[one.iri] for one in dated[:LATEST])


def test_of_very_many_documents_pages_read_those_they_show(plain: Running, asked: list[str]) -> None:
    app = plain.app
    app.state.site.view(app.state.store).directory.documents.are_many = True
    places = ("/", "/units", "/trace", "/documents/cp/2022/nq-38", "/documents/cp/2022/nq-38/text")
    for address in (*places, "/tasks/byt/2022/qd-2182/b/2.7", "/units/bo-y-te"):
        assert plain.client.get(address).status_code == 200, address
    assert "documents" not in asked
    assert "documents-named" in asked
    assert len(asked) < 60  # not one query a document


def test_documents_that_a_page_shows_are_read_together(without_table: Path, asked: list[str]) -> None:
    known = list(directory_of(without_table, are_many=False).documents)
    many = directory_of(without_table, are_many=True)
    asked.clear()
    many.documents.read(known)
    assert [many.document(iri).iri for iri in known] == known
    assert set(asked) == {"documents-named"}
    assert len(asked) == -(-len(known) // 200)
    assert "documents-many" not in asked


def test_of_very_many_documents_the_nearest_are_found_among_those_that_share_words(
    sample_graph: Path,
) -> None:
    whole, many = (directory_of(sample_graph, are_many=are_many) for are_many in (False, True))
    for typed in ("2182/QD-BYT", "38/NQ", "qd-2182", "nghi quyet 38", "Quyết định 2128/QĐ-BYT"):
        nearest = whole.nearest(typed, ["document"])
        assert nearest
        assert many.nearest(typed, ["document"])[:1] == nearest[:1], typed
    assert many.nearest("", ["document"]) == many.nearest("zzzz", ["document"]) == ()
    assert many.documents._whole is None


def test_a_unit_without_tasks_has_a_page(server: Running) -> None:
    view = server.app.state.site.view(server.app.state.store)
    idle = [one.ref.url for one in view.corpus.actors if not (one.leads or one.coordinates) and one.ref.url]
    assert idle
    for address in idle[:12]:
        assert server.client.get(address).status_code == 200, address


def test_a_name_that_several_have_leads_to_their_list(small_server: Running) -> None:
    directory = Directory(Graph(open_snapshot(small_server.directory), DEFAULT_BASE))
    refs = [
        ActorRef(f"x:{iri}", "unit", name, f"/units/{iri}")
        for iri, name in zip("abc", ("Sở Y tế", "Sở Y tế", "Bộ Y tế"), strict=True)
    ]
    directory._actors = {ref.iri: ref for ref in refs}
    assert directory.called[fold("SỞ Y TẾ")] == Ref(
        "", "unit", "Sở Y tế", "/units?words=S%E1%BB%9F+Y+t%E1%BA%BF"
    )
    assert directory.called[fold("Bộ Y tế")] == refs[2]
