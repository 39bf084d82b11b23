"""The graph as of a day: which documents of a graph were not there yet, or no longer, by what they state.

The states are those of the question `documents-as-of`, whose rows this reads. A document that was not issued
by the end of the day, or that was replaced as a whole or had expired by then, is left out of an answer; one
without a known day of issue stays in, and is named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from graph_build.store import Store
from queries.bilingual import Language, Text
from queries.catalogue import find
from queries.errors import InvalidValue
from queries.names import Names
from queries.run import ask
from queries.unit_readings import shown_day
from queries.values import day

_LEFT_OUT: Final = frozenset({"not issued", "replaced", "expired"})
_UNSURE: Final = frozenset({"undated", "replaced, day unknown"})


@dataclass(frozen=True, slots=True)
class DocumentState:
    """A document and its state on a day; `by` changed it on `since` ("" where there is no such change)."""

    iri: str
    label: str
    state: str
    issued: str = ""
    by: str = ""
    since: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class AsOf:
    """The documents of a graph on a day (ISO), by IRI; no day means all, as they are."""

    day: str = ""
    states: Mapping[str, DocumentState] = field(default_factory=dict, hash=False)

    @property
    def left_out(self) -> frozenset[str]:
        """The documents that were not issued yet, or were replaced or expired, on the day."""
        return frozenset(iri for iri, one in self.states.items() if one.state in _LEFT_OUT)

    def told(self, documents: frozenset[str]) -> AsOf:
        """Keep what is to be said of some documents: those left out, and those whose day is not known."""
        wanted = _LEFT_OUT | _UNSURE
        kept = {iri: one for iri, one in self.states.items() if iri in documents and one.state in wanted}
        return replace(self, states=kept)

    def as_object(self) -> dict[str, Any]:
        """Give the day and the documents that were left out or are unsure, as JSON carries them."""
        return {
            "day": self.day,
            "left_out": [_object(one) for one in self.states.values() if one.state in _LEFT_OUT],
            "unsure": [_object(one) for one in self.states.values() if one.state in _UNSURE],
        }


ALL: Final = AsOf()


def as_of_day(written: str) -> str:
    """Understand a day as ISO 8601, "" where nothing is written; raises InvalidValue."""
    found = day(written.strip()) if written.strip() else ""
    if found is None:
        raise InvalidValue(
            "as of",
            written[:40],
            Text(vi="một ngày như 31/12/2024 hoặc 2024-12-31", en="a day such as 2024-12-31 or 31/12/2024"),
        )
    return found


def documents_as_of(store: Store, on: str, names: Names | None = None) -> AsOf:
    """Tell the state of every document on a day (ISO); raises what asking the store raises."""
    if not on:
        return ALL
    answer = ask(store, find("documents-as-of"), {"date": on}, names=names)
    states = {}
    for row in answer.rows:
        held = {
            name: str(getattr(term, "value", "")) for name, term in zip(answer.variables, row, strict=True)
        }
        states[held["document"]] = DocumentState(
            held["document"],
            held["document_label"],
            held["state"],
            held["issued"],
            held["related_label"],
            held["changed_on"],
            held["quote"],
        )
    return AsOf(on, states)


def sentences(found: AsOf, language: Language = "en") -> list[str]:
    """Name the day, and say of each document why it is left out, or what is not known of it."""
    if not found.day:
        return []
    rule = (
        "Tính đến hết ngày {}, chỉ theo những gì các văn bản trong kho nêu: {} văn bản để ngoài, {} văn bản "
        "không rõ ngày vẫn được tính."
        if language == "vi"
        else "As of the end of {}, by what the documents here state alone. Documents left out: {}; counted "
        "although their day is not known: {}."
    )
    told = [_sentence(one, language) for one in found.states.values()]
    unsure = sum(one.state in _UNSURE for one in found.states.values())
    return [rule.format(shown_day(found.day, language), len(found.states) - unsure, unsure), *told]


def _sentence(one: DocumentState, language: Language) -> str:
    vi = language == "vi"
    issued, since = (shown_day(moment, language) for moment in (one.issued, one.since))
    match one.state:
        case "not issued":
            why = f"ban hành ngày {issued}" if vi else f"issued on {issued}"
        case "replaced":
            why = f"đã bị {one.by} thay thế từ {since}" if vi else f"replaced by {one.by} since {since}"
        case "expired":
            why = "đã hết thời hạn hiệu lực nêu trong văn bản" if vi else "expired by its own words"
        case "replaced, day unknown":
            why = (
                f"bị {one.by} thay thế, không rõ từ ngày nào" if vi else f"replaced by {one.by}, day unknown"
            )
        case _:
            why = "không rõ ngày ban hành" if vi else "day of issue unknown"
    quote = f" (“{' '.join(one.quote.split())}”)" if one.quote else ""
    return f"{one.label}: {why}{quote}."


def _object(one: DocumentState) -> dict[str, str]:
    held = {"iri": one.iri, "label": one.label, "state": one.state, "issued": one.issued}
    return held | ({"by": one.by, "since": one.since, "quote": one.quote} if one.by else {})
