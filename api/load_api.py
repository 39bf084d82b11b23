"""Coordination load for programs: `GET /api/load`.

An answer changes only with the snapshot and the parameters, which its entity tag names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import chain
from typing import Annotated

from fastapi import Header, Query, Request
from fastapi.responses import Response, StreamingResponse

from api.answer_cache import LARGEST, AnswerCache
from api.heap import give_back
from api.pages import Current
from api.read_router import ReadRouter
from queries.as_of import as_of_day, documents_as_of
from queries.bilingual import Language
from queries.load_rules import LoadSettings, Period, Reading
from queries.unit_readings import AS_WRITTEN, units_day

router = ReadRouter(tags=["load"])

Periods = Annotated[Period, Query(description="Count all at once, or by period.")]
Collectives = Annotated[
    Reading, Query(description="Leave collectives out, count each once, or expand them by the register.")
]
LeadWeight = Annotated[float, Query(description="Load of a task that its leads share.")]
CoordinateWeight = Annotated[float, Query(description="Load of a task that its coordinators share.")]
Under = Annotated[
    str, Query(description="Only tasks of it and of what implements it.", examples=["38/NQ-CP"])
]
StatedIn = Annotated[str, Query(description="Only tasks that this document states itself.")]
"""How load is counted, as parameters of addresses; also those of scenarios."""


@router.get("/load")
def load_api(  # noqa: PLR0913, PLR0917 - the parameters of the address
    request: Request,
    view: Current,
    period: Periods = "whole",
    collectives: Collectives = "once",
    lead_weight: LeadWeight = 1.0,
    coordinate_weight: CoordinateWeight = 1.0,
    resolution: Under = "",
    document: StatedIn = "",
    unit: Annotated[str, Query(description="Only the rows of this unit or collective.")] = "",
    units: Annotated[
        str,
        Query(
            description="Units as the documents name them, or what they have become by today or a day.",
            examples=["as-written", "as-of-today", "2025-03-01"],
        ),
    ] = AS_WRITTEN,
    as_of: Annotated[
        str, Query(description="Only tasks of documents that were issued by a day, and not replaced.")
    ] = "",
    lang: Annotated[Language, Query(description="Language of the counting rule.")] = "vi",
    if_none_match: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """Measure the load of units and collectives by period; the counting rule is part of the answer.

    An unknown unit or document is 404 with the nearest names, a name of several things is 409, a weight that
    is negative or too large is 400.
    """
    from queries.load import Filters, table_of  # noqa: PLC0415 - NumPy is slow to import
    from queries.load_format import as_json  # noqa: PLC0415
    from queries.load_time import load_read, read_as_of  # noqa: PLC0415

    settings = LoadSettings(period, collectives, lead_weight, coordinate_weight)
    names = view.names
    filters = Filters(
        resolution=names.document(resolution).value if resolution else None,
        document=names.document(document).value if document else None,
        unit=names.unit(unit).value if unit else None,
    )
    units_as_of, on = units_day(units), as_of_day(as_of)
    snapshot = view.graph.store.snapshot_id
    tag = _tag(snapshot, settings, filters, units_as_of, on, lang)
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if tag in {f"W/{one.strip().removeprefix('W/')}" for one in if_none_match.split(",")}:
        return Response(status_code=304, headers=headers)

    cache: AnswerCache = request.app.state.answers
    kept = cache.get(tag)
    if kept is None:
        table = view.keep_whole(("load-table",), lambda: table_of(view.graph.store))
        read = read_as_of(view.graph.store, table, units_as_of)
        report = load_read(read, settings, filters, documents_as_of(view.graph.store, on, names))
        give_back()  # arrays, before the text is made
        pieces = as_json(report, lang, snapshot)
        body = _beginning(pieces)
        if len(body) > LARGEST:
            rest = (piece.encode() for piece in pieces)
            return StreamingResponse(chain((body,), rest), media_type="application/json", headers=headers)
        cache.keep_body(tag, body)
    else:
        body = kept.body
    return Response(body, media_type="application/json", headers=headers)


def _beginning(pieces: Iterator[str]) -> bytes:
    """Take pieces until they are more than an answer that is kept may be, or all of them."""
    body = bytearray()
    for piece in pieces:
        body += piece.encode()
        if len(body) > LARGEST:
            break
    return bytes(body)


def _tag(*parts: object) -> str:
    digest = hashlib.sha256("\0".join(map(str, parts)).encode("utf-8", "surrogatepass"))
    return f'W/"{digest.hexdigest()[:32]}"'
