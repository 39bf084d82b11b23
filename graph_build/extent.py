"""Where the official document lies in a text that may be a web page around it.

A page of a legal portal puts a box of labelled fields and a news item before the document, and related
documents, notices and forms behind it. The document begins with the national or the Party heading (Nghị định
30/2020/NĐ-CP, Annex I, part II, point 1), or with its number where the heading is lost, and ends before the
first line that only a web page has.

Reads the plain view of a text; gives a range of it, and the fields of the portal's box.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph_build.act_issuers import any_of
from graph_build.document_codes import WORDS_PATTERN
from graph_build.plain import PlainText
from graph_build.text import UPPER

NATION = re.compile(
    r"cộng[ \n]{1,2}(?:hòa|hoà)[ \n]{1,2}xã[ \n]{1,2}hội[ \n]{1,2}chủ[ \n]{1,2}nghĩa"
    r"(?:[ \n]{1,2}việt[ \n]{1,2}nam)?"
)
"""The national heading; its last words may stand apart where two columns were interleaved."""

PARTY = re.compile(r"đảng[ \n]{1,2}cộng[ \n]{1,2}sản[ \n]{1,2}việt[ \n]{1,2}nam")
"""The heading of the Party's documents."""

NUMBER_LINE = re.compile(
    r"""
    (?:\A|[\n|\t]|(?<=___)|(?<=---)|(?<=["""
    + UPPER
    + r"""]{2})(?=[ ]Số:))[ \n]{0,3}  # "Y TẾ Số: 14/TB-BYT"
    (?:
      (?:B[ộỘ][ \n])?
      (?:[lL]uật|LUẬT
        |N(?:ghị[ \n]quyết(?:[ \n]liên[ \n]tịch)?|GHỊ[ \n]QUYẾT(?:[ \n]LIÊN[ \n]TỊCH)?)
        |P(?:háp[ \n]lệnh|HÁP[ \n]LỆNH)|L(?:ệnh|ỆNH))
      [ \n][sS][ốỐ][ \n]?:                                   # "Luật số: 30/2023/QH15"
    | S[ốỐ][ \n]?[:.]                                         # "Số: 12/KH-BYT Hà Nội, ngày …"
    | S[ốỐ](?=[ ][^\n|\t]{4,30}[ ]?(?:[\n|\t]|\Z))             # "Số 84-QĐ/TW" alone in its line
    )
    [ \n]{0,2}
    (?=\d(?:[ ]?\d){0,5}(?:[.]\d{1,3})?[a-zđ]?[ \n]{0,2}[-/]
      |\d{1,5}[ ]?[A-ZĐ]{2,4}[ ]?[-/][ ]?[A-ZĐ]{2}|\d{1,5}[ ](?:HĐBT|HĐCP)       # "Số: 1986 QĐ/UB"
      |[-…._ ]{0,20}[-/][ ]?(?:\d{4}/)?[^\W\d_])               # "Số:      /KH-UBND", left blank
    """,
    re.VERBOSE,
)
"""The line of a document's own number, in the plain text with its letter case."""

