"""Derived triples brought up to date: after any edits the same as derived anew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph_build.closure import closure
from graph_build.nquads import document
from graph_build.rederive import Fact, update
from ontology.vocab import NV, ORG, RDF, vocabulary
from tests.graph_build.test_closure import Stated, axioms, ex, stated

NAMES = vocabulary()
INFERRED = ox.NamedNode(NAMES.graph_inferred)
Edit = tuple[int, frozenset[Stated]]
"""A document by its number, and what it says from now on; nothing where it is removed."""


class Kept:
    """Statements of documents in a store, and what follows from them, kept up to date edit by edit."""

    def __init__(self) -> None:
        self.store = ox.Store()

    def anew(self) -> set[str]:
        quads = (quad for quad in self.store if quad.graph_name != INFERRED)
        with TemporaryDirectory() as folder:
            path = Path(folder) / "quads.nq"
            path.write_bytes(document(f"{quad} ." for quad in quads))
            return set(closure(path, NAMES))

    def put(self, lines: set[str]) -> None:
        self.store.extend(ox.parse(document(lines), format=ox.RdfFormat.N_QUADS))

    def derived(self) -> set[str]:
        return {f"{quad} ." for quad in self.store.quads_for_pattern(None, None, None, INFERRED)}

    def spoken(self) -> set[Stated]:
        derived = self.store.quads_for_pattern(None, None, None, INFERRED)
        return {(str(quad.subject), quad.predicate.value, str(quad.object)) for quad in derived}

    def edit(self, edits: Sequence[Edit]) -> None:
        before = ox.Store()
        before.extend(self.store)
        stated_before = facts(before)
        for number, says in edits:
            graph = ox.NamedNode(f"http://example.org/document/{number}")
            self.store.clear_graph(graph)
            self.put({f"{s} <{p}> {o} {graph} ." for s, p, o in says})
        stated_now = facts(self.store)
        gone, come = update(before, self.store, stated_before - stated_now, stated_now - stated_before, NAMES)
        for fact in gone:
            self.store.remove(ox.Quad(*fact, INFERRED))
        self.store.extend(ox.Quad(*fact, INFERRED) for fact in come)


def facts(store: ox.Store) -> set[Fact]:
    return {
        (q.subject, q.predicate, q.object)
        for q in store
        if q.graph_name != INFERRED and isinstance(q.subject, ox.NamedNode)
    }


def implements(*pairs: tuple[int, int]) -> frozenset[Stated]:
    return frozenset((ex(one), NV.implements, ex(other)) for one, other in pairs)


def role(name: str) -> frozenset[Stated]:
    return frozenset({(ex(0), NV.role, f"<{NAMES.role(name)}>"), (ex(0), NV.task, ex(1))})


ASSIGNEE = (ex(0), NV.assignee, ex(2))
POST = frozenset({(ex(2), ORG.postIn, ex(3))})
LEAD = frozenset({(ex(5), NV.role, f"<{NAMES.role('lead')}>"), (ex(5), NV.task, ex(1))})
DOCUMENT = frozenset({(ex(0), RDF.type, f"<{NV.Plan}>")})
ACT = frozenset({(ex(1), RDF.type, f"<{NV.StateDocument}>")})
STATE = (ex(0), NV.implementsStateDocument, ex(1))
BOTH = ACT | {(ex(0), RDF.type, f"<{NV.Document}>")}
edits = st.lists(
    st.lists(st.tuples(st.integers(0, 3), st.frozensets(stated, max_size=8)), min_size=1, max_size=2),
    min_size=1,
    max_size=4,
)


@pytest.mark.unmeasured
@settings(max_examples=100, deadline=None)
@given(edits)
@example([[(0, implements((0, 1), (1, 2), (2, 0)))], [(1, implements((2, 3)))], [(0, implements((1, 2)))]])
@example([[(0, implements((0, 1), (1, 0)))], [(0, frozenset())]])
@example([[(0, implements((0, 1))), (1, implements((0, 1)))], [(0, frozenset())], [(1, frozenset())]])
@example([[(0, role("perform") | {ASSIGNEE} | POST)], [(1, LEAD)], [(1, frozenset())]])
@example([[(0, axioms())], [(0, frozenset())], [(1, axioms()), (2, axioms())], [(1, frozenset())]])
@example([[(0, frozenset({(ex(0), NV.ledBy, ex(1))}))], [(1, frozenset({(ex(1), NV.leads, ex(0))}))]])
@example([[(0, frozenset({(ex(0), RDF.type, f"<{NV.Task}>")}))], [(0, frozenset())]])
@example(
    [[(0, implements((0, 1)))], [(1, DOCUMENT)], [(2, ACT)], [(1, frozenset())], [(1, DOCUMENT)], [(2, POST)]]
)
@example([[(0, role("lead")), (1, role("perform") | {ASSIGNEE})], [(1, role("perform"))]])
@example([[(0, implements((0, 1)) | BOTH), (1, frozenset({STATE}))], [(1, frozenset())]])
def test_every_edit_leaves_what_deriving_anew_gives(steps: list[list[Edit]]) -> None:
    kept = Kept()
    for step in steps:
        kept.edit(step)
        assert kept.derived() == kept.anew()


def test_what_was_stated_and_follows_as_well_stays_when_it_is_stated_no_more() -> None:
    kept = Kept()
    kept.edit([(0, axioms())])
    derived = frozenset(kept.spoken())
    for says in (derived, frozenset[Stated]()):
        kept.edit([(1, says)])
        assert kept.derived() == kept.anew()
    assert frozenset(kept.spoken()) == derived
