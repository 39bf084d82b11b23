"""The frames that the server, its fork server and its query workers exchange over sockets.

A frame is two lengths (unsigned, 32 bits, big-endian), a JSON object and bytes that belong to it. An open
file may travel with the first byte of a frame; the frame then says `"file": true`.
"""

from __future__ import annotations

import json
import os
import socket
import struct
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

_LENGTHS = struct.Struct("!II")
_READ = 1 << 18


class Closed(Exception):
    """Say that the other side has closed its end."""


class Frame(NamedTuple):
    """One message: its object, its bytes, and the descriptor of the open file that came with it."""

    header: dict[str, Any]
    body: bytes
    file: int | None


def pack(header: dict[str, Any], body: bytes = b"", default: Callable[[Any], Any] | None = None) -> bytes:
    """Write a frame; `default` makes JSON of what has none of its own."""
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":"), default=default)
    written = text.encode("utf-8", "surrogatepass")
    return _LENGTHS.pack(len(written), len(body)) + written + body


class Inbox:
    """Collect what arrives on a socket and cut it into frames."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._data = bytearray()
        self._files: deque[int] = deque()

    def read(self) -> Iterator[Frame]:
        """Read once, and give the frames that are whole now; raises Closed at the end of the stream."""
        data, files, _, _ = socket.recv_fds(self._connection, _READ, 8)
        self._files.extend(files)
        if not data:
            self.close()
            raise Closed
        self._data += data
        while (frame := self._cut()) is not None:
            yield frame

    def _cut(self) -> Frame | None:
        if len(self._data) < _LENGTHS.size:
            return None
        written, rest = _LENGTHS.unpack_from(self._data)
        start = _LENGTHS.size + written
        if len(self._data) < start + rest:
            return None
        header = json.loads(self._data[_LENGTHS.size : start].decode("utf-8", "surrogatepass"))
        body = bytes(self._data[start : start + rest])
        del self._data[: start + rest]
        return Frame(header, body, self._files.popleft() if header.get("file") else None)

    def close(self) -> None:
        """Close the files that arrived with frames never cut."""
        while self._files:
            os.close(self._files.popleft())


def send(connection: socket.socket, frame: bytes, file: int | None = None) -> None:
    """Write a frame to a blocking socket, with an open file where one is given."""
    sent = 0 if file is None else socket.send_fds(connection, [frame], [file])
    if sent < len(frame):
        connection.sendall(memoryview(frame)[sent:])
