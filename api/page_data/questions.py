"""Questions of the library as forms, and their answers as tables of linked cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from api.i18n import Catalogue
from api.links import place_of, text_place
from api.page_data.directory import Directory, Ref
from graph_build.terms import Iri, Row, Term
from graph_build.text import fold
from queries.bilingual import Language
from queries.catalogue import Parameter, ParameterType, Question, find
from queries.columns import COLUMNS, LIST_SEPARATOR, Column, Kind
from queries.errors import (
    AmbiguousName,
    InvalidValue,
    MissingParameter,
    QuestionError,
    ToldInBoth,
    UnknownName,
)
from queries.format import text
from queries.run import Answer

ROWS_SHOWN: Final = 500
"""Rows of an answer that a page shows; downloads hold all."""

ROLE_NAMES: Final = ("lead", "focal", "coordinate", "perform", "monitor", "report")

# Which variable holds the IRI of the thing that a column names.
_NAMED_BY: Final = {
    "title": "task",
    "code": "task",
    "document_number": "document",
    "document_label": "document",
    "name": "actor",
    "lead_name": "lead",
    "coordinator_name": "coordinator",
    "value": "thing",
}
_INPUTS: Final = {
    ParameterType.DATE: "day",
    ParameterType.MONTH: "month",
    ParameterType.INTEGER: "number",
    ParameterType.YEAR: "number",
}
_LISTS: Final = {
    ParameterType.UNIT: "units",
    ParameterType.DOCUMENT_NUMBER: "documents",
    ParameterType.DOCUMENT: "documents",
}
_LONGEST_VALUE: Final = 300


@dataclass(frozen=True, slots=True)
class Field:
    """An input of a question's form."""

    name: str
    label: str
    required: bool
    value: str
    example: str
    input: str
    list: str
    choices: tuple[tuple[str, str], ...]
    problem: str = ""
    pattern: str = ""

    @property
    def wide(self) -> bool:
        """Tell whether the input holds names rather than dates or numbers."""
        return self.input == "text" and not self.choices


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of an answer; `items` where it lists names, `place` where it quotes a text.

    `own` tells that the words are of the page, in its language, and not of a document.
    """

    label: str
    text: str = ""
    url: str = ""
    number: bool = False
    date: bool = False
    wide: bool = False
    own: bool = False
    quote: bool = False
    place: str = ""
    place_text: str = ""
    items: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a column."""

    label: str
    number: bool


@dataclass(frozen=True, slots=True)
class Table:
    """An answer as a page shows it: the first rows of `total`."""

    columns: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int


def given(question: Question, query: Mapping[str, str]) -> dict[str, str]:
    """Pick the values of a question's parameters from a query string; empty ones count as absent."""
    names = {parameter.name for parameter in question.parameters}
    return {
        name: value.strip()[:_LONGEST_VALUE]
        for name, value in query.items()
        if name in names and value.strip()
    }


def days(question: Question) -> tuple[str, ...]:
    """Name the parameters of a question that are days."""
    return tuple(one.name for one in question.parameters if one.type is ParameterType.DATE)


def fields(
    question: Question, written: Mapping[str, str], messages: Catalogue, problem: QuestionError | None
) -> tuple[Field, ...]:
    """Make the form of a question, with what was written in it and what is wrong with that."""
    return tuple(
        Field(
            name=parameter.name,
            label=parameter.label[_language(messages)],
            required=parameter.required,
            value=written.get(parameter.name, ""),
            example=parameter.example,
            input=_INPUTS.get(parameter.type, "text"),
            list=_LISTS.get(parameter.type, ""),
            choices=_choices(parameter, messages),
            problem=_problem_of(parameter, written, messages, problem),
        )
        for parameter in question.parameters
    )


def _language(messages: Catalogue) -> Language:
    return "en" if messages.language == "en" else "vi"


def _choices(parameter: Parameter, messages: Catalogue) -> tuple[tuple[str, str], ...]:
    if parameter.type is not ParameterType.ROLE:
        return ()
    return tuple((name, messages.text(f"role.{name}")) for name in ROLE_NAMES)


def _problem_of(
    parameter: Parameter, written: Mapping[str, str], messages: Catalogue, problem: QuestionError | None
) -> str:
    if isinstance(problem, InvalidValue) and problem.parameter == parameter.name:
        return messages.text("questions.problem.value", example=parameter.example)
    value = written.get(parameter.name)
    if isinstance(problem, UnknownName | AmbiguousName) and problem.written == value:
        kind = "unknown" if isinstance(problem, UnknownName) else "ambiguous"
        return messages.text(f"questions.problem.{kind}")
    return ""


def mended(question: Question, written: Mapping[str, str], problem: QuestionError | None, meant: str) -> str:
    """Give the address of a question that has what is meant in place of a name that does not do."""
    wrong = problem.written if isinstance(problem, UnknownName | AmbiguousName) else None
    name = next((name for name, value in written.items() if value == wrong), "")
    return f"/questions/{question.name}?" + urlencode({**written, name: meant}) if name else ""


def told(problem: QuestionError, messages: Catalogue) -> str:
    """Give the sentence of an error in the reader's language, where it is told in both."""
    return problem.told(_language(messages)) if isinstance(problem, ToldInBoth) else str(problem)


