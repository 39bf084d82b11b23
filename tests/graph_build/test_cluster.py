"""Reading on a Dask cluster: the bytes of a local build, whatever happens to the workers."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from graph_build import cluster, cluster_worker, pipeline, snapshots
from graph_build.errors import ClusterUnusable, ExecutorInvalid
from graph_build.pipeline import build
from graph_build.store import open_snapshot
from ontology.vocab import vocabulary
from tests.stores.servers import free_port, is_running
from tests.waiting import HOUR, PATIENCE, program, wait_until

ROOT = Path(__file__).resolve().parents[2]
BUILD_GRAPH = f" <{vocabulary().graph_build}> ."
ENVIRONMENT = os.environ | {
    "PYTHONPATH": str(ROOT),
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
}


@dataclass(frozen=True)
class Machines:
    """A scheduler on loopback, and the folder of its workers."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def executor(self) -> str:
        return f"dask://127.0.0.1:{self.port}"

    def ask(self, question: Callable[[Any], Any]) -> Any:
        from distributed import Client

        with Client(f"tcp://127.0.0.1:{self.port}", set_as_default=False) as client:
            return question(client)


@contextlib.contextmanager
def running(part: str, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", f"distributed.cli.dask_{part}", *options, "--no-dashboard"]
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with program([*command, "--host", "127.0.0.1"], HOUR, env=ENVIRONMENT, **silent) as process:
        try:
            yield process
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)


@contextlib.contextmanager
def scheduler() -> Iterator[Machines]:
    port = free_port()
    with running("scheduler", "--port", str(port)) as process:
        yield Machines(port, process)


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """Give a cluster of two workers, each restarted by its nanny when it dies."""
    with scheduler() as given, contextlib.ExitStack() as workers:
        for name in ("one", "two"):
            folder = str(tmp_path_factory.mktemp(name))
            options = ["--nthreads", "1", "--memory-limit", "0", "--local-directory", folder]
            options += ["--preload", str(Path(__file__).with_name("cluster_faults.py"))]
            workers.enter_context(running("worker", f"127.0.0.1:{given.port}", *options))
        given.ask(lambda client: client.wait_for_workers(2, timeout=PATIENCE))
        yield given


@pytest.fixture
def documents(tmp_path: Path, sample_dir: Path) -> Path:
    """Give a folder with digests, one of them in an archive, one twice under one number, and bad files."""
    folder = tmp_path / "documents"
    folder.mkdir()
    first, second, third, fourth, _ = sorted(sample_dir.glob("*.txt"), key=lambda path: path.stat().st_size)
    shutil.copy(first, folder)
    shutil.copy(second, folder)
    (folder / "draft.txt").write_bytes(second.read_bytes() + "\nBản dự thảo.\n".encode())
    with ZipFile(folder / "papers.zip", "w") as archive:
        archive.write(third, "2025/văn bản.txt")
        archive.write(fourth, fourth.name)
        archive.writestr("empty.txt", "")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 cut short")
    (folder / "empty.txt").write_bytes(b"")
    return folder


def published(out: Path) -> tuple[list[str], dict[str, bytes], dict[str, Any]]:
    """Give what a build published, without what speaks of its time."""
    with open_snapshot(out) as store:
        quads = [line for line in store.dump() if not line.endswith(BUILD_GRAPH)]
        folder = store.snapshot
    files = {
        f"{part}/{path.name}": path.read_bytes()
        for part in (snapshots.TEXTS, snapshots.RECORDS)
        for path in (folder / part).iterdir()
    }
    report = json.loads((folder / snapshots.REPORT).read_bytes())
    report.pop("seconds")
    return quads, files, report


@pytest.mark.slow
def test_a_cluster_gives_the_bytes_of_a_local_build_though_a_worker_is_killed(
    machines: Machines, documents: Path, tmp_path: Path
) -> None:
    register = tmp_path / "units.csv"
    register.write_text("name,kind,parent\nPhòng Mẫu,other,Bộ Y tế\n", encoding="utf-8")
    build([documents], tmp_path / "local", register=[register], workers=1)
    workers = machines.ask(lambda client: client.run(os.getpid))
    seen: list[int] = []

    def kill(stage: str, done: int, total: int) -> None:
        if stage == "read":
            seen.append(done)
            if done == 3:
                os.kill(next(iter(workers.values())), signal.SIGKILL)

    build([documents], tmp_path / "out", register=[register], executor=machines.executor, progress=kill)
    assert published(tmp_path / "out") == published(tmp_path / "local")
    assert seen == sorted(seen)
    assert seen[-1] == 7
    again = build([documents], tmp_path / "out", register=[register], executor=machines.executor)
    assert again.from_cache == again.documents == 5


FATAL = {
    "ends-its-reader": "the reading process ended without an answer",
    "takes-all-memory": "needed more than 2 GB of memory",
    "ends-its-worker": "every worker of the cluster that read it ended",
}


