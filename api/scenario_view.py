"""The pages of scenarios as they are shown: the list of those kept, and one with its load and its forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.i18n import catalogue
from api.links import place_of
from api.load_pages import as_name
from api.page_data.load_query import USUAL, LoadProblem, understand, written
from api.page_data.scenario_address import (
    OWN_USUAL,
    TRY,
    Given,
    file_address,
    rows_address,
    scenario_address,
    supposed_rows_address,
)
from api.question_pages import MOST_SUGGESTED
from api.rendering import language_of, render
from api.site import View
from api.writing import Writer
from queries.load_rules import PERIODS, READINGS, rule
from queries.scenario_changes import LONGEST_NAME, made_units
from queries.scenario_notation import as_text
from queries.scenario_share import RULES
from queries.scenarios import Scenario, ScenarioDamaged, UnknownScenario, read_scenario, scenario_names

if TYPE_CHECKING:
    from api.page_data.scenario_page import Fault
    from queries.scenario_read import ScenarioReader

SHOWN: Final = ("tasks", "load", "led", "coordinated", "due", "partners", "betweenness")
"""The figures that the page sets beside one another; files have more."""


def reader(view: View) -> ScenarioReader:
    """Give what reads changes against the graph that is shown."""
    from api.page_data.scenario_page import reader_of  # noqa: PLC0415 - NumPy is slow to import

    return reader_of(view)


def show_list(request: Request, fault: Fault | None = None, given: Given | None = None) -> HTMLResponse:
    """Show the scenarios that are kept, and what was wrong with a form that was to begin one."""
    graph = request.app.state.graph.directory
    found: list[Scenario] = []
    damaged: list[str] = []
    for name in scenario_names(graph):
        try:
            found.append(read_scenario(graph, name))
        except ScenarioDamaged:
            damaged.append(name)
        except UnknownScenario:
            continue  # removed meanwhile
    writer: Writer = request.app.state.writer
    return render(
        request,
        "scenarios.html",
        status=fault.status if fault else 200,
        scenarios=sorted(found, key=lambda one: one.stamp.at, reverse=True),
        damaged=damaged,
        writable=writer.takes_changes,
        longest=LONGEST_NAME,
        problem=_told(request, fault, {}) if fault else "",
        fault=fault,
        given=given or {},
    )


def _told(request: Request, fault: Fault, labels: Mapping[str, str]) -> str:
    """Say in the reader's language what is wrong."""
    from queries.scenario_words import problem_words  # noqa: PLC0415

    said = catalogue(language_of(request)).text(fault.key, **fault.values)
    if fault.outcome is None:
        return said
    return f"{said} {problem_words(fault.outcome, labels, _language(request))}"


def _language(request: Request) -> Any:
    return "en" if language_of(request) == "en" else "vi"


def show_scenario(
    request: Request,
    view: View,
    scenario: Scenario,
    *,
    texts: Sequence[str] | None = None,
    fault: Fault | None = None,
    given: Given | None = None,
) -> HTMLResponse:
    """Show a scenario with its load beside that of the facts; the status is that of what is wrong, else 200.

    `texts` are the changes of an address, None for a scenario that is kept. `given` are the fields of the
    form that `fault` is about, shown again.
    """
    from api.page_data.scenario_page import MOST_SHOWN_TASKS, scenario_page  # noqa: PLC0415
    from queries.scenario_words import change_words, problem_words  # noqa: PLC0415

    language, messages = _language(request), catalogue(language_of(request))
    fields: dict[str, str] = {**USUAL, "show": ""}
    page, status, problem, nearest = None, fault.status if fault else 200, "", []
    shown_texts = [as_text(change) for _, change in scenario.numbered]
    in_address = () if texts is None else shown_texts

    def link(**changes: object) -> str:
        return scenario_address(scenario.name, fields, in_address, **changes)

    try:
        fields |= written(request.query_params, OWN_USUAL)
        asked = understand(fields, view.names)
        page = scenario_page(view, asked, scenario, every=fields["show"] == "all")
        counted_by = rule(asked.settings, language)
    except LoadProblem as error:
        status, problem, counted_by = error.status, messages.text(error.key, **error.values), ""
        nearest = [(link(**{error.field: value}), label) for value, label in error.nearest]
    labels = reader(view).labels(
        [
            *(change for _, change in scenario.numbered),
            *([fault.outcome.change] if fault and fault.outcome else []),
        ]
    )
    if fault:
        problem = f"{_told(request, fault, labels)} {problem}".strip()
    writer: Writer = request.app.state.writer
    outcomes = page.comparison.outcomes if page else ()
    units, documents = _suggested(view, scenario)
    return render(
        request,
        "scenario.html",
        status=status,
        scenario=scenario,
        stored=texts is None,
        texts=in_address,
        page=page,
        fields=fields,
        fault=fault,
        problem=problem,
        nearest=nearest,
        given=_named(view, given or {}),
        writable=writer.takes_changes,
        longest=LONGEST_NAME,
        changes=[
            (
                kept_change,
                change_words(kept_change.change, labels, language),
                next(
                    (
                        problem_words(one, labels, language)
                        for one in outcomes
                        if one.number == kept_change.number
                    ),
                    "",
                ),
            )
            for kept_change in scenario.changes
        ],
        figures=SHOWN,
        periods=PERIODS,
        readings=READINGS,
        rules=RULES,
        rule=counted_by,
        link=link,
        without=lambda place: scenario_address(
            TRY, fields, [*shown_texts[:place], *shown_texts[place + 1 :]]
        ),
        elsewhere=scenario_address(TRY, fields, shown_texts),
        files=lambda form: file_address(scenario.name, fields, in_address, form, language),
        rows=lambda figure, row: rows_address(fields, figure, row),
        supposed_rows=lambda figure, row: supposed_rows_address(
            scenario.name, fields, in_address, figure, row
        ),
        task_lines=lambda number: _task_lines(view, page.tasks[number][:MOST_SHOWN_TASKS]) if page else [],
        page_of=lambda iri: place_of(iri, view.base) or "",
        period_words=messages.period,
        units=units,
        documents=documents,
    )


def _named(view: View, given: Given) -> dict[str, list[str]]:
    """Put the names of units in the place of their IRIs, where a name means just that unit."""
    units = ("unit", "into", "source", "target")
    return {
        name: [as_name(view, "unit", value) if name in units else value for value in values_]
        for name, values_ in given.items()
    }


def _task_lines(view: View, tasks: Sequence[str]) -> list[tuple[str, str]]:
    found = reader(view).trace.things(tasks)
    return [
        (
            place_of(task, view.base) or "",
            " ".join(filter(None, (found[task].facts.get("code"), found[task].label))),
        )
        for task in tasks
        if task in found
    ]


def _suggested(view: View, scenario: Scenario) -> tuple[list[str], list[str]]:
    """List what boxes suggest: made-up units and those with most tasks, documents by number."""
    made = [name for _, change in scenario.numbered for name in made_units(change).values()]
    busy = [one for one in view.corpus.actors if one.ref.kind in {"unit", "group"}]
    busy.sort(key=lambda one: -(one.leads + one.coordinates))
    names = dict.fromkeys([*made, *(one.ref.label for one in busy if one.leads or one.coordinates)])
    return list(names)[:MOST_SUGGESTED], view.directory.numbers(MOST_SUGGESTED)
