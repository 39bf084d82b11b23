"""Where tasks stand, as far as anybody can tell: the documents that may be their outcome.

A row is a task and one suggested outcome. Which tasks are looked at is narrowed by resolution, document and
unit, as elsewhere; the counts are of all tasks looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph_build.load_table import LoadTable
from graph_build.store import Store
from queries.names import Names
from queries.outcome_read import DocumentFacts, TaskFacts
from queries.outcomes import STATES, Judged, Outcomes, judged
from queries.trace_read import TraceReader
from queries.verdicts import Verdicts


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows are asked for; "" in a field asks for all.

    `resolution` and `document` are IRIs of documents, `unit` of a body or collective that leads, `state` is
    one of `queries.outcomes.STATES`.
    """

    resolution: str = ""
    document: str = ""
    unit: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class StatusRow:
    """A task, the document that states it, and a suggested outcome with its verdict."""

    task: TaskFacts
    stated_in: DocumentFacts
    outcome: Judged

    @property
    def state(self) -> str:
        """Tell what became of the suggestion: suggested, accepted or rejected."""
        return self.outcome.state


@dataclass(frozen=True, slots=True)
class Counts:
    """Of the tasks looked at: all, those that promise a document, those with a suggestion; then by state."""

    tasks: int
    promising: int
    suggested_tasks: int
    states: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class TaskStatus:
    """The rows asked for, counts whatever their state; `lost` are verdicts on pairs that the graph lacks."""

    rows: tuple[StatusRow, ...]
    counts: Counts
    lost: tuple[tuple[str, str], ...]


def task_status(
    found: Outcomes, verdicts: Verdicts, scope: frozenset[str] | None, state: str = ""
) -> TaskStatus:
    """Gather the rows of some tasks, or of all (`scope` None), with the last verdict on each."""
    held = {one.key for one in found.suggestions}
    named, lost = [], []
    for one in verdicts:
        pairs = ((one.first, one.second), (one.second, one.first))
        if one.kind != "outcome" or held & {*pairs}:
            continue
        known = next((made for pair in pairs if (made := found.named(*pair))), None)
        if known:
            named.append(known)
        else:
            lost.append(pairs[0])
    every = judged(
        (one for one in (*found.suggestions, *named) if scope is None or one.task.iri in scope), verdicts
    )
    place = {name: number for number, name in enumerate(found.tasks)}
    every.sort(key=lambda one: place[one.found.task.iri])
    rows = tuple(StatusRow(one.found.task, one.found.stated_in, one) for one in every)
    tasks = frozenset(found.tasks) if scope is None else scope & found.tasks.keys()
    counts = Counts(
        len(tasks),
        len(tasks & found.promising),
        len({one.task.iri for one in rows}),
        tuple((name, sum(one.state == name for one in rows)) for name in STATES),
    )
    return TaskStatus(tuple(one for one in rows if state in ("", one.state)), counts, tuple(sorted(lost)))


def scope_of(store: Store, table: LoadTable, names: Names, wanted: Filter) -> frozenset[str] | None:
    """Give the tasks that a filter looks at; None for all.

    A resolution stands for itself and all that carries it out; a unit for the tasks that it leads.
    """
    if not (wanted.resolution or wanted.document or wanted.unit):
        return None
    reader = TraceReader(store, names.base)
    documents: set[str] | None = None
    if wanted.resolution:
        kept = table.under(wanted.resolution)
        documents = {name for name, is_kept in zip(table.documents, kept.tolist(), strict=True) if is_kept}
        documents.add(wanted.resolution)
    if wanted.document:
        documents = {wanted.document} & (documents or {wanted.document})
    listed: Iterable[str] = table.documents if documents is None else documents
    tasks = {task for stated in reader.mandates(listed, ["task"]).values() for task in stated}
    if wanted.unit:
        tasks = {task for task, actors in reader.leads(tasks).items() if wanted.unit in actors}
    return frozenset(tasks)
