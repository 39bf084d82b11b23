"""Start the process that makes query workers.

What it imports takes it some time, so `nhiemvu serve` begins it before it loads its own code, which goes on
beside it; this module is therefore quick to import.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from dataclasses import asdict, dataclass
from types import TracebackType

from api.limits import Limits

_PATIENCE = 5.0  # seconds that it may take to end
_ALLOCATOR = {"GLIBC_TUNABLES": "glibc.malloc.tcache_count=127"}
"""What glibc reads when a process begins, and others pass over: how many freed pieces of a size are at hand.

The engine frees more than the usual 7 after a query and wants them again at the next. At most 4 MB a worker.
"""


@dataclass(frozen=True)
class ForkProcess:
    """The process and the socket on which it is told what to do; it ends when that socket is closed."""

    process: subprocess.Popen[bytes]
    control: socket.socket

    def __enter__(self) -> ForkProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the socket and bury the process; one that hangs is killed."""
        self.control.close()
        try:
            self.process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def begin(limits: Limits) -> ForkProcess:
    """Start a process that makes workers under these limits; raises OSError where the system gives none."""
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-P", "-m", "api.fork_server", str(theirs.fileno())]
    try:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [*command, json.dumps(asdict(limits))],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            env=_ALLOCATOR | os.environ,
            start_new_session=True,
        )
    except OSError:
        ours.close()
        raise
    finally:
        theirs.close()
    ours.setblocking(False)
    return ForkProcess(process, ours)
