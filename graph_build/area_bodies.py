"""Bodies of several areas, or of a kind of area without a name: "UBND các xã, phường", "UBND cấp xã".

A body with a kind of area and no name of one is all bodies of that kind; "UBND tỉnh" may be one after all.

Reads the words of one passage; gives how far such a body reaches.
"""

from __future__ import annotations

from typing import NamedTuple

from graph_build.name_words import AND, NameWords
from graph_build.single_names import behind_owner, field_end, opens_body
from graph_build.text import fold
from graph_build.unit_names import (
    GROUP_ARTICLES,
    GROUP_QUALIFIERS,
    HEADS,
    LEVELS,
    folded,
    folded_set,
    no_name,
    starts_with,
)

_SAME = fold("cùng")
COUNCILS = folded_set("UBND; HĐND; Ủy ban nhân dân; Hội đồng nhân dân")
_OFFICES = folded(
    "đơn vị; bộ; ngành; sở; tỉnh ủy; thành ủy; quận ủy; huyện ủy; thị ủy; đảng ủy; đảng bộ; chi bộ"
)
"""What bodies are of besides areas: "Công an các đơn vị", "Ban Tổ chức các huyện ủy"."""
_CENTRE = fold("Trung ương").split()
_FROM, _TO = frozenset({fold("từ")}), frozenset({fold("đến"), fold("tới")})
_LONGEST_REST = 10


class AreaBody(NamedTuple):
    """How far a body with kinds of area goes; `level` says that a level ends it ("cấp xã").

    Where it may be one body after all ("UBND tỉnh") it is not `plural`, and `area` is the kind.
    """

    end: int
    level: bool = False
    plural: bool = True
    area: str = ""


def area_body(words: NameWords, index: int) -> AreaBody | None:
    """Read a body with a kind of area: "UBND các xã, phường", "Ban Chỉ đạo các tỉnh", "UBND cấp xã"."""
    keys = words.keys
    head = starts_with(keys, index, HEADS)
    if not head or not words.upper(index) or no_name(keys, index):
        return None
    head = _with_council(words, index, head)
    at = field_end(words, index + head, " ".join(keys[index : index + head]))
    for position in range(at, min(len(words), at + _LONGEST_REST)):
        level = starts_with(keys, position, LEVELS)
        same = level and keys[position] == _SAME and not words.apart(position)
        another = position > index + head and (words.plural(position) or behind_owner(words, position))
        another = another or (position == at > index + head and opens_body(words, position))
        if another or (_ends_body(words, position) and not same):
            return None
        if level and (position > index + head or keys[position] != fold("cơ")):
            return AreaBody(position + level, level=True)
        if keys[position] in GROUP_ARTICLES or keys[position].isdigit():
            same_line = "\n" not in words.words[position].gap
            kind = _kind(words, position + 1) if same_line else words.area(position + 1)
            several = kind and not words.apart(position + 1)
            if several:
                return AreaBody(_areas(words, position + 1, several=True))
            if keys[position] in GROUP_ARTICLES:
                return None
        elif words.area(position) and words.lower(position):
            return _unnamed(words, position)
    return None


def _with_council(words: NameWords, index: int, head: int) -> int:
    """Count the words of "HĐND và UBND", which an area after them holds for alike."""
    keys = words.keys
    after = index + head
    if after >= len(keys) or " ".join(keys[index:after]) not in COUNCILS:
        return head
    joint = after + (keys[after] == AND)
    other = starts_with(keys, joint, HEADS)
    ended = joint + other
    if (joint == after and not words.comma(joint)) or ended >= len(keys):
        return head
    both = " ".join(keys[joint:ended]) in COUNCILS and keys[ended] in GROUP_ARTICLES
    return ended - index if both else head


def _ends_body(words: NameWords, position: int) -> bool:
    """Tell whether a body and the areas it is of cannot be joined over a word."""
    if words.boundary(position) or words.comma(position) or words.verb(position):
        return True
    if words.apart(position) and not (words.spaced_dash(position) and not words.opens(position)):
        return True
    return words.keys[position] == AND and words.opens(position + 1)


def _unnamed(words: NameWords, position: int) -> AreaBody | None:
    """Read "UBND xã, phường": kinds of area, none of them named; None where a name follows."""
    after = position + words.area(position)
    if words.named(after):
        return None
    end = _areas(words, position)
    return AreaBody(end, plural=end > after, area=words.keys[after - 1])


def _kind(words: NameWords, position: int) -> int:
    """Count the words of a kind of area, or of offices ("Công an các đơn vị")."""
    if position >= len(words):
        return 0
    return int(starts_with(words.keys, position, _OFFICES)) or words.area(position)


def _areas(words: NameWords, position: int, *, several: bool = False) -> int:
    """Go on over kinds of area joined by comma or "và", and what qualifies them.

    Behind `several` of a kind one area may be named: "UBND các huyện, thành phố Huế".
    """
    keys = words.keys
    position += _kind(words, position)
    while position < len(words) and not words.boundary(position):
        qualifier = 0 if words.apart(position) else starts_with(keys, position, GROUP_QUALIFIERS)
        if qualifier:
            position += qualifier
            continue
        joint = position + (keys[position] == AND)
        if joint == position and not words.comma(position):
            break
        body = words.upper(joint) and starts_with(keys, joint, HEADS)  # "…, Tỉnh đoàn"
        area = 0 if body or (joint > position and words.localities(joint)) else _kind(words, joint)
        after = joint + area
        if not area:
            break
        if words.named(after) and "\n" not in words.words[after].gap:
            if not several:
                break
            position = _named_area(words, after)
            continue
        position = joint + area
    return _from_to(words, position) if several else position


def _from_to(words: NameWords, position: int) -> int:
    """Go on over the places between which areas lie: "các tỉnh, thành phố | từ Quảng Trị đến Khánh Hòa"."""
    end = position
    for link in (_FROM, _TO):
        if end + 1 >= len(words) or words.keys[end] not in link or not words.named(end + 1):
            return position
        end += 1
        while words.named(end):
            end += 1
    return end


def _named_area(words: NameWords, position: int) -> int:
    """Go on over the name of the one area of its kind: "UBND các huyện, thành phố | Huế"."""
    if words.keys[position : position + 2] == _CENTRE:
        return position + 2
    while position < len(words) and words.upper(position) and not words.separator(position):
        position += 1
    return position
