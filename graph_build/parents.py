"""The larger body that a body stands within, from what a document says, and where that was taken from.

In order: a larger body that the words name ("… thuộc Bộ Y tế"); the province or city in the name of a
department ("Sở Y tế tỉnh Lào Cai"); nothing for a body of the whole country or of a named place; the
issuer, whose own departments and local bodies a document calls by their short names.

Reads names and the register; gives chains of names, outermost first.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from graph_build.spellings import full_name
from graph_build.text import UPPER, fold
from graph_build.unit_book import UnitBook, issuer_is_local

Source = Literal["register", "words", "issuer"]


class Context(NamedTuple):
    """The chain of larger bodies, outermost first, and where the nearest was taken from; None for none."""

    chain: tuple[str, ...] = ()
    source: Source | None = None


_BODIES = (
    "Bộ; Chính phủ; Thủ tướng; Phó Thủ tướng; Quốc hội; Chủ tịch nước; Tập đoàn; Tổng công ty; "
    "Ngân hàng Nhà nước; Viện Hàn lâm; Đài Truyền hình Việt Nam; Đài Tiếng nói Việt Nam; "
    "Tòa án nhân dân tối cao; Viện kiểm sát nhân dân tối cao; Kiểm toán Nhà nước; "
    "Thông tấn xã Việt Nam; Tổng Liên đoàn; Trung ương Đoàn; Liên hợp quốc; Tổ chức; Trung ương Hội; "
    "Văn phòng Trung ương Đảng; Văn phòng Quốc hội; Văn phòng Chủ tịch nước; Văn phòng Chính phủ; "
    "Thanh tra Chính phủ; Ủy ban Thường vụ Quốc hội; Hội đồng Dân tộc; Ban Cơ yếu Chính phủ; Bộ Chính trị; "
    "Ban Bí thư; Các bộ; Các cơ quan trung ương; Các tỉnh; Các thành phố; Ủy ban nhân dân các tỉnh; "
    "Ủy ban nhân dân tỉnh thành phố; Cơ quan ngang bộ; Cơ quan thuộc Chính phủ"
)
_ENDINGS = "Việt Nam; Trung ương; Quốc gia; toàn quốc; tối cao"
_STANDS_ALONE = re.compile(
    "|".join(
        [rf"^{fold(words)}\b" for words in _BODIES.split(";")]
        + [rf"\b{fold(words)}$" for words in _ENDINGS.split(";")]
    )
)
"""Names that mean one body in the whole country, whatever office writes them."""

_NOT_NATIONAL = re.compile(
    "|".join(rf"^{fold(w)}\b" for w in ("Bộ Tư lệnh", "Bộ Chỉ huy", "Bộ Tham mưu", "Bộ đội", "Bộ phận"))
)
_OF_A_PLACE = re.compile(
    rf"(?P<body>.+) (?P<area>[Tt]ỉnh|[Tt]hành phố) (?P<place>[{UPPER}]\w*(?:(?: -)? [{UPPER}]\w*){{0,5}})"
)
_COMMITTEE = fold("Ủy ban nhân dân")
_DEPARTMENT = re.compile(rf"{fold('Sở')}\b")
_OWN_BODIES = re.compile(rf"(?:{fold('Sở')}|{fold('Văn phòng Ủy ban nhân dân')}|{fold('Thanh tra')})\b")


def chain(book: UnitBook, name: str | None) -> tuple[str, ...]:
    """Give the names of a body and its ancestors by the register, outermost first."""
    return () if name is None else (*reversed(book.ancestors(name)), name)


def context_of(
    book: UnitBook, issuer: str | None, name: str, parent: str | None, own: tuple[str, ...] = ()
) -> Context:
    """Find the larger bodies of a body that the register lacks; `parent` is one that its own words name.

    `own` is the chain of names that ends with the issuer, where the register does not tell it.
    """
    if parent is not None:
        return Context(chain(book, parent), "words")
    folded = fold(full_name(name))
    placed = _OF_A_PLACE.fullmatch(name)
    if placed is not None:
        return _of_place(book, issuer, folded, f"{placed['area'].lower()} {placed['place']}")
    if issuer is None or (_STANDS_ALONE.search(folded) and not _NOT_NATIONAL.search(folded)):
        return Context()
    unit = book.get(issuer)
    inside = bool(own) or issuer_is_local(issuer) or (unit is not None and unit.kind in _HOLDING)
    if inside or fold(issuer).startswith(f"{fold('Bộ')} "):
        own = own or chain(book, issuer)
        beside = _DEPARTMENT.match(folded) and _DEPARTMENT.match(fold(own[-1]))
        return Context(own[:-1] if beside else own, "issuer")
    return Context()


_HOLDING = frozenset({"ministry", "steering_committee", "office"})
"""Kinds of issuers whose documents name their own departments by short names."""


def _of_place(book: UnitBook, issuer: str | None, folded: str, place: str) -> Context:
    """Give the committee of the place that a department's name states; other bodies of places stand alone."""
    if not _OWN_BODIES.match(folded):
        return Context()
    committee = f"Ủy ban nhân dân {place}"
    if issuer is not None and fold(issuer) == fold(committee):
        return Context(chain(book, issuer), "words")
    unit = book.canonical(committee)
    return Context(chain(book, unit.name if unit is not None else committee), "words")


def same_committee(name: str, issuer: str | None) -> bool:
    """Tell whether a committee without a place means the one that issues: "UBND tỉnh" in its own document."""
    folded = fold(full_name(name))
    if issuer is None or not folded.startswith(f"{_COMMITTEE} ") or folded == _COMMITTEE:
        return False
    return fold(full_name(issuer)).startswith(f"{folded} ")
