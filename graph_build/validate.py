"""Check a graph against the shapes and say what is at fault (W3C, Shapes Constraint Language).

Two engines give the same report, and a test compares them shape by shape: `shacl`, a compiled one, takes
less than a second for the five official texts; pyshacl takes more than ten, and stands in on machines
that the first has no wheel for. The report of either is RDF and is read here in one way.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from graph_build.errors import ResourceInvalid
from graph_build.quad_lines import statements, term_of
from graph_build.report import Violation
from graph_build.store import Database
from graph_build.terms import BlankNode, Term
from ontology.load import turtle
from ontology.vocab import Vocabulary

if TYPE_CHECKING:
    from rdflib import Graph

Engine = Callable[[Path, str], bytes]
"""Validate a file of N-Quads, all graphs as one, against shapes in Turtle; gives the report as N-Triples."""

_RESULTS = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT ?shape ?severity ?focus ?path ?value ?english ?vietnamese
WHERE {
  ?report a sh:ValidationReport ; sh:result ?result .
  ?result sh:resultSeverity ?severity ; sh:focusNode ?focus ; sh:sourceShape ?own .
  OPTIONAL { ?result sh:sourceConstraint ?constraint FILTER(isIRI(?constraint)) }
  OPTIONAL { ?result sh:resultPath ?path }
  OPTIONAL { ?result sh:value ?value }
  OPTIONAL { ?result sh:resultMessage ?english FILTER(lang(?english) = "en") }
  OPTIONAL { ?result sh:resultMessage ?vietnamese FILTER(lang(?vietnamese) = "vi") }
  BIND(COALESCE(?constraint, ?own) AS ?shape)
}
"""


def compiled_engine(data: Path, shapes: str) -> bytes:
    """Validate with the package `shacl`."""
    import shacl  # noqa: PLC0415 - not on every machine

    report = shacl.Shapes.from_text(shapes).validate_file(str(data))
    return report.serialize("ntriples").encode("utf-8")


def reference_engine(data: Path, shapes: str) -> bytes:
    """Validate with pyshacl, without inference and without the advanced features."""
    import pyshacl  # noqa: PLC0415 - heavy, and wanted only here
    import rdflib  # noqa: PLC0415

    triples = (b" ".join((one, name, term_of(rest), b".\n")) for one, name, rest in statements(data))
    graph = rdflib.Graph().parse(data=b"".join(triples), format="nt")
    shapes_graph = rdflib.Graph().parse(data=shapes, format="turtle")
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes_graph)
    if not isinstance(report, rdflib.Graph):
        raise ResourceInvalid("shapes.ttl", str(report))
    _restore_languages(report, shapes_graph)
    return report.serialize(format="nt").encode("utf-8")


def _restore_languages(report: Graph, shapes: Graph) -> None:
    """Give messages back the language tags that pyshacl drops where it fills in values ("{?actor}")."""
    from rdflib import SH, Literal  # noqa: PLC0415

    for result, constraint in list(report.subject_objects(SH.sourceConstraint)):
        for message in list(report.objects(result, SH.resultMessage)):
            for template in shapes.objects(constraint, SH.message):
                if not isinstance(template, Literal) or not isinstance(message, Literal) or message.language:
                    continue
                parts = (re.escape(part) for part in re.split(r"\{[?$]\w+\}", template))
                if re.fullmatch(".*".join(parts), message, re.DOTALL):
                    report.remove((result, SH.resultMessage, message))
                    report.add((result, SH.resultMessage, Literal(str(message), lang=template.language)))


def default_engine() -> Engine:
    """Choose the compiled engine where it is installed, else the reference."""
    return compiled_engine if find_spec("shacl") else reference_engine


def validate(database: Database, names: Vocabulary, engine: Engine | None = None) -> tuple[Violation, ...]:
    """Validate all graphs together against the shapes; gives the results, each once, sorted.

    Raises ResourceInvalid where the shapes cannot be used.
    """
    with TemporaryDirectory() as folder:
        data = Path(folder) / "graph.nq"
        database.write_nquads(data)
        return validate_file(data, names, engine)


def validate_file(data: Path, names: Vocabulary, engine: Engine | None = None) -> tuple[Violation, ...]:
    """Validate a file of N-Quads, whose name ends in ".nq", as `validate` does a database."""
    try:
        report = (engine or default_engine())(data, turtle("shapes", names.base))
    except ValueError as error:
        raise ResourceInvalid("shapes.ttl", str(error).rstrip(".")) from error
    return read_report(report)


def read_report(ntriples: bytes) -> tuple[Violation, ...]:
    """Read a validation report (SHACL, section 3.6); results inside results are left out."""
    database = Database()
    database.load_ntriples(ntriples, "urn:nhiemvu:report", "The validation report")
    rows = database.query(_RESULTS)
    found = {
        Violation(
            shape=_local(row[0]),
            severity=_local(row[1]),
            focus=_text(row[2]),
            path=_text(row[3]),
            value=_text(row[4]),
            message=_text(row[5]),
            message_vi=_text(row[6]),
        )
        for row in rows
    }
    return tuple(sorted(found))


def _local(term: Term | None) -> str:
    return _text(term).rpartition("#")[2]


def _text(term: Term | None) -> str:
    if term is None:
        return ""
    return "[]" if isinstance(term, BlankNode) else term.value
