"""The library of questions: SPARQL files that say about themselves what they answer.

A question is one `.rq` file in `queries/questions/`. It begins with a header of comment lines, then
comes a SPARQL 1.1 SELECT query:

    # name: tasks-led
    # title@vi: …
    # title@en: …
    # description@vi: …
    #   a line indented by three spaces or more goes on with the one before
    # description@en: …
    # param unit: unit required "Cục Y tế dự phòng" — nhãn / label
    # columns: task code …            every variable of the answer, in order
    # table: code title …             those that a table for people shows
    # together: task                  rows with one value of this variable make one of the table (optional)
    # example: unit="Cục Y tế dự phòng"

A parameter is a variable of the query with a slot, `VALUES ?unit { UNDEF }`. The slot holds one RDF
term once the parameter is given (`Question.bind`); left as it is, it restricts nothing, so that every
file is a whole query that runs on any endpoint and then answers for all values. A slot stands in the
group whose filters test the variable with BOUND.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from graph_build.errors import NhiemvuError
from ontology.vocab import DEFAULT_BASE
from queries.bilingual import Language, Text
from queries.columns import COLUMNS
from queries.errors import UnknownQuestion

LANGUAGES: tuple[Language, ...] = ("vi", "en")


class CatalogueError(NhiemvuError):
    """Say that a question file breaks the rules of its header; `place` names file and line."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(place, reason)
        self.place = place
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}."


