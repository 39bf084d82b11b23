"""Queries that mean harm or take too much, and what becomes of the processes that run them."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import Mock

import httpx
import pytest

from api.fork_server import ForkServer
from api.limits import Limits
from api.wire import Frame, Inbox
from tests.waiting import PATIENCE, beside, program, side_by_side

if TYPE_CHECKING:
    from tests.api.conftest import Running, Serve

Until = Callable[..., bool]
Publish = Callable[..., str]

LIMIT = 1.0
FOREVER = 3600.0
MEMORY = 256 << 20
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i ."
NEXT = "<http://example.org/next>"
SORTED = f"SELECT * {{ {CROSS} }} ORDER BY ?f ?c ?i"

# Each would run for hours or take all memory. What answers depends on which limit it meets first.
HOSTILE = {
    "sorted cross product": SORTED,
    "distinct cross product": f"SELECT DISTINCT ?a ?d ?g {{ {CROSS} }}",
    "counted cross product": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
    "grouped cross product": f"SELECT ?a (COUNT(*) AS ?n) {{ {CROSS} }} GROUP BY ?a ?d",
    "streamed cross product": f"SELECT * {{ {CROSS} }}",
    "constructed cross product": f"CONSTRUCT {{ ?a ?e ?i }} WHERE {{ {CROSS} }}",
    "concatenation": f"SELECT (GROUP_CONCAT(?c) AS ?n) {{ {CROSS} }}",
    "unbounded path": f"SELECT (COUNT(*) AS ?n) {{ ?a ({NEXT}|^{NEXT})* ?b }}",
    "path of any property": "SELECT * { ?a (!<x:y>)+ ?b } ORDER BY ?b",
    "regular expression": f'ASK {{ {CROSS} FILTER(REGEX(CONCAT(STR(?c), STR(?f), STR(?i)), "^(a+)+$")) }}',
    "long chain": "ASK { "
    + " ".join(f"?v{i} ?p{i} ?v{i + 1} ." for i in range(400))
    + " FILTER(?v0 = ?v3) }",
    "growing text": "SELECT (CONCAT(?c,?c,?c) AS ?n) { BIND(REPLACE(REPLACE(REPLACE(REPLACE("
    '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","a","$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0"),'
    '"a","$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0"),"a","$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0"),'
    '"a","$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0") AS ?c) }',
}


@pytest.fixture(scope="module")
def server(serve: Serve, large_directory: Path) -> Iterator[Running]:
    with serve(
        large_directory,
        query_timeout=LIMIT,
        query_workers=6,
        query_memory=MEMORY,
        result_limit=32 << 20,
        query_queue=4,
    ) as running:
        yield running


def works(server: Running) -> bool:
    return bool(server.query("ASK { ?s ?p ?o }").status_code == 200)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_ends_in_time_with_a_proper_status(server: Running, name: str, until: Until) -> None:
    response = server.query(HOSTILE[name], Accept="*/*")  # without the limits it would not come for hours
    assert response.status_code in {422, 503, 504}, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert until(lambda: works(server))


def test_hostile_queries_side_by_side_end_and_leave_no_memory_taken(server: Running, until: Until) -> None:
    answered = side_by_side(server.query, HOSTILE.values())
    assert {answer.status_code for answer in answered} <= {422, 503, 504}
    assert until(lambda: all(memory < MEMORY / 2 for memory in server.workers().values()))


def test_an_ordinary_query_does_not_wait_for_hostile_ones(serve: Serve, large_directory: Path) -> None:
    with (
        serve(large_directory, query_workers=6, query_timeout=FOREVER, query_memory=MEMORY) as server,
        contextlib.ExitStack() as stack,
    ):
        hostile = [stack.enter_context(server.lasting(HOSTILE["counted cross product"])) for _ in range(4)]
        for _ in range(20):
            assert server.query("SELECT * { ?s ?p ?o } LIMIT 10").status_code == 200
        assert not any(answered() for answered in hostile)


def test_the_process_of_a_stopped_query_is_gone(server: Running, until: Until) -> None:
    assert until(lambda: works(server))
    before = set(server.workers())
    assert server.query(HOSTILE["counted cross product"]).status_code == 504
    assert until(lambda: len(before - set(server.workers())) >= 1)


def test_a_slow_query_yields_the_processor(serve: Serve, large_directory: Path, until: Until) -> None:
    def priorities(server: Running) -> set[int]:
        found = set()
        for worker in server.workers():
            with contextlib.suppress(ProcessLookupError):
                found.add(os.getpriority(os.PRIO_PROCESS, worker))
        return found

    usual = os.getpriority(os.PRIO_PROCESS, 0)
    with serve(large_directory, query_workers=2, query_timeout=FOREVER, query_memory=MEMORY) as server:
        assert until(lambda: priorities(server) == {usual})
        with server.lasting(HOSTILE["counted cross product"]) as answered:
            assert until(lambda: max(priorities(server)) > usual)
            assert not answered()
        assert until(lambda: priorities(server) == {usual})


def test_no_process_takes_more_memory_than_the_limit(server: Running) -> None:
    most = 0
    answer = beside(server.query, SORTED)
    while not answer.done():
        most = max([most, *server.workers().values()])
        time.sleep(0.01)
    assert answer.result(PATIENCE).status_code in {503, 504}
    assert most < MEMORY + (96 << 20)  # with what the process held before the limit was set


def test_a_query_over_the_memory_limit_is_told_so(serve: Serve, large_directory: Path) -> None:
    with serve(large_directory, query_workers=1, query_memory=MEMORY, query_timeout=FOREVER) as server:
        response = server.query(SORTED)
        assert response.status_code == 503
        assert response.json()["type"].endswith("/memory-limit")
        assert "256 MB" in response.json()["detail"]
        assert works(server)


def test_an_answer_over_the_size_limit_is_told_so(serve: Serve, large_directory: Path) -> None:
    with serve(large_directory, query_workers=1, result_limit=100_000) as server:
        response = server.query("SELECT * { ?s ?p ?o }")
        assert response.status_code == 422
        assert "LIMIT" in response.json()["detail"]
        assert works(server)


def test_a_client_that_goes_away_stops_its_query(serve: Serve, large_directory: Path, until: Until) -> None:
    with serve(large_directory, query_workers=1, query_timeout=FOREVER, query_memory=MEMORY) as server:
        assert works(server)
        before = set(server.workers())
        with server.lasting(HOSTILE["counted cross product"]):
            assert set(server.workers()) == before
        assert until(lambda: not before & set(server.workers()))
        assert works(server)


def test_when_all_workers_are_busy_queries_wait_and_then_are_refused(
    serve: Serve, large_directory: Path, until: Until
) -> None:
    with serve(
        large_directory, query_workers=1, query_queue=1, query_timeout=FOREVER, query_memory=MEMORY
    ) as server:
        with server.lasting(HOSTILE["counted cross product"]) as answered:
            waiting = beside(server.query, "ASK {}")
            assert until(lambda: server.app.state.pool.queued == 1)
            refused = server.query("ASK {}")
            assert refused.status_code == 503
            assert int(refused.headers["retry-after"]) >= 1
            assert not answered()
            assert not waiting.done()
        assert waiting.result(PATIENCE).status_code == 200


def test_a_killed_fork_server_is_replaced(serve: Serve, small_directory: Path, until: Until) -> None:
    with serve(small_directory, query_workers=2) as server:
        assert works(server)
        pool = server.app.state.pool
        before, workers = pool.fork_server_process, set(server.workers())
        os.kill(before, signal.SIGKILL)
        assert until(lambda: works(server) and pool.fork_server_process != before)
        assert until(lambda: not any(_alive(worker) for worker in workers))


def test_a_killed_worker_is_replaced(serve: Serve, small_directory: Path, until: Until) -> None:
    with serve(small_directory, query_workers=1) as server:
        assert works(server)
        (worker,) = server.workers()
        os.kill(worker, signal.SIGKILL)
        assert until(lambda: worker not in server.workers())
        assert works(server)


def test_a_system_without_a_process_to_give_costs_no_query_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = socket.socketpair()
    sent_along = [*socket.socketpair()]
    server = ForkServer(theirs, Limits(memory=MEMORY, result=100, spool=""))
    monkeypatch.setattr(os, "fork", Mock(side_effect=BlockingIOError(errno.EAGAIN, "no more")))
    for file, why in ((sent_along[0].detach(), "no more"), (None, os.strerror(errno.EMFILE))):
        server._obey(Frame({"fork": 7, "store": "/", "file": True}, b"", file))
        (frame,) = Inbox(ours).read()
        assert frame.header == {"exit": 7, "unmade": why}
    for end in (ours, theirs, sent_along[1], server._wake_read, server._wake_write):
        end.close()


def test_queries_are_put_off_while_no_worker_can_be_made(
    serve: Serve, small_directory: Path, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve(small_directory, query_workers=1) as server:
        assert works(server)
        with monkeypatch.context() as lacking:
            lacking.setattr(socket, "socketpair", Mock(side_effect=OSError(errno.EMFILE, "too many")))
            os.kill(min(server.workers()), signal.SIGKILL)
            assert until(lambda: not server.app.state.pool.idle)
            refused = server.query("ASK {}")
            assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
        assert until(lambda: works(server))
        assert until(lambda: server.app.state.pool.idle == 1)


@pytest.mark.parametrize(("marks", "status"), [(0, 500), (2_000, 400)])
def test_only_a_long_query_can_have_overflowed_the_stack(
    serve: Serve, large_directory: Path, until: Until, marks: int, status: int
) -> None:
    counted = f"SELECT (COUNT(*) AS ?n) {{ {CROSS} FILTER({'!' * marks}(?a != ?i)) }}"
    with serve(large_directory, query_workers=1, query_timeout=FOREVER) as server:
        asked = beside(server.query, counted)
        pool = server.app.state.pool
        assert until(lambda: pool.busy == 1 and server.workers())
        (worker,) = server.workers()
        os.kill(worker, signal.SIGSEGV)
        assert asked.result(PATIENCE).status_code == status
        assert works(server)


def test_a_worker_that_ends_before_its_first_query_is_not_replaced_for_ever(
    serve: Serve, small_directory: Path, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.workers.os.cpu_count", lambda: 2)
    with serve(small_directory, query_workers=2) as server:
        pool = server.app.state.pool
        assert until(lambda: pool.idle == 2 and all(one.process for one in pool._idle))
        spawn = Mock(wraps=pool._spawn)
        monkeypatch.setattr(pool, "_spawn", spawn)
        fresh = [one for one in pool._idle if not one.reusable]
        for one in fresh:
            os.kill(one.process, signal.SIGKILL)
        assert until(lambda: not set(fresh) & set(pool._idle))
        assert not spawn.called
        assert works(server)
        assert until(lambda: pool.idle == 2)


def test_memory_that_a_query_took_is_given_back_when_its_worker_is_idle(
    serve: Serve, small_directory: Path, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.workers._KEEP_SECONDS", 0.5)
    monkeypatch.setattr("api.workers.os.cpu_count", lambda: 1)
    with serve(small_directory, query_workers=1) as server:
        assert works(server)
        (worker,) = server.workers()
        hundred = ", ".join(["?x"] * 100)
        large = f"SELECT (STRLEN(CONCAT({hundred})) AS ?n) {{ BIND('{'a' * 1_000_000}' AS ?x) }}"
        answer = server.client.post("/sparql", data={"query": large})
        assert "100000000" in answer.text
        assert until(lambda: len(server.workers()) == 1 and worker not in server.workers())
        (fresh,) = server.workers()
        assert works(server)
        time.sleep(1.5)  # one that holds no more than it did stays
        assert list(server.workers()) == [fresh]


def test_extra_workers_end_when_they_have_nothing_to_do(
    serve: Serve, large_directory: Path, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.workers._KEEP_SECONDS", 0.5)
    usual = os.cpu_count() or 1
    with serve(large_directory, query_workers=usual + 4) as server:
        slow = f"SELECT (COUNT(*) AS ?n) {{ ?a {NEXT}/{NEXT}/{NEXT}/{NEXT} ?b }}"
        answers = side_by_side(server.query, [slow] * (usual + 4))
        assert {answer.status_code for answer in answers} == {200}
        assert until(lambda: len(server.workers()) == usual)
        assert works(server)


# Snapshots


def test_a_new_snapshot_is_taken_up_while_queries_run(
    serve: Serve, publish_quads: Publish, tmp_path: Path, until: Until
) -> None:
    many = "".join(f"<x:{i}> <x:p> <x:{i + 1}> <x:g> .\n" for i in range(3000))
    publish_quads(tmp_path, many)
    with serve(tmp_path, query_workers=3, watch_interval=0.1, query_timeout=FOREVER) as server:
        first = server.client.get("/ready").json()["snapshot"]
        slow = beside(server.query, "SELECT (COUNT(*) AS ?n) { ?a <x:p> ?b . ?c <x:p> ?d }")
        assert until(lambda: server.app.state.pool.busy == 1)
        second = publish_quads(tmp_path, "<x:new> <x:p> <x:o> <x:g> .", "cd" * 32)
        assert until(lambda: server.client.get("/ready").json()["snapshot"] == second)
        assert first != second
        assert server.query("ASK { <x:new> ?p ?o }").json()["boolean"] is True
        assert slow.result(PATIENCE).json()["results"]["bindings"][0]["n"]["value"] == str(3000**2)
        assert server.query("ASK { <x:0> ?p ?o }").json()["boolean"] is False


def test_a_broken_snapshot_leaves_the_old_one_in_place(
    serve: Serve, publish_quads: Publish, tmp_path: Path, until: Until, caplog: pytest.LogCaptureFixture
) -> None:
    publish_quads(tmp_path, "<x:old> <x:p> <x:o> <x:g> .")
    with serve(tmp_path, query_workers=1, watch_interval=0.05) as server:
        name = publish_quads(tmp_path, "<x:new> <x:p> <x:o> <x:g> .", "cd" * 32)
        assert until(lambda: server.client.get("/ready").json()["snapshot"] == name)
        (tmp_path / "CURRENT").write_text("000009-0badc0de\n", encoding="utf-8")
        assert until(lambda: "cannot be served" in caplog.text)
        assert server.query("ASK { <x:new> ?p ?o }").json()["boolean"] is True
        (tmp_path / "CURRENT").write_text(f"{name}\n", encoding="utf-8")
        assert works(server)


# The server as a process


def _alive(process: int) -> bool:
    listed = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    )
    return listed.stdout.strip()[:1] not in {"", "Z"}


def _family(process: int) -> set[int]:
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    parents = {int(line.split()[0]): int(line.split()[1]) for line in listed.splitlines()}
    family = {process}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return family


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_the_end_of_the_server_is_the_end_of_its_workers(
    large_directory: Path, number: signal.Signals, until: Until, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "api.cli", "serve", str(large_directory), "--port", str(port)]
    log = tmp_path / "log"
    with (
        log.open("wb") as output,
        program(command, stdout=output, stderr=output) as process,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client,
    ):
        assert until(lambda: _answers(client)), log.read_text()
        slow = beside(_quietly, client, HOSTILE["counted cross product"])
        assert until(lambda: len(_family(process.pid)) >= 3)  # the server, the fork server, a worker
        family = _family(process.pid)
        process.send_signal(number)
        assert until(lambda: not any(_alive(member) for member in family)), log.read_text()
        slow.result(PATIENCE)
        assert process.wait(PATIENCE) == (-number if number == signal.SIGKILL else 0)
    assert "Traceback" not in log.read_text()


def test_a_hangup_makes_the_server_look_for_a_new_snapshot(
    tmp_path: Path, publish_quads: Publish, until: Until
) -> None:
    publish_quads(tmp_path, "<x:old> <x:p> <x:o> <x:g> .")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "api.cli", "serve", str(tmp_path), "--port", str(port)]
    with (
        program([*command, "--watch-interval", "3600"], stdout=subprocess.DEVNULL) as process,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client,
    ):
        assert until(lambda: _answers(client))
        second = publish_quads(tmp_path, "<x:new> <x:p> <x:o> <x:g> .", "cd" * 32)
        process.send_signal(signal.SIGHUP)
        assert until(lambda: client.get("/ready").json()["snapshot"] == second)


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/ready").status_code == 200
    except httpx.HTTPError:
        return False


def _quietly(client: httpx.Client, query: str) -> None:
    try:
        client.get("/sparql", params={"query": query})
    except httpx.HTTPError:
        return
