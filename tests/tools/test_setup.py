"""The smaller steps of `make`: the environment and the browser."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import environment
import programs
import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"


def test_an_environment_of_another_folder_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "dự án"
    monkeypatch.setattr(environment, "ROOT", folder)
    monkeypatch.setattr(environment, "VENV", folder / ".venv")
    monkeypatch.setattr(environment, "OWNER", folder / ".venv" / ".made-for")
    environment.make_venv()
    assert "making .venv" in capsys.readouterr().out
    (folder / ".venv" / "kept").touch()
    environment.make_venv()
    assert (folder / ".venv" / "kept").exists()
    (folder / ".venv" / ".made-for").write_text("/elsewhere\n", encoding="utf-8")
    environment.make_venv()
    assert not (folder / ".venv" / "kept").exists()


def test_an_environment_whose_python_is_gone_is_not_usable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(environment, "OWNER", tmp_path / ".made-for")
    assert not environment.venv_is_usable()
    with pytest.raises(environment.SetupError, match="move it away"):
        environment.make_venv()


def test_uv_runs_for_this_project_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIRTUAL_ENV", "/other")
    monkeypatch.setenv("PYTHONPATH", "/other")
    monkeypatch.setenv("UV_SYSTEM_CERTS", "false")
    given = environment.uv_environment()
    assert given["VIRTUAL_ENV"] == given["UV_PROJECT_ENVIRONMENT"] == str(environment.VENV)
    assert "PYTHONPATH" not in given
    assert given["UV_SYSTEM_CERTS"] == "false"


def test_lost_browser_code_asks_for_a_new_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = tmp_path / ".installed"
    monkeypatch.setattr(environment, "BROWSER_CODE", stamp)
    assert environment.rebuild() == ["--reinstall-package", "nhiemvu"]
    stamp.touch()
    assert environment.rebuild() == []


def test_a_failing_command_is_shown() -> None:
    with pytest.raises(environment.SetupError, match=r"exit\(3\)"):
        environment.run([sys.executable, "-c", "exit(3)"], {})


def test_a_browser_that_does_not_start_is_none(tmp_path: Path) -> None:
    shell = tmp_path / "chromium"
    shell.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    shell.chmod(0o755)
    assert not programs.runs(str(shell))
    assert not programs.runs(str(tmp_path / "missing"))
    assert not programs.runs(None)
    assert programs.runs(sys.executable)


def test_a_failing_installation_shows_its_last_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert not programs.attempt(sys.executable, "-c", "raise SystemExit('no such package')")
    assert "no such package" in capsys.readouterr().err
    assert not programs.attempt("/no/such/program")


@pytest.mark.parametrize("script", sorted(path.name for path in TOOLS.glob("*.py")))
def test_tools_need_no_package(script: str) -> None:
    code = f"import sys; sys.path.insert(0, {str(TOOLS)!r}); import {script.removesuffix('.py')}"
    if script == "bootstrap.py":
        code = f"compile(open({str(TOOLS / script)!r}, encoding='utf-8').read(), 'bootstrap.py', 'exec')"
    answer = subprocess.run(
        [sys.executable, "-S", "-I", "-c", code], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr


def test_every_program_is_installed_in_its_ways_and_a_lack_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tried: list[tuple[str, ...]] = []
    monkeypatch.setattr("os.geteuid", lambda: 0, raising=False)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")

    def attempt(*command: str) -> bool:
        tried.append(command)
        return True

    monkeypatch.setattr(programs, "attempt", attempt)
    programs.install(programs.Program("Thing", lambda: False, ("a", "b"), ("other", "way")))
    assert [command[-2:] for command in tried] == [("update", "-qq"), ("a", "b"), ("other", "way")]
    assert "Thing could not be installed" in capsys.readouterr().err
    programs.install(programs.Program("Thing", lambda: True, ("a",)))
    assert len(tried) == 3


@pytest.mark.parametrize(
    ("there", "known", "tried"),
    [(True, True, []), (False, True, ["update", "install"]), (False, False, ["update"])],
)
def test_the_shell_of_chromium_is_installed_where_apt_has_it(
    there: bool, known: bool, tried: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def attempt(*command: str) -> bool:
        said.append(command[1])
        return True

    monkeypatch.delenv("NHIEMVU_CHROMIUM", raising=False)
    monkeypatch.setattr(programs, "may_use_apt", lambda: True)
    monkeypatch.setattr(programs, "PACKAGE_LISTS", tmp_path)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}" if there else None)
    monkeypatch.setattr(programs, "answer", lambda *_: "Package: it" if known else None)
    monkeypatch.setattr(programs, "attempt", attempt)
    programs.prefer_shell()
    assert said == tried
