"""What questions about tasks of a unit, a resolution or a period ask, in an SQLite file beside the store.

A build and an import write it once, and after a change `late_tables` does; `queries.task_rows` answers
`tasks-led`, `tasks-coordinated` and `tasks-due` from it, row for row as their SPARQL does. The file holds

    about      layout version, base IRI, and how many tasks are `told` as NULL
    unit, document   their IRIs, numbered
    above      document and what it implements or is annexed to, one step
    task       IRI, document and place in it, and what is told of it (`Told`) as JSON: empty where a question
               would leave it out, NULL where the graph says something that only the engine weighs, such as
               two titles or a day that is none; a question that meets such a task is put to the engine
    part       unit, 0 for leading and 1 for coordinating, task, and the words that prove it (`proof`)
    assigned   task, who is assigned to it (a row of `unit`), place of the role in `ROLES` or -1
    due        day by which a deadline ends, and its task
    mandate    what traces and comparisons read of tasks and all else that documents state (`mandate_table`)

Readers open it with `immutable=1` and `mode=ro`; nobody writes it again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final, TypeAlias

import msgspec

from graph_build import mandate_table
from graph_build.store import Database
from graph_build.task_lines import Gathered, LayoutUnusual, TooMany, gather
from graph_build.task_terms import Odd, Value, day, number, text, value
from ontology.vocab import Vocabulary

FILE: Final = "tasks.sqlite"
"""The name of the table in the folder of a snapshot."""

LAYOUT: Final = "1"
"""The version of the tables; a reader takes no other."""

LEADS: Final = 0
COORDINATES: Final = 1

ROLES: Final = ("lead", "focal", "perform", "coordinate", "monitor", "report")

_SCHEMA: Final = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE unit (id INTEGER PRIMARY KEY, iri TEXT NOT NULL);
CREATE TABLE document (id INTEGER PRIMARY KEY, iri TEXT NOT NULL);
CREATE TABLE above (document INTEGER NOT NULL, above INTEGER NOT NULL);
CREATE TABLE task (
  id INTEGER PRIMARY KEY, iri TEXT NOT NULL, document INTEGER, place INTEGER, told TEXT
);
CREATE TABLE part (unit INTEGER NOT NULL, role INTEGER NOT NULL, task INTEGER NOT NULL, proof TEXT);
CREATE TABLE assigned (
  task INTEGER NOT NULL, actor INTEGER NOT NULL, role INTEGER NOT NULL, PRIMARY KEY (task, actor, role)
) WITHOUT ROWID;
CREATE TABLE due (day TEXT NOT NULL, task INTEGER NOT NULL);
"""
_INDEXES: Final = """
CREATE UNIQUE INDEX unit_iri ON unit (iri);
CREATE UNIQUE INDEX document_iri ON document (iri);
CREATE INDEX above_above ON above (above);
CREATE INDEX part_unit ON part (unit, role);
CREATE INDEX assigned_actor ON assigned (actor);
CREATE INDEX due_day ON due (day);
"""
_QUOTES_KEPT: Final = 1000  # what quotes one passage mostly stands near
_DUMP: Final = "application/n-quads"


class Deadline(msgspec.Struct, array_like=True, frozen=True):
    """A deadline: what is stated, the last day as ISO 8601, and the words that prove it (`proof_of_due`)."""

    start: Value
    due: Value
    text: Value
    latest: str | None
    proof: str | None


class Told(msgspec.Struct, array_like=True, frozen=True):
    """What a row tells of a task; `leads` and `coordinators` are None where nobody is quoted to take part."""

    title: Value
    code: Value
    section: Value
    output: Value
    number: Value
    leads: str | None
    coordinators: str | None
    deadlines: tuple[Deadline, ...]


def write_table(
    paths: Sequence[Path], path: Path, names: Vocabulary, *, is_canonical: bool
) -> Gathered | None:
    """Write the table of the graph that files of N-Quads or N-Triples hold together.

    `is_canonical` says that the engine or a build wrote them. Gives what was gathered; None, and no table,
    where the graph is too large for that. Raises LayoutUnusual where the files cannot be read line by line,
    and OSError.
    """
    try:
        facts = gather(paths, names, is_canonical=is_canonical)
    except TooMany:
        return None
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as made:
            made.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;")
            made.executescript(_SCHEMA)
            made.execute("BEGIN")
            _fill(made, _Telling(facts, names), names)
            made.execute("COMMIT")
            made.executescript(_INDEXES + mandate_table.INDEXES)
    except sqlite3.Error as error:
        raise OSError(None, f"the table of tasks cannot be written: {error}", str(path)) from error
    return facts


def write_own_table(database: Database, path: Path, names: Vocabulary) -> Gathered | None:
    """Write the table of a database, whose quads go into a file beside `path` meanwhile.

    Gives what was gathered; None, and no table, where the graph is too large or states triples of triples
    about tasks: the engine is asked then. Raises OSError.
    """
    written = path.with_name(f"{path.name}.nq")
    try:
        with written.open("wb") as file:
            database.dump_to(file, _DUMP)
        return write_table([written], path, names, is_canonical=True)
    except LayoutUnusual:
        return None
    finally:
        written.unlink(missing_ok=True)


