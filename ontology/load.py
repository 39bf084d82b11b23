"""Give access to the files of this package: vocabulary, code lists, register, shapes and rules.

The files are written under the default base IRI; every function here gives them under the base asked
for. Nothing is read before it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, TypeAlias

import pyoxigraph as ox

from ontology.vocab import DEFAULT_BASE, check_base
from ontology.xml_bytes import well_formed

FileName = Literal["nhiemvu", "alignment", "codes", "functions", "units", "central", "provinces", "shapes"]
"""The Turtle files: vocabulary, its alignment, code lists, functions in queries, the three of the unit
register, SHACL shapes."""

VOCABULARY_FILES: tuple[FileName, ...] = ("nhiemvu", "alignment", "codes")
"""The files that make up the ontology graph of a build."""

REGISTER_FILES: tuple[FileName, ...] = ("units", "central", "provinces")
"""The files that make up the register of units."""

Node: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Triple: TypeAlias = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]


def _rebased(text: str, base: str) -> str:
    return text if check_base(base) == DEFAULT_BASE else text.replace(DEFAULT_BASE, base)


@lru_cache(maxsize=32)
def turtle(name: FileName, base: str = DEFAULT_BASE) -> str:
    """Read one file as Turtle text under a base IRI; raises `BaseError` for a base that cannot be one."""
    return _rebased((files("ontology") / f"{name}.ttl").read_text("utf-8"), base)


@lru_cache(maxsize=4)
def rules(base: str = DEFAULT_BASE) -> dict[str, str]:
    """Read the inference rules: file name without its ending to the text of a SPARQL CONSTRUCT query."""
    found = sorted(
        (entry for entry in (files("ontology") / "rules").iterdir() if entry.name.endswith(".rq")),
        key=lambda entry: entry.name,
    )
    return {entry.name.removesuffix(".rq"): _rebased(entry.read_text("utf-8"), base) for entry in found}


def triples(*names: FileName, base: str = DEFAULT_BASE) -> list[Triple]:
    """Parse files into triples without blank nodes, in no particular order.

    A blank node becomes an IRI below `{base}ontology/node/`, named by its canonical label
    (W3C, RDF Dataset Canonicalization) within its file: the same in every run.
    """
    return [triple for name in names for triple in _named(name, base)]


def serialize(said: Iterable[Sequence[Any]], media_type: str, prefixes: Mapping[str, str]) -> bytes:
    """Write triples in order, each once, in a media type of RDF; raises ValueError for an unknown one."""
    rdf_format = ox.RdfFormat.from_media_type(media_type)
    if rdf_format is None:
        raise ValueError(f"{media_type!r} is no media type of RDF.")
    lines = sorted({ox.Triple(*triple) for triple in said}, key=str)
    written = ox.serialize(lines, format=rdf_format, prefixes=dict(prefixes)) or b""
    return well_formed(written) if rdf_format == ox.RdfFormat.RDF_XML else written


def nquads(*names: FileName, graph: str, base: str = DEFAULT_BASE) -> bytes:
    """Give the triples of files as N-Quads in one named graph, sorted, in UTF-8."""
    target = ox.NamedNode(graph)
    lines = {f"{ox.Quad(*triple, target)} .\n" for triple in triples(*names, base=base)}
    return "".join(sorted(lines)).encode("utf-8")


def _named(name: FileName, base: str) -> Iterable[Triple]:
    text = turtle(name, base)
    dataset = ox.Dataset(ox.parse(text, format=ox.RdfFormat.TURTLE))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    for quad in dataset:
        yield _name(quad.subject, name, base), quad.predicate, _name_object(quad.object, name, base)


def _name(term: Node, name: FileName, base: str) -> ox.NamedNode:
    if isinstance(term, ox.NamedNode):
        return term
    if isinstance(term, ox.BlankNode):
        return ox.NamedNode(f"{base}ontology/node/{name}-{term.value.removeprefix('c14n')}")
    raise TypeError(f"{term} cannot be the subject of a triple.")


def _name_object(term: Node, name: FileName, base: str) -> ox.NamedNode | ox.Literal:
    return term if isinstance(term, ox.Literal) else _name(term, name, base)
