"""Programs that permissions bind, also where the superuser runs the tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from tests.conftest import lacking

_POWERS = "-dac_override,-dac_read_search"


def bound_by_permissions() -> list[str]:
    """Give what to put before a command, so that it may read and write only what permissions allow."""
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        lacking("setpriv is not installed")
    return ["setpriv", f"--bounding-set={_POWERS}"]


def run_bound(code: str, *arguments: str | os.PathLike[str]) -> str:
    """Run Python code with arguments, bound by permissions; gives what it prints."""
    command = [*bound_by_permissions(), sys.executable, "-c", code, *arguments]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()
