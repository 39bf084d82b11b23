"""The page `/ask`: a question built from parts, said in a sentence, with its rows and its SPARQL.

The address holds the question: `/ask?unit=…&role=lead&under=38/NQ-CP&due=2022-Q4`. The form is plain GET; a
small script asks for the same page with `rows=no` while somebody fills it in, and shows what it says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from api.ask_api import BESIDE, outcome_states, today, written_in
from api.errors import problem_of
from api.i18n import Catalogue, catalogue
from api.links import page_of, with_days
from api.load_pages import suggested
from api.misnamed import choices
from api.page_data.ask_links import tasks_behind
from api.page_data.filters import Cut, cut, page_number
from api.page_data.questions import Table, laid_out, told
from api.page_fields import reads
from api.pages import Current
from api.rendering import READ, language_of, render
from api.site import View
from api.table_files import XLSX, check_workbook
from graph_build.terms import Row
from ontology.codes import codes
from queries.asked import FIELDS, LISTED, OUTPUTS, ROLES, SEVERAL, TIMINGS, Parts, dated, read
from queries.asked_answer import Built, all_proved, ask, ask_some, count, write_workbook
from queries.asked_sparql import TABLE, rules, sentence, sparql
from queries.bilingual import Language
from queries.calendar_file import MEDIA_TYPE, as_calendar
from queries.cells import for_spreadsheets
from queries.errors import AmbiguousName, InvalidValue, QuestionError, UnknownName
from queries.format import as_csv, as_json, text
from queries.status_log import read_log

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

PAGE_SIZE: Final = 100
FORMATS: Final = ("csv", "xlsx", "json")
CALENDAR: Final = "ics"
_OWN: Final = ("page", "format", "rows", "lang", "go")
_EXAMPLES: Final[tuple[Mapping[str, str], ...]] = (
    {"unit": "Cục Y tế dự phòng", "role": "lead", "under": "38/NQ-CP", "due": "2022-Q4"},
    {"list": "unit", "under": "38/NQ-CP"},
    {"list": "month"},
    {"role": "none"},
    {"output_kind": "plan"},
    {"finding": "yes"},
    {"under": "38/NQ-CP", "status": "none", "outcome": "none"},
    {"list": "unit", "timing": "overdue"},
)
Fields = dict[str, list[str]]


@router.api_route("/ask", methods=READ)
@reads(by_path=lambda request: request.query_params)
def ask_page(request: Request, view: Current) -> Response:
    """Show the form, what it asks in words and SPARQL, and the rows; with `format` give them as a file.

    What cannot be understood gives the form with what is wrong and the nearest that would do, under status
    400, 404 or 409. A question about today is led to the address that names the day.
    """
    if to_days := with_days(request, "on"):
        return to_days
    query = request.query_params
    fields = _filled(written_in(query, _OWN))
    whole = dated(fields, today())
    if whole != fields and query.get("rows") != "no":
        kept = {name: [query[name]] for name in _OWN if name in query}
        return RedirectResponse(address({**whole, **kept}), status_code=303)
    try:
        log = read_log(request.app.state.graph.directory) if "status" in whole else None
        parts = read(whole, view.names, log, lambda parts: outcome_states(request, view, parts))
    except QuestionError as error:
        return _page(request, view, fields, problem=error)
    asked = bool(fields) or "go" in query
    if not asked or query.get("rows") == "no":
        return _page(request, view, fields, parts)
    chosen = query.get("format", "")
    if chosen in (*FORMATS, CALENDAR):
        built = ask(view.graph.store, parts, view.base)
        language: Language = "en" if language_of(request) == "en" else "vi"
        if chosen == CALENDAR:
            return _calendar(request, view, fields, built, language)
        return _download(built, chosen, language)
    return _page(request, view, fields, parts, rows_of(view, parts, page_number(query.get("page", ""))))


def rows_of(view: View, parts: Parts, number: int) -> tuple[Built, Cut[Row]]:
    """Read one page of the rows of a question, the last one for a number beyond; the count is kept."""
    store, base = view.graph.store, view.base
    if parts.listed != "tasks":
        built = ask(store, parts, base)
        return built, cut(built.rows, str(number), PAGE_SIZE)

    is_proved = proved(view)

    def read(wanted: int) -> Built:
        first = (wanted - 1) * PAGE_SIZE
        return ask_some(store, parts, first, PAGE_SIZE, base, is_proved=is_proved, kept=view.facts)

    def number_of() -> int:
        return count(store, parts, base, is_proved=is_proved)

    with ThreadPoolExecutor(1, "ask") as thread:
        counting = thread.submit(view.keep, ("asked", sparql(parts, base)), number_of)
        built = read(number)
        total = counting.result()
    pages = max(1, -(-total // PAGE_SIZE))
    if number > pages:
        built = read(pages)
    return built, Cut(built.rows, total, min(number, pages), pages)


def proved(view: View) -> bool:
    """Tell whether words state every task of the graph, as the table of tasks takes for granted; kept."""
    return view.keep_whole(("proved",), lambda: all_proved(view.graph.store, view.base))


def address(fields: Mapping[str, Sequence[str]], **changes: str | int) -> str:
    """Give the address of a question with some fields changed; an empty change leaves the field out."""
    wanted = {**fields, **{name: [str(value)] for name, value in changes.items()}}
    pairs = [(name, value) for name, values in wanted.items() for value in values if value]
    return "/ask" + (f"?{urlencode(pairs)}" if pairs else "")


def _filled(written: Fields) -> Fields:
    kept = {name: [value.strip() for value in values if value.strip()] for name, values in written.items()}
    order = {name: place for place, name in enumerate(FIELDS)}
    return {name: kept[name] for name in sorted(kept, key=lambda one: order.get(one, 99)) if kept[name]}


def _page(
    request: Request,
    view: View,
    fields: Fields,
    parts: Parts | None = None,
    answer: tuple[Built, Cut[Row]] | None = None,
    problem: QuestionError | None = None,
) -> HTMLResponse:
    messages = catalogue(language_of(request))
    language: Language = "en" if messages.language == "en" else "vi"
    built, page = answer or (None, None)
    units, documents = view.keep_whole(("load-suggested",), lambda: suggested(view))
    return render(
        request,
        "ask.html",
        status=200 if problem is None else problem_of(problem).status,
        fields={name: fields.get(name, [""])[0] for name in FIELDS},
        period_words=messages.period,
        several={name: [*fields.get(name, []), ""] for name in SEVERAL},
        choices={"list": LISTED, "role": ROLES, "output": OUTPUTS, "timing": TIMINGS} | BESIDE,
        kinds=[(one.name, one.en if language == "en" else one.vi) for one in _kinds(view)],
        sentence=sentence(parts, language) if parts else "",
        rules=rules(parts, language) if parts else (),
        sparql=sparql(parts, view.base) if parts else "",
        problem=_explained(problem, messages) if problem else "",
        wrong=_wrong(problem, fields),
        unfit=_unfit(problem, fields),
        nearest=choices(view, problem, lambda meant: _mended(problem, fields, meant)),
        page=page,
        table=_table(built, page, fields, view, messages) if built and page else None,
        units=units,
        documents=documents,
        formats=FORMATS,
        calendar=CALENDAR if parts and parts.listed == "tasks" else None,
        examples=_EXAMPLES,
        link=lambda **changes: address(fields, **{"go": "" if fields else "1", **changes}),
    )


def _table(built: Built, page: Cut[Row], fields: Fields, view: View, messages: Catalogue) -> Table:
    """Lay out the rows that a page shows; a figure leads to the tasks that it counts."""
    columns = TABLE[built.parts.listed]
    table = laid_out(columns, built.columns, page.lines, page.matching, view.directory, messages)
    if built.parts.listed == "tasks":
        return table
    rows = []
    for row, cells in zip(page.lines, table.rows, strict=True):
        values = {name: text(term) for name, term in zip(built.columns, row, strict=True)}
        opened = [
            tasks_behind(built.parts, fields, values, name) if cell.number and cell.text != "0" else None
            for name, cell in zip(columns, cells, strict=True)
        ]
        rows.append(
            tuple(
                replace(cell, url=address(found)) if found else cell
                for cell, found in zip(cells, opened, strict=True)
            )
        )
    return replace(table, rows=tuple(rows))


def _kinds(view: View) -> list[Any]:
    return sorted(codes("document-kind", view.base), key=lambda kind: kind.vi)


def _explained(problem: QuestionError, messages: Catalogue) -> str:
    if isinstance(problem, UnknownName):
        return messages.text(f"questions.unknown.{problem.what}", written=problem.written[:80])
    if isinstance(problem, AmbiguousName):
        return messages.text("questions.ambiguous", written=problem.written[:80])
    if isinstance(problem, InvalidValue):
        key = f"ask.wrong.{problem.parameter}"
        if messages.has(key):
            return messages.text(key, written=problem.written[:80])
    return messages.text("ask.wrong", detail=told(problem, messages))


def _wrong(problem: QuestionError | None, fields: Fields) -> str:
    """Name the field that is to be mended, "" where it is not one alone."""
    if isinstance(problem, InvalidValue):
        return problem.parameter
    if isinstance(problem, UnknownName | AmbiguousName):
        return next((name for name, values in fields.items() if problem.written in values), "")
    return ""


def _unfit(problem: QuestionError | None, fields: Fields) -> Sequence[str]:
    """List the values of the wrong field that are to be mended; of several boxes only theirs are marked."""
    values = fields.get(_wrong(problem, fields), [""])
    said = getattr(problem, "written", "")
    return [said] if said in values else values


def _mended(problem: QuestionError | None, fields: Fields, meant: str) -> str:
    """Give the address of the question that has what is meant in place of the wrong name."""
    field = _wrong(problem, fields)
    if not isinstance(problem, UnknownName | AmbiguousName) or not field:
        return ""
    values = [meant if written == problem.written else written for written in fields[field]]
    return address({**fields, field: values})


def _calendar(request: Request, view: View, fields: Fields, built: Built, language: Language) -> Response:
    """Answer the deadlines as a calendar, each event with the address of its task on this server."""
    here = str(request.base_url).rstrip("/")
    try:
        written = as_calendar(built, language, lambda task: here + (page_of(task, view.base) or ""))
    except InvalidValue as error:
        return _page(request, view, fields, problem=error)
    headers = {"Content-Disposition": 'attachment; filename="tasks.ics"', "Vary": "Cookie"}
    return StreamingResponse(written, media_type=MEDIA_TYPE, headers=headers)


def _download(built: Built, chosen: str, language: Language) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{built.parts.listed}.{chosen}"',
        "Vary": "Cookie",
    }
    if chosen == "xlsx":
        check_workbook(len(built.rows), len(built.columns))
        output = BytesIO()
        write_workbook(built, output, language)
        return Response(output.getvalue(), media_type=XLSX, headers=headers)
    if chosen == "json":
        lines = as_json(built.columns, built.rows)
        return StreamingResponse(lines, media_type="application/json", headers=headers)
    table = for_spreadsheets(as_csv(built.columns, built.rows))
    return StreamingResponse(table, media_type="text/csv; charset=utf-8", headers=headers)
