"""The tasks behind a figure of load as a file: all pages of them, each with its part of the figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, Literal

from fastapi import Request
from fastapi.responses import Response

from api.i18n import Catalogue
from api.links import link_of
from api.page_data.load_query import Asked, LoadProblem
from api.page_data.tasks import Participant
from api.table_files import shown_file

if TYPE_CHECKING:
    from api.page_data.load_rows_page import RowsPage

ROW_FORMATS: Final = ("xlsx", "csv")


def on_page(asked: Asked, number: int) -> Asked:
    """Give the same request for another page."""
    return replace(asked, page=number, written={**asked.written, "page": str(number)})


def row_files(request: Request, page: RowsPage) -> list[tuple[str, str]]:
    """List the files that the rows of a figure are given as, each with its address; none for ties."""
    link = link_of(request)
    return [(form.upper(), link(format=form, page="")) for form in ROW_FORMATS if page.lines]


def rows_file(
    page: RowsPage, chosen: str, messages: Catalogue, page_of: Callable[[int], RowsPage]
) -> Response:
    """Give all rows of a figure as a file; raises LoadProblem for another format than those of rows."""
    if chosen not in ROW_FORMATS or page.ties:
        raise LoadProblem("picture.bad.format", "format", chosen)
    names = (
        "task.code",
        "task.title",
        "role.lead",
        "role.coordinate",
        "task.start",
        "task.due",
        "kind.document",
    )
    columns = [messages.text(name) for name in names]
    if page.sum is not None:
        columns.append(messages.text("load.rows.part"))
    form: Literal["csv", "xlsx"] = "csv" if chosen == "csv" else "xlsx"
    return shown_file(columns, _row_cells(page, page_of), page.figure, form, "load-rows")


def _row_cells(page: RowsPage, page_of: Callable[[int], RowsPage]) -> Iterator[list[str | float]]:
    for number in range(1, page.pages + 1):
        part = page_of(number)
        for line, given in zip_longest(part.lines, part.given):
            row: list[str | float] = [line.code, line.title or line.iri]
            row += ["; ".join(map(_called, people)) for people in (line.leads, line.coordinators)]
            row += [line.when.start or line.when.start_text, line.when.due or line.when.due_text]
            yield [*row, line.document.label, *(() if part.sum is None else (round(given or 0, 6),))]


def _called(one: Participant) -> str:
    named = [ref.label for ref in (one.person, one.actor) if ref is not None]
    return ", ".join(dict.fromkeys(named))
