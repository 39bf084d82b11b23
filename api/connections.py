"""HTTP on one connection: bounds on what a client may send and how slowly; answers to what is no request.

uvicorn bounds only the time between requests. Here a client has `client_seconds` for a head, as many for a
body, and as many for each piece of an answer, and for the last two one more for every `client_rate` bytes.

Three things are done in another way than by uvicorn. A head that cannot be read is answered by the
application, in its turn, so that the answer is a problem like any other. A wish to go over to another
protocol is passed over (RFC 9110, section 7.8): clients in Java wish for HTTP/2 whenever they send something,
and the parser would take their bodies for that. And a connection on which the client still sends is closed in
two steps (RFC 9112, section 9.6), or the answer might be lost with it.
"""

from __future__ import annotations

import asyncio
import re
import socket
import struct
import sys
from typing import Any, Final, cast

import httptools
from uvicorn._types import HTTPScope
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from api.refusals import HeadTooLarge, MethodUnknown, RequestLate, RequestRefused, RequestUnreadable
from api.settings import Settings

HEAD_LIMIT = 1 << 20
"""Bytes that the request line and the header fields may take; a long query sent by GET has to fit."""

REFUSED: Final = "nhiemvu.refused"
"""The key of a scope that holds why the request is refused, whatever it asks for (`api.access`)."""

_JOINED_UP_TO: Final = 1 << 16  # bytes of a piece that it costs less to copy than to send apart
_NO_LINGERING: Final = struct.pack("ii", 1, 0)
_UNREAD_SECONDS: Final = 2.0  # in which a client that still sends can read an answer
_REQUEST_LINE = re.compile(rb"(?:\r?\n)*([!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}) [!-~]+ HTTP/1\.[01]\r?\n")


class Joined:
    """A transport that sends the head of an answer with the first piece of its body, in one segment.

    uvicorn writes them apart, each by a call of the system that wakes the client. What is held goes with the
    next piece, when the answer is complete (`flush`), or before the connection is closed. While `unread` says
    that the client may be sending, closing ends the answers first, and the connection a while later.
    """

    unread = False
    ended = False

    def __init__(self, transport: asyncio.Transport, seconds: float, rate: int) -> None:
        self._transport = transport
        self._seconds = seconds
        self._rate = rate
        self._head = b""
        self._send = transport.write
        self.resume_reading = transport.resume_reading
        self.pause_reading = transport.pause_reading

    @property
    def patience(self) -> float:
        """Give the seconds that the client has for what is sent and not yet taken by the system."""
        return self._seconds + self._transport.get_write_buffer_size() / self._rate

    def is_closing(self) -> bool:
        """Tell whether nothing more is sent."""
        return self.ended or self._transport.is_closing()

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
        """Send what is held and close the connection: at once, or when the client had time to read it."""
        if self.ended:
            return
        self.flush()
        if not self.unread or self._transport.is_closing():
            self._close()
            return
        self.ended = True
        self._transport.write_eof()
        self._transport.resume_reading()
        asyncio.get_running_loop().call_later(_UNREAD_SECONDS, self._close)

    def _close(self) -> None:
        """Close the connection when the client has taken what is sent, or does not in time."""
        self._transport.close()
        if self._transport.get_write_buffer_size() > 0:
            asyncio.get_running_loop().call_later(self.patience, self.reset)

    def reset(self) -> None:
        """End the connection at once; the system too forgets what the client has not taken."""
        if (raw := self._transport.get_extra_info("socket")) is not None and raw.fileno() >= 0:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGERING)
        self._transport.abort()

    def __getattr__(self, name: str) -> Any:
        """Leave all else to the transport itself."""
        return getattr(self._transport, name)


