"""Find out whether a query would call another server.

SERVICE (SPARQL 1.1 Federated Query) makes the server that answers send requests wherever the query says, so
no query that holds the clause is run. The judgement is made on the syntax tree that rdflib's parser gives;
a query that this parser cannot read is not run either.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyparsing import ParseException, ParseResults
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from graph_build.errors import NhiemvuError, QuerySyntaxError
from graph_build.query_text import explain_syntax


class ServiceRefused(NhiemvuError):
    """Say that a query would call other servers; `endpoints` are the IRIs or variables after SERVICE."""

    def __init__(self, endpoints: tuple[str, ...]) -> None:
        super().__init__(endpoints)
        self.endpoints = endpoints

    def __str__(self) -> str:
        return (
            f"The query calls another server (SERVICE {', '.join(self.endpoints)}), not allowed here. "
            "Take the SERVICE clause out."
        )


def service_endpoints(sparql: str) -> tuple[str, ...]:
    """List what stands after SERVICE in a query, in order: IRIs as written in full, variables with `?`.

    Raises QuerySyntaxError where the query is not SPARQL 1.1 or is nested too deeply to be read.
    """
    try:
        tree = parseQuery(sparql)
    except ParseException as error:
        reason = explain_syntax(sparql, error.lineno, error.column, "")
        raise QuerySyntaxError(reason, error.lineno, error.column) from error
    except RecursionError as error:
        raise QuerySyntaxError("it is nested too deeply") from error
    except Exception as error:  # whatever rdflib's parse actions raise at a term that they cannot make
        raise QuerySyntaxError("it holds a term that cannot be read") from error
    return tuple(_endpoint(node) for node in _nodes(tree) if node.name == "ServiceGraphPattern")


def _nodes(tree: Any) -> Iterator[CompValue]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, CompValue):
            yield node
        if isinstance(node, dict):
            waiting.extend(reversed(node.values()))
        elif isinstance(node, list | tuple | ParseResults):
            waiting.extend(reversed(list(node)))


def _endpoint(node: CompValue) -> str:
    term = node["term"]
    if isinstance(term, CompValue):  # a prefixed name
        return f"{term.get('prefix') or ''}:{term.get('localname') or ''}"
    return term.n3() if hasattr(term, "n3") else str(term)
