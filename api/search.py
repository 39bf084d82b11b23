"""Search for programs and for people: `GET /api/search` and the page `/search`.

Both ask the index of the snapshot that is served. An answer of the API changes only with the snapshot, which
its entity tag names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from api.i18n import Catalogue, catalogue
from api.links import page_of, place_of, words_place
from api.page_data.directory import ACTOR_KINDS
from api.page_data.filters import page_number
from api.pages import Current
from api.read_router import ReadRouter
from api.rendering import READ, language_of, render
from api.site import View
from api.writing import Writer
from graph_build.search_index import KINDS, LAYOUT
from graph_build.store_errors import SearchIndexAwaited
from queries.errors import BadSearch
from queries.search import MOST, Found, Hit, SearchIndex
from queries.search_shown import Matched
from queries.search_terms import LONGEST, understand

api_router = ReadRouter(tags=["search"])
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

PAGE: Final = 25
"""Entries on a page of results."""
STATEMENTS: Final = ("duty", "measure", "indicator")
"""Kinds that have no page of their own: what is found leads to its words."""


@dataclass(frozen=True, slots=True)
class MatchedText:
    """The text of an entry that shows best why it was found, cut around its first match.

    `highlights` are pairs [start, end) of code points in `text`; `starts` and `ends` tell whether it begins
    and ends where the whole text does.
    """

    field: str
    field_label: str
    text: str
    highlights: list[tuple[int, int]]
    starts: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class Belonging:
    """What an entry belongs to: the document that states it, the unit above, the post."""

    iri: str
    label: str
    page: str | None


@dataclass(frozen=True, slots=True)
class SearchHit:
    """An entry that was found; `highlights` are pairs [start, end) of code points in `label`.

    `exact` tells that the search is a name, number or abbreviation of it as a whole; `page` is the path of
    the page that shows it.
    """

    iri: str
    kind: str
    kind_label: str
    label: str
    highlights: list[tuple[int, int]]
    matched: MatchedText | None
    context: Belonging | None
    exact: bool
    page: str | None


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """A page of what was found, best first.

    `total` counts what matches among the kinds asked for, `kinds` what matches of every kind.
    """

    query: str
    total: int
    kinds: dict[str, int]
    limit: int
    offset: int
    snapshot: str
    hits: list[SearchHit]


@api_router.get("/search", response_model=SearchAnswer)
def search_api(  # noqa: PLR0917 - the parameters of the address
    request: Request,
    view: Current,
    q: Annotated[
        str,
        Query(
            description='Words, marks optional; a number or abbreviation; "a phrase"; kind:task among them.',
            examples=["cuc y te du phong", "38/NQ-CP", '"tiêm chủng" kind:task'],
        ),
    ],
    kind: Annotated[
        list[str] | None, Query(description=f"Only these kinds, parted by commas: {', '.join(KINDS)}.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MOST, description="Entries in the answer.")] = 20,
    offset: Annotated[int, Query(ge=0, le=1_000_000, description="Entries to pass over.")] = 0,
    lang: Annotated[Literal["vi", "en"], Query(description="Language of the labels of kinds.")] = "vi",
    if_none_match: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """Search documents, mandates, units, people and indicators, best match first.

    The last word may be the beginning of one. Words typed with marks put entries with these marks first.
    A search without a word, with too many, or of an unknown kind is 400.
    """
    search = understand(q, [one for one in kind or () if one])
    snapshot = view.graph.store.snapshot_id
    tag = _tag(snapshot, q, repr(search.kinds), limit, offset, lang)
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if tag in {f"W/{one.strip().removeprefix('W/')}" for one in if_none_match.split(",")}:
        return Response(status_code=304, headers=headers)
    found = _index(request, view).find(search, limit=limit, offset=offset)
    answer = SearchAnswer(
        query=found.search.typed,
        total=found.total,
        kinds=found.kinds,
        limit=limit,
        offset=offset,
        snapshot=snapshot,
        hits=[_object(hit, view.base, catalogue(lang)) for hit in found.hits],
    )
    return JSONResponse(asdict(answer), headers=headers)


def _tag(*parts: object) -> str:
    digest = hashlib.sha256("\0".join(map(str, (LAYOUT, *parts))).encode("utf-8", "surrogatepass"))
    return f'W/"{digest.hexdigest()[:32]}"'


def _object(hit: Hit, base: str, messages: Catalogue) -> SearchHit:
    matched = _matched(hit.matched, messages) if hit.matched else None
    above = Belonging(hit.context, hit.context_label, place_of(hit.context, base)) if hit.context else None
    return SearchHit(
        iri=hit.iri,
        kind=hit.kind,
        kind_label=messages.text(f"kind.{hit.kind}"),
        label=hit.label,
        highlights=list(hit.highlights),
        matched=matched,
        context=above,
        exact=hit.exact,
        page=place_of(hit.iri, base),
    )


def _matched(matched: Matched, messages: Catalogue) -> MatchedText:
    shown = matched.shown
    label = messages.text(f"field.{matched.role}")
    return MatchedText(matched.role, label, shown.text, list(shown.highlights), shown.starts, shown.ends)


@dataclass(frozen=True, slots=True)
class Results:
    """What the page shows: the entries, where the page stands, and the kinds to narrow by."""

    found: Found
    page: int
    pages: int
    everything: int


@router.api_route("/search", methods=READ)
def search_page(request: Request, view: Current, q: str = "", kind: str = "", page: str = "") -> HTMLResponse:
    """Show what a search finds, 25 entries a page, narrowed to a kind where one is chosen."""
    kind = kind if kind in KINDS else ""
    results, problem = None, ""
    if q.strip():
        try:
            results = _results(_index(request, view), q, kind, page_number(page))
        except BadSearch:
            problem = catalogue(language_of(request)).text("search.bad", kinds=", ".join(KINDS))
    words = _places_of_words(view, results.found.hits) if results else {}
    nothing = results is not None and not results.everything
    return render(
        request,
        "search.html",
        status=400 if problem else 200,
        typed=q[:LONGEST],
        kind=kind,
        results=results,
        problem=problem,
        nearest=view.directory.nearest(q, ("document", *ACTOR_KINDS)) if nothing else (),
        body_of=view.directory.body_of,
        place=lambda iri: words.get(iri) or place_of(iri, view.base),
    )


def _places_of_words(view: View, hits: Iterable[Hit]) -> dict[str, str]:
    """Give where the words stand of what was found and has no page of its own, by IRI."""
    things = [hit.iri for hit in hits if hit.kind in STATEMENTS]
    found: dict[str, str] = {}
    for row in view.graph.ask("things-places", thing=things).rows if things else ():
        if page := page_of(row["document"], view.base):
            found.setdefault(row["thing"], words_place(page, row))
    return found


def _index(request: Request, view: View) -> SearchIndex:
    """Give the index of what is served; where it has none yet, see that one is made, and raise so."""
    try:
        return view.search
    except SearchIndexAwaited:
        writer: Writer = request.app.state.writer
        writer.see_to_tables(view.graph.store)
        raise


def _results(index: SearchIndex, typed: str, kind: str, page: int) -> Results:
    search = understand(typed, [kind] if kind else [])
    found = index.find(search, limit=PAGE, offset=(page - 1) * PAGE)
    pages = max(1, -(-found.total // PAGE))
    if page > pages:
        page, found = pages, index.find(search, limit=PAGE, offset=(pages - 1) * PAGE)
    return Results(found, page, pages, sum(found.kinds.values()))
