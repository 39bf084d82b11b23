"""The store: SPARQL over a published snapshot, and the writing of its database.

This module, `terms` and `results` are the only ones that know the engine, pyoxigraph. Everything else works
on the `Store` protocol, so that a store that speaks the SPARQL 1.1 Protocol can stand in its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Protocol, TypedDict, Unpack

import pyoxigraph as ox

from graph_build import snapshots
from graph_build.errors import ResourceInvalid
from graph_build.query_text import has_dataset_clause, raise_syntax_error, sentence
from graph_build.results import QUAD_MEDIA_TYPES, QueryResult
from graph_build.store_errors import FormatUnsupported, QueryEvaluationError, SnapshotBroken
from graph_build.terms import Term, Triple

LOADED_AT_ONCE = 24 << 20
"""Bytes of a large file that the bulk loader is given at once; its memory grows with what it is given."""


class Asked(TypedDict, total=False):
    """What a query may be asked with; what each means, and what holds without it, tells `Database.query`."""

    default_graph: Sequence[str] | None
    named_graphs: Sequence[str] | None
    use_default_graph_as_union: bool
    bindings: Mapping[str, Term] | None


class Store(Protocol):
    """What a question needs of a store."""

    @property
    def snapshot_id(self) -> str:
        """Name the state that is queried; another state has another name."""
        ...

    def query(self, sparql: str, **asked: Unpack[Asked]) -> QueryResult:
        """Answer a SPARQL 1.1 query."""
        ...

    def dump_to(self, output: IO[bytes], media_type: str, prefixes: Mapping[str, str] | None = None) -> None:
        """Write all quads in a media type for datasets."""
        ...

    def text(self, sha256: str) -> str:
        """Give a text snapshot by the hash of its UTF-8 bytes."""
        ...

    def close(self) -> None:
        """Let go of the store's files or connections."""
        ...


