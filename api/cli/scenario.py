"""`nhiemvu scenario`: what load would be if units were merged, tasks moved, deadlines changed."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from api.cli.consoles import LanguageChoice, console, note, usage_errors
from api.cli.interrupts import ends_on_interrupt
from api.cli.load import PeriodChoice, ReadingChoice
from api.cli.options import GraphFolder
from api.cli.outputs import replace_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.catalogue import Language
    from queries.scenario_changes import Change
    from queries.scenario_format import Sheet
    from queries.scenario_read import ScenarioReader
    from queries.scenarios import Scenario

app = typer.Typer(
    name="scenario",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Suppose that units are merged, tasks moved or deadlines changed, and compare the load.",
)

By = Annotated[str, typer.Option("--by", metavar="WHO", help="Who says so.", envvar="NHIEMVU_USER")]
Name = Annotated[
    str, typer.Argument(metavar="NAME", help="The name of a scenario, as 'scenario list' has it.")
]


class RoleChoice(StrEnum):
    """In which role tasks are moved."""

    LEAD = "lead"
    COORDINATE = "coordinate"
    BOTH = "both"


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
    with usage_errors("TITLE", BadChange, ScenarioExists):
        made = begin(graph, title, Stamp(by, snapshot=snapshot))
    typer.echo(made.name)


@app.command(name="list")
def show_all(graph: GraphFolder = Path("graph")) -> None:
    """List the scenarios of a graph: name, number of changes, title, who began it and when."""
    from graph_build.snapshots import live
    from queries.scenarios import ScenarioDamaged, UnknownScenario, read_scenario, scenario_names

    live(graph)
    for name in scenario_names(graph):
        try:
            one = read_scenario(graph, name)
        except UnknownScenario:
            continue  # removed meanwhile
        except ScenarioDamaged as error:
            note(str(error))
            continue
        typer.echo(f"{one.name}\t{len(one.changes)}\t{one.title}\t{one.stamp.by}\t{one.stamp.at}")


@app.command(name="merge", no_args_is_help=True)
def merge(
    name: Name,
    units: Annotated[list[str], typer.Argument(metavar="UNIT…", help="The units that become one.")],
    by: By,
    into: Annotated[
        str, typer.Option("--into", metavar="UNIT", help="The unit that they become; it may be one of them.")
    ] = "",
    called: Annotated[
        str, typer.Option("--new", metavar="TEXT", help="The name of a new unit instead.")
    ] = "",
    graph: GraphFolder = Path("graph"),
) -> None:
    """Suppose that units are merged into one of them, into another, or into a new one.

    \b
    Examples:
      nhiemvu scenario merge hai-cuc "Cục A" "Cục B" --into "Cục A" --by "An"
      nhiemvu scenario merge hai-cuc "Cục A" "Cục B" --new "Cục mới" --by "An"
    """

    def make(reader: ScenarioReader, scenario: Scenario) -> Change:
        return reader.merge(units, into, called, scenario.numbered)

    _add(graph, name, by, "UNIT… / --into / --new", make)


@app.command(name="move", no_args_is_help=True)
def move(
    name: Name,
    by: By,
    *,
    source: Annotated[str, typer.Option("--from", metavar="UNIT", help="Who has the tasks now.")],
    target: Annotated[str, typer.Option("--to", metavar="UNIT", help="Who is to have them.")],
    role: Annotated[
        RoleChoice, typer.Option("--role", help="Tasks led, tasks coordinated, or both.")
    ] = RoleChoice.BOTH,
    task: Annotated[
        list[str] | None,
        typer.Option("--task", metavar="TASK", help="Only this task (repeatable), as in 'nhiemvu trace'."),
    ] = None,
    document: Annotated[
        str, typer.Option("--document", metavar="NUMBER", help="Only tasks that it states.")
    ] = "",
    graph: GraphFolder = Path("graph"),
) -> None:
    """Suppose that tasks are moved from one unit to another: all of a role, of a document, or some.

    \b
    Examples:
      nhiemvu scenario move hai-cuc --from "Cục A" --to "Cục B" --role lead --by "An"
      nhiemvu scenario move hai-cuc --from "Cục A" --to "Cục B" --task "2182/QĐ-BYT B/2.7" --by "An"
    """

    def make(reader: ScenarioReader, scenario: Scenario) -> Change:
        return reader.move(source, target, role.value, task or (), document, scenario.numbered)

    _add(graph, name, by, "--from / --to / --task / --document", make)


@app.command(name="deadline", no_args_is_help=True)
def deadline(
    name: Name,
    task: Annotated[str, typer.Argument(metavar="TASK", help="A task, as in 'nhiemvu trace'.")],
    when: Annotated[
        str, typer.Argument(metavar="WHEN", help="2023, 2023-Q2, 2023-H1, 2023-06, 2023-06-15 or 15/6/2023.")
    ],
    by: By,
    graph: GraphFolder = Path("graph"),
) -> None:
    """Suppose that a task is due at another time, as precise as it is written.

    \b
    Example:
      nhiemvu scenario deadline hai-cuc "2182/QĐ-BYT B/2.7" 2023-Q2 --by "An"
    """

    def make(reader: ScenarioReader, _: Scenario) -> Change:
        return reader.reschedule(task, when)

    _add(graph, name, by, "TASK WHEN", make)


@app.command(name="undo", no_args_is_help=True)
def undo(
    name: Name,
    by: By,
    number: Annotated[
        int | None, typer.Argument(metavar="NUMBER", min=1, help="The change; by default the last.")
    ] = None,
    graph: GraphFolder = Path("graph"),
) -> None:
    """Take a change back; the others keep their numbers."""
    from graph_build.store import open_snapshot
    from queries.scenario_changes import BadChange
    from queries.scenario_read import ChangeRefused, ScenarioReader
    from queries.scenarios import Stamp, UnknownChange, UnknownScenario, read_scenario
    from queries.scenarios import undo as take_back

    with (
        open_snapshot(graph) as store,
        usage_errors("NAME NUMBER", UnknownScenario, UnknownChange, BadChange),
    ):
        before = read_scenario(graph, name)
        reader = ScenarioReader(store)

        def check(after: Scenario) -> None:
            reader.check_without(before.numbered, after.numbered)

        with usage_errors("NUMBER", ChangeRefused):
            after = take_back(graph, name, number, Stamp(by, snapshot=store.snapshot_id), check)
    typer.echo(f"Taken back; {len(after.changes)} changes are left.")


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
    resolution: Annotated[
        str | None,
        typer.Option("--resolution", metavar="NUMBER", help="Only tasks of it and of what implements it."),
    ] = None,
    document: Annotated[
        str | None, typer.Option("--document", metavar="NUMBER", help="Only tasks that it states itself.")
    ] = None,
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
        usage_errors("NAME / --resolution / --document", UnknownName, AmbiguousName),
        usage_errors("--period / --collectives", InvalidValue),
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
        printed.print(as_table(sheet, language))
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


def _add(
    graph: Path, name: str, by: str, hint: str, make: Callable[[ScenarioReader, Scenario], Change]
) -> None:
    from graph_build.store import open_snapshot
    from queries.errors import AmbiguousName, InvalidValue, UnknownName
    from queries.scenario_changes import BadChange
    from queries.scenario_read import ChangeRefused, ScenarioReader
    from queries.scenario_words import change_words
    from queries.scenarios import Stamp, UnknownScenario, add, read_scenario

    with open_snapshot(graph) as store:
        with usage_errors("NAME", UnknownScenario):
            scenario = read_scenario(graph, name)
        reader = ScenarioReader(store)
        with usage_errors(hint, UnknownName, AmbiguousName, InvalidValue, BadChange, ChangeRefused):
            change = make(reader, scenario)
            after = add(
                graph,
                name,
                change,
                Stamp(by, snapshot=store.snapshot_id),
                lambda made: reader.check_added(made.numbered),
            )
        labels = reader.labels(one for _, one in after.numbered)
        typer.echo(f"{after.last}. {change_words(change, labels, 'en')}.")
