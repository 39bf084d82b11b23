"""Folders and disks that are not as they should be, by command and over HTTP: one sentence, and no harm."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import httpx
import pytest

from graph_build import manifest, snapshots
from graph_build.store import open_snapshot
from tests.api.test_cli_serve import ROOT, serving, wait_for
from tests.permissions import bound_by_permissions
from tests.waiting import PATIENCE

TOKEN = "a-secret-of-these-tests"  # noqa: S105
ROOM = 600_000  # bytes that one file may take where the disk is said to be full
MANY = "".join(f'<urn:s{n}> <urn:p> "{n} {"x" * 40}" <urn:g> .\n' for n in range(20_000))


def nhiemvu(*arguments: str | Path, room: int = 0, bound: bool = False) -> subprocess.CompletedProcess[str]:
    """Run it; with `room` no file may grow larger, when `bound` permissions bind the superuser too."""
    prefix = bound_by_permissions() if bound else []
    return subprocess.run(
        [*prefix, sys.executable, "-m", "api.cli", *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
        preexec_fn=partial(resource.setrlimit, resource.RLIMIT_FSIZE, (room, room)) if room else None,
    )


def one_sentence(run: subprocess.CompletedProcess[str]) -> str:
    assert run.returncode == 1, run.stderr
    assert run.stdout == ""
    assert run.stderr.startswith("Error: ")
    assert run.stderr.count("\n") == 1
    return run.stderr


@pytest.fixture
def graph(small_directory: Path, tmp_path: Path) -> Path:
    shutil.copytree(small_directory, tmp_path / "graph")
    return tmp_path / "graph"


def dump(directory: Path) -> list[str]:
    with open_snapshot(directory) as store:
        return store.dump()


@pytest.mark.parametrize("command", ["build", "import"])
def test_a_full_disk_leaves_what_was_there(command: str, graph: Path, tmp_path: Path) -> None:
    before = dump(graph)
    data = tmp_path / "many.nq"
    data.write_text(MANY, encoding="utf-8")
    source: list[str | Path] = ["--sample"] if command == "build" else [data]
    told = one_sentence(nhiemvu(command, *source, "-o", graph, room=ROOM))
    assert told == f"Error: Cannot write into {graph}: File too large. What was there before is unchanged.\n"
    assert dump(graph) == before
    assert len(list((graph / "snapshots").iterdir())) == 1


def test_a_full_disk_refuses_updates_and_the_server_goes_on(graph: Path) -> None:
    before = dump(graph)
    fields = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/sparql-update"}
    quads = {**fields, "Content-Type": "application/n-quads"}
    with serving(graph, "--port", "0", "--writable", NHIEMVU_WRITE_TOKEN=TOKEN) as (server, address):
        wait_for(address)
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (ROOM, resource.RLIM_INFINITY))
        fork_server = int(
            Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text("ascii").split()[0]
        )
        resource.prlimit(fork_server, resource.RLIMIT_FSIZE, (ROOM, resource.RLIM_INFINITY))
        triples = "\n".join(line.rpartition(" <urn:g>")[0] + " ." for line in MANY.splitlines())
        answers = [
            httpx.post(
                f"{address}sparql", content=f"INSERT DATA {{ {triples} }}", headers=fields, timeout=PATIENCE
            ),
            httpx.post(f"{address}store", content=MANY, headers=quads, timeout=PATIENCE),
        ]
        for answer in answers:
            assert answer.status_code == 507, answer.text
            assert answer.json()["detail"] == "The disk of this server takes no change now."
        assert httpx.get(f"{address}sparql?query=ASK%7B%7D", timeout=PATIENCE).status_code == 200
        small = httpx.post(
            f"{address}sparql", content="INSERT DATA { <urn:a> <urn:b> 1 }", headers=fields, timeout=PATIENCE
        )
        assert small.status_code == 204, small.text
        for process in (server.pid, fork_server):  # so that what measures coverage can write its file
            resource.prlimit(process, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert len(dump(graph)) == len(before) + 1


def test_a_build_says_how_many_changes_it_would_replace(graph: Path) -> None:
    live = snapshots.live(graph)
    manifest.write(live, changes=3)
    told = one_sentence(nhiemvu("build", "--sample", "-o", graph))
    assert "holds 3 changes that were made since its last build" in told
    assert "--replace-changes" in told
    assert snapshots.live(graph) == live


def close(path: Path) -> None:
    path.chmod(0)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda graph: (graph / "CURRENT").write_text("../../etc\n", "utf-8"), "not the name of a snapshot"),
        (lambda graph: (snapshots.live(graph) / "report.json").unlink(), "report.json is missing"),
        (
            lambda graph: (snapshots.live(graph) / "snapshot.json").write_text('{"layout": 9}'),
            "is of format 9",
        ),
        (lambda graph: close(graph / "CURRENT"), "CURRENT: Permission denied"),
        (lambda graph: close(snapshots.live(graph) / "store"), "Permission denied"),
    ],
)
def test_a_graph_that_cannot_be_served(spoil: Callable[[Path], object], said: str, graph: Path) -> None:
    spoil(graph)
    try:
        assert said in one_sentence(nhiemvu("serve", graph, "--port", "0", bound=True))
    finally:
        for folder in graph.glob("snapshots/*/store"):
            folder.chmod(0o755)


def test_a_folder_that_cannot_be_read(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    commands: list[list[str | Path]] = [
        ["serve", closed],
        ["query", "-g", closed],
        ["build", closed, "-o", tmp_path / "out"],
    ]
    for command in commands:
        run = nhiemvu(*command, bound=True)
        assert run.returncode == 2
        assert f"path '{closed}' is not readable" in " ".join(run.stderr.split())
    closed.chmod(0o755)


def test_a_folder_that_cannot_be_written(tmp_path: Path, graph: Path) -> None:
    tmp_path.chmod(0o555)
    (graph / "snapshots").chmod(0o555)
    try:
        for out in (tmp_path / "new", graph):
            assert "ermission denied" in one_sentence(nhiemvu("build", "--sample", "-o", out, bound=True))
    finally:
        tmp_path.chmod(0o755)
        (graph / "snapshots").chmod(0o755)
