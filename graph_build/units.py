"""Find units and collectives by name: longest match of the register first, then the grammar of names.

A cell or phrase is never split at commas: "Cục Quản lý Khám, chữa bệnh" is one unit. At every place the
register's names and aliases are tried, the longest winning; where none fits, or where the words go on
as a longer name ("Văn phòng Bộ" before "Tài chính"), the grammar decides how far a unit's name or
a collective reaches. Nothing is split, merged or expanded beyond what is written; a list that gives the
kind of body once ("các Bộ: Y tế, Tài chính") names each of its members.

Reads a passage's text and the issuer of the document; gives `Mention`s with offsets into it.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from graph_build.collectives import FIRST_WORDS, CollectiveGrammar, Reach
from graph_build.enumerations import Member, lead_in, members
from graph_build.letter_case import body_from_capitals
from graph_build.name_words import AND, NameWords
from graph_build.post_items import item_end
from graph_build.posts import POST_WORDS, post_end
from graph_build.single_names import in_full, single_name
from graph_build.spellings import full_name
from graph_build.text import fold
from graph_build.unit_book import INTRODUCED, RegisteredUnit, UnitBook, issuer_is_local
from graph_build.unit_names import (
    BELONGING,
    BRANCH_TRADES,
    BRANCHES,
    GROUP_QUALIFIERS,
    HEADS,
    folded,
    starts_with,
)

_LONGEST_SHORT = 10
_KIND_LETTERS = frozenset({"P", "K", "TT", "VP", "BV", "BQL", "CN", "CA", "BCH", "BHXH"})
"""Letters for Phòng, Khoa, Trung tâm, Văn phòng, Bệnh viện, Ban Quản lý, Chi nhánh, Công an, Bộ (Ban) Chỉ huy
(chấp hành) and Bảo hiểm xã hội before a name."""
_OF_AREA_LETTERS = frozenset({"CA", "BHXH"})
"""Those that a kind of area may follow: "CA tỉnh"."""
_DEGREES = frozenset({"BS", "TS", "GS", "PGS", "DS", "KS", "BSCK", "BSCKI", "BSCKII", "CN", "ĐD", "KTV"})
_FORCE, _SERVICES = fold("lực lượng").split(), folded("Cảnh sát")
"""Services that are no body by themselves; others are named without "lực lượng" as well."""
_OFFICE_LETTERS = "VP"
_FEWEST_LETTERS, _LONGEST_REST = 3, 5
_LOWER_AREAS = frozenset(fold(w) for w in ("xã", "phường", "huyện", "quận", "trấn"))
_NUMBER_BEFORE = re.compile(r"\d[A-Z]?(?:/\d{4})?/(?:[A-ZĐƯ]{1,8}[a-z]?-){0,3}\Z")
_LONGEST_NUMBER = 40
_NUMERAL = re.compile(r"[IVXLC]+")


_COUNCILS = frozenset(
    map(fold, ("Hội đồng nhân dân", "Thường trực Hội đồng nhân dân", "Đoàn đại biểu Quốc hội"))
)
_SHARES = re.compile(r"[\s*]*(?:,|và)[\s*]+")
_OF_AREA = re.compile(
    r"(?:(?:Thường trực )?Hội đồng nhân dân|Ủy ban nhân dân|(?:Đoàn )?[Đđ]ại biểu Quốc hội"
    r"|Ủy ban Mặt trận Tổ quốc(?: Việt Nam)?)"
    r" (?P<area>(?:[Tt]ỉnh|[Tt]hành phố|xã|phường|đặc khu) (?P<place>\S.*))"
)
"""A body of one area whose name ends with it."""


class Mention(NamedTuple):
    """A unit or collective found in a text: its name, where it stands, and whether the register has it.

    `name` is the register's name, else the words as printed on one line, with the kind word of the list it
    stands in. `parent` is the register's parent, or a larger body that the words themselves name
    ("… thuộc Bộ Y tế").
    """

    kind: Literal["unit", "group"]
    name: str
    start: int
    end: int
    known: bool
    parent: str | None = None


class _Parser:
    """Goes through the words of one passage and gathers mentions."""

    def __init__(self, book: UnitBook, text: str, issuer: str | None, *, listed: bool) -> None:
        self.book, self.text, self.issuer = book, text, issuer
        self.named = NameWords(text, listed=listed)
        self.words, self.keys = self.named.words, self.named.keys
        self.collectives = CollectiveGrammar(self.named, book)

    def at(self, index: int) -> tuple[Mention, ...]:
        """Read the mention that begins at a word, or those of the list that begins there."""
        end, unit = self.book.longest(self.words, index, self.issuer)
        key = self.keys[index]
        if unit is None and (item := self._item(index) or self._branch(index) or self._force(index)):
            return item
        if unit is None and key not in FIRST_WORDS and not key.isdigit():
            return self._abbreviation(index)
        listed = members(self.named, index)
        if listed and (unit is None or self.words[end - 1].end <= self.words[listed[0].end - 1].end):
            return tuple(self._member(one) for one in listed)
        collective = self.collectives.reach(index)
        single = None if collective is not None else single_name(self.named, index)
        reach = collective.end if collective is not None else single
        longer = reach is not None and reach > end and not self.named.separator(end)
        own = unit is not None and unit.kind == INTRODUCED
        if own and longer and not self.named.apart(end):
            return (self._new(index, reach or end, plural=collective is not None and collective.plural),)
        if unit is not None and not self._goes_on(end, reach, collective, group=unit.is_group):
            return (self._known(unit, index, end),)
        if reach is None:
            return self._abbreviation(index)
        if lead_in(self.named, reach):
            return ()
        plural = collective is not None and (collective.plural or not self._own_area(collective.area))
        return (self._new(index, reach, plural=plural),)

    def _item(self, index: int) -> tuple[Mention, ...]:
        """Read a post or a province that fills an item."""
        return self._post(index) or self._province(index)

    def _post(self, index: int) -> tuple[Mention, ...]:
        """Read a post that no body stands behind ("Công chức Địa chính"), or an item of such people."""
        start = self.words[index].start
        named = post_end(self.text, start) if self.keys[index] in POST_WORDS else None
        item = item_end(self.named, index)
        end = max(named or 0, self.words[item - 1].end if item else 0)
        if not end:
            return ()
        printed = " ".join(self.text[start:end].replace("*", "").split())
        return (Mention("group", printed[:1].upper() + printed[1:], start, end, False),)

    def in_number(self, index: int) -> bool:
        """Tell whether a word is the last part of a document's number: "UBND" in "12/QĐ-UBND"."""
        start = self.words[index].start
        return self.text[max(0, start - 1) : start] in {"-", "/"} and bool(
            _NUMBER_BEFORE.search(self.text, max(0, start - _LONGEST_NUMBER), start)
        )

    def repeated(self, index: int) -> bool:
        """Tell whether a kind word is printed twice by mistake: "Sở Sở Tài chính"."""
        return (
            index + 1 < len(self.keys)
            and self.keys[index] == self.keys[index + 1]
            and self.named.upper(index)
            and self.named.upper(index + 1)
            and bool(starts_with(self.keys, index, HEADS))
        )

    def _known(self, unit: RegisteredUnit, index: int, end: int) -> Mention:
        kind: Literal["unit", "group"] = "group" if unit.is_group else "unit"
        known = unit.kind != INTRODUCED
        return Mention(kind, unit.name, self.words[index].start, self.words[end - 1].end, known, unit.parent)

    def _own_area(self, area: str) -> bool:
        """Tell whether a body of a kind of area is one alone: "UBND tỉnh" for a province or its commune."""
        if self.issuer is None or not issuer_is_local(self.issuer):
            return False
        return area not in _LOWER_AREAS or area in fold(self.issuer).split()

    def _new(self, index: int, end: int, *, plural: bool) -> Mention:
        """Make the mention of a name that was found by grammar."""
        first, last = self.words[index], self.words[end - 1]
        printed = self.named.printed(index, end)
        same = self.book.group(printed, self.issuer) if plural else None
        if same is not None:
            return Mention("group", same.name, first.start, last.end, True, same.parent)
        name = body_from_capitals(in_full(printed[:1].upper() + printed[1:]))
        unit = self.book.canonical(name, self.issuer) if name != printed and not plural else None
        if unit is not None:
            return self._known(unit, index, end)
        kind: Literal["unit", "group"] = "group" if plural else "unit"
        return Mention(kind, name, first.start, last.end, False, self._owner(index, end))

    def _abbreviation(self, index: int) -> tuple[Mention, ...]:
        """Read an item of a list of actors that is a short name, or opens with one ("EVN")."""
        named, word = self.named, self.words[index]
        opens = named.listed and (index == 0 or named.separator(index))
        if opens and (end := self._shortened_end(index)):
            last = self.words[end - 1].end
            return (Mention("unit", named.printed(index, end), word.start, last, False),)
        printed = self.text[word.start : word.end]
        if not opens or not named.capitals(index) or named.chunk_end(index) != index + 1:
            return ()
        if printed in _DEGREES and self.text.startswith(".", word.end):
            return ()  # "BS. Trưởng khoa"
        if index and self.words[index].gap == ". " and len(self.keys[index - 1]) == 1:
            first = self.words[index - 1]  # the kind of body by its letter: "A. KHCN"
            whole = self.text[first.start : word.end]
            return (Mention("unit", whole, first.start, word.end, False),) if whole[0].isupper() else ()
        if len(printed) > _LONGEST_SHORT or not printed.isalpha():
            return ()
        if _NUMERAL.fullmatch(printed):
            return ()
        return (Mention("unit", printed, word.start, word.end, False),)

    def _shortened_end(self, index: int) -> int:
        """Give the index after an item of a list that opens with letters for its kind or its name; else 0.

        "P. Đào tạo", "TT CNTT", "VNPT Sơn Hà": what follows begins with a capital, and fills the item.
        """
        named, word = self.named, self.words[index]
        printed = self.text[word.start : word.end]
        start = index + 1
        kind = printed in _KIND_LETTERS
        if start >= len(self.words) or not (kind or (printed.isalpha() and len(printed) >= _FEWEST_LETTERS)):
            return 0
        gap = self.words[start].gap
        if not named.capitals(index) and not (kind and gap == ". "):
            return 0
        end = named.chunk_end(start)
        if gap not in {" ", ". "} or end - start > _LONGEST_REST or _NUMERAL.fullmatch(printed):
            return 0
        if printed in _OF_AREA_LETTERS and named.area(start):
            return end
        if named.opens(start) and printed != _OFFICE_LETTERS:
            return 0
        return end if all(named.upper(at) for at in range(start, start + 1 if kind else end)) else 0

    def _province(self, index: int) -> tuple[Mention, ...]:
        """Read a province that fills an item of a list of actors: "Thành phố Hà Nội"."""
        named = self.named
        if not named.listed or not named.upper(index) or not (index == 0 or named.separator(index)):
            return ()
        area, end = named.area(index), named.chunk_end(index)
        if not area or index + area >= end or not all(named.upper(at) for at in range(index + area, end)):
            return ()
        printed = named.printed(index, end)
        if self.book.canonical(f"Ủy ban nhân dân {printed}", None) is None:
            return ()
        return (Mention("unit", printed, self.words[index].start, self.words[end - 1].end, False),)

    def _force(self, index: int) -> tuple[Mention, ...]:
        """Read an armed force in lower case by its service: "lực lượng Cảnh sát biển"."""
        named, service = self.named, index + len(_FORCE)
        if self.keys[index:service] != _FORCE or not named.lower(index) or not named.upper(service):
            return ()
        if not starts_with(self.keys, service, _SERVICES):
            return ()
        end = single_name(named, service, articled=True)
        return (self._new(index, end, plural=False),) if end is not None else ()

    def _branch(self, index: int) -> tuple[Mention, ...]:
        """Read a trade that names its branch by the place alone: "Viễn thông Lạng Sơn", "Viễn thông tỉnh".

        Elsewhere the trade is a word of other names ("Tập đoàn Công nghiệp - Viễn thông Quân đội").
        """
        named = self.named
        trade = starts_with(self.keys, index, BRANCH_TRADES)
        first = index + trade
        if not trade or not named.upper(index) or first >= len(self.words) or named.apart(first):
            return ()
        place = first + named.area(first)
        end = place
        while end < len(self.words) and named.upper(end) and not named.separator(end):
            end += 1
        if place == first:
            end = next((at for at in range(end, place, -1) if self._is_province(place, at)), place)
        if end == first:
            return ()
        word = self.words[index]
        return (Mention("unit", named.printed(index, end), word.start, self.words[end - 1].end, False),)

    def _is_province(self, first: int, end: int) -> bool:
        """Tell whether words name a province whose committee the register has."""
        place = self.named.printed(first, end)
        kinds = ("tỉnh", "thành phố")
        return any(self.book.canonical(f"Ủy ban nhân dân {kind} {place}", None) for kind in kinds)

    def _member(self, member: Member) -> Mention:
        """Make the mention of a member of a list, by the register's name where it has one."""
        start, end = self.words[member.start].start, self.words[member.end - 1].end
        name = in_full(member.name)
        unit = self.book.canonical(name, self.issuer) or self._one_of(member.choices)
        if unit is not None:
            kind: Literal["unit", "group"] = "group" if unit.is_group else "unit"
            return Mention(kind, unit.name, start, end, True, unit.parent)
        return Mention("unit", name, start, end, False)

    def _one_of(self, choices: tuple[str, ...]) -> RegisteredUnit | None:
        """Find the body below the issuer's that has one of several names, where exactly one has."""
        names = (name for one in choices for name in (one, full_name(one)))
        units = [self.book.below(name, self.issuer) for name in names]
        found = {unit.name: unit for unit in units if unit is not None}
        return next(iter(found.values())) if len(found) == 1 else None

    def _goes_on(self, end: int, reach: int | None, collective: Reach | None, *, group: bool) -> bool:
        """Tell whether a longer name by grammar should win over the register's shorter one."""
        if reach is None or end >= reach:
            return False
        word = self.words[end]
        if group and collective is not None:
            later = end + (word.key == AND)
            return self.book.longest(self.words, later, self.issuer)[1] is None or word.key == AND
        if starts_with(self.keys, end, BRANCHES) and (
            not self.named.apart(end) or self.named.spaced_dash(end)
        ):
            return True
        if self.named.apart(end):
            return collective is None and self.named.comma(end)
        if self.keys[end] in BELONGING or starts_with(self.keys, end, GROUP_QUALIFIERS):
            return True
        if collective is not None:
            return True
        return self.named.upper(end) and not starts_with(self.keys, end, HEADS)

    def _owner(self, index: int, end: int) -> str | None:
        """Find the larger body that a name's own words give: "… thuộc Bộ Y tế", "Văn phòng Bộ Tài chính"."""
        for position in range(index + 1, end):
            found, unit = self.book.longest(self.words, position, None)
            if unit is not None and found == end and not unit.is_group:
                return unit.name
        return None


