"""The SPARQL 1.1 Graph Store HTTP Protocol (W3C Recommendation of 21 March 2013), at /store.

Graphs are named indirectly, by `?graph=IRI` or `?default` (section 4.2). Without either a GET gives the
whole dataset, and a POST makes a graph with a name of the server's choice. Reading is open, like the query
endpoint; PUT, POST and DELETE need a writable server and its token. If-Match and If-None-Match of a change
are judged in its turn, so that of two clients with the same state in hand only one succeeds (RFC 9110,
section 13).
"""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from api.answers import negotiate, send_answer, send_empty, strong_tags
from api.exchange import Query
from api.live import Graph
from api.negotiation import DATASET, TRIPLES, Format, by_media_type
from api.preconditions import Conditions
from api.protocol import (
    ClientGone,
    Pairs,
    base_of,
    check_fields,
    check_size,
    field_of,
    graphs,
    media_type,
    next_chunk,
    read_pairs,
    values,
)
from api.refusals import BadRequest, MediaTypeRefused, MethodRefused
from api.settings import Settings
from api.writing import Condition, Writer
from graph_build import snapshots
from graph_build.changes import Load, Remove
from graph_build.results import QUAD_MEDIA_TYPES
from graph_build.store_errors import GraphMissing
from ontology.vocab import DEFAULT_BASE

METHODS = "GET, HEAD, PUT, POST, DELETE, OPTIONS"

_TAKEN = [form.media_type for form in dict.fromkeys(TRIPLES + DATASET)]
_ONE = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <%s> { ?s ?p ?o } }"
_DEFAULT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_IS_THERE = "ASK { GRAPH <%s> {} }"


@dataclass(frozen=True)
class Named:
    """Which graph a request speaks of: `iri` is None for the default graph; `whole` is for all of them."""

    iri: str | None
    whole: bool = False


