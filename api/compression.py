"""Answers made smaller for clients that accept it: zstd (RFC 8878) or gzip, by the weights that they give.

Compressed are bodies from 1 KB on whose media type is not compressed already, once: an answer that has a
Content-Encoding, or is a part of one (206), is left alone. A strong entity tag is made weak, for it names
other bytes; the answer to HEAD has the fields of that to GET without the length, which only compressing
tells.
"""

from __future__ import annotations

import asyncio
import re
import sys
import zlib
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Final, Protocol

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LEAST: Final = 1024
"""Bytes from which compressing is worth its header fields."""

_LONGEST: Final = 1000  # bytes of a field that are looked at, and remembered
_GZIP_LEVEL: Final = 4
_ZSTD_LEVEL: Final = 3
_IN_THREAD: Final = 1 << 17  # bytes that take longer than other requests should wait
_DONE_ALREADY: Final = re.compile(
    r"(?:audio|video)/|image/(?!svg|x-icon|vnd\.microsoft\.icon)|font/woff|text/event-stream"
    r"|application/(?:zip|gzip|x-gzip|zstd|pdf|octet-stream|vnd\.openxmlformats)",
    re.IGNORECASE,
)
_CODING: Final = re.compile(r"\s*([\w*-]{1,20})\s*(?:;\s*[qQ]\s*=\s*([01](?:\.\d{0,3})?)\s*)?", re.ASCII)


class Compressor(Protocol):
    """Make bytes smaller, piece by piece."""

    def compress(self, data: bytes, /) -> bytes:
        """Take a piece and give what is ready."""
        ...

    def flush(self) -> bytes:
        """End the stream and give its rest."""
        ...


CODINGS: Final[dict[str, Callable[[], Compressor]]] = {
    "zstd": lambda: zstd.ZstdCompressor(_ZSTD_LEVEL),
    "gzip": lambda: zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, 31),
}
"""The codings of this server, the preferred one first."""


@lru_cache(maxsize=256)
def choose(field: str) -> str:
    """Choose a coding by an Accept-Encoding field (RFC 9110, section 12.5.3); "" for none.

    The highest weight wins, and our order among equals. What is preferred over them uncompressed stays so.
    """
    weights: dict[str, float] = {}
    for part in field.split(","):
        match = _CODING.fullmatch(part)
        if match is not None:
            weights[match[1].lower().removeprefix("x-")] = float(match[2]) if match[2] else 1.0
    others = weights.get("*", 0.0)
    best = max(CODINGS, key=lambda coding: weights.get(coding, others))
    weight = weights.get(best, others)
    return best if weight > 0 and weight >= weights.get("identity", 0.0) else ""


class Compression:
    """Middleware that compresses answers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        accepted = [value for name, value in scope["headers"] if name == b"accept-encoding"]
        coding = choose(b",".join(accepted)[:_LONGEST].decode("latin-1")) if accepted else ""
        if coding:
            await self._app(scope, receive, _Sending(send, coding, scope["method"]))
            return

        async def send_as_it_is(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_compressible(message):
                message["headers"] = _vary(message["headers"])
            await send(message)

        await self._app(scope, receive, send_as_it_is)


class _Sending:
    """The sending side of one answer; the start waits for the first piece of the body."""

    def __init__(self, send: Send, coding: str, method: str) -> None:
        self._send = send
        self._coding = coding
        self._is_head = method == "HEAD"
        self._start: Message | None = None
        self._compressor: Compressor | None = None

    async def __call__(self, message: Message) -> None:
        kind = message["type"]
        if kind == "http.response.start":
            if _is_compressible(message):
                self._start = message
            else:
                await self._send(message)
        elif kind != "http.response.body":
            await self._send(message)
        elif self._start is not None:
            await self._first(self._start, message)
        elif self._compressor is not None:
            await self._send(await self._made_small(message, self._compressor))
        else:
            await self._send(message)

    async def _first(self, start: Message, message: Message) -> None:
        self._start = None
        headers = MutableHeaders(raw=_vary(start["headers"]))
        start["headers"] = headers.raw
        more = message.get("more_body", False)
        stated = headers.get("content-length", "") if self._is_head or more else ""
        size = int(stated) if stated.isdecimal() else len(message.get("body", b""))
        large = size >= LEAST or (more and not stated)
        if start["status"] == 304:
            _weaken(headers)  # what the client has may be the compressed answer
        elif large and start["status"] != 204:
            _weaken(headers)
            headers["content-encoding"] = self._coding
            del headers["content-length"]
            del headers["accept-ranges"]
            if not self._is_head:
                compressor = CODINGS[self._coding]()
                message = await self._made_small(message, compressor)
                self._compressor = compressor
                if not more:
                    headers["content-length"] = str(len(message["body"]))
        await self._send(start)
        await self._send(message)

    @staticmethod
    async def _made_small(message: Message, compressor: Compressor) -> Message:
        body: Sequence[int] | bytes = message.get("body", b"")
        more = message.get("more_body", False)

        def work() -> bytes:
            return compressor.compress(bytes(body)) + (b"" if more else compressor.flush())

        small = await asyncio.to_thread(work) if len(body) >= _IN_THREAD else work()
        return {**message, "body": small}


def _is_compressible(start: Message) -> bool:
    """Say whether an answer may be compressed for some client; only then does it vary by what they accept."""
    if start["status"] == 206:
        return False
    for name, value in start["headers"]:
        lower = name.lower()
        if lower in (b"content-encoding", b"content-range"):
            return False
        if lower == b"content-type" and _is_small_already(value):
            return False
    return True


@lru_cache(maxsize=256)
def _is_small_already(content_type: bytes) -> bool:
    return _DONE_ALREADY.match(content_type.decode("latin-1")) is not None


def _vary(fields: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Say in the header fields of an answer that it varies by what codings are accepted."""
    others, varies = [], b""
    for field in fields:
        if field[0].lower() == b"vary":
            varies += b", " + field[1]
        else:
            others.append(field)
    others.append((b"vary", _with_encoding(varies)))
    return others


@lru_cache(maxsize=256)
def _with_encoding(varies: bytes) -> bytes:
    names = [name.strip() for name in varies.split(b",") if name.strip()]
    if b"*" not in names and b"accept-encoding" not in {name.lower() for name in names}:
        names.append(b"Accept-Encoding")
    return b", ".join(names)


def _weaken(headers: MutableHeaders) -> None:
    tag = headers.get("etag", "")
    if tag.startswith('"'):
        headers["etag"] = f"W/{tag}"
