"""Tasks as the pages show them: in tables of a document or an actor, and one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from api.links import page_of, tells_place, text_place
from api.page_data.directory import ActorRef, Directory, DocumentRef
from api.page_data.graph import Graph, Row
from graph_build.text import CONTEXT, bare, fold

ROLES: Final = ("lead", "focal", "perform", "coordinate", "monitor", "report")
"""Roles in the order in which a page shows them."""


@dataclass(frozen=True, slots=True)
class When:
    """When a task starts and is due, as stated: ISO moments with their precision, and the words."""

    start: str = ""
    due: str = ""
    start_precision: str = ""
    due_precision: str = ""
    start_text: str = ""
    due_text: str = ""
    comparator: str = ""
    schedule: str = ""
    open_ended: bool = False

    @property
    def stated(self) -> bool:
        """Tell whether the document says anything about time."""
        return bool(self.start or self.due or self.start_text or self.due_text or self.schedule)


@dataclass(frozen=True, slots=True)
class Participant:
    """One actor's part in a task: the body or post, and the person where one is named."""

    role: str
    actor: ActorRef | None
    person: ActorRef | None = None


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as one row of a table. `how` lists what the asked-for actor does in it."""

    iri: str
    url: str
    title: str
    code: str
    section: str
    section_title: str
    sequence: int
    output: str
    document: DocumentRef
    when: When
    participants: tuple[Participant, ...] = ()
    how: tuple[str, ...] = ()

    @property
    def leads(self) -> tuple[Participant, ...]:
        """Those who lead: the lead and focal roles, else those who perform."""
        leading = self.having("lead", "focal")
        return leading or self.having("perform")

    @property
    def coordinators(self) -> tuple[Participant, ...]:
        """Those who coordinate."""
        return self.having("coordinate")

    def having(self, *roles: str) -> tuple[Participant, ...]:
        """Give the participants in some roles, each once, in the order of the document."""
        return tuple(dict.fromkeys(p for p in self.participants if p.role in roles))


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document with their place; `url` leads to them in the text.

    `proves` says which part of a task they prove (title, output, submitted-to, other), "" elsewhere.
    """

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int
    url: str
    page: str = ""
    table: str = ""
    row: str = ""
    column: str = ""
    proves: str = ""


@dataclass(frozen=True, slots=True)
class QuotedAssignment:
    """An assignment on the page of its task: who, as what, in which words, and the proof."""

    participant: Participant
    as_written: str
    role_as_written: str
    inherited: bool
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class TaskPage:
    """Everything that the page of a task shows."""

    line: TaskLine
    description: str
    staffing: str
    submitted_to: tuple[ActorRef, ...]
    assignments: tuple[QuotedAssignment, ...]
    quotes: tuple[Quote, ...]
    deadline_quotes: tuple[Quote, ...]
    lineage: tuple[tuple[DocumentRef, ...], ...]
    before: Row | None
    after: Row | None
    section_mates: tuple[Row, ...]
    sparql: Mapping[str, str] = field(default_factory=dict)


def task_lines(rows: Iterable[Row], assignments: Iterable[Row], directory: Directory) -> tuple[TaskLine, ...]:
    """Gather the rows of a task query and of its assignment query into lines, in the order of the tasks."""
    parts: dict[str, list[Participant]] = {}
    for row in sorted(assignments, key=lambda row: row["assignment"]):  # slower in the engine
        parts.setdefault(row["task"], []).append(participant(row, directory))
    rows = list(rows)
    directory.documents.read(row["document"] for row in rows)
    gathered: dict[str, Row] = {}
    how: dict[str, dict[str, None]] = {}
    for row in rows:
        gathered.setdefault(row["task"], row)
        how.setdefault(row["task"], {}).setdefault(row["how"].rpartition("/")[2].rpartition("#")[2])
    return tuple(
        _line(row, tuple(parts.get(iri, ())), tuple(filter(None, how[iri])), directory)
        for iri, row in gathered.items()
    )


def participant(row: Row, directory: Directory) -> Participant:
    """Read who takes part from a row with `role`, `actor` and `person`."""
    return Participant(
        role=row["role"].rpartition("/")[2],
        actor=directory.actor(row["actor"]) if row["actor"] else None,
        person=directory.actor(row["person"]) if row["person"] else None,
    )


def _line(
    row: Row, participants: tuple[Participant, ...], how: tuple[str, ...], directory: Directory
) -> TaskLine:
    return TaskLine(
        iri=row["task"],
        url=page_of(row["task"], directory.base) or "",
        title=row["title"],
        code=row["code"],
        section=row["section"],
        section_title=row["sectionTitle"],
        sequence=int(row["sequence"]) if row["sequence"].isdecimal() else 0,
        output=row["output"],
        document=directory.document(row["document"]),
        when=_when(row),
        participants=tuple(sorted(participants, key=lambda p: ROLES.index(p.role) if p.role in ROLES else 9)),
        how=how,
    )


def _when(row: Row) -> When:
    return When(
        start=row["start"],
        due=row["due"],
        start_precision=_code(row["startPrecision"]),
        due_precision=_code(row["precision"]),
        start_text=row["startText"],
        due_text=row["dueText"],
        comparator=row["comparator"],
        schedule=row["scheduleText"],
        open_ended=row["openEnded"] == "true",
    )


