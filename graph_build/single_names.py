"""How far the name of one body reaches: a kind word, then the words of the name.

A name ends where another actor or a clause begins. Vietnamese names of bodies begin every part with a
capital (Nghị định 30/2020/NĐ-CP, Annex II); the words after them go on in lower case, so that a verb in
lower case may belong to the name ("Viện Nghiên cứu phát triển") or not ("Sở Tài chính phát động"):

- a ministry or provincial department ends with its field, and only a place may follow it;
- elsewhere a verb belongs to a name whose words speak of doing something, and ends any other;
- a comma belongs to the name where the field has one, where the list closes with "và", or where what
  follows in a list of actors opens no actor of its own ("Báo và Phát thanh, Truyền hình").
"""

from __future__ import annotations

from graph_build.described_bodies import draws_up, set_up_for
from graph_build.name_ends import behind_last, board_acts, names_its_work
from graph_build.name_words import AND, NameWords
from graph_build.text import fold
from graph_build.unit_names import (
    BELONGING,
    COMMA_COMPOUNDS,
    DEPARTMENT_FIELDS,
    GROUP_ARTICLES,
    HEADS,
    IN_NAME_VERBS,
    MINISTRY_FIELDS,
    SHORT_FIELDS,
    VERBAL_NOUNS,
    WEAK_HEADS,
    Phrases,
    folded,
    folded_set,
    no_name,
    starts_with,
)

_OFFICE_OF_CLERKS, _POLICY = fold("ban hành chính").split(), [fold("sách")]
MAX_WORDS = 24
_FIELDS: dict[str, Phrases] = {fold("Bộ"): MINISTRY_FIELDS, fold("Sở"): DEPARTMENT_FIELDS}
_SELF_STANDING = frozenset(fold(w) for w in ("Bộ", "Chính phủ", "Quốc hội"))
_BRANCHES = frozenset(fold(w) for w in ("Chi nhánh", "Phân viện", "Phân hiệu", "Cơ sở"))
_COMMITTEE = frozenset(fold(w) for w in ("UBND", "HĐND", "Ủy ban nhân dân", "Hội đồng nhân dân"))
_SECOND_FIELDS = folded("Tổ chức; Thư viện")
"""Fields of offices that are kinds of bodies as well."""
_CELLS = folded(
    "công nghệ số; hòa giải; bảo vệ an ninh; liên gia tự quản; chuyển đổi số; dân vận; tiết kiệm và vay vốn"
)
"""What small bodies of villages are for, written in lower case behind "Tổ"."""
_NEEDS_OBJECT = folded("Quản lý; Giám sát; Kiểm tra; Thẩm định; Nghiên cứu; Hỗ trợ; Xúc tiến")
"""Words that name no body before it is said what they are about."""
_LONGEST_OBJECT = 4
_WARDS, _GENERAL = folded_set("Nội; Ngoại; Nội nhi; Sản nhi; Y dược"), fold("tổng hợp").split()
_SCHOOL, _UNIVERSITY = fold("Trường"), fold("Đại học")
_TASK_FORCES = folded_set("Tổ; Tổ công tác; Ban Chỉ đạo; Đoàn; Nhóm; Tiểu ban; Hội đồng; Tổ giúp việc")
_ABOUT, _OF_ORGANISING = fold("về"), fold("chức")
_COMMITTEES = folded_set("Ủy ban; Ban Chỉ đạo; Hội đồng")
_WITH_FIELD = frozenset(tuple(fold(w).split()) for w in ("công tác", "quốc gia"))
"""The last words of committees that are named for their field: "Ủy ban Công tác về …"."""
_CHIEF = [fold("trưởng")]
_OF_THE_STATE = tuple(fold("nhà nước").split())
_OF_PEOPLE = folded(
    "cán bộ; công chức; viên chức; học sinh; sinh viên; giáo viên; giảng viên; kế toán; người lao động"
)
"""People whom offices are named for, and who hold posts too: "Cục Nhà giáo và Cán bộ quản lý giáo dục"."""
_STAFF = fold("cán bộ").split()
_PROJECT = fold("dự án đầu tư").split()
_PROJECTS = fold("QLDA đầu tư").split()
_OWNERS = folded_set("sở; bộ; cục; tỉnh; phố; huyện; quận; xã; phường")
"""Last words of a name that only says whose office it is: "Văn phòng sở", "Thanh tra tỉnh"."""
_NEXT_BODIES = folded(
    """
    Ban Chỉ đạo; Ban Quản lý; Ban Tổ chức; Phòng; Văn phòng; Chi cục; Công an tỉnh; Trung tâm; UBND; Ủy ban
    nhân dân; HĐND; Hội đồng nhân dân; Thanh tra; Kho bạc; Bảo hiểm xã hội; Bộ Chỉ huy; Bộ Tư lệnh
    """
)
"""Kinds of bodies whose words open no name of a place, as those in Ban Công, Vụ Bản and Hội An do."""
_DEPARTMENT = fold("Sở")
_ROLES = folded("chủ trì; phối hợp; đầu mối; làm đầu mối; theo dõi; tổng hợp; báo cáo; tham gia")
_OFFICE = fold("Văn phòng")
_DANGLING = frozenset(fold(w) for w in ("và", "của", "thuộc", "cho", "các", "với", "ở", "tại", "do", "được"))
_COUNTRY = frozenset(fold(w) for w in ("trung ương", "quốc gia", "toàn quốc", "nhà nước", "chính phủ"))


