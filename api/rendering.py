"""Render the pages: templates, language, static files.

Templates escape everything that they print. What they call: `t(key)` and `n(key, count)` for messages,
`number` and `moment` for figures and dates, `address(lang=…)` for the page itself with other query fields,
`static(path)` for an own file with its hash, which lets browsers keep it for ever (`StaticPages`), the
macros of `parts.html`, and the `pieces` of `api.markup`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api.compiled_templates import CompiledTemplates
from api.i18n import DEFAULT_LANGUAGE, LANGUAGES, Catalogue, catalogue
from api.markup import Pieces
from api.page_data.passages import without_stars
from api.page_fields import known, unknown
from api.protocol import cookie_of
from graph_build.text import brief

READ: Final = ["GET", "HEAD"]
"""The methods of a page."""

LANGUAGE_COOKIE: Final = "lang"
_YEAR: Final = 365 * 24 * 3600
LONGEST_HEADING: Final = 400
"""Code points of a title that a heading shows; the rest opens on demand."""


@cache
def environment() -> Environment:
    """Make the template environment: everything escaped, an unknown name is an error."""
    made = Environment(
        loader=PackageLoader("api", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=CompiledTemplates(Path(str(files("api"))), "escaped-trimmed-strict"),
        auto_reload=False,
    )
    made.globals.update(static=static_address, longest_heading=LONGEST_HEADING)
    made.filters["query"] = urlencode
    made.filters["brief"] = brief
    made.filters["without_stars"] = without_stars
    made.filters["path"] = lambda text: quote(text, safe="/")
    return made


@cache
def static_address(path: str) -> str:
    """Give the address of a file under `api/static/`, with a hash of its bytes as version."""
    file = Path(str(files("api") / "static" / path))
    try:
        version = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
    except FileNotFoundError:
        return f"/static/{path}"
    return f"/static/{path}?v={version}"


class StaticPages(StaticFiles):
    """Serve own files; what is asked for by an address with its version may be kept for ever."""

    def __init__(self) -> None:
        super().__init__(packages=[("api", "static")])

    def file_response(self, *arguments: Any, **named: Any) -> Response:
        """Serve one file, with how long it may be kept."""
        response = super().file_response(*arguments, **named)
        scope: Scope = named["scope"] if "scope" in named else arguments[2]
        versioned = b"v=" in scope["query_string"]
        response.headers["Cache-Control"] = f"max-age={_YEAR}, immutable" if versioned else "no-cache"
        return response


def language_of(request: Request) -> str:
    """Give the language of a page: the one asked for now, else the one chosen before, else Vietnamese."""
    for chosen in (request.query_params.get("lang"), cookie_of(request.scope, LANGUAGE_COOKIE)):
        if chosen in LANGUAGES:
            return chosen
    return DEFAULT_LANGUAGE


def render(
    request: Request,
    template: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> HTMLResponse:
    """Render a template in the reader's language and remember a language that was asked for."""
    language = language_of(request)
    page = environment().get_template(template).render(**_globals(request, catalogue(language)), **context)
    response = HTMLResponse(page, status_code=status, headers=dict(headers or {}))
    response.headers["Content-Language"] = language
    response.headers.setdefault("Vary", "Cookie")
    if request.query_params.get("lang") in LANGUAGES:
        response.set_cookie(LANGUAGE_COOKIE, language, max_age=_YEAR, path="/", httponly=True, samesite="lax")
    return response


def fragment(template: str, messages: Catalogue, **context: Any) -> Markup:
    """Render a part of a page that depends on the reader's language and on nothing else of a request."""
    text = environment().get_template(template).render(**_speaking(messages), **context)
    return Markup(text)  # noqa: S704 - the template escaped what it printed


def _speaking(messages: Catalogue) -> dict[str, Any]:
    return {
        "lang": messages.language,
        "t": messages.text,
        "n": messages.count,
        "has_text": messages.has,
        "number": messages.number,
        "moment": messages.moment,
        "pieces": Pieces(messages),
    }


def _globals(request: Request, messages: Catalogue) -> dict[str, Any]:
    def address(**changes: str) -> str:
        kept = {**request.query_params, **changes}
        return request.url.path + ("?" + urlencode(kept) if kept else "")

    return {
        **_speaking(messages),
        "address": address,
        "path": request.url.path,
        "query_params": request.query_params,
        "in_box": lambda written: request.app.state.site.view(request.app.state.store).typed(written),
        "unknown_fields": unknown(request),
        "known_fields": sorted(known(request) or ()) if request.query_params else (),
        "nonce": getattr(request.state, "csp_nonce", ""),
    }
