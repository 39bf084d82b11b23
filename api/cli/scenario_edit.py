"""Changes of a scenario on the command line, from merge to no-deadline, and taking one back."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.consoles import LanguageChoice, usage_errors
from api.cli.options import GraphFolder
from api.cli.spoken import LanguageOption, Say

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.scenario_changes import Change
    from queries.scenario_read import ScenarioReader
    from queries.scenarios import Scenario

By = Annotated[str, typer.Option("--by", metavar="WHO", help="Who says so.", envvar="NHIEMVU_USER")]
Name = Annotated[
    str, typer.Argument(metavar="NAME", help="The name of a scenario, as 'scenario list' has it.")
]


class RuleChoice(StrEnum):
    """How tasks of a unit that is split are shared out."""

    EVEN = "even"
    DOCUMENT = "document"
    ROLE = "role"
    FIRST = "first"


class RoleChoice(StrEnum):
    """In which role tasks are moved."""

    LEAD = "lead"
    COORDINATE = "coordinate"
    BOTH = "both"


def merge(
    name: Name,
    units: Annotated[list[str], typer.Argument(metavar="UNIT", help="The units that become one.")],
    by: By,
    into: Annotated[
        str, typer.Option("--into", metavar="UNIT", help="The unit that they become; it may be one of them.")
    ] = "",
    called: Annotated[
        str, typer.Option("--new", metavar="TEXT", help="The name of a new unit instead.")
    ] = "",
    graph: GraphFolder = Path("graph"),
    language: LanguageOption = LanguageChoice.EN,
) -> None:
    """Suppose that units are merged into one of them, into another, or into a new one.

    \b
    Examples:
      nhiemvu scenario merge hai-cuc "Cục A" "Cục B" --into "Cục A" --by "An"
      nhiemvu scenario merge hai-cuc "Cục A" "Cục B" --new "Cục mới" --by "An"
    """

    def make(reader: ScenarioReader, scenario: Scenario) -> Change:
        return reader.merge(units, into, called, scenario.numbered)

    _add((graph, name, by, language), "UNIT / --into / --new", make)


def split(
    name: Name,
    unit: Annotated[str, typer.Argument(metavar="UNIT", help="The unit that is split.")],
    by: By,
    *,
    parts: Annotated[
        list[str],
        typer.Option(
            "--part", metavar="TEXT", help="The name of a part (twice or more); that of UNIT means it stays."
        ),
    ],
    rule: Annotated[
        RuleChoice,
        typer.Option(
            "--rule",
            help="How tasks are shared out: in equal numbers, by document, by role (those led to the first "
            "part, those only coordinated to the second), or all to the first part.",
        ),
    ] = RuleChoice.EVEN,
    row: Annotated[
        list[str] | None,
        typer.Option(
            "--row",
            metavar="NUMBER:THING",
            help="A task, or a document with its tasks, for the part of that number (repeatable).",
        ),
    ] = None,
    graph: GraphFolder = Path("graph"),
    language: LanguageOption = LanguageChoice.EN,
) -> None:
    """Suppose that a unit is split, and its tasks are shared out among the parts.

    \b
    Examples:
      nhiemvu scenario split hai-cuc "Cục A" --part "Cục A1" --part "Cục A2" \\
        --rule document --by "An"
      nhiemvu scenario split hai-cuc "Cục A" --part "Cục A" --part "Cục mới" \\
        --rule first \\
        --row "2: 2182/QĐ-BYT B/2.7" --by "An"
    """

    def make(reader: ScenarioReader, scenario: Scenario) -> Change:
        return reader.split(unit, parts, rule.value, row or (), scenario.numbered)

    _add((graph, name, by, language), "UNIT / --part / --rule / --row", make)


def move(  # noqa: PLR0913 - the options
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
    language: LanguageOption = LanguageChoice.EN,
) -> None:
    """Suppose that tasks are moved from one unit to another: all of a role, of a document, or some.

    \b
    Examples:
      nhiemvu scenario move hai-cuc --from "Cục A" --to "Cục B" --role lead \\
        --by "An"
      nhiemvu scenario move hai-cuc --from "Cục A" --to "Cục B" \\
        --task "2182/QĐ-BYT B/2.7" --by "An"
    """

    def make(reader: ScenarioReader, scenario: Scenario) -> Change:
        return reader.move(source, target, role.value, task or (), document, scenario.numbered)

    _add((graph, name, by, language), "--from / --to / --task / --document", make)


def deadline(
    name: Name,
    task: Annotated[str, typer.Argument(metavar="TASK", help="A task, as in 'nhiemvu trace'.")],
    when: Annotated[
        str, typer.Argument(metavar="WHEN", help="2023, 2023-Q2, 2023-H1, 2023-06, 2023-06-15 or 15/6/2023.")
    ],
    by: By,
    graph: GraphFolder = Path("graph"),
    language: LanguageOption = LanguageChoice.EN,
) -> None:
    """Suppose that a task is due at another time, as precise as it is written.

    \b
    Example:
      nhiemvu scenario deadline hai-cuc "2182/QĐ-BYT B/2.7" 2023-Q2 --by "An"
    """

    def make(reader: ScenarioReader, _: Scenario) -> Change:
        return reader.reschedule(task, when)

    _add((graph, name, by, language), "TASK WHEN", make)


def no_deadline(
    name: Name,
    task: Annotated[str, typer.Argument(metavar="TASK", help="A task, as in 'nhiemvu trace'.")],
    by: By,
    graph: GraphFolder = Path("graph"),
    language: LanguageOption = LanguageChoice.EN,
) -> None:
    """Suppose that a task has no deadline; its stated start stays.

    \b
    Example:
      nhiemvu scenario no-deadline hai-cuc "2182/QĐ-BYT B/2.7" --by "An"
    """
    _add((graph, name, by, language), "TASK", lambda reader, _: reader.unschedule(task))


def undo(
    name: Name,
    by: By,
    number: Annotated[
        int | None, typer.Argument(metavar="NUMBER", min=1, help="The change; by default the last.")
    ] = None,
    graph: GraphFolder = Path("graph"),
    language: LanguageOption = LanguageChoice.EN,
) -> None:
    """Take a change back; the others keep their numbers."""
    from graph_build.store import open_snapshot
    from queries.scenario_changes import BadChange
    from queries.scenario_read import ChangeRefused, ScenarioReader
    from queries.scenarios import Stamp, UnknownChange, UnknownScenario, read_scenario
    from queries.scenarios import undo as take_back

    with (
        open_snapshot(graph) as store,
        usage_errors("NAME NUMBER", UnknownScenario, UnknownChange, BadChange, language=language),
    ):
        before = read_scenario(graph, name)
        reader = ScenarioReader(store)

        def check(after: Scenario) -> None:
            reader.check_without(before.numbered, after.numbered)

        with usage_errors("NUMBER", ChangeRefused, language=language):
            after = take_back(graph, name, number, Stamp(by, snapshot=store.snapshot_id), check)
    typer.echo(Say(language)("scenario.taken-back", n=len(after.changes)))


def _add(
    asked: tuple[Path, str, str, LanguageChoice],
    hint: str,
    make: Callable[[ScenarioReader, Scenario], Change],
) -> None:
    """Add the change that is made to a scenario of a graph, in somebody's name, and tell it in a language."""
    from graph_build.store import open_snapshot
    from queries.errors import AmbiguousName, InvalidValue, UnknownName
    from queries.scenario_changes import BadChange
    from queries.scenario_read import ChangeRefused, ScenarioReader
    from queries.scenario_words import change_words
    from queries.scenarios import Stamp, UnknownScenario, add, read_scenario

    graph, name, by, language = asked
    with open_snapshot(graph) as store:
        with usage_errors("NAME", UnknownScenario, language=language):
            scenario = read_scenario(graph, name)
        reader = ScenarioReader(store)
        with usage_errors(
            hint, UnknownName, AmbiguousName, InvalidValue, BadChange, ChangeRefused, language=language
        ):
            change = make(reader, scenario)
            after = add(
                graph,
                name,
                change,
                Stamp(by, snapshot=store.snapshot_id),
                lambda made: reader.check_added(made.numbered),
            )
        labels = reader.labels(one for _, one in after.numbered)
        typer.echo(f"{after.last}. {change_words(change, labels, Say(language).language)}.")
