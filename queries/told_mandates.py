"""What the tables of a snapshot tell of mandates and documents, in place of what the engine would be asked.

Mandates and the words that prove them come from the table of mandates (`graph_build.mandate_table`),
documents that were read from that of the corpus. Rows are as the queries of `queries.trace_read` give them.
What the tables do not tell is left to the engine: things of other kinds, and those of which the graph says
something that only it weighs.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import msgspec

from graph_build import corpus_table
from graph_build.mandate_table import KINDS, LAYOUT, Told, lengthened
from graph_build.store import Store
from queries.task_database import NoTable, open_table

Row = dict[str, str]

_TOLD: Final = msgspec.json.Decoder(Told)
_MANDATES: Final = (
    "SELECT mandate.iri, document.iri, kind, told FROM mandate LEFT JOIN document ON document.id = document"
    " WHERE mandate.iri IN (SELECT value FROM json_each(?))"
)
_STATED: Final = (
    "SELECT document.iri, mandate.iri, kind FROM document JOIN mandate ON mandate.document = document.id"
    " WHERE document.iri IN (SELECT value FROM json_each(?))"
)
_DOCUMENTS: Final = (
    "SELECT iri, label, number, title, date, file, classes, in_corpus, is_plain FROM document"
    " WHERE iri IN (SELECT value FROM json_each(?)) AND is_plain"
)
_READ: Final = " AND file <> '' AND sha256 <> ''"
_NOT_TOLD: Final = 2  # `is_plain` of a document of which the graph does not tell whether it was read


def thing_rows(store: Store, base: str, names: Sequence[str]) -> tuple[list[Row], list[str]]:
    """Tell what mandates and documents are, in a row each, and the names to ask the engine for."""
    rows = [
        _thing(iri, document, f"{base}ontology#{KINDS[kind]}", told)
        for iri, document, kind, told in _told(store, base, names)
    ]
    rows += _documents(store, base, _left(names, rows, "thing"), _DOCUMENTS + _READ)
    return rows, _left(names, rows, "thing")


def outline_rows(store: Store, base: str, names: Sequence[str]) -> tuple[list[Row], list[str]]:
    """Tell what documents are but for the names of their files, and the names to ask the engine for."""
    rows = [
        {name: value for name, value in row.items() if name != "file"}
        for row in _documents(store, base, names, _DOCUMENTS)
    ]
    return rows, _left(names, rows, "thing")


def quote_rows(store: Store, base: str, facts: Sequence[str]) -> tuple[list[Row], list[str]]:
    """Give the words that prove mandates, and the facts that the engine must be asked for."""
    rows: list[Row] = []
    known: set[str] = set()
    for iri, _, _, told in _told(store, base, facts):
        known.add(iri)
        rows += (
            {
                **{"fact": iri, "exact": one.exact, "start": str(one.start), "end": str(one.end)},
                "evidence": lengthened(one.evidence, base),
                "snapshot": lengthened(one.snapshot, base),
            }
            for one in told.quotes
        )
    return rows, [one for one in facts if one not in known]


def stated(store: Store, base: str, documents: Iterable[str], kinds: Iterable[str]) -> list[tuple[str, str]]:
    """List documents with the mandates of some kinds that they state; raises NoTable."""
    wanted = {KINDS.index(name) for kind in kinds for name in classes_of(kind)}
    with _open(store, base) as table:
        found = table.execute(_STATED, [_listed(documents)]).fetchall()
    return [(document, mandate) for document, mandate, kind in found if kind in wanted]


def classes_of(kind: str) -> tuple[str, ...]:
    """Give the classes, by local name, that are shown as a kind: a goal in prose as an indicator."""
    return ("Indicator", "Goal") if kind == "indicator" else (kind.capitalize(),)


def kind_of(name: str) -> str:
    """Give the kind that a class, by local name, is shown as."""
    return "indicator" if name == "Goal" else name.lower()


@contextmanager
def _open(store: Store, base: str) -> Iterator[sqlite3.Connection]:
    with open_table(store) as (table, about):
        if about.get("mandates") != LAYOUT or about.get("base") != base:
            raise NoTable
        yield table


def _told(store: Store, base: str, names: Iterable[str]) -> list[tuple[str, str, int, Told]]:
    """Give IRI, document ("" for none) and kind of mandates, with what the table tells of them."""
    try:
        with _open(store, base) as table:
            found = table.execute(_MANDATES, [_listed(names)]).fetchall()
        return [
            (iri, document or "", kind, _TOLD.decode(told)) for iri, document, kind, told in found if told
        ]
    except (NoTable, msgspec.DecodeError, UnicodeDecodeError):
        return []


def _thing(iri: str, document: str, kind: str, told: Told) -> Row:
    row = {
        **{"thing": iri, "class": kind, "document": document, "label": told.label, "code": told.code},
        **{"section": told.section, "section_title": told.section_title, "output": told.output},
        **{"sequence": told.sequence, "is_lead": told.is_lead},
    }
    return _said(row)


def _documents(store: Store, base: str, names: Iterable[str], query: str) -> Iterator[Row]:
    """Tell what documents are; only of those whose text was read the table knows all names of files."""
    asked = _listed(names)
    try:
        with open_table(store, corpus_table.FILE, corpus_table.LAYOUT) as (table, _):
            found = table.execute(query, [asked]).fetchall()
    except NoTable:
        return
    document, annex, *others = (f"{base}ontology#{kind}" for kind in ("Document", "Annex", *KINDS))
    for iri, label, number, title, date, file, written, in_corpus, is_plain in found:
        classes = set(json.loads(written))
        if document not in classes or not classes.isdisjoint(others):
            continue
        row = {
            **{"thing": iri, "class": annex if annex in classes else document, "label": label},
            **{"number": number, "title": title, "date": date, "file": file},
            "in_corpus": "" if is_plain == _NOT_TOLD else "true" if in_corpus else "false",
        }
        yield _said(row)


def _said(row: Row) -> Row:
    return {name: value for name, value in row.items() if value}


def _left(names: Iterable[str], rows: Iterable[Row], slot: str) -> list[str]:
    told = {row[slot] for row in rows}
    return [name for name in names if name not in told]


def _listed(names: Iterable[str]) -> str:
    return json.dumps(list(names), ensure_ascii=False)
