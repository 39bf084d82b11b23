"""Who holds a post is named behind its body: "Phó Chủ tịch UBND tỉnh Nguyễn Văn An".

The words between post and name are the body's. Communes, streets, schools and hospitals are themselves named
after people ("UBND phường Lê Lợi", "Trường THPT Nguyễn Trãi"): a name right behind such a word is theirs.
Reads text on one line at the words of a post; gives spans.
"""

from __future__ import annotations

import re
from typing import NamedTuple

SURNAMES = frozenset(
    (
        "An Âu Bạch Bành Bàn Bế Bùi Cao Cát Châu Chu Chử Chương Cung Cù Dương Danh Doãn Đàm Đào Đặng "
        "Điểu Đinh Đoàn Đỗ Đồng Đới Đường Giang Giàng Giáp Hà Hạ Hán Hầu Hoa Hoàng Hồ Hồng Hứa Huỳnh Kha "
        "Khổng Khúc Khuất Kiều Kim Ksor La Lã Lạc Lại Lâm Lầu Lê Lò Lô Lù Lục Lư Lương Lường Lưu Lý Ma "
        "Mã Mạc Mai Mạnh Mùa Mông Ngân Nghiêm Ngô Ngụy Nguyễn Nhâm Nhữ Ninh Nông Ông Phạm Phan Phí Phó "
        "Phùng Phương Quách Quan Quàng Quản Sầm Siu Sùng Tạ Tăng Thạch Thái Thân Thi Thiều Thào Tiêu Tô "
        "Tôn Tống Tòng Trà Trang Tráng Trần Trịnh Trương Từ Ty Ung Văn Vàng Vi Viên Võ Vũ Vừ Vương Xồng"
    )
    .casefold()
    .split()
)
"""The first words of Vietnamese names, in lower case."""
_COMMONEST = frozenset(
    ("Nguyễn Trần Lê Phạm Hoàng Huỳnh Vũ Võ Đặng Bùi Đỗ Ngô Dương Đinh Trịnh Trương Phùng Lương")
    .casefold()
    .split()
)
"""Family names with which no province begins: a name of two words is taken for one only with these."""
_NAMED_AFTER_PEOPLE = frozenset(
    (
        "xã phường huyện quận trấn khu thôn ấp bản làng buôn phố đường cầu chợ trường THPT THCS thông học "
        "non giáo viện khoa đẳng tàng chuyên tâm ty quỹ đoàn đội bộ nghiệp hội lớp tổ"
    )
    .casefold()
    .split()
)
"""Last words of kinds of bodies and places that bear names of people."""
_OF_ONE = frozenset(("tỉnh", "thành phố", "chính phủ", "tỉnh ủy", "tỉnh uỷ", "thành ủy", "thành uỷ"))
"""What ends a body that no name of a person follows but that of its head."""
_CITY = ("hồ", "chí", "minh")
_TOKEN = re.compile(r"[^\s,;:.()/]+")
_STOP = re.compile(r"[;:.()/]|\s[-\u2010-\u2015]\s")
_LONGEST, _SHORTEST = 4, 3
_REACH = 160
"""How far behind a post its holder is looked for, in code points."""


class Holder(NamedTuple):
    """The spans of a body and of the name of who holds a post of it."""

    body: tuple[int, int]
    name: tuple[int, int]


def holder(text: str, start: int, another: re.Pattern[str]) -> Holder | None:
    """Find body and name behind the words of a post that end at an offset; None where no name follows.

    Before `another`, which are posts and forms of address, the words of the body end.
    """
    stops = [start + _REACH, len(text)]
    for pattern in (_STOP, another):
        stop = pattern.search(text, start, start + _REACH)
        stops.append(stop.start() if stop is not None else len(text))
    tokens = list(_TOKEN.finditer(text, start, min(stops)))
    for at in range(1, len(tokens)):
        last = _name_end(text, tokens, at)
        if not last or text[tokens[at - 1].end() : tokens[at].start()] != " ":
            continue
        if _is_name(*([one[0].casefold() for one in some] for some in (tokens[at:last], tokens[:at]))):
            body = text[start : tokens[at].start()]
            begin = start + len(body) - len(body.lstrip(" ,"))
            return Holder((begin, start + len(body.rstrip())), (tokens[at].start(), tokens[last - 1].end()))
    return None


def _name_end(text: str, tokens: list[re.Match[str]], at: int) -> int:
    """Give the index after the run of capital words that begins at a token; 0 where none begins there."""
    last = at
    while last < len(tokens) and tokens[last][0][0].isupper():
        if last > at and text[tokens[last - 1].end() : tokens[last].start()] != " ":
            break
        last += 1
    return last if last > at else 0


def _is_name(words: list[str], before: list[str]) -> bool:
    """Tell whether words are the name of a person, by what they are and by the words before them."""
    of_one = before[-1] in _OF_ONE or " ".join(before[-2:]) in _OF_ONE
    if words[0] not in SURNAMES or tuple(words) == _CITY:
        return False
    if before[-1] in _NAMED_AFTER_PEOPLE and not of_one:
        return False
    if len(words) < _SHORTEST:
        return len(words) > 1 and of_one and words[0] in _COMMONEST
    return len(words) <= _LONGEST
