"""The OpenAPI document: what the framework knows of the JSON API, and the operations that it does not route.

Every operation answers what goes wrong with a problem (RFC 9457), so each has it as `default`; statuses that
a client should expect are named. Validation by the framework is answered with 400 (`api.errors`), not 422.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.errors import MEDIA_TYPE
from api.negotiation import DATASET, ROWS, TRIPLES, Format
from api.protocol import FORM_TYPE, QUERY_TYPE, UPDATE_TYPE
from queries.catalogue import library

Object = dict[str, Any]

PROBLEM: Final[Object] = {
    "type": "object",
    "title": "Problem",
    "description": "What went wrong, in one sentence (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "line": {"type": "integer", "description": "Of a malformed query: where, counted from 1."},
        "column": {"type": "integer"},
        "nearest": {"type": "array", "items": {"type": "string"}},
        "candidates": {"type": "array", "items": {"type": "string"}},
    },
}
_STATUSES: Final = {
    "400": "The request or a parameter is malformed.",
    "401": "A password or token is missing or wrong.",
    "403": "The server does not allow this: it is read-only, or the query calls another server.",
    "404": "There is no such thing.",
    "406": "The answer has no format that the client accepts.",
    "409": "The name is of several things, or an update does not fit the graphs.",
    "412": "What is there is not in the state that the request wants (If-Match, If-None-Match).",
    "413": "The body is too large.",
    "415": "The body has a media type that is not taken.",
    "422": "The answer is over the size limit of the server.",
    "503": "The server is busy, or the query needs too much memory; Retry-After may say when to ask again.",
    "504": "The query was stopped at the time limit.",
}
_ALWAYS: Final = ("400", "503", "504")
_UNCHANGED: Final[Object] = {"description": "What the client has is still right (If-None-Match)."}
_CACHED: Final = frozenset({"/api/search", "/api/load"})
_NAMED: Final = ("404", "409")
_QUESTION: Final = "/api/questions/{name}"
_LABELS: Final = "/api/labels"
"""Sent by POST for its length; it changes nothing."""
_ABOUT_PARAMETERS: Final = {
    "as_of": "A day, by which documents must have been issued and not replaced.",
    "depth": "How many levels to follow, in each direction.",
    "direction": "up, down or both.",
    "format": "How the answer is written.",
    "issuer": "The issuer, as in the IRI of the document.",
    "kind": "Kinds, with commas between.",
    "limit": "How many documents and mandates to follow in one direction.",
    "name": "The name in the list.",
    "number": "The number of the change, from 1.",
    "path": "The end of the IRI of the task.",
    "slug": "The number, as in the IRI of the document.",
    "thing": "A number, name, file name, task or IRI.",
    "year": "The year, as in the IRI of the document.",
}
"""What a parameter is whose operation does not say it."""


def install(app: FastAPI) -> None:
    """Make the application give the document of this module."""

    def document() -> Object:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _document(app: FastAPI) -> Object:
    made: Object = get_openapi(
        title=app.title, version=app.version, summary=app.summary, routes=app.routes, tags=app.openapi_tags
    )
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            answers = operation["responses"]
            if answers.get("422", {}).get("description") == "Validation Error":
                del answers["422"]
            statuses = (*_ALWAYS, *(_NAMED if path.startswith("/api/") else ()))
            _add_problems(operation, statuses)
            if path in _CACHED:
                answers["304"] = _UNCHANGED
            if path == _QUESTION:
                operation["parameters"][0]["schema"] = {"type": "string", "enum": sorted(library())}
            for parameter in operation.get("parameters", ()):
                if not parameter.get("description"):
                    parameter["description"] = _ABOUT_PARAMETERS[parameter["name"]]
            if method != "get" and path != _LABELS:
                operation["security"] = [{"token": []}]
    made["paths"].update(_protocol_paths())
    parts = made.setdefault("components", {})
    schemas = parts.setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas["Problem"] = PROBLEM
    parts["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "Needed for changes only."}
    }
    return made


def _add_problems(operation: Object, statuses: Sequence[str]) -> Object:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status in statuses:
        operation["responses"].setdefault(status, {"description": _STATUSES[status], "content": content})
    operation["responses"]["default"] = {"description": "Another problem.", "content": content}
    return operation


def _protocol_paths() -> Object:
    return {
        "/sparql": {"get": _query(), "post": _operation()},
        "/store": {
            "get": _read(),
            "put": _write("Replace a graph"),
            "post": _write("Add to a graph"),
            "delete": _remove(),
        },
        "/.well-known/void": {"get": _description()},
    }


def _text(name: str, about: str, *, many: bool = False, place: str = "query") -> Object:
    kind: Object = {"type": "string"}
    schema = {"type": "array", "items": kind} if many else kind
    return {"name": name, "in": place, "description": about, "required": False, "schema": schema}


def _formats(*formats: Format) -> Object:
    """Describe a body in any of these formats; aliases are answered under the name that was asked for."""
    types = [name for form in formats for name in (form.media_type, *form.aliases)]
    return {name: {"schema": {}} for name in types}


def _answer(about: str) -> Object:
    return {"description": about, "content": _formats(*ROWS, *TRIPLES)}


_ABOUT: Final = "The endpoint's description (VoID, DCAT, SPARQL Service Description)"
_DATASET: Final = [
    _text("default-graph-uri", "A graph of the default graph.", many=True),
    _text("named-graph-uri", "A named graph.", many=True),
]
_FORMAT: Final = _text(
    "format", "A format by its short name, where no Accept field can be sent: json, csv, turtle."
)


def _query() -> Object:
    operation: Object = {
        "tags": ["sparql"],
        "operationId": "query",
        "summary": "Answer a SPARQL 1.1 query; without a query, describe the endpoint",
        "externalDocs": {"url": "https://www.w3.org/TR/sparql11-protocol/"},
        "parameters": [_text("query", "The query."), *_DATASET, _FORMAT],
        "responses": {
            "200": _answer("Solutions, a truth value or triples."),
            "303": {"description": "To the query page: who asks for HTML is a person."},
            "304": _UNCHANGED,
        },
    }
    return _add_problems(operation, (*_ALWAYS, "403", "406", "412", "422"))


def _operation() -> Object:
    text = {"schema": {"type": "string"}}
    form = {
        "schema": {
            "type": "object",
            "properties": {"query": {"type": "string"}, "update": {"type": "string"}},
        }
    }
    operation: Object = {
        "tags": ["sparql"],
        "operationId": "queryOrUpdate",
        "summary": "Answer a SPARQL 1.1 query, or carry out an update where the server is writable",
        "externalDocs": {"url": "https://www.w3.org/TR/sparql11-protocol/"},
        "parameters": [*_DATASET, _FORMAT],
        "requestBody": {"content": {QUERY_TYPE: text, UPDATE_TYPE: text, FORM_TYPE: form}},
        "security": [{}, {"token": []}],
        "responses": {
            "200": _answer("The answer to a query."),
            "204": {"description": "The update is done."},
        },
    }
    return _add_problems(operation, (*_ALWAYS, "401", "403", "406", "409", "413", "415", "422"))


_GRAPH: Final = [
    _text("graph", "The IRI of a named graph."),
    _text("default", "The default graph, where the parameter is there at all."),
]


def _read() -> Object:
    operation: Object = {
        "tags": ["graph store"],
        "operationId": "readGraph",
        "summary": "Give a graph, or without parameters the whole dataset",
        "externalDocs": {"url": "https://www.w3.org/TR/sparql11-http-rdf-update/"},
        "parameters": [*_GRAPH, _FORMAT],
        "responses": {
            "200": {"description": "The triples, or quads.", "content": _formats(*TRIPLES, *DATASET)},
            "304": _UNCHANGED,
        },
    }
    return _add_problems(operation, (*_ALWAYS, "404", "406", "412", "422"))


def _write(summary: str) -> Object:
    operation: Object = {
        "tags": ["graph store"],
        "operationId": summary.partition(" ")[0].lower() + "Graph",
        "summary": summary,
        "parameters": _GRAPH,
        "requestBody": {"content": _formats(*TRIPLES, *DATASET)},
        "security": [{"token": []}],
        "responses": {
            "201": {"description": "The graph is new; Location says where it is, if the server chose."},
            "204": {"description": "The graph is changed."},
        },
    }
    return _add_problems(operation, (*_ALWAYS, "401", "403", "412", "413", "415"))


def _remove() -> Object:
    operation: Object = {
        "tags": ["graph store"],
        "operationId": "removeGraph",
        "summary": "Remove a graph",
        "parameters": _GRAPH,
        "security": [{"token": []}],
        "responses": {"204": {"description": "The graph is gone."}},
    }
    return _add_problems(operation, (*_ALWAYS, "401", "403", "404", "412"))


def _description() -> Object:
    operation: Object = {
        "tags": ["sparql"],
        "operationId": "describe",
        "summary": _ABOUT,
        "parameters": [_FORMAT],
        "responses": {
            "200": {"description": _ABOUT, "content": _formats(*TRIPLES)},
            "304": _UNCHANGED,
        },
    }
    return _add_problems(operation, (*_ALWAYS, "406"))
