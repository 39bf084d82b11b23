"""The full-text index of a snapshot: one SQLite file, written once from the finished graph.

The graph is asked with SPARQL, so any published data gets an index: documents, mandates, actors and
indicators by our vocabulary, and what has a label under another base as a plain thing. The file holds

    about   layout version and base IRI
    entry   one row a thing: IRI, kind, label, where it belongs, and its texts as JSON [[role, text], …];
            numbered by kind and IRI, so that a kind is a range of numbers
    kind    these ranges, both ends included
    name    the folded names, numbers and initials that mean a thing as a whole
    word, size    every word with its places (`graph_build.search_places`)

Readers open it with `immutable=1` and `mode=ro`; nobody writes it again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from graph_build.results import QueryResult
from graph_build.search_lines import Listed
from graph_build.search_words import date_forms, initials, number_forms, word_pairs
from graph_build.store import Database
from graph_build.task_lines import LayoutUnusual
from graph_build.terms import Iri, Literal
from graph_build.text import normalise
from ontology.vocab import DEFAULT_BASE, FOAF, ORG, RDFS, SKOS, Vocabulary

if TYPE_CHECKING:
    from graph_build.search_places import WordPlaces

FILE: Final = "search.sqlite"
"""The name of the index in the folder of a snapshot."""

LAYOUT: Final = "2"
"""The version of the tables; a reader takes no other."""

KINDS: Final = (
    *("document", "task", "duty", "measure", "indicator"),
    *("unit", "group", "person", "post", "thing"),
)
"""The kinds of entries; `thing` is what the graph labels and our vocabulary does not know."""

COLUMNS: Final = ("number", "name", "alias", "body", "context")
"""The columns that a text can be in; places tell the number of theirs."""

_DCTERMS: Final = "http://purl.org/dc/terms/"
_COLUMN_OF: Final = {
    **{"number": "number", "code": "number", "label": "name", "title": "name"},
    **{"alias": "alias", "hidden": "alias", "initials": "alias"},
    **{"output": "body", "text": "body", "file": "body", "date": "body", "section": "body"},
    "context": "context",
}
"""The roles that a text of an entry can have, each with the column that it is found by."""

_SCHEMA: Final = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, iri TEXT NOT NULL, kind TEXT NOT NULL, label TEXT NOT NULL,
  context TEXT NOT NULL, context_label TEXT NOT NULL, texts TEXT NOT NULL
);
CREATE TABLE kind (name TEXT PRIMARY KEY, low INTEGER NOT NULL, high INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE name (
  folded TEXT NOT NULL, entry INTEGER NOT NULL, rank INTEGER NOT NULL, PRIMARY KEY (folded, entry)
) WITHOUT ROWID;
CREATE TEMP TABLE fact (
  thing TEXT NOT NULL, property TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (thing, property, value)
) WITHOUT ROWID;
CREATE TEMP TABLE listed (thing TEXT PRIMARY KEY, kind INTEGER NOT NULL) WITHOUT ROWID;
"""
_NAME_RANKS: Final = {"number": 0, "label": 0, "title": 0, "alias": 1, "hidden": 1, "code": 1, "initials": 2}
_BUILD_GRAPH: Final = "graph/build"
_LONGEST_NAME: Final = 200  # characters; nobody types more to name a thing


class Asked(Protocol):
    """What an index is written from: anything that answers SPARQL, a database or a store."""

    def query(self, sparql: str) -> QueryResult:
        """Answer a SPARQL 1.1 query."""
        ...


@dataclass(slots=True)
class Entry:
    """A thing to index: `texts` are pairs of a role (see `_COLUMN_OF`) and the text as the graph has it.

    `forms` are further ways to write its number or date, which find it and are not shown.
    """

    iri: str
    kind: str
    label: str
    context: str = ""
    texts: list[tuple[str, str]] = field(default_factory=list)
    forms: list[tuple[str, str]] = field(default_factory=list)


