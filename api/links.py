"""From the IRI of a thing to the page about it, and back.

A page stands for the things that a reader asks about: documents, tasks, units, collectives, persons and
posts. What is only a part of those (an assignment, a quoted span, a deadline) leads to the place on
their page. The path of a page is the path of the IRI with the kind put in the plural:
`id/document/byt/2022/qd-2182` is shown at `/documents/byt/2022/qd-2182`.

Terms, codes and named graphs have pages of their own: `ontology#leads` is a place on `/ontology`,
`codes/role/lead` one on `/lists/role`, and `graph/units` is shown at `/graphs/units`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse

from queries.values import day

PAGES: Final = {
    "document": "documents",
    "task": "tasks",
    "unit": "units",
    "group": "groups",
    "person": "people",
    "post": "posts",
}
"""Kind of thing in an IRI, and the first part of its page's path."""

ROOMS: Final = ("ontology", "codes", "function")
"""The first parts of IRIs of names; those of things begin with `id`, those of graphs with `graph`."""

IN_PATH: Final = "/-._~!$&()*+,;=:@"
"""What stands in the path of an IRI as it is (RFC 3987), apart from letters and digits."""
_PATH: Final = "/-._~%"

_DOCUMENT: Final = r"(?P<document>[^/]+/[^/]+/[^/]+)"
# Parts of a document and of a task, with where the reader is sent.
_PARTS: Final = (
    # id/assignment/byt/2022/qd-2182/b/2.7/lead/1
    (re.compile(rf"assignment/{_DOCUMENT}/(?P<tail>.+)/[a-z]+/\d+"), "/tasks/{document}/{tail}#assignments"),
    # id/deadline/byt/2022/qd-2182/b/2.7
    (re.compile(rf"deadline/{_DOCUMENT}/(?P<tail>.+)"), "/tasks/{document}/{tail}#deadline"),
    # id/evidence/byt/2022/qd-2182/1042-1066-t2r5c3, id/citation/byt/2022/qd-2182/1042-1066
    (
        re.compile(rf"(?:evidence|citation)/{_DOCUMENT}/(?P<start>\d+)-(?P<end>\d+)(?:-[a-z0-9]+)?"),
        "/documents/{document}/text?at={start}-{end}#c{start}-{end}",
    ),
    (re.compile(rf"section/{_DOCUMENT}/.+"), "/documents/{document}#tasks"),
    (re.compile(rf"duty/{_DOCUMENT}/.+"), "/documents/{document}#duties"),
    (re.compile(rf"measure/{_DOCUMENT}/.+"), "/documents/{document}#measures"),
    (re.compile(rf"(?:indicator|goal)/{_DOCUMENT}/.+"), "/documents/{document}#indicators"),
    (re.compile(rf"ledger/{_DOCUMENT}/.+"), "/documents/{document}#ledger"),
    (re.compile(rf"finding/{_DOCUMENT}/.+"), "/documents/{document}#findings"),
)


_OFFSET: Final = re.compile(r"[0-9]{1,9}")


def page_of(iri: str, base: str) -> str | None:
    """Give the path of the page of one of the six kinds of things; None for every other IRI."""
    kind, _, path = iri.removeprefix(f"{base}id/").partition("/")
    if not iri.startswith(f"{base}id/") or kind not in PAGES or not path or "#" in path:
        return None
    return f"/{PAGES[kind]}/{path}"


def place_of(iri: str, base: str) -> str | None:
    """Give the page of a thing, or the place on a page where a part of a thing is shown; else None."""
    if page := page_of(iri, base):
        return page
    local = iri.removeprefix(f"{base}id/").partition("#")[0] if iri.startswith(f"{base}id/") else ""
    for pattern, target in _PARTS:
        if match := pattern.fullmatch(local):
            return target.format(**match.groupdict())
    return None


