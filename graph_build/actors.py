"""Read who takes part from a cell or phrase: units, collectives, persons, and the role of each.

A role phrase after a name ("… đầu mối tổng hợp, báo cáo", "… đề xuất theo lĩnh vực được phân công") is no
part of the name, and what it mentions takes no part. "chủ trì, phối hợp với" inside one cell turns the
role of the names after it.

Reads a passage, the role its column or phrase gives, and the document's issuer; gives `Assignment`s
and ledger entries.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from msgspec.structs import replace

from graph_build.issues import doubtful_at
from graph_build.passage import Passage
from graph_build.persons import PersonMention, parse_people
from graph_build.records import Actor, Assignment, Issue, MandateRole
from graph_build.text import fold
from graph_build.unit_book import UnitBook
from graph_build.units import Mention, find_mentions

_JOINS = re.compile(
    r"(?:^|[,;:\n+•()/&]|(?:^|\s)[-\u2010-\u2015]"
    r"|(?<!\w)(?:và|với|cùng|cùng với|giao|đề nghị|gồm|cho|là|của|phối hợp|chủ tịch|giám đốc|thủ trưởng"
    r"|bộ trưởng|chánh))[\s*]*$",
    re.IGNORECASE,
)
_COORDINATE = re.compile(r"phối\s+hợp|(?<!\w)cùng\s+(?:với\s+)?$|tham\s+gia", re.IGNORECASE)
_LEAD = re.compile(r"chủ\s+trì", re.IGNORECASE)
_HEADCOUNT = re.compile(
    r"(?<!\w)\d+\s+(?:cán\s+bộ|người|nhân\s+viên|biên\s+chế|công\s+chức|viên\s+chức|chuyên\s+viên|bác\s+sĩ|đồng\s+chí)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.\n]\s*$")


class Part(NamedTuple):
    """A mention with the role that the words around it give."""

    mention: Mention
    role: MandateRole


@dataclass(frozen=True)
class ActorContext:
    """What reading names depends on: the register and the canonical name of the document's issuer."""

    book: UnitBook
    issuer: str | None = None


def states_headcount(text: str) -> bool:
    """Tell whether a cell counts staff ("Tối thiểu 3 cán bộ") instead of naming who acts."""
    return bool(_HEADCOUNT.search(text))


def parts(context: ActorContext, text: str, role: MandateRole) -> tuple[Part, ...]:
    """Find the actors of a phrase and turn roles where the words between them say so."""
    found: list[Part] = []
    current, last = role, 0
    for mention in find_mentions(context.book, text, context.issuer):
        between = text[last : mention.start]
        if found and not _JOINS.search(between):
            continue
        if found and mention.kind == "group" and between.count("(") > between.count(")"):
            continue
        if role in {"lead", "focal", "perform"}:
            if _COORDINATE.search(between):
                current = "coordinate"
            elif _LEAD.search(between) or (_SENTENCE.search(between.rstrip(" -+•*")) and current != role):
                current = role
        found.append(Part(mention, current))
        last = mention.end
    return tuple(found)


def actor_of(mention: Mention, written: str) -> Actor:
    """Make the actor record of a mention with the words of the document."""
    return Actor(
        kind=mention.kind,
        name=mention.name,
        as_written=written,
        known=mention.known,
        parent=mention.parent,
    )


def _person_actor(context: ActorContext, found: PersonMention, written: str) -> Actor:
    """Make the actor record of a named person, organisations by their register names."""
    person = found.person
    organisation = person.organisation
    known = True
    if organisation is not None:
        unit = context.book.canonical(organisation, context.issuer)
        known = unit is not None
        organisation = unit.name if unit is not None else organisation
    chain = tuple(
        unit.name if (unit := context.book.canonical(name, context.issuer)) is not None else name
        for name in person.parent_chain
    )
    named = replace(person, organisation=organisation, parent_chain=chain)
    return Actor(kind="person", name=person.name, as_written=written, known=known, person=named)


def read_actors(
    context: ActorContext, passage: Passage, role: MandateRole, heading: str
) -> tuple[tuple[Assignment, ...], tuple[Issue, ...]]:
    """Read a cell or phrase that says who takes part.

    Gives one assignment for each actor in reading order, each quoting its own words; the same actor
    in the same role is given once. Words in which nobody is recognised become a ledger entry.
    """
    people = parse_people(passage.text)
    found: list[Assignment] = []
    if people:
        for one in people:
            quote = passage.quote(one.start, one.end)
            found.append(
                Assignment(
                    role=role,
                    actor=_person_actor(context, one, passage.text[one.start : one.end]),
                    evidence=quote,
                    role_as_written=heading,
                )
            )
        return tuple(found), ()
    seen: set[tuple[str, str]] = set()
    for mention, own_role in parts(context, passage.text, role):
        key = (fold(mention.name), own_role)
        if key in seen:
            continue
        seen.add(key)
        quote = passage.quote(mention.start, mention.end)
        written = " ".join(passage.text[mention.start : mention.end].replace("*", "").split())
        found.append(
            Assignment(
                role=own_role,
                actor=actor_of(mention, written),
                evidence=quote,
                role_as_written=heading if own_role == role else "phối hợp",
            )
        )
    if found or not passage:
        return tuple(found), ()
    why = f"No unit or person was recognised under {heading!r}."
    return (), (doubtful_at("unread-actor", passage.quote(), why),)


def unknown_units(assignments: Sequence[Assignment]) -> tuple[Issue, ...]:
    """Enter in the ledger the units that the register lacks, as read by the grammar of names."""
    return tuple(
        doubtful_at(
            "unresolved-unit",
            one.evidence,
            f"{one.actor.name!r} is not in the unit register; kept as a new {one.actor.kind}.",
        )
        for one in assignments
        if not one.actor.known and one.actor.kind == "unit"
    )
