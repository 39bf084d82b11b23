"""Which one issued, of the bodies that bear one name in every place: "Sở Y tế", "Công an tỉnh".

The organ above tells the place; else, for a department of a province, the place beside the date (Nghị định
30/2020/NĐ-CP, Annex I, part II, point 4) where it has the name of a province, or the one committee of a
province among the recipients. Where nothing tells, documents of one place are of one body, each document
without a place is of a body of its own, and the ledger says so.

Reads a header and the register; gives names.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from graph_build.issues import doubtful, doubtful_at
from graph_build.parents import chain
from graph_build.records import Header, Issue
from graph_build.spellings import full_name
from graph_build.text import UPPER, fold
from graph_build.unit_book import UnitBook

_COMMITTEE: Final = "Ủy ban nhân dân"
_DEPARTMENT: Final = re.compile(r"sở (?!giao dịch|chỉ huy)", re.IGNORECASE)
_PLACELESS: Final = re.compile(
    r"(?:ủy ban|hội đồng) nhân dân|(?:tỉnh|thành|huyện|quận|thị|đảng) ủy"
    r"|.+ (?:tỉnh|thành phố|huyện|quận|thị xã|thị trấn|phường|xã|đặc khu)",
    re.IGNORECASE,
)
_AREA: Final = re.compile(
    r"(?<!\w)(?:[Tt]ỉnh|[Tt]hành phố|TP\.?|[Hh]uyện|[Qq]uận|[Tt]hị xã|[Tt]hị trấn|[Pp]hường|[Xx]ã"
    rf"|[Đđ]ặc khu) ?(?:[{UPPER}]|\d).*"
)
_CITY: Final = re.compile(r"\A(?:thành phố|tp\.?) ?", re.IGNORECASE)
_SENT_TO: Final = re.compile(
    rf"(?:UBND|{_COMMITTEE}) (?:(?:tỉnh|[Tt]hành phố) |TP\.? ?)"
    rf"(?P<place>[{UPPER}]\w*(?:(?: -)? [{UPPER}]\w*){{0,4}})"
)
_LONGEST_PLACE: Final = 4
"""Words of the name of a province, at most."""


class IssuerPlace(NamedTuple):
    """A name that tells the issuer from others of its name, its chain of names, and its area.

    The chain begins with the outermost name and ends with the issuer, as the register names it. `area` is
    None where nothing tells it.
    """

    name: str
    chain: tuple[str, ...]
    area: str | None


def area_of(name: str | None) -> str | None:
    """Give the area that a name states: "tỉnh An Sơn" of "UBND tỉnh An Sơn"."""
    found = _AREA.search(name) if name is not None else None
    return found.group() if found is not None else None


def is_department(name: str) -> bool:
    """Tell whether a name is that of a department that every province has, without its province."""
    return _DEPARTMENT.match(name) is not None and area_of(name) is None


def issuer_place(name: str, header: Header, book: UnitBook, alone: str) -> IssuerPlace | None:
    """Tell an issuer from others of its name; None for a name that no other body has.

    `alone` stands for the place of a document that has none.
    """
    if not (is_department(name) or _PLACELESS.fullmatch(full_name(name))) or _ends_with_place(
        name, header, book
    ):
        return None
    above, area = header.parent_issuer, area_of(header.parent_issuer)
    if area is None and above is None and is_department(name):
        above = _province(book, header.place or "") or _recipient(header, book)
        area = area_of(above)
    if above is not None and area is not None:
        unit = book.canonical(f"{name} {area}")
        known = unit is not None and not unit.is_group
        names = (
            chain(book, unit.name) if unit is not None and known else (*chain(book, full_name(above)), name)
        )
        return IssuerPlace(f"{name} {area}", names, area)
    place = header.place
    return IssuerPlace(f"{name} {place}" if place else name, (place or alone, name), None)


def unplaced(header: Header, book: UnitBook) -> tuple[Issue, ...]:
    """Make the ledger entry of a document that does not tell which body of its name issued it."""
    found = issuer_place(header.issuer, header, book, "-") if header.issuer and header.official else None
    if found is None or found.area is not None:
        return ()
    proof = header.issuer_evidence
    return (doubtful_at("issuer-unplaced", proof) if proof is not None else doubtful("issuer-unplaced"),)


def _ends_with_place(name: str, header: Header, book: UnitBook) -> bool:
    """Tell whether a name ends with that of a place, without a word for what it is: "Sở Y tế Hà Nội"."""
    if header.place and fold(name).endswith(f" {fold(_CITY.sub('', header.place))}"):
        return True
    words = name.split()
    ends = (" ".join(words[-count:]) for count in range(1, min(_LONGEST_PLACE, len(words) - 2) + 1))
    return any(_province(book, end) is not None for end in ends)


def _province(book: UnitBook, place: str) -> str | None:
    """Give the committee of the province or city of that name by the register."""
    bare = _CITY.sub("", place)
    units = (book.canonical(f"{_COMMITTEE} {kind} {bare}") for kind in ("tỉnh", "thành phố")) if bare else ()
    return next((unit.name for unit in units if unit is not None and not unit.is_group), None)


def _recipient(header: Header, book: UnitBook) -> str | None:
    """Give the one committee of a province that is among the recipients."""
    sent = (found["place"] for item in header.recipients for found in _SENT_TO.finditer(item))
    known = {committee for place in sent if (committee := _province(book, place)) is not None}
    return known.pop() if len(known) == 1 else None
