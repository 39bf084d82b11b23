"""`nhiemvu serve`: the SPARQL endpoint and the pages of a built graph."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from inspect import Parameter as Argument
from inspect import Signature
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.consoles import note, usage_errors
from api.config_file import ConfigFileInvalid
from api.config_file import settings as settings_of
from api.fork_link import ForkProcess, begin
from api.limits import limits_of
from api.settings import ENVIRONMENT_PREFIX, TABLE, Bytes, Setting, SettingInvalid, Settings, setting
from graph_build.errors import NhiemvuError

_PORTS_TRIED = 100

_HELP = """Serve a built graph: SPARQL and pages.

The endpoint is at /sparql, the pages begin at /; Ctrl-C ends the server. A port that is taken is passed
over for the next free one, unless it was asked for.

\b
Examples:
  nhiemvu serve graph/
  nhiemvu serve graph/ --port 9000 --query-timeout 10
  nhiemvu serve graph/ --host 0.0.0.0
  nhiemvu serve graph/ --config server.toml --log-level info --log-format json
  NHIEMVU_WRITE_TOKEN=secret nhiemvu serve graph/ --writable
"""


class PortTaken(NhiemvuError):
    """Say that the server cannot listen where it was told to."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(host, port, reason)
        self.host = host
        self.port = port
        self.reason = reason

    def __str__(self) -> str:
        return f"Cannot listen on {self.host} port {self.port}: {self.reason}. Give another --port or --host."


def command() -> Callable[..., None]:
    """Make the command, with an option for every setting of the server."""

    def serve(**given: Any) -> None:
        directory: Path = given.pop("directory")
        config: str | None = given.pop("config")
        with usage_errors("settings", SettingInvalid, ConfigFileInvalid):
            values = {
                name: setting(name).parse(str(text), setting(name).flag)
                for name, text in given.items()
                if text is not None
            }
            settings = settings_of(config, **values)
            _check_secrets(settings)
        _serve(
            directory, settings, port_is_given="port" in values or f"{ENVIRONMENT_PREFIX}PORT" in os.environ
        )

    arguments = [
        Argument("directory", Argument.KEYWORD_ONLY, annotation=_DIRECTORY),
        Argument("config", Argument.KEYWORD_ONLY, default=None, annotation=_CONFIG),
        *(Argument(row.name, Argument.KEYWORD_ONLY, default=None, annotation=_option(row)) for row in TABLE),
    ]
    serve.__doc__ = _HELP
    serve.__signature__ = Signature(arguments)  # type: ignore[attr-defined]
    serve.__annotations__ = {argument.name: argument.annotation for argument in arguments}
    return serve


_DIRECTORY = Annotated[
    Path, typer.Argument(metavar="DIR", help="Folder of a built graph.", show_default=False)
]

_CONFIG = Annotated[
    str | None,
    typer.Option("--config", metavar="FILE", help="TOML file of settings; flags and variables win over it."),
]


def _option(row: Setting) -> Any:
    shown = row.shown_default
    if row.type is bool:
        both = f"{row.flag}/--no-{row.flag.removeprefix('--')}"
        return Annotated[bool | None, typer.Option(both, help=row.help, show_default=False)]
    text = f"{row.help}{f' [default: {shown}]' if shown else ''}"
    return Annotated[str | None, typer.Option(row.flag, metavar=_taken(row), help=text, show_default=False)]


def _taken(row: Setting) -> str:
    """Say in a word what an option takes; the end of its name where no kind says more: HOST, FILE."""
    if row.one_of:
        return "|".join(row.one_of)
    if issubclass(row.type, tuple):
        return "LIST"
    return {int: "N", float: "NUMBER", Bytes: "SIZE"}.get(row.type, row.name.rpartition("_")[2].upper())


def _check_secrets(settings: Settings) -> None:
    from api.authentication import keys
    from api.write_token import write_token

    write_token(settings)
    keys(settings)


def _serve(directory: Path, settings: Settings, *, port_is_given: bool) -> None:
    from graph_build.snapshots import live

    live(directory)  # told before the server's own code is loaded
    with _workers_ahead(settings) as begun:
        _serve_with(directory, settings, begun, port_is_given=port_is_given)


def _workers_ahead(settings: Settings) -> AbstractContextManager[ForkProcess | None]:
    """Begin the process that makes workers; not where a store elsewhere has to be asked first."""
    return nullcontext() if settings.store else begin(limits_of(settings))


def _serve_with(
    directory: Path, settings: Settings, begun: ForkProcess | None, *, port_is_given: bool
) -> None:
    from api.app import create_app
    from api.logs import configure
    from api.serving import run

    configure(settings)

    app = create_app(directory, settings, begun)
    listening = listen(settings.host, settings.port, port_is_given=port_is_given)
    port = listening.getsockname()[1]
    if port != settings.port and settings.port:
        note(f"Port {settings.port} is taken, so this is port {port}.")
    host = f"[{settings.host}]" if ":" in settings.host else settings.host

    def tell() -> None:
        typer.echo(f"Serving {directory} at http://{host}:{port}/ (Ctrl-C ends it)")

    if not run(app, listening, settings, tell):
        raise typer.Exit(1)


def listen(host: str, port: int, *, port_is_given: bool) -> socket.socket:
    """Listen on a port, or on the first free one after it where the port was not asked for.

    Port 0 takes any free port. Raises PortTaken where none can be had.
    """
    last = port if port_is_given or port == 0 else min(port + _PORTS_TRIED, 65535)
    for candidate in range(port, last + 1):
        try:
            family, kind, protocol, _, address = socket.getaddrinfo(host, candidate, type=socket.SOCK_STREAM)[
                0
            ]
        except OSError as error:
            raise PortTaken(host, candidate, "no such address") from error
        listening = socket.socket(family, kind, protocol)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            listening.listen()
        except OSError as error:
            listening.close()
            if error.errno != errno.EADDRINUSE or candidate == last:
                raise PortTaken(host, candidate, (error.strerror or str(error)).lower()) from error
        else:
            return listening
    raise AssertionError("the last candidate either listens or raises")
