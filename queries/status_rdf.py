"""Reported statuses as RDF: a named graph of their own, with where each report came from (PROV-O).

The graph is labelled as what offices report, which no document states.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from graph_build.nquads import Quads
from graph_build.terms import is_iri
from ontology.vocab import DCTERMS, PROV, RDFS, XSD, vocabulary
from queries.status_log import StatusLog

LABEL: Final = {
    "vi": "Tình trạng do cơ quan báo cáo; không phải điều văn bản nêu",
    "en": "Status as reported by offices; not stated by documents",
}


def graph_name(base: str) -> str:
    """Give the name of the graph of reports."""
    return f"{base}graph/status"


def lines(log: StatusLog, base: str) -> list[str]:
    """Give the reports in force as sorted lines of N-Quads; what a later sheet replaced is left out.

    Reports on what is no IRI are left out too.
    """
    nv, named = vocabulary(base).nv, vocabulary(base)
    graph = graph_name(base)
    quads = Quads(graph)
    told = [found for found in log.reported.values() if is_iri(found.row.task)]
    if told:
        for language, label in LABEL.items():
            quads.text(graph, RDFS.label, label, language)
    for found in told:
        row, sheet = found.row, found.sheet
        source = f"{base}id/status/{sheet.name}"
        report = f"{source}/{row.row}"
        quads.type(report, nv.StatusReport, PROV.Entity)
        quads.link(report, nv.reportOn, row.task)
        quads.link(report, nv.reportedStatus, named.code("task-status", row.status) if row.status else None)
        quads.text(report, nv.asWritten, row.written)
        quads.text(report, nv.code, row.code)
        quads.date(report, nv.reportedDate, row.date or None)
        quads.text(report, nv.reportedBy, row.by)
        quads.text(report, RDFS.comment, row.note)
        quads.number(report, nv.rowNumber, row.row)
        quads.link(report, PROV.wasDerivedFrom, source)
        quads.typed(report, PROV.generatedAtTime, sheet.at, XSD.dateTime)
        quads.type(source, PROV.Entity)
        quads.text(source, DCTERMS.title, sheet.file)
        quads.text(source, DCTERMS.identifier, f"sha256:{sheet.sha256}")
    return quads.lines()


def as_nquads(log: StatusLog, base: str) -> Iterable[bytes]:
    """Give the lines as they are written to a file."""
    return (f"{line}\n".encode("utf-8", "surrogatepass") for line in lines(log, base))
