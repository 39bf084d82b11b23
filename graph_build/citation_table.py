"""Which documents are cited by very many others: how many those are, and the first of them.

To count the hundred thousand documents that cite a law takes the engine longer than all else of a trace. A
build counts them once and writes the numbers beside the store; a document that is not in the table is cited
by `LISTED` documents at most, which are read from the graph.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import msgspec

from graph_build.search_index import Asked, told_base
from graph_build.snapshots import STORE
from graph_build.store import Database
from graph_build.terms import Iri, iri, words
from ontology.vocab import DEFAULT_BASE

FILE: Final = "citations.json"
"""The name of the table in the folder of a snapshot."""

LAYOUT: Final = 1
"""The version of the table; a reader takes no other."""

LISTED: Final = 20
"""How many of the documents that cite one are listed, those that cite it most often first."""


class Citing(msgspec.Struct, frozen=True):
    """A document that cites another so many times."""

    iri: str
    label: str
    title: str
    times: int


class Cited(msgspec.Struct, frozen=True):
    """A document that more than `LISTED` documents cite: how many, and the first of them."""

    documents: int
    first: tuple[Citing, ...]


class _Table(msgspec.Struct, frozen=True):
    layout: int
    cited: dict[str, Cited]


def write_table(store: Asked, path: Path, base: str = DEFAULT_BASE) -> None:
    """Write the table of a graph into a file; raises OSError, and what asking the graph raises."""
    path.write_bytes(msgspec.json.encode(_Table(LAYOUT, count(store, base))))


def write_own_table(folder: Path) -> None:
    """Write the table of the finished database in the folder of a snapshot; raises OSError."""
    database = Database.open_read_only(folder / STORE)
    write_table(database, folder / FILE, told_base(database))
    database.close()


def count(store: Asked, base: str = DEFAULT_BASE) -> dict[str, Cited]:
    """Count who cites the documents that more than `LISTED` cite; raises what asking the graph raises."""
    times: dict[str, Counter[str]] = defaultdict(Counter)
    for _, citing, cited in store.query(_query("citations", base)):
        if isinstance(citing, Iri) and isinstance(cited, Iri):
            times[cited.value][citing.value] += 1
    much = {cited: by for cited, by in sorted(times.items()) if len(by) > LISTED}
    first = {
        cited: sorted(by.items(), key=lambda one: (-one[1], one[0]))[:LISTED] for cited, by in much.items()
    }
    names = _names(store, sorted({citing for listed in first.values() for citing, _ in listed}), base)
    return {
        cited: Cited(
            len(much[cited]), tuple(Citing(one, *names.get(one, ("", "")), times) for one, times in listed)
        )
        for cited, listed in first.items()
    }


def much_cited(snapshot: Path | None) -> Mapping[str, Cited] | None:
    """Give the table of a snapshot, the last one kept in memory; None where there is none to read."""
    try:
        return None if snapshot is None else _read(snapshot / FILE, (snapshot / FILE).stat().st_mtime_ns)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


@lru_cache(maxsize=1)
def _read(path: Path, _changed: int) -> Mapping[str, Cited] | None:
    table = msgspec.json.decode(path.read_bytes(), type=_Table)
    return table.cited if table.layout == LAYOUT else None


def _names(store: Asked, documents: list[str], base: str) -> dict[str, tuple[str, str]]:
    """Give label and title of documents, "" for what the graph has not, the first of several."""
    found: dict[str, tuple[str, str]] = {}
    for at in range(0, len(documents), 2000):
        terms = " ".join(str(iri(one)) for one in documents[at : at + 2000])
        query = _query("names", base).replace("{ UNDEF }", f"{{ {terms} }}")
        for row in store.query(query):
            document, label, title = map(words, row)
            found.setdefault(document, (label, title))
    return found


def _query(name: str, base: str) -> str:
    text = (files("graph_build") / "load_queries" / f"{name}.rq").read_text(encoding="utf-8")
    return text.replace(DEFAULT_BASE, base)
