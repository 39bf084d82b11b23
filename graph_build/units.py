"""Find units and collectives by name: longest match of the register first, then the grammar of names.

A cell or phrase is never split at commas: "Cục Quản lý Khám, chữa bệnh" is one unit. At every place the
register's names and aliases are tried, the longest winning; where none fits, or where the words go on
as a longer name ("Văn phòng Bộ" before "Tài chính"), the grammar decides how far a unit's name or
a collective reaches. Nothing is split, merged or expanded beyond what is written.

Reads a passage's text and the issuer of the document; gives `Mention`s with offsets into it.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from graph_build.text import Word, fold, words
from graph_build.unit_book import UnitBook
from graph_build.unit_names import (
    BELONGING,
    COMMA_COMPOUNDS,
    GROUP_ARTICLES,
    GROUP_NOUNS,
    GROUP_QUALIFIERS,
    HEADS,
    NOT_NAMES,
    ROLE_VERBS,
    starts_with,
)

_MAX_WORDS = 24
_LIST_GAP = re.compile(r"^[\s*]*[,/\-]?[\s*]*$")
_BULLET_GAP = re.compile(r"\n\s*[-+•]")
_AND = fold("và")


class Mention(NamedTuple):
    """A unit or collective found in a text: its name, where it stands, and whether the register has it.

    `name` is the register's name, else the words as printed on one line. `parent` is the register's
    parent, or a larger body that the words themselves name ("… thuộc Bộ Y tế").
    """

    kind: Literal["unit", "group"]
    name: str
    start: int
    end: int
    known: bool
    parent: str | None = None


def _lower(text: str, word: Word) -> bool:
    return text[word.start].islower()


def _upper(text: str, word: Word) -> bool:
    return text[word.start].isupper() or text[word.start].isdigit()


class _Parser:
    """Goes through the words of one passage and gathers mentions."""

    def __init__(self, book: UnitBook, text: str, issuer: str | None) -> None:
        self.book, self.text, self.issuer = book, text, issuer
        self.words = words(text)
        self.keys = [word.key for word in self.words]

    def at(self, index: int) -> Mention | None:
        """Read the mention that begins at a word, if any."""
        end, unit = self.book.longest(self.words, index, self.issuer)
        reach = self._group(index) or self._unit(index)
        if unit is not None and not self._goes_on(end, reach, group=unit.is_group):
            kind: Literal["unit", "group"] = "group" if unit.is_group else "unit"
            first, last = self.words[index], self.words[end - 1]
            return Mention(kind, unit.name, first.start, last.end, True, unit.parent)
        if reach is None:
            return None
        end, form = reach
        first, last = self.words[index], self.words[end - 1]
        printed = " ".join(self.text[first.start : last.end].replace("*", "").split())
        same = self.book.group(printed, self.issuer) if form == "group" else None
        if same is not None:
            return Mention("group", same.name, first.start, last.end, True, same.parent)
        return Mention(
            form, printed[:1].upper() + printed[1:], first.start, last.end, False, self._owner(index, end)
        )

    def _goes_on(self, end: int, reach: tuple[int, str] | None, *, group: bool) -> bool:
        """Tell whether a longer name by grammar should win over the register's shorter one."""
        if reach is None or end >= reach[0]:
            return False
        word = self.words[end]
        if group and reach[1] == "group":
            later = end + (word.key == _AND)
            return self.book.longest(self.words, later, self.issuer)[1] is None or word.key == _AND
        if word.gap.strip(" \u00a0*\n"):
            return False
        if self.keys[end] in BELONGING or starts_with(self.keys, end, GROUP_QUALIFIERS):
            return True
        return reach[1] == "unit" and _upper(self.text, word) and not starts_with(self.keys, end, HEADS)

    def _owner(self, index: int, end: int) -> str | None:
        """Find the larger body that a name's own words give: "… thuộc Bộ Y tế", "Văn phòng Bộ Tài chính"."""
        for position in range(index + 1, end):
            found, unit = self.book.longest(self.words, position, None)
            if unit is not None and found == end and not unit.is_group:
                return unit.name
        return None

    def _boundary(self, index: int) -> bool:
        """Tell whether a name cannot go on over the gap before word `index`."""
        gap = self.words[index].gap
        if "\n" in gap and _upper(self.text, self.words[index]) and self._opens(index):
            return True
        return bool(_BULLET_GAP.search(gap)) or not _LIST_GAP.match(gap) or "\n\n" in gap

    def _opens(self, index: int) -> bool:
        """Tell whether a new actor may begin at a word after a comma or "và"."""
        if index >= len(self.words):
            return False
        if self.keys[index] in GROUP_ARTICLES:
            return True
        if starts_with(self.keys, index, HEADS) and _upper(self.text, self.words[index]):
            return True
        return bool(starts_with(self.keys, index, GROUP_NOUNS)) and _lower(self.text, self.words[index])

    def _unit(self, index: int) -> tuple[int, Literal["unit", "group"]] | None:
        """Measure a unit's name by grammar: a kind word, then the words of the name."""
        head = starts_with(self.keys, index, HEADS)
        if not head or not _upper(self.text, self.words[index]) or starts_with(self.keys, index, NOT_NAMES):
            return None
        position = index + head
        while position < min(len(self.words), index + _MAX_WORDS):
            if self._boundary(position) or self._ends_name(index, position):
                break
            position += 1
        bare = position == index + head
        if bare and head == 1 and self.keys[index] not in _SELF_STANDING:
            return None
        return position, "unit"

    def _ends_name(self, index: int, position: int) -> bool:
        word, before = self.words[position], self.words[position - 1]
        if "," in word.gap or "/" in word.gap:
            if (before.key, word.key) in COMMA_COMPOUNDS:
                return False
            return self._opens(position) or not self._list_closes(position)
        if word.key == _AND:
            if position + 1 >= len(self.words) or self._opens(position + 1):
                return True
            return _lower(self.text, self.words[position + 1]) and bool(
                starts_with(self.keys, position + 1, ROLE_VERBS)
            )
        if _lower(self.text, word) and position > index + 1:
            return bool(starts_with(self.keys, position, ROLE_VERBS)) and not self._in_name(position)
        return False

    def _in_name(self, position: int) -> bool:
        """Tell whether a lower-case verb is a word of the name: "Ban quản lý", "Tổ công tác"."""
        return self.keys[position - 1] in _VERBAL_HEADS and not self.words[position].gap.strip()

    def _list_closes(self, position: int) -> bool:
        """Tell whether a capitalised list after a comma ends with "và": "Văn hóa, Thể thao và Du lịch"."""
        if not _upper(self.text, self.words[position]):
            return False
        for later in range(position + 1, min(len(self.words), position + 5)):
            if self.keys[later] == _AND and not self.words[later].gap.strip():
                return later + 1 < len(self.words) and not self._opens(later + 1)
            if self.words[later].gap.strip(" \u00a0*\n"):
                return False
        return False

    def _group(self, index: int) -> tuple[int, Literal["unit", "group"]] | None:
        """Measure a collective by grammar: [các] nouns joined by comma or và, then qualifiers."""
        position = index
        article = self.keys[position] in GROUP_ARTICLES
        if article:
            position += 1
        if position >= len(self.words) or (article and self._boundary(position)):
            return None
        noun = starts_with(self.keys, position, GROUP_NOUNS)
        if not noun or self._names_one(position, noun, article=article):
            return self._plural_unit(index, position) if article else None
        position += noun
        position = self._group_rest(position)
        if not article and position == index + noun and noun == 1 and self.keys[index] not in _BARE_GROUPS:
            return None
        return position, "group"

    def _plural_unit(self, index: int, position: int) -> tuple[int, Literal["unit", "group"]] | None:
        """Read "các Viện Vệ sinh dịch tễ": an article before the name of a kind of unit."""
        unit = self._unit(position)
        return (unit[0], "group") if unit is not None else None

    def _names_one(self, position: int, noun: int, *, article: bool) -> bool:
        """Tell whether a kind word opens the name of one unit: "Sở Tài chính", "Bộ Y tế"."""
        after = position + noun
        if after >= len(self.words) or self.words[after].gap.strip(" \u00a0*\n"):
            return False
        if not _upper(self.text, self.words[position]) and not article:
            return False
        qualified = starts_with(self.keys, after, GROUP_QUALIFIERS) and (
            article or _lower(self.text, self.words[after])
        )
        if qualified or self.keys[after] in {_AND, *BELONGING}:
            return False
        if self.keys[after - 1] in _BODY_NOUNS and self.keys[after] in GROUP_ARTICLES:
            return False
        if starts_with(self.keys, after, GROUP_NOUNS) and _lower(self.text, self.words[after]):
            return False
        return _upper(self.text, self.words[after]) or (
            not article and _upper(self.text, self.words[position])
        )

    def _group_rest(self, position: int) -> int:
        """Go on over further nouns and qualifiers of a collective."""
        while position < len(self.words):
            if self._boundary(position):
                break
            gap = self.words[position].gap
            qualifier = starts_with(self.keys, position, GROUP_QUALIFIERS)
            if qualifier and not gap.strip(" \u00a0*\n"):
                position += qualifier
                continue
            if self.keys[position] in BELONGING and not gap.strip(" \u00a0*\n"):
                owner = self._owner_span(position + 1)
                if owner is None:
                    break
                position = owner
                continue
            step = 1 if self.keys[position] == _AND else 0
            joint = position + step
            if not step and not gap.strip(" \u00a0*\n"):
                if self.keys[joint - 1] not in _BODY_NOUNS and self.keys[joint] != _SECTOR:
                    break
                joint += self.keys[joint] in GROUP_ARTICLES
                noun = starts_with(self.keys, joint, GROUP_NOUNS)
            else:
                noun = self._joint_noun(joint)
            if not noun:
                break
            position = joint + noun
        return position

    def _joint_noun(self, joint: int) -> int:
        """Measure a further noun of a collective after a comma or "và"; 0 where another actor begins."""
        if joint >= len(self.words) or self.keys[joint] in GROUP_ARTICLES or self.keys[joint] in _NEW_ACTOR:
            return 0
        noun = starts_with(self.keys, joint, GROUP_NOUNS)
        if noun and (
            self.keys[joint + noun - 1] in _BODY_NOUNS or self._names_one(joint, noun, article=False)
        ):
            return 0
        return noun

    def _owner_span(self, position: int) -> int | None:
        """Measure the body after "thuộc", "của": a registered unit, a name by grammar, or a collective."""
        if position >= len(self.words):
            return None
        end, unit = self.book.longest(self.words, position, None)
        if unit is not None:
            return end
        reach = self._group(position) or self._unit(position)
        if reach is not None:
            return reach[0]
        noun = starts_with(self.keys, position, GROUP_NOUNS)
        return position + noun if noun else None


