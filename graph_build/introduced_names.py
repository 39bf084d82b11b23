"""Short names that a document gives itself: "(sau đây gọi tắt là Ban Chỉ đạo)", "(viết tắt là BQL)", "(EVN)".

A short name holds in its own document only. It is taken up where the words before it are the name of a
body and agree with it: the short name begins with the same kind word, or its letters are initials of the
long one. A short name given to two bodies means neither; the ledger says so. Collectives are left as
written. Lists of abbreviations ("Danh mục chữ viết tắt") and legends of tables are read in the same way.

Reads a document's text and the register; gives a register with the short names in it, and ledger entries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from graph_build.issues import doubtful
from graph_build.legends import entries
from graph_build.records import Issue
from graph_build.text import Word, bare, fold
from graph_build.unit_book import INTRODUCED, RegisteredUnit, UnitBook
from graph_build.unit_names import HEADS, starts_with
from graph_build.units import find_mentions

_BRACKET = re.compile(
    r"""\(\s*(?:
      (?P<said>(?:(?:sau|dưới)\s+đây\s+)?(?:được\s+)?(?:gọi|viết)\s+(?:tắt\s*)?(?:là|:)?\s*:?
        |từ\s+đây\s+gọi\s+(?:tắt\s+)?là|tên\s+viết\s+tắt\s*(?:là|:)|viết\s+tắt\s*(?:là|:)?)
      \s*["“]?(?P<name>[^()"”\n]{2,60}(?:\n[^()"”\n]{2,40})?)["”]?\s*\)     # (sau đây gọi tắt là Ban Chỉ đạo)
    | (?P<letters>(?-i:[A-ZĐ][A-ZĐ&\-]{1,9}))\s*\)                      # Tập đoàn Điện lực (EVN)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_UNBRACKETED = re.compile(
    r",\s+(?:sau\s+đây\s+)?(?:gọi|viết)\s+tắt\s+là\s+[\"“]?(?P<name>[^,;.()\"”\n]{2,60})", re.IGNORECASE
)
_LIST_TITLE = re.compile(
    r"(?:danh\s+mục|bảng|các)\s+(?:các\s+)?(?:chữ|từ|ký\s+hiệu|cụm\s+từ)[^\n]{0,20}viết\s+tắt"
)
_LIST_ITEM = re.compile(
    r"(?:^|\n)[\s|*\d.)+\-]*(?P<letters>[A-ZĐ][A-ZĐ&\-]{1,11})[ \t*]*"
    r"(?:\n\s*\|\s*\n|[:=|\t\-\u2013])[\s|*]*(?P<long>[^\n|:;]{4,120})"
)
_LIST_REACH = 6000
_SENTENCE = re.compile(r"[.;:\n]\s*(?=[A-ZĐ\-+•\d])|\n\s*\n")
_REACH = 260
_BREAK = re.compile(r"[;:()|]|,\s*(?P<after>\w)")
_PLURAL = fold("các")
_LETTER_GROUPS, _FEWEST_LETTERS = 2, 3
_LETTERS = re.compile(r"[^\W\d_]")
_FREE_LETTERS = ("Tập đoàn", "Tổng công ty", "Công ty", "Ngân hàng", "Tổ chức", "Quỹ", "Chương trình")


class Introduction(NamedTuple):
    """A short name with the body it stands for and where it is introduced."""

    short: str
    unit: RegisteredUnit
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class IntroducedUnit:
    """A body as one document names it."""

    name: str
    is_group: bool = False
    iri: str = ""
    kind: str = INTRODUCED
    parent: str | None = None
    aliases: Sequence[str] = ()
    scoped_names: Sequence[tuple[str, str]] = ()


class DocumentBook(UnitBook):
    """A register with the short names of one document beside it; the longer match wins."""

    def __init__(self, book: UnitBook, introductions: Iterable[Introduction]) -> None:
        super().__init__(())
        self._register = book
        self._short: dict[tuple[str, ...], RegisteredUnit] = {}
        for one in introductions:
            for form in _forms(one):
                self._short[tuple(fold(form).split())] = one.unit
        self._first = frozenset(form[0] for form in self._short)
        self._longest = max((len(form) for form in self._short), default=0)

    def longest(
        self, listed: Sequence[Word], at: int, issuer: str | None
    ) -> tuple[int, RegisteredUnit | None]:
        """Match the longest name at a word, in the register or among the document's own."""
        end, unit = self._register.longest(listed, at, issuer)
        if listed[at].key not in self._first:
            return end, unit
        for length in range(min(self._longest, len(listed) - at), 0, -1):
            own = self._short.get(tuple(word.key for word in listed[at : at + length]))
            if own is not None and at + length >= end:
                return at + length, own
        return end, unit

    def group(self, words_of_it: str, issuer: str | None) -> RegisteredUnit | None:
        """Find the registered collective that says the same."""
        return self._register.group(words_of_it, issuer)

    def get(self, name: str) -> RegisteredUnit | None:
        """Give the registered unit of exactly this canonical name."""
        return self._register.get(name)

    def ancestors(self, name: str | None) -> tuple[str, ...]:
        """Give a unit's chain of parents by the register."""
        return self._register.ancestors(name)


