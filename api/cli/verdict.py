"""`nhiemvu verdict`: what people decided about counterparts, findings and outcomes."""

from __future__ import annotations

import csv
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.command_groups import DescribedGroup
from api.cli.consoles import LanguageChoice, note, usage_errors
from api.cli.options import GraphFolder
from api.cli.spoken import LanguageOption, Say

if TYPE_CHECKING:
    from graph_build.store import Store

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
    from queries.verdicts import WITHDRAWN, BadVerdict, Verdict, add_verdicts, read_verdicts

    say = Say(language)
    *things, verdict = said
    if verdict == WITHDRAWN:
        raise typer.BadParameter(say("verdict.use-undo"))
    _counted(say, kind, things)
    with (
        open_snapshot(graph) as store,
        usage_errors("THING", UnknownName, AmbiguousName, language=language),
        usage_errors("VERDICT", BadVerdict, language=language),
    ):
        found = _found(say, store, kind, things)
        made = Verdict(kind.value, found[0], verdict, reason, by, *found[1:])
    read_verdicts(graph)
    add_verdicts(graph, [made])
    typer.echo(say("verdict.kept", verdict=made.verdict, names="; ".join(found)))


@app.command(name="undo", no_args_is_help=True)
def undo(
    kind: Annotated[VerdictKind, typer.Argument(metavar="KIND", help="counterpart, finding or outcome.")],
    things: Annotated[
        list[str], typer.Argument(metavar="THING…", help="A task as in 'nhiemvu trace', or an IRI.")
    ],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so.", envvar="NHIEMVU_USER")],
    reason: Annotated[str, typer.Option("--reason", help="Why; may be left out.")] = "",
    graph: GraphFolder = Path("graph"),
    language: LanguageOption = LanguageChoice.EN,
) -> None:
    """Take the last verdict on one or two things back; the one before it is in force again, if there is one.

    Nothing is deleted: that it was taken back, by whom and when, is kept as well ('nhiemvu verdict list
    --history').
    """
    from graph_build.store import open_snapshot
    from queries.errors import AmbiguousName, UnknownName
    from queries.verdicts import WITHDRAWN, BadVerdict, NothingToTakeBack, Verdict, take_back

    say = Say(language)
    _counted(say, kind, things)
    with (
        open_snapshot(graph) as store,
        usage_errors("THING", UnknownName, AmbiguousName, NothingToTakeBack, language=language),
        usage_errors("NAME", BadVerdict, language=language),
    ):
        found = _found(say, store, kind, things)
        last = take_back(graph, Verdict(kind.value, found[0], WITHDRAWN, reason, by, *found[1:]))
    names = "; ".join(found)
    if last is None:
        typer.echo(say("verdict.undone", names=names))
    else:
        typer.echo(say("verdict.undone-to", names=names, verdict=last.verdict))


def _counted(say: Say, kind: VerdictKind, things: list[str]) -> None:
    wanted = 1 if kind is VerdictKind.FINDING else 2
    if len(things) != wanted:
        raise typer.BadParameter(say("verdict.count", kind=kind.value, n=wanted))


def _found(say: Say, store: Store, kind: VerdictKind, things: list[str]) -> list[str]:
    """Give the IRIs of what is judged; raises UnknownName and AmbiguousName."""
    from queries.names import Names, base_of
    from queries.trace_read import TraceReader
    from queries.trace_thing import find_thing

    if kind is VerdictKind.FINDING:
        if things[0] not in TraceReader(store, base_of(store)).known(things):
            raise typer.BadParameter(say("verdict.unknown", name=things[0]))
        return things
    names = Names(store)
    reader = TraceReader(store, names.base)
    return [find_thing(reader, names, thing) for thing in things]


@app.command(name="list")
def show(
    graph: GraphFolder = Path("graph"),
    history: Annotated[
        bool,
        typer.Option("--history", help="Also what was replaced or taken back, the oldest first."),
    ] = False,
    language: LanguageOption = LanguageChoice.EN,
) -> None:
    """Print the verdicts in force as CSV, which 'nhiemvu verdict import' reads."""
    from graph_build.snapshots import live
    from queries.verdicts import COLUMNS, read_history, read_verdicts

    live(graph)
    verdicts = list((read_history if history else read_verdicts)(graph))
    if not verdicts:
        note(Say(language)("verdict.none"))
    table = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\r\n")
    table.writeheader()
    table.writerows(verdict.as_object() for verdict in verdicts)


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
