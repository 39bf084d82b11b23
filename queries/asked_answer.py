"""A question built from parts, put to a store: its rows, and the same as JSON, CSV and a workbook."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import IO, Any

from graph_build.store import Store
from graph_build.terms import Row
from ontology.vocab import DEFAULT_BASE
from queries import asked_sparql, asked_table
from queries.answer_workbook import write_rows
from queries.asked import Parts
from queries.asked_rows import count_rows, task_rows
from queries.bilingual import Language
from queries.catalogue import LANGUAGES
from queries.columns import COLUMNS
from queries.format import as_json, text
from queries.trace_kept import Kept


@dataclass(frozen=True, slots=True)
class Built:
    """A question with its query; `rows` are its solutions in the order of `columns`."""

    parts: Parts
    sparql: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def ask(store: Store, parts: Parts, base: str = DEFAULT_BASE) -> Built:
    """Put a question to a store; raises QueryError for what fails there.

    What the table of a snapshot counts is read from it, with the same rows.
    """
    query = asked_sparql.sparql(parts, base)
    rows = count_rows(store, parts, base)
    return Built(
        parts,
        query,
        asked_sparql.COLUMNS[parts.listed],
        tuple(store.query(query)) if rows is None else rows,
    )


def all_proved(store: Store, base: str = DEFAULT_BASE) -> bool:
    """Tell whether words state every task of a graph; raises QueryError for what fails in the store."""
    ((tasks,),) = store.query(asked_sparql.unproved_sparql(base))
    return text(tasks) == "0"


def count(store: Store, parts: Parts, base: str = DEFAULT_BASE, *, is_proved: bool = False) -> int:
    """Count the rows of a list of tasks; raises QueryError for what fails in the store.

    `is_proved` says that words state every task of the graph (`all_proved`), so that its table may tell.
    """
    found = asked_table.count(store, parts) if is_proved else None
    if found is not None:
        return found
    ((rows,),) = store.query(asked_sparql.count_sparql(parts, base))
    return int(text(rows))


def ask_some(
    store: Store,
    parts: Parts,
    first: int,
    most: int,
    base: str = DEFAULT_BASE,
    *,
    is_proved: bool = False,
    kept: Kept | None = None,
) -> Built:
    """Put a question to a store and read some of its rows only: so many, from row `first` (0-based) on.

    Of tasks, those rows alone are put together; `is_proved` as in `count`, and words that are `kept` of the
    snapshot are read once. Raises QueryError for what fails in the store.
    """
    if parts.listed != "tasks":
        whole = ask(store, parts, base)
        return replace(whole, rows=whole.rows[first : first + most])
    rows = task_rows(store, parts, first, most, base, kept) if is_proved else None
    if rows is None:
        found = asked_table.some(store, parts, first, most) if is_proved else None
        if found is None:
            keys = store.query(asked_sparql.keys_sparql(parts, first, most, base))
            tasks = list(dict.fromkeys(text(row[0]) for row in keys))
        else:
            tasks = list(dict.fromkeys(row[0] for row in found))
        rows = tuple(store.query(asked_sparql.rows_sparql(parts, tasks, base))) if tasks else ()
    return Built(parts, asked_sparql.sparql(parts, base), asked_sparql.COLUMNS["tasks"], rows)


def told(parts: Parts, base: str = DEFAULT_BASE) -> dict[str, Any]:
    """Tell a question without asking it: the sentence and the rules in both languages, and the query."""
    return {
        "sentence": {language: asked_sparql.sentence(parts, language) for language in LANGUAGES},
        "rules": {language: list(asked_sparql.rules(parts, language)) for language in LANGUAGES},
        "sparql": asked_sparql.sparql(parts, base),
        "columns": {name: COLUMNS[name].en for name in asked_sparql.COLUMNS[parts.listed]},
    }


def rows_as_objects(built: Built, limit: int | None = None, offset: int = 0) -> list[Any]:
    """Give rows for JSON, as answers of the library are given."""
    end = None if limit is None else offset + limit
    rows: list[Any] = json.loads("".join(as_json(built.columns, built.rows[offset:end])))
    return rows


def write_workbook(built: Built, output: IO[bytes], language: Language) -> None:
    """Write the rows under headings in a language; a second sheet has sentence, rules and query."""
    told = (
        asked_sparql.sentence(built.parts, language),
        *asked_sparql.rules(built.parts, language),
        built.sparql,
    )
    write_rows(built.columns, built.rows, told, output, language)
