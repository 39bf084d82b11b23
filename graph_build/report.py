"""What a build did: the report printed at its end and kept with the snapshot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec

from graph_build import manifest
from graph_build.records import DocumentRecord
from graph_build.snapshots import REPORT


class Violation(msgspec.Struct, frozen=True, order=True):
    """One result of the SHACL validation: which shape speaks of which thing, and why.

    `shape` is the local name of the shape or constraint; `severity` is Violation, Warning or Info. `path`
    is empty for a shape without a property path, `value` where the result names none; both, like
    `focus`, are IRIs or the text of a literal ("[]" for what has no name). `message` is in English,
    `message_vi` in Vietnamese.
    """

    shape: str
    severity: str
    focus: str
    path: str
    value: str
    message: str
    message_vi: str


class FileProblem(msgspec.Struct, frozen=True):
    """A file that did not become a document: its ledger code and the sentence to show."""

    file: str
    code: str
    why: str


class DocumentRow(msgspec.Struct, frozen=True):
    """What one document gave. Counts are of the record; `unresolved` are names the register lacks."""

    iri: str
    file: str
    number: str | None
    title: str
    tasks: int
    assignments: int
    roles: dict[str, int]
    duties: int
    measures: int
    indicators: int
    citations: int
    unresolved: tuple[str, ...]
    skipped: int
    doubtful: int
    from_cache: bool

    @classmethod
    def of(cls, record: DocumentRecord, *, from_cache: bool) -> DocumentRow:
        """Count what a record holds."""
        roles = Counter(one.role for task in record.tasks for one in task.assignments)
        return cls(
            iri=record.iri or "",
            file=record.source_name,
            number=record.header.number,
            title=record.header.title,
            tasks=len(record.tasks),
            assignments=sum(roles.values()),
            roles=dict(sorted(roles.items())),
            duties=len(record.duties),
            measures=len(record.measures),
            indicators=len(record.indicators) + len(record.goals),
            citations=len(record.citations),
            unresolved=tuple(sorted(set(_unresolved(record)))),
            skipped=sum(not issue.kept for issue in record.skipped),
            doubtful=sum(issue.kept for issue in record.skipped),
            from_cache=from_cache,
        )


def _unresolved(record: DocumentRecord) -> Iterable[str]:
    actors = [one.actor for task in record.tasks for one in task.assignments]
    actors += [actor for task in record.tasks for actor in task.submit_to]
    actors += [actor for duty in record.duties for actor in (*duty.actors, *duty.coordinates_with)]
    actors += [one.actor for indicator in record.indicators for one in indicator.leads]
    return (actor.name for actor in actors if actor.kind == "unit" and not actor.known)


class BuildReport(msgspec.Struct, frozen=True):
    """What a build read, wrote and found doubtful.

    `rows` has one entry a document, in the order of the files; `problems` the files that gave none and
    `duplicates` those whose text equals that of another; `cited_only` counts the documents known by
    citation only, `triples` those of all graphs and `derived` those that the rules gave. `seconds` is
    wall-clock time; `findings` counts contradictions and gaps by severity, `replaced_changes` the
    changes of users that the graph before held.
    """

    snapshot_id: str
    rows: tuple[DocumentRow, ...]
    problems: tuple[FileProblem, ...]
    duplicates: tuple[FileProblem, ...]
    cited_only: int
    triples: int
    derived: int
    violations: tuple[Violation, ...]
    seconds: float
    findings: dict[str, int] = {}
    replaced_changes: int = 0

    @property
    def documents(self) -> int:
        """Count the documents read."""
        return len(self.rows)

    @property
    def tasks(self) -> int:
        """Count the tasks of all documents."""
        return sum(row.tasks for row in self.rows)

    @property
    def assignments(self) -> int:
        """Count the assignments of all documents."""
        return sum(row.assignments for row in self.rows)

    @property
    def roles(self) -> dict[str, int]:
        """Count the assignments by role."""
        total: Counter[str] = Counter()
        for row in self.rows:
            total.update(row.roles)
        return dict(sorted(total.items()))

    @property
    def leads(self) -> int:
        """Count the assignments that make somebody lead: as lead or as focal point."""
        return self.roles.get("lead", 0) + self.roles.get("focal", 0)

    @property
    def coordinates(self) -> int:
        """Count the assignments whose role is coordinate."""
        return self.roles.get("coordinate", 0)

    @property
    def duties(self) -> int:
        """Count the standing duties."""
        return sum(row.duties for row in self.rows)

    @property
    def measures(self) -> int:
        """Count the measures."""
        return sum(row.measures for row in self.rows)

    @property
    def indicators(self) -> int:
        """Count the indicators, and the goals that prose states."""
        return sum(row.indicators for row in self.rows)

    @property
    def citations(self) -> int:
        """Count the legal references."""
        return sum(row.citations for row in self.rows)

    @property
    def unresolved(self) -> tuple[str, ...]:
        """List the unit names that the register lacks, each once, sorted."""
        return tuple(sorted({name for row in self.rows for name in row.unresolved}))

    @property
    def skipped(self) -> int:
        """Count the passages that could not be read."""
        return sum(row.skipped for row in self.rows)

    @property
    def from_cache(self) -> int:
        """Count the documents whose record was taken from the snapshot before."""
        return sum(row.from_cache for row in self.rows)


class _Told(msgspec.Struct):
    triples: int


def told_triples(snapshot: Path) -> int | None:
    """Give the triples of a snapshot as its build or import counted them.

    None where it tells of none, and where users have changed the graph since.
    """
    try:
        told = msgspec.json.decode((snapshot / REPORT).read_bytes(), type=_Told)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None
    return None if manifest.changes(snapshot) else told.triples