class ParameterType(StrEnum):
    """What a parameter holds; how a written value becomes a term is told in `queries.values`."""

    DOCUMENT_NUMBER = "document-number"
    DOCUMENT = "document"
    UNIT = "unit"
    ROLE = "role"
    DATE = "date"
    MONTH = "month"
    YEAR = "year"
    INTEGER = "integer"
    STRING = "string"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a question: an optional one that is not given restricts nothing."""

    name: str
    type: ParameterType
    required: bool
    example: str
    label: Text


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the library.

    `columns` are the variables of the answer in order, `table` those worth showing in a table, `together`
    the variable whose rows belong together there (empty where every row stands for itself),
    `example` holds written values of parameters by name, `sparql` is the whole file.
    """

    name: str
    title: Text
    description: Text
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    table: tuple[str, ...]
    together: str
    example: Mapping[str, str] = field(hash=False)
    sparql: str

    def parameter(self, name: str) -> Parameter:
        """Give the parameter of that name; raises KeyError when the question has none."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        raise KeyError(name)

    def bind(self, terms: Mapping[str, str], base: str = DEFAULT_BASE) -> str:
        """Give the query with the slots of the parameters filled, for a graph under `base`.

        `terms` holds the N-Triples form of one RDF term a parameter, as the RDF library writes it: no
        other text ever enters a query. Raises ValueError for a name that is no parameter, for text
        that is not the form of one IRI or literal, and for a required parameter that is missing.
        """
        for name, term in terms.items():
            if not any(p.name == name for p in self.parameters):
                raise ValueError(f"{self.name} has no parameter {name}")
            if not _TERM.fullmatch(term):
                raise ValueError(f"not the N-Triples form of an IRI or literal: {term}")
        missing = [p.name for p in self.parameters if p.required and p.name not in terms]
        if missing:
            raise ValueError(f"{self.name} needs {', '.join(missing)}")
        query = rebase(self.sparql, base)
        return _SLOT.sub(lambda slot: f"VALUES ?{slot[1]} {{ {terms.get(slot[1], 'UNDEF')} }}", query)


def rebase(sparql: str, base: str) -> str:
    """Point the prefixes of a query of ours at a graph whose names stand under another base IRI."""
    return sparql if base == DEFAULT_BASE else _PREFIX.sub(rf"\g<1>{base}", sparql)


# The declaration of a prefix of ours, up to its base: `PREFIX nv: <https://w3id.org/nhiemvu/`.
_PREFIX = re.compile(rf"(^PREFIX [a-z]+: <){re.escape(DEFAULT_BASE)}", re.MULTILINE)

# The slot of a parameter, as `VALUES ?unit { UNDEF }`.
_SLOT = re.compile(r"VALUES \?(\w+) \{ UNDEF \}")

# An IRI or a literal in N-Triples (RDF 1.1 N-Triples, section 7), as one line.
_TERM = re.compile(
    r"""
      <[^\x00-\x20<>"{}|^`\\]+>                                    # <https://w3id.org/nhiemvu/id/unit/bo-y-te>
    | "(?:[^"\\\n\r]|\\[tbnrf"'\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*"      # "Bộ Y tế"
      (?: @[a-zA-Z]+(?:-[a-zA-Z0-9]+)*                             # @vi
        | \^\^<[^\x00-\x20<>"{}|^`\\]+> )?                         # ^^<http://www.w3.org/2001/XMLSchema#date>
    """,
    re.VERBOSE,
)

# A header line that opens an entry: "# title@vi: Nhiệm vụ …", "# param unit: unit required …".
_ENTRY = re.compile(r"# (?P<key>[a-z]+)(?:@(?P<language>vi|en)| (?P<name>[a-z][a-z0-9_]*))?: (?P<value>\S.*)")

# A header line that goes on with the entry before it.
_MORE = re.compile(r"# {3,}(?P<value>\S.*)")

# The value of a parameter: 'unit required "Cục Y tế dự phòng" — đơn vị / unit'.
_PARAMETER = re.compile(
    r"""
    (?P<type>[a-z-]+) \s+ (?P<need>required|optional) \s+
    "(?P<example>[^"]+)" \s+ — \s+ (?P<vi>[^/]*[^/\s]) \s+ / \s+ (?P<en>\S[^/]*)
    """,
    re.VERBOSE,
)

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def parse(text: str, place: str) -> Question:
    """Read one question file and check it against the rules at the top of this module.

    `place` (the file name) opens the message of the CatalogueError raised for a broken rule.
    """
    entries = _header(text, place)
    body = text[_header_length(text) :]
    given = ((name, entry) for (key, name), entry in entries.items() if key == "param")
    parameters = tuple(_parameter(name, entry, place) for name, entry in given)
    columns = tuple(_take(entries, "columns", place).split())
    question = Question(
        name=_take(entries, "name", place),
        title=_text(entries, "title", place),
        description=_text(entries, "description", place),
        parameters=parameters,
        columns=columns,
        table=tuple(_take(entries, "table", place).split()),
        together=entries.get(("together", ""), ""),
        example=_example(_take(entries, "example", place), parameters, place),
        sparql=text,
    )
    _check(question, body, place)
    return question


def _header_length(text: str) -> int:
    return sum(len(line) for line in _comment_lines(text))


def _comment_lines(text: str) -> Iterator[str]:
    for line in text.splitlines(keepends=True):
        if not line.startswith("#"):
            return
        yield line


def _header(text: str, place: str) -> dict[tuple[str, str], str]:
    """Read the comment lines into entries by (key, language or parameter name)."""
    entries: dict[tuple[str, str], str] = {}
    last: tuple[str, str] | None = None
    for number, line in enumerate(_comment_lines(text), start=1):
        if (more := _MORE.fullmatch(line.rstrip())) and last:
            entries[last] += " " + more["value"]
        elif entry := _ENTRY.fullmatch(line.rstrip()):
            last = (entry["key"], entry["language"] or entry["name"] or "")
            if last in entries:
                raise CatalogueError(f"{place}, line {number}", f"{' '.join(last).strip()} is given twice")
            entries[last] = entry["value"]
        else:
            raise CatalogueError(f"{place}, line {number}", f"not a header line: {line.strip()}")
    return entries


def _take(entries: Mapping[tuple[str, str], str], key: str, place: str, variant: str = "") -> str:
    try:
        return entries[key, variant]
    except KeyError:
        wanted = f"{key}@{variant}" if variant else key
        raise CatalogueError(place, f"the header has no {wanted}") from None


def _text(entries: Mapping[tuple[str, str], str], key: str, place: str) -> Text:
    return Text(vi=_take(entries, key, place, "vi"), en=_take(entries, key, place, "en"))


def _parameter(name: str, value: str, place: str) -> Parameter:
    match = _PARAMETER.fullmatch(value)
    if not match:
        raise CatalogueError(place, f'param {name} is not: TYPE required|optional "EXAMPLE" — nhãn / label')
    try:
        kind = ParameterType(match["type"])
    except ValueError:
        raise CatalogueError(place, f"param {name} has the unknown type {match['type']}") from None
    return Parameter(
        name=name,
        type=kind,
        required=match["need"] == "required",
        example=match["example"],
        label=Text(vi=match["vi"], en=match["en"]),
    )


def _example(value: str, parameters: tuple[Parameter, ...], place: str) -> Mapping[str, str]:
    """Read 'resolution=38/NQ-CP unit="Cục Y tế dự phòng"'; "none" stands for no parameter at all."""
    pairs = [] if value == "none" else [word.partition("=") for word in shlex.split(value)]
    example = {name: written for name, _, written in pairs}
    known = {p.name for p in parameters}
    needed = {p.name for p in parameters if p.required}
    if not set(example) <= known or not needed <= set(example) or not all(example.values()):
        raise CatalogueError(place, f"the example does not fit the parameters: {value}")
    return MappingProxyType(example)


def _check(question: Question, body: str, place: str) -> None:
    """Check what the header says against the query and against the file's own name."""
    if question.name != place.removesuffix(".rq") or not _NAME.fullmatch(question.name):
        raise CatalogueError(place, f"the name {question.name!r} is not the file's, or not in kebab-case")
    slots = set(_SLOT.findall(body))
    declared = {p.name for p in question.parameters}
    if slots != declared:
        odd = ", ".join(sorted(slots ^ declared))
        raise CatalogueError(place, f"parameters and slots VALUES ?name {{ UNDEF }} differ in: {odd}")
    for name in sorted(declared):
        if not re.search(rf"[?$]{name}\b", _SLOT.sub("", body)):
            raise CatalogueError(place, f"the query does not use the parameter {name}")
    for column in question.columns:
        if column not in COLUMNS:
            raise CatalogueError(place, f"the column {column} has no label in queries/columns.py")
        if not re.search(rf"[?$]{column}\b", body):
            raise CatalogueError(place, f"the query has no variable {column}")
    if not {*question.table, *question.together.split()} <= set(question.columns):
        raise CatalogueError(place, "the table shows what is not among the columns")


@cache
def library() -> Mapping[str, Question]:
    """Load all questions, by name in alphabetic order; raises CatalogueError for a broken file."""
    folder = files("queries") / "questions"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".rq"))
    questions = (parse((folder / name).read_text(encoding="utf-8"), name) for name in names)
    return MappingProxyType({question.name: question for question in questions})


def find(name: str) -> Question:
    """Give the question of that name; raises UnknownQuestion with the likest names."""
    known = library()
    if name in known:
        return known[name]
    from difflib import get_close_matches  # noqa: PLC0415 - only a misspelt name needs it

    raise UnknownQuestion(name, get_close_matches(name, known, n=2, cutoff=0.5), tuple(known))