def field_end(words: NameWords, index: int, kind: str) -> int:
    """Give the index after the field that a ministry or department is named for; `index` where none is."""
    fields = _FIELDS.get(kind)
    return index + starts_with(words.keys, index, fields) if fields is not None else index


def in_full(name: str) -> str:
    """Write out the letters that stand for the field of a ministry or department: "Sở KH&CN"."""
    kind, _, rest = name.partition(" ")
    if fold(kind) not in _FIELDS:
        return name
    words = rest.split()
    for count in range(min(2, len(words)), 0, -1):
        field = SHORT_FIELDS.get(fold(" ".join(words[:count])))
        if field is not None and words[0].isupper():
            return " ".join([kind, field, *words[count:]])
    return name


def single_name(words: NameWords, index: int, *, articled: bool = False) -> int | None:
    """Give the index after the name of one body that begins at a word, or None where none begins.

    `articled` says that an article stands before it, which makes a kind word of any common word.
    """
    head = starts_with(words.keys, index, HEADS)
    other = no_name(words.keys, index) and not _is_office(words, index)
    if not head or not words.upper(index) or other:
        return None
    start = index + head
    if words.keys[start : start + 1] == _CHIEF and not words.apart(start):
        return None
    if words.region(index) or not (articled or _names_something(words, index, start)):
        return None
    field = field_end(words, start, " ".join(words.keys[index:start]))
    position = max(start, field)
    if start < position and not words.apart(start):
        return _place_end(words, position)
    position = start
    while position < min(len(words), index + MAX_WORDS):
        if words.boundary(position) or _ends(words, index, start, position):
            break
        position += 1
    while position > start and words.keys[position - 1] in _DANGLING and words.lower(position - 1):
        position -= 1
    bare = position == start
    if bare and head == 1 and words.keys[index] not in _SELF_STANDING and not words.capitals(index):
        return None
    return position


def _is_office(words: NameWords, index: int) -> bool:
    """Tell "Ban Hành chính" from the verb "Ban hành", and from "BAN HÀNH CHÍNH SÁCH" in capitals."""
    after = words.keys[index + len(_OFFICE_OF_CLERKS) : index + len(_OFFICE_OF_CLERKS) + 1]
    named = words.keys[index : index + len(_OFFICE_OF_CLERKS)] == _OFFICE_OF_CLERKS
    return named and words.upper(index + 1) and after != _POLICY


