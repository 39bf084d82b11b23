"""Run the application on a socket: limits on what a connection may send, and an orderly end.

On SIGTERM or SIGINT the server takes no new connections; requests under way have the time of the setting
`shutdown_timeout`, then their queries are stopped and answered with 503, and the workers end.
"""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, cast

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.ahead import import_ahead, read_ahead
from api.heap import keep_one_arena
from api.settings import Settings

HEAD_LIMIT = 1 << 20
"""Bytes that the request line and the header fields may take; a long query sent by GET has to fit."""

_JOINED_UP_TO: Final = 1 << 16  # bytes of a piece that it costs less to copy than to send apart
_LAST_SECONDS = 1.0  # between the answers to stopped queries and the end of all connections


class Joined:
    """A transport that sends the head of an answer with the first piece of its body, in one segment.

    uvicorn writes them apart, each by a call of the system that wakes the client. What is held goes with the
    next piece, when the answer is complete (`flush`), or before the connection is closed.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._head = b""
        self._send = transport.write
        self.is_closing = transport.is_closing
        self.resume_reading = transport.resume_reading
        self.pause_reading = transport.pause_reading

    def write(self, data: bytes) -> None:
        """Send a piece, or hold it where it is a head; "100 Continue" is none, for no answer follows it."""
        if self._head:
            if len(data) > _JOINED_UP_TO:
                self.flush()
            else:
                data, self._head = self._head + data, b""
        elif data.startswith(b"HTTP/1.1 ") and not data.startswith(b"HTTP/1.1 1"):
            self._head = data
            return
        self._send(data)

    def flush(self) -> None:
        """Send what is held."""
        if self._head:
            head, self._head = self._head, b""
            self._send(head)

    def close(self) -> None:
        """Send what is held and close the connection."""
        self.flush()
        self._transport.close()

    def __getattr__(self, name: str) -> Any:
        """Leave all else to the transport itself."""
        return getattr(self._transport, name)


class BoundedProtocol(HttpToolsProtocol):
    """HTTP as uvicorn reads it, with bounds on what a client may send before its request is whole.

    They are on the size of a head and on the time that a client may take; uvicorn has neither, so connections
    that never finish a request would stay until the process has no more of them.
    """

    head_seconds = 30.0
    """Time for a whole head, from the opening of the connection or the first byte of a further request."""
    body_seconds = 60.0
    """Time without a byte of a body that is not whole."""

    _head = 0
    _begun = False
    _awaits_body = False
    _joined: Joined
    _patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first head."""
        self._joined = Joined(transport)
        super().connection_made(cast("asyncio.Transport", self._joined))
        self._wait(self.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._wait(None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes from the client; a head that grows past the bound ends the connection with 400.

        Line ends ahead of a head, which begin no request, end uvicorn's wait for one: ours begins with them.
        """
        if self._head > HEAD_LIMIT:
            self.send_400_response("The head of the request is too large.")
        else:
            self._head += len(data)
            super().data_received(data)
            if (self._begun or self._head > 0) and self._patience is None:
                self._wait(self.head_seconds)
            elif self._awaits_body:
                self._wait(self.body_seconds)

    def on_message_begin(self) -> None:
        """Note that a head has begun: where its first bytes are not all of it, its time runs from them on."""
        self._begun = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Stop counting: the body is bounded where it is read."""
        self._head = -sys.maxsize
        self._begun = False
        self._awaits_body = True
        self._wait(None)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Count again for the next request of the connection."""
        self._head = 0
        self._awaits_body = False
        self._wait(None)
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Send the head of an answer that has no body."""
        self._joined.flush()
        super().on_response_complete()

    def _wait(self, seconds: float | None) -> None:
        if self._patience is not None:
            self._patience.cancel()
        self._patience = None if seconds is None else self.loop.call_later(seconds, self._give_up)

    def _give_up(self) -> None:
        """Close the connection, unless it is this side that lets the client wait."""
        answers = self.cycle is not None and not self.cycle.response_complete
        if self.flow.read_paused if self._awaits_body else answers:
            self._wait(self.body_seconds if self._awaits_body else self.head_seconds)
        else:
            self._patience = None
            self.transport.close()


class Server(uvicorn.Server):
    """Serve one application, and end in the way that the module describes."""

    def __init__(self, app: FastAPI, settings: Settings, started: Callable[[], None] | None = None) -> None:
        self._app = app
        self._patience = settings.shutdown_timeout
        self._tell = started
        super().__init__(
            uvicorn.Config(
                app,
                http=BoundedProtocol,
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
