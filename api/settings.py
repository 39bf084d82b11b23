"""The settings of the server: one table that drives flags, environment variables, docs and tests.

A setting is a field of `Settings`; its type, default, help and unit stand in one line. The value comes, in
this order, from the command line, from the environment (`NHIEMVU_` and the name in capitals), from a settings
file (`api.config_file`) and from the default. Secrets are no settings: they have no default and are read
where they are used.
"""

from __future__ import annotations

import ipaddress
import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from graph_build.errors import NhiemvuError

ENVIRONMENT_PREFIX = "NHIEMVU_"
_SIZE = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[kmg]?)i?b?", re.IGNORECASE)  # 512, 64MB, 1.5 GiB
_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}


class SettingInvalid(NhiemvuError):
    """Say that a setting holds a value that it cannot have; `source` names the variable or the flag."""

    def __init__(self, source: str, value: str, wanted: str) -> None:
        super().__init__(source, value, wanted)
        self.source = source
        self.value = value
        self.wanted = wanted

    def __str__(self) -> str:
        return f"{self.source} is {self.value!r}; it must be {self.wanted}."


class Bytes(int):
    """A size in bytes, written as a number or with K, M or G for powers of 1024: `64MB`."""


class Networks(tuple[str, ...]):
    """Addresses and networks of IPv4 or IPv6, as text: `192.0.2.1`, `10.0.0.0/8`."""


_NO_NETWORKS = Networks()


def parse_networks(text: str) -> Networks:
    """Read addresses and networks with commas between; raises ValueError for anything else."""
    return Networks(str(ipaddress.ip_network(part.strip())) for part in text.split(",") if part.strip())


def parse_bytes(text: str) -> Bytes:
    """Read a size; raises ValueError for anything that is not a number with an optional unit."""
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    return Bytes(float(match["number"]) * _UNITS[match["unit"].lower()])


def show_bytes(size: int) -> str:
    """Write a size with the largest unit that leaves a whole number: `1 GB`, `1500 bytes`."""
    for unit in ("g", "m", "k"):
        if size and size % _UNITS[unit] == 0:
            return f"{size // _UNITS[unit]} {unit.upper()}B"
    return f"{size} bytes"


