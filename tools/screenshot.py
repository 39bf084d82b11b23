"""Take the pictures of the README: build the bundled sample, serve it, and photograph its pages.

    .venv/bin/python tools/screenshot.py PATH=FILE.png[@SELECTOR] ...

Each argument names a page of the server and the picture to write, for instance `/=docs/images/start.png`;
behind `@` stands which element of the page is wanted, where it is not what a window shows. Take all pictures
on one machine: the letters are those of its fonts.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from programs import BROWSERS

ROOT = Path(__file__).resolve().parent.parent
NHIEMVU = ROOT / ".venv" / "bin" / "nhiemvu"
WIDTH, HEIGHT = 1280, 900  # CSS pixels
SCALE = 2  # pixels of the picture to one of CSS


def address_of(server: subprocess.Popen[str]) -> str:
    """Read the address that the server prints once it listens; raises RuntimeError when it ends before."""
    for line in server.stdout or ():
        if found := re.search(r"http://\S+", line):
            return found[0].rstrip("/")
    raise RuntimeError("the server ended without saying where it is")


def photograph(address: str, wanted: dict[str, tuple[Path, str]]) -> None:
    """Open each page in headless Chromium and write its picture."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (this file loads without any package)

    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=SCALE)
        for path, (picture, element) in wanted.items():
            page.goto(address + path)
            page.wait_for_load_state("networkidle")
            (page.locator(element) if element else page).screenshot(path=picture)
        browser.close()


def main(arguments: list[str]) -> None:
    """Build, serve, photograph, stop."""
    wanted: dict[str, tuple[Path, str]] = {}
    for text in arguments:
        path, _, named = text.rpartition("=")
        picture, _, element = named.partition("@")
        wanted[path] = (ROOT / picture, element)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([NHIEMVU, "build", "--sample", "-o", folder], check=True)
        command = [str(NHIEMVU), "serve", folder, "--host", "127.0.0.1", "--port", "0"]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            photograph(address_of(server), wanted)
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main(sys.argv[1:])
