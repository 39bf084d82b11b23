"""Scenarios of a graph: data of their own, in a folder beside the snapshots, which no query sees.

    DIR/scenarios/<name>.jsonl      one JSON object a line; lines are only ever added
      {"title": …, "by": …, "at": …, "snapshot": …}                 the first
      {"number": 1, "change": {…}, "by": …, "at": …, "snapshot": …}  a change
      {"undo": 1, "by": …, "at": …}                                  takes a change back

Changes keep their numbers, also when others are taken back, and the file is their history. Several people may
add at a time: each change is checked against the others and written while the file is held. A last line that
a crash left half-written does not count and is cut off by the next one.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final

from graph_build.snapshots import writing
from graph_build.store_errors import StoreError
from ontology.iris import slug
from queries.bilingual import Language, Text
from queries.errors import QuestionError, ToldInBoth, UnknownName
from queries.line_file import adding, whole_lines
from queries.scenario_changes import BadChange, Change, check_title
from queries.scenario_notation import as_object, from_object

FOLDER: Final = "scenarios"
MOST_CHANGES: Final = 200
LONGEST_SLUG: Final = 80
RESERVED: Final = ("try",)
"""Names that mean something else in addresses."""

_ENDING: Final = ".jsonl"
_LARGEST_FILE: Final = 20_000_000
_NAME: Final = re.compile(rf"[a-z0-9](?:[a-z0-9-]{{0,{LONGEST_SLUG - 1}}})")


_TITLE: Final = Text(vi="Tên kịch bản", en="The title of a scenario")
_WHO: Final = Text(vi="Tên người lập", en="The name of who says so")


class UnknownScenario(UnknownName):
    """Say that a graph has no scenario of that name."""

    what = "scenario"


class UnknownChange(UnknownName):
    """Say that a scenario has no change of that number (any more)."""

    what = "change"

    def told(self, language: Language) -> str:
        """Give the sentence, with the changes that there are."""
        known = ", ".join(self.nearest)
        if language == "vi":
            hint = f"Các thay đổi hiện có: {known}." if known else "Kịch bản chưa có thay đổi nào."
            return f"Kịch bản không có thay đổi {self.written!r}. {hint}"
        hint = f"Its changes are {known}." if known else "It has no changes."
        return f"The scenario has no change {self.written!r}. {hint}"


class ScenarioExists(ToldInBoth):
    """Say that a scenario of that name is there already."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def told(self, language: Language) -> str:
        """Give the sentence, with what to do."""
        if language == "vi":
            return f"Đã có kịch bản {self.name!r}; hãy đặt tên khác cho kịch bản mới."
        return f"There is a scenario {self.name!r} already; give the new one another name."


class ScenarioDamaged(StoreError):
    """Say that the file of a scenario cannot be read; nothing is taken out of it."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(name, problem)
        self.name = name
        self.problem = problem

    def __str__(self) -> str:
        return f"The scenario {self.name!r} cannot be read. {self.problem}"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who did something when (ISO 8601 with zone), and the snapshot that was served then."""

    by: str
    at: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    snapshot: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A change of a scenario with its number and who made it."""

    number: int
    change: Change
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario: its name in addresses, its title, who began it, and the changes in force in their order.

    `last` is the highest number that a change ever had.
    """

    name: str
    title: str
    stamp: Stamp
    changes: tuple[Kept, ...] = ()
    last: int = 0

    @property
    def numbered(self) -> tuple[tuple[int, Change], ...]:
        """The changes as `scenario_table.suppose` takes them."""
        return tuple((one.number, one.change) for one in self.changes)

    def with_change(self, change: Change, stamp: Stamp) -> Scenario:
        """Give the scenario with one change more; raises BadChange where it has MOST_CHANGES already."""
        if len(self.changes) >= MOST_CHANGES:
            raise BadChange(
                Text(
                    vi=f"Một kịch bản có nhiều nhất {MOST_CHANGES} thay đổi.",
                    en=f"A scenario has {MOST_CHANGES} changes at most.",
                ),
                "many",
            )
        kept = Kept(self.last + 1, change, stamp)
        return Scenario(self.name, self.title, self.stamp, (*self.changes, kept), self.last + 1)

    def without(self, number: int) -> Scenario:
        """Give the scenario without a change; raises UnknownChange."""
        rest = tuple(one for one in self.changes if one.number != number)
        if len(rest) == len(self.changes):
            raise UnknownChange(str(number), [str(one.number) for one in self.changes])
        return Scenario(self.name, self.title, self.stamp, rest, self.last)


def name_of(title: str) -> str:
    """Give the name that a title has in addresses and files; raises BadChange for a title that gives none."""
    check_title(title, _TITLE)
    name = slug(title)[:LONGEST_SLUG].rstrip("-")
    if name in RESERVED:
        raise BadChange(
            Text(
                vi=f"{name!r} không dùng làm tên kịch bản được: trong địa chỉ nó có nghĩa khác.",
                en=f"{name!r} is no name of a scenario: it means something else in addresses.",
            ),
            "name",
        )
    return name


def scenario_names(graph: Path) -> list[str]:
    """List the names of the scenarios of a graph."""
    found = (path.name.removesuffix(_ENDING) for path in (graph / FOLDER).glob(f"*{_ENDING}"))
    return sorted(name for name in found if _NAME.fullmatch(name))


