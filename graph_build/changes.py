"""Change a graph that is published: every change is made in a copy, which is then published in its turn.

A published snapshot is never written to. The engine makes a checkpoint of it, which shares the immutable data
files by hard links and so costs milliseconds at any size; the operations run in the checkpoint. A change that
fails, or whose process is killed at any moment, leaves a folder that the next writer clears away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import pyoxigraph as ox

from graph_build.errors import WritingFailed, refusal
from graph_build.line_loading import pass_mark
from graph_build.query_text import raise_syntax_error, sentence
from graph_build.results import QUAD_MEDIA_TYPES
from graph_build.store_errors import (
    DataInvalid,
    GraphMissing,
    QueryEvaluationError,
    SnapshotBroken,
    UpdateFailed,
)

_MISFIT = re.compile(r"The graph <[^>]*> (?:does not exist|already exists)")
"""What the engine says where CREATE, DROP, CLEAR or MOVE do not fit the graphs (SPARQL 1.1 Update, 3.2)."""


@dataclass(frozen=True)
class Update:
    """Run a SPARQL 1.1 update; relative IRIs are resolved against `base`."""

    sparql: str
    base: str | None = None


@dataclass(frozen=True)
class Load:
    """Load the RDF data of a file of a media type into a graph; None is the default graph.

    With `replace` the graph is emptied first. `anywhere` takes data of quads, each into its own graph, and
    then `graph` must be None.
    """

    file: Path
    media_type: str
    graph: str | None
    base: str | None = None
    replace: bool = False
    anywhere: bool = False


@dataclass(frozen=True)
class Remove:
    """Remove a graph; None empties the default graph. Raises GraphMissing where there is no such graph."""

    graph: str | None


Operation = Update | Load | Remove


class Checkpoint:
    """A copy of a database that can be written to; use it as a context manager.

    `source` is the folder of a database that nobody writes to, `target` a folder that does not exist yet, in
    the same file system. Raises SnapshotBroken where the source cannot be opened, and WritingFailed, as all
    else does, where the disk takes no more.
    """

    def __init__(self, source: Path, target: Path) -> None:
        self._target = target
        try:
            ox.Store.read_only(str(source)).backup(target)
            self._store: ox.Store | None = ox.Store(target)
        except (OSError, RuntimeError) as error:
            _tell_refusal(error, target)
            raise SnapshotBroken(source, sentence(error)) from error

    def apply(self, operation: Operation) -> bool:
        """Make one change; say whether a graph named by it is there now and was not before.

        Raises QuerySyntaxError, QueryEvaluationError, UpdateFailed, DataInvalid and GraphMissing; the copy is
        then to be thrown away.
        """
        store = self._open
        if isinstance(operation, Update):
            self._update(operation)
            return False
        name = ox.DefaultGraph() if operation.graph is None else ox.NamedNode(operation.graph)
        there = isinstance(name, ox.DefaultGraph) or store.contains_named_graph(name)
        if isinstance(operation, Remove):
            if not there:
                raise GraphMissing(operation.graph or "")
            store.remove_graph(name)
            return False
        if operation.replace and there:
            store.clear_graph(name)
        if not operation.anywhere and not there:
            store.add_graph(name)
        graph = None if operation.anywhere else name
        try:
            load_rdf(store, operation.file, operation.media_type, graph, operation.base)
        except OSError as error:
            _tell_refusal(error, self._target)
            raise QueryEvaluationError(sentence(error)) from error
        return not there

    @property
    def _open(self) -> ox.Store:
        if self._store is None:
            raise ValueError("the copy is closed")
        return self._store

    def _update(self, update: Update) -> None:
        try:
            self._open.update(update.sparql, base_iri=update.base)
        except SyntaxError as error:
            raise_syntax_error(error, update.sparql)
        except (OSError, RuntimeError, ValueError) as error:
            _tell_refusal(error, self._target)
            reason = sentence(error)
            if _MISFIT.fullmatch(reason):
                raise UpdateFailed(reason) from error
            raise QueryEvaluationError(reason) from error

    def __enter__(self) -> Checkpoint:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Bring everything to the disk and let go of the files."""
        try:
            if kind is None:
                self._open.flush()
        except OSError as failed:
            _tell_refusal(failed, self._target)
            raise
        finally:
            self._store = None


def load_rdf(
    store: ox.Store,
    file: Path,
    media_type: str,
    graph: ox.NamedNode | ox.DefaultGraph | None,
    base: str | None,
) -> None:
    """Bulk-load a file; with a graph, all its triples go there. Raises DataInvalid, and OSError of the disk.

    Data of quads for a given graph is refused: its own names would contradict it.
    """
    rdf_format = ox.RdfFormat.from_media_type(media_type)
    if rdf_format is None or (graph is not None and media_type in QUAD_MEDIA_TYPES):
        wanted = "triples" if rdf_format else "a known RDF format"
        raise DataInvalid(file.name, f"{media_type} is not {wanted}")
    try:
        with file.open("rb") as data:
            if pass_mark(data):
                store.bulk_load(data, rdf_format, to_graph=graph, base_iri=base)
                return
        store.bulk_load(path=file, format=rdf_format, to_graph=graph, base_iri=base)
    except (SyntaxError, ValueError) as error:
        raise DataInvalid(file.name, sentence(error)) from error


def _tell_refusal(error: Exception, target: Path) -> None:
    if said := refusal(error):
        raise WritingFailed(str(target), said) from error  # a text, so that it can cross to the server
