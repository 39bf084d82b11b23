"""Who coordinates, where the column of notes says so: "Phối hợp: Sở Nội vụ", "Sở Tài chính phối hợp".

A note is read where it says nothing besides; another that speaks of coordination and names somebody is an
entry in the ledger.

In a column for notes and for who coordinates alike ("Đơn vị phối hợp/Ghi chú") only names behind that word
count.

Reads the rows of a logical table; gives assignments and ledger entries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from graph_build.actors import ActorContext, parts, read_actors, unknown_units
from graph_build.grids import Grid, Row
from graph_build.issues import skipped_at
from graph_build.passage import Passage
from graph_build.records import Assignment, Issue

_NOTES = re.compile(r"ghi\s+chú", re.IGNORECASE)
_COORDINATES = re.compile(r"(?<!\w)phối\s+hợp(?:\s+với)?(?!\w)", re.IGNORECASE)
_SAYS_SO = re.compile(
    r"(?:[\s*:;,.()\-+•]|(?<!\w)(?:phối\s+hợp|cùng|với|và|thực\s+hiện|triển\s+khai|tham\s+gia|chặt\s+chẽ)(?!\w))*",
    re.IGNORECASE,
)
"""All that a note may say beside the names of who coordinates."""
_WHY = "The note speaks of coordination in words that were not read."


def read_notes(
    context: ActorContext, grid: Grid, row: Row, known: Iterable[Assignment]
) -> tuple[list[Assignment], list[Issue]]:
    """Read who coordinates by the notes of a row, besides those whom its other columns name (`known`)."""
    found: list[Assignment] = []
    issues: list[Issue] = []
    named = {one.actor.name for one in known}
    for column in grid.every("note"):
        passage = row.cells.get(column.index)
        if passage is None or not _COORDINATES.search(passage.text):
            continue
        if not _says_only_who(context, passage):
            issues.append(skipped_at("unread-actor", passage.quote(), _WHY))
            continue
        some, doubts = read_actors(context, passage, "coordinate", column.heading)
        inherited = column.index in row.inherited
        some = tuple(replace(one, inherited=inherited) for one in some if one.actor.name not in named)
        found.extend(some)
        issues.extend((*doubts, *unknown_units(some)))
    return found, issues


def holds_notes(heading: str) -> bool:
    """Tell whether a column is one of notes by its heading, whatever else it holds."""
    return _NOTES.search(heading) is not None


def behind_the_word(
    passage: Passage, some: tuple[Assignment, ...], doubts: tuple[Issue, ...]
) -> tuple[tuple[Assignment, ...], tuple[Issue, ...]]:
    """Keep of what a cell gave what stands behind the word that says who coordinates; nothing without it."""
    told = _COORDINATES.search(passage.text)
    if told is None:
        return (), ()
    begin = passage.source_offset(told.end())
    return (
        tuple(one for one in some if one.evidence.start >= begin),
        tuple(one for one in doubts if (one.start or 0) >= begin),
    )


def _says_only_who(context: ActorContext, passage: Passage) -> bool:
    """Tell whether a note holds names and words of coordination, and both."""
    rest, last = "", 0
    named = parts(context, passage.text, "coordinate", listed=True)
    for mention, role in named:
        if role != "coordinate":
            return False
        rest += passage.text[last : mention.start] + " "
        last = mention.end
    return bool(named) and _SAYS_SO.fullmatch(rest + passage.text[last:]) is not None
