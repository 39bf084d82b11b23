"""Full-text search over a snapshot: ranked entries with the words that matched.

The index is a file that the build put beside the store (`graph_build.search_index`). For a graph without
one (of an earlier version, changed a moment ago, or behind another server) an index is made in
memory by asking the graph, once for every process and snapshot that searches.

Order of what is found, each rule deciding where the ones before leave a tie: the marks as typed, where any
were typed; the search being a whole name, number or abbreviation of the entry; the words next to each
other and whole; BM25 (Robertson and Zaragoza, 2009) with a weight for each column; kind and IRI.
"""

from __future__ import annotations

import json
import sqlite3
import weakref
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from graph_build.errors import NhiemvuError
from graph_build.search_index import FILE, KINDS, LAYOUT, Asked, fill
from graph_build.snapshots import STORE
from graph_build.store import Store
from graph_build.store_errors import SearchIndexAwaited, SearchIndexMissing
from graph_build.text import bare
from ontology.vocab import vocabulary
from queries.names import base_of
from queries.search_shown import Highlighter, Matched, Shown
from queries.search_terms import Search

if TYPE_CHECKING:
    from queries.search_match import Ranked

MOST: Final = 100
"""Entries that one page of an answer may hold."""

_SMALL: Final = 32 << 20
"""Bytes of a database of which an index is made in memory while somebody waits; some 200,000 triples."""

