"""Markup that tables repeat hundreds of times: links, who takes part in tasks, the rows of an answer.

It is that of macros, made in Python: calling a macro costs about ten times as much as calling a function.
`parts.html` gives these functions to the templates.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from markupsafe import Markup

from api.i18n import Catalogue
from api.page_data.directory import Ref
from api.page_data.questions import Cell
from api.page_data.tasks import Participant
from graph_build.text import brief

_LONGEST_NAME: Final = 300
_LONGEST: Final = 400
"""Code points of a cell, or of a quote, that a table shows."""


class Pieces:
    """The pieces that a page in one language is put together from; everything given is escaped."""

    def __init__(self, messages: Catalogue) -> None:
        self._messages = messages
        self._none = f'<span class="none">{escape(messages.text("none"))}</span>'

    def said(self, text: str) -> Markup:
        """Show words of documents."""
        return Markup(_said(text))  # noqa: S704 - escaped, as all below

    def link(self, ref: Ref, kind: str = "") -> Markup:
        """Name a thing, with the address of its page where it has one; `kind` is one more class."""
        return Markup(_link(ref, kind))  # noqa: S704

    def who(self, one: Participant) -> Markup:
        """Name who takes part: the body, or the person with the body."""
        return Markup(_who(one))  # noqa: S704

    def people(self, participants: Sequence[Participant], shown: int = 4) -> Markup:
        """List who takes part; those after the first `shown` open on demand."""
        if not participants:
            return Markup(self._none)  # noqa: S704
        first = "".join(f"<li>{_who(one)}</li>" for one in participants[:shown])
        made = f'<ul class="names">\n{first}</ul>\n'
        if others := participants[shown:]:
            more = escape(self._messages.count("more", len(others)))
            rest = "".join(f"<li>{_who(one)}</li>" for one in others)
            made += (
                f'<details class="more"><summary>{more}</summary><ul class="names">\n{rest}</ul></details>'
            )
        return Markup(made)  # noqa: S704

    def answer_rows(self, rows: Sequence[Sequence[Cell]]) -> Markup:
        """Give the rows of the table of an answer."""
        made = ("".join(["<tr>", *map(self._cell, row), "</tr>"]) for row in rows)
        return Markup("".join(made))  # noqa: S704

    def _cell(self, cell: Cell) -> str:
        shape = _shape(cell)
        opening = f'<td data-label="{escape(cell.label)}"' + (f' class="{shape}">' if shape else ">")
        return f"{opening}{self._inner(cell)}</td>"

    def _inner(self, cell: Cell) -> str:
        if cell.quote:
            quote = f'<q class="said" lang="vi">{escape(brief(cell.text, _LONGEST))}</q>'
            if not cell.place:
                return quote
            return f'{quote}<br><a class="small" href="{escape(cell.place)}">{escape(cell.place_text)}</a>'
        if cell.items:
            return f'<ul class="names">{"".join(map(_item, cell.items))}</ul>'
        if cell.url:
            words = escape(brief(cell.text, _LONGEST_NAME))
            whole = " whole" if len(cell.text) <= _LONGEST_WHOLE and " " not in cell.text else ""
            return f'<a class="said{whole}" lang="vi" href="{escape(cell.url)}">{words}</a>'
        if cell.text and (cell.own or cell.number or cell.date):
            return f'<span class="said">{escape(cell.text[:_LONGEST])}</span>'
        return _said(cell.text[:_LONGEST]) if cell.text else self._none


def _shape(cell: Cell) -> str:
    """Name the class of a cell, "" for a plain one."""
    if cell.number:
        return "num"
    if cell.date:
        return "date-cell"
    if cell.wide:
        return "wide"
    if cell.quote:
        return "quoted"
    return "listing" if cell.items else ""


def _said(text: str) -> str:
    return f'<span class="said" lang="vi">{escape(text)}</span>'


_LONGEST_WHOLE: Final = 30
"""Code points of the name of a document that is not broken, so that "2182/QĐ-BYT" stays on one line."""


def _link(ref: Ref, kind: str = "") -> str:
    if ref.kind == "document" and len(ref.label) <= _LONGEST_WHOLE:
        kind = f"{kind} whole".strip()
    shape = f'class="said {escape(kind)}" lang="vi"'
    if ref.url:
        return f'<a {shape} href="{escape(ref.url)}">{escape(ref.label)}</a>'
    return f"<span {shape}>{escape(ref.label)}</span>"


def _who(one: Participant) -> str:
    if not one.person:
        return _link(one.actor) if one.actor else ""
    within = f' <span class="soft">({_said(one.actor.label)})</span>' if one.actor else ""
    return _link(one.person) + within


def _item(ref: Ref) -> str:
    if ref.url:
        return f'<li><a class="said" lang="vi" href="{escape(ref.url)}">{escape(ref.label)}</a></li>'
    return f"<li>{_said(ref.label)}</li>"
