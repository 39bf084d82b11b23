"""Documents are found by name in the table beside the store as they are when all names are read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph_build.corpus_table import FILE, write_table
from graph_build.store import Database, EmbeddedStore
from ontology.vocab import DEFAULT_BASE
from queries.errors import AmbiguousName, UnknownDocument
from queries.names import Names
from tests.queries.conftest import make_small_graph

ID, NV = f"{DEFAULT_BASE}id/document", f"{DEFAULT_BASE}ontology#"
UNSEEN = (
    "39/NQ-CP",
    "Nghị quyết số: 1/NQ-CP",
    "SO 1 / nq – cp",
    "Kế hoạch",
    "",
    "…",
    "\ud800",
    "urn:x",
    "Ke hoach so",
)


def made(many: int) -> Database:
    """Make documents of which some share a number, a label or a file, and some have several."""
    lines = [f"@prefix nv: <{NV}> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."]
    lines.append("@prefix skos: <http://www.w3.org/2004/02/skos/core#> .")
    lines += [f"<urn:body{at}> skos:prefLabel 'Sở {at}' ." for at in range(3)]
    for at in range(many):
        one = f"<{ID}/d{at}>"
        lines.append(f"{one} a nv:Document ; rdfs:label 'Nghị quyết số {at // 2}/NQ-CP' .")
        lines.append(f"{one} nv:dateIssued '20{at % 90 + 10}' ; nv:issuedBy <urn:body{at % 3}> .")
        lines.append(f"{one} nv:hasSnapshot [ nv:fileName 'NQ {at // 3}.txt' ] .")
        if at % 5:
            lines.append(f"{one} nv:number '{at // 2}/NQ-CP' ; nv:numberKey '{at // 2}/NQ-CP' .")
        if at % 7 == 0:
            lines.append(
                f"{one} rdfs:label 'Kế hoạch {at}', 'Kế hoạch' ; nv:hasSnapshot [ nv:fileName 'b.doc' ] ."
            )
    database = Database()
    database.load_turtle("\n".join(lines).encode(), f"{DEFAULT_BASE}graph/x", "made")
    return database


class Counting(EmbeddedStore):
    """A store that counts the rows of its answers."""

    rows = 0

    def query(self, *given: Any, **options: Any) -> Any:
        found = super().query(*given, **options)
        self.rows += len(list(super().query(*given, **options)))
        return found


def published(database: Database, folder: Path) -> Counting:
    folder.mkdir()
    write_table(database, folder / FILE)
    return Counting(folder, "000001-00000000", folder, database)


def told(names: Names, written: str) -> object:
    try:
        found = names.document(written).value
    except AmbiguousName as error:
        return error.candidates
    except UnknownDocument as error:
        return (error.nearest,)
    return found, names.document_label(found)


@pytest.mark.parametrize("make", [lambda: made(40), lambda: make_small_graph(DEFAULT_BASE)])
def test_the_table_finds_what_all_names_do(make: Any, tmp_path: Path) -> None:
    store = published(make(), tmp_path / "a")
    whole = Names(store)
    texts = {text for name in whole.documents for text in (name.text, name.thing, name.label)}
    texts |= {text[:-1] for text in texts} | {text.upper() for text in texts} | {*UNSEEN}
    few = Names(store)
    for written in sorted(texts):
        assert told(few, written) == told(whole, written), written
    assert "documents" not in vars(few)


def test_what_is_read_for_a_name_does_not_grow_with_the_graph(tmp_path: Path) -> None:
    read = []
    for many in (60, 600):
        store = published(made(many), tmp_path / str(many))
        for written in (
            f"{ID}/d3",
            "3/NQ-CP",
            "Nghị quyết 4/NQ-CP",
            "NQ 5.txt",
            "Nghị quyết số 3/NQ-CP (2017)",
            "7/NQ-CB",
        ):
            told(Names(store), written)
        read.append(store.rows)
    assert 0 < read[1] <= read[0]


def test_an_iri_is_looked_up_alone_where_there_is_no_table(tmp_path: Path) -> None:
    store = published(made(60), tmp_path / "a")
    (tmp_path / "a" / FILE).unlink()
    names = Names(store)
    assert names.document(f"{ID}/d3").value == f"{ID}/d3"
    assert "documents" not in vars(names)
    assert told(names, "3/NQ-CP") == told(Names(store), "3/NQ-CP")
    assert "documents" in vars(names)


def test_names_of_many_documents_are_not_read_ahead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = published(made(60), tmp_path / "a")
    few = Names(store)
    few.prepare()
    assert "documents" in vars(few)
    monkeypatch.setattr("queries.names._AT_ONCE", 50)
    many = Names(store)
    many.prepare()
    assert {"units"} <= vars(many).keys()
    assert "documents" not in vars(many)
    assert told(many, "3/NQ-CP") == told(few, "3/NQ-CP")
