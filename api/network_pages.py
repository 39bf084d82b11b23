"""The pages of the network views, and their export as one file that needs no server."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from api.i18n import catalogue
from api.page_data.directory import ACTOR_KINDS, ActorRef
from api.pages import Current, not_found
from api.rendering import READ, environment, language_of, render
from api.site import View
from api.views import Network, NetworkChoice, as_json, unit_network

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_SCRIPTS = ("vendor/vis-data/vis-data.min.js", "vendor/vis-network/vis-network.min.js", "network.js")
_STYLES = ("vendor/vis-network/vis-network.min.css", "pages.css")


@router.api_route("/units/{path:path}/network", methods=READ)
def unit_page(request: Request, view: Current, path: str, export: str = "") -> Response:
    """Show the coordination network around a unit; with `export=1` give it as one file."""
    return _network(request, view, "unit", path, export)


@router.api_route("/groups/{path:path}/network", methods=READ)
def group_page(request: Request, view: Current, path: str, export: str = "") -> Response:
    """Show the coordination network around a collective; with `export=1` give it as one file."""
    return _network(request, view, "group", path, export)


def _network(request: Request, view: View, kind: str, path: str, export: str) -> Response:
    ref = view.directory.actors.get(f"{view.base}id/{kind}/{path}")
    if ref is None:
        return not_found(request, view, path, ACTOR_KINDS)
    messages = catalogue(language_of(request))
    asked = NetworkChoice.read(request.query_params)
    network = unit_network(view, ref, asked, messages)
    if export:
        return _one_file(request, ref, network)
    return render(
        request,
        "network.html",
        ref=ref,
        asked=asked,
        network=network,
        network_json=Markup(as_json(network.data)),  # noqa: S704 - as_json leaves no character of HTML
        export_address=f"{request.url.path}?{urlencode({**asked.query(), 'export': '1'})}",
    )


def _one_file(request: Request, ref: ActorRef, network: Network) -> Response:
    """Write the view with its scripts and styles in it; its own policy lets it load nothing at all."""
    messages = catalogue(language_of(request))
    scripts = [_static(name).replace("</script", "<\\/script") for name in _SCRIPTS]
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    page = (
        environment()
        .get_template("network-file.html")
        .render(
            lang=messages.language,
            t=messages.text,
            n=messages.count,
            number=messages.number,
            ref=ref,
            network=network,
            network_json=Markup(as_json(network.data)),  # noqa: S704 - as above
            scripts=[Markup(script) for script in scripts],  # noqa: S704 - our own and vendored files
            styles=[Markup(_static(name)) for name in _STYLES],  # noqa: S704
            policy=f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data: blob:",
        )
    )
    name = f"{ref.iri.rpartition('/')[2]}-network.html"
    return Response(
        page.encode("utf-8"),
        media_type="text/html; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _static(name: str) -> str:
    return Path(str(files("api") / "static" / name)).read_text(encoding="utf-8")


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
