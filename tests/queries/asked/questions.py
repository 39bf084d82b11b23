"""Questions built from parts, read from what is written in their fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph_build.store import EmbeddedStore
from queries.asked import Parts, read
from queries.asked_sparql import COLUMNS, TABLE, sparql
from queries.format import value
from queries.names import Names

DPM = "Cục Y tế dự phòng"


def understood(names: Names, **written: str | Sequence[str]) -> Parts:
    """Read fields; `list_` and `from_` stand for the fields whose names are words of the language."""
    fields = {name.rstrip("_"): [held] if isinstance(held, str) else held for name, held in written.items()}
    return read(fields, names)


def found(store: EmbeddedStore, names: Names, *columns: str, **written: str | Sequence[str]) -> list[Any]:
    parts = understood(names, **written)
    result = store.query(sparql(parts))
    assert result.variables == COLUMNS[parts.listed]
    places = [result.variables.index(column) for column in columns or TABLE[parts.listed][:1]]
    rows = [tuple(value(row[place]) for place in places) for row in result]
    return [row[0] for row in rows] if len(places) == 1 else rows


def codes(store: EmbeddedStore, names: Names, **written: str | Sequence[str]) -> list[Any]:
    """Give the last letters of the IRIs of the tasks found, in order."""
    return [iri.rpartition("/")[2] for iri in found(store, names, "task", **written)]
