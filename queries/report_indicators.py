"""The indicators that the documents of a report state: what is to be reached, and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from queries.trace_indicators import target_words
from queries.trace_model import Quote
from queries.trace_read import Thing, TraceReader


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator; `targets` and `leads` as they are shown, `note` the footnotes of its targets."""

    iri: str
    code: str
    section: str
    title: str
    document: str
    targets: str
    leads: str
    note: str
    quotes: tuple[Quote, ...]


def indicator_lines(reader: TraceReader, documents: Sequence[str]) -> tuple[IndicatorLine, ...]:
    """List the indicators that documents state, in the order of the documents and of their texts."""
    stated = reader.mandates(documents, ["indicator"])
    order = {name: place for place, name in enumerate(documents)}
    names = [one for document in sorted(stated, key=order.__getitem__) for one in stated[document]]
    quotes = reader.quotes(names)
    things = reader.things(names)
    made = [_line(things[name], quotes.get(name, ())) for name in names if name in things]
    made.sort(key=lambda one: (order[one.document], one.quotes[0].start if one.quotes else 0))
    return tuple(made)


def _line(thing: Thing, quotes: tuple[Quote, ...]) -> IndicatorLine:
    facts = thing.facts
    return IndicatorLine(
        thing.iri,
        facts.get("code", ""),
        facts.get("section", ""),
        thing.label,
        facts["document"],
        "; ".join(target_words(one) for one in facts["targets"]),
        "; ".join(one["label"] or one["iri"] for one in facts["leads"]),
        "; ".join(one["footnote"] for one in facts["targets"] if "footnote" in one),
        quotes,
    )
