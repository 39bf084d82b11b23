"""Forms that change something: read from the page of this server only, within a limit."""

from __future__ import annotations

from typing import Final

from fastapi import Request

from api.errors import CrossSite, MediaTypeRefused
from api.protocol import FORM_TYPE, Pairs, media_type, read_body, read_pairs
from api.security import is_same_site

LARGEST_FORM: Final = 64 * 1024
"""Bytes of a form."""


async def posted_form(request: Request) -> Pairs:
    """Read a posted form; raises CrossSite, MediaTypeRefused, BodyTooLarge and BadRequest."""
    if not is_same_site(request.headers):
        raise CrossSite
    if media_type(request.headers.get("content-type"))[0] != FORM_TYPE:
        raise MediaTypeRefused(f"This is sent as a form ({FORM_TYPE}).")
    return read_pairs(await read_body(request.headers, request.receive, LARGEST_FORM))