def _names_something(words: NameWords, index: int, start: int) -> bool:
    """Tell whether a weak kind word opens a name: a capital, a number or a place stands behind it."""
    kind = " ".join(words.keys[index:start])
    if kind not in WEAK_HEADS:
        return True
    if start >= len(words) or words.boundary(start):
        return False
    if words.apart(start) and not words.capitals(index):
        return False
    if words.keys[start] == AND:
        return words.upper(start + 1)
    if words.listed and kind in _TASK_FORCES and words.verb(start) and words.keys[start] != _OF_ORGANISING:
        return True  # "Tổ soạn thảo"; "Tổ chức" is a verb
    return words.upper(start) or bool(words.area(start)) or _named_later(words, kind, start)


def _named_later(words: NameWords, kind: str, start: int) -> bool:
    """Tell whether "Ngân hàng nhà nước Việt Nam" or "Tổ công tác 1121" is meant."""
    if tuple(words.keys[start : start + 2]) == _OF_THE_STATE:
        return start + 2 < len(words) and words.upper(start + 2) and not words.separator(start + 2)
    if kind == fold("Tổ") and starts_with(words.keys, start, _CELLS):
        return True
    return kind in {fold("Tổ"), fold("Đoàn")} and " ".join(words.keys[start : start + 2]) == fold("công tác")


def _place_end(words: NameWords, position: int) -> int:
    """Go on over the place behind a field: "Sở Y tế Hà Nội", "Sở Y tế tỉnh Lào Cai"; else stop."""
    if position >= len(words) or words.separator(position) or words.apart(position):
        return position
    if words.keys[position] in BELONGING and words.keys[position] != fold("cấp"):
        owner = single_name(words, position + 1)
        return owner if owner is not None else position
    area = words.area(position)
    after = position + area
    if area and (after >= len(words) or words.separator(after) or not words.upper(after)):
        return after
    if not area and opens_body(words, position):
        return position  # "Sở Y tế | UBND các xã", where the mark between is lost
    while after < len(words) and words.upper(after) and not words.separator(after):
        if words.plural(after) or (words.apart(after) and not words.spaced_dash(after)):
            break
        if words.spaced_dash(after) and words.opens(after):
            break
        after += 1
    return after


def _ends(words: NameWords, index: int, start: int, position: int) -> bool:
    """Tell whether the name that began at `index` ends before `position`."""
    if words.comma(position):
        return _ends_at_comma(words, start, position)
    if words.spaced_dash(position) and words.upper(position):
        head = starts_with(words.keys, position, HEADS)
        kind = " ".join(words.keys[position : position + head])
        member = kind == _UNIVERSITY and words.keys[index] == _SCHOOL
        return bool(head) and kind not in _BRANCHES and not member and not _paired(words, position)
    if words.keys[position] == AND:
        return _ends_at_and(words, index, position)
    if words.plural(position):
        return True
    if _behind_place(words, start, position) or behind_last(words, start, position):
        return True
    if behind_owner(words, position):
        return True
    verb = words.verb(position)
    return bool(verb) and (
        board_acts(words, index, start, position) or not _in_name(words, index, start, position, verb)
    )


def _paired(words: NameWords, position: int) -> bool:
    """Tell whether a kind word behind a dash is a second field: "Phòng Hành chính - Tổ chức"."""
    after = position + starts_with(words.keys, position, _SECOND_FIELDS)
    if after == position:
        return False
    ended = after >= len(words) or words.separator(after) or words.apart(after)
    return ended or bool(words.verb(after))


def _behind_place(words: NameWords, start: int, position: int) -> bool:
    """Tell whether a named place ends before a word in lower case: "UBND thành phố Đông Hà | cử …".

    A smaller place goes on to the larger one ("xã A, huyện B"), and so does what ties it to a body.
    """
    if words.listed or not words.lower(position) or words.apart(position):
        return False
    if words.area(position) or words.keys[position] in {*BELONGING, *GROUP_ARTICLES, AND, _ABOUT}:
        return False
    place = position
    while place > start and words.upper(place - 1) and not words.apart(place):
        place -= 1
    kinds = range(max(start, place - 5), place)
    return place < position and any(words.area(at) == place - at and words.lower(at) for at in kinds)


