"""`nhiemvu gaps`: which mandates of a document have a counterpart in which plans."""

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
    from queries.gaps import Matrix


def command(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="A document's number, name or file.")],
    plans: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PLAN", help="What it is compared with; by default all that carry out the same."
        ),
    ] = None,
    *,
    graph: GraphFolder = Path("graph"),
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND,…", help="Compare only these: task, duty, measure."),
    ] = None,
    missing: Annotated[
        bool, typer.Option("--missing", help="Only mandates to which no plan answers.")
    ] = False,
    form: Annotated[Format, typer.Option("--format", help="How the answer is written.")] = Format.TABLE,
    language: LanguageOption = LanguageChoice.EN,
) -> None:
    """Show which mandates of a document have a likely counterpart in which plans, and which have none.

    A row a mandate, a column a plan, in each cell the place and score of the best counterpart, or a verdict.
    What units lack is answered by: nhiemvu query assignment-gaps.

    \b
    Examples:
      nhiemvu gaps 2182/QĐ-BYT -g graph/
      nhiemvu gaps 2182/QĐ-BYT kh-bac-giang-nq38-2022.txt --missing \\
        -g graph/ --format csv
    """
    from graph_build.store import open_snapshot
    from queries.counterparts_text import gaps_csv, gaps_object
    from queries.errors import AmbiguousName, DocumentUnread, InvalidValue, UnknownName
    from queries.gaps import matrix
    from queries.verdicts import read_verdicts

    kinds = [one.strip() for given in kind or () for one in given.split(",") if one.strip()]
    with (
        open_snapshot(graph) as store,
        usage_errors("DOCUMENT PLAN", UnknownName, AmbiguousName, DocumentUnread, language=language),
        usage_errors("--kind", InvalidValue, language=language),
        ends_on_interrupt(),
    ):
        found = matrix(store, document, plans or (), kinds=kinds, verdicts=read_verdicts(graph))
    say = Say(language)
    if not found.plans:
        note(say("gaps.alone", name=found.document.name))
    if found.left_out:
        note(say("gaps.left-out", names=", ".join(plan.name for plan in found.left_out)))
    match form:
        case Format.JSON:
            typer.echo(json.dumps(gaps_object(found, missing=missing), ensure_ascii=False, indent=1))
        case Format.CSV:
            typer.echo(gaps_csv(found, missing=missing), nl=False)
        case Format.TABLE:
            _print(found, say, missing=missing)


def _print(found: Matrix, say: Say, *, missing: bool) -> None:
    from queries.counterparts_text import gaps_lines

    table = table_of(title=found.document.name, show_lines=True)
    table.add_column("")
    table.add_column(say("mandate"), ratio=2, overflow="fold")
    for plan in found.plans:
        table.add_column(plan.name, ratio=1, overflow="fold")
    for line in gaps_lines(found, missing=missing):
        table.add_row(*line)
    console().print(table)
    gaps = sum(row.is_gap for row in found.rows)
    covered = "; ".join(f"{plan.name}: {found.covered(n)}" for n, plan in enumerate(found.plans))
    counted = say("gaps.counted", rows=len(found.rows), gaps=gaps)
    typer.echo(f"{counted} {covered}".rstrip())