_PAGE_LINES = (
    "Văn bản liên quan",
    "Tin liên quan",
    "Bài viết liên quan",
    "Tin cùng chuyên mục",
    "Tin khác",
    "Các tin khác",
    "Các bài viết khác",
    "Tin mới hơn",
    "Tin cũ hơn",
    "Bài liên quan",
    "Nội dung sửa đổi, hướng dẫn",
    "Văn bản này chưa cập nhật nội dung Tiếng Anh",
    "File được đính kèm theo văn bản",
    "File attached to document",
    "Văn bản bị thay thế",
    "Ý kiến bạn đọc",
    "Gửi bình luận",
    "Bình luận của bạn",
    "Quay lại đầu trang",
    "Về đầu trang",
    "Chia sẻ bài viết",
    "Lượt xem",
    "Bạn chưa đăng nhập",
    "Đăng nhập để",
    "Thuộc tính văn bản",
    "Lược đồ văn bản",
    "Lưu trữ, Sử dụng Thông tin Khách hàng",
    "Thưa Quý khách",
)
_PAGE_PARTS = re.compile(rf"(?:\n[ #]*|\|[ \n]*|[.][ ]?)(?:{any_of(_PAGE_LINES)})(?![^\W\d_])")
_CAPTION = re.compile(rf"\n(?:{WORDS_PATTERN})[ \n](?:số[ ])?[^\n]{{3,600}}\Z", re.IGNORECASE)
_FIELD = re.compile(
    r"""
    (?P<label>số[ ]hiệu|số[ ]ký[ ]hiệu|số/ký[ ]hiệu|loại[ ]văn[ ]bản|nơi[ ]ban[ ]hành|cơ[ ]quan[ ]ban[ ]hành
      |người[ ]ký|ngày[ ]ban[ ]hành)
    [ ]?:?[ \n|\t]{1,6}
    (?P<value>[^\n|\t:]{2,120})
    """,
    re.VERBOSE,
)
_LABELS = {"số ký hiệu": "số hiệu", "số/ký hiệu": "số hiệu", "cơ quan ban hành": "nơi ban hành"}
_HEAD = 40_000
_TOP = 1_500
_BOX = 4_000
NEAR_TOP = 2_500
"""How far down a page the heading of a document may stand, in code points, with words of news above it."""
_SENTENCE = 90
"""A line of at least so many code points that ends in a stop is a sentence, and no entry of a menu."""


@lru_cache(maxsize=2)
def heading_position(plain: PlainText) -> int | None:
    """Give where the document's heading stands, None where the text has neither heading nor number line.

    A number line counts only near the start; a form further down has one of its own.
    """
    number = NUMBER_LINE.search(plain.text, 0, _TOP)
    first = [number.start()] if number else []
    for heading in (NATION, PARTY):
        found = heading.finditer(plain.lower, 0, _HEAD)
        first.extend([m.start() for m in found if plain.text[m.start() : m.end()].isupper()][:1])
    return min(first, default=None)


_FRONT_MATTER = re.compile(r"\A\s*---[ ]*\n(?:[A-Za-z_-]{1,40}:[^\n]*\n){1,40}---[ ]*(?:\n|\Z)")
"""Keys and values that a program wrote above a text ("title: …" between two lines of dashes)."""


@lru_cache(maxsize=2)
def document_extent(plain: PlainText) -> tuple[int, int]:
    """Give the range of the view that the document fills; all of it where no page surrounds it."""
    heading = heading_position(plain)
    front = _FRONT_MATTER.match(plain.text)
    start = front.end() if front else 0
    if heading is not None and (portal_fields(plain) or behind_menus(plain, heading)):
        start = heading
    part = _PAGE_PARTS.search(plain.lower, max(start + 200, 0))
    if part is None:
        return start, len(plain.text)
    end = part.start()
    caption = _CAPTION.search(plain.text, max(start, end - 700), end)
    return start, caption.start() if caption and heading is not None else end


def behind_menus(plain: PlainText, heading: int) -> bool:
    """Tell whether a heading far down a page stands behind nothing but menus: lines that are no sentences."""
    if heading <= NEAR_TOP:
        return False
    return not any(
        len(line) >= _SENTENCE and line.rstrip(" |*").endswith((".", ":", ";", "./."))
        for line in plain.text[:heading].split("\n")
    )


def portal_fields(plain: PlainText) -> dict[str, str]:
    """Read the labelled fields of a legal portal: "Số hiệu", "Ngày ban hành" and the like, in lower case.

    Gives nothing unless at least three of the labels stand together, so that the words alone do not count.
    """
    fields: dict[str, str] = {}
    for match in _FIELD.finditer(plain.lower[:_BOX]):
        label = _LABELS.get(match["label"], match["label"])
        value = plain.text[match.start("value") : match.end("value")].strip()
        if value and label not in fields:
            fields[label] = value
    return fields if len(fields) >= 3 else {}
