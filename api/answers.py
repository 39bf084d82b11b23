"""From a query to an answer over HTTP: the format, the entity tag, the bytes.

A query that is good and within the limits is computed whole before the first byte is sent, so that every
answer has its length and no error comes after status 200.
"""

from __future__ import annotations

import hashlib
from functools import partial

from starlette.types import Receive, Scope, Send

from api.answer_cache import AnswerCache
from api.errors import NotAcceptable
from api.exchange import Answer, Query
from api.live import Graph
from api.negotiation import Choice, Format, by_name, choose
from api.outline import is_volatile
from api.protocol import field_of
from api.workers import WorkerPool

HeaderList = list[tuple[bytes, bytes]]


def negotiate(formats: tuple[Format, ...], name: str | None, accepted: str | None) -> Choice:
    """Choose a format by the parameter `format`, else by the Accept field; raises NotAcceptable."""
    choice = by_name(name, formats) if name is not None else choose(accepted, formats)
    if choice is None:
        what = f"format {name[:80]!r}" if name is not None else f"media type in {(accepted or '')[:200]!r}"
        offers = ", ".join(form.media_type for form in formats)
        told = (
            f"định dạng {name[:80]!r}" if name is not None else f"kiểu nào trong {(accepted or '')[:200]!r}"
        )
        raise NotAcceptable(
            en=f"The answer to this request has no {what}. It comes as {offers}.",
            vi=f"Câu trả lời này không có {told}. Có: {offers}.",
        )
    return choice


async def send_answer(
    scope: Scope, receive: Receive, send: Send, query: Query, choice: Choice, timeout: float
) -> None:
    """Answer a request with what a query gives, or with 304 where the client has it already.

    A client that closes the connection stops the query: ClientGone. Raises what `WorkerPool.run` raises.
    """
    state = scope["app"].state
    pool: WorkerPool = state.pool
    graph: Graph = state.graph
    cache: AnswerCache = state.answers
    fields: HeaderList = [(b"vary", b"Accept")]
    # the state of a store elsewhere has no name that a tag could hold
    tag = "" if state.settings.store or is_volatile(query.sparql) else _tag(graph.snapshot_id, query, choice)
    if scope["method"] == "POST" or not tag:
        fields.append((b"cache-control", b"no-store"))
    else:
        fields += [(b"etag", tag.encode()), (b"cache-control", b"no-cache")]
        if tag in _tags(field_of(scope, b"if-none-match")):
            await send_empty(send, 304, fields)
            return
    answer = cache.get(tag) if tag else None
    if answer is None:
        answer = await pool.run(query, timeout, partial(_until_gone, receive))
        if tag:
            cache.keep(tag, answer)
    fields.append((b"content-type", choice.content_type.encode()))
    try:
        await _send(send, answer, fields, with_body=scope["method"] != "HEAD")
    finally:
        answer.close()


async def send_empty(send: Send, status: int, fields: HeaderList) -> None:
    """Answer with a status and no body."""
    await send({"type": "http.response.start", "status": status, "headers": fields})
    await send({"type": "http.response.body"})


def _tag(snapshot_id: str, query: Query, choice: Choice) -> str:
    """Make the entity tag of an answer; a weak one, for compression changes the bytes."""
    named = f"{snapshot_id}\0{choice.media_type}\0".encode()
    return f'W/"{hashlib.sha256(named + query.frame).hexdigest()[:32]}"'


def _tags(field: str) -> set[str]:
    """Read If-None-Match; tags are compared weakly (RFC 9110, section 13.1.2)."""
    return {"W/" + tag.strip().removeprefix("W/") for tag in field.split(",") if tag.strip()}


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(send: Send, answer: Answer, fields: HeaderList, *, with_body: bool) -> None:
    length = (b"content-length", str(answer.size).encode())
    await send({"type": "http.response.start", "status": 200, "headers": [*fields, length]})
    if not with_body or answer.size <= len(answer.body):
        await send({"type": "http.response.body", "body": answer.body if with_body else b""})
        return
    async for chunk in answer.chunks():
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body"})
