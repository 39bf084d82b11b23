"""From a query to an answer over HTTP: the format, the entity tag, the bytes.

A query that is good and within the limits is computed whole before the first byte is sent, so that every
answer has its length and no error comes after status 200.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

from starlette.types import Receive, Scope, Send

from api.answer_cache import AnswerCache
from api.exchange import Answer, Query
from api.negotiation import Choice, Format, by_name, choose
from api.outline import is_volatile
from api.preconditions import Conditions
from api.refusals import NotAcceptable
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
    scope: Scope,
    receive: Receive,
    send: Send,
    query: Query,
    choice: Choice,
    timeout: float,
    *,
    strong: bool = False,
) -> None:
    """Answer a request with what a query gives, or with 304 where the client has it already.

    `strong` is for answers that are the same to the byte while the graph is: their entity tags can be shown
    in If-Match. A client that closes the connection stops the query: ClientGone. Raises PreconditionFailed
    and what `WorkerPool.run` raises.
    """
    state = scope["app"].state
    pool: WorkerPool = state.pool
    cache: AnswerCache = state.answers
    # the state of a store elsewhere has no name that a tag could hold
    name = b"" if state.settings.store else _name(query, choice)
    told: _Told | None = None

    def tell() -> _Told:
        """Make what is told beside an answer: once, while a worker is at work if nobody needs it before."""
        nonlocal told
        if told is None:
            told = _told(scope["method"], name, query, choice, strong=strong)
        return told

    wanted = Conditions.of(scope) if scope["method"] != "POST" else Conditions()
    if wanted.none_match not in ("", "*") and not wanted.match and wanted.is_known(tell().tag):
        await send_empty(send, 304, tell().unchanged)  # a query that has such a tag was answered before
        return
    answer = cache.get(name) if name else None
    if answer is None:
        answer = await pool.run(query, timeout, partial(_until_gone, receive), tell)
        if tell().tag:
            cache.keep(name, answer)
    try:
        wanted.require_match({tell().tag})
        if wanted.is_known(tell().tag):
            await send_empty(send, 304, tell().unchanged)
        else:
            await _send(send, answer, tell().fields, with_body=scope["method"] != "HEAD")
    finally:
        answer.close()


class _Told(NamedTuple):
    """What is told beside an answer: its entity tag, "" for none, and the fields of 200 and of 304."""

    tag: str
    fields: HeaderList
    unchanged: HeaderList


def _told(method: str, name: bytes, query: Query, choice: Choice, *, strong: bool) -> _Told:
    tag = "" if not name or is_volatile(query.sparql) else _tag(name, strong=strong)
    fields: HeaderList = [(b"vary", b"Accept")]
    kind = (b"content-type", choice.content_type.encode())
    if method == "POST" or not tag:
        fields.append((b"cache-control", b"no-store"))
        return _Told(tag, [*fields, kind], fields)
    fields += [(b"etag", tag.encode()), (b"cache-control", b"no-cache")]
    return _Told(tag, [*fields, kind], fields)


async def send_empty(send: Send, status: int, fields: HeaderList) -> None:
    """Answer with a status and no body."""
    await send({"type": "http.response.start", "status": status, "headers": fields})
    await send({"type": "http.response.body"})


def _name(query: Query, choice: Choice) -> bytes:
    """Name an answer by all that it depends on.

    The snapshot is the one that the query is asked of: another may be served since the request came.
    """
    return f"{query.store.parent.name}\0{choice.media_type}\0".encode() + query.frame


def _tag(name: bytes, *, strong: bool) -> str:
    """Make the entity tag of an answer; a weak one says no more than that the answers mean the same."""
    return f'{"" if strong else "W/"}"{hashlib.sha256(name).hexdigest()[:32]}"'


def strong_tags(query_in: Callable[[Format], Query], formats: Iterable[Format]) -> set[str]:
    """List the entity tags under which something that a query reads may be known, one a media type."""
    return {
        _tag(_name(query_in(form), Choice(form, media_type)), strong=True)
        for form in formats
        for media_type in (form.media_type, *form.aliases)
    }


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