def name_place_of(iri: str, base: str) -> str | None:
    """Give the place where a term, a code, a function or a named graph is explained; None for other IRIs."""
    local, mark, fragment = iri.removeprefix(base).partition("#")
    room, _, rest = local.partition("/")
    if not iri.startswith(base):
        return None
    if local in {"ontology", "function"}:
        return f"/ontology{mark}{quote(fragment)}"
    if room == "graph" and rest:
        return f"/graphs/{quote(rest, safe=_PATH)}{mark}{quote(fragment)}"
    if local == "codes":
        return "/lists"
    if room != "codes" or rest.count("/") > 1 or not rest.strip("/"):
        return None
    scheme, _, code = rest.partition("/")
    return f"/lists/{quote(scheme)}" + (f"#{quote(code)}" if code else "")


def address_of(iri: str, base: str) -> str | None:
    """Give where a reader of raw data looks up an IRI of the base; None for one of another base."""
    return name_place_of(iri, base) or data_of(iri, base)


def text_place(document: str, start: int, end: int) -> str:
    """Give the address of a span in the text of a document; `document` is the path of its page."""
    return f"{document}/text?at={start}-{end}#c{start}-{end}"


def words_place(document: str, row: Mapping[str, str]) -> str:
    """Give the address of the words from `start` to `end` of a row; "" where it tells no place in a text."""
    if not (document and tells_place(row)):
        return ""
    return text_place(document, int(row["start"]), int(row["end"]))


def tells_place(row: Mapping[str, str]) -> bool:
    """Say whether `start` and `end` of a row are offsets in a text; users may have written something else."""
    return all(_OFFSET.fullmatch(row[name]) for name in ("start", "end"))


def data_of(iri: str, base: str) -> str | None:
    """Give the address where an IRI is described as RDF; None for one of another base.

    That of a thing leaves `id/` out: `id/unit/bo-y-te` is described at `/data/unit/bo-y-te`, `codes/role` at
    `/data/codes/role`; no kind of thing is named as one of the `ROOMS`. A graph is its own description.
    """
    local = iri.removeprefix(base).partition("#")[0]
    if not iri.startswith(base):
        return None
    if local.startswith("graph/"):
        return "/store?" + urlencode({"graph": base + local})
    if local.startswith("id/"):
        return "/data/" + quote(local.removeprefix("id/"), safe=_PATH)
    return "/data/" + quote(local, safe=_PATH) if local.partition("/")[0] in ROOMS else None


def local_of(path: str) -> str:
    """Give what stands behind the base in the IRI that is described at `/data/{path}`."""
    return path if path.partition("/")[0] in ROOMS else f"id/{path}"


def with_days(request: Request, *names: str) -> RedirectResponse | None:
    """Lead to the same page by an address that has its days as year-month-day; None where this one does.

    Readers write days as their language does; an address that is kept or sent is read by anybody.
    """
    asked = request.query_params
    days = {name: day(asked.get(name, "").strip()) for name in names}
    changed = {name: found for name, found in days.items() if found and found != asked[name]}
    return RedirectResponse(link_of(request)(**changed), status_code=303) if changed else None


PASSING: Final = frozenset({"saved", "undone"})
"""Fields that tell what has just been done; they stand in the address that this leads to and in no other."""


def link_of(request: Request) -> Callable[..., str]:
    """Give what makes the address of the page asked for with some fields changed."""

    kept: dict[frozenset[str], str] = {}  # fields that stay, by those that change: lists have many links

    def link(**changes: object) -> str:
        """Give the address with these fields in place of those that it has; what is "" is left out."""
        names = frozenset(changes)
        if names not in kept:
            fields = request.query_params.multi_items()
            gone = names | PASSING
            kept[names] = urlencode([(name, value) for name, value in fields if value and name not in gone])
        written = [(name, str(value)) for name, value in changes.items()]
        changed = urlencode([(name, value) for name, value in written if value])
        query = "&".join(filter(None, (kept[names], changed)))
        return request.url.path + (f"?{query}" if query else "")

    return link
