"""The pages of what-if scenarios: `/scenarios`, `/scenarios/<name>`, and `/scenarios/try` for any reader.

`/scenarios/try?change=merge|unit=…|unit=…|into=…` holds all of a scenario in its address, and nothing is
written. Where the server is writable a scenario can be kept; forms show the write token as those of findings
do. The other fields (`period`, `when`, `collectives`, `resolution`, …) are those of `/load`; `show=all` lists
units that do not change as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.forms import posted_form
from api.page_data.load_query import LoadProblem, written
from api.page_data.scenario_address import (
    MOST_IN_ADDRESS,
    NEW,
    OWN_USUAL,
    TRY,
    Given,
    check_number,
    first,
    given_fields,
    scenario_address,
)
from api.page_fields import reads
from api.pages import Current
from api.protocol import Pairs, values
from api.refusals import TokenRefused, TokenRequired
from api.rendering import READ
from api.scenario_view import reader, show_list, show_scenario
from api.site import View
from api.writing import Writer
from queries.bilingual import Text
from queries.errors import QuestionError
from queries.scenario_changes import BadChange, Change
from queries.scenario_notation import as_text, from_text
from queries.scenarios import (
    Kept,
    Scenario,
    Stamp,
    UnknownScenario,
    add,
    begin,
    read_scenario,
    remove,
    undo,
)

if TYPE_CHECKING:
    from api.page_data.scenario_page import Fault

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Form = Annotated[Pairs, Depends(posted_form)]


@router.api_route("/scenarios", methods=READ)
def listed(request: Request) -> HTMLResponse:
    """List the scenarios that are kept beside the graph, and offer to begin one."""
    return show_list(request)


@router.post("/scenarios")
def begun(request: Request, view: Current, form: Form) -> Response:
    """Keep a new scenario, with the changes that were tried, and lead to it (303)."""
    from api.page_data.scenario_page import fault_of  # noqa: PLC0415

    given = given_fields(form)
    fault = _stranger(request, form)
    texts = values(form, "change")
    try:
        if fault is None:
            changes = list(enumerate(map(from_text, texts), start=1))
            reading = reader(view)
            for place in range(len(changes)):
                reading.check_added(changes[: place + 1])
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
        return show_scenario(request, view, scenario, texts=texts, fault=fault, given=given)
    return show_list(request, fault, given)


def _new(request: Request) -> Iterable[str]:
    return (name for name in request.query_params if name.startswith(NEW))


@router.api_route("/scenarios/try", methods=READ)
@reads(*OWN_USUAL, "change", by_path=_new)
def tried(request: Request, view: Current) -> Response:
    """Show the scenario that stands in the address; a form adds a change to the address (303)."""
    from api.page_data.scenario_page import added, fault_of  # noqa: PLC0415

    texts = request.query_params.getlist("change")
    scenario, fault = scenario_tried(texts)
    texts = [as_text(change) for _, change in scenario.numbered]
    given = given_fields(request.query_params.multi_items())
    if "kind" in given and fault is None:
        try:
            texts.append(as_text(added(reader(view), scenario, given)))
            check_number(texts)
            return RedirectResponse(scenario_address(TRY, _own_fields(request), texts), status_code=303)
        except QuestionError as error:
            fault = fault_of(error)
            texts = [as_text(change) for _, change in scenario.numbered]
    return show_scenario(request, view, scenario, texts=texts, fault=fault, given=given)


@router.api_route("/scenarios/{name}", methods=READ)
@reads(*OWN_USUAL, by_path=_new)
def kept(request: Request, view: Current, name: str) -> Response:
    """Show a scenario that is kept: its changes, and the load that they come to beside that of the facts.

    A form may stand filled in in the address; it changes nothing until it is sent.
    """
    scenario = read_scenario(request.app.state.graph.directory, name)
    return show_scenario(request, view, scenario, given=given_fields(request.query_params.multi_items()))


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
    return show_scenario(request, view, scenario, fault=fault, given=given)


def _act(request: Request, view: View, scenario: Scenario, wanted: str, given: Given) -> bool:
    """Do what a form asks for; tell whether the scenario is gone."""
    graph, stamp = request.app.state.graph.directory, _stamp(request, given)
    changes = reader(view)
    match wanted:
        case "add":
            change = changes.read(given, scenario.numbered)
            add(graph, scenario.name, change, stamp, lambda made: changes.check_added(made.numbered))
        case "undo":
            number = first(given, "number")
            undo(
                graph,
                scenario.name,
                int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0,
                stamp,
                lambda made: changes.check_without(scenario.numbered, made.numbered),
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
        check_number(texts)
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


def _own_fields(request: Request) -> dict[str, str]:
    try:
        return written(request.query_params, OWN_USUAL)
    except LoadProblem:
        return {}
