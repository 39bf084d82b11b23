"""The command line: `nhiemvu build | extract | query | search | trace | load | report | serve`.

Results go to standard output, progress and problems to standard error. Every command ends with 0 on
success, 1 when the job failed, 2 on wrong usage and 130 on Ctrl-C. A command imports what it needs when
it runs, so that `nhiemvu --help` answers at once.
"""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli import (
    ask,
    build,
    carried,
    counterparts,
    export,
    extract,
    gaps,
    hash_password,
    import_,
    load,
    mcp,
    push,
    query,
    report,
    scenario,
    search,
    serve,
    status,
    trace,
    untaken,
    verdict,
)
from api.cli.command_groups import DescribedGroup
from api.cli.consoles import note, open_streams
from graph_build.errors import NhiemvuError, refusal

app = typer.Typer(
    name="nhiemvu",
    cls=DescribedGroup,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"nhiemvu {version('nhiemvu')}")
        raise typer.Exit


@app.callback()
def start(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    """Documents in, traceable mandates out.

    Reads Vietnamese administrative documents, finds who must do what by when under which legal
    reference, and keeps the words that prove it, as an RDF knowledge graph.

    \b
    Examples:
      nhiemvu build documents/ -o graph/
      nhiemvu query tasks-led --resolution 38/NQ-CP \\
        --unit "Cục Y tế dự phòng" -g graph/
      nhiemvu search tiem chung -g graph/
      nhiemvu trace 38/NQ-CP -g graph/
      nhiemvu serve graph/
    """


app.command(name="build", no_args_is_help=True)(build.command)
app.command(name="extract", no_args_is_help=True)(extract.command)
app.command(name="import", no_args_is_help=True)(import_.command)
app.add_typer(query.app, name="query")
app.command(name="ask", no_args_is_help=True)(ask.command)
app.command(name="search", no_args_is_help=True)(search.command)
app.command(name="trace", no_args_is_help=True)(trace.command)
app.command(name="load")(load.command)
app.command(name="report", no_args_is_help=True)(report.command)
app.command(name="counterparts", no_args_is_help=True)(counterparts.command)
app.command(name="carried")(carried.command)
app.command(name="untaken")(untaken.command)
app.command(name="gaps", no_args_is_help=True)(gaps.command)
app.add_typer(verdict.app)
app.add_typer(scenario.app)
app.add_typer(status.app)
app.command(name="export", no_args_is_help=True)(export.command)
app.command(name="push", no_args_is_help=True)(push.command)
app.command(name="mcp")(mcp.command)
app.command(name="serve", no_args_is_help=True)(serve.command())
app.command(name="hash-password")(hash_password.command)


def main() -> None:
    """Run the command line and end the process with the status of the job.

    What a user can put right is told in one sentence; anything else is a fault of the program and
    leaves its trace.
    """
    open_streams()
    try:
        app(prog_name="nhiemvu")
    except NhiemvuError as error:
        _fail(str(error))
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.filename is not None:
            _fail(f"{error.filename}: {error.strerror}.")
        if reason := refusal(error):
            _fail(f"Not all of the answer could be written: {reason}.")
        raise


def _fail(sentence: str) -> None:
    note(f"Error: {sentence}")
    raise SystemExit(1)
