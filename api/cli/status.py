"""`nhiemvu status`: which documents may be the outcome of tasks, and what offices report of them."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.command_groups import DescribedGroup
from api.cli.consoles import Format, LanguageChoice, console, note, table_of, told_errors, usage_errors
from api.cli.interrupts import ends_on_interrupt
from api.cli.options import DocumentOption, GraphFolder, ResolutionOption
from api.cli.spoken import LanguageOption, Say

if TYPE_CHECKING:
    from queries.outcomes import Suggestion
    from queries.task_status import TaskStatus

app = typer.Typer(name="status", cls=DescribedGroup, rich_markup_mode=None, help="Tell where tasks stand.")


class StateChoice(StrEnum):
    """What became of a suggestion, or that an office reports on the task."""

    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REPORTED = "reported"


@app.callback(invoke_without_command=True)
def show(
    *,
    ctx: typer.Context,
    graph: GraphFolder = Path("graph"),
    resolution: ResolutionOption = None,
    document: DocumentOption = None,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="NAME", help="Only tasks that this unit leads.")
    ] = None,
    state: Annotated[StateChoice | None, typer.Option("--state", help="Only rows in this state.")] = None,
    form: Annotated[Format, typer.Option("--format", help="How the answer is written.")] = Format.TABLE,
    language: LanguageOption = LanguageChoice.EN,
) -> None:
    """List later documents that may be the outcome of tasks, with the words on both sides, and reports.

    The documents are suggestions: 'nhiemvu verdict add outcome TASK DOCUMENT accepted --reason … --by …'
    makes one a decision. docs/status.md says what they rest on.

    \b
    Examples:
      nhiemvu status -g graph/
      nhiemvu status --resolution 38/NQ-CP --state suggested -g graph/ \\
        --format csv > outcomes.csv
      nhiemvu status --document 2182/QĐ-BYT --unit "Cục Y tế dự phòng" -g graph/
    """
    if ctx.invoked_subcommand:
        return
    from graph_build.store import open_snapshot
    from queries.errors import AmbiguousName, UnknownName
    from queries.load import table_of
    from queries.names import Names
    from queries.outcomes import outcomes
    from queries.stated_tasks import are_many
    from queries.status_log import read_log
    from queries.task_status import Filter, reading, scope_of, task_status
    from queries.task_status_table import as_csv, as_object, sentence
    from queries.trace_kept import Kept
    from queries.verdicts import read_verdicts

    with (
        open_snapshot(graph) as store,
        usage_errors("--resolution / --document / --unit", UnknownName, AmbiguousName, language=language),
        ends_on_interrupt(),
    ):
        names = Names(store)
        wanted = Filter(
            resolution=names.document(resolution).value if resolution is not None else "",
            document=names.document(document).value if document is not None else "",
            unit=names.unit(unit).value if unit is not None else "",
            state=state.value if state else "",
        )
        scope = scope_of(store, lambda: table_of(store), names, wanted)
        found = task_status(
            outcomes(store, base=names.base, among=scope if are_many(store) else None),
            reading(store, names.base, Kept()),
            read_verdicts(graph),
            scope,
            wanted.state,
            read_log(graph),
        )
    say = Say(language)
    match form:
        case Format.JSON:
            typer.echo(json.dumps(as_object(found), ensure_ascii=False, indent=1))
        case Format.CSV:
            typer.echo(as_csv(found.rows), nl=False)
            note(sentence(found.counts, say.language))
        case Format.TABLE:
            _print(found, say)
            typer.echo(sentence(found.counts, say.language))
    if found.lost:
        note(say("status.lost", n=len(found.lost)))


def _print(found: TaskStatus, say: Say) -> None:

    from queries.task_status_table import due_words

    if not found.rows:
        return
    table = table_of(show_lines=True)
    for name, ratio in (
        ("state", 0),
        ("task", 3),
        ("due", 1),
        ("reported", 1),
        ("outcome", 2),
        ("words", 3),
    ):
        table.add_column(say(name), ratio=ratio or None, overflow="fold")
    for one in found.rows:
        asked = one.outcome and one.outcome.found.asked
        table.add_row(
            say(f"state.{one.state}"),
            f"{one.stated_in.label} {one.task.place}: {asked.words if asked else one.task.title}",
            due_words(one),
            one.reported.row.written + _dated(one.reported.row.date) if one.reported else "",
            *(_told(one.outcome.found, say) if one.outcome else ("", "")),
        )
    console().print(table)


def _dated(date: str) -> str:
    return f" ({date})" if date else ""


def _told(suggested: Suggestion, say: Say) -> tuple[str, str]:
    """Tell a suggestion in two cells: the document with its ground and time, and the words that prove it."""
    how = say(f"ground.{suggested.ground}")
    how += "" if suggested.score in {0, 1} else f" {suggested.score:.2f}"
    known = "" if suggested.document.in_corpus else f", {say('cited-only')}"
    about = f"{suggested.document.label} ({suggested.document.date}{known}); {how}; "
    proof = suggested.proof
    words = f"{proof.words} [{proof.label}, {proof.start}]" if proof else ""
    words += f" {suggested.item.words} [{suggested.item.start}]" if suggested.item else ""
    return about + say(f"time.{suggested.in_time.why or suggested.in_time.timing}"), words


@app.command(name="import", no_args_is_help=True)
def bring(
    file: Annotated[Path, typer.Argument(metavar="SHEET", exists=True, dir_okay=False, readable=True)],
    *,
    graph: GraphFolder = Path("graph"),
    document: Annotated[
        str | None,
        typer.Option("--document", metavar="NUMBER", help="The document of rows that name none themselves."),
    ] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Keep the rows that name a task; leave the others out.")
    ] = False,
    language: Annotated[
        LanguageChoice, typer.Option("--lang", help="Language of what is wrong with the sheet.")
    ] = LanguageChoice.EN,
) -> None:
    """Take in what an office reports of its tasks: a CSV file or a workbook.

    Columns by heading: mã nhiệm vụ (code) and trạng thái (status); where there are, văn bản (document), ngày
    (date), ghi chú (note), người cập nhật (by). The sheet is checked whole before anything is kept: a row
    whose code is not that of one task is listed with the nearest, and nothing is joined by guess. A later
    sheet takes the place of an earlier one for the tasks that both name.

    \b
    Examples:
      nhiemvu status import tien-do.csv --document 2182/QĐ-BYT -g graph/
      nhiemvu status import tien-do.xlsx --partial -g graph/
    """
    from graph_build.store import open_snapshot
    from queries.errors import AmbiguousName, UnknownName
    from queries.status_intake import read_file, take_in
    from queries.status_sheet import BadSheet

    say = Say(language)
    try:
        read = read_file(file)
    except BadSheet as error:
        raise typer.BadParameter(" ".join(error.told(say.language)), param_hint="SHEET") from error
    with (
        open_snapshot(graph) as store,
        usage_errors("--document", UnknownName, AmbiguousName, language=language),
    ):
        taken = take_in(graph, store, read, document or "", partial=partial)
    joined = taken.joined
    if not taken.is_utf8:
        note(say("sheet.read-as", encoding=read.encoding))
    if read.other_headings:
        note(say("sheet.other-headings", names=", ".join(read.other_headings)[:300]))
    for one in joined.unjoined:
        note(one.told(say.language))
    if taken.end == "unjoined":
        raise typer.BadParameter(
            say("sheet.unjoined", n=len(joined.unjoined), rows=len(read.rows)),
            param_hint="SHEET",
        )
    if taken.end == "nothing":
        raise typer.BadParameter(say("sheet.nothing"), param_hint="SHEET")
    if unknown := taken.not_listed:
        note(say("sheet.not-listed", names="; ".join(unknown)[:500]))
    if taken.end == "kept":
        kept = "sheet.kept-part" if joined.unjoined else "sheet.kept"
        typer.echo(say(kept, n=len(joined.rows), file=file.name, left=len(joined.unjoined)))
    else:
        typer.echo(say("sheet.again", file=file.name))


@app.command(name="sheet")
def blank(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="A document's number, name or file.")],
    graph: GraphFolder = Path("graph"),
    language: LanguageOption = LanguageChoice.EN,
) -> None:
    """Print the sheet of a document's tasks as CSV, to be filled in and taken in again.

    Every task has the code that names it alone, and the status that is reported now.
    """
    from graph_build.store import open_snapshot
    from queries.errors import AmbiguousName, UnknownName
    from queries.status_intake import blank_sheet
    from queries.status_log import read_log

    with (
        open_snapshot(graph) as store,
        usage_errors("DOCUMENT", UnknownName, AmbiguousName, language=language),
    ):
        typer.echo(blank_sheet(store, document, read_log(graph)), nl=False)


@app.command(name="undo")
def undo(graph: GraphFolder = Path("graph"), language: LanguageOption = LanguageChoice.EN) -> None:
    """Take the last sheet in force back; what it replaced is in force again."""
    from graph_build.snapshots import live
    from queries.status_log import undo_last

    live(graph)
    say = Say(language)
    with told_errors(language):
        sheet = undo_last(graph)
    typer.echo(say("sheet.undone", file=sheet.file, at=sheet.at, n=len(sheet.rows)))


@app.command(name="list")
def history(graph: GraphFolder = Path("graph"), language: LanguageOption = LanguageChoice.EN) -> None:
    """Print the sheets in force as CSV, the first taken in first."""
    import csv
    import sys

    from graph_build.snapshots import live
    from queries.status_log import read_log

    live(graph)
    sheets = read_log(graph).sheets
    if not sheets:
        note(Say(language)("sheets.none"))
    table = csv.writer(sys.stdout, lineterminator="\r\n")
    table.writerow(
        ["at", "file", "sha256", "rows", "left_out"]
        if language is LanguageChoice.EN
        else [Say(language)(f"sheets.{name}") for name in ("at", "file", "sha256", "rows", "left-out")]
    )
    for one in sheets:
        table.writerow((one.at, one.file, one.sha256, len(one.rows), one.left_out))


@app.command(name="rdf")
def rdf(
    *,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE", help="File to write; by default standard output."),
    ] = None,
    graph: GraphFolder = Path("graph"),
) -> None:
    """Write the reported statuses as N-Quads, in a named graph of their own with their provenance."""
    import sys

    from api.cli.outputs import replace_file
    from graph_build.store import open_snapshot
    from queries.names import base_of
    from queries.status_log import read_log
    from queries.status_rdf import as_nquads

    with open_snapshot(graph) as store:
        base = base_of(store)
    lines = as_nquads(read_log(graph), base)
    if out is None:
        sys.stdout.buffer.writelines(lines)
    else:
        replace_file(out, lambda output: output.writelines(lines))
        note(f"Wrote {out} ({out.stat().st_size} bytes).")
