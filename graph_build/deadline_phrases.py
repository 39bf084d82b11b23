"""Deadlines inside running prose: where a sentence says by when something must be done.

A date alone is no deadline (prose is full of dates of acts and of periods). A phrase counts where its
words bind someone to a time: a label ("Thời gian hoàn thành: …"), a limit ("trước ngày", "chậm nhất",
"đến hết"), a completion ("hoàn thành trong quý II/2025"), a recurring report ("trước ngày 15 hằng
tháng", "định kỳ hằng quý") or a term that runs from an event ("trong 15 ngày kể từ ngày …").
Reads a text in NFC; gives spans of it, whose words `deadlines.parse_deadline` reads.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from graph_build.deadlines import hide_references
from graph_build.moments import RANGE_GAP, scan
from graph_build.number_words import COUNT
from graph_build.plain import PlainText
from graph_build.text import UPPER


class Phrase(NamedTuple):
    """A deadline phrase: `text` equals the source text from `start` to `end`."""

    start: int
    end: int
    text: str


_LABEL = re.compile(
    r"""(?<!\w)(?:thời\s(?:gian|hạn|điểm)|tiến\sđộ|mốc\sthời\sgian|hạn(?=\s(?:cuối|báo|hoàn|xử|trình)\s))
        (?:\s(?:dự\skiến|thực\shiện|hoàn\sthành|triển\skhai|trình|ban\shành|báo\scáo|và|cuối|xử\slý|kết\sthúc)){0,4}
        \s?:\s?(?=\S)""",
    re.VERBOSE | re.IGNORECASE,
)
# A labelled value ends with its sentence, its item in a list, or its paragraph.
_VALUE_END = re.compile(
    r"""[;.](?=\s|$) | \n(?=\n|\s?(?:[-+•]|\(?[a-zđ0-9]{1,3}[.)])\s) | \t
      | [,.;]?\s(?=-\s(?:cơ\squan|đơn\svị|sản\sphẩm|kết\squả|phối\shợp)(?!\w))""",
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST_VALUE = 300
_BEFORE = 100
_LIMIT = re.compile(
    r"""(?<!\w)(?:(?:phải\s)?(?:hoàn\sthành|xong|kết\sthúc)\s)?
        (?:(?:định\skỳ\s)?(?:hằng|hàng|mỗi)\s(?:năm|quý|tháng|tuần),?\s(?:và\s)?)?
        (?:trước|(?:chậm|muộn|trễ)\snhất|không\squá|không\smuộn\shơn|hạn\s(?:cuối|chót)|(?:cho\s)?đến\shết)
        (?:\s(?:là|vào|đến|tới|trong|hết|cuối|đầu|giữa|thời\sđiểm|trước|ngày|quốc\skhánh|§{1,12}))*\s?$""",
    re.VERBOSE | re.IGNORECASE,
)
_COMPLETION = re.compile(
    r"""(?<!\w)(?:hoàn\sthành|xong|ban\shành|trình|báo\scáo|công\sbố|kết\sthúc|phê\sduyệt)(?!\w)
        [^.;:,\n§]{0,60}?
        (?P<when>(?:(?<=\s)(?:ngay\s)?(?:trong|vào)\s(?:khoảng\s|giai\sđoạn\s|đầu\s|cuối\s|giữa\s|từ\s)*)?)$""",
    re.VERBOSE | re.IGNORECASE,
)
_DIRECT = re.compile(
    r"(?<!\w)(?:hoàn\sthành|xong)\s(?:(?:ngay|trong|vào|khoảng|giai\sđoạn|đầu|cuối|giữa|từ)\s)*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"""(?:,?\s(?:của\s)?(?:hằng|hàng|mỗi|từng)\s(?:tháng|quý|năm|tuần)
      | \s(?:của\s)?(?:tháng|quý|năm)\s(?:cuối|đầu|tiếp\stheo|sau|kế\stiếp|liền\skề|báo\scáo)
          (?:\s(?:của\s)?(?:mỗi\s|từng\s|hằng\s|hàng\s)?(?:quý|năm|kỳ)(?:\s(?:sau|tiếp\stheo|báo\scáo))?)?
      | \s(?:trở\sđi|(?:và\s)?(?:các|những)\snăm\s(?:tiếp\stheo|sau)
          |và\s(?:hằng|hàng)\s(?:năm|quý|tháng)))+(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
_ALONE = re.compile(
    rf"""(?<!\w)(?:
      (?:(?:định\skỳ|cứ)\s)?{COUNT}\s(?:tuần|tháng|quý|năm)\s(?:một|0?1)\slần    # ba tháng một lần
    | (?:hằng|hàng|mỗi)\s(?:tuần|tháng|quý|năm)\s(?:ít\snhất\s|tối\sthiểu\s)?{COUNT}\s(?:lần|đợt|kỳ)(?!\snữa)
                                                                             # mỗi năm hai lần
    | {COUNT}\s(?:lần|đợt|kỳ)\s?/\s?(?:0?1\s)?(?:tuần|tháng|quý|năm)             # 2 lần/năm
    | (?:trước|vào|lúc)\s§{{1,12}},?\s(?:hằng|hàng|mỗi)\sngày
                                                                             # trước 16 giờ hằng ngày
    | (?<!cấp\s)(?<!lương\s)(?<!phí\s)(?<!tiền\s)(?<!nhập\s)(?<!thuê\s)
        (?:hằng|hàng|mỗi)\s(?:tuần|tháng|quý)(?=\s?(?:[.;]|\Z))                # mở chuyên mục hằng tháng.
    | (?<!trong\s)(?:tuần|tháng|quý|năm)\s(?:một|0?1)\slần(?!\snữa)           # năm một lần
    | (?:(?:trước|vào|(?:chậm|muộn)\snhất(?:\slà)?)\s)(?:§{{1,12}},?\s)?ngày\s\d{{1,2}}\s(?:của\s)?
        tháng\s(?:đầu|cuối)\s(?:của\s)?(?:(?:hằng|hàng|mỗi|từng)\s)?quý(?!\s?[\dIV])
                                                                             # ngày 25 tháng cuối quý
    | \A\s?(?:hằng|hàng|mỗi)\s(?:tuần|tháng|quý|năm)(?=,?\s(?:(?!\.\s)[\s\S])*\Z)   # Hằng năm, rà soát
    | định\skỳ\s(?:(?:hằng|hàng|mỗi)\s)?(?:(?:0?[136]|sáu|ba)\stháng|tuần|tháng|quý|năm)
        (?:(?:,|\svà|\shoặc|/)\s?(?:0?6\stháng|(?:hằng\s|hàng\s)?(?:tuần|tháng|quý|năm)))*
                                                                             # định kỳ hằng quý
        (?:\s\((?:chậm\snhất|trước)\s[^()]{{4,40}}\))?                        # (trước ngày 25/12)
    | (?:(?:trước|vào|(?:chậm|muộn)\snhất(?:\slà)?)\s)?(?:§{{1,12}},?\s)?(?:các\s)?ngày\s\d{{1,2}}
        (?:(?:,|\svà|\shoặc)\s(?:ngày\s)?\d{{1,2}}){{0,4}},?\s(?:của\s)?(?:hằng|hàng|mỗi)\s(?:tháng|quý)
                                                                             # ngày 05 và 20 hằng tháng
    | (?:(?:trước|vào|(?:chậm|muộn)\snhất(?:\slà)?)\s)?(?:§{{1,12}},?\s)?(?:(?:các|ngày|sáng|chiều)\s){{0,2}}
        (?:thứ\s(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\snhật)(?:(?:,|\svà|\shoặc)\s(?:thứ\s(?:hai|ba|tư|năm
        |sáu|bảy|[2-7])|chủ\snhật)){{0,6}},?\s(?:của\s)?(?:hằng|hàng|mỗi)\stuần  # thứ Sáu hằng tuần
    | (?:trong\s(?:vòng|thời\shạn)|(?<![^\s.;,:]\s)trong(?=\s{COUNT}\s(?:giờ|ngày)\s[^.;\n]{{0,12}}kể\stừ)
        |(?:chậm|muộn)\snhất(?:\slà)?|không\squá|sau)\s
        {COUNT}\s(?:giờ|ngày|tuần|tháng)(?:\slàm\sviệc)?,?\s(?:kể\s)?(?:từ|sau)\s(?:ngày|khi)
        (?:[^.;,\n]|\n(?!\n|\s?[-+•]|\s?[a-zđ0-9]{{1,3}}[.)])){{0,120}}
    )(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)


_REPORTED = re.compile(
    rf"""(?<!\w)[Bb]áo\scáo\s(?:về\s|cho\s)?[{UPPER}](?:(?!kế\shoạch|kết\squả|tình\shình|dự\stoán|báo\scáo)[^.;:,\n§]){{0,60}}?
        \s(?P<when>(?:định\skỳ\s)?(?:hằng|hàng|mỗi)\s(?:ngày|tuần|tháng|quý|năm))(?=\s?(?:[.;,]|\Z))""",
    re.VERBOSE,
)
"""How often a report goes to a body: "báo cáo Ban Thường vụ Tỉnh ủy hằng tuần"."""
_ALL_DONE = re.compile(
    r"(?<!\w)hoàn\sthành\s(?:dứt\sđiểm\s)?việc\s[^.;:\n§]{0,80}?(?<=\s)(?P<when>(?:trong|vào)\s)$",
    re.IGNORECASE,
)
"""What work is completed, told with commas: "hoàn thành việc A, B trong năm …"."""
_OPENS = re.compile(r"(?:^|[.;,]\s)(?P<when>(?:ngay\s)?trong\s)$", re.IGNORECASE)
_COMPLETED_AFTER = re.compile(r",?\s(?:phải\s)?hoàn\sthành(?!\w)", re.IGNORECASE)
"""A time in front of the work that must be done in it: "Trong quý II năm … hoàn thành …"."""


def find_deadline_phrases(text: str, *, document_date: str | None = None) -> tuple[Phrase, ...]:
    """Find the phrases of `text` that set a deadline, in order and apart from one another.

    Offsets count in `text`. With `document_date` (ISO), phrases whose last date lies before the
    document's own year are left out: they tell of the past.
    """
    view = PlainText(text)
    hidden = hide_references(view.text)
    spans = _labelled(hidden)
    spans += _dated(hidden, document_date)
    spans += [m.span() for m in _ALONE.finditer(hidden)]
    spans += [m.span("when") for m in _REPORTED.finditer(hidden)]
    found: list[Phrase] = []
    last = 0
    for start, end in sorted(spans, key=lambda s: (s[0], -s[1])):
        if start >= last:
            begin, finish = view.span(start, end)
            found.append(Phrase(begin, finish, text[begin:finish]))
            last = end
    return tuple(found)


def _labelled(text: str) -> list[tuple[int, int]]:
    spans = []
    for label in _LABEL.finditer(text):
        stop = min(len(text), label.end() + _LONGEST_VALUE)
        end = _VALUE_END.search(text, label.end(), stop)
        span = (label.end(), end.start() if end else stop)
        if text[slice(*span)].strip():
            spans.append((span[0], span[0] + len(text[slice(*span)].rstrip())))
    return spans


def _dated(text: str, document_date: str | None) -> list[tuple[int, int]]:
    """Find dates bound by a limit or a completion, with the words that bind them."""
    found = scan(text, document_date=document_date)
    dates = sorted(
        [(m.start, m.end, m.value) for m in found.moments] + [(p.start, p.end, "") for p in found.partial]
    )
    spans, i = [], 0
    while i < len(dates):
        first = last = i
        while last + 1 < len(dates) and RANGE_GAP.fullmatch(text[dates[last][1] : dates[last + 1][0]]):
            last += 1
        i = last + 1
        begin = _binding(text, dates[first][0], stated=bool(dates[first][2]))
        if begin is None and dates[last][2] and _COMPLETED_AFTER.match(text, dates[last][1]):
            opens = _OPENS.search(text, max(0, dates[first][0] - _BEFORE), dates[first][0])
            begin = opens.start("when") if opens is not None else None
        value = dates[last][2]
        if begin is None or (value and document_date and value[:4] < document_date[:4]):
            continue
        after = _AFTER.match(text, dates[last][1])
        spans.append((begin, after.end() if after else dates[last][1]))
    return spans


def _binding(text: str, date_start: int, *, stated: bool) -> int | None:
    """Give where the words begin that make the date at `date_start` a deadline; None where none do."""
    earliest = max(0, date_start - _BEFORE)
    window = text[earliest:date_start]
    if limit := _LIMIT.search(window):
        return earliest + limit.start()
    if not stated:
        return None
    if direct := _DIRECT.search(window):
        return earliest + direct.start()
    if (completion := _COMPLETION.search(window) or _ALL_DONE.search(window)) and completion["when"]:
        return earliest + completion.start("when")
    return None
