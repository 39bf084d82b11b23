"""The terms of RDF that everything else works with, as the engine makes them."""

from __future__ import annotations

from typing import TypeAlias

import pyoxigraph as ox

Iri: TypeAlias = ox.NamedNode
BlankNode: TypeAlias = ox.BlankNode
Literal: TypeAlias = ox.Literal
Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal
Triple: TypeAlias = tuple[
    ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple,
    ox.NamedNode,
    ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple,
]
Row: TypeAlias = tuple[Term | None, ...]


def iri(value: str) -> Iri:
    """Make an IRI term.

    Raises ValueError where the text is not an absolute IRI (RFC 3987).
    """
    return ox.NamedNode(value)


def is_iri(value: str) -> bool:
    """Tell whether a text is an absolute IRI (RFC 3987)."""
    try:
        iri(value)
    except ValueError:
        return False
    return True


def literal(value: str, *, language: str | None = None, datatype: str | None = None) -> Literal:
    """Make a literal: plain, with a language tag, or with the IRI of a datatype.

    Raises ValueError for a malformed language tag or datatype IRI.
    """
    if language is not None:
        return ox.Literal(value, language=language)
    if datatype is not None:
        return ox.Literal(value, datatype=ox.NamedNode(datatype))
    return ox.Literal(value)


def words(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    """Give the IRI, the label or the lexical form of a term; a triple term as it is written, "" for none."""
    if term is None:
        return ""
    return str(term) if isinstance(term, ox.Triple) else term.value
