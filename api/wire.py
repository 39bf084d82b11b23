"""The frames that the server, its fork server and its query workers exchange over sockets.

A frame is two lengths (unsigned, 32 bits, big-endian), a JSON object and bytes that belong to it. An open
file may travel with the first byte of a frame; the frame then says `"file": true`. Who has too many files
open receives the frame without it.
"""

from __future__ import annotations

import array
import json
import os
import socket
import struct
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import msgspec

_LENGTHS = struct.Struct("!II")
_READ = 1 << 16
_ROOM = socket.CMSG_SPACE(8 * array.array("i").itemsize)  # for up to 8 files
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


class Closed(Exception):
    """Say that the other side has closed its end."""


class Frame(NamedTuple):
    """One message: its object, its bytes, and the descriptor of the open file that came with it."""

    header: dict[str, Any]
    body: bytes
    file: int | None


def pack(header: dict[str, Any], body: bytes = b"", default: Callable[[Any], Any] | None = None) -> bytes:
    """Write a frame; `default` makes JSON of what has none of its own."""
    try:
        written = _encode(header) if default is None else json.dumps(header, default=default).encode()
    except UnicodeEncodeError:  # half of a character, which a client may send as an escape
        written = json.dumps(header).encode()
    return b"".join((_LENGTHS.pack(len(written), len(body)), written, body))


def _read(written: memoryview) -> dict[str, Any]:
    try:
        header: dict[str, Any] = _decode(written)
    except msgspec.DecodeError:  # such a half
        header = json.loads(bytes(written))
    return header


class Inbox:
    """Collect what arrives on a socket and cut it into frames."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._buffer = bytearray(_READ)  # kept, for allocators make a ceremony of large pieces
        self._view = memoryview(self._buffer)
        self._data = bytearray()
        self._files: deque[int] = deque()

    def read(self) -> Iterator[Frame]:
        """Read once, and give the frames that are whole now; raises Closed at the end of the stream."""
        size, sent_along, _, _ = self._connection.recvmsg_into([self._buffer], _ROOM)
        if sent_along:
            self._take_files(sent_along)
        if not size:
            self.close()
            raise Closed
        if not self._data and (frame := self._whole(size)) is not None:
            yield frame
            return
        self._data += self._view[:size]
        while (frame := self._cut()) is not None:
            yield frame

    def _whole(self, size: int) -> Frame | None:
        """Give the frame that what was read is, exactly: how nearly all arrive."""
        if size < _LENGTHS.size:
            return None
        written, rest = _LENGTHS.unpack_from(self._buffer)
        start = _LENGTHS.size + written
        return self._frame(self._view[:size], start) if size == start + rest else None

    def _cut(self) -> Frame | None:
        if len(self._data) < _LENGTHS.size:
            return None
        written, rest = _LENGTHS.unpack_from(self._data)
        start = _LENGTHS.size + written
        if len(self._data) < start + rest:
            return None
        frame = self._frame(memoryview(bytes(self._data[: start + rest])), start)
        del self._data[: start + rest]
        return frame

    def _frame(self, data: memoryview, start: int) -> Frame:
        header = _read(data[_LENGTHS.size : start])
        sent_along = self._files.popleft() if header.get("file") and self._files else None
        return Frame(header, bytes(data[start:]), sent_along)

    def _take_files(self, sent_along: list[tuple[int, int, bytes]]) -> None:
        for level, kind, written in sent_along:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
                numbers = array.array("i")
                numbers.frombytes(written[: len(written) - len(written) % numbers.itemsize])
                self._files.extend(numbers)

    def close(self) -> None:
        """Close the files that arrived with frames never cut."""
        while self._files:
            os.close(self._files.popleft())


def send(connection: socket.socket, frame: bytes, file: int | None = None) -> None:
    """Write a frame to a blocking socket, with an open file where one is given."""
    sent = 0 if file is None else socket.send_fds(connection, [frame], [file])
    if sent < len(frame):
        connection.sendall(memoryview(frame)[sent:])
