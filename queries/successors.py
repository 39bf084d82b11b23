"""What units have become by a day: the change events of a graph, followed to their end.

A unit whose changes lead to one unit has that as its successor; a merger gives all of the merged the same.
What was divided among several, or ended with nothing named in its place, cannot be given to one: it stays as
the documents name it, and the reason is told (Organization Ontology, W3C, section 5.5, `org:ChangeEvent`).

Reads a `Store`, or changes as values; gives successions by the IRI of the unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

from graph_build.store import Store
from graph_build.terms import Iri
from graph_build.terms import Literal as Text
from queries.catalogue import rebase

Hindrance = Literal["several", "none", "undated", "unknown"]
"""Why a unit has no one successor: several bodies took its place, none is named, the day is not stated, or
the graph does not describe it."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class UnitChange:
    """A merger, division, renaming or end of units: all by IRI, `date` the first day after it (ISO, or "").

    `act_label` is the number of the legal act that orders it, or its name; "" where none is stated.
    """

    event: str
    date: str
    originals: tuple[str, ...]
    results: tuple[str, ...]
    act: str = ""
    act_label: str = ""


@dataclass(frozen=True, slots=True)
class Succession:
    """What one unit is on a day: its successor, or None with what hinders to name one.

    `changes` prove it, in the order of time; `results` are the bodies that the last of them led to.
    """

    unit: str
    successor: str | None
    changes: tuple[UnitChange, ...]
    results: tuple[str, ...]
    hindrance: Hindrance | None = None


def read_changes(store: Store, base: str) -> tuple[UnitChange, ...]:
    """Read the changes of units that a graph describes, by date; raises what asking the store raises."""
    text = (files("queries") / "lookups" / "unit-changes.rq").read_text(encoding="utf-8")
    found: dict[str, UnitChange] = {}
    for row in store.query(rebase(text, base)):
        event, original, result, date, act, label = (
            term.value if isinstance(term, Iri | Text) else "" for term in row
        )
        held = found.get(event) or UnitChange(event, date, (), (), act, label)
        found[event] = UnitChange(
            event,
            held.date,
            _with(held.originals, original),
            _with(held.results, result),
            held.act,
            held.act_label,
        )
    return tuple(found.values())


def successions(changes: Iterable[UnitChange], day: str) -> dict[str, Succession]:
    """Tell what became of every changed unit by a day (ISO); a body that goes on as itself is left out.

    Every change is followed once, so that one back to an earlier name comes to an end.
    """
    leaving: dict[str, list[UnitChange]] = {}
    for change in sorted(changes, key=lambda one: (one.date, one.event)):
        for unit in change.originals:
            leaving.setdefault(unit, []).append(change)
    found = (_follow(unit, leaving, day) for unit in sorted(leaving))
    return {one.unit: one for one in found if one.successor != one.unit}


def _follow(unit: str, leaving: Mapping[str, list[UnitChange]], day: str) -> Succession:
    current, since = unit, ""
    way: list[UnitChange] = []
    while True:
        ahead = [one for one in leaving.get(current, ()) if one not in way]
        undated = [one for one in ahead if not _DAY.fullmatch(one.date)]
        if undated:
            return Succession(unit, None, (*way, *undated), _results(undated), "undated")
        ahead = [one for one in ahead if since <= one.date <= day]
        if not ahead:
            return Succession(unit, current, tuple(way), (current,))
        together = [one for one in ahead if one.date == ahead[0].date]
        way += together
        results = _results(together)
        if len(results) != 1:
            return Succession(unit, None, tuple(way), results, "several" if results else "none")
        (current,), since = results, together[0].date


def _results(changes: Iterable[UnitChange]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(result for change in changes for result in change.results))


def _with(known: tuple[str, ...], added: str) -> tuple[str, ...]:
    return known if not added or added in known else (*known, added)


def predecessors(found: Mapping[str, Succession], unit: str) -> tuple[Succession, ...]:
    """Give the successions of the units that a unit has taken the place of."""
    return tuple(one for one in found.values() if one.successor == unit)
