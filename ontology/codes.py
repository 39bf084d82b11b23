"""Read the code lists, such as the kinds of documents with their abbreviations and classes."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from ontology.load import turtle
from ontology.vocab import DEFAULT_BASE, SKOS, vocabulary


@dataclass(frozen=True, slots=True)
class Code:
    """A concept of a code list.

    `name` is the last part of its IRI; `notation` the short form in numbers, records and literals
    (empty where there is none); `other_names` further Vietnamese names; `document_class` the class that
    a kind of document stands for (empty in the other lists).
    """

    name: str
    iri: str
    notation: str
    vi: str
    en: str
    other_names: tuple[str, ...] = ()
    document_class: str = ""


@lru_cache(maxsize=4)
def _lists(base: str) -> dict[str, tuple[Code, ...]]:
    subjects: defaultdict[str, defaultdict[str, list[ox.Literal | ox.NamedNode]]]
    subjects = defaultdict(lambda: defaultdict(list))
    for quad in ox.parse(turtle("codes", base), format=ox.RdfFormat.TURTLE):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, (ox.Literal, ox.NamedNode)):
            subjects[quad.subject.value][quad.predicate.value].append(quad.object)
    lists: defaultdict[str, list[Code]] = defaultdict(list)
    for iri, said in subjects.items():
        for scheme in said[SKOS.inScheme]:
            lists[scheme.value.rpartition("/")[2]].append(_code(iri, said, base))
    return {scheme: tuple(codes) for scheme, codes in lists.items()}


def _code(iri: str, said: defaultdict[str, list[ox.Literal | ox.NamedNode]], base: str) -> Code:
    labels = {label.language: label.value for label in said[SKOS.prefLabel] if isinstance(label, ox.Literal)}
    return Code(
        name=iri.rpartition("/")[2],
        iri=iri,
        notation="".join(value.value for value in said[SKOS.notation]),
        vi=labels["vi"],
        en=labels["en"],
        other_names=tuple(value.value for value in said[SKOS.altLabel]),
        document_class="".join(value.value for value in said[vocabulary(base).nv.documentClass]),
    )


def codes(scheme: str, base: str = DEFAULT_BASE) -> tuple[Code, ...]:
    """List the concepts of a code list in the order of the file.

    Raises `ValueError` for an unknown list (see `Vocabulary.SCHEMES`).
    """
    try:
        return _lists(base)[scheme]
    except KeyError:
        raise ValueError(
            f"There is no code list {scheme!r}; the lists are {', '.join(_lists(base))}."
        ) from None


def _fold(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


@lru_cache(maxsize=4)
def _kinds(base: str) -> dict[str, Code]:
    return {
        _fold(name): kind for kind in codes("document-kind", base) for name in (kind.vi, *kind.other_names)
    }


def document_kind(name: str, base: str = DEFAULT_BASE) -> Code | None:
    """Find a kind of document by its Vietnamese name ("QUYẾT ĐỊNH"); None where the list lacks it."""
    return _kinds(base).get(_fold(name))


def kind_class(name: str | None, base: str = DEFAULT_BASE) -> str | None:
    """Give the class IRI of a kind of document as written; None for no name or an unknown one."""
    kind = document_kind(name, base) if name else None
    return kind.document_class if kind else None
