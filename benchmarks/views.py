"""How long until a graph view is drawn, how heavy is it, and how many frames a second while it is dragged?

    python benchmarks/views.py                  # the bundled sample; 40, 300 and 5,000 units
    python benchmarks/views.py GRAPH …          # built graphs
    python benchmarks/views.py 5000 50000       # so many units and ties

Serves each network by `nhiemvu serve` and opens /network in headless Chromium, the first time as the first
request of a process that has just begun to listen. The peer is vis-network, given the same data in the place
of our own script where the picture is large. CPU is processor time of the server with its workers, and of the
browser with all its processes; kilobytes are those that travel. Linux only: it reads /proc.
"""

from __future__ import annotations

import contextlib
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route, sync_playwright
from processes import family, processor_seconds
from servers import Server, ours

from graph_build import snapshots
from graph_build.load_table import write_own_table
from graph_build.pipeline import build
from graph_build.store import Database
from ontology.vocab import DEFAULT_BASE, RDF, SKOS

SIZES = ((40, 100), (300, 1_500), (5_000, 50_000))
COORDINATORS = 5
PATIENCE = 180_000
BROWSER = ("--no-sandbox", "--disable-gpu")
FRAMES = """() => new Promise((tell) => {
  let frames = 0;
  const began = performance.now();
  const count = () => {
    frames += 1;
    if (performance.now() - began < 2000) requestAnimationFrame(count);
    else tell(frames / ((performance.now() - began) / 1000));
  };
  requestAnimationFrame(count);
})"""


