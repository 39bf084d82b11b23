"""Tracing for programs: a trace as JSON, and as a citation pack to put into a memo."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal

from fastapi import Query
from fastapi.responses import Response

from api.pages import Current
from api.read_router import ReadRouter
from graph_build.text import bare
from queries.bilingual import Language
from queries.pack import as_docx, as_html, pack
from queries.trace import Asked, trace
from queries.trace_model import MOST

router = ReadRouter(tags=["trace"])

Object = dict[str, Any]
PackForm = Literal["html", "docx"]
PACK_TYPES: Final = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@router.get("/trace")
def traced(
    view: Current,
    thing: str,
    *,
    direction: str = "",
    depth: str = "",
    kind: str = "",
    as_of: str = "",
    limit: str = "",
) -> Object:
    """Trace a document or task up and down the levels, every hop with the words that prove it.

    `thing` is a number, name, file name, task or IRI; `direction` up, down or both; `kind` names kinds with
    commas between; `as_of` a day, by which documents must have been issued and not replaced; `limit` how many
    documents and mandates to follow in one direction (500 unless more are asked for, 10,000 at most): `more`
    counts what is left out below each thing. An unknown thing is 404 with the nearest names, an ambiguous one
    409 with the candidates.
    """
    asked = Asked.read(direction, depth, kind, as_of, limit)
    return trace(view.graph.store, thing, asked, names=view.names, kept=view.facts).as_object()


@router.get(
    "/trace/pack",
    response_class=Response,
    responses={200: {"content": {key: {} for key in PACK_TYPES.values()}}},
)
def citation_pack(  # noqa: PLR0913 - the parameters of the address
    view: Current,
    thing: str,
    *,
    direction: str = "",
    depth: str = "",
    kind: str = "",
    as_of: str = "",
    limit: str = "",
    form: Annotated[
        PackForm, Query(alias="format", description="One HTML file, or a Word document.")
    ] = "html",
    lang: Annotated[Language, Query(description="Language of the words between the quotes.")] = "vi",
) -> Response:
    """Give a trace as a citation pack: its outline, and every quote it rests on, numbered and whole."""
    asked = Asked.read(direction, depth, kind, as_of, limit or str(MOST))
    found = trace(view.graph.store, thing, asked, names=view.names, kept=view.facts)
    made = pack(found, lang, view.graph.store.snapshot_id)
    content = as_docx(made) if form == "docx" else as_html(made).encode("utf-8", "surrogatepass")
    name = re.sub(r"[^A-Za-z0-9]+", "-", bare(found.root.label)).strip("-")[:60] or "trace"
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(content, media_type=PACK_TYPES[form], headers=headers)
