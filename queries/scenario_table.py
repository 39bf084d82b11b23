"""Carry out the changes of a scenario on a load table, which gives another table; the facts stay as they are.

All figures of load are counted from such a table, so those of a scenario come from the same code. A change
that cannot be carried out (a unit or task is gone, another change contradicts it) is left out and its
`Outcome` says why; nothing is guessed in its place.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from graph_build.load_table import NO_MONTH, LoadTable, Numbers
from queries.load_actors import in_order, renamed
from queries.load_counts import Mask, both
from queries.load_parts import collectives
from queries.scenario_changes import Change, Merge, Move, Reschedule, Split, Unschedule, made_units
from queries.scenario_share import shared

ROLE_NAMES: Final = ("lead", "coordinate")
"""The roles of a participation; arrays hold the place in this tuple."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a change was not carried out: a code, what it is about, and the number of the other change."""

    code: str
    about: str = ""
    other: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What became of one change.

    `parts` are rows (task, role, actor before, actor after) of the participations that it changed; `missing`
    are the tasks it lists that are gone or in which the unit takes no part (any more).
    """

    number: int
    change: Change
    problem: Problem | None = None
    parts: Numbers = field(default_factory=lambda: np.zeros((0, 4), dtype=np.int64))
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What changes are carried out on: a load table and the IRIs of its tasks in the order of their numbers.

    `starts` gives the first day of a task's stated start, as precise as it is known, for the tasks whose
    deadlines are changed.
    """

    table: LoadTable
    tasks: tuple[str, ...]
    starts: Mapping[str, str] = field(default_factory=dict)

    def task(self, iri: str) -> int:
        """Give the number of a task, -1 for one that no document states."""
        place = bisect_left(self.tasks, iri)
        return place if place < len(self.tasks) and self.tasks[place] == iri else -1


@dataclass(frozen=True, slots=True, eq=False)
class Supposed:
    """The table of a scenario, and what became of every change, in their order."""

    table: LoadTable
    outcomes: tuple[Outcome, ...]

    @property
    def problems(self) -> tuple[Outcome, ...]:
        """The changes that were not carried out, or not in full."""
        return tuple(one for one in self.outcomes if one.problem or one.missing)


def suppose(facts: Facts, changes: Iterable[tuple[int, Change]]) -> Supposed:
    """Carry out numbered changes one after the other."""
    draft = _Draft(facts)
    outcomes = tuple(draft.carry_out(number, change) for number, change in changes)
    return Supposed(draft.table, outcomes)


def internal(table: LoadTable) -> int:
    """Count the tasks that an actor both leads and coordinates, once for every actor."""
    return len(both(table, table.leads, table.coordinates))


