"""The derivation from lines: the same triples as the rules in SPARQL give, for graphs drawn at random."""

from __future__ import annotations

import tempfile
from collections.abc import Set
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph_build.closure import axioms_under, closure
from graph_build.infer import infer
from graph_build.nquads import document
from graph_build.quad_lines import statements, unstated, value_of
from graph_build.store import Database
from graph_build.terms import iri, literal
from ontology import load
from ontology.vocab import NV, ORG, RDF, vocabulary

NAMES = vocabulary()
DATA = "http://example.org/data"
ROLES = ("lead", "focal", "coordinate", "perform")
RELATIONS = (
    *(NV.implements, NV.statedIn, NV.annexOf, NV.hasAnnex, NV.basedOn, NV.cites, NV.amends, NV.corrects),
    *(NV.replaces, NV.correctedBy),
    *(NV.leads, NV.ledBy, NV.coordinates, NV.participatesIn, NV.hasParticipant, ORG.postIn, NV.implementedBy),
    *(NV.task, NV.assignee),
)
CLASSES = (NV.Document, NV.StateDocument, NV.Task, NV.Duty, NV.Assignment, NV.Unit, NV.Decision)

Stated: TypeAlias = tuple[str, str, str]
"""Subject and object as they are written in N-Quads, the IRI of the predicate between them."""

things = st.integers(0, 5).map("<http://example.org/{}>".format)
stated = st.one_of(
    st.tuples(things, st.sampled_from(RELATIONS), things),
    st.tuples(things, st.just(RDF.type), st.sampled_from(CLASSES).map("<{}>".format)),
    st.tuples(things, st.just(NV.role), st.sampled_from(ROLES).map(f"<{NAMES.base}codes/role/{{}}>".format)),
    st.tuples(things, st.sampled_from((NV.number, NV.dutyText)), st.just('"a \\"b\\" <c>"@vi')),
)


@cache
def vocabulary_lines() -> bytes:
    return load.nquads(*load.VOCABULARY_FILES, graph=NAMES.graph_ontology)


def ex(number: int) -> str:
    return f"<http://example.org/{number}>"


@cache
def axioms() -> frozenset[Stated]:
    """State what each axiom and rule asks for, of things of its own."""
    known = axioms_under(NAMES.base)
    properties = sorted({*known.domain, *known.range, *known.related()})
    links = {(ex(2 * n), name[1:-1].decode(), ex(2 * n + 1)) for n, name in enumerate(properties, 100)}
    classes = {(ex(n), RDF.type, name.decode()) for n, name in enumerate(sorted(known.above), 1000)}
    chains = {
        (ex(10 * n + place), name[1:-1].decode(), ex(10 * n + place + 1))
        for n, (one, two, _) in enumerate(sorted(known.steps), 200)
        for place, name in enumerate((one, two))
    }
    roles = {
        triple
        for n, name in enumerate(ROLES, 300)
        for triple in (
            (ex(10 * n), NV.role, f"<{NAMES.role(name)}>"),
            (ex(10 * n), NV.task, ex(10 * n + 1)),
            (ex(10 * n), NV.assignee, ex(10 * n + 2)),
        )
    }
    state = {
        (ex(4000), NV.implements, ex(4001)),
        (ex(4000), RDF.type, f"<{NV.Plan}>"),
        (ex(4001), RDF.type, f"<{NV.StateDocument}>"),
    }
    return frozenset(links | classes | chains | roles | state)


def both(triples: Set[Stated]) -> tuple[list[str], list[str]]:
    lines = sorted(f"{s} <{p}> {o} <{DATA}> ." for s, p, o in triples)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "quads.nq"
        path.write_bytes(document(lines) + vocabulary_lines())
        database = Database()
        database.load_file(path)
        infer(database, load.rules(), NAMES.graph_inferred)
        return closure(path, NAMES), database.nquads(NAMES.graph_inferred)


@pytest.mark.unmeasured
@settings(max_examples=60, deadline=None)
@given(st.sets(stated, max_size=14))
@example({(ex(n), NV.implements, ex(n + 1)) for n in range(5)} | {(ex(9), NV.statedIn, ex(0))})
@example({(ex(0), NV.ledBy, ex(1)), (ex(1), ORG.postIn, ex(2)), (ex(2), ORG.postIn, ex(3))})
@example({(ex(0), NV.implementedBy, ex(1)), (ex(2), NV.statedIn, ex(1))})
@example(
    {
        (ex(0), NV.role, f"<{NAMES.base}codes/role/perform>"),
        (ex(0), NV.task, ex(1)),
        (ex(0), NV.assignee, ex(2)),
        (ex(2), ORG.postIn, ex(3)),
    }
)
@example(
    {
        (ex(0), NV.role, f"<{NAMES.role('perform')}>"),
        (ex(0), NV.task, ex(1)),
        (ex(0), NV.assignee, ex(2)),
        (ex(3), NV.role, f"<{NAMES.role('lead')}>"),
        (ex(3), NV.task, ex(1)),
    }
)
def test_lines_give_what_the_rules_give(triples: set[Stated]) -> None:
    from_lines, from_rules = both(triples)
    assert from_lines == from_rules


def test_every_axiom_is_followed_as_by_the_rules() -> None:
    from_lines, from_rules = both(axioms())
    assert from_lines == from_rules
    assert len(from_lines) > len(axioms())


def test_axioms_are_followed_to_the_end() -> None:
    found, _ = both({(ex(n), NV.implements, ex(n + 1)) for n in range(5)})
    assert f"{ex(0)} <{NV.implements}> {ex(5)} <{NAMES.graph_inferred}> ." in found
    assert f"{ex(5)} <{NV.implementedBy}> {ex(0)} <{NAMES.graph_inferred}> ." in found


@given(st.text())
def test_values_come_back_as_they_were_written(value: str) -> None:
    database = Database()
    line = f"{iri('http://example.org/s')} {iri('http://example.org/p')} {literal(value)} <{DATA}> .\n"
    database.load_nquads(line.encode(), "test")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "quads.nq"
        database.write_nquads(path)
        ((_, _, rest),) = statements(path)
    assert value_of(rest) == value


@pytest.mark.parametrize("term", ['"a"', '"a"@vi', '"2022"^^<http://www.w3.org/2001/XMLSchema#gYear>'])
def test_a_triple_of_another_graph_is_not_said_again(tmp_path: Path, term: str) -> None:
    path = tmp_path / "quads.nq"
    path.write_text(f"{ex(1)} <{NV.number}> {term} <{DATA}> .\n", encoding="utf-8")
    again = f"{ex(1)} <{NV.number}> {term} <{DATA}2> ."
    other = f"{ex(2)} <{NV.number}> {term} <{DATA}2> ."
    assert unstated([again, other], path) == [other]
