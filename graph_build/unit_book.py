"""The register's names and aliases, ready to be found in a text: longest match, in the issuer's context.

A short name may mean different units in different documents: "Sở Y tế" in a plan of a province is that
province's, "Vụ Pháp chế" is a department of the ministry that issues the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from graph_build.text import Word, fold, words

INTRODUCED = "introduced"
"""The kind of a unit that only its document knows, by a name that it gives itself."""
_MAX_WORDS = 24
_NAME_GAP = re.compile(r"^(?:[ \u00a0*]*[,/&\-\u2010-\u2015]?[ \u00a0*]*|[ \u00a0*]*\n?[ \u00a0*]*)$")


class RegisteredUnit(Protocol):
    """What the register says of one unit or collective."""

    @property
    def name(self) -> str: ...
    @property
    def iri(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def parent(self) -> str | None: ...
    @property
    def is_group(self) -> bool: ...
    @property
    def aliases(self) -> Sequence[str]: ...
    @property
    def scoped_names(self) -> Sequence[tuple[str, str]]: ...


class _Entry(NamedTuple):
    """A name of a unit: the issuer in whose documents alone it holds, if any, and what sort of name it is.

    `says_whose` is true for a name that holds the body above ("Văn phòng Quốc hội"), so that it means
    the same in every document; `is_code` for an abbreviation in capitals, which stands in numbers too.
    """

    unit: RegisteredUnit
    scope: str | None
    says_whose: bool = False
    is_code: bool = False


@dataclass(slots=True)
class _Node:
    children: dict[str, _Node]
    entries: list[_Entry]


_OF_AN_OFFICE = frozenset({"department", "office", "inspectorate", "subcommittee", "collective"})
"""Kinds that every office has its own of: the bare name means the issuer's."""
_OF_ITS_BODY = _OF_AN_OFFICE - {"collective"}
_ROOT = frozenset({"Chính phủ", "Thủ tướng Chính phủ"})


