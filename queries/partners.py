"""With whom one actor shares tasks, counted from the table of a snapshot.

The same counts as `api/page_queries/actor-partners.rq`, of tasks that a document states.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from graph_build.load_table import LoadTable, Numbers
from queries.load_counts import Mask, within


class Shared(NamedTuple):
    """How many tasks an actor shares with a partner: it leads what that one coordinates, and so on."""

    partner: str
    coordinates_ours: int
    leads_ours: int
    joint: int


def partners(table: LoadTable, actor: str) -> tuple[Shared, ...] | None:
    """Count the tasks that an actor shares with every other; None for one that the table does not hold."""
    try:
        own = table.actors.index(actor)
    except ValueError:
        return None
    led, coordinated = (_tasks(table, pairs, own) for pairs in (table.leads, table.coordinates))
    size = len(table.actors)
    ways = [
        np.bincount(within(pairs, mine)[:, 0], minlength=size)
        for pairs, mine in ((table.coordinates, led), (table.leads, coordinated), (table.leads, led))
    ]
    found = np.flatnonzero(sum(ways))
    counts = zip(found.tolist(), *(way[found].tolist() for way in ways), strict=True)
    return tuple(Shared(table.actors[partner], *shared) for partner, *shared in counts if partner != own)


def _tasks(table: LoadTable, pairs: Numbers, actor: int) -> Mask:
    mask = np.zeros(table.tasks, dtype=bool)
    mask[pairs[pairs[:, 0] == actor, 1]] = True
    return mask
