"""Builds beside a running server, and what is left of builds and servers that are killed at any moment."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from api.live import check
from graph_build import snapshots
from graph_build.store import open_snapshot
from ontology.vocab import vocabulary
from tests.api.test_cli_serve import ROOT, serving, wait_for
from tests.waiting import PATIENCE, beside, program

pytestmark = pytest.mark.slow

Until = Callable[..., bool]
SOME = "{ SELECT ?%s { ?%s a ?t } LIMIT 2500 }"
PAIRS = f"{SOME % ('a', 'a')} {SOME % ('b', 'b')} FILTER(STRLEN(STR(?a)) < STRLEN(STR(?b)))"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
SLOW = f"SELECT ?pairs ?n {{ {{ SELECT (COUNT(*) AS ?pairs) {{ {PAIRS} }} }} {{ {COUNT} }} }}"

# One process that has loaded what a build needs; each line it reads is a build in a child of its own group.
_NURSERY = """
import os, sys
from pathlib import Path
from graph_build.pipeline import build

for line in sys.stdin:
    source, out = line.split()
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        build([Path(source)], Path(out), workers=1)
        os._exit(0)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Nursery:
    """Run builds that can be killed; `run` gives the status of the build, negative where it was killed."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, source: Path, out: Path, kill_after: float | None = None) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{source} {out}\n")
        self._process.stdin.flush()
        child = int(self._process.stdout.readline())
        if kill_after is not None:
            time.sleep(kill_after)
            with suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
        return int(self._process.stdout.readline())


@pytest.fixture
def nursery() -> Iterator[Nursery]:
    command = [sys.executable, "-c", _NURSERY]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with program(command, 2 * PATIENCE, **pipes, text=True, cwd=ROOT) as process:
        yield Nursery(process)


@pytest.fixture
def sources(tmp_path: Path, sample_dir: Path) -> list[Path]:
    """Give two folders of one document each."""
    shortest = sorted(sample_dir.glob("*.txt"), key=lambda path: path.stat().st_size)[:2]
    folders = [tmp_path / "old", tmp_path / "new"]
    for folder, document in zip(folders, shortest, strict=True):
        folder.mkdir()
        (folder / "document.txt").write_bytes(document.read_bytes())
    return folders


def content(directory: Path) -> int:
    """Give a number that stands for all quads but those about the build."""
    about = f"<{vocabulary().graph_build}>"
    with open_snapshot(directory) as store:
        return hash(frozenset(line for line in store.dump() if about not in line))


@contextmanager
def asking(address: str) -> Iterator[list[str]]:
    """Ask a server small queries without a pause; give the list of the answers, which still grows."""
    answers: list[str] = []
    stop = threading.Event()

    def ask() -> None:
        with httpx.Client(base_url=address, timeout=PATIENCE) as client:
            while not stop.is_set():
                answer = client.get("/sparql", params={"query": COUNT}, headers={"Accept": "text/csv"})
                answers.append(answer.text.split()[-1] if answer.status_code == 200 else answer.text)
                time.sleep(0.02)

    asked = beside(ask)
    try:
        yield answers
    finally:
        stop.set()
    asked.result(PATIENCE)


def number(client: httpx.Client, query: str) -> str:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
    assert answer.status_code == 200, answer.text
    return answer.text.split()[-1].rpartition(",")[2]


def served(client: httpx.Client) -> str:
    return str(client.get("/ready").json()["snapshot"])


@pytest.mark.parametrize("interval", ["0.1", "3600"])
def test_a_build_beside_a_server_fails_no_query(
    interval: str, nursery: Nursery, sources: list[Path], tmp_path: Path, until: Until
) -> None:
    out = tmp_path / "graph"
    assert nursery.run(sources[0], out) == 0
    with (
        serving(out, "--port", "0", "--watch-interval", interval, "--query-timeout", "300") as (
            server,
            address,
        ),
        httpx.Client(base_url=wait_for(address).url, timeout=PATIENCE) as client,
        asking(address) as answers,
    ):
        first, before = served(client), number(client, COUNT)
        slow = beside(number, client, SLOW)
        assert nursery.run(sources[1], out) == 0
        if interval == "3600":
            for source in sources:  # the first snapshot is now three behind
                assert nursery.run(source, out) == 0
            assert served(client) == first
            assert number(client, COUNT) == before
            server.send_signal(signal.SIGHUP)
        last = snapshots.live(out).name
        assert until(lambda: served(client) == last)
        assert not slow.done() or interval == "3600"
        assert slow.result(PATIENCE) == before
        after = number(client, COUNT)
    assert before != after
    assert answers[0] == before
    assert set(answers) == {before, after}
    assert answers[-1] == after


def test_builds_killed_at_fifty_moments_leave_a_whole_graph_and_disturb_no_reader(
    nursery: Nursery, sources: list[Path], tmp_path: Path
) -> None:
    out = tmp_path / "graph"
    chance = random.Random(4)  # noqa: S311 - moments to kill at, no secret
    whole: dict[int, Path] = {}
    for source in sources:
        started = time.monotonic()
        assert nursery.run(source, out) == 0
        length = time.monotonic() - started
        whole[content(out)] = source
    assert len(whole) == 2
    after, killed, tries = sources[1], 0, 0
    with serving(out, "--port", "0", "--watch-interval", "0.1") as (_, address), asking(address) as answers:
        wait_for(address)
        while killed < 50:
            (other,) = {*sources} - {after}
            started, tries = time.monotonic(), tries + 1
            status = nursery.run(other, out, kill_after=chance.uniform(0, length))
            if status == 0:  # it was done before its moment came: how fast it is changes with the machine
                length = max(0.1, min(length, time.monotonic() - started))
            killed += status == -signal.SIGKILL
            after = whole[content(out)]
            assert after == other or status == -signal.SIGKILL
            assert tries < 500
    assert all(answer.isdigit() for answer in answers)
    assert len(set(answers)) <= 2
    for source in sources:
        assert nursery.run(source, out) == 0
    assert whole[content(out)] == sources[1]
    assert len(list((out / snapshots.SNAPSHOTS).iterdir())) == 2
    assert {path.name for path in out.iterdir()} == {".lock", "CURRENT", "snapshots"}
    with serving(out, "--port", "0") as (_, address):
        assert wait_for(f"{address}ready").status_code == 200


def test_a_server_killed_while_a_build_or_an_update_takes_its_turn_starts_again(
    nursery: Nursery, sources: list[Path], tmp_path: Path
) -> None:
    out = tmp_path / "graph"
    chance = random.Random(5)  # noqa: S311 - as above
    token = "a-secret-of-these-tests"  # noqa: S105
    assert nursery.run(sources[0], out) == 0
    acknowledged = 0

    def update(address: str, value: int) -> bool:
        change = f"INSERT DATA {{ GRAPH <urn:g> {{ <urn:s> <urn:p> {value} }} }}"
        fields = {"Authorization": f"Bearer {token}", "Content-Type": "application/sparql-update"}
        try:
            answer = httpx.post(f"{address}sparql", content=change, headers=fields, timeout=PATIENCE)
        except httpx.TransportError:
            return False
        assert answer.status_code == 204, answer.text
        return True

    for turn in range(4):
        with serving(out, "--port", "0", "--writable", NHIEMVU_WRITE_TOKEN=token) as (server, address):
            assert wait_for(f"{address}ready").status_code == 200
            with httpx.Client(base_url=address, timeout=PATIENCE) as client:
                seen = int(number(client, "SELECT (COUNT(*) AS ?n) { GRAPH <urn:g> { ?s ?p ?o } }"))
            assert acknowledged <= seen <= turn
            done = beside(update, address, turn)
            time.sleep(chance.uniform(0, 0.5))
            server.kill()
            acknowledged = seen + done.result(PATIENCE)
    with snapshots.locked(out):
        assert not list((out / snapshots.SNAPSHOTS).glob("new-*"))
    check(out).release()


def test_a_server_killed_while_it_takes_up_a_build_starts_again_on_a_whole_graph(
    nursery: Nursery, sources: list[Path], tmp_path: Path
) -> None:
    out = tmp_path / "graph"
    chance = random.Random(6)  # noqa: S311 - as above
    for source in sources:
        assert nursery.run(source, out) == 0
    for turn in range(4):
        with serving(out, "--port", "0", "--watch-interval", "0.05") as (server, address):
            assert wait_for(f"{address}ready").status_code == 200
            with httpx.Client(base_url=address, timeout=PATIENCE) as client:
                first = served(client)
            built = beside(nursery.run, sources[turn % 2], out)
            while snapshots.live(out).name == first and not built.done():
                time.sleep(0.005)
            time.sleep(chance.uniform(0, 0.4))
            server.kill()
            assert built.result(PATIENCE) == 0
        last = snapshots.live(out).name
        assert last != first
        check(out).release()
        with (
            serving(out, "--port", "0") as (_, address),
            httpx.Client(base_url=address, timeout=PATIENCE) as client,
        ):
            assert wait_for(f"{address}ready").status_code == 200
            assert served(client) == last
            assert int(number(client, COUNT)) > 0
