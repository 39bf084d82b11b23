"""Tracing: what is reached, by which hops, and that every hop is proved by words that stand where it says."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from graph_build.store import Database, EmbeddedStore, open_snapshot
from queries.errors import AmbiguousName, InvalidValue, UnitNotTraced, UnknownTask, UnknownThing
from queries.trace import Asked, trace
from queries.trace_indicators import target_words
from queries.trace_model import KINDS, STATED, Node, Quote, Trace
from queries.trace_read import TraceReader
from queries.trace_text import lines, turtle
from tests.queries.conftest import make_small_graph

BASE = "https://w3id.org/nhiemvu/"
ALL = Asked(kinds=frozenset(KINDS))
_DOCUMENTS = f"SELECT ?d WHERE {{ ?d a <{BASE}ontology#Document> }} ORDER BY ?d"
_MANDATES = f"SELECT ?m WHERE {{ ?m a <{BASE}ontology#Mandate> }} ORDER BY ?m"


def reached(nodes: tuple[Node, ...], kind: str) -> dict[str, Node]:
    """Give the different things of a kind below."""
    return {node.iri: node for one in nodes for node in one.walk() if node.kind == kind}


def names(store: EmbeddedStore, sparql: str) -> list[str]:
    return [row[0].value for row in store.query(sparql) if row[0] is not None]


def assert_proved(store: EmbeddedStore, found: Trace) -> int:
    """Check every hop's quotes against the text of their source; give the number of quotes."""
    quotes = 0
    for node in found.nodes:
        assert node.evidence or node.iri == found.root.iri, f"no proof of {node.link} {node.iri}"
        for quote in node.evidence:
            assert store.text(quote.sha256)[quote.start : quote.end] == quote.exact
            assert quote.source
            quotes += 1
    return quotes


def assert_every_hop_is_proved(graph: Path) -> None:
    with open_snapshot(graph) as store:
        roots = names(store, _DOCUMENTS) + names(store, _MANDATES)[::40]
        assert sum(assert_proved(store, trace(store, root, ALL)) for root in roots) > 100


@pytest.mark.unmeasured
def test_every_hop_in_the_sample_is_proved(sample_graph: Path) -> None:
    assert_every_hop_is_proved(sample_graph)


@pytest.mark.unmeasured
def test_every_hop_in_the_seeds_is_proved(seed_graph: Path) -> None:
    assert_every_hop_is_proved(seed_graph)


def test_a_resolution_reaches_plans_tasks_and_duties(seed_graph: Path) -> None:
    with open_snapshot(seed_graph) as store:
        found = trace(store, "38/NQ-CP")
    decision, plan = sorted(
        (node for node in found.down if node.kind == "document"), key=lambda node: node.iri
    )
    assert decision.facts["number"] == "2182/QĐ-BYT"
    assert len(reached((decision,), "task")) == 97
    sections = {node.facts["section"] for node in reached((decision,), "duty").values()}
    assert len(sections) == 22
    assert "bac-giang" in plan.iri
    assert len({node.facts["section"] for node in reached((plan,), "duty").values()}) == 12
    assert (decision.link, plan.link) == ("implementedBy", "implementedBy")
    assert found.as_object()["counts"]["down"]["task"] == 97
    assert found.root.facts["known_by_citation"]
    assert {one["times"] for one in found.root.facts["cited_by"]} == {11, 7}


@pytest.mark.parametrize("written", ["2182/QĐ-BYT B/2.7", "B/2.7", "2182/qd-byt nhiệm vụ b/2.7"])
def test_a_task_reaches_its_resolution(seed_graph: Path, written: str) -> None:
    with open_snapshot(seed_graph) as store:
        found = trace(store, written)
    assert found.root.iri == f"{BASE}id/task/byt/2022/qd-2182/b/2.7"
    (stated,) = found.up
    assert stated.link == "statedIn"
    (resolution,) = (node for node in stated.children if node.iri.endswith("cp/2022/nq-38"))
    assert resolution.links == ("implements", "basedOn")
    assert {quote.link for quote in resolution.evidence} == {"implements", "basedOn"}
    assert reached(found.down, "assignment")
    assert reached(found.down, "deadline")


