"""The server's end of the socket to one query worker."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

from api.query_errors import SpoolFull
from api.wire import Closed, Frame, Inbox


class WorkerGone(Exception):
    """Say that a worker had ended before a query came to it; another one can answer."""


class Worker:
    """One worker process: its number, the database that it has open, and the socket to it."""

    def __init__(self, number: int, store: Path, connection: socket.socket) -> None:
        self.number = number
        self.store = store
        self.process = 0
        self.idle_since = 0.0
        self.alive = True
        self.reusable = False
        self.grown = False
        self.demoted = False
        self.asked = 0
        """Bytes of the last request."""
        self._loop = asyncio.get_running_loop()
        self._connection = connection
        self._inbox = Inbox(connection)
        self._unsent = memoryview(b"")
        self._reply: asyncio.Future[Frame] | None = None
        self._loop.add_reader(connection, self._readable)

    def worked(self) -> float | None:
        """Give the processor time of the process in seconds; None where the system does not tell it.

        Linux makes the number of a clock out of that of a process (clock_getcpuclockid).
        """
        if not self.process or sys.platform != "linux":
            return None
        try:
            return time.clock_gettime((~self.process << 3) | 2)
        except OSError:
            return None

    async def ask(self, frame: bytes, meanwhile: Callable[[], object] | None = None) -> Frame:
        """Send a request and wait for the reply; the one who cancels this must kill the worker.

        `meanwhile` is called between the two.
        """
        self.reusable, self.asked = False, len(frame)
        self._reply = self._loop.create_future()
        try:
            sent = self._connection.send(frame)
        except BlockingIOError:
            sent = 0
        except ConnectionError:
            sent = len(frame)
            self.fail(WorkerGone())
        if sent < len(frame):  # more than the socket holds
            self._unsent = memoryview(frame)[sent:]
            self._loop.add_writer(self._connection, self._writable)
        try:
            if meanwhile is not None:
                meanwhile()
            return await self._reply
        except BaseException:
            if self._reply.done() and not self._reply.cancelled() and self._reply.exception() is None:
                _close_file(self._reply.result())  # it came just when nobody waited any more
            raise
        finally:
            self._reply = None

    def _writable(self) -> None:
        try:
            self._unsent = self._unsent[self._connection.send(self._unsent) :]
        except BlockingIOError:
            return
        except ConnectionError:
            self._unsent = memoryview(b"")
            self.fail(WorkerGone())
        if not self._unsent:
            self._loop.remove_writer(self._connection)  # allowed where there is none

    def _readable(self) -> None:
        try:
            for frame in self._inbox.read():
                self.reusable = not frame.header.get("spent", True)
                self.grown = frame.header.get("grown", False)
                if self._reply is not None and not self._reply.done():
                    if frame.header.get("file") and frame.file is None:
                        self._reply.set_exception(SpoolFull(os.strerror(errno.EMFILE)))
                    else:
                        self._reply.set_result(frame)
                else:
                    _close_file(frame)
        except BlockingIOError:
            pass
        except (Closed, ConnectionError):  # why it ended is told by the fork server
            self._detach()

    def fail(self, error: Exception) -> None:
        """Make the request under way fail."""
        if self._reply is not None and not self._reply.done():
            self._reply.set_exception(error)

    def _detach(self) -> None:
        if self.alive:
            self.alive = False
            self._loop.remove_reader(self._connection)
            self._loop.remove_writer(self._connection)

    def close(self) -> None:
        """Let go of the socket; an idle worker ends by that alone."""
        self._detach()
        self._inbox.close()
        self._connection.close()


def _close_file(frame: Frame) -> None:
    if frame.file is not None:
        os.close(frame.file)