def find_mentions(
    book: UnitBook, text: str, issuer: str | None = None, *, listed: bool = False
) -> tuple[Mention, ...]:
    """Find every unit and collective in a cell or phrase, in reading order, never overlapping.

    `issuer` is the canonical name of the document's issuer: names that hold only in its documents
    ("Sở Y tế" in a plan of a province) are read in its context. `listed` says that the text is a list of
    actors, as a cell is: words that open no actor of their own then belong to the one before them.
    """
    parser = _Parser(book, text, issuer, listed=listed)
    found: list[Mention] = []
    index = 0
    while index < len(parser.words):
        passed = parser.repeated(index) or parser.in_number(index)
        mentions = () if passed else parser.at(index)
        if not mentions:
            index += 1
            continue
        found.extend(mentions)
        while index < len(parser.words) and parser.words[index].start < mentions[-1].end:
            index += 1
    return tuple(_with_shared_areas(book, text, found))


def _with_shared_areas(book: UnitBook, text: str, found: list[Mention]) -> list[Mention]:
    """Give councils the area that the body after them names for both: "HĐND, UBND tỉnh Đồng Nai"."""
    shared = list(found)
    for at in range(len(found) - 2, -1, -1):
        one, after = shared[at], shared[at + 1]
        if fold(one.name) not in _COUNCILS or not _SHARES.fullmatch(text[one.end : after.start]):
            continue
        area = _OF_AREA.fullmatch(after.name)
        if area is None or not area["place"][0].isupper():
            continue
        name = f"{one.name} {area['area']}"
        unit = book.canonical(name, None)
        shared[at] = one._replace(kind="unit", name=unit.name if unit else name, known=unit is not None)
    return shared
