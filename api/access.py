"""Every request seen from outside: its identifier, its line in the log, its place in the figures.

A client or a proxy may name a request by `X-Request-ID`, in up to 64 letters, digits and `._-`; one that
names it otherwise, or not at all, is given a name. The answer carries it. A line of the log holds the path
and never the query text of an address unless the settings ask for it, and never a header field.
"""

from __future__ import annotations

import logging
import re
import time

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.connections import REFUSED
from api.errors import send_problem
from api.logs import request_id
from api.metrics import Metrics
from api.protocol import ClientGone
from api.security import Security, drawn, new_policy, secured

_log = logging.getLogger("nhiemvu.access")
_WELL_FORMED = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_FIELD = b"x-request-id"
_LONGEST = 2000  # characters of an address in a line
_NO_ANSWER = 499  # what logs of web servers write where the client has gone before the answer


class Front:
    """The outermost middleware, which every request passes and every answer.

    It names, counts and logs requests, refuses those for other hosts, adds the fields of `api.security`,
    and answers what no handler foresaw, so that this answer too has them.
    """

    def __init__(self, app: ASGIApp, *, metrics: Metrics, security: Security, log_queries: bool) -> None:
        self._app = app
        self._metrics = metrics
        self._security = security
        self._log_queries = log_queries

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        name = _name_of(scope)
        token = request_id.set(name)
        policy = new_policy(scope)
        status, size = _NO_ANSWER, 0

        async def send_outside(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = fields = secured(message["headers"], policy)
                fields.append((_FIELD, name.encode("ascii")))
            else:
                size += len(message.get("body", b""))
            await send(message)

        self._metrics.under_way += 1
        try:
            if (refused := scope.get(REFUSED)) is not None:
                await send_problem(scope, send_outside, refused)
            elif self._security.admits(scope):
                await self._app(scope, receive, send_outside)
            else:
                await send_problem(scope, send_outside, self._security.refusal())
        except ClientGone:
            pass  # before its request was there: nobody is to be answered
        except Exception as error:
            if status != _NO_ANSWER:  # the answer has begun: all that is left is to end the connection
                raise
            status = 500
            answer = await scope["app"].exception_handlers[Exception](Request(scope), error)
            await answer(scope, receive, send_outside)
        finally:
            self._metrics.under_way -= 1
            self._metrics.ended = time.monotonic()
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


def _name_of(scope: Scope) -> str:
    given = [value for field, value in scope["headers"] if field == _FIELD]
    if len(given) == 1 and _WELL_FORMED.fullmatch(given[0]):
        return str(given[0].decode("ascii"))
    return drawn(8).hex()
