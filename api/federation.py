"""Find out whether a query or an update would call another server.

SERVICE (SPARQL 1.1 Federated Query) and LOAD (SPARQL 1.1 Update) make the server that answers send requests
wherever a client says, so neither is run unless the setting `service_hosts` names the host. The judgement is
made on the syntax tree that rdflib's parser gives; what this parser cannot read is not run either. It is
given the text as the engine takes it: a comment ends at a carriage return too, and a code point escape is a
character of the string or IRI that it stands in, never a quote or a bracket that ends one.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from pyparsing import ParseException, ParseResults
from rdflib.plugins.sparql import parserutils
from rdflib.plugins.sparql.parser import parseQuery, parseUpdate
from rdflib.plugins.sparql.parserutils import CompValue

from api.outline import may_call_by_update, may_call_service
from api.query_errors import CallFailed
from graph_build.errors import NhiemvuError
from graph_build.query_text import explain_syntax
from graph_build.store_errors import QueryEvaluationError, QuerySyntaxError
from queries.bilingual import Language

_PAIR = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_HIDDEN = "\N{REPLACEMENT CHARACTER}"  # in no name of a host
_TOLD = 300  # characters of what the engine says of a failed call; it repeats all that a server answered


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


def refuse_calls(sparql: str, allowed: Collection[str], *, update: bool = False) -> tuple[str, ...]:
    """Raise ServiceRefused where a query or an update calls a server that is not allowed; list the others.

    `allowed` are hosts, with their port where it is not the scheme's own; addresses must be written in
    full. Where an allowed server redirects to is not asked: the engine takes that for a failure. Raises
    QuerySyntaxError as `endpoints_called` does.
    """
    doubtful = may_call_by_update(sparql) if update else may_call_service(sparql)
    called = endpoints_called(sparql, update=update) if doubtful else ()
    if refused := tuple(endpoint for endpoint in called if _host(endpoint) not in allowed):
        raise ServiceRefused(refused)
    return called


@contextlib.contextmanager
def failing(called: Sequence[str]) -> Iterator[None]:
    """Take a failure of the engine while a request runs that calls servers for theirs: CallFailed.

    The engine tells both by the same classes of errors. Of what LOAD fetched it says that the syntax is
    wrong without a place in the update.
    """
    try:
        yield
    except (QueryEvaluationError, QuerySyntaxError) as error:
        if not called or (isinstance(error, QuerySyntaxError) and error.line is not None):
            raise
        raise CallFailed(called, error.reason[:_TOLD]) from error


def _host(endpoint: str) -> str:
    try:
        parts = urlsplit(endpoint.strip("<>"))
    except ValueError:
        return ""
    return parts.netloc.lower() if parts.scheme in ("http", "https") else ""


def endpoints_called(sparql: str, *, update: bool = False) -> tuple[str, ...]:
    """List what stands after SERVICE and LOAD, in order: IRIs as written in full, variables with `?`.

    A character that is written as a code point escape is shown as U+FFFD.

    Raises QuerySyntaxError where the query is not SPARQL 1.1 or is nested too deeply to be read.
    """
    text = _as_the_engine_reads(sparql)
    try:
        with _clauses_not_searched():
            tree = parseUpdate(text) if update else parseQuery(text)
    except ParseException as error:
        reason = explain_syntax(sparql, error.lineno, error.column, "")
        raise QuerySyntaxError(reason, error.lineno, error.column) from error
    except RecursionError as error:
        raise QuerySyntaxError("it is nested too deeply") from error
    except Exception as error:  # whatever rdflib's parse actions raise at a term that they cannot make
        raise QuerySyntaxError("it holds a term that cannot be read") from error
    return tuple(_endpoint(node[_CALLS[node.name]]) for node in _nodes(tree) if node.name in _CALLS)


_CALLS = {"ServiceGraphPattern": "term", "Load": "iri"}
"""The nodes of the tree that call a server, and where each names it."""


_SEARCHES = "original_text_for"


class _NotSearched:
    """Stand in for what finds a clause in the text of a query, and find nothing."""

    def __init__(self, clause: object) -> None:
        pass

    def search_string(self, text: str) -> list[list[str]]:
        return [[""]]


@contextlib.contextmanager
def _clauses_not_searched() -> Iterator[None]:
    """Keep rdflib's parser from searching the whole text for every SERVICE clause that it has read.

    It keeps the words of the clause, which nobody wants here. The search takes a "#" in an IRI or string for
    a comment, so that it does not find clauses further on in the line, and for a clause in a clause it never
    ends.
    """
    kept = getattr(parserutils, _SEARCHES)
    setattr(parserutils, _SEARCHES, _NotSearched)
    try:
        yield
    finally:
        setattr(parserutils, _SEARCHES, kept)


def _as_the_engine_reads(sparql: str) -> str:
    r"""Write a text so that rdflib's parser sees the tokens that the engine sees.

    That parser puts characters in the place of escapes before it looks for tokens (SPARQL 1.1 Query, section
    19.2), the engine while it reads a string or an IRI: `"\u0022 #"` is one string for it. Comments end at a
    carriage return as well (section 19.4).
    """
    hidden = _PAIR.sub(lambda pair: _HIDDEN if pair[0][1] in "uU" and len(pair[0]) > 2 else pair[0], sparql)
    return hidden.replace("\r", "\n")


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


def _endpoint(term: Any) -> str:
    if isinstance(term, CompValue):  # a prefixed name
        return f"{term.get('prefix') or ''}:{term.get('localname') or ''}"
    return term.n3() if hasattr(term, "n3") else str(term)
