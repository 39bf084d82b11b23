"""The rules run to a fixpoint, and the OWL 2 RL alternative."""

from __future__ import annotations

import pytest

from graph_build import infer as module
from graph_build.errors import FixpointNotReached, GraphTooLarge, ResourceInvalid
from graph_build.infer import infer, infer_owlrl, only_new
from graph_build.store import Database
from ontology import load
from ontology.vocab import NV, ORG, OWL, RDF, RDFS, vocabulary

EX = "http://example.org/"
DATA = f"{EX}data"
INTO = f"{EX}inferred"
NAMES = vocabulary()

TRANSITIVE = f"""
PREFIX ex: <{EX}>
CONSTRUCT {{ ?a ex:above ?c }}
WHERE {{ ?a ex:above ?b . ?b ex:above ?c . }}
"""
INVERSE = f"CONSTRUCT {{ ?b <{EX}below> ?a }} WHERE {{ ?a <{EX}above> ?b }}"


def database(*triples: str) -> Database:
    made = Database()
    made.load_nquads("".join(f"{triple} <{DATA}> .\n" for triple in triples).encode(), "test")
    return made


def chain(length: int) -> Database:
    return database(*(f"<{EX}{i}> <{EX}above> <{EX}{i + 1}>" for i in range(length)))


def inferred(made: Database) -> set[tuple[str, str, str]]:
    names = (line.split(" ")[:3] for line in made.nquads(INTO))
    return {
        (s[1:-1].removeprefix(EX), p[1:-1].removeprefix(EX), o[1:-1].removeprefix(EX)) for s, p, o in names
    }


def test_a_closure_is_complete_and_holds_nothing_that_was_stated() -> None:
    made = chain(6)
    result = infer(made, {"transitive": TRANSITIVE, "inverse": INVERSE}, INTO)
    above = {(str(i), "above", str(j)) for i in range(7) for j in range(i + 2, 7)}
    below = {(str(j), "below", str(i)) for i in range(7) for j in range(i + 1, 7)}
    assert inferred(made) == above | below
    assert len(made.nquads(DATA)) == 6
    assert result.derived == {"inverse": len(below), "transitive": len(above)}
    assert result.total == len(above) + len(below)
    assert result.rounds > 2


def test_a_second_run_derives_nothing() -> None:
    made = chain(4)
    infer(made, {"transitive": TRANSITIVE}, INTO)
    again = infer(made, {"transitive": TRANSITIVE}, INTO)
    assert (again.total, again.rounds) == (0, 1)


def test_rules_feed_each_other_whatever_their_names() -> None:
    step = "CONSTRUCT {{ ?x <{0}{2}> true }} WHERE {{ ?x <{0}{1}> true }}"
    results = []
    for names in ("abc", "cba"):
        made = database(f'<{EX}x> <{EX}p> "true"^^<http://www.w3.org/2001/XMLSchema#boolean>')
        rules = {name: step.format(EX, *pair) for name, pair in zip(names, ("pq", "qr", "rs"), strict=True)}
        infer(made, rules, INTO)
        results.append(made.nquads(INTO))
    assert results[0] == results[1]
    assert len(results[0]) == 3


def test_only_new_leaves_out_what_is_there() -> None:
    made = chain(3)
    assert len(list(made.query(INVERSE))) == 3
    made.derive(INVERSE, INTO)
    assert len(list(made.query(INVERSE))) == 3
    assert list(made.query(only_new(INVERSE))) == []


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("SELECT * WHERE { ?s ?p ?o }", "must be CONSTRUCT"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "must be CONSTRUCT"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p }", "not valid SPARQL"),
        ("CONSTRUCT { ?s ex:p ?o } WHERE { ?s ?p ?o }", "not valid SPARQL"),
    ],
)
def test_a_malformed_rule_is_named(rule: str, reason: str) -> None:
    with pytest.raises(ResourceInvalid, match=rf"The rule broken is malformed: .*{reason}"):
        infer(chain(2), {"broken": rule}, INTO)


def test_rules_without_end_are_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_ROUNDS", 3)
    grow = f"CONSTRUCT {{ ?x <{EX}p> ?n }} WHERE {{ ?x <{EX}p> ?m BIND(?m + 1 AS ?n) }}"
    made = database(f'<{EX}x> <{EX}p> "1"^^<http://www.w3.org/2001/XMLSchema#integer>')
    with pytest.raises(FixpointNotReached, match="after 3 rounds, grow among them"):
        infer(made, {"grow": grow}, INTO)


