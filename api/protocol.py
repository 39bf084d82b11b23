"""What requests of the SPARQL 1.1 Protocol are made of: parameters, bodies, datasets.

The protocol has its own rules for parameters (SPARQL 1.1 Protocol, sections 2.1 and 2.2), so they are read
here and not by the framework.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote_to_bytes

import msgspec
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope

from api.refusals import BadRequest, BodyTooLarge, MediaTypeRefused
from api.settings import show_bytes
from graph_build.terms import iri

FORM_TYPE = "application/x-www-form-urlencoded"
QUERY_TYPE = "application/sparql-query"
UPDATE_TYPE = "application/sparql-update"
_FIELDS = 10_000  # parameters of one request; every graph of a dataset is one
_read_string = msgspec.json.Decoder(str).decode
_HOST = re.compile(r"(?:[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?", re.ASCII)

Pairs = list[tuple[str, str]]


class ClientGone(Exception):
    """Say that the client has closed the connection; nobody reads an answer."""


def read_pairs(encoded: bytes) -> Pairs:
    """Read the parameters of a query string or of a form; raises BadRequest.

    A parameter without a value has an empty one (URL Standard, section 5.1).
    """
    parts = encoded.split(b"&")
    if len(parts) > _FIELDS:
        raise BadRequest(
            en=f"The request has more than {_FIELDS} parameters.", vi=f"Yêu cầu có hơn {_FIELDS} tham số."
        )
    split = [part.partition(b"=") for part in parts if part]
    try:
        return [(_plain(name), _plain(value)) for name, _, value in split]
    except UnicodeDecodeError as error:
        raise BadRequest(
            en="The parameters are not encoded in UTF-8.", vi="Các tham số không ở mã UTF-8."
        ) from error


def _plain(written: bytes) -> str:
    """Undo the escapes of a name or value; raises UnicodeDecodeError.

    Read as the like escapes of a JSON string, in a fraction of the time, where nothing else in the
    text means something in JSON. An escape that is none stays as it is.
    """
    plain = written.replace(b"+", b" ")
    if b"%" not in plain:
        return plain.decode("utf-8")
    if plain.isascii() and b"\\" not in plain:
        try:
            string = _read_string(b'"%b"' % plain.replace(b"%", b"\\u00"))
        except msgspec.DecodeError:
            pass
        else:
            return string.encode("latin-1").decode("utf-8")
    return unquote_to_bytes(plain).decode("utf-8")


def values(pairs: Iterable[tuple[str, str]], name: str) -> list[str]:
    """List the values of a parameter."""
    return [value for given, value in pairs if given == name]


def graphs(pairs: Iterable[tuple[str, str]], parameter: str) -> list[str]:
    """List the graphs that a parameter names; raises BadRequest for what is no absolute IRI."""
    named = values(pairs, parameter)
    for graph in named:
        try:
            iri(graph)
        except ValueError as error:
            raise BadRequest(
                en=f"The parameter {parameter} is not an absolute IRI: {graph[:200]!r}.",
                vi=f"Tham số {parameter} không phải IRI đầy đủ: {graph[:200]!r}.",
            ) from error
    return named


def only(pairs: Iterable[tuple[str, str]], parameter: str) -> str:
    """Give the one value of a parameter, without a byte order mark; raises BadRequest for none or two."""
    given = values(pairs, parameter)
    if len(given) == 1:
        return given[0].removeprefix("\ufeff")
    if not given:
        raise BadRequest(
            en=f"The request has no {parameter}. Send it as the parameter '{parameter}'.",
            vi=f"Yêu cầu thiếu {parameter}. Hãy gửi trong tham số '{parameter}'.",
        )
    raise BadRequest(
        en=f"The request has {len(given)} of '{parameter}'. Send one at a time.",
        vi=f"Yêu cầu có {len(given)} tham số '{parameter}'. Mỗi lần chỉ gửi một.",
    )


def decode(body: bytes, what: str) -> str:
    """Read a body that is a query or an update; raises BadRequest."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(
            en=f"The {what} is not encoded in UTF-8 (byte {error.start}).",
            vi=f"Phần thân ({what}) không ở mã UTF-8 (byte {error.start}).",
        ) from error


