"""Lists that give the kind of body once: "các Bộ: Y tế, Tài chính", "Sở Nội vụ, Tư pháp", "các sở, ngành: A".

Every member is a body of its own; its name is the kind word and its part of the list. Without a colon
only parts that are fields of ministries or departments, or names of places behind a kind of area, count:
a comma may as well stand inside one name.
"""

from __future__ import annotations

from typing import NamedTuple

from graph_build.name_words import AND, NameWords
from graph_build.single_names import field_end
from graph_build.text import fold
from graph_build.unit_names import GROUP_ARTICLES, GROUP_NOUNS, HEADS, LEVELS, folded, starts_with


class Member(NamedTuple):
    """A member of a list: its whole name, and the words that give it.

    Where the list gives several kinds of area for a place ("UBND các huyện, thị xã A, B"), the name has
    none, and `choices` are the names with each.
    """

    name: str
    start: int
    end: int
    choices: tuple[str, ...] = ()


_MINISTRY, _DEPARTMENT = fold("Bộ"), fold("Sở")
_SHARED = frozenset(
    fold(w)
    for w in (
        *("Bộ", "Sở", "Vụ", "Cục", "Tổng cục", "Ban", "Viện", "Chi cục", "Trung tâm", "Phòng", "Tập đoàn"),
        *("Tổng công ty", "Quân khu", "Trường", "Trường Đại học", "Bệnh viện", "Hội", "Ngân hàng", "Công ty"),
        *("Đại học", "Công an", "UBND", "HĐND", "Ủy ban", "Học viện", "Đài", "Báo", "Ban Quản lý"),
    )
)
_POSTS = folded(
    """
    Chủ tịch; Giám đốc; Tổng Giám đốc; Thủ trưởng; Bộ trưởng; Cục trưởng; Chánh; Trưởng; Hiệu trưởng;
    Viện trưởng; Bí thư; Tư lệnh; Thống đốc; Người đứng đầu
    """
)
"""Words for heads of bodies, which begin no name that shares the kind word of a list."""
_LONGEST_PLACE = 6
_WIDE = frozenset(fold(w).split()[0] for w in ("vùng", "khu vực", "địa phương", "quân khu"))
_SECTORS = folded("ban; ngành; cơ quan; đơn vị; đoàn thể")
"""What may stand beside ministries or departments before the colon of a list of them."""
_CONCERNED = folded("liên quan; có liên quan; chức năng; sau; sau đây")
"""What may stand behind them, before the colon."""
_SPELT = {_MINISTRY: "Bộ", _DEPARTMENT: "Sở"}


def members(words: NameWords, index: int) -> tuple[Member, ...]:
    """Read the members of a list that begins at a word; empty where there is no such list."""
    articled = words.keys[index] in GROUP_ARTICLES
    at = index + articled
    if at >= len(words) or (articled and words.boundary(at)):
        return ()
    head = starts_with(words.keys, at, HEADS)
    sectors = _sectors(words, at) if articled else 0
    if sectors:
        kind = words.keys[at]
        return tuple(_gather(words, sectors, _SPELT[kind], kind, free=False))
    if not head or not (articled or words.upper(at)):
        return _of_areas(words, index) if not articled else ()
    kind = " ".join(words.keys[at : at + head])
    colon = _colon(words, at + head)
    if kind not in _SHARED or not (articled or colon or kind in _SPELT):
        return _of_areas(words, at) if not articled else ()
    if not colon and (at + head >= len(words) or words.apart(at + head) or not words.upper(at + head)):
        return _of_areas(words, at) if not articled else ()
    prefix = _SPELT.get(kind, _capitalised(words.printed(at, at + head)))
    found = _gather(words, at + head, prefix, kind, free=colon or (articled and kind not in _SPELT))
    if found and not articled and not colon:  # the first name is whole: its kind word belongs to it
        found[0] = found[0]._replace(start=at)
    return tuple(found) if len(found) > 1 else ()


def _sectors(words: NameWords, at: int) -> int:
    """Give the index after "sở, ban, ngành:", whose list may name fields alone; 0 where none stands."""
    if words.keys[at] not in _SPELT:
        return 0
    position = at + 1
    while position < len(words) and not words.boundary(position):
        joint = position + (words.keys[position] == AND)
        noun = starts_with(words.keys, joint, _SECTORS)
        if not noun or (joint == position and not words.comma(position)):
            break
        position = joint + noun
    if position < len(words) and not words.boundary(position):
        position += starts_with(words.keys, position, _CONCERNED)
    return position if position > at + 1 and _colon(words, position) else 0


def lead_in(words: NameWords, end: int) -> bool:
    """Tell whether a collective only announces the names after a colon: "các sở, ngành: Sở Nội vụ, …"."""
    if not _colon(words, end) or not words.upper(end):
        return False
    return bool(starts_with(words.keys, end, HEADS))


def _colon(words: NameWords, at: int) -> bool:
    return at < len(words) and words.words[at].gap.strip(" \u00a0*\n") == ":"


