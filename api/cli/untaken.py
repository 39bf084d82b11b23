"""`nhiemvu untaken`: provisions that no task takes up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.consoles import Format, LanguageChoice, console, note, table_of, usage_errors
from api.cli.interrupts import ends_on_interrupt
from api.cli.options import GraphFolder
from api.cli.spoken import LanguageOption, Say

if TYPE_CHECKING:
    from queries.untaken import Untaken


def command(
    document: Annotated[
        str | None, typer.Argument(metavar="[DOCUMENT]", help="Only provisions of this document.")
    ] = None,
    *,
    graph: GraphFolder = Path("graph"),
    scope: Annotated[
        str,
        typer.Option(
            "--scope",
            metavar="SCOPE",
            help="within: compare with tasks of the document itself; below: of those that carry it out.",
        ),
    ] = "",
    form: Annotated[Format, typer.Option("--format", help="How the answer is written.")] = Format.TABLE,
    language: LanguageOption = LanguageChoice.EN,
) -> None:
    """Suggest sections with measures or duties that no task takes up, each with the nearest task.

    Compared are the tasks of the document itself, and those of documents that carry it out or rest on it.
    Where there are none nothing is suggested. The score is one of words: a person decides.

    \b
    Examples:
      nhiemvu untaken -g graph/
      nhiemvu untaken 164/QĐ-BYT -g graph/ --format csv
    """
    from graph_build.store import open_snapshot
    from queries.errors import AmbiguousName, DocumentUnread, InvalidValue, UnknownName
    from queries.untaken import untaken
    from queries.untaken_table import as_csv
    from queries.verdicts import read_verdicts

    with (
        open_snapshot(graph) as store,
        usage_errors("DOCUMENT", UnknownName, AmbiguousName, DocumentUnread, language=language),
        usage_errors("--scope", InvalidValue, language=language),
        ends_on_interrupt(),
    ):
        found = untaken(store, document, scope=scope, verdicts=read_verdicts(graph))
    say = Say(language)
    match form:
        case Format.JSON:
            typer.echo(json.dumps([one.as_object() for one in found], ensure_ascii=False, indent=1))
        case Format.CSV:
            typer.echo(as_csv(found), nl=False)
        case Format.TABLE:
            _print(found, say)
    note(say.count("untaken.counted", len(found)))


def _print(found: tuple[Untaken, ...], say: Say) -> None:
    from rich.text import Text

    table = table_of(show_lines=True)
    table.add_column(say("untaken.provision"), ratio=3, overflow="fold")
    table.add_column(say("untaken.nearest"), ratio=2, overflow="fold")
    table.add_column(say("score"), justify="left")
    for one in found:
        nearest = one.nearest
        table.add_row(
            Text(f"{one.document.name} {one.section}\n{one.near.text}"),
            Text(f"{nearest.there.place}\n{nearest.there.text}" if nearest else "—"),
            Text(f"{nearest.score:.2f}" if nearest else "0"),
        )
    if found:
        console().print(table)
