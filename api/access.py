"""Every request seen from outside: its identifier, its line in the log, its place in the figures.

A client or a proxy may name a request by `X-Request-ID`, in up to 64 letters, digits and `._-`; one that
names it otherwise, or not at all, is given a name. The answer carries it. A line of the log holds the path
and never the query text of an address unless the settings ask for it, and never a header field.
"""

from __future__ import annotations

import logging
import re
import secrets
import time

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.logs import request_id
from api.metrics import Metrics

_log = logging.getLogger("nhiemvu.access")
_WELL_FORMED = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_FIELD = b"x-request-id"
_LONGEST = 2000  # characters of an address in a line
_NO_ANSWER = 499  # what logs of web servers write where the client has gone before the answer


class Observe:
    """Middleware that names, counts and logs requests; the outermost one."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, log_queries: bool) -> None:
        self._app = app
        self._metrics = metrics
        self._log_queries = log_queries

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        name = _name_of(scope)
        token = request_id.set(name)
        status, size = _NO_ANSWER, 0

        async def send_counted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (_FIELD, name.encode("ascii"))]
            else:
                size += len(message.get("body", b""))
            await send(message)

        self._metrics.under_way += 1
        try:
            await self._app(scope, receive, send_counted)
        except Exception:
            status = status if status != _NO_ANSWER else 500
            raise
        finally:
            self._metrics.under_way -= 1
            request_id.reset(token)
            seconds = time.perf_counter() - started
            self._metrics.saw(scope, status, seconds)
            if _log.isEnabledFor(logging.INFO):
                self._write(scope, status, seconds, size, name)

    def _write(self, scope: Scope, status: int, seconds: float, size: int, name: str) -> None:
        path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1")
        if self._log_queries and scope["query_string"]:
            path += "?" + scope["query_string"].decode("latin-1")
        client = scope.get("client")
        fields = {
            "method": scope["method"],
            "path": path[:_LONGEST],
            "status": status,
            "ms": round(seconds * 1000, 2),
            "bytes": size,
            "client": client[0][:64] if client else "",
            "request_id": name,
        }
        _log.info("request", extra={"fields": fields})


class Faults:
    """Middleware that answers what no handler foresaw, so that this answer too has all header fields."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; an error after the first byte ends the connection."""
        started = False

        async def send_watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, send_watched)
        except Exception as error:
            if started or scope["type"] != "http":
                raise
            answer = await scope["app"].exception_handlers[Exception](Request(scope), error)
            await answer(scope, receive, send)


def _name_of(scope: Scope) -> str:
    given = [value for field, value in scope["headers"] if field == _FIELD]
    if len(given) == 1 and _WELL_FORMED.fullmatch(given[0]):
        return str(given[0].decode("ascii"))
    return secrets.token_hex(8)
