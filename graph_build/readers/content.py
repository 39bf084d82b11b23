"""What a reader of one format gives: the text, the tables, and what it had to leave out."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from graph_build.records import Issue, Table


class Content(NamedTuple):
    """The text of a document (NFC, line ends as \\n) with its tables.

    `page_starts` gives the offset at which every page begins where the format has pages.
    """

    text: str
    tables: tuple[Table, ...] = ()
    page_starts: tuple[int, ...] = ()
    issues: tuple[Issue, ...] = ()


Reader = Callable[[str, bytes], Content]
"""Reads the bytes of a document; the name is only for messages. Raises a subclass of ReadError."""
