"""The pages of the graph views, and their exports: a table as CSV, and one file that needs no server.

What draws a view imports NumPy, so that it is imported when the first of these pages is asked for.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from api.i18n import catalogue
from api.misnamed import choices_near
from api.page_data.directory import ACTOR_KINDS
from api.page_data.load_query import LoadProblem
from api.page_data.readings import document_reading
from api.page_fields import reads
from api.pages import Current, not_found
from api.rendering import READ, environment, language_of, render
from api.site import View
from api.table_files import shown_file

if TYPE_CHECKING:
    from api.page_data.picture_page import Asking, PicturePage

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_OWN: Final = ("picture-file.js", "picture-parts.js", "picture.js")
SCRIPTS: Final = {
    "canvas": (
        *("vendor/vis-data/vis-data.min.js", "vendor/vis-network/vis-network.min.js"),
        *("picture-canvas.js", *_OWN),
    ),
    "dense": ("picture-dense.js", *_OWN),
}
"""The scripts of each way to draw, in the order in which they run."""

_OF_ALL: Final = ("view", "moved", "format", "export", "page")
_LONGEST_VIEW: Final = 60
_LONGEST_MOVED: Final = 4_000

_STYLES: Final = {
    "canvas": ("vendor/vis-network/vis-network.min.css", "pages.css", "picture.css"),
    "dense": ("pages.css", "picture.css"),
}


def _usual(page: str) -> Callable[[Request], Iterable[str]]:
    """Tell the fields of a view by the module of its page."""

    def fields(_: Request) -> Iterable[str]:
        usual: Mapping[str, str] = import_module(f"api.page_data.{page}").USUAL
        return usual

    return fields


@router.api_route("/network", methods=READ)
@reads(*_OF_ALL, by_path=_usual("coordination_page"))
def coordination_network(request: Request, view: Current) -> Response:
    """Show the coordination network of all units; `export=1` as a file, `format=csv` its table."""
    from api.page_data.coordination_page import asking, coordination_page  # noqa: PLC0415

    return answer(
        request,
        view,
        "picture.all.title",
        lambda: coordination_page(view, request.query_params, catalogue(language_of(request))),
        lambda: asking(view, request.query_params, catalogue(language_of(request))),
    )


@router.api_route("/network/documents", methods=READ)
@reads(*_OF_ALL, by_path=_usual("lineage_page"))
def document_map(request: Request, view: Current) -> Response:
    """Show how documents stand to one another, or those around one of them."""
    from api.page_data.lineage_page import asking, lineage_page  # noqa: PLC0415

    return answer(
        request,
        view,
        "picture.lineage.title",
        lambda: lineage_page(view, request.query_params, catalogue(language_of(request))),
        lambda: asking(view, request.query_params, catalogue(language_of(request))),
    )


@router.api_route("/documents/{issuer}/{year}/{slug}/network", methods=READ)
@reads(*_OF_ALL, by_path=_usual("participation_page"))
def document_tasks(request: Request, view: Current, issuer: str, year: str, slug: str) -> Response:
    """Show who takes part in which task of a document."""
    from api.page_data.participation_page import asking, participation_page  # noqa: PLC0415

    name = f"{view.base}id/document/{issuer}/{year}/{slug}"
    page = view.keep(*document_reading(view, name))
    if page is None:
        return not_found(request, view, slug, ["document"])
    return answer(
        request,
        view,
        "picture.tasks.open",
        lambda: participation_page(view, page, request.query_params, catalogue(language_of(request))),
        lambda: asking(view, page, request.query_params, catalogue(language_of(request))),
    )


@router.api_route("/units/{path:path}/network", methods=READ)
@reads(*_OF_ALL, by_path=_usual("ego_page"))
def unit_network(request: Request, view: Current, path: str) -> Response:
    """Show the coordination network around a unit."""
    return _around(request, view, "unit", path)


@router.api_route("/groups/{path:path}/network", methods=READ)
@reads(*_OF_ALL, by_path=_usual("ego_page"))
def group_network(request: Request, view: Current, path: str) -> Response:
    """Show the coordination network around a collective."""
    return _around(request, view, "group", path)


def _around(request: Request, view: View, kind: str, path: str) -> Response:
    from api.page_data.ego_page import asking, ego_page  # noqa: PLC0415

    ref = view.directory.actors.get(f"{view.base}id/{kind}/{path}")
    if ref is None:
        return not_found(request, view, path, ACTOR_KINDS)
    return answer(
        request,
        view,
        "network.short",
        lambda: ego_page(view, ref, request.query_params, catalogue(language_of(request))),
        lambda: asking(view, ref, request.query_params, catalogue(language_of(request))),
    )


def answer(
    request: Request,
    view: View,
    heading: str,
    make: Callable[[], PicturePage],
    form: Callable[[], Asking],
) -> Response:
    """Show a view, or what is wrong with the request and what would do, under its status."""
    from api.page_data.picture_page import ROWS, address  # noqa: PLC0415

    messages = catalogue(language_of(request))
    asked = dict(request.query_params)
    try:
        graph = replace(
            make(), view=asked.get("view", "")[:_LONGEST_VIEW], moved=asked.get("moved", "")[:_LONGEST_MOVED]
        )
        if request.query_params.get("format"):
            return _table(graph, request.query_params["format"])
        if request.query_params.get("export"):
            return _one_file(request, graph)
        page, pages = _page(request.query_params.get("page", "1"), graph.row_count, ROWS)
    except LoadProblem as error:
        field = error.field

        def mended(value: str) -> str:
            return address(request.url.path, {**asked, field: value}, {})

        return render(
            request,
            "picture-problem.html",
            status=error.status,
            heading=messages.text(heading),
            problem=messages.text(error.key, **error.values),
            nearest=choices_near(view, error, mended),
            graph=replace(form(), focus="") if field == "focus" else form(),
            again=request.url.path,
            what=error.what,
            field=field,
            written=asked.get(field, ""),
            kept=[(name, value) for name, value in asked.items() if name != field and value],
        )
    return render(
        request,
        "picture.html",
        graph=graph,
        lines=graph.rows((page - 1) * ROWS, page * ROWS),
        page=page,
        pages=pages,
        export=graph.link(export="1"),
        files=[(form, graph.link(format=form)) for form in ("xlsx", "csv")],
        scripts=SCRIPTS[graph.renderer],
        network_json=Markup(graph.json()),  # noqa: S704 - json leaves no character of HTML
    )


def _page(text: str, rows: int, size: int) -> tuple[int, int]:
    pages = max(1, -(-rows // size))
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text)):
        raise LoadProblem("load.bad.page", "page", text)
    if int(text) > pages:
        last = ((str(pages), str(pages)),)
        raise LoadProblem("load.bad.page-beyond", "page", text, status=404, pages=str(pages), nearest=last)
    return int(text), pages


def _table(graph: PicturePage, chosen: str) -> Response:
    if chosen not in {"csv", "xlsx"}:
        raise LoadProblem("picture.bad.format", "format", chosen)
    form: Literal["csv", "xlsx"] = "csv" if chosen == "csv" else "xlsx"
    lines = ([_held(cell.text, cell.figure) for cell in line] for line in graph.rows(0, graph.row_count))
    return shown_file(graph.columns, lines, graph.row_count, form, graph.file)


def _held(text: str, is_figure: bool) -> str | float:
    """Give a whole number as one, that a sheet can add up; all else as it is shown."""
    digits = text.replace(".", "").replace(",", "") if is_figure else ""
    return int(digits) if digits.isascii() and digits.isdigit() else text


def _one_file(request: Request, graph: PicturePage) -> Response:
    """Write the view with its scripts and styles in it; its own policy lets it load nothing at all."""
    from api.page_data.picture_page import MOST_FILE_ROWS  # noqa: PLC0415

    messages = catalogue(language_of(request))
    scripts = [_static(name).replace("</script", "<\\/script") for name in SCRIPTS[graph.renderer]]
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    page = (
        environment()
        .get_template("picture-file.html")
        .render(
            lang=messages.language,
            t=messages.text,
            n=messages.count,
            number=messages.number,
            graph=graph,
            lines=graph.rows(0, MOST_FILE_ROWS),
            network_json=Markup(graph.json()),  # noqa: S704 - as above
            scripts=[Markup(script) for script in scripts],  # noqa: S704 - our own and vendored files
            styles=[Markup(_static(name)) for name in _STYLES[graph.renderer]],  # noqa: S704
            policy=f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data: blob:",
        )
    )
    return Response(
        page.encode("utf-8"),
        media_type="text/html; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{graph.file}.html"'},
    )


def _static(name: str) -> str:
    return Path(str(files("api") / "static" / name)).read_text(encoding="utf-8")


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
