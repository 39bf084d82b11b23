"""The head of an answer goes out with the first piece of its body, and never stays behind."""

from __future__ import annotations

import asyncio
from typing import cast

import pytest

from api.connections import Joined
from tests.waiting import PATIENCE

HEAD = b"HTTP/1.1 200 OK\r\n\r\n"


class Wire:
    """A transport that notes what it is told."""

    def __init__(self) -> None:
        self.told: list[bytes | str] = []

    def write(self, data: bytes) -> None:
        self.told.append(data)

    def close(self) -> None:
        self.told.append("closed")

    def abort(self) -> None:
        self.told.append("aborted")

    def get_write_buffer_size(self) -> int:
        return 0

    def is_closing(self) -> bool:
        return "closed" in self.told

    pause_reading = resume_reading = abort


LARGE = b"x" * (1 << 17)


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ((HEAD, b"body", b"more"), [HEAD + b"body", b"more"]),
        ((HEAD, LARGE), [HEAD, LARGE]),
        ((HEAD,), []),
        ((HEAD, b""), [HEAD]),
        ((b"HTTP/1.1 100 Continue\r\n\r\n", HEAD, b"a"), [b"HTTP/1.1 100 Continue\r\n\r\n", HEAD + b"a"]),
        ((HEAD, b"a", HEAD, b"b"), [HEAD + b"a", HEAD + b"b"]),
        ((HEAD, b"HTTP/1.1 is quoted"), [HEAD + b"HTTP/1.1 is quoted"]),
    ],
    ids=["body", "large body", "held", "empty body", "to be continued", "two answers", "a body like a head"],
)
def test_a_head_goes_with_the_first_piece(written: tuple[bytes, ...], sent: list[bytes]) -> None:
    wire = Wire()
    joined = Joined(cast("asyncio.Transport", wire), PATIENCE, 1)
    for piece in written:
        joined.write(piece)
    assert wire.told == sent
    assert not joined.is_closing()


def test_what_is_held_goes_when_the_answer_is_complete_and_before_the_connection_is_closed() -> None:
    wire = Wire()
    joined = Joined(cast("asyncio.Transport", wire), PATIENCE, 1)
    joined.write(HEAD)
    joined.flush()
    joined.flush()
    joined.write(HEAD)
    joined.close()
    assert wire.told == [HEAD, HEAD, "closed"]
    joined.abort()
    assert wire.told[-1] == "aborted"
