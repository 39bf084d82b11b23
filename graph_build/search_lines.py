"""What the full-text index tells of a graph, read from files of N-Quads instead of a database.

The queries in `search_queries/` say what it is; a test compares both. Facts are given for listed things only,
which are one subject in ten, and in two passes over the files, so that only names are kept in memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from graph_build.other_lines import iri_of, statements_of_others, value_of_others
from graph_build.quad_lines import Statement, statements, term_of, value_of
from graph_build.text import normalise
from ontology.vocab import FOAF, ORG, RDF, RDFS, SKOS, Vocabulary

_TITLE = "http://purl.org/dc/terms/title"


class Listed:
    """The things that search finds, in a file that a build wrote or in all the files of others together."""

    def __init__(
        self, lines: Path | Sequence[Path], classes: Mapping[str, int], other: int, names: Vocabulary
    ) -> None:
        """Find them; `classes` gives the number of the kind for the IRI of a class, `other` that of no kind.

        Raises OSError where a file cannot be read, and LayoutUnusual for a file of others whose lines do
        not say all.
        """
        self._lines, self._names = lines, names
        self._kinds: dict[bytes, int] = {}
        kinds = {_iri(name): number for name, number in classes.items()}
        ours = f"<{names.base}".encode()
        naming = {_iri(name) for name in (SKOS.prefLabel, FOAF.name, RDFS.label, _TITLE)}
        self._scoped: defaultdict[bytes, list[bytes]] = defaultdict(list)
        self._copies: defaultdict[bytes, list[bytes]] = defaultdict(list)
        type_, scoped, copied = _iri(RDF.type), _iri(names.nv.nameOf), _iri(names.nv.hasSnapshot)
        thing_of = term_of if isinstance(lines, Path) else iri_of
        for subject, predicate, rest in self._statements():
            if predicate == type_:
                kind = kinds.get(thing_of(rest))
                if kind is not None:
                    self._kinds[subject] = min(kind, self._kinds.get(subject, kind))
            elif predicate in naming and not subject.startswith(ours):
                self._kinds.setdefault(subject, other)
            elif predicate == scoped:
                self._scoped[subject].append(thing_of(rest))
            elif predicate == copied:
                self._copies[thing_of(rest)].append(subject)

    def kinds(self) -> Iterator[tuple[str, int]]:
        """Give the IRI of every thing and the number of its kind."""
        for thing, kind in self._kinds.items():
            yield thing[1:-1].decode("utf-8"), kind

    def facts(self) -> Iterator[tuple[str, str, str]]:
        """Give what is said of them: IRI, IRI of the property, IRI or text in NFC; some come twice.

        Raises as making this does.
        """
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
        for subject, predicate, rest in self._statements():
            if predicate in own and subject in self._kinds:
                yield _text(subject), own[predicate], self._value(rest)
            if predicate in of_names and subject in self._scoped:
                for thing in self._scoped[subject]:
                    yield _text(thing), of_names[predicate], self._value(rest)
            if predicate in of_file and subject in self._copies:
                for thing in self._copies[subject]:
                    yield _text(thing), of_file[predicate], self._value(rest)

    def _statements(self) -> Iterator[Statement]:
        lines = self._lines
        return statements(lines) if isinstance(lines, Path) else statements_of_others(lines)

    def _value(self, rest: bytes) -> str:
        value = value_of(rest) if isinstance(self._lines, Path) else value_of_others(rest)
        return value if rest.startswith(b"<") else normalise(value).replace("\0", " ")


def _iri(name: str) -> bytes:
    return f"<{name}>".encode()


def _text(term: bytes) -> str:
    return term[1:-1].decode("utf-8")
