"""The tasks behind a figure of coordination load: which they are, and the SPARQL that finds the same.

A `Choice` says which figure is meant; `counted` gives its tasks from a `LoadTable` by their numbers,
`sparql` the query that gives them by their IRIs. Tests hold both and the figure itself equal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from graph_build.load_table import NO_MONTH, LoadTable, Numbers
from graph_build.terms import Literal as Text
from graph_build.terms import iri
from ontology.vocab import DEFAULT_BASE
from queries.catalogue import rebase
from queries.load import Filters, scope
from queries.load_counts import Mask, all_tasks
from queries.load_parts import Floats, Parts, active_spans, collectives, dated, has_due, parts
from queries.load_rules import LoadSettings, Reading
from queries.patterns import pattern

Figure = Literal["tasks", "led", "coordinated", "due", "stated", "open", "undated"]

FIGURES: Final[tuple[Figure, ...]] = ("tasks", "led", "coordinated", "due", "stated", "open", "undated")
"""All tasks that are active; those led; those coordinated; those due; those whose deadline is stated as just
these months; those without a due time; those without any stated time."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A figure: its kind, the actor it is of, the partner, and the months of its period.

    With a partner, `led` means tasks that the actor leads and the partner coordinates, `tasks` those that tie
    the two. Without months the whole is meant. Actors are IRIs.
    """

    figure: Figure = "tasks"
    actor: str | None = None
    partner: str | None = None
    months: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """The tasks of a figure by number, ascending; with an actor also the load that falls on it in each.

    The load is that of leading alone for tasks led, of coordinating alone for tasks coordinated.
    """

    tasks: Numbers
    load: Floats | None


def counted(table: LoadTable, settings: LoadSettings, filters: Filters, choice: Choice) -> Counted:
    """Find the tasks that a figure counts; raises what `load` raises."""
    among = scope(table, filters) & in_time(table, choice)
    if choice.actor is None:
        return Counted(np.flatnonzero(among), None)
    reading = settings.collectives
    leads, coordinates = (
        parts(table, pairs, reading).among(among) for pairs in (table.leads, table.coordinates)
    )
    number = {actor: place for place, actor in enumerate(table.actors)}
    own = number.get(choice.actor, -1)
    led, coordinated = _of(table, leads, own), _of(table, coordinates, own)
    if choice.partner is not None:
        other = number.get(choice.partner, -1)
        partner_leads, partner_coordinates = _of(table, leads, other), _of(table, coordinates, other)
        tasks = led & partner_coordinates
        if choice.figure == "tasks":
            tasks |= (led & partner_leads) | (coordinated & partner_leads)
        tasks &= own != other
    else:
        tasks = {"led": led, "coordinated": coordinated}.get(choice.figure, led | coordinated)
    chosen = np.flatnonzero(tasks)
    given: Floats = np.zeros(table.tasks)
    if choice.figure != "coordinated":
        given += settings.lead_weight * _shares(table, leads, own)
    if choice.figure != "led":
        given += settings.coordinate_weight * _shares(table, coordinates, own)
    return Counted(chosen, given[chosen])


def stands_for(table: LoadTable, reading: Reading, actor: str) -> tuple[str, ...]:
    """List whose part in a task counts for an actor: itself, and collectives that are expanded to it."""
    number = {iri: place for place, iri in enumerate(table.actors)}
    own = number.get(actor, -1)
    groups = collectives(table)
    if reading == "excluded" and own >= 0 and groups[own]:
        return ()
    if reading != "expanded" or own < 0:
        return (actor,)
    expanded = {group for group in table.members[:, 0].tolist() if groups[group]}
    above = {group for group, member in table.members.tolist() if member == own and group in expanded}
    return tuple(table.actors[place] for place in sorted(above | ({own} - expanded)))


def in_time(table: LoadTable, choice: Choice) -> Mask:
    """Tell of every task whether its stated time is what a figure counts, whoever takes part."""
    if choice.figure == "undated":
        return ~dated(table)
    if choice.figure == "open":
        return ~has_due(table)
    if choice.months is None:
        return has_due(table) if choice.figure in {"due", "stated"} else all_tasks(table)
    low, high = choice.months
    task, first, last, due_first, due = active_spans(table, all_tasks(table)).T
    if choice.figure == "due":
        kept = (due != NO_MONTH) & (due_first >= low) & (due <= high)
    elif choice.figure == "stated":
        kept = (due_first == low) & (due == high)
    else:
        kept = (first <= high) & (last >= low)
    mask = np.zeros(table.tasks, dtype=bool)
    mask[task[kept]] = True
    return mask


def _of(table: LoadTable, role: Parts, actor: int) -> Mask:
    mask = np.zeros(table.tasks, dtype=bool)
    mask[role.pairs[role.pairs[:, 0] == actor, 1]] = True
    return mask


def _shares(table: LoadTable, role: Parts, actor: int) -> Floats:
    shares: Floats = np.zeros(table.tasks)
    own = role.pairs[:, 0] == actor
    shares[role.pairs[own, 1]] = role.shares[own]
    return shares


def sparql(
    table: LoadTable,
    settings: LoadSettings,
    filters: Filters,
    choice: Choice,
    base: str = DEFAULT_BASE,
    units: Callable[[str], tuple[str, ...]] = lambda actor: (actor,),
) -> str:
    """Write the query whose rows are the tasks of a figure, each once.

    `units` lists the units of the documents that count as an actor, where units are not read as written.
    """

    def named(actor: str) -> str:
        parts_of = stands_for(table, settings.collectives, actor)
        return _iris(*dict.fromkeys(unit for one in parts_of for unit in units(one)))

    body = _stated(filters) + "".join(_taking_part(named, choice)) + _timed(choice)
    return f"{_prefix(base)}SELECT DISTINCT ?task WHERE {{\n{body}}}\nORDER BY ?task\n"


def ties_sparql(reading: Reading, filters: Filters, choice: Choice, base: str = DEFAULT_BASE) -> str | None:
    """Write the query whose rows are the partners of an actor with the tasks that tie them.

    None where collectives are expanded: who belongs to one is not all in the graph (docs/load.md).
    """
    if reading == "expanded" or choice.actor is None:
        return None
    units_only = _part("is_unit") if reading == "excluded" else ""
    body = _stated(filters) + _part("partner", actor=_iris(choice.actor)) + units_only + _timed(choice)
    select = "SELECT ?partner (COUNT(DISTINCT ?task) AS ?tasks) WHERE"
    return f"{_prefix(base)}{select} {{\n{body}}}\nGROUP BY ?partner\nORDER BY DESC(?tasks) ?partner\n"


def _prefix(base: str) -> str:
    return rebase(f"PREFIX nv: <{DEFAULT_BASE}ontology#>\n\n", base)


def _stated(filters: Filters) -> str:
    document = _part("document", document=_iris(filters.document)) if filters.document else ""
    without = _part("without", left_out=_iris(*sorted(filters.without))) if filters.without else ""
    above = _part("resolution", resolution=_iris(filters.resolution)) if filters.resolution else ""
    return document + _part("task") + above + without


def _timed(choice: Choice) -> str:
    if choice.figure in {"undated", "open"}:
        return _part(choice.figure)
    is_due = choice.figure in {"due", "stated"}
    if choice.months is None:
        return _part("deadline") + _part("has_due") if is_due else ""
    first, last = (str(Text(f"{month // 12:04d}-{month % 12 + 1:02d}")) for month in choice.months)
    kind = choice.figure if is_due else "active"
    return _part("deadline") + _part(kind, period_first=first, period_last=last)


def _taking_part(named: Callable[[str], str], choice: Choice) -> list[str]:
    if choice.actor is None:
        return []
    own = named(choice.actor)
    if choice.partner is None:
        part, place = {"led": ("led", "lead"), "coordinated": ("coordinated", "coordinator")}.get(
            choice.figure, ("either", "actor")
        )
        return [_part(part, **{place: own})]
    is_other = choice.partner != choice.actor
    other = named(choice.partner) if is_other else ""
    if choice.figure == "led":
        return [_part("led", lead=own), _part("coordinated", coordinator=other)]
    return [_part("tie", actor=own, partner=other)]


def _iris(*names: str) -> str:
    return " ".join(str(iri(name)) for name in names)


def _part(name: str, **terms: str) -> str:
    return pattern("load_rows", name, terms)
