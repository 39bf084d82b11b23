"""Answers to queries: read row by row, written in a media type, and read back from what was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import IO, TypeAlias, cast
from typing import Literal as OneOf

import pyoxigraph as ox

from graph_build.query_text import sentence
from graph_build.store_errors import FormatUnsupported, QueryEvaluationError
from graph_build.terms import Row
from ontology.xml_bytes import well_formed

Kind: TypeAlias = OneOf["solutions", "boolean", "triples"]

RESULT_MEDIA_TYPES = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
"""How the answers of SELECT and ASK can be written, by the SPARQL 1.1 results formats (a boolean has
no CSV or TSV form in the standard; the engine writes "true" or "false")."""

RDF_MEDIA_TYPES = (
    "text/turtle",
    "application/n-triples",
    "application/rdf+xml",
    "application/ld+json",
    "application/n-quads",
    "application/trig",
)
"""How the answers of CONSTRUCT and DESCRIBE can be written."""


QUAD_MEDIA_TYPES = ("application/n-quads", "application/trig")
"""Formats whose data always names its graphs; JSON-LD can too."""


class XmlOutput:
    """Passes bytes on with a space for each control character that XML cannot hold."""

    def __init__(self, output: IO[bytes]) -> None:
        self._output = output

    def write(self, data: bytes) -> int:
        """Pass bytes of UTF-8 on."""
        return self._output.write(well_formed(bytes(data)))

    def flush(self) -> None:
        """Flush what the bytes go to."""
        self._output.flush()


class QueryResult:
    """The answer to one query, read once: rows, a boolean or triples.

    `variables` are the names of the columns ("subject", "predicate", "object" for triples), empty for
    a boolean. Iterating gives a tuple a row, None where a variable is unbound. Rows are computed while
    they are read, so errors of evaluation can appear then.
    """

    def __init__(
        self, answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples | Iterable[ox.Triple]
    ) -> None:
        self._answer = answer
        self.kind: Kind
        self.variables: tuple[str, ...]
        if isinstance(answer, ox.QuerySolutions):
            self.kind = "solutions"
            self.variables = tuple(variable.value for variable in answer.variables)
        elif isinstance(answer, ox.QueryBoolean):
            self.kind = "boolean"
            self.variables = ()
        else:
            self.kind = "triples"
            self.variables = ("subject", "predicate", "object")

    @property
    def boolean(self) -> bool:
        """Give the answer of an ASK query.

        Raises TypeError for any other form of query.
        """
        if not isinstance(self._answer, ox.QueryBoolean):
            raise TypeError(f"the query gave {self.kind}, not a boolean")
        return bool(self._answer)

    def __iter__(self) -> Iterator[Row]:
        if isinstance(self._answer, ox.QueryBoolean):
            raise TypeError("the query gave a boolean, not rows")
        try:
            for row in self._answer:
                yield tuple(row)
        except (OSError, RuntimeError, SyntaxError, ValueError) as error:
            raise QueryEvaluationError(sentence(error)) from error
        finally:
            self._answer = ()  # the engine's own object may only be let go of in the thread that made it

    def serialize(
        self,
        media_type: str,
        output: IO[bytes] | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> bytes:
        """Write the answer in a media type, without parameters, into `output` or as the bytes given back.

        With `output` the engine writes as it computes and the bytes given back are empty. Raises
        FormatUnsupported for a media type that this form of answer does not have, and
        QueryEvaluationError where the engine fails while writing.
        """
        own = BytesIO()
        target = own if output is None else output
        known = RDF_MEDIA_TYPES if self.kind == "triples" else RESULT_MEDIA_TYPES
        if media_type not in known:
            raise FormatUnsupported(media_type, ", ".join(known))
        if media_type.endswith("+xml"):
            target = cast("IO[bytes]", XmlOutput(target))
        try:
            if isinstance(self._answer, ox.QuerySolutions | ox.QueryBoolean):
                self._answer.serialize(target, format=ox.QueryResultsFormat.from_media_type(media_type))
            else:
                ox.serialize(
                    self._answer,
                    target,
                    format=ox.RdfFormat.from_media_type(media_type),
                    prefixes=dict(prefixes or {}),
                )
        except (OSError, RuntimeError, SyntaxError, ValueError) as error:
            raise QueryEvaluationError(sentence(error)) from error
        return own.getvalue() if output is None else b""


def read_answer(data: bytes, media_type: str) -> QueryResult:
    """Read an answer that another process or server has written.

    `media_type` is "application/n-triples" or one of the SPARQL results formats in JSON, XML or TSV.
    Raises QueryEvaluationError where the bytes are something else.
    """
    try:
        if media_type == "application/n-triples":
            quads = ox.parse(data, format=ox.RdfFormat.N_TRIPLES)
            return QueryResult([quad.triple for quad in quads])
        return QueryResult(
            ox.parse_query_results(data, format=ox.QueryResultsFormat.from_media_type(media_type))
        )
    except (SyntaxError, ValueError) as error:
        raise QueryEvaluationError(sentence(error)) from error
