"""`nhiemvu build`: documents in, a graph out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.consoles import console, note, note_replaced, progress_bar, table_of, usage_errors
from api.cli.options import RegisterOption
from queries.bilingual import counted

if TYPE_CHECKING:
    from graph_build.report import BuildReport, DocumentRow

_STAGES = {
    "read": "Reading documents",
    "write": "Writing facts",
    "infer": "Deriving facts",
    "validate": "Checking the graph",
    "publish": "Publishing",
}
_SHOWN_NAMES = 20
_TITLE = 60
"""Code points of a title that names a document without a number."""


class ReasonerChoice(StrEnum):
    """What derives facts: our rules, or the whole of OWL 2 RL (slow; for small graphs)."""

    RULES = "rules"
    OWLRL = "owlrl"


def command(  # noqa: PLR0913 - the options of the command
    *,
    out: Annotated[
        Path,
        typer.Option(
            "-o", "--out", metavar="DIR", help="Folder to publish the graph in.", show_default=False
        ),
    ],
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="Documents, or folders of documents.", show_default=False),
    ] = None,
    sample: Annotated[bool, typer.Option("--sample", help="Read the bundled sample documents too.")] = False,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", metavar="N", min=1, help="Processes that read documents; by default as many as help."
        ),
    ] = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", help="Fail (status 1) if any file cannot be read or the graph breaks a shape."
        ),
    ] = False,
    register: RegisterOption = None,
    executor: Annotated[
        str,
        typer.Option(
            "--executor",
            metavar="WHERE",
            help="Where documents are read: local, or dask://HOST:PORT (tls://HOST:PORT) for a Dask cluster.",
        ),
    ] = "local",
    reasoner: Annotated[
        ReasonerChoice, typer.Option("--reasoner", help="What derives facts.")
    ] = ReasonerChoice.RULES,
    full: Annotated[
        bool,
        typer.Option("--full", help="Read, derive and load everything anew, also what has not changed."),
    ] = False,
    base: Annotated[
        str | None,
        typer.Option("--base", metavar="IRI", envvar="NHIEMVU_BASE", help="Base of all IRIs, ending in /."),
    ] = None,
    replace_changes: Annotated[
        bool, typer.Option("--replace-changes", help="Replace a graph that users have changed since.")
    ] = False,
) -> None:
    """Build a graph of mandates from documents.

    Reads every file, and every file in every folder. One that cannot be read is told on standard error
    and left out; the rest goes on. The graph that was in DIR stays in use until the new one is whole.
    What has not changed since is taken from there. One that users have changed by updates is replaced only
    with --replace-changes.

    \b
    Examples:
      nhiemvu build documents/ -o graph/
      nhiemvu build --sample -o graph/
      nhiemvu build plan.txt decision.md -o graph/ --strict
      nhiemvu build documents/ -o graph/ --register units.csv
      nhiemvu build documents/ -o graph/ --executor dask://scheduler.example:8786

    A register in CSV is UTF-8 with a line of headings; only name is needed, lists are parted by ";":

    \b
      name,aliases,parent,kind,code,source,changed_into,changed_on,act,act_date
      Cục Hạ tầng,Cục HT;CHT,Bộ Y tế,authority,CHT,12/QĐ-BYT,,,,
      Cục Số liệu,,Bộ Y tế,authority,,12/QĐ-BYT,Cục Hạ tầng,2025-03-01,12/QĐ-BYT,2025-02-20

    docs/ontology.md tells what each column means, and the form in Turtle.
    """
    from graph_build.errors import ExecutorInvalid
    from graph_build.pipeline import build
    from ontology.register import RegisterError
    from ontology.vocab import DEFAULT_BASE, BaseError

    given = list(paths or [])
    if not given and not sample:
        raise typer.BadParameter("give at least one document or folder, or --sample", param_hint="PATH")
    with (
        usage_errors("--base", BaseError),
        usage_errors("--register", RegisterError),
        usage_errors("--executor", ExecutorInvalid),
        as_file(files("graph_build") / "sample") as folder,
        progress_bar(_STAGES) as progress,
    ):
        report = build(
            [*given, *(sorted(folder.glob("*.txt")) if sample else ())],
            out,
            base=base or DEFAULT_BASE,
            register=register or (),
            workers=workers,
            progress=progress,
            executor=executor,
            reasoner="owlrl" if reasoner is ReasonerChoice.OWLRL else "rules",
            full=full,
            replace_changes=replace_changes,
        )
    note_replaced(report)
    for problem in report.problems:
        note(f"Left out: {problem.why}")
    for double in report.duplicates:
        note(f"Passed over: {double.why}")
    for violation in report.violations:
        note(f"{violation.severity}: {violation.focus}: {violation.message}")
    _summarise(report)
    missing = any(not path.exists() for path in given)
    if missing or (strict and (report.problems or report.violations)):
        raise typer.Exit(1)


def _leading(roles: Mapping[str, int]) -> int:
    """Count leads and focal points; who only carries a task out stands among all assignments."""
    return roles.get("lead", 0) + roles.get("focal", 0)


def _name(row: DocumentRow, as_many: int) -> str:
    """Name a document by its number, else its title; with its file where that is not enough."""
    from graph_build.text import brief

    if row.number and as_many == 1:
        return row.number
    known = row.number or brief(row.title, _TITLE)
    return f"{known} ({row.file})" if known else row.file


def _summarise(report: BuildReport) -> None:
    """Print what was built: a row a document, and what to look at."""
    from rich.text import Text

    table = table_of(show_footer=len(report.rows) > 1)
    table.add_column("Document", counted(report.documents, "document"), overflow="fold")
    for heading, total in (
        ("Tasks", report.tasks),
        ("Assignments", report.assignments),
        ("Leading", _leading(report.roles)),
        ("Coordinating", report.coordinates),
        ("Duties", report.duties),
        ("Measures", report.measures),
        ("Indicators", report.indicators),
        ("Citations", report.citations),
        ("Unresolved", len(report.unresolved)),
        ("Skipped", report.skipped),
    ):
        table.add_column(heading, str(total), justify="right", no_wrap=True)
    numbers = Counter(row.number for row in report.rows)
    for row in report.rows:
        counts = (
            row.tasks,
            row.assignments,
            _leading(row.roles),
            row.roles.get("coordinate", 0),
            row.duties,
            row.measures,
            row.indicators,
            row.citations,
            len(row.unresolved),
            row.skipped,
        )
        table.add_row(Text(_name(row, numbers[row.number])), *map(str, counts))
    printed = console()
    printed.print(table)
    printed.print(
        f"{counted(report.triples, 'triple')}, {report.derived} of them derived; "
        f"{counted(report.cited_only, 'more document')} known by citation; {report.seconds:.1f} s."
    )
    if report.findings:
        by_severity = ", ".join(f"{count} {severity}" for severity, count in report.findings.items())
        found = counted(sum(report.findings.values()), "contradiction")
        printed.print(f"{found} found ({by_severity}): nhiemvu query findings.")
    if report.unresolved:
        names = "; ".join(report.unresolved[:_SHOWN_NAMES])
        more = len(report.unresolved) - _SHOWN_NAMES
        printed.print(f"Units that the register lacks: {names}{f'; and {more} more' if more > 0 else ''}.")
