"""Load with units read as of a day: what units have become by then takes part in their place.

A `LoadTable` holds units as the documents name them. `read_as_of` gives the same table with every unit that
has one successor replaced by it (`queries.successors`), so that all that is counted from a table is counted
in this reading too; tasks, documents and dates stay what they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from graph_build.load_table import LoadTable, Numbers
from graph_build.store import Store
from queries.as_of import ALL, AsOf
from queries.load import Filters, LoadReport, load, scope
from queries.load_actors import renamed
from queries.load_rules import LoadSettings
from queries.names import base_of
from queries.successors import Succession, UnitChange, predecessors, read_changes, successions
from queries.unit_readings import AS_WRITTEN, Moved


@dataclass(frozen=True, slots=True, eq=False)
class ReadTable:
    """A table in one reading of units: "as-written" or a day (ISO); `written` is the table as written."""

    table: LoadTable
    written: LoadTable
    units: str = AS_WRITTEN
    found: Mapping[str, Succession] = field(default_factory=dict)

    def named(self, unit: str | None) -> str | None:
        """Give what stands for a unit in this reading: its successor, else the unit."""
        one = self.found.get(unit or "")
        return one.successor if one is not None and one.successor is not None else unit

    def stands_for(self, unit: str) -> tuple[str, ...]:
        """List the units of the documents that count as a unit: its predecessors and, first, itself."""
        return (unit, *(one.unit for one in predecessors(self.found, unit)))


def read_as_of(store: Store, table: LoadTable, units: str) -> ReadTable:
    """Read a table with units as of a day (ISO), or as written where it is ""."""
    if not units:
        return ReadTable(table, table)
    return read_by(table, read_changes(store, base_of(store)), units)


def read_by(table: LoadTable, changes: Iterable[UnitChange], units: str) -> ReadTable:
    """Read a table by changes of units, as of a day (ISO)."""
    found = successions(changes, units)
    number = {actor: place for place, actor in enumerate(table.actors)}
    now: Numbers = np.arange(len(table.actors))
    for one in found.values():
        if one.unit in number and one.successor in number:
            now[number[one.unit]] = number[one.successor]
    moved = renamed(table, now) if (now != np.arange(len(now))).any() else table
    told = {
        unit: one
        if one.successor is None or one.successor in number
        else replace(one, successor=None, hindrance="unknown")
        for unit, one in found.items()
    }
    return ReadTable(moved, table, units, told)


def load_read(
    read: ReadTable,
    settings: LoadSettings | None = None,
    filters: Filters | None = None,
    as_of: AsOf = ALL,
) -> LoadReport:
    """Measure the load in a reading of units; a unit that is asked for is its successor's row.

    With `as_of`, tasks count that a document states which was there on that day.

    Raises what `queries.load.load` raises.
    """
    filters = replace(filters or Filters(), without=as_of.left_out)
    report = load(read.table, settings, replace(filters, unit=read.named(filters.unit)))
    told = as_of_told(read, filters, as_of)
    return replace(report, units=read.units, moved=moved(read, filters), as_of=told)


def as_of_told(read: ReadTable, filters: Filters, as_of: AsOf) -> AsOf:
    """Keep what is to be said of the documents that state the tasks asked for, there on the day or not."""
    table = read.table
    among = scope(table, replace(filters, without=frozenset()))
    numbers = np.unique(table.stated[among[table.stated[:, 0]], 1]).tolist()
    return as_of.told(frozenset(table.documents[number] for number in numbers))


def moved(read: ReadTable, filters: Filters | None = None) -> tuple[Moved, ...]:
    """List the changed units that take part in the tasks asked for, by name."""
    table = read.written
    among = scope(table, filters or Filters())
    taking_part = np.concatenate([table.leads, table.coordinates])
    actors = {table.actors[n] for n in np.unique(taking_part[among[taking_part[:, 1]], 0]).tolist()}
    names = _names(table)
    told = (_moved(one, names) for unit, one in read.found.items() if unit in actors)
    return tuple(sorted(told, key=lambda one: (one.name, one.unit)))


def _moved(one: Succession, names: Mapping[str, str]) -> Moved:
    return Moved(
        unit=one.unit,
        name=names.get(one.unit, ""),
        successor=one.successor,
        successor_name=names.get(one.successor or "", ""),
        changes=one.changes,
        results=tuple(names.get(result) or result for result in one.results),
        hindrance=one.hindrance,
    )


def _names(table: LoadTable) -> dict[str, str]:
    names: dict[str, str] = {}
    for actor, _, name in table.faces.tolist():
        names.setdefault(table.actors[actor], table.names[name][0])
    return names
