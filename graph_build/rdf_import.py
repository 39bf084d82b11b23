"""Publish RDF data of any origin as a snapshot, so that it can be served and queried like a built graph.

Quads stay in their graphs; triples go to the graph that is named, else to the default graph. Nothing is
derived and nothing is validated.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import IO

import msgspec
import pyoxigraph as ox

from graph_build import citation_table, corpus_lines, corpus_table, snapshots, task_table
from graph_build.errors import NothingToBuild, UnreadableFile, UnsupportedFormat, refusal
from graph_build.index_apart import LARGE, index_apart
from graph_build.line_loading import FORMATS, load_lines, pass_mark
from graph_build.load_table import FILE as LOAD
from graph_build.load_table import write_table
from graph_build.query_text import sentence
from graph_build.report import BuildReport
from graph_build.search_index import FILE as SEARCH
from graph_build.search_index import told_base, write_index
from graph_build.store import Database
from graph_build.store_errors import DataInvalid
from ontology.vocab import vocabulary

Progress = Callable[[str, int, int], None]
EXTENSIONS = ("ttl", "nt", "nq", "trig", "rdf", "owl", "xml", "jsonld", "n3")
"""Endings of the RDF formats; each may be followed by `.gz`."""

_ALSO = {"owl": "rdf", "xml": "rdf"}  # what the engine knows by another ending
_CHUNK = 1 << 20


def import_rdf(
    paths: Sequence[Path],
    out: Path,
    *,
    graph: str | None = None,
    base: str | None = None,
    replace_changes: bool = False,
    progress: Progress = lambda stage, done, total: None,
) -> BuildReport:
    """Load files, and the RDF files of folders, into a new snapshot and publish it in the folder `out`.

    `graph` takes the triples of files whose format names no graphs; relative IRIs are resolved against
    `base`, else against the address of the file. All or nothing: raises a ReadError or DataInvalid for the
    first file that cannot be read, NothingToBuild without any, BuildLocked, OutputUnusable, WritingFailed and
    ChangesAtRisk for the folder.
    """
    clock = time.perf_counter()
    files = list(_files(paths))
    if not files:
        raise NothingToBuild(", ".join(map(str, paths)), 0)
    formats = [_format(file) for file in files]
    target = ox.DefaultGraph() if graph is None else ox.NamedNode(graph)
    with snapshots.writing(out), snapshots.locked(out):
        replaced = snapshots.check_replaceable(out, replace_changes=replace_changes)
        with snapshots.new_snapshot(out) as folder:
            store = ox.Store(folder / snapshots.STORE)
            content = hashlib.sha256()
            for index, (file, rdf_format) in enumerate(zip(files, formats, strict=True)):
                progress("read", index, len(files))
                _load(store, file, rdf_format, target, base, folder)
                content.update(_digest(file))
            progress("read", len(files), len(files))
            progress("publish", 0, 1)
            _finish(store, folder, files if set(formats) <= set(FORMATS) else [])
            report = BuildReport(
                snapshot_id=snapshots.next_name(out, content.hexdigest()),
                rows=(),
                problems=(),
                duplicates=(),
                cited_only=0,
                triples=len(store),
                derived=0,
                violations=(),
                seconds=round(time.perf_counter() - clock, 3),
                replaced_changes=replaced,
            )
            del store
            (folder / snapshots.REPORT).write_bytes(msgspec.json.encode(report))
            snapshots.publish(out, folder, report.snapshot_id)
    progress("publish", 1, 1)
    return report


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            for parent, folders, names in os.walk(path):
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                yield from (Path(parent, name) for name in sorted(names) if _is_rdf(name))
        elif path.is_file():
            yield path
        else:
            raise UnreadableFile(path, "there is no such file or folder")


def _is_rdf(name: str) -> bool:
    return not name.startswith(".") and _ending(Path(name)) in EXTENSIONS


def _ending(file: Path) -> str:
    parts = file.name.lower().removesuffix(".gz").rpartition(".")
    return parts[2] if parts[0] else ""


def _format(file: Path) -> ox.RdfFormat:
    ending = _ending(file)
    known = ox.RdfFormat.from_extension(_ALSO.get(ending, ending)) if ending in EXTENSIONS else None
    if known is None:
        raise UnsupportedFormat(file, ", ".join(f".{name}" for name in EXTENSIONS))
    return known


def _open(file: Path) -> IO[bytes]:
    return gzip.open(file, "rb") if file.name.lower().endswith(".gz") else file.open("rb")  # type: ignore[return-value]


def _load(
    store: ox.Store,
    file: Path,
    rdf_format: ox.RdfFormat,
    target: ox.NamedNode | ox.DefaultGraph,
    base: str | None,
    scratch: Path,
) -> None:
    graph = None if rdf_format.supports_datasets else target
    try:
        with _open(file) as data:
            pass_mark(data)
            if rdf_format in FORMATS:
                load_lines(store, data, rdf_format, graph, scratch)
                return
            store.bulk_load(data, rdf_format, base_iri=base or file.resolve().as_uri(), to_graph=graph)
    except (SyntaxError, ValueError, EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise DataInvalid(str(file), sentence(error)) from error
    except OSError as error:
        if refusal(error):
            raise
        raise UnreadableFile(file, error.strerror or sentence(error)) from error


def _finish(store: ox.Store, folder: Path, lines: Sequence[Path]) -> None:
    """Order the files of the store for readers, and meanwhile write what is read from it beside it.

    The engine needs no Python while it orders files, so the two use two processors. `lines` are the files
    that it was loaded from, where all are N-Quads or N-Triples.
    """
    database = Database.over(store, folder / snapshots.STORE)
    base = told_base(database)
    with ExitStack() as beside:
        if len(store) >= LARGE:
            beside.enter_context(index_apart(store, folder, base, lines))
        else:
            write_index(database, folder / SEARCH, vocabulary(base))
            facts = task_table.write_from(lines, database, folder / task_table.FILE, vocabulary(base))
            write_table(database, folder / LOAD, base, facts)
            counted = None if facts is None else corpus_lines.count(facts, vocabulary(base))
            corpus_table.write_table(database, folder / corpus_table.FILE, base, counted)
        ordering = beside.enter_context(ThreadPoolExecutor(1, thread_name_prefix="optimize"))
        ordered = ordering.submit(database.compact)
        citation_table.write_table(database, folder / citation_table.FILE, base)
        ordered.result()


def _digest(file: Path) -> bytes:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").digest()
