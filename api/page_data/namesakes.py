"""Documents that a list cannot tell apart: one number, day and issuer, read from several files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from api.page_data.directory import Directory, DocumentRef
from api.page_data.graph import Graph


def files_apart(graph: Graph, listed: Iterable[DocumentRef]) -> dict[str, str]:
    """Name the files, by the IRI of the document, of those listed that another one of the list equals."""
    alike: defaultdict[tuple[object, ...], set[str]] = defaultdict(set)
    for ref in listed:
        alike[_said(ref)].add(ref.iri)
    shared = sorted(iri for iris in alike.values() if len(iris) > 1 for iri in iris)
    if not shared:
        return {}
    files: defaultdict[str, list[str]] = defaultdict(list)
    for row in graph.ask("document-files", document=shared).rows:
        files[row["document"]].append(row["file"])
    return {iri: ", ".join(names) for iri, names in files.items()}


def namesakes(graph: Graph, directory: Directory, ref: DocumentRef) -> tuple[tuple[DocumentRef, str], ...]:
    """Give the documents that say to be this very one, each with its file."""
    others = [
        one for one in directory.documents.alike({ref.label}) if one.in_corpus and _said(one) == _said(ref)
    ]
    files = files_apart(graph, others)
    return tuple((one, files.get(one.iri, "")) for one in others if one.iri != ref.iri)


def _said(ref: DocumentRef) -> tuple[object, ...]:
    return ref.label, ref.date, ref.issuers
