"""What people decided about what a program suggests: whether two mandates are counterparts, a finding holds.

Verdicts are data of their own. They lie in `verdicts.jsonl` beside the snapshots of a graph, one JSON object
a line, and name things by IRI, which stays when the graph is built again. Nothing is taken out of the file: a
later verdict on the same things takes the place of the earlier one, and the earlier one is its history.

| Kind | Things | Verdicts |
|---|---|---|
| counterpart | two mandates | same, broader, narrower (the first than the second), different |
| finding | a finding | accepted, rejected |
| outcome | a task and a document | accepted, rejected |
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal, get_args

from graph_build.store_errors import StoreError
from queries.errors import QuestionError
from queries.line_file import adding, whole_lines

Kind = Literal["counterpart", "finding", "outcome"]
FILE: Final = "verdicts.jsonl"
COLUMNS: Final = ("kind", "first", "second", "verdict", "reason", "by", "at")
SAYINGS: Final[dict[str, tuple[str, ...]]] = {
    "counterpart": ("same", "broader", "narrower", "different"),
    "finding": ("accepted", "rejected"),
    "outcome": ("accepted", "rejected"),
}
_TURNED: Final = {"broader": "narrower", "narrower": "broader"}
_LONGEST: Final = 2000
_LARGEST_FILE: Final = 20_000_000


class BadVerdict(QuestionError):
    """Say what is wrong with a verdict, or with the lines of a file of them."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(*self.problems)

    def __str__(self) -> str:
        shown = " ".join(self.problems[:5])
        more = len(self.problems) - 5
        return shown + (f" And {more} more." if more > 0 else "")


class VerdictsDamaged(StoreError):
    """Say that the verdicts beside a graph cannot be read; nothing is taken out of the file."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        return f"The verdicts beside the graph cannot be read. {self.problem}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody (`by`) decided at a moment (`at`, ISO 8601 with zone) about one or two things, and why.

    Raises BadVerdict for an unknown kind or verdict, a missing thing, name or reason, and text without end.
    """

    kind: str
    first: str
    verdict: str
    reason: str
    by: str
    second: str = ""
    at: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))

    def __post_init__(self) -> None:
        problems = list(self._problems())
        if problems:
            raise BadVerdict(problems)

    def _problems(self) -> Iterator[str]:
        if self.kind not in get_args(Kind):
            yield f"{self.kind[:40]!r} is no kind of verdict: {', '.join(get_args(Kind))}."
            return
        if self.verdict not in SAYINGS[self.kind]:
            known = ", ".join(SAYINGS[self.kind])
            yield f"{self.verdict[:40]!r} is no verdict on a {self.kind}: {known}."
        if not self.first or bool(self.second) is (self.kind == "finding"):
            number = "one thing" if self.kind == "finding" else "two things"
            yield f"A verdict on a {self.kind} names {number}."
        elif self.first == self.second:
            yield "A thing is not judged against itself."
        for name in ("reason", "by"):
            if not getattr(self, name).strip():
                yield f"A verdict needs {'a reason' if name == 'reason' else 'the name of who gives it'}."
        if max(len(value) for value in asdict(self).values()) > _LONGEST:
            yield f"A field of a verdict has {_LONGEST} characters at most."
        try:
            datetime.fromisoformat(self.at)
        except ValueError:
            yield f"{self.at[:40]!r} is no moment, such as 2026-01-31T08:00:00+07:00."

    @property
    def key(self) -> tuple[str, str, str]:
        """Name what is judged: the kind and the things, in an order that does not depend on the sides."""
        first, second = sorted((self.first, self.second)) if self.second else (self.first, "")
        return (self.kind, first, second)

    @property
    def turned(self) -> Verdict:
        """Give the same verdict told from the other side."""
        said = _TURNED.get(self.verdict, self.verdict)
        return Verdict(self.kind, self.second, said, self.reason, self.by, self.first, self.at)

    def told_from(self, first: str) -> Verdict:
        """Give the verdict with a thing as its first."""
        return self if self.first == first or not self.second else self.turned

    def as_object(self) -> dict[str, Any]:
        """Give the verdict as JSON carries it."""
        return {name: getattr(self, name) for name in COLUMNS}


