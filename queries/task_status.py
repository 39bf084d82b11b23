"""Where tasks stand, as far as anybody can tell: suggested outcomes, and what offices report.

A row is a task and one suggested outcome, or a task of which an office reports and no document is suggested.
Which tasks are looked at is narrowed by resolution, document and unit, as elsewhere; the counts are of all
tasks looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from graph_build.load_table import LoadTable
from graph_build.store import Store
from ontology.codes import codes
from queries.names import Names
from queries.outcome_read import DocumentFacts, TaskFacts, read_tasks
from queries.outcomes import STATES, Judged, Outcomes, Suggestion, judged
from queries.stated_tasks import tasks_led
from queries.status_log import Reported, StatusLog
from queries.trace_kept import Kept
from queries.trace_read import TraceReader
from queries.verdicts import Verdicts

SHOWN: Final = (*STATES, "reported")
"""The states that rows can be narrowed to; "reported" takes all of which an office reports."""
NONE: Final = StatusLog()
ReadTasks: TypeAlias = Callable[[Iterable[str]], Mapping[str, TaskFacts]]
"""Reads tasks by IRI; what is no task of the graph is left out."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows are asked for; "" in a field asks for all.

    `resolution` and `document` are IRIs of documents, `unit` of a body or collective that leads, `state` is
    one of `SHOWN`.
    """

    resolution: str = ""
    document: str = ""
    unit: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class StatusRow:
    """A task, the document that states it, a suggested outcome with its verdict, what the office reports."""

    task: TaskFacts
    stated_in: DocumentFacts
    outcome: Judged | None
    reported: Reported | None

    @property
    def state(self) -> str:
        """Tell what became of the suggestion: suggested, accepted or rejected; "reported" without one."""
        return self.outcome.state if self.outcome else "reported"

    def is_in(self, state: str) -> bool:
        """Tell whether the row is shown under a state of `SHOWN`, "" for any."""
        return state in ("", self.state) or (state == "reported" and self.reported is not None)


@dataclass(frozen=True, slots=True)
class Counts:
    """Of the tasks looked at: all, those that promise a document, those with a suggestion, by state.

    `reported` counts tasks by the notation of the status that offices report, "" for words not in the list.
    """

    tasks: int
    promising: int
    suggested_tasks: int
    states: tuple[tuple[str, int], ...]
    reported: tuple[tuple[str, int], ...]

    @property
    def reported_tasks(self) -> int:
        """Give how many tasks an office reports on."""
        return sum(count for _, count in self.reported)


@dataclass(frozen=True, slots=True)
class TaskStatus:
    """The rows asked for, counts whatever their state; `lost` are verdicts on pairs that the graph lacks.

    `total` counts the rows of any state, `reported_rows` those of which an office reports.
    """

    rows: tuple[StatusRow, ...]
    counts: Counts
    lost: tuple[tuple[str, str], ...]
    total: int
    reported_rows: int


def named_by_persons(
    found: Outcomes, read: ReadTasks, verdicts: Verdicts
) -> tuple[list[Suggestion], list[tuple[str, str]]]:
    """Give the pairs that verdicts name and nothing suggests, and the pairs that the graph lacks."""
    held = {one.key for one in found.suggestions}
    pairs = [(one.first, one.second) for one in verdicts if one.kind == "outcome"]
    pairs = [pair for pair in pairs if not held & {pair, pair[::-1]}]
    tasks = read({name for pair in pairs for name in pair})
    named, lost = [], []
    for first, second in pairs:
        known = found.named(tasks.get(first), second) or found.named(tasks.get(second), first)
        if known:
            named.append(known)
        else:
            lost.append((first, second))
    return named, lost


def task_status(
    found: Outcomes,
    read: ReadTasks,
    verdicts: Verdicts,
    scope: frozenset[str] | None,
    state: str = "",
    log: StatusLog = NONE,
) -> TaskStatus:
    """Gather the rows of some tasks, or of all (`scope` None), with the last verdict and report on each.

    Tasks with a verdict or a report and no suggestion are read by `read`.
    """
    named, lost = named_by_persons(found, read, verdicts)
    looked_at = {name for name in log.reported if scope is None or name in scope}
    tasks = read(looked_at)
    every = judged(
        (one for one in (*found.suggestions, *named) if scope is None or one.task.iri in scope), verdicts
    )
    reported = {name: log.reported[name] for name in looked_at & tasks.keys()}
    answered = {one.found.task.iri for one in every}
    rows = [
        StatusRow(one.found.task, one.found.stated_in, one, reported.get(one.found.task.iri)) for one in every
    ]
    for name in reported.keys() - answered:
        task = tasks[name]
        rows.append(StatusRow(task, found.stating(task), None, reported[name]))
    rows.sort(key=lambda one: (one.task.document, one.task.iri))
    said = Counter(one.row.status for one in reported.values())
    counts = Counts(
        found.tasks if scope is None else len(scope),
        len(found.promising if scope is None else found.promising & scope),
        len(answered),
        tuple((name, sum(one.state == name for one in rows)) for name in STATES),
        tuple(
            (name, said[name])
            for name in (*(code.notation for code in codes("task-status")), "")
            if said[name]
        ),
    )
    return TaskStatus(
        tuple(one for one in rows if one.is_in(state)),
        counts,
        tuple(sorted(lost)),
        len(rows),
        sum(one.reported is not None for one in rows),
    )


def reading(store: Store, base: str, kept: Kept) -> ReadTasks:
    """Read tasks of a store, those that are `kept` of its snapshot once."""

    def ask(missing: list[str]) -> Mapping[str, TaskFacts]:
        return {one.iri: one for one in read_tasks(store, base, missing)}

    return lambda names: kept.read("task-facts", names, ask)


def scope_of(
    store: Store, load_table: Callable[[], LoadTable], names: Names, wanted: Filter
) -> frozenset[str] | None:
    """Give the tasks that a filter looks at; None for all. `load_table` reads that table where it is needed.

    A resolution stands for itself and all that carries it out; a unit for the tasks that it leads.
    """
    if not (wanted.resolution or wanted.document or wanted.unit):
        return None
    led = tasks_led(store, wanted.unit) if wanted.unit else None
    if led is not None and not (wanted.resolution or wanted.document):
        return led
    reader = TraceReader(store, names.base)
    documents: set[str] | None = None
    if wanted.resolution:
        table = load_table()
        kept = table.under(wanted.resolution)
        documents = {name for name, is_kept in zip(table.documents, kept.tolist(), strict=True) if is_kept}
        documents.add(wanted.resolution)
    if wanted.document:
        documents = {wanted.document} & (documents or {wanted.document})
    listed: Iterable[str] = load_table().documents if documents is None else documents
    tasks = {task for stated in reader.mandates(listed, ["task"]).values() for task in stated}
    if led is not None:
        tasks &= led
    elif wanted.unit:
        tasks = {task for task, actors in reader.leads(tasks).items() if wanted.unit in actors}
    return frozenset(tasks)
