"""The build: the only place that knows the order of stages.

    gather ─▶ read, extract, emit (parallel, cached) ─▶ tell apart ─▶ shared descriptions
           ─▶ infer ─▶ validate, load, index ─▶ publish

What a document gives stays on disk; of each one only its row of the report and the facts that others need
are in memory.

Until the last step nothing that readers see has changed; killing a build at any moment leaves the
snapshot that was live before.
"""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import msgspec

from graph_build import (
    citation_table,
    corpus_lines,
    corpus_table,
    increment,
    search_index,
    snapshots,
    task_table,
)
from graph_build.cache import fingerprint
from graph_build.closure import closure
from graph_build.cluster import LOCAL, connected, scheduler_of
from graph_build.drawings import Drawings, Told
from graph_build.errors import NothingToBuild, ResourceInvalid
from graph_build.finding_facts import Facts
from graph_build.finding_triples import findings_triples
from graph_build.findings import find
from graph_build.gather import gather
from graph_build.identity import Identity, tell_apart
from graph_build.increment import Increment
from graph_build.infer import infer_owlrl
from graph_build.jobs import Job, Outcome, Setting, Written, read_written
from graph_build.nquads import QuadFile, Quads
from graph_build.pieces import PieceReader
from graph_build.quad_lines import unstated
from graph_build.reading import read_files, run_jobs
from graph_build.report import BuildReport, DocumentRow, FileProblem, Violation
from graph_build.shared_triples import Shared, actor_lines, cited_lines
from graph_build.store import Database
from graph_build.store_errors import StoreError
from graph_build.task_lines import Gathered
from graph_build.validate import validate_file
from ontology import load
from ontology.codes import kind_class
from ontology.register import Register, RegisterError, load_register
from ontology.register_triples import register_nquads
from ontology.vocab import DEFAULT_BASE, PROV, RDFS, SCHEMA, XSD, Vocabulary, vocabulary

Reasoner = Literal["rules", "owlrl"]
Progress = Callable[[str, int, int], None]
"""Called with the name of a stage, how much of it is done, and how much there is."""

AT_ONCE = 400_000
"""How many quads are loaded in one piece while they are validated; larger graphs are loaded in parts, after
(measured: docs/decisions)."""

STAGES = ("read", "write", "infer", "validate", "publish")
"""The stages that progress is reported for, in their order."""


def build(  # noqa: PLR0913 - the options of a build
    paths: Sequence[Path],
    out: Path,
    *,
    base: str = DEFAULT_BASE,
    register: Sequence[Path] = (),
    workers: int | None = None,
    progress: Progress | None = None,
    reasoner: Reasoner = "rules",
    full: bool = False,
    executor: str = LOCAL,
    replace_changes: bool = False,
) -> BuildReport:
    """Build a graph from files and folders and publish it in the folder `out`.

    `register` are files of further units; `workers` the number of reading processes, by default as many
    as there are processors where there is enough to read. `executor` is where files are read: "local", or
    the scheduler of a Dask cluster ("dask://host:port", "tls://host:port"), with the same result. What has
    not changed since the live snapshot is taken from there, unless the build is to be `full`. A file that
    cannot be read is in the report's `problems` and stops nothing. Raises a BuildError where the build as a
    whole cannot go on, ChangesAtRisk where users have changed the graph in `out` and `replace_changes` is
    not given, RegisterError for a file of units that cannot be used, BaseError for a base that is no IRI, and
    ExecutorInvalid.
    """
    scheduler_of(executor)
    run = _Run(vocabulary(base), tuple(register), progress or _silent)
    units = _load_register(run.register, base)
    with snapshots.writing(out), snapshots.locked(out):
        replaced = snapshots.check_replaceable(out, replace_changes=replace_changes)
        with snapshots.new_snapshot(out) as folder:
            setting = run.setting(folder, None if full else _live(out))
            outcomes = run.read(paths, setting, workers, executor)
            run.problems += [one.problem for one in outcomes if one.problem and one.identity is None]
            with QuadFile(folder / "quads.nq") as quads:
                run.write(run.tell_apart(outcomes, setting, workers), setting, quads)
                shutil.rmtree(setting.pieces)
                if not run.rows:
                    raise _nothing(paths, run.problems)
                cited_only = run.write_shared(units, quads)
                findings = run.write_findings(units, quads)
                content = quads.sha256()
                derived = run.infer(quads, reasoner, setting)
                run.describe(quads, [one.identity for one in outcomes if one.identity])
            violations, triples = run.finish(quads, folder)
            if reasoner == "rules":
                run.keep(quads, setting)
            report = BuildReport(
                snapshot_id=snapshots.next_name(out, content),
                rows=tuple(run.rows),
                problems=tuple(run.problems),
                duplicates=tuple(run.duplicates),
                cited_only=cited_only,
                triples=triples,
                derived=derived,
                violations=violations,
                findings=findings,
                replaced_changes=replaced,
                seconds=round(time.perf_counter() - run.clock, 3),
            )
            (folder / snapshots.REPORT).write_bytes(msgspec.json.encode(report))
            snapshots.publish(out, folder, report.snapshot_id)
    run.progress("publish", 1, 1)
    return report


