"""Measure how many small queries a second `nhiemvu serve` answers to one client.

    .venv/bin/python benchmarks/requests.py GRAPH [--seconds 5] [--rounds 3] [-- FLAG …]

GRAPH is the folder of a built graph; the flags are given to `nhiemvu serve`. One client asks the same small
query over one open connection, through a raw socket, so that the server and not the client is measured. A
`/health` row shows what a request costs before any query. The CPU time is that of the web process, without
the query workers, and is steadier than the rate on a machine that others use. Linux only: it reads /proc.
"""

from __future__ import annotations

import argparse
import os
import re
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

QUERY = "SELECT ?s WHERE { ?s a <https://w3id.org/nhiemvu/ontology#Task> } LIMIT 5"
ADDRESSES = {
    "health": "/health",
    "small query": f"/sparql?query={quote(QUERY)}",
}
LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


def ask(connection: socket.socket, request: bytes) -> bytes:
    """Send one request and read its whole answer."""
    connection.sendall(request)
    answer = connection.recv(65536)
    while b"\r\n\r\n" not in answer:
        answer += connection.recv(65536)
    head, _, body = answer.partition(b"\r\n\r\n")
    length = LENGTH.search(head)
    while length and len(body) < int(length[1]):
        body += connection.recv(65536)
    return head


def processor_seconds(process: int) -> float:
    """Give the processor time that a process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rate(port: int, process: int, address: str, seconds: float, fields: str) -> tuple[float, float]:
    """Give the requests a second that one client gets answered, and milliseconds of CPU for each."""
    request = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/csv\r\n{fields}\r\n".encode()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        if b" 200 " not in ask(connection, request).partition(b"\r\n")[0]:
            raise SystemExit(f"{address} was refused")
        count, end, before = 0, time.perf_counter() + seconds, processor_seconds(process)
        while time.perf_counter() < end:
            ask(connection, request)
            count += 1
    return count / seconds, (processor_seconds(process) - before) / count * 1000


def main() -> None:
    """Serve the graph, ask, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--field", default="", help="a header field to send, such as 'Accept-Encoding: zstd'")
    parser.add_argument("flags", nargs="*")
    given = parser.parse_args()
    command = [sys.executable, "-m", "api.cli", "serve", str(given.graph), "--port", "0", *given.flags]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8", env=os.environ
    ) as server:
        assert server.stdout is not None  # noqa: S101 - by the line above
        told = server.stdout.readline()
        port = int(told.rpartition(":")[2].partition("/")[0])
        field = f"{given.field}\r\n" if given.field else ""
        for name, address in ADDRESSES.items():
            rounds = [rate(port, server.pid, address, given.seconds, field) for _ in range(given.rounds)]
            rates, costs = zip(*rounds, strict=True)
            figures = f"{statistics.median(rates):8.0f} requests/s {statistics.median(costs):7.3f} ms CPU"
            print(f"{name:<12} {figures}")
        server.terminate()


if __name__ == "__main__":
    main()
