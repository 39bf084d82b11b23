"""A scenario as RDF: a graph of its own, in terms that no fact uses, conforming to the shapes."""

from __future__ import annotations

from io import BytesIO

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib import RDF, RDFS

from graph_build.store import EmbeddedStore
from ontology.load import turtle
from ontology.vocab import DEFAULT_BASE, NV, vocabulary
from queries.load import load
from queries.scenario_changes import Change, Merge, Move, Reschedule, Split, Unschedule
from queries.scenario_graph import MEDIA_TYPES, scenario_quads, write_scenario
from queries.scenario_read import ScenarioReader
from queries.scenarios import Kept, Scenario, Stamp

UNITS = f"{DEFAULT_BASE}id/unit/bo-y-te"
DPM, LEGAL, OFFICE = (f"{UNITS}/{name}" for name in ("cuc-y-te-du-phong", "vu-phap-che", "van-phong"))
TASK = f"{DEFAULT_BASE}id/task/"
GRAPH = f"{DEFAULT_BASE}graph/scenario/thu"
PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")
CHANGES: tuple[Change, ...] = (
    Merge((DPM, LEGAL), name='Cục "mới"'),
    Move("new:cuc-moi", OFFICE, "lead", (f"{TASK}b1",)),
    Reschedule(f"{TASK}c1", "2023-06", "quarter"),
    Reschedule(f"{TASK}gone", "2023"),
    Unschedule(f"{TASK}b1"),
    Split("new:cuc-moi", ("new:cuc-moi", "Cục hai"), "first", (f"2 {TASK}c1",)),
)


def _lines(store: EmbeddedStore, by: str = "An") -> list[str]:
    reader, stamp = ScenarioReader(store), Stamp(by, "2026-01-31T08:00:00+07:00", "000001-0a1b2c3d")
    kept = tuple(Kept(number, change, stamp) for number, change in enumerate(CHANGES, start=1))
    scenario = Scenario("thu", "Thử", stamp, kept, len(kept))
    facts, supposed = reader.suppose(scenario.numbered)
    return scenario_quads(scenario, facts, supposed, reader.labels(CHANGES), DEFAULT_BASE)


def _graph(store: EmbeddedStore) -> rdflib.Graph:
    lines, end = _lines(store), f" <{GRAPH}> ."
    assert all(line.endswith(end) for line in lines)
    return rdflib.Graph().parse(data="\n".join(f"{line.removesuffix(end)} ." for line in lines), format="nt")


def test_who_supposed_what_when(small_graph: EmbeddedStore) -> None:
    found = _graph(small_graph)
    scenario = rdflib.URIRef(GRAPH)
    assert found.value(scenario, RDF.type) == rdflib.URIRef(NV.Scenario)
    assert {text.language for text in found.objects(scenario, RDFS.comment)} == {"vi", "en"}  # type: ignore[attr-defined]
    changes = sorted(found.objects(scenario, rdflib.URIRef(NV.hasChange)), key=str)
    assert len(changes) == 6
    agent = found.value(changes[0], PROV.wasAssociatedWith)
    assert str(found.value(agent, RDFS.label)) == "An"
    assert str(found.value(changes[0], PROV.endedAtTime)) == "2026-01-31T08:00:00+07:00"
    assert str(found.value(changes[0], rdflib.URIRef(NV.onSnapshot))) == "000001-0a1b2c3d"
    assert [str(task) for task in found.objects(changes[4], rdflib.URIRef(NV.supposedTask))] == [f"{TASK}b1"]
    assert [bool(list(found.objects(one, rdflib.URIRef(NV.notApplied)))) for one in changes] == [
        *(False, False, False),
        *(True, False, False),
    ]


def test_carried_out_in_order_it_gives_the_load_of_the_scenario(small_graph: EmbeddedStore) -> None:
    """Take each supposed assignment in the order of its change: what comes out is the changed table."""
    found, reader = _graph(small_graph), ScenarioReader(small_graph)
    facts, supposed = reader.suppose(list(enumerate(CHANGES, start=1)))
    held = {
        (role, facts.tasks[task], facts.table.actors[actor])
        for role, pairs in (("lead", facts.table.leads), ("coordinate", facts.table.coordinates))
        for actor, task in pairs.tolist()
    }
    query = """PREFIX nv: <https://w3id.org/nhiemvu/ontology#> PREFIX prov: <http://www.w3.org/ns/prov#>
    SELECT ?role ?task ?before ?after {
      ?one a nv:SupposedAssignment ; nv:supposedRole ?role ; nv:supposedTask ?task ; nv:insteadOf ?before ;
        nv:supposedActor ?after ; prov:wasGeneratedBy/nv:changeNumber ?n } ORDER BY ?n"""
    for row in found.query(query):
        role, task, before, after = (str(term) for term in row)  # type: ignore[union-attr]
        held.remove((role.rpartition("/")[2], task, before))
        held.add((role.rpartition("/")[2], task, after))
    table = supposed.table
    assert held == {
        (role, facts.tasks[task], table.actors[actor].replace("new:", f"{GRAPH}#unit-"))
        for role, pairs in (("lead", table.leads), ("coordinate", table.coordinates))
        for actor, task in pairs.tolist()
    }


def test_a_scenario_beside_the_facts_changes_no_answer(small_graph: EmbeddedStore) -> None:
    """Its terms are those of no fact, so that even a store that is given both counts the same."""
    before = load(ScenarioReader(small_graph).facts.table)
    lines = _lines(small_graph)
    for name in (
        "Task",
        "Unit",
        "Actor",
        "Assignment",
        "Deadline",
        "leads",
        "coordinates",
        "due",
        "assignee",
    ):
        assert all(f"<{getattr(NV, name)}>" not in line for line in lines)
    assert load(ScenarioReader(small_graph).facts.table) == before


def test_it_conforms_to_the_shapes(small_graph: EmbeddedStore) -> None:
    shapes = rdflib.Graph().parse(data=turtle("shapes"), format="turtle")
    conforms, _, report = pyshacl.validate(_graph(small_graph), shacl_graph=shapes)
    assert conforms, report


@pytest.mark.parametrize("form", MEDIA_TYPES)
def test_every_form_says_the_same(small_graph: EmbeddedStore, form: str) -> None:
    written, lines = BytesIO(), _lines(small_graph)
    write_scenario(lines, vocabulary(DEFAULT_BASE).graph_scenario("thu"), written, form, DEFAULT_BASE)
    formats = {"turtle": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "nquads": ox.RdfFormat.N_QUADS}
    read = set(ox.parse(written.getvalue(), format=formats[form]))
    whole = set(ox.parse("\n".join(lines).encode(), format=ox.RdfFormat.N_QUADS))
    assert {one.triple for one in read} == {one.triple for one in whole}
    assert form == "turtle" or read == whole


def test_what_is_only_tried_is_nobody_s(small_graph: EmbeddedStore) -> None:
    assert not any("#agent-" in line for line in _lines(small_graph, by=""))