def behind_owner(words: NameWords, position: int) -> bool:
    """Tell whether another body begins behind whose office one is: "Văn phòng sở | Phòng Tổ chức"."""
    owned = words.lower(position - 1) and words.keys[position - 1] in _OWNERS
    return owned and opens_body(words, position)


def opens_body(words: NameWords, position: int) -> bool:
    """Tell whether a word opens another body, and is none of a place's name."""
    head = starts_with(words.keys, position, _NEXT_BODIES)
    if words.keys[position] == _DEPARTMENT:
        head = field_end(words, position + 1, _DEPARTMENT) - position
        return head > 1 and words.upper(position)
    after = position + head
    return bool(head) and words.upper(position) and after < len(words) and not words.boundary(after)


def _ends_at_comma(words: NameWords, start: int, position: int) -> bool:
    before = words.keys[position - 1]
    if (before, words.keys[position]) in COMMA_COMPOUNDS:
        return False
    if words.opens(position) and not _shares_head(words, start, position):
        return True
    if _unfinished(words, start, position):
        return False
    if _list_closes(words, start, position):
        return False
    return not ((words.listed or words.upper(position)) and _belongs(words, position))


def _unfinished(words: NameWords, start: int, position: int) -> bool:
    """Tell whether a name is no more than a word for doing something: "Cục Quản lý, | giám sát …"."""
    spoken = starts_with(words.keys, start, _NEEDS_OBJECT)
    return 0 < spoken == position - start and bool(words.verb(position))


def _shares_head(words: NameWords, start: int, position: int) -> bool:
    """Tell whether a name lists what it manages: "các khu công nghiệp, khu kinh tế"."""
    articled = any(words.keys[at] == fold("các") for at in range(start, position))
    return articled and words.lower(position) and words.keys[position] == fold("khu")


def _belongs(words: NameWords, position: int) -> bool:
    """Tell whether a part of a list of actors that opens no actor is the rest of the name before it."""
    end = position + 1
    while end < len(words) and not words.separator(end):
        if not words.listed and words.verb(end):
            break
        end += 1
    if words.capitals(position) or words.text[words.words[position].start].isdigit():
        return False
    if words.verb(position):
        return False
    if not words.listed and end < len(words) and not words.separator(end):
        return end - position <= 6
    if any(starts_with(words.keys, position, fields) == end - position for fields in _FIELDS.values()):
        return False
    if end - position > 6:
        return False
    return end >= len(words) or words.boundary(end) or words.opens(end + (words.keys[end] == AND))


def _list_closes(words: NameWords, start: int, position: int) -> bool:
    """Tell whether a list after a comma ends with "và": "Văn hóa, Thể thao và Du lịch".

    In lower case only in a list of actors: "Trung tâm Xúc tiến đầu tư, thương mại và du lịch".
    """
    if not words.upper(position) and (not words.listed or words.verb(position)):
        return not words.listed and _objects_close(words, start, position)
    for later in range(position + 1, min(len(words), position + 6)):
        if words.keys[later] == AND and not words.apart(later):
            return later + 1 < len(words) and not words.opens(later + 1)
        if words.apart(later):
            return False
    return False


def _objects_close(words: NameWords, start: int, position: int) -> bool:
    """Tell whether what a body deals with goes on over a comma in running text, and closes with "và".

    "Trung tâm Xúc tiến đầu tư, | thương mại và du lịch tổ chức …": a verb, a colon or another actor ends it.
    """
    if not starts_with(words.keys, start, VERBAL_NOUNS) or not words.lower(position) or words.verb(position):
        return False
    joint = position + 1
    while joint < len(words) and words.keys[joint] != AND and joint - position <= _LONGEST_OBJECT:
        joint += 1
    if any(words.apart(at) for at in range(position + 1, min(joint + 2, len(words)))):
        return False
    end = joint + 1
    while end < len(words) and words.lower(end) and not words.apart(end) and not words.verb(end):
        if words.opens(end) or words.keys[end] == AND:
            return False
        end += 1
    if not joint + 1 < end <= joint + 1 + _LONGEST_OBJECT:
        return False
    return end >= len(words) or bool(words.verb(end)) or words.boundary(end) or words.opens(end)


