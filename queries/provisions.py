"""The mandates of a document as they are compared: text, place, who leads, by when, and the proving words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from queries.trace_model import MANDATES, Quote
from queries.trace_read import Thing, TraceReader

LEADING: Final = frozenset({"lead", "focal", "implement"})
"""Roles whose holder answers for a task."""
_PARTS: Final = frozenset({"assignment", "deadline"})


@dataclass(frozen=True, slots=True)
class Provision:
    """A task, duty or measure of a document.

    `code` and `section` place it; `leads` are the bodies that answer for it, as (IRI or "", name); `start`
    and `due` are stated days, months or years, `due_text` the words. `evidence` holds its quotes in the
    order of the text.
    """

    iri: str
    kind: str
    document: str
    text: str
    code: str = ""
    section: str = ""
    section_title: str = ""
    output: str = ""
    leads: tuple[tuple[str, str], ...] = ()
    due: str = ""
    due_text: str = ""
    evidence: tuple[Quote, ...] = ()

    @property
    def place(self) -> str:
        """Name the place in the document as people write it: "B/2.7", "III.2.1"."""
        if not self.code:
            return self.section
        head = self.section.split("/")[0]
        return f"{head}/{self.code}" if head and head != self.code else self.code


def provisions(
    reader: TraceReader, document: str, kinds: Iterable[str] = MANDATES, *, with_parts: bool = True
) -> tuple[Provision, ...]:
    """List the mandates of some kinds that a document states itself, in the order of its text.

    `with_parts` as in `provisions_of`.
    """
    return provisions_of(reader, [document], kinds, with_parts=with_parts)[document]


def provisions_of(
    reader: TraceReader,
    documents: Iterable[str],
    kinds: Iterable[str] = MANDATES,
    *,
    with_parts: bool = True,
) -> dict[str, tuple[Provision, ...]]:
    """List the mandates of several documents, read together.

    Without `with_parts` nobody wants to know who leads tasks and by when they are due: a third of the reading
    is spared, and they are told only where somebody wanted to know before.
    """
    wanted = tuple(kind for kind in MANDATES if kind in set(kinds))
    whole = ("provisions", *wanted)

    def read(missing: list[str]) -> Mapping[str, tuple[Provision, ...]]:
        stated = reader.mandates(missing, wanted)
        held = {document: stated.get(document, []) for document in missing}
        return described(reader, held, with_parts=with_parts)

    if with_parts:
        return reader.kept.read(whole, documents, read)
    asked = tuple(documents)
    known = reader.kept.known(whole, asked)
    further = [one for one in asked if one not in known]
    return known | reader.kept.read(("provisions without parts", *wanted), further, read)


def described(
    reader: TraceReader, stated: Mapping[str, Iterable[str]], *, with_parts: bool = True
) -> dict[str, tuple[Provision, ...]]:
    """Give mandates of several documents, named by IRI, each document's in the order of its text.

    `with_parts` as in `provisions_of`.
    """
    held = {document: tuple(mandates) for document, mandates in stated.items()}
    names = {name for mandates in held.values() for name in mandates}
    things = reader.things(names)
    quotes = reader.quotes(names)
    tasks = (name for name in names if with_parts and _is_task(things.get(name)))
    parts = reader.parts(tasks, _PARTS)
    return {
        document: tuple(
            sorted(
                (
                    _provision(things[name], document, parts.get(name, ()), quotes.get(name, ()))
                    for name in mandates
                    if name in things
                ),
                key=_order,
            )
        )
        for document, mandates in held.items()
    }


def _is_task(thing: Thing | None) -> bool:
    return thing is not None and thing.kind == "task"


def _provision(thing: Thing, document: str, parts: Iterable[Thing], quotes: tuple[Quote, ...]) -> Provision:
    facts = thing.facts
    due: dict[str, Any] = {}
    leads: dict[tuple[str, str], None] = {}
    for part in parts:
        if part.kind == "deadline":
            due = due or dict(part.facts)
        elif part.facts["role"] in LEADING:
            leads[str(part.facts.get("actor", "")), part.label] = None
    for unit in facts.get("units", ()) if thing.kind == "duty" else ():
        leads[unit["iri"], unit["label"]] = None
    return Provision(
        iri=thing.iri,
        kind=thing.kind,
        document=document,
        text=thing.label,
        code=facts.get("code", ""),
        section=facts.get("section", ""),
        section_title=facts.get("section_title", ""),
        output=facts.get("output", ""),
        leads=tuple(leads),
        due=due.get("due", ""),
        due_text=due.get("due_text", ""),
        evidence=quotes,
    )


def _order(one: Provision) -> tuple[int, str]:
    return (one.evidence[0].start if one.evidence else 0, one.iri)
