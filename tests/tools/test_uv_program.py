"""Installing uv without pip: the right file, from the locked address or a mirror, with its hash checked."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
import uv_program
from uv_program import LockedUv, UvError, Wheel

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = "#!/bin/sh\necho uv 1.2.3\n"


def wheel_of_uv(folder: Path, name: str) -> Wheel:
    """Write a wheel that holds a stand-in for uv's program."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("uv-1.2.3.data/scripts/uv", PROGRAM)
    (folder / name).write_bytes(content.getvalue())
    return Wheel((folder / name).as_uri(), hashlib.sha256(content.getvalue()).hexdigest())


@pytest.fixture
def linux(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend to be a common Linux machine."""
    monkeypatch.setattr("platform.system", lambda: "Linux")
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    monkeypatch.setattr("platform.libc_ver", lambda: ("glibc", "2.36"))


@pytest.fixture
def venv(tmp_path: Path) -> Path:
    """Give an empty stand-in for a virtual environment."""
    (tmp_path / "venv" / "bin").mkdir(parents=True)
    return tmp_path / "venv"


NAME = "uv-1.2.3-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"


@pytest.mark.usefixtures("linux")
def test_installs_from_the_locked_address(tmp_path: Path, venv: Path) -> None:
    locked = LockedUv("1.2.3", (wheel_of_uv(tmp_path, NAME),))
    uv_program.install_from_index(locked, venv, {}, None)
    assert uv_program.version_of(venv / "bin" / "uv") == (1, 2, 3)


def test_finds_the_file_on_a_page_of_a_mirror() -> None:
    page = "https://mirror.example/pypi%20copy/simple/uv/"
    html = f'<a href="../../other.whl">x</a> <a>nothing</a> <a href="../../files/{NAME}#sha256=0">{NAME}</a>'
    found = uv_program.find_in_links(html, page, NAME)
    assert found == f"https://mirror.example/pypi%20copy/files/{NAME}"
    assert uv_program.find_in_links(html, page, "uv-9.9.9.whl") is None


@pytest.mark.usefixtures("linux")
def test_a_wrong_hash_installs_nothing(tmp_path: Path, venv: Path) -> None:
    wheel = wheel_of_uv(tmp_path, NAME)
    with pytest.raises(UvError, match="hash"):
        uv_program.install_from_index(LockedUv("1.2.3", (Wheel(wheel.url, "0" * 64),)), venv, {}, None)
    assert not (venv / "bin" / "uv").exists()


@pytest.mark.parametrize(
    ("system", "libc", "machine", "part"),
    [
        ("Linux", "glibc", "x86_64", "-manylinux_2_17_x86_64"),
        ("Linux", "glibc", "aarch64", "_aarch64"),
        ("Linux", "", "x86_64", "-musllinux_1_1_x86_64"),
        ("Darwin", "", "arm64", "-macosx_11_0_arm64"),
    ],
)
def test_the_locked_uv_has_a_file_for(
    system: str, libc: str, machine: str, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platform.system", lambda: system)
    monkeypatch.setattr("platform.machine", lambda: machine)
    monkeypatch.setattr("platform.libc_ver", lambda: (libc, ""))
    locked, registries = uv_program.read_lock(ROOT / "uv.lock")
    assert part in uv_program.wheel_for_this_machine(locked).name
    assert len(registries) == 1


def test_a_machine_that_uv_is_not_built_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "vax")
    locked, _ = uv_program.read_lock(ROOT / "uv.lock")
    with pytest.raises(UvError, match="vax"):
        uv_program.wheel_for_this_machine(locked)


def test_an_unknown_kind_of_address_is_refused() -> None:
    with pytest.raises(UvError, match="ftp"):
        uv_program.download("ftp://example/uv.whl", uv_program.trusted_certificates({}))


def test_no_uv_and_no_way_says_what_to_do(
    tmp_path: Path, venv: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object) -> None:
        raise UvError("no way there")

    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr(uv_program, "install_with_pip", fails)
    monkeypatch.setattr(uv_program, "install_from_index", fails)
    with pytest.raises(UvError, match="PIP_INDEX_URL"):
        uv_program.provide_uv(ROOT / "uv.lock", venv, {}, None)
    assert "installing uv" in capsys.readouterr().out
