"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

GraphFolder = Annotated[
    Path, typer.Option("-g", "--graph", metavar="DIR", envvar="NHIEMVU_GRAPH", help="Folder of a graph.")
]
