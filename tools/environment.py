"""Make the project's environment in `.venv`: a virtual environment, uv, and all that uv.lock pins.

Neither pip nor ensurepip is needed (Debian keeps them in packages of their own). The user's settings of pip
and uv about indexes, proxies and certificates are followed, whether set by variables or in files.
"""

from __future__ import annotations

import os
import platform
import shlex
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from indexes import SettingsError, replaced_index, uv_variables
from uv_program import UvError, provide_uv, read_lock

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "uv.lock"
OWNER = VENV / ".made-for"
BROWSER_CODE = ROOT / "api" / "static" / "vendor" / ".installed"
NOT_INHERITED = (
    "CONDA_PREFIX",
    "PYTHONHOME",
    "PYTHONPATH",
    "UV_PYTHON",
    *("UV_INDEX_URL", "UV_EXTRA_INDEX_URL"),
)


class SetupError(Exception):
    """The environment could not be made; the message says what to do."""


def main() -> int:
    """Make or refresh the environment; give the exit status."""
    try:
        make_venv()
        environment = uv_environment()
        _, registries = read_lock(LOCK)
        index = replaced_index(environment, registries)
        uv = provide_uv(LOCK, VENV, environment, index)
        if index is None:
            synchronise(uv, environment)
        else:
            synchronise_from(index, uv, environment)
    except (SetupError, SettingsError, UvError) as error:
        print(f"setup: {error}", file=sys.stderr)
        return 1
    return 0


def make_venv() -> None:
    """Make `.venv` without pip; make it anew where its Python is gone or it belongs to another folder."""
    if VENV.exists() and not venv_is_usable():
        if not (VENV / "pyvenv.cfg").is_file():
            raise SetupError(f"{VENV} is in the way and is no virtual environment: move it away")
        shutil.rmtree(VENV)
    if not VENV.exists():
        print(f"setup: making .venv with Python {platform.python_version()}", flush=True)
        venv.create(VENV, with_pip=False, symlinks=True)
    OWNER.write_text(f"{ROOT}\n", encoding="utf-8")


def venv_is_usable() -> bool:
    """Tell whether the environment's Python runs, is new enough, and was installed into for this folder.

    Its commands name their folder, so an environment that was moved or copied has to be made anew.
    """
    if OWNER.is_file() and OWNER.read_text(encoding="utf-8").strip() != str(ROOT):
        return False
    check = "import sys; sys.exit(sys.version_info < (3, 11))"
    try:
        answer = subprocess.run(
            [VENV / "bin" / "python", "-I", "-c", check], capture_output=True, check=False
        )
    except OSError:
        return False
    return answer.returncode == 0


def uv_environment() -> dict[str, str]:
    """Give the environment for uv: the user's settings, this project's `.venv`, the system's certificates."""
    environment = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    environment.update(uv_variables())
    environment["VIRTUAL_ENV"] = environment["UV_PROJECT_ENVIRONMENT"] = str(VENV)
    environment.setdefault("UV_PYTHON_DOWNLOADS", "never")
    environment.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")  # as pip does
    environment.setdefault("UV_SYSTEM_CERTS", "true")
    environment.setdefault("UV_NATIVE_TLS", "true")  # its name in older versions
    return environment


def synchronise(uv: Path, environment: dict[str, str]) -> None:
    """Install exactly what uv.lock pins, and the project itself so that its files are used where they lie."""
    run([uv, "sync", "--quiet", "--frozen", *rebuild()], environment)


def synchronise_from(index: str, uv: Path, environment: dict[str, str]) -> None:
    """Install what uv.lock pins from another index: same versions, same hashes, other addresses.

    `uv sync` downloads from the addresses in the lock file whatever index is set, so the pins go through a
    requirements file.
    """
    environment = {**environment, "UV_DEFAULT_INDEX": index}
    with tempfile.TemporaryDirectory() as folder:
        pins = Path(folder) / "pins.txt"
        export: list[str | Path] = [
            "export",
            "--quiet",
            "--frozen",
            "--no-emit-project",
            "--no-header",
            "--output-file",
            pins,
        ]
        run([uv, *export], environment)
        run([uv, "pip", "install", "--quiet", "--require-hashes", "--requirements", pins], environment)
    run([uv, "pip", "install", "--quiet", "--no-deps", *rebuild(), "--editable", "."], environment)


def rebuild() -> list[str]:
    """Ask for the project itself to be installed anew where the pages' browser code has gone missing."""
    return [] if BROWSER_CODE.is_file() else ["--reinstall-package", "nhiemvu"]


def run(command: list[str | Path], environment: dict[str, str]) -> None:
    """Run one command of the setup in the project's folder; what it says is shown."""
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        raise SetupError(
            f"this command failed: {shlex.join(map(str, command))}\n"
            "If it could not reach a package index: PIP_INDEX_URL names a mirror, HTTPS_PROXY a proxy."
        )
