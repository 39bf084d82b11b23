"""Run the application on a socket, and end it in order.

On SIGTERM or SIGINT the server takes no new connections; requests under way have the time of the setting
`shutdown_timeout`, then their queries are stopped and answered with 503, and the workers end.
"""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI

from api.ahead import import_ahead, read_ahead
from api.connections import bounded
from api.heap import keep_one_arena
from api.settings import Settings

_LAST_SECONDS = 1.0  # between the answers to stopped queries and the end of all connections


class Server(uvicorn.Server):
    """Serve one application, and end in the way that the module describes."""

    def __init__(self, app: FastAPI, settings: Settings, started: Callable[[], None] | None = None) -> None:
        self._app = app
        self._patience = settings.shutdown_timeout
        self._tell = started
        super().__init__(
            uvicorn.Config(
                app,
                http=bounded(settings),
                ws="none",
                log_config=None,  # its lines go where ours go (api.logs)
                access_log=False,
                proxy_headers=bool(settings.trusted_proxies),
                forwarded_allow_ips=list(settings.trusted_proxies),
                server_header=False,
                timeout_graceful_shutdown=int(settings.shutdown_timeout + _LAST_SECONDS) + 3,
            )
        )

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to serve, and tell so where it succeeds."""
        await super().startup(sockets)
        if self._tell is not None and self.started:
            self._tell()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End: no new connections, some time for those that are open, then none."""
        loop = asyncio.get_running_loop()
        timers = [
            loop.call_later(self._patience, self._app.state.pool.stop),
            loop.call_later(self._patience + _LAST_SECONDS, self._abort),
        ]
        await super().shutdown(sockets)
        for timer in timers:
            timer.cancel()

    def _abort(self) -> None:
        for connection in list(self.server_state.connections):
            transport: Any = getattr(connection, "transport", None)
            if transport is not None:
                transport.abort()


def run(
    app: FastAPI, listening: socket.socket, settings: Settings, started: Callable[[], None] | None = None
) -> bool:
    """Serve until a signal ends it; say whether it ever began to.

    `started` is called once when requests are answered. An ordered end by SIGINT or SIGTERM returns like
    any other end; a second SIGINT ends at once.
    """

    def begun() -> None:
        if started is not None:
            started()
        read_ahead(app)

    keep_one_arena()
    server = Server(app, settings, begun)
    import_ahead()
    with _signals_end_quietly():
        server.run(sockets=[listening])
    return server.started


@contextmanager
def _signals_end_quietly() -> Iterator[None]:
    """Keep signals that the server has obeyed from ending the process a second time afterwards."""
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
