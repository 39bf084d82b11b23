"""Coordination load: who leads and coordinates how much, when, with whom, and how evenly it is spread.

Reads the table of a snapshot (`graph_build.load_table`), or makes it from the graph where a snapshot was
changed after its build; gives a `LoadReport`. docs/load.md has the definitions.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, repeat
from operator import eq
from typing import Any, TypeAlias, overload

import numpy as np

from graph_build.load_table import KINDS, LoadTable, Numbers, read_graph
from graph_build.store import Store
from queries.as_of import ALL, AsOf
from queries.counted import held_table
from queries.load_counts import Mask, all_tasks, both
from queries.load_network import Centrality, centrality, gini, ties
from queries.load_parts import Floats, Parts, Slice, dated, parts, slices
from queries.load_rules import READINGS, LoadSettings, Reading
from queries.names import base_of
from queries.unit_readings import AS_WRITTEN, Moved


@dataclass(frozen=True, slots=True)
class LoadRow:
    """One actor in one period.

    `load_low` and `load_high` are its least and greatest load under the three readings of collectives;
    `change` is its load less that in the period before, None in the first; `share` its part of all
    coordinations.
    """

    period: str
    actor: str
    name: str
    kind: str
    led: int
    led_alone: int
    coordinated: int
    tasks: int
    load: float
    load_low: float
    load_high: float
    change: float | None
    due: int
    partners: int
    strength: int
    betweenness: float
    pagerank: float
    community: int
    share: float


_Column: TypeAlias = list[str] | Floats | Numbers | None
_Ranked: TypeAlias = tuple[str, tuple[_Column, ...]]
"""The name of a period and the columns of its rows, as `LoadRow` has them; None for one without values."""


class LoadRows(Sequence[LoadRow]):
    """Rows that are kept as columns of numbers and made when they are asked for, each time anew.

    A row of its own takes about 800 bytes, one in columns 150.
    """

    def __init__(self, ranked: Iterable[_Ranked] = ()) -> None:
        self._ranked = tuple(ranked)
        self._first = [0, *accumulate(len(columns[0] or ()) for _, columns in self._ranked)]

    def __len__(self) -> int:
        return self._first[-1]

    def __iter__(self) -> Iterator[LoadRow]:
        for period, columns in self._ranked:
            values = (_values(column) for column in columns)
            yield from (LoadRow(period, *row) for row in zip(*values, strict=False))

    @overload
    def __getitem__(self, at: int) -> LoadRow: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[LoadRow, ...]: ...
    def __getitem__(self, at: int | slice) -> LoadRow | tuple[LoadRow, ...]:
        if isinstance(at, slice):
            return tuple(self[one] for one in range(*at.indices(len(self))))
        place = range(len(self))[at]
        lot = bisect_right(self._first, place) - 1
        period, columns = self._ranked[lot]
        inside = slice(place - self._first[lot], place - self._first[lot] + 1)
        return next(iter(LoadRows([(period, tuple(one if one is None else one[inside] for one in columns))])))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment]


def _values(column: _Column) -> Iterable[Any]:
    if column is None:
        return repeat(None)
    return column if isinstance(column, list) else column.tolist()


def _of(order: list[int], values: Floats | Numbers | None) -> Floats | Numbers | None:
    return None if values is None else values[order]


@dataclass(frozen=True, slots=True)
class PeriodSummary:
    """One period as a whole: tasks in it and due in it, actors, Gini coefficients, share of the top three."""

    period: str
    tasks: int
    due: int
    actors: int
    coordinations: int
    gini_coordination: float
    gini_load: float
    top3_share: float


@dataclass(frozen=True, slots=True)
class LoadReport:
    """The load of all actors: rows by period, in each the greatest load first.

    `tasks` counts the tasks asked for, `undated` those without a stated start or due time, which are in
    "whole" only; `not_expanded` names the collectives whose members the register does not know. `units` is
    how units are read: "as-written", or the day (ISO) as of which; `moved` tells what became of them by then.
    `as_of` names the day as of which documents count, and those that were left out or whose day is unknown.
    """

    settings: LoadSettings
    tasks: int
    undated: int
    not_expanded: tuple[str, ...]
    periods: tuple[PeriodSummary, ...]
    rows: Sequence[LoadRow]
    units: str = AS_WRITTEN
    moved: tuple[Moved, ...] = ()
    as_of: AsOf = ALL


@dataclass(frozen=True, slots=True)
class Filters:
    """What is counted, by IRI: tasks under a resolution, tasks of a document; and the one actor to show.

    Tasks that only documents of `without` state do not count. `when` is the one period to show, by its name;
    with "" all periods are, as wholes without a row.
    """

    resolution: str | None = None
    document: str | None = None
    unit: str | None = None
    without: frozenset[str] = frozenset()
    when: str | None = None


def table_of(store: Store) -> LoadTable:
    """Give the table of a store: that of its snapshot, else one read from the graph now."""
    table = held_table(store)
    return read_graph(store, base_of(store)) if table is None else table


def load(
    table: LoadTable, settings: LoadSettings | None = None, filters: Filters | None = None
) -> LoadReport:
    """Measure the load under some settings.

    A filter by unit or period leaves the figures as they are and shows those of that unit or period. Raises
    InvalidValue where the periods or the expanded collectives are too many.
    """
    settings, filters = settings or LoadSettings(), filters or Filters()
    among = scope(table, filters)
    measured = _Measured(table, settings)
    rows: list[_Ranked] = []
    summaries = []
    before: Floats | None = None
    for one in _until(slices(table, among, settings.period), filters.when):
        found = measured.period(one, before)
        before = found.load
        if not filters.when or filters.when == one.name:
            summaries.append(found.summary())
            if filters.when != "" and (ranked := found.rows(filters.unit)) is not None:
                rows.append(ranked)
    return LoadReport(
        settings=settings,
        tasks=int(among.sum()),
        undated=int((among & ~dated(table)).sum()),
        not_expanded=measured.not_expanded(among),
        periods=tuple(summaries),
        rows=LoadRows(rows),
    )


def measure_networks(table: LoadTable, settings: LoadSettings | None = None) -> Iterator[None]:
    """Measure the network of one period after the other, so that `load` finds what it else would measure.

    Raises what `load` does.
    """
    measured = _Measured(table, settings or LoadSettings())
    for one in slices(table, scope(table, Filters()), measured.settings.period):
        measured.period(one, None).network()
        yield


def _until(periods: Iterator[Slice], when: str | None) -> Iterator[Slice]:
    """Keep the period that is asked for and the one before it, from which its change is counted."""
    if not when:
        yield from periods
        return
    before: Slice | None = None
    for one in periods:
        if one.name == when:
            yield from (one,) if before is None else (before, one)
            return
        before = one


def scope(table: LoadTable, filters: Filters) -> Mask:
    """Tell of every task whether it is under the resolution and in the document that are asked for."""
    among = all_tasks(table)
    if filters.resolution is not None:
        among &= table.stated_under(filters.resolution)
    if filters.document is not None:
        among &= table.stated_in(filters.document)
    if filters.without:
        among &= table.stated_in(*(one for one in table.documents if one not in filters.without))
    return among


class _Measured:
    """The roles of all tasks under every reading, from which periods are cut."""

    def __init__(self, table: LoadTable, settings: LoadSettings) -> None:
        self.table = table
        self.settings = settings
        self.shown = _shown(table)
        self._roles: dict[Reading, tuple[Parts, Parts]] = {}

    def roles(self, reading: Reading) -> tuple[Parts, Parts]:
        if reading not in self._roles:
            leads, coordinates = (
                parts(self.table, pairs, reading) for pairs in (self.table.leads, self.table.coordinates)
            )
            self._roles[reading] = leads, coordinates
        return self._roles[reading]

    def load(self, reading: Reading, tasks: Mask) -> Floats:
        size = len(self.table.actors)
        led, coordinated = (role.among(tasks).load(size) for role in self.roles(reading))
        return self.settings.lead_weight * led + self.settings.coordinate_weight * coordinated

    def period(self, one: Slice, before: Floats | None) -> _PeriodLoad:
        leads, coordinates = (role.among(one.active) for role in self.roles(self.settings.collectives))
        return _PeriodLoad(self, one, leads, coordinates, before)

    def not_expanded(self, among: Mask) -> tuple[str, ...]:
        table = self.table
        taking_part = np.concatenate([table.leads, table.coordinates])
        actors = set(taking_part[among[taking_part[:, 1]], 0].tolist()) - set(table.members[:, 0].tolist())
        return tuple(
            sorted(self.shown[n][0] for n in actors if n in self.shown and self.shown[n][1] == "group")
        )


class _PeriodLoad:
    """The figures of one period; what only its rows tell is measured when they are asked for."""

    def __init__(
        self, whole: _Measured, one: Slice, leads: Parts, coordinates: Parts, before: Floats | None
    ) -> None:
        self.whole, self.one, self.before = whole, one, before
        self.leads, self.coordinates = leads, coordinates
        size = len(whole.table.actors)
        self.led, self.coordinated = leads.tasks(size), coordinates.tasks(size)
        self.tasks = self._either(leads.pairs, coordinates.pairs)
        self.actors: Numbers = np.flatnonzero(self.tasks > 0)
        settings = whole.settings
        self.load = settings.lead_weight * leads.load(size) + settings.coordinate_weight * coordinates.load(
            size
        )

    def _either(self, leads: Numbers, coordinates: Numbers) -> Numbers:
        """Count the tasks that every actor has in either role."""
        table, size = self.whole.table, len(self.whole.table.actors)
        counts = np.bincount(leads[:, 0], minlength=size) + np.bincount(coordinates[:, 0], minlength=size)
        return counts - np.bincount(both(table, leads, coordinates), minlength=size)

    def alone(self) -> Numbers:
        """Count the tasks that the documents give to every actor alone to lead."""
        table = self.whole.table
        named = np.bincount(table.leads[:, 1], minlength=table.tasks)
        alone = (named[self.leads.pairs[:, 1]] == 1) & (self.leads.shares == 1.0)
        return np.bincount(self.leads.pairs[alone, 0], minlength=len(table.actors))

    def due(self) -> Numbers:
        """Count the tasks of every actor that are due in the period."""
        return self._either(*(role.among(self.one.due).pairs for role in (self.leads, self.coordinates)))

    def network(self) -> Centrality:
        """Measure how central every actor is."""
        table = self.whole.table
        found = ties(self.leads.pairs, self.coordinates.pairs, len(table.actors), table.tasks)
        return centrality(found, self.actors, len(table.actors))

    def summary(self) -> PeriodSummary:
        coordinated = self.coordinated[self.actors].astype(np.float64)
        total = int(coordinated.sum())
        return PeriodSummary(
            period=self.one.name,
            tasks=int(self.one.active.sum()),
            due=int(self.one.due.sum()),
            actors=len(self.actors),
            coordinations=total,
            gini_coordination=gini(coordinated),
            gini_load=gini(self.load[self.actors]),
            top3_share=float(np.sort(coordinated)[-3:].sum() / total) if total else 0.0,
        )

    def rows(self, unit: str | None = None) -> _Ranked | None:
        """Give the rows of the actors that take part, the greatest load first; None for no row."""
        shown, actors = self.whole.shown, self.whole.table.actors
        total = int(self.coordinated[self.actors].sum())
        taking_part = [n for n in self.actors.tolist() if unit in (None, actors[n])]
        if not taking_part:
            return None
        order = sorted(taking_part, key=lambda n: (-round(float(self.load[n]), 9), actors[n]))
        bands = [self.whole.load(reading, self.one.active) for reading in READINGS]
        low, high = np.min(bands, axis=0), np.max(bands, axis=0)
        alone, due, net = self.alone(), self.due(), self.network()
        names = [shown.get(n, ("", "unit")) for n in order]
        change = None if self.before is None else self.load - self.before
        return self.one.name, (
            [actors[n] for n in order],
            [name for name, _ in names],
            [kind for _, kind in names],
            *(_of(order, counts) for counts in (self.led, alone, self.coordinated, self.tasks)),
            *(_of(order, loads) for loads in (self.load, low, high, change)),
            *(_of(order, counts) for counts in (due, net.partners, net.strength)),
            *(_of(order, measure) for measure in (net.betweenness, net.pagerank, net.community)),
            _of(order, self.coordinated / total if total else np.zeros(len(actors))),
        )


def _shown(table: LoadTable) -> dict[int, tuple[str, str]]:
    """Choose the name and kind that an actor is shown with: as a unit where it is one, the first name."""
    shown: dict[int, tuple[int, str]] = {}
    for actor, kind, name in table.faces.tolist():
        one = (kind, table.names[name][0])
        shown[actor] = min(shown.get(actor, one), one)
    return {actor: (name, KINDS[kind]) for actor, (kind, name) in shown.items()}