def assigned(role: str) -> list[str]:
    return [
        f"<{EX}a> <{RDF.type}> <{NV.Assignment}>",
        f"<{EX}a> <{NV.task}> <{EX}t>",
        f"<{EX}a> <{NV.assignee}> <{EX}u>",
        f"<{EX}a> <{NV.role}> <{NAMES.role(role)}>",
    ]


def with_vocabulary(*triples: str) -> Database:
    made = database(*triples)
    made.load_nquads(load.nquads(*load.VOCABULARY_FILES, graph=NAMES.graph_ontology), "vocabulary")
    return made


@pytest.mark.parametrize(
    ("role", "leads", "coordinates"),
    [
        ("lead", 1, 0),
        ("focal", 1, 0),
        ("perform", 1, 0),
        ("coordinate", 0, 1),
        ("monitor", 0, 0),
        ("report", 0, 0),
    ],
)
def test_the_shipped_rules_give_the_shortcuts_and_their_inverses(
    role: str, leads: int, coordinates: int
) -> None:
    made = with_vocabulary(*assigned(role))
    infer(made, load.rules(), INTO)
    found = inferred(made)
    assert (("u", NV.leads, "t") in found, ("t", NV.ledBy, "u") in found) == (leads == 1,) * 2
    assert (("u", NV.coordinates, "t") in found, ("t", NV.coordinatedBy, "u") in found) == (
        coordinates == 1,
    ) * 2


def test_a_task_of_an_implementing_document_implements_what_is_above() -> None:
    made = with_vocabulary(
        f"<{EX}t> <{NV.statedIn}> <{EX}plan>",
        f"<{EX}plan> <{NV.implements}> <{EX}decision>",
        f"<{EX}decision> <{NV.implements}> <{EX}resolution>",
    )
    infer(made, load.rules(), INTO)
    assert {("t", NV.implements, "decision"), ("t", NV.implements, "resolution")} <= inferred(made)


def test_a_unit_leads_what_its_post_leads() -> None:
    post = f"<{EX}u> <{ORG.postIn}> <{EX}office>"
    made = with_vocabulary(*assigned("lead"), post, f"<{EX}u> <{RDF.type}> <{ORG.Post}>")
    infer(made, load.rules(), INTO)
    assert {("u", NV.leads, "t"), ("office", NV.leads, "t")} <= inferred(made)


def test_owlrl_gives_the_whole_closure_together_with_the_rules() -> None:
    made = database(
        f"<{EX}x> <{RDF.type}> <{EX}A>",
        f"<{EX}A> <{RDFS.subClassOf}> <{EX}B>",
        f"<{EX}p> <{OWL.inverseOf}> <{EX}q>",
        f"<{EX}x> <{EX}above> <{EX}y>",
        f"<{EX}below> <{RDFS.subPropertyOf}> <{EX}p>",
    )
    result = infer_owlrl(made, {"inverse": INVERSE}, INTO)
    found = inferred(made)
    assert ("x", RDF.type, "B") in found
    assert ("y", "below", "x") in found
    assert ("y", "p", "x") in found
    assert ("x", "q", "y") in found
    assert result.derived["owlrl"] > 3
    assert not any(line.startswith(("_:", '"')) or " _:" in line for line in made.nquads(INTO))


def test_owlrl_runs_again_after_the_rules_found_more() -> None:
    rule = f"CONSTRUCT {{ ?x <{EX}p> <{EX}late> }} WHERE {{ ?x a <{EX}B> }}"
    made = database(
        f"<{EX}x> <{RDF.type}> <{EX}A>",
        f"<{EX}A> <{RDFS.subClassOf}> <{EX}B>",
        f"<{EX}p> <{RDFS.subPropertyOf}> <{EX}above>",
    )
    infer_owlrl(made, {"late": rule}, INTO)
    assert {("x", "p", "late"), ("x", "above", "late")} <= inferred(made)


def test_owlrl_is_refused_on_a_large_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "OWLRL_LIMIT", 3)
    with pytest.raises(GraphTooLarge, match="--reasoner rules"):
        infer_owlrl(chain(4), {}, INTO)
