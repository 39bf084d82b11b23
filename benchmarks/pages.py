"""How long does the server take for every kind of page, beside /health in the same run?

    python benchmarks/pages.py GRAPH … [--each 20]

Walks from / along links until it has so many addresses of every kind of page, then asks each twice, one
client, one after the other: what is first is read from the graph, what is second may be kept. Server time is
from sending a request to the end of its answer on an open connection; CPU is processor time of the server and
its workers, per page. Trust the ratio and the CPU on a busy machine. Linux only: it reads /proc.
"""

from __future__ import annotations

import argparse
import html
import re
import statistics
import time
from collections import defaultdict, deque
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urljoin, urlsplit

import httpx
from processes import family, processor_seconds
from servers import Server, ours

MOST_WALKED = 400
PATIENCE = 30
THINGS = "https://w3id.org/nhiemvu/id"
"""What the IRI of a thing has before the path of its page, under the usual base."""
_LINK = re.compile(r'href="(/[^"#]*)')
_NO_PAGE = {"sparql", "static", "api", "store", "data", "id"}
_VIEWS = {"network", "text", "trace", "documents", "rows"}


class Taken(NamedTuple):
    """One answer: seconds, bytes that travelled, and whether it was the first for its address."""

    seconds: float
    size: int
    first: bool


def kind_of(address: str) -> str:
    """Name the kind of a page by its path, with what names a thing left out; "" for what is no page."""
    parts = urlsplit(address)
    first, *others = parts.path.strip("/").split("/")
    if first in _NO_PAGE or "." in (others or [first])[-1] or re.search(r"(export|format)=", parts.query):
        return ""
    last = others[-1] if others and others[-1] in _VIEWS else ""
    return "/" + "/".join(part for part in (first, "…" if others and others != [last] else "", last) if part)


def walk(client: httpx.Client, each: int) -> dict[str, list[str]]:
    """Follow links, breadth first, until there are so many addresses of every kind."""
    found: dict[str, list[str]] = defaultdict(list)
    todo, seen, walked = deque(["/"]), {"/"}, 0
    while todo and walked < MOST_WALKED:
        address = todo.popleft()
        kind = kind_of(address)
        if not kind or len(found[kind]) >= each:
            continue
        walked += 1
        try:
            answer = client.get(address)
        except httpx.TimeoutException:
            print(f"{address} gave no answer in {PATIENCE} s", flush=True)
            continue
        if answer.status_code != 200 or not answer.headers["content-type"].startswith("text/html"):
            continue
        found[kind].append(address)
        for link in _LINK.findall(answer.text):
            further = urljoin(address, html.unescape(link))
            if further not in seen:
                seen.add(further)
                todo.append(further)
    with_pairs(found, each)
    return {kind: addresses for kind, addresses in found.items() if addresses}


def with_pairs(found: dict[str, list[str]], each: int) -> None:
    """Put pairs of documents that were met into the kind of page that compares them, where no link does."""
    kind, pages = "/counterparts", [one for one in found["/documents/…"] if "?" not in one]
    if any("b=" in one for one in found[kind]):
        return
    for first, second in zip(pages[::2], pages[1::2], strict=False):
        found[kind].append(f"{kind}?" + urlencode({"a": f"{THINGS}{first}", "b": f"{THINGS}{second}"}))
    del found[kind][each:]


def timed(client: httpx.Client, address: str, first: bool) -> Taken:
    """Ask for one page."""
    began = time.perf_counter()
    with client.stream("GET", address) as answer:
        size = sum(len(piece) for piece in answer.iter_raw())
    return Taken(time.perf_counter() - began, size, first)


def centile(values: list[float], part: int) -> float:
    """Give a percentile, the greatest of few values."""
    return statistics.quantiles(values, n=100, method="inclusive")[part - 1] if len(values) > 1 else values[0]


def cpu(server: Server) -> float:
    """Give the processor time that the server with its workers has taken."""
    return processor_seconds(*family(server.process))


def measure(graph: Path, each: int) -> None:
    """Print one table for a graph; the server that is walked is not the one that is measured."""
    with ours(graph, name="walked") as server, client_of(server) as client:
        addresses = walk(client, each)
    with ours(graph) as server, client_of(server) as client:
        client.get("/")
        client.get("/load")
        client.get("/network")
        time.sleep(5)  # what is made ready ahead
        trivial = statistics.median(timed(client, "/health", first=False).seconds for _ in range(200))
        print(f"\n{graph}: /health {trivial * 1000:.1f} ms")
        print(
            "| page | addresses | p50 ms | p95 ms | first p95 ms | p95 / health | CPU ms | kB |\n"
            + "|---" * 8
            + "|"
        )
        for kind, those in sorted(addresses.items()):
            before = cpu(server)
            taken = [timed(client, one, first) for first in (True, False) for one in those]
            spent = (cpu(server) - before) / len(taken) * 1000
            seconds = [one.seconds for one in taken]
            first = [one.seconds for one in taken if one.first]
            middle, most, most_first = (
                centile(values, part) * 1000 for values, part in ((seconds, 50), (seconds, 95), (first, 95))
            )
            size = max(one.size for one in taken) / 1000
            figures = (middle, most, most_first, most / trivial / 1000, spent, size)
            cells = (kind, str(len(those)), *(f"{figure:.0f}" for figure in figures))
            print("|", " | ".join(cells), "|", flush=True)


def client_of(server: Server) -> httpx.Client:
    """Make a client with open connections."""
    return httpx.Client(base_url=f"http://127.0.0.1:{server.port}", timeout=PATIENCE, follow_redirects=True)


def main() -> None:
    """Measure the graphs that are named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("graphs", type=Path, nargs="+")
    parser.add_argument("--each", type=int, default=20, help="addresses of a kind")
    given = parser.parse_args()
    for graph in given.graphs:
        measure(graph, given.each)


if __name__ == "__main__":
    main()