class UnitBook:
    """The register's names and aliases, ready for longest match."""

    def __init__(self, units: Iterable[RegisteredUnit]) -> None:
        self._root = _Node({}, [])
        self._by_name: dict[str, RegisteredUnit] = {}
        self._groups: dict[tuple[str, ...], list[_Entry]] = {}
        for unit in units:
            self._by_name[unit.name] = unit
            if unit.is_group:
                self._groups.setdefault(_group_key(unit.name), []).append(_Entry(unit, None))
            for form in (unit.name, *unit.aliases):
                folded = fold(form)
                self._add(folded, _Entry(unit, None, _says_whose(unit, folded), _is_code(form)))
            for form, issuer in unit.scoped_names:
                self._add(fold(form), _Entry(unit, issuer, is_code=_is_code(form)))

    def _add(self, folded: str, entry: _Entry) -> None:
        node = self._root
        for key in folded.split():
            node = node.children.setdefault(key, _Node({}, []))
        if folded and entry not in node.entries:
            node.entries.append(entry)

    def group(self, words_of_it: str, issuer: str | None) -> RegisteredUnit | None:
        """Find the registered collective that says the same: "và" or a comma, "các", "khác" or none."""
        return self._choose(self._groups.get(_group_key(words_of_it), ()), issuer)

    def get(self, name: str) -> RegisteredUnit | None:
        """Give the registered unit of exactly this canonical name."""
        return self._by_name.get(name)

    def ancestors(self, name: str | None) -> tuple[str, ...]:
        """Give a unit's chain of parents by the register, nearest first, without itself."""
        chain: list[str] = []
        while name is not None and (unit := self._by_name.get(name)) is not None:
            name = unit.parent
            if name is None or name in chain:
                break
            chain.append(name)
        return tuple(chain)

    def canonical(self, name: str, issuer: str | None = None) -> RegisteredUnit | None:
        """Find the registered unit that a whole written name means in a document of `issuer`."""
        listed = words(name)
        end, unit = self.longest(listed, 0, issuer)
        return unit if unit is not None and end == len(listed) else None

    def below(self, name: str, issuer: str | None) -> RegisteredUnit | None:
        """Find the unit of a whole written name below the issuer, or below a body above the issuer."""
        unit = self.canonical(name, issuer)
        if unit is None or issuer is None:
            return None
        over, own = {*self.ancestors(unit.name)} - _ROOT, {issuer, *self.ancestors(issuer)} - _ROOT
        return unit if over & own else None

    def longest(
        self, listed: Sequence[Word], at: int, issuer: str | None
    ) -> tuple[int, RegisteredUnit | None]:
        """Match the longest name at word `at`; gives the index after it and the unit, or `at` and None.

        An abbreviation that is part of a document's number ("12/QĐ-BYT", "34/BYT-DP") names nobody there.
        """
        node, best_end, best = self._root, at, None
        for index in range(at, min(len(listed), at + _MAX_WORDS)):
            if index > at and not _joins(listed, index):
                break
            following = node.children.get(listed[index].key)
            if following is None:
                break
            node = following
            chosen = self._choose(node.entries, issuer)
            if chosen is not None and any(e.is_code and e.unit is chosen for e in node.entries):
                chosen = None if _in_number(listed, at) else chosen
            if chosen is not None:
                best_end, best = index + 1, chosen
        return best_end, best

    def _choose(self, entries: Sequence[_Entry], issuer: str | None) -> RegisteredUnit | None:
        scopes = {issuer, *self.ancestors(issuer)} if issuer else set()
        for entry in entries:
            if entry.scope is not None and entry.scope in scopes:
                return entry.unit
        for entry in entries:
            if entry.scope is None and (entry.says_whose or self._holds(entry.unit, issuer, scopes)):
                return entry.unit
        return None

    def _holds(self, unit: RegisteredUnit, issuer: str | None, scopes: set[str]) -> bool:
        """Tell whether a bare name may mean this unit in a document of `issuer`.

        A department, office or collective belongs to the body whose documents name it without saying
        whose it is: "Vụ Pháp chế" in a document of another ministry is another unit, and in one whose
        issuer is not known it may be anybody's.
        """
        if issuer is None or unit.parent is None:
            return unit.parent is None or unit.kind not in _OF_ITS_BODY
        parents = {unit.parent, *self.ancestors(unit.parent)}
        if unit.kind in {"provincial_department", "peoples_committee"} and unit.is_group:
            return not issuer_is_local(issuer) or bool((parents - _ROOT) & (scopes - _ROOT))
        own = bool((parents - _ROOT) & (scopes - _ROOT)) or unit.name in scopes
        if unit.kind in _OF_AN_OFFICE:
            return own or not scopes - _ROOT
        if unit.kind == "authority":
            return own or not any(self._is_ministry(name) for name in scopes)
        return True

    def _is_ministry(self, name: str) -> bool:
        unit = self._by_name.get(name)
        return (unit is not None and unit.kind == "ministry") or fold(name).startswith(_MINISTRY)


_MINISTRY = f"{fold('Bộ')} "


def _says_whose(unit: RegisteredUnit, folded: str) -> bool:
    """Tell whether a unit's name means it in every document: a national body's, or one with its parent's."""
    if unit.is_group or unit.parent is None:
        return False
    return unit.parent in _ROOT or f" {fold(unit.parent)} " in f" {folded} "


def _is_code(form: str) -> bool:
    return form.isupper() and form.isalnum()


def _joins(listed: Sequence[Word], index: int) -> bool:
    """Tell whether the gap before a word may stand inside a name: a space, a comma, the dot of "TP."."""
    gap = listed[index].gap
    return bool(_NAME_GAP.match(gap)) or (listed[index - 1].key == _CITY and gap.strip() == ".")


_CITY = fold("TP")


def _in_number(listed: Sequence[Word], at: int) -> bool:
    """Tell whether a word is glued to what stands before it, as an issuer's code is: "QĐ-BYT", "34/BYT"."""
    gap = listed[at].gap
    return gap in _HYPHENS or (gap == "/" and at > 0 and listed[at - 1].key.isdigit())


_HYPHENS = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015")


def _group_key(name: str) -> tuple[str, ...]:
    return tuple(key for key in fold(name).split() if key not in _SILENT)


_SILENT = frozenset(fold(w) for w in ("và", "các", "những", "khác", "có"))


def issuer_is_local(issuer: str) -> bool:
    """Tell whether an issuer is a local body: of a province, district or commune."""
    return bool(_LOCAL.search(f" {fold(issuer)} "))


_LOCAL = re.compile(
    "|".join(
        f" {fold(w)} "
        for w in ("tỉnh", "thành phố", "huyện", "quận", "xã", "phường", "thị xã", "thị trấn", "Sở", "Tỉnh ủy")
    )
)