def write_from(paths: Sequence[Path], database: Database, path: Path, names: Vocabulary) -> Gathered | None:
    """Write the table from the files that a database was loaded from, or else from the database.

    No paths say that the files cannot be read line by line. Gives what `write_table` gives; raises OSError.
    """
    if paths:
        try:
            return write_table(paths, path, names, is_canonical=False)
        except LayoutUnusual:
            path.unlink(missing_ok=True)
    return write_own_table(database, path, names)


def _fill(made: sqlite3.Connection, telling: _Telling, names: Vocabulary) -> None:
    facts = telling.facts
    documents, units = _Numbers(), _Numbers()
    parts: list[tuple[int, int, int, str | None]] = []
    assigned: set[tuple[int, int, int]] = set()
    due: list[tuple[str, int]] = []
    odd = 0

    def tasks() -> Iterator[tuple[int, str, int | None, int | None, bytes | None]]:
        nonlocal odd
        for at, task in enumerate(facts.tasks):
            proofs: dict[tuple[int, bytes], str] = {}
            document, place, told, is_odd = None, None, b"", False
            try:
                found = telling.tell(task)
                proofs = telling.proofs(task)
                if found is not None:
                    document, place, row = found
                    told = msgspec.json.encode(row)
                    due.extend((one.latest, at) for one in row.deadlines if one.latest is not None)
            except Odd:
                odd, is_odd = odd + 1, True
            for role, name in ((LEADS, "leads"), (COORDINATES, "coordinates")):
                for unit in facts.listed(name, task):
                    parts.append((units[unit], role, at, proofs.get((role, unit))))
            assigned.update((at, units[actor], role) for actor, role in telling.assigned(task))
            stated = (None if document is None else documents[document], place)
            yield at, task[1:-1].decode("utf-8"), *stated, None if is_odd else told

    made.executemany("INSERT INTO task VALUES (?, ?, ?, ?, CAST(? AS TEXT))", tasks())
    made.executemany("INSERT INTO part VALUES (?, ?, ?, ?)", parts)
    made.executemany("INSERT INTO assigned VALUES (?, ?, ?)", sorted(assigned))
    made.executemany("INSERT INTO due VALUES (?, ?)", due)
    steps = {
        (documents[below], documents[above])
        for name in ("implements", "annexOf")
        for above, all_below in facts.lists[name].items()
        for below in all_below
    }
    made.executemany("INSERT INTO above VALUES (?, ?)", sorted(steps))
    about = [("layout", LAYOUT), ("base", names.base), ("odd", str(odd))]
    made.executemany("INSERT INTO about VALUES (?, ?)", about)
    mandate_table.fill(made, facts, names.base, documents.__getitem__)
    made.executemany("INSERT INTO document VALUES (?, ?)", documents.rows())
    made.executemany("INSERT INTO unit VALUES (?, ?)", units.rows())


_Quote: TypeAlias = tuple[str, str]


class _Numbers(dict[bytes, int]):
    """Numbers things in the order in which they are asked for."""

    def __missing__(self, thing: bytes) -> int:
        self[thing] = number_ = len(self)
        return number_

    def rows(self) -> Iterator[tuple[int, str]]:
        for thing, number_ in self.items():
            yield number_, thing[1:-1].decode("utf-8") if thing.startswith(b"<") else thing.decode("utf-8")


