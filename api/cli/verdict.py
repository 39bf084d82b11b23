"""`nhiemvu verdict`: what people decided about counterparts, findings and outcomes."""

from __future__ import annotations

import csv
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.command_groups import DescribedGroup
from api.cli.consoles import LanguageChoice, usage_errors
from api.cli.options import GraphFolder
from api.cli.spoken import LanguageOption, Say

app = typer.Typer(
    name="verdict",
    cls=DescribedGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Record what people decided about what the program suggests.",
)


class VerdictKind(StrEnum):
    """What is judged."""

    COUNTERPART = "counterpart"
    FINDING = "finding"
    OUTCOME = "outcome"


@app.command(name="add", no_args_is_help=True)
def add(
    kind: Annotated[VerdictKind, typer.Argument(metavar="KIND", help="counterpart, finding or outcome.")],
    said: Annotated[
        list[str],
        typer.Argument(
            metavar="THING… VERDICT", help="A task as in 'nhiemvu trace', or an IRI; then the verdict."
        ),
    ],
    reason: Annotated[str, typer.Option("--reason", help="Why.")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so.", envvar="NHIEMVU_USER")],
    graph: GraphFolder = Path("graph"),
    language: LanguageOption = LanguageChoice.EN,
) -> None:
    """Add one verdict; a later one on the same things takes its place.

    Counterparts are same, broader, narrower (the first than the second) or different; findings and
    outcomes are accepted or rejected.

    \b
    Examples:
      nhiemvu verdict add counterpart "12/QĐ-BYT 1" "15/KH-UBND 2" narrower \\
        --reason "…" --by "An"
      nhiemvu verdict add finding https://…/id/finding/… rejected \\
        --reason "…" --by "An"
    """
    from graph_build.store import open_snapshot
    from queries.errors import AmbiguousName, UnknownName
    from queries.names import Names, base_of
    from queries.trace_read import TraceReader
    from queries.trace_thing import find_thing
    from queries.verdicts import BadVerdict, Verdict, add_verdicts, read_verdicts

    say = Say(language)
    *things, verdict = said
    wanted = 1 if kind is VerdictKind.FINDING else 2
    if len(things) != wanted:
        raise typer.BadParameter(say("verdict.count", kind=kind.value, n=wanted))
    with (
        open_snapshot(graph) as store,
        usage_errors("THING", UnknownName, AmbiguousName, language=language),
        usage_errors("VERDICT", BadVerdict, language=language),
    ):
        if kind is VerdictKind.FINDING:
            found = things
            if things[0] not in TraceReader(store, base_of(store)).known(things):
                raise typer.BadParameter(say("verdict.unknown", name=things[0]))
        else:
            names = Names(store)
            reader = TraceReader(store, names.base)
            found = [find_thing(reader, names, thing) for thing in things]
        made = Verdict(kind.value, found[0], verdict, reason, by, *found[1:])
    read_verdicts(graph)
    add_verdicts(graph, [made])
    typer.echo(say("verdict.kept", verdict=made.verdict, names="; ".join(found)))


@app.command(name="list")
def show(graph: GraphFolder = Path("graph")) -> None:
    """Print the verdicts in force as CSV, which 'nhiemvu verdict import' reads."""
    from graph_build.snapshots import live
    from queries.verdicts import COLUMNS, read_verdicts

    live(graph)
    table = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\r\n")
    table.writeheader()
    table.writerows(verdict.as_object() for verdict in read_verdicts(graph))


@app.command(name="import", no_args_is_help=True)
def bring(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", exists=True, dir_okay=False, readable=True)],
    graph: GraphFolder = Path("graph"),
    unknown: Annotated[
        bool, typer.Option("--unknown", help="Keep verdicts on things that the graph does not hold as well.")
    ] = False,
    language: LanguageOption = LanguageChoice.EN,
) -> None:
    """Add the verdicts of a CSV file, all or none.

    Columns: kind, first, second, verdict, reason, by, at; first and second are IRIs. A file in which two
    lines disagree, or that names things unknown to the graph, is refused with the lines.
    """
    from graph_build.store import open_snapshot
    from queries.names import base_of
    from queries.trace_read import TraceReader
    from queries.verdict_file import read_csv
    from queries.verdicts import BadVerdict, add_verdicts, read_verdicts

    say = Say(language)
    with open_snapshot(graph) as store, usage_errors("FILE.csv", BadVerdict, language=language):
        read_verdicts(graph)
        made = read_csv(file, None if unknown else TraceReader(store, base_of(store)).known)
    typer.echo(say("verdict.kept-all", n=add_verdicts(graph, made)))
