"""The pages of documents, texts and busy actors of a small graph, and its tasks, read before anybody asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from api.ask_pages import proved
from api.page_data.actor_table import actor_reading
from api.page_data.kept_lines import kept_lines
from api.page_data.load_rows_page import task_names
from api.page_data.readings import document_reading, text_reading
from api.page_data.unit_history import unit_changes
from api.site import View
from api.traces_ahead import is_small
from queries.asked_rows import task_words

MOST_ACTORS: Final = 100
"""Actors whose pages are read ahead, those with the most tasks."""
TASKS_READ: Final = 100
"""Tasks that are read at a time."""


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
    _read_tasks(view, wait)


def _read_tasks(view: View, wait: Callable[[], None]) -> None:
    """Read the rows of tasks behind figures of load, and the words that a built question shows of them."""
    names = task_names(view)
    for first in range(0, len(names), TASKS_READ):
        some = names[first : first + TASKS_READ]
        wait()
        kept_lines(view, some)
        if proved(view):
            wait()
            task_words(view.graph.store, some, view.base, view.facts)
