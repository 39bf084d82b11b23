"""Control characters in the text of a document, which a terminal would obey and XML cannot hold.

Tabs, line ends and form feeds stay (a form feed ends a page); every other control character of ASCII and
ISO 8859-1, and the two code points that are none, become spaces, so that every offset stays (XML 1.0, 2.2).
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from graph_build.issues import doubtful
from graph_build.readers.content import Content
from graph_build.records import Table

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def without_controls(content: Content) -> Content:
    """Set a space in place of every control character, with an entry in the ledger that counts them."""
    text, count = _CONTROL.subn(" ", content.text)
    if not count:
        return content
    said = doubtful("control-characters", f"{count} control characters are read as spaces.")
    return content._replace(
        text=text, tables=tuple(map(_cleaned, content.tables)), issues=(*content.issues, said)
    )


def _cleaned(table: Table) -> Table:
    rows = tuple(
        tuple(replace(cell, text=_CONTROL.sub(" ", cell.text).strip()) for cell in row) for row in table.rows
    )
    return replace(table, rows=rows)
