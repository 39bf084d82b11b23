"""Bring a built graph to another server, by the SPARQL 1.1 Graph Store HTTP Protocol (21 March 2013).

Every named graph of the snapshot takes the place of the one of its name there (PUT); graphs of documents that
the snapshot does not have are removed after that (DELETE). Other graphs of the server stay as they are. The
protocol has no transaction over several graphs, so readers may meet some graphs new and others old until the
end; a push that was broken off is mended by the next.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import httpx

from graph_build.remote_store import Address, RemoteStore, said
from graph_build.store_errors import StoreRefused

if TYPE_CHECKING:
    from graph_build.store import Store

_COUNTS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_TRIPLES = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_PUT_SECONDS = 600.0  # for one graph
_OUR_GRAPHS = "graph/"  # below the base: where a build names its graphs


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push did: graphs put, graphs removed, triples there now."""

    graphs: int
    removed: int
    triples: int


def graph_store_of(endpoint: str, server: str) -> str:
    """Give the address of the Graph Store Protocol beside a SPARQL endpoint, by what servers usually do.

    `server` is what the server calls itself: Virtuoso takes writes that show a password at an address of its
    own, others (Oxigraph, our own server) at `store` beside the endpoint.
    """
    parts = urlsplit(endpoint)
    folder = parts.path.rstrip("/").rpartition("/")[0]
    last = "sparql-graph-crud-auth" if server.startswith("Virtuoso") else "store"
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}/{last}", "", ""))


def push(
    source: Store,
    base: str,
    remote: RemoteStore,
    graph_store: str | None = None,
    report: Callable[[int, int], None] = lambda done, total: None,
) -> Pushed:
    """Put the graphs of a snapshot, named under `base`, into a remote store, and count what is there after.

    `report` is told how many graphs are there, and of how many. Raises StoreUnreachable, StoreTimeout, and
    StoreRefused where the server does not take a graph or holds another number of triples after.
    """
    wanted = _counts(source)
    there = _counts(remote)  # also finds out what the server is
    address = Address(graph_store or graph_store_of(remote.address.url, remote.server), _PUT_SECONDS)
    stale = [name for name in there if name.startswith(base + _OUR_GRAPHS) and name not in wanted]
    with address.client() as client:
        for done, name in enumerate(wanted):
            report(done, len(wanted))
            triples = source.query(_TRIPLES, default_graph=[name]).serialize("application/n-triples")
            request = client.build_request(
                "PUT",
                address.url,
                params={"graph": name},
                content=triples,
                headers={"Content-Type": "application/n-triples"},
            )
            _done(address, address.send(client, request))
        for name in stale:
            _done(
                address,
                address.send(client, client.build_request("DELETE", address.url, params={"graph": name})),
            )
    report(len(wanted), len(wanted))
    there = _counts(remote)
    wrong = [name for name, count in wanted.items() if there.get(name) != count]
    if wrong:
        reason = f"after the push {len(wrong)} graphs have another number of triples, {wrong[0]} among them"
        raise StoreRefused(remote.address.url, reason)
    return Pushed(len(wanted), len(stale), sum(wanted.values()))


def _counts(store: Store) -> dict[str, int]:
    return {name.value: int(count.value) for name, count in store.query(_COUNTS) if name and count}


def _done(address: Address, response: httpx.Response) -> None:
    if not response.is_success:
        raise StoreRefused(address.url, f"it does not take a graph: {said(response)}")
    response.close()
