"""The suite's own promises: no outside network, and a lack that is said aloud."""

from __future__ import annotations

import ast
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.conftest import MadeOnce
from tests.unmeasured import unmeasured
from tests.waiting import PATIENCE

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("host", ["example.invalid", "192.0.2.1", "2001:db8::1"])
def test_no_test_reaches_another_machine(host: str) -> None:
    with pytest.raises(RuntimeError, match="no other machine"):
        socket.create_connection((host, 80), timeout=1)


def test_this_machine_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=PATIENCE).close()


def test_tracing_goes_on_after_work_that_is_not_measured() -> None:
    def tracers() -> tuple[object, object]:
        return sys.gettrace(), threading.gettrace()

    own = threading.gettrace()
    threading.settrace(lambda *_: None)
    try:
        before = tracers()
        with unmeasured():
            inside = tracers()
        with pytest.raises(ZeroDivisionError), unmeasured():
            1 / 0  # noqa: B018
        assert (inside, tracers()) == ((None, None), before)
    finally:
        threading.settrace(own)


@pytest.mark.unmeasured
def test_a_test_marked_so_is_not_measured() -> None:
    assert sys.gettrace() is None


def test_a_folder_is_made_once_and_anew_where_that_failed(made_once: MadeOnce, tmp_path: Path) -> None:
    name = f"{os.environ.get('PYTEST_XDIST_WORKER', '')}-{tmp_path.name}"

    def fail(folder: Path) -> None:
        (folder / "half").touch()
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011
        made_once(name, fail)
    folder = made_once(name, lambda folder: (folder / "whole").touch())
    assert made_once(name, fail) == folder
    assert [path.name for path in folder.iterdir()] == ["whole"]


def test_shared_folder_is_there(shared_dir: Path) -> None:
    assert (shared_dir / "corpus" / "seeds").is_dir()


@pytest.mark.parametrize(("ci", "status", "word"), [("", 0, "skipped"), ("true", 1, "because CI is set")])
def test_absent_texts_are_said_aloud(ci: str, status: int, word: str, tmp_path: Path) -> None:
    environment = {**os.environ, "CI": ci, "NHIEMVU_SHARED": str(tmp_path)}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
    answer = subprocess.run(
        [*command, f"{Path(__file__)}::test_shared_folder_is_there"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == status, answer.stdout + answer.stderr
    assert word in answer.stdout
    assert "the full official texts are not at" in answer.stdout
    if not ci:
        assert "1 test could not run here" in answer.stdout
        assert "test_shared_folder_is_there" in answer.stdout


WAITING = re.compile(r"Thread|Popen|\.(join|result|wait|exception)\(\)")


def waits_for_ever(call: ast.Call) -> bool:
    """Tell whether a call may wait for another thread or process without an end."""
    called = ast.unparse(call.func)
    named = {keyword.arg for keyword in call.keywords}
    if called in {"threading.Thread", "Thread"}:
        return "daemon" not in named  # the end of the process waits for the others
    if called in {"subprocess.Popen", "ThreadPoolExecutor"}:
        return True  # the end of a `with` block waits for them
    waited = called.rpartition(".")[2] in {"join", "result", "wait", "exception"}
    return waited and "." in called and not call.args and not named


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("thread.join()", True),
        ("thread.join(3)", False),
        ("', '.join(words)", False),
        ("future.result()", True),
        ("future.result(timeout=3)", False),
        ("Thread(target=work)", True),
        ("Thread(target=work, daemon=True)", False),
        ("subprocess.Popen(['cat'])", True),
        ("subprocess.run(['cat'])", False),
    ],
)
def test_what_waits_for_ever_is_told(call: str, told: bool) -> None:
    parsed = ast.parse(call, mode="eval").body
    assert isinstance(parsed, ast.Call)
    assert WAITING.search(call) or not told
    assert waits_for_ever(parsed) == told


def test_no_test_waits_for_ever() -> None:
    """Tests begin threads and programs through `tests/waiting.py` and wait with an end."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if path.name != "waiting.py" and WAITING.search(text := path.read_text(encoding="utf-8"))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and waits_for_ever(node)
    ]
    assert found == []


@pytest.mark.parametrize(("given", "status", "told"), [(1, 1, "66.67 %"), (-1, 0, "100.00 %")])
def test_what_processes_reached_is_weighed_together(
    given: int, status: int, told: str, tmp_path: Path
) -> None:
    pytest.importorskip("slipcover")
    for folder in ("tests", "ontology", "graph_build", "queries", "api"):
        (tmp_path / folder).mkdir()
    (tmp_path / "api" / "__init__.py").touch()  # or the package that is installed is taken
    shutil.copy(ROOT / "tests" / "reach.py", tmp_path / "tests")
    (tmp_path / "api" / "sign.py").write_text(
        "def sign(n):\n    if n < 0:\n        return '-'\n    return '+'\n"
    )
    for name, number in (("a", 1), ("b", given)):  # of each file another process takes care
        test = f"from api.sign import sign\n\ndef test_{name}():\n    assert sign({number}) in '+-'\n"
        (tmp_path / "tests" / f"test_{name}.py").write_text(test)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "tests.reach", "-n", "2"]
    answer = subprocess.run(
        [*command, "--import-mode=importlib", "--dist=loadfile", "tests"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answer.returncode, answer.stderr) == (status, ""), answer.stdout
    assert f"{told} of lines and branches reached; 85 % wanted" in answer.stdout
