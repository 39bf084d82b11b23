"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

GraphFolder = Annotated[
    Path, typer.Option("-g", "--graph", metavar="DIR", envvar="NHIEMVU_GRAPH", help="Folder of a graph.")
]

RegisterOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--register",
        metavar="FILE",
        help="Further units, names and changes of units, in CSV or Turtle; may be given again.",
        show_default=False,
    ),
]

ResolutionOption = Annotated[
    str | None,
    typer.Option("--resolution", metavar="NUMBER", help="Only tasks of it and of what implements it."),
]

DocumentOption = Annotated[
    str | None, typer.Option("--document", metavar="NUMBER", help="Only tasks that it states itself.")
]
