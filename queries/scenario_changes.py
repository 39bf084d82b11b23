"""The changes of a what-if scenario: units merged or split, tasks moved, deadlines set or taken away.

A change names things by IRI. A unit that a merger or split makes up is named `new:` and the slug of its
name; it is in no graph of facts. How a change is written: scenario_notation.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias, get_args

from graph_build.deadline_triples import Bounds, bounds
from ontology.iris import slug
from queries.bilingual import Language, Text
from queries.errors import ToldInBoth
from queries.scenario_share import RULES, Rule

Role = Literal["lead", "coordinate", "both"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
NEW: Final = "new:"
"""What the name of a unit begins with that a scenario makes up."""

MOST_UNITS: Final = 50
MOST_TASKS: Final = 2000
MOST_PARTS: Final = 20
LONGEST_NAME: Final = 200
_LONGEST_IRI: Final = 2000
_YEARS: Final = (1945, 2199)
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]")

NEW_UNIT: Final = Text(vi="Tên đơn vị mới", en="The name of a new unit")
_VI: Final = {
    "unit": "đơn vị",
    "task": "nhiệm vụ",
    "document": "văn bản",
    "task or document": "nhiệm vụ hoặc văn bản",
}


class BadChange(ToldInBoth):
    """Say what is wrong with a change as it is written; the message is the whole sentence.

    `code` tells the commonest mistakes apart: missing, target, same, name, taken, parts,
    part-taken, role-parts, row, deadline, many; others have "".
    """

    def __init__(self, reason: Text, code: str = "") -> None:
        super().__init__(reason, code)
        self.reason = reason
        self.code = code

    def told(self, language: Language) -> str:
        """Give the reason."""
        return self.reason[language]


@dataclass(frozen=True, slots=True)
class Merge:
    """Units become one: the unit `into`, which may be one of them, or a new one called `name`."""

    units: tuple[str, ...]
    into: str = ""
    name: str = ""

    def __post_init__(self) -> None:
        _check_names(self.units, "unit", MOST_UNITS)
        if bool(self.into) is bool(self.name):
            raise BadChange(
                Text(
                    vi="Sáp nhập cần đơn vị nhận hoặc tên đơn vị mới, chỉ một trong hai.",
                    en="A merger needs either a unit to merge into or the name of a new one.",
                ),
                "target",
            )
        if len(self.sources) < (1 if self.into else 2):
            raise BadChange(
                Text(vi="Sáp nhập cần hai đơn vị khác nhau.", en="A merger needs two different units."),
                "same",
            )
        if self.name:
            check_title(self.name, NEW_UNIT)
        else:
            _check_names((self.into,), "unit", 1)

    @property
    def sources(self) -> tuple[str, ...]:
        """The units that are no more after the merger."""
        return tuple(unit for unit in dict.fromkeys(self.units) if unit != self.into)

    @property
    def result(self) -> str:
        """The unit that the others become."""
        return self.into or NEW + slug(self.name)


@dataclass(frozen=True, slots=True)
class Split:
    """A unit becomes several: a new one for every name in `parts`.

    The IRI of the unit among them means that it stays. Each of `rows` is the number of a part (from 1), a
    space, and a task or document whose tasks go to it; a task that is named itself goes before its document.
    The others are shared out by `rule`.
    """

    unit: str
    parts: tuple[str, ...]
    rule: Rule = "even"
    rows: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_names((self.unit,), "unit", 1)
        if len(self.parts) > MOST_PARTS:
            raise BadChange(
                Text(
                    vi=f"Một đơn vị được chia thành nhiều nhất {MOST_PARTS} phần.",
                    en=f"A unit is split into {MOST_PARTS} parts at most.",
                ),
                "many",
            )
        if len(set(self.results)) < max(2, len(self.parts)):
            raise BadChange(
                Text(
                    vi="Một đơn vị được chia thành hai phần trở lên, khác tên nhau.",
                    en="A unit is split into two parts or more, of different names.",
                ),
                "parts",
            )
        for name in self.parts:
            if name != self.unit:
                check_title(name, NEW_UNIT)
        if self.rule not in RULES:
            raise BadChange(
                Text(
                    vi=f"{self.rule[:40]!r} không phải cách chia: {', '.join(RULES)}.",
                    en=f"{self.rule[:40]!r} is no rule of a split: {', '.join(RULES)}.",
                )
            )
        if self.rule == "role" and len(self.parts) != 2:
            raise BadChange(
                Text(
                    vi="Chia theo vai trò thì có hai phần: một chủ trì, một phối hợp.",
                    en="Split by role, a unit has two parts: one leads, one coordinates.",
                ),
                "role-parts",
            )
        if len(self.rows) > MOST_TASKS:
            raise BadChange(
                Text(
                    vi=f"Chia tách nêu nhiều nhất {MOST_TASKS} dòng.",
                    en=f"A split names {MOST_TASKS} rows at most.",
                ),
                "many",
            )
        if len({thing for _, thing in self.named}) < len(self.rows):
            raise BadChange(
                Text(
                    vi="Một nhiệm vụ hoặc văn bản đứng hai lần trong các dòng chia.",
                    en="A task or document stands twice among the rows of a split.",
                ),
                "row",
            )

    @property
    def results(self) -> tuple[str, ...]:
        """The units that there are after the split, in the order of the parts."""
        return tuple(name if name == self.unit else NEW + slug(name) for name in self.parts)

    @property
    def named(self) -> tuple[tuple[int, str], ...]:
        """The rows as parts (from 0) and what is named for them; raises BadChange for one that is none."""
        found: list[tuple[int, str]] = []
        for row in self.rows:
            number, _, thing = row.partition(" ")
            if not (number.isascii() and number.isdigit() and 1 <= int(number[:3]) <= len(self.parts)):
                raise BadChange(
                    Text(
                        vi=f"{row[:80]!r} không bắt đầu bằng số thứ tự của phần nào.",
                        en=f"{row[:80]!r} begins with no number of a part.",
                    ),
                    "row",
                )
            _check_names((thing,), "task or document", 1)
            found.append((int(number[:3]) - 1, thing))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Move:
    """Tasks go from one unit to another in a role.

    `tasks` lists them; empty means all of the role, those that `document` states where one is named.
    """

    source: str
    target: str
    role: Role = "both"
    tasks: tuple[str, ...] = ()
    document: str = ""

    def __post_init__(self) -> None:
        _check_names((self.source, self.target), "unit", 2)
        if self.source == self.target:
            raise BadChange(
                Text(
                    vi="Nhiệm vụ chuyển từ đơn vị này sang đơn vị khác; ở đây hai đơn vị là một.",
                    en="Tasks are moved from one unit to another, and both are the same here.",
                ),
                "same",
            )
        if self.role not in ROLES:
            raise BadChange(
                Text(
                    vi=f"{self.role[:40]!r} không phải vai trò được chuyển: {', '.join(ROLES)}.",
                    en=f"{self.role[:40]!r} is no role of a move: {', '.join(ROLES)}.",
                )
            )
        if self.tasks and self.document:
            raise BadChange(
                Text(
                    vi="Chuyển việc nêu các nhiệm vụ hoặc một văn bản, không cả hai.",
                    en="A move names tasks or a document, not both.",
                )
            )
        if self.tasks:
            _check_names(self.tasks, "task", MOST_TASKS)
        if self.document:
            _check_names((self.document,), "document", 1)


@dataclass(frozen=True, slots=True)
class Reschedule:
    """A task is due at another time: "2023", "2023-06" or "2023-06-15", of a stated precision.

    A quarter or half year is given by its last month, as in the graph.
    """

    task: str
    due: str
    precision: str = ""

    def __post_init__(self) -> None:
        _check_names((self.task,), "task", 1)
        try:
            span = self.bounds
            for day in span:
                date.fromisoformat(day)
        except ValueError:
            raise BadChange(
                Text(
                    vi=f"{self.due[:40]!r} không phải thời hạn có độ chính xác rõ ràng.",
                    en=f"{self.due[:40]!r} is no deadline at a stated precision.",
                ),
                "deadline",
            ) from None
        if not all(_YEARS[0] <= int(day[:4]) <= _YEARS[1] for day in span):
            raise BadChange(
                Text(
                    vi=f"Thời hạn nằm trong các năm {_YEARS[0]} đến {_YEARS[1]}.",
                    en=f"A deadline lies in the years {_YEARS[0]} to {_YEARS[1]}.",
                ),
                "deadline",
            )

    @property
    def bounds(self) -> Bounds:
        """The first and last day of the deadline; raises ValueError where there are none."""
        return bounds(self.due, self.precision or None)


@dataclass(frozen=True, slots=True)
class Unschedule:
    """A task has no stated due time any more; its stated start stays."""

    task: str

    def __post_init__(self) -> None:
        _check_names((self.task,), "task", 1)


Change: TypeAlias = Merge | Split | Move | Reschedule | Unschedule

KINDS: Final[Mapping[str, type[Change]]] = {
    "merge": Merge,
    "split": Split,
    "move": Move,
    "deadline": Reschedule,
    "no-deadline": Unschedule,
}
"""The kinds of changes by the names that files and addresses have for them."""


def made_units(change: Change) -> Mapping[str, str]:
    """Give the units that a change makes up with their names."""
    match change:
        case Merge(name=name) if name:
            return {change.result: name}
        case Split():
            pairs = zip(change.results, change.parts, strict=True)
            return {result: name for result, name in pairs if result != change.unit}
        case _:
            return {}


def check_title(text: str, what: Text) -> None:
    """See that a name people give is one line of `LONGEST_NAME` characters at most with a letter in it.

    Raises BadChange.
    """
    if len(text) > LONGEST_NAME:
        raise BadChange(
            Text(
                vi=f"{what.vi} có nhiều nhất {LONGEST_NAME} ký tự, không phải {len(text)}.",
                en=f"{what.en} has {LONGEST_NAME} characters at most, not {len(text)}.",
            ),
            "name",
        )
    if _UNSAFE.search(text) or not slug(text):
        raise BadChange(
            Text(
                vi=f"{what.vi} là một dòng có chữ cái hoặc chữ số.",
                en=f"{what.en} is one line with a letter or digit in it.",
            ),
            "name",
        )


def _check_names(names: tuple[str, ...], what: str, most: int) -> None:
    if not names or not all(names):
        raise BadChange(
            Text(vi=f"Thay đổi chưa nêu {_VI[what]}.", en=f"The change names no {what}."), "missing"
        )
    if len(names) > most:
        raise BadChange(
            Text(
                vi=f"Một thay đổi nêu nhiều nhất {most} {_VI[what]}; ở đây có {len(names)}.",
                en=f"A change names {most} {what}s at most, and this one names {len(names)}.",
            ),
            "many",
        )
    for name in names:
        if len(name) > _LONGEST_IRI or ":" not in name or re.search(r'[\x00-\x20<>"{}|^`\\]', name):
            raise BadChange(
                Text(
                    vi=f"{name[:80]!r} không phải IRI của {_VI[what]}.",
                    en=f"{name[:80]!r} is not the IRI of a {what}.",
                )
            )
