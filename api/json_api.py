"""The JSON API: the questions of the library, documents and tasks, for programs that speak no SPARQL.

Rows are those of the command line's JSON. Every answer names the SPARQL query that made it.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, Final

from fastapi import Request

from api.deps import LiveGraph
from api.live import Graph
from api.page_data.graph import Graph as PageGraph
from api.read_router import ReadRouter
from api.refusals import BadRequest, ThingMissing
from graph_build.terms import iri
from queries import run
from queries.catalogue import Question, find
from queries.format import as_json

router = ReadRouter(tags=["questions"])

Object = dict[str, Any]


@router.get("/questions")
def questions(graph: LiveGraph) -> list[Object]:
    """List the questions of the library with their parameters."""
    return [_about(question) for question in graph.catalogue.values()]


@router.get("/questions/{name}", openapi_extra={"parameters": []})
def question(request: Request, graph: LiveGraph, name: str) -> Object:
    """Answer a question; its parameters are the query parameters of the address, as people write them.

    An unknown unit or document number is 404 with the nearest names, a name of several things is 409 with
    the candidates.
    """
    asked = find(name)
    written = dict(request.query_params)
    if len(written) != len(request.query_params.multi_items()):
        raise BadRequest(
            en="A parameter is given twice. Give each one once.",
            vi="Có tham số được nêu hai lần. Mỗi tham số chỉ nêu một lần.",
        )
    answer = run.ask(
        graph.store, asked, {key: value for key, value in written.items() if value}, names=graph.names
    )
    return {
        "question": asked.name,
        "parameters": {key: term.value for key, term in answer.terms.items()},
        "sparql": answer.sparql,
        "columns": list(answer.variables),
        "rows": json.loads("".join(as_json(answer.variables, answer.rows))),
    }


@router.get("/documents")
def documents(graph: LiveGraph) -> Object:
    """List the documents of the graph, those that were read first, each with all who issued it."""
    found = _ask(graph, "api-documents")
    return {**found, "rows": [_with_issuers(row) for row in found["rows"]]}


def _with_issuers(row: Object) -> Object:
    """Add `issuers` to a document, and write `issuer` and `issuerName` as tables do, with "; " between."""
    things = (row["issuer"] or "").split("\n") if row["issuer"] else []
    names = (row["issuerName"] or "").split("\n")
    known = names if len(names) == len(things) else [""] * len(things)
    issuers = [{"issuer": thing, "name": name or None} for thing, name in zip(things, known, strict=True)]
    told = {"issuer": "; ".join(things) or None, "issuerName": "; ".join(filter(None, names)) or None}
    return {**row, **told, "issuers": issuers}


@router.get("/documents/{issuer}/{year}/{slug}")
def document(graph: LiveGraph, issuer: str, year: str, slug: str) -> Object:
    """Give a document and the tasks that it states; the address ends like the document's IRI."""
    name = _thing(graph, "document", f"{issuer}/{year}/{slug}")
    about = _ask(graph, "document", document=name)
    if not about["rows"]:
        raise ThingMissing(en=f"The graph has no document {name}.", vi=f"Đồ thị không có văn bản {name}.")
    said: dict[str, list[str]] = {}
    for row in about["rows"]:
        said.setdefault(row["property"], []).append(row["value"])
    tasks = _ask(graph, "document-tasks", document=name)
    return {"document": name, "properties": said, "tasks": tasks["rows"], "sparql": tasks["sparql"]}


@router.get("/tasks/{path:path}")
def task(graph: LiveGraph, path: str) -> Object:
    """Give a task with who takes part in it and the words that prove it; the address ends like its IRI."""
    name = _thing(graph, "task", path)
    found = _ask(graph, "task", task=name)
    if not found["rows"]:
        raise ThingMissing(en=f"The graph has no task {name}.", vi=f"Đồ thị không có nhiệm vụ {name}.")
    assignments = _ask(graph, "api-task-assignments", task=name)
    return {**found["rows"][0], "assignments": assignments["rows"], "sparql": assignments["sparql"]}


def _about(asked: Question) -> Object:
    parameters = [
        {
            "name": parameter.name,
            "type": parameter.type.value,
            "required": parameter.required,
            "example": parameter.example,
            "label": asdict(parameter.label),
        }
        for parameter in asked.parameters
    ]
    return {
        "name": asked.name,
        "title": asdict(asked.title),
        "description": asdict(asked.description),
        "parameters": parameters,
        "columns": list(asked.columns),
        "example": dict(asked.example),
    }


_KINDS: Final = {"document": "văn bản", "task": "nhiệm vụ"}


def _thing(graph: Graph, kind: str, path: str) -> str:
    name = f"{graph.names.base}id/{kind}/{path}"
    try:
        return iri(name).value
    except ValueError as error:
        raise ThingMissing(
            en=f"The graph has no {kind} {path[:200]!r}.",
            vi=f"Đồ thị không có {_KINDS[kind]} {path[:200]!r}.",
        ) from error


def _ask(graph: Graph, query: str, **things: str) -> Object:
    sparql = PageGraph(graph.store, graph.names.base).sparql(query, **things)
    result = graph.store.query(sparql)
    return {"sparql": sparql, "rows": json.loads("".join(as_json(result.variables, result)))}