def read_scenario(graph: Path, name: str) -> Scenario:
    """Read a scenario; raises UnknownScenario and ScenarioDamaged."""
    path = _path(graph, name)
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise ScenarioDamaged(name, f"It is larger than {_LARGEST_FILE // 1_000_000} MB.")
        return _parsed(name, path.read_bytes())
    except FileNotFoundError:
        raise _unknown(graph, name) from None
    except OSError as error:
        raise ScenarioDamaged(name, f"{error.strerror or error}.") from error


def begin(graph: Path, title: str, stamp: Stamp, changes: Iterable[Change] = ()) -> Scenario:
    """Begin a scenario, with changes that are known to hold, on disk when this returns.

    Raises BadChange for a title or name that cannot be, ScenarioExists, and WritingFailed.
    """
    check_title(stamp.by, _WHO)
    scenario = Scenario(name_of(title), title, stamp)
    rows: list[Mapping[str, Any]] = [{"title": title, **_stamped(stamp)}]
    for change in changes:
        scenario = scenario.with_change(change, stamp)
        rows.append({"number": scenario.last, "change": as_object(change), **_stamped(stamp)})
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    with writing(graph):
        (graph / FOLDER).mkdir(exist_ok=True)
        with NamedTemporaryFile(dir=graph / FOLDER, prefix=".new-") as beside:
            beside.write(lines.encode("utf-8"))
            beside.flush()
            os.fsync(beside.fileno())
            try:
                os.link(beside.name, _path(graph, scenario.name))
            except FileExistsError:
                raise ScenarioExists(scenario.name) from None
            _path(graph, scenario.name).chmod(0o644)
    return scenario


def add(graph: Path, name: str, change: Change, stamp: Stamp, check: Callable[[Scenario], None]) -> Scenario:
    """Add a change and give the scenario with it, on disk when this returns.

    `check` is called with that scenario while nobody else can add, and keeps the change out by raising.
    Raises UnknownScenario, ScenarioDamaged, BadChange and WritingFailed.
    """
    check_title(stamp.by, _WHO)

    def make(before: Scenario) -> tuple[Scenario, Mapping[str, Any]]:
        after = before.with_change(change, stamp)
        return after, {"number": after.last, "change": as_object(change), **_stamped(stamp)}

    return _added(graph, name, make, check)


def undo(
    graph: Path, name: str, number: int | None, stamp: Stamp, check: Callable[[Scenario], None]
) -> Scenario:
    """Take back a change, the last one in force where `number` is None, as `add` adds one.

    Raises UnknownChange too.
    """
    check_title(stamp.by, _WHO)

    def make(before: Scenario) -> tuple[Scenario, Mapping[str, Any]]:
        chosen = number if number is not None else before.changes[-1].number if before.changes else 0
        return before.without(chosen), {"undo": chosen, **_stamped(stamp)}

    return _added(graph, name, make, check)


def remove(graph: Path, name: str) -> None:
    """Remove a scenario with its history; raises UnknownScenario and WritingFailed."""
    path = _path(graph, name)
    with writing(graph):
        try:
            with adding(path, create=False):
                path.unlink()
        except FileNotFoundError:
            raise _unknown(graph, name) from None


def _added(
    graph: Path,
    name: str,
    make: Callable[[Scenario], tuple[Scenario, Mapping[str, Any]]],
    check: Callable[[Scenario], None],
) -> Scenario:
    with writing(graph):
        try:
            with adding(_path(graph, name), create=False) as held:
                after, line = make(_parsed(name, held.text))
                check(after)
                held.add([line])
        except FileNotFoundError:
            raise _unknown(graph, name) from None
    return after


def _path(graph: Path, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise _unknown(graph, name)
    return graph / FOLDER / f"{name}{_ENDING}"


def _unknown(graph: Path, name: str) -> UnknownScenario:
    return UnknownScenario(name[:200], get_close_matches(slug(name[:200]), scenario_names(graph), n=3))


def _stamped(stamp: Stamp) -> dict[str, str]:
    return {"by": stamp.by, "at": stamp.at, "snapshot": stamp.snapshot}


def _parsed(name: str, data: bytes) -> Scenario:
    lines = _lines(name, data)
    number, first = next(lines, (0, {}))
    try:
        title = first["title"]
        scenario = Scenario(name, title, _stamp(first))
        check_title(title, _TITLE)
        for number, row in lines:  # noqa: B007 - told where it ends in an error
            scenario = _with_line(scenario, row)
    except (KeyError, TypeError, ValueError, QuestionError) as error:
        told = str(error) if isinstance(error, QuestionError) else "It is no line of a scenario."
        raise ScenarioDamaged(name, f"Line {number or 1}: {told}") from error
    return scenario


def _lines(name: str, data: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(whole_lines(data).split(b"\n")[:-1], start=1):
        try:
            row = json.loads(line.decode("utf-8"))
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict):
            raise ScenarioDamaged(name, f"Line {number} is no JSON object.")
        yield number, row


def _with_line(scenario: Scenario, row: Mapping[str, Any]) -> Scenario:
    if "undo" in row:
        return scenario.without(_count(row["undo"]))
    if _count(row["number"]) != scenario.last + 1:
        raise ValueError(row["number"])
    return scenario.with_change(from_object(row["change"]), _stamp(row))


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(value)
    return value


def _stamp(row: Mapping[str, Any]) -> Stamp:
    by, at, snapshot = row["by"], row["at"], row["snapshot"]
    datetime.fromisoformat(at)
    if not isinstance(by, str) or not isinstance(snapshot, str):
        raise TypeError(by)
    return Stamp(by, at, snapshot)
