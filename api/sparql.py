"""The query operation of the SPARQL 1.1 Protocol (W3C Recommendation of 21 March 2013, section 2.1).

An ASGI application of its own, without the framework's handling of parameters, because the protocol has its
own and every small query passes here. A query that is good and within the limits is computed whole before the
first byte is sent, so that every answer has its length and no error comes after status 200.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from api.errors import (
    METHODS,
    BadRequest,
    BodyTooLarge,
    MediaTypeRefused,
    MethodRefused,
    NotAcceptable,
    UpdateRefused,
)
from api.live import Graph
from api.negotiation import ROWS, TRIPLES, Choice, by_name, choose, prefers_html
from api.outline import Form, form_of, is_volatile
from api.settings import Settings, show_bytes
from api.workers import Answer, Query, WorkerPool
from graph_build.store import iri

PAGE = "/query"
_FORM_TYPE = "application/x-www-form-urlencoded"
_QUERY_TYPE = "application/sparql-query"
_UPDATE_TYPE = "application/sparql-update"
_FIELDS = 10_000  # parameters of one request; every graph of a dataset is one

_HOST = re.compile(r"(?:[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?", re.ASCII)

HeaderList = list[tuple[bytes, bytes]]


class ClientGone(Exception):
    """Say that the client has closed the connection; nobody reads an answer."""


@dataclass(frozen=True)
class Asked:
    """What a request asks: the query, the dataset that it names (None where it names none), the `format`."""

    sparql: str
    default_graph: list[str] | None
    named_graphs: list[str] | None
    format: str | None


class SparqlEndpoint:
    """Answer queries over the live snapshot; a browser that asks for a page is sent to the query page."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; errors are raised for the handlers of the app."""
        method = scope["method"]
        headers = Headers(scope=scope)
        if method == "OPTIONS":
            await _send(send, 204, [(b"allow", METHODS.encode())])
        elif method in ("GET", "HEAD") and _wants_page(scope, headers):
            place = PAGE.encode() + (b"?" + scope["query_string"] if scope["query_string"] else b"")
            await _send(send, 303, [(b"location", place), (b"vary", b"Accept")])
        elif method in ("GET", "HEAD", "POST"):
            with contextlib.suppress(ClientGone):
                await self._answer(scope, headers, receive, send)
        else:
            raise MethodRefused(f"The SPARQL endpoint takes GET and POST, not {method}.")

    async def _answer(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        graph: Graph = scope["app"].state.graph
        asked = await self._read(scope, headers, receive)
        form = form_of(asked.sparql)
        if form == "update":
            raise UpdateRefused
        choice = _negotiate(form, asked.format, _accept(headers))
        base = _base(scope, headers)
        fields: HeaderList = [(b"vary", b"Accept")]
        if scope["method"] == "POST" or is_volatile(asked.sparql):
            fields.append((b"cache-control", b"no-store"))
        else:
            tag = _tag(graph.snapshot_id, base, asked, choice)
            fields += [(b"etag", tag.encode()), (b"cache-control", b"no-cache")]
            if tag in _tags(headers.get("if-none-match", "")):
                await _send(send, 304, fields)
                return
        query = Query(
            asked.sparql,
            choice.format.media_type,
            graph.database,
            asked.default_graph,
            asked.named_graphs,
            base=base,
        )
        pool: WorkerPool = scope["app"].state.pool
        answer = await _unless_gone(pool, query, self._settings.query_timeout, receive)
        fields.append((b"content-type", choice.content_type.encode()))
        try:
            await _send_answer(send, answer, fields, with_body=scope["method"] != "HEAD")
        finally:
            answer.close()

    async def _read(self, scope: Scope, headers: Headers, receive: Receive) -> Asked:
        pairs = _pairs(scope["query_string"])
        if scope["method"] == "POST":
            kind = _media_type(headers.get("content-type"))
            body = await _body(headers, receive, self._settings.request_limit)
            if kind == _UPDATE_TYPE:
                raise UpdateRefused
            if kind == _QUERY_TYPE:
                pairs.append(("query", _decode(body)))
            else:
                pairs += _pairs(body)
        return _asked(pairs)


def _wants_page(scope: Scope, headers: Headers) -> bool:
    given = {name for name, _ in _pairs(scope["query_string"])}
    return "format" not in given and prefers_html(_accept(headers) or "")


def _asked(pairs: list[tuple[str, str]]) -> Asked:
    queries = [value for name, value in pairs if name == "query"]
    if any(name == "update" for name, _ in pairs):
        if queries:
            raise BadRequest("The request has both a query and an update. Send one of them.")
        raise UpdateRefused
    if len(queries) != 1:
        raise BadRequest(
            "The request has no query. Send it as the parameter 'query'."
            if not queries
            else f"The request has {len(queries)} queries. Send one at a time."
        )
    default = _graphs(pairs, "default-graph-uri")
    named = _graphs(pairs, "named-graph-uri")
    given = bool(default or named)
    return Asked(
        sparql=queries[0].removeprefix("\ufeff"),
        default_graph=default if given else None,
        named_graphs=named if given else None,
        format=next((value for name, value in pairs if name == "format" and value), None),
    )


def _graphs(pairs: Iterable[tuple[str, str]], parameter: str) -> list[str]:
    graphs = [value for name, value in pairs if name == parameter]
    for graph in graphs:
        try:
            iri(graph)
        except ValueError as error:
            raise BadRequest(f"The parameter {parameter} is not an absolute IRI: {graph[:200]!r}.") from error
    return graphs


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            encoded.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS
        )
    except UnicodeDecodeError as error:
        raise BadRequest("The parameters are not encoded in UTF-8.") from error
    except ValueError as error:
        raise BadRequest(f"The request has more than {_FIELDS} parameters.") from error


