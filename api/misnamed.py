"""What a page says of a name that it cannot use: of no thing, of several, or of a document that was not read.

The form that the name was written in stays, and what may be meant is offered as links to the same page.
Pages that tell in their own words what is wrong take the links from here: `choices` and `choices_near`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from fastapi import Request

from api.i18n import catalogue
from api.links import page_of, place_of
from api.page_data.directory import DocumentRef
from api.page_data.load_query import LoadProblem
from api.page_data.namesakes import files_apart
from api.rendering import language_of
from api.site import View
from graph_build.terms import Iri
from queries.bilingual import Language
from queries.errors import (
    AmbiguousName,
    DocumentUnread,
    QuestionError,
    UnknownDocument,
    UnknownName,
    UnknownTask,
    UnknownThing,
    UnknownUnit,
)

_Unknown = UnknownUnit | UnknownDocument | UnknownTask | UnknownThing
Unusable = _Unknown | AmbiguousName | DocumentUnread
UNUSABLE: Final = (UnknownUnit, UnknownDocument, UnknownTask, UnknownThing, AmbiguousName, DocumentUnread)

_MOST: Final = 30
"""Things that are offered at most; a short name may be that of very many tasks."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that may be meant: the page asked for, about it; `about` is what is known of a document.

    `address` is "" where no page has it in place of what was written.
    """

    address: str
    label: str
    about: DocumentRef | None = None
    issuers: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be meant; `further` counts what is not offered.

    `is_guess` tells that the names only come near: else the name is that of each of them.
    """

    lines: tuple[Offer, ...] = ()
    further: int = 0
    is_guess: bool = True


@dataclass(frozen=True, slots=True)
class Misnamed:
    """The name as it was asked for, the sentence that says what is wrong, and what may be meant.

    `page` is that of a document known by citation, "" else. `field` is the one that holds the name, "" where
    it stands in the path; `kept` are all other fields of the address.
    """

    written: str
    sentence: str
    status: int
    what: str = "document"
    page: str = ""
    choices: Choices = Choices()
    field: str = ""
    kept: tuple[tuple[str, str], ...] = ()


def misnamed(request: Request, view: View, error: Unusable) -> Misnamed:
    """Tell of a name that cannot be used, in the language of the page."""
    language: Language = "vi" if language_of(request) == "vi" else "en"
    if isinstance(error, DocumentUnread):
        iri = view.names.document(error.written).value
        return Misnamed(error.written, error.told(language), 404, page=place_of(iri, view.base) or "")
    named = error
    several = isinstance(error, AmbiguousName)
    key = "questions.ambiguous" if several else f"questions.unknown.{error.what}"
    messages = catalogue(language)
    shown = error.written[:80]
    fields = request.query_params.multi_items()
    field = next((name for name, value in fields if value.strip() == error.written), "")
    return Misnamed(
        error.written,
        messages.text(key, written=shown) if messages.has(key) else error.told(language),
        409 if several else 404,
        error.what,
        choices=choices(view, error, lambda meant: _instead(request, view, named, field, meant)),
        field=field,
        kept=tuple((name, value) for name, value in fields if name != field and value),
    )


def choices(view: View, error: QuestionError | None, address: Callable[[str], str]) -> Choices:
    """Offer what may be meant by a name, nothing where something else is wrong.

    `address` gives the page that has a name or IRI in place of what was written.
    """
    if isinstance(error, AmbiguousName):
        return _offered(view, "", error.meant, address, is_guess=False)
    if isinstance(error, UnknownName):
        return _offered(view, error.what, [(name, name) for name in error.nearest], address)
    return Choices()


def choices_near(view: View, error: LoadProblem, address: Callable[[str], str]) -> Choices:
    """Offer what would do in a field of the pages of load, networks and scenarios; `address` as above."""
    return _offered(view, error.what, error.nearest, address, is_guess=error.is_guess)


def _offered(
    view: View,
    what: str,
    meant: Sequence[tuple[str, str]],
    address: Callable[[str], str],
    *,
    is_guess: bool = True,
) -> Choices:
    """Tell of each what is known; `meant` are pairs of a value and how it is shown."""
    known_as = dict.fromkeys(one for value, label in meant for one in _each(view, what, value, label))
    shown = [(_named(view, what, value) or value, value, label) for value, label in list(known_as)[:_MOST]]
    known = view.directory.documents
    known.read([thing for thing, _, _ in shown])
    about = {thing: known[thing] for thing, _, _ in shown if thing in known}
    files = files_apart(view.graph, about.values())
    lines = []
    for thing, value, label in shown:
        ref = about.get(thing)
        issuers = ", ".join(one.label for one in view.directory.actors_of(ref.issuers)) if ref else ""
        name = ref.label if ref else label
        lines.append(Offer(address(value), name, ref, issuers, files.get(thing, "")))
    return Choices(tuple(lines), len(known_as) - len(lines), is_guess)


def _each(view: View, what: str, value: str, label: str) -> Sequence[tuple[str, str]]:
    """Give what is meant by a value that is offered: each of several things where it is a name of them."""
    for find in _finders(view, what):
        try:
            find(value)
        except AmbiguousName as error:
            return error.meant
        except QuestionError:
            continue
    return [(value, label)]


def _finders(view: View, what: str) -> Sequence[Callable[[str], Iri]]:
    names = view.names
    both = (names.document, names.unit)
    found: dict[str, Sequence[Callable[[str], Iri]]] = {
        "document": both[:1],
        "unit": both[1:],
        "task": both,
        "thing": both,
    }
    return found.get(what, ())


def _named(view: View, what: str, name: str) -> str:
    """Give the IRI of a thing that is offered by name, "" where the name alone does not tell it."""
    for find in _finders(view, what):
        with suppress(QuestionError):
            return find(name).value
    return ""


def _instead(request: Request, view: View, error: UnknownName | AmbiguousName, field: str, meant: str) -> str:
    meant = _named(view, error.what, meant) or meant
    if not field:
        return page_of(meant, view.base) or f"/search?{urlencode({'q': meant})}"
    fields = [
        (name, meant if name == field and value.strip() == error.written else value)
        for name, value in request.query_params.multi_items()
    ]
    return f"{request.url.path}?{urlencode(fields)}"
