"""The documents that suggestions of outcomes rest on, those alone that are asked for.

The table of the corpus tells them where a snapshot has one, but for those that are not plain
(`graph_build.corpus_table`), about which the engine is asked; without a table all are read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Protocol

from graph_build.corpus_table import FILE, LAYOUT
from graph_build.store import Store
from queries.outcome_read import DocumentFacts, issuers_of, read_documents
from queries.task_database import NoTable, open_table

_COLUMNS: Final = "iri, label, classes, number, date, title, issuers, in_corpus OR is_plain = 2, file, sha256"
_MOST_KEPT: Final = 20_000
_READ_AT_ONCE: Final = 500


class Documents(Protocol):
    """The documents of a graph by IRI."""

    def get(self, iri: str, /) -> DocumentFacts | None:
        """Give a document; None where the graph has none such."""
        ...

    def read(self, iris: Iterable[str], /) -> None:
        """Read documents side by side that will be asked for one by one."""
        ...

    def of_kinds(self, kinds: Iterable[str], after: str, /) -> list[DocumentFacts]:
        """List, in the order of their IRIs, documents among which are all of some classes from a year on.

        Classes are told by local names.
        """
        ...


class ReadDocuments:
    """All documents of a graph, read already."""

    def __init__(self, held: Mapping[str, DocumentFacts]) -> None:
        self._held = held

    def get(self, iri: str) -> DocumentFacts | None:
        """Give a document; None where the graph has none such."""
        return self._held.get(iri)

    def read(self, iris: Iterable[str]) -> None:
        """Do nothing: all are there."""

    def of_kinds(self, _kinds: Iterable[str], _after: str) -> list[DocumentFacts]:
        """List all."""
        return list(self._held.values())


class TabledDocuments:
    """The documents of a graph whose snapshot has the table of the corpus; some that were read are kept.

    Raises NoTable where it cannot be read.
    """

    def __init__(self, store: Store, base: str) -> None:
        self._store, self._base = store, base
        self._kept: dict[str, DocumentFacts | None] = {}
        rows = self._rows("SELECT iri FROM document WHERE NOT is_plain")
        self._others = frozenset(iri for (iri,) in rows)

    def get(self, iri: str) -> DocumentFacts | None:
        """Give a document; None where the graph has none such."""
        return self._read([iri])[iri]

    def read(self, iris: Iterable[str]) -> None:
        """Read documents side by side that will be asked for one by one."""
        self._read(iris)

    def _read(self, iris: Iterable[str]) -> Mapping[str, DocumentFacts | None]:
        """Give what is kept with some documents among it; another thread may let go of it meanwhile."""
        kept, wanted = self._kept, list(dict.fromkeys(iris))
        missing = [iri for iri in wanted if iri not in kept]
        if missing and len(kept) + len(missing) > _MOST_KEPT:
            kept = self._kept = {}
            missing = wanted
        for start in range(0, len(missing), _READ_AT_ONCE):
            part = missing[start : start + _READ_AT_ONCE]
            query = (
                f"SELECT {_COLUMNS} FROM document WHERE iri IN (SELECT value FROM json_each(?)) AND is_plain"  # noqa: S608
            )
            found = {one.iri: one for one in self._of(query, json.dumps(part, ensure_ascii=False))}
            found |= read_documents(self._store, self._base, self._others.intersection(part))
            kept.update((iri, found.get(iri)) for iri in part)
        return kept

    def of_kinds(self, kinds: Iterable[str], after: str) -> list[DocumentFacts]:
        """List, in the order of their IRIs, documents among which are all of some classes from a year on."""
        term = f"{self._base}ontology#"
        wanted = [json.dumps(term + kind, ensure_ascii=False) for kind in sorted(set(kinds))]
        has_kind = " OR ".join(["instr(classes, ?)"] * len(wanted)) or "0"
        query = f"SELECT {_COLUMNS} FROM document WHERE is_plain AND date >= ? AND ({has_kind})"  # noqa: S608
        found = {one.iri: one for one in self._of(query, after, *wanted)}
        found |= read_documents(self._store, self._base, self._others)
        return sorted(found.values(), key=lambda one: one.iri)

    def _of(self, query: str, *given: str) -> Iterator[DocumentFacts]:
        for row in self._rows(query, *given):
            iri, label, classes, number, date, title, issuers, in_corpus, file, sha256 = row
            yield DocumentFacts(
                iri,
                label,
                frozenset(name.rpartition("#")[2] for name in json.loads(classes) if self._is_ours(name)),
                number,
                date,
                title,
                issuers_of(iri, json.loads(issuers), self._base),
                bool(in_corpus),
                file,
                sha256,
            )

    def _is_ours(self, name: str) -> bool:
        return name.startswith(f"{self._base}ontology#")

    def _rows(self, query: str, *given: str) -> Sequence[Any]:
        with open_table(self._store, FILE, LAYOUT) as (table, _):
            return table.execute(query, given).fetchall()


def documents_of(store: Store, base: str) -> Documents:
    """Give the documents of a graph, those alone read that are asked for where its snapshot has a table."""
    try:
        return TabledDocuments(store, base)
    except NoTable:
        return ReadDocuments(read_documents(store, base))
