"""What the rules conclude, case by case, above all those that OWL cannot state."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from ontology.load import rules, turtle
from ontology.vocab import vocabulary

BASE = "http://localhost/"
PREFIXES = f"""
@prefix nv: <{BASE}ontology#> .
@prefix role: <{BASE}codes/role/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix : <http://example.org/> .
"""


def close(text: str) -> set[str]:
    """Run all rules to the end over Turtle; give what is derived, in local names."""
    store = ox.Store()
    store.extend(ox.parse(turtle("nhiemvu", BASE), format=ox.RdfFormat.TURTLE))
    store.extend(ox.parse(PREFIXES + text, format=ox.RdfFormat.TURTLE))
    known = set(store)
    size = -1
    while len(store) != size:
        size = len(store)
        for rule in rules(BASE).values():
            found = store.query(rule)
            assert isinstance(found, ox.QueryTriples)
            store.extend([ox.Quad(one.subject, one.predicate, one.object) for one in found])
    return {
        " ".join(str(term).strip("<>").replace("#", "/").rpartition("/")[2] for term in quad.triple)
        for quad in set(store) - known
    }


def assignments(*parts: str) -> str:
    """Write one assignment in the task :t for every "role actor"."""
    return "".join(
        f":a{number} nv:task :t ; nv:role role:{part.split()[0]} ; nv:assignee :{part.split()[1]} .\n"
        for number, part in enumerate(parts)
    )


LEADING = [
    # assignments, who leads, who coordinates
    (["lead u"], {"u"}, set()),
    (["focal u"], {"u"}, set()),
    (["lead u", "lead v"], {"u", "v"}, set()),
    (["lead u", "coordinate v"], {"u"}, {"v"}),
    (["perform u"], {"u"}, set()),
    (["perform u", "perform v", "coordinate w"], {"u", "v"}, {"w"}),
    (["lead u", "perform v"], {"u"}, set()),
    (["focal u", "perform v"], {"u"}, set()),
    (["coordinate u"], set(), {"u"}),
    (["monitor u", "report v"], set(), set()),
    (["lead u", "coordinate u"], {"u"}, {"u"}),
]


@pytest.mark.parametrize(
    ("parts", "leads", "coordinates"), LEADING, ids=[", ".join(case[0]) for case in LEADING]
)
def test_roles_give_the_shortcuts(parts: list[str], leads: set[str], coordinates: set[str]) -> None:
    derived = close(assignments(*parts))
    assert {line.split()[0] for line in derived if line.endswith(" leads t")} == leads
    assert {line.split()[0] for line in derived if line.endswith(" coordinates t")} == coordinates
    everyone = {part.split()[1] for part in parts}
    assert {line.split()[0] for line in derived if line.endswith(" participatesIn t")} == everyone
    assert {f"t ledBy {actor}" for actor in leads} == {
        line for line in derived if line.startswith("t ledBy ")
    }


def test_another_task_does_not_take_the_lead_away() -> None:
    derived = close(assignments("perform u") + ":b nv:task :other ; nv:role role:lead ; nv:assignee :v .")
    assert "u leads t" in derived


def test_a_post_leads_and_so_does_its_unit() -> None:
    derived = close(assignments("lead p", "coordinate q") + ":p org:postIn :u . :q org:postIn :v .")
    assert {"p leads t", "u leads t", "q coordinates t", "v coordinates t"} <= derived
    assert not {"u coordinates t", "v leads t"} & derived


def test_a_task_implements_all_that_its_document_implements() -> None:
    derived = close(
        """
        :task nv:statedIn :plan . :plan nv:implements :decision . :decision nv:implements :resolution .
        :resolution nv:basedOn :law .
        """
    )
    assert {"task implements decision", "task implements resolution", "plan implements resolution"} <= derived
    assert "resolution implementedBy task" in derived
    assert "task implements law" not in derived
    assert "task implements plan" not in derived


def test_an_annex_implements_what_its_document_implements() -> None:
    derived = close(
        ":annex nv:annexOf :decision . :decision nv:implements :resolution . :t nv:statedIn :annex ."
    )
    assert {"annex implements resolution", "t implements resolution", "decision hasAnnex annex"} <= derived
    assert "annex implements decision" not in derived


def test_only_documents_implement_documents_of_the_state_in_the_european_sense() -> None:
    derived = close(
        """
        :plan a nv:Plan ; nv:implements :resolution , :conclusion .
        :resolution a nv:StateDocument . :conclusion a nv:PartyDocument .
        :task a nv:Task ; nv:statedIn :plan .
        """
    )
    assert "plan implementsStateDocument resolution" in derived
    assert "task implements conclusion" in derived
    assert (
        not {"plan implementsStateDocument conclusion", "task implementsStateDocument resolution"} & derived
    )


def test_citing_relations_are_mentions_and_have_inverses() -> None:
    derived = close(":a nv:basedOn :b . :a nv:amends :c . :a nv:implements :d . :a nv:corrects :e .")
    assert {
        "a mentions b",
        "a mentions c",
        "b basisFor a",
        "c amendedBy a",
        "d implementedBy a",
        "a mentions e",
        "e correctedBy a",
    } <= derived
    assert "a mentions d" not in derived


def test_classes_of_other_vocabularies_are_left_to_the_alignment() -> None:
    derived = close(":u a nv:Unit . :p nv:signedBy :x .")
    assert "u type Actor" in derived
    assert "x type Person" not in derived
    assert vocabulary(BASE).nv.Actor == f"{BASE}ontology#Actor"
