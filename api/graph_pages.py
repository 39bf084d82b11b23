"""The named graphs as pages: what each is for, how much stands in it, and its content as RDF."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.links import IN_PATH, address_of, data_of, name_place_of
from api.page_data.filters import cut
from api.page_data.named_graphs import GraphList, listed, named_graph
from api.pages import Current
from api.refusals import ThingMissing
from api.rendering import READ, language_of, render
from api.resources import downloads, short
from api.site import View
from graph_build.terms import iri

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


def counted(view: View) -> GraphList:
    """Count the triples of every named graph, or give what was counted before."""
    return view.keep_whole(("graphs",), lambda: listed(view.graph, view.directory))


@router.api_route("/graphs", methods=READ)
def graphs(request: Request, view: Current, page: str = "") -> HTMLResponse:
    """List the named graphs with the triples in each: first what the program derives, then one a document."""
    found = counted(view)
    return render(
        request,
        "graphs.html",
        cut=cut(found.lines, page),
        short=lambda name: short(view, name),
        link=lambda name: name_place_of(name, view.base) or "",
        sparql=found.sparql,
    )


@router.api_route("/graphs/{path:path}", methods=READ)
def one_graph(request: Request, view: Current, path: str) -> HTMLResponse:
    """Show what a named graph is; raises ThingMissing for one that there is not."""
    try:
        name = iri(f"{view.base}graph/{quote(path, safe=IN_PATH)}").value
    except ValueError as error:
        raise ThingMissing(
            en="No graph has this address.", vi="Không có đồ thị nào ở địa chỉ này."
        ) from error
    page = view.keep(("graph", name), lambda: named_graph(view.graph, view.directory, name))
    if page is None:
        raise ThingMissing(en=f"There is no graph <{name[:300]}>.", vi=f"Không có đồ thị <{name[:300]}>.")
    return render(
        request,
        "graph.html",
        page=page,
        label=lambda name: view.directory.code(name, language_of(request)),
        short=lambda name: short(view, name),
        link=lambda name: address_of(name, view.base) or "",
        downloads=downloads(data_of(name, view.base) or ""),
    )
