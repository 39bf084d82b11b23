"""`nhiemvu push`: bring a built graph to a SPARQL server."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from api.cli.consoles import progress_bar, usage_errors
from api.cli.interrupts import ends_on_interrupt
from queries.bilingual import counted


def command(
    store: Annotated[
        str,
        typer.Option("--store", metavar="URL", envvar="NHIEMVU_STORE", help="SPARQL endpoint of the server."),
    ],
    graph: Annotated[
        Path,
        typer.Option("-g", "--graph", metavar="DIR", envvar="NHIEMVU_GRAPH", help="Folder of a built graph."),
    ] = Path("graph"),
    graph_store: Annotated[
        str | None,
        typer.Option(
            "--graph-store",
            metavar="URL",
            help="Where the server takes graphs (SPARQL 1.1 Graph Store Protocol), if elsewhere than usual.",
        ),
    ] = None,
) -> None:
    """Bring a built graph to a SPARQL server such as Oxigraph or Virtuoso.

    Every graph takes the place of the one of its name; graphs of documents that are gone are removed. Name
    and password come from NHIEMVU_STORE_USER and NHIEMVU_STORE_PASSWORD, a token from NHIEMVU_STORE_TOKEN.

    \b
    Examples:
      nhiemvu push -g graph/ --store http://localhost:7878/query
      nhiemvu push -g graph/ --store http://localhost:8890/sparql
    """
    from graph_build.push import push
    from graph_build.remote_store import Address, RemoteStore
    from graph_build.store import open_snapshot
    from graph_build.store_errors import StoreAddressInvalid
    from queries.names import base_of

    started = time.monotonic()
    with usage_errors("--store / --graph-store", StoreAddressInvalid):
        address = Address(store)
        if graph_store is not None:
            Address(graph_store)
    with (
        open_snapshot(graph) as source,
        RemoteStore(address) as remote,
        progress_bar({"push": "Graphs"}) as shown,
        ends_on_interrupt(),
    ):
        done = push(
            source, base_of(source), remote, graph_store, lambda count, total: shown("push", count, total)
        )
    removed = f", {done.removed} removed" if done.removed else ""
    typer.echo(
        f"{counted(done.graphs, 'graph')} with {counted(done.triples, 'triple')} at {store}{removed}; "
        f"{time.monotonic() - started:.1f} s."
    )
