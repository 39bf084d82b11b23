"""SPARQL servers that tests start and stop themselves: on free ports of loopback, by process number."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.waiting import HOUR, PATIENCE, program, wait_until

_VIRTUOSO_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{own_port}
ServerThreads = 8
DirsAllowed = {folder}
NumberOfBuffers = 10000
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = {rows}
"""
VIRTUOSO_ROWS = 20_000
"""Rows after which the Virtuoso of the tests cuts an answer."""


@dataclass(frozen=True)
class Server:
    """A running server: its SPARQL endpoint, and the environment that it wants for writes."""

    url: str
    process: int
    credentials: dict[str, str]

    def stop(self) -> None:
        """Ask the server to end, and wait until it does not listen any more."""
        os.kill(self.process, signal.SIGTERM)
        assert _ends(self.process)


def free_port() -> int:
    """Give a port of loopback that nothing listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def find(program: str) -> str | None:
    """Find a program beside this Python or on the path."""
    return shutil.which(program, path=sysconfig.get_path("scripts")) or shutil.which(program)


def is_running(process: int) -> bool:
    """Tell whether a process is there and has not ended."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False


@contextlib.contextmanager
def oxigraph(executable: str, folder: Path, *options: str) -> Iterator[Server]:
    """Run Oxigraph on an empty dataset in `folder`."""
    port = free_port()
    address = f"127.0.0.1:{port}"
    command = [executable, "serve", "--location", str(folder / "data"), "--bind", address, *options]
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with program(command, HOUR, **silent) as process:
        try:
            _wait_for(port)
            yield Server(f"http://127.0.0.1:{port}/query", process.pid, {})
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE)


@contextlib.contextmanager
def virtuoso(executable: str, folder: Path) -> Iterator[Server]:
    """Run Virtuoso on an empty database in `folder`; it puts itself into the background when it is ready."""
    port = free_port()
    own_port = free_port()
    configuration = folder / "virtuoso.ini"
    configuration.write_text(
        _VIRTUOSO_INI.format(folder=folder, port=port, own_port=own_port, rows=VIRTUOSO_ROWS),
        encoding="utf-8",
    )
    lock = folder / "virtuoso.lck"
    subprocess.run(
        [executable, "+configfile", str(configuration), "+wait"],
        cwd=folder,
        check=True,
        timeout=PATIENCE,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    process = int(lock.read_text(encoding="ascii").partition("VIRT_PID=")[2].split()[0])
    try:
        _wait_for(port)
        own = {"NHIEMVU_STORE_USER": "dba", "NHIEMVU_STORE_PASSWORD": "dba"}  # as a new database has them
        yield Server(f"http://127.0.0.1:{port}/sparql", process, own)
    finally:
        os.kill(process, signal.SIGTERM)
        if not _ends(process):
            os.kill(process, signal.SIGKILL)
            _ends(process)


def _ends(process: int) -> bool:
    return wait_until(lambda: not is_running(process))


def _wait_for(port: int) -> None:
    def listens() -> bool:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=PATIENCE).close()
            return True
        return False

    assert wait_until(listens), f"nothing listens on port {port}"
