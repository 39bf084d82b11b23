"""`nhiemvu status`: which later documents may be the outcome of tasks."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.consoles import Format, console, note, usage_errors
from api.cli.interrupts import ends_on_interrupt
from api.cli.options import GraphFolder

if TYPE_CHECKING:
    from queries.task_status import TaskStatus

app = typer.Typer(name="status", rich_markup_mode=None, help="Tell where tasks stand.")


class StateChoice(StrEnum):
    """What became of a suggestion."""

    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@app.callback(invoke_without_command=True)
def show(
    *,
    ctx: typer.Context,
    graph: GraphFolder = Path("graph"),
    resolution: Annotated[
        str | None,
        typer.Option("--resolution", metavar="NUMBER", help="Only tasks of it and of what implements it."),
    ] = None,
    document: Annotated[
        str | None, typer.Option("--document", metavar="NUMBER", help="Only tasks that it states itself.")
    ] = None,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="NAME", help="Only tasks that this unit leads.")
    ] = None,
    state: Annotated[
        StateChoice | None, typer.Option("--state", help="Only suggestions in this state.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How the answer is written.")] = Format.TABLE,
) -> None:
    """List later documents that may be the outcome of tasks, with the words on both sides.

    They are suggestions: 'nhiemvu verdict add outcome TASK DOCUMENT accepted --reason … --by …' makes one a
    decision. docs/status.md says what they rest on.

    \b
    Examples:
      nhiemvu status -g graph/
      nhiemvu status --resolution 38/NQ-CP --state suggested -g graph/ --format csv > outcomes.csv
      nhiemvu status --document 2182/QĐ-BYT --unit "Cục Y tế dự phòng" -g graph/
    """
    if ctx.invoked_subcommand:
        return
    from graph_build.store import open_snapshot
    from queries.errors import AmbiguousName, UnknownName
    from queries.load import table_of
    from queries.names import Names
    from queries.outcomes import outcomes
    from queries.task_status import Filter, scope_of, task_status
    from queries.task_status_table import as_csv, as_object, sentence
    from queries.verdicts import read_verdicts

    with (
        open_snapshot(graph) as store,
        usage_errors("--resolution / --document / --unit", UnknownName, AmbiguousName),
        ends_on_interrupt(),
    ):
        names = Names(store)
        wanted = Filter(
            resolution=names.document(resolution).value if resolution is not None else "",
            document=names.document(document).value if document is not None else "",
            unit=names.unit(unit).value if unit is not None else "",
            state=state.value if state else "",
        )
        scope = scope_of(store, table_of(store), names, wanted)
        found = task_status(outcomes(store, base=names.base), read_verdicts(graph), scope, wanted.state)
    match form:
        case Format.JSON:
            typer.echo(json.dumps(as_object(found), ensure_ascii=False, indent=1))
        case Format.CSV:
            typer.echo(as_csv(found.rows), nl=False)
            note(sentence(found.counts))
        case Format.TABLE:
            _print(found)
            typer.echo(sentence(found.counts))
    if found.lost:
        note(f"{len(found.lost)} verdicts are on tasks or documents that the graph lacks; they are kept.")


def _print(found: TaskStatus) -> None:
    from rich.table import Table

    from queries.task_status_table import due_words

    if not found.rows:
        return
    table = Table()
    for name, ratio in (
        ("State", 0),
        ("Task", 3),
        ("Due", 1),
        ("Outcome", 2),
        ("Words that speak for it", 3),
    ):
        table.add_column(name, ratio=ratio or None, overflow="fold")
    for one in found.rows:
        suggested = one.outcome.found
        how = suggested.ground if suggested.score in {0, 1} else f"title {suggested.score:.2f}"
        known = "" if suggested.document.in_corpus else ", known only by citation"
        asked = suggested.asked.words if suggested.asked else one.task.title
        table.add_row(
            one.state,
            f"{one.stated_in.label} {one.task.place}: {asked}",
            due_words(one),
            f"{suggested.document.label} ({suggested.document.date}{known}); {how}; "
            + _in_time(*suggested.in_time),
            f"{suggested.proof.words} [{suggested.proof.label}, {suggested.proof.start}]"
            if suggested.proof
            else "",
        )
    console().print(table)


def _in_time(timing: str, why: str) -> str:
    reasons = {
        "no-deadline": "no deadline is stated",
        "several": "several deadlines are stated",
        "recurring": "the deadline recurs",
        "no-date": "the deadline is no date",
        "imprecise": "the dates are too coarse",
    }
    return f"in time unknown: {reasons[why]}" if why else timing.replace("-", " ")
