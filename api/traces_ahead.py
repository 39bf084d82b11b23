"""What the pages of traces and comparisons would wait for, read before anybody asks, of a small graph."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from api.compare_pages import carried_reading
from api.page_data.corpus import DocumentSummary
from api.site import View
from api.trace_pages import trace_reading
from api.untaken_pages import untaken_reading
from queries.counterparts import of_document, resting_on
from queries.gaps import related
from queries.likeness import tokens
from queries.trace_read import TraceReader
from queries.verdicts import Verdicts

MOST_MANDATES: Final = 3000
"""Mandates of a graph whose traces and pages are read ahead; of a larger one each is read when asked for."""

MOST_NODES: Final = 20_000
"""Nodes of traces that are kept whole, those of the largest documents first."""


def read_traces(view: View, verdicts: Verdicts, wait: Callable[[], None]) -> None:
    """Trace every document, and read its mandates as they are compared; the facts stay with the view.

    Waits before each document.
    """
    if not is_small(view):
        return
    reader = TraceReader(view.graph.store, view.base, view.facts)
    room = MOST_NODES
    for one in sorted(view.corpus.documents, key=_mandates, reverse=True):
        wait()
        key, make = trace_reading(view, one.ref.iri)
        found = view.keep_whole(key, make) if room > 0 else make()
        room -= sum(1 for _ in found.nodes)
        for mandate in of_document(reader, view.names, one.ref.iri)[1]:
            tokens(mandate.text)
        reader.things(resting_on(reader, one.ref.iri))
        related(reader, one.ref.iri)
    wait()
    view.keep_whole(*carried_reading(view, "", verdicts))
    wait()
    view.keep_whole(*untaken_reading(view, "", "", verdicts))


def is_small(view: View) -> bool:
    """Tell whether a graph has so few mandates that all is read ahead."""
    figures = view.corpus.figures
    if view.directory.documents.are_many or figures["tasks"] > MOST_MANDATES:
        return False
    return sum(map(_mandates, view.corpus.documents)) <= MOST_MANDATES


def _mandates(one: DocumentSummary) -> int:
    return one.tasks + one.duties + one.measures
