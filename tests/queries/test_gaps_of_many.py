"""Of very many plans for one thing those alone are read whole that the matrix compares."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph_build.corpus_table import FILE, write_table
from graph_build.store import Database, EmbeddedStore
from ontology.vocab import DEFAULT_BASE
from queries.errors import DocumentUnread
from queries.gaps import MOST_PLANS, matrix

ID, NV = f"{DEFAULT_BASE}id/document", f"{DEFAULT_BASE}ontology#"
FIRST, SILENT, MANY = f"{ID}/p00", 3, MOST_PLANS + 5


@pytest.fixture(scope="module")
def store() -> Any:
    """Make plans for one resolution, of which one states nothing; every other one states a task."""
    lines = [f"@prefix nv: <{NV}> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."]
    lines.append(f"<{ID}/r> a nv:Document ; rdfs:label 'R' ; nv:inCorpus false .")
    for at in range(MANY):
        plan = f"<{ID}/p{at:02}>"
        lines.append(f"{plan} a nv:Document ; rdfs:label 'P{at:02}' ; nv:number '{at}' ; nv:inCorpus true .")
        lines.append(f"{plan} nv:implements <{ID}/r> .")
        if at != SILENT:
            lines.append(f"<urn:t{at}> a nv:Task ; nv:statedIn {plan} ; rdfs:label 'Xây dựng kế hoạch' .")
    database = Database()
    database.load_turtle("\n".join(lines).encode(), f"{DEFAULT_BASE}graph/x", "made")
    return database


def test_plans_beyond_the_first_are_named_and_not_read(store: Any) -> None:
    found = matrix(store, FIRST)
    others = [f"{ID}/p{at:02}" for at in range(1, MANY) if at != SILENT]
    assert [one.iri for one in (*found.plans, *found.left_out)] == others
    assert len(found.plans) == MOST_PLANS
    assert all(found.rows[0].cells)


def test_the_table_of_documents_tells_the_same(store: Any, tmp_path: Path) -> None:
    write_table(store, tmp_path / FILE)
    told = matrix(EmbeddedStore(tmp_path, "000001-00000000", tmp_path, store), FIRST)
    found = matrix(store, FIRST)
    assert (told.rows, told.plans) == (found.rows, found.plans)
    assert [(one.iri, one.name) for one in told.left_out] == [(one.iri, one.name) for one in found.left_out]


def test_plans_that_are_named_are_kept_however_many(store: Any) -> None:
    named = [f"{ID}/p{at:02}" for at in range(1, MANY)]
    found = matrix(store, FIRST, named)
    assert [one.label for one in (*found.plans, *found.left_out)] == [f"P{at:02}" for at in range(1, MANY)]
    with pytest.raises(DocumentUnread):
        matrix(store, FIRST, [*named, f"{ID}/r"])