def _decode(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(f"The query is not encoded in UTF-8 (byte {error.start}).") from error


def _media_type(field: str | None) -> str:
    kind, _, parameters = (field or "").partition(";")
    kind = kind.strip().lower()
    known = (_FORM_TYPE, _QUERY_TYPE, _UPDATE_TYPE)
    if kind not in known:
        raise MediaTypeRefused(
            f"The body is {kind or 'of no stated media type'}. Send {_QUERY_TYPE}, or a form ({_FORM_TYPE})."
        )
    charset = parameters.lower().replace(" ", "").replace('"', "")
    if "charset=" in charset and "charset=utf-8" not in charset and "charset=utf8" not in charset:
        raise MediaTypeRefused("The body is not in UTF-8, the only encoding of the SPARQL Protocol.")
    return kind


async def _body(headers: Headers, receive: Receive, limit: int) -> bytes:
    stated = headers.get("content-length", "")
    body = bytearray()
    more = True
    while more:
        if len(body) > limit or (stated.isdecimal() and int(stated) > limit):
            raise BodyTooLarge(f"The body is larger than {show_bytes(limit)}, the limit of this server.")
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        body += message.get("body", b"")
        more = message.get("more_body", False)
    if len(body) > limit:
        raise BodyTooLarge(f"The body is larger than {show_bytes(limit)}, the limit of this server.")
    return bytes(body)


def _accept(headers: Headers) -> str | None:
    fields = headers.getlist("accept")
    return ", ".join(fields) if fields else None


def _negotiate(form: Form | None, name: str | None, accept: str | None) -> Choice:
    formats = TRIPLES if form in ("construct", "describe") else ROWS
    choice = by_name(name, formats) if name is not None else choose(accept, formats)
    if choice is None:
        what = f"format {name[:80]!r}" if name is not None else f"media type in {(accept or '')[:200]!r}"
        offers = ", ".join(form.media_type for form in formats)
        raise NotAcceptable(f"The answer to this query has no {what}. It comes as {offers}.")
    return choice


def _base(scope: Scope, headers: Headers) -> str | None:
    """Give the endpoint's address: the base of relative IRIs where a query sets none (RFC 3986, 5.1.3)."""
    host = headers.get("host", "")
    return f"{scope['scheme']}://{host}{scope['path']}" if _HOST.fullmatch(host) else None


def _tag(snapshot_id: str, base: str | None, asked: Asked, choice: Choice) -> str:
    """Make the entity tag of an answer; a weak one, for compression changes the bytes."""
    parts = (
        snapshot_id,
        asked.sparql,
        repr(asked.default_graph),
        repr(asked.named_graphs),
        choice.media_type,
    )
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass"))
    return f'W/"{digest.hexdigest()[:32]}"'


def _tags(field: str) -> set[str]:
    """Read If-None-Match; tags are compared weakly (RFC 9110, section 13.1.2)."""
    return {"W/" + tag.strip().removeprefix("W/") for tag in field.split(",") if tag.strip()}


async def _unless_gone(pool: WorkerPool, query: Query, timeout: float, receive: Receive) -> Answer:
    """Run a query, and stop it when the client closes the connection."""
    running = asyncio.ensure_future(pool.run(query, timeout))
    watching = asyncio.ensure_future(_until_gone(receive))
    try:
        await asyncio.wait({running, watching}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            return running.result()
        raise ClientGone
    finally:
        watching.cancel()
        if not running.done():
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                (await running).close()


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send_answer(send: Send, answer: Answer, fields: HeaderList, *, with_body: bool) -> None:
    length = (b"content-length", str(answer.size).encode())
    await send({"type": "http.response.start", "status": 200, "headers": [*fields, length]})
    if not with_body or answer.size <= len(answer.body):
        await send({"type": "http.response.body", "body": answer.body if with_body else b""})
        return
    async for chunk in answer.chunks():
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body"})


async def _send(send: Send, status: int, fields: HeaderList) -> None:
    await send({"type": "http.response.start", "status": status, "headers": fields})
    await send({"type": "http.response.body"})
