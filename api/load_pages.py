"""The pages of coordination load: `/load` and, behind every figure on it, `/load/rows`.

What counts load imports NumPy, so that it is imported when the first of these pages is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response, StreamingResponse

from api.i18n import catalogue
from api.links import with_days
from api.load_rows_file import on_page, row_files, rows_file
from api.misnamed import choices_near
from api.page_data.load_cells import Cell, cells
from api.page_data.load_query import COLUMNS, USUAL, Asked, LoadProblem, address, understand, written
from api.page_fields import reads
from api.pages import Current
from api.question_pages import MOST_SUGGESTED
from api.rendering import READ, language_of, render
from api.site import View
from api.table_files import XLSX
from graph_build.terms import iri
from queries.as_of import AsOf, sentences
from queries.bilingual import Language
from queries.catalogue import find
from queries.cells import for_spreadsheets
from queries.errors import InvalidValue
from queries.load_rules import MOST_WEIGHT, PERIODS, READINGS, rule
from queries.run import prepare
from queries.unit_readings import AS_WRITTEN, Moved, moved_words, units_day, units_rule

if TYPE_CHECKING:
    from api.page_data.load_page import LoadPage
    from queries.load import LoadRow

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

FORMATS: Final = ("csv", "xlsx", "json")


@router.api_route("/load", methods=READ)
@reads(*USUAL, "format")
def load_page(request: Request, view: Current) -> Response:
    """Show the load of units and collectives; with `format` give the ranking as a file.

    What cannot be understood gives the form with what is wrong and the nearest that would do, under status
    400, 404 or 409.
    """
    from api.page_data.load_charts import heat  # noqa: PLC0415
    from api.page_data.load_page import load_page as counted  # noqa: PLC0415

    if to_days := with_days(request, "units", "as_of"):
        return to_days

    def show(asked: Asked) -> Response:
        page = counted(view, asked)
        chosen = request.query_params.get("format", "")
        if chosen:
            return _export(request, page, chosen)
        form, columns = _form(request, view, asked.written, "/load"), _columns(asked, page.when)
        messages = catalogue(language_of(request))

        def row_cells(row: LoadRow) -> list[Cell]:
            return cells(
                row, columns, messages, lambda figure: form["rows"](figure, when=row.period, unit=row.actor)
            )

        return render(
            request,
            "load.html",
            page=page,
            cells=row_cells,
            labels={column: messages.text(f"load.column.{column}") for column in columns},
            rule=rule(asked.settings, _language(request)),
            **_time_read(request, page.report.units, page.report.moved, page.report.as_of),
            columns=columns,
            actor=view.directory.actor,
            heat=heat,
            sparql=_sparql(view, asked),
            formats=FORMATS,
            **form,
        )

    return _answer(request, view, "/load", show)


@router.api_route("/load/rows", methods=READ)
@reads(*USUAL, "format")
def rows_page(request: Request, view: Current) -> Response:
    """Show exactly the rows that a figure of load counts, and the query that finds them."""
    from api.page_data.load_rows_page import rows_page as found  # noqa: PLC0415

    def show(asked: Asked) -> Response:
        page = found(view, asked)
        if chosen := request.query_params.get("format", ""):
            return rows_file(
                page,
                chosen,
                catalogue(language_of(request)),
                lambda number: found(view, on_page(asked, number)),
            )
        return render(
            request,
            "load-rows.html",
            files=row_files(request, page),
            page=page,
            **_time_read(request, asked.units or AS_WRITTEN, page.moved, page.as_of),
            asked=asked,
            rule=rule(asked.settings, _language(request)),
            **_form(request, view, asked.written, "/load/rows"),
        )

    return _answer(request, view, "/load/rows", show)


def _columns(asked: Asked, when: str) -> list[str]:
    """Give the columns of the ranking: of one unit in every period, its name is that of none of them."""
    left_out = "name" if asked.unit and not when else "period"
    return [column for column in COLUMNS if column != left_out]


def _answer(request: Request, view: View, path: str, show: Callable[[Asked], Response]) -> Response:
    fields: Mapping[str, str] = USUAL
    try:
        fields = written(request.query_params)
        return show(understand(fields, view.names))
    except LoadProblem as error:
        messages = catalogue(language_of(request))
        field = error.field
        return render(
            request,
            "load-problem.html",
            status=error.status,
            problem=messages.text(error.key, **error.values),
            nearest=choices_near(
                view,
                error,
                lambda value: address(path, {**fields, field: value}, page=value if field == "page" else "1"),
            ),
            **{**_form(request, view, fields, path), "wrong": error.field},
        )


def _form(request: Request, view: View, fields: Mapping[str, str], path: str) -> dict[str, Any]:
    """Give what the form and the links of a page need."""
    messages = catalogue(language_of(request))
    units, documents = view.keep_whole(("load-suggested",), lambda: suggested(view))

    def link(**changes: object) -> str:
        return address(path, fields, **changes)

    def rows(figure: str, **changes: object) -> str:
        kept = {name: value for name, value in fields.items() if name not in {"sort", "page", "with"}}
        return address("/load/rows", kept, figure=figure, **changes)

    def back(**changes: object) -> str:
        kept = {name: value for name, value in fields.items() if name not in {"figure", "with"}}
        return address("/load", kept, **changes)

    return {
        "fields": {name: view.typed(value) for name, value in fields.items()},
        "periods": PERIODS,
        "readings": READINGS,
        "units_day": _shown_day(fields["units"]),
        "most_weight": MOST_WEIGHT,
        "units": units,
        "documents": documents,
        "link": link,
        "rows": rows,
        "back": back,
        "period_words": messages.period,
        "wrong": "",
    }


def _shown_day(written: str) -> str:
    """Give the day that the box of the reading of units shows, or what is no day as it was written."""
    try:
        return units_day(written)
    except InvalidValue:
        return written


def suggested(view: View) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """List what the boxes suggest: the units with most tasks, and the numbers of documents that were read."""
    busy = [one for one in view.corpus.actors if one.ref.kind in {"unit", "group"}]
    busy.sort(key=lambda one: -(one.leads + one.coordinates))
    names = dict.fromkeys(one.ref.label for one in busy if one.leads or one.coordinates)
    return tuple(islice(names, MOST_SUGGESTED)), tuple(view.directory.numbers(MOST_SUGGESTED))


def _sparql(view: View, asked: Asked) -> str:
    """Give the question of the library that counts the same roles; its figures are those of the whole."""
    given = {"resolution": iri(asked.resolution)} if asked.resolution else {}
    return prepare(find("coordination-load"), given, view.base)


def _time_read(request: Request, units: str, moved: Sequence[Moved], as_of: AsOf) -> dict[str, Any]:
    """Give the words that name the reading of units and the day of documents, and what they changed."""
    language = _language(request)
    return {
        "units_rule": units_rule(units, language),
        "moved": [moved_words(one, language) for one in moved],
        "as_of": sentences(as_of, language),
    }


def _language(request: Request) -> Language:
    return "en" if language_of(request) == "en" else "vi"


def _export(request: Request, page: LoadPage, chosen: str) -> Response:
    from queries.load_format import as_csv, as_object  # noqa: PLC0415

    language = _language(request)
    name = f"load-{page.when or page.asked.settings.period}.{chosen}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Vary": "Cookie"}
    if chosen == "csv":
        lines = for_spreadsheets(as_csv(page.report))
        return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=headers)
    if chosen == "json":
        return JSONResponse(as_object(page.report, language), headers=headers)
    if chosen == "xlsx":
        from queries.load_workbook import write_workbook  # noqa: PLC0415

        messages, written_to = catalogue(language), BytesIO()
        about = [
            (messages.text(f"load.field.{name}"), value)
            for name, value in page.asked.written.items()
            if name in {"resolution", "document", "unit", "lead_weight", "coordinate_weight"} and value
        ]
        about.insert(0, (messages.text("load.field.when"), messages.period(page.when)))
        about.append((messages.text("load.address"), address("/load", page.asked.written)))
        write_workbook(page.report, written_to, language, about)
        return Response(written_to.getvalue(), media_type=XLSX, headers=headers)
    raise LoadProblem("load.bad.format", "format", chosen)
