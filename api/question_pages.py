"""The pages of the question library: the list, and every question with its form, answer and SPARQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from itertools import islice
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse

from api.i18n import Catalogue, catalogue
from api.links import with_days
from api.misnamed import choices
from api.page_data import questions as forms
from api.page_fields import reads
from api.pages import Current, error_page, question_card
from api.rendering import READ, language_of, render
from api.site import View
from api.table_files import XLSX, check_workbook
from queries.answer_workbook import write_rows
from queries.bilingual import Language
from queries.catalogue import Question, find, library
from queries.cells import for_spreadsheets
from queries.errors import AmbiguousName, QuestionError, UnknownName, UnknownQuestion
from queries.format import as_csv, as_json
from queries.run import Answer, ask, prepare

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

MOST_SUGGESTED: Final = 300
"""Names that an input suggests; all others can be typed."""

_WRITERS = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "json": ("application/json", as_json),
}


@router.api_route("/questions", methods=READ)
def questions(request: Request) -> HTMLResponse:
    """List the questions of the library."""
    cards = [question_card(question, language_of(request)) for question in library().values()]
    return render(request, "questions.html", questions=cards)


def _parameters(request: Request) -> Iterable[str]:
    try:
        return [parameter.name for parameter in find(request.path_params["name"][:100]).parameters]
    except UnknownQuestion:
        return request.query_params


@router.api_route("/questions/{name}", methods=READ)
@reads("format", "go", by_path=_parameters)
def question(request: Request, view: Current, name: str) -> Response:
    """Show one question: its form, and where its parameters are given its answer, or a download of it.

    `format=csv`, `format=xlsx` and `format=json` give the whole answer as a file. Parameters that cannot be
    understood give the form, what is wrong and the nearest names, under status 400, 404 or 409.
    Days that are written as readers write them lead to the address that has them as year-month-day.
    """
    try:
        found = find(name[:100])
    except UnknownQuestion:
        return error_page(request, 404)
    if to_days := with_days(request, *forms.days(found)):
        return to_days
    messages = catalogue(language_of(request))
    written = forms.given(found, request.query_params)
    asked = bool(written) or "go" in request.query_params
    answer: Answer | None = None
    problem: QuestionError | None = None
    if asked:
        try:
            answer = answered(view, found, written)
        except QuestionError as error:
            problem = error
    chosen = request.query_params.get("format", "")
    if answer is not None and chosen == "xlsx":
        return _workbook(answer, messages)
    if answer is not None and chosen in _WRITERS:
        return _download(answer, chosen)
    return _page(request, view, found, written, answer, problem, messages)


def answered(view: View, question: Question, written: Mapping[str, str]) -> Answer:
    """Put a question, unless its answer was read ahead; raises what `queries.run.ask` raises."""
    known = view.known(answer_key(question, written))
    return known if isinstance(known, Answer) else ask(view.graph.store, question, written, names=view.names)


def answer_key(question: Question, written: Mapping[str, str]) -> tuple[str, ...]:
    """Name the answer to a question for a view to keep."""
    return ("question", question.name, *(part for pair in sorted(written.items()) for part in pair))


def _download(answer: Answer, chosen: str) -> StreamingResponse:
    media_type, write = _WRITERS[chosen]
    pieces = write(answer.variables, answer.rows)
    name = f"{answer.question.name}.{chosen}"
    return StreamingResponse(
        for_spreadsheets(pieces) if chosen == "csv" else pieces,
        media_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _workbook(answer: Answer, messages: Catalogue) -> Response:
    check_workbook(len(answer.rows), len(answer.variables))
    language: Language = "en" if messages.language == "en" else "vi"
    question = answer.question
    given = (f"{name}: {written}" for name, written in answer.written.items())
    told = (question.title[language], question.description[language], *given, answer.sparql)
    output = BytesIO()
    write_rows(answer.variables, answer.rows, told, output, language)
    headers = {"Content-Disposition": f'attachment; filename="{question.name}.xlsx"', "Vary": "Cookie"}
    return Response(output.getvalue(), media_type=XLSX, headers=headers)


def _page(
    request: Request,
    view: View,
    found: Question,
    written: Mapping[str, str],
    answer: Answer | None,
    problem: QuestionError | None,
    messages: Catalogue,
) -> HTMLResponse:
    card = question_card(found, messages.language)
    fields = forms.fields(found, written, messages, problem)
    kinds = {field.list for field in fields if field.list}

    def download(chosen: str) -> str:
        return f"/questions/{found.name}?" + urlencode({**written, "go": "1", "format": chosen})

    return render(
        request,
        "question.html",
        status=_status(problem),
        question=card,
        fields=fields,
        lists={kind: _suggestions(view, kind) for kind in sorted(kinds)},
        problem=forms.explained(problem, messages) if problem else "",
        nearest=choices(view, problem, lambda meant: forms.mended(found, written, problem, meant)),
        answer=forms.table(answer, view.directory, messages) if answer else None,
        understood=forms.understood(found, answer.terms, view.directory, messages) if answer else (),
        sparql=answer.sparql if answer else prepare_open(found, view),
        download=download,
    )


def _status(problem: QuestionError | None) -> int:
    if isinstance(problem, UnknownName):
        return 404
    return 409 if isinstance(problem, AmbiguousName) else 400 if problem else 200


def prepare_open(question: Question, view: View) -> str:
    """Give the query of a question as it stands in the library, under the base of the graph."""
    required = any(parameter.required for parameter in question.parameters)
    return question.sparql if required else prepare(question, {}, view.base)


def _suggestions(view: View, kind: str) -> list[str]:
    """List what an input may suggest: numbers of documents, or the units with most tasks."""
    if kind == "documents":
        known = view.directory.documents
        listed = known.latest(MOST_SUGGESTED) if known.are_many else known.values()
        return list(islice((one.number for one in listed if one.number), MOST_SUGGESTED))
    busy = [one for one in view.corpus.actors if one.ref.kind in {"unit", "group"}]
    busy.sort(key=lambda one: -(one.leads + one.coordinates))
    names = dict.fromkeys(one.ref.label for one in busy if one.leads or one.coordinates)
    return list(islice(names, MOST_SUGGESTED))
