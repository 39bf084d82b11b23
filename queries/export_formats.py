"""What an export can be: cheap to import, so that the command line can tell before it opens anything."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final

TABLES: Final = (
    "documents",
    "tasks",
    "assignments",
    "duties",
    "measures",
    "indicators",
    "units",
    "citations",
    "findings",
)
"""The tables of an export, in their order."""


class Format(StrEnum):
    """What an export can be."""

    NQUADS = "nquads"
    TRIG = "trig"
    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    RDFXML = "rdfxml"
    JSONLD = "jsonld"
    CSV = "csv"
    XLSX = "xlsx"
    GRAPHML = "graphml"
    GEXF = "gexf"


ENDINGS: Final[Mapping[str, Format]] = {
    ".nq": Format.NQUADS,
    ".trig": Format.TRIG,
    ".ttl": Format.TURTLE,
    ".nt": Format.NTRIPLES,
    ".rdf": Format.RDFXML,
    ".jsonld": Format.JSONLD,
    ".csv": Format.CSV,
    ".zip": Format.CSV,
    ".xlsx": Format.XLSX,
    ".graphml": Format.GRAPHML,
    ".gexf": Format.GEXF,
}
"""Which format the ending of a file's name means; tables as CSV come in a ZIP archive unless one is named."""

DATASET_FORMATS: Final[Mapping[Format, str]] = {
    Format.NQUADS: "application/n-quads",
    Format.TRIG: "application/trig",
    Format.JSONLD: "application/ld+json",
}
"""Formats that keep each triple in its graph, by media type."""

WITH_MORE: Final = (Format.NQUADS, Format.TRIG)
"""Formats to which a graph can be added behind what the engine has written."""

TRIPLE_FORMATS: Final[Mapping[Format, str]] = {
    Format.TURTLE: "text/turtle",
    Format.NTRIPLES: "application/n-triples",
    Format.RDFXML: "application/rdf+xml",
}
"""Formats of triples only, in which the graphs are merged, by media type."""


def of_file(path: Path) -> Format | None:
    """Give the format that the ending of a file's name means; None where it means none."""
    return ENDINGS.get(path.suffix.lower())
