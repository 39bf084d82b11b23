"""Access to the files: parsed without blank nodes, the same in every run, under the base asked for."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from ontology.load import VOCABULARY_FILES, FileName, nquads, rules, triples, turtle
from ontology.vocab import DEFAULT_BASE, OWL, RDF, BaseError

BASE = "http://localhost:8000/"
FILES: tuple[FileName, ...] = ("nhiemvu", "alignment", "codes", "functions", "units", "shapes")


@pytest.mark.parametrize("name", FILES)
def test_every_file_parses_to_named_triples(name: FileName) -> None:
    found = triples(name)
    parsed = list(ox.parse(turtle(name), format=ox.RdfFormat.TURTLE))
    assert len(set(map(str, found))) == len(parsed)
    assert all(isinstance(subject, ox.NamedNode) for subject, _, _ in found)
    assert not any(isinstance(target, ox.BlankNode) for _, _, target in found)


@pytest.mark.parametrize("name", FILES)
def test_every_file_moves_with_the_base(name: FileName) -> None:
    assert DEFAULT_BASE not in turtle(name, BASE)
    assert "w3id.org/nhiemvu" not in turtle(name, BASE)
    assert len(triples(name, base=BASE)) == len(triples(name))


def test_a_wrong_base_is_refused() -> None:
    with pytest.raises(BaseError):
        turtle("nhiemvu", "localhost")


def test_lists_keep_their_order_under_minted_names() -> None:
    heads = {
        str(subject): target
        for subject, predicate, target in triples("nhiemvu")
        if predicate.value == RDF.first
    }
    chains = [
        target for _, predicate, target in triples("nhiemvu") if predicate.value == OWL.propertyChainAxiom
    ]
    steps = sorted(str(heads[str(chain)]).rpartition("#")[2] for chain in chains)
    assert steps == ["annexOf>", "coordinatedBy>", "hasParticipant>", "ledBy>", "statedIn>"]


def test_nquads_are_sorted_lines_in_one_graph() -> None:
    graph = f"{BASE}graph/ontology"
    lines = nquads(*VOCABULARY_FILES, graph=graph, base=BASE).decode("utf-8").splitlines(keepends=True)
    assert lines == sorted(lines)
    assert all(line.endswith(f" <{graph}> .\n") for line in lines)
    assert not any("_:" in line.split('"')[0] for line in lines)
    quads = list(ox.parse("".join(lines), format=ox.RdfFormat.N_QUADS))
    assert len(quads) == len(lines) == len(triples(*VOCABULARY_FILES))


def test_nquads_are_the_same_however_the_blank_nodes_were_numbered() -> None:
    again = [str(quad) for quad in triples("nhiemvu")]
    assert sorted(again) == sorted(str(quad) for quad in triples("nhiemvu"))


def test_rules_are_commented_construct_queries() -> None:
    found = rules(BASE)
    assert list(found) == sorted(found)
    assert len(found) == 12
    store = ox.Store()
    for name, text in found.items():
        assert text.startswith("# "), name
        assert "\n# OWL 2 RL: " in text or "\n# Not OWL: " in text, name
        assert isinstance(store.query(text), ox.QueryTriples), name
        assert DEFAULT_BASE not in text
