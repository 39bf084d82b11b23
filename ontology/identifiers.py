"""Mint the IRIs of things: one frozen value object for every kind of thing.

`value.iri(base)` prints; `ontology.iris.parse` reads; the two are inverses. Paths below the base are
readable and stable over rebuilds:

    id/document/byt/2022/qd-2182
    id/task/byt/2022/qd-2182/b/2.7
    id/assignment/byt/2022/qd-2182/b/2.7/lead/1
    id/evidence/byt/2022/qd-2182/1042-1066-t2r5c3
    id/unit/bo-y-te/cuc-y-te-du-phong

Every kind of thing is made either from its parts as stored in a path (the constructor, which raises
`IriError` on a part that a path cannot hold) or from what a document says (a class method `of`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Literal, Self, get_args

from ontology.numbers import NumberParts, slug, split_number, unnumbered_slug
from ontology.segments import (
    UNKNOWN,
    IriError,
    Resource,
    check_numbers,
    check_segments,
    fold_segment,
    fold_tail,
)

_YEAR = re.compile(r"[0-9]{4}|undated")
_FINDING = re.compile(r"[a-z]+(?:-[a-z]+)*-[0-9a-f]{12}(?:-(?:[2-9]|[1-9][0-9]+))?")
_PART = re.compile(r"[a-z]+(?:-[a-z0-9]+)*")

GraphName = Literal["ontology", "units", "inferred", "findings", "build"]
Role = Literal["lead", "focal", "coordinate", "perform", "monitor", "report"]


@dataclass(frozen=True, slots=True)
class DocumentId(Resource):
    """A document: issuer, year ("undated" where unknown) and a slug unique for both."""

    issuer: str
    year: str
    slug: str

    def __post_init__(self) -> None:
        check_segments(self.issuer, self.slug)
        if not _YEAR.fullmatch(self.year):
            raise IriError(f"{self.year!r} is neither a year of four digits nor undated.")

    @classmethod
    def of(
        cls, *, number: str | None, date: str | None, issuer: str | None, kind: str | None, title: str = ""
    ) -> DocumentId:
        """Name a document from its header or from a citation of it.

        `date` is ISO at any precision. A code that many local bodies share (UBND, BCĐ, SYT, TU, …)
        gives way to the full name of the issuer where that is known.
        """
        parts = split_number(number) if number else None
        year = (parts.year if parts else "") or (date or "")[:4]
        year = year if _YEAR.fullmatch(year) else "undated"
        name = slug(issuer or "")
        if parts is None and number and slug(number):
            return cls(name or UNKNOWN, year, slug(number))
        if parts is None:
            return cls(name or UNKNOWN, year, unnumbered_slug(kind or "", title, issuer or "", date or ""))
        return cls(_issuer_segment(parts, name), year, parts.slug)

    @property
    def local(self) -> str:
        """Give the three parts that things within the document carry in their own paths."""
        return f"{self.issuer}/{self.year}/{self.slug}"

    @property
    def path(self) -> str:
        return f"id/document/{self.local}"


def _issuer_segment(parts: NumberParts, name: str) -> str:
    codes = "-".join(slug(code) for code in parts.issuers)
    return codes if parts.is_national or not name else name


@dataclass(frozen=True, slots=True)
class WithinDocument(Resource):
    """A thing within a document, told apart by a tail of path segments."""

    ROOM: ClassVar[str]
    document: DocumentId
    tail: str

    def __post_init__(self) -> None:
        check_segments(*self.tail.split("/"))

    @property
    def path(self) -> str:
        return f"id/{self.ROOM}/{self.document.local}/{self.tail}"


@dataclass(frozen=True, slots=True)
class SectionId(WithinDocument):
    """A section of a document: `id/section/<document>/b/2`."""

    ROOM: ClassVar[str] = "section"

    @classmethod
    def of(cls, document: DocumentId, section: str) -> SectionId:
        """Name a section from its path as read ("B/2")."""
        return cls(document, fold_tail(section))


def mandate_tail(section: str, code: str) -> str:
    """Fold the key of a task or indicator to a tail: ("B/2", "2.7") to b/2.7, ("A", "1") to a/1.

    The last part of the section is dropped when the code begins with it and a dot.
    """
    parts = section.split("/")
    if (
        len(parts) > 1
        and fold_segment(code).startswith(fold_segment(parts[-1]) + ".")
        and fold_segment(parts[-1])
    ):
        parts = parts[:-1]
    return fold_tail("/".join(parts), code)


@dataclass(frozen=True, slots=True)
class TaskId(WithinDocument):
    """A task of a document: `id/task/<document>/b/2.7`."""

    ROOM: ClassVar[str] = "task"

    @classmethod
    def of(cls, document: DocumentId, section: str, code: str) -> TaskId:
        """Name a task from its key; `Tails` makes repeated keys distinct."""
        return cls(document, mandate_tail(section, code))


@dataclass(frozen=True, slots=True)
class IndicatorId(WithinDocument):
    """A row of a target table: `id/indicator/<document>/pl1/i/1`."""

    ROOM: ClassVar[str] = "indicator"

    @classmethod
    def of(cls, document: DocumentId, section: str, code: str) -> IndicatorId:
        """Name an indicator from its key; `Tails` makes repeated keys distinct."""
        return cls(document, mandate_tail(section, code))


@dataclass(frozen=True, slots=True)
class _NumberedInSection(WithinDocument):
    @classmethod
    def of(cls, document: DocumentId, section: str, number: int) -> Self:
        """Name the n-th thing of its kind in a section, counting from 1."""
        return cls(document, f"{fold_tail(section)}/{number}")


@dataclass(frozen=True, slots=True)
class DutyId(_NumberedInSection):
    """A standing duty: `id/duty/<document>/vi.2/1`, numbered within its section."""

    ROOM: ClassVar[str] = "duty"


@dataclass(frozen=True, slots=True)
class MeasureId(_NumberedInSection):
    """A measure with no unit of its own: `id/measure/<document>/iii.1/4`, numbered in its section."""

    ROOM: ClassVar[str] = "measure"


@dataclass(frozen=True, slots=True)
class GoalId(_NumberedInSection):
    """A target that prose states: `id/goal/<document>/ii.2/1`, numbered within its section."""

    ROOM: ClassVar[str] = "goal"


@dataclass(frozen=True, slots=True)
class DeadlineId(Resource):
    """The deadline of a task: `id/deadline/<document>/<task tail>`. That of a duty is `<duty>#deadline`."""

    task: TaskId

    @property
    def path(self) -> str:
        return f"id/deadline/{self.task.document.local}/{self.task.tail}"


@dataclass(frozen=True, slots=True)
class AssignmentId(Resource):
    """One actor's part in a task: `id/assignment/<document>/<task tail>/<role>/<n>`."""

    task: TaskId
    role: str
    number: int

    def __post_init__(self) -> None:
        if self.role not in get_args(Role):
            raise IriError(f"{self.role!r} is not a mandate role.")
        if self.number < 1:
            raise IriError(f"Assignments count from 1, not {self.number!r}.")

    @property
    def path(self) -> str:
        return f"id/assignment/{self.task.document.local}/{self.task.tail}/{self.role}/{self.number}"


