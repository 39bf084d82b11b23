"""Terms as they are written in N-Quads, read into what the table of tasks keeps of them.

The engine keeps numbers and days by their value, so "01" comes back from it as "1". Only forms that come back
as they were are read here; of any other `Odd` is raised, and the engine is asked about it.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final, TypeAlias

from graph_build.quad_lines import unescaped
from ontology.vocab import XSD

Value: TypeAlias = str | tuple[str, str] | None
"""A literal: its text alone where it is a plain string, else with its language after "@", or its datatype."""

_LITERAL: Final = re.compile(
    rb'"(?P<text>(?:[^"\\\n]|\\.)*)"(?:@(?P<language>[a-z]{1,8}(?:-[a-z0-9]{1,8})*)|\^\^<(?P<datatype>[^<>"\s]+)>)?'
)
_FORMS: Final = {
    XSD.gYear: re.compile(r"[1-9][0-9]{3}"),
    XSD.gYearMonth: re.compile(r"[1-9][0-9]{3}-(?:0[1-9]|1[0-2])"),
}
_NUMBER: Final = re.compile(rb'"(0|[1-9][0-9]{0,9})"\^\^<' + re.escape(XSD.integer.encode()) + rb">")


class Odd(Exception):
    """Say that the graph tells something of a task that only the engine weighs."""


@lru_cache(maxsize=1 << 14)
def value(term: bytes | None) -> Value:
    """Read a literal; None for none. Raises Odd for another term and for a form the engine may change."""
    if term is None:
        return None
    if term[-1:] == b'"' and b"\\" not in term and term.count(b'"') == 2:
        return term[1:-1].decode("utf-8")
    match = _LITERAL.fullmatch(term)
    if match is None:
        raise Odd
    said = unescaped(match["text"].decode("utf-8"))
    if match["language"]:
        return said, "@" + match["language"].decode("ascii")
    datatype = match["datatype"].decode("utf-8") if match["datatype"] else XSD.string
    if datatype == XSD.string:
        return said
    if datatype == XSD.date:
        return day(term), datatype
    if datatype not in _FORMS or not _FORMS[datatype].fullmatch(said):
        raise Odd
    return said, datatype


@lru_cache(maxsize=1 << 14)
def text(term: bytes) -> str:
    """Read the text of a string with or without a language; raises Odd for another term."""
    read = value(term)
    if isinstance(read, str):
        return read
    if read is None or not read[1].startswith("@"):
        raise Odd
    return read[0]


@lru_cache(maxsize=1 << 14)
def number(term: bytes) -> int:
    """Read an integer from 0 to 9,999,999,999; raises Odd for another term."""
    match = _NUMBER.fullmatch(term)
    if match is None:
        raise Odd
    return int(match[1])


@lru_cache(maxsize=1 << 14)
def day(term: bytes) -> str:
    """Read a day without a time zone as ISO 8601; raises Odd for another term."""
    match = _LITERAL.fullmatch(term)
    if match is None or match["datatype"] != XSD.date.encode():
        raise Odd
    said = match["text"].decode("utf-8")
    try:
        is_day = date.fromisoformat(said).isoformat() == said
    except ValueError:
        is_day = False
    if not is_day:
        raise Odd
    return said
