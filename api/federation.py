"""Find out whether a query or an update would call another server.

SERVICE (SPARQL 1.1 Federated Query) and LOAD (SPARQL 1.1 Update) make the server that answers send requests
wherever a client says, so neither is run unless the setting `service_hosts` names the host. Of SERVICE the
judgement is made on the syntax tree that rdflib's parser gives; what this parser cannot read is not run
either.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import urlsplit

from pyparsing import ParseException, ParseResults
from rdflib.plugins.sparql.parser import parseQuery, parseUpdate
from rdflib.plugins.sparql.parserutils import CompValue

from api.outline import may_call_service
from graph_build.errors import NhiemvuError
from graph_build.query_text import explain_syntax
from graph_build.store_errors import QuerySyntaxError
from graph_build.update_text import loads
from queries.bilingual import Language


class ServiceRefused(NhiemvuError):
    """Say that a request would call other servers; `endpoints` are what stands after SERVICE or LOAD."""

    def __init__(self, endpoints: tuple[str, ...]) -> None:
        super().__init__(endpoints)
        self.endpoints = endpoints

    def told(self, language: Language) -> str:
        """Give the sentence, with what to do."""
        if language == "en":
            return str(self)
        named = ", ".join(self.endpoints)
        return f"Yêu cầu gọi máy chủ khác ({named}), ở đây không cho phép. Hãy bỏ SERVICE và LOAD."

    def __str__(self) -> str:
        return (
            f"The request calls another server ({', '.join(self.endpoints)}), not allowed here. "
            "Take SERVICE and LOAD out."
        )


def refuse_calls(sparql: str, allowed: Collection[str], *, update: bool = False) -> None:
    """Raise ServiceRefused where a query or an update calls a server that is not allowed.

    `allowed` are hosts, with their port where it is not the scheme's own; addresses must be written in
    full. An allowed server that redirects is followed. Raises QuerySyntaxError as `service_endpoints` does.
    """
    called = service_endpoints(sparql, update=update) if may_call_service(sparql) else ()
    refused = [
        endpoint
        for endpoint in (*called, *(loads(sparql) if update else ()))
        if _host(endpoint) not in allowed
    ]
    if refused:
        raise ServiceRefused(tuple(refused))


def _host(endpoint: str) -> str:
    try:
        parts = urlsplit(endpoint.strip("<>"))
    except ValueError:
        return ""
    return parts.netloc.lower() if parts.scheme in ("http", "https") else ""


def service_endpoints(sparql: str, *, update: bool = False) -> tuple[str, ...]:
    """List what stands after SERVICE in a query, in order: IRIs as written in full, variables with `?`.

    Raises QuerySyntaxError where the query is not SPARQL 1.1 or is nested too deeply to be read.
    """
    try:
        tree = parseUpdate(sparql) if update else parseQuery(sparql)
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