@pytest.mark.slow
def test_a_document_that_ends_who_reads_it_costs_itself_alone(
    machines: Machines, sample_dir: Path, tmp_path: Path
) -> None:
    shutil.copy(min(sample_dir.glob("*.txt"), key=lambda path: path.stat().st_size), tmp_path)
    for name in FATAL:
        (tmp_path / f"{name}.txt").write_text(f"Công văn {name}.", encoding="utf-8")
    report = build([tmp_path], tmp_path / "out", executor=machines.executor)
    assert report.documents == 1
    assert {Path(one.file).stem: one.code for one in report.problems} == dict.fromkeys(
        FATAL, "reading-failed"
    )
    for one in report.problems:
        assert FATAL[Path(one.file).stem] in one.why


@pytest.mark.slow
def test_ctrl_c_takes_the_documents_back(machines: Machines, tmp_path: Path) -> None:
    machines.ask(lambda client: client.wait_for_workers(2, timeout=PATIENCE))
    (tmp_path / "never-ends.txt").write_text("Công văn.", encoding="utf-8")
    command = [sys.executable, "-m", "api.cli", "build", str(tmp_path), "-o", str(tmp_path / "out")]
    command += ["--executor", machines.executor]
    with program(command, 3 * PATIENCE, env=ENVIRONMENT, cwd=ROOT) as process:
        assert machines.ask(lambda client: wait_until(lambda: any(readers(client).values())))
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 130
        assert machines.ask(lambda client: wait_until(lambda: not any(readers(client).values())))
    assert not (tmp_path / "out").exists()


def readers(client: Any) -> dict[str, int]:
    """Count the documents that every worker reads now."""
    given: dict[str, int] = client.run(lambda dask_worker: len(dask_worker.state.executing))
    return given


@pytest.mark.parametrize(
    ("what", "here", "sentence"),
    [
        ("versions", {"nhiemvu": "9.9"}, r"nhiemvu [\d.]+ and not 9\.9: install the same versions"),
        ("fingerprint", "other rules", "has other code, rules or another OCR program"),
    ],
)
def test_a_worker_with_another_version_is_refused(
    machines: Machines,
    documents: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    what: str,
    here: object,
    sentence: str,
) -> None:
    owner = cluster_worker if what == "versions" else pipeline
    monkeypatch.setattr(owner, what, lambda *_: here)
    with pytest.raises(ClusterUnusable, match=sentence):
        build([documents], tmp_path / "out", executor=machines.executor)
    assert not (tmp_path / "out").exists()


def test_a_cluster_without_workers_or_scheduler_ends_the_build(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "WORKER_SECONDS", 0.1)
    with scheduler() as empty:
        with pytest.raises(ClusterUnusable, match="it has had no worker for 0 s"):
            build([documents], tmp_path / "out", executor=empty.executor)
        threads = cluster.Cluster.threads

        def kill(self: cluster.Cluster) -> int:
            empty.process.kill()
            assert wait_until(lambda: not is_running(empty.process.pid))
            return threads(self)

        monkeypatch.setattr(cluster.Cluster, "threads", kill)
        with pytest.raises(ClusterUnusable, match=r"its scheduler (was lost|does not answer any more)"):
            build([documents], tmp_path / "out", executor=empty.executor)
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 0.5)
    with pytest.raises(ClusterUnusable, match="no scheduler answers there"):
        build([documents], tmp_path / "out", executor=empty.executor)
    with pytest.raises(ClusterUnusable, match=r"TLS needs certificates; set DASK_DISTRIBUTED__COMM__TLS"):
        build([documents], tmp_path / "out", executor="tls://127.0.0.1:9")
    assert not (tmp_path / "out").exists()


def test_the_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterUnusable, match=r"install the extra: pip install 'nhiemvu\[dask\]'"):
        build([tmp_path], tmp_path / "out", executor="dask://127.0.0.1:8786")


@pytest.mark.parametrize(
    ("executor", "address"),
    [
        ("local", None),
        ("dask://localhost:8786", "tcp://localhost:8786"),
        ("dask://[::1]:8786/", "tcp://[::1]:8786"),
        ("tls://scheduler.example:1", "tls://scheduler.example:1"),
    ],
)
def test_executors(executor: str, address: str | None) -> None:
    assert cluster.scheduler_of(executor) == address


@pytest.mark.parametrize(
    "executor",
    [
        *("", "dask", "Local", "dask://", "dask://host", "dask://:1", "dask://host:0", "dask://host:65536"),
        *("dask://host:x", "dask://host:1/path", "dask://user:word@host:1", "dask://host:1?a"),
        *("dask://[::1:1", "http://host:1", "tcp://host:1", "dask://a b:1", "dask://a\n:1"),
    ],
)
def test_what_is_no_executor(executor: str, tmp_path: Path) -> None:
    with pytest.raises(ExecutorInvalid, match=r"names no executor; give local, or"):
        build([tmp_path], tmp_path / "out", executor=executor)
