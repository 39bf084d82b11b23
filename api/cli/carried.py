"""`nhiemvu carried`: tasks of later documents that may repeat those of earlier years."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from api.cli.consoles import Format, LanguageChoice, console, note, table_of, usage_errors
from api.cli.interrupts import ends_on_interrupt
from api.cli.options import GraphFolder
from api.cli.spoken import LanguageOption, Say

if TYPE_CHECKING:
    from queries.carried import Carried

COLUMNS: Final = (
    *("score", "ground", "later_document", "later_place", "later_title", "later_due", "earlier_document"),
    *("earlier_place", "earlier_title", "earlier_due", "deadline_change", "lead_change", "verdict"),
    *("later_task", "earlier_task"),
)


def command(
    document: Annotated[
        str | None, typer.Argument(metavar="[DOCUMENT]", help="Only from or into this document.")
    ] = None,
    graph: GraphFolder = Path("graph"),
    form: Annotated[Format, typer.Option("--format", help="How the answer is written.")] = Format.TABLE,
    language: LanguageOption = LanguageChoice.EN,
) -> None:
    """Suggest tasks that were carried over from one year to a later one, with the words of both.

    Compared are documents of one issuer and of different years. Each suggestion has its ground, a score from
    0 to 1, and what changed: deadline, who leads, wording. What a person decided about two counterparts
    (nhiemvu verdict) stands above it.

    \b
    Examples:
      nhiemvu carried -g graph/
      nhiemvu carried 164/QĐ-BYT -g graph/ --format json
    """
    from graph_build.store import open_snapshot
    from queries.carried import carried
    from queries.errors import AmbiguousName, InvalidValue, UnknownName
    from queries.verdicts import read_verdicts

    with (
        open_snapshot(graph) as store,
        usage_errors("DOCUMENT", UnknownName, AmbiguousName, InvalidValue, language=language),
        ends_on_interrupt(),
    ):
        found = carried(store, document, verdicts=read_verdicts(graph))
    say = Say(language)
    match form:
        case Format.JSON:
            typer.echo(json.dumps([one.as_object() for one in found], ensure_ascii=False, indent=1))
        case Format.CSV:
            writer = csv.writer(sys.stdout, lineterminator="\r\n")
            writer.writerow(COLUMNS)
            writer.writerows(_cells(one) for one in found)
        case Format.TABLE:
            _print(found, say)
    note(say.count("carried.counted", len(found)))


def _cells(one: Carried) -> tuple[str, ...]:
    changed = one.changes
    return (
        *(f"{one.score:.4f}", one.ground),
        *(one.later_in.label, one.later.place, one.later.text, one.later.due_text or one.later.due),
        *(one.earlier_in.label, one.earlier.place, one.earlier.text, one.earlier.due_text or one.earlier.due),
        *(changed.get("deadline", {}).get("change", ""), changed.get("lead", {}).get("change", "")),
        *(one.verdict.verdict if one.verdict else "", one.later.iri, one.earlier.iri),
    )


def _print(found: tuple[Carried, ...], say: Say) -> None:
    from rich.text import Text

    table = table_of(show_lines=True)
    for heading in ("later", "earlier"):
        table.add_column(say(heading), ratio=1, overflow="fold")
    for heading in ("deadline", "ground", "score"):
        table.add_column(say(heading), justify="left")
    for one in found:
        cells = dict(zip(COLUMNS, _cells(one), strict=True))
        table.add_row(
            *(
                Text(f"{cells[f'{when}_document']} {cells[f'{when}_place']}\n{cells[f'{when}_title']}")
                for when in ("later", "earlier")
            ),
            Text(f"{cells['earlier_due']} → {cells['later_due']}\n{cells['deadline_change']}"),
            Text(cells["verdict"] or cells["ground"]),
            Text(f"{one.score:.2f}"),
        )
    if found:
        console().print(table)
