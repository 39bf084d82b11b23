"""The words of a report in Vietnamese and English, and numbers, days and times as its readers write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from queries.bilingual import Language, Text
from queries.load_calendar import Stated
from queries.load_parts import period_name
from queries.period import MONTHS

_WORDS: Final[Mapping[str, Text]] = {
    "report": Text(vi="Báo cáo tình hình thực hiện", en="State of implementation"),
    "only": Text(vi="Chỉ văn bản", en="Only the document"),
    "lede": Text(
        vi="Mọi số liệu đếm từ văn bản đã đọc; mỗi việc kèm lời văn, tệp và vị trí (ký tự, từ 0) chứng minh.",
        en="All figures are counted from the documents read; each item has the words, file and place"
        " (characters, from 0) that prove it.",
    ),
    "snapshot": Text(vi="Bản dữ liệu", en="Snapshot"),
    "built": Text(vi="dựng ngày", en="built on"),
    "issued": Text(vi="ban hành", en="issued"),
    "cited-only": Text(vi="chỉ biết qua viện dẫn", en="known by citation only"),
    "cited-only.why": Text(
        vi="Chưa có toàn văn: chỉ biết văn bản này qua văn bản khác viện dẫn nó.",
        en="Its text was not read: it is known only from documents that cite it.",
    ),
    "read": Text(vi="đã đọc", en="read"),
    "part-of": Text(vi="phụ lục", en="annex"),
    "contents": Text(vi="Mục lục", en="Contents"),
    "figures": Text(vi="Số liệu", en="Figures"),
    "documents": Text(vi="Văn bản", en="Documents"),
    "documents.counted": Text(
        vi="Văn bản có nhiệm vụ được tính trong báo cáo", en="Documents whose tasks this report counts"
    ),
    "tasks": Text(vi="Nhiệm vụ", en="Tasks"),
    "tasks.by-unit": Text(vi="Nhiệm vụ theo đơn vị chủ trì", en="Tasks by leading unit"),
    "tasks.by-unit.lede": Text(
        vi="Nhiệm vụ có nhiều đơn vị chủ trì được nêu ở từng đơn vị.",
        en="A task with several leads stands under each of them.",
    ),
    "tasks.unled": Text(vi="Chưa rõ đơn vị chủ trì", en="No unit is named as lead"),
    "tasks.none": Text(
        vi="Không tìm thấy nhiệm vụ nào trong các văn bản đã đọc.",
        en="No task was found in the documents read.",
    ),
    "tasks.cut": Text(
        vi="Danh sách chưa đủ: chỉ liệt kê {n} nhiệm vụ đầu; số liệu vẫn tính tất cả.",
        en="The list is not complete: only the first {n} tasks are listed; figures count all.",
    ),
    "duty": Text(vi="Trách nhiệm", en="Duties"),
    "indicators": Text(vi="Chỉ tiêu", en="Indicators"),
    "indicators.none": Text(
        vi="Không văn bản nào được tính có chỉ tiêu.", en="None of the documents counted states an indicator."
    ),
    "indicator": Text(vi="Chỉ tiêu", en="Indicator"),
    "target": Text(vi="Mức phải đạt", en="Target"),
    "note": Text(vi="Ghi chú", en="Note"),
    "measure": Text(vi="Giải pháp chưa giao đơn vị", en="Measures given to no unit"),
    "actors": Text(vi="Đơn vị, nhóm tham gia", en="Units and collectives"),
    "leading": Text(vi="Đơn vị, nhóm chủ trì", en="Leading units"),
    "dated": Text(vi="Nhiệm vụ có hạn", en="Tasks with a due time"),
    "open": Text(vi="Nhiệm vụ không nêu hạn", en="Tasks without a due time"),
    "undated": Text(vi="Không nêu thời điểm nào", en="Without any stated time"),
    "implementing": Text(vi="Ai triển khai", en="Who carries it out"),
    "implementing.none": Text(
        vi="Không thấy văn bản nào triển khai văn bản này.", en="No document is known that carries it out."
    ),
    "above": Text(vi="Dựa trên", en="What it rests on"),
    "others": Text(vi="Văn bản khác nhắc đến", en="Other documents that refer to it"),
    "relation": Text(vi="Quan hệ", en="Relation"),
    "status": Text(vi="Tình trạng", en="Status"),
    "through": Text(vi="qua văn bản trung gian, bậc {n}", en="through others, depth {n}"),
    "calendar": Text(vi="Lịch thời hạn", en="Calendar of deadlines"),
    "calendar.lede": Text(
        vi="Thời hạn giữ đúng độ chính xác của văn bản, không ngày tháng nào được thêm; hạn nêu đến ngày xếp"
        " vào tháng của nó, ngày ghi cạnh nhiệm vụ.",
        en="Deadlines keep the precision that is stated, no day or month is added; one stated as a day stands"
        " in its month, with the day beside the task.",
    ),
    "calendar.none": Text(vi="Không nhiệm vụ nào nêu hạn.", en="No task states a due time."),
    "period": Text(vi="Thời hạn nêu", en="Stated time"),
    "precision": Text(vi="Chính xác đến", en="Precise to"),
    "precision.month": Text(vi="tháng", en="month"),
    "precision.quarter": Text(vi="quý", en="quarter"),
    "precision.year": Text(vi="năm", en="year"),
    "precision.span": Text(vi="khoảng", en="span"),
    "load": Text(vi="Khối lượng phối hợp", en="Coordination load"),
    "spread": Text(
        vi="Gini phối hợp {coordination}, Gini khối lượng {load}; ba đơn vị đầu chiếm {top}% lượt phối hợp.",
        en="Gini of coordination {coordination}, of load {load}; the top three have {top}% of coordination.",
    ),
    "band": Text(vi="Thấp–cao", en="Low–high"),
    "findings": Text(vi="Mâu thuẫn và thiếu sót", en="Contradictions and gaps"),
    "findings.none": Text(vi="Không phát hiện mâu thuẫn nào.", en="No contradiction was found."),
    "high": Text(vi="cao", en="high"),
    "medium": Text(vi="trung bình", en="medium"),
    "low": Text(vi="thấp", en="low"),
    "ledger": Text(vi="Điều chưa đọc được hoặc còn ngờ", en="What could not be read, or is doubtful"),
    "ledger.none": Text(
        vi="Sổ ghi của các văn bản này không có mục nào.", en="The ledger of these documents is empty."
    ),
    "ledger.skipped": Text(vi="Chỗ không đọc được", en="Passages not read"),
    "ledger.kept": Text(vi="Chỗ đã đọc, còn ngờ", en="Passages in doubt"),
    "kept": Text(vi="giữ lại", en="kept"),
    "skipped": Text(vi="bỏ qua", en="skipped"),
    "reason": Text(vi="Lý do", en="Reason"),
    "entries": Text(vi="Số mục", en="Entries"),
    "unit": Text(vi="Đơn vị", en="Unit"),
    "code": Text(vi="TT", en="No."),
    "section": Text(vi="Mục", en="Section"),
    "task": Text(vi="Nhiệm vụ", en="Task"),
    "document": Text(vi="Văn bản", en="Document"),
    "lead": Text(vi="Chủ trì", en="Lead"),
    "coordinators": Text(vi="Phối hợp", en="Coordinators"),
    "other-roles": Text(vi="Vai trò khác", en="Other roles"),
    "start": Text(vi="Bắt đầu", en="Start"),
    "due": Text(vi="Hạn", en="Due"),
    "due-value": Text(vi="Hạn (đã đọc)", en="Due (as read)"),
    "output": Text(vi="Sản phẩm", en="Output"),
    "reported": Text(vi="Cơ quan báo cáo", en="The office reports"),
    "quote": Text(vi="Trích dẫn", en="Quote"),
    "file": Text(vi="Tệp", en="File"),
    "from": Text(vi="Từ ký tự", en="From character"),
    "to": Text(vi="Đến ký tự", en="To character"),
    "number": Text(vi="Số, ký hiệu", en="Number"),
    "date": Text(vi="Ngày", en="Date"),
    "severity": Text(vi="Mức độ", en="Severity"),
    "kind": Text(vi="Loại", en="Kind"),
    "message": Text(vi="Nội dung", en="Message"),
    "summary": Text(vi="Tóm tắt", en="Summary"),
    "place": Text(vi="ký tự", en="characters"),
    "back": Text(vi="Về đầu trang", en="Back to top"),
}

RELATIONS: Final[Mapping[tuple[str, str], Text]] = {
    ("above", "implements"): Text(vi="triển khai", en="implements"),
    ("above", "based on"): Text(vi="căn cứ", en="is based on"),
    ("above", "cites"): Text(vi="viện dẫn", en="cites"),
    ("above", "amends"): Text(vi="sửa đổi", en="amends"),
    ("above", "corrects"): Text(vi="đính chính", en="corrects"),
    ("above", "replaces"): Text(vi="thay thế", en="replaces"),
    ("above", "consolidates"): Text(vi="hợp nhất", en="consolidates"),
    ("above", "established by"): Text(vi="thành lập theo", en="is established by"),
    ("above", "annex of"): Text(vi="kèm theo", en="is annexed to"),
    ("below", "implements"): Text(vi="triển khai", en="carries it out"),
    ("below", "based on"): Text(vi="căn cứ vào văn bản này", en="is based on it"),
    ("below", "cites"): Text(vi="viện dẫn", en="cites it"),
    ("below", "amends"): Text(vi="sửa đổi", en="amends it"),
    ("below", "corrects"): Text(vi="đính chính", en="corrects it"),
    ("below", "replaces"): Text(vi="thay thế", en="replaces it"),
    ("below", "consolidates"): Text(vi="hợp nhất văn bản này", en="consolidates it"),
    ("below", "established by"): Text(vi="được thành lập theo văn bản này", en="is established by it"),
    ("below", "annex of"): Text(vi="phụ lục", en="is an annex of it"),
}
"""How the relations of the question document-lineage are told, by direction."""

_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2}).*?(Z|[+-][0-9]{2}:[0-9]{2})?")


def word(name: str, language: Language, **values: object) -> str:
    """Give a phrase of a report, with its places filled; raises KeyError for a name that is none."""
    said = _WORDS[name][language]
    return said.format(**values) if values else said


def day(value: str, language: Language) -> str:
    """Write an ISO date, month or year as it is read, at its own precision; other text stays as it is."""
    year, *rest = value.split("-")
    if not _DATE.fullmatch(value) or (rest and not 1 <= int(rest[0]) <= len(MONTHS)):
        return value
    written = [str(int(part)) for part in rest]
    if language == "en" and rest:
        written[0] = MONTHS[int(rest[0]) - 1]
    return (" " if language == "en" else "/").join([*reversed(written), year])


def moment(value: str, language: Language) -> str:
    """Write an xsd:dateTime to the minute, with its zone."""
    match = _TIME.fullmatch(value)
    if match is None:
        return value
    zone = {"Z": "UTC", None: ""}.get(match[3], match[3])
    return f"{day(match[1], language)} {match[2]} {zone}".strip()


def number(value: float, language: Language, digits: int = 0) -> str:
    """Write a number with the marks of the language: 1.234,5 in Vietnamese, 1,234.5 in English."""
    written = f"{value:,.{digits}f}"
    return written.translate(str.maketrans(",.", ".,")) if language == "vi" else written


def precision(stated: Stated) -> str:
    """Tell how precise a stated time is: month, quarter or year, and span for any other months.

    A stated day counts as its month, which is what the load table holds.
    """
    months = stated.last - stated.first + 1
    sizes = {1: "month", 3: "quarter", 12: "year"}
    fits = months in sizes and stated.first % months == 0
    return sizes[months] if fits else "span"


def period(stated: Stated, language: Language) -> str:
    """Write a stated time in words: tháng 12/2022, quý IV/2022, năm 2022, or its first and last month."""
    size = precision(stated)
    if size == "year":
        return f"{'năm ' if language == 'vi' else ''}{stated.first // 12}"
    if size == "quarter":
        quarter = stated.first % 12 // 3
        if language == "en":
            return f"Q{quarter + 1} {stated.first // 12}"
        return f"quý {('I', 'II', 'III', 'IV')[quarter]}/{stated.first // 12}"
    ends = dict.fromkeys((stated.first, stated.last))
    if language == "en":
        return " – ".join(day(period_name(month, "month"), language) for month in ends)
    return " – ".join(f"tháng {month % 12 + 1}/{month // 12}" for month in ends)
