"""The short way to what is asked most: past the routes of the framework, to applications that need none."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from graph_build.errors import NhiemvuError


class Direct:
    """Middleware, the innermost, that gives requests for some addresses to their applications at once.

    Their errors are answered by the handlers of the app, as those of routes are.
    """

    def __init__(self, app: ASGIApp, *, addresses: Mapping[str, ASGIApp]) -> None:
        self._app = app
        self._addresses = addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        endpoint = self._addresses.get(scope["path"]) if scope["type"] == "http" else None
        if endpoint is None:
            await self._app(scope, receive, send)
            return
        try:
            await endpoint(scope, receive, send)
        except NhiemvuError as error:
            answer = await scope["app"].exception_handlers[NhiemvuError](Request(scope), error)
            await answer(scope, receive, send)
