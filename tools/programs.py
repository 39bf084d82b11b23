"""Install the programs that tests drive: Chromium, Tesseract with its Vietnamese model, Virtuoso.

Of Chromium the shell without windows is preferred: opening a page costs it a quarter of the processor time.

By apt-get for root on Debian, Chromium also by Playwright. Where that does not work the tests concerned say
that they could not run, so this never fails by itself.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PLAYWRIGHT = ROOT / ".venv" / "bin" / "playwright"
SHELL = "chromium-headless-shell"
BROWSERS = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGE_LISTS = Path("/var/lib/apt/lists")
FONT = Path("/usr/share/fonts/truetype/dejavu")
TIME_LIMIT = 600  # seconds for one way of installing
SHOW_OWN = (
    "from playwright.sync_api import sync_playwright\n"
    "with sync_playwright() as p: print(p.chromium.executable_path)"
)


def answer(*command: str) -> str | None:
    """Give what a command prints; None where it does not start or fails."""
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return None if said.returncode else said.stdout


def runs(program: str | None) -> bool:
    """Tell whether a browser's program file starts (Ubuntu's package is an empty shell in a container)."""
    return bool(program) and answer(str(program), "--version") is not None


def has_browser() -> bool:
    """Tell whether the tests would find a browser: NHIEMVU_CHROMIUM, the system's, or Playwright's own."""
    if named := os.environ.get("NHIEMVU_CHROMIUM"):
        return runs(named)
    if any(runs(shutil.which(name)) for name in BROWSERS):
        return True
    return runs((answer(str(PLAYWRIGHT.with_name("python")), "-c", SHOW_OWN) or "").strip())


def has_ocr() -> bool:
    """Tell whether the tests would find Tesseract with its Vietnamese model, and the font they print with."""
    return FONT.is_dir() and "vie" in (answer("tesseract", "--list-langs") or "").split()


def has_virtuoso() -> bool:
    """Tell whether the tests would find the server of Virtuoso."""
    return shutil.which("virtuoso-t") is not None


class Program(NamedTuple):
    """A program: its name, how to know that it is there, its Debian packages, another way to install it."""

    name: str
    is_there: Callable[[], bool]
    packages: tuple[str, ...]
    otherwise: tuple[str, ...] = ()


PROGRAMS = (
    Program("Chromium", has_browser, ("chromium",), (str(PLAYWRIGHT), "install", "chromium")),
    Program("Tesseract", has_ocr, ("tesseract-ocr", "tesseract-ocr-vie", "fonts-dejavu-core")),
    Program("Virtuoso", has_virtuoso, ("virtuoso-opensource-7-bin",)),
)


def attempt(*command: str) -> bool:
    """Run one installing command; what it says is shown only when it fails."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=TIME_LIMIT, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"setup: {error}", file=sys.stderr)
        return False
    if done.returncode:
        print("\n".join(done.stderr.strip().splitlines()[-5:]), file=sys.stderr)
    return done.returncode == 0


def may_use_apt() -> bool:
    """Tell whether this is Debian or one of its kin, and we are root."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def prefer_shell() -> None:
    """Install the shell of Chromium where apt has it; another browser does as well, only slower."""
    if os.environ.get("NHIEMVU_CHROMIUM") or shutil.which(SHELL) or not may_use_apt():
        return
    if not any(PACKAGE_LISTS.glob("*_Packages*")):
        attempt("apt-get", "update", "-qq")
    if answer("apt-cache", "show", SHELL):
        print(f"setup: installing {SHELL} for the tests", flush=True)
        attempt("apt-get", "install", "-y", "-qq", SHELL)


def install(program: Program) -> None:
    """Install a program unless it is there."""
    if program.is_there():
        return
    print(f"setup: installing {program.name} for the tests", flush=True)
    if may_use_apt():
        attempt("apt-get", "update", "-qq")
        if attempt("apt-get", "install", "-y", "-qq", *program.packages) and program.is_there():
            return
    if program.otherwise and attempt(*program.otherwise) and program.is_there():
        return
    print(f"setup: {program.name} could not be installed; its tests will not run", file=sys.stderr)


def main() -> None:
    """Install what is missing."""
    prefer_shell()
    for program in PROGRAMS:
        install(program)


if __name__ == "__main__":
    main()
