"""The parts of a worker: frames, answers, and what the process is kept from."""

from __future__ import annotations

import asyncio
import gc
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api import query_worker
from api.federation import ServiceRefused
from api.limits import Limits
from api.query_errors import ResultTooLarge, SpoolFull
from api.query_worker import CROSSING, INLINE, Output, answer
from api.wire import Closed, Frame, Inbox, pack, send
from api.worker_link import Worker
from graph_build.store import Database
from graph_build.store_errors import FormatUnsupported, QuerySyntaxError
from tests.waiting import PATIENCE, beside, connected, wait_until

LIMITS = Limits(memory=1 << 30, result=1 << 20, spool="")
DATA = b'<http://example.org/a> <http://example.org/name> "a"@vi <http://example.org/g> .\n'


@pytest.fixture(scope="module")
def database() -> Database:
    made = Database()
    made.load_nquads(DATA, "test")
    return made


def request(sparql: str, **changes: Any) -> dict[str, Any]:
    return {
        "query": sparql,
        "media_type": "text/csv",
        "default_graph": None,
        "named_graphs": None,
        "union": True,
        "dump": False,
        "bindings": {},
        "base": None,
        **changes,
    }


@pytest.mark.parametrize(
    ("asked", "kind", "written"),
    [
        (request("SELECT ?name { ?s ?p ?name }"), "solutions", b"name\r\na\r\n"),
        (request("ASK {}"), "boolean", b"true"),
        (
            request("SELECT (STR(<x>) AS ?n) {}", base="http://b.example/"),
            "solutions",
            b"n\r\nhttp://b.example/x\r\n",
        ),
        (request("SELECT ?name { ?s ?p ?name }", default_graph=["x:other"]), "solutions", b"name\r\n"),
        (
            request("SELECT ?s ?name { ?s ?p ?name }", bindings={"name": ["a", "vi", None]}),
            "solutions",
            b"s,name\r\nhttp://example.org/a,a\r\n",
        ),
        (
            request("CONSTRUCT WHERE { ?s ?p ?o }", media_type="application/n-triples"),
            "triples",
            DATA.rpartition(b" <")[0] + b" .\n",
        ),
    ],
)
def test_a_request_is_answered(database: Database, asked: dict[str, Any], kind: str, written: bytes) -> None:
    output = Output(LIMITS)
    assert answer(database, asked, output, Path("none")) == kind
    assert output.finish() == written
    assert (output.size, output.file) == (len(written), None)


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        (request("SELECT * {"), QuerySyntaxError),
        (request("ASK { SERVICE <x:y> {} }"), ServiceRefused),
        (request("CONSTRUCT WHERE { ?s ?p ?o }"), FormatUnsupported),
    ],
)
def test_what_a_worker_raises_can_cross_to_the_server(
    database: Database, asked: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error) as caught:
        answer(database, asked, Output(LIMITS), Path("none"))
    again = CROSSING[type(caught.value).__name__](*caught.value.args)
    assert str(again) == str(caught.value)


@pytest.mark.parametrize("size", [0, 1, INLINE - 1, INLINE, INLINE + 1, 3 * INLINE])
def test_a_large_answer_goes_to_a_file_without_a_name(size: int, tmp_path: Path) -> None:
    output = Output(Limits(memory=1, result=1 << 20, spool=str(tmp_path)))
    data = os.urandom(size)
    for start in range(0, size, 8192):
        output.write(data[start : start + 8192])
    inline = output.finish()
    if size <= INLINE:
        assert (inline, output.file) == (data, None)
    else:
        assert output.file is not None
        assert inline == b""
        assert os.pread(output.file.fileno(), size + 1, 0) == data
    assert list(tmp_path.iterdir()) == []
    output.close()


@pytest.mark.parametrize("hindered", [False, True])
def test_a_worker_opens_its_database_before_it_is_asked(
    monkeypatch: pytest.MonkeyPatch, database: Database, *, hindered: bool
) -> None:
    opened = []

    def open_it(*_: object) -> Database:
        opened.append(1)
        if hindered and len(opened) == 1:
            raise RuntimeError("locked")
        return database

    for confining in ("die_with_parent", "limit_memory"):
        monkeypatch.setattr(query_worker, confining, lambda *_: None)
    monkeypatch.setattr(query_worker, "_open", open_it)
    gc.collect()  # results of the engine that tests before left may be dropped in no other thread than theirs
    with connected() as (ours, theirs):

        def work() -> None:
            with theirs:  # one that fails is not waited for
                query_worker.serve(theirs, Path(), LIMITS)

        working = beside(work)
        assert wait_until(lambda: opened == [1] or working.done())
        send(ours, pack(request("ASK {}")))
        (reply,) = Inbox(ours).read()
        ours.shutdown(socket.SHUT_RDWR)
        working.result(PATIENCE)
    assert (reply.header["kind"], reply.body) == ("boolean", b"true")
    assert len(opened) == 1 + hindered


