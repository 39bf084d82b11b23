"""The page and address of provisions that no task takes up: `/untaken` and `/api/untaken`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from api.compare_pages import MOST_TASKS, document_names, marked, page_links, words_links
from api.judging import verdicts_of
from api.links import link_of
from api.misnamed import UNUSABLE, misnamed
from api.page_data.filters import cut
from api.pages import Current
from api.read_router import ReadRouter
from api.rendering import READ, render
from api.site import View
from api.table_files import XLSX, table_file
from queries.bilingual import Language
from queries.untaken import SCOPES, Untaken, untaken
from queries.untaken_table import COLUMNS, as_csv, write_workbook
from queries.verdicts import Verdicts

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
programs = ReadRouter(tags=["compare"])

PAGE_SIZE = 25
Form = Literal["json", "csv", "xlsx"]
Scoped = Literal["", "within", "below"]
_FORMS: dict[int | str, dict[str, object]] = {
    200: {"content": {"application/json": {}, "text/csv": {}, XLSX: {}}}
}


def suggested(view: View, document: str, scope: str, verdicts: Verdicts) -> tuple[Untaken, ...]:
    """Suggest provisions that no task takes up, or give what was found before under the same verdicts.

    Raises what `queries.untaken.untaken` does: of many documents one must be named.
    """
    return view.keep(*untaken_reading(view, document, scope, verdicts))


def untaken_reading(
    view: View, document: str, scope: str, verdicts: Verdicts
) -> tuple[tuple[str, ...], Callable[[], tuple[Untaken, ...]]]:
    """Suggest provisions that no task takes up, as `View.keep` takes it."""

    def make() -> tuple[Untaken, ...]:
        return untaken(
            view.graph.store,
            document or None,
            names=view.names,
            scope=scope,
            verdicts=verdicts,
            kept=view.facts,
            most_tasks=MOST_TASKS,
        )

    return ("untaken", document, scope, verdicts.tag), make


@router.api_route("/untaken", methods=READ)
def page(
    request: Request, view: Current, document: str = "", scope: Scoped = "", page: str = ""
) -> HTMLResponse:
    """Show which provisions no task takes up, all or those of a document, each beside the nearest task."""
    asked = document.strip()
    too_many = not asked and view.corpus.figures["tasks"] > MOST_TASKS
    lacking = None
    found: tuple[Untaken, ...] = ()
    try:
        if not too_many:
            found = suggested(view, asked, scope, verdicts_of(request))
    except UNUSABLE as error:
        lacking = misnamed(request, view, error)
    return render(
        request,
        "untaken.html",
        status=lacking.status if lacking else 200,
        lacking=lacking,
        found=cut(found, page, PAGE_SIZE),
        too_many=MOST_TASKS if too_many else 0,
        asked=asked,
        scope=scope,
        scopes=("", *SCOPES),
        marked=marked,
        documents=document_names(view),
        link=link_of(request),
        page_of=page_links(view),
        words_of=words_links(view),
    )


@programs.get("/untaken", responses=_FORMS, response_class=JSONResponse)
def listed(
    request: Request,
    view: Current,
    document: Annotated[str, Query(description="Only provisions of this document.")] = "",
    scope: Annotated[
        Scoped, Query(description="Tasks of the document itself (within), or of those under it (below).")
    ] = "",
    form: Annotated[Form, Query(alias="format")] = "json",
    lang: Annotated[Language, Query(description="Language of the headings of the sheet.")] = "vi",
) -> Response:
    """Suggest sections with measures or duties that no task takes up, each with the nearest task.

    Suggestions, not facts: they rest on places, words and bodies. An unknown document is 404 with the nearest
    names, an ambiguous one 409 with the candidates; where more than 5,000 tasks would be compared one must be
    named, else it is 400.
    """
    found = suggested(view, document.strip(), scope, verdicts_of(request))
    if form == "json":
        return JSONResponse([one.as_object() for one in found])
    return table_file(found, form, "provisions-without-task", as_csv, write_workbook, lang, len(COLUMNS))
