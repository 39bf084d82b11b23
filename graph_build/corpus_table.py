"""The corpus as a whole, in an SQLite file beside the store: what first pages and lists of documents show.

To count all tasks of a large graph, and to name all of its documents, takes the engine seconds. A build and
an import do so once, by what was gathered from the lines of the graph (`corpus_lines`) or else by the very
queries that pages ask where a snapshot has no such file (`graph_build/corpus_queries/`), and write down

    about      layout version, and that of the table of names
    figure     how much the graph holds of a kind
    load       how many tasks an actor leads, and how many it coordinates
    document   what names a document (`Described`), what it states, the words that a filter looks at, file
               name and hash of the text that it was read from; `is_plain` is 0 where the graph has no label
               or a second value of anything here but classes and issuers, 2 where it does not tell whether
               the document was read (an annex), else 1; `place` tells the order in which documents are listed
    called     by what documents can be asked for (`graph_build.called_table`)

Readers open it with `immutable=1` and `mode=ro`; nobody writes it again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from graph_build.called_table import SCHEMA, Named, write_called
from graph_build.corpus_lines import Counted
from graph_build.search_index import Asked, told_base
from graph_build.snapshots import STORE
from graph_build.store import Database
from graph_build.terms import words
from graph_build.text import bare
from ontology.vocab import DCTERMS, DEFAULT_BASE, RDF, RDFS, vocabulary

FILE: Final = "corpus.sqlite"
"""The name of the table in the folder of a snapshot."""

LAYOUT: Final = "3"
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
  words TEXT NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL, is_plain INTEGER NOT NULL
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
    return _in_order(_facts(rows), base)


Facts: TypeAlias = dict[str, dict[str, tuple[str, ...]]]


def _facts(rows: Iterable[Mapping[str, str]]) -> Facts:
    """Gather what is said of each document; what is said often (classes, issuers) stands in memory once."""
    facts: Facts = {}
    same: dict[str, str] = {}
    for row in rows:
        said = facts.setdefault(row["document"], {})
        name, value = row["property"], row["value"]
        if value not in (known := said.get(name, ())):
            said[same.setdefault(name, name)] = (*known, same.setdefault(value, value))
    return facts


def _in_order(facts: Facts, base: str) -> list[Described]:
    nv = vocabulary(base).nv
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


def write_table(store: Asked, path: Path, base: str = DEFAULT_BASE, counted: Counted | None = None) -> None:
    """Write the table of a graph into a file; `counted` is what was counted of its lines already.

    Raises OSError, and what asking the graph raises.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as made:
            made.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;")
            made.executescript(_SCHEMA + SCHEMA)
            made.execute("BEGIN")
            _fill(made, _Asking(store, base, counted))
            made.execute("COMMIT")
            made.executescript(_INDEXES)
    except sqlite3.Error as error:
        raise OSError(None, f"the table of the corpus cannot be written: {error}", str(path)) from error


def write_own_table(folder: Path, counted: Counted | None = None) -> None:
    """Write the table of the finished database in the folder of a snapshot; raises OSError."""
    database = Database.open_read_only(folder / STORE)
    write_table(database, folder / FILE, told_base(database), counted)
    database.close()


def _fill(made: sqlite3.Connection, ask: _Asking) -> None:
    term = f"{ask.base}ontology#"
    made.execute("INSERT INTO about VALUES ('layout', ?)", [LAYOUT])
    figures = ((row["what"], row["count"]) for row in ask("figures") if row["what"])
    made.executemany("INSERT INTO figure VALUES (?, ?)", figures)
    load = ((row["actor"], row["how"].removeprefix(term), row["count"]) for row in ask("actors-load"))
    made.executemany("INSERT INTO load VALUES (?, ?, ?)", load)
    states: dict[str, dict[str, int]] = {}
    for row in ask("documents-mandates"):
        kind = row["kind"].removeprefix(term).lower()
        states.setdefault(row["document"], {})[kind] = int(row["count"])
    texts: dict[str, list[tuple[str, str]]] = {}
    for row in ask("documents-texts"):
        texts.setdefault(row["document"], []).append((row["file"], row["sha256"]))
    facts = _facts(ask("documents"))
    ordered = _in_order(facts, ask.base)
    rows = (
        (
            place,
            *_columns(one),
            *(states.get(one.iri, {}).get(kind, 0) for kind in COUNTED),
            words_of(one),
            *min(read := texts.get(one.iri, [("", "")])),
            _is_plain(facts[one.iri], ask.base) if len(read) == 1 else 0,
        )
        for place, one in enumerate(ordered)
    )
    made.executemany(f"INSERT INTO document VALUES ({','.join('?' * 17)})", rows)  # noqa: S608 - marks alone
    write_called(made, list(_named(ordered, facts, ask)), ask.base)


