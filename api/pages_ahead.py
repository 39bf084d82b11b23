"""The pages of documents, texts and busy actors of a small graph, read before anybody asks for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from api.page_data.actor_table import actor_reading
from api.page_data.readings import document_reading, text_reading
from api.page_data.unit_history import unit_changes
from api.site import View
from api.traces_ahead import is_small

MOST_ACTORS: Final = 100
"""Actors whose pages are read ahead, those with the most tasks."""


def read_pages(view: View, wait: Callable[[], None]) -> None:
    """Read what pages show in either language; it stays with the view. Waits before each page."""
    if not is_small(view):
        return
    for document in view.corpus.documents:
        wait()
        view.keep_whole(*document_reading(view, document.ref.iri))
        wait()
        view.keep_whole(*text_reading(view, document.ref.iri))
    unit_changes(view)
    busiest = sorted(view.corpus.actors, key=lambda one: -(one.leads + one.coordinates))
    for actor in busiest[:MOST_ACTORS]:
        wait()
        view.keep_whole(*actor_reading(view, actor.ref.iri))
