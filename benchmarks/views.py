"""How long until a graph view is drawn, how heavy is it, and how many frames a second while it is dragged?

    python benchmarks/views.py                  # 40, 300 and 5,000 units
    python benchmarks/views.py 5000 50000       # so many units and ties

Makes a coordination network, serves it, and opens /network in headless Chromium with WebGL in software. The
peer is vis-network on a canvas, given the same data in the place of sigma. Kilobytes are those that travel.
"""

from __future__ import annotations

import contextlib
import random
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import Browser, Page, Route, sync_playwright

from api.app import create_app
from api.settings import Settings
from graph_build import snapshots
from graph_build.load_table import write_own_table
from graph_build.store import Database
from ontology.vocab import DEFAULT_BASE, RDF, SKOS

SIZES = ((40, 100), (300, 1_500), (5_000, 50_000))
COORDINATORS = 5
PATIENCE = 180_000
WEBGL = ("--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
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


@contextlib.contextmanager
def served(directory: Path) -> Iterator[str]:
    """Serve a graph from a thread of this process."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        app = create_app(directory, Settings(query_workers=1))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.02)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(30)


def as_peer(route: Route) -> None:
    """Give vis-network where sigma is asked for."""
    static = files("api") / "static"
    parts = ("vendor/vis-data/vis-data.min.js", "vendor/vis-network/vis-network.min.js", "picture-canvas.js")
    wanted = "picture-webgl" in route.request.url
    text = "\n".join((static / name).read_text(encoding="utf-8") for name in parts) if wanted else ""
    route.fulfill(body=text, content_type="text/javascript")


def measure(browser: Browser, origin: str, *, peer: bool) -> tuple[str, ...]:
    """Open the network; give its sizes, seconds until drawn, frames a second while dragged, kilobytes."""
    page: Page = browser.new_page(viewport={"width": 1280, "height": 900})
    if peer:
        page.route("**/static/vendor/sigma/**", as_peer)
        page.route("**/static/vendor/graphology/**", as_peer)
        page.route("**/static/picture-webgl.js*", as_peer)
    weight = 0

    def add(event: dict[str, Any]) -> None:
        nonlocal weight
        weight += int(event["encodedDataLength"])

    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", add)
    began = time.perf_counter()
    page.goto(f"{origin}/network", timeout=PATIENCE)
    page.wait_for_selector("#network[data-drawn]", timeout=PATIENCE)
    drawn = time.perf_counter() - began
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
    sizes = page.evaluate(
        "(() => { const d = JSON.parse(document.getElementById('network-data').textContent);"
        " return [d.nodes.length, d.edges.length] })()"
    )
    page.close()
    return (
        *(f"{n:,}" for n in sizes),
        f"{drawn:.1f}",
        f"{frames:.0f}",
        "" if peer else f"{weight / 1000:.0f}",
    )


def main() -> None:
    """Print one table."""
    given = tuple(int(text) for text in sys.argv[1:3])
    sizes = ((given[0], given[1]),) if len(given) == 2 else SIZES
    print("| units | ties | drawn by | drawn in s | frames/s | kB |\n|---|---|---|---|---|---|")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(WEBGL))
        for units, ties in sizes:
            directory = Path(folder) / str(units)
            publish(directory, quads(units, ties))
            with served(directory) as origin:
                for name, peer in (("first view", False), ("second view", False), ("vis-network", True)):
                    nodes, edges, *rest = measure(browser, origin, peer=peer)
                    print("|", " | ".join((nodes, edges, name, *rest)), "|", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
