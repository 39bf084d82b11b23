"""The made graphs that benchmarks run on: the same for a seed, of the wanted size, and like built ones."""

from __future__ import annotations

import hashlib
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import httpx
import pytest

from graph_build.store import Database, EmbeddedStore
from graph_build.terms import Iri
from graph_build.validate import validate
from ontology.vocab import vocabulary
from queries.trace import trace

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


def script(name: str) -> ModuleType:
    if str(BENCHMARKS) not in sys.path:
        sys.path.append(str(BENCHMARKS))  # scripts import one another
    spec = spec_from_file_location(f"benchmark_{name}", BENCHMARKS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = module_from_spec(spec)
    sys.modules[spec.name] = loaded
    spec.loader.exec_module(loaded)
    return loaded


@pytest.fixture(scope="module")
def graph() -> bytes:
    return "".join(script("generate").Maker(10_000, 20).parts()).encode()


def test_a_seed_gives_the_same_bytes_and_another_seed_others(graph: bytes) -> None:
    again, other = ("".join(script("generate").Maker(10_000, seed).parts()).encode() for seed in (20, 21))
    assert hashlib.sha256(again).digest() == hashlib.sha256(graph).digest()
    assert other != graph


def test_a_made_graph_has_the_wanted_size_and_no_triple_twice(graph: bytes) -> None:
    lines = graph.splitlines()
    assert 10_000 <= len(lines) < 10_000 + 120 * 70
    assert len(set(lines)) == len(lines)


def test_a_made_lineage_is_the_same_for_a_seed_and_can_be_traced() -> None:
    made, again = (
        "".join(script("generate_lineage").LineageMaker(200, 5, 20).parts()).encode() for _ in range(2)
    )
    assert made == again
    assert len(set(made.splitlines())) == len(made.splitlines())
    database = Database()
    database.load_nquads(made, "made")
    store = EmbeddedStore(Path("nowhere"), "000001-00000000", Path("nowhere"), database)
    nv = "PREFIX nv: <https://w3id.org/nhiemvu/ontology#>"
    deepest = f"{nv} SELECT ?d {{ ?d nv:implements ?a }} GROUP BY ?d ORDER BY DESC(COUNT(?a)) ?d LIMIT 1"
    ((document,),) = store.query(deepest)
    assert isinstance(document, Iri)
    found = trace(store, document.value)
    assert found.complete
    assert all(node.evidence for node in found.nodes if node.link == "implements")
    assert sum(node.link == "implements" for node in found.nodes) >= 4


def test_a_made_graph_keeps_the_shapes_of_a_built_one(graph: bytes) -> None:
    database = Database()
    database.load_nquads(graph, "made")
    assert validate(database, vocabulary()) == ()


def test_the_folder_for_made_graphs_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stores = script("stores")
    monkeypatch.setattr(stores, "contest", lambda *_: [{"what": "load"}])
    work, out = tmp_path / "not" / "there", tmp_path / "stores.json"
    stores.main(["--sizes", "1000", "--only", "rdflib", "--work", str(work), "--out", str(out)])
    assert (work / "made-1000" / "graph.nq").is_file()
    assert out.is_file()


def test_documents_are_compared_in_pairs_where_no_link_does() -> None:
    pages = script("pages")
    documents = [f"/documents/a/2022/{number}" for number in "123"]
    found = {"/counterparts": ["/counterparts"], "/documents/…": [*documents, "/documents/a/2022/1?lang=en"]}
    for _ in range(2):
        pages.with_pairs(found, 20)
        (pair,) = found["/counterparts"][1:]
        asked = httpx.URL(pair).params
        assert [asked["a"], asked["b"]] == [f"{pages.THINGS}{document}" for document in documents[:2]]
