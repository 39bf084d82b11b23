"""Coordination load and co-work pairs, counted from the table of a snapshot.

The same answers as `questions/coordination-load.rq` and `questions/co-work-pairs.rq`, row for row: a row a
name and kind of an actor, counts of distinct tasks, only tasks of documents that are, carry out or are
attached to a resolution where one is given.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from graph_build.load_table import KINDS, LoadTable, Numbers

Mask = npt.NDArray[np.bool_]


class ActorLoad(NamedTuple):
    """A row of coordination-load: counts of distinct tasks; `name` is the text and the rest of the term."""

    actor: str
    name: tuple[str, str]
    kind: str
    led: int
    led_alone: int
    coordinated: int
    tasks: int


class CoWork(NamedTuple):
    """A row of co-work-pairs: a lead, a coordinator other than it, and the tasks that they share."""

    lead: str
    lead_name: tuple[str, str]
    lead_kind: str
    coordinator: str
    coordinator_name: tuple[str, str]
    coordinator_kind: str
    tasks: int


def coordination_load(table: LoadTable, resolution: str | None = None) -> list[ActorLoad]:
    """Count the tasks of every unit and collective that takes part in one, most tasks first."""
    among = all_tasks(table) if resolution is None else table.stated_under(resolution)
    leads, coordinates = within(table.leads, among), within(table.coordinates, among)
    leaders = np.bincount(leads[:, 1], minlength=table.tasks)
    size = len(table.actors)
    led = np.bincount(leads[:, 0], minlength=size)
    alone = np.bincount(leads[leaders[leads[:, 1]] == 1, 0], minlength=size)
    coordinated = np.bincount(coordinates[:, 0], minlength=size)
    tasks = led + coordinated - np.bincount(both(table, leads, coordinates), minlength=size)
    faces = table.faces[tasks[table.faces[:, 0]] > 0]
    actor, ranks = faces[:, 0], _ranks(table)
    order = np.lexsort((actor, ranks[faces[:, 2]], -led[actor], -tasks[actor]))
    faces, actor = faces[order], actor[order]
    return [
        ActorLoad(table.actors[who], table.names[name], KINDS[kind], *counts)
        for (who, kind, name), *counts in zip(
            faces.tolist(),
            *(column[actor].tolist() for column in (led, alone, coordinated, tasks)),
            strict=True,
        )
    ]


def co_work_pairs(table: LoadTable, resolution: str | None = None, unit: str | None = None) -> list[CoWork]:
    """Count the tasks of every pair of a lead and a coordinator, most tasks first."""
    among = all_tasks(table) if resolution is None else table.stated_under(resolution)
    leads, coordinates = within(table.leads, among), within(table.coordinates, among)
    lead, coordinator, _ = joined(leads, coordinates, table.tasks)
    kept = lead != coordinator
    if unit is not None:
        number = table.actors.index(unit) if unit in table.actors else -1
        kept &= (lead == number) | (coordinator == number)
    size = len(table.actors)
    pairs, tasks = np.unique(lead[kept] * size + coordinator[kept], return_counts=True)
    one, other = _faced(table, pairs // size, pairs % size)
    lead_face, other_face = table.faces[one[1]], table.faces[other[1]]
    counts, ranks = tasks[one[0]], _ranks(table)
    order = np.lexsort(
        (other_face[:, 0], lead_face[:, 0], ranks[other_face[:, 2]], ranks[lead_face[:, 2]], -counts)
    )
    actors, names = table.actors, table.names
    return [
        CoWork(actors[a], names[a_name], KINDS[a_kind], actors[b], names[b_name], KINDS[b_kind], count)
        for (a, a_kind, a_name), (b, b_kind, b_name), count in zip(
            lead_face[order].tolist(), other_face[order].tolist(), counts[order].tolist(), strict=True
        )
    ]


def all_tasks(table: LoadTable) -> Mask:
    """Give a mask that holds every task."""
    return np.ones(table.tasks, dtype=bool)


def within(pairs: Numbers, tasks: Mask) -> Numbers:
    """Keep the pairs (actor, task) whose task is in a mask; they stay in their order."""
    return pairs[tasks[pairs[:, 1]]]


def both(table: LoadTable, leads: Numbers, coordinates: Numbers) -> Numbers:
    """List the actors of the pairs that are in both, once for every task."""
    size = len(table.actors)
    shared = np.intersect1d(
        leads[:, 1] * size + leads[:, 0], coordinates[:, 1] * size + coordinates[:, 0], assume_unique=True
    )
    return shared % size if size else shared


def joined(left: Numbers, right: Numbers, tasks: int) -> tuple[Numbers, Numbers, Numbers]:
    """Join pairs (actor, task) on the task: the left actors, the right ones and the tasks, row for row.

    Both must be sorted by task.
    """
    counts = np.bincount(right[:, 1], minlength=tasks)
    first = np.cumsum(counts) - counts
    times = counts[left[:, 1]]
    ends = np.cumsum(times)
    inside = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - times, times)
    chosen = np.repeat(first[left[:, 1]], times) + inside
    return np.repeat(left[:, 0], times), right[chosen, 0], np.repeat(left[:, 1], times)


def _ranks(table: LoadTable) -> Numbers:
    """Give the place of every name among all in the order of code points."""
    ranks = np.zeros(len(table.names), dtype=np.int64)
    ranks[sorted(range(len(table.names)), key=table.names.__getitem__)] = np.arange(len(table.names))
    return ranks


def _faced(
    table: LoadTable, left: Numbers, right: Numbers
) -> tuple[tuple[Numbers, Numbers], tuple[Numbers, Numbers]]:
    """Give every pair once for every face of either end: (number of the pair, place of the face), twice."""
    faces = table.faces[:, 0]
    order = np.argsort(faces, kind="stable")
    counts = np.bincount(faces, minlength=len(table.actors))
    first = np.cumsum(counts) - counts

    def spread(rows: Numbers, actors: Numbers) -> tuple[Numbers, Numbers]:
        times = counts[actors]
        ends = np.cumsum(times)
        inside = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - times, times)
        return np.repeat(rows, times), order[np.repeat(first[actors], times) + inside]

    rows, lead_faces = spread(np.arange(len(left)), left)
    spots, other_faces = spread(np.arange(len(rows)), right[rows])
    return (rows[spots], lead_faces[spots]), (rows[spots], other_faces)