def _forms(one: Introduction) -> Iterator[str]:
    """Give the short name, and with the kind word where letters stand for the rest ("Bộ NNMT")."""
    yield one.short
    if one.short.isupper() and " " not in one.short:
        keys = fold(one.unit.name).split()
        head = starts_with(keys, 0, HEADS)
        kind = " ".join(one.unit.name.split()[:head])
        if head and not _initials(one.short, kind.split()[0][:1]):
            yield f"{kind} {one.short}"


def introduced_names(text: str, book: UnitBook, issuer: str | None) -> tuple[UnitBook, tuple[Issue, ...]]:
    """Find the short names that a document introduces; gives the book to read it with, and ledger entries."""
    found: dict[str, list[Introduction]] = {}
    for one in _introductions(text, book, issuer):
        same = found.setdefault(fold(one.short), [])
        if fold(one.unit.name) not in {fold(other.unit.name) for other in same}:
            same.append(one)
    if not found:
        return book, ()
    issues = [
        doubtful(
            "ambiguous-unit",
            f"{some[1].short!r} is introduced for {some[0].unit.name!r} and for {some[1].unit.name!r}.",
            text=text[some[1].start : some[1].end],
            start=some[1].start,
            end=some[1].end,
        )
        for some in found.values()
        if len(some) > 1
    ]
    return DocumentBook(book, (some[0] for some in found.values() if len(some) == 1)), tuple(issues)


def _introductions(text: str, book: UnitBook, issuer: str | None) -> Iterator[Introduction]:
    for match in _BRACKET.finditer(text):
        short = " ".join((match["name"] or match["letters"]).replace("*", "").split()).strip(' "“”.,')
        unit = _before(text, match.start(), short, book, issuer, free=bool(match["said"]))
        if unit is not None:
            yield Introduction(short, unit, *match.span())
    for match in _UNBRACKETED.finditer(text) if "tắt" in text else ():
        short = " ".join(match["name"].split()).strip(' "“”.,')
        unit = _before(text, match.start(), short, book, issuer, free=True)
        if unit is not None:
            yield Introduction(short, unit, *match.span())
    title = _LIST_TITLE.search(text.lower()) if "tắt" in text.lower() else None
    for match in _LIST_ITEM.finditer(text, title.end(), title.end() + _LIST_REACH) if title else ():
        unit = _whole(match["long"].strip(" *.,"), book, issuer)
        if unit is not None and _initials(match["letters"], unit.name):
            yield Introduction(match["letters"], unit, *match.span("letters"))
    for match, long in entries(text):
        unit = _whole(long, book, issuer)
        if unit is None:
            continue
        if _agrees(match["letters"], unit.name, free=False) or _initials(match["letters"], unit.name):
            yield Introduction(match["letters"], unit, *match.span("letters"))


def _before(
    text: str, end: int, short: str, book: UnitBook, issuer: str | None, *, free: bool
) -> RegisteredUnit | None:
    """Read the name of a body that ends at an introduction and agrees with the short name."""
    start = max(0, end - _REACH)
    cuts = [m.end() for m in _SENTENCE.finditer(text, start, end)]
    start = cuts[-1] if cuts else start
    words = text[start:end].rstrip(' \n\u00a0*"“”')
    mentions = find_mentions(book, words, issuer)
    if not mentions or any(_breaks(m) for m in _BREAK.finditer(words, mentions[-1].end)):
        return None
    last = mentions[-1]
    exact = last.end == len(words)
    if last.kind == "group" or (short.isupper() and not exact):
        return None
    name = last.name if exact else " ".join(words[last.start :].replace("*", "").split())
    name = name[:1].upper() + name[1:]
    keys = fold(name).split()
    if " ".join(keys) == fold(short) or _PLURAL in keys or not _agrees(short, name, free=free):
        return None
    registered = book.get(name) if exact and last.known else None
    return registered or IntroducedUnit(name)


def _breaks(match: re.Match[str]) -> bool:
    """Tell whether a mark ends a name; a comma before a word in lower case may stand inside one."""
    return match["after"] is None or not match["after"].islower()


def _whole(words: str, book: UnitBook, issuer: str | None) -> RegisteredUnit | None:
    mentions = find_mentions(book, words, issuer, listed=True)
    if (
        len(mentions) != 1
        or mentions[0].kind == "group"
        or mentions[0].start
        or mentions[0].end != len(words)
    ):
        return None
    name = mentions[0].name
    return (book.get(name) if mentions[0].known else None) or IntroducedUnit(name)


def _agrees(short: str, name: str, *, free: bool) -> bool:
    """Tell whether a short name can be that of a body: the same kind word, or initials of its name."""
    keys, own = fold(name).split(), fold(short).split()
    if not own or len(own) > len(keys):
        return False
    if own[0] == keys[0] and short[0].isupper():
        return True
    letters = short.isupper() and len(own) <= _LETTER_GROUPS and (free or len(short) >= _FEWEST_LETTERS)
    if letters and _initials(short, name):
        return True
    return letters and (free or name.startswith(_FREE_LETTERS))


def _initials(letters: str, name: str) -> bool:
    """Tell whether letters are initials of the words of a name, in their order."""
    wanted = [bare(letter) for letter in _LETTERS.findall(letters)]
    for word in bare(name).split():
        if wanted and word.startswith(wanted[0]):
            wanted.pop(0)
    return not wanted
