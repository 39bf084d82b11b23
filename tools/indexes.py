"""Read where packages come from: the settings of pip and uv, handed on to uv as environment variables."""

from __future__ import annotations

import configparser
import os
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
    "trusted-host": "UV_INSECURE_HOST",
}
"""The settings of pip that uv has too, with the environment variable by which uv takes them."""

OLDER_UV_NAMES = {"UV_INDEX_URL": "UV_DEFAULT_INDEX", "UV_EXTRA_INDEX_URL": "UV_INDEX"}


class SettingsError(Exception):
    """A configuration file of the user cannot be read."""


def configuration_home() -> Path:
    """Give the folder of the user's configuration files (XDG Base Directory Specification)."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")


def pip_files() -> list[Path]:
    """List the files that pip reads, the weakest first."""
    if named := os.environ.get("PIP_CONFIG_FILE"):
        return [] if named == os.devnull else [Path(named)]
    folders = (os.environ.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(os.pathsep)
    return [
        *(Path(folder) / "pip" / "pip.conf" for folder in reversed(folders)),
        Path("/etc/pip.conf"),
        Path.home() / ".pip" / "pip.conf",
        configuration_home() / "pip" / "pip.conf",
    ]


def pip_settings() -> dict[str, str]:
    """Read pip's settings about indexes, proxies and certificates; the environment beats the files."""
    parser = configparser.RawConfigParser()
    try:
        parser.read(pip_files(), encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError) as error:
        raise SettingsError(f"pip's configuration cannot be read: {error}") from error
    found: dict[str, str] = {}
    for section in ("global", "install"):
        if parser.has_section(section):
            found.update((key.replace("_", "-"), value) for key, value in parser.items(section))
    for key in PIP_TO_UV:
        if value := os.environ.get("PIP_" + key.upper().replace("-", "_")):
            found[key] = value
    return {key: " ".join(found[key].split()) for key in PIP_TO_UV if found.get(key, "").strip()}


def uv_variables() -> dict[str, str]:
    """Give the environment variables that carry the user's settings to uv; those of uv itself come first."""
    carried = {new: os.environ[old] for old, new in OLDER_UV_NAMES.items() if old in os.environ}
    carried.update((name, os.environ[name]) for name in PIP_TO_UV.values() if name in os.environ)
    for key, value in pip_settings().items():
        separator = "," if key == "find-links" else " "
        carried.setdefault(PIP_TO_UV[key], separator.join(value.split()))
    return carried


def uv_files() -> list[Path]:
    """List the files that uv reads, the strongest first."""
    if named := os.environ.get("UV_CONFIG_FILE"):
        return [Path(named)]
    return [configuration_home() / "uv" / "uv.toml", Path("/etc/uv/uv.toml")]


def index_of_uv_files() -> str | None:
    """Read the default index from uv's configuration files, if one names it."""
    for path in uv_files():
        if not path.is_file():
            continue
        try:
            settings = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError(f"{path} cannot be read: {error}") from error
        for index in settings.get("index", []):
            if index.get("default"):
                return str(index["url"])
        if url := settings.get("index-url"):
            return str(url)
    return None


def replaced_index(variables: dict[str, str], locked: Iterable[str]) -> str | None:
    """Give the package index that the user has put in place of those in uv.lock, or None.

    `locked` holds the addresses in the lock file; uv downloads from them and from nowhere else unless told.
    """
    chosen = variables.get("UV_DEFAULT_INDEX") or index_of_uv_files()
    if not chosen:
        return None
    address = re.sub(r"^[\w.-]+=", "", chosen)  # uv allows a name before it: NAME=ADDRESS
    return None if address.rstrip("/") in {url.rstrip("/") for url in locked} else address