def _write_load_table(folder: Path, facts: Gathered | None) -> None:
    from graph_build import load_table  # noqa: PLC0415 - NumPy starts threads; by now no reader is forked

    load_table.write_own_table(folder, facts)


class _Run:
    """One build: its settings, and what went wrong with single files."""

    def __init__(self, names: Vocabulary, register: tuple[Path, ...], progress: Progress) -> None:
        self.names = names
        self.register = register
        self.progress = progress
        self.problems: list[FileProblem] = []
        self.rows: list[DocumentRow] = []
        self.duplicates: list[FileProblem] = []
        self.shared = Shared()
        self.facts: list[Facts] = []
        self.increment: Increment | None = None
        self.started = datetime.now(UTC)
        self.clock = time.perf_counter()

    def setting(self, folder: Path, live: Path | None) -> Setting:
        """Say what files are read with, and where what they give goes."""
        pieces = folder / "pieces"
        pieces.mkdir()
        return Setting(
            base=self.names.base,
            register=tuple(map(str, self.register)),
            folder=str(folder),
            pieces=str(pieces),
            before=str(live) if live else None,
            fingerprint=fingerprint(self.names.base, self.register),
        )

    def read(
        self, paths: Sequence[Path], setting: Setting, workers: int | None, executor: str
    ) -> list[Outcome]:
        """Read every file and write what it gives, but where it was drawn for the snapshot before."""
        with nullcontext() if executor == LOCAL else connected(executor) as cluster:
            files, errors = gather(paths)
            self.problems += [FileProblem(str(error.path), error.code, str(error)) for error in errors]
            run_rest = run_jobs if cluster is None else cluster.run_jobs
            run_all = partial(Drawings(setting).run_jobs, run_rest)
            return read_files(
                files, setting, workers, lambda done: self.progress("read", done, len(files)), run_all
            )

    def tell_apart(self, outcomes: Sequence[Outcome], setting: Setting, workers: int | None) -> list[Told]:
        """Keep one outcome a document; those that share a number or a text with others are written again."""
        named = [(one, one.identity) for one in outcomes if one.identity is not None]
        told = [
            Told(*named[place], iri, notes)
            for place, iri, notes in tell_apart([identity for _, identity in named], self.names.base)
        ]
        taken = Drawings(setting).take_all(told, Path(setting.pieces))
        jobs: dict[int, Job] = {}
        for place, one in enumerate(told):
            amended = one.notes or one.identity.iri != one.iri
            if place not in taken and (amended or not one.outcome.is_drawn):
                path, sha256 = one.outcome.path, one.identity.sha256
                jobs[place] = Job(path, sha256, one.iri, one.notes, one.outcome.from_cache)
        again = run_jobs(list(jobs.values()), setting, workers, lambda: None)
        drawn = taken | dict(zip(jobs, again, strict=True))
        return [one._replace(outcome=drawn.get(place, one.outcome)) for place, one in enumerate(told)]

    def write(self, documents: Sequence[Told], setting: Setting, quads: QuadFile) -> None:
        """Put the quads of all documents one behind the other; gather what they say of shared things."""
        drawings = Drawings(setting)
        with PieceReader(Path(setting.pieces)) as reader:
            for index, told in enumerate(documents):
                self.progress("write", index, len(documents))
                outcome = told.outcome
                if outcome.problem is not None:
                    self.problems.append(outcome.problem)
                if outcome.quads is not None and outcome.facts is not None:
                    written, lines = read_written(reader.fetch(outcome.facts)), reader.fetch(outcome.quads)
                    quads.add(written.graph, lines)
                    self.take(written)
                    drawings.keep(told, written, lines)
        self.progress("write", len(documents), len(documents))

    def take(self, written: Written) -> None:
        """Keep what the report, shared descriptions and findings need of a document."""
        self.rows.append(written.row)
        self.duplicates += written.duplicates
        self.shared.add(written.iri, written.actors, written.cited)
        if written.findings is not None:
            self.facts.append(written.findings)
        if written.problem is not None:
            self.problems.append(written.problem)

    def write_shared(self, units: Register, quads: QuadFile) -> int:
        """Write the vocabulary, the register, and what documents share; gives `describe_shared`'s number."""
        base, names = self.names.base, self.names
        lines, cited_only = describe_shared(self.shared, units, names)
        quads.add_lines(lines)
        vocabulary_lines = load.nquads(*load.VOCABULARY_FILES, graph=names.graph_ontology, base=base)
        quads.add(names.graph_ontology, vocabulary_lines)
        quads.add(names.graph_units, register_nquads(units, names.graph_units, base))
        return cited_only

    def write_findings(self, units: Register, quads: QuadFile) -> dict[str, int]:
        """Write what contradicts itself in the documents, each and together; counts it by severity."""
        try:
            findings = find(self.facts, [unit.name for unit in units.units if not unit.is_group])
            lines = findings_triples(findings, self.facts, self.names)
            quads.add_lines(unstated(lines, quads.written()))
        except Exception as error:  # a fault of ours in looking for theirs must not stop the build
            self.problems.append(FileProblem("", "reading-failed", f"{type(error).__name__}: {error}"))
            return {}
        return dict(sorted(Counter(one.severity for one in findings).items()))

    def infer(self, quads: QuadFile, reasoner: Reasoner, setting: Setting) -> int:
        """Derive what follows, into a graph of its own; gives the number of triples derived."""
        self.progress("infer", 0, 1)
        lines = self.derive_changed(quads, setting) if reasoner == "rules" else None
        if lines is None:
            lines = closure(quads.written(), self.names)
        if reasoner == "owlrl":
            database = Database()
            database.load_file(quads.written())
            infer_owlrl(database, load.rules(self.names.base), self.names.graph_inferred)
            lines = database.nquads(self.names.graph_inferred)
        quads.add_lines(lines)
        self.progress("infer", 1, 1)
        return len(lines)

    def derive_changed(self, quads: QuadFile, setting: Setting) -> list[str] | None:
        """Begin with the database before, and derive from what has changed; None where that cannot be."""
        before = Path(setting.before) if setting.before else None
        made_under = increment.fingerprint(setting.fingerprint)
        begun = increment.begin(before, Path(setting.folder), quads, made_under, self.names)
        if begun is None:
            return None
        self.increment, lines = begun
        return lines

    def keep(self, quads: QuadFile, setting: Setting) -> None:
        """Write down for the next build what this one's database holds."""
        changed = self.increment.changed if self.increment else 0
        made_under = increment.fingerprint(setting.fingerprint)
        increment.keep(Path(setting.folder), quads, self.names, made_under, changed)

    def finish(self, quads: QuadFile, folder: Path) -> tuple[tuple[Violation, ...], int]:
        """Make database and index of all quads, and check them against the shapes; gives the number of quads.

        The engines leave the interpreter free, so the index is written at the same time; they run at the same
        time as each other where there is little.
        """
        self.progress("validate", 0, 1)
        with ThreadPoolExecutor(2 if quads.count <= AT_ONCE else 1) as engines:
            checking = engines.submit(validate_file, quads.path, self.names)
            begun = self.increment
            loading = engines.submit(begun.finish, quads) if begun else engines.submit(_load, quads, folder)
            search_index.write_index(quads.path, folder / search_index.FILE, self.names)
            tasks = folder / task_table.FILE
            facts = task_table.write_table([quads.path], tasks, self.names, is_canonical=True)
            violations = checking.result()
            self.progress("validate", 1, 1)
            self.progress("publish", 0, 1)
            count = loading.result()
        _write_load_table(folder, facts)
        counted = None if facts is None else corpus_lines.count(facts, self.names)
        del facts
        citation_table.write_own_table(folder)
        corpus_table.write_own_table(folder, counted)
        quads.path.unlink()
        return violations, count

    def describe(self, described: QuadFile, files: Sequence[Identity]) -> None:
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
        for name in sorted(described.graphs):
            quads.link(run, PROV.generated, name)
        for one in files:
            file = f"{graph}#file-{one.sha256[:16]}"
            quads.type(file, PROV.Entity)
            quads.text(file, self.names.nv.sha256, one.sha256)
            quads.text(file, self.names.nv.fileName, one.source_name)
            quads.link(run, PROV.used, file)
        described.add_lines(quads.lines())


