"""The build: the only place that knows the order of stages.

    gather ─▶ read and extract (parallel, cached) ─▶ tell apart ─▶ quads ─▶ shared descriptions
           ─▶ load ─▶ infer ─▶ validate ─▶ publish

Until the last step nothing that readers see has changed; killing a build at any moment leaves the
snapshot that was live before.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from graph_build import nquads, snapshots
from graph_build.errors import NothingToBuild, OutputUnusable, ResourceInvalid, StoreError
from graph_build.finding_facts import Facts
from graph_build.finding_triples import findings_triples
from graph_build.findings import facts_of, find
from graph_build.gather import gather
from graph_build.identity import tell_apart
from graph_build.infer import Inference, infer, infer_owlrl
from graph_build.nquads import QuadFile, Quads
from graph_build.reading import Cache, Reading, Settings, fingerprint, read_files
from graph_build.records import DocumentRecord
from graph_build.report import BuildReport, DocumentRow, FileProblem, Violation
from graph_build.shared_triples import ActorFact, DocumentFact, actor_lines, cited_lines
from graph_build.store import Database
from graph_build.triples import DocumentGraph, document_graph
from graph_build.validate import validate
from ontology import load
from ontology.codes import kind_class
from ontology.register import RegisterError, Unit, load_register, register_nquads
from ontology.vocab import DEFAULT_BASE, PROV, RDFS, SCHEMA, XSD, Vocabulary, vocabulary

Reasoner = Literal["rules", "owlrl"]
Progress = Callable[[str, int, int], None]
"""Called with the name of a stage, how much of it is done, and how much there is."""

IN_MEMORY = 1_000_000
"""How many quads are derived over in memory, which takes half the time and about 400 bytes a quad; larger
graphs are loaded to disk first (measured: docs/decisions)."""

STAGES = ("read", "write", "infer", "validate", "publish")
"""The stages that progress is reported for, in their order."""


def build(
    paths: Sequence[Path],
    out: Path,
    *,
    base: str = DEFAULT_BASE,
    register: Path | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    reasoner: Reasoner = "rules",
) -> BuildReport:
    """Build a graph from files and folders and publish it in the folder `out`.

    `register` is a file of further units; `workers` the number of reading processes, by default as many
    as there are processors where there is enough to read. A file that cannot be read is in the report's
    `problems` and stops nothing. Raises a BuildError where the build as a whole cannot go on, and
    BaseError for a base that is no IRI.
    """
    run = _Run(vocabulary(base), register, progress or _silent)
    units = _load_units(register, base)
    try:
        with snapshots.locked(out), snapshots.new_snapshot(out) as folder:
            readings = run.read(paths, out, folder, workers)
            with QuadFile(folder / "quads.nq") as quads:
                written = run.write(readings, quads)
                if not written:
                    raise _nothing(paths, run.problems)
                cited_only = run.write_shared(written, units, quads)
                findings = run.write_findings(units, quads)
            database = run.load(quads, folder / snapshots.STORE)
            inference = run.infer(database, reasoner)
            violations = run.validate(database)
            run.progress("publish", 0, 1)
            run.describe(database, readings)
            database = database.saved(folder / snapshots.STORE)
            report = BuildReport(
                snapshot_id=snapshots.next_name(out, quads.sha256()),
                rows=tuple(one.row for one in written),
                problems=tuple(run.problems),
                duplicates=tuple(note for one in written for note in one.duplicates),
                cited_only=cited_only,
                triples=len(database),
                derived=inference.total,
                violations=violations,
                findings=findings,
                seconds=round(time.perf_counter() - run.clock, 3),
            )
            database.close()
            (folder / snapshots.REPORT).write_bytes(msgspec.json.encode(report))
            snapshots.publish(out, folder, report.snapshot_id)
    except OSError as error:
        raise OutputUnusable(out, f"writing failed ({error.strerror or error})") from error
    run.progress("publish", 1, 1)
    return report


class Written(NamedTuple):
    """A document whose quads are written: its row in the report, and what it says of shared things."""

    row: DocumentRow
    duplicates: tuple[FileProblem, ...]
    iri: str
    actors: frozenset[ActorFact]
    cited: tuple[DocumentFact, ...]

    @classmethod
    def of(cls, record: DocumentRecord, graph: DocumentGraph, *, from_cache: bool) -> Written:
        """Keep what later stages need of a document."""
        row = DocumentRow.of(record, from_cache=from_cache)
        return cls(row, tuple(_duplicates(record)), graph.iri, graph.actors, graph.cited)


class _Run:
    """One build: its settings, and what went wrong with single files."""

    def __init__(self, names: Vocabulary, register: Path | None, progress: Progress) -> None:
        self.names = names
        self.register = register
        self.progress = progress
        self.problems: list[FileProblem] = []
        self.facts: list[Facts] = []
        self.started = datetime.now(UTC)
        self.clock = time.perf_counter()

    def read(self, paths: Sequence[Path], out: Path, folder: Path, workers: int | None) -> list[Reading]:
        """Read every file, from the cache where it has not changed; keep all for the next build."""
        files, errors = gather(paths)
        self.problems += [FileProblem(str(error.path), error.code, str(error)) for error in errors]
        cache = Cache(_live(out), fingerprint(self.names.base, self.register))
        register = str(self.register) if self.register else None
        settings = Settings(self.names.base, register, workers)
        readings = read_files(files, settings, cache, lambda done: self.progress("read", done, len(files)))
        for reading in readings:
            cache.keep(reading, folder)
            if problem := reading.problem:
                self.problems.append(FileProblem(reading.path, problem.code, problem.why))
        return readings

    def write(self, readings: Sequence[Reading], quads: QuadFile) -> list[Written]:
        """Write the quads of every record; one that contradicts itself is a problem of its file alone."""
        base = self.names.base
        texts = {one.record.text_sha256: one.text for one in readings if one.record}
        cached = {one.record.text_sha256 for one in readings if one.record and one.from_cache}
        records = tell_apart([one.record for one in readings if one.record], base)
        written: list[Written] = []
        for index, record in enumerate(records):
            self.progress("write", index, len(records))
            try:
                text = texts[record.text_sha256]
                graph = document_graph(record, text, self.names, lambda kind: kind_class(kind, base))
            except Exception as error:  # a fault of ours in one document must not stop the others
                why = f"{record.source_name}: {type(error).__name__}: {error}"
                self.problems.append(FileProblem(record.source_name, "reading-failed", why))
            else:
                quads.add(nquads.document(graph.lines))
                written.append(Written.of(record, graph, from_cache=record.text_sha256 in cached))
                self.look(record, text)
        self.progress("write", len(records), len(records))
        return written

    def look(self, record: DocumentRecord, text: str) -> None:
        """Look for contradictions in a document, and keep what comparing it with others takes."""
        try:
            self.facts.append(facts_of(record, text))
        except Exception as error:  # a fault of ours in looking for theirs must not stop the build
            self.problems.append(
                FileProblem(record.source_name, "reading-failed", f"{type(error).__name__}: {error}")
            )

    def write_shared(self, written: Sequence[Written], units: Sequence[Unit], quads: QuadFile) -> int:
        """Write the vocabulary, the register, and what documents share; gives `describe_shared`'s number."""
        base, names = self.names.base, self.names
        lines, cited_only = describe_shared(written, units, names)
        quads.add(nquads.document(lines))
        quads.add(load.nquads(*load.VOCABULARY_FILES, graph=names.graph_ontology, base=base))
        quads.add(register_nquads(units, names.graph_units, base))
        return cited_only

    def write_findings(self, units: Sequence[Unit], quads: QuadFile) -> dict[str, int]:
        """Write what contradicts itself in the documents, each and together; counts it by severity."""
        try:
            findings = find(self.facts, [unit.name for unit in units if not unit.is_group])
            quads.add(nquads.document(findings_triples(findings, self.facts, self.names)))
        except Exception as error:  # a fault of ours in looking for theirs must not stop the build
            self.problems.append(FileProblem("", "reading-failed", f"{type(error).__name__}: {error}"))
            return {}
        return dict(sorted(Counter(one.severity for one in findings).items()))

    def load(self, quads: QuadFile, store: Path) -> Database:
        """Load what was written: into memory where it is little, else into the folder `store`."""
        database = Database() if quads.count <= IN_MEMORY else Database(store)
        database.load_file(quads.path)
        quads.path.unlink()
        return database

    def infer(self, database: Database, reasoner: Reasoner) -> Inference:
        """Derive what follows, into a graph of its own."""
        self.progress("infer", 0, 1)
        run = infer_owlrl if reasoner == "owlrl" else infer
        inference = run(database, load.rules(self.names.base), self.names.graph_inferred)
        self.progress("infer", 1, 1)
        return inference

    def validate(self, database: Database) -> tuple[Violation, ...]:
        """Check the whole against the shapes."""
        self.progress("validate", 0, 1)
        violations = validate(database, self.names)
        self.progress("validate", 1, 1)
        return violations

    def describe(self, database: Database, readings: Sequence[Reading]) -> None:
        """Describe the build itself: program, time, files. Only these quads differ between two builds."""
        graph = self.names.graph_build
        quads, run, program = Quads(graph), f"{graph}#run", f"{graph}#program"
        quads.type(program, PROV.SoftwareAgent)
        quads.text(program, RDFS.label, "nhiemvu")
        quads.text(program, SCHEMA.softwareVersion, version("nhiemvu"))
        quads.type(run, PROV.Activity)
        quads.link(run, PROV.wasAssociatedWith, program)
        quads.typed(run, PROV.startedAtTime, self.started.isoformat(timespec="seconds"), XSD.dateTime)
        quads.typed(run, PROV.endedAtTime, datetime.now(UTC).isoformat(timespec="seconds"), XSD.dateTime)
        for name in database.graphs():
            quads.link(run, PROV.generated, name)
        for record in (one.record for one in readings if one.record):
            file = f"{graph}#file-{record.sha256[:16]}"
            quads.type(file, PROV.Entity)
            quads.text(file, self.names.nv.sha256, record.sha256)
            quads.text(file, self.names.nv.fileName, record.source_name)
            quads.link(run, PROV.used, file)
        database.load_nquads(nquads.document(quads.lines()), "The build graph")


