"""What the full-text index tells of a graph, read from a file of N-Quads instead of a database.

The queries in `search_queries/` say what it is; a test compares both. Facts are given for listed things only,
which are one subject in ten, and in two passes over the file, so that only names are kept in memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from graph_build.quad_lines import statements, term_of, value_of
from graph_build.text import normalise
from ontology.vocab import FOAF, ORG, RDF, RDFS, SKOS, Vocabulary

_TITLE = "http://purl.org/dc/terms/title"


class Listed:
    """The things in a file that search finds."""

    def __init__(self, path: Path, classes: Mapping[str, int], other: int, names: Vocabulary) -> None:
        """Find them; `classes` gives the number of the kind for the IRI of a class, `other` that of no kind.

        Raises OSError where the file cannot be read.
        """
        self._path, self._names = path, names
        self._kinds: dict[bytes, int] = {}
        kinds = {_iri(name): number for name, number in classes.items()}
        ours = f"<{names.base}".encode()
        naming = {_iri(name) for name in (SKOS.prefLabel, FOAF.name, RDFS.label, _TITLE)}
        self._scoped: defaultdict[bytes, list[bytes]] = defaultdict(list)
        self._copies: defaultdict[bytes, list[bytes]] = defaultdict(list)
        type_, scoped, copied = _iri(RDF.type), _iri(names.nv.nameOf), _iri(names.nv.hasSnapshot)
        for subject, predicate, rest in statements(path):
            if predicate == type_:
                kind = kinds.get(term_of(rest))
                if kind is not None:
                    self._kinds[subject] = min(kind, self._kinds.get(subject, kind))
            elif predicate in naming and not subject.startswith(ours):
                self._kinds.setdefault(subject, other)
            elif predicate == scoped:
                self._scoped[subject].append(term_of(rest))
            elif predicate == copied:
                self._copies[term_of(rest)].append(subject)

    def kinds(self) -> Iterator[tuple[str, int]]:
        """Give the IRI of every thing and the number of its kind."""
        for thing, kind in self._kinds.items():
            yield thing[1:-1].decode("utf-8"), kind

    def facts(self) -> Iterator[tuple[str, str, str]]:
        """Give what is said of them: IRI, IRI of the property, IRI or text in NFC; some come twice."""
        nv = self._names.nv
        properties = (
            *(SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, FOAF.name, RDFS.label, _TITLE),
            *(nv.number, nv.dateIssued, nv.code, nv.sectionPath, nv.output, nv.dutyText),
            *(nv.statedIn, nv.issuedBy, nv.dutyOf, nv.groupContext),
            *(ORG.subOrganizationOf, ORG.postIn, ORG.holds),
        )
        own = {_iri(name): name for name in properties}
        of_names = {_iri(name): name for name in (SKOS.altLabel, SKOS.hiddenLabel)}
        of_file = {_iri(nv.fileName): nv.fileName}
        for subject, predicate, rest in statements(self._path):
            if predicate in own and subject in self._kinds:
                yield _text(subject), own[predicate], _value(rest)
            if predicate in of_names and subject in self._scoped:
                for thing in self._scoped[subject]:
                    yield _text(thing), of_names[predicate], _value(rest)
            if predicate in of_file and subject in self._copies:
                for thing in self._copies[subject]:
                    yield _text(thing), of_file[predicate], _value(rest)


def _iri(name: str) -> bytes:
    return f"<{name}>".encode()


def _text(term: bytes) -> str:
    return term[1:-1].decode("utf-8")


def _value(rest: bytes) -> str:
    value = value_of(rest)
    return value if rest.startswith(b"<") else normalise(value).replace("\0", " ")
