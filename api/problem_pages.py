"""The types of problems (RFC 9457): each has a page that says what happened and what to do.

The IRI of a type, which the field `type` of a problem carries, is that of its page below the base.
"""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.errors import PROBLEMS, STATUSES
from api.i18n import LANGUAGES, catalogue
from api.negotiation import TRIPLES, by_name
from api.page_fields import reads
from api.refusals import ThingMissing
from api.rendering import READ, render
from api.resources import downloads, wants_data
from graph_build.terms import iri, literal
from ontology.load import Triple, serialize
from ontology.vocab import RDF, SKOS, vocabulary

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_TEXTS: Final = ((SKOS.prefLabel, "problem.{}"), (SKOS.definition, "problem.{}.why"))


@router.api_route("/problem", methods=READ)
def problems(request: Request) -> HTMLResponse:
    """List the types of problems with the status of each."""
    return render(request, "problems.html", statuses=STATUSES)


@router.api_route("/problem/{slug}", methods=READ)
@reads("format")
def problem(request: Request, slug: str) -> Response:
    """Explain one type of problem; raises ThingMissing for one that this server never reports."""
    if slug not in STATUSES:
        raise ThingMissing(
            en=f"This server reports no problem {slug[:100]!r}.",
            vi=f"Máy chủ này không báo lỗi nào tên {slug[:100]!r}.",
        )
    named = request.query_params.get("format", "")
    if choice := by_name(named, TRIPLES) if named else wants_data(request):
        body = serialize(_triples(slug), choice.format.media_type, vocabulary().prefixes())
        return Response(body, media_type=choice.content_type, headers={"Vary": "Accept"})
    return render(
        request,
        "problem.html",
        headers={"Vary": "Accept, Cookie"},
        slug=slug,
        iri=f"{PROBLEMS}{slug}",
        status_code=STATUSES[slug],
        downloads=downloads(f"/problem/{slug}"),
    )


def _triples(slug: str) -> list[Triple]:
    name = iri(f"{PROBLEMS}{slug}")
    said: list[Triple] = [(name, iri(RDF.type), iri(SKOS.Concept))]
    for language in LANGUAGES:
        messages = catalogue(language)
        said += [
            (name, iri(of), literal(messages.text(key.format(slug)), language=language)) for of, key in _TEXTS
        ]
    return said
