"""The operations of the OpenAPI document as a page tells them: groups, parameters, answers, curl lines.

Reads an OpenAPI 3.1 document as `api.openapi` makes it; nothing here knows an operation by its name but the
examples that an optional parameter needs to give an answer worth seeing.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

Object = Mapping[str, Any]

SPARQL_EXAMPLE: Final = "SELECT ?class (COUNT(*) AS ?things) WHERE { ?thing a ?class } GROUP BY ?class"
"""A query that every graph answers with rows."""

_PLACE: Final = re.compile(r"\{(\w+)\}")
_JSON: Final = "application/json"
_TOKEN: Final = "Authorization: Bearer TOKEN"  # noqa: S105 - what a reader puts the token in place of
_ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    "/api/report": ("document",),
    "/sparql": ("query", "format"),
    "/store": ("graph", "format"),
    "/.well-known/void": ("format",),
    **dict.fromkeys(("/api/carried", "/api/untaken", "/api/status"), ("document",)),
}
"""Optional parameters without which a GET answers nothing worth a look, or asks too much of a large graph."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: `place` is path or query, `kind` its JSON type, `bounds` what its value must keep to."""

    name: str
    place: str
    required: bool
    kind: str
    several: bool
    choices: tuple[str, ...]
    default: str
    bounds: tuple[tuple[str, str], ...]
    about: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that is no problem: its status and the media types of its body."""

    status: str
    formats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """A method of an address; `about` says in a paragraph what it gives, `more` the paragraphs after it."""

    method: str
    path: str
    group: str
    about: str
    more: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    body: Mapping[str, str]
    """The media types of what is sent, each with an example; empty where nothing is."""
    answers: tuple[Answer, ...]
    problems: tuple[str, ...]
    needs_token: bool

    @property
    def anchor(self) -> str:
        """The place of the operation on the page."""
        return f"{self.method}-{re.sub(r'[^a-z0-9]+', '-', self.path.lower()).strip('-')}"

    def address(self, examples: Mapping[str, str]) -> str | None:
        """Fill path and needed parameters; None where the graph has no example of one of them."""
        wanted = [one for one in self.parameters if one.required or one.name in _ALSO.get(self.path, ())]
        filled = {one.name: _example(self, one, examples) for one in wanted}
        if not all(filled.values()):
            return None
        path = _PLACE.sub(lambda found: quote(filled[found[1]] or "", safe="/"), self.path)
        query = urlencode([(one.name, filled[one.name]) for one in wanted if one.place == "query"])
        return f"{path}?{query}" if query else path

    def command(self, origin: str, examples: Mapping[str, str]) -> str:
        """Write the operation as a command; what the reader fills in stands in capitals.

        A change names nothing of the graph: who copies it by mistake changes nothing.
        """
        own = {one.name: one.name.upper() for one in self.parameters}
        address = self.address({} if self.needs_token else examples) or self.address(own) or self.path
        words = ["curl"] if self.method == "get" else ["curl", "-X", self.method.upper()]
        if self.needs_token:
            words += ["-H", _TOKEN]
        if self.body:
            media_type, example = next(iter(self.body.items()))
            words += ["-H", f"Content-Type: {media_type}", "--data-binary", example]
        return shlex.join([*words, origin + address])


def operations(document: Object) -> tuple[Operation, ...]:
    """List the operations of an OpenAPI document in its order."""
    schemas = document.get("components", {}).get("schemas", {})
    return tuple(
        _operation(method, path, told, schemas)
        for path, methods in document["paths"].items()
        for method, told in methods.items()
    )


def statuses(document: Object) -> dict[str, str]:
    """Tell what each status of a problem means, in the order of their numbers."""
    found = {
        status: answer["description"]
        for methods in document["paths"].values()
        for told in methods.values()
        for status, answer in told["responses"].items()
        if status.startswith(("4", "5"))
    }
    return dict(sorted(found.items()))


def _operation(method: str, path: str, told: Object, schemas: Object) -> Operation:
    paragraphs = [" ".join(one.split()) for one in told.get("description", told["summary"]).split("\n\n")]
    responses = told["responses"]
    return Operation(
        method=method,
        path=path,
        group=told["tags"][0],
        about=paragraphs[0],
        more=tuple(paragraphs[1:]),
        parameters=tuple(_parameter(one) for one in told.get("parameters", ())),
        body=dict(_bodies(told.get("requestBody", {}), schemas)),
        answers=tuple(
            Answer(status, tuple(dict.fromkeys(name.partition(";")[0] for name in one.get("content", ()))))
            for status, one in sorted(responses.items())
            if status.startswith(("2", "3"))
        ),
        problems=tuple(sorted(status for status in responses if status.startswith(("4", "5")))),
        needs_token=told.get("security") == [{"token": []}],
    )


def _parameter(told: Object) -> Parameter:
    schema = _plain(told["schema"])
    inner = _plain(schema["items"]) if schema["type"] == "array" else schema
    limits = {**schema, **inner}
    return Parameter(
        name=told["name"],
        place=told["in"],
        required=bool(told.get("required")),
        kind=inner["type"],
        several=schema["type"] == "array",
        choices=tuple(str(one) for one in inner.get("enum", ()) if one != ""),
        default=_written(schema.get("default")),
        bounds=tuple(
            (name, str(limits[name]))
            for name in ("minimum", "maximum", "maxLength", "maxItems")
            if name in limits
        ),
        about=" ".join(told["description"].split()),
    )


def _plain(schema: Object) -> Object:
    """Take the one kind of a value that may be null as well."""
    kinds = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    return {**schema, **kinds[0]} if kinds else schema


def _written(value: object) -> str:
    if value is None or value in ("", []):
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def _bodies(told: Object, schemas: Object) -> Iterator[tuple[str, str]]:
    for media_type, content in told.get("content", {}).items():
        if media_type == _JSON:
            yield media_type, json.dumps(_value(content["schema"], schemas), ensure_ascii=False)
        elif media_type.startswith("application/sparql"):
            yield media_type, SPARQL_EXAMPLE
        else:
            yield media_type, "@FILE"


def _value(schema: Object, schemas: Object, name: str = "value") -> object:
    """Make a value of a schema: what is needed, the first of what is allowed, else its name in capitals."""
    if "$ref" in schema:
        return _value(schemas[schema["$ref"].rsplit("/", 1)[-1]], schemas, name)
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "object":
        needed: Sequence[str] = schema.get("required", ())
        return {one: _value(schema["properties"][one], schemas, one) for one in needed}
    if schema.get("type") == "array":
        return [_value(schema["items"], schemas, name)]
    return name.upper()


def _example(operation: Operation, one: Parameter, examples: Mapping[str, str]) -> str:
    by_place = f"{operation.path} {one.name}"
    return examples.get(by_place) or examples.get(one.name, "")