@dataclass(frozen=True, slots=True)
class EvidenceId(Resource):
    """A quoted span: offsets in the snapshot, with table, row and column where it stands in one."""

    document: DocumentId
    start: int
    end: int
    table: int | None = None
    row: int | None = None
    column: int | None = None

    def __post_init__(self) -> None:
        check_numbers(self.start, self.end, self.table, self.row, self.column)

    @property
    def path(self) -> str:
        places = (("t", self.table), ("r", self.row), ("c", self.column))
        cell = "".join(f"{letter}{value}" for letter, value in places if value is not None)
        place = f"{self.start}-{self.end}" + (f"-{cell}" if cell else "")
        return f"id/evidence/{self.document.local}/{place}"


@dataclass(frozen=True, slots=True)
class CitationId(Resource):
    """A legal reference in a text: `id/citation/<document>/<start>-<end>`."""

    document: DocumentId
    start: int
    end: int

    def __post_init__(self) -> None:
        check_numbers(self.start, self.end)

    @property
    def path(self) -> str:
        return f"id/citation/{self.document.local}/{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class FindingId(Resource):
    """A contradiction or gap found in a document: `id/finding/<document>/<code>-<digest>`.

    The digest (12 hexadecimal digits) is of what the finding says and quotes, so that the IRI names the same
    finding whatever else is found; of several that say the same, the later ones end in `-2`, `-3` …
    """

    document: DocumentId
    name: str

    def __post_init__(self) -> None:
        if not _FINDING.fullmatch(self.name):
            raise IriError(f"{self.name!r} is not the code and digest of a finding.")

    @classmethod
    def of(cls, document: DocumentId, code: str, digest: str, place: int = 1) -> FindingId:
        """Name a finding from the SHA-256 of what it says, and its place among those that say the same."""
        return cls(document, f"{code}-{digest[:12]}" + (f"-{place}" if place > 1 else ""))

    @property
    def path(self) -> str:
        return f"id/finding/{self.document.local}/{self.name}"


