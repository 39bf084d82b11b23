"""The pages of scenarios as they are shown: the list of those kept, and one with its load and its forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.i18n import catalogue
from api.links import place_of
from api.misnamed import choices, choices_near
from api.page_data.load_query import USUAL, LoadProblem, understand, written
from api.page_data.scenario_address import (
    NEW,
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
from queries.scenarios import Kept, Scenario, ScenarioDamaged, UnknownScenario, read_scenario, scenario_names

if TYPE_CHECKING:
    from api.page_data.scenario_page import Fault, ScenarioPage
    from queries.bilingual import Language
    from queries.scenario_read import ScenarioReader

_OWN: Final = ("do", "by")
_LONGEST: Final = 8_000
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


def _language(request: Request) -> Language:
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
    from api.page_data.scenario_page import scenario_page  # noqa: PLC0415

    messages = catalogue(language_of(request))
    fields: dict[str, str] = {**USUAL, "show": ""}
    page, status, problem, counted_by = None, fault.status if fault else 200, "", ""
    shown_texts = [as_text(change) for _, change in scenario.numbered]
    in_address = () if texts is None else shown_texts
    addresses = _addresses(request, scenario, fields, in_address, shown_texts)
    nearest = choices(
        view, fault.name if fault else None, lambda meant: _mended(addresses["link"](), fault, given, meant)
    )
    try:
        fields |= written(request.query_params, OWN_USUAL)
        asked = understand(fields, view.names)
        page = scenario_page(view, asked, scenario, every=fields["show"] == "all")
        counted_by = rule(asked.settings, _language(request))
    except LoadProblem as error:
        status, problem = error.status, messages.text(error.key, **error.values)
        field = error.field
        nearest = choices_near(view, error, lambda value: str(addresses["link"](**{field: value})))
    changes = [change for _, change in scenario.numbered]
    labels = reader(view).labels([*changes, *([fault.outcome.change] if fault and fault.outcome else [])])
    if fault:
        problem = f"{_told(request, fault, labels)} {problem}".strip()
    writer: Writer = request.app.state.writer
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
        changes=_changes_in_words(scenario, page, labels, _language(request)),
        figures=SHOWN,
        periods=PERIODS,
        readings=READINGS,
        rules=RULES,
        rule=counted_by,
        **addresses,
        task_lines=lambda number: _task_lines(view, page, number),
        page_of=lambda iri: place_of(iri, view.base) or "",
        period_words=messages.period,
        units=units,
        documents=documents,
    )


def _addresses(
    request: Request, scenario: Scenario, fields: dict[str, str], texts: Sequence[str], every: Sequence[str]
) -> dict[str, Any]:
    """Give the addresses that a page of a scenario leads to.

    `fields` may still change after this; `texts` are the changes in the page's own address, `every` all of
    the scenario.
    """
    name, language = scenario.name, _language(request)
    return {
        "link": lambda **changes: scenario_address(name, fields, texts, **changes),
        "without": lambda place: scenario_address(TRY, fields, [*every[:place], *every[place + 1 :]]),
        "elsewhere": lambda: scenario_address(TRY, fields, every),
        "files": lambda form: file_address(name, fields, texts, form, language),
        "rows": lambda figure, row: rows_address(fields, figure, row),
        "supposed_rows": lambda figure, row: supposed_rows_address(name, fields, texts, figure, row),
    }


def _mended(page: str, fault: Fault | None, given: Given | None, meant: str) -> str:
    """Give the address of a page with its form filled in again, what is meant in place of the wrong name.

    It is "" where the name stands within a longer text, or the form holds more than an address may. Of a
    scenario that is kept the form waits to be sent.
    """
    wrong = fault.name.written if fault and fault.name else ""
    kept = [(name, value) for name, values_ in (given or {}).items() for value in values_ if name not in _OWN]
    mended = [(f"{NEW}{name}", meant if value.strip() == wrong else value) for name, value in kept]
    found = f"{page}{'&' if '?' in page else '?'}{urlencode(mended)}"
    return found if any(value.strip() == wrong for _, value in kept) and len(found) < _LONGEST else ""


def _changes_in_words(
    scenario: Scenario, page: ScenarioPage | None, labels: Mapping[str, str], language: Language
) -> list[tuple[Kept, str, str]]:
    """Give every change with what it does and, where it was not carried out, why."""
    from queries.scenario_words import change_words, problem_words  # noqa: PLC0415

    outcomes = {one.number: one for one in page.comparison.outcomes} if page else {}
    return [
        (
            kept,
            change_words(kept.change, labels, language),
            problem_words(outcomes[kept.number], labels, language) if kept.number in outcomes else "",
        )
        for kept in scenario.changes
    ]


def _named(view: View, given: Given) -> dict[str, list[str]]:
    """Put the names of units in the place of their IRIs, where a name means just that unit."""
    units = ("unit", "into", "source", "target")
    return {
        name: [view.typed(value) if name in units else value for value in values_]
        for name, values_ in given.items()
    }


def _task_lines(view: View, page: ScenarioPage | None, number: int) -> list[tuple[str, str]]:
    from api.page_data.scenario_page import MOST_SHOWN_TASKS  # noqa: PLC0415

    tasks = page.tasks[number][:MOST_SHOWN_TASKS] if page else []
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
