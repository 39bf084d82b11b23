"""What the door must know of a SPARQL query before any engine reads it.

The form of a query decides the formats that can answer it. It is read off the prologue, whose grammar is
regular (SPARQL 1.1 Query, section 19.8, rules 4 to 6): comments, BASE, PREFIX, then the keyword of the
form. Whether the rest is well-formed is for the engine to say.
"""

from __future__ import annotations

import re
from typing import Literal

from graph_build.query_text import undo_escapes

Form = Literal["select", "ask", "construct", "describe", "update"]

_SPACE = r"(?:\s++|\#[^\n\r]*+)*+"  # white space and comments; possessive, so that time stays linear
_IRI = r'<[^<>"{}|^`\\\x00-\x20]*>'
_PROLOGUE = re.compile(
    rf"""
    (?: {_SPACE} (?:
        BASE {_SPACE} {_IRI}                            # BASE <http://example.org/>
      | PREFIX {_SPACE} [^\s:<>\#]*: {_SPACE} {_IRI}    # PREFIX ex: <http://example.org/ns#>
      | VERSION {_SPACE} (?: "[^"\n\r]*" | '[^'\n\r]*' )  # VERSION "1.2", of SPARQL 1.2
    ) )*+
    {_SPACE}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FORM = re.compile("select|ask|construct|describe", re.IGNORECASE)
_UPDATE = re.compile(
    r"(?:insert|delete|load|clear|create|drop|copy|move|add|with)\b",
    re.IGNORECASE,
)
_VOLATILE = re.compile(r"(?:now|rand|uuid|bnode)\s*[(\#]", re.IGNORECASE)  # "#" begins a comment
_VOLATILE_NAMES = ("now", "rand", "uuid", "bnode")
_SERVICE = re.compile("service", re.IGNORECASE)
_GAP = r"(?:\s|\#[^\n\r]*[\n\r])*+"
_LOAD = re.compile(rf"(?<![^\s;>}}])LOAD{_GAP}(?:SILENT{_GAP})?(?:<|[^\s<>{{}}\"';:]*:)", re.IGNORECASE)
"""What may be a LOAD operation: behind the prologue or a semicolon, before an IRI or a prefixed name."""


def form_of(sparql: str) -> Form | None:
    """Name the form of a query, or say that it is an update; None where it is neither.

    Takes time linear in the length of the prologue.
    """
    prologue = _PROLOGUE.match(sparql)
    start = prologue.end() if prologue else 0
    if form := _FORM.match(sparql, start):
        return form[0].lower()  # type: ignore[return-value]
    return "update" if _UPDATE.match(sparql, start) else None


def is_volatile(sparql: str) -> bool:
    """Say whether a query may give another answer on the same data.

    It does where it calls NOW, RAND, UUID or the like, or another server. A query that only speaks of such a
    call, in a string or a comment, counts as volatile too. Code point escapes are undone.
    """
    plain = undo_escapes(sparql)
    if (
        plain.isascii()
    ):  # nearly all are, and then four searches for plain words tell of most that they call none
        small = plain.lower()
        if "service" not in small and not any(name in small for name in _VOLATILE_NAMES):
            return False
    return _VOLATILE.search(plain) is not None or _SERVICE.search(plain) is not None


def may_call_service(sparql: str) -> bool:
    """Say whether a query could hold a SERVICE clause: whether these letters stand anywhere in it.

    No query without the word has the clause, so those need no second reading; the others are judged by
    `api.federation` on the syntax tree. Code point escapes (SPARQL 1.1 Query, section 19.2) are undone.
    """
    plain = undo_escapes(sparql)
    return "service" in plain.lower() if plain.isascii() else _SERVICE.search(plain) is not None


def may_call_by_update(update: str) -> bool:
    """Say whether an update could hold a SERVICE clause or a LOAD operation."""
    return may_call_service(update) or _LOAD.search(undo_escapes(update)) is not None
