"""The coordination network around a unit, and the positions of its nodes."""

from __future__ import annotations

import math
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.store import Database
from ontology.vocab import DEFAULT_BASE, RDF
from queries.layout import rings
from queries.network import Tie, network, sparql, ties

NV = f"{DEFAULT_BASE}ontology#"
UNIT = "http://example.org/{}"
A, B, C, D, POST = (UNIT.format(name) for name in ("a", "b", "c", "d", "post"))

# Task 1: A and B lead, C coordinates. Task 2: A leads, C and D coordinate. Task 3: D leads, A and C
# coordinate. Task 4: B leads, C coordinates, A has no part in it. The post leads task 1 too.
PARTS = (
    ("leads", A, 1),
    ("leads", B, 1),
    ("leads", POST, 1),
    ("coordinates", C, 1),
    ("leads", A, 2),
    ("coordinates", C, 2),
    ("coordinates", D, 2),
    ("leads", D, 3),
    ("coordinates", A, 3),
    ("coordinates", C, 3),
    ("leads", B, 4),
    ("coordinates", C, 4),
)


@pytest.fixture(scope="module")
def database() -> Database:
    """Give the four tasks; every statement stands in two graphs, which must not count it twice."""
    lines = []
    for graph in ("http://example.org/g1", "http://example.org/g2"):
        for how, unit, task in PARTS:
            lines.append(f"<{unit}> <{NV}{how}> <{UNIT.format(task)}> <{graph}> .")
        for task in range(1, 5):
            lines.append(f"<{UNIT.format(task)}> <{RDF.type}> <{NV}Task> <{graph}> .")
        for unit, kind in ((A, "Unit"), (B, "Unit"), (C, "ActorGroup"), (D, "Unit")):
            lines.append(f"<{unit}> <{RDF.type}> <{NV}{kind}> <{graph}> .")
    made = Database()
    made.load_nquads("\n".join(lines).encode(), "test")
    return made


class Asked:
    """A store over a dataset in memory."""

    snapshot_id = "test"

    def __init__(self, database: Database) -> None:
        self.query = database.query


def test_ties_are_counted_by_tasks_of_the_unit_only(database: Database) -> None:
    found, text = ties(Asked(database), A, DEFAULT_BASE)  # type: ignore[arg-type]
    assert set(found) == {
        Tie(A, B, True, 1),
        Tie(A, C, False, 2),
        Tie(B, C, False, 1),
        Tie(A, D, False, 1),
        Tie(D, A, False, 1),
        Tie(D, C, False, 1),
    }
    assert f"VALUES ?unit {{ <{A}> }}" in text


def test_the_query_of_an_odd_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="IRI"):
        sparql("> } DROP ALL", DEFAULT_BASE)


@pytest.mark.parametrize(
    ("options", "edges"),
    [
        ({}, {(A, B, 1), (A, C, 2), (B, C, 1), (A, D, 1), (D, A, 1), (D, C, 1)}),
        ({"own_only": True}, {(A, B, 1), (A, C, 2), (A, D, 1), (D, A, 1)}),
        ({"way": "leads", "own_only": True}, {(A, B, 1), (A, C, 2), (A, D, 1)}),
        ({"way": "coordinates"}, {(D, A, 1)}),
    ],
)
def test_the_network_holds_what_is_asked_for(
    database: Database, options: dict[str, object], edges: set[tuple[str, str, int]]
) -> None:
    found, _ = ties(Asked(database), A, DEFAULT_BASE)  # type: ignore[arg-type]
    graph = network(A, found, **options)  # type: ignore[arg-type]
    assert {(source, target, data["tasks"]) for source, target, data in graph.edges(data=True)} == edges


def test_a_unit_without_ties_stands_alone() -> None:
    graph = network(A, [])
    assert list(graph.nodes) == [A]
    assert rings(graph, A, {}) == {A: (0.0, 0.0)}


def star(count: int) -> nx.MultiDiGraph:
    """Make a centre with partners."""
    graph = nx.MultiDiGraph()
    graph.add_edges_from(("centre", f"unit {number:03}") for number in range(count))
    return graph


@given(st.integers(1, 80), st.randoms())
def test_positions_do_not_depend_on_the_order_of_nodes(count: int, random: object) -> None:
    graph = star(count)
    shuffled = nx.MultiDiGraph()
    nodes = list(graph.nodes)
    random.shuffle(nodes)  # type: ignore[attr-defined]
    shuffled.add_nodes_from(nodes)
    weight = {node: float(len(node) + ord(node[-1]) % 7) for node in nodes}
    assert rings(graph, "centre", weight) == rings(shuffled, "centre", weight)


@pytest.mark.parametrize("count", [1, 2, 9, 20, 45, 80])
def test_no_two_nodes_come_too_close(count: int) -> None:
    places = rings(star(count), "centre", {f"unit {number:03}": float(number) for number in range(count)})
    assert len(places) == count + 1
    assert min(math.dist(one, other) for one, other in combinations(places.values(), 2)) > 60


def test_the_greater_the_weight_the_nearer_the_centre() -> None:
    weight = {f"unit {number:03}": float(number) for number in range(30)}
    places = rings(star(30), "centre", weight)
    assert math.hypot(*places["unit 029"]) < math.hypot(*places["unit 000"])