def _capitalised(printed: str) -> str:
    return printed[:1].upper() + printed[1:]


def _gather(words: NameWords, at: int, prefix: str, kind: str, *, free: bool) -> list[Member]:
    """Go through the parts of a list as long as each can be a member."""
    found: list[Member] = []
    whole = free and _and_within(words, at)
    while at < len(words):
        end = field_end(words, at, kind)
        if end == at or not (end >= len(words) or words.separator(end) or words.verb(end)):
            end = _part_end(words, at, whole=whole) if free else at
        named = words.upper(at) and not any(starts_with(words.keys, at, no) for no in (HEADS, _POSTS))
        if end == at or not (named or (end == field_end(words, at, kind) and words.upper(at))):
            break
        found.append(Member(f"{prefix} {words.printed(at, end)}", at, end))
        if end >= len(words) or (words.boundary(end) and ";" not in words.words[end].gap) or words.verb(end):
            break
        at = end + (words.keys[end] == AND)
    return found


def _and_within(words: NameWords, at: int) -> bool:
    """Tell whether "và" stands inside the names of a list: a comma goes on with the list after it."""
    joined = False
    for position in range(at + 1, len(words)):
        if words.boundary(position):
            break
        if words.comma(position):
            if starts_with(words.keys, position, HEADS) or not words.upper(position):
                break
            if joined:
                return True
        joined = joined or (words.keys[position] == AND and words.upper(position + 1))
    return False


def _part_end(words: NameWords, at: int, *, whole: bool) -> int:
    """Give the index after a part of a list; `whole` parts are joined by commas alone."""
    end = words.chunk_end(at)
    while whole and end + 1 < len(words) and words.keys[end] == AND and not words.boundary(end):
        if words.opens(end + 1) or not words.upper(end + 1):
            break
        end = words.chunk_end(end + 1)
    return end


def _of_areas(words: NameWords, index: int) -> tuple[Member, ...]:
    """Read "UBND các tỉnh: A, B", "UBND các xã A, B và C", "Công an tỉnh A, tỉnh B"."""
    head = starts_with(words.keys, index, HEADS)
    if not head or not words.upper(index):
        return ()
    at = field_end(words, index + head, " ".join(words.keys[index : index + head]))
    if at >= len(words) or words.apart(at) or starts_with(words.keys, at, LEVELS):
        return ()
    plural = words.keys[at] in GROUP_ARTICLES
    at += plural
    area = words.area(at) if at < len(words) else 0
    if not area or (at and words.apart(at)):
        return ()
    prefix = words.printed(index, at - plural)
    kinds = [words.printed(at, at + area)]
    at += area
    while plural and at < len(words) and (words.comma(at) or words.keys[at] == AND) and not words.upper(at):
        joint = at + (words.keys[at] == AND)
        further = words.area(joint) if joint < len(words) else 0
        if not further:
            return ()
        kinds.append(words.printed(joint, joint + further))
        at = joint + further
    default = kinds[0].lower() if len(kinds) == 1 else ""
    found = _places(words, at, prefix, default, plural=plural)
    if len(kinds) > 1:
        found = [one if words.area(one.start) else _of_each(one, prefix, kinds) for one in found]
    if len(kinds) > 1 and not _colon(words, at) and all(words.area(one.start) for one in found[1:]):
        return ()  # "UBND các huyện, thành phố Huế": all districts, and one city
    if found and not plural:
        found[0] = found[0]._replace(start=index)
    return tuple(found) if len(found) > 1 or (found and plural) else ()


def _of_each(member: Member, prefix: str, kinds: list[str]) -> Member:
    """Give a member whose place has no kind of its own the names that each kind makes."""
    place = member.name.removeprefix(f"{prefix} ")
    return member._replace(choices=tuple(f"{prefix} {kind.lower()} {place}" for kind in kinds))


def _places(words: NameWords, at: int, prefix: str, default: str, *, plural: bool) -> list[Member]:
    """Go through the names of places of a list; each may say its own kind of area."""
    found: list[Member] = []
    while at < len(words):
        opening = _colon(words, at) if not found else False
        if words.boundary(at) and not opening and not (found and ";" in words.words[at].gap):
            break
        own = words.area(at)
        if own and words.keys[at] in _WIDE:
            break
        if not own and found and not plural:
            break
        name = at + own
        end = name
        while end < len(words) and words.upper(end) and (end == name or not words.separator(end)):
            if end > name and words.apart(end) and not words.spaced_dash(end):
                break
            end += 1
        if end == name or end - name > _LONGEST_PLACE or starts_with(words.keys, at, HEADS):
            break
        if not own and starts_with(words.keys, at, GROUP_NOUNS):
            break
        place = words.printed(at, end)
        found.append(Member(" ".join(p for p in (prefix, "" if own else default, place) if p), at, end))
        if end >= len(words) or words.boundary(end) or not words.separator(end):
            break
        at = end + (words.keys[end] == AND)
    return found
