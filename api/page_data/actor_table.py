"""The page of an actor with its table of tasks, of which a page of a long list reads what it shows.

Importing this imports NumPy, which only pages that count load should wait for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from api.page_data.actors import LINES, ActorPage, actor_page
from api.page_data.filters import PAGE_SIZE, TaskFilter, TaskTable, by_name, cut, task_table
from api.page_data.kept_lines import kept_lines
from api.page_data.load_page import load_table
from api.page_data.tasks import TaskLine, task_lines
from api.site import View
from queries.actor_tasks import actor_tasks
from queries.partners import partners


def actor_reading(view: View, iri: str) -> tuple[tuple[str, str], Callable[[], ActorPage | None]]:
    """Read everything about one actor, as `View.keep` takes it."""
    return ("actor", iri), lambda: page_of_actor(view, iri)


def page_of_actor(view: View, iri: str) -> ActorPage | None:
    """Read everything about one actor, but the lines of a long list; None where the graph has none such."""
    ref = view.directory.actors.get(iri)
    if ref is None or ref.kind not in {"unit", "group"}:
        return actor_page(view.graph, view.directory, iri, None, None)
    listed = actor_tasks(view.graph.store, iri)
    is_long = listed is not None and len(listed.how) > PAGE_SIZE
    return actor_page(
        view.graph,
        view.directory,
        iri,
        listed if is_long else None,
        partners(load_table(view), iri),
    )


def actor_table(view: View, page: ActorPage, asked: TaskFilter) -> TaskTable:
    """Filter, sort and cut the tasks of an actor; of a long list in its own order one page is read."""
    if page.lines is not None:
        return task_table(page.lines, asked)
    if asked.active or asked.sort != "order":
        return task_table(view.keep(("actor-lines", page.ref.iri), lambda: _all_lines(view, page)), asked)
    names = tuple(page.tasks.how)
    shown = cut(names[::-1] if asked.descending else names, str(asked.page))
    key = ("actor-lines", page.ref.iri, *shown.lines)
    return TaskTable(
        lines=view.keep(key, lambda: _lines_of(view, page, shown.lines)),
        asked=replace(asked, page=shown.page),
        total=len(names),
        matching=len(names),
        pages=shown.pages,
        actors=by_name(map(view.directory.actor, page.tasks.actors)),
        sections=(),
    )


def _all_lines(view: View, page: ActorPage) -> tuple[TaskLine, ...]:
    answers = view.graph.ask_all({name: {place: page.ref.iri} for name, place in LINES.items()})
    return task_lines(answers["actor-tasks"].rows, answers["actor-assignments"].rows, view.directory)


def _lines_of(view: View, page: ActorPage, names: Sequence[str]) -> tuple[TaskLine, ...]:
    lines = kept_lines(view, names)
    return tuple(replace(lines[name], how=page.tasks.how[name]) for name in names)
