"""Counterparts and gaps for programs: `/api/counterparts` and `/api/gaps`, as JSON or CSV, and verdicts."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import Depends, Query, Request
from fastapi.responses import JSONResponse, Response

from api.compare_pages import carried_over as suggested
from api.compare_pages import check_mandates, compared, laid_out
from api.forms import posted_texts
from api.judging import keep, verdicts_of
from api.pages import Current
from api.read_router import ReadRouter
from api.writing import admitted
from queries.counterparts_text import as_csv, gaps_csv, gaps_object
from queries.verdicts import SAYINGS, WITHDRAWN, Verdict

router = ReadRouter(tags=["compare"])

Form = Literal["json", "csv"]
Kinds = Annotated[tuple[str, ...], Query(description="Only these kinds: task, duty, measure.")]
_FORMS: dict[int | str, dict[str, object]] = {200: {"content": {"application/json": {}, "text/csv": {}}}}

_FIELDS: Final = ("first", "second", "verdict", "reason", "by")
_GIVEN: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": [name for name in _FIELDS if name != "reason"],
                    "properties": {
                        **{name: {"type": "string"} for name in _FIELDS},
                        "verdict": {"type": "string", "enum": [*SAYINGS["counterpart"], WITHDRAWN]},
                    },
                }
            }
        },
    }
}


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


@router.post(
    "/counterparts",
    status_code=201,
    dependencies=[Depends(admitted)],
    response_class=JSONResponse,
    openapi_extra=_GIVEN,
)
def judge(
    request: Request, view: Current, given: Annotated[dict[str, str], Depends(posted_texts)]
) -> JSONResponse:
    """Keep a verdict on two mandates, named by IRI: same, broader, narrower (the first), or different.

    It takes the place of an earlier one on the same two; withdrawn takes the last one back without a reason;
    where there is none it is 409. It needs the write token; a thing that the graph does not hold is 404, a
    missing reason or name 400.
    """
    told = {name: given.get(name, "").strip() for name in _FIELDS}
    made = Verdict("counterpart", **told)
    check_mandates(view, made.first, made.second)
    keep(request, made)
    return JSONResponse(made.as_object(), status_code=201)


@router.get("/carried")
def carried_over(
    request: Request,
    view: Current,
    document: Annotated[str, Query(description="Only from or into this document.")] = "",
) -> list[dict[str, object]]:
    """Suggest tasks of later documents that may repeat those of an earlier year of the same issuer.

    Suggestions, not facts: each has its ground, a score from 0 to 1, the words of both and what changed. An
    unknown document is 404 with the nearest names, an ambiguous one 409 with the candidates; where more than
    5,000 tasks would be compared one must be named, else it is 400.
    """
    found = suggested(view, document.strip(), verdicts_of(request))
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
