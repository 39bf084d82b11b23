"""docs/ontology.md: its terms and names exist, and the second block follows from the first."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from ontology.codes import codes
from ontology.iris import parse
from ontology.load import REGISTER_FILES, rules, triples, turtle
from ontology.register import load_register, load_units, successors
from ontology.vocab import DEFAULT_BASE, NV, Terms, Vocabulary

PAGE = (Path(__file__).parents[2] / "docs" / "ontology.md").read_text("utf-8")
STATED, FOLLOWING, CHANGE = re.findall(r"```turtle\n(.*?)```", PAGE, re.DOTALL)


def test_every_term_of_the_page_exists() -> None:
    named = set(re.findall(r"\bnv:(\w+)", PAGE))
    assert named <= set(Terms.names())
    assert {"Task", "Assignment", "leads", "implements", "ActorGroup"} <= named
    assert {name.removesuffix("/") for name in re.findall(r"`role:(\w+)`", PAGE)} == {
        "lead",
        "focal",
        "coordinate",
        "perform",
        "monitor",
        "report",
    }


@pytest.mark.parametrize("name", ["nhiemvu", "alignment", "codes", *REGISTER_FILES, "shapes"])
def test_every_file_is_in_the_table(name: str) -> None:
    assert f"`ontology/{name}.ttl`" in PAGE
    assert turtle(name)


def test_the_second_block_follows_from_the_first() -> None:
    store = ox.Store()
    for text in (turtle("nhiemvu"), STATED):
        store.extend(ox.parse(text, format=ox.RdfFormat.TURTLE))
    size = -1
    while len(store) != size:
        size = len(store)
        for rule in rules().values():
            found = store.query(rule)
            assert isinstance(found, ox.QueryTriples)
            store.extend([ox.Quad(one.subject, one.predicate, one.object) for one in found])
    following = list(ox.parse(FOLLOWING, format=ox.RdfFormat.TURTLE))
    assert len(following) == 4
    assert all(quad in store for quad in following)


def test_the_iris_of_the_example_are_ours() -> None:
    things = {
        term.value
        for quad in ox.parse(STATED, format=ox.RdfFormat.TURTLE)
        for term in (quad.subject, quad.object)
        if isinstance(term, ox.NamedNode) and term.value.startswith(f"{DEFAULT_BASE}id/")
    }
    assert len(things) == 12
    assert all(parse(iri).iri() == iri for iri in things)


def test_the_quote_of_the_example_is_as_long_as_its_position_says() -> None:
    start, end = (int(re.search(rf"oa:{name} (\d+)", STATED)[1]) for name in ("start", "end"))  # type: ignore[index]
    quoted = re.search(r'oa:exact "([^"]+)"', STATED)
    assert quoted
    assert end - start == len(quoted[1])


def test_the_csv_of_the_page_is_a_register(tmp_path: Path) -> None:
    found = re.search(r"```csv\n(.*?)```", PAGE, re.DOTALL)
    assert found
    file = tmp_path / "own.csv"
    file.write_text(found[1], "utf-8")
    register = load_register([file])
    units = {unit.name: unit for unit in register.units}
    assert units["Các nhóm dự án"].aliases == ("các nhóm", "nhóm dự án")
    assert units["Cục Hạ tầng"].aliases == ("Cục HT", "CHT")
    assert "Bộ YT" in units["Bộ Y tế"].aliases
    assert successors(register, "Cục Số liệu", "2025-03-01") == ("Cục Hạ tầng",)


def test_the_columns_of_the_page_are_those_that_are_read(tmp_path: Path) -> None:
    table = PAGE[PAGE.index("| Column |") :]
    columns = [
        name for row in table.split("\n\n")[0].splitlines()[2:] for name in re.findall("`(\\w+)`", row[:60])
    ]
    file = tmp_path / "own.csv"
    file.write_text(",".join(columns).replace("code,", "") + "\nCục A\n", "utf-8")
    assert "Cục A" in {unit.name for unit in load_units([file])}
    assert len(columns) == 12


def test_the_change_of_the_page_is_that_of_the_register() -> None:
    shipped = set(triples("central"))
    said = [
        (quad.subject, quad.predicate, quad.object) for quad in ox.parse(CHANGE, format=ox.RdfFormat.TURTLE)
    ]
    assert len(said) == 6
    assert set(said) <= shipped


def test_the_query_of_the_page_follows_the_change() -> None:
    found = re.search(r"```sparql\n(.*?)```", PAGE, re.DOTALL)
    assert found
    store = ox.Store()
    store.extend(ox.parse(turtle("central"), format=ox.RdfFormat.TURTLE))
    unit = ox.NamedNode(f"{DEFAULT_BASE}id/unit/bo-tai-nguyen-va-moi-truong")
    store.add(ox.Quad(unit, ox.NamedNode(NV.leads), ox.NamedNode("https://example.org/task")))
    rows = store.query(found[1])
    assert isinstance(rows, ox.QuerySolutions)
    assert [row["now"].value for row in rows] == [f"{DEFAULT_BASE}id/unit/bo-nong-nghiep-va-moi-truong"]


def test_graphs_are_named_as_the_page_says() -> None:
    names = Vocabulary()
    for graph in (
        names.graph_ontology,
        names.graph_units,
        names.graph_inferred,
        names.graph_findings,
        names.graph_build,
    ):
        assert f"`{graph.removeprefix(names.base)}`" in PAGE


def test_the_kinds_of_findings_stand_in_the_page_with_their_severity() -> None:
    rows = dict(
        re.findall(r"^\| `([a-z-]+)` \| (high|medium|low) \| \S[^|]+ \| \S[^|]+ \|$", PAGE, re.MULTILINE)
    )
    assert rows.keys() == {code.notation for code in codes("finding")}
