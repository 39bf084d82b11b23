"""What became of a unit and what it took the place of, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from api.page_data.directory import ActorRef, DocumentRef
from api.site import View
from queries.successors import Hindrance, UnitChange, predecessors, read_changes, successions

_ANY_DAY: Final = "9999-12-31"


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change that a unit took part in: the others before and after it, the day and the act."""

    date: str
    originals: tuple[ActorRef, ...]
    results: tuple[ActorRef, ...]
    act: str
    act_document: DocumentRef | None


@dataclass(frozen=True, slots=True)
class UnitHistory:
    """The changes that led to a unit and those that it went through, in the order of time.

    `successor` is the one unit that it has become by today, None where it goes on or has none; then
    `hindrance` says why. `formers` counts the units that have become it by today.
    """

    before: tuple[ChangeLine, ...]
    after: tuple[ChangeLine, ...]
    successor: ActorRef | None
    hindrance: Hindrance | None
    formers: int


def unit_changes(view: View) -> tuple[UnitChange, ...]:
    """Give all changes of units that the snapshot tells of, read once."""
    return view.keep_whole(("unit-changes",), lambda: read_changes(view.graph.store, view.base))


def unit_history(view: View, unit: str, today: date) -> UnitHistory | None:
    """Read the history of a unit; None where no change of it is known."""
    changes = unit_changes(view)
    before = tuple(one for one in changes if unit in one.results)
    after = tuple(one for one in changes if unit in one.originals and unit not in one.results)
    if not (before or after):
        return None
    found = successions(changes, today.isoformat())
    one = found.get(unit)
    return UnitHistory(
        before=_lines(view, before),
        after=_lines(view, after),
        successor=view.directory.actor(one.successor) if one is not None and one.successor else None,
        hindrance=one.hindrance if one is not None else None,
        formers=len(predecessors(found, unit)),
    )


def _lines(view: View, changes: tuple[UnitChange, ...]) -> tuple[ChangeLine, ...]:
    ordered = sorted(changes, key=lambda one: (one.date or _ANY_DAY, one.event))
    return tuple(
        ChangeLine(
            date=one.date,
            originals=view.directory.actors_of(one.originals),
            results=view.directory.actors_of(one.results),
            act=one.act_label,
            act_document=view.directory.document(one.act) if one.act in view.directory.documents else None,
        )
        for one in ordered
    )