def explained(problem: QuestionError, messages: Catalogue) -> str:
    """Say in the reader's language what is wrong with a question as asked."""
    if isinstance(problem, UnknownName):
        return messages.text(f"questions.unknown.{problem.what}", written=problem.written)
    if isinstance(problem, AmbiguousName):
        return messages.text("questions.ambiguous", written=problem.written)
    if isinstance(problem, InvalidValue):
        return messages.text("questions.invalid", written=problem.written, name=problem.parameter)
    if isinstance(problem, MissingParameter):
        label = find(problem.question).parameter(problem.name).label
        return messages.text("questions.missing", label=label[_language(messages)])
    return told(problem, messages)


def understood(
    question: Question, terms: Mapping[str, Term], directory: Directory, messages: Catalogue
) -> tuple[tuple[str, Ref], ...]:
    """Tell how every written value was understood: the parameter's label and the thing it named."""
    found = []
    for name, term in terms.items():
        parameter = question.parameter(name)
        if isinstance(term, Iri):
            found.append((parameter.label[_language(messages)], _thing(term.value, directory, messages)))
        else:
            found.append(
                (parameter.label[_language(messages)], Ref("", "value", messages.moment(term.value), None))
            )
    return tuple(found)


def _thing(iri: str, directory: Directory, messages: Catalogue) -> Ref:
    if iri in directory.documents:
        return directory.document(iri)
    if iri in directory.actors:
        return directory.actor(iri)
    return Ref(iri, "code", directory.code(iri, messages.language), None)


def table(answer: Answer, directory: Directory, messages: Catalogue) -> Table:
    """Lay an answer out: the columns meant for people, the first rows of all."""
    rows = answer.rows[:ROWS_SHOWN]
    return laid_out(answer.question.table, answer.variables, rows, len(answer.rows), directory, messages)


def laid_out(
    columns_shown: Sequence[str],
    variables: Sequence[str],
    shown_rows: Sequence[Row],
    total: int,
    directory: Directory,
    messages: Catalogue,
) -> Table:
    """Lay rows out under some of their variables, names and titles linked to their pages."""
    shown = [c for c in columns_shown if c not in {"quote_start", "quote_end"}]
    columns = [COLUMNS.get(name, Column(name, name)) for name in shown]
    named = directory.called
    rows = []
    for row in shown_rows:
        values = {name: text(term) for name, term in zip(variables, row, strict=True)}
        rows.append(
            tuple(
                _cell(name, column, values, directory, named, messages)
                for name, column in zip(shown, columns, strict=True)
            )
        )
    return Table(
        tuple(Heading(_label(column, messages), column.kind is Kind.NUMBER) for column in columns),
        tuple(rows),
        total,
    )


def _label(column: Column, messages: Catalogue) -> str:
    return column.en if messages.language == "en" else column.vi


def _cell(
    name: str,
    column: Column,
    values: Mapping[str, str],
    directory: Directory,
    named: Mapping[str, Ref],
    messages: Catalogue,
) -> Cell:
    value = values[name]
    label = _label(column, messages)
    if column.kind is Kind.NUMBER:
        return Cell(label, messages.number(value), number=True)
    if column.kind is Kind.DATE:
        return Cell(label, messages.moment(_worded(name, value, messages)), date=True)
    if column.kind is Kind.QUOTE:
        return _quoted(label, value, values, directory, messages)
    if column.kind is Kind.LIST:
        return Cell(label, value, items=_items(value, named))
    if value in {"true", "false"}:
        return Cell(label, messages.text("yes" if value == "true" else "no"), own=True)
    if column.kind is Kind.IRI:
        thing = _thing(value, directory, messages) if value else None
        return Cell(label, thing.label if thing else "", url=place_of(value, directory.base) or "")
    url = place_of(values.get(_NAMED_BY.get(name, ""), ""), directory.base) or ""
    words = _worded(name, value, messages)
    return Cell(label, words, url=url, wide=name == "title", own=words != value)


def _worded(name: str, value: str, messages: Catalogue) -> str:
    """Put a code that stands as text (a kind, a direction, a missing field) into words, where known."""
    key = f"value.{name}.{value}"
    return messages.text(key) if messages.has(key) else value


def _quoted(
    label: str, value: str, values: Mapping[str, str], directory: Directory, messages: Catalogue
) -> Cell:
    start, end = values.get("quote_start", ""), values.get("quote_end", "")
    document = directory.documents.get(values.get("document", ""))
    if not (start.isdigit() and end.isdigit() and document and document.url):
        return Cell(label, value, quote=bool(value))
    return Cell(
        label,
        value,
        quote=True,
        place=text_place(document.url, int(start), int(end)),
        place_text=messages.text("quote.place", start=messages.number(start), end=messages.number(end)),
    )


def _items(value: str, named: Mapping[str, Ref]) -> tuple[Ref, ...]:
    parts: Sequence[str] = [part for part in value.split(LIST_SEPARATOR) if part]
    return tuple(named.get(fold(part)) or Ref("", "unit", part, None) for part in parts)
