"""Who takes part in what, as flat arrays of integers: what coordination load is counted from.

A build reads them from the finished graph, once, and writes them beside the store; `queries.load_counts`
answers the two aggregate questions of the library from them, and `queries.load` everything else. A test
holds the answers equal to those of SPARQL.

The file is a NumPy archive (numpy.lib.format) without pickled objects. Lists of texts are UTF-8 JSON in it.
Months count from year 0: 12 * year + month - 1.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from graph_build.deadline_triples import bounds
from graph_build.load_lines import ROWS
from graph_build.load_members import Registered, members
from graph_build.search_index import Asked, told_base
from graph_build.snapshots import STORE
from graph_build.store import Database
from graph_build.task_lines import Gathered
from graph_build.task_terms import Odd
from graph_build.terms import Iri, Literal
from ontology.vocab import DEFAULT_BASE

FILE: Final = "load.npz"
"""The name of the table in the folder of a snapshot."""

LAYOUT: Final = 1
"""The version of the arrays; a reader takes no other."""

NO_MONTH: Final = -1
"""Stands where no month is stated."""

KINDS: Final = ("unit", "group")
"""The kinds of actors; arrays hold the place in this tuple."""

Numbers: TypeAlias = npt.NDArray[np.int64]

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")


@dataclass(frozen=True, slots=True, eq=False)
class LoadTable:
    """The participations of one graph; actors, tasks and documents are numbered from 0.

    Actors are in the order of their IRIs. A pair stands once in `leads`, `coordinates`, `stated` (task and
    document), `above` (document and what it carries out or is attached to, one step) and `members`
    (collective and member); only tasks that a document states, and only units and collectives, are in them.
    `faces` are rows (actor, kind, name): one for every name of every kind that an actor has. `spans` are rows
    (task, first and last month of the stated start, first and last month of the stated due time).
    """

    actors: tuple[str, ...]
    names: tuple[tuple[str, str], ...]
    documents: tuple[str, ...]
    tasks: int
    faces: Numbers
    leads: Numbers
    coordinates: Numbers
    stated: Numbers
    above: Numbers
    spans: Numbers
    members: Numbers

    def under(self, resolution: str) -> npt.NDArray[np.bool_]:
        """Tell of every document whether it is, carries out or is attached to this one, in any steps."""
        number = {iri: place for place, iri in enumerate(self.documents)}
        kept = np.zeros(len(self.documents), dtype=bool)
        below: dict[int, list[int]] = {}
        for document, above in self.above.tolist():
            below.setdefault(above, []).append(document)
        todo = [number[resolution]] if resolution in number else []
        while todo:
            one = todo.pop()
            if not kept[one]:
                kept[one] = True
                todo += below.get(one, ())
        return kept

    def stated_under(self, resolution: str) -> npt.NDArray[np.bool_]:
        """Tell of every task whether a document that is, carries out or is attached to this one states it."""
        return self._tasks_in(self.under(resolution))

    def stated_in(self, *documents: str) -> npt.NDArray[np.bool_]:
        """Tell of every task whether one of these very documents states it."""
        asked = frozenset(documents)
        kept = np.array([iri in asked for iri in self.documents], dtype=bool)
        return self._tasks_in(kept)

    def _tasks_in(self, kept: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        tasks = np.zeros(self.tasks, dtype=bool)
        if len(self.stated):
            tasks[self.stated[kept[self.stated[:, 1]], 0]] = True
        return tasks


class LoadTableMissing(Exception):
    """Say that a snapshot has no table of this layout; the graph itself can be asked instead."""


def read_graph(store: Asked, base: str = DEFAULT_BASE, facts: Gathered | None = None) -> LoadTable:
    """Read the table from what was gathered of a graph, and else by SPARQL; raises what asking it raises."""
    ask = _Asking(store, base, facts)
    faces = ask("actors")
    actors = sorted({_text(row[0]) for row in faces})
    number = {iri: place for place, iri in enumerate(actors)}
    names: dict[tuple[str, str], int] = {}
    rows = [
        (number[_text(actor)], KINDS.index(_text(kind)), names.setdefault(_name(name), len(names)))
        for actor, kind, name in faces
        if name is not None
    ]
    stated = ask("tasks")
    tasks = {iri: place for place, iri in enumerate(sorted({_text(row[0]) for row in stated}))}
    steps = ask("carried_out")
    documents = sorted({_text(row[1]) for row in stated} | {_text(end) for row in steps for end in row})
    place = {iri: at for at, iri in enumerate(documents)}
    stated_members = [(_text(group), _text(member)) for group, member in ask("members")]
    return LoadTable(
        actors=tuple(actors),
        names=tuple(names),
        documents=tuple(documents),
        tasks=len(tasks),
        faces=_array(rows, 3),
        leads=_pairs(ask("leads"), number, tasks),
        coordinates=_pairs(ask("coordinates"), number, tasks),
        stated=_pairs(stated, tasks, place),
        above=_pairs(steps, place, place),
        spans=_array(_spans(ask("deadlines"), tasks), 5),
        members=_array(
            sorted(
                (number[group], number[member])
                for group, member in members(_registered(ask("register")), stated_members)
                if group in number and member in number
            ),
            2,
        ),
    )


def write_table(store: Asked, path: Path, base: str = DEFAULT_BASE, facts: Gathered | None = None) -> None:
    """Write the table of a graph into a file; raises OSError, and what asking the graph raises."""
    table = read_graph(store, base, facts)
    arrays: dict[str, Any] = {"layout": np.array([LAYOUT])}
    for field in fields(table):
        value = getattr(table, field.name)
        if isinstance(value, tuple):
            text = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
            value = np.frombuffer(text, dtype=np.uint8)
        arrays[field.name] = np.array([value]) if isinstance(value, int) else value
    with path.open("wb") as file:
        np.savez(file, **arrays)


def write_own_table(folder: Path, facts: Gathered | None = None) -> None:
    """Write the table of the finished database in the folder of a snapshot; raises OSError."""
    database = Database.open_read_only(folder / STORE)
    write_table(database, folder / FILE, told_base(database), facts)
    database.close()


def read_table(path: Path) -> LoadTable:
    """Read a table; raises LoadTableMissing where its file is missing, damaged or of another layout."""
    try:
        with path.open("rb") as file, np.lib.npyio.NpzFile(file, allow_pickle=False) as held:
            if held["layout"].tolist() != [LAYOUT]:
                raise LoadTableMissing(f"{path.name} has another layout")
            table = LoadTable(
                actors=tuple(_texts(held["actors"])),
                names=tuple((value, form) for value, form in _texts(held["names"])),
                documents=tuple(_texts(held["documents"])),
                tasks=int(held["tasks"][0]),
                **{
                    name: held[name]
                    for name in ("faces", "leads", "coordinates", "stated", "above", "spans", "members")
                },
            )
    except (OSError, KeyError, IndexError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise LoadTableMissing(f"{path.name}: {error}") from error
    return table


class _Asking:
    def __init__(self, store: Asked, base: str, facts: Gathered | None) -> None:
        self._store = store
        self._base = base
        self._facts = facts

    def __call__(self, query: str) -> Sequence[Sequence[object]]:
        if self._facts is not None and query in ROWS:
            with suppress(Odd):
                return list(ROWS[query](self._facts))
        text = (files("graph_build") / "load_queries" / f"{query}.rq").read_text(encoding="utf-8")
        return list(self._store.query(text.replace(DEFAULT_BASE, self._base)))


def _text(term: object) -> str:
    return term.value if isinstance(term, Iri | Literal) else str(term)


def _name(term: object) -> tuple[str, str]:
    """Keep a name as its text and what else makes the term: a language, a datatype, or being an IRI."""
    if isinstance(term, Literal):
        return term.value, f"@{term.language}" if term.language else term.datatype.value
    return _text(term), "iri"


def _array(rows: Iterable[Sequence[int]], width: int) -> Numbers:
    return np.array(list(rows), dtype=np.int64).reshape(-1, width)


def _pairs(rows: Iterable[Sequence[object]], left: Mapping[str, int], right: Mapping[str, int]) -> Numbers:
    """Give the pairs of which both ends are known, each once, by the second end and then the first."""
    known = ((left.get(_text(one)), right.get(_text(other))) for one, other in rows)
    pairs = _array({(one, other) for one, other in known if one is not None and other is not None}, 2)
    return pairs[np.lexsort((pairs[:, 0], pairs[:, 1]))]


def _spans(
    rows: Iterable[Sequence[object]], tasks: Mapping[str, int]
) -> list[tuple[int, int, int, int, int]]:
    found = set()
    for task, start_earliest, start, start_precision, due_earliest, due_latest, due, precision in rows:
        number = tasks.get(_text(task))
        begins = _months(start_earliest, None, start, start_precision)
        ends = _months(due_earliest, due_latest, due, precision)
        if number is not None and (begins, ends) != ((NO_MONTH, NO_MONTH), (NO_MONTH, NO_MONTH)):
            found.add((number, *begins, *ends))
    return sorted(found)


def _months(earliest: object, latest: object, stated: object, precision: object) -> tuple[int, int]:
    """Give the first and last month of a stated moment: by its form and precision, else by its bounds."""
    try:
        first, last = bounds(_text(stated), _text(precision) if precision is not None else None)
    except (ValueError, KeyError):
        first, last = _text(earliest), _text(latest)
    months = [_month(text) for text in (first, last)]
    known = [month for month in months if month != NO_MONTH]
    return (min(known), max(known)) if known else (NO_MONTH, NO_MONTH)


def _month(text: str) -> int:
    match = _MONTH.match(text)
    if match is None or not 1 <= int(match[2]) <= 12:
        return NO_MONTH
    return 12 * int(match[1]) + int(match[2]) - 1


def _registered(rows: Iterable[Sequence[object]]) -> list[Registered]:
    return [
        Registered(
            _text(actor),
            _text(name),
            _text(kind) if kind is not None else "",
            _text(above) if above is not None else "",
            is_ended=_text(ended) == "true",
        )
        for actor, name, kind, above, ended in rows
    ]


def _texts(array: npt.NDArray[np.uint8]) -> list[Any]:
    held: list[Any] = json.loads(array.tobytes().decode("utf-8", "surrogatepass"))
    return held
