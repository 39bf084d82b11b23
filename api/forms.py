"""What is sent to change something, within a limit: forms of this server's pages, and JSON of programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi import Request, Response
from fastapi.routing import APIRoute

from api.protocol import FORM_TYPE, Pairs, decode, media_type, read_body, read_pairs
from api.refusals import BadRequest, CrossSite, MediaTypeRefused
from api.security import is_same_site

LARGEST_FORM: Final = 64 * 1024
"""Bytes of a form, or of an object of texts."""
_JSON_TYPE: Final = "application/json"


class LimitedRoute(APIRoute):
    """A route whose body is read within `LARGEST_FORM` before all else; raises BodyTooLarge."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Read the body first; the request keeps it."""
        handle = super().get_route_handler()

        async def limited(request: Request) -> Response:
            request._body = await read_body(request.headers, request.receive, LARGEST_FORM)
            return await handle(request)

        return limited


async def posted_form(request: Request) -> Pairs:
    """Read a posted form; raises CrossSite, MediaTypeRefused, BodyTooLarge and BadRequest."""
    if not is_same_site(request.headers):
        raise CrossSite
    if media_type(request.headers.get("content-type"))[0] != FORM_TYPE:
        raise MediaTypeRefused(
            en=f"This is sent as a form ({FORM_TYPE}).", vi=f"Hãy gửi dưới dạng biểu mẫu ({FORM_TYPE})."
        )
    return read_pairs(await read_body(request.headers, request.receive, LARGEST_FORM))


async def posted_texts(request: Request) -> dict[str, str]:
    """Read a JSON object of texts; raises MediaTypeRefused, BodyTooLarge and BadRequest."""
    if media_type(request.headers.get("content-type"))[0] != _JSON_TYPE:
        raise MediaTypeRefused(
            en=f"This is sent as an object of texts ({_JSON_TYPE}).",
            vi=f"Hãy gửi một đối tượng gồm các văn bản ({_JSON_TYPE}).",
        )
    text = decode(await read_body(request.headers, request.receive, LARGEST_FORM), "object")
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        raise BadRequest(en="The body is no JSON.", vi="Phần thân không phải JSON.") from None
    if not isinstance(held, dict) or not all(isinstance(value, str) for value in held.values()):
        raise BadRequest(
            en="The body is not an object of texts.", vi="Phần thân không phải một đối tượng gồm các văn bản."
        )
    try:
        "".join(held.values()).encode("utf-8")
    except UnicodeEncodeError:
        raise BadRequest(
            en="A text of the body holds half a character (a lone surrogate).",
            vi="Một văn bản trong phần thân chứa nửa ký tự (surrogate lẻ).",
        ) from None
    return held
