"""The operations of the SPARQL 1.1 Protocol (W3C Recommendation of 21 March 2013): query and update.

An ASGI application of its own, without the framework's handling of parameters, because the protocol has its
own and every small query passes here.
"""

from __future__ import annotations

import contextlib
from typing import NamedTuple

from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from api.answers import negotiate, send_answer, send_empty
from api.exchange import Query
from api.live import Graph
from api.negotiation import ROWS, TRIPLES, prefers_html
from api.outline import form_of
from api.protocol import (
    FORM_TYPE,
    QUERY_TYPE,
    UPDATE_TYPE,
    ClientGone,
    Pairs,
    base_of,
    decode,
    field_of,
    graphs,
    only,
    operation_type,
    read_body,
    read_pairs,
    values,
)
from api.refusals import METHODS, BadRequest, MethodRefused, UpdateAsQuery
from api.settings import Settings
from api.writing import Writer
from graph_build.changes import Update
from graph_build.update_text import DatasetTwice, with_dataset

PAGE = "/query"


class Asked(NamedTuple):
    """What a query asks: its text, the dataset that the request names (None for none), the `format`."""

    sparql: str
    default_graph: list[str] | None
    named_graphs: list[str] | None
    format: str | None


class SparqlEndpoint:
    """Answer queries over the live snapshot, and take updates where the server is writable.

    A browser that asks for a page is sent to the query page.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        taken = (QUERY_TYPE, *((UPDATE_TYPE,) if settings.writable else ()), FORM_TYPE)
        self._taken = ", ".join(taken).encode("ascii")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; errors are raised for the handlers of the app."""
        method = scope["method"]
        pairs = read_pairs(scope["query_string"])
        if method == "OPTIONS":
            await send_empty(send, 204, [(b"allow", METHODS.encode()), (b"accept-post", self._taken)])
        elif method in ("GET", "HEAD") and _wants_page(scope, pairs):
            place = PAGE.encode() + (b"?" + scope["query_string"] if scope["query_string"] else b"")
            await send_empty(send, 303, [(b"location", place), (b"vary", b"Accept")])
        elif method in ("GET", "HEAD") and not pairs:
            await scope["app"].state.description(scope, receive, send)
        elif method in ("GET", "HEAD"):
            if values(pairs, "update"):
                raise BadRequest(
                    en="An update is sent by POST (SPARQL 1.1 Protocol, section 2.2).",
                    vi="Lệnh cập nhật phải gửi bằng POST (SPARQL 1.1 Protocol, mục 2.2).",
                )
            with contextlib.suppress(ClientGone):
                await self._query(scope, pairs, receive, send)
        elif method == "POST":
            with contextlib.suppress(ClientGone):
                await self._post(scope, pairs, receive, send)
        else:
            raise MethodRefused(
                en=f"The SPARQL endpoint takes GET and POST, not {method}.",
                vi=f"Điểm truy vấn SPARQL nhận GET và POST, không nhận {method}.",
            )

    async def _post(self, scope: Scope, pairs: Pairs, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        kind = operation_type(headers.get("content-type"))
        writer: Writer = scope["app"].state.writer
        if kind == UPDATE_TYPE:
            writer.admit(headers)  # before anything large is read
            body = await read_body(headers, receive, self._settings.upload_limit)
            pairs.append(("update", decode(body, "update")))
        else:
            body = await read_body(headers, receive, self._settings.request_limit)
            pairs += read_pairs(body) if kind == FORM_TYPE else [("query", decode(body, "query"))]
        if not values(pairs, "update"):
            await self._query(scope, pairs, receive, send)
            return
        if values(pairs, "query") or kind == QUERY_TYPE:
            raise BadRequest(
                en="The request has both a query and an update. Send one of them.",
                vi="Yêu cầu có cả câu truy vấn lẫn lệnh cập nhật. Chỉ gửi một trong hai.",
            )
        writer.admit(headers)
        await writer.apply([_update(pairs, base_of(scope))])
        await send_empty(send, 204, [])

    async def _query(self, scope: Scope, pairs: Pairs, receive: Receive, send: Send) -> None:
        graph: Graph = scope["app"].state.graph
        asked = _asked(pairs)
        form = form_of(asked.sparql)
        if form == "update":
            raise UpdateAsQuery
        formats = TRIPLES if form in ("construct", "describe") else ROWS
        choice = negotiate(formats, asked.format, field_of(scope, b"accept"))
        query = Query(
            asked.sparql,
            choice.format.media_type,
            graph.database,
            asked.default_graph,
            asked.named_graphs,
            base=base_of(scope),
        )
        await send_answer(scope, receive, send, query, choice, self._settings.query_timeout)


def _wants_page(scope: Scope, pairs: Pairs) -> bool:
    return prefers_html(field_of(scope, b"accept")) and not values(pairs, "format")


def _asked(pairs: Pairs) -> Asked:
    default = graphs(pairs, "default-graph-uri")
    named = graphs(pairs, "named-graph-uri")
    given = bool(default or named)
    return Asked(
        sparql=only(pairs, "query"),
        default_graph=default if given else None,
        named_graphs=named if given else None,
        format=next((value for value in values(pairs, "format") if value), None),
    )


def _update(pairs: Pairs, base: str | None) -> Update:
    sparql = only(pairs, "update")
    try:
        sparql = with_dataset(
            sparql, graphs(pairs, "using-graph-uri"), graphs(pairs, "using-named-graph-uri")
        )
    except DatasetTwice as error:
        raise BadRequest(
            en="The request names a dataset, and the update has USING or WITH (SPARQL 1.1 Protocol, 2.2.3).",
            vi="Yêu cầu đã nêu tập dữ liệu mà lệnh cập nhật có USING hoặc WITH (SPARQL 1.1 Protocol, 2.2.3).",
        ) from error
    return Update(sparql, base)