_SECTOR = fold("ngành")
_SELF_STANDING = frozenset(fold(w) for w in ("Bộ", "Chính phủ", "Quốc hội"))
_BARE_GROUPS = frozenset(fold(w) for w in ("bộ", "ngành", "sở", "UBND"))
_VERBAL_HEADS = frozenset(
    fold(w) for w in ("Ban", "ban", "Tổ", "Ủy ban", "Đội", "Cục", "Chi cục", "Trung tâm", "Hội đồng")
)
_NEW_ACTOR = frozenset(fold(w) for w in ("UBND", "HĐND"))
_BODY_NOUNS = frozenset(fold(w) for w in ("UBND", "dân", "HĐND"))


def find_mentions(book: UnitBook, text: str, issuer: str | None = None) -> tuple[Mention, ...]:
    """Find every unit and collective in a cell or phrase, in reading order, never overlapping.

    `issuer` is the canonical name of the document's issuer: names that hold only in its documents
    ("Sở Y tế" in a plan of a province) are read in its context.
    """
    parser = _Parser(book, text, issuer)
    found: list[Mention] = []
    index = 0
    while index < len(parser.words):
        mention = parser.at(index)
        if mention is None:
            index += 1
            continue
        found.append(mention)
        while index < len(parser.words) and parser.words[index].start < mention.end:
            index += 1
    return tuple(found)
