"""Who leads with whom as coordinator: the pairs with most shared tasks as a matrix, and what is left out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph_build.load_table import LoadTable, Numbers
from queries.bilingual import Text, not_that_many
from queries.errors import InvalidValue
from queries.load_counts import Mask, joined
from queries.load_parts import MOST_PARTS, parts
from queries.load_rules import Reading


@dataclass(frozen=True, slots=True)
class Matrix:
    """Tasks that a lead (row) and another coordinator (column) share; actors are IRIs, the busiest first.

    `all_leads` and `all_coordinators` count the actors that there are; `outside` sums the shared tasks of the
    pairs that the matrix leaves out, `inside` those it shows.
    """

    leads: tuple[str, ...]
    coordinators: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]
    all_leads: int
    all_coordinators: int
    inside: int
    outside: int

    @property
    def top(self) -> int:
        """The largest cell; 0 where there is none."""
        return max((max(row) for row in self.cells if row), default=0)


def matrix(table: LoadTable, reading: Reading, tasks: Mask, most: int, actor: str | None = None) -> Matrix:
    """Count the pairs of the tasks in a mask; rows and columns are at most `most`.

    The leads and coordinators with most shared tasks are shown, equal ones by their IRIs; `actor`
    is shown in any case. Raises InvalidValue where there are more than MOST_PARTS pairs.
    """
    leads = parts(table, table.leads, reading).among(tasks).pairs
    coordinates = parts(table, table.coordinates, reading).among(tasks).pairs
    size = len(table.actors)
    of_task = [np.bincount(pairs[:, 1], minlength=table.tasks) for pairs in (leads, coordinates)]
    if int((of_task[0] * of_task[1]).sum()) > MOST_PARTS:
        raise InvalidValue("collectives", reading, not_that_many(MOST_PARTS, Text(vi="cặp", en="pairs")))
    lead, coordinator, _ = joined(leads, coordinates, table.tasks)
    kept = lead != coordinator
    lead, coordinator = lead[kept], coordinator[kept]
    own = table.actors.index(actor) if actor in table.actors else -1
    rows, columns = (_busiest(one, size, most, own) for one in (lead, coordinator))
    place_of_row, place_of_column = (_places(shown, size) for shown in (rows, columns))
    inside = (place_of_row[lead] >= 0) & (place_of_column[coordinator] >= 0)
    cells = np.zeros((len(rows), len(columns)), dtype=np.int64)
    np.add.at(cells, (place_of_row[lead[inside]], place_of_column[coordinator[inside]]), 1)
    return Matrix(
        leads=tuple(table.actors[place] for place in rows),
        coordinators=tuple(table.actors[place] for place in columns),
        cells=tuple(tuple(row) for row in cells.tolist()),
        all_leads=len(np.unique(lead)),
        all_coordinators=len(np.unique(coordinator)),
        inside=int(inside.sum()),
        outside=int((~inside).sum()),
    )


def _busiest(actors: Numbers, size: int, most: int, own: int) -> list[int]:
    counts = np.bincount(actors, minlength=size)
    order = np.lexsort((np.arange(size), -counts))
    shown: list[int] = [place for place in order[:most].tolist() if counts[place]]
    if own >= 0 and counts[own] and own not in shown:
        shown = [*shown[: most - 1], own]
    return shown


def _places(shown: list[int], size: int) -> Numbers:
    places = np.full(max(size, 1), -1)
    places[shown] = np.arange(len(shown))
    return places
