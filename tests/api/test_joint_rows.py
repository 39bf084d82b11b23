"""A document that two offices issued is one row everywhere, with both of them and both who signed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api.page_data.corpus import Corpus
from api.page_data.directory import Directory
from api.page_data.documents import METADATA, read_metadata
from api.page_data.graph import Graph
from graph_build.store import EmbeddedStore, open_snapshot
from graph_build.text import bare
from ontology.vocab import DEFAULT_BASE
from queries.carried import carried
from queries.errors import AmbiguousName
from queries.export import table
from queries.names import Names
from queries.outcome_read import read_documents
from tests.conftest import MadeOnce, build_graph
from tests.joint_documents import PLAN

if TYPE_CHECKING:
    from tests.api.conftest import Serve

OFFICES = "Công an tỉnh; Sở Y tế"
EARLIER = PLAN.replace("7/KHLN", "5/KHLN").replace("2024", "2022")


def make(folder: Path) -> None:
    (folder / "in").mkdir()
    (folder / "in" / "joint.txt").write_text(PLAN, encoding="utf-8")
    (folder / "in" / "earlier.txt").write_text(EARLIER, encoding="utf-8")
    build_graph(folder / "in", folder / "graph")


@pytest.fixture(scope="module")
def store(made_once: MadeOnce) -> EmbeddedStore:
    return open_snapshot(made_once("joint", make) / "graph")


def test_tables_and_lists_have_one_row_with_both(store: EmbeddedStore) -> None:
    made = table(store, "documents", DEFAULT_BASE)
    place = made.variables.index("issuer")
    issuers = [row[place] for row in made.rows]
    assert [one.value for one in issuers if one is not None] == [OFFICES, OFFICES]
    told = [row for row in Graph(store, DEFAULT_BASE).ask("api-documents").rows if row["issuer"]]
    assert [row["issuerName"].split("\n") for row in told] == [OFFICES.split("; ")] * 2
    units = f"{DEFAULT_BASE}id/unit/uy-ban-nhan-dan-tinh-an-son"
    assert {row["issuer"] for row in told} == {f"{units}/cong-an-tinh\n{units}/so-y-te"}


def test_programs_get_a_list_of_those_who_issued_it(made_once: MadeOnce, serve: Serve) -> None:
    with serve(made_once("joint", make) / "graph", query_workers=1) as server:
        rows = server.client.get("/api/documents").json()["rows"]
    both = [row for row in rows if len(row["issuers"]) == 2]
    assert [[one["name"] for one in row["issuers"]] for row in both] == [OFFICES.split("; ")] * 2
    assert {row["issuerName"] for row in both} == {OFFICES}
    assert all("; ".join(one["issuer"] for one in row["issuers"]) == row["issuer"] for row in both)
    assert all(row["issuer"] is None for row in rows if not row["issuers"])


def test_the_filter_finds_it_by_either_office(store: EmbeddedStore) -> None:
    graph = Graph(store, DEFAULT_BASE)
    corpus = Corpus(graph, Directory(graph))
    for office in OFFICES.split("; "):
        found = corpus.listed(bare(office).split(), "1", in_corpus=True)
        assert [one.ref.number for one in found.lines] == ["7/KHLN-SYT-CAT", "5/KHLN-SYT-CAT"]


def test_its_page_names_both_who_signed_in_the_body_of_each(store: EmbeddedStore) -> None:
    graph = Graph(store, DEFAULT_BASE)
    directory = Directory(graph)
    ref = next(one for one in directory.documents.values() if one.number.startswith("7/"))
    told = read_metadata(
        graph, directory, ref, {name: graph.ask(name, document=[ref.iri]) for name in METADATA}
    )
    assert [one.label for one in told.signers] == ["Lò Văn Minh", "Vi Thị Lan"]
    assert told.signer_post == "Giám đốc; Phó Giám đốc"
    posts = graph.store.query(
        "SELECT ?name ?body WHERE { ?person <http://www.w3.org/ns/org#holds> ?post ;"
        " <http://xmlns.com/foaf/0.1/name> ?name ."
        " ?post <http://www.w3.org/ns/org#postIn>/<http://www.w3.org/2004/02/skos/core#prefLabel> ?body }"
    )
    held = {(name.value, body.value) for name, body in posts if name is not None and body is not None}
    assert held >= {("Lò Văn Minh", "Công an tỉnh"), ("Vi Thị Lan", "Sở Y tế")}


def test_it_is_compared_and_found_as_a_document_of_both(store: EmbeddedStore) -> None:
    documents = read_documents(store, DEFAULT_BASE).values()
    assert [one.issuers for one in documents if one.in_corpus] == 2 * [{"uy-ban-nhan-dan-tinh-an-son"}]
    assert [(one.later_in.label, one.earlier_in.label) for one in carried(store)] == []


def test_labels_that_two_documents_share_are_offered_with_what_tells_them_apart(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for year in ("2022", "2024"):
        text = PLAN.replace("2024", year)
        (tmp_path / "in" / f"{year}.txt").write_text(text, encoding="utf-8")
    store = open_snapshot(build_graph(tmp_path / "in", tmp_path / "graph"))
    directory, names = Directory(Graph(store, DEFAULT_BASE)), Names(store)
    label = "Kế hoạch 7/KHLN-SYT-CAT"
    assert directory.labels(9) == directory.numbers(9) == [f"{label} (2024)", f"{label} (2022)"]
    found = [names.document(one).value for one in directory.labels(9)]
    assert [directory.document(one).date[:4] for one in found] == ["2024", "2022"]
    with pytest.raises(AmbiguousName) as raised:
        names.document("7/KHLN-SYT-CAT")
    offered = [one.partition(" <")[0] for one in raised.value.candidates]
    assert offered == [f"{label} (2022)", f"{label} (2024)"]
    assert {names.document_label(one) for one in found} == set(directory.labels(9))
