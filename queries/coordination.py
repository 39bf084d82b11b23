"""The coordination network of all units: who shares how many tasks with whom.

Reads a `LoadTable`; gives a `Picture`. Without direction an edge weighs the tasks in which one of its ends
leads and the other leads or coordinates; with direction it runs from the lead to the coordinator, and joint
leads have an edge of their own. docs/load.md has the counting rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np

from graph_build.load_table import LoadTable, Numbers
from queries.load import Filters, scope
from queries.load_counts import both
from queries.load_network import Role, ties
from queries.load_parts import collectives, parts
from queries.load_rows import Choice, in_time
from queries.load_rules import Reading
from queries.picture import MOST_EDGES, MOST_NODES, Edge, Node, Picture
from queries.spread import spread

EdgeKind = Literal["tie", "lead", "joint"]
ROLES: Final[tuple[Role, ...]] = ("all", "lead", "joint")


@dataclass(frozen=True, slots=True)
class NetworkChoice:
    """Which ties are drawn: of which tasks, in which months, roles and reading, from how many tasks on."""

    filters: Filters = field(default_factory=Filters)
    months: tuple[int, int] | None = None
    reading: Reading = "once"
    role: Role = "all"
    directed: bool = False
    least: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Coordination:
    """The picture with what its page says of it: tasks counted, and actors that are tied to nobody."""

    picture: Picture
    tasks: int
    alone: int


def coordination(table: LoadTable, choice: NetworkChoice) -> Coordination:
    """Draw the network of a choice; raises InvalidValue where collectives expand to too many ties."""
    size = len(table.actors)
    among = scope(table, choice.filters) & in_time(table, Choice("tasks", months=choice.months))
    leads, coordinates = (
        parts(table, pairs, choice.reading).among(among).pairs for pairs in (table.leads, table.coordinates)
    )
    tasks = np.bincount(leads[:, 0], minlength=size) + np.bincount(coordinates[:, 0], minlength=size)
    tasks -= np.bincount(both(table, leads, coordinates), minlength=size)
    rows, kinds = _edges(leads, coordinates, size, table.tasks, choice)
    kept = rows[:, 2] >= choice.least
    rows, kinds = rows[kept], kinds[kept]
    strength = np.bincount(rows[:, 0], rows[:, 2], size) + np.bincount(rows[:, 1], rows[:, 2], size)
    tied = np.flatnonzero(strength)
    order = tied[np.lexsort((tied, -tasks[tied], -strength[tied]))]
    shown = order[:MOST_NODES]
    place = np.full(size, -1)
    place[shown] = np.arange(len(shown))
    inside = (place[rows[:, 0]] >= 0) & (place[rows[:, 1]] >= 0)
    heaviest = np.lexsort((rows[:, 1], rows[:, 0], -rows[:, 2]))
    heaviest = heaviest[inside[heaviest]][:MOST_EDGES]
    left_out = len(rows) - len(heaviest)
    rows, kinds = rows[heaviest], kinds[heaviest]
    ends = place[rows[:, :2]]
    at = spread(len(shown), ends, rows[:, 2], tasks[shown])
    is_group = collectives(table)
    return Coordination(
        Picture(
            tuple(
                Node(table.actors[who], "group" if is_group[who] else "unit", float(tasks[who]), x, y)
                for who, (x, y) in zip(shown.tolist(), at.tolist(), strict=True)
            ),
            tuple(
                Edge(one, other, EDGE_KINDS[kind], float(weight))
                for (one, other), kind, weight in zip(
                    ends.tolist(), kinds.tolist(), rows[:, 2].tolist(), strict=True
                )
            ),
            nodes_left_out=len(order) - len(shown),
            edges_left_out=left_out,
        ),
        tasks=int(among.sum()),
        alone=int((tasks > 0).sum()) - len(order),
    )


EDGE_KINDS: Final[tuple[EdgeKind, ...]] = ("tie", "lead", "joint")


def _edges(
    leads: Numbers, coordinates: Numbers, actors: int, tasks: int, choice: NetworkChoice
) -> tuple[Numbers, Numbers]:
    """Give rows (from, to, tasks) and the kind of each, by its place among EDGE_KINDS."""
    if not choice.directed:
        rows = ties(leads, coordinates, actors, tasks, choice.role).pairs
        return rows, np.zeros(len(rows), dtype=np.int64)
    found = [(1, ties(leads, coordinates, actors, tasks, "lead").directed)] if choice.role != "joint" else []
    if choice.role != "lead":
        found.append((2, ties(leads, coordinates, actors, tasks, "joint").pairs))
    rows = np.concatenate([part for _, part in found])
    return rows, np.concatenate([np.full(len(part), kind) for kind, part in found])
