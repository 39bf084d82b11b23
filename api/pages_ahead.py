"""What pages of a small graph show, read ahead: documents, texts, busy actors, tasks, examples."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Final

from api.ask_pages import proved
from api.outline import is_volatile
from api.page_data.actor_table import actor_reading
from api.page_data.kept_lines import kept_lines
from api.page_data.load_rows_page import task_names
from api.page_data.readings import document_reading, text_reading
from api.page_data.unit_history import unit_changes
from api.question_pages import answer_key, answered
from api.site import View
from api.traces_ahead import is_small
from queries.asked_rows import task_words
from queries.catalogue import library
from queries.errors import QuestionError
from queries.run import Answer

MOST_ACTORS: Final = 100
"""Actors whose pages are read ahead, those with the most tasks."""
MOST_ROWS: Final = 2000
"""Rows of the answer to an example that is kept."""
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


def read_examples(view: View, wait: Callable[[], None]) -> None:
    """Answer the examples of the library, to which many pages link, of a small graph; waits before each."""
    if not is_small(view):
        return
    for one in library().values():
        wait()
        with suppress(QuestionError):  # the graph does not know what the example names
            answer = answered(view, one, one.example)
            if len(answer.rows) <= MOST_ROWS and not is_volatile(answer.sparql):
                view.keep_whole(answer_key(one, one.example), _giving(answer))


def _giving(answer: Answer) -> Callable[[], Answer]:
    return lambda: answer


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
