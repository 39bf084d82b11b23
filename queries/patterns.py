"""Graph patterns in files, of which queries are put together; what differs stands in their slots.

A pattern is an `.rq` file in a folder of `queries/`: triples and filters, no whole query. Its slots are
those of stored questions, `VALUES ?unit { UNDEF }` (docs/decisions/0008), but may take several terms.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_SLOT = re.compile(r"VALUES \?(\w+) \{ UNDEF \}")


def pattern(folder: str, name: str, terms: Mapping[str, str]) -> str:
    """Give a pattern with its slots filled.

    `terms` holds for every slot one or more RDF terms as the RDF library writes them, with spaces between.
    Raises KeyError for a slot without terms.
    """
    return _SLOT.sub(lambda slot: f"VALUES ?{slot[1]} {{ {terms[slot[1]]} }}", query_text(folder, name))


@cache
def query_text(folder: str, name: str) -> str:
    """Read a query or a pattern from its file, once."""
    return (files("queries") / folder / f"{name}.rq").read_text(encoding="utf-8")
