"""`nhiemvu serve` from outside: the port, the answer, the end."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from api.cli.serve import PortTaken, listen
from tests.waiting import PATIENCE, program, wait_until

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def taken_port() -> Iterator[int]:
    """Hold a port whose successors are most likely free."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


@contextmanager
def serving(*arguments: str | Path, **variables: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the server and give its process and the address that it tells."""
    environment = {key: text for key, text in os.environ.items() if not key.startswith("NHIEMVU_")}
    with program(
        [sys.executable, "-m", "api.cli", "serve", *arguments],
        3 * PATIENCE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        cwd=ROOT,
        env={**environment, **variables, "PYTHONUNBUFFERED": "1"},
    ) as run:
        assert run.stdout is not None
        told = run.stdout.readline()
        address = re.search(r"http://\S+/", told)
        assert address, (told, run.stderr.read() if run.stderr and run.poll() is not None else "")
        yield run, address.group()


def wait_for(address: str) -> httpx.Response:
    """Ask until the server answers."""
    answers: list[httpx.Response] = []

    def answered() -> bool:
        with suppress(httpx.TransportError):
            answers.append(httpx.get(address, timeout=PATIENCE))
        return bool(answers)

    assert wait_until(answered), f"no answer at {address}"
    return answers[0]


def test_it_serves_until_interrupted(sample_graph: Path) -> None:
    with serving(sample_graph, "--port", "0", "--query-timeout", "300") as (run, address):
        assert wait_for(f"{address}health").json()["status"] == "ok"
        counted = httpx.post(
            f"{address}sparql",
            data={"query": "SELECT (COUNT(*) AS ?n) { ?t a <https://w3id.org/nhiemvu/ontology#Task> }"},
            headers={"Accept": "text/csv"},
            timeout=PATIENCE,
        )
        assert counted.text.split() == ["n", "129"]
        assert httpx.get(address, timeout=PATIENCE).status_code == 200
        run.send_signal(signal.SIGINT)
        _, told = run.communicate(timeout=PATIENCE)
    assert run.returncode == 0  # an ordered end, unlike that of a job cut short
    assert told == ""


def test_a_taken_port_is_passed_over_unless_it_was_asked_for() -> None:
    with taken_port() as port:
        with listen("127.0.0.1", port, port_is_given=False) as other:
            assert other.getsockname()[1] > port
        with pytest.raises(PortTaken, match=f"port {port}: address already in use"):
            listen("127.0.0.1", port, port_is_given=True)


def refused(*arguments: str | Path) -> str:
    """Run the server where it cannot listen and give the one sentence that it tells."""
    run = subprocess.run(
        [sys.executable, "-m", "api.cli", "serve", *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
    )
    assert run.returncode == 1
    assert run.stdout == ""
    assert run.stderr.count("\n") == 1
    return run.stderr


def test_a_taken_port_that_was_asked_for_is_an_error(sample_graph: Path) -> None:
    with taken_port() as port:
        told = refused(sample_graph, "--port", str(port))
    assert told.startswith(f"Error: Cannot listen on 127.0.0.1 port {port}: address already in use.")


def test_an_address_of_another_machine_is_an_error(sample_graph: Path) -> None:
    told = refused(sample_graph, "--host", "203.0.113.1")
    assert told.startswith("Error: Cannot listen on 203.0.113.1 port 8000: ")