class BoundedProtocol(HttpToolsProtocol):
    """HTTP as uvicorn reads it, with bounds on what a client may send and on the time that it may take.

    uvicorn has neither, so connections that never finish a request, or take their answer byte by byte, would
    stay until the process has no more of them. Time in which the server lets the client wait is not counted.
    """

    client_seconds = 30.0
    """Time for a whole head, from the opening of the connection or the first byte of a further request."""
    client_rate = 16 << 10
    """Bytes of a body, or of a piece of an answer, for which a client has a second more."""

    _head = 0
    _begun = False
    _awaits_body = False
    _refused = False
    _due = 0.0
    _joined: Joined
    _patience: asyncio.TimerHandle | None = None
    _unsent: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first head."""
        self._joined = Joined(transport, self.client_seconds, self.client_rate)
        super().connection_made(cast("asyncio.Transport", self._joined))
        self._wait(self.client_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._wait(None)
        self._taken()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Begin to wait for the client to take what is sent; where it takes too long the connection ends."""
        super().pause_writing()
        self._unsent = self.loop.call_later(self._joined.patience, self._joined.reset)

    def resume_writing(self) -> None:
        """Go on: the client has taken nearly all."""
        self._taken()
        super().resume_writing()

    def _taken(self) -> None:
        if self._unsent is not None:
            self._unsent.cancel()
            self._unsent = None

    def data_received(self, data: bytes) -> None:
        """Take bytes from the client; a head that grows past the bound ends the connection with 431.

        Line ends ahead of a head, which begin no request, end uvicorn's wait for one: ours begins with them.
        """
        if self._refused or self._joined.ended:
            return  # read only so that the client can send it, and read the answer
        if self._head > HEAD_LIMIT:
            self._refuse(HeadTooLarge(HEAD_LIMIT))
            return
        self._head += len(data)
        self._read(data)
        if self._patience is None and (self._awaits_body or self._begun or self._head > 0):
            self._wait(self.client_seconds)
        elif self._awaits_body:
            self._due += len(data) / self.client_rate

    def _read(self, data: bytes) -> None:
        self._unset_keepalive_if_required()
        begun, before = self._begun, self.cycle
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as wish:
            self._read_on(data[wish.args[0] :])
        except httptools.HttpParserInvalidMethodError:
            line = None if begun or self.cycle is not before else _REQUEST_LINE.match(data)
            self._refuse(MethodUnknown(line[1].decode("ascii")) if line else RequestUnreadable())
        except httptools.HttpParserError:
            self._refuse(RequestUnreadable())

    def _read_on(self, rest: bytes) -> None:
        """Read a request again as if it had no wish for another protocol."""
        method = self.parser.get_method()
        if method == b"CONNECT":
            self._refuse(MethodUnknown("CONNECT"))
            return
        line = b"%b %b HTTP/%b\r\n" % (method, self.url, self.parser.get_http_version().encode("ascii"))
        fields = [b"%b: %b\r\n" % field for field in self.headers if field[0] != b"upgrade"]
        self.parser = httptools.HttpRequestParser(self)
        self.parser.set_dangerous_leniencies(lenient_data_after_close=True)  # as uvicorn does
        self._read(b"".join([line, *fields, b"\r\n", rest]))

    def on_message_begin(self) -> None:
        """Note that a head has begun: where its first bytes are not all of it, its time runs from them on."""
        self._begun = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Stop counting: the body is bounded where it is read."""
        if self.parser.should_upgrade():
            return  # its end comes next, and `_read_on`
        self._head = -sys.maxsize
        self._begun = False
        self._awaits_body = self._joined.unread = True
        self._wait(None)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Count again for the next request of the connection."""
        if self.parser.should_upgrade():
            return
        self._head = 0
        self._awaits_body = self._joined.unread = False
        self._wait(None)
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Send the head of an answer that has no body."""
        self._joined.flush()
        super().on_response_complete()

    def _refuse(self, error: RequestRefused) -> None:
        """Have what is no request answered after those before it, and the connection closed."""
        self._refused = self._joined.unread = True
        self._wait(None)
        before: RequestResponseCycle | None = self.cycle
        if self._awaits_body and before is not None:  # the answer to a request that will never be whole
            if before.response_started:
                self.transport.close()
                return
            if self.pipeline:
                self.pipeline.popleft()
            else:
                before.disconnected = True
                before.message_event.set()
                before = None
        self.cycle = self._refused_cycle(error)
        if before is None or before.response_complete:
            self._start_asgi_task(self.cycle, self.app)
        else:
            self.flow.pause_reading()
            self.pipeline.appendleft((self.cycle, self.app))

    def _refused_cycle(self, error: RequestRefused) -> RequestResponseCycle:
        scope = {
            "type": "http",
            "asgi": {"version": self.asgi_version, "spec_version": "2.3"},
            "http_version": "1.1",
            "server": self.server,
            "client": self.client,
            "scheme": self.scheme,
            "root_path": self.root_path,
            "headers": self.headers or [],
            "state": self.app_state.copy(),
            "method": "-",
            "path": "-",
            "query_string": b"",
            REFUSED: error,
        }
        return RequestResponseCycle(
            scope=cast("HTTPScope", scope),
            transport=self.transport,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=self.access_log,
            default_headers=self.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=False,
            keep_alive=False,
            on_response=self.on_response_complete,
        )

    def _wait(self, seconds: float | None) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None
        if seconds is not None:
            self._due = self.loop.time() + seconds
            self._patience = self.loop.call_at(self._due, self._give_up)

    def _give_up(self) -> None:
        """End what the client is late with, unless it is this side that lets the client wait.

        What has begun is answered; a connection over which nothing came is closed (RFC 9110, section 15.5.9).
        """
        answers = self.cycle is not None and not self.cycle.response_complete
        if (more := self._due - self.loop.time()) > 0:  # of a body that came in the meantime
            self._wait(more)
        elif self.flow.read_paused if self._awaits_body else answers:
            self._wait(self.client_seconds)
        elif self._awaits_body or self._begun:
            self._refuse(RequestLate())
        else:
            self._wait(None)
            self.transport.close()


def bounded(settings: Settings) -> type[BoundedProtocol]:
    """Make the protocol with the bounds of the settings."""
    bounds = {"client_seconds": settings.client_timeout, "client_rate": settings.client_rate}
    return type("Bounded", (BoundedProtocol,), bounds)