@dataclass(frozen=True, slots=True)
class LedgerId(Resource):
    """An entry of the reading ledger: `id/ledger/<document>/<n>`."""

    document: DocumentId
    number: int

    def __post_init__(self) -> None:
        check_numbers(self.number)

    @property
    def path(self) -> str:
        return f"id/ledger/{self.document.local}/{self.number}"


@dataclass(frozen=True, slots=True)
class SnapshotId(Resource):
    """A text snapshot, named by the first 16 hexadecimal digits of its text's SHA-256."""

    digest: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9a-f]{16}", self.digest):
            raise IriError(f"{self.digest!r} is not 16 hexadecimal digits.")

    @classmethod
    def of(cls, text_sha256: str) -> SnapshotId:
        """Name the snapshot of a text from the whole hash."""
        return cls(text_sha256[:16].lower())

    @property
    def path(self) -> str:
        return f"id/snapshot/{self.digest}"


@dataclass(frozen=True, slots=True)
class PartId(Resource):
    """A part of a thing that has no life of its own: `<evidence>#quote`, `<deadline>#schedule`."""

    whole: Resource
    part: str

    def __post_init__(self) -> None:
        if isinstance(self.whole, PartId) or "#" in self.whole.path or not _PART.fullmatch(self.part):
            raise IriError(f"{self.part!r} cannot name a part of {self.whole.path!r}.")

    @property
    def path(self) -> str:
        return f"{self.whole.path}#{self.part}"


@dataclass(frozen=True, slots=True)
class DocumentGraphId(Resource):
    """The named graph of a document: `graph/document/byt/2022/qd-2182`."""

    document: DocumentId

    @property
    def path(self) -> str:
        return f"graph/document/{self.document.local}"


@dataclass(frozen=True, slots=True)
class GraphId(Resource):
    """One of the graphs that hold no document."""

    name: GraphName

    def __post_init__(self) -> None:
        if self.name not in get_args(GraphName):
            raise IriError(f"{self.name!r} is not one of the graphs {', '.join(get_args(GraphName))}.")

    @property
    def path(self) -> str:
        return f"graph/{self.name}"


class Tails:
    """Hand out distinct tails in document order: the second "a/1" becomes "a/1-2"."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._last: dict[str, int] = {}

    def take(self, tail: str) -> str:
        """Return the tail, or the first free one with a number added."""
        candidate, number = tail, self._last.get(tail, 1)
        while candidate in self._taken:
            number += 1
            candidate = f"{tail}-{number}"
        self._last[tail] = number
        self._taken.add(candidate)
        return candidate