def _ends_at_and(words: NameWords, index: int, position: int) -> bool:
    if position + 1 >= len(words) or words.boundary(position + 1):
        return True
    if words.localities(position + 1):
        return True
    field = words.upper(position + 1) and starts_with(words.keys, position + 1, _OF_PEOPLE)
    if field and not starts_with(words.keys, position + 1, HEADS):
        return False
    if words.opens(position + 1):
        return not _joint_office(words, index, position)
    return bool(words.verb(position + 1))


def _joint_office(words: NameWords, index: int, position: int) -> bool:
    """Tell whether one office serves two bodies: "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân"."""
    if " ".join(words.keys[index : index + 2]) != _OFFICE:
        return False
    head = starts_with(words.keys, position + 1, HEADS)
    served = " ".join(words.keys[index + 2 : position])
    bodies = (fold("Đoàn đại biểu Quốc hội"), fold("Đoàn ĐBQH"), *_COMMITTEE)
    other = " ".join(words.keys[position + 1 : position + 1 + head])
    return other in _COMMITTEE and served.startswith(bodies)


def _general(words: NameWords, index: int, start: int, position: int) -> bool:
    """Tell whether "tổng hợp" says which ward is meant: "Khoa Nội tổng hợp"."""
    after = position + len(_GENERAL)
    if words.keys[position:after] != _GENERAL or words.apart(position):
        return False
    if not (words.listed or words.boundary(after) or words.separator(after) or words.verb(after)):
        return False  # "Khoa Nội | tổng hợp số liệu"
    return words.keys[index] == fold("Khoa") and " ".join(words.keys[start:position]) in _WARDS


def _in_name(words: NameWords, index: int, start: int, position: int, verb: int) -> bool:
    """Tell whether a lower-case verb is a word of the name: "Ban quản lý", "Viện Nghiên cứu phát triển"."""
    if words.keys[position] == _ABOUT and " ".join(words.keys[index:start]) in _COMMITTEES:
        named = tuple(words.keys[position - 2 : position]) in _WITH_FIELD
        if named and position - 2 >= start and not words.apart(position):
            return True
    if words.keys[position - 1] in GROUP_ARTICLES and position - 1 > start and not words.apart(position):
        return True
    direct = names_its_work(words, start, position)
    purpose = position == start and set_up_for(words, position)
    projects = words.keys[position - 1 : position + verb] == _PROJECTS  # "Ban QLDA đầu tư xây dựng"
    if direct or purpose or projects or _general(words, index, start, position):
        return True
    if words.listed and " ".join(words.keys[index:start]) in _TASK_FORCES and not words.apart(position):
        return not starts_with(words.keys, position, _ROLES)
    if " ".join(words.keys[position : position + verb]) not in IN_NAME_VERBS or words.apart(position):
        return False
    if words.keys[position - 2 : position] == _STAFF and words.upper(position - 2):
        return True  # "Cục Nhà giáo và Cán bộ quản lý giáo dục"
    spoken = [at + starts_with(words.keys, at, VERBAL_NOUNS) for at in range(index + 1, position)]
    invests = words.keys[position - 2 : position + verb] == _PROJECT
    if words.listed or invests:
        return any(end > at for at, end in enumerate(spoken, index + 1))
    doubled = " ".join(words.keys[max(start, position - 2) : position]) in IN_NAME_VERBS
    return (position in spoken or (doubled and position - 2 >= start)) and not draws_up(words, position)
