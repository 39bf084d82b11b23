"""Mint and parse the IRIs of things.

The value objects of `ontology.identifiers` and `ontology.actor_identifiers` print themselves
(`value.iri(base)`); `parse` here reads an IRI back. The two are inverses for every value that can be
made. Import all of them from this module.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from ontology.actor_identifiers import (
    NAMED_BY,
    ChangeId,
    GroupId,
    PersonId,
    PostId,
    ScopedNameId,
    UnitId,
)
from ontology.identifiers import (
    AssignmentId,
    CitationId,
    DeadlineId,
    DocumentGraphId,
    DocumentId,
    DutyId,
    EvidenceId,
    FindingId,
    GoalId,
    GraphId,
    IndicatorId,
    LedgerId,
    MeasureId,
    PartId,
    SectionId,
    SnapshotId,
    Tails,
    TaskId,
    WithinDocument,
    mandate_tail,
)
from ontology.numbers import NumberParts, number_key, slug, split_number
from ontology.segments import IriError, Resource
from ontology.vocab import DEFAULT_BASE

__all__ = [
    "AssignmentId",
    "ChangeId",
    "CitationId",
    "DeadlineId",
    "DocumentGraphId",
    "DocumentId",
    "DutyId",
    "EvidenceId",
    "FindingId",
    "GoalId",
    "GraphId",
    "GroupId",
    "IndicatorId",
    "IriError",
    "LedgerId",
    "MeasureId",
    "NumberParts",
    "PartId",
    "PersonId",
    "PostId",
    "Resource",
    "ScopedNameId",
    "SectionId",
    "SnapshotId",
    "Tails",
    "TaskId",
    "UnitId",
    "mandate_tail",
    "number_key",
    "parse",
    "slug",
    "split_number",
]

_INT = r"(0|[1-9][0-9]*)"
_PLACE = re.compile(rf"{_INT}-{_INT}(?:-(?=[trc])(?:t{_INT})?(?:r{_INT})?(?:c{_INT})?)?")


def _document(segments: Sequence[str]) -> tuple[DocumentId, Sequence[str]]:
    if len(segments) < 3:
        raise IriError(f"{'/'.join(segments)!r} lacks the issuer, year or slug of a document.")
    return DocumentId(*segments[:3]), segments[3:]


def _only(segments: Sequence[str], count: int) -> Sequence[str]:
    if len(segments) != count:
        raise IriError(f"{'/'.join(segments)!r} should have {count} parts.")
    return segments


def _count(text: str) -> int:
    if not re.fullmatch(_INT, text):
        raise IriError(f"{text!r} is not a count without leading zeros.")
    return int(text)


def _read_document(segments: Sequence[str]) -> DocumentId:
    return DocumentId(*_only(segments, 3))


def _read_within(kind: type[WithinDocument]) -> Callable[[Sequence[str]], Resource]:
    def read(segments: Sequence[str]) -> Resource:
        document, rest = _document(segments)
        return kind(document, "/".join(rest))

    return read


def _read_ledger(segments: Sequence[str]) -> Resource:
    document, rest = _document(segments)
    return LedgerId(document, _count(_only(rest, 1)[0]))


def _read_finding(segments: Sequence[str]) -> Resource:
    document, rest = _document(segments)
    return FindingId(document, _only(rest, 1)[0])


def _read_deadline(segments: Sequence[str]) -> Resource:
    document, rest = _document(segments)
    return DeadlineId(TaskId(document, "/".join(rest)))


def _read_assignment(segments: Sequence[str]) -> Resource:
    document, rest = _document(segments)
    *tail, role, number = rest if len(rest) > 2 else ("", "", "0")
    return AssignmentId(TaskId(document, "/".join(tail)), role, _count(number))


def _place(segments: Sequence[str]) -> tuple[DocumentId, list[int | None]]:
    document, rest = _document(segments)
    match = _PLACE.fullmatch(_only(rest, 1)[0])
    if match is None:
        raise IriError(f"{rest[0]!r} is not a span of a text.")
    return document, [None if group is None else int(group) for group in match.groups()]


def _read_evidence(segments: Sequence[str]) -> Resource:
    document, (start, end, table, row, column) = _place(segments)
    return EvidenceId(document, start or 0, end or 0, table, row, column)


def _read_citation(segments: Sequence[str]) -> Resource:
    document, (start, end, *cell) = _place(segments)
    if any(value is not None for value in cell):
        raise IriError("A citation is named by its span alone.")
    return CitationId(document, start or 0, end or 0)


def _read_change(segments: Sequence[str]) -> Resource:
    return ChangeId(segments[0], UnitId(tuple(segments[1:])))


def _read_post(segments: Sequence[str]) -> Resource:
    return PostId(UnitId(tuple(segments[:-1])), segments[-1])


_READERS: Mapping[str, Callable[[Sequence[str]], Resource]] = {
    "document": _read_document,
    **{kind.ROOM: _read_within(kind) for kind in (SectionId, TaskId, IndicatorId, DutyId, MeasureId, GoalId)},
    "finding": _read_finding,
    "ledger": _read_ledger,
    "deadline": _read_deadline,
    "assignment": _read_assignment,
    "evidence": _read_evidence,
    "citation": _read_citation,
    "snapshot": lambda segments: SnapshotId(*_only(segments, 1)),
    "unit": lambda segments: UnitId(tuple(segments)),
    "group": lambda segments: GroupId(tuple(segments)),
    "change": _read_change,
    "post": _read_post,
    "person": lambda segments: PersonId(*_only(segments, 2)),
}


def _parse_fragment(whole: Resource, fragment: str) -> Resource:
    if not fragment.startswith(NAMED_BY):
        return PartId(whole, fragment)
    if not isinstance(whole, (UnitId, GroupId)):
        raise IriError(f"Only a unit or a group has names of an issuer, not {whole.path!r}.")
    return ScopedNameId(whole, UnitId(tuple(fragment.removeprefix(NAMED_BY).split("/"))))


def parse(iri: str, base: str = DEFAULT_BASE) -> Resource:
    """Read an IRI as the thing that it names.

    Raises `IriError` for an IRI outside the base, of an unknown kind, or that no thing of ours prints.
    """
    if not iri.startswith(base):
        raise IriError(f"{iri!r} does not begin with the base {base!r}.")
    path, mark, fragment = iri.removeprefix(base).partition("#")
    if mark:
        return _parse_fragment(parse(base + path, base), fragment)
    room, *segments = path.split("/")
    if room == "graph" and segments[:1] == ["document"]:
        return DocumentGraphId(_read_document(segments[1:]))
    if room == "graph":
        return GraphId("/".join(segments))  # type: ignore[arg-type] # checked by the constructor
    reader = _READERS.get(segments[0]) if room == "id" and len(segments) > 1 else None
    if reader is None:
        raise IriError(f"{iri!r} names no kind of thing that is known here.")
    return reader(segments[1:])
