"""What-if scenarios for programs: `/api/scenarios`, their load beside that of the facts, and changes to them.

Reading is open to whoever may read the graph; `/api/scenarios/try?change=…` counts changes that are kept
nowhere. Writing needs the write token, as updates do.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from fastapi import Body, Depends, Query, Request
from fastapi.responses import JSONResponse, Response

from api.forms import LimitedRoute
from api.load_api import Collectives, CoordinateWeight, LeadWeight, Periods, StatedIn, Under
from api.page_data.load_query import Asked
from api.page_data.scenario_address import TRY, check_number
from api.pages import Current
from api.read_router import ReadRouter
from api.site import View
from api.writing import admitted
from ontology.vocab import vocabulary
from queries.bilingual import Language
from queries.cells import for_spreadsheets
from queries.load_rules import LoadSettings
from queries.scenario_notation import from_text
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

router = ReadRouter(tags=["scenarios"], route_class=LimitedRoute)

Form = Literal["json", "csv", "xlsx", "turtle", "trig", "nquads"]
TYPES: Final[Mapping[str, str]] = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "turtle": "text/turtle",
    "trig": "application/trig",
    "nquads": "application/n-quads",
}
_FILE_ENDINGS: Final = {"turtle": "ttl", "nquads": "nq"}
_FORMS: dict[int | str, dict[str, object]] = {
    200: {"content": {kind.partition(";")[0]: {} for kind in TYPES.values()}}
}

By = Annotated[str, Body(description="Who says so.", min_length=1, max_length=200)]


@router.get("/scenarios")
def scenarios(request: Request) -> JSONResponse:
    """List the scenarios that are kept beside the graph; a damaged one has a null title."""
    graph = request.app.state.graph.directory
    found: list[dict[str, Any]] = []
    for name in scenario_names(graph):
        try:
            one = read_scenario(graph, name)
        except ScenarioDamaged:
            found.append({"name": name, "title": None})
        except UnknownScenario:
            continue  # removed meanwhile
        else:
            found.append(_head(one))
    return JSONResponse(found)


def _head(one: Scenario) -> dict[str, Any]:
    stamp = one.stamp
    return {
        "name": one.name,
        "title": one.title,
        "hypothetical": True,
        "by": stamp.by,
        "at": stamp.at,
        "snapshot": stamp.snapshot,
        "changes": len(one.changes),
    }


@router.get("/scenarios/{name}", responses=_FORMS, response_class=JSONResponse)
def scenario(  # noqa: PLR0913, PLR0917 - the parameters of the address
    request: Request,
    view: Current,
    name: str,
    change: Annotated[
        tuple[str, ...],
        Query(description=f"With the name {TRY!r}: changes, such as merge|unit=IRI|unit=IRI|into=IRI."),
    ] = (),
    period: Periods = "whole",
    collectives: Collectives = "once",
    lead_weight: LeadWeight = 1.0,
    coordinate_weight: CoordinateWeight = 1.0,
    resolution: Under = "",
    document: StatedIn = "",
    form: Annotated[Form, Query(alias="format", description="How the answer is written.")] = "json",
    lang: Annotated[Language, Query(description="Language of words and headings.")] = "vi",
) -> Response:
    """Give a scenario and the load that it comes to beside that of the facts, all marked as hypothetical.

    Changes that cannot be carried out on the graph of now are named and left out of the figures. An unknown
    scenario or document is 404 with the nearest names.
    """
    from api.page_data.scenario_page import compared  # noqa: PLC0415 - NumPy is slow to import
    from queries.scenario_format import Sheet, as_csv, as_object, write_workbook  # noqa: PLC0415
    from queries.scenario_graph import MEDIA_TYPES  # noqa: PLC0415

    snapshot = view.graph.store.snapshot_id
    one = _tried(change, snapshot) if name == TRY else read_scenario(request.app.state.graph.directory, name)
    asked = Asked(
        settings=LoadSettings(period, collectives, lead_weight, coordinate_weight),
        resolution=view.names.document(resolution).value if resolution else None,
        document=view.names.document(document).value if document else None,
    )
    found, labels = compared(view, asked, one)
    sheet = Sheet(one, found, labels, snapshot)
    if form == "json":
        return JSONResponse(as_object(sheet, lang))
    headers = {
        "Content-Disposition": f'attachment; filename="scenario-{one.name}.{_FILE_ENDINGS.get(form, form)}"'
    }
    if form in MEDIA_TYPES:
        content = _as_rdf(view, one, form)
    elif form == "csv":
        content = "".join(for_spreadsheets(as_csv(sheet))).encode("utf-8", "surrogatepass")
    else:
        written = io.BytesIO()
        write_workbook(sheet, written, lang)
        content = written.getvalue()
    return Response(content, media_type=TYPES[form], headers=headers)


def _as_rdf(view: View, one: Scenario, form: str) -> bytes:
    """Write the graph of a scenario, which holds its changes and none of its figures."""
    from api.page_data.scenario_page import reader_of  # noqa: PLC0415
    from queries.scenario_graph import scenario_quads, write_scenario  # noqa: PLC0415

    reader = reader_of(view)
    facts, supposed = reader.suppose(one.numbered)
    labels = reader.labels(change for _, change in one.numbered)
    written = io.BytesIO()
    lines = scenario_quads(one, facts, supposed, labels, view.base)
    write_scenario(lines, vocabulary(view.base).graph_scenario(one.name), written, form, view.base)
    return written.getvalue()


def _tried(texts: tuple[str, ...], snapshot: str) -> Scenario:
    check_number(texts)
    stamp = Stamp("", snapshot=snapshot)
    kept = tuple(Kept(number, from_text(text), stamp) for number, text in enumerate(texts, start=1))
    return Scenario(TRY, TRY, stamp, kept, len(kept))


@router.post("/scenarios", status_code=201, dependencies=[Depends(admitted)])
def new_scenario(
    request: Request, title: Annotated[str, Body(description="What it is called.")], by: By
) -> JSONResponse:
    """Begin a scenario without changes; its name in addresses is made of its title."""
    graph = request.app.state.graph
    made = begin(graph.directory, title, Stamp(by, snapshot=graph.store.snapshot_id))
    headers = {"Location": f"/api/scenarios/{made.name}"}
    return JSONResponse(_head(made), status_code=201, headers=headers)


@router.post("/scenarios/{name}/changes", status_code=201, dependencies=[Depends(admitted)])
def new_change(
    request: Request,
    view: Current,
    name: str,
    by: By,
    change: Annotated[
        dict[str, str | list[str]],
        Body(description="Fields as in addresses: kind; unit, into, name; source, target, role, task, …"),
    ],
) -> JSONResponse:
    """Add a change, by names or IRIs; one that cannot be carried out or contradicts another is 400."""
    from api.page_data.scenario_page import reader_of  # noqa: PLC0415
    from queries.scenario_notation import as_object  # noqa: PLC0415

    graph = request.app.state.graph
    before = read_scenario(graph.directory, name)
    reader = reader_of(view)
    given = {key: [value] if isinstance(value, str) else value for key, value in change.items()}
    made = reader.read(given, before.numbered)
    after = add(
        graph.directory,
        name,
        made,
        Stamp(by, snapshot=graph.store.snapshot_id),
        lambda one: reader.check_added(one.numbered),
    )
    return JSONResponse({"number": after.last, "change": as_object(made)}, status_code=201)


@router.delete("/scenarios/{name}/changes/{number}", dependencies=[Depends(admitted)])
def undone(
    request: Request,
    view: Current,
    name: str,
    number: int,
    by: Annotated[str, Query(description="Who says so.", min_length=1, max_length=200)],
) -> JSONResponse:
    """Take a change back; one that others rest on is refused (400)."""
    graph = request.app.state.graph
    before = read_scenario(graph.directory, name)
    after = undo(
        graph.directory, name, number, Stamp(by, snapshot=graph.store.snapshot_id), _check(view, before)
    )
    return JSONResponse(_head(after))


def _check(view: View, before: Scenario) -> Any:
    from api.page_data.scenario_page import reader_of  # noqa: PLC0415

    reader = reader_of(view)
    return lambda after: reader.check_without(before.numbered, after.numbered)


@router.delete("/scenarios/{name}", status_code=204, dependencies=[Depends(admitted)])
def removed(request: Request, name: str) -> Response:
    """Remove a scenario with its history."""
    remove(request.app.state.graph.directory, name)
    return Response(status_code=204)
