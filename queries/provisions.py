"""The mandates of a document as they are compared: text, place, who leads, by when, and the proving words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from queries.trace_model import MANDATES, Quote
from queries.trace_read import Thing, TraceReader

LEADING: Final = frozenset({"lead", "focal", "implement"})
"""Roles whose holder answers for a task."""


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


def provisions(reader: TraceReader, document: str, kinds: Iterable[str] = MANDATES) -> tuple[Provision, ...]:
    """List the mandates of some kinds that a document states itself, in the order of its text."""
    wanted = tuple(kind for kind in MANDATES if kind in set(kinds))
    stated = reader.mandates([document], wanted).get(document, [])
    things = reader.things(stated)
    quotes = reader.quotes(stated)
    tasks = [name for name in stated if name in things and things[name].kind == "task"]
    parts = reader.parts(tasks, frozenset({"assignment", "deadline"}))
    made = [
        _provision(things[name], document, parts.get(name, ()), quotes.get(name, ()))
        for name in stated
        if name in things
    ]
    return tuple(sorted(made, key=_order))


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
