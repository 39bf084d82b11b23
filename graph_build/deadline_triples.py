"""Write when a task starts and is due: as stated, at the stated precision, with the bounds it implies."""

from __future__ import annotations

from calendar import monthrange
from typing import NamedTuple

from graph_build.draft import Draft
from graph_build.nquads import Quads, date_type
from graph_build.records import Deadline, Recurrence
from graph_build.recurrences import repeat_frequency
from ontology.iris import DeadlineId, DutyId, PartId, TaskId
from ontology.vocab import SCHEMA, TIME, XSD, Vocabulary

_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_PRECISION_OF_LENGTH = {4: "year", 7: "month", 10: "day"}


class Bounds(NamedTuple):
    """The first and last day of a stated period, ISO 8601; bounds, never a claim of a day."""

    earliest: str
    latest: str


def bounds(value: str, precision: str | None = None) -> Bounds:
    """Give the days between which a stated moment lies.

    `value` is "2022", "2022-09" or "2022-09-15"; `precision` (year, half_year, quarter, month, day) is
    that of the value's form where it is None. A quarter or half year is given by its last month. Raises
    ValueError where the two do not fit each other.
    """
    date_type(value)
    stated = precision or _PRECISION_OF_LENGTH[len(value)]
    if stated == "day" and len(value) == 10:
        return Bounds(value, value)
    months = _MONTHS.get(stated)
    if months is None or len(value) != (4 if stated == "year" else 7):
        raise ValueError(f"{value!r} is not at the precision {precision!r}")
    year, last = int(value[:4]), 12 if stated == "year" else int(value[5:7])
    first = last - months + 1
    if last % months:
        raise ValueError(f"{value!r} is not the last month of a {precision}")
    return Bounds(f"{year:04d}-{first:02d}-01", f"{year:04d}-{last:02d}-{monthrange(year, last)[1]:02d}")


def write_deadline(draft: Draft, mandate: TaskId | DutyId, deadline: Deadline) -> None:
    """Write the deadline of a task or duty, with its proof; nothing where nothing is stated.

    Raises ValueError for a date that is not at its stated precision.
    """
    if not (
        deadline.start or deadline.due or deadline.start_text or deadline.due_text or deadline.recurrence
    ):
        return
    quads, nv, base = draft.quads, draft.vocabulary.nv, draft.vocabulary.base
    name = DeadlineId(mandate) if isinstance(mandate, TaskId) else PartId(mandate, "deadline")
    iri = name.iri(base)
    quads.link(mandate.iri(base), nv.deadline, iri)
    quads.type(iri, nv.Deadline)
    quads.text(iri, nv.startText, deadline.start_text)
    quads.text(iri, nv.deadlineText, deadline.due_text)
    quads.text(iri, nv.comparator, deadline.due_comparator)
    if deadline.open_ended:
        quads.flag(iri, nv.openEnded, True)
    if deadline.start:
        start = bounds(deadline.start, deadline.start_precision)
        quads.date(iri, nv.start, deadline.start)
        quads.date(iri, nv.startEarliest, start.earliest)
        quads.text(iri, nv.startPrecision, _precision(deadline.start, deadline.start_precision))
        instant = _instant(quads, _part(name, "beginning").iri(base), deadline.start)
        quads.link(iri, TIME.hasBeginning, instant)
    if deadline.due:
        due = bounds(deadline.due, deadline.due_precision)
        quads.date(iri, nv.due, deadline.due)
        quads.date(iri, nv.dueEarliest, due.earliest)
        quads.date(iri, nv.dueLatest, due.latest)
        quads.text(iri, nv.precision, _precision(deadline.due, deadline.due_precision))
        quads.link(iri, TIME.hasEnd, _instant(quads, _part(name, "end").iri(base), deadline.due))
    if deadline.recurrence:
        schedule = _part(name, "schedule").iri(base)
        quads.link(iri, nv.schedule, schedule)
        _write_schedule(quads, draft.vocabulary, schedule, deadline.recurrence)
    draft.proofs.prove(iri, deadline.start_evidence, deadline.due_evidence)


def _part(deadline: DeadlineId | PartId, part: str) -> PartId:
    """Name a part of a deadline; that of a duty is itself a part of the duty."""
    if isinstance(deadline, PartId):
        return PartId(deadline.whole, f"{deadline.part}-{part}")
    return PartId(deadline, part)


def _precision(value: str, precision: str | None) -> str:
    return precision or _PRECISION_OF_LENGTH[len(value)]


def _instant(quads: Quads, iri: str, value: str) -> str:
    terms = {XSD.gYear: TIME.inXSDgYear, XSD.gYearMonth: TIME.inXSDgYearMonth, XSD.date: TIME.inXSDDate}
    quads.type(iri, TIME.Instant)
    quads.date(iri, terms[date_type(value)], value)
    return iri


def _write_schedule(quads: Quads, vocabulary: Vocabulary, iri: str, recurrence: Recurrence) -> None:
    nv = vocabulary.nv
    quads.type(iri, SCHEMA.Schedule)
    quads.text(iri, nv.scheduleText, recurrence.text)
    quads.link(iri, nv.recurrenceKind, vocabulary.code("recurrence", recurrence.kind))
    quads.text(iri, SCHEMA.repeatFrequency, repeat_frequency(recurrence.kind))
    quads.number(iri, SCHEMA.byMonthDay, recurrence.latest_day)
    quads.text(iri, nv.triggerEvent, recurrence.event)
    for exception in recurrence.exceptions:
        quads.text(iri, nv.scheduleException, exception)
