"""Read what a trace needs from a store: few queries, each for many things at once.

The queries stand in `queries/lookups/trace-*.rq`; their slots are filled with the things that were reached.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, TypedDict, TypeVar, Unpack

from graph_build.store import Store
from graph_build.terms import Term, iri, is_iri, literal, words
from queries.catalogue import rebase
from queries.patterns import query_text
from queries.task_database import NoTable
from queries.told_mandates import classes_of, kind_of, outline_rows, quote_rows, stated, thing_rows
from queries.trace_indicators import add_target
from queries.trace_kept import Kept
from queries.trace_model import STATED, Quote

_MOST: Final = 2000
"""Things that one query asks for; more are asked for in several."""
_FEW: Final = 250
"""Things from which on a store that answers queries side by side is asked for them in several."""

_CLASSES: Final = "nv:Task, nv:Duty, nv:Measure, nv:Indicator, nv:Goal"
_QUOTED_FROM: Final = "prov:wasQuotedFrom"
_CHANGE_QUOTE: Final = "nv:changeQuote"
_SELECTED: Final = re.compile(r"SELECT DISTINCT .* WHERE")

Row = dict[str, str]
Pair = tuple[str, str]
Hop = tuple[str, str, str]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Thing:
    """A document, annex, mandate, assignment or deadline as the graph describes it."""

    iri: str
    kind: str
    label: str
    facts: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Give the label, and the file of a document without a number, for many are called "Kế hoạch"."""
        file = self.facts.get("file", "")
        return f"{self.label} ({file})" if file and not self.facts.get("number") else self.label


class _Limits(TypedDict, total=False):
    """What is wanted of a query: `most` rows, or the number of different values of a variable by another."""

    most: int | None
    counting: tuple[str, str]


