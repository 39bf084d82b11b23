"""`nhiemvu mcp`: the graph as tools for an assistant, over the Model Context Protocol."""

from __future__ import annotations

from pathlib import Path

from api.cli.options import GraphFolder
from graph_build.errors import NhiemvuError


class ExtraMissing(NhiemvuError):
    """Say that a library of an extra is not installed."""

    def __init__(self, library: str, extra: str) -> None:
        super().__init__(library, extra)
        self.library = library
        self.extra = extra

    def __str__(self) -> str:
        return (
            f"The library {self.library} is missing; install the extra: pip install 'nhiemvu[{self.extra}]'"
        )


def command(
    graph: GraphFolder = Path("graph"),
) -> None:
    """Serve a built graph to an assistant: tools of the Model Context Protocol on standard input and output.

    The tools are the questions of the library, search, trace, load and counterparts. They only read, and
    every answer carries the IRIs and words of its evidence. A new build is taken up at the next question.

    \b
    Example, as an assistant's settings write it:
      {"mcpServers": {"nhiemvu": {"command": "nhiemvu", "args": ["mcp", "-g", "/srv/graph"]}}}
    """
    from graph_build.snapshots import live

    live(graph)
    try:
        from api.mcp_server import mcp_server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"mcp", "mcp_types"}:
            raise
        raise ExtraMissing("mcp", "mcp") from error
    from api.assistant import Assistant

    mcp_server(Assistant(graph)).run("stdio")
