"""Read files that list units: Turtle in the shape of `units.ttl`, or CSV.

A CSV file has the columns `name`, `kind` and `parent` and any number of columns whose heading begins
with `alias`; a cell of aliases may hold several, parted by `|`. Kinds are notations of the list of unit
kinds; `collective` makes the entry a collective. Both forms are UTF-8.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from ontology.iris import GroupId, IriError, UnitId, parse
from ontology.vocab import DEFAULT_BASE, ORG, RDF, SKOS, Vocabulary, vocabulary

_Said: TypeAlias = defaultdict[str, defaultdict[str, list[str]]]


class RegisterError(ValueError):
    """A register file that cannot be read; the message names the file, the place and what to mend."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a file says of one unit; `place` says where, for messages."""

    name: str
    place: str
    kind: str = ""
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    scoped_names: tuple[tuple[str, str], ...] = ()
    is_group: bool = False
    iri: str | None = None


def read_register_file(path: Path, called: Mapping[str, str], base: str = DEFAULT_BASE) -> list[Entry]:
    """Read a register file by its ending, .ttl or .csv.

    `called` gives the names of units that the file may point at by IRI. Raises `RegisterError`.
    """
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise RegisterError(f"The register {path.name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise RegisterError(f"The register {path.name} is not UTF-8 at byte {error.start}.") from error
    if path.suffix.lower() == ".csv":
        return list(_read_csv(text, path.name))
    if path.suffix.lower() == ".ttl":
        return read_turtle(text.replace(DEFAULT_BASE, base), path.name, called, vocabulary(base))
    raise RegisterError(f"The register {path.name} must be a .ttl or a .csv file.")


def _clean(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _read_csv(text: str, file: str) -> Iterator[Entry]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        headings = [_clean(heading).casefold() for heading in next(reader, [])]
        _check_headings(headings, file)
        for row in reader:
            if any(cell.strip() for cell in row):
                yield _row_entry(headings, row, f"line {reader.line_num} of {file}")
    except csv.Error as error:
        raise RegisterError(f"Line {reader.line_num} of {file} is not well-formed CSV: {error}.") from error


def _check_headings(headings: list[str], file: str) -> None:
    wrong = [h for h in headings if h not in {"name", "kind", "parent"} and not h.startswith("alias")]
    if "name" not in headings or wrong:
        found = ", ".join(headings) or "none"
        raise RegisterError(f"The columns of {file} must be name, kind, parent and alias…, not {found}.")


def _row_entry(headings: list[str], row: list[str], place: str) -> Entry:
    if len(row) > len(headings):
        raise RegisterError(f"There are more cells than columns in {place}; quote a cell that holds a comma.")
    cells = dict(zip(headings, map(_clean, row), strict=False))
    aliases = (
        alias
        for heading, cell in zip(headings, row, strict=False)
        if heading.startswith("alias")
        for alias in cell.split("|")
    )
    return Entry(
        name=cells.get("name", ""),
        place=place,
        kind=cells.get("kind", ""),
        parent=cells.get("parent") or None,
        aliases=tuple(filter(None, map(_clean, aliases))),
        is_group=cells.get("kind") == "collective",
    )


def read_turtle(text: str, file: str, called: Mapping[str, str], names: Vocabulary) -> list[Entry]:
    """Read Turtle in the shape of `units.ttl`; arguments and errors as in `read_register_file`."""
    said: _Said = defaultdict(lambda: defaultdict(list))
    try:
        for quad in ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=names.base):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, (ox.NamedNode, ox.Literal)):
                said[quad.subject.value][quad.predicate.value].append(_clean(quad.object.value))
    except SyntaxError as error:
        raise RegisterError(f"The register {file} is not well-formed Turtle: {error}.") from error
    return list(_turtle_entries(said, file, called, names))


def _turtle_entries(said: _Said, file: str, called: Mapping[str, str], names: Vocabulary) -> Iterator[Entry]:
    nv = names.nv
    known = {
        **called,
        **{iri: facts[SKOS.prefLabel][0] for iri, facts in said.items() if facts[SKOS.prefLabel]},
    }
    scoped: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for facts in list(said.values()):
        for actor, issuer in zip(facts[nv.nameOf], facts[nv.scopeIssuer], strict=False):
            for form in (*facts[SKOS.altLabel], *facts[SKOS.hiddenLabel]):
                scoped[actor].append((form, _name_of(issuer, known, file)))
    for iri, facts in said.items():
        is_group = nv.ActorGroup in facts[RDF.type]
        if not is_group and nv.Unit not in facts[RDF.type]:
            continue
        _check_iri(iri, is_group, file, names)
        parents = [*facts[ORG.subOrganizationOf], *facts[nv.groupContext]]
        yield Entry(
            name=known.get(iri, ""),
            place=f"<{iri}> of {file}",
            kind="".join(kind.rpartition("/")[2].replace("-", "_") for kind in facts[nv.unitKind][:1]),
            parent=_name_of(parents[0], known, file) if parents else None,
            aliases=(*facts[SKOS.altLabel], *facts[SKOS.hiddenLabel]),
            scoped_names=tuple(scoped[iri]),
            is_group=is_group,
            iri=iri,
        )


def _name_of(iri: str, known: Mapping[str, str], file: str) -> str:
    if iri not in known:
        raise RegisterError(f"<{iri}>, named in {file}, has no skos:prefLabel there or in the register.")
    return known[iri]


def _check_iri(iri: str, is_group: bool, file: str, names: Vocabulary) -> None:
    """Hold units to the paths that the program mints, so that every later reader can parse them."""
    try:
        thing = parse(iri, names.base)
    except IriError as error:
        raise RegisterError(f"A unit of {file} has an IRI that cannot be used: {error}") from error
    if not isinstance(thing, GroupId if is_group else UnitId):
        wanted = "id/group/" if is_group else "id/unit/"
        raise RegisterError(f"<{iri}> in {file} must begin with {names.base}{wanted}.")
