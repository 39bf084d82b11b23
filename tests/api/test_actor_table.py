"""A page of many tasks reads what it shows, and says the same as one that reads all of them."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api.page_data import actor_table as tables
from api.page_data.actor_table import actor_table, page_of_actor
from api.page_data.actors import ActorPage, actor_page
from api.page_data.directory import Directory
from api.page_data.filters import TaskFilter, TaskTable, cut
from api.page_data.graph import Answer, Graph
from api.site import View
from graph_build.store import open_snapshot
from graph_build.task_table import FILE
from graph_build.terms import iri
from ontology.vocab import DCTERMS, DEFAULT_BASE, ORG, RDF, SKOS
from queries.actor_tasks import actor_tasks
from queries.names import Names

if TYPE_CHECKING:
    from tests.api.conftest import Serve

NV = f"{DEFAULT_BASE}ontology#"


def view_of(directory: Path) -> View:
    store = open_snapshot(directory)
    graph = Graph(store, DEFAULT_BASE)
    return View(graph, Directory(graph), Names(store))


def compared(table: TaskTable) -> TaskTable:
    """Leave out the sections, which a table of several documents does not offer, and order what is done."""
    lines = tuple(replace(line, how=tuple(sorted(line.how))) for line in table.lines)
    return replace(table, lines=lines, sections=())


def both_ways(view: View, name: str, monkeypatch: pytest.MonkeyPatch) -> tuple[ActorPage, ActorPage]:
    """Read the page of an actor as a short list by SPARQL alone, and as a long list."""
    whole = actor_page(view.graph, view.directory, name, None, None)
    monkeypatch.setattr(tables, "PAGE_SIZE", 0)
    long = page_of_actor(view, name)
    assert whole is not None
    assert long is not None
    return whole, long


@pytest.mark.unmeasured
@pytest.mark.parametrize("graph", ["sample_graph", "seed_graph", "years_graph"])
def test_a_long_list_says_what_a_short_one_says(
    graph: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = view_of(request.getfixturevalue(graph))
    read = 0
    named = [name for name, ref in view.directory.actors.items() if ref.kind in {"unit", "group"}]
    for name in named[::3] if graph == "seed_graph" else named:  # of very many, each third
        whole, long = both_ways(view, name, monkeypatch)
        assert long.partners == whole.partners
        assert long.documents == whole.documents
        assert [long.count(how) for how in ("leads", "coordinates", "perform")] == [
            whole.count(how) for how in ("leads", "coordinates", "perform")
        ]
        for asked in (TaskFilter(), TaskFilter(descending=True), TaskFilter(words="y te", sort="title")):
            table = actor_table(view, long, asked)
            assert compared(table) == compared(actor_table(view, whole, asked))
            read += len(table.lines)
        assert (long.lines is None) == bool(whole.lines)
    assert read > 20


def test_one_page_of_a_long_list_is_read(seed_graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    view = view_of(seed_graph)
    name = f"{DEFAULT_BASE}id/unit/bo-y-te/cuc-y-te-du-phong"
    whole, long = both_ways(view, name, monkeypatch)
    monkeypatch.setattr(cut, "__defaults__", (5,))
    order = [line.iri for line in whole.lines or ()]
    asked: list[Mapping[str, Mapping[str, str | Sequence[str]]]] = []
    ask_all = view.graph.ask_all

    def told(parts: Mapping[str, Mapping[str, str | Sequence[str]]]) -> dict[str, Answer]:
        asked.append(parts)
        return ask_all(parts)

    monkeypatch.setattr(view.graph, "ask_all", told)
    table = actor_table(view, long, TaskFilter(page=2))
    assert [line.iri for line in table.lines] == order[5:10]
    assert asked == [{part: {"task": sorted(order[5:10])} for part in ("tasks", "tasks-assignments")}]
    assert (table.total, table.matching, table.pages) == (len(order), len(order), -(-len(order) // 5))
    assert actor_table(view, long, TaskFilter(page=999)).asked.page == table.pages


def test_without_the_table_every_task_is_read(sample_graph: Path, tmp_path: Path) -> None:
    shutil.copytree(sample_graph, tmp_path / "graph")
    with open_snapshot(tmp_path / "graph") as store:
        led = "SELECT ?x { ?x <" + DEFAULT_BASE + "ontology#leads> ?t } LIMIT 1"
        name = str(next(iter(store.query(led)))[0])[1:-1]
        assert iri(name)
        found = actor_tasks(store, name)
        assert found is not None
        assert found.how
        with sqlite3.connect(store.snapshot / FILE) as table:
            table.execute(
                "UPDATE task SET document = NULL, told = NULL WHERE iri = ?", (next(iter(found.how)),)
            )
        assert actor_tasks(store, name) is None
        with sqlite3.connect(store.snapshot / FILE) as table:
            table.execute("DROP TABLE assigned")
        assert actor_tasks(store, name) is None
        (store.snapshot / FILE).unlink()
        assert actor_tasks(store, name) is None


def test_hundreds_of_partners_are_cut_with_a_way_to_all(
    tmp_path: Path, publish_quads: Callable[..., str], serve: Serve
) -> None:
    """A page of a unit with 200 partners and 120 units in it shows 50 of each, and all when asked."""
    things = f"{DEFAULT_BASE}id/"
    lead, task, document = (
        f"{things}{name}" for name in ("unit/bo-a", "task/a/2022/b/1", "document/a/2022/b")
    )
    lines: list[str] = []

    def say(subject: str, predicate: str, value: str) -> None:
        term = f"<{value}>" if value.startswith("http") else f'"{value}"'
        lines.append(f"<{subject}> <{predicate}> {term} <{DEFAULT_BASE}graph/x> .\n")

    def unit(name: str, label: str) -> None:
        say(name, RDF.type, f"{NV}Unit")
        say(name, SKOS.prefLabel, label)

    unit(lead, "Bộ A")
    say(lead, f"{NV}leads", task)
    say(task, RDF.type, f"{NV}Task")
    say(task, f"{NV}statedIn", document)
    say(task, DCTERMS.title, "Làm")
    say(document, RDF.type, f"{NV}Document")
    for number in range(200):
        partner = f"{things}unit/so-{number:03}"
        unit(partner, f"Sở {number:03}")
        say(partner, f"{NV}coordinates", task)
        if number < 120:
            say(partner, ORG.subOrganizationOf, lead)
    publish_quads(tmp_path, "".join(lines))
    with serve(tmp_path) as server:
        pages = [server.client.get(f"/units/bo-a{query}").text for query in ("", "?lists=all")]
    links = [re.findall(r'href="/units/so-(\d+)"', page[: page.index('id="tasks"')]) for page in pages]
    assert [len(found) for found in links] == [100, 320]
    assert 'href="/units/bo-a?lists=all#partners-head"' in pages[0]
    assert 'href="/units/bo-a?lists=all#around-child"' in pages[0]
    assert len(set(links[1])) == 200
    assert "lists=all#" not in pages[1]
