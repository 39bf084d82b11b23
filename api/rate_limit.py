"""A limit on how often one client may ask, for servers that a network reaches."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from api.clients import Allowance, client_of
from api.errors import send_problem
from api.refusals import TooManyRequests
from queries.bilingual import Text, counted

OPEN = frozenset({"/health"})
"""Addresses that every client may ask at any time: watchers need them."""


class RateLimit:
    """Middleware that answers 429 with `Retry-After` to a client that asks too often."""

    def __init__(self, app: ASGIApp, *, a_minute: int) -> None:
        self._app = app
        self._allowance = Allowance(a_minute)
        self._a_minute = a_minute

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it."""
        if scope["type"] != "http" or scope["path"] in OPEN:
            await self._app(scope, receive, send)
        elif seconds := self._allowance.take(client_of(scope)):
            allowed = Text(
                en=f"{counted(self._a_minute, 'request')} a minute", vi=f"{self._a_minute} yêu cầu mỗi phút"
            )
            await send_problem(scope, send, TooManyRequests(seconds, allowed))
        else:
            await self._app(scope, receive, send)