class Database:
    """An RDF dataset of the engine, in memory or in a directory of its own.

    The build fills one and derives in it; `EmbeddedStore` asks one that is read-only.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Make an empty dataset: in memory, or in `path`, which must not exist yet."""
        self._store: ox.Store | None = ox.Store() if path is None else ox.Store(path)
        self._path = path

    @classmethod
    def over(cls, store: ox.Store, path: Path) -> Database:
        """Take over a dataset of the engine that is open already, with its files in `path`."""
        database = cls.__new__(cls)
        database._store, database._path = store, path
        return database

    @classmethod
    def open_read_only(cls, path: Path) -> Database:
        """Open an existing dataset for queries only.

        Raises OSError where the directory holds none, RuntimeError where it holds a damaged one.
        """
        return cls.over(ox.Store.read_only(str(path)), path)

    @property
    def _open(self) -> ox.Store:
        if self._store is None:
            raise ValueError("the store is closed")
        return self._store

    def __len__(self) -> int:
        return len(self._open)

    def load_nquads(self, nquads: bytes, origin: str) -> None:
        """Bulk-load N-Quads; `origin` names them in errors.

        Bulk loading is not transactional: after an error the dataset is to be thrown away. Raises
        ResourceInvalid where the bytes are not N-Quads.
        """
        self._load(nquads, ox.RdfFormat.N_QUADS, origin, None)

    def load_file(self, path: Path) -> None:
        """Bulk-load a file of N-Quads; errors are as in `load_nquads`."""
        try:
            self._open.bulk_load(path=path, format=ox.RdfFormat.N_QUADS)
        except (SyntaxError, ValueError) as error:
            raise ResourceInvalid(path, sentence(error)) from error

    def load_in_parts(self, path: Path) -> None:
        """Bulk-load a file of N-Quads without blank nodes in parts, with memory that does not grow with it.

        Errors are as in `load_nquads`.
        """
        with path.open("rb") as file:
            while part := file.read(LOADED_AT_ONCE):
                self.load_nquads(part + file.readline(), str(path))

    def load_ntriples(self, ntriples: bytes, graph: str, origin: str) -> None:
        """Bulk-load N-Triples into one named graph; errors are as in `load_nquads`."""
        self._load(ntriples, ox.RdfFormat.N_TRIPLES, origin, ox.NamedNode(graph))

    def load_turtle(self, turtle: bytes, graph: str, origin: str, base: str | None = None) -> None:
        """Bulk-load Turtle into one named graph; errors are as in `load_nquads`."""
        self._load(turtle, ox.RdfFormat.TURTLE, origin, ox.NamedNode(graph), base)

    def _load(
        self,
        data: bytes,
        rdf_format: ox.RdfFormat,
        origin: str,
        graph: ox.NamedNode | None,
        base: str | None = None,
    ) -> None:
        try:
            self._open.bulk_load(data, rdf_format, to_graph=graph, base_iri=base)
        except (SyntaxError, ValueError) as error:
            raise ResourceInvalid(origin, sentence(error)) from error

    def nquads(self, graph: str | None = None) -> list[str]:
        """List the dataset, or one graph of it, as sorted lines of canonical N-Quads, without line ends."""
        name = None if graph is None else ox.NamedNode(graph)
        quads = self._open.quads_for_pattern(None, None, None, name)
        written = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
        # Not splitlines: a text may hold other ends of lines as they are.
        return sorted(written.decode("utf-8").split("\n")[:-1])

    def write_nquads(self, path: Path) -> None:
        """Write the dataset as N-Quads."""
        ox.serialize(self._open, path, format=ox.RdfFormat.N_QUADS)

    def write_ntriples(self, path: Path) -> None:
        """Write the triples of all graphs together as N-Triples; what two graphs hold is written twice."""
        ox.serialize((quad.triple for quad in self._open), path, format=ox.RdfFormat.N_TRIPLES)

    def turtle(self, graph: str, prefixes: Mapping[str, str] | None = None) -> bytes:
        """Write one graph as Turtle."""
        triples = (
            quad.triple for quad in self._open.quads_for_pattern(None, None, None, ox.NamedNode(graph))
        )
        return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(prefixes or {})) or b""

    def dump_to(self, output: IO[bytes], media_type: str, prefixes: Mapping[str, str] | None = None) -> None:
        """Write all quads in a media type for datasets; raises FormatUnsupported for another."""
        rdf_format = ox.RdfFormat.from_media_type(media_type)
        if rdf_format is None or not rdf_format.supports_datasets:
            raise FormatUnsupported(media_type, ", ".join(QUAD_MEDIA_TYPES))
        self._open.dump(output, rdf_format, prefixes=dict(prefixes or {}))

    def graphs(self) -> list[str]:
        """List the names of the named graphs, sorted."""
        return sorted(graph.value for graph in self._open.named_graphs() if isinstance(graph, ox.NamedNode))

    def derive(self, construct: str, into: str) -> list[Triple]:
        """Run a CONSTRUCT query over all graphs and add what is new to the graph `into`.

        Gives back the triples that no graph held before. Raises QuerySyntaxError and
        QueryEvaluationError, and TypeError for any other form of query.
        """
        store = self._open
        target = ox.NamedNode(into)
        answer = self._run(construct, use_default_graph_as_union=True)
        if not isinstance(answer, ox.QueryTriples):
            raise TypeError("a rule must be a CONSTRUCT query")
        new = {
            triple
            for triple in answer
            if not any(store.quads_for_pattern(triple.subject, triple.predicate, triple.object))
        }
        store.extend(ox.Quad(t.subject, t.predicate, t.object, target) for t in new)
        return [(t.subject, t.predicate, t.object) for t in new]

    def query(
        self,
        sparql: str,
        *,
        default_graph: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        use_default_graph_as_union: bool = True,
        bindings: Mapping[str, Term] | None = None,
        base: str | None = None,
    ) -> QueryResult:
        """Answer a SPARQL 1.1 query.

        The dataset is, in this order: the graphs given here (SPARQL 1.1 Protocol, section 2.1.4: they
        override FROM), the FROM and FROM NAMED of the query, else every named graph, with their union
        as default graph unless `use_default_graph_as_union` is false. Where only one of the two lists
        is given the other is empty. `bindings` give values to variables as terms, never as text; a
        SELECT query must project each bound variable. Relative IRIs are resolved against `base`.
        Raises QuerySyntaxError and QueryEvaluationError.
        """
        given = default_graph is not None or named_graphs is not None
        union = use_default_graph_as_union and not given and not has_dataset_clause(sparql)
        return QueryResult(
            self._run(
                sparql,
                use_default_graph_as_union=union,
                default_graph=[ox.NamedNode(g) for g in default_graph or ()] if given else None,
                named_graphs=[ox.NamedNode(g) for g in named_graphs or ()] if given else None,
                substitutions={ox.Variable(name): term for name, term in (bindings or {}).items()},
                base=base,
            )
        )

    def _run(
        self,
        sparql: str,
        *,
        use_default_graph_as_union: bool,
        default_graph: list[ox.NamedNode] | None = None,
        named_graphs: list[ox.NamedNode] | None = None,
        substitutions: dict[ox.Variable, Term] | None = None,
        base: str | None = None,
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        try:
            return self._open.query(
                sparql,
                base_iri=base,
                use_default_graph_as_union=use_default_graph_as_union,
                default_graph=default_graph,  # type: ignore[arg-type]
                named_graphs=named_graphs,  # type: ignore[arg-type]
                substitutions=substitutions,  # type: ignore[arg-type]
            )
        except SyntaxError as error:
            raise_syntax_error(error, sparql)
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryEvaluationError(sentence(error)) from error

    def saved(self, path: Path) -> Database:
        """Give the dataset as one on disk in `path`, compacted; queries are several times faster after.

        A dataset that is there already is kept; one in memory is written.
        """
        database = self
        if self._path != path:
            database = Database(path)
            with TemporaryDirectory(dir=path.parent) as folder:
                written = Path(folder) / "all.nq"
                self.write_nquads(written)
                self.close()
                database.load_file(written)
        database.compact()
        return database

    def compact(self) -> None:
        """Order the files of a database on disk for readers."""
        self._open.flush()
        self._open.optimize()

    def close(self) -> None:
        """Let go of the files; nothing else can be called after."""
        self._store = None


class EmbeddedStore:
    """A published snapshot, open for queries only.

    `directory` is the output directory of the build; `snapshot` the folder of the snapshot in it.
    """

    def __init__(
        self,
        directory: Path,
        snapshot_id: str,
        snapshot: Path,
        database: Database,
        hold: snapshots.Hold | None = None,
    ) -> None:
        self.directory = directory
        self.snapshot = snapshot
        self._hold = hold
        self._id = snapshot_id
        self._database = database

    @property
    def snapshot_id(self) -> str:
        """Name the snapshot that is open; a later build has another name."""
        return self._id

    def query(self, sparql: str, **asked: Unpack[Asked]) -> QueryResult:
        """Answer a SPARQL 1.1 query; dataset, bindings and errors are as in `Database.query`."""
        return self._database.query(sparql, **asked)

    def dump(self) -> list[str]:
        """List all quads as sorted lines of canonical N-Quads."""
        return self._database.nquads()

    def dump_to(self, output: IO[bytes], media_type: str, prefixes: Mapping[str, str] | None = None) -> None:
        """Write all quads as the engine reads them; raises FormatUnsupported."""
        self._database.dump_to(output, media_type, prefixes)

    def text(self, sha256: str) -> str:
        """Give a text snapshot by the hash of its UTF-8 bytes.

        Raises TextMissing where the snapshot holds none with this hash.
        """
        return snapshots.read_text(self.snapshot, sha256)

    def close(self) -> None:
        """Let go of the snapshot's files."""
        self._database.close()
        if self._hold is not None:
            self._hold.release()

    def __enter__(self) -> EmbeddedStore:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def open_snapshot(directory: Path) -> EmbeddedStore:
    """Open the live snapshot of a build's output directory, read-only.

    The files are shared with any number of other readers, and stay until the store is closed. Raises
    SnapshotMissing where no build has finished there, SnapshotBroken where the snapshot is copied in part
    or damaged, SnapshotOfOtherLayout and SnapshotUnreadable.
    """
    hold = snapshots.Hold(directory)
    try:
        database = Database.open_read_only(hold.folder / snapshots.STORE)
    except (OSError, RuntimeError) as error:
        raise SnapshotBroken(directory, sentence(error)) from error
    return EmbeddedStore(directory, hold.folder.name, hold.folder, database, hold)