class _Telling:
    """Tells of single tasks what the questions ask; raises `Odd` for what only the engine weighs."""

    def __init__(self, facts: Gathered, names: Vocabulary) -> None:
        self.facts = facts
        roles = ("lead", "focal", "perform", "coordinate")
        lead, focal, perform, self._coordinate = (f"<{names.role(name)}>".encode() for name in roles)
        self._leading = frozenset({lead, focal, perform})
        self._roles = {f"<{names.role(name)}>".encode(): place for place, name in enumerate(ROLES)}
        self._read: dict[bytes, list[_Quote]] = {}

    def tell(self, task: bytes) -> tuple[bytes, int, Told] | None:
        """Give document, place and what is told of a task; None where no question lists it."""
        facts = self.facts
        document, title, place = (self._only(name, task) for name in ("statedIn", "title", "sequence"))
        if document is None or title is None or place is None:
            return None
        if not (document.startswith(b"<") and task.startswith(b"<")):
            raise Odd
        leads, coordinators = self._taking_part(task)
        own = [quote for evidence in facts.of("quoted", task) for quote in self._quotes(evidence)]
        deadlines = facts.of("deadline", task)
        of_all = {one: [self._quotes(at) for at in facts.of("quoted", one)] for one in deadlines}
        quotes = {*own, *(quote for found in of_all.values() for some in found for quote in some)}
        told = Told(
            title=value(title),
            code=value(self._only("code", task)),
            section=value(self._only("sectionPath", task)),
            output=value(self._only("output", task)),
            number=value(self._only("number", document)),
            leads=leads,
            coordinators=coordinators,
            deadlines=tuple(
                self._deadline(one, {quote for some in of_all[one] for quote in some}, quotes)
                for one in deadlines
            ),
        )
        keys = {(shown(one.due), shown(one.start), shown(one.text)) for one in told.deadlines}
        if len(keys) < len(told.deadlines):
            raise Odd  # deadlines that only the engine tells apart or makes one of
        return document, number(place), told

    def _deadline(self, deadline: bytes, own: set[_Quote], all_quotes: set[_Quote]) -> Deadline:
        start, due, words = (self._only(name, deadline) for name in ("start", "due", "deadlineText"))
        latest = self._only("dueLatest", deadline)
        said = "" if words is None else text(words)

        def rank(quote: _Quote) -> str:
            return "3" if quote not in own else "1" if quote[1] in said else "2"

        proof = min((rank(quote) + quote[0] for quote in all_quotes), default=None)
        return Deadline(
            value(start), value(due), value(words), None if latest is None else day(latest), proof
        )

    def proofs(self, task: bytes) -> dict[tuple[int, bytes], str]:
        """Give the words that first say of a unit that it leads or coordinates, by part and unit."""
        facts = self.facts
        found: dict[tuple[int, bytes], str] = {}
        for part in facts.listed("task", task):
            roles = facts.of("role", part)
            parts = [LEADS] * (not self._leading.isdisjoint(roles)) + [COORDINATES] * (
                self._coordinate in roles
            )
            quotes = [quote for at in facts.of("quoted", part) for quote in self._quotes(at)] if parts else []
            if not quotes:
                continue
            first = min(quotes)[0]
            for actor in facts.of("assignee", part):
                for unit in (actor, *facts.of("post", actor)):
                    for role in parts:
                        found[role, unit] = min(first, found.get((role, unit), first))
        return found

    def assigned(self, task: bytes) -> Iterator[tuple[bytes, int]]:
        """Give everybody who is assigned to a task, and the place of the role in `ROLES`."""
        for part in self.facts.listed("task", task):
            for role in self.facts.of("role", part):
                for actor in self.facts.of("assignee", part):
                    yield actor, self._roles.get(role, -1)

    def _taking_part(self, task: bytes) -> tuple[str | None, str | None]:
        """Name who leads and who coordinates, in the order of the words."""
        facts, leaders = self.facts, set(self.facts.listed("leads", task))
        found: set[tuple[int, str, int]] = set()
        for part in facts.listed("task", task):
            places = {
                number(place)
                for evidence in facts.of("quoted", part)
                for selector in facts.listed("hasSelector", evidence)
                for place in facts.of("opens", selector)
            }
            written = [text(one) for one in facts.of("asWritten", part)]
            is_person = bool(facts.of("assigneePerson", part))
            for role in facts.of("role", part):
                if not role.startswith(b"<"):
                    raise Odd
                for actor in facts.of("assignee", part):
                    kind = 1 if role == self._coordinate else 0 if actor in leaders else 2
                    named = [] if is_person else self._named(actor)
                    found.update(
                        (place, who, kind) for place in places for who in named or written if written
                    )
        if not found:
            return None, None
        ordered = sorted(found)
        told = (dict.fromkeys(who for _, who, kind in ordered if kind == wanted) for wanted in (0, 1))
        leads, coordinators = ("; ".join(who) for who in told)
        return leads, coordinators

    def _named(self, actor: bytes) -> list[str]:
        return [text(name) for name in self.facts.of("name", actor)]

    def _quotes(self, evidence: bytes) -> list[_Quote]:
        """Give quotations as places of ten digits, file and words in one, beside the words alone."""
        found = self._read.get(evidence)
        if found is None:
            if len(self._read) >= _QUOTES_KEPT:
                self._read.clear()
            found = self._read[evidence] = self._read_quotes(evidence)
        return found

    def _read_quotes(self, evidence: bytes) -> list[_Quote]:
        facts = self.facts
        selectors = facts.listed("hasSelector", evidence)
        words = [text(one) for selector in selectors for one in facts.of("exact", selector)]
        spans = [
            f"{number(opens):010}{number(closes):010}"
            for selector in selectors
            for opens in facts.of("opens", selector)
            for closes in facts.of("closes", selector)
        ]
        sources = [
            name for source in facts.of("hasSource", evidence) for name in facts.of("fileName", source)
        ]
        named = [text(name) for name in sources]
        return [(f"{span}{file}|{said}", said) for span in spans for file in named for said in words]

    def _only(self, name: str, subject: bytes) -> bytes | None:
        found = self.facts.of(name, subject)
        if len(found) > 1:
            raise Odd
        return found[0] if found else None


def shown(told: Value) -> str:
    """Give the text by which the questions order what they tell; "" for nothing."""
    return "" if told is None else told if isinstance(told, str) else told[0]
