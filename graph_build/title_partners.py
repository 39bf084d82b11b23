"""Partners that the words of a task name, in a table without a column for them.

"Chủ trì, phối hợp với Bộ Công an xây dựng …" stands under a column that says who leads. Reads a cell; gives
assignments that quote the names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from graph_build.actors import ActorContext, read_actors, unknown_units
from graph_build.grids import Grid
from graph_build.opening_actors import flat
from graph_build.partners import COORDINATES_WITH, named_behind
from graph_build.passage import Passage
from graph_build.records import Assignment, Issue

_LEADING: Final = re.compile(r"(?<!\w)(?:chủ\s+trì|đầu\s+mối)(?!\w)[^;.:()]{0,60}$", re.IGNORECASE)
"""What stands before "phối hợp" in the formula that gives out both parts.

Where it is missing, "phối hợp với" tells how the work is done, as it often does in a row.
"""
_BEFORE: Final = 80


def read_partners(
    context: ActorContext, grid: Grid, title: Passage, known: Sequence[Assignment]
) -> tuple[tuple[Assignment, ...], tuple[Issue, ...]]:
    """Give who coordinates by the words of a task, but those whom `known` gives a part already.

    Of a table with a column for it nothing is read here: its cell says all. Words after the formula that
    open with no unit name nobody.
    """
    if grid.column("coordinate", "mark") is not None:
        return (), ()
    text = flat(title.text)
    taken = {one.actor.name for one in known}
    found: list[Assignment] = []
    issues: list[Issue] = []
    for match in COORDINATES_WITH.finditer(text):
        if not _LEADING.search(text[max(0, match.start() - _BEFORE) : match.start()]):
            continue
        words = named_behind(context, title, text, match.end())
        if words is None:
            continue
        some, doubts = read_actors(context, words, "coordinate", "phối hợp")
        fresh = tuple(one for one in some if one.actor.name not in taken)
        taken.update(one.actor.name for one in fresh)
        found.extend(fresh)
        issues.extend((*doubts, *unknown_units(fresh)))
    return tuple(found), tuple(issues)