class _Draft:
    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.table = facts.table
        self.number = {actor: place for place, actor in enumerate(facts.table.actors)}
        self.gone: dict[str, tuple[str, int]] = {}
        self.made: dict[str, int] = {}
        self.rescheduled: dict[str, int] = {}
        self.taken: dict[tuple[int, int, int], int] = {}

    def carry_out(self, number: int, change: Change) -> Outcome:
        match change:
            case Merge():
                return self._merge(number, change)
            case Split():
                return self._split(number, change)
            case Move():
                return self._move(number, change)
            case Reschedule():
                return self._reschedule(number, change)
            case Unschedule():
                return self._unschedule(number, change)

    def _unusable(self, units: Sequence[str]) -> Problem | None:
        for unit in units:
            if unit in self.gone:
                code, other = self.gone[unit]
                return Problem(code, unit, other)
            if unit not in self.number:
                return Problem("unit-gone", unit)
        return None

    def _merge(self, number: int, change: Merge) -> Outcome:
        named = (*change.sources, *((change.into,) if change.into else ()))
        problem = self._unusable(named) or self._collective(named) or self._taken_name(change)
        if problem:
            return Outcome(number, change, problem)
        self._add_units(change, number)
        target = self.number[change.result]
        becomes = np.arange(len(self.table.actors))
        becomes[[self.number[unit] for unit in change.sources]] = target
        rows = [
            _parts(pairs[becomes[pairs[:, 0]] != pairs[:, 0]], role, target)
            for role, pairs in enumerate((self.table.leads, self.table.coordinates))
        ]
        self.table = renamed(self.table, becomes)
        self.gone |= dict.fromkeys(change.sources, ("merged", number))
        return Outcome(number, change, parts=np.concatenate(rows))

    def _collective(self, units: Sequence[str]) -> Problem | None:
        groups = collectives(self.table)
        return next((Problem("collective", unit) for unit in units if groups[self.number[unit]]), None)

    def _taken_name(self, change: Change) -> Problem | None:
        for unit, name in made_units(change).items():
            if unit in self.number:
                return Problem("name-taken", name, self.made[unit])
        return None

    def _add_units(self, change: Change, number: int) -> None:
        for unit, name in made_units(change).items():
            table, place = self.table, len(self.table.actors)
            face = np.array([[place, 0, len(table.names)]])
            self.table = replace(
                table,
                actors=(*table.actors, unit),
                names=(*table.names, (name, "@vi")),
                faces=np.concatenate((table.faces, face)),
            )
            self.number[unit] = place
            self.made[unit] = number

    def _split(self, number: int, change: Split) -> Outcome:
        named = (change.unit,)
        problem = self._unusable(named) or self._collective(named) or self._taken_name(change)
        if problem:
            return Outcome(number, change, problem)
        source = self.number[change.unit]
        chosen, missing = self._chosen(change, source)
        part_of = shared(self.table, source, len(change.parts), change.rule, chosen)
        empty = next((place for place in range(len(change.parts)) if place not in part_of.values()), None)
        if not part_of:
            problem = Problem("no-part", change.unit)
        elif empty is not None:
            problem = Problem("part-empty", change.results[empty])
        if problem:
            return Outcome(number, change, problem, missing=missing)
        self._add_units(change, number)
        targets = np.array([self.number[unit] for unit in change.results])
        turned, rows = [], []
        for role, pairs in enumerate((self.table.leads, self.table.coordinates)):
            own = pairs[:, 0] == source
            after = pairs.copy()
            after[own, 0] = targets[[part_of[task] for task in pairs[own, 1].tolist()]]
            changed = after[:, 0] != pairs[:, 0]
            rows.append(_parts(pairs[changed], role, after[changed, 0]))
            turned.append(in_order(after))
        self.table = replace(
            self.table,
            leads=turned[0],
            coordinates=turned[1],
            members=_with_parts(self.table.members, source, targets),
        )
        parts = np.concatenate(rows)
        self.taken |= {(role, task, source): number for task, role in parts[:, :2].tolist()}
        if change.unit not in change.results:
            self.gone[change.unit] = ("split", number)
        return Outcome(number, change, parts=parts, missing=missing)

    def _chosen(self, change: Split, source: int) -> tuple[dict[int, int], tuple[str, ...]]:
        """Give the part of every task that the rows name, and the rows that name none of the unit."""
        pairs = np.concatenate((self.table.leads, self.table.coordinates))
        own = set(pairs[pairs[:, 0] == source, 1].tolist())
        by_document: dict[int, int] = {}
        by_task: dict[int, int] = {}
        missing: list[str] = []
        for part, thing in change.named:
            place = self.facts.task(thing)
            stated = {place} if place >= 0 else set(np.flatnonzero(self.table.stated_in(thing)).tolist())
            if not stated & own:
                missing.append(thing)
            kept = by_task if place >= 0 else by_document
            for task in sorted(stated & own):
                kept.setdefault(task, part)
        return {**by_document, **by_task}, tuple(missing)

    def _move(self, number: int, change: Move) -> Outcome:
        problem = self._unusable((change.source, change.target))
        if change.document and change.document not in self.table.documents:
            problem = problem or Problem("document-gone", change.document)
        if problem:
            return Outcome(number, change, problem)
        wanted = self._wanted(change)
        source, target = self.number[change.source], self.number[change.target]
        changed, rows = [], []
        for role, pairs in enumerate((self.table.leads, self.table.coordinates)):
            moved = (pairs[:, 0] == source) & wanted[pairs[:, 1]]
            moved &= change.role in {"both", ROLE_NAMES[role]}
            rows.append(_parts(pairs[moved], role, target))
            turned = pairs.copy()
            turned[moved, 0] = target
            changed.append(in_order(turned))
        parts = np.concatenate(rows)
        own = {self.facts.tasks[task] for task in parts[:, 0].tolist()}
        missing = tuple(task for task in change.tasks if task not in own)
        if not len(parts):
            every_gone = change.tasks and all(self.facts.task(task) < 0 for task in change.tasks)
            problem = Problem("tasks-gone") if every_gone else Problem("no-part", change.source)
            return Outcome(number, change, problem, missing=missing)
        for task, role in parts[:, :2].tolist():
            other = self.taken.get((role, task, target))
            if other:
                return Outcome(number, change, Problem("moved-back", self.facts.tasks[task], other))
        self.table = replace(self.table, leads=changed[0], coordinates=changed[1])
        self.taken |= {(role, task, source): number for task, role in parts[:, :2].tolist()}
        return Outcome(number, change, parts=parts, missing=missing)

    def _wanted(self, change: Move) -> Mask:
        if change.document:
            return self.table.stated_in(change.document)
        wanted = np.full(self.table.tasks, not change.tasks)
        wanted[[place for task in change.tasks if (place := self.facts.task(task)) >= 0]] = True
        return wanted

    def _undatable(self, task: str) -> Problem | None:
        if self.facts.task(task) < 0:
            return Problem("task-gone", task)
        return Problem("dated", task, self.rescheduled[task]) if task in self.rescheduled else None

    def _unschedule(self, number: int, change: Unschedule) -> Outcome:
        problem = self._undatable(change.task)
        if problem:
            return Outcome(number, change, problem)
        spans = self.table.spans
        own = (spans[:, 0] == self.facts.task(change.task)) & (spans[:, 4] != NO_MONTH)
        if not own.any():
            return Outcome(number, change, Problem("no-due", change.task))
        starts = spans[own & (spans[:, 1] != NO_MONTH)].copy()
        starts[:, 3:] = NO_MONTH
        self.table = replace(self.table, spans=np.unique(np.concatenate((spans[~own], starts)), axis=0))
        self.rescheduled[change.task] = number
        return Outcome(number, change)

    def _reschedule(self, number: int, change: Reschedule) -> Outcome:
        problem = self._undatable(change.task)
        if problem:
            return Outcome(number, change, problem)
        task = self.facts.task(change.task)
        spans, own = self.table.spans, self.table.spans[:, 0] == task
        first, last = (12 * int(day[:4]) + int(day[5:7]) - 1 for day in change.bounds)
        begins = {tuple(row[1:3]) for row in spans[own].tolist()}
        begins = {one for one in begins if one != (NO_MONTH, NO_MONTH)} or {(NO_MONTH, NO_MONTH)}
        start = self.facts.starts.get(change.task, "")
        if any(last < begin for begin, _ in begins) or change.bounds.latest[: len(start)] < start:
            return Outcome(number, change, Problem("before-start", change.task))
        rows = np.array([(task, *begin, first, last) for begin in sorted(begins)], dtype=np.int64)
        self.table = replace(self.table, spans=np.unique(np.concatenate((spans[~own], rows)), axis=0))
        self.rescheduled[change.task] = number
        return Outcome(number, change)


def _parts(pairs: Numbers, role: int, target: int | Numbers) -> Numbers:
    size = len(pairs)
    targets = np.broadcast_to(target, size)
    return np.column_stack((pairs[:, 1], np.full(size, role), pairs[:, 0], targets))


def _with_parts(members: Numbers, source: int, targets: Numbers) -> Numbers:
    """Put the parts of a unit into every collective of which it is a member."""
    own = members[:, 1] == source
    groups = members[own, 0]
    parts = np.column_stack((np.repeat(groups, len(targets)), np.tile(targets, len(groups))))
    return np.unique(np.concatenate((members[~own], parts)), axis=0)