class TraceReader:
    """Ask one store about many things at a time; `asked` counts the queries.

    What is `kept` of the snapshot is not asked for again.
    """

    def __init__(self, store: Store, base: str, kept: Kept | None = None) -> None:
        self._store = store
        self.base = base
        self.kept = Kept() if kept is None else kept
        self._term = f"{base}ontology#"
        self.asked = 0

    def above(self, things: Iterable[str], relations: Iterable[str]) -> list[Hop]:
        """List (thing, relation, document) of what things state to rest on."""
        return self._links("trace-up", "from", things, relations)

    def below(self, documents: Iterable[str], relations: Iterable[str], most: int | None = None) -> list[Hop]:
        """List (thing, relation, document) of what states to rest on documents, so many at most."""
        return self._links("trace-down", "to", documents, relations, most)

    def count_below(self, documents: Iterable[str], relations: Iterable[str]) -> dict[str, int]:
        """Count the different things that state to rest on each document."""
        pairs = self._pairs(documents, relations)
        rows = self._filled("trace-down", "VALUES (?to ?relation) { UNDEF }", pairs, counting=("to", "from"))
        found: Counter[str] = Counter()
        for row in rows:  # the pairs of one document may be in two queries
            found[row["to"]] += int(row["count"])
        return dict(found)

    def _links(
        self, query: str, slot: str, things: Iterable[str], relations: Iterable[str], most: int | None = None
    ) -> list[Hop]:
        followed = tuple(relations)
        cut = len(self._term)

        def ask(missing: list[str], most: int | None) -> list[tuple[str, Hop]]:
            pairs = self._pairs(missing, followed)
            rows = self._filled(query, f"VALUES (?{slot} ?relation) {{ UNDEF }}", pairs, most=most)
            # nothing leads to what has no name
            named = [row for row in rows if is_iri(row["from"]) and is_iri(row["to"])]
            return [(row[slot], (row["from"], row["relation"][cut:], row["to"])) for row in named]

        held = self._lists((query, followed), things, ask, most)
        return sorted({hop for hops in held.values() for hop in hops if hop[0] != hop[2]})

    def _lists(
        self,
        kind: Hashable,
        names: Iterable[str],
        ask: Callable[[list[str], int | None], list[tuple[str, T]]],
        most: int | None,
    ) -> dict[str, list[T]]:
        """Give a list for every name, so many entries in all; only lists that nothing cut are kept."""
        wanted = sorted(set(names))
        held = self.kept.known(kind, wanted)
        missing = [name for name in wanted if name not in held]
        if missing:
            room = None if most is None else most - sum(map(len, held.values()))
            rows = ask(missing, room) if room is None or room > 0 else []
            told: dict[str, list[T]] = {name: [] for name in missing}
            for name, row in rows:
                told[name].append(row)
            if room is None or len(rows) < room:
                self.kept.keep(kind, told)
            held |= told
        if most is not None and sum(map(len, held.values())) >= most:
            held = {}
            for name, row in ask(wanted, most):
                held.setdefault(name, []).append(row)
        return {name: held[name] for name in wanted if held.get(name)}

    def _pairs(self, things: Iterable[str], relations: Iterable[str]) -> list[str]:
        terms = [str(iri(self._term + name)) for name in relations]
        return [f"({iri(thing)} {term})" for thing in sorted(set(things)) if is_iri(thing) for term in terms]

    def mandates(
        self, documents: Iterable[str], kinds: Iterable[str], most: int | None = None
    ) -> dict[str, list[str]]:
        """List the mandates of some kinds that each document states, so many at most."""
        wanted = tuple(kinds)
        classes = self._classes(wanted)
        if not classes:
            return {}

        def ask(missing: list[str], most: int | None) -> list[tuple[str, str]]:
            if most is None:
                with suppress(NoTable):
                    return sorted(stated(self._store, self.base, missing, wanted))
            rows = self._rows("trace-mandates", "document", missing, classes, most=most)
            found = [(row["document"], row["mandate"]) for row in rows]
            return sorted(found) if most is None else found

        return self._lists(("mandates", *classes.values()), documents, ask, most)

    def count_mandates(self, documents: Iterable[str], kinds: Iterable[str]) -> dict[str, int]:
        """Count the mandates of some kinds that each document states."""
        classes, counting = self._classes(kinds), ("document", "mandate")
        rows = self._rows("trace-mandates", "document", documents, classes, counting=counting)
        return {row["document"]: int(row["count"]) for row in rows}

    def _classes(self, kinds: Iterable[str]) -> dict[str, str]:
        named = ", ".join(str(iri(self._term + name)) for kind in kinds for name in classes_of(kind))
        return {_CLASSES: named} if named else {}

    def parts(self, tasks: Iterable[str], kinds: frozenset[str]) -> dict[str, list[Thing]]:
        """Give the assignments and deadlines of each task, those of the kinds that are asked for."""
        if not kinds & {"assignment", "deadline"}:
            return {}
        found = {
            task: [part for part in parts if part.kind in kinds]
            for task, parts in self.kept.read("parts", tasks, self._read_parts).items()
        }
        return {task: parts for task, parts in found.items() if parts}

    def _read_parts(self, tasks: list[str]) -> dict[str, list[Thing]]:
        found: dict[str, dict[str, Thing]] = {}
        for row in self._rows("trace-parts", "task", tasks):
            found.setdefault(row["task"], {}).setdefault(row["part"], _part(row))
        return {task: list(parts.values()) for task, parts in found.items()}

    def things(self, names: Iterable[str]) -> dict[str, Thing]:
        """Describe documents, annexes and mandates; what the graph does not describe is left out."""
        return self.kept.read("thing", names, self._read_things)

    def _read_things(self, names: list[str]) -> dict[str, Thing]:
        found: dict[str, Thing] = {}
        rows, others = thing_rows(self._store, self.base, names)
        for row in (*rows, *self._rows("trace-things", "thing", others)):
            kind = kind_of(row["class"].removeprefix(self._term))
            if row["thing"] not in found or (kind == "annex" and found[row["thing"]].kind == "document"):
                found[row["thing"]] = _thing(row, kind)
        duties = [name for name, thing in found.items() if thing.kind == "duty"]
        for row in self._rows("trace-duties", "duty", duties):
            actors = found[row["duty"]].facts[row["link"]]
            if all(actor["iri"] != row["actor"] for actor in actors):
                actors.append({"iri": row["actor"], "label": row.get("label", "")})
        indicators = [name for name, thing in found.items() if thing.kind == "indicator"]
        for row in self._rows("trace-indicators", "indicator", indicators):
            add_target(found[row["indicator"]].facts, row)
        return found

    def outlines(self, names: Iterable[str]) -> dict[str, Thing]:
        """Describe what may be very many documents; `facts` need not name the file, and nothing is kept.

        What else is described, and what the graph does not describe, is as `things` has it.
        """
        rows, others = outline_rows(self._store, self.base, sorted(set(names)))
        found = {row["thing"]: _thing(row, kind_of(row["class"].removeprefix(self._term))) for row in rows}
        return {**found, **self.things(others)}

    @property
    def snapshot(self) -> Path | None:
        """Give the folder of the snapshot that is asked, where the store is one."""
        found = getattr(self._store, "snapshot", None)
        return found if isinstance(found, Path) else None

    def citing(self, documents: Iterable[str]) -> list[Row]:
        """List who cites documents and how often, the most frequent first."""
        return self._rows("trace-cited", "to", documents)

    def citations(self, pairs: Iterable[Pair]) -> dict[Pair, list[tuple[str, str]]]:
        """List the citations, each with the name of its role, by which one document names another."""
        return self.kept.read("citations", pairs, self._read_citations)

    def _read_citations(self, pairs: list[Pair]) -> dict[Pair, list[tuple[str, str]]]:
        found: dict[Pair, list[tuple[str, str]]] = {}
        named = sorted({pair for pair in pairs if all(map(is_iri, pair))})
        values = [f"({iri(first)} {iri(second)})" for first, second in named]
        for row in self._filled("trace-citations", "VALUES (?from ?to) { UNDEF }", values):
            role = row.get("role", "").rpartition("/")[2]
            found.setdefault((row["from"], row["to"]), []).append((row["citation"], role))
        return found

    def quotes(self, facts: Iterable[str]) -> dict[str, tuple[Quote, ...]]:
        """Give the words that prove facts, in the order of the text."""
        return self.kept.read("quotes", facts, lambda missing: self._read_quotes(missing, _QUOTED_FROM))

    def changes(self, citations: Iterable[str]) -> dict[str, tuple[Quote, ...]]:
        """Give the words by which documents change what they cite, for the citations that have such words."""
        return self.kept.read("changes", citations, lambda missing: self._read_quotes(missing, _CHANGE_QUOTE))

    def _read_quotes(self, facts: list[str], said: str) -> dict[str, tuple[Quote, ...]]:
        found: dict[str, dict[tuple[int, int, str], tuple[Quote, str]]] = {}
        rows, others = quote_rows(self._store, self.base, facts) if said == _QUOTED_FROM else ([], facts)
        for row in (*rows, *self._rows("trace-quotes", "fact", others, {_QUOTED_FROM: said})):
            if not (row["start"].isdecimal() and row["end"].isdecimal()):
                continue
            start, end = int(row["start"]), int(row["end"])
            quote = Quote(row["exact"], start, end, "", row["evidence"])
            found.setdefault(row["fact"], {})[start, end, row["evidence"]] = (quote, row["snapshot"])
        snapshots = {snapshot for quotes in found.values() for _, snapshot in quotes.values()}
        sources = self.kept.read("source", snapshots, self._read_sources)
        return {
            fact: tuple(_placed(quote, sources.get(at, {})) for _, (quote, at) in sorted(quotes.items()))
            for fact, quotes in found.items()
        }

    def _read_sources(self, snapshots: list[str]) -> dict[str, Row]:
        found: dict[str, Row] = {}
        for row in self._rows("trace-sources", "snapshot", snapshots):
            found.setdefault(row["snapshot"], row)
        return found

    def known(self, names: Iterable[str]) -> frozenset[str]:
        """Give those of some IRIs that the graph says anything about; what is no IRI is not known."""
        asked = [name for name in names if is_iri(name)]
        return frozenset(row["thing"] for row in self._rows("trace-known", "thing", asked))

    def coded(self, codes: Iterable[str]) -> list[Row]:
        """List the tasks that bear one of some codes, with section, title and document."""
        terms = [str(literal(code)) for code in sorted(set(codes))]
        return self._filled("trace-tasks", "VALUES ?code { UNDEF }", terms)

    def leads(self, tasks: Iterable[str]) -> dict[str, set[str]]:
        """Give the units, collectives and posts that lead each task."""
        found: dict[str, set[str]] = {}
        for row in self._rows("report-leads", "task", tasks):
            found.setdefault(row["task"], set()).add(row["actor"])
        return found

    def taking_part(self, tasks: Iterable[str]) -> frozenset[str]:
        """Give the units, collectives and posts that have any role in some tasks."""
        return frozenset(row["actor"] for row in self._rows("task-bodies", "task", tasks))

    def ledger(self, documents: Iterable[str]) -> list[Row]:
        """Count the entries of the ledger by document, reason and whether what was read was kept."""
        return self._rows("report-ledger", "document", documents)

    def built(self) -> str:
        """Tell when the build of the graph ended, as xsd:dateTime; "" where the graph does not say."""
        text = query_text("lookups", "report-build")
        result = self._store.query(rebase(text, self.base))
        return next((_row(result.variables, row).get("ended", "") for row in result), "")

    def _rows(
        self,
        query: str,
        slot: str,
        things: Iterable[str],
        others: Mapping[str, str] | None = None,
        **limits: Unpack[_Limits],
    ) -> list[Row]:
        terms = [str(iri(thing)) for thing in sorted(set(things)) if is_iri(thing)]
        return self._filled(query, f"VALUES ?{slot} {{ UNDEF }}", terms, others, **limits)

    def _filled(
        self,
        query: str,
        slot: str,
        terms: Sequence[str],
        others: Mapping[str, str] | None = None,
        **limits: Unpack[_Limits],
    ) -> list[Row]:
        """Ask a query with the terms in its slot; `others` are further texts to replace."""
        most, counting = limits.get("most"), limits.get("counting")
        text = rebase(query_text("lookups", query), self.base)
        for old, new in (others or {}).items():
            text = text.replace(old, new)
        if counting:
            by, what = counting
            text = _SELECTED.sub(f"SELECT ?{by} (COUNT(DISTINCT ?{what}) AS ?count) WHERE", text)
            text += f"GROUP BY ?{by}\n"
        elif most is not None:
            text += f"LIMIT {most}\n"
        side_by_side = getattr(self._store, "side_by_side", 1) if most is None and len(terms) > _FEW else 1
        size = min(_MOST, -(-len(terms) // side_by_side))
        pieces = [" ".join(terms[first : first + size]) for first in range(0, len(terms), size or 1)]
        queries = [text.replace(slot, slot.replace("UNDEF", values)) for values in pieces]
        self.asked += len(queries)
        if side_by_side > 1:
            with ThreadPoolExecutor(side_by_side, "trace") as threads:
                return [row for rows in threads.map(self._answered, queries) for row in rows]
        rows: list[Row] = []
        for query_ in queries:
            if most is not None and len(rows) >= most:
                break
            rows += self._answered(query_)
        return rows

    def _answered(self, sparql: str) -> list[Row]:
        result = self._store.query(sparql)
        return [_row(result.variables, row) for row in result]


def _row(names: Sequence[str], row: Sequence[Term | None]) -> Row:
    return {name: words(term) for name, term in zip(names, row, strict=True) if term is not None}


def _placed(quote: Quote, source: Row) -> Quote:
    return replace(
        quote,
        source=source.get("file", ""),
        document=source.get("document", ""),
        sha256=source.get("sha256", ""),
    )


def _thing(row: Row, kind: str) -> Thing:
    label = row.get("label") or row.get("title") or row["thing"].rpartition("/")[2]
    if kind == "document":
        facts: dict[str, Any] = _given(row, "number", "date", "title", "file")
        facts["in_corpus"] = row.get("in_corpus") != "false"
    elif kind in STATED:
        facts = _given(row, "code", "section", "section_title", "output", "document")
        if kind == "task" and row.get("sequence", "").isdigit():
            facts["sequence"] = int(row["sequence"])
        if kind == "duty":
            facts |= {"units": [], "coordinates_with": []}
            facts |= {"is_lead": row["is_lead"] == "true"} if "is_lead" in row else {}
        if kind == "indicator":
            facts |= {"targets": [], "leads": []}
    else:
        facts = {}
    return Thing(row["thing"], kind, label, facts)


def _part(row: Row) -> Thing:
    if row["kind"] == "deadline":
        facts = _given(row, "start", "start_text", "due", "due_text", "precision")
        words = [row[name] for name in ("start_text", "due_text") if row.get(name)]
        return Thing(row["part"], "deadline", " – ".join(words) or row.get("due", ""), facts)
    facts = {"role": row["role"].rpartition("/")[2], **_given(row, "actor", "actor_label", "person")}
    label = row.get("as_written") or row.get("actor_label") or row["part"].rpartition("/")[2]
    return Thing(row["part"], "assignment", label, facts)


def _given(row: Row, *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names if row.get(name)}
