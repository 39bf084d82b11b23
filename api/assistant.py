"""Answers for an assistant: the tools of `nhiemvu mcp`, as plain functions over the live snapshot of a graph.

Every answer is data that JSON carries: rows or a tree, the number of rows in all, the snapshot it was read
from, and `evidence`: for each thing that is named the IRIs of the quotes that prove it, and the words.
Nothing here writes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from graph_build.store import EmbeddedStore, open_snapshot
from queries import run
from queries.bilingual import one_of, whole_number
from queries.catalogue import Question
from queries.columns import COLUMNS
from queries.errors import InvalidValue
from queries.format import as_json
from queries.names import Names
from queries.trace_model import Quote
from queries.trace_read import TraceReader

MOST_ROWS: Final = 200
"""Rows of one answer; the number of all is always told."""
_MOST_QUOTES: Final = 3
_MOST_NODES: Final = 200
_PROVED: Final = ("task", "mandate", "finding", "measure", "duty")

Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Assistant:
    """The tools over the graph in a folder; each opens the snapshot that is live when it is asked."""

    directory: Path

    @contextmanager
    def _open(self) -> Iterator[tuple[EmbeddedStore, Names, TraceReader]]:
        with open_snapshot(self.directory) as store:
            names = Names(store)
            yield store, names, TraceReader(store, names.base)

    def ask(self, question: Question, written: Mapping[str, str | None]) -> Object:
        """Answer a question of the library; raises what `queries.run.ask` does."""
        with self._open() as (store, names, reader):
            given = {name: value for name, value in written.items() if value}
            answer = run.ask(store, question, given, names=names)
            rows = json.loads("".join(as_json(answer.variables, answer.rows[:MOST_ROWS])))
            proved = [name for name in _PROVED if name in answer.variables]
            asked = {name: term.value for name, term in answer.terms.items()}
            return {
                "question": question.name,
                "asked": asked,
                **_counted(store, rows, len(answer.rows)),
                "evidence": {
                    **_evidence(reader, (row[name] for row in rows for name in proved if row[name])),
                    **_related(reader, rows, asked.get("document", "")),
                },
                "columns": {name: COLUMNS[name].en for name in answer.variables},
                "sparql": answer.sparql,
            }

    def build(
        self,
        unit: str | None = None,
        role: str | None = None,
        under: str | None = None,
        due: str | None = None,
        parts: dict[str, str] | None = None,
    ) -> Object:
        """Answer a question built from parts; raises what `queries.asked.read` does."""
        from queries.asked import dated, read  # noqa: PLC0415 - only where it is asked for
        from queries.asked_answer import ask, rows_as_objects, told  # noqa: PLC0415
        from queries.outcome_states import states_in  # noqa: PLC0415
        from queries.status_log import read_log  # noqa: PLC0415

        named = {"unit": unit, "role": role, "under": under, "due": due, **(parts or {})}
        written = {name: [value] for name, value in named.items() if value}
        with self._open() as (store, names, reader):
            fields = dated(written, datetime.now().astimezone().date())
            log = read_log(self.directory)
            asked = read(fields, names, log, lambda parts: states_in(store, names, self.directory, parts))
            built = ask(store, asked, names.base)
            rows = rows_as_objects(built, MOST_ROWS)
            return {
                "asked": fields,
                **_counted(store, rows, len(built.rows)),
                "evidence": _evidence(reader, (row["task"] for row in rows if "task" in row)),
                **told(asked, names.base),
            }

    def search(self, text: str, kind: str | None = None, limit: int = 20) -> Object:
        """Search documents, tasks, duties, units and people by words; raises BadSearch and InvalidValue."""
        from queries.search import index_of  # noqa: PLC0415 - only where it is asked for
        from queries.search_terms import understand  # noqa: PLC0415

        if not 1 <= limit <= MOST_ROWS:
            raise InvalidValue("limit", str(limit), whole_number(1, MOST_ROWS))
        with self._open() as (store, _, reader):
            found = index_of(store).find(understand(text, [kind] if kind else ()), limit=limit, offset=0)
            rows = [hit.as_object() for hit in found.hits]
            return {
                **_counted(store, rows, found.total),
                "evidence": _evidence(reader, (hit.iri for hit in found.hits)),
            }

    def trace(
        self, thing: str, direction: str = "both", depth: str = "", kinds: str = "", as_of: str = ""
    ) -> Object:
        """Trace a mandate up and down, every hop with its quotes; a trace too large is cut and says so.

        `as_of` (a day) follows only documents that were issued by it and not replaced.
        """
        from queries.trace import Asked, trace  # noqa: PLC0415

        with self._open() as (store, names, _):
            found = trace(store, thing, Asked.read(direction, depth, kinds, as_of), names=names)
            told = found.as_object()
            total = sum(1 for _ in found.nodes)
            left = [_MOST_NODES]
            for way in ("up", "down"):
                told[way] = _pruned(told[way], left)
            whole = found.complete and total <= _MOST_NODES
            return {"snapshot": store.snapshot_id, "total": total, **told, "complete": whole}

    def load(
        self,
        unit: str | None = None,
        resolution: str | None = None,
        period: str = "whole",
        limit: int = 20,
        units: str = "as-written",
        as_of: str = "",
    ) -> Object:
        """Tell the coordination load of units; with a unit, the tasks behind the figures and their quotes.

        `units` reads units as the documents name them or as of a day, `as_of` counts only tasks of documents
        that were there on a day. Raises InvalidValue, and what names raise.
        """
        from queries.as_of import as_of_day, documents_as_of  # noqa: PLC0415 - only where it is asked for
        from queries.load import Filters, table_of  # noqa: PLC0415 - NumPy is slow to import
        from queries.load_format import as_object  # noqa: PLC0415
        from queries.load_rows import Choice, sparql  # noqa: PLC0415
        from queries.load_rules import PERIODS, LoadSettings  # noqa: PLC0415
        from queries.load_time import load_read, read_as_of  # noqa: PLC0415
        from queries.unit_readings import units_day  # noqa: PLC0415

        if not 1 <= limit <= MOST_ROWS:
            raise InvalidValue("limit", str(limit), whole_number(1, MOST_ROWS))
        wanted = next((one for one in PERIODS if one == period), None)
        if wanted is None:
            raise InvalidValue("period", period, one_of(PERIODS))
        day, on = units_day(units), as_of_day(as_of)
        with self._open() as (store, names, reader):
            actor = names.unit(unit).value if unit else None
            filters = Filters(resolution=names.document(resolution).value if resolution else None, unit=actor)
            then = documents_as_of(store, on, names)
            read, settings = read_as_of(store, table_of(store), day), LoadSettings(wanted)
            told = as_object(load_read(read, settings, filters, then), "en")
            rows = told.pop("rows")
            tasks: list[str] = []
            if actor is not None:
                scope = Filters(resolution=filters.resolution, without=then.left_out)
                chosen = Choice(actor=read.named(actor))
                asked = store.query(sparql(read.table, settings, scope, chosen, names.base, read.stands_for))
                tasks = [row[0].value for row in asked if row[0] is not None][:MOST_ROWS]
            return {
                **_counted(store, rows[:limit], len(rows)),
                **told,
                "tasks": tasks,
                "evidence": _evidence(reader, tasks),
            }

    def counterparts(self, first: str, second: str, limit: int = 1) -> Object:
        """Set the mandates of one document beside those of another that answer to them, with the quotes."""
        from queries.counterparts import counterparts  # noqa: PLC0415
        from queries.verdicts import read_verdicts  # noqa: PLC0415

        with self._open() as (store, names, _):
            found = counterparts(
                store, first, second, names=names, limit=limit, verdicts=read_verdicts(self.directory)
            )
            rows = [entry.as_object() for entry in found.entries[:MOST_ROWS]]
            shared = [{"iri": one.iri, "label": one.label} for one in found.shared]
            return {**_counted(store, rows, len(found.entries)), "shared": shared}

    def untaken(self, document: str | None = None, scope: str = "") -> Object:
        """Suggest provisions that no task takes up, each with the nearest task; raises InvalidValue."""
        from queries.untaken import untaken  # noqa: PLC0415
        from queries.verdicts import read_verdicts  # noqa: PLC0415

        with self._open() as (store, names, _):
            found = untaken(
                store, document or None, names=names, scope=scope, verdicts=read_verdicts(self.directory)
            )
            rows = [one.as_object() for one in found[:MOST_ROWS]]
            return _counted(store, rows, len(found))


def _counted(store: EmbeddedStore, rows: list[Any], total: int) -> Object:
    return {"snapshot": store.snapshot_id, "total": total, "complete": len(rows) == total, "rows": rows}


def _evidence(reader: TraceReader, things: Iterable[str]) -> Object:
    """Give the quotes of things: IRI of the evidence, words, file and place, a few of each."""
    quotes = reader.quotes(dict.fromkeys(things))
    return {
        thing: [quote.as_object() for quote in held[:_MOST_QUOTES]] for thing, held in quotes.items() if held
    }


def _related(reader: TraceReader, rows: Iterable[Object], asked: str) -> Object:
    """Name, in rows that set one document beside another, the evidence of the words that they quote.

    `asked` is the document where the rows have no column of it. Gives the quotes by related document.
    """
    quoted = [(row, row.get("document") or asked, row["related"]) for row in rows if row.get("related")]
    pairs = {pair for _, one, other in quoted for pair in ((one, other), (other, one)) if one}
    citations = [citation for held in reader.citations(pairs).values() for citation, _ in held]
    every = [*reader.quotes(citations).values(), *reader.changes(citations).values()]
    by_place: dict[tuple[Any, ...], Quote] = {
        (quote.source, quote.start, quote.end): quote for held in every for quote in held
    }
    found: dict[str, dict[str, Object]] = {}
    for row, _, other in quoted:
        words = row.get("evidence") or {}
        quote = by_place.get((words.get("source"), words.get("start"), words.get("end")))
        if quote is not None:
            words["iri"] = quote.iri
            found.setdefault(other, {})[quote.iri] = quote.as_object()
    return {other: list(held.values())[:_MOST_QUOTES] for other, held in found.items()}


def _pruned(nodes: list[Any], left: list[int]) -> list[Any]:
    """Keep the nodes that there is room for, each before its children; the parent counts what is cut."""
    kept = nodes[: max(0, left[0])]
    left[0] -= len(kept)
    for node in kept:
        below = node["children"]
        node["children"] = _pruned(below, left)
        if len(node["children"]) < len(below):
            node["left_out"] = len(below) - len(node["children"])
    return kept
