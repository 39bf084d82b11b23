"""Which documents may be what tasks promise, by issuer, kind and date, without comparing all with all."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product
from typing import Final

from graph_build.text import bare
from queries.outcome_read import DocumentFacts
from queries.outcome_time import span
from queries.promises import Promise

_CONSOLIDATED: Final = "VBHN"
"""In the number of a consolidated text, which repeats the words of the acts that it puts together."""
_BY_DECISION: Final = ("Kế hoạch", "Chương trình", "Chiến lược", "Đề án", "Quy chế", "Quy định", "Hướng dẫn")
"""Kinds that a decision issues as its annex: "Quyết định ban hành Kế hoạch …"."""
_ISSUING_CLASS: Final = "Decision"
_ISSUING: Final = {
    kind: tuple(
        f"{opening}{verb} {bare(kind)}"
        for opening in ("", "ve viec ", "v v ")
        for verb in ("ban hanh", "phe duyet")
    )
    for kind in _BY_DECISION
}


class Candidates:
    """The documents that may be an outcome, those of one issuer and kind together and in the order of time.

    A document without a date and a consolidated text are none.
    """

    def __init__(self, documents: Iterable[DocumentFacts]) -> None:
        listed: dict[tuple[str, str], list[tuple[date, int, DocumentFacts]]] = defaultdict(list)
        for place, one in enumerate(documents):
            if days := span(one.date):
                for issuer, kind in product(one.issuers, _kinds(one)):
                    listed[issuer, kind].append((days[0], place, one))
        self._listed = {key: sorted(found) for key, found in listed.items()}
        self._last: dict[tuple[str, str], date] = {}
        for (issuer, kind), found in self._listed.items():
            for key in ((issuer, kind), ("", kind)) if issuer else ():
                self._last[key] = max(found[-1][0], self._last.get(key, date.min))

    def may_have(self, told: Promise, stated: DocumentFacts) -> bool:
        """Tell whether `of` would list any document for some issuers that are known."""
        days = span(stated.date)
        last = (self._last.get((told.issuer, kind), date.min) for kind in _wanted(told))
        return days is not None and any(day > days[1] for day in last)

    def of(self, told: Promise, issuers: Iterable[str], stated: DocumentFacts) -> list[DocumentFacts]:
        """List the documents that one of some issuers issued after a document that states a promise."""
        days = span(stated.date)
        if days is None:
            return []
        found: dict[str, DocumentFacts] = {}
        for issuer in issuers:
            for kind in _wanted(told):
                after = self._listed.get((issuer, kind), [])
                first = bisect_left(after, days[1], key=lambda one: one[0])
                found |= {one.iri: one for day, _, one in after[first:] if day > days[1]}
        found.pop(stated.iri, None)
        return list(found.values())

    def has(
        self, document: DocumentFacts, told: Promise, issuers: Iterable[str], stated: DocumentFacts
    ) -> bool:
        """Tell whether a document is among those that `of` would list."""
        days, said = span(document.date), span(stated.date)
        return (
            document.iri != stated.iri
            and not document.issuers.isdisjoint(issuers)
            and days is not None
            and said is not None
            and days[0] > said[1]
            and not _kinds(document).isdisjoint(_wanted(told))
        )


def _wanted(told: Promise) -> Iterator[str]:
    """Name what a promise is fulfilled by: classes, and kinds that a decision issues as its annex."""
    yield from told.classes
    yield from (kind for kind in told.kinds if kind in _ISSUING)


def classes_wanted(told: Promise) -> Iterator[str]:
    """Name the classes of the documents that may fulfil a promise."""
    yield from told.classes
    if not _ISSUING.keys().isdisjoint(told.kinds):
        yield _ISSUING_CLASS


def _kinds(document: DocumentFacts) -> frozenset[str]:
    """Name the classes of a document and the kinds that it issues as its annex, if it is a decision."""
    if _CONSOLIDATED in document.number:
        return frozenset()
    if _ISSUING_CLASS not in document.classes:
        return document.classes
    title = bare(document.title)
    return document.classes | {kind for kind, openings in _ISSUING.items() if title.startswith(openings)}
