"""`nhiemvu search`: find documents, tasks, units and the rest by words, numbers and names."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.consoles import Format, LanguageChoice, console, note, table_of, usage_errors
from api.cli.interrupts import ends_on_interrupt
from api.cli.options import GraphFolder
from queries.bilingual import counted

if TYPE_CHECKING:
    from queries.search import Found, Hit

_COLUMNS = ("kind", "iri", "label", "field", "matched", "context", "context_label", "exact")


def command(
    text: Annotated[
        list[str], typer.Argument(metavar="TEXT", help="Words, a number, a name, or a phrase in quotes.")
    ],
    graph: GraphFolder = Path("graph"),
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND", help="Only entries of this kind; may be given several times."),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="Entries to show.")] = 20,
    offset: Annotated[int, typer.Option("--offset", min=0, max=1_000_000, help="Entries to pass over.")] = 0,
    form: Annotated[Format, typer.Option("--format", help="How the answer is written.")] = Format.TABLE,
    language: Annotated[
        LanguageChoice, typer.Option("--lang", help="Language of headings.")
    ] = LanguageChoice.EN,
) -> None:
    """Search a built graph: documents, tasks, duties, units, people, indicators, best match first.

    Marks may be left out ("duong sat" finds "đường sắt"); typed, they come first. The last word may be the
    beginning of one. Numbers are found however they are written (38/NQ-CP, nghị quyết 38, nq 38), units by
    abbreviation too (BYT, UBND tỉnh). "words in quotes" stand side by side. kind:task among the words, like
    --kind task, keeps to a kind: document, task, duty, measure, indicator, unit, group, person, post, thing.

    \b
    Examples:
      nhiemvu search cuc y te du phong -g graph/
      nhiemvu search "nghị quyết 38" -g graph/ --format json
      nhiemvu search '"tiêm chủng" kind:task' -g graph/ --limit 50 \\
        --format csv > found.csv
    """
    from graph_build.store import open_snapshot
    from queries.errors import BadSearch
    from queries.search import index_of
    from queries.search_terms import understand

    with usage_errors("TEXT", BadSearch, language=language):
        search = understand(" ".join(text), kind or ())
    with open_snapshot(graph) as store, ends_on_interrupt():
        found = index_of(store).find(search, limit=limit, offset=offset)
    match form:
        case Format.CSV:
            writer = csv.writer(sys.stdout, lineterminator="\r\n")
            writer.writerow(_COLUMNS)
            writer.writerows(_row(hit) for hit in found.hits)
        case Format.JSON:
            lines = [json.dumps(hit.as_object(), ensure_ascii=False) for hit in found.hits]
            typer.echo("[\n  " + ",\n  ".join(lines) + "\n]" if lines else "[]")
        case Format.TABLE:
            _print_table(found, is_vietnamese=language is LanguageChoice.VI)
    if form is not Format.TABLE and found.total > len(found.hits):
        entries = counted(found.total, "entry", "entries")
        note(f"{len(found.hits)} of {entries}; --limit and --offset give others.")


def _row(hit: Hit) -> tuple[str, ...]:
    field, text = (hit.matched.role, hit.matched.shown.text) if hit.matched else ("", "")
    exact = "true" if hit.exact else "false"
    return (hit.kind, hit.iri, hit.label, field, text, hit.context, hit.context_label, exact)


def _print_table(found: Found, *, is_vietnamese: bool) -> None:
    from rich.text import Text

    headings = (
        ("Loại", "Tên", "Khớp", "Thuộc") if is_vietnamese else ("Kind", "Name", "Matched", "Belongs to")
    )
    table = table_of()
    for number, heading in enumerate(headings):
        table.add_column(heading, overflow="fold", no_wrap=number == 0)
    for hit in found.hits:
        name = Text("").join(Text(part, "bold" if held else "") for part, held in hit.title.parts)
        other = hit.matched if hit.matched and hit.matched.role != "label" else None
        shown = f"{other.role}: {other.shown.text}" if other else ""
        table.add_row(hit.kind, name, Text(shown), Text(hit.context_label))
    printed = console()
    if found.hits:
        printed.print(table)
    kinds = ", ".join(f"{number} {kind}" for kind, number in found.kinds.items())
    told = f"{len(found.hits)} / {found.total}" if is_vietnamese else f"{len(found.hits)} of {found.total}"
    printed.print(
        f"{told} ({kinds})." if kinds else "Không tìm thấy." if is_vietnamese else "Nothing was found."
    )