def quads(units: int, ties: int, seed: int = 20) -> str:
    """Write a graph whose units are tied in about so many pairs, most of them within groups."""
    chance = random.Random(seed)  # noqa: S311 - made data
    nv, graph = f"{DEFAULT_BASE}ontology#", f"<{DEFAULT_BASE}graph/document/x/2024/qd-1>"
    document = f"<{DEFAULT_BASE}id/document/x/2024/qd-1>"
    names = [f"<{DEFAULT_BASE}id/unit/x/don-vi-{number}>" for number in range(units)]
    lines = [f"{document} <{RDF.type}> <{nv}Decision> {graph} ."]
    for number, name in enumerate(names):
        lines.append(f"{name} <{RDF.type}> <{nv}Unit> {graph} .")
        lines.append(f'{name} <{SKOS.prefLabel}> "Đơn vị số {number}"@vi {graph} .')
    group = max(units // 40, 8)
    made: set[tuple[int, int]] = set()
    number = 0
    while len(made) < ties:
        lead = int(units * chance.random() ** 1.5)
        near = [(lead // group * group + chance.randrange(group)) % units for _ in range(COORDINATORS - 1)]
        others = {one for one in (*near, chance.randrange(units)) if one != lead}
        made |= {(min(lead, one), max(lead, one)) for one in others}
        task = f"<{DEFAULT_BASE}id/task/x/2024/qd-1/{number}>"
        number += 1
        lines.append(f"{task} <{RDF.type}> <{nv}Task> {graph} .")
        lines.append(f"{task} <{nv}statedIn> {document} {graph} .")
        lines.append(f"{names[lead]} <{nv}leads> {task} {graph} .")
        lines += [f"{names[one]} <{nv}coordinates> {task} {graph} ." for one in sorted(others)]
    return "\n".join(lines)


def publish(directory: Path, nquads: str) -> None:
    """Publish quads with their table as a build does."""
    with snapshots.locked(directory), snapshots.new_snapshot(directory) as folder:
        database = Database()
        database.load_nquads(nquads.encode(), "made")
        database.saved(folder / snapshots.STORE).close()
        write_own_table(folder)
        (folder / snapshots.REPORT).write_text("{}", encoding="utf-8")
        snapshots.publish(directory, folder, snapshots.next_name(directory, "ab" * 32))


def as_peer(route: Route) -> None:
    """Give vis-network where our own script is asked for."""
    static = files("api") / "static"
    parts = ("vendor/vis-data/vis-data.min.js", "vendor/vis-network/vis-network.min.js", "picture-canvas.js")
    text = "\n".join((static / name).read_text(encoding="utf-8") for name in parts)
    route.fulfill(body=text, content_type="text/javascript")


class Clock:
    """Seconds gone by, and the processor time of a server and of a browser, since it was made."""

    def __init__(self, server: Server) -> None:
        self._server = server.process
        self._began = time.perf_counter()
        self._before = self._taken()

    def _taken(self) -> tuple[float, float]:
        server = family(self._server)
        others = set(family(os.getpid())) - set(server) - {os.getpid()}
        return processor_seconds(*server), processor_seconds(*others)

    def read(self) -> tuple[float, float, float]:
        """Give seconds, those of the server's processors, and those of the browser's."""
        server, browser = (now - then for now, then in zip(self._taken(), self._before, strict=True))
        return time.perf_counter() - self._began, server, browser


def measure(browser: Browser, server: Server, *, peer: bool = False) -> tuple[str, ...]:
    """Open the network; give its sizes, seconds until drawn, frames a second while dragged, kilobytes."""
    page: Page = browser.new_page(viewport={"width": 1280, "height": 900})
    if peer:
        page.route("**/static/picture-dense.js*", as_peer)
    weight = 0

    def add(event: dict[str, Any]) -> None:
        nonlocal weight
        weight += int(event["encodedDataLength"])

    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", add)
    clock = Clock(server)
    page.goto(f"http://127.0.0.1:{server.port}/network", timeout=PATIENCE)
    page.wait_for_selector("#network[data-drawn]", timeout=PATIENCE)
    seconds, server_cpu, browser_cpu = clock.read()
    box = page.locator("#network").bounding_box()
    if box is None:
        raise SystemExit("the picture is not on the page")
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.evaluate(f"window.counted = ({FRAMES})()")
    ends = time.perf_counter() + 2
    while time.perf_counter() < ends:
        page.mouse.move(box["x"] + random.random() * 200, box["y"] + random.random() * 200)  # noqa: S311
    frames = page.evaluate("window.counted")
    page.mouse.up()
    nodes, edges = page.evaluate(
        "(() => { const d = JSON.parse(document.getElementById('network-data').textContent);"
        " return d.columns ? [d.columns.rows.length, d.edges.source.length]"
        " : [d.nodes.length, d.edges.length] })()"
    )
    page.close()
    sizes = (f"{nodes:,}", f"{edges:,}")
    figures = (f"{seconds:.1f}", f"{server_cpu:.2f}", f"{browser_cpu:.2f}", f"{frames:.0f}")
    return (*sizes, *figures, "" if peer else f"{weight / 1000:.0f}")


def graphs(folder: Path) -> Iterator[Path]:
    """Give the graphs to be drawn: those that are named, or those that are made."""
    given = sys.argv[1:]
    if given and not all(text.isdigit() for text in given):
        yield from map(Path, given)
        return
    sizes = ((int(given[0]), int(given[1])),) if len(given) == 2 else SIZES
    if not given:
        sample = folder / "sample"
        build([Path(str(files("graph_build") / "sample"))], sample)
        yield sample
    for units, ties in sizes:
        directory = folder / str(units)
        publish(directory, quads(units, ties))
        yield directory


def main() -> None:
    """Print one table."""
    heads = ("units", "ties", "drawn by", "seconds", "server CPU s", "browser CPU s", "frames/s", "kB")
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        for directory in graphs(Path(folder)):
            with contextlib.ExitStack() as stack:
                browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(BROWSER))
                stack.callback(browser.close)
                server = stack.enter_context(ours(directory))
                for name in ("first view", "second view", "vis-network"):
                    nodes, edges, *rest = measure(browser, server, peer=name == "vis-network")
                    print("|", " | ".join((nodes, edges, name, *rest)), "|", flush=True)


if __name__ == "__main__":
    main()
