"""What request handlers ask for in their signature."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.live import Graph


def live_graph(request: Request) -> Graph:
    """Give the graph that is live when the request comes."""
    graph: Graph = request.app.state.graph
    return graph


LiveGraph = Annotated[Graph, Depends(live_graph)]
