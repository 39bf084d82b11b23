"""`nhiemvu ask`: a question built from parts, with the sentence that says it."""

from __future__ import annotations

import sys
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.consoles import LanguageChoice, console, note, told_errors, usage_errors
from api.cli.interrupts import ends_on_interrupt
from api.cli.options import GraphFolder

if TYPE_CHECKING:
    from graph_build.store import Store
    from queries.asked import Parts
    from queries.asked_answer import Built
    from queries.asked_outcome import Told
    from queries.bilingual import Language
    from queries.names import Names

_Many = list[str] | None


class AskFormat(StrEnum):
    """How an answer is written: as a table for people, or as a file."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    ICS = "ics"


def _option(name: str, metavar: str, about: str) -> Any:
    return typer.Option(f"--{name}", metavar=metavar, help=about, show_default=False)


def command(  # noqa: PLR0913 - the options
    *,
    list_: Annotated[
        str | None, _option("list", "WHAT", "tasks, or counts by unit, document, month or output.")
    ] = None,
    led_by: Annotated[str | None, _option("led-by", "UNIT", "Tasks that this unit leads.")] = None,
    coordinated_by: Annotated[
        str | None, _option("coordinated-by", "UNIT", "Tasks that this unit coordinates.")
    ] = None,
    unit: Annotated[str | None, _option("unit", "UNIT", "Tasks that this unit takes part in.")] = None,
    role: Annotated[
        str | None, _option("role", "ROLE", "Its part: lead, coordinate, either, joint; none: nobody leads.")
    ] = None,
    under: Annotated[
        _Many, _option("under", "DOCUMENT", "Under a document and all that carry it out; again for another.")
    ] = None,
    in_: Annotated[_Many, _option("in", "DOCUMENT", "Stated in this document; again for another.")] = None,
    words: Annotated[str | None, _option("words", "TEXT", "A phrase of the title.")] = None,
    output: Annotated[str | None, _option("output", "any|none", "Whether an output is stated.")] = None,
    output_kind: Annotated[
        str | None, _option("output-kind", "KIND", "Kind of document that the output is: plan, kế hoạch …")
    ] = None,
    output_words: Annotated[str | None, _option("output-words", "TEXT", "A phrase of the output.")] = None,
    due: Annotated[
        str | None, _option("due", "WHEN", "Due then: 2022-Q4, 10/2022, 2022, 2022-07-01/2022-12-31 …")
    ] = None,
    from_: Annotated[str | None, _option("from", "WHEN", "Due then or later.")] = None,
    to: Annotated[str | None, _option("to", "WHEN", "Due then or earlier.")] = None,
    timing: Annotated[
        str | None, _option("timing", "TIMING", "overdue, ahead, undated, recurring or open.")
    ] = None,
    on: Annotated[str | None, _option("on", "DAY", "Day for overdue and ahead; by default today.")] = None,
    finding: Annotated[
        bool, typer.Option("--finding", help="Only tasks in which a finding was made.")
    ] = False,
    status: Annotated[
        str | None,
        _option("status", "STATUS", "Reported by an office: done, late …; any; none: nothing is reported."),
    ] = None,
    outcome: Annotated[
        str | None,
        _option(
            "outcome", "STATE", "A later document is its outcome: accepted, suggested, any; none: neither."
        ),
    ] = None,
    show_query: Annotated[
        bool, typer.Option("--show-query", help="Print the SPARQL query and do not ask it.")
    ] = False,
    graph: GraphFolder = Path("graph"),
    form: Annotated[
        AskFormat, typer.Option("--format", help="How the answer is written; ics: deadlines as a calendar.")
    ] = AskFormat.TABLE,
    language: Annotated[
        LanguageChoice, typer.Option("--lang", help="Language of the sentence and headings.")
    ] = LanguageChoice.EN,
) -> None:
    """Ask a question built from parts, and say in a sentence what is asked and how it is counted.

    \b
    Examples:
      nhiemvu ask --led-by "Cục Y tế dự phòng" --under 38/NQ-CP \\
        --due 2022-Q4 -g graph/
      nhiemvu ask --led-by "Cục Y tế dự phòng" --coordinated-by "Sở Y tế" \\
        -g graph/
      nhiemvu ask --list month --under 38/NQ-CP -g graph/ --format csv
      nhiemvu ask --led-by "Cục Y tế dự phòng" -g graph/ --format ics > due.ics
      nhiemvu ask --timing overdue --on 2023-01-01 --show-query -g graph/
    """
    from graph_build.store import open_snapshot
    from queries.asked import dated, read
    from queries.asked_answer import ask, rows_as_objects
    from queries.asked_sparql import rules, sentence, sparql
    from queries.calendar_file import as_calendar
    from queries.errors import InvalidValue
    from queries.format import as_csv
    from queries.names import Names
    from queries.status_log import read_log

    own = {"unit": unit, "role": role, **_who(led_by, coordinated_by, unit, role)}
    single = {
        **own,
        **{"list": list_, "words": words, "output": output, "output_kind": output_kind},
        **{"output_words": output_words, "due": due, "from": from_, "to": to, "timing": timing, "on": on},
        "finding": "yes" if finding else None,
        "status": status,
        "outcome": outcome,
    }
    written = {name: [value] for name, value in single.items() if value is not None}
    written |= {name: list(values) for name, values in (("in", in_), ("under", under)) if values}
    if empty := [name for name, values in written.items() if not all(value.strip() for value in values)]:
        raise typer.BadParameter("an option is given without a value", param_hint=", ".join(empty))
    with open_snapshot(graph) as store, ends_on_interrupt():
        names = Names(store)
        with told_errors(language), usage_errors("ask", InvalidValue, language=language):
            fields = dated(written, datetime.now().astimezone().date())
            parts = read(fields, names, read_log(graph), partial(_states, store, names, graph))
        if show_query:
            typer.echo(sparql(parts, names.base), nl=False)
            return
        built = ask(store, parts, names.base)
    words_of: Language = "vi" if language is LanguageChoice.VI else "en"
    match form:
        case AskFormat.CSV:
            sys.stdout.writelines(as_csv(built.columns, built.rows))
        case AskFormat.JSON:
            import json

            typer.echo(json.dumps(rows_as_objects(built), ensure_ascii=False, indent=1))
        case AskFormat.ICS:
            with usage_errors("--list", InvalidValue, language=language):
                sys.stdout.buffer.writelines(as_calendar(built, words_of))
        case AskFormat.TABLE:
            _print(built, words_of)
    if form is not AskFormat.TABLE:
        note(sentence(parts, words_of))
        return
    for rule in rules(parts, words_of):
        typer.echo(rule)


def _states(store: Store, names: Names, graph: Path, parts: Parts) -> Told:
    from queries.outcome_states import states_in

    return states_in(store, names, graph, parts)


def _who(
    led_by: str | None, coordinated_by: str | None, unit: str | None, role: str | None
) -> dict[str, str | None]:
    """Read the short forms: led by one, coordinated by one, or led by one and coordinated by another."""
    if led_by is None and coordinated_by is None:
        return {}
    if unit is not None or (role is not None and (led_by is None or role != "joint")):
        raise typer.BadParameter(
            "give --unit and --role, or --led-by and --coordinated-by", param_hint="--unit"
        )
    if led_by is None:
        return {"unit": coordinated_by, "role": "coordinate"}
    return {"unit": led_by, "role": role or "lead", "with": coordinated_by}


def _print(built: Built, language: Language) -> None:
    from queries.asked_sparql import TABLE, sentence
    from queries.format import as_table

    printed = console()
    typer.echo(sentence(built.parts, language))
    if built.rows:
        shown = (*TABLE[built.parts.listed], "quote_start", "quote_end")
        columns = [name for name in shown if name in built.columns]
        printed.print(
            as_table(built.columns, built.rows, columns=columns, language=language, width=printed.width)
        )
    count = len(built.rows)
    printed.print(f"{count} dòng." if language == "vi" else "1 row." if count == 1 else f"{count} rows.")
