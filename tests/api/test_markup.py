"""Pieces of markup that tables repeat are escaped, and say all that is given."""

from __future__ import annotations

import pytest

from api.i18n import catalogue
from api.markup import Pieces
from api.page_data.directory import ActorRef, Ref
from api.page_data.questions import Cell
from api.page_data.tasks import Participant

pieces = Pieces(catalogue("en"))
EVIL = "<b>&\"'"
ESCAPED = "&lt;b&gt;&amp;&quot;&#x27;"
UNIT = ActorRef("x:u", "unit", EVIL, "/units/" + EVIL)
NONE = '<span class="none">–</span>'
PERSON = ActorRef("x:p", "person", "An", None)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (pieces.said(EVIL), f'<span class="said" lang="vi">{ESCAPED}</span>'),
        (
            pieces.link(UNIT, EVIL),
            f'<a class="said {ESCAPED}" lang="vi" href="/units/{ESCAPED}">{ESCAPED}</a>',
        ),
        (pieces.link(PERSON), '<span class="said " lang="vi">An</span>'),
        (pieces.who(Participant("leads", None)), ""),
        (
            pieces.who(Participant("leads", UNIT, PERSON)),
            '<span class="said " lang="vi">An</span>'
            f' <span class="soft">(<span class="said" lang="vi">{ESCAPED}</span>)</span>',
        ),
        (pieces.people(()), NONE),
    ],
)
def test_names_are_escaped_and_linked(made: str, expected: str) -> None:
    assert made == expected


def test_names_after_the_first_open_on_demand() -> None:
    people = [Participant("leads", ActorRef(f"x:{name}", "unit", name, None)) for name in "abcde"]

    first, _, rest = str(pieces.people(people, 2)).partition("<details")

    assert [first.count(f">{name}</span>") for name in "abcde"] == [1, 1, 0, 0, 0]
    assert [rest.count(f">{name}</span>") for name in "abcde"] == [0, 0, 1, 1, 1]
    assert "<summary>" + catalogue("en").count("more", 3) in rest
    assert "<details" not in pieces.people(people, 5)


@pytest.mark.parametrize(
    ("cell", "shape", "inner"),
    [
        (Cell(EVIL, "5", number=True), "num", '<span class="said">5</span>'),
        (Cell(EVIL, "2024", date=True), "date-cell", '<span class="said">2024</span>'),
        (Cell(EVIL, EVIL, own=True), "", f'<span class="said">{ESCAPED}</span>'),
        (Cell(EVIL), "", NONE),
        (
            Cell(EVIL, "x" * 301, url=EVIL, wide=True),
            "wide",
            f'<a class="said" lang="vi" href="{ESCAPED}">{"x" * 300}…</a>',
        ),
        (Cell(EVIL, "x" * 401, quote=True), "quoted", f'<q class="said" lang="vi">{"x" * 400}…</q>'),
        (
            Cell(EVIL, EVIL, quote=True, place=EVIL, place_text=EVIL),
            "quoted",
            f'<q class="said" lang="vi">{ESCAPED}</q><br><a class="small" href="{ESCAPED}">{ESCAPED}</a>',
        ),
        (
            Cell(EVIL, EVIL, items=(Ref("x:u", "unit", EVIL, EVIL), Ref("", "unit", EVIL, None))),
            "listing",
            f'<ul class="names"><li><a class="said" lang="vi" href="{ESCAPED}">{ESCAPED}</a></li>'
            f'<li><span class="said" lang="vi">{ESCAPED}</span></li></ul>',
        ),
    ],
)
def test_a_cell_of_an_answer_shows_what_it_holds(cell: Cell, shape: str, inner: str) -> None:
    kind = f' class="{shape}"' if shape else ""

    assert pieces.answer_rows([[cell]]) == f'<tr><td data-label="{ESCAPED}"{kind}>{inner}</td></tr>'