def graph_of(*turtle_lines: str) -> EmbeddedStore:
    """Make a store of documents a, b, c … from statements such as "a implements b"."""
    database = Database()
    stated = [f"@prefix nv: <{BASE}ontology#> . @base <{BASE}id/document/x/2024/> ."]
    named: set[str] = set()
    for number, line in enumerate(turtle_lines):
        first, relation, second = line.split()
        named |= {first, second}
        stated.append(f"<{first}> nv:{relation} <{second}> .")
        stated.append(
            f"<c{number}> a nv:Citation ; nv:citingDocument <{first}> ; nv:citedDocument <{second}> ."
        )
    stated += [
        f'<{name}> a nv:Document ; nv:number "{name}" ; nv:numberKey "{name}/NQ-CP" ; '
        f'<http://www.w3.org/2000/01/rdf-schema#label> "{name}" .'
        for name in sorted(named)
    ]
    database.load_turtle("\n".join(stated).encode(), f"{BASE}graph/document/x", "x")
    return EmbeddedStore(Path("nowhere"), "000001-00000000", Path("nowhere"), database)


def shape(nodes: tuple[Node, ...]) -> list[Any]:
    """Write a tree as its names; "*" marks what is shown elsewhere, "@" what would lead round."""
    return [[node.label + "*" * node.repeated + "@" * node.cyclic, *shape(node.children)] for node in nodes]


def test_a_circle_ends_and_is_named() -> None:
    store = graph_of("a implements b", "b basedOn c", "c amends a")
    found = trace(store, "a")
    assert shape(found.up) == [["b@", ["c@", ["a*@"]]]]
    assert shape(found.down) == [["c@", ["b@", ["a*@"]]]]
    start = f"{BASE}id/document/x/2024/"
    assert found.cycles == ((f"{start}a", f"{start}b", f"{start}c"),)
    assert any("Circle" in line.text for line in lines(found, "en"))


def test_what_two_ways_lead_to_is_followed_once() -> None:
    ways = [f"{a}{level} implements {b}{level + 1}" for level in range(40) for a in "ab" for b in "ab"]
    found = trace(graph_of(*ways), "a0")
    assert len(reached(found.up, "document")) == 80
    assert sum(1 for _ in found.nodes) <= 1 + 160
    assert not found.cycles


def test_a_longer_chain_than_can_be_shown_is_cut_and_said() -> None:
    found = trace(graph_of(*(f"d{n} implements d{n + 1}" for n in range(130))), "d0")
    assert len(reached(found.up, "document")) == 100
    assert not found.complete
    json.dumps(found.as_object())


