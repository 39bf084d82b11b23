"""Share the tasks of a unit that is split out among its parts, by a rule and by what is named for a part.

A task goes to one part whole, also where the unit both leads and coordinates it. Nothing is random: the same
tasks are shared out in the same way again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Final, Literal, TypeAlias, get_args

import numpy as np

from graph_build.load_table import LoadTable, Numbers

Rule = Literal["even", "document", "role", "first"]
RULES: Final[tuple[Rule, ...]] = get_args(Rule)
"""How tasks that are named for no part are shared out."""

_Parts: TypeAlias = dict[int, int]


def shared(
    table: LoadTable, unit: int, parts: int, rule: Rule, named: Mapping[int, int]
) -> Mapping[int, int]:
    """Give the part (from 0) of every task in which a unit takes part; `named` has those that are chosen.

    | Rule | The tasks that are left |
    |---|---|
    | even | in their order, as many for each part as for the others: those led, then those only coordinated |
    | document | all of one document together; the largest first, each to the part that has fewest tasks |
    | role | those led to the first part, those only coordinated to the second |
    | first | all to the first part |
    """
    led = _tasks(table.leads, unit)
    own = np.union1d(led, _tasks(table.coordinates, unit))
    chosen = {task: named[task] for task in own.tolist() if task in named}
    left = [task for task in own.tolist() if task not in chosen]
    leads = set(led.tolist())
    made = _RULES[rule](table, left, leads, parts)
    return {**made, **chosen}


def _tasks(pairs: Numbers, unit: int) -> Numbers:
    found: Numbers = np.unique(pairs[pairs[:, 0] == unit, 1])
    return found


def _even(_: LoadTable, left: Sequence[int], leads: set[int], parts: int) -> _Parts:
    ordered = sorted(left, key=lambda task: (task not in leads, task))
    cut = sum(task in leads for task in left)
    found: _Parts = {}
    for run, turned in ((ordered[:cut], False), (ordered[cut:], True)):
        ends = [len(run) * part // parts for part in range(parts + 1)]
        order = (
            range(parts - 1, -1, -1) if turned else range(parts)
        )  # the odd ones of the two go to both ends
        for part, (start, end) in zip(order, pairwise(ends), strict=True):
            found |= dict.fromkeys(run[start:end], part)
    return found


def _by_document(table: LoadTable, left: Sequence[int], _: set[int], parts: int) -> _Parts:
    wanted = set(left)
    first: dict[int, int] = {}
    for task, document in table.stated.tolist():
        if task in wanted:
            first[task] = min(document, first.get(task, document))
    together: dict[int, list[int]] = {}
    for task in left:
        together.setdefault(first[task], []).append(task)
    sizes, found = [0] * parts, _Parts()
    for _document, tasks in sorted(together.items(), key=lambda one: (-len(one[1]), one[0])):
        part = sizes.index(min(sizes))
        sizes[part] += len(tasks)
        found |= dict.fromkeys(tasks, part)
    return found


def _by_role(_: LoadTable, left: Sequence[int], leads: set[int], parts: int) -> _Parts:
    del parts
    return {task: int(task not in leads) for task in left}


def _to_first(_: LoadTable, left: Sequence[int], leads: set[int], parts: int) -> _Parts:
    del leads, parts
    return dict.fromkeys(left, 0)


_RULES: Final[Mapping[Rule, Callable[[LoadTable, Sequence[int], set[int], int], _Parts]]] = {
    "even": _even,
    "document": _by_document,
    "role": _by_role,
    "first": _to_first,
}
