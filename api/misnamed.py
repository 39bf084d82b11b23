"""What a page says of a name that it cannot use: of no thing, of several, or of a document that was not read.

The form that the name was written in stays, and what may be meant is offered as links to the same page.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from fastapi import Request

from api.i18n import catalogue
from api.links import page_of, place_of
from api.page_data.directory import DocumentRef
from api.page_data.namesakes import files_apart
from api.rendering import language_of
from api.site import View
from queries.bilingual import Language
from queries.errors import (
    AmbiguousName,
    DocumentUnread,
    QuestionError,
    UnknownDocument,
    UnknownTask,
    UnknownThing,
    UnknownUnit,
)

_Unknown = UnknownUnit | UnknownDocument | UnknownTask | UnknownThing
Unusable = _Unknown | AmbiguousName | DocumentUnread
UNUSABLE: Final = (UnknownUnit, UnknownDocument, UnknownTask, UnknownThing, AmbiguousName, DocumentUnread)

_MOST: Final = 30
"""Things that are offered at most; a short name may be that of very many tasks."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that may be meant: the page asked for, about it; `about` is what is known of a document."""

    address: str
    label: str
    about: DocumentRef | None = None
    issuers: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Misnamed:
    """The name as it was asked for, the sentence that says what is wrong, and what may be meant.

    `page` is that of a document known by citation, "" else. `field` is the one that holds the name, "" where
    it stands in the path; `kept` are all other fields of the address, and `further` counts
    what is not offered.
    """

    written: str
    sentence: str
    status: int
    what: str = "document"
    page: str = ""
    offers: tuple[Offer, ...] = ()
    field: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    further: int = 0


def misnamed(request: Request, view: View, error: Unusable) -> Misnamed:
    """Tell of a name that cannot be used, in the language of the page."""
    language: Language = "vi" if language_of(request) == "vi" else "en"
    if isinstance(error, DocumentUnread):
        iri = view.names.document(error.written).value
        return Misnamed(error.written, error.told(language), 404, page=place_of(iri, view.base) or "")
    several = isinstance(error, AmbiguousName)
    key = "questions.ambiguous" if several else f"questions.unknown.{error.what}"
    messages = catalogue(language)
    shown = error.written[:80]
    fields = request.query_params.multi_items()
    field = next((name for name, value in fields if value.strip() == error.written), "")
    return Misnamed(
        error.written,
        messages.text(key, written=shown) if messages.has(key) else error.told(language),
        409 if several else 404,
        error.what,
        offers=_offers(request, view, error, field),
        field=field,
        kept=tuple((name, value) for name, value in fields if name != field and value),
        further=max(0, len(error.candidates) - _MOST) if isinstance(error, AmbiguousName) else 0,
    )


def _offers(request: Request, view: View, error: _Unknown | AmbiguousName, field: str) -> tuple[Offer, ...]:
    """Offer what may be meant, each as the address asked for with it in place of what was written."""
    if isinstance(error, AmbiguousName):
        told = [one.rpartition(" <") for one in error.candidates[:_MOST]]
        meant = [(iri.rstrip(">"), label) for label, _, iri in told]
    else:
        meant = [(_named(view, error.what, name), name) for name in error.nearest]
    known = view.directory.documents
    known.read([iri for iri, _ in meant])
    about = {iri: known[iri] for iri, _ in meant if iri in known}
    files = files_apart(view.graph, about.values())
    offers = []
    for iri, label in meant:
        ref = about.get(iri)
        issuers = ", ".join(one.label for one in view.directory.actors_of(ref.issuers)) if ref else ""
        address = _instead(request, field, error.written, iri or label)
        if not field:
            address = page_of(iri, view.base) or f"/search?{urlencode({'q': label})}"
        offers.append(Offer(address, ref.label if ref else label, ref, issuers, files.get(iri, "")))
    return tuple(offers)


def _named(view: View, what: str, name: str) -> str:
    """Give the IRI of a thing that is offered by name, "" where the name alone does not tell it."""
    names = view.names
    for find in {"document": (names.document,), "unit": (names.unit,)}.get(
        what, (names.document, names.unit)
    ):
        with suppress(QuestionError):
            return find(name).value
    return ""


def _instead(request: Request, field: str, written: str, meant: str) -> str:
    fields = [
        (name, meant if name == field and value.strip() == written else value)
        for name, value in request.query_params.multi_items()
    ]
    return f"{request.url.path}?{urlencode(fields)}"