def _named(ordered: Iterable[Described], facts: Facts, ask: _Asking) -> Iterator[Named]:
    keys = _several(ask.said(vocabulary(ask.base).nv.numberKey), "document", "value")
    files = _several(ask("documents-files"), "document", "file")
    issuers = _several(ask("issuers"), "issuer", "name")
    for place, one in enumerate(ordered):
        called = facts[one.iri].get(RDFS.label, ())
        names = sorted({name for issuer in one.issuers for name in issuers.get(issuer, ())})
        told = (keys.get(one.iri, ()), called, files.get(one.iri, ()), one.date, names)
        yield Named(place, one.iri, *told)


def _several(rows: Iterable[Mapping[str, str]], thing: str, what: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        found[row[thing]] = (*found.get(row[thing], ()), row[what])
    return found


def _is_plain(said: Mapping[str, tuple[str, ...]], base: str) -> int:
    nv = vocabulary(base).nv
    several = {name for name, values in said.items() if len(values) > 1}
    if RDFS.label not in said or several - {RDF.type, nv.issuedBy}:
        return 0
    in_corpus = said.get(nv.inCorpus)
    return 2 if in_corpus is None else int(in_corpus[0] in {"true", "false"})


def _columns(one: Described) -> Iterator[str | bool]:
    """Give the columns of what names a document, several values as a JSON list."""
    return (json.dumps(value, ensure_ascii=False) if isinstance(value, tuple) else value for value in one)


def words_of(one: Described) -> str:
    """Give the words of a document that a filter looks at, without those of its issuer."""
    return bare(" ".join((one.label, one.number, one.title)))


class _Asking:
    """Gives the rows of a query of the corpus by its name, as texts."""

    def __init__(self, store: Asked, base: str, counted: Counted | None) -> None:
        self._store, self.base, self._counted = store, base, counted or {}

    def __call__(self, name: str) -> Iterator[dict[str, str]]:
        if name == "documents":
            yield from self._documents()
        elif name not in self._counted:
            yield from self._ask(query_text(name))
        else:
            if name == "figures":
                yield from self._ask(query_text("documents-read"))
            yield from self._counted[name]

    def _documents(self) -> Iterator[dict[str, str]]:
        """Ask for one property after the other; for all at once the engine needs 14 KB a document."""
        nv = vocabulary(self.base).nv
        names = (RDFS.label, nv.number, DCTERMS.title, nv.dateIssued, nv.issuedBy, nv.inCorpus, RDF.type)
        for name in names:
            for row in self.said(name):
                yield {**row, "property": name}

    def said(self, name: str) -> Iterator[dict[str, str]]:
        """Give documents with the values of one property."""
        return self._ask(query_text("documents-said").replace("nv:property", f"<{name}>"))

    def _ask(self, text: str) -> Iterator[dict[str, str]]:
        prefixes = {**vocabulary(self.base).prefixes(), "graph": f"{self.base}graph/"}
        used = "".join(f"PREFIX {one}: <{iri}>\n" for one, iri in prefixes.items() if f"{one}:" in text)
        result = self._store.query(f"{used}\n{text}")
        for row in result:
            yield {name: words(term) for name, term in zip(result.variables, row, strict=True)}
