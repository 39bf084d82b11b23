"""The page of a trace: what a thing rests on and what rests on it, to be opened level by level.

The address holds everything that is shown: `/trace/documents/cp/2022/nq-38?direction=down&kind=task`. What
is asked for in words (`/trace?thing=38/NQ-CP`) is answered on the spot.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.i18n import catalogue
from api.links import PAGES, page_of, place_of, with_days
from api.page_fields import reads
from api.pages import Current
from api.rendering import READ, language_of, render
from api.site import View
from api.trace_tree import Branches
from queries.as_of import sentences
from queries.trace import Asked, thing_named, trace
from queries.trace_model import KINDS, MOST, STATED, USUAL_KINDS, USUAL_LIMIT, Trace, counts, left_out_of

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

MOST_SHOWN: Final = 4000
"""Nodes on a page; a larger trace is shown without its lowest kinds, and the page says so."""
_LIMITS: Final = (100, USUAL_LIMIT, 2000, MOST)
_LESS: Final = (USUAL_KINDS, ("document", *STATED), ("document",))


@router.api_route("/trace", methods=READ)
@reads("kind", "as_of")
def ask(
    request: Request,
    view: Current,
    thing: str = "",
    direction: str = "",
    depth: str = "",
    limit: str = "",
    open: str = "",
) -> Response:
    """Show the trace of a thing named in words, or the form to name one."""
    if to_days := with_days(request, "as_of"):
        return to_days
    asked = Asked.read(direction, depth, _kinds(request), request.query_params.get("as_of", ""), limit)
    return _page(request, view, thing.strip(), asked, is_open=open == "all")


@router.api_route("/trace/{path:path}", methods=READ)
@reads("kind", "as_of")
def of_thing(
    request: Request,
    view: Current,
    path: str,
    direction: str = "",
    depth: str = "",
    limit: str = "",
    open: str = "",
) -> Response:
    """Show the trace of a thing; the path ends like that of its page, or is its number."""
    if to_days := with_days(request, "as_of"):
        return to_days
    kind, _, local = path.partition("/")
    singular = {plural: one for one, plural in PAGES.items()}
    written = f"{view.base}id/{singular[kind]}/{local}" if kind in singular else path
    asked = Asked.read(direction, depth, _kinds(request), request.query_params.get("as_of", ""), limit)
    return _page(request, view, written, asked, is_open=open == "all")


def _kinds(request: Request) -> str:
    return ",".join(request.query_params.getlist("kind"))


def _page(request: Request, view: View, written: str, asked: Asked, *, is_open: bool) -> HTMLResponse:
    found, left_out = _traced(view, written, asked) if written else (None, ())
    return render(
        request,
        "trace.html",
        written="" if found else written,
        found=found,
        asked=asked,
        is_open=is_open,
        as_of=sentences(found.as_of, "en" if language_of(request) == "en" else "vi") if found else (),
        left_out=left_out,
        kinds=KINDS,
        counts={"up": counts(found.up), "down": counts(found.down)} if found else {},
        page_of=lambda name: page_of(name, view.base) or place_of(name, view.base),
        branches=Branches(view.base, catalogue(language_of(request)), is_open=is_open),
        usual_limit=USUAL_LIMIT,
        limits=sorted({*_LIMITS, asked.limit}),
        beyond=left_out_of(found) if found else {},
        most=MOST,
        documents=[] if found else view.directory.labels(500),
    )


def trace_reading(
    view: View, root: str, asked: Asked | None = None
) -> tuple[tuple[str, ...], Callable[[], Trace]]:
    """Trace a thing named by IRI, as `View.keep` takes it."""
    asked = asked or Asked()
    limits = (str(asked.depth), asked.as_of, str(asked.limit))

    def make() -> Trace:
        return trace(view.graph.store, root, asked, names=view.names, kept=view.facts)

    return ("trace", root, asked.direction, *limits, ",".join(sorted(asked.kinds))), make


def _traced(view: View, written: str, asked: Asked) -> tuple[Trace, tuple[str, ...]]:
    """Trace, with fewer kinds where all are too much for a page; the second value lists those left out."""
    root = thing_named(view.graph.store, written, names=view.names, kept=view.facts)
    for kinds in _LESS:
        kept = asked.kinds & frozenset((*kinds, "citation"))
        less = replace(asked, kinds=kept or frozenset({"document"}))
        found = view.keep(*trace_reading(view, root, less))
        left_out = tuple(sorted(asked.kinds - less.kinds))
        if sum(1 for _ in found.nodes) <= MOST_SHOWN:
            break
    return found, left_out
