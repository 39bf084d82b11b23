"""Whether a time that a mandate names bounds the mandate's own work.

A sentence also dates what it speaks of: things ("các dự án được duyệt trước ngày …"), what was counted
("tính đến hết tháng 10 …"), events ("sau khi Bộ A ban hành … trong quý II …"), the work of others ("do Bộ
A đầu tư, hoàn thành trong năm …"; "gửi Sở B tổng hợp, trình … trước ngày …"). Where the words may be read
either way, the time is not taken.

Reads the words of a mandate and the span of a time in them; gives why the time is left, or None.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection

from graph_build.text import UPPER

OF_A_THING = "The time may belong to a thing that the work is about."
OF_ANOTHER = "The time may be that of the work of another body."
OF_AN_EVENT = "The time is that of an event on which the work waits."
OF_A_PART = "The time is that of a part of the work, which the words set apart."
COUNTED = "The time tells until when something is counted or was done."
A_PERIOD = "The time is the period of a programme."
SEVERAL = "The words name several works and times, and the last time does not end all of them."

_LONGEST_LEAD = 400
_ENDED = re.compile(r"[.;](?=\s)|\(\d{1,2}\)\s")
"""Where a clause begins anew before a time."""
_COMPLETES = re.compile(r"\W*(?:phải\s+)?(?:hoàn\s+(?:thành|tất|thiện)|xong|kết\s+thúc)(?!\w)", re.IGNORECASE)
_COMPLETES_BEFORE = re.compile(r"(?:hoàn\s+(?:thành|tất|thiện)|(?<!\w)xong)\s+(?:xong\s+)?$", re.IGNORECASE)
_PERIOD = re.compile(r"\W*(?:hoàn\s+thành|xong)\s+giai\s+đoạn(?!\w)", re.IGNORECASE)
_RECURS = re.compile(r"(?<!\w)(?:hằng|hàng|mỗi|định\s+kỳ)(?!\w)", re.IGNORECASE)
_LABEL = re.compile(r":\s*$")

_DONE_BY_ANOTHER = re.compile(
    rf"(?<!\w)[Dd]o\s+(?P<who>(?:các\s+)?[{UPPER}][^,;.]*?)\s+(?:làm\s+)?(?:chủ\s+(?:trì|đầu\s+tư|quản)|thực\s+hiện|xây\s+dựng"
    r"|đầu\s+tư|triển\s+khai|vận\s+hành|tổ\s+chức|ban\s+hành|quản\s+lý|cung\s+cấp|phê\s+duyệt)(?!\w)[^,;.]*,?\s*(?:dự\s+kiến\s+)?$"
)
_FOR_ANOTHER = re.compile(rf"(?<!\w)để\s+(?:các\s+)?[{UPPER}][^,;.]*$")
_SENT_ON = re.compile(
    r"(?<!\w)(?:gửi|chuyển|cung\s+cấp|nộp)\s[^;.]*?(?<!,)\s(?:(?:để|tiếp\s+tục)\s+)?(?:tổng\s+hợp|thẩm\s+(?:định|tra)|xem\s+xét)"
    r"(?!\w)[^;.]*?(?:,|\s)\s*(?:báo\s+cáo|trình|tham\s+mưu|gửi)(?!\w)[^;.]*$",
    re.IGNORECASE,
)
"""What a recipient does with what is sent to it: "gửi Sở B tổng hợp, trình …"."""
_QUALIFIED = re.compile(
    r"(?<!\w)(?:được|bị|đã|mà|chưa)\s+(?:(?!(?<!\w)(?:hoàn\s+thành|xong|báo\s+cáo|gửi|trình|về|để|và|công\s+bố|phải)(?!\w))"
    r"[^,;.()]){1,90}$",
    re.IGNORECASE,
)
"""A thing told by what was done with it: "dự án được duyệt …"."""
_AIMED = re.compile(r"(?<!\w)(?:bảo\s+đảm|đảm\s+bảo|phấn\s+đấu|yêu\s+cầu|để)(?!\w)[^,;.]*$", re.IGNORECASE)
_HAPPENS = re.compile(
    r"(?<!\w)(?:nghỉ\s+(?:việc|hưu)|thôi\s+việc|sinh|(?:có|hết)\s+hiệu\s+lực|(?:hết|đến|quá)\s+hạn|phát\s+sinh|xảy\s+ra|tồn\s+tại"
    r"|hình\s+thành|vi\s+phạm|tuyển\s+dụng|bổ\s+nhiệm|kéo\s+dài|cư\s+trú|sinh\s+sống"
    r"|diễn\s+ra|khai\s+mạc|(?<=\w\s)(?:tổ\s+chức|cấp))\s+$"
    r"|(?:^|,)\s*(?:không|chưa|dự\s+kiến)\s[^,;.]*$"
    r"|(?<!\w)(?:đăng\s+ký|cam\s+kết|được\s+giao|dự\s+kiến)\s+hoàn\s+thành\s[^,;.]*$",
    re.IGNORECASE,
)
"""What befalls things, what is not done, what others promised: no work that a unit must end by then."""
_REMEDIED = re.compile(
    r"(?<!\w)(?:(?:khắc\s+phục|xử\s+lý|giải\s+quyết|chấn\s+chỉnh|sửa\s+chữa)\s+(?:(?:dứt\s+điểm|triệt\s+để|xong|ngay|các|những)\s+)*"
    r"(?:(?:hạn\s+chế|thiếu\s+sót|khuyết\s+điểm|bất\s+cập|vướng\s+mắc)\s*(?:,|và)\s*)*tồn\s+tại"
    r"|hoàn\s+thành\s+(?:(?:dứt\s+điểm|các|những)\s+)*(?:nhiệm\s+vụ|công\s+việc|hồ\s+sơ)\s+quá\s+hạn)\s+$",
    re.IGNORECASE,
)
"""What is wrong or late and must be put right by then, behind the verb: "khắc phục tồn tại trước ngày …"."""
_THINGS_DUE = re.compile(
    r"(?:^|,)\s*(?P<verb>[^,;.]*?\S\s+)(?:các|những|mọi|toàn\s+bộ|số)\s+[^,;.]*?"
    r"(?:phải|cần|dự\s+kiến|được\s+giao|sẽ|đăng\s+ký|cam\s+kết|có\s+(?:thời\s+)?hạn)\s*$",
    re.IGNORECASE,
)
"""Things that are due: "thu hồi tạm ứng của các gói thầu phải hoàn thành …"."""
_CAUSES = re.compile(
    r"(?<!\w)(?:yêu\s+cầu|chỉ\s+đạo|đôn\s+đốc|bảo\s+đảm|đảm\s+bảo|hướng\s+dẫn|giao|đề\s+nghị)(?!\w)",
    re.IGNORECASE,
)
_APART = re.compile(r"(?:^|[(,])\s*(?:trong\s+đó,?\s+)?riêng\s[^;()]*$", re.IGNORECASE)
"""A part that has a time of its own: "… (riêng đoạn qua chợ trước ngày …)"."""
_OPENS_APART = re.compile(r"\W*riêng\s", re.IGNORECASE)
_EVENT = re.compile(r"(?:^|,)\s*(?:ngay\s+)?(?:sau\s+khi|khi|nếu|trường\s+hợp)\s[^,;.]*$", re.IGNORECASE)
_WHILE = re.compile(r"(?<!\w)khi\s[^,;.]*$", re.IGNORECASE)
_COUNTS = re.compile(
    r"(?<!\w)(?:tính|ước|l[uũ][yỹ]\s+kế|cộng\s+dồn|số\s+liệu|kết\s+quả|tình\s+hình)(?:\s+(?:thực\s+hiện|đạt))?\s+$",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\W*(?:cho\s+)?(?:đến|tới)\s", re.IGNORECASE)
_TOLD = re.compile(r"(?<!\w)(?:đã|chưa|vừa|mới|đang)\s+$", re.IGNORECASE)
_COUNT_FOLLOWS = re.compile(
    r"[\s,]*[^.;,\d]{0,40}?(?<!\w)(?:đã|mới|chỉ|ước)\s+(?:đạt|giải\s+ngân|hoàn\s+thành|thực\s+hiện|chiếm)(?!\w)",
    re.IGNORECASE,
)

_WORKS = re.compile(r";|(?<!\w)(?=\(\d{1,2}\)\s)|\.(?=\s+\(\d{1,2}\)\s)")
_SHORTEST_WORK = 20
_NUMBER = re.compile(r"(?<!\w)\(\d{1,2}\)\s")
_OF_ALL = re.compile(
    r"[\s;.]*(?:(?:thời\s+(?:gian|hạn)|tiến\s+độ)[^:;.]{0,30}:|(?:tất\s+cả|toàn\s+bộ|các)\s[^,;.]{0,40}|phải)?\s*",
    re.IGNORECASE,
)
"""What a clause of its own says beside a time for all the works before it."""
LATER = re.compile(
    r"(?<!\w)trong\s+(?:(?:tháng\s+\d{1,2}|quý\s+(?:[IV]{1,3}|[1-4]))(?:\s*/\s*|\s+năm\s+)|năm\s+)20\d\d(?!\d)",
    re.IGNORECASE,
)
"""A time of work, without a word that the work ends then."""


def why_unbound(text: str, start: int, end: int, own: Collection[str] = ()) -> str | None:
    """Tell why the time at `start` to `end` is not taken for that of the work; None where it is.

    `own` are the names of those on whom the work is laid, as written: what is done by them is no work of
    others.
    """
    lead, phrase = _lead(text, start), text[start:end]
    if _APART.search(lead) and not _OPENS_APART.match(text):
        return OF_A_PART
    if _LABEL.search(lead) or _RECURS.search(phrase):
        return None
    if _PERIOD.match(phrase):
        return A_PERIOD
    before = _COMPLETES_BEFORE.search(lead)
    completes = before is not None or _COMPLETES.match(phrase) is not None
    lead = lead[: before.start()] if before is not None else lead
    if _EVENT.search(lead) or (not completes and _WHILE.search(lead)):
        return OF_AN_EVENT
    if (
        (_UNTIL.match(phrase) and _COUNTS.search(lead))
        or _TOLD.search(lead)
        or _COUNT_FOLLOWS.match(text, end)
    ):
        return COUNTED
    if _done_by_another(lead, own) or (
        not completes and (_FOR_ANOTHER.search(lead) or _SENT_ON.search(lead))
    ):
        return OF_ANOTHER
    return OF_A_THING if _tells_a_thing(lead, completes=completes) else None


def _lead(text: str, start: int) -> str:
    """Give what stands before a time in its clause."""
    lead = text[max(0, start - _LONGEST_LEAD) : start]
    ends = [clause.end() for clause in _ENDED.finditer(lead)]
    return lead[ends[-1] :] if ends else lead


def _done_by_another(lead: str, own: Collection[str]) -> bool:
    """Tell whether a clause ends with what somebody else does: "hệ thống do Bộ A đầu tư, …"."""
    found = _DONE_BY_ANOTHER.search(lead)
    return found is not None and not any(found["who"].startswith(name) for name in own)


def _tells_a_thing(lead: str, *, completes: bool) -> bool:
    """Tell whether a clause ends with words that tell which thing is meant: "dự án được duyệt …"."""
    if completes:
        things = _THINGS_DUE.search(lead)
        return things is not None and not _CAUSES.search(things["verb"])
    if _REMEDIED.search(lead):
        return False
    told = _QUALIFIED.search(lead)
    if told is not None and not _AIMED.search(lead[: told.start()]):
        return True
    return _HAPPENS.search(lead) is not None


def is_numbered(text: str) -> bool:
    """Tell whether words set works apart by numbers: "(1) …; (2) …"."""
    return len(_NUMBER.findall(text)) > 1


def closes_all(text: str, start: int, end: int) -> bool:
    """Tell whether a time stands in a last clause of its own, behind works that marks set apart."""
    ends = [clause.end() for clause in _ENDED.finditer(text, 0, start)]
    alone = bool(ends) and _OF_ALL.fullmatch(text, ends[-1], start) is not None
    return alone and not text[end:].strip(" .;/*\n")


def ends_all(text: str, spans: Collection[tuple[int, int]]) -> bool:
    """Tell whether each of the works that marks or numbers set apart ("…; …", "(1) … (2) …") has a time."""
    starts = sorted(start for start, _ in spans)
    begin = 0
    for mark in [*_WORKS.finditer(text), None]:
        stop = mark.start() if mark is not None else len(text)
        work = text[begin:stop].strip(" ;.\n")
        long = (len(work) > _SHORTEST_WORK or _NUMBER.match(work)) and not work.endswith(":")
        if long and bisect_left(starts, begin) == bisect_left(starts, stop):
            return False
        begin = mark.end() if mark is not None else stop
    return True
