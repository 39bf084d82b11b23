"""Ask the graph what a page shows.

The queries stand in `api/page_queries/`, one a file. A place for a value is written
`VALUES ?document { UNDEF }` and is filled with one IRI before the query runs, so that the text shown behind
a table on a page is the very text that was run. Prefixes are put in front of it, those it uses only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Protocol, runtime_checkable

from graph_build import corpus_table
from graph_build.results import QueryResult
from graph_build.store import Store
from graph_build.terms import iri, is_iri, words
from ontology.vocab import vocabulary

OF_CORPUS: Final = ("actors-load", "documents", "documents-mandates", "figures")
"""The queries that a table beside the store answers where a snapshot has one (`graph_build.corpus_table`)."""

_SLOT = re.compile(r"VALUES \?(\w+) \{ UNDEF \}")
_PREFIX = re.compile(r"(?<![\w<?])([a-z]+):[A-Za-z]")


class Row(dict[str, str]):
    """One row of an answer: IRIs and literals as plain text; an unbound variable reads as ""."""

    def __missing__(self, key: str) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of an answer and the SPARQL that made them."""

    rows: tuple[Row, ...]
    sparql: str


@runtime_checkable
class AsksSideBySide(Protocol):
    """A store that answers several queries side by side."""

    def query_all(self, queries: Sequence[str]) -> list[QueryResult]:
        """Answer queries; errors are as those of one."""
        ...


class Graph:
    """A store, asked by the names of the page queries."""

    def __init__(self, store: Store, base: str) -> None:
        self.store = store
        self.base = base
        self.prefixes = {
            **vocabulary(base).prefixes(),
            "graph": f"{base}graph/",
            "code": f"{base}codes/",
        }

    def term(self, name: str) -> str:
        """Give the IRI of one of our own terms."""
        return f"{self.base}ontology#{name}"

    def sparql(self, name: str, **things: str | Sequence[str]) -> str:
        """Give the whole text of a page query with its places filled by IRIs, one or several a place.

        Of several, those that are no absolute IRI are left out: of blank nodes nobody can ask by name.
        Raises ValueError for a single value that is none, and for a place that is left open.
        """
        terms = {
            place: str(iri(value)) if isinstance(value, str) else _listed(value)
            for place, value in things.items()
        }
        body = query_text(name)
        places = set(_SLOT.findall(body))
        if places != set(terms):
            raise ValueError(f"the page query {name} has the places {sorted(places)}, not {sorted(terms)}")
        filled = _SLOT.sub(lambda slot: f"VALUES ?{slot[1]} {{ {terms[slot[1]]} }}", body)
        return self._with_prefixes(filled)

    def ask(self, name: str, **things: str | Sequence[str]) -> Answer:
        """Run a page query and read all its rows."""
        text = self.sparql(name, **things)
        return Answer(tuple(self.rows(text)), text)

    def ask_all(self, asked: Mapping[str, Mapping[str, str | Sequence[str]]]) -> dict[str, Answer]:
        """Run page queries, side by side where the store can, each with what fills its places."""
        texts = {name: self.sparql(name, **things) for name, things in asked.items()}
        store = self.store
        if isinstance(store, AsksSideBySide):
            results = store.query_all(list(texts.values()))
        else:
            results = [store.query(text) for text in texts.values()]
        return {
            name: Answer(tuple(_rows(result)), text)
            for (name, text), result in zip(texts.items(), results, strict=True)
        }

    def rows(self, sparql: str) -> Sequence[Row]:
        """Run a SELECT and give its rows as text."""
        return _rows(self.store.query(sparql))

    def _with_prefixes(self, body: str) -> str:
        used = sorted(set(_PREFIX.findall(body)) & set(self.prefixes))
        lines = [f"PREFIX {prefix}: <{self.prefixes[prefix]}>" for prefix in used]
        return "\n".join([*lines, "", body]) if lines else body


def _rows(result: QueryResult) -> list[Row]:
    names = result.variables
    return [
        Row({name: words(term) for name, term in zip(names, row, strict=True) if term is not None})
        for row in result
    ]


@cache
def query_text(name: str) -> str:
    """Read a page query, without the comment at its top; raises FileNotFoundError for a wrong name."""
    if name in OF_CORPUS:
        return corpus_table.query_text(name)
    text = (files("api") / "page_queries" / f"{name}.rq").read_text(encoding="utf-8")
    lines = text.splitlines()
    while lines and (lines[0].startswith("#") or not lines[0].strip()):
        lines.pop(0)
    return "\n".join(lines) + "\n"


def _listed(names: Iterable[str]) -> str:
    return " ".join(str(iri(name)) for name in names if is_iri(name))
