"""Gaps: which plans answer to what, and which documents are plans for the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_build.store import open_snapshot
from queries.errors import DocumentUnread
from queries.gaps import Matrix, matrix
from queries.verdicts import Verdict, Verdicts

MINISTRY = "2182/QĐ-BYT"
PROVINCE = "kh-bac-giang-nq38-2022.txt"


@pytest.fixture(scope="module")
def found(sample_graph: Path) -> Matrix:
    with open_snapshot(sample_graph) as store:
        return matrix(store, MINISTRY)


def test_plans_for_the_same_resolution_are_found(found: Matrix) -> None:
    assert [plan.facts["file"] for plan in found.plans] == [PROVINCE]
    assert len(found.rows) == 97
    assert 0 < found.covered(0) < 97
    assert found.covered(0) == sum(not row.is_gap for row in found.rows)
    assert all(cell.is_likely for row in found.rows for cell in row.cells if cell)


def test_both_ways_and_the_document_itself(sample_graph: Path) -> None:
    with open_snapshot(sample_graph) as store:
        assert [plan.label for plan in matrix(store, PROVINCE).plans] == ["Quyết định 2182/QĐ-BYT"]
        alone = matrix(store, MINISTRY, [MINISTRY])
    assert alone.plans == ()
    assert all(row.is_gap for row in alone.rows)


def test_a_verdict_fills_and_empties_cells(sample_graph: Path, found: Matrix) -> None:
    filled = next(row for row in found.rows if row.cells[0])
    empty = next(row for row in found.rows if row.is_gap)
    answer = filled.cells[0]
    assert answer is not None
    said = Verdict("counterpart", empty.mandate.iri, "same", "r", "An", answer.there.iri)
    with open_snapshot(sample_graph) as store:
        after = matrix(store, MINISTRY, verdicts=Verdicts([said]))
    row = next(one for one in after.rows if one.mandate.iri == empty.mandate.iri)
    assert row.cells[0] is not None
    assert row.cells[0].there.iri == answer.there.iri


def test_what_was_not_read_has_no_rows(sample_graph: Path) -> None:
    with open_snapshot(sample_graph) as store, pytest.raises(DocumentUnread):
        matrix(store, "38/NQ-CP")
