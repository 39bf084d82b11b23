"""The search index written from files of others is that of their database, whatever their layout."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph_build.search_index import write_from, write_index
from graph_build.store import Database
from graph_build.task_lines import LayoutUnusual
from ontology.vocab import DEFAULT_BASE, vocabulary

NAMES = vocabulary(DEFAULT_BASE)
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
THING, CODE, NAME_OF = "<http://example.org/a>", f"<{NAMES.nv.code}>", f"<{NAMES.nv.nameOf}>"
PLAIN = f'{THING} {LABEL} "Kế hoạch \\"một\\""@vi .\n{THING} {CODE} "1.1" .\n'
DAY = '"2022-03-05"^^<http://www.w3.org/2001/XMLSchema#date>'


def written(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as index:
        return list(index.iterdump())


def database_of(files: list[Path]) -> Database:
    store = ox.Store()
    for file in files:
        content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        store.bulk_load(content, ox.RdfFormat.N_QUADS)
    return Database.over(store, Path("nowhere"))


@pytest.mark.parametrize(
    "lines",
    [
        PLAIN,
        PLAIN.replace(" .\n", " <http://example.org/g> .\n"),
        f"{THING} {TYPE} <{NAMES.nv.Task}> .\n\n{THING} {CODE} {DAY} .",
        f'{THING} {LABEL} "đường\\tdài"@en-GB .\n',
        f'{PLAIN}<http://example.org/name> {NAME_OF} {THING} .\n{THING} {LABEL} "b" <http://g> .\n',
        f'{PLAIN}{THING} {LABEL} "như chữ"^^<http://www.w3.org/2001/XMLSchema#string> .\n',
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_lines_as_usual_are_read(lines: str, packed: bool, tmp_path: Path) -> None:
    first, second = tmp_path / ("a.nq.gz" if packed else "a.nq"), tmp_path / "b.nq"
    first.write_bytes(gzip.compress(lines.encode()) if packed else lines.encode())
    second.write_text(f'<http://example.org/c> {LABEL} "c" .\n', encoding="utf-8")
    write_index([first, second], tmp_path / "lines", NAMES)
    assert write_index(database_of([first, second]), tmp_path / "database", NAMES) > 1
    assert written(tmp_path / "lines") == written(tmp_path / "database")


@pytest.mark.parametrize(
    "lines",
    [
        PLAIN.replace(" .", "."),
        PLAIN.replace(" .", " . # one"),
        PLAIN.replace(" .", ' . # "one"'),
        PLAIN.replace(" ", "  ", 1),
        PLAIN.replace(" ", "\t"),
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        PLAIN.replace("/a>", "/\\u0061>"),
        PLAIN.replace(THING, "_:b"),
        f"# nothing but words\n{PLAIN}",
        f"{PLAIN}{THING} {CODE} _:b .\n",
        f'{PLAIN}_:b {NAME_OF} "a" .\n',
        f'{PLAIN}{THING} {CODE} "01"^^<http://www.w3.org/2001/XMLSchema#integer> .\n',
    ],
)
def test_of_other_lines_the_database_is_asked(lines: str, tmp_path: Path) -> None:
    file = tmp_path / "a.nq"
    file.write_bytes(lines.encode())
    with pytest.raises(LayoutUnusual):
        write_index([file], tmp_path / "lines", NAMES)
    database = database_of([file])
    write_from([file], database, tmp_path / "from", NAMES)
    write_index(database, tmp_path / "database", NAMES)
    assert written(tmp_path / "from") == written(tmp_path / "database")
