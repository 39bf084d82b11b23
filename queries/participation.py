"""Who takes part in the tasks of one document: a picture of three columns, leads, tasks, coordinators.

Takes tasks with who leads and who coordinates each; gives a `Picture`. A unit stands on the side of the
role that it has more often.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from queries.layers import in_columns
from queries.picture import Edge, Node, Picture

MOST_TASKS: Final = 400
_ACROSS: Final = 460.0
_DOWN: Final = 24.0
_SHAPE: Final = 0.42
"""How far columns stand apart, as a part of their height, where that is more than `_ACROSS`."""


@dataclass(frozen=True, slots=True)
class Participation:
    """A task with who leads and who coordinates it, by IRI."""

    task: str
    leads: tuple[str, ...]
    coordinators: tuple[str, ...]


def participation(found: Sequence[Participation], kinds: dict[str, str]) -> Picture:
    """Draw who leads and coordinates which task, in the order given; `kinds` tells unit from collective."""
    shown = found[:MOST_TASKS]
    led, coordinated = _counts(shown, "leads"), _counts(shown, "coordinators")
    actors = sorted({*led, *coordinated}, key=lambda a: (-led.get(a, 0) - coordinated.get(a, 0), a))
    names = [*(one.task for one in shown), *actors]
    place = {name: number for number, name in enumerate(names)}
    edges = [Edge(place[who], place[one.task], "lead") for one in shown for who in one.leads]
    edges += [Edge(place[who], place[one.task], "coordinate") for one in shown for who in one.coordinators]
    ties = [(edge.source, edge.target) for edge in edges]
    tasks = list(range(len(shown)))
    left = [place[a] for a in actors if led.get(a, 0) >= coordinated.get(a, 0)]
    right = [place[a] for a in actors if led.get(a, 0) < coordinated.get(a, 0)]
    left, right = (_beside(column, tasks, ties) for column in (left, right))
    at = in_columns([left, tasks, right], max(_ACROSS, _SHAPE * _DOWN * len(tasks)), _DOWN)
    nodes = [Node(one.task, "task", 1.0, *at[place[one.task]]) for one in shown]
    nodes += [
        Node(a, kinds.get(a, "unit"), float(led.get(a, 0) + coordinated.get(a, 0)), *at[place[a]])
        for a in actors
    ]
    left_out = found[MOST_TASKS:]
    return Picture(
        tuple(nodes),
        tuple(edges),
        nodes_left_out=len(left_out),
        edges_left_out=sum(len(one.leads) + len(one.coordinators) for one in left_out),
    )


def _beside(column: Sequence[int], tasks: Sequence[int], ties: Sequence[tuple[int, int]]) -> list[int]:
    """Order a column by the mean place of the tasks of each, which keep their own order."""
    where: dict[int, list[int]] = {}
    for who, task in ties:
        where.setdefault(who, []).append(task)
    middle = len(tasks) / 2
    means = {who: sum(where[who]) / len(where[who]) if where.get(who) else middle for who in column}
    return sorted(column, key=lambda who: (means[who], who))


def _counts(found: Sequence[Participation], role: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in found:
        for who in getattr(one, role):
            counts[who] = counts.get(who, 0) + 1
    return counts