def write_index(graph: Asked | Path | Sequence[Path], path: Path, names: Vocabulary) -> int:
    """Write the index of a graph into the file `path`, which must not exist; give the number of entries.

    The graph is a database or, in half the time and less, a file of N-Quads that a build wrote or the files
    of others (see `write_from`). Raises OSError where the index cannot be written or a file not be read, and
    what asking the graph raises.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as made:
            made.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE;")
            return fill(made, graph, names)
    except sqlite3.Error as error:
        raise OSError(None, f"the search index cannot be written: {error}", str(path)) from error


def write_from(paths: Sequence[Path], database: Database, path: Path, names: Vocabulary) -> int:
    """Write the index from the files that a database was loaded from, or else from the database.

    No paths say that the files cannot be read line by line. Gives and raises what `write_index` does.
    """
    if paths:
        try:
            return write_index(paths, path, names)
        except LayoutUnusual:
            path.unlink(missing_ok=True)
    return write_index(database, path, names)


def told_base(database: Database) -> str:
    """Give the base that a graph tells of by describing its build; other data goes by the default base."""
    told = [name.removesuffix(_BUILD_GRAPH) for name in database.graphs() if name.endswith(_BUILD_GRAPH)]
    return next((base for base in told if base.endswith("/")), DEFAULT_BASE)


def fill(made: sqlite3.Connection, graph: Asked | Path | Sequence[Path], names: Vocabulary) -> int:
    """Write the index of a graph into an empty database without automatic transactions; count its entries.

    Raises sqlite3.Error, and what asking the graph raises.
    """
    made.execute("BEGIN")
    for statement in _SCHEMA.split(";\n"):
        made.execute(statement)
    _gather(made, graph, names)
    count = _fill(made, names)
    made.execute("INSERT INTO kind SELECT kind, min(id), max(id) FROM entry GROUP BY kind")
    made.executemany("INSERT INTO about VALUES (?, ?)", [("layout", LAYOUT), ("base", names.base)])
    made.execute("COMMIT")
    made.execute("ANALYZE")
    return count


def _gather(made: sqlite3.Connection, graph: Asked | Path | Sequence[Path], names: Vocabulary) -> None:
    """Copy what the graph says of things that can be found into temporary tables, which sort it."""
    nv = names.nv
    classes = {
        **{nv.Document: "document", nv.Task: "task", nv.Duty: "duty", nv.Measure: "measure"},
        **{nv.Indicator: "indicator", nv.Goal: "indicator", nv.Unit: "unit", nv.ActorGroup: "group"},
        **{FOAF.Person: "person", ORG.Post: "post"},
    }
    kinds = {name: KINDS.index(kind) for name, kind in classes.items()}
    other = len(KINDS) - 1
    least = "INSERT INTO listed VALUES (?, ?) ON CONFLICT DO UPDATE SET kind = min(kind, excluded.kind)"
    if isinstance(graph, Path | Sequence):
        listed = Listed(graph, kinds, other, names)
        made.executemany(least, listed.kinds())
        made.executemany("INSERT OR IGNORE INTO fact VALUES (?, ?, ?)", listed.facts())
        return
    made.executemany(least, ((thing, kinds[kind]) for thing, kind in _rows(graph, "things", names)))
    made.executemany(least, ((thing, other) for (thing,) in _rows(graph, "others", names)))
    for query in ("facts", "scoped-names", "files"):
        made.executemany("INSERT OR IGNORE INTO fact VALUES (?, ?, ?)", _rows(graph, query, names))


def _rows(database: Asked, query: str, names: Vocabulary) -> Iterator[tuple[str, ...]]:
    """Ask one of the queries in `search_queries/`; a literal in another language than Vietnamese says so."""
    text = (files("graph_build") / "search_queries" / f"{query}.rq").read_text(encoding="utf-8")
    for row in database.query(text.replace(DEFAULT_BASE, names.base)):
        if all(isinstance(term, Iri | Literal) for term in row):
            yield tuple(_text(term) for term in row if isinstance(term, Iri | Literal))


def _text(term: Iri | Literal) -> str:
    return term.value if isinstance(term, Iri) else normalise(term.value).replace("\0", " ")


def _fill(made: sqlite3.Connection, names: Vocabulary) -> int:
    reading = made.cursor()
    made.execute("CREATE TEMP TABLE shown (thing TEXT PRIMARY KEY, label TEXT NOT NULL) WITHOUT ROWID")
    for thing, _, facts in _things(reading):
        made.execute("INSERT INTO shown VALUES (?, ?)", (thing, _label(thing, facts, names)))

    def label_of(thing: str) -> str:
        row = made.execute("SELECT label FROM shown WHERE thing = ?", (thing,)).fetchone()
        return row[0] if row else ""

    from graph_build.search_places import WordPlaces  # noqa: PLC0415 - NumPy takes a query worker's memory

    places = WordPlaces(made)
    number = 0
    for number, (thing, kind, facts) in enumerate(_things(reading), start=1):
        _insert(made, places, number, _entry(thing, kind, facts, names, label_of), label_of)
    places.write()
    return number


Facts = Mapping[str, tuple[str, ...]]


def _things(reading: sqlite3.Cursor) -> Iterator[tuple[str, str, Facts]]:
    """Go through the things, by kind and IRI, each with its facts: property to values in alphabetic order."""
    rows = reading.execute(
        "SELECT listed.thing, kind, property, value FROM listed CROSS JOIN fact USING (thing) "
        "ORDER BY kind, listed.thing, property, value"
    )
    last, kind, facts = "", 0, dict[str, tuple[str, ...]]()
    for thing, number, name, value in rows:
        if thing != last and facts:
            yield last, KINDS[kind], facts
            facts = {}
        last, kind = thing, number
        facts[name] = (*facts.get(name, ()), value)
    if facts:
        yield last, KINDS[kind], facts


def _label(thing: str, facts: Facts, names: Vocabulary) -> str:
    """Choose what a thing is called: of several labels the longest, for it says most."""
    for naming in (SKOS.prefLabel, FOAF.name, RDFS.label, f"{_DCTERMS}title", names.nv.number):
        if naming in facts:
            return min(facts[naming], key=lambda value: (-len(value), value))
    return thing.rstrip("/").replace("#", "/").rpartition("/")[2]


def _entry(thing: str, kind: str, facts: Facts, names: Vocabulary, label_of: Callable[[str], str]) -> Entry:
    nv = names.nv
    entry = Entry(thing, kind, _label(thing, facts, names))
    above = (nv.statedIn, ORG.subOrganizationOf, nv.groupContext, ORG.postIn, ORG.holds, nv.issuedBy)
    entry.context = next((facts[name][0] for name in above if name in facts), "")
    roles = (
        *((name, "number") for name in (nv.number,)),
        *((name, "label") for name in (SKOS.prefLabel, FOAF.name, RDFS.label)),
        *((f"{_DCTERMS}title", "title"), (SKOS.altLabel, "alias"), (SKOS.hiddenLabel, "hidden")),
        *((nv.code, "code"), (nv.output, "output"), (nv.dutyText, "text"), (nv.sectionPath, "section")),
        *((nv.dateIssued, "date"), (nv.fileName, "file")),
    )
    seen = {entry.label}
    entry.texts = [("label", entry.label)]
    for name, role in roles:
        for value in facts.get(name, ()):
            if value.strip() and value not in seen:
                entry.texts.append(("alias" if role == "label" else role, value))
                seen.add(value)
    for name in (*above, nv.dutyOf):
        entry.texts += [("context", label) for value in facts.get(name, ()) if (label := label_of(value))]
    entry.forms = [("number", form) for number in facts.get(nv.number, ()) for form in number_forms(number)]
    entry.forms += [("date", form) for date in facts.get(nv.dateIssued, ()) for form in date_forms(date)]
    if kind in {"unit", "post"} and (short := initials(entry.label)) and short not in seen:
        entry.texts.append(("initials", short))
    return entry


def _insert(
    made: sqlite3.Connection,
    places: WordPlaces,
    number: int,
    entry: Entry,
    label_of: Callable[[str], str],
) -> None:
    columns: dict[int, list[list[tuple[str, str]]]] = {}
    names: dict[str, int] = {}
    for role, text in (*entry.texts, *entry.forms):
        words = word_pairs(text)
        columns.setdefault(COLUMNS.index(_COLUMN_OF[role]), []).append(words)
        if role in _NAME_RANKS and 0 < len(plain := " ".join(word for word, _ in words)) <= _LONGEST_NAME:
            names[plain] = min(_NAME_RANKS[role], names.get(plain, _NAME_RANKS[role]))
    made.execute(
        "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            *(number, entry.iri, entry.kind, entry.label, entry.context),
            *(label_of(entry.context), json.dumps(entry.texts, ensure_ascii=False)),
        ),
    )
    places.add(number, columns)
    rows = ((name, number, rank) for name, rank in names.items())
    made.executemany("INSERT INTO name VALUES (?, ?, ?)", rows)
