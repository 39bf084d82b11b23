"""The settings file: TOML, one line a setting, under the names of `api.settings`.

    port = 9000
    query_timeout = 10
    query_memory = "512MB"
    allowed_hosts = ["graph.example"]

What a file cannot hold is an error that names the file and the line's key: a name that is no setting, a value
of the wrong kind, and secrets, because a file is copied, shown and kept in version control.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from api.settings import TABLE, Setting, SettingInvalid, Settings
from graph_build.errors import NhiemvuError

CONFIG_VARIABLE = "NHIEMVU_CONFIG"
_LARGEST = 1 << 20  # bytes
_SECRET = re.compile(r"token|password|secret|auth_users")


class ConfigFileInvalid(NhiemvuError):
    """Say what is wrong with a settings file; `key` is "" where the file as a whole is."""

    def __init__(self, file: Path, key: str, reason: str) -> None:
        super().__init__(file, key, reason)
        self.file = file
        self.key = key
        self.reason = reason

    def __str__(self) -> str:
        place = f"{self.file}, key {self.key!r}" if self.key else str(self.file)
        return f"The settings file {place}: {self.reason}."


def read(file: Path) -> dict[str, Any]:
    """Read a settings file: the name of each setting that it holds with its value.

    Raises ConfigFileInvalid, and SettingInvalid for a value that a setting cannot have.
    """
    try:
        with file.open("rb") as opened:
            held = opened.read(_LARGEST + 1)
        if len(held) > _LARGEST:
            raise ConfigFileInvalid(file, "", "it is larger than a settings file can be")
        written = tomllib.loads(held.decode("utf-8"))
    except OSError as error:
        raise ConfigFileInvalid(file, "", (error.strerror or str(error)).lower()) from error
    except UnicodeDecodeError as error:
        raise ConfigFileInvalid(file, "", f"it is not UTF-8 (byte {error.start})") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigFileInvalid(file, "", f"it is not TOML: {error}") from error
    rows = {row.name: row for row in TABLE}
    for key in written:
        if key not in rows:
            raise ConfigFileInvalid(file, key, _why_not(key, list(rows)))
    return {key: _value(file, rows[key], value) for key, value in written.items()}


def settings(
    config: str | None = None, environment: Mapping[str, str] | None = None, **given: Any
) -> Settings:
    """Make settings from flags, the environment, and the file that `config` or NHIEMVU_CONFIG names.

    Raises ConfigFileInvalid and SettingInvalid.
    """
    environment = os.environ if environment is None else environment
    named = config or environment.get(CONFIG_VARIABLE, "")
    return Settings.layered(environment, read(Path(named)) if named else {}, **given)


def _why_not(key: str, names: list[str]) -> str:
    if _SECRET.search(key.lower()):
        return "secrets are never read from this file; set them in the environment (NHIEMVU_…)"
    near = get_close_matches(key.replace("-", "_"), names, 1)
    return "there is no such setting" + (f"; is it {near[0]!r}?" if near else "")


def _value(file: Path, row: Setting, value: Any) -> Any:
    """Bring a TOML value to the type of its setting by way of its text."""
    source = f"{file}, key {row.name!r},"
    if isinstance(value, list) and issubclass(row.type, tuple) and all(isinstance(v, str) for v in value):
        return row.parse(",".join(value), source)
    numeric = issubclass(row.type, int | float) and row.type is not bool
    fits = (
        isinstance(value, str)
        if not (row.type is bool or numeric)
        else isinstance(value, bool)
        if row.type is bool
        else isinstance(value, int | float | str) and not isinstance(value, bool)
    )
    if not fits:
        raise SettingInvalid(source, str(value), row.wanted)
    return row.parse(str(value).lower() if isinstance(value, bool) else str(value), source)
