"""Counterparts and gaps for programs: `GET /api/counterparts` and `GET /api/gaps`, as JSON or CSV."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from api.compare_pages import compared, laid_out, verdicts_of
from api.pages import Current
from queries.carried import carried
from queries.counterparts_text import as_csv, gaps_csv, gaps_object

router = APIRouter(tags=["compare"])

Form = Literal["json", "csv"]
Kinds = Annotated[tuple[str, ...], Query(description="Only these kinds: task, duty, measure.")]
_FORMS: dict[int | str, dict[str, object]] = {200: {"content": {"application/json": {}, "text/csv": {}}}}


@router.get("/counterparts", responses=_FORMS, response_class=JSONResponse)
def pair(
    request: Request,
    view: Current,
    a: Annotated[str, Query(description="A document: number, name, file name or IRI.")],
    b: Annotated[str, Query(description="The document it is compared with.")],
    kind: Kinds = (),
    form: Annotated[Form, Query(alias="format")] = "json",
) -> Response:
    """List the mandates of one document, each with those of another that answer to it, the best first.

    An unknown document is 404 with the nearest names, an ambiguous one 409 with the candidates.
    """
    found = compared(view, a, b, kind, verdicts_of(request))
    if form == "csv":
        return _csv(as_csv(found), "counterparts")
    return JSONResponse([entry.as_object() for entry in found.entries])


@router.get("/carried")
def carried_over(
    request: Request,
    view: Current,
    document: Annotated[str, Query(description="Only from or into this document.")] = "",
) -> list[dict[str, object]]:
    """Suggest tasks of later documents that may repeat those of an earlier year of the same issuer.

    Suggestions, not facts: each has its ground, a score from 0 to 1, the words of both and what changed. An
    unknown document is 404 with the nearest names, an ambiguous one 409 with the candidates.
    """
    found = carried(view.graph.store, document or None, names=view.names, verdicts=verdicts_of(request))
    return [one.as_object() for one in found]


@router.get("/gaps", responses=_FORMS, response_class=JSONResponse)
def gaps(
    request: Request,
    view: Current,
    document: Annotated[str, Query(description="A document: number, name, file name or IRI.")],
    plan: Annotated[tuple[str, ...], Query(description="What it is compared with; without any, all.")] = (),
    kind: Kinds = (),
    form: Annotated[Form, Query(alias="format")] = "json",
) -> Response:
    """Tell which mandates of a document have a likely counterpart in which plans."""
    found = laid_out(view, document, plan, kind, verdicts_of(request))
    return _csv(gaps_csv(found), "gaps") if form == "csv" else JSONResponse(gaps_object(found))


def _csv(text: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(
        text.encode("utf-8", "surrogatepass"), media_type="text/csv; charset=utf-8", headers=headers
    )
