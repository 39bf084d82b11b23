"""The corpus as a whole, in an SQLite file beside the store: what first pages and lists of documents show.

To count all tasks of a large graph, and to name all of its documents, takes the engine seconds. A build and
an import ask once, by the very queries that pages ask where a snapshot has no such file
(`graph_build/corpus_queries/`), and write down

    about      layout version
    figure     how much the graph holds of a kind
    load       how many tasks an actor leads, and how many it coordinates
    document   what names a document (`Described`), what it states, and the words that a filter looks at;
               `place` tells the order in which documents are listed

Readers open it with `immutable=1` and `mode=ro`; nobody writes it again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import Final, NamedTuple

from graph_build.search_index import Asked, told_base
from graph_build.snapshots import STORE
from graph_build.store import Database
from graph_build.text import bare
from ontology.vocab import DCTERMS, DEFAULT_BASE, RDF, RDFS, vocabulary

FILE: Final = "corpus.sqlite"
"""The name of the table in the folder of a snapshot."""

LAYOUT: Final = "2"
"""The version of the tables; a reader takes no other."""

COUNTED: Final = ("task", "duty", "measure", "indicator")
"""What documents state, as it is counted."""

_SCHEMA: Final = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE figure (what TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE load (actor TEXT, how TEXT, tasks INTEGER NOT NULL, PRIMARY KEY (actor, how)) WITHOUT ROWID;
CREATE TABLE document (
  place INTEGER PRIMARY KEY, iri TEXT NOT NULL, label TEXT NOT NULL, number TEXT NOT NULL,
  title TEXT NOT NULL, date TEXT NOT NULL, issuers TEXT NOT NULL, classes TEXT NOT NULL,
  in_corpus INTEGER NOT NULL,
  task INTEGER NOT NULL, duty INTEGER NOT NULL, measure INTEGER NOT NULL, indicator INTEGER NOT NULL,
  words TEXT NOT NULL
);
"""
_INDEXES: Final = """
CREATE UNIQUE INDEX document_iri ON document (iri);
CREATE INDEX document_latest ON document (in_corpus, date DESC, label DESC, place);
CREATE INDEX document_issuers ON document (issuers);
"""


class Described(NamedTuple):
    """What names a document; texts are "" where the graph says nothing.

    `issuers` and `classes` are IRIs in order; a joint document has several issuers.
    """

    iri: str
    label: str
    number: str
    title: str
    date: str
    issuers: tuple[str, ...]
    classes: tuple[str, ...]
    in_corpus: bool


def query_text(name: str) -> str:
    """Read a query of the corpus, without the comment at its top; raises FileNotFoundError."""
    text = (files("graph_build") / "corpus_queries" / f"{name}.rq").read_text(encoding="utf-8")
    lines = text.splitlines()
    while lines and lines[0].startswith("#"):
        lines.pop(0)
    return "\n".join(lines) + "\n"


def described(rows: Iterable[Mapping[str, str]], base: str) -> list[Described]:
    """Put documents together from rows of document, property and value, in the order of lists.

    Those that were read come first, then they go by label. Of several values the longest is taken.
    """
    nv = vocabulary(base).nv
    facts: dict[str, dict[str, set[str]]] = {}
    for row in rows:
        facts.setdefault(row["document"], {}).setdefault(row["property"], set()).add(row["value"])
    found = [
        Described(
            iri=iri,
            label=longest(said.get(RDFS.label)) or iri.rstrip("/").replace("#", "/").rpartition("/")[2],
            number=longest(said.get(nv.number)),
            title=longest(said.get(DCTERMS.title)),
            date=longest(said.get(nv.dateIssued)),
            issuers=tuple(sorted(said.get(nv.issuedBy, ()))),
            classes=tuple(sorted(said.get(RDF.type, ()))),
            in_corpus="true" in said.get(nv.inCorpus, ()),
        )
        for iri, said in facts.items()
    ]
    return sorted(found, key=lambda one: (not one.in_corpus, one.label))


def longest(values: Iterable[str] | None) -> str:
    """Choose among values that several graphs state: the longest says most; ties go by alphabet."""
    return min(values or (), key=lambda value: (-len(value), value), default="")


def write_table(store: Asked, path: Path, base: str = DEFAULT_BASE) -> None:
    """Write the table of a graph into a file; raises OSError, and what asking the graph raises."""
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as made:
            made.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;")
            made.executescript(_SCHEMA)
            made.execute("BEGIN")
            _fill(made, store, base)
            made.execute("COMMIT")
            made.executescript(_INDEXES)
    except sqlite3.Error as error:
        raise OSError(None, f"the table of the corpus cannot be written: {error}", str(path)) from error


def write_own_table(folder: Path) -> None:
    """Write the table of the finished database in the folder of a snapshot; raises OSError."""
    database = Database.open_read_only(folder / STORE)
    write_table(database, folder / FILE, told_base(database))
    database.close()


def _fill(made: sqlite3.Connection, store: Asked, base: str) -> None:
    term = f"{base}ontology#"
    made.execute("INSERT INTO about VALUES ('layout', ?)", [LAYOUT])
    figures = ((row["what"], row["count"]) for row in _ask(store, "figures", base) if row["what"])
    made.executemany("INSERT INTO figure VALUES (?, ?)", figures)
    load = (
        (row["actor"], row["how"].removeprefix(term), row["count"])
        for row in _ask(store, "actors-load", base)
    )
    made.executemany("INSERT INTO load VALUES (?, ?, ?)", load)
    states: dict[str, dict[str, int]] = {}
    for row in _ask(store, "documents-mandates", base):
        kind = row["kind"].removeprefix(term).lower()
        states.setdefault(row["document"], {})[kind] = int(row["count"])
    rows = (
        (
            place,
            *_columns(one),
            *(states.get(one.iri, {}).get(kind, 0) for kind in COUNTED),
            words_of(one),
        )
        for place, one in enumerate(described(_ask(store, "documents", base), base))
    )
    made.executemany(f"INSERT INTO document VALUES ({','.join('?' * 14)})", rows)  # noqa: S608 - marks alone


def _columns(one: Described) -> Iterator[str | bool]:
    """Give the columns of what names a document, several values as a JSON list."""
    return (json.dumps(value, ensure_ascii=False) if isinstance(value, tuple) else value for value in one)


def words_of(one: Described) -> str:
    """Give the words of a document that a filter looks at, without those of its issuer."""
    return bare(" ".join((one.label, one.number, one.title)))


def _ask(store: Asked, name: str, base: str) -> Iterator[dict[str, str]]:
    prefixes = {**vocabulary(base).prefixes(), "graph": f"{base}graph/"}
    text = query_text(name)
    used = "".join(f"PREFIX {one}: <{iri}>\n" for one, iri in prefixes.items() if f"{one}:" in text)
    result = store.query(f"{used}\n{text}")
    for row in result:
        yield {
            name: "" if term is None else term.value for name, term in zip(result.variables, row, strict=True)
        }