def _setting(
    default: Any,
    text: str,
    *,
    least: float | None = None,
    most: float | None = None,
    one_of: tuple[str, ...] = (),
) -> Any:
    return field(default=default, metadata={"help": text, "least": least, "most": most, "one_of": one_of})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every setting of the server, with its default; immutable, checked where it is made."""

    host: str = _setting("127.0.0.1", "address to listen on; the default is reached from this machine only")
    port: int = _setting(8000, "port to listen on", least=0, most=65535)
    store: str = _setting(
        "", "SPARQL endpoint of a server that holds the graph; empty means the folder itself"
    )
    query_timeout: float = _setting(30.0, "seconds after which a query is stopped", least=0.05, most=86400)
    query_workers: int = _setting(0, "queries that run at once; 0 chooses by memory and cores", least=0)
    query_memory: int = _setting(
        Bytes(1 << 30), "memory that one query may take", least=256 << 20, most=1 << 40
    )
    query_queue: int = _setting(64, "queries that may wait for a worker before others are refused", least=0)
    result_limit: int = _setting(Bytes(512 << 20), "size of the largest answer to a query", least=1024)
    spool_limit: int = _setting(Bytes(4 << 30), "size of all large answers being fetched", least=1024)
    answer_cache: int = _setting(
        Bytes(32 << 20), "memory for small answers to queries that come again; 0 keeps none", least=0
    )
    request_limit: int = _setting(Bytes(2 << 20), "size of the largest request body", least=1024)
    upload_limit: int = _setting(Bytes(256 << 20), "size of the largest update or upload", least=1024)
    client_timeout: float = _setting(
        30.0,
        "seconds that a client has for the head of a request, for its body and for each piece of its answer",
        least=0.05,
        most=86400,
    )
    client_rate: int = _setting(
        Bytes(16 << 10),
        "part of a body or of a piece of an answer for which a client has a second more",
        least=1,
    )
    writable: bool = _setting(False, "take updates from clients that show the token NHIEMVU_WRITE_TOKEN")
    write_timeout: float = _setting(300.0, "seconds after which a change is stopped", least=0.05, most=86400)
    service_hosts: tuple[str, ...] = _setting(
        (), "hosts that queries may call by SERVICE and updates by LOAD"
    )
    spool: str = _setting("", "folder for answers too large for memory; empty means the system's own")
    allowed_hosts: tuple[str, ...] = _setting(
        (), "host names that requests may name, * for any; empty means those of this machine on loopback"
    )
    cors_origins: tuple[str, ...] = _setting((), "origins whose pages may read answers, * for any")
    watch_interval: float = _setting(1.0, "seconds between looks for a new snapshot", least=0.05, most=3600)
    shutdown_timeout: float = _setting(
        5.0, "seconds that requests under way have at the end", least=0, most=3600
    )

    log_format: str = _setting("text", "form of the lines on standard error", one_of=("text", "json"))
    log_level: str = _setting(
        "warning",
        "least grave lines that are written; info adds a line for every request",
        one_of=("debug", "info", "warning", "error"),
    )
    log_queries: bool = _setting(False, "write the query text of addresses into the log as well")
    rate_limit: int = _setting(0, "requests a minute that one client may send; 0 for any number", least=0)
    trusted_proxies: tuple[str, ...] = _setting(
        _NO_NETWORKS, "proxies whose X-Forwarded-For and X-Forwarded-Proto are believed"
    )
    auth_file: str = _setting(
        "", "file of users who may read, a line 'user:hash' each; empty leaves it to NHIEMVU_AUTH_USERS"
    )
    metrics_open: bool = _setting(False, "give /metrics to everybody where reading needs a password")

    def __post_init__(self) -> None:
        for row in TABLE:
            row.check(row.variable, getattr(self, row.name))

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None, **given: Any) -> Settings:
        """Make settings from what is given by name (None counts as not given) and from the environment.

        Raises SettingInvalid, which names the variable, for a value that cannot be read.
        """
        return cls.layered(os.environ if environment is None else environment, {}, **given)

    @classmethod
    def layered(cls, environment: Mapping[str, str], file: Mapping[str, Any], **given: Any) -> Settings:
        """Make settings from what is given, else from the environment, else from the values of a file."""
        values = {name: value for name, value in given.items() if value is not None}
        for row in TABLE:
            text = environment.get(row.variable)
            if row.name not in values and text is not None:
                values[row.name] = row.parse(text)
        return cls(**{**file, **values})


@dataclass(frozen=True)
class Setting:
    """One row of the table: what a flag, a variable or a line of the docs needs to know."""

    name: str
    type: type
    default: Any
    help: str
    least: float | None
    most: float | None
    one_of: tuple[str, ...] = ()

    @property
    def variable(self) -> str:
        """Name the environment variable."""
        return ENVIRONMENT_PREFIX + self.name.upper()

    @property
    def flag(self) -> str:
        """Name the option of the command line."""
        return "--" + self.name.replace("_", "-")

    @property
    def wanted(self) -> str:
        """Describe the values that the setting takes."""
        kinds: dict[type, str] = {
            bool: "true or false",
            Bytes: "a size such as 64MB",
            int: "a whole number",
            float: "a number",
            tuple: "names with commas between",
            Networks: "addresses or networks with commas between",
        }
        kind = " or ".join(self.one_of) or kinds.get(self.type, "a text")
        bounds = [
            f"at {word} {show_bytes(int(bound)) if self.type is Bytes else f'{bound:g}'}"
            for word, bound in (("least", self.least), ("most", self.most))
            if bound is not None
        ]
        return ", ".join([kind, *bounds])

    @property
    def shown_default(self) -> str:
        """Write the default as a person would give it."""
        if self.type is Bytes:
            return show_bytes(self.default)
        if issubclass(self.type, tuple):
            return ",".join(self.default)
        return f"{self.default:g}" if self.type is float else str(self.default)

    def parse(self, text: str, source: str | None = None) -> Any:
        """Read a value; raises SettingInvalid, which names `source` (the variable where none is given)."""
        source = source or self.variable
        try:
            value = self._read(text)
        except ValueError as error:
            raise SettingInvalid(source, text, self.wanted) from error
        self.check(source, value, text)
        return value

    def _read(self, text: str) -> Any:
        if self.type is tuple:
            return tuple(part.strip() for part in text.split(",") if part.strip())
        if self.type is Networks:
            return parse_networks(text)
        if self.type is Bytes:
            return parse_bytes(text)
        if self.type is bool:
            word = text.strip().lower()
            if word not in _TRUE | _FALSE:
                raise ValueError(text)
            return word in _TRUE
        return self.type(text.strip())

    def check(self, source: str, value: Any, written: str | None = None) -> None:
        """Raise SettingInvalid where a value lies outside its bounds; it shows the value as `written`."""
        other = bool(self.one_of) and value not in self.one_of
        low = self.least is not None and value < self.least
        high = self.most is not None and value > self.most
        if other or low or high or (self.type is float and math.isnan(value)):
            raise SettingInvalid(source, written or str(value), self.wanted)


def _table() -> tuple[Setting, ...]:
    return tuple(
        Setting(
            name=row.name,
            type=type(row.default),
            default=row.default,
            help=row.metadata["help"],
            least=row.metadata["least"],
            most=row.metadata["most"],
            one_of=row.metadata["one_of"],
        )
        for row in fields(Settings)
    )


TABLE = _table()
"""Every setting in the order of `Settings`."""


def setting(name: str) -> Setting:
    """Give the row of one setting; raises KeyError for an unknown name."""
    return {row.name: row for row in TABLE}[name]


def as_markdown() -> str:
    """Write the table for the docs."""
    lines = ["| Setting | Flag | Variable | Default | Meaning |", "|---|---|---|---|---|"]
    for row in TABLE:
        default = f"`{row.shown_default}`" if row.shown_default else "(empty)"
        cells = (row.name, f"`{row.flag}`", f"`{row.variable}`", default, f"{row.help} ({row.wanted})")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(as_markdown(), end="")
