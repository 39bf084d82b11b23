"""The page behind a figure of load: exactly the tasks that it counts, and the query that finds them.

Importing this imports NumPy, as `load_page` does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

from api.page_data.directory import ActorRef
from api.page_data.graph import Graph
from api.page_data.kept_lines import kept_lines
from api.page_data.load_page import documents_then, filters_of, months_shown, now_named, read_table
from api.page_data.load_query import Asked, LoadProblem
from api.page_data.tasks import TaskLine
from api.site import View
from graph_build.load_table import LoadTable
from queries.as_of import ALL, AsOf
from queries.errors import InvalidValue
from queries.load import Filters, scope
from queries.load_network import ties
from queries.load_parts import months_of, parts
from queries.load_rows import Choice, counted, in_time, sparql, ties_sparql
from queries.load_time import ReadTable, as_of_told, moved
from queries.stated_tasks import placed_tasks
from queries.unit_readings import Moved

PAGE_SIZE: Final = 100
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TieLine:
    """An actor that another is tied to, and the tasks in which one leads and the other takes part."""

    partner: ActorRef
    tasks: int


@dataclass(frozen=True, slots=True)
class RowsPage:
    """The rows of a figure: tasks with the load that each gives the actor, or the ties of an actor.

    `figure` is how many rows there are, `sum` what their last column adds up to (None without an actor),
    `sparql` the query that gives the same rows, None where none does.
    """

    asked: Asked
    figure: int
    pages: int
    sum: float | None = None
    lines: tuple[TaskLine, ...] = ()
    given: tuple[float, ...] = ()
    ties: tuple[TieLine, ...] = ()
    unit: ActorRef | None = None
    partner: ActorRef | None = None
    sparql: str | None = None
    moved: tuple[Moved, ...] = ()
    as_of: AsOf = ALL


@dataclass(frozen=True, slots=True, eq=False)
class _Tasks:
    """The tasks of a snapshot in the order of their numbers, and the rank of each by document and place."""

    iris: tuple[str, ...]
    ranks: npt.NDArray[np.int32]


def rows_page(view: View, asked: Asked) -> RowsPage:
    """Find the rows of a figure; raises LoadProblem where the request makes none."""
    if asked.unit is None and (asked.partner is not None or asked.figure in {"led", "coordinated", "ties"}):
        raise LoadProblem("load.bad.needs-unit", "unit", asked.figure)
    read = read_table(view, asked)
    asked = now_named(read, asked)
    choice = choice_of(asked)
    filters = filters_of(view, asked)
    try:
        key = ("load-rows", asked.units, *asked.written.values())
        return view.keep(key, lambda: _of_facts(view, read, asked, filters, choice))
    except InvalidValue as error:
        raise LoadProblem("load.bad.too-many", error.parameter, error.written) from error


def rows_of(
    view: View,
    table: LoadTable,
    asked: Asked,
    filters: Filters,
    choice: Choice,
    named: Callable[[str], ActorRef],
) -> RowsPage:
    """Find the rows of a figure in any table whose tasks are those of the snapshot; `named` tells who is who.

    Raises LoadProblem for a page that there is not, and what `load` raises.
    """
    page = (_tie_rows if asked.figure == "ties" else _task_rows)(view, table, asked, filters, choice, named)
    return replace(
        page,
        unit=named(asked.unit) if asked.unit else None,
        partner=named(asked.partner) if asked.partner else None,
    )


def _of_facts(view: View, read: ReadTable, asked: Asked, filters: Filters, choice: Choice) -> RowsPage:
    query: str | None
    if asked.figure != "ties":
        query = sparql(read.table, asked.settings, filters, choice, view.base, read.stands_for)
    else:
        query = None if asked.units else ties_sparql(asked.settings.collectives, filters, choice, view.base)
    return replace(
        rows_of(view, read.table, asked, filters, choice, view.directory.actor),
        sparql=query,
        moved=moved(read, filters),
        as_of=as_of_told(read, filters, documents_then(view, asked)),
    )


def task_names(view: View) -> tuple[str, ...]:
    """Give the IRIs of the tasks of a snapshot in the order of their numbers in its table."""
    return _tasks(view).iris


def choice_of(asked: Asked) -> Choice:
    """Tell which figure a request means; raises LoadProblem for a period that is none."""
    figure: Any = "tasks" if asked.figure == "ties" else asked.figure
    return Choice(figure, asked.unit, asked.partner, _months(asked))


def _months(asked: Asked) -> tuple[int, int] | None:
    if asked.figure in {"open", "undated"} or asked.when in {"", "whole"}:
        return None
    try:
        return months_of(asked.when) if asked.figure == "stated" else months_shown(asked, asked.when)
    except InvalidValue as error:
        raise LoadProblem("load.bad.when", "when", asked.when) from error


def _task_rows(
    view: View,
    table: LoadTable,
    asked: Asked,
    filters: Filters,
    choice: Choice,
    _: Callable[[str], ActorRef],
) -> RowsPage:
    found = counted(table, asked.settings, filters, choice)
    known = _tasks(view)
    order: list[int] = np.argsort(known.ranks[found.tasks]).tolist()
    shown, pages = _cut(order, asked)
    names = [known.iris[found.tasks[place]] for place in shown]
    lines = kept_lines(view, names)
    return RowsPage(
        asked=asked,
        figure=len(order),
        pages=pages,
        sum=None if found.load is None else float(found.load.sum()),
        lines=tuple(lines[name] for name in names),
        given=() if found.load is None else tuple(float(found.load[place]) for place in shown),
    )


def _tie_rows(
    _: View,
    table: LoadTable,
    asked: Asked,
    filters: Filters,
    choice: Choice,
    named: Callable[[str], ActorRef],
) -> RowsPage:
    among = scope(table, filters) & in_time(table, choice)
    reading = asked.settings.collectives
    roles = [parts(table, pairs, reading).among(among).pairs for pairs in (table.leads, table.coordinates)]
    own = table.actors.index(asked.unit) if asked.unit in table.actors else -1
    tied = [
        TieLine(named(table.actors[other if one == own else one]), tasks)
        for one, other, tasks in ties(roles[0], roles[1], len(table.actors), table.tasks).pairs.tolist()
        if own in {one, other}
    ]
    tied.sort(key=lambda line: (-line.tasks, line.partner.label))
    shown, pages = _cut(tied, asked)
    return RowsPage(
        asked=asked,
        figure=len(tied),
        pages=pages,
        sum=float(sum(line.tasks for line in tied)),
        ties=tuple(shown),
    )


def _cut(lines: Sequence[T], asked: Asked) -> tuple[Sequence[T], int]:
    pages = max(1, -(-len(lines) // PAGE_SIZE))
    if asked.page > pages:
        last = str(pages)
        raise LoadProblem(
            "load.bad.page-beyond", "page", str(asked.page), status=404, pages=last, nearest=((last, last),)
        )
    return lines[(asked.page - 1) * PAGE_SIZE : asked.page * PAGE_SIZE], pages


def _tasks(view: View) -> _Tasks:
    """Give the tasks of the snapshot, read once."""
    return view.keep_whole(("load-tasks",), lambda: _read_tasks(view))


def _read_tasks(view: View) -> _Tasks:
    told = placed_tasks(view.graph.store)
    placed = asked_places(view.graph) if told is None else told
    iris = sorted(placed)
    order = sorted(range(len(iris)), key=lambda at: (*placed[iris[at]], iris[at]))
    ranks = np.empty(len(iris), dtype=np.int32)
    ranks[order] = np.arange(len(iris))
    return _Tasks(tuple(iris), ranks)


def asked_places(graph: Graph) -> dict[str, tuple[str, int]]:
    """Ask the engine for every task with its document and place, the least of several; 0 for no place."""
    documents: dict[str, str] = {}
    places: dict[str, int] = {}
    for row in graph.rows(graph.sparql("load-tasks")):
        task, document, place = row["task"], row["document"], row["place"]
        documents[task] = min(documents.get(task, document), document)
        if place.removeprefix("-").isdecimal():
            places[task] = min(places.get(task, int(place)), int(place))
    return {task: (document, places.get(task, 0)) for task, document in documents.items()}
