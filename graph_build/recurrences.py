"""Deadlines that name no date: what recurs, and what waits for an event or an instruction.

`occurrences` finds stated periods ("hằng tháng", "định kỳ 6 tháng", "2 lần/năm", "thường xuyên");
`events` finds clauses that tie a deadline to something else ("sau khi có …", "theo tiến độ …", "kỳ họp
thứ 10"), each to the end of its clause. Both read text with single spaces and give spans of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from graph_build.number_words import COUNT, number

_FREQUENCIES: Mapping[str, str | None] = MappingProxyType(
    {
        "daily": "P1D",
        "weekly": "P1W",
        "monthly": "P1M",
        "quarterly": "P3M",
        "half_yearly": "P6M",
        "yearly": "P1Y",
        "continuous": None,
        "on_event": None,
        "on_instruction": None,
    }
)
"""Kind of recurrence to an ISO 8601 duration; None for those that keep no period."""

CALENDAR = frozenset(kind for kind, frequency in _FREQUENCIES.items() if frequency)
"""Kinds that repeat at a fixed interval of the calendar."""

_UNITS = {"ngày": "daily", "tuần": "weekly", "tháng": "monthly", "quý": "quarterly", "năm": "yearly"}
_EVERY = {
    ("tháng", 1): "monthly", ("tháng", 3): "quarterly", ("tháng", 6): "half_yearly", ("tháng", 12): "yearly",
    ("ngày", 1): "daily", ("tuần", 1): "weekly", ("quý", 1): "quarterly", ("quý", 2): "half_yearly",
    ("năm", 1): "yearly",
}  # fmt: skip
_TIMES = {
    ("ngày", 1): "daily", ("tuần", 1): "weekly", ("tháng", 1): "monthly", ("quý", 1): "quarterly",
    ("năm", 1): "yearly", ("năm", 2): "half_yearly", ("năm", 4): "quarterly", ("năm", 12): "monthly",
}  # fmt: skip
_REGULAR = r"(?:0?[136]|một|ba|sáu)(?:\s?\(\w[\w\s]{0,29}\))?"
_UNIT = r"ngày|tuần|tháng|quý|năm"


class Occurrence(NamedTuple):
    """A stated recurrence or condition: its kind (see `records.Recurrence`) and its span."""

    kind: str
    start: int
    end: int


_OCCURRENCE = re.compile(
    rf"""(?<!\w)(?:
      (?P<per>(?:hằng|hàng|mỗi|một|0?1)\s(?P<per_unit>{_UNIT})\s(?P<per_n>{COUNT})\s(?:lần|đợt|kỳ))(?!\w)
                                                                             # mỗi năm hai lần
    | (?P<each>(?:định\skỳ\s)?(?:hằng|hàng|mỗi|từng|theo\stừng)\s(?P<each_unit>{_UNIT}))(?!\w)   # hằng tháng
    | (?P<times>(?P<times_n>{COUNT})\s(?:lần|đợt|kỳ)\s?(?:/|trong|mỗi|một)\s?(?:0?1\s|một\s)?
        (?P<times_unit>{_UNIT}))(?!\w)                                       # 2 lần/năm
    | (?P<every>(?:(?:định\skỳ|hằng|hàng|mỗi|cứ)\s)?(?P<every_n>{COUNT})\s(?P<every_unit>{_UNIT})
        \s?(?:/\s?(?:0?1\s|một\s)?lần|(?:một|0?1)\slần))                     # 3 tháng một lần, 6 tháng/lần
    | (?P<single>(?P<single_unit>tháng|quý|năm|tuần|ngày)\s(?:một|0?1)\slần)(?!\w)         # năm một lần
    | (?P<regular>(?:định\skỳ|hằng|hàng|mỗi)\s(?P<regular_n>{_REGULAR})\stháng(?!\s(?:đầu|cuối|\d)))
                                                                             # định kỳ 6 tháng
    | (?P<half>(?:0?6|sáu)\stháng                                            # 6 tháng, hằng năm; 6 tháng, năm
        (?=\s?(?:,|và|/|hoặc)\s?(?:và\s)?(?:một\s|0?1\s|cả\s|hằng\s|hàng\s)?năm(?!\s\d)))
    | (?P<named>định\skỳ\s(?:theo\s)?(?P<named_unit>{_UNIT}))(?!\w)          # định kỳ quý
    | (?P<by>theo\s(?P<by_unit>quý|tháng|tuần|ngày|năm))(?!\s[\dIV]|\w)      # theo quý
    | (?P<within>tháng\s(?:đầu|cuối)\s(?:của\s)?(?:mỗi\s|từng\s|hằng\s|hàng\s)?quý)(?!\s?[\dIV]|\w)
                                                                             # ngày 15 tháng cuối quý
    | (?P<yearly>thường\sniên)(?!\w)
    | (?P<continuous>thường\s(?:xuyên|kỳ|trực)|liên\stục|xuyên\ssuốt|lâu\sdài|quanh\snăm|cả\snăm|suốt\snăm
        |24\s?/\s?(?:7|24)(?![/\d])|định\skỳ)(?!\w)                          # thường xuyên, liên tục; 24/7
    )""",
    re.VERBOSE | re.IGNORECASE,
)

_INSTRUCTION = r"""(?:sự\s|ý\skiến\s|văn\sbản\s|công\svăn\s|thông\sbáo\s|quyết\sđịnh\s)?
    (?:chỉ\sđạo|yêu\scầu|đề\snghị|phân\scông|hướng\sdẫn|điều\sđộng|triệu\stập|giao\snhiệm\svụ|lệnh|ý\skiến
      |kết\sluận)"""
_DURATION = rf"{COUNT}\s(?:giờ|ngày|tuần|tháng|năm)(?:\slàm\sviệc)?"
_EVENT = re.compile(
    rf"""(?<!\w)(?:
      (?P<instruction>(?:theo|(?:ngay\s)?(?:sau\s)?khi\s(?:có|được)|lúc\scó)\s{_INSTRUCTION})
                                                        # theo yêu cầu của …, ngay khi có chỉ đạo của …
    | (?:trong\s(?:(?:vòng|thời\shạn)\s)?|sau\s|(?:chậm|muộn)\snhất\s(?:là\s)?|không\squá\s|trước\s)?
        {_DURATION},?\s(?:(?:kể\s)?từ\s(?:ngày|khi|thời\sđiểm)|(?:sau|trước)\s(?:ngày|khi)(?!\s\d))
                                                        # 15 ngày kể từ ngày …
    | (?:ngay\s)?(?:sau|trước)\skhi                     # sau khi có …
    | ngay\s(?:khi|sau|lúc)
    | (?:(?:cho\s)?đến\s|tới\s)?khi(?!\s\d)             # khi có phát sinh
    | (?:sau\s|trước\s|tại\s|trong\s|kể\stừ\s)?(?:các\s)?(?:kỳ\shọp|phiên\shọp|đại\shội|hội\snghị)
                                                        # kỳ họp thứ 10, Quốc hội khóa XV
    | (?:trước|sau|trong|dịp)\s(?:dịp\s)?tết(?!\w)     # trước Tết Nguyên đán năm 2026
    | đột\sxuất
    | (?:trong\s)?(?:suốt\s)?quá\strình
    | (?:cả|trong|hết|theo)\snhiệm\skỳ(?!\s\d)
    | (?:bảo\sđảm|đảm\sbảo|đúng|kịp|phù\shợp\svới|tùy|tuỳ)\s(?:theo\s)?
        (?:tiến\sđộ|lộ\strình|kế\shoạch|thời\shạn|quy\sđịnh|tình\shình|thuộc)  # đúng tiến độ
    | (?<!tiếp\s)(?<!kèm\s)theo                         # theo tiến độ dự án
        (?!\s(?:từng|quý|tháng|ngày|tuần|năm|giai\sđoạn)(?!\w))
    | (?:kể\s)?từ\s(?:ngày|khi)(?!\s\d)                 # kể từ ngày có hiệu lực
    )(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST_CLAUSE = 400
# Where a clause about an event ends: a sentence or list mark, or words that open a date of their own.
_CLAUSE_END = re.compile(
    r"""[;.](?=\s|$) | \n\s?(?=[-+•*]\s|[a-zđ0-9]{1,2}[.)]\s)
      | (?:,\s?|\s)(?=(?:và\s)?(?:hoàn\sthành\s|xong\s|báo\scáo\s|thực\shiện\s)?(?:trong|vào)?\s?
          (?:trước|chậm\snhất|muộn\snhất|không\squá|đến\shết|hạn\scuối)\s(?:là\s|vào\s|đến\s)?(?:hết\s|cuối\s)?(?:ngày|tháng|quý|năm|\d))
      | ,\s?(?=(?:hoàn\sthành|xong|trong|đến|từ|vào)\s(?:trong\s|vào\s)?(?:ngày|tháng|quý|năm|giai\sđoạn|\d))
      | ,\s?(?=(?:ngày|tháng|quý|năm)\s[\dIV])""",
    re.VERBOSE | re.IGNORECASE,
)
_LOOSE_END = re.compile(
    r"\s(?=(?:hoàn\sthành\s)?(?:trong|đến|vào|từ)\s(?:ngày|tháng|quý|năm|giai\sđoạn)\s[\dIV])", re.IGNORECASE
)

# A meeting that is dated sets a date: "kỳ họp tháng 7/2025", "hội nghị cuối năm 2025".
_MEETING_END = re.compile(
    r",?\s(?=(?:(?:trong|vào|đầu|giữa|cuối)\s)*(?:ngày|tháng|quý|năm)\s[\dIV])", re.IGNORECASE
)


def repeat_frequency(kind: str) -> str | None:
    """Give the ISO 8601 duration between two occurrences ("P3M" for quarterly).

    None for kinds without a fixed interval (continuous, on_event, on_instruction). Raises KeyError for a
    kind that `records.Recurrence` does not list.
    """
    return _FREQUENCIES[kind]


def occurrences(text: str) -> tuple[Occurrence, ...]:
    """Find stated periods and continuity in `text`, in order.

    What recurs at no stated interval, or at one that no kind names ("định kỳ", "5 năm một lần"), is
    continuous: the words say more than the kind.
    """
    return tuple(Occurrence(_kind(m), *m.span()) for m in _OCCURRENCE.finditer(text))


def _kind(match: re.Match[str]) -> str:
    groups = {name: value.lower() for name, value in match.groupdict().items() if value is not None}
    for form in ("each", "single", "named", "by"):
        if form in groups:
            return _UNITS[groups[f"{form}_unit"]]
    for form, kinds in (("per", _TIMES), ("times", _TIMES), ("every", _EVERY)):
        if form in groups:
            return kinds.get((groups[f"{form}_unit"], number(groups[f"{form}_n"])), "continuous")
    if "regular" in groups:
        return _EVERY[("tháng", number(groups["regular_n"]))]
    alone = {"half": "half_yearly", "within": "quarterly"}
    return next(alone.get(form, form) for form in (*alone, "yearly", "continuous") if form in groups)


def events(text: str) -> tuple[Occurrence, ...]:
    """Find clauses that tie a deadline to an event or an instruction, in order, each to its end.

    Dates inside such a clause belong to the event ("sau khi Luật năm 2024 có hiệu lực"), not to the
    deadline; a clause ends where words such as "trước ngày 30/6" open a date of their own.
    """
    found: list[Occurrence] = []
    position = 0
    while match := _EVENT.search(text, position):
        end = min(len(text), match.end() + _LONGEST_CLAUSE)
        stop = _CLAUSE_END.search(text, match.end(), end)
        end = stop.start() if stop else end
        first = match[0].lower()
        ending = _MEETING_END if "họp" in first or "hội" in first else _LOOSE_END
        if ending is _MEETING_END or first.startswith(("theo", "đúng", "bảo đảm", "đảm bảo")):
            earlier = ending.search(text, match.end(), end)
            end = earlier.start() if earlier else end
        kind = "on_instruction" if match["instruction"] else "on_event"
        found.append(Occurrence(kind, match.start(), end))
        position = max(end, match.end())
    return tuple(found)
