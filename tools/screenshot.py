"""Take the pictures of the README: build the bundled sample, serve it, and photograph its pages.

    .venv/bin/python tools/screenshot.py PATH=FILE.png ...

Each argument names a page of the server and the picture to write, for instance `/=docs/images/start.png`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from chromium import NAMES
from free_port import is_free

ROOT = Path(__file__).resolve().parent.parent
NHIEMVU = ROOT / ".venv" / "bin" / "nhiemvu"
WIDTH, HEIGHT = 1280, 860  # CSS pixels
PATIENCE = 30  # seconds until the server must answer


def wait_for(address: str) -> None:
    """Wait until the server answers; raises TimeoutError when it does not in time."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 (always http on 127.0.0.1)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"no answer from {address}")


def photograph(address: str, wanted: dict[str, Path]) -> None:
    """Open each page in headless Chromium and write its picture."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (this file loads without any package)

    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for path, picture in wanted.items():
            page.goto(address + path)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=picture)
        browser.close()


def main(arguments: list[str]) -> None:
    """Build, serve, photograph, stop."""
    wanted = {path: ROOT / picture for path, _, picture in (text.rpartition("=") for text in arguments)}
    port = next(number for number in range(8100, 8200) if is_free(number))
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        sample = sorted(str(path) for path in (ROOT / "graph_build" / "sample").glob("*.txt"))
        subprocess.run([NHIEMVU, "build", *sample, "-o", folder], check=True)
        server = subprocess.Popen([NHIEMVU, "serve", folder, "--host", "127.0.0.1", "--port", str(port)])
        try:
            wait_for(address + "/health")
            photograph(address, wanted)
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main(sys.argv[1:])
