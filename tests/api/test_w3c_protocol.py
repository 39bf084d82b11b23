"""The W3C's tests of the SPARQL 1.1 Protocol, run by a script that knows nothing of this server."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

if TYPE_CHECKING:
    from tests.api.conftest import Serve


@pytest.mark.conformance
def test_all_query_tests_pass(
    shared_dir: Path, tmp_path: Path, serve: Serve, publish_quads: Callable[..., str]
) -> None:
    folder = shared_dir / "w3c-sparql-protocol"
    data = ox.serialize(ox.parse(path=folder / "data.trig"), format=ox.RdfFormat.N_QUADS)
    assert data is not None
    publish_quads(tmp_path, data.decode())
    with serve(tmp_path, query_workers=2) as server:
        command = [sys.executable, str(folder / "run.py"), f"{server.url}/sparql", "--only", "query"]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert ran.stdout.splitlines()[-1] == "20 passed, 0 failed, 14 skipped", ran.stdout + ran.stderr


@pytest.mark.conformance
def test_all_tests_pass_on_a_writable_server(
    shared_dir: Path,
    tmp_path: Path,
    serve: Serve,
    publish_quads: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = shared_dir / "w3c-sparql-protocol"
    data = ox.serialize(ox.parse(path=folder / "data.trig"), format=ox.RdfFormat.N_QUADS)
    assert data is not None
    publish_quads(tmp_path, data.decode())
    monkeypatch.setenv("NHIEMVU_WRITE_TOKEN", "a-secret-of-this-test")
    with serve(tmp_path, query_workers=2, writable=True) as server:
        endpoint = f"{server.url}/sparql"
        command = [sys.executable, str(folder / "run.py"), endpoint, "--update-url", endpoint]
        command += ["--token", "a-secret-of-this-test"]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert ran.stdout.splitlines()[-1] == "34 passed, 0 failed, 0 skipped", ran.stdout + ran.stderr
