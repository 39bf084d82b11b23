"""`nhiemvu load`: who leads and coordinates how much, when, and with whom."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.consoles import Format, LanguageChoice, console, note, usage_errors
from api.cli.interrupts import ends_on_interrupt
from api.cli.options import DocumentOption, GraphFolder, ResolutionOption

if TYPE_CHECKING:
    from queries.bilingual import Language


class PeriodChoice(StrEnum):
    """The size of the periods."""

    WHOLE = "whole"
    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"


class ReadingChoice(StrEnum):
    """How collectives count."""

    EXCLUDED = "excluded"
    ONCE = "once"
    EXPANDED = "expanded"


def command(  # noqa: PLR0913 - the options
    *,
    graph: GraphFolder = Path("graph"),
    period: Annotated[
        PeriodChoice, typer.Option("--period", help="Count all at once, or by period.")
    ] = PeriodChoice.WHOLE,
    collectives: Annotated[
        ReadingChoice,
        typer.Option("--collectives", help="Leave collectives out, count each once, or expand by register."),
    ] = ReadingChoice.ONCE,
    lead_weight: Annotated[
        float, typer.Option("--lead-weight", help="Load of a task that its leads share.")
    ] = 1.0,
    coordinate_weight: Annotated[
        float, typer.Option("--coordinate-weight", help="Load of a task that its coordinators share.")
    ] = 1.0,
    resolution: ResolutionOption = None,
    document: DocumentOption = None,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="NAME", help="Show only this unit or collective.")
    ] = None,
    units: Annotated[
        str,
        typer.Option(
            "--units",
            metavar="as-written|as-of-today|DAY",
            help="Units as the documents name them, or what they have become by a day.",
        ),
    ] = "as-written",
    as_of: Annotated[
        str,
        typer.Option("--as-of", metavar="DAY", help="Only tasks of documents that were there on the day."),
    ] = "",
    form: Annotated[Format, typer.Option("--format", help="How the answer is written.")] = Format.TABLE,
    language: Annotated[
        LanguageChoice, typer.Option("--lang", help="Language of headings.")
    ] = LanguageChoice.EN,
) -> None:
    """Measure the load of every unit: tasks led and coordinated, deadlines, partners, place in the network.

    The counting rule is printed beside the figures (on standard error for CSV); docs/load.md defines each of
    them. With --period, a task belongs to every period from its start to its due time, as precise as stated.

    \b
    Examples:
      nhiemvu load -g graph/
      nhiemvu load -g graph/ --resolution 38/NQ-CP --period quarter \\
        --format csv > load.csv
      nhiemvu load -g graph/ --collectives expanded --unit "Cục Y tế dự phòng"
      nhiemvu load -g graph/ --coordinate-weight 0.5 --format json
      nhiemvu load -g graph/ --units as-of-today
    """
    from graph_build.store import open_snapshot
    from queries.as_of import as_of_day, documents_as_of
    from queries.errors import AmbiguousName, InvalidValue, UnknownName
    from queries.load import Filters, table_of
    from queries.load_format import as_csv, as_object, as_table, notes, summaries
    from queries.load_rules import LoadSettings
    from queries.load_time import load_read, read_as_of
    from queries.names import Names
    from queries.unit_readings import units_day

    with usage_errors("--units / --as-of", InvalidValue, language=language):
        units_as_of, on = units_day(units), as_of_day(as_of)
    with usage_errors("--lead-weight / --coordinate-weight", InvalidValue, language=language):
        settings = LoadSettings(period.value, collectives.value, lead_weight, coordinate_weight)
    with (
        open_snapshot(graph) as store,
        usage_errors("--resolution / --document / --unit", UnknownName, AmbiguousName, language=language),
        usage_errors("--period / --collectives", InvalidValue, language=language),
        ends_on_interrupt(),
    ):
        names = Names(store)
        filters = Filters(
            resolution=names.document(resolution).value if resolution is not None else None,
            document=names.document(document).value if document is not None else None,
            unit=names.unit(unit).value if unit is not None else None,
        )
        read = read_as_of(store, table_of(store), units_as_of)
        report = load_read(read, settings, filters, documents_as_of(store, on, names))
    words: Language = "vi" if language is LanguageChoice.VI else "en"
    match form:
        case Format.CSV:
            sys.stdout.writelines(as_csv(report))
            for sentence in notes(report, words):
                note(sentence)
        case Format.JSON:
            typer.echo(json.dumps(as_object(report, words), ensure_ascii=False, indent=2))
        case Format.TABLE:
            printed = console()
            if report.rows:
                printed.print(as_table(report, words, printed.width))
            for sentence in (*summaries(report, words), *notes(report, words)):
                printed.print(sentence)
