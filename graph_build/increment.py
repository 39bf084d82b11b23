"""Make the next database out of the one before where few graphs differ.

The engine makes a checkpoint of the database before, which shares its immutable files by hard links; what the
changed graphs say less and more goes out of it and into it; derived triples follow (`graph_build.rederive`).
What the graphs of a snapshot hold is known from `graphs.json` beside its database: a hash for each, and
under which code, register and engine it was made. A snapshot without that file, as every update over HTTP
leaves one, or with another fingerprint, is no ground to build on, and neither is one of which much has
changed: then all is loaded and derived anew.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec
import pyoxigraph as ox

from graph_build.nquads import QuadFile
from graph_build.rederive import Fact, update
from graph_build.snapshots import STORE
from ontology.vocab import Vocabulary

FILE: Final = "graphs.json"
"""The name of the file in the folder of a snapshot."""

MOST: Final = 0.25
"""The share of all quads above which a database is loaded anew, counting every change since it last was
(docs/decisions/0027)."""


class Kept(msgspec.Struct, frozen=True):
    """What a snapshot holds: a hash and a number of quads for each graph of documents and shared things.

    `changed` is the number of quads that came and went since the database was loaded as a whole.
    """

    fingerprint: str
    graphs: dict[str, tuple[str, int]]
    changed: int

    def differing(self, quads: QuadFile) -> list[str] | None:
        """List the graphs that a file of quads holds otherwise; None where they are too much to bother."""
        now = _summary(quads)
        names = sorted(
            name for name in now.keys() | self.graphs.keys() if now.get(name) != self.graphs.get(name)
        )
        most = sum(max(side.get(name, ("", 0))[1] for side in (now, self.graphs)) for name in names)
        return names if self.changed + most <= MOST * quads.count else None


def begin(
    before: Path | None, folder: Path, quads: QuadFile, made_under: str, names: Vocabulary
) -> tuple[Increment, list[str]] | None:
    """Make the next database in `folder` out of that of the snapshot `before`; give it and the derived lines.

    `quads` holds all graphs but that of derived triples and that of the build; the lines are as those of
    `graph_build.closure`. None where the snapshot is no ground to build on.
    """
    kept = _read(before)
    if before is None or kept is None or kept.fingerprint != made_under:
        return None
    differing = kept.differing(quads)
    if differing is None:
        return None
    try:
        made = Increment(before / STORE, folder / STORE, names, kept.changed)
        return made, made.derive(quads, differing)
    except (OSError, RuntimeError):  # a damaged database
        shutil.rmtree(folder / STORE, ignore_errors=True)
        return None


def fingerprint(of_records: str) -> str:
    """Hash all that a database depends on besides what is stated, given the fingerprint of records."""
    return hashlib.sha256(f"{of_records}\n{ox.__version__}\n".encode()).hexdigest()


def keep(folder: Path, quads: QuadFile, names: Vocabulary, made_under: str, changed: int) -> None:
    """Write down in the folder of a snapshot what it holds; raises OSError."""
    graphs = _summary(quads)
    for apart in (names.graph_inferred, names.graph_build):
        graphs.pop(apart, None)
    (folder / FILE).write_bytes(msgspec.json.encode(Kept(made_under, graphs, changed)))


class Increment:
    """The database of a snapshot on its way to be that of the next; `begin` makes one."""

    def __init__(self, before: Path, path: Path, names: Vocabulary, changed: int) -> None:
        """Copy the database `before` to `path`, where none may be; raises OSError."""
        self._names = names
        self._before = ox.Store.read_only(str(before))
        self._before.backup(path)
        self._store: ox.Store | None = ox.Store(path)
        self.changed = changed

    @property
    def _open(self) -> ox.Store:
        if self._store is None:
            raise ValueError("the database is closed")
        return self._store

    def derive(self, quads: QuadFile, differing: Iterable[str]) -> list[str]:
        """Bring the graphs that differ and the derived triples up to date; give the lines of the latter.

        The lines are sorted and have no ends, as those of `graph_build.closure`.
        """
        removed: set[ox.Quad] = set()
        added: set[ox.Quad] = set()
        for name in differing:
            gone, come = self._replace(name, quads)
            removed |= gone
            added |= come
        before, after, inferred = self._before, self._open, ox.NamedNode(self._names.graph_inferred)
        ignored = {inferred, ox.NamedNode(self._names.graph_build)}
        lost = {fact for fact in map(fact_of, removed) if not _stated(after, fact, ignored)}
        new = {fact for fact in map(fact_of, added) if not _stated(before, fact, ignored)}
        gone_facts, come_facts = update(before, after, lost, new, self._names)
        self._change(
            (ox.Quad(*one, inferred) for one in gone_facts), (ox.Quad(*one, inferred) for one in come_facts)
        )
        self.changed += len(gone_facts) + len(come_facts)
        return sorted(f"{quad} ." for quad in after.quads_for_pattern(None, None, None, inferred))

    def finish(self, quads: QuadFile) -> int:
        """Replace the description of the build, and bring all to the disk; give the number of quads."""
        self._replace(self._names.graph_build, quads)
        self._open.flush()
        count = len(self._open)
        self.close()
        return count

    def close(self) -> None:
        """Let go of the files."""
        self._store = None

    def _replace(self, name: str, quads: QuadFile) -> tuple[set[ox.Quad], set[ox.Quad]]:
        """Make a graph what a file of quads says; give what was removed and what was added."""
        graph = ox.NamedNode(name)
        old = set(self._open.quads_for_pattern(None, None, None, graph))
        new = set(ox.parse(quads.read(name), format=ox.RdfFormat.N_QUADS))
        gone, come = old - new, new - old
        self._change(gone, come)
        if not new:
            self._open.remove_graph(graph)
        self.changed += len(gone) + len(come)
        return gone, come

    def _change(self, gone: Iterable[ox.Quad], come: Iterable[ox.Quad]) -> None:
        for quad in gone:
            self._open.remove(quad)
        self._open.extend(come)


def _summary(quads: QuadFile) -> dict[str, tuple[str, int]]:
    return {name: (graph.sha256(), graph.count) for name, graph in quads.graphs.items()}


def _read(snapshot: Path | None) -> Kept | None:
    if snapshot is None:
        return None
    try:
        return msgspec.json.decode((snapshot / FILE).read_bytes(), type=Kept)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def fact_of(quad: ox.Quad) -> Fact:
    """Give the triple of a quad; raises TypeError for a subject that is no IRI."""
    if not isinstance(quad.subject, ox.NamedNode):
        raise TypeError(f"{quad.subject} is the subject of a triple and no IRI")
    return quad.subject, quad.predicate, quad.object


def _stated(store: ox.Store, fact: Fact, ignored: set[ox.NamedNode]) -> bool:
    return any(quad.graph_name not in ignored for quad in store.quads_for_pattern(*fact))