def media_type(field: str | None) -> tuple[str, str]:
    """Split a Content-Type field: the media type in small letters, and its charset ("" for none)."""
    kind, _, parameters = (field or "").partition(";")
    charset = ""
    for parameter in parameters.lower().split(";"):
        name, _, value = parameter.partition("=")
        if name.strip() == "charset":
            charset = value.strip().strip('"')
    return kind.strip().lower(), charset


def operation_type(field: str | None) -> str:
    """Give the media type of the body of a SPARQL operation; raises MediaTypeRefused."""
    kind, charset = media_type(field)
    if kind not in (FORM_TYPE, QUERY_TYPE, UPDATE_TYPE):
        raise MediaTypeRefused(
            en=f"The body is {kind or 'of no stated media type'}. Send {QUERY_TYPE} or a form ({FORM_TYPE}).",
            vi=f"Phần thân có kiểu {kind or '(không nêu)'}. Cần {QUERY_TYPE} hoặc biểu mẫu ({FORM_TYPE}).",
            accepted=(QUERY_TYPE, UPDATE_TYPE, FORM_TYPE),
        )
    if charset not in ("", "utf-8", "utf8"):
        raise MediaTypeRefused(
            en="The body is not in UTF-8, the only encoding of the SPARQL Protocol.",
            vi="Phần thân không ở UTF-8, bảng mã duy nhất của SPARQL Protocol.",
            accepted=(QUERY_TYPE, UPDATE_TYPE, FORM_TYPE),
        )
    return kind


async def read_body(headers: Headers, receive: Receive, limit: int) -> bytes:
    """Read a whole body.

    Raises BodyTooLarge as soon as it is known to be, MediaTypeRefused for one that is packed, and ClientGone.
    """
    body = bytearray()
    check_fields(headers, limit)
    more = True
    while more:
        chunk, more = next_chunk(await receive())
        body += chunk
        check_size(len(body), limit)
    return bytes(body)


def check_fields(headers: Headers, limit: int) -> None:
    """Raise BodyTooLarge where Content-Length is over the limit, MediaTypeRefused for a packed body."""
    if headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise MediaTypeRefused(
            en="The body is compressed (Content-Encoding). Send it as it is.",
            vi="Phần thân bị nén (Content-Encoding). Hãy gửi nguyên dạng.",
            codings=("identity",),
        )
    stated = headers.get("content-length", "")
    check_size(int(stated) if stated.isdecimal() else 0, limit)


def check_size(size: int, limit: int) -> None:
    """Raise BodyTooLarge where a size in bytes is over the limit."""
    if size > limit:
        raise BodyTooLarge(
            en=f"The body is larger than {show_bytes(limit)}, the limit of this server.",
            vi=f"Phần thân lớn hơn {show_bytes(limit)}, giới hạn của máy chủ này.",
        )


def next_chunk(message: Message) -> tuple[bytes, bool]:
    """Give the bytes of a message and whether more come; raises ClientGone."""
    if message["type"] == "http.disconnect":
        raise ClientGone
    return message.get("body", b""), message.get("more_body", False)


def field_of(scope: Scope, name: bytes) -> str:
    """Join the fields of a request that have a name, in small letters; "" where there is none."""
    return b", ".join([value for given, value in scope["headers"] if given == name]).decode("latin-1")


def cookie_of(scope: Scope, name: str) -> str:
    """Give the value of a cookie, of several the last; "" where there is none.

    Not by `http.cookies`, which undoes the escapes of a value in the square of its length in Python 3.11.9
    and before (CVE-2024-7592).
    """
    found = ""
    for value in (value for given, value in scope["headers"] if given == b"cookie"):
        for part in value.decode("latin-1").split(";"):
            given, _, written = part.partition("=")
            if given.strip() == name:
                found = written.strip().strip('"')
    return found


def base_of(scope: Scope) -> str | None:
    """Give the endpoint's address: the base of relative IRIs where a query sets none (RFC 3986, 5.1.3)."""
    host = field_of(scope, b"host")
    return f"{scope['scheme']}://{host}{scope['path']}" if _HOST.fullmatch(host) else None
