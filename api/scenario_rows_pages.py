"""The page behind a supposed figure of a scenario: `/scenarios/<name>/rows`.

Under `/scenarios/try/rows` the changes stand in the address, as on the page of what is tried.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.i18n import catalogue
from api.misnamed import choices_near
from api.page_data.load_query import LoadProblem, written
from api.page_data.scenario_address import FIELDS, TRY, scenario_address
from api.page_fields import reads
from api.pages import Current
from api.rendering import READ, language_of, render
from api.scenario_pages import scenario_tried
from queries.as_of import ALL, sentences
from queries.bilingual import Language
from queries.load_rules import rule
from queries.scenario_notation import as_text
from queries.scenarios import read_scenario

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.api_route("/scenarios/{name}/rows", methods=READ)
@reads(*FIELDS, "unit", "figure", "with", "page", "change")
def supposed_rows(request: Request, view: Current, name: str) -> Response:
    """List the tasks that a supposed figure counts; what makes no sense is told under 400 or 404."""
    from api.page_data.scenario_rows import ROWS_USUAL, understand_rows  # noqa: PLC0415 - NumPy is slow
    from api.page_data.scenario_rows import supposed_rows as found  # noqa: PLC0415

    messages, is_tried = catalogue(language_of(request)), name == TRY
    texts = request.query_params.getlist("change") if is_tried else []
    scenario = (
        scenario_tried(texts)[0] if is_tried else read_scenario(request.app.state.graph.directory, name)
    )
    texts = [as_text(change) for _, change in scenario.numbered] if is_tried else []
    fields = dict(ROWS_USUAL)

    def back() -> str:
        return scenario_address(name, {field: fields[field] for field in FIELDS}, texts)

    def link(**changes: object) -> str:
        return scenario_address(f"{name}/rows", fields, texts, **changes)

    def rows(figure: str, **changes: object) -> str:
        return link(figure=figure, **changes)

    shown: dict[str, Any] = {
        "back": back,
        "link": link,
        "rows": rows,
        "scenario": scenario,
        "period_words": messages.period,
    }
    try:
        fields = written(request.query_params, ROWS_USUAL)
        asked = understand_rows(fields, view.names)
        page = found(view, asked, scenario)
    except LoadProblem as error:
        told = messages.text(error.key, **error.values)
        field = error.field
        near = choices_near(view, error, lambda value: link(**{field: value}))
        return render(
            request, "scenario-rows-problem.html", status=error.status, problem=told, nearest=near, **shown
        )
    language: Language = "en" if language_of(request) == "en" else "vi"
    return render(
        request,
        "scenario-rows.html",
        page=page,
        fields={field: view.typed(value) for field, value in fields.items()},
        rule=rule(asked.settings, language),
        as_of=sentences(ALL, language),
        moved=[],
        units_rule="",
        **shown,
    )
