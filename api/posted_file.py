"""A file that is sent to be taken in: by a form of this server's pages, or by a program as the body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from api.protocol import media_type, read_body
from api.refusals import BadRequest, CrossSite, MediaTypeRefused
from api.security import is_same_site

LARGEST_FILE: Final = 8 * 1024 * 1024
"""Bytes of a file, with the other fields of its form."""
_MULTIPART: Final = "multipart/form-data"
_LONGEST_NAME: Final = 200
_MOST_FIELDS: Final = 10


@dataclass(frozen=True, slots=True)
class PostedFile:
    """A file by name and bytes, and the other fields of its form, outer spaces off."""

    name: str
    data: bytes
    fields: Mapping[str, str] = field(default_factory=dict)


async def posted_file(request: Request) -> PostedFile:
    """Read the form of a page; raises CrossSite, MediaTypeRefused, BodyTooLarge and BadRequest."""
    if not is_same_site(request.headers):
        raise CrossSite
    if media_type(request.headers.get("content-type"))[0] != _MULTIPART:
        raise MediaTypeRefused(
            en=f"This is sent as a form with a file ({_MULTIPART}).",
            vi=f"Hãy gửi dưới dạng biểu mẫu có tệp ({_MULTIPART}).",
        )
    request._body = await read_body(request.headers, request.receive, LARGEST_FILE)
    try:
        async with request.form(max_files=1, max_fields=_MOST_FIELDS) as form:
            given = form.get("file")
            fields = {name: value.strip() for name, value in form.items() if isinstance(value, str)}
            if not isinstance(given, UploadFile):
                return PostedFile("", b"", fields)
            return PostedFile(plain_name(given.filename or ""), await given.read(), fields)
    except HTTPException as error:
        raise BadRequest(
            en=f"The form cannot be read: {error.detail}", vi="Không đọc được biểu mẫu đã gửi."
        ) from error


async def sent_file(request: Request, file: str) -> PostedFile:
    """Read the body that a program sends as a file of some name; raises BodyTooLarge."""
    return PostedFile(plain_name(file), await read_body(request.headers, request.receive, LARGEST_FILE))


def plain_name(written: str) -> str:
    """Give the last part of the name of a file, printable and of a length that can be shown."""
    last = PurePosixPath(written.replace("\\", "/")).name
    kept = "".join(sign for sign in last if sign.isprintable()).strip()
    return kept[-_LONGEST_NAME:]