def test_an_answer_ends_at_the_limit() -> None:
    output = Output(Limits(memory=1, result=100, spool=""))
    output.write(b"x" * 100)
    with pytest.raises(ResultTooLarge, match="100 bytes"):
        output.write(b"x")


def test_a_disk_that_takes_no_more_is_told() -> None:
    output = Output(Limits(memory=1, result=1 << 30, spool="/nowhere/at/all"))
    with pytest.raises(SpoolFull, match="Try again later"):
        output.write(b"x" * (INLINE + 1))


messages = st.dictionaries(st.text(), st.text() | st.integers() | st.none() | st.lists(st.text()), max_size=5)


@given(st.lists(st.tuples(messages, st.binary(max_size=3000)), min_size=1, max_size=4), st.integers(1, 500))
def test_frames_arrive_as_they_were_sent(frames: list[tuple[dict[str, Any], bytes]], cut: int) -> None:
    frames = [({k: v for k, v in header.items() if k != "file"}, body) for header, body in frames]
    with connected() as (ours, theirs):
        inbox = Inbox(theirs)
        written = b"".join(pack(header, body) for header, body in frames)
        found: list[Frame] = []
        for start in range(0, len(written), cut):
            ours.sendall(written[start : start + cut])
            found += inbox.read()
        assert [(frame.header, frame.body) for frame in found] == frames
        ours.close()
        with pytest.raises(Closed):
            list(inbox.read())


def test_half_a_character_arrives_as_it_was_sent() -> None:
    with connected() as (ours, theirs):
        send(ours, pack({"query": 'ASK { ?s ?p "\ud800" }'}, b"body"))
        (frame,) = Inbox(theirs).read()
        assert frame == ({"query": 'ASK { ?s ?p "\ud800" }'}, b"body", None)


def test_a_frame_larger_than_what_is_read_at_once_arrives_whole() -> None:
    with connected() as (ours, theirs):
        sending = beside(send, ours, pack({"n": 1}, b"x" * 500_000))
        inbox = Inbox(theirs)
        found: list[Frame] = []
        while not found:
            found += inbox.read()
        sending.result(PATIENCE)
        assert found == [({"n": 1}, b"x" * 500_000, None)]


def test_open_files_arrive_with_their_frames(tmp_path: Path) -> None:
    with connected() as (ours, theirs):
        for name in ("a", "b"):
            (tmp_path / name).write_text(name, encoding="utf-8")
            with (tmp_path / name).open("rb") as file:
                send(ours, pack({"name": name, "file": True}), file.fileno())
            send(ours, pack({"name": "none"}))
        inbox = Inbox(theirs)
        found: list[Frame] = []
        while len(found) < 4:
            found += inbox.read()
        for frame in found:
            if frame.file is not None:
                with open(frame.file, encoding="utf-8") as file:  # noqa: PTH123 - a descriptor
                    assert file.read() == frame.header["name"]
        assert [frame.file is None for frame in found] == [False, True, False, True]


def test_an_answer_whose_file_could_not_be_taken_is_told_of() -> None:
    async def ask(connection: socket.socket, other: socket.socket) -> None:
        connection.setblocking(False)
        worker = Worker(1, Path(), connection)
        send(other, pack({"kind": "quads", "size": 9, "file": True, "spent": False}))
        try:
            await asyncio.wait_for(worker.ask(b"?"), PATIENCE)
        finally:
            worker.close()

    with connected() as (ours, theirs), pytest.raises(SpoolFull, match="Too many open files"):
        beside(asyncio.run, ask(ours, theirs)).result(2 * PATIENCE)


CONFINED = """
import socket, sys
from api.confine import forbid_sockets, limit_memory
before, after = socket.socketpair()
if not forbid_sockets():
    sys.exit(3)
try:
    socket.socket()
except PermissionError:
    before.send(b"x")
    assert after.recv(1) == b"x"
else:
    sys.exit(4)
limit_memory(64 << 20)
try:
    bytearray(128 << 20)
except MemoryError:
    sys.exit(0)
sys.exit(5)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="seccomp and RLIMIT_DATA are Linux's")
def test_a_confined_process_makes_no_socket_and_takes_no_more_memory() -> None:
    ran = subprocess.run([sys.executable, "-c", CONFINED], check=False, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