_ENTRIES: Final = """
SELECT id, iri, kind, label, context, context_label, texts FROM entry
WHERE id IN (SELECT value FROM json_each(?))
"""
_IRIS: Final = "SELECT id, iri FROM entry WHERE id IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found.

    `context` is the IRI of the document, unit or post that it belongs to ("" where there is none), `exact`
    tells that the search is its number, name or abbreviation as a whole. `label` is whole, `highlights`
    are the places in it; `title` is the label cut to a line or two.
    """

    iri: str
    kind: str
    label: str
    highlights: tuple[tuple[int, int], ...]
    title: Shown
    context: str
    context_label: str
    matched: Matched | None
    exact: bool

    def as_object(self) -> dict[str, Any]:
        """Give the hit as JSON carries it; `matched` is null where no single text of the entry shows it."""
        matched = self.matched
        return {
            **{"iri": self.iri, "kind": self.kind, "label": self.label, "highlights": self.highlights},
            "matched": matched
            and {
                **{"field": matched.role, "text": matched.shown.text},
                **{"highlights": matched.shown.highlights},
                **{"starts": matched.shown.starts, "ends": matched.shown.ends},
            },
            "context": {"iri": self.context, "label": self.context_label} if self.context else None,
            "exact": self.exact,
        }


@dataclass(frozen=True, slots=True)
class Found:
    """A page of an answer: `kinds` counts all that match, of every kind; `total` those of the kinds asked."""

    search: Search
    total: int
    kinds: dict[str, int]
    hits: tuple[Hit, ...]
    limit: int
    offset: int


class SearchIndex:
    """The index of one snapshot; may be asked from several threads at once."""

    def __init__(self, file: Path | sqlite3.Connection) -> None:
        """Open the index in a file, or take one in memory, whose connection may be used from any thread.

        Raises SearchIndexMissing where there is none of this layout.
        """
        self._made = file if isinstance(file, sqlite3.Connection) else None
        self._address = f"{file.resolve().as_uri()}?immutable=1&mode=ro" if isinstance(file, Path) else ""
        self._lock = Lock()
        self._idle: deque[sqlite3.Connection] = deque()
        weakref.finalize(self, _close_all, self._idle)
        from queries.search_match import read_sizes  # noqa: PLC0415 - NumPy takes a query worker's memory

        try:
            with self._open() as reading:
                about = dict(reading.execute("SELECT key, value FROM about").fetchall())
                if about.get("layout") != LAYOUT:
                    raise SearchIndexMissing("its search index is of another version")
                kinds = reading.execute("SELECT name, low, high FROM kind").fetchall()
                self._sizes = read_sizes(reading)
        except sqlite3.Error as error:
            raise SearchIndexMissing("it has no search index") from error
        self._kinds = {name: (low, high) for name, low, high in kinds}

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        if self._made is not None:
            with self._lock:
                yield self._made
            return
        connection = self._take()
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)

    def _take(self) -> sqlite3.Connection:
        """Give a connection that nobody uses: opening one costs as much as a search for rare words."""
        try:
            return self._idle.pop()
        except IndexError:
            return sqlite3.connect(self._address, uri=True, check_same_thread=False)

    def find(self, search: Search, *, limit: int = 20, offset: int = 0) -> Found:
        """Find entries, best first; `limit` is at most MOST."""
        with self._read() as reading:
            ranked = self._ranked(reading, search)
            counts = {kind: ranked.count(*self._kinds[kind]) for kind in KINDS if kind in self._kinds}
            best_ones = self._asked(ranked, search).first(limit, offset)
            numbers = json.dumps([number for number, _ in best_ones])
            entries = {row[0]: row[1:] for row in reading.execute(_ENTRIES, (numbers,))}
        kinds = {kind: count for kind, count in counts.items() if count}
        total = sum(count for kind, count in kinds.items() if not search.kinds or kind in search.kinds)
        highlighter = Highlighter(search)
        hits = tuple(_hit(entries[number], rank, search, highlighter) for number, rank in best_ones)
        return Found(search, total, kinds, hits, limit, offset)

    def iris(self, search: Search, limit: int) -> list[str]:
        """Give the IRIs of the entries found, best first."""
        with self._read() as reading:
            ranked = self._asked(self._ranked(reading, search), search)
            numbers = [number for number, _ in ranked.first(limit, 0)]
            iris = dict(reading.execute(_IRIS, (json.dumps(numbers),)).fetchall())
            return [iris[number] for number in numbers]

    def _ranked(self, reading: sqlite3.Connection, search: Search) -> Ranked:
        from queries.search_match import Matching  # noqa: PLC0415 - NumPy takes a query worker's memory

        return Matching(reading, self._sizes).ranked(search)

    def _asked(self, ranked: Ranked, search: Search) -> Ranked:
        """Leave out the kinds that were not asked for."""
        if not search.kinds:
            return ranked
        return ranked.of(self._kinds[kind] for kind in search.kinds if kind in self._kinds)

    @contextmanager
    def _read(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._open() as reading:
                yield reading
        except sqlite3.Error as error:
            raise SearchIndexMissing(f"its search index is damaged ({error})") from error


def _close_all(connections: deque[sqlite3.Connection]) -> None:
    while connections:
        connections.pop().close()


def open_index(snapshot: Path | None, store: Asked | None = None) -> SearchIndex:
    """Open the index of a snapshot's folder; where it has none, make one in memory by asking `store`.

    Raises SearchIndexMissing where neither can be had.
    """
    if snapshot is None:
        reason = SearchIndexMissing("it is not a folder of this machine")
    else:
        try:
            return SearchIndex(snapshot / FILE)
        except SearchIndexMissing as error:
            reason = error
    if store is None:
        raise reason
    return _made_now(store)


def index_of(store: Store) -> SearchIndex:
    """Open the index of a store: that of its snapshot, else one made in memory by asking it."""
    return open_index(getattr(store, "snapshot", None), store)


def index_soon(store: Store) -> SearchIndex:
    """Open the index of a store; make one in memory only of a small graph, which takes a second or two.

    Raises SearchIndexAwaited where the snapshot of a larger one has none (yet), and SearchIndexMissing.
    """
    snapshot = getattr(store, "snapshot", None)
    if isinstance(snapshot, Path) and not (snapshot / FILE).exists() and _bytes_in(snapshot / STORE) > _SMALL:
        raise SearchIndexAwaited
    return index_of(store)


def _bytes_in(folder: Path) -> int:
    with suppress(OSError):
        return sum(file.stat().st_size for file in folder.iterdir())
    return 0


def _made_now(store: Asked) -> SearchIndex:
    made = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    try:
        fill(made, store, vocabulary(base_of(store)))
        index = SearchIndex(made)
    except BaseException as error:
        made.close()
        if isinstance(error, NhiemvuError | sqlite3.Error):
            reason = str(error).rstrip(".")
            raise SearchIndexMissing(f"it has no search index, and making one failed ({reason})") from error
        raise
    weakref.finalize(index, made.close)
    return index


def _hit(row: Any, rank: int | None, search: Search, highlighter: Highlighter) -> Hit:
    iri, kind, label, context, context_label, texts = row
    pairs = [(role, text) for role, text in json.loads(texts)]
    return Hit(
        iri=iri,
        kind=kind,
        label=label,
        highlights=highlighter.highlights(label),
        title=highlighter.snippet(label),
        context=context,
        context_label=context_label,
        matched=_called(pairs, search, highlighter) if rank else highlighter.best(pairs),
        exact=rank is not None,
    )


def _called(texts: list[tuple[str, str]], search: Search, highlighter: Highlighter) -> Matched | None:
    """Give the other name of an entry that the search is as a whole."""
    for role, text in texts:
        if role != "hidden" and bare(text) in search.names:
            return Matched(role, highlighter.snippet(text))
    return highlighter.best(texts)
