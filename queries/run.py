"""Put a question of the library to a store.

Reads written values of parameters; gives an `Answer` with typed rows and the very query that made
them, which is plain SPARQL and gives the same rows on any endpoint over the same graph.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph_build.store import Store
from graph_build.terms import Row, Term
from queries.catalogue import Question
from queries.counted import counted
from queries.errors import MissingParameter, UnknownParameter
from queries.names import Names
from queries.task_rows import task_rows
from queries.values import term


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question.

    `written` are the parameters as given and `terms` as they were understood, `sparql` is the query with
    them in it, `rows` its solutions in the order of `variables`, None where a variable is unbound.
    """

    question: Question
    written: Mapping[str, str]
    terms: Mapping[str, Term]
    sparql: str
    variables: tuple[str, ...]
    rows: tuple[Row, ...]


def understand(question: Question, written: Mapping[str, str], names: Names) -> dict[str, Term]:
    """Turn written values of parameters into RDF terms; optional parameters may be absent.

    Raises UnknownParameter, MissingParameter, and what `queries.values.term` raises.
    """
    known = [parameter.name for parameter in question.parameters]
    for name in written:
        if name not in known:
            raise UnknownParameter(question.name, name, known)
    for parameter in question.parameters:
        if parameter.required and parameter.name not in written:
            raise MissingParameter(question.name, parameter.name, parameter.example)
    return {name: term(question.parameter(name), value, names) for name, value in written.items()}


def prepare(question: Question, terms: Mapping[str, Term], base: str) -> str:
    """Give the plain SPARQL query of a question with its parameters as terms."""
    return question.bind({name: str(value) for name, value in terms.items()}, base)


def ask(
    store: Store, question: Question, written: Mapping[str, str] | None = None, *, names: Names | None = None
) -> Answer:
    """Put a question to a store, with the parameters as people write them.

    What a table of the snapshot tells is read from it, with the same rows: load and co-work pairs, and the
    tasks of a unit, a resolution or a period. `names` saves
    reading the names of the graph again when many questions go to one store. Raises
    QuestionError for what is wrong with the parameters and QueryError for what fails in the store.
    """
    names = names or Names(store)
    written = dict(written or {})
    terms = understand(question, written, names)
    sparql = prepare(question, terms, names.base)
    rows = counted(store, question.name, terms)
    if rows is None:
        rows = task_rows(store, question.name, terms)
    if rows is not None:
        return Answer(question, written, terms, sparql, question.columns, rows)
    result = store.query(sparql)
    return Answer(question, written, terms, sparql, result.variables, tuple(result))
