"""The state of a resolution on one sheet: who carries it out, what is to be done by whom and when.

A report counts nothing by itself: figures and ranking are those of `queries.load`, the calendar that of
`queries.load_calendar`, documents and findings are answers of the library's questions, tasks are those that
`queries.load_rows` gives for a figure. Tests hold its lists equal to `tasks-led` and to the load.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from graph_build.load_table import LoadTable
from graph_build.store import Store
from queries.catalogue import library
from queries.errors import MissingParameter
from queries.format import text
from queries.load import Filters, LoadReport, LoadRow, load
from queries.load_calendar import Calendar, Stated, calendar
from queries.load_rows import Choice, sparql
from queries.load_rules import LoadSettings
from queries.names import Names
from queries.report_indicators import IndicatorLine, indicator_lines
from queries.run import ask
from queries.status_log import Reported, StatusLog
from queries.trace_model import Quote
from queries.trace_read import Thing, TraceReader

MOST_TASKS: Final = 20_000
"""Tasks that a report lists; figures count all of them."""

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """Who takes part in a task: role, actor by IRI, the name that is shown, and the words that say so."""

    role: str
    actor: str
    name: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task: `leads` are the parts that count as leading, `others` all but leads and coordinators.

    `start` and `due` are the words of the text, or the time where it is all there is; `due_value` the time as
    read, at its precision. `quotes` are the words that state the task, `time_quotes` those of its time.
    `reported` is what the office reports, as written, with date, sheet and row; nothing that was read.
    """

    iri: str
    number: int
    code: str
    section: str
    title: str
    document: str
    output: str
    start: str
    due: str
    due_value: str
    leaders: frozenset[str]
    leads: tuple[Part, ...]
    coordinators: tuple[Part, ...]
    others: tuple[Part, ...]
    quotes: tuple[Quote, ...]
    time_quotes: tuple[Quote, ...]
    reported: str = ""

    @property
    def proof(self) -> tuple[Quote, ...]:
        """Give the words that name who leads, else those that state the task."""
        return tuple(quote for part in self.leads for quote in part.quotes) or self.quotes