class Verdicts:
    """The verdicts on the things of one graph, the last word on each."""

    def __init__(self, given: Iterable[Verdict] = ()) -> None:
        self._held: dict[tuple[str, str, str], Verdict] = {}
        for verdict in given:
            self._held[verdict.key] = verdict

    def __iter__(self) -> Iterator[Verdict]:
        return iter(self._held.values())

    def __len__(self) -> int:
        return len(self._held)

    @cached_property
    def tag(self) -> str:
        """Give a text that is the same for the same verdicts and no other."""
        told = json.dumps([one.as_object() for one in self], sort_keys=True)
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()

    def on(self, kind: Kind, first: str, second: str = "") -> Verdict | None:
        """Give the verdict on a thing or pair, told from the first; None where nobody judged."""
        one, other = sorted((first, second)) if second else (first, "")
        found = self._held.get((kind, one, other))
        return found.told_from(first) if found else None


def read_verdicts(graph: Path) -> Verdicts:
    """Read the verdicts beside a graph. Raises VerdictsDamaged with the lines that are damaged.

    A last line that was written in part is passed over: nobody was told that it is kept.
    """
    path = graph / FILE
    try:
        lines = whole_lines(path.read_bytes()).decode("utf-8").split("\n")
    except FileNotFoundError:
        return Verdicts()
    except UnicodeDecodeError:
        raise VerdictsDamaged(f"{path} is not UTF-8.") from None
    try:
        return Verdicts(_checked(enumerate(map(_parsed, lines), 1), str(path)))
    except BadVerdict as error:
        raise VerdictsDamaged(str(error)) from None


def _parsed(line: str) -> object:
    try:
        return json.loads(line) if line.strip() else None
    except (json.JSONDecodeError, RecursionError):
        return "no JSON"


def _checked(rows: Iterable[tuple[int, object]], where: str) -> list[Verdict]:
    made: list[Verdict] = []
    problems: list[str] = []
    for number, row in rows:
        if row is None:
            continue
        place = f"{where}, line {number}:"
        if not isinstance(row, dict) or not all(isinstance(value, str) for value in row.values()):
            problems.append(f"{place} not the fields of a verdict.")
            continue
        given = {name: row[name] for name in COLUMNS if row.get(name)}
        try:
            made.append(Verdict(**{"kind": "", "first": "", "verdict": "", "reason": "", "by": ""} | given))
        except BadVerdict as error:
            problems += [f"{place} {problem}" for problem in error.problems]
    if problems:
        raise BadVerdict(problems)
    return made


def add_verdicts(graph: Path, given: Iterable[Verdict]) -> int:
    """Add verdicts to the file beside a graph, all or none, on disk when this returns; gives their number.

    Several programs may add at a time. A line that a crash left half-written is cut off first.
    """
    objects = [one.as_object() for one in given]
    if not objects:
        return 0
    with adding(graph / FILE) as held:
        return held.add(objects)


def read_csv(path: Path) -> list[Verdict]:
    """Read a file of verdicts with the columns of `COLUMNS`; `at` may be left out.

    Raises BadVerdict for what cannot be read, with the lines, and where two lines decide differently about
    the same things.
    """
    if path.stat().st_size > _LARGEST_FILE:
        raise BadVerdict([f"{path} is larger than {_LARGEST_FILE // 1_000_000} MB."])
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadVerdict([f"{path} is not UTF-8."]) from None
    try:
        table = csv.DictReader(io.StringIO(text), strict=True)
        missing = {"kind", "first", "verdict", "reason", "by"} - set(table.fieldnames or ())
        if missing:
            raise BadVerdict([f"{path} has no column {', '.join(sorted(missing))}."])
        made = _checked(
            ((table.line_num, {k: v or "" for k, v in row.items() if k}) for row in table), str(path)
        )
    except csv.Error as error:
        raise BadVerdict([f"{path} is no CSV: {error}."]) from None
    return _agreeing(made, path)


def _agreeing(made: list[Verdict], path: Path) -> list[Verdict]:
    first: dict[tuple[str, str, str], Verdict] = {}
    conflicts = []
    for one in made:
        other = first.setdefault(one.key, one)
        said = other.told_from(one.first).verdict
        if said != one.verdict:
            about = f"{one.first} {one.second}".rstrip()
            conflicts.append(f"{path}: {one.by} says {one.verdict} and {other.by} says {said} about {about}.")
    if conflicts:
        raise BadVerdict(conflicts)
    return made