def describe_shared(shared: Shared, units: Register, names: Vocabulary) -> tuple[list[str], int]:
    """Describe what documents share: units the register lacks, and documents known by citation only.

    Gives the lines and the number of such documents.
    """
    by_name: Mapping[str, str] = {unit.name: unit.iri for unit in units.units}
    cited = shared.cited_only()
    lines = actor_lines(shared.actors, names, frozenset(by_name.values()))
    lines += cited_lines(cited, names, lambda kind: kind_class(kind, names.base), by_name.get)
    return lines, len({fact.iri for fact in cited})


def _load(quads: QuadFile, folder: Path) -> int:
    """Make the database of a snapshot of a file of quads; gives their number."""
    database = Database(folder / snapshots.STORE)
    if quads.count <= AT_ONCE:
        database.load_file(quads.path)
    else:
        database.load_in_parts(quads.path)
    database.compact()
    count = len(database)
    database.close()
    return count


def _silent(stage: str, done: int, total: int) -> None:
    """Report progress to nobody."""


def _nothing(paths: Sequence[Path], problems: Sequence[FileProblem]) -> NothingToBuild:
    return NothingToBuild(", ".join(map(str, paths)), len(problems), problems[0].why if problems else "")


def _load_register(extensions: Sequence[Path], base: str) -> Register:
    """Load the register; a fault in the shipped one is the package's, one in a user's file the user's."""
    try:
        load_register(base=base)
    except RegisterError as error:
        raise ResourceInvalid("The register", str(error).rstrip(".")) from error
    return load_register(extensions, base)


def _live(out: Path) -> Path | None:
    """Give the snapshot whose records can be used again; a missing or damaged one is none."""
    try:
        return snapshots.live(out)
    except StoreError:
        return None
