"""The process that makes query workers by forking itself.

A process with threads must not fork, and the web server has threads; a fresh interpreter for every worker
would import everything again. So one process without threads imports what workers need, then waits for
frames on its control socket:

    {"fork": 7, "store": "/path", "file": true}   make worker 7, which talks on the socket sent along;
                                                  with "write": true one that makes a change and ends
    {"kill": 7}                                   kill it
    {"demote": 7}                                 let every other process have the processor first
    {"forked": 7, "process": 4711}                (to the server) its process
    {"exit": 7, "status": -9}                     (to the server) its exit status, or minus the signal
    {"exit": 7, "unmade": "why"}                  (to the server) it was never made

As the parent of the workers it alone can kill one without the danger that its process number has passed to
another process. When the server closes the control socket, however it ends, this process kills the
workers and ends too. Run as `python -m api.fork_server DESCRIPTOR LIMITS`.
"""

from __future__ import annotations

import errno
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
from pathlib import Path

from api.change_worker import make_change
from api.federation import endpoints_called
from api.limits import Limits
from api.query_worker import run, serve
from api.wire import Closed, Frame, Inbox, pack, send

_IGNORED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""What a terminal or a service manager sends to every process of the group; the server alone decides."""

_LOW_PRIORITY = 10  # as `nice`; Linux applies it to the main thread, which is the one that computes


class ForkServer:
    """Make, kill and bury workers for the server at the other end of `control`."""

    def __init__(self, control: socket.socket, limits: Limits) -> None:
        self._control = control
        self._limits = limits
        self._processes: dict[int, int] = {}  # number of a worker: its process
        self._wake_read, self._wake_write = socket.socketpair()

    def serve(self) -> None:
        """Work until the server closes the control socket, then kill what is left."""
        self._wake_write.setblocking(False)
        signal.set_wakeup_fd(self._wake_write.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        inbox = Inbox(self._control)
        with selectors.DefaultSelector() as selector:
            selector.register(self._control, selectors.EVENT_READ)
            selector.register(self._wake_read, selectors.EVENT_READ)
            try:
                while True:
                    ready = {key.fileobj for key, _ in selector.select()}
                    if self._wake_read in ready:
                        self._wake_read.recv(4096)
                    self._bury()
                    if self._control in ready:
                        for frame in inbox.read():
                            self._obey(frame)
            except (Closed, ConnectionError):
                for process in self._processes.values():
                    os.kill(process, signal.SIGKILL)
            finally:
                signal.set_wakeup_fd(-1)  # the end of a worker may still be told after the socket is closed

    def _obey(self, frame: Frame) -> None:
        if "fork" in frame.header:
            self._fork(frame)
        elif process := self._processes.get(frame.header.get("kill", 0)):
            os.kill(process, signal.SIGKILL)
        elif process := self._processes.get(frame.header.get("demote", 0)):
            os.setpriority(os.PRIO_PROCESS, process, _LOW_PRIORITY)

    def _fork(self, frame: Frame) -> None:
        number = frame.header["fork"]
        if frame.file is None:
            send(self._control, pack({"exit": number, "unmade": os.strerror(errno.EMFILE)}))
            return
        connection = socket.socket(fileno=frame.file)
        try:
            process = os.fork()
        except OSError as error:  # the system has no more processes to give; those that run go on
            connection.close()
            send(self._control, pack({"exit": number, "unmade": error.strerror or str(error)}))
            return
        if process == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for inherited in (self._control, self._wake_read, self._wake_write):
                inherited.close()
            work = make_change if frame.header.get("write") else serve
            run(work, connection, Path(frame.header["store"]), self._limits)
        self._processes[number] = process
        connection.close()
        send(self._control, pack({"forked": number, "process": process}))

    def _bury(self) -> None:
        for number, process in list(self._processes.items()):
            ended, status = os.waitpid(process, os.WNOHANG)
            if ended:
                del self._processes[number]
                send(self._control, pack({"exit": number, "status": os.waitstatus_to_exitcode(status)}))


def main() -> None:
    """Read the command line and serve."""
    control = socket.socket(fileno=int(sys.argv[1]))
    limits = Limits(**json.loads(sys.argv[2]))
    for number in _IGNORED:
        signal.signal(number, signal.SIG_IGN)
    endpoints_called("ASK { SERVICE <urn:x> {} }")  # the first parse is slow, and workers inherit its tables
    if limits.remote:
        importlib.import_module("graph_build.remote_store")  # once here, not in every worker
    gc.freeze()  # objects made so far are shared with the workers; a collection would touch every page
    ForkServer(control, limits).serve()


if __name__ == "__main__":
    main()
