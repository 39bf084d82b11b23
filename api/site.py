"""The graph as the pages see it: one view for every snapshot, made when its first page is asked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock, RLock
from typing import Final, TypeVar, cast

from api.page_data.corpus import Corpus
from api.page_data.directory import Directory
from api.page_data.graph import Graph
from graph_build.store import Store
from graph_build.terms import Iri
from queries.errors import QuestionError
from queries.names import Names
from queries.search import SearchIndex, index_soon
from queries.trace_kept import Kept

T = TypeVar("T")

MOST_KEPT: Final = 64
"""Pages whose data a view keeps."""


@dataclass(eq=False)
class View:
    """One snapshot: its graph, the names in it, its figures, and the facts of its things that were read."""

    graph: Graph
    directory: Directory
    names: Names
    facts: Kept = field(default_factory=Kept)
    _kept: OrderedDict[tuple[str, ...], object] = field(default_factory=OrderedDict)
    _whole: dict[tuple[str, ...], object] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _turn: RLock = field(default_factory=RLock)

    def keep_whole(self, key: tuple[str, ...], make: Callable[[], T]) -> T:
        """Give what rests on the whole graph or is read ahead: made once while others wait, never forgotten.

        What is said of values and keys at `keep` holds here too.
        """
        if key not in self._whole:
            with self._turn:
                if key not in self._whole:
                    self._whole[key] = make()
        return cast("T", self._whole[key])

    def keep(self, key: tuple[str, ...], make: Callable[[], T]) -> T:
        """Give what was made before under a key, else make it now; the least used are forgotten.

        What `keep_whole` holds under the key is given too. A snapshot never changes, so that what was read
        from it stays right. Only immutable values may be kept, and a key must always stand for the same
        kind of value.
        """
        if key in self._whole:
            return cast("T", self._whole[key])
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast("T", self._kept[key])
        made = make()
        if made is None:
            return made
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return made

    def known(self, key: tuple[str, ...]) -> object | None:
        """Give what `keep_whole` holds under a key, None for nothing."""
        return self._whole.get(key)

    def typed(self, written: str) -> str:
        """Give what a reader would type for a document or unit that is named by its IRI, where one name does.

        All else stays as it was written.
        """
        if not written.startswith(f"{self.base}id/"):
            return written
        for name, find in self._names_of(written):
            with suppress(QuestionError):
                if find(name).value == written:
                    return name
        return written

    def _names_of(self, thing: str) -> Iterator[tuple[str, Callable[[str], Iri]]]:
        """Give names of a thing, the one that readers use first, each with what finds by it."""
        known = self.directory.documents.get(thing)
        if known is not None:
            names = (known.number, known.label, self.names.document_label(thing))
            yield from ((name, self.names.document) for name in names if name)
        elif thing in self.directory.actors:
            units = (self.directory.actors[thing].label, self.names.unit_label(thing))
            yield from ((name, self.names.unit) for name in units)

    @property
    def base(self) -> str:
        """The base IRI of everything in the snapshot."""
        return self.graph.base

    @cached_property
    def search(self) -> SearchIndex:
        """The full-text index of the snapshot; raises SearchIndexAwaited and SearchIndexMissing."""
        return index_soon(self.graph.store)

    @cached_property
    def corpus(self) -> Corpus:
        """The figures and lists of the snapshot."""
        return Corpus(self.graph, self.directory)


class Site:
    """Hold the view of the snapshot that is served, and make a new one when another takes its place."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._made: tuple[str, View] | None = None

    def view(self, store: Store) -> View:
        """Give the view of the snapshot that a store has open."""
        made = self._made
        if made is not None and made[0] == store.snapshot_id and made[1].graph.store is store:
            return made[1]
        with self._lock:
            made = self._made
            if made is None or made[0] != store.snapshot_id or made[1].graph.store is not store:
                names = Names(store)
                graph = Graph(store, names.base)
                made = (store.snapshot_id, View(graph, Directory(graph), names))
                self._made = made
            return made[1]

    def forget(self) -> None:
        """Let go of the view, as when another snapshot takes the place of its own.

        Never waits for one that is being made, which asks the graph and so the thread that calls this.
        """
        self._made = None
