"""`nhiemvu report`: the state of a resolution as one HTML file or a workbook."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from api.cli.consoles import LanguageChoice, note, usage_errors
from api.cli.interrupts import ends_on_interrupt
from api.cli.options import GraphFolder
from api.cli.outputs import replace_file

if TYPE_CHECKING:
    from queries.bilingual import Language


class ReportFormat(StrEnum):
    """How a report is written."""

    HTML = "html"
    XLSX = "xlsx"


_ENDINGS = {".html": ReportFormat.HTML, ".htm": ReportFormat.HTML, ".xlsx": ReportFormat.XLSX}


def command(
    resolution: Annotated[
        list[str] | None,
        typer.Argument(metavar="RESOLUTION", help="The number, name or file of what is carried out."),
    ] = None,
    *,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="File to write: .html or .xlsx.")],
    graph: GraphFolder = Path("graph"),
    document: Annotated[
        str | None, typer.Option("--document", metavar="NUMBER", help="Only what this document states.")
    ] = None,
    language: Annotated[
        LanguageChoice | None,
        typer.Option("--lang", help="Language of the words between the quotes; vi unless told."),
    ] = None,
) -> None:
    """Write the state of a resolution: who carries it out, tasks by unit, deadlines, load, findings.

    Counts the tasks of the resolution and of every document that carries it out, as `nhiemvu load` does.
    With --document alone, reports on that document by itself. The HTML file needs nothing else: no script,
    no network.

    \b
    Examples:
      nhiemvu report 38/NQ-CP -g graph/ -o report.html
      nhiemvu report 38/NQ-CP -g graph/ -o report.xlsx --lang en
      nhiemvu report --document 2182/QĐ-BYT -g graph/ -o report.html
    """
    from graph_build.store import open_snapshot
    from queries.errors import AmbiguousName, UnknownName
    from queries.load import table_of
    from queries.report import report
    from queries.report_html import as_html
    from queries.report_workbook import write_report
    from queries.status_log import read_log

    form = _ENDINGS.get(out.suffix.lower())
    if form is None:
        raise typer.BadParameter("give a file that ends in .html or .xlsx", param_hint="--out")
    named = " ".join(resolution or ())
    if not named and not document:
        raise typer.BadParameter("name a resolution, or a document by --document", param_hint="RESOLUTION")
    spoken: Language = language.value if language else "vi"
    refused_in = language or LanguageChoice.EN
    with (
        open_snapshot(graph) as store,
        usage_errors("RESOLUTION / --document", UnknownName, AmbiguousName, language=refused_in),
        ends_on_interrupt(),
    ):
        made = report(store, table_of(store), named, document or "", log=read_log(graph))

    def write(output: IO[bytes]) -> None:
        match form:
            case ReportFormat.HTML:
                output.write(as_html(made, spoken).encode("utf-8", "surrogatepass"))
            case ReportFormat.XLSX:
                write_report(made, output, spoken)

    replace_file(out, write)
    if not made.load.tasks:
        note(f"No task was found in the documents read that are or carry out {made.subject.name}.")
    note(f"Wrote {out} ({out.stat().st_size} bytes).")
