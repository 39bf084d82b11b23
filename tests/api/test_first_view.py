"""What a process that has just begun need not wait for: compiled templates, pyvis, the fork server."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from jinja2 import DictLoader, Environment

from api import ahead
from api.app import create_app
from api.compiled_templates import CompiledTemplates
from api.fork_link import begin
from api.limits import limits_of
from api.settings import Settings
from tests.waiting import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def keeping(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)


def rendered(folder: Path, text: str) -> tuple[str, list[str]]:
    """Render a template in a new environment; give the text and the templates that had to be compiled."""
    compiled: list[str] = []

    class Watched(Environment):
        def _generate(self, *arguments: Any, **named: Any) -> Any:
            compiled.append("page.html")
            return super()._generate(*arguments, **named)

    environment = Watched(
        loader=DictLoader({"page.html": text}), bytecode_cache=CompiledTemplates(folder, "x")
    )
    return environment.get_template("page.html").render(name="Sở Y tế"), compiled


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_compiled_template_is_kept_until_it_changes(keeping: None, tmp_path: Path) -> None:
    first, again, changed = (rendered(tmp_path, text) for text in ("{{ name }}", "{{ name }}", "{{ name }}!"))
    assert first == ("Sở Y tế", ["page.html"])
    assert again == ("Sở Y tế", [])
    assert changed == ("Sở Y tế!", ["page.html"])


def test_a_damaged_file_is_compiled_anew(keeping: None, tmp_path: Path) -> None:
    rendered(tmp_path, "{{ name }}")
    for content in (b"", b"rubbish", files_in(tmp_path)[0].read_bytes()[:-20]):
        files_in(tmp_path)[0].write_bytes(content)
        assert rendered(tmp_path, "{{ name }}") == ("Sở Y tế", ["page.html"])


def test_nothing_is_written_where_python_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert rendered(tmp_path, "{{ name }}")[0] == "Sở Y tế"
    assert files_in(tmp_path) == []


def test_a_folder_that_cannot_be_written_is_passed_over(keeping: None, tmp_path: Path) -> None:
    (tmp_path / "__pycache__").write_text("a file where the folder should be", encoding="utf-8")
    assert rendered(tmp_path, "{{ name }}")[0] == "Sở Y tế"


def test_pyvis_comes_without_ipython() -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from api.page_data.pyvis_alone import pyvis_network\n"
            "drawn = pyvis_network()(directed=True)\n"
            "drawn.add_node('a', label='A'); drawn.add_node('b', label='B'); drawn.add_edge('a', 'b')\n"
            "print(len(drawn.get_network_data()[1]), any(m.startswith('IPython') for m in sys.modules))",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said.split() == ["1", "False"]


def test_ipython_that_is_there_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    from api.page_data import pyvis_alone

    there, display = SimpleNamespace(), SimpleNamespace(IFrame=object)
    monkeypatch.setitem(sys.modules, "IPython", there)
    monkeypatch.setitem(sys.modules, "IPython.display", display)
    pyvis_alone.pyvis_network.__wrapped__()
    assert sys.modules["IPython"] is there  # type: ignore[comparison-overlap]
    assert sys.modules["IPython.display"] is display  # type: ignore[comparison-overlap]


def test_workers_come_from_the_process_that_was_begun_before(small_directory: Path) -> None:
    from starlette.testclient import TestClient

    settings = Settings()
    with begin(limits_of(settings)) as begun:
        app = create_app(small_directory, settings, begun)
        with TestClient(app, base_url="http://localhost") as client:
            assert client.get("/ready").status_code == 200
            assert app.state.pool.fork_server_process == begun.process.pid
    assert begun.process.returncode is not None


def test_a_process_that_nobody_used_ends() -> None:
    with begin(limits_of(Settings())) as begun:
        pass
    assert begun.process.returncode is not None


def test_reading_ahead_waits_for_requests(
    until: Callable[..., bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    figures, done = SimpleNamespace(under_way=1, ended=0.0), threading.Event()
    graph = SimpleNamespace()
    app = SimpleNamespace(state=SimpleNamespace(metrics=figures, graph=graph))

    def wait() -> None:
        ahead._wait_for_quiet(app, graph)  # type: ignore[arg-type]
        done.set()

    waiting = threading.Thread(target=wait, daemon=True)
    waiting.start()
    time.sleep(2 * ahead._QUIET)
    assert not done.is_set()
    figures.ended = time.monotonic()
    figures.under_way = 0
    assert done.wait(PATIENCE)
    assert time.monotonic() >= figures.ended + ahead._QUIET


def test_requests_under_way_are_counted(small_directory: Path) -> None:
    from starlette.testclient import TestClient

    app = create_app(small_directory, Settings())
    seen: list[int] = []

    @app.get("/seen")
    def look() -> None:
        seen.append(app.state.metrics.under_way)

    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        client.get("/seen")
        client.get("/nothing-here")
    assert seen == [1]
    assert app.state.metrics.under_way == 0
