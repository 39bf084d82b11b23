"""Take from the running process what answering a query does not need.

Called in a query worker after its store is open. The memory limit makes a hungry query end its own process
and no other; the ban on sockets is a second wall behind the refusal of SERVICE; the end of the server is
the end of its workers. What a system does not offer (macOS has no seccomp) is left out.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import platform
import resource
import signal
import sys
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
# Of each machine: its AUDIT_ARCH number (linux/audit.h) and its number of the system call socket().
_SOCKET_CALLS = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_LOAD_WORD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06  # BPF: ld [k], jeq k, ret k
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | errno.EACCES


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort),
        ("if_true", ctypes.c_ubyte),
        ("if_false", ctypes.c_ubyte),
        ("k", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.POINTER(_Instruction)))


def limit_memory(size: int) -> None:
    """Limit the private writable memory of the process to `size` bytes, and let it leave no core file.

    On Linux this counts what is written to (RLIMIT_DATA); address space would count the arenas that
    allocators only reserve, about 0.5 GB in a process that has just opened a store.
    """
    kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
    with contextlib.suppress(ValueError, OSError):  # a lower limit is set on the whole server already
        resource.setrlimit(kind, (size, size))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def die_with_parent() -> None:
    """Ask the kernel to kill the process when its parent ends, and before all others when memory ends."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("900", encoding="ascii")


def forbid_sockets() -> bool:
    """Make every later call of socket() fail with EACCES; say whether the system could do that.

    A seccomp filter, which cannot be lifted again and holds for all threads made after. Sockets that are
    open already go on working.
    """
    known = _SOCKET_CALLS.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    architecture, socket_call = known
    program = (_Instruction * 6)(
        _Instruction(_LOAD_WORD, 0, 0, 4),  # the architecture of the call
        _Instruction(_JUMP_IF_EQUAL, 0, 3, architecture),  # another one: refuse
        _Instruction(_LOAD_WORD, 0, 0, 0),  # the number of the call
        _Instruction(_JUMP_IF_EQUAL, 1, 0, socket_call),
        _Instruction(_RETURN, 0, 0, _ALLOW),
        _Instruction(_RETURN, 0, 0, _REFUSE),
    )
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    bound = _Program(len(program), program)
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(bound), 0, 0) == 0)
