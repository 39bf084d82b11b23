"""What the page of a scenario shows: its changes, and the load that they come to beside that of the facts.

Importing this imports NumPy, as `load_page` does. What is counted is kept for the life of a snapshot.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from api.page_data.load_page import load_table, whole_report
from api.page_data.load_query import Asked, LoadProblem
from api.page_data.load_rows_page import task_names
from api.site import View
from queries.errors import AmbiguousName, InvalidValue, QuestionError, UnknownName
from queries.load import Filters
from queries.scenario_changes import BadChange, Change
from queries.scenario_compare import Comparison, Difference, MonthDifference, WholeDifference, compare, months
from queries.scenario_notation import as_text
from queries.scenario_read import ChangeRefused, ScenarioReader
from queries.scenario_table import Facts, Outcome
from queries.scenarios import Scenario, ScenarioExists

MOST_ROWS: Final = 200
"""Rows that the page shows; files have all."""

MOST_SHOWN_TASKS: Final = 50
"""Tasks of one change that the page lists."""


@dataclass(frozen=True, slots=True, eq=False)
class ScenarioPage:
    """A state of the page. `rows` are those of the period `when` that the scenario changes, or all.

    `months` are those whose active tasks change, `undated` the tasks without a stated time before and after;
    both are None where the dates lie too far apart. `tasks` lists the tasks that each change touches.
    """

    scenario: Scenario
    comparison: Comparison
    labels: Mapping[str, str]
    when: str
    whole: WholeDifference | None
    rows: tuple[Difference, ...]
    left_out: int
    months: tuple[MonthDifference, ...] | None
    undated: tuple[int, int] | None
    tasks: Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a form: the key of a message with its values, and a change's outcome.

    `name` is what is wrong with a name, where it is that; `detail` says it in English, for what has no
    message of its own.
    """

    key: str
    values: Mapping[str, str]
    status: int = 400
    name: UnknownName | AmbiguousName | None = None
    outcome: Outcome | None = None
    detail: str = ""


def reader_of(view: View) -> ScenarioReader:
    """Give the reader of scenarios on a snapshot; its table and tasks are read once."""
    facts = view.keep_whole(("scenario-facts",), lambda: Facts(load_table(view), task_names(view)))
    return ScenarioReader(view.graph.store, view.names, facts=facts)


def compared(view: View, asked: Asked, scenario: Scenario) -> tuple[Comparison, Mapping[str, str]]:
    """Carry out a scenario and count it, with what things are called; raises what `whole_report` raises."""
    reader = reader_of(view)
    texts = [f"{number} {as_text(change)}" for number, change in scenario.numbered]

    def count() -> Comparison:
        facts, supposed = reader.suppose(scenario.numbered)
        filters = Filters(asked.resolution, asked.document)
        return compare(facts, supposed, asked.settings, filters, before=whole_report(view, asked))

    try:
        found = view.keep(("scenario", *asked.scope, *texts), count)
    except InvalidValue as error:
        raise LoadProblem("load.bad.too-many", error.parameter, error.written) from error
    return found, reader.labels(change for _, change in scenario.numbered)


def scenario_page(view: View, asked: Asked, scenario: Scenario, *, every: bool) -> ScenarioPage:
    """Count what is asked for; raises LoadProblem for a period that there is not."""
    found, labels = compared(view, asked, scenario)
    when = _period(asked, found)
    own = [row for row in found.rows if row.shown.period == when and (every or row.is_changed)]
    counted, undated = _months(view, asked, scenario)
    names = task_names(view)
    return ScenarioPage(
        scenario=scenario,
        comparison=found,
        labels=labels,
        when=when,
        whole=next((one for one in found.periods if one.name == when), None),
        rows=tuple(own[:MOST_ROWS]),
        left_out=max(0, len(own) - MOST_ROWS),
        months=counted,
        undated=undated,
        tasks={
            one.number: tuple(names[task] for task in dict.fromkeys(one.parts[:, 0].tolist()))
            for one in found.outcomes
        },
    )


def _period(asked: Asked, found: Comparison) -> str:
    names = [one.name for one in found.periods]
    if asked.when and asked.settings.period != "whole":
        if asked.when not in names:
            pairs = tuple((name, name) for name in names[:3])
            raise LoadProblem("load.bad.no-data", "when", asked.when, status=404, nearest=pairs)
        return asked.when
    first = next((row.shown.period for row in found.rows if row.is_changed), "")
    return first or (names[0] if names else "whole")


def _months(
    view: View, asked: Asked, scenario: Scenario
) -> tuple[tuple[MonthDifference, ...] | None, tuple[int, int] | None]:
    facts, supposed = reader_of(view).suppose(scenario.numbered)
    filters = Filters(asked.resolution, asked.document)
    try:
        counted, old, new = months(facts, supposed, asked.settings.collectives, filters)
    except InvalidValue:
        return None, None
    return tuple(one for one in counted if one.before != one.after), (old.undated, new.undated)


def fault_of(error: QuestionError) -> Fault:
    """Tell in words of the catalogue what is wrong with a change."""
    match error:
        case UnknownName():
            what = error.what if error.what in {"unit", "document", "scenario"} else "thing"
            key = f"questions.unknown.{what}" if what != "scenario" else "scenario.unknown"
            return Fault(key, {"written": error.written[:80]}, 404, error)
        case AmbiguousName():
            return Fault("questions.ambiguous", {"written": error.written[:80]}, 409, error)
        case ChangeRefused(rests=True):
            return Fault("scenario.problem.rests", {"number": str(error.outcome.number)}, 409)
        case ChangeRefused():
            return Fault("scenario.problem.refused", {}, 409, outcome=error.outcome)
        case ScenarioExists():
            return Fault("scenario.problem.exists", {"name": error.name}, 409)
        case InvalidValue():
            return Fault("scenario.problem.deadline", {}, detail=str(error))
        case BadChange() if error.code:
            return Fault(f"scenario.problem.{error.code}", {}, detail=str(error))
        case _:
            return Fault("scenario.problem.other", {}, detail=str(error))


def added(reader: ScenarioReader, scenario: Scenario, given: Mapping[str, Sequence[str]]) -> Change:
    """Read one more change from a form and see that it can be carried out; raises QuestionError."""
    change = reader.read(given, scenario.numbered)
    reader.check_added([*scenario.numbered, (scenario.last + 1, change)])
    return change