@pytest.mark.parametrize("rows_beyond", [2000, 3])
def test_a_limit_counts_what_it_leaves_out(rows_beyond: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("queries.trace._ROWS_BEYOND", rows_beyond)
    below = [f"d{number} implements r" for number in range(30)] + ["d1 basedOn r", "e implements d1"]
    found = trace(graph_of(*below), "r", Asked(limit=10))
    assert len(found.down) == 10
    assert found.more_down == {"document": 20}
    assert found.as_object()["more"] == {"up": {}, "down": {"document": 20}}
    assert not found.complete
    assert any("20 more documents" in line.text for line in lines(found, "en"))
    whole = trace(graph_of(*below), "r", Asked(limit=100))
    assert (len(whole.down), whole.more_down, whole.complete) == (30, {}, True)


def test_mandates_beyond_a_limit_are_counted_below_their_document(seed_graph: Path) -> None:
    with open_snapshot(seed_graph) as store:
        whole = trace(store, "2182/QĐ-BYT", Asked(direction="down"))
        found = trace(store, "2182/QĐ-BYT", Asked(direction="down", limit=20))
    shown = [node for node in found.down if node.kind in STATED]
    all_of_them = [node for node in whole.down if node.kind in STATED]
    assert len(shown) < len(all_of_them)
    assert found.more_down["mandate"] == len(all_of_them) - len(shown)


def test_who_cites_a_document_is_counted_and_the_first_are_named() -> None:
    store = graph_of("a basedOn law", *(f"d{number} cites law" for number in range(25)), "d7 cites law")
    store._database.load_turtle(
        f"<{BASE}id/document/x/2024/law> <{BASE}ontology#inCorpus> false .".encode(), f"{BASE}graph/x", "x"
    )
    (law,) = trace(store, "a").up
    assert law.facts["cited_by_count"] == 26
    assert len(law.facts["cited_by"]) == 20
    assert (law.facts["cited_by"][0]["label"], law.facts["cited_by"][0]["times"]) == ("d7", 2)
    assert any("6 more documents" in line.text for line in lines(trace(store, "a"), "en"))


@pytest.mark.parametrize("limit", ["0", "-1", "10001", "many"])
def test_a_limit_is_a_number_that_can_be_served(limit: str) -> None:
    with pytest.raises(InvalidValue, match="limit"):
        Asked.read(limit=limit)


def test_merely_named_documents_are_followed_on_demand() -> None:
    store = graph_of("a implements b", "a cites c")
    assert shape(trace(store, "a").up) == [["b"]]
    assert shape(trace(store, "a", ALL).up) == [["b"], ["c"]]
    assert shape(trace(store, "a", Asked.read(kinds="citation")).up) == [["c"]]


def test_depth_kinds_and_direction(small_graph: EmbeddedStore) -> None:
    whole = trace(small_graph, "38/NQ-CP")
    assert whole.as_object()["counts"]["down"]["document"] == 2
    assert not trace(small_graph, "38/NQ-CP", Asked.read(depth="0")).down
    near = trace(small_graph, "38/NQ-CP", Asked.read(depth="1"))
    assert near.as_object()["counts"] == {"up": {}, "down": {"document": 1}}
    tasks = trace(small_graph, "38/NQ-CP", Asked.read("down", kinds="task"))
    assert {node.kind for node in tasks.nodes} == {"document", "task"}
    assert len(reached(tasks.down, "task")) == 7
    assert not trace(small_graph, "38/NQ-CP", Asked.read("up")).down
    assigned = trace(small_graph, "38/NQ-CP", Asked.read(kinds="assignment"))
    assert all(node.kind == "assignment" for one in assigned.down for node in one.walk() if not node.children)


def test_what_is_derived_is_not_a_hop(small_graph: EmbeddedStore) -> None:
    (first,) = trace(small_graph, "99/KH-SYT", Asked.read("up")).up
    assert first.facts["number"] == "2182/QĐ-BYT"


def test_a_duty_has_all_its_units() -> None:
    made = make_small_graph(BASE)
    units = ("bo-y-te/vu-phap-che", "bo-y-te/cuc-y-te-du-phong")
    turtle = f"""@prefix nv: <{BASE}ontology#> . @base <{BASE}id/> .
<duty/shared> a nv:Duty ; nv:statedIn <document/byt/2022/qd-2182> ;
  nv:dutyOf {", ".join(f"<unit/{one}>" for one in units)} ; nv:coordinatesWith <unit/bo-y-te> ."""
    made.load_turtle(turtle.encode(), f"{BASE}graph/document/more", "more")
    store = EmbeddedStore(Path("nowhere"), "000001-00000000", Path("nowhere"), made)
    facts = TraceReader(store, BASE).things([f"{BASE}id/duty/shared"])[f"{BASE}id/duty/shared"].facts
    assert {one["iri"] for one in facts["units"]} == {f"{BASE}id/unit/{one}" for one in units}
    assert [one["iri"] for one in facts["coordinates_with"]] == [f"{BASE}id/unit/bo-y-te"]


def test_another_base(rebased_graph: EmbeddedStore) -> None:
    found = trace(rebased_graph, "38/NQ-CP")
    assert len(reached(found.down, "task")) == 7


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ("39/NQ-CPX", UnknownThing),
        ("", UnknownThing),
        (f"{BASE}id/task/none", UnknownThing),
        ("https://a b<>", UnknownThing),
        ("2182/QĐ-BYT Z/9", UnknownTask),
        ("01/QĐ-UBND", AmbiguousName),
        ("1", AmbiguousName),
        ("x" * 100_000, UnknownThing),
    ],
)
def test_what_is_not_one_thing_is_an_error(
    small_graph: EmbeddedStore, written: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        trace(small_graph, written)


def test_an_unknown_code_is_told_with_the_nearest_of_its_document(sample_graph: Path) -> None:
    with open_snapshot(sample_graph) as store:
        with pytest.raises(UnknownTask) as unknown:
            trace(store, "2182/QĐ-BYT B/2.77")
        assert unknown.value.nearest[0] == "2182/QĐ-BYT B/2.7"
        assert trace(store, unknown.value.nearest[0], Asked(direction="up")).root.facts["code"] == "2.7"


@pytest.mark.parametrize("written", ["Cục Y tế dự phòng", "cuc y te du phong"])
def test_a_unit_is_said_to_be_one(sample_graph: Path, written: str) -> None:
    with open_snapshot(sample_graph) as store, pytest.raises(UnitNotTraced) as told:
        trace(store, written)
    assert str(told.value).startswith(f"'{written}' is a unit;")
    assert told.value.told("vi").startswith(f"'{written}' là một đơn vị;")


def test_near_names_are_offered(small_graph: EmbeddedStore) -> None:
    with pytest.raises(UnknownThing, match="38/NQ-CP"):
        trace(small_graph, "39/NQ-CP")


def test_an_empty_graph_knows_nothing() -> None:
    with pytest.raises(UnknownThing):
        trace(graph_of(), "38/NQ-CP")


@pytest.mark.parametrize(
    ("field", "value"), [("depth", "-1"), ("depth", "x"), ("kinds", "tasks"), ("direction", "in")]
)
def test_wrong_fields_are_named(field: str, value: str) -> None:
    with pytest.raises(InvalidValue):
        Asked.read(**{field: value})


def test_tree_and_turtle_hold_every_thing(sample_graph: Path) -> None:
    import rdflib

    with open_snapshot(sample_graph) as store:
        found = trace(store, "2182/QĐ-BYT")
        written = turtle(store, found, BASE)
    graph = rdflib.Graph().parse(data=written.decode(), format="turtle")
    subjects = {str(subject) for subject in graph.subjects()}
    read = [node for node in found.nodes if not node.facts.get("known_by_citation")]
    assert {node.iri for node in read} <= subjects
    assert {quote.iri for node in found.nodes for quote in node.evidence} <= subjects
    shown = list(lines(found, "vi"))
    assert len(shown) > sum(1 for _ in found.nodes)
    assert all(line.depth <= before.depth + 1 for before, line in pairwise(shown))


def test_a_sentence_of_change_keeps_its_end_when_it_is_cut() -> None:
    said = "Nghị định số 1/2001/NĐ-CP " + "về việc này việc kia " * 20 + "hết hiệu lực."
    replaced = Quote(said, 0, len(said), "a.txt", "e", link="replacedBy")
    assert replaced.cut(120).endswith("hết hiệu lực.")
    assert len(replaced.cut(120)) <= 120
    cited = Quote(said, 0, len(said), "a.txt", "e", link="cites")
    assert cited.cut(120).endswith("…")
    assert cited.cut(len(said)) == said


def test_indicators_stand_below_their_document_with_targets_and_leads(sample_graph: Path) -> None:
    import rdflib

    with open_snapshot(sample_graph) as store:
        found = trace(store, "164/QĐ-BYT", Asked(direction="down", kinds=frozenset({"indicator"})))
        assert assert_proved(store, found) > 10
        written = turtle(store, found, BASE)
        above = trace(store, found.down[0].iri, Asked(direction="up"))
    assert {one.kind for one in found.down} == {"indicator"}
    rows = [node for node in found.down if "code" in node.facts]
    goals = [node for node in found.down if "code" not in node.facts]
    assert "70%" in {target_words(*node.facts["targets"]) for node in goals}
    first = rows[0]
    assert (first.facts["code"], first.label) == ("1", "Tỷ lệ dân số tham gia bảo hiểm y tế")
    assert [target_words(one) for one in first.facts["targets"]] == ["94,1 % (2024)"]
    assert [one["label"] for one in first.facts["leads"]] == ["Vụ Bảo hiểm y tế"]
    places = [(one.facts["section"], one.facts["code"]) for one in rows]
    assert len(set(places)) == len(places)
    assert places[0] == ("PL1/I", "1")
    assert first.facts["section_title"] == "Chỉ tiêu chủ yếu"
    assert "94,1 % (2024) — chủ trì Vụ Bảo hiểm y tế" in "".join(line.text for line in lines(found, "vi"))
    graph = rdflib.Graph().parse(data=written.decode(), format="turtle")
    targets = {rdflib.URIRef(one["iri"]) for node in found.down for one in node.facts["targets"]}
    assert targets <= set(graph.subjects())
    assert above.up[0].facts["number"] == "164/QĐ-BYT"
