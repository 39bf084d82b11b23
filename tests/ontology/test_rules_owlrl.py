"""The OWL part of the rules against owlrl: the same conclusions from any graph over our vocabulary."""

from __future__ import annotations

import owlrl
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ontology.load import rules, turtle
from ontology.vocab import NV, ORG, RDF, RDFS, SKOS
from tests.unmeasured import unmeasured

Triple = tuple[str, str, str]

PLACE = "https://example.org/"
THINGS = [f"{PLACE}{number}" for number in range(6)]
OWL_RULES = {name: text for name, text in rules().items() if "# OWL 2 RL: " in text}
ONTOLOGY = rdflib.Graph().parse(data=turtle("nhiemvu"), format="turtle")
PROSE = {
    RDFS.label,
    SKOS.definition,
    "http://purl.org/dc/terms/title",
    "http://purl.org/dc/terms/description",
}


def of_type(kind: str) -> list[str]:
    return sorted(
        str(term)
        for term in ONTOLOGY.subjects(rdflib.RDF.type, rdflib.OWL[kind])
        if str(term).startswith(NV.namespace)
    )


CLASSES, LINKS = of_type("Class"), [*of_type("ObjectProperty"), ORG.postIn]
AXIOM_LINKS = sorted(
    {
        str(term)
        for name in ("inverseOf", "propertyChainAxiom")
        for term in ONTOLOGY.subjects(rdflib.OWL[name])
    }
    | {NV.statedIn, NV.annexOf, ORG.postIn}
)

thing = st.sampled_from(THINGS)
statement = st.one_of(
    st.tuples(thing, st.just(RDF.type), st.sampled_from(CLASSES)),
    st.tuples(thing, st.sampled_from(LINKS), thing),
    # the properties that chains, inverses and transitivity speak of, oftener than chance would give them
    st.tuples(thing, st.sampled_from(AXIOM_LINKS), thing),
    st.tuples(thing, st.sampled_from([NV.implements, NV.statedIn, NV.annexOf, NV.ledBy, ORG.postIn]), thing),
)
graphs = st.frozensets(statement, min_size=1, max_size=30)


def conclusions(triples: set[Triple]) -> set[Triple]:
    """Keep what is said of the things in terms of our vocabulary."""
    return {
        (subject, predicate, target)
        for subject, predicate, target in triples
        if subject.startswith(PLACE)
        and (
            predicate.startswith(NV.namespace) or (predicate == RDF.type and target.startswith(NV.namespace))
        )
    }


def by_owlrl(graph: frozenset[Triple]) -> set[Triple]:
    """Close the graph and the axioms with owlrl (prose left out: it entails nothing and costs time)."""
    store = rdflib.Graph()
    for triple in ONTOLOGY:
        if str(triple[1]) not in PROSE:
            store.add(triple)
    for subject, predicate, target in graph:
        store.add((rdflib.URIRef(subject), rdflib.URIRef(predicate), rdflib.URIRef(target)))
    with unmeasured():
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(store)
    return conclusions({(str(s), str(p), str(o)) for s, p, o in store if isinstance(s, rdflib.URIRef)})


def by_rules(graph: frozenset[Triple]) -> set[Triple]:
    store = ox.Store()
    store.extend(ox.parse(turtle("nhiemvu"), format=ox.RdfFormat.TURTLE))
    store.extend(ox.Quad(ox.NamedNode(s), ox.NamedNode(p), ox.NamedNode(o)) for s, p, o in graph)
    size = -1
    while len(store) != size:
        size = len(store)
        for text in OWL_RULES.values():
            found = store.query(text)
            assert isinstance(found, ox.QueryTriples)
            store.extend([ox.Quad(one.subject, one.predicate, one.object) for one in found])
    return conclusions(
        {
            (quad.subject.value, quad.predicate.value, quad.object.value)
            for quad in store
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
        }
    )


def test_every_statement_alone() -> None:
    """One pair of things for every class and property: no axiom goes untried."""
    graph = frozenset(
        [(f"{PLACE}a{number}", RDF.type, name) for number, name in enumerate(CLASSES)]
        + [(f"{PLACE}b{number}", name, f"{PLACE}c{number}") for number, name in enumerate(LINKS)]
    )
    concluded = by_rules(graph)
    assert concluded == by_owlrl(graph)
    assert len(concluded) > len(graph) * 2


def test_chains_inverses_and_transitivity_together() -> None:
    """A task in an annex of a plan, led by a post: its unit leads, and the task implements the plan's act."""
    task, annex, plan, programme, act, post, unit = (PLACE + name for name in "tapgous")
    graph = frozenset(
        [
            (task, NV.statedIn, annex),
            (annex, NV.annexOf, plan),
            (plan, NV.implements, programme),
            (act, NV.implementedBy, programme),
            (post, NV.leads, task),
            (post, ORG.postIn, unit),
        ]
    )
    concluded = by_rules(graph)
    assert concluded == by_owlrl(graph)
    wanted = {
        (task, NV.implements, act),
        (annex, NV.implements, programme),
        (unit, NV.leads, task),
        (unit, NV.participatesIn, task),
        (task, NV.hasParticipant, post),
        (act, RDF.type, NV.Document),
    }
    assert wanted <= concluded
    assert (unit, NV.coordinates, task) not in concluded


# A closure takes owlrl half a second, so a failing graph is shown as it was found, not made smaller.
@pytest.mark.slow
@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(graphs)
def test_rules_conclude_what_owlrl_concludes(graph: frozenset[Triple]) -> None:
    assert by_rules(graph) == by_owlrl(graph)