def _code(written: str) -> str:
    return written.rpartition("/")[2]


_BROKEN_FIRST = re.compile(r"\A\S+\s+(?=\S)")
_BROKEN_LAST = re.compile(r"(?<=\S)\s+\S+\Z")


def quote(row: Row, document: str) -> Quote:
    """Read a quote from a row; `document` is the path of the page of the document it stands in.

    Words around it that the end of the context cuts in two are left out.
    """
    start, end = int(row["start"]), int(row["end"])
    return Quote(
        exact=row["exact"],
        prefix=_BROKEN_FIRST.sub("", row["prefix"]) if len(row["prefix"]) >= CONTEXT else row["prefix"],
        suffix=_BROKEN_LAST.sub("", row["suffix"]) if len(row["suffix"]) >= CONTEXT else row["suffix"],
        start=start,
        end=end,
        url=text_place(document, start, end),
        page=row["page"],
        table=row["table"],
        row=row["row"],
        column=row["column"],
    )


def task_page(graph: Graph, directory: Directory, iri: str) -> TaskPage | None:
    """Read everything about one task; None where the graph has no such task."""
    names = ("task", "task-assignments", "task-quotes", "task-submitted-to", "task-neighbours")
    answers = graph.ask_all({name: {"task": iri} for name in names})
    if not answers["task"].rows:
        return None
    row = answers["task"].rows[0]
    assignment_rows = answers["task-assignments"].rows
    line = _line(row, tuple(participant(r, directory) for r in assignment_rows), (), directory)
    quotes: dict[str, list[Quote]] = {}
    for quoted in filter(tells_place, answers["task-quotes"].rows):
        found = quote(quoted, line.document.url or "")
        if found not in quotes.setdefault(quoted["of"], []):
            quotes[quoted["of"]].append(found)
    assignments = _assignments(assignment_rows, quotes, directory)
    submitted_to = directory.actors_of(r["actor"] for r in answers["task-submitted-to"].rows)
    of_parts = {iri, *(r["assignment"] for r in assignment_rows)}
    neighbours = answers["task-neighbours"].rows
    place = next((i for i, n in enumerate(neighbours) if n["neighbour"] == iri), 0)
    return TaskPage(
        line=line,
        description=row["description"],
        staffing=row["staffing"],
        submitted_to=submitted_to,
        assignments=assignments,
        quotes=tuple(_proving(q, row, submitted_to) for q in quotes.get(iri, ())),
        deadline_quotes=tuple(q for of, found in quotes.items() if of not in of_parts for q in found),
        lineage=levels(directory, line.document, graph.ask("lineage", document=line.document.iri).rows),
        before=neighbours[place - 1] if place > 0 else None,
        after=neighbours[place + 1] if place + 1 < len(neighbours) else None,
        section_mates=tuple(n for n in neighbours if n["section"] == line.section and n["neighbour"] != iri),
        sparql={name: answer.sparql for name, answer in answers.items()},
    )


def _proving(found: Quote, task: Row, submitted_to: tuple[ActorRef, ...]) -> Quote:
    """Tell what a quote of a task proves, by its words."""
    words = fold(found.exact)
    if words and words in fold(task["title"]):
        return replace(found, proves="title")
    if words and words in fold(task["output"]):
        return replace(found, proves="output")
    if any(fold(name) in words for ref in submitted_to for name in (ref.label, *ref.other_names)):
        return replace(found, proves="submitted-to")
    return replace(found, proves="other")


def _assignments(
    rows: Iterable[Row], quotes: Mapping[str, list[Quote]], directory: Directory
) -> tuple[QuotedAssignment, ...]:
    once = {row["assignment"]: row for row in rows}
    made = [
        QuotedAssignment(
            participant=participant(row, directory),
            as_written=row["asWritten"],
            role_as_written=row["roleAsWritten"],
            inherited=row["inherited"] == "true",
            quotes=tuple(quotes.get(iri, ())),
        )
        for iri, row in once.items()
    ]
    return tuple(sorted(made, key=_assignment_order))


def _assignment_order(item: QuotedAssignment) -> tuple[int, int]:
    role = item.participant.role
    return (ROLES.index(role) if role in ROLES else 9, item.quotes[0].start if item.quotes else 0)


def levels(
    directory: Directory, document: DocumentRef, lineage: Iterable[Row]
) -> tuple[tuple[DocumentRef, ...], ...]:
    """Give what a document implements, level by level upwards: first its own aim, then that one's, …"""
    edges: dict[str, set[str]] = {}
    for row in lineage:
        edges.setdefault(row["from"], set()).add(row["to"])
    directory.documents.read(to for some in edges.values() for to in sorted(some))
    found: list[tuple[DocumentRef, ...]] = []
    seen, level = {document.iri}, {document.iri}
    while level := {to for source in level for to in edges.get(source, ())} - seen:
        seen |= level
        found.append(tuple(sorted((directory.document(to) for to in level), key=lambda d: bare(d.label))))
    return tuple(found)
