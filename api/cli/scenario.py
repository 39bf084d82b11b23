"""`nhiemvu scenario`: the load if units were merged or split, tasks moved, deadlines set or taken away."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from api.cli import scenario_edit
from api.cli.command_groups import DescribedGroup
from api.cli.consoles import LanguageChoice, console, note, usage_errors
from api.cli.interrupts import ends_on_interrupt
from api.cli.load import PeriodChoice, ReadingChoice
from api.cli.options import DocumentOption, GraphFolder, ResolutionOption
from api.cli.outputs import replace_file
from api.cli.scenario_edit import By, Name
from api.cli.spoken import LanguageOption

if TYPE_CHECKING:
    from queries.bilingual import Language
    from queries.scenario_format import Sheet

app = typer.Typer(
    name="scenario",
    cls=DescribedGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Suppose that units are merged or split, tasks moved or deadlines changed, and compare the load.",
)


class ScenarioFormat(StrEnum):
    """How a scenario is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"


@app.command(name="new", no_args_is_help=True)
def new(
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What the scenario is called.")],
    by: By,
    graph: GraphFolder = Path("graph"),
    language: LanguageOption = LanguageChoice.EN,
) -> None:
    """Begin a scenario without changes, and print the name by which other commands know it.

    \b
    Example:
      nhiemvu scenario new "Hợp nhất hai cục" --by "An" -g graph/
    """
    from graph_build.snapshots import live
    from queries.scenario_changes import BadChange
    from queries.scenarios import ScenarioExists, Stamp, begin

    snapshot = live(graph).name
    with usage_errors("TITLE", BadChange, ScenarioExists, language=language):
        made = begin(graph, title, Stamp(by, snapshot=snapshot))
    typer.echo(made.name)


@app.command(name="list")
def show_all(graph: GraphFolder = Path("graph")) -> None:
    """List the scenarios of a graph: name, number of changes, title, who began it and when."""
    from graph_build.snapshots import live
    from queries.scenarios import ScenarioDamaged, UnknownScenario, read_scenario, scenario_names

    live(graph)
    names = scenario_names(graph)
    if not names:
        note('No scenario is kept here. Begin one with: nhiemvu scenario new "TITLE" --by "NAME"')
    for name in names:
        try:
            one = read_scenario(graph, name)
        except UnknownScenario:
            continue  # removed meanwhile
        except ScenarioDamaged as error:
            note(str(error))
            continue
        typer.echo(f"{one.name}\t{len(one.changes)}\t{one.title}\t{one.stamp.by}\t{one.stamp.at}")


app.command(name="merge", no_args_is_help=True)(scenario_edit.merge)
app.command(name="split", no_args_is_help=True)(scenario_edit.split)
app.command(name="move", no_args_is_help=True)(scenario_edit.move)
app.command(name="deadline", no_args_is_help=True)(scenario_edit.deadline)
app.command(name="no-deadline", no_args_is_help=True)(scenario_edit.no_deadline)
app.command(name="undo", no_args_is_help=True)(scenario_edit.undo)


@app.command(name="remove", no_args_is_help=True)
def remove(name: Name, graph: GraphFolder = Path("graph")) -> None:
    """Remove a scenario with its history."""
    from graph_build.snapshots import live
    from queries.scenarios import UnknownScenario
    from queries.scenarios import remove as take_away

    live(graph)
    with usage_errors("NAME", UnknownScenario):
        take_away(graph, name)
    typer.echo(f"Removed: {name}.")


@app.command(name="load", no_args_is_help=True)
def load(  # noqa: PLR0913 - the options
    name: Name,
    *,
    graph: GraphFolder = Path("graph"),
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE", help="File to write; by default standard output."),
    ] = None,
    period: Annotated[
        PeriodChoice, typer.Option("--period", help="Count all at once, or by period.")
    ] = PeriodChoice.WHOLE,
    collectives: Annotated[
        ReadingChoice, typer.Option("--collectives", help="How collectives count, as in 'nhiemvu load'.")
    ] = ReadingChoice.ONCE,
    resolution: ResolutionOption = None,
    document: DocumentOption = None,
    form: Annotated[
        ScenarioFormat | None,
        typer.Option(
            "--format", help="How it is written; by default what the file's ending says, or a table."
        ),
    ] = None,
    language: Annotated[
        LanguageChoice, typer.Option("--lang", help="Language of headings.")
    ] = LanguageChoice.EN,
) -> None:
    """Show the load of a scenario beside that of the facts, unit by unit, with what changed.

    A table shows the units that change; the other formats have all. Changes that cannot be carried out on the
    graph of now (a task is gone) are named and left out of the figures.

    \b
    Examples:
      nhiemvu scenario load hai-cuc -g graph/
      nhiemvu scenario load hai-cuc --period quarter --format csv > load.csv
      nhiemvu scenario load hai-cuc -o load.xlsx --lang vi
    """
    from graph_build.store import open_snapshot
    from queries.errors import AmbiguousName, InvalidValue, UnknownName
    from queries.load import Filters
    from queries.load_rules import LoadSettings
    from queries.scenario_compare import compare
    from queries.scenario_format import Sheet
    from queries.scenario_read import ScenarioReader
    from queries.scenarios import read_scenario

    chosen = form or _of_file(out)
    with (
        open_snapshot(graph) as store,
        usage_errors("NAME / --resolution / --document", UnknownName, AmbiguousName, language=language),
        usage_errors("--period / --collectives", InvalidValue, language=language),
        ends_on_interrupt(),
    ):
        scenario = read_scenario(graph, name)
        reader = ScenarioReader(store)
        filters = Filters(
            resolution=reader.names.document(resolution).value if resolution is not None else None,
            document=reader.names.document(document).value if document is not None else None,
        )
        facts, supposed = reader.suppose(scenario.numbered)
        found = compare(facts, supposed, LoadSettings(period.value, collectives.value), filters)
        labels = reader.labels(change for _, change in scenario.numbered)
        sheet = Sheet(scenario, found, labels, store.snapshot_id)
    words: Language = "vi" if language is LanguageChoice.VI else "en"
    if out is not None:
        replace_file(out, lambda output: _write(sheet, output, chosen, words))
        note(f"Wrote {out} ({out.stat().st_size} bytes).")
    elif chosen is ScenarioFormat.TABLE:
        _print(sheet, words)
    else:
        _write(sheet, sys.stdout.buffer, chosen, words)


