"""All tasks are listed with the same words by the table of tasks and by the engine, and read in parts."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from graph_build.rdf_import import import_rdf
from graph_build.store import EmbeddedStore, open_snapshot
from graph_build.task_table import FILE
from ontology.vocab import DEFAULT_BASE
from queries import outcome_read
from queries import stated_tasks as module
from queries.outcome_read import read_tasks
from queries.outcomes import outcomes
from queries.stated_tasks import StatedTask, stated_tasks, tasks_of

NV = f"{DEFAULT_BASE}ontology#"
TITLE = "<http://purl.org/dc/terms/title>"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def _task(name: str, document: str, *told: str) -> str:
    facts = (f"{TYPE} <{NV}Task>", f"<{NV}statedIn> <urn:d{document}>", *told)
    return "".join(f"<urn:{name}> {fact} .\n" for fact in facts)


def _title(words: str) -> str:
    return f'{TITLE} "{words}"'


def _output(words: str) -> str:
    return f'<{NV}output> "{words}"'


PLACE = f'<{NV}sequence> "1"^^<http://www.w3.org/2001/XMLSchema#integer>'
GRAPH = "".join(
    (
        _task("whole", "2", _title("Y tế"), _output("Nghị định"), PLACE),
        _task("no-output", "1", _title("Dân số"), PLACE),
        _task("no-place", "1", _title("Dược"), _output("Thông tư")),
        _task("no-title", "1", _output("Thông tư"), PLACE),
        _task("two", "2", f"<{NV}statedIn> <urn:d1>", _title("b"), _title("a"), _output("y"), _output("x")),
        f'_:blank {TYPE} <{NV}Task> ; <{NV}statedIn> <urn:d1> ; {TITLE} "Không tên" .\n',
    )
)
LISTED = [
    StatedTask("urn:no-output", "urn:d1", "Dân số", ""),
    StatedTask("urn:no-place", "urn:d1", "Dược", "Thông tư"),
    StatedTask("urn:two", "urn:d1", "a", "x"),
    StatedTask("urn:whole", "urn:d2", "Y tế", "Nghị định"),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("stated")
    (folder / "a.ttl").write_text(GRAPH, encoding="utf-8")
    import_rdf([folder / "a.ttl"], folder / "graph")
    with open_snapshot(folder / "graph") as opened:
        assert (opened.snapshot / FILE).exists()
        yield opened


def _engine(store: EmbeddedStore) -> Any:
    """Stand for a store that has no table beside it."""
    return SimpleNamespace(query=store.query, text=store.text)


def test_table_and_engine_list_the_same(store: EmbeddedStore) -> None:
    listed = stated_tasks(store, DEFAULT_BASE)
    assert [one for one in listed if one.iri.startswith("urn:")] == LISTED
    assert listed == stated_tasks(_engine(store), DEFAULT_BASE)


def test_what_is_read_of_a_task_agrees_with_the_list(store: EmbeddedStore) -> None:
    read = read_tasks(store, DEFAULT_BASE, [*(one.iri for one in LISTED), "urn:gone", "no IRI"])
    assert [StatedTask(one.iri, one.document, one.title, one.output) for one in read] == LISTED


def test_the_tasks_of_a_document(store: EmbeddedStore) -> None:
    assert [one.iri for one in tasks_of(store, DEFAULT_BASE, "urn:d2")] == ["urn:whole"]
    assert tasks_of(store, DEFAULT_BASE, "urn:d3") == ()


def test_suggestions_are_the_same_however_tasks_are_read(
    answered_graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_snapshot(answered_graph) as store:
        found = outcomes(store)
        assert found.suggestions
        monkeypatch.setattr(module, "_DOCUMENTS_ASKED", 1)
        monkeypatch.setattr(outcome_read, "_TASKS_ASKED", 2)
        assert outcomes(_engine(store)) == found


def test_only_tasks_that_a_document_may_answer_are_read(
    answered_graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def reading(store: EmbeddedStore, base: str, names: Any) -> Any:
        asked.extend(names)
        return read_tasks(store, base, asked)

    with open_snapshot(answered_graph) as store:
        monkeypatch.setattr("queries.outcomes.read_tasks", reading)
        found = outcomes(store)
    assert {one.task.iri for one in found.suggestions} <= set(asked)
    assert set(asked) < found.promising
    assert len(found.promising) < found.tasks