@dataclass(frozen=True, slots=True)
class Led:
    """The tasks that one unit or collective leads, in the order of the documents."""

    row: LoadRow
    tasks: tuple[TaskLine, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """A time that deadlines state, and the tasks that state it."""

    stated: Stated
    tasks: tuple[TaskLine, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A contradiction or gap: kind and message by language, and its quoted spots, as rows of `findings`."""

    severity: str
    kind: Mapping[str, str]
    message: Mapping[str, str]
    spots: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The state of a resolution, or of one document.

    `documents` are those whose tasks are counted. `above` and `below` are rows of the question
    document-lineage. `unled` are tasks that no unit or collective leads, `open` those without a due time.
    `ledger` has rows of document, code, kept, label_vi, label_en, entries. `complete` is false where tasks
    beyond MOST_TASKS are not listed.
    """

    subject: Thing
    only: Thing | None
    snapshot: str
    built: str
    documents: tuple[Thing, ...]
    above: tuple[Row, ...]
    below: tuple[Row, ...]
    counts: Mapping[str, int]
    indicators: tuple[IndicatorLine, ...]
    load: LoadReport
    calendar: Calendar
    led: tuple[Led, ...]
    unled: tuple[TaskLine, ...]
    tasks: tuple[TaskLine, ...]
    due: tuple[Due, ...]
    open: tuple[TaskLine, ...]
    findings: tuple[Finding, ...]
    ledger: tuple[Row, ...]
    complete: bool

    @property
    def names(self) -> dict[str, str]:
        """Give the name of each document that is counted."""
        return {one.iri: one.name for one in self.documents}


def report(
    store: Store,
    table: LoadTable,
    resolution: str = "",
    document: str = "",
    *,
    names: Names | None = None,
    log: StatusLog | None = None,
) -> Report:
    """Report on a resolution with all that carries it out, on one document alone, or on what is of both.

    `table` is the load table of the store, `log` what offices report. Raises
    MissingParameter where neither is named, UnknownDocument and AmbiguousName, and what `load` raises.
    """
    names = names or Names(store)
    if not resolution and not document:
        raise MissingParameter("report", "resolution", "38/NQ-CP")
    filters = Filters(
        resolution=names.document(resolution).value if resolution else None,
        document=names.document(document).value if document else None,
    )
    return _Reporter(store, table, names, filters, log or StatusLog()).report()


class _Reporter:
    """Ask for the parts of one report."""

    def __init__(
        self, store: Store, table: LoadTable, names: Names, filters: Filters, log: StatusLog
    ) -> None:
        self.store, self.table, self.names, self.filters, self.log = store, table, names, filters, log
        self.reader = TraceReader(store, names.base)
        self.settings = LoadSettings()

    def report(self) -> Report:
        subject = self.filters.resolution or self.filters.document or ""
        measured = load(self.table, self.settings, self.filters)
        found = calendar(self.table, self.settings.collectives, self.filters)
        asked = self._tasks(Choice())
        tasks = self._lines(asked[:MOST_TASKS])
        line = {one.iri: one for one in tasks}
        things = self.reader.things({*self._stating(), subject, self.filters.document or subject})
        documents = self._documents(things)
        lineage = self._rows("document-lineage", subject)
        actors = {row.actor for row in measured.rows}
        return Report(
            subject=things[subject],
            only=things.get(self.filters.document or "") if self.filters.resolution else None,
            snapshot=self.store.snapshot_id,
            built=self.reader.built(),
            documents=tuple(things[one] for one in documents),
            above=tuple(row for row in lineage if row["direction"] == "above"),
            below=tuple(row for row in lineage if row["direction"] == "below"),
            counts=self._counts(documents),
            indicators=indicator_lines(self.reader, documents),
            load=measured,
            calendar=found,
            led=tuple(
                Led(row, tuple(one for one in tasks if row.actor in one.leaders))
                for row in measured.rows
                if row.led
            ),
            unled=tuple(one for one in tasks if not one.leaders & actors),
            tasks=tasks,
            due=tuple(
                Due(stated, _known(line, self._tasks(Choice("stated", months=(stated.first, stated.last)))))
                for stated in found.deadlines
            ),
            open=_known(line, self._tasks(Choice("open"))) if found.open else (),
            findings=self._findings(documents),
            ledger=tuple(self.reader.ledger(documents)),
            complete=len(asked) <= MOST_TASKS,
        )

    def _stating(self) -> set[str]:
        """Give what is, carries out or is attached to the resolution: documents, annexes and mandates."""
        one = self.filters.document
        if self.filters.resolution is None:
            return {one or ""}
        kept = self.table.under(self.filters.resolution)
        found = {name for name, is_kept in zip(self.table.documents, kept.tolist(), strict=True) if is_kept}
        found.add(self.filters.resolution)
        return found if one is None else found & {one}

    def _documents(self, things: Mapping[str, Thing]) -> list[str]:
        """List the documents whose tasks are counted, by date."""
        found = (things[name] for name in self._stating() if name in things)
        kept = (one for one in found if one.kind == "document")
        return [one.iri for one in sorted(kept, key=lambda one: (str(one.facts.get("date", "")), one.iri))]

    def _tasks(self, choice: Choice) -> list[str]:
        query = sparql(self.table, self.settings, self.filters, choice, self.names.base)
        return [text(row[0]) for row in self.store.query(query)]

    def _counts(self, documents: Sequence[str]) -> dict[str, int]:
        """Count the other mandates that the documents state."""
        return {
            kind: sum(map(len, self.reader.mandates(documents, [kind]).values()))
            for kind in ("duty", "measure")
        }

    def _rows(self, question: str, document: str) -> list[dict[str, str]]:
        answer = ask(self.store, library()[question], {"document": document}, names=self.names)
        return [
            {name: text(term) for name, term in zip(answer.variables, row, strict=True)}
            for row in answer.rows
        ]

    def _findings(self, documents: Iterable[str]) -> tuple[Finding, ...]:
        spots: dict[str, list[dict[str, str]]] = {}
        for document in documents:
            met = set(spots)
            for row in self._rows("findings", document):
                if row["finding"] not in met:
                    spots.setdefault(row["finding"], []).append(row)
        ranks = ("high", "medium", "low")
        rows = sorted(spots.values(), key=lambda found: ranks.index(found[0]["severity"]))
        return tuple(
            Finding(
                severity=found[0]["severity"],
                kind={"vi": found[0]["finding_kind"], "en": found[0]["finding_kind_en"]},
                message={"vi": found[0]["message_vi"], "en": found[0]["message_en"]},
                spots=tuple(found),
            )
            for found in rows
        )

    def _lines(self, tasks: Sequence[str]) -> tuple[TaskLine, ...]:
        things = self.reader.things(tasks)
        parts = self.reader.parts(tasks, frozenset({"assignment", "deadline"}))
        leads = self.reader.leads(tasks)
        facts = [*tasks, *(part.iri for held in parts.values() for part in held)]
        quotes = self.reader.quotes(facts)
        order = sorted(
            (things[task] for task in tasks if task in things),
            key=lambda one: (str(one.facts.get("document")), one.facts.get("sequence", 0), one.iri),
        )
        return tuple(
            replace(
                _line(number, thing, parts.get(thing.iri, []), leads.get(thing.iri, set()), quotes),
                reported=_reported(self.log.reported.get(thing.iri)),
            )
            for number, thing in enumerate(order, 1)
        )


def _line(
    number: int,
    thing: Thing,
    held: Sequence[Thing],
    leaders: set[str],
    quotes: Mapping[str, tuple[Quote, ...]],
) -> TaskLine:
    groups: dict[str, list[Part]] = {"leads": [], "coordinators": [], "others": []}
    times = [one for one in held if one.kind == "deadline"]
    for one in held:
        if one.kind == "assignment":
            part = _part(one, quotes.get(one.iri, ()))
            is_lead = part.role != "coordinate" and part.actor in leaders
            group = "leads" if is_lead else "coordinators" if part.role == "coordinate" else "others"
            groups[group].append(part)
    first = {name: tuple(sorted(found, key=_place)) for name, found in groups.items()}
    facts = thing.facts
    return TaskLine(
        iri=thing.iri,
        number=number,
        code=str(facts.get("code", "")),
        section=str(facts.get("section", "")),
        title=thing.label,
        document=str(facts.get("document", "")),
        output=str(facts.get("output", "")),
        start=_said(times, "start_text", "start"),
        due=_said(times, "due_text", "due"),
        due_value=_said(times, "due"),
        leaders=frozenset(leaders),
        leads=first["leads"],
        coordinators=first["coordinators"],
        others=first["others"],
        quotes=quotes.get(thing.iri, ()),
        time_quotes=tuple(quote for one in times for quote in quotes.get(one.iri, ())),
    )


def _reported(told: Reported | None) -> str:
    if told is None:
        return ""
    stands = f"{told.sheet.file} [{told.row.row}]"
    return f"{told.row.written} ({'; '.join(filter(None, (told.row.date, told.row.by, stands)))})"


def _part(one: Thing, quotes: tuple[Quote, ...]) -> Part:
    """Make a part; a person and a post are shown as written, others by their name."""
    facts: Mapping[str, Any] = one.facts
    name = one.label if facts.get("person") else facts.get("actor_label") or one.label
    return Part(str(facts["role"]), str(facts.get("actor", "")), str(name), quotes)


def _place(part: Part) -> tuple[int, str]:
    return (part.quotes[0].start if part.quotes else 0, part.name)


def _said(times: Iterable[Thing], *names: str) -> str:
    """Give what each deadline says under the first of some names that it has, without saying it twice."""
    said = (next((str(one.facts[name]) for name in names if one.facts.get(name)), "") for one in times)
    return "; ".join(dict.fromkeys(words for words in said if words))


def _known(lines: Mapping[str, TaskLine], tasks: Iterable[str]) -> tuple[TaskLine, ...]:
    return tuple(sorted((lines[one] for one in tasks if one in lines), key=lambda one: one.number))


def tasks_by_document(made: Report) -> Counter[str]:
    """Count the listed tasks of each document."""
    return Counter(one.document for one in made.tasks)
