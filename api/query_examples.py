"""The questions of the library as examples beside the SPARQL editor: each with its query and parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from api.i18n import LANGUAGES, Catalogue, catalogue
from api.pages import question_card
from api.rendering import fragment
from api.site import View
from queries.bilingual import Language
from queries.catalogue import Question, library
from queries.errors import QuestionError
from queries.run import prepare, understand

_HEADER: Final = re.compile(r"\A(?:#[^\n]*\n|\s)*")


@dataclass(frozen=True, slots=True)
class Example:
    """A question of the library for the editor; `sparql` has the values of its example in it."""

    title: str
    description: str
    sparql: str
    parameters: tuple[tuple[str, str, str, bool], ...]
    """Of each parameter: the variable, what it is, an example, whether it must be given."""


def _bodies(view: View) -> Mapping[str, str]:
    """Give the queries of the examples by the names of their questions, without headers; kept."""
    return view.keep_whole(
        ("example-bodies",), lambda: {one.name: _body(one, view) for one in library().values()}
    )


def _body(question: Question, view: View) -> str:
    try:
        terms = understand(question, question.example, view.names)
        sparql = prepare(question, terms, view.base)
    except QuestionError:  # the graph does not know what the example names
        sparql = question.sparql
    return _HEADER.sub("", sparql)  # what the header says stands beside the editor


def examples(view: View, messages: Catalogue) -> Markup:
    """Write the examples in a language: the larger part of the page, and the same whatever is asked; kept."""

    def write() -> Markup:
        held = _bodies(view)
        shown = [_example(question, held[name], messages) for name, question in library().items()]
        return fragment("query-examples.html", messages, examples=shown)

    return view.keep_whole(("examples", messages.language), write)


def write_ahead(view: View) -> None:
    """Write the examples in every language before anybody asks for the page."""
    for language in LANGUAGES:
        examples(view, catalogue(language))


def _example(question: Question, body: str, messages: Catalogue) -> Example:
    chosen: Language = "en" if messages.language == "en" else "vi"
    card = question_card(question, chosen)
    parameters = tuple(
        (parameter.name, parameter.label[chosen], parameter.example, parameter.required)
        for parameter in question.parameters
    )
    return Example(card["title"], card["description"], body, parameters)
