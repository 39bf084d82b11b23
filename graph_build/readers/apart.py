"""Read a file in a process of its own, with limits on its memory and time.

For parsers in native code that a damaged or hostile file can send round in circles or bring to ask for all
memory: their process dies, and the file has its line in the ledger.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from typing import cast

import msgspec

from graph_build import errors
from graph_build.errors import BrokenFile, ReadError
from graph_build.readers.content import Content, Reader

MEMORY = 1024 * 1024 * 1024
"""Bytes of address space that the process may take."""

SECONDS = 60
"""How long it may take."""


class _Question(msgspec.Struct):
    module: str
    function: str
    name: str
    data: bytes


class _Answer(msgspec.Struct):
    """What came of it: the content, or the class and arguments of a ReadError."""

    content: Content | None = None
    error: str = ""
    arguments: tuple[str | int, ...] = ()


def read_apart(reader: Reader, name: str, data: bytes, kind: str) -> Content:
    """Run a reader, a function of a module, in a process of its own.

    Raises what the reader raises, and BrokenFile where the process takes too much or dies.
    """
    question = _Question(reader.__module__, reader.__name__, name, data)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(  # noqa: S603 - our own module in our own interpreter
            [sys.executable, "-c", f"from {__name__} import main; main()"],
            input=msgspec.msgpack.encode(question),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise BrokenFile(name, kind, f"reading it took over {SECONDS} s") from error
    if done.returncode:
        raise BrokenFile(name, kind, "reading it failed or took too much memory")
    answer = msgspec.msgpack.decode(done.stdout, type=_Answer)
    if answer.content is None:
        raise cast(Callable[..., ReadError], getattr(errors, answer.error))(*answer.arguments)
    return answer.content


def main() -> None:
    """Answer the one question on standard input."""
    for what, limit in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        _, hard = resource.getrlimit(what)
        least = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (least, least))
    question = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=_Question)
    reader = cast(Reader, getattr(import_module(question.module), question.function))
    try:
        answer = _Answer(content=reader(question.name, question.data))
    except ReadError as error:
        answer = _Answer(error=type(error).__name__, arguments=error.args)
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer))
