"""Give back the letter case of names that a heading prints in capitals.

The document itself is asked first: the same words in running text. Otherwise the rules of capitals for
organs and places apply (Nghị định 30/2020/NĐ-CP, Annex II): the first word, the word behind the head of an
organ, and every word of a place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from graph_build.act_issuers import KNOWN_BODIES
from graph_build.plain import PlainText
from graph_build.unit_names import DEPARTMENTS, MINISTRIES

_TERM = re.compile(r",? khóa (?P<number>[ivxlc]+)\Z")
_AREA = re.compile(
    r"(?:(?:tỉnh|thành|huyện|quận|thị) ủy|tỉnh|thành phố|tp\.?|quận|huyện|thị xã|thị trấn|phường"
    r"|xã(?! hội(?: |\Z))|đặc khu|thpt|thcs|trường tiểu học|trường mầm non) "
)
_HEAD = re.compile(
    r"(?:(?:bộ|cục|tổng cục|vụ|viện|chi cục)(?! trưởng)|sở|ban|văn phòng|trung tâm|thanh tra|trường|học viện|"
    r"bệnh viện|ủy viên ban) (?=\w)"
)
_POST = re.compile(
    r"(?:phó |quyền )?(?:thủ tướng|chủ tịch|chủ nhiệm|bộ trưởng|thứ trưởng|giám đốc|tổng giám đốc|cục trưởng|"
    r"viện trưởng|tổng cục trưởng|vụ trưởng|trưởng ban|chánh văn phòng|chi cục trưởng|bí thư|"
    r"thống đốc|chánh án|(?:hiệu|hạt|chỉ huy|kiểm toán) trưởng|"
    r"trưởng (?:phòng|khoa|trạm|đoàn|bộ phận))(?= |\Z)"
)
_PROPER = re.compile(
    r"(?<!\w)(?:việt nam|hồ chí minh|(?<=mặt trận )tổ quốc|trung ương|mặt trận(?= tổ quốc)"
    r"|cộng hòa(?= xã hội chủ nghĩa))(?!\w)"
)
"""Words that are capital wherever they stand, "mặt trận tổ quốc" by the first letters of its two parts."""
_ABBREVIATIONS = re.compile(
    r"(?<!\w)(?:covid-19|hiv/aids|hiv|aids|asean|apec|wto|(?:ub)?[bcdđfghjklmnpqrstvwxz]{2,12})(?!\w)"
)
"""Words that stay in capitals; one without a vowel is no word of Vietnamese ("UBND", "BHXH", "HQ")."""

_BODIES: Mapping[str, str] = {
    name.lower(): name
    for name in (
        *(f"Bộ {field}" for field in MINISTRIES),
        *(f"Sở {field}" for field in DEPARTMENTS),
        *("Công an", "Thanh tra", "Bảo hiểm xã hội", "Kho bạc Nhà nước", "Bộ Chỉ huy Quân sự", "Cục Thuế"),
        *("Bộ Chỉ huy Bộ đội Biên phòng", "Văn phòng UBND", "Văn phòng Ủy ban nhân dân", "Tòa án nhân dân"),
        *(
            "UBND",
            "HĐND",
            "Ủy ban nhân dân",
            "Hội đồng nhân dân",
            "Viện kiểm sát nhân dân",
            "Trường Chính trị",
        ),
        *("Liên đoàn Lao động", "Hội Nông dân", "Hội Cựu chiến binh", "Hội Liên hiệp Phụ nữ", "Ban Dân tộc"),
    )
}
"""Bodies as a local office names them, by their words in lower case."""
_OF_AREA = re.compile(rf"\A(?:{'|'.join(sorted(map(re.escape, _BODIES), key=len, reverse=True))})(?=\Z| )")
_AREA_ALONE = re.compile(r" (?:tỉnh|thành phố|quận|huyện|thị xã|phường|xã|đặc khu)(?=\Z| )")


def body_from_capitals(name: str) -> str:
    """Give a body in capitals the letters of its kind, its area in lower case and a place in capitals.

    A name that is not wholly made of these stays as it is: which of its words are capital is not known.
    """
    lower = name.lower()
    body = _OF_AREA.match(lower) if name.isupper() else None
    if body is None:
        return name
    cased, rest = _BODIES[body.group()], lower[body.end() :]
    area = _AREA_ALONE.match(rest)
    if rest and area is None:
        return name
    place = rest[area.end() :].split() if area is not None else []
    if any(not word.isalpha() for word in place):
        return name
    return " ".join(
        [cased, *([area.group().strip()] if area else []), *(word.capitalize() for word in place)]
    )


def from_capitals(words: str, plain: PlainText) -> str:
    """Give a name in capitals with the letters it has in the text, else by rule.

    A name that is not in capitals comes back as one line and otherwise unchanged.
    """
    name = " ".join(words.split())
    if not name.isupper():
        return name
    return _as_in_text(name, plain) or _with_its_place(_by_rule(name), plain)


def _with_its_place(name: str, plain: PlainText) -> str:
    """Give the last words of a name capitals where the text has them so: "Hà Nội, ngày …"."""
    words = name.split()
    for count in range(min(4, len(words) - 1), 1, -1):
        tail = _as_in_text(" ".join(words[-count:]), plain)
        if tail is not None and all(word[0].isupper() for word in tail.split()):
            return " ".join([*words[:-count], tail])
    return name


def _as_in_text(name: str, plain: PlainText) -> str | None:
    lower, words = plain.lower.replace("\n", " "), name.lower()
    seen: Counter[str] = Counter()
    position = lower.find(words)
    while position >= 0:
        end = position + len(words)
        found = plain.text[position:end].replace("\n", " ")
        whole = not (lower[position - 1 : position].isalpha() or lower[end : end + 1].isalpha())
        if whole and found[0].isupper() and not found.isupper():
            seen[found] += 1
        position = lower.find(words, end)
    return seen.most_common(1)[0][0] if seen else None


def _by_rule(name: str) -> str:
    parts = name.split(" - ")
    if len(parts) > 1 and all(part.lower() in KNOWN_BODIES for part in parts):  # a joint document
        return " - ".join(KNOWN_BODIES[part.lower()] for part in parts)
    lower = name.lower()
    term = _TERM.search(lower)
    if term is not None:
        return f"{_by_rule(name[: term.start()])} khóa {term['number'].upper()}"
    if lower in KNOWN_BODIES:
        return KNOWN_BODIES[lower]
    letters = list(lower)
    capitals = {0}
    position = 0
    post = _POST.match(lower)
    if post is not None:
        if lower.startswith(("phó ", "quyền ")):
            capitals.add(lower.index(" ") + 1)
        position = post.end() + 1
        if not lower.startswith("nước", position):
            capitals.add(position)
    head = _HEAD.match(lower, position)
    if head is not None:
        capitals.add(head.end())
    area = _AREA.search(lower)
    if area is not None:
        capitals.update(area.end() + word.start() for word in re.finditer(r"\w+", lower[area.end() :]))
    for proper in _PROPER.finditer(lower):
        whole = proper.group() in ("việt nam", "hồ chí minh")
        words = re.finditer(r"\w+", proper.group()) if whole else re.finditer(r"\A\w+", proper.group())
        capitals.update(proper.start() + word.start() for word in words)
    for at in capitals:
        if at < len(letters):
            letters[at] = letters[at].upper()
    cased = "".join(letters)
    for match in _ABBREVIATIONS.finditer(lower):
        cased = cased[: match.start()] + match.group().upper() + cased[match.end() :]
    return cased
