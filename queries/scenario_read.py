"""Scenarios on one graph: what written names mean, what changes come to, and what things are called.

Reads a `Store`; gives changes with IRIs, `Facts` and `Supposed`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from graph_build.load_table import LoadTable
from graph_build.store import Store
from graph_build.terms import Iri, Literal
from graph_build.text import bare, fold
from queries.bilingual import Language, Text
from queries.catalogue import rebase
from queries.errors import AmbiguousName, InvalidValue, ToldInBoth, UnknownTask, UnknownUnit
from queries.load import table_of
from queries.names import Names
from queries.scenario_changes import (
    KINDS,
    NEW,
    BadChange,
    Change,
    Merge,
    Move,
    Reschedule,
    Role,
    Split,
    Unschedule,
    made_units,
)
from queries.scenario_share import RULES, Rule
from queries.scenario_table import Facts, Outcome, Supposed, suppose
from queries.scenario_words import problem_words
from queries.trace_read import TraceReader
from queries.trace_thing import find_thing

_TASKS: Final = """PREFIX nv: <https://w3id.org/nhiemvu/ontology#>
SELECT DISTINCT ?task WHERE { ?task a nv:Task ; nv:statedIn ?document }"""

_QUARTER: Final = re.compile(
    r"(?P<year>\d{4})-q(?P<n>[1-4])|(?:quý|quy|q)[ ]?(?P<m>[1-4]|i{1,3}|iv)[ ]?[/-][ ]?(?P<y>\d{4})"
)  # 2023-Q2, quý II/2023
_HALF: Final = re.compile(r"(?P<year>\d{4})-h(?P<n>[12])")  # 2023-H1
_DAY: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")  # 15/6/2023
_MONTH: Final = re.compile(r"(\d{1,2})[/-](\d{4})")  # 6/2023
_ISO: Final = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


class ChangeRefused(ToldInBoth):
    """Say why a change cannot be added to or taken out of a scenario; the message is the whole sentence.

    `outcome` is what became of the change that was to be added, or of one that `rests` on another that was to
    be taken out.
    """

    def __init__(self, reason: Text, outcome: Outcome, *, rests: bool = False) -> None:
        super().__init__(reason, outcome, rests)
        self.reason = reason
        self.outcome = outcome
        self.rests = rests

    def told(self, language: Language) -> str:
        """Give the reason."""
        return self.reason[language]


def task_names(store: Store, base: str) -> tuple[str, ...]:
    """List the IRIs of the tasks that documents state, in the order of their numbers in the load table."""
    rows = store.query(rebase(_TASKS, base))
    return tuple(sorted({term.value if isinstance(term, Iri | Literal) else str(term) for (term,) in rows}))


def _taken(name: str, hint: Text) -> Text:
    return Text(
        vi=f"Đồ thị đã có đơn vị tên {name[:80]!r}; {hint.vi}.",
        en=f"The graph has a unit {name[:80]!r} already; {hint.en}.",
    )


class ScenarioReader:
    """What scenarios need of one graph; the table and the tasks are read once."""

    def __init__(
        self,
        store: Store,
        names: Names | None = None,
        table: LoadTable | None = None,
        facts: Facts | None = None,
    ) -> None:
        self._store = store
        self.names = names or Names(store)
        self.trace = TraceReader(store, self.names.base)
        self.facts = facts or Facts(table or table_of(store), task_names(store, self.names.base))

    def suppose(self, changes: Sequence[tuple[int, Change]]) -> tuple[Facts, Supposed]:
        """Carry out changes on the facts of the graph."""
        tasks = [change.task for _, change in changes if isinstance(change, Reschedule)]
        held = [task for task in tasks if self.facts.task(task) >= 0]
        starts = {
            task: deadline.facts["start"]
            for task, parts in self.trace.parts(held, frozenset({"deadline"})).items()
            for deadline in parts
            if deadline.facts.get("start")
        }
        facts = replace(self.facts, starts=starts)
        return facts, suppose(facts, changes)

    def check_added(self, changes: Sequence[tuple[int, Change]]) -> None:
        """Raise ChangeRefused where the last change cannot be carried out in full after the others."""
        _, supposed = self.suppose(changes)
        last = supposed.outcomes[-1]
        if last.problem or last.missing:
            labels = self.labels(change for _, change in changes)
            raise ChangeRefused(
                Text(vi=problem_words(last, labels, "vi"), en=problem_words(last, labels, "en")), last
            )

    def check_without(
        self, before: Sequence[tuple[int, Change]], after: Sequence[tuple[int, Change]]
    ) -> None:
        """Raise ChangeRefused where a change that could be carried out cannot any more without another."""
        broken = {one.number for one in self.suppose(before)[1].problems}
        for one in self.suppose(after)[1].problems:
            if one.number not in broken:
                raise ChangeRefused(
                    Text(
                        vi=f"Thay đổi {one.number} dựa vào nó và sẽ không còn đúng; hãy rút nó trước.",
                        en=f"Change {one.number} rests on it and would no longer hold; take that one back"
                        " first.",
                    ),
                    one,
                    rests=True,
                )

    def read(self, given: Mapping[str, Sequence[str]], others: Sequence[tuple[int, Change]] = ()) -> Change:
        """Read a change from fields as people fill them in, by the names of `scenario_changes` for addresses.

        `kind` tells which change it is. Raises what the method of that kind raises.
        """

        def one(name: str) -> str:
            return next((text.strip() for text in given.get(name, ()) if text.strip()), "")

        def every(name: str) -> list[str]:
            return [text.strip() for text in given.get(name, ()) if text.strip()]

        def needed(name: str) -> str:
            if not one(name):
                raise BadChange(
                    Text(vi=f"Thay đổi thiếu {name}.", en=f"The change lacks its {name}."), "missing"
                )
            return one(name)

        match one("kind"):
            case "merge":
                if not every("unit"):
                    raise BadChange(
                        Text(vi="Thay đổi chưa nêu đơn vị.", en="The change names no unit."), "missing"
                    )
                return self.merge(every("unit"), one("into"), one("name"), others)
            case "split":
                rule: Any = one("rule") or RULES[0]
                return self.split(needed("unit"), every("part"), rule, every("row"), others)
            case "move":
                role: Any = one("role") or "both"
                tasks = every("task")
                return self.move(needed("source"), needed("target"), role, tasks, one("document"), others)
            case "deadline":
                return self.reschedule(needed("task"), needed("due"))
            case "no-deadline":
                return self.unschedule(needed("task"))
            case other:
                raise BadChange(
                    Text(
                        vi=f"{other[:40]!r} không phải loại thay đổi: {', '.join(KINDS)}.",
                        en=f"{other[:40]!r} is no kind of change: {', '.join(KINDS)}.",
                    )
                )

    def merge(
        self, units: Iterable[str], into: str, name: str, others: Sequence[tuple[int, Change]] = ()
    ) -> Merge:
        """Read a merger as people write it; raises UnknownUnit, AmbiguousName and BadChange."""
        find = self._finder(others)
        if name and not into:
            self._check_free(name, Text(vi="hãy sáp nhập vào đơn vị đó", en="merge into it instead"), "taken")
        return Merge(tuple(map(find, units)), find(into) if into else "", name.strip())

    def split(
        self,
        unit: str,
        parts: Iterable[str],
        rule: Rule = "even",
        rows: Iterable[str] = (),
        others: Sequence[tuple[int, Change]] = (),
    ) -> Split:
        """Read a split as people write it; each row is "2: a task or document", with the number of its part.

        A part that has the name of the unit means that the unit stays. Raises UnknownName, AmbiguousName and
        BadChange.
        """
        find = self._finder(others)
        source = find(unit)
        found: list[str] = []
        for part in (name.strip() for name in parts):
            with suppress(UnknownUnit, AmbiguousName):
                if find(part) == source:
                    found.append(source)
                    continue
            self._check_free(
                part, Text(vi="đơn vị mới cần tên riêng", en="a new unit needs its own name"), "part-taken"
            )
            found.append(part)
        return Split(source, tuple(found), rule, tuple(map(self._row, rows)))

    def _check_free(self, name: str, hint: Text, code: str) -> None:
        try:
            self.names.unit(name)
        except UnknownUnit:
            return
        except AmbiguousName as error:
            raise BadChange(_taken(name, hint), code) from error
        raise BadChange(_taken(name, hint), code)

    def _row(self, written: str) -> str:
        number, mark, thing = written.partition(":")
        if not mark or not number.strip().isdecimal():
            raise BadChange(
                Text(
                    vi=f"{written[:80]!r} không bắt đầu bằng số của phần và dấu hai chấm.",
                    en=f"{written[:80]!r} does not begin with the number of a part and a colon.",
                ),
                "row",
            )
        found = find_thing(self.trace, self.names, thing)
        if self.facts.task(found) < 0 and found not in self.facts.table.documents:
            raise UnknownTask(thing.strip()[:200], ())
        return f"{int(number)} {found}"

    def move(
        self,
        source: str,
        target: str,
        role: Role,
        tasks: Iterable[str] = (),
        document: str = "",
        others: Sequence[tuple[int, Change]] = (),
    ) -> Move:
        """Read a move as people write it; raises UnknownName, AmbiguousName and BadChange."""
        find = self._finder(others)
        found = tuple(dict.fromkeys(self.task(task) for task in tasks))
        stated = self.names.document(document).value if document else ""
        return Move(find(source), find(target), role, found, stated)

    def reschedule(self, task: str, when: str) -> Reschedule:
        """Read a deadline as people write it; raises what `task` raises, InvalidValue and BadChange."""
        return Reschedule(self.task(task), *moment(when))

    def unschedule(self, task: str) -> Unschedule:
        """Read that a deadline is taken away; raises what `task` raises."""
        return Unschedule(self.task(task))

    def task(self, written: str) -> str:
        """Give the task that is meant; raises UnknownTask, and what `find_thing` raises."""
        found = find_thing(self.trace, self.names, written)
        if self.facts.task(found) < 0:
            raise UnknownTask(written[:200], ())
        return found

    def _finder(self, others: Sequence[tuple[int, Change]]) -> Callable[[str], str]:
        made = [pair for _, change in others for pair in made_units(change).items()]

        def unit(written: str) -> str:
            for iri, name in made:
                if written == iri or fold(written) == fold(name):
                    return iri
            try:
                return self.names.unit(written[:_LONGEST]).value
            except UnknownUnit:
                for iri, name in made:
                    if bare(written) == bare(name):
                        return iri
                raise

        return unit

    def labels(self, changes: Iterable[Change]) -> Mapping[str, str]:
        """Give what the things that changes name are called; things that are gone by the end of their IRI."""
        units, things = set[str](), set[str]()
        found: dict[str, str] = {}
        for change in changes:
            found |= made_units(change)
            match change:
                case Merge():
                    units |= {*change.units, change.into} - {""}
                case Split():
                    units.add(change.unit)
                    things |= {thing for _, thing in change.named}
                case Move():
                    units |= {change.source, change.target}
                    things |= {*change.tasks, change.document} - {""}
                case Reschedule() | Unschedule():
                    things.add(change.task)
        found |= {name.thing: name.label for name in reversed(self.names.units) if name.thing in units}
        for iri, thing in self.trace.things(things).items():
            found[iri] = " ".join(filter(None, (thing.facts.get("code"), thing.name)))
        for iri in (units | things) - found.keys():
            found[iri] = iri.removeprefix(NEW).rstrip("/").rpartition("/id/")[2] or iri
        return found


_LONGEST: Final = 1000


def moment(written: str) -> tuple[str, str]:
    """Read a deadline: the value at its precision, and the precision where the value does not tell it.

    | Written | Value | Precision |
    |---|---|---|
    | 2023, 2023-06, 2023-06-15 | the same | |
    | 6/2023, 15/6/2023 | 2023-06, 2023-06-15 | |
    | 2023-Q2, quý II/2023 | 2023-06 | quarter |
    | 2023-H1 | 2023-06 | half_year |

    Raises InvalidValue for anything else.
    """
    text = " ".join(written.split())[:_LONGEST].casefold()
    if _ISO.fullmatch(text):
        return text, ""
    if found := _QUARTER.fullmatch(text):
        number = found["n"] or found["m"]
        month = 3 * int(_ROMAN.get(number, number))
        return f"{found['year'] or found['y']}-{month:02}", "quarter"
    if found := _HALF.fullmatch(text):
        return f"{found['year']}-{6 * int(found['n']):02}", "half_year"
    if found := _DAY.fullmatch(text):
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}", ""
    if found := _MONTH.fullmatch(text):
        return f"{found[2]}-{int(found[1]):02}", ""
    raise InvalidValue(
        "deadline",
        written[:60],
        Text(
            vi="một thời hạn như 2023, quý II/2023, 6/2023 hoặc 15/6/2023",
            en="a time such as 2023, 2023-Q2, 2023-06 or 2023-06-15",
        ),
    )
