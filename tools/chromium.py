"""Install Chromium for the browser tests: by apt-get for root on Debian, else by Playwright.

Where neither works the browser tests say that they could not run, so this never fails by itself.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLAYWRIGHT = ROOT / ".venv" / "bin" / "playwright"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TIME_LIMIT = 600  # seconds for one way of installing
SHOW_OWN = (
    "from playwright.sync_api import sync_playwright\n"
    "with sync_playwright() as p: print(p.chromium.executable_path)"
)


def runs(program: str | None) -> bool:
    """Tell whether a browser's program file starts (Ubuntu's package is an empty shell in a container)."""
    if not program:
        return False
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def is_there() -> bool:
    """Tell whether the tests would find a browser: NHIEMVU_CHROMIUM, the system's, or Playwright's own."""
    if named := os.environ.get("NHIEMVU_CHROMIUM"):
        return runs(named)
    if any(runs(shutil.which(name)) for name in NAMES):
        return True
    asked = subprocess.run(
        [PLAYWRIGHT.with_name("python"), "-c", SHOW_OWN], capture_output=True, text=True, check=False
    )
    return asked.returncode == 0 and runs(asked.stdout.strip())


def attempt(*command: str) -> bool:
    """Run one installing command; what it says is shown only when it fails."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        answer = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=TIME_LIMIT, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"setup: {error}", file=sys.stderr)
        return False
    if answer.returncode:
        print("\n".join(answer.stderr.strip().splitlines()[-5:]), file=sys.stderr)
    return answer.returncode == 0


def main() -> None:
    """Install a browser unless there is one."""
    if is_there():
        return
    print("setup: installing Chromium for the browser tests", flush=True)
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        attempt("apt-get", "update", "-qq")
        if attempt("apt-get", "install", "-y", "-qq", "chromium") and is_there():
            return
    if attempt(str(PLAYWRIGHT), "install", "chromium") and is_there():
        return
    print("setup: no Chromium could be installed; the browser tests will not run", file=sys.stderr)


if __name__ == "__main__":
    main()