def describe_shared(
    written: Sequence[Written], units: Sequence[Unit], names: Vocabulary
) -> tuple[list[str], int]:
    """Describe what documents share: units the register lacks, and documents known by citation only.

    Gives the lines and the number of such documents.
    """
    by_name: Mapping[str, str] = {unit.name: unit.iri for unit in units}
    corpus = {one.iri for one in written}
    cited = [fact for one in written for fact in one.cited if fact.iri not in corpus]
    actors = {fact for one in written for fact in one.actors}
    lines = actor_lines(actors, names, frozenset(by_name.values()))
    lines += cited_lines(cited, names, lambda kind: kind_class(kind, names.base), by_name.get)
    return lines, len({fact.iri for fact in cited})


def _silent(stage: str, done: int, total: int) -> None:
    """Report progress to nobody."""


def _nothing(paths: Sequence[Path], problems: Sequence[FileProblem]) -> NothingToBuild:
    return NothingToBuild(", ".join(map(str, paths)), len(problems), problems[0].why if problems else "")


def _load_units(register: Path | None, base: str) -> tuple[Unit, ...]:
    try:
        return load_register(register, base)
    except RegisterError as error:
        raise ResourceInvalid(register or "units.ttl", str(error).rstrip(".")) from error


def _duplicates(record: DocumentRecord) -> Iterable[FileProblem]:
    for issue in record.skipped:
        if issue.code in {"duplicate-file", "duplicate-document"}:
            yield FileProblem(record.source_name, issue.code, issue.why)


def _live(out: Path) -> Path | None:
    """Give the snapshot whose records can be used again; a missing or damaged one is none."""
    try:
        return snapshots.live(out)
    except StoreError:
        return None
