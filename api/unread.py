"""What a form says of a document that is known by citation only, and so has no mandates to compare."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from api.links import place_of
from api.rendering import language_of
from api.site import View
from queries.bilingual import Language
from queries.errors import DocumentUnread


@dataclass(frozen=True, slots=True)
class Unread:
    """The name as it was asked for, the sentence that says what is missing, and the page of the document."""

    written: str
    sentence: str
    page: str


def unread(request: Request, view: View, error: DocumentUnread) -> Unread:
    """Tell of a document whose text was not read, in the language of the page."""
    language: Language = "vi" if language_of(request) == "vi" else "en"
    iri = view.names.document(error.written).value
    return Unread(error.written, error.told(language), place_of(iri, view.base) or "")
