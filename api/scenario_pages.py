"""The pages of what-if scenarios: `/scenarios`, `/scenarios/<name>`, and `/scenarios/try` for any reader.

`/scenarios/try?change=merge|unit=…|unit=…|into=…` holds all of a scenario in its address, and nothing is
written. Where the server is writable a scenario can be kept; forms show the write token as those of findings
do. The other fields (`period`, `when`, `collectives`, `resolution`, …) are those of `/load`; `show=all` lists
units that do not change as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.errors import TokenRefused, TokenRequired
from api.forms import posted_form
from api.i18n import catalogue
from api.links import place_of
from api.load_pages import as_name
from api.page_data.load_query import USUAL, LoadProblem, understand, written
from api.page_data.scenario_address import (
    MOST_IN_ADDRESS,
    OWN_USUAL,
    TRY,
    Given,
    file_address,
    first,
    given_fields,
    rows_address,
    scenario_address,
    supposed_rows_address,
)
from api.pages import Current
from api.protocol import Pairs, values
from api.question_pages import MOST_SUGGESTED
from api.rendering import READ, language_of, render
from api.site import View
from api.writing import Writer
from queries.bilingual import Text
from queries.errors import QuestionError
from queries.load_rules import PERIODS, READINGS, rule
from queries.scenario_changes import LONGEST_NAME, BadChange, Change, as_text, from_text, made_units
from queries.scenario_share import RULES
from queries.scenarios import (
    Kept,
    Scenario,
    ScenarioDamaged,
    Stamp,
    UnknownScenario,
    add,
    begin,
    read_scenario,
    remove,
    scenario_names,
    undo,
)

if TYPE_CHECKING:
    from api.page_data.scenario_page import Fault
    from queries.scenario_read import ScenarioReader

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

SHOWN: Final = ("tasks", "load", "led", "coordinated", "due", "partners", "betweenness")
"""The figures that the page sets beside one another; files have more."""

Form = Annotated[Pairs, Depends(posted_form)]


@router.api_route("/scenarios", methods=READ)
def listed(request: Request) -> HTMLResponse:
    """List the scenarios that are kept beside the graph, and offer to begin one."""
    return _list(request)


@router.post("/scenarios")
def begun(request: Request, view: Current, form: Form) -> Response:
    """Keep a new scenario, with the changes that were tried, and lead to it (303)."""
    from api.page_data.scenario_page import fault_of, reader_of  # noqa: PLC0415

    given = given_fields(form)
    fault = _stranger(request, form)
    texts = values(form, "change")
    try:
        if fault is None:
            changes = list(enumerate(map(from_text, texts), start=1))
            reader = reader_of(view)
            for place in range(len(changes)):
                reader.check_added(changes[: place + 1])
            made = begin(
                request.app.state.graph.directory,
                first(given, "title"),
                _stamp(request, given),
                [change for _, change in changes],
            )
            return RedirectResponse(f"/scenarios/{made.name}", status_code=303)
    except QuestionError as error:
        fault = fault_of(error)
    if texts:
        scenario, _ = scenario_tried(texts)
        return _show(request, view, scenario, texts=texts, fault=fault, given=given)
    return _list(request, fault, given)


@router.api_route("/scenarios/try", methods=READ)
def tried(request: Request, view: Current) -> Response:
    """Show the scenario that stands in the address; a form adds a change to the address (303)."""
    from api.page_data.scenario_page import added, fault_of  # noqa: PLC0415

    texts = request.query_params.getlist("change")
    scenario, fault = scenario_tried(texts)
    texts = [as_text(change) for _, change in scenario.numbered]
    given = given_fields(request.query_params.multi_items())
    if "kind" in given and fault is None:
        try:
            texts.append(as_text(added(_reader(view), scenario, given)))
            _checked_number(texts)
            return RedirectResponse(scenario_address(TRY, _own_fields(request), texts), status_code=303)
        except QuestionError as error:
            fault = fault_of(error)
            texts = [as_text(change) for _, change in scenario.numbered]
    return _show(request, view, scenario, texts=texts, fault=fault, given=given)


@router.api_route("/scenarios/{name}", methods=READ)
def kept(request: Request, view: Current, name: str) -> Response:
    """Show a scenario that is kept: its changes, and the load that they come to beside that of the facts."""
    return _show(request, view, read_scenario(request.app.state.graph.directory, name))


@router.api_route("/graphs/scenario/{name}", methods=READ)
def graph(name: str) -> Response:
    """Lead from the name of the graph of a scenario to its page (303)."""
    return RedirectResponse(f"/scenarios/{quote(name, safe='')}", status_code=303)


@router.post("/scenarios/{name}")
def changed(request: Request, view: Current, name: str, form: Form) -> Response:
    """Add a change, take one back, or remove the scenario, and lead back (303)."""
    from api.page_data.scenario_page import fault_of  # noqa: PLC0415

    graph = request.app.state.graph.directory
    scenario = read_scenario(graph, name)
    given = given_fields(form)
    fault = _stranger(request, form)
    if fault is None:
        try:
            is_gone = _act(request, view, scenario, first(given, "do"), given)
            target = "/scenarios" if is_gone else scenario_address(name, _own_fields(request), ())
            return RedirectResponse(target, status_code=303)
        except UnknownScenario:
            raise
        except QuestionError as error:
            fault = fault_of(error)
    return _show(request, view, scenario, fault=fault, given=given)


def _act(request: Request, view: View, scenario: Scenario, wanted: str, given: Given) -> bool:
    """Do what a form asks for; tell whether the scenario is gone."""
    graph, stamp, reader = request.app.state.graph.directory, _stamp(request, given), _reader(view)
    match wanted:
        case "add":
            change = reader.read(given, scenario.numbered)
            add(graph, scenario.name, change, stamp, lambda made: reader.check_added(made.numbered))
        case "undo":
            number = first(given, "number")
            undo(
                graph,
                scenario.name,
                int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0,
                stamp,
                lambda made: reader.check_without(scenario.numbered, made.numbered),
            )
        case "remove":
            remove(graph, scenario.name)
            return True
        case _:
            raise BadChange(
                Text(
                    vi=f"Biểu mẫu không làm {wanted[:40]!r}.",
                    en=f"{wanted[:40]!r} is nothing that the form does.",
                )
            )
    return False


def _reader(view: View) -> ScenarioReader:
    from api.page_data.scenario_page import reader_of  # noqa: PLC0415 - NumPy is slow to import

    return reader_of(view)


def _stamp(request: Request, given: Given) -> Stamp:
    return Stamp(first(given, "by"), snapshot=request.app.state.graph.store.snapshot_id)


def _stranger(request: Request, form: Pairs) -> Fault | None:
    """Tell what is wrong with the token of a form; raises WritingOff where the server is read-only."""
    from api.page_data.scenario_page import Fault as Made  # noqa: PLC0415

    writer: Writer = request.app.state.writer
    try:
        writer.admit_token(next(iter(values(form, "token")), ""))
    except (TokenRequired, TokenRefused):
        return Made("scenario.problem.token", {}, 403)
    return None


def scenario_tried(texts: Sequence[str]) -> tuple[Scenario, Fault | None]:
    """Read the changes of an address; those that are none are left out and told."""
    from api.page_data.scenario_page import fault_of  # noqa: PLC0415

    changes: list[Change] = []
    fault = None
    try:
        _checked_number(texts)
    except BadChange as error:
        fault = fault_of(error)
    for text in texts[:MOST_IN_ADDRESS]:
        try:
            changes.append(from_text(text))
        except BadChange as error:
            fault = fault_of(error)
    stamp = Stamp("")
    kept_changes = tuple(Kept(number, change, stamp) for number, change in enumerate(changes, start=1))
    return Scenario(TRY, "", stamp, kept_changes, len(changes)), fault


def _checked_number(texts: Sequence[str]) -> None:
    if len(texts) > MOST_IN_ADDRESS:
        raise BadChange(
            Text(
                vi=f"Một địa chỉ giữ nhiều nhất {MOST_IN_ADDRESS} thay đổi.",
                en=f"An address holds {MOST_IN_ADDRESS} changes at most.",
            ),
            "many",
        )


def _own_fields(request: Request) -> dict[str, str]:
    try:
        return written(request.query_params, OWN_USUAL)
    except LoadProblem:
        return {}


def _list(request: Request, fault: Fault | None = None, given: Given | None = None) -> HTMLResponse:
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


def _show(
    request: Request,
    view: View,
    scenario: Scenario,
    *,
    texts: Sequence[str] | None = None,
    fault: Fault | None = None,
    given: Given | None = None,
) -> HTMLResponse:
    """Show a scenario; `texts` are the changes of an address, None for a scenario that is kept."""
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
    labels = _reader(view).labels(
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
    found = _reader(view).trace.things(tasks)
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