class GraphStore:
    """Serve the graphs of the live snapshot; errors are raised for the handlers of the app."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        method = scope["method"]
        headers = Headers(scope=scope)
        if method == "OPTIONS":
            taken = ", ".join(_TAKEN).encode("ascii")
            await send_empty(send, 204, [(b"allow", METHODS.encode()), (b"accept-post", taken)])
            return
        pairs = read_pairs(scope["query_string"])
        named = _named(pairs)
        with contextlib.suppress(ClientGone):
            if method in ("GET", "HEAD"):
                await self._get(scope, headers, pairs, named, receive, send)
            elif method in ("PUT", "POST", "DELETE"):
                await self._write(scope, headers, named, receive, send)
            else:
                raise MethodRefused(
                    en=f"The graph store takes {METHODS}, not {method}.",
                    vi=f"Kho đồ thị nhận {METHODS}, không nhận {method}.",
                    allowed=METHODS,
                )

    async def _get(
        self, scope: Scope, headers: Headers, pairs: Pairs, named: Named, receive: Receive, send: Send
    ) -> None:
        graph: Graph = scope["app"].state.graph
        formats = DATASET if named.whole else TRIPLES
        name = next(iter(values(pairs, "format")), None)
        choice = negotiate(formats, name, field_of(scope, b"accept"))
        query = _reading(graph, named, choice.format)
        if named.iri is not None:
            await self._check_there(scope, graph, named.iri)
        await send_answer(scope, receive, send, query, choice, self._settings.query_timeout, strong=True)

    async def _check_there(self, scope: Scope, graph: Graph, name: str) -> None:
        if not await self._is_there(scope, graph, name):
            raise GraphMissing(name)

    async def _is_there(self, scope: Scope, graph: Graph, name: str) -> bool:
        query = Query(_IS_THERE % name, "text/csv", graph.database)
        answer = await scope["app"].state.pool.run(query, self._settings.query_timeout)
        try:
            return bool(answer.read().strip() == b"true")
        finally:
            answer.close()

    def _condition(self, scope: Scope, named: Named) -> Condition | None:
        """Make the check that a graph is in the state that the request wants; None where it says nothing."""
        wanted = Conditions.of(scope)
        if not wanted:
            return None

        async def check(graph: Graph) -> None:
            there = named.iri is None or await self._is_there(scope, graph, named.iri)
            formats = DATASET if named.whole else TRIPLES
            tags = strong_tags(lambda form: _reading(graph, named, form), formats)
            wanted.require(tags, there=there)

        return check

    async def _write(
        self, scope: Scope, headers: Headers, named: Named, receive: Receive, send: Send
    ) -> None:
        method = scope["method"]
        writer: Writer = scope["app"].state.writer
        writer.admit(headers)
        condition = self._condition(scope, named)
        if method == "DELETE":
            if named.whole:
                raise BadRequest(
                    en="Name the graph to remove: ?graph=IRI or ?default.",
                    vi="Hãy nêu đồ thị cần xoá: ?graph=IRI hoặc ?default.",
                )
            await writer.apply([Remove(named.iri)], condition)
            await send_empty(send, 204, [])
            return
        form = _format(headers)
        quads = form.media_type in QUAD_MEDIA_TYPES
        if method == "PUT" and named.whole:
            raise BadRequest(
                en="Name the graph to put: ?graph=IRI or ?default.",
                vi="Hãy nêu đồ thị cần ghi: ?graph=IRI hoặc ?default.",
            )
        if quads and not named.whole:
            raise MediaTypeRefused(
                en=f"{form.media_type} names its graphs itself: send triples, or no graph.",
                vi=f"{form.media_type} tự nêu đồ thị: hãy gửi bộ ba, hoặc không nêu đồ thị.",
            )
        target = named.iri
        fields = []
        if named.whole and not quads:
            target = f"{DEFAULT_BASE}graph/{uuid4()}"
            fields = [(b"location", f"/store?graph={target}".encode("ascii"))]
        base = target or base_of(scope)
        async with self._uploaded(headers, receive) as file:
            load = Load(
                file,
                form.media_type,
                target,
                base,
                replace=method == "PUT",
                anywhere=named.whole and quads,
            )
            created = (await writer.apply([load], condition))[0]
        await send_empty(send, 201 if created else 204, fields)

    @contextlib.asynccontextmanager
    async def _uploaded(self, headers: Headers, receive: Receive) -> AsyncIterator[Path]:
        """Bring the body of a request to a file, which lives as long as the context."""
        limit = self._settings.upload_limit
        check_fields(headers, limit)
        with tempfile.TemporaryDirectory(dir=self._settings.spool or None) as folder:
            file = Path(folder) / "body"
            with snapshots.writing(Path(folder)), file.open("wb") as written:
                size, more = 0, True
                while more:
                    chunk, more = next_chunk(await receive())
                    size += len(chunk)
                    check_size(size, limit)
                    await asyncio.to_thread(written.write, chunk)  # unlike os.write it takes all or fails
            yield file


def _reading(graph: Graph, named: Named, form: Format) -> Query:
    if named.whole:
        return Query("", form.media_type, graph.database, dump=True)
    if named.iri is None:
        return Query(_DEFAULT, form.media_type, graph.database, union=False)
    return Query(_ONE % named.iri, form.media_type, graph.database)


def _named(pairs: Pairs) -> Named:
    given = graphs(pairs, "graph")
    default = bool(values(pairs, "default"))
    if len(given) > 1 or (given and default):
        raise BadRequest(
            en="The request names more than one graph. Name one: ?graph=IRI, or ?default.",
            vi="Yêu cầu nêu nhiều đồ thị. Hãy nêu một: ?graph=IRI, hoặc ?default.",
        )
    return Named(given[0] if given else None, whole=not given and not default)


def _format(headers: Headers) -> Format:
    kind, charset = media_type(headers.get("content-type"))
    form = by_media_type(kind, DATASET + TRIPLES)
    if form is None:
        offers = ", ".join(_TAKEN[: len(TRIPLES)])
        raise MediaTypeRefused(
            en=f"The body is {kind or 'of no stated media type'}. Send one of {offers}.",
            vi=f"Phần thân có kiểu {kind or '(không nêu)'}. Hãy gửi một trong: {offers}.",
            accepted=_TAKEN,
        )
    if charset not in ("", "utf-8", "utf8", "us-ascii"):
        raise MediaTypeRefused(
            en=f"The body is in {charset}. Send it in UTF-8.",
            vi=f"Phần thân ở mã {charset}. Hãy gửi ở UTF-8.",
        )
    return form
