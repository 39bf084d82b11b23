"""One file, from its bytes to everything that the build keeps of it: the work of a reading process.

Text and record go into the folder of the new snapshot, quads and facts into pieces beside them; the build
gets an `Outcome` that names the document and says where the pieces are.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from graph_build import cache, nquads
from graph_build.errors import ReadError
from graph_build.finding_facts import Facts
from graph_build.findings import facts_of
from graph_build.identity import Identity, move
from graph_build.issues import unreadable
from graph_build.naming import named
from graph_build.pieces import Piece, PieceWriter
from graph_build.readers import archive
from graph_build.readers.apart import cpu_limit
from graph_build.records import DocumentRecord, Issue
from graph_build.report import DocumentRow, FileProblem
from graph_build.shared_triples import ActorFact, DocumentFact
from graph_build.triples import document_graph
from ontology.codes import kind_class
from ontology.iris import DocumentId
from ontology.register import load_units
from ontology.vocab import vocabulary

if TYPE_CHECKING:
    from graph_build.unit_book import UnitBook


class Setting(msgspec.Struct, frozen=True):
    """What all files of a build are read with.

    `register` holds the paths of files of further units; `folder` is the new snapshot's, `before` the one
    whose records can be used again where they were made under the same `fingerprint`; `pieces` takes quads
    and facts.
    """

    base: str
    register: tuple[str, ...]
    folder: str
    pieces: str
    before: str | None
    fingerprint: str


class Sent(msgspec.Struct, frozen=True):
    """A file that lies on another machine: the name that it is known under, and its bytes."""

    name: str
    data: bytes


class Job(msgspec.Struct, frozen=True):
    """One file to read; `sha256` is that of its bytes, None where it cannot be read.

    With an `iri` a document that was read before in this build is written again: under this IRI, with `notes`
    in its ledger. With `sent` nothing is looked for at `path`, which messages name all the same.
    """

    path: str
    sha256: str | None
    iri: str | None = None
    notes: tuple[Issue, ...] = ()
    from_cache: bool = False
    sent: Sent | None = None


class Outcome(msgspec.Struct, frozen=True):
    """What came of one file: a document and where its quads and facts are, or the reason why there is none.

    `cannot_write` is the number and the words of the system's error where the snapshot cannot be written.
    """

    path: str
    identity: Identity | None = None
    problem: FileProblem | None = None
    quads: Piece | None = None
    facts: Piece | None = None
    from_cache: bool = False
    cannot_write: tuple[int, str] | None = None

    @property
    def is_drawn(self) -> bool:
        """Tell whether the quads of the document are written, or could not be."""
        return self.quads is not None or self.problem is not None


class Written(msgspec.Struct, frozen=True):
    """A document whose quads are written: its row in the report, and what it says of shared things.

    `findings` are None, with a `problem`, where looking for contradictions failed.
    """

    row: DocumentRow
    duplicates: tuple[FileProblem, ...]
    iri: str
    graph: str
    actors: tuple[ActorFact, ...]
    cited: tuple[DocumentFact, ...]
    findings: Facts | None = None
    problem: FileProblem | None = None


_WRITTEN = msgspec.msgpack.Decoder(Written)


def read_written(data: bytes) -> Written:
    """Read the facts of a document as `run` wrote them."""
    return _WRITTEN.decode(data)


def run(job: Job, setting: Setting, pieces: PieceWriter) -> Outcome:
    """Read one file and write what it gives; whatever goes wrong with it is the outcome's `problem`.

    Raises OSError where the snapshot cannot be written.
    """
    path = Path(job.path)
    before = setting.before if job.iri is None else setting.folder
    found = cache.find(before, job.sha256, path.suffix, setting.fingerprint)
    try:
        record, text = found or _read(job, setting)
    except Exception as error:
        return unread(job, error)
    name = archive.member_name(path) if job.sent is None else job.sent.name
    record = msgspec.structs.replace(record, source_name=name)
    if job.iri is None:
        cache.keep(record, text, Path(setting.folder), path.suffix, setting.fingerprint)
        return _write(job, record, text, setting, pieces, from_cache=found is not None)
    if record.iri != job.iri:
        document = named(job.iri, DocumentId, setting.base, record.source_name)
        record = move(record, document, setting.base)
    record = msgspec.structs.replace(record, skipped=(*record.skipped, *job.notes))
    return _write(job, record, text, setting, pieces, from_cache=job.from_cache)


def unread(job: Job, error: Exception) -> Outcome:
    """Say what came of a file that gave no record: what is wrong with it, or that reading it failed."""
    if not isinstance(error, ReadError):
        return Outcome(job.path, problem=failed(job.path, f"{type(error).__name__}: {error}"))
    issue = unreadable(error)
    return Outcome(job.path, problem=FileProblem(job.path, issue.code, issue.why))


def _read(job: Job, setting: Setting) -> tuple[DocumentRecord, str]:
    from graph_build.extract import extract  # noqa: PLC0415 - a cached build needs neither
    from graph_build.readers import read, read_bytes  # noqa: PLC0415

    path = Path(job.path)
    with cpu_limit():
        source = read(path) if job.sent is None else read_bytes(job.sent.data, job.sent.name, path=path)
        return extract(source, _unit_book(setting.register, setting.base), setting.base), source.text


@lru_cache(maxsize=2)
def _unit_book(register: tuple[str, ...], base: str) -> UnitBook:
    from graph_build.unit_book import UnitBook  # noqa: PLC0415

    return UnitBook(load_units(map(Path, register), base))


def _write(
    job: Job, record: DocumentRecord, text: str, setting: Setting, pieces: PieceWriter, *, from_cache: bool
) -> Outcome:
    """Write the quads and facts of a record; one that contradicts itself is a problem of its file alone."""
    identity = Identity.of(record)
    try:
        names = vocabulary(setting.base)
        graph = document_graph(record, text, names, lambda kind: kind_class(kind, setting.base))
    except Exception as error:  # a fault of ours in one document must not stop the others
        why = failed(record.source_name, f"{type(error).__name__}: {error}")
        return Outcome(job.path, identity, why, from_cache=from_cache)
    findings, problem = _look(record, text)
    written = Written(
        row=DocumentRow.of(record, from_cache=from_cache),
        duplicates=tuple(_duplicates(record)),
        iri=graph.iri,
        graph=graph.graph,
        actors=tuple(sorted(graph.actors)),
        cited=graph.cited,
        findings=findings,
        problem=problem,
    )
    return Outcome(
        job.path,
        identity,
        quads=pieces.add(nquads.document(graph.lines)),
        facts=pieces.add(msgspec.msgpack.encode(written)),
        from_cache=from_cache,
    )


def _look(record: DocumentRecord, text: str) -> tuple[Facts | None, FileProblem | None]:
    """Look for contradictions in a document, and keep what comparing it with others takes."""
    try:
        return facts_of(record, text), None
    except Exception as error:  # a fault of ours in looking for theirs must not stop the build
        return None, failed(record.source_name, f"{type(error).__name__}: {error}")


def _duplicates(record: DocumentRecord) -> Iterable[FileProblem]:
    for issue in record.skipped:
        if issue.code in {"duplicate-file", "duplicate-format", "duplicate-document"}:
            yield FileProblem(record.source_name, issue.code, issue.why)


def failed(path: str, why: str) -> FileProblem:
    """Say that reading a file failed for a reason that is no fault of the file."""
    return FileProblem(path, "reading-failed", f"{path}: {why}")
