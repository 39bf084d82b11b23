"""One spelling for one name within a document, and one name for identity across documents.

The same body is printed with other capitals, with "UBND" or in full, with a comma more or less ("Sở Văn
hóa Thể thao và Du lịch"). Within a document the spelling that prevails is kept as the name; the words as
written stay with every mention. Reads and gives a `DocumentRecord`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from graph_build.records import Actor, Assignment, DocumentRecord
from graph_build.text import fold

_FULL = (
    (re.compile(r"(?<!\w)UBND(?!\w)"), "Ủy ban nhân dân"),
    (re.compile(r"(?<!\w)HĐND(?!\w)"), "Hội đồng nhân dân"),
)


def full_name(name: str) -> str:
    """Write out the abbreviations that every office uses: UBND, HĐND."""
    for short, long in _FULL:
        name = short.sub(long, name)
    return name


def _key(actor: Actor) -> tuple[str, str, str]:
    return actor.kind, fold(full_name(actor.name)), fold(actor.parent or "")


def _actors(record: DocumentRecord) -> Iterator[Actor]:
    for task in record.tasks:
        yield from (one.actor for one in task.assignments)
        yield from task.submit_to
    for indicator in record.indicators:
        yield from (one.actor for one in indicator.leads)
    for duty in record.duties:
        yield from (*duty.actors, *duty.coordinates_with)


def _prevailing(record: DocumentRecord) -> Mapping[str, str]:
    """Map each spelling that does not prevail to the one that does; the first one printed wins a tie.

    A comma is lost in print more easily than added: the spelling with more of them prevails first.
    """
    counted: dict[tuple[str, str, str], Counter[str]] = {}
    for actor in _actors(record):
        if not actor.known and actor.kind != "person":
            counted.setdefault(_key(actor), Counter())[actor.name] += 1
    found: dict[str, str] = {}
    for spellings in counted.values():
        usual = max(spellings, key=lambda name: (name.count(","), spellings[name]))
        found.update({other: usual for other in spellings if other != usual})
    return found


def one_spelling(record: DocumentRecord) -> DocumentRecord:
    """Give every body that the register lacks the spelling that prevails in the document."""
    spelt = _prevailing(record)
    if not spelt:
        return record

    def settled(actor: Actor) -> Actor:
        usual = None if actor.known or actor.kind == "person" else spelt.get(actor.name)
        return actor if usual is None else replace(actor, name=usual)

    def assigned(given: tuple[Assignment, ...]) -> tuple[Assignment, ...]:
        return tuple(replace(one, actor=settled(one.actor)) for one in given)

    return replace(
        record,
        tasks=tuple(
            replace(
                task,
                assignments=assigned(task.assignments),
                submit_to=tuple(settled(actor) for actor in task.submit_to),
            )
            for task in record.tasks
        ),
        indicators=tuple(replace(one, leads=assigned(one.leads)) for one in record.indicators),
        duties=tuple(
            replace(
                duty,
                actors=tuple(settled(actor) for actor in duty.actors),
                coordinates_with=tuple(settled(actor) for actor in duty.coordinates_with),
            )
            for duty in record.duties
        ),
    )
