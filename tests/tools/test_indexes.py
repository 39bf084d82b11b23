"""Where packages come from: pip's and uv's settings, from variables and files."""

from __future__ import annotations

from pathlib import Path

import indexes
import pytest

LOCKED = ["https://index.example/simple"]


@pytest.fixture(autouse=True)
def bare_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every test a user without settings; the returned folder is that user's configuration home."""
    for name in [
        *("PIP_CONFIG_FILE", "UV_CONFIG_FILE"),
        *("PIP_" + key.upper().replace("-", "_") for key in indexes.PIP_TO_UV),
        *indexes.PIP_TO_UV.values(),
        *indexes.OLDER_UV_NAMES,
    ]:
        monkeypatch.delenv(name, raising=False)
    home = tmp_path / "configuration"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    monkeypatch.setattr(indexes, "pip_files", lambda: [home / "pip" / "pip.conf"])
    monkeypatch.setattr(indexes, "uv_files", lambda: [home / "uv" / "uv.toml"])
    return home


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_nothing_set_changes_nothing() -> None:
    assert indexes.uv_variables() == {}
    assert indexes.replaced_index({}, LOCKED) is None


def test_pip_file_reaches_uv(bare_user: Path) -> None:
    write(
        bare_user / "pip" / "pip.conf",
        "[global]\nindex-url = http://mirror.example/simple\n"
        "extra_index_url =\n    http://one.example\n    http://two.example\n"
        "[install]\nfind-links = /a /b\n",
    )
    assert indexes.uv_variables() == {
        "UV_DEFAULT_INDEX": "http://mirror.example/simple",
        "UV_INDEX": "http://one.example http://two.example",
        "UV_FIND_LINKS": "/a,/b",
    }


def test_variables_beat_files_and_uv_beats_pip(bare_user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(bare_user / "pip" / "pip.conf", "[global]\nindex-url = http://file.example\ncert = /file.pem\n")
    monkeypatch.setenv("PIP_INDEX_URL", "http://pip.example")
    assert indexes.uv_variables() == {"UV_DEFAULT_INDEX": "http://pip.example", "SSL_CERT_FILE": "/file.pem"}
    monkeypatch.setenv("UV_DEFAULT_INDEX", "http://uv.example")
    assert indexes.uv_variables()["UV_DEFAULT_INDEX"] == "http://uv.example"


def test_older_names_of_uv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_INDEX_URL", "http://old.example")
    assert indexes.uv_variables() == {"UV_DEFAULT_INDEX": "http://old.example"}


@pytest.mark.parametrize(
    ("chosen", "replaced"),
    [
        ("https://index.example/simple", None),
        ("https://index.example/simple/", None),
        ("named=https://index.example/simple", None),
        ("https://mirror.example/simple", "https://mirror.example/simple"),
        ("named=https://mirror.example/a=b", "https://mirror.example/a=b"),
        ("file:///srv/index", "file:///srv/index"),
    ],
)
def test_replaced_index(chosen: str, replaced: str | None) -> None:
    assert indexes.replaced_index({"UV_DEFAULT_INDEX": chosen}, LOCKED) == replaced


@pytest.mark.parametrize(
    "text",
    [
        'index-url = "http://mirror.example"',
        '[[index]]\nurl = "http://extra.example"\n[[index]]\nurl = "http://mirror.example"\ndefault = true',
    ],
)
def test_index_in_uv_file(bare_user: Path, text: str) -> None:
    write(bare_user / "uv" / "uv.toml", text)
    assert indexes.replaced_index({}, LOCKED) == "http://mirror.example"


@pytest.mark.parametrize(("file", "text"), [("pip/pip.conf", "no section"), ("uv/uv.toml", "= broken")])
def test_unreadable_file_is_named(bare_user: Path, file: str, text: str) -> None:
    write(bare_user / file, text)
    with pytest.raises(indexes.SettingsError, match=Path(file).name):
        indexes.replaced_index(indexes.uv_variables(), LOCKED)


def test_places_of_pip_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "own.conf"))
    assert indexes.pip_files() == [tmp_path / "own.conf"]
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    assert indexes.pip_files() == []
    monkeypatch.delenv("PIP_CONFIG_FILE")
    monkeypatch.setenv("XDG_CONFIG_DIRS", "/strong:/weak")
    monkeypatch.setenv("XDG_CONFIG_HOME", "/own")
    files = indexes.pip_files()
    assert files[:2] == [Path("/weak/pip/pip.conf"), Path("/strong/pip/pip.conf")]
    assert files[-1] == Path("/own/pip/pip.conf")
