"""`nhiemvu counterparts`: which mandates of one document answer to which of another."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.consoles import LanguageChoice, console, note, table_of, usage_errors
from api.cli.interrupts import ends_on_interrupt
from api.cli.options import GraphFolder
from api.cli.spoken import LanguageOption, Say

if TYPE_CHECKING:
    from queries.counterparts import Comparison, Entry


class CounterpartsFormat(StrEnum):
    """How counterparts are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def command(
    first: Annotated[str, typer.Argument(metavar="A", help="A document's number, name or file.")],
    second: Annotated[str, typer.Argument(metavar="B", help="The document it is compared with.")],
    *,
    graph: GraphFolder = Path("graph"),
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND,…", help="Compare only these: task, duty, measure."),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=1, help="Matches shown for each mandate.")
    ] = 5,
    method: Annotated[
        str, typer.Option("--method", metavar="NAME", help="Measure of likeness; others can be installed.")
    ] = "syllables",
    form: Annotated[
        CounterpartsFormat, typer.Option("--format", help="How the answer is written.")
    ] = CounterpartsFormat.TABLE,
    language: LanguageOption = LanguageChoice.EN,
) -> None:
    """Find the mandates of B that answer to each mandate of A.

    Each match has a score from 0 to 1, the words both have in common, and what changed: wording, who leads,
    deadline, output. Tasks and measures are compared; duties where asked for. Verdicts that were
    given (nhiemvu verdict) stand above every score.

    \b
    Examples:
      nhiemvu counterparts kh-bac-giang-nq38-2022.txt 2182/QĐ-BYT -g graph/
      nhiemvu counterparts 164/QĐ-BYT 2182/QĐ-BYT -g graph/ --limit 1 --format csv
    """
    from graph_build.store import open_snapshot
    from queries.counterparts import counterparts
    from queries.errors import AmbiguousName, DocumentUnread, InvalidValue, UnknownName
    from queries.verdicts import read_verdicts

    kinds = [one.strip() for given in kind or () for one in given.split(",") if one.strip()]
    with (
        open_snapshot(graph) as store,
        usage_errors("A B", UnknownName, AmbiguousName, DocumentUnread, language=language),
        usage_errors("--kind/--method", InvalidValue, language=language),
        ends_on_interrupt(),
    ):
        found = counterparts(
            store, first, second, kinds=kinds, limit=limit, method=method, verdicts=read_verdicts(graph)
        )
    say = Say(language)
    if not found.shared:
        note(say("not-shared", first=found.first.name, second=found.second.name, best=f"{found.best:.2f}"))
    match form:
        case CounterpartsFormat.JSON:
            typer.echo(json.dumps([one.as_object() for one in found.entries], ensure_ascii=False, indent=1))
        case CounterpartsFormat.CSV:
            from queries.counterparts_text import as_csv

            typer.echo(as_csv(found), nl=False)
        case CounterpartsFormat.TABLE:
            _print(found, say)


def _print(found: Comparison, say: Say) -> None:

    shared = ", ".join(one.label for one in found.shared)
    table = table_of(
        title=f"{found.first.name} → {found.second.name}",
        caption=say("shared", names=shared) if shared else "",
        show_lines=True,
    )
    for heading in ("mandate", "best"):
        table.add_column(say(heading), ratio=1, overflow="fold")
    table.add_column(say("score"), justify="right")
    for entry in found.entries:
        table.add_row(f"{entry.here.place} {entry.here.text}", *_best(entry))
    console().print(table)


def _best(entry: Entry) -> tuple[str, str]:
    if not entry.matches:
        return "—", ""
    best = entry.matches[0]
    said = f"{best.score:.2f}" if best.verdict is None else best.verdict.verdict
    return f"{best.there.place} {best.there.text}", said if best.is_likely else f"({said})"
