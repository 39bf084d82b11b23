"""The vocabulary and the code lists as pages to look things up in; every term and code has its anchor.

What is shown is what this version of the program writes into graphs, under the base of the graph served.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.links import address_of, data_of
from api.page_fields import reads
from api.pages import Current
from api.refusals import ThingMissing
from api.rendering import READ, language_of, render
from api.resources import downloads, send_on, short, wants_data
from api.site import View
from ontology.reference import CodeList, Section, Term, code_lists, functions, sections, version
from ontology.vocab import vocabulary

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

ALIGNED: Final = "aligned"
"""What pages call the relations to other vocabularies."""

_USES: Final = {
    True: "SELECT ?thing WHERE {{ ?thing a <{iri}> }} LIMIT 100",
    False: "SELECT ?subject ?value WHERE {{ ?subject <{iri}> ?value }} LIMIT 100",
}


@router.api_route("/ontology", methods=READ)
@reads("format")
def ontology(request: Request, view: Current) -> Response:
    """Show all terms of the vocabulary in their groups, or send a program on to the vocabulary as RDF."""
    data = "/data/ontology"
    if wants_data(request):
        return send_on(request, None, data)
    language = language_of(request)
    return render(
        request,
        "ontology.html",
        headers={"Vary": "Accept, Cookie"},
        iri=f"{view.base}ontology",
        prefix=vocabulary(view.base).nv.namespace,
        version=version(view.base),
        sections=sections(view.base),
        count=lambda classes: _count(sections(view.base), classes=classes),
        functions=functions(view.base),
        text=lambda texts: _in(texts, language),
        relations=_relations,
        link=lambda name: (short(view, name), address_of(name, view.base)),
        uses=lambda term: _USES[term.is_class].format(iri=term.iri),
        lists=code_lists(view.base),
        downloads=downloads(data),
    )


def _count(grouped: tuple[Section, ...], *, classes: bool) -> int:
    return sum(term.is_class == classes for section in grouped for term in section.terms)


def _relations(term: Term) -> Iterator[tuple[str, tuple[str, ...]]]:
    """List what is told of a term by the names of the messages that say it."""
    yield from term.relations.items()
    yield from ((name, found) for name, found in (("below", term.below), (ALIGNED, term.aligned)) if found)


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or next(iter(texts.values()), "")


@router.api_route("/lists", methods=READ)
def lists(request: Request, view: Current) -> HTMLResponse:
    """List the code lists."""
    return _render_lists(request, view, None)


@router.api_route("/lists/{name}", methods=READ)
def one_list(request: Request, view: Current, name: str) -> HTMLResponse:
    """Show the codes of one list; raises ThingMissing for a list that there is not."""
    found = next((one for one in code_lists(view.base) if one.name == name), None)
    if found is None:
        raise ThingMissing(
            en=f"There is no code list {name[:100]!r}.", vi=f"Không có danh mục {name[:100]!r}."
        )
    return _render_lists(request, view, found)


def _render_lists(request: Request, view: View, shown: CodeList | None) -> HTMLResponse:
    language = language_of(request)
    return render(
        request,
        "lists.html",
        lists=code_lists(view.base),
        shown=shown,
        text=lambda texts: _in(texts, language),
        link=lambda name: (short(view, name), address_of(name, view.base)),
        downloads=downloads(data_of(shown.iri if shown else f"{view.base}codes", view.base) or ""),
    )
