"""What people decided about what a program suggests: whether two mandates are counterparts, a finding holds.

Verdicts are data of their own. They lie in `verdicts.jsonl` beside the snapshots of a graph, one JSON object
a line, and name things by IRI, which stays when the graph is built again. Nothing is taken out of the file: a
later verdict on the same things takes the place of the earlier one, and the earlier one is its history. A
"withdrawn" takes the last verdict back: the one before it is in force again, or none.

| Kind | Things | Verdicts |
|---|---|---|
| counterpart | two mandates | same, broader, narrower (the first than the second), different |
| finding | a finding | accepted, rejected |
| outcome | a task and a document | accepted, rejected |
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal, get_args

from graph_build.snapshots import writing
from graph_build.store_errors import StoreError
from queries.bilingual import Language, Text
from queries.errors import ToldInBoth
from queries.line_file import adding, whole_lines

Kind = Literal["counterpart", "finding", "outcome"]
FILE: Final = "verdicts.jsonl"
COLUMNS: Final = ("kind", "first", "second", "verdict", "reason", "by", "at")
SAYINGS: Final[dict[str, tuple[str, ...]]] = {
    "counterpart": ("same", "broader", "narrower", "different"),
    "finding": ("accepted", "rejected"),
    "outcome": ("accepted", "rejected"),
}
WITHDRAWN: Final = "withdrawn"
"""What a line says that takes the last verdict on the same things back; it needs no reason."""
_TURNED: Final = {"broader": "narrower", "narrower": "broader"}
_LONGEST: Final = 2000


class BadVerdict(ToldInBoth):
    """Say what is wrong with a verdict, or with the lines of a file of them."""

    def __init__(self, problems: Iterable[Text]) -> None:
        self.problems = tuple(problems)
        super().__init__(*self.problems)

    def told(self, language: Language) -> str:
        """Give the first five sentences, and how many more there are."""
        more = len(self.problems) - 5
        further = Text(vi=f"Còn {more} lỗi nữa.", en=f"And {more} more.")
        shown = (*self.problems[:5], *((further,) if more > 0 else ()))
        return " ".join(one[language] for one in shown)


class NothingToTakeBack(ToldInBoth):
    """Say that there is no verdict to take back, or not any more the one that was seen."""

    def __init__(self, *, changed: bool = False) -> None:
        super().__init__(changed)
        self.changed = changed

    def told(self, language: Language) -> str:
        """Give the sentence, with what to do."""
        if self.changed:
            vi = "Kết luận đã được thay trong lúc đó; chưa rút lại gì. Hãy xem kết luận hiện tại."
            en = "The verdict was changed in the meantime; nothing was taken back. Look at the present one."
        else:
            vi = "Không có kết luận nào để rút lại."
            en = "There is no verdict to take back."
        return vi if language == "vi" else en


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

    def _problems(self) -> Iterator[Text]:
        if self.kind not in get_args(Kind):
            shown, known = repr(self.kind[:40]), ", ".join(get_args(Kind))
            yield Text(
                vi=f"{shown} không phải loại kết luận: {known}.",
                en=f"{shown} is no kind of verdict: {known}.",
            )
            return
        if self.verdict not in (*SAYINGS[self.kind], WITHDRAWN):
            shown, known = repr(self.verdict[:40]), ", ".join(SAYINGS[self.kind])
            yield Text(
                vi=f"{shown} không phải kết luận về {self.kind}: {known}.",
                en=f"{shown} is no verdict on a {self.kind}: {known}.",
            )
        if not self.first or bool(self.second) is (self.kind == "finding"):
            one = self.kind == "finding"
            yield Text(
                vi=f"Kết luận về {self.kind} nêu {'một' if one else 'hai'} đối tượng.",
                en=f"A verdict on a {self.kind} names {'one thing' if one else 'two things'}.",
            )
        elif self.first == self.second:
            yield Text(vi="Không so một đối tượng với chính nó.", en="A thing is not judged against itself.")
        if not self.reason.strip() and self.verdict != WITHDRAWN:
            yield Text(vi="Kết luận cần có lý do.", en="A verdict needs a reason.")
        if not self.by.strip():
            yield Text(
                vi="Kết luận cần có tên người kết luận.", en="A verdict needs the name of who gives it."
            )
        if max(len(value) for value in asdict(self).values()) > _LONGEST:
            yield Text(
                vi=f"Mỗi trường của kết luận dài nhiều nhất {_LONGEST} ký tự.",
                en=f"A field of a verdict has {_LONGEST} characters at most.",
            )
        try:
            datetime.fromisoformat(self.at)
        except ValueError:
            shown = repr(self.at[:40])
            yield Text(
                vi=f"{shown} không phải thời điểm như 2026-01-31T08:00:00+07:00.",
                en=f"{shown} is no moment, such as 2026-01-31T08:00:00+07:00.",
            )

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

    @property
    def mark(self) -> str:
        """Give a short text that tells this verdict from every other."""
        told = json.dumps(self.as_object(), sort_keys=True)
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Verdicts:
    """The verdicts on the things of one graph, the last word on each that was not taken back."""

    def __init__(self, given: Iterable[Verdict] = ()) -> None:
        told: dict[tuple[str, str, str], list[Verdict]] = {}
        for verdict in given:
            earlier = told.setdefault(verdict.key, [])
            if verdict.verdict != WITHDRAWN:
                if verdict not in earlier[-1:]:  # a file that is brought twice says nothing new
                    earlier.append(verdict)
            elif earlier:
                earlier.pop()
        self._held = {key: verdicts[-1] for key, verdicts in told.items() if verdicts}
        self.judged: Final = tuple(told)
        """The keys of all that was ever judged, also where nothing is in force any more."""

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
    return Verdicts(read_history(graph))


def read_history(graph: Path) -> list[Verdict]:
    """Read every line beside a graph, in their order: what was replaced and what was taken back as well.

    Raises what `read_verdicts` raises.
    """
    path = graph / FILE
    try:
        return _lines(whole_lines(path.read_bytes()), path)
    except FileNotFoundError:
        return []


def _lines(data: bytes, path: Path) -> list[Verdict]:
    try:
        lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise VerdictsDamaged(f"{path} is not UTF-8.") from None
    try:
        return [one for _, one in checked(enumerate(map(_parsed, lines), 1), str(path))]
    except BadVerdict as error:
        raise VerdictsDamaged(str(error)) from None


def _parsed(line: str) -> object:
    try:
        return json.loads(line) if line.strip() else None
    except (ValueError, RecursionError):
        return "no JSON"


def checked(rows: Iterable[tuple[int, object]], where: str) -> list[tuple[int, Verdict]]:
    """Make verdicts of the fields on numbered lines, None for an empty one.

    Raises BadVerdict with every line that is none.
    """
    made: list[tuple[int, Verdict]] = []
    problems: list[Text] = []
    for number, row in rows:
        if row is None:
            continue
        if not isinstance(row, dict) or not all(isinstance(value, str) for value in row.values()):
            told = Text(vi="không phải các trường của một kết luận.", en="not the fields of a verdict.")
            problems.append(at_line(where, number, told))
            continue
        given = {name: row[name] for name in COLUMNS if row.get(name)}
        try:
            one = Verdict(**{"kind": "", "first": "", "verdict": "", "reason": "", "by": ""} | given)
            made.append((number, one))
        except BadVerdict as error:
            problems += [at_line(where, number, problem) for problem in error.problems]
    if problems:
        raise BadVerdict(problems)
    return made


def at_line(where: str, number: int, problem: Text) -> Text:
    """Put the file and line before what is wrong there."""
    return Text(vi=f"{where}, dòng {number}: {problem.vi}", en=f"{where}, line {number}: {problem.en}")


def add_verdicts(graph: Path, given: Iterable[Verdict]) -> int:
    """Add verdicts to the file beside a graph, all or none, on disk when this returns; gives their number.

    Several programs may add at a time. A line that a crash left half-written is cut off first. Raises
    WritingFailed.
    """
    objects = [one.as_object() for one in given]
    if not objects:
        return 0
    with writing(graph), adding(graph / FILE) as held:
        return held.add(objects)


def take_back(graph: Path, withdrawal: Verdict, seen: str = "") -> Verdict | None:
    """Take the last verdict on the things of a withdrawal back; gives the one that is in force then.

    `seen` is the mark of the verdict that is meant, "" for whichever is the last. Raises NothingToTakeBack,
    VerdictsDamaged and WritingFailed.
    """
    path = graph / FILE
    kind, first, second = withdrawal.kind, withdrawal.first, withdrawal.second
    with writing(graph):
        try:
            with adding(path, create=False) as held:
                lines = _lines(held.text, path)
                last = Verdicts(lines).on(kind, first, second)  # type: ignore[arg-type]
                if last is None:
                    raise NothingToTakeBack
                if seen and seen not in {last.mark, last.turned.mark if last.second else ""}:
                    raise NothingToTakeBack(changed=True)
                held.add([withdrawal.as_object()])
                return Verdicts([*lines, withdrawal]).on(kind, first, second)  # type: ignore[arg-type]
        except FileNotFoundError:
            raise NothingToTakeBack from None
