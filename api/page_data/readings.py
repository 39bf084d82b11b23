"""What pages keep of a snapshot: the key of each reading, and how it is made (`View.keep`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from api.page_data.documents import DocumentPage, document_page
from api.page_data.text_page import TextPage, text_page
from api.site import View

Key: TypeAlias = tuple[str, ...]

SPAN_KINDS: Final = (
    *("task", "lead", "coordinate", "other", "deadline", "indicator"),
    *("duty", "measure", "citation", "ledger"),
)


def document_reading(view: View, name: str) -> tuple[Key, Callable[[], DocumentPage | None]]:
    """Read everything about a document but its text."""
    return ("document", name), lambda: document_page(view.graph, view.directory, name)


def text_reading(view: View, name: str) -> tuple[Key, Callable[[], TextPage | None]]:
    """Read the text of a document with its spans."""
    return ("text", name), lambda: text_page(view.graph, view.directory, name)
