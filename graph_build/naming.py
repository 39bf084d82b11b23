"""Read the IRIs that resolution gave back as the things that they name."""

from __future__ import annotations

from typing import TypeVar

from graph_build.errors import RecordInvalid
from ontology.iris import IriError, Resource, parse

Kind = TypeVar("Kind", bound=Resource)


def named(iri: str | None, kind: type[Kind], base: str, what: str) -> Kind:
    """Read an IRI as a thing of one kind; `what` says in errors what should have it.

    Raises RecordInvalid where there is no IRI, or one that names another kind of thing.
    """
    if iri is None:
        raise RecordInvalid(what, "it has no IRI")
    try:
        thing = parse(iri, base)
    except IriError as error:
        raise RecordInvalid(what, str(error).rstrip(".")) from error
    if not isinstance(thing, kind):
        raise RecordInvalid(what, f"{iri!r} does not name a {kind.__name__.removesuffix('Id').lower()}")
    return thing