class GraphFormat(StrEnum):
    """How the graph of a scenario is written."""

    TURTLE = "turtle"
    TRIG = "trig"
    NQUADS = "nquads"


@app.command(name="export", no_args_is_help=True)
def export(
    name: Name,
    *,
    graph: GraphFolder = Path("graph"),
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE", help="File to write; by default standard output."),
    ] = None,
    form: Annotated[
        GraphFormat | None,
        typer.Option("--format", help="By default what the file's ending says, or turtle."),
    ] = None,
) -> None:
    """Write the graph of a scenario as RDF: its changes, who made them when, and what they change.

    \b
    Examples:
      nhiemvu scenario export hai-cuc -g graph/ > hai-cuc.ttl
      nhiemvu scenario export hai-cuc -o hai-cuc.nq
    """
    from graph_build.store import open_snapshot
    from ontology.vocab import vocabulary
    from queries.scenario_graph import ENDINGS, scenario_quads, write_scenario
    from queries.scenario_read import ScenarioReader
    from queries.scenarios import UnknownScenario, read_scenario

    chosen = form.value if form else ENDINGS.get(out.suffix.lower()) if out else GraphFormat.TURTLE.value
    if chosen is None:
        raise typer.BadParameter(
            f"give --format, or a file that ends in one of {', '.join(ENDINGS)}", param_hint="--out"
        )
    with open_snapshot(graph) as store, usage_errors("NAME", UnknownScenario), ends_on_interrupt():
        scenario = read_scenario(graph, name)
        reader = ScenarioReader(store)
        facts, supposed = reader.suppose(scenario.numbered)
        labels, base = reader.labels(change for _, change in scenario.numbered), reader.names.base
        lines = scenario_quads(scenario, facts, supposed, labels, base)
    own = vocabulary(base).graph_scenario(scenario.name)
    if out is None:
        write_scenario(lines, own, sys.stdout.buffer, chosen, base)
    else:
        replace_file(out, lambda output: write_scenario(lines, own, output, chosen, base))
        note(f"Wrote {out} ({out.stat().st_size} bytes).")


def _of_file(out: Path | None) -> ScenarioFormat:
    if out is None:
        return ScenarioFormat.TABLE
    try:
        return ScenarioFormat(out.suffix.lower().removeprefix("."))
    except ValueError:
        known = ", ".join(f".{one.value}" for one in ScenarioFormat if one is not ScenarioFormat.TABLE)
        raise typer.BadParameter(
            f"give --format, or a file that ends in one of {known}", param_hint="--out"
        ) from None


def _print(sheet: Sheet, language: Language) -> None:
    from queries.scenario_format import as_table, notes, nothing_changes

    printed = console()
    first, *others = notes(sheet, language)
    printed.print(first)
    if sheet.comparison.changed:
        printed.print(as_table(sheet, language, printed.width))
    else:
        printed.print(nothing_changes(language))
    for sentence in others:
        printed.print(sentence)


def _write(sheet: Sheet, output: IO[bytes], form: ScenarioFormat, language: Language) -> None:
    from queries.scenario_format import as_csv, as_object, write_workbook

    match form:
        case ScenarioFormat.XLSX:
            write_workbook(sheet, output, language)
        case ScenarioFormat.CSV:
            output.writelines(line.encode("utf-8", "surrogatepass") for line in as_csv(sheet))
        case ScenarioFormat.JSON:
            output.write(
                json.dumps(as_object(sheet, language), ensure_ascii=False, indent=2).encode() + b"\n"
            )
        case ScenarioFormat.TABLE:
            raise typer.BadParameter("a table is for the screen", param_hint="--format")
