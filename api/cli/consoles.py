"""Where output goes: consoles for standard output and error, a progress bar, and usage errors."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from io import TextIOWrapper
from typing import IO, TYPE_CHECKING, Any

import typer

from queries.bilingual import counted

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from graph_build.report import BuildReport

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
PIPED_WIDTH = 160
"""Columns of a table that goes to a file or another program and has no terminal to fit."""


def open_streams() -> None:
    """Make standard output and error UTF-8; those that the caller has closed go where nothing is kept.

    Without that place, the first file that is opened would take the number of the closed stream, and get
    what a library prints. What standard error cannot say in UTF-8, such as the name of a file, it escapes.
    """
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_RDWR)
            if nowhere != number:
                os.dup2(nowhere, number)
                os.close(nowhere)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115
    for stream, errors in ((sys.stdout, "strict"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


class Format(StrEnum):
    """How answers are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class LanguageChoice(StrEnum):
    """The language of headings and titles."""

    VI = "vi"
    EN = "en"


def console(stream: IO[str] | None = None) -> Console:
    """Give a console on standard output or another stream, without colours where it is no terminal."""
    from rich.console import Console

    stream = stream or sys.stdout
    width = None if stream.isatty() or os.environ.get("COLUMNS") else PIPED_WIDTH
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


def table_of(**chosen: Any) -> Table:
    """Give an empty table in the look of every command, without a frame."""
    from rich import box
    from rich.table import Table

    return Table(box=box.SIMPLE_HEAD, pad_edge=False, **chosen)


@contextmanager
def progress_bar(names: dict[str, str]) -> Iterator[Callable[[str, int, int], None]]:
    """Show how far each stage of a job is, on standard error, where that is a terminal.

    `names` says what is shown for every stage. Gives the function to call with a stage, how much of it is
    done and how much there is.
    """
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console(sys.stderr), transient=True) as bar:
        stages: dict[str, TaskID] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in stages:
                stages[stage] = bar.add_task(names.get(stage, stage), total=total)
            bar.update(stages[stage], completed=done, total=total)

        yield report


def note(sentence: str) -> None:
    """Tell something beside the result in one line, on standard error.

    Control characters, which the name of a file may hold, are escaped: a terminal would obey them.
    """
    typer.echo(_CONTROL.sub(lambda met: f"\\x{ord(met[0]):02x}", sentence), err=True)


def note_replaced(report: BuildReport) -> None:
    """Tell how many changes of users a new graph has replaced, where there were any."""
    if report.replaced_changes:
        note(f"Replaced: {counted(report.replaced_changes, 'change')} made since the build before.")


@contextmanager
def usage_errors(
    hint: str, *kinds: type[Exception], language: LanguageChoice = LanguageChoice.EN
) -> Iterator[None]:
    """Turn errors of these kinds into wrong usage of the option or argument `hint` (status 2).

    Errors that are told in both languages are told in the one that was chosen.
    """
    from queries.errors import ToldInBoth

    try:
        yield
    except kinds as error:
        told = error.told(language.value) if isinstance(error, ToldInBoth) else str(error)
        raise typer.BadParameter(told, param_hint=hint) from error


@contextmanager
def told_errors(language: LanguageChoice) -> Iterator[None]:
    """End with status 1 and one sentence in a language where an error is told in both."""
    from queries.errors import ToldInBoth

    try:
        yield
    except ToldInBoth as error:
        head = "Lỗi" if language is LanguageChoice.VI else "Error"
        note(f"{head}: {error.told(language.value)}")
        raise typer.Exit(1) from error
