"""HTTP on one connection: bounds on what a client may send, and an answer to what is no request.

Three things are done in another way than by uvicorn. A head that cannot be read is answered by the
application, in its turn, so that the answer is a problem like any other. A wish to go over to another
protocol is passed over (RFC 9110, section 7.8): clients in Java wish for HTTP/2 whenever they send something,
and the parser would take their bodies for that. And a connection on which the client still sends is closed in
two steps (RFC 9112, section 9.6), or the answer might be lost with it.
"""

from __future__ import annotations

import asyncio
import re
import sys
from typing import Any, Final, cast

import httptools
from uvicorn._types import HTTPScope
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from api.refusals import HeadTooLarge, MethodUnknown, RequestRefused, RequestUnreadable

HEAD_LIMIT = 1 << 20
"""Bytes that the request line and the header fields may take; a long query sent by GET has to fit."""

REFUSED: Final = "nhiemvu.refused"
"""The key of a scope that holds why the request is refused, whatever it asks for (`api.access`)."""

_JOINED_UP_TO: Final = 1 << 16  # bytes of a piece that it costs less to copy than to send apart
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

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._head = b""
        self._send = transport.write
        self.resume_reading = transport.resume_reading
        self.pause_reading = transport.pause_reading

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
            self._transport.close()
            return
        self.ended = True
        self._transport.write_eof()
        self._transport.resume_reading()
        asyncio.get_running_loop().call_later(_UNREAD_SECONDS, self._transport.close)

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
    _refused = False
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
        if (self._begun or self._head > 0) and self._patience is None:
            self._wait(self.head_seconds)
        elif self._awaits_body:
            self._wait(self.body_seconds)

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
        self._patience = None if seconds is None else self.loop.call_later(seconds, self._give_up)

    def _give_up(self) -> None:
        """Close the connection, unless it is this side that lets the client wait."""
        answers = self.cycle is not None and not self.cycle.response_complete
        if self.flow.read_paused if self._awaits_body else answers:
            self._wait(self.body_seconds if self._awaits_body else self.head_seconds)
        else:
            self._patience = None
            self.transport.close()
