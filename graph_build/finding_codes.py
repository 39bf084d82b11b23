"""What kinds of finding there are: code, severity, and the words that explain one to a reader.

Severity follows one rule. High: the spots cannot both hold, and which act, who leads, how much or whose
name is in doubt. Medium: what stands there is unlikely or hard to carry out, and may still be meant.
Low: a formal slip that misleads nobody. A finding says that documents differ, never which one is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from graph_build.records import Finding, Quote, Severity


class Kind(NamedTuple):
    """A kind of finding: its severity, a name for lists, and a message with places for values."""

    severity: Severity
    name_vi: str
    name_en: str
    vi: str
    en: str


CODES: Mapping[str, Kind] = MappingProxyType(
    {
        "act-with-two-dates": Kind(
            "high",
            "Một văn bản được dẫn với hai ngày",
            "An act is cited with two dates",
            "{act} được dẫn với ngày {odd}, ở chỗ khác là ngày {usual}.",
            "{act} is cited with the date {odd}, elsewhere with {usual}.",
        ),
        "act-with-two-numbers": Kind(
            "medium",
            "Một văn bản được dẫn với hai số",
            "An act is cited with two numbers",
            "Cùng loại, cùng ngày {date} nhưng dẫn hai số gần giống nhau: {odd} và {usual}.",
            "One kind and date ({date}), and two numbers that differ in one place: {odd} and {usual}.",
        ),
        "annex-of-other-number": Kind(
            "high",
            "Phụ lục dẫn số khác văn bản ban hành",
            "An annex names another number",
            "Phần kèm theo ghi thuộc văn bản {odd}, văn bản mang số {usual}.",
            "The attached part says that it belongs to {odd}; the document bears the number {usual}.",
        ),
        "kind-against-number": Kind(
            "low",
            "Tên loại không khớp ký hiệu văn bản",
            "The kind is not that of the number",
            "{act} được gọi là {odd}, ký hiệu là của {usual}.",
            "{act} is called {odd}; the symbol is that of {usual}.",
        ),
        "impossible-date": Kind(
            "high",
            "Ngày không có trong lịch",
            "A date that no calendar has",
            "Không có ngày {odd} trong lịch.",
            "The calendar has no such day as {odd}.",
        ),
        "weekday-against-date": Kind(
            "medium",
            "Thứ trong tuần không khớp ngày",
            "The weekday is of another day",
            "Ngày {date} là {usual}, văn bản ghi {odd}.",
            "{date} is {usual} (Chủ nhật: Sunday, thứ Hai: Monday …); the document says {odd}.",
        ),
        "period-reversed": Kind(
            "high",
            "Giai đoạn kết thúc trước khi bắt đầu",
            "A period ends before it begins",
            "Bắt đầu {usual} nhưng kết thúc {odd}.",
            "It begins {usual} and ends {odd}.",
        ),
        "date-against-number": Kind(
            "high",
            "Ngày không khớp năm trong số, ký hiệu",
            "The date is of another year than the number",
            "{act} mang năm {year} trong số, ký hiệu nhưng được dẫn với ngày {odd}.",
            "{act} bears the year {year} in its number and is cited with the date {odd}.",
        ),
        "cited-before-issued": Kind(
            "high",
            "Dẫn văn bản có ngày sau ngày ban hành",
            "An act is cited that is dated later",
            "Văn bản đề ngày {usual} dẫn {act} đề ngày {odd}.",
            "The document is dated {usual} and cites {act}, dated {odd}.",
        ),
        "due-before-document": Kind(
            "medium",
            "Thời hạn trước ngày ban hành",
            "A deadline before the document's date",
            "Thời hạn {odd} đã qua khi văn bản được ban hành ngày {usual}.",
            "The deadline {odd} had passed when the document was issued on {usual}.",
        ),
        "start-after-due": Kind(
            "high",
            "Bắt đầu sau thời hạn",
            "The start lies after the deadline",
            "Bắt đầu {odd}, nhưng thời hạn là {usual}.",
            "The start is {odd}, and the deadline {usual}.",
        ),
        "empty-lead": Kind(
            "high",
            "Bỏ trống đơn vị chủ trì",
            "Nobody leads, where the other rows name who does",
            "“{title}” không có đơn vị chủ trì, các dòng khác của bảng đều có.",
            "“{title}” names nobody who leads; the other rows of the table do.",
        ),
        "two-leads": Kind(
            "high",
            "Một việc giao hai nơi chủ trì",
            "One task led by two units in two places",
            "Cùng một việc: một chỗ giao {odd}, chỗ khác giao {usual}.",
            "The same work is given to {odd} in one place and to {usual} in another.",
        ),
        "lead-also-coordinates": Kind(
            "medium",
            "Đơn vị chủ trì cũng là đơn vị phối hợp",
            "A lead is also listed as coordinator",
            "{unit} vừa chủ trì vừa phối hợp trong cùng một việc.",
            "{unit} leads and is listed as coordinator of the same task.",
        ),
        "unit-against-footnote": Kind(
            "high",
            "Đơn vị tính khác chú thích",
            "The unit of measure contradicts the footnote",
            "Đơn vị tính là “{usual}”, chú thích ghi {odd}.",
            "The unit of measure is “{usual}”; the footnote writes {odd}.",
        ),
        "target-against-footnote": Kind(
            "high",
            "Chỉ tiêu khác mức được giao",
            "The target differs from the one assigned",
            "Bảng ghi {odd}, chú thích ghi mức được giao là {usual}.",
            "The table sets {odd}; its footnote says that {usual} was assigned.",
        ),
        "sum-of-staff": Kind(
            "high",
            "Tổng số người không khớp",
            "The number of staff does not add up",
            "Văn bản nêu {odd} {noun}, cột nhân lực của bảng cộng lại là {usual}.",
            "The text states {odd} {noun}; the staff column of the table adds up to {usual}.",
        ),
        "sum-of-table": Kind(
            "high",
            "Tổng trong bảng không khớp",
            "A total of a table does not add up",
            "“{label}” ghi {odd}, các phần cộng lại là {usual}.",
            "“{label}” states {odd}; its parts add up to {usual}.",
        ),
        "sum-in-sentence": Kind(
            "high",
            "Tổng nêu trong câu không khớp",
            "A total in a sentence does not add up",
            "Văn bản nêu “{odd}”, các phần kể sau đó cộng lại là {usual}.",
            "The text states “{odd}”; the parts named after it add up to {usual}.",
        ),
        "count-of-items": Kind(
            "low",
            "Số lượng nêu khác số mục liệt kê",
            "A stated count differs from the list",
            "Văn bản nêu {odd} {noun}, phần liệt kê có {usual}.",
            "The text announces {odd} {noun}; the list has {usual}.",
        ),
        "count-of-rows": Kind(
            "low",
            "Số lượng nêu khác số dòng",
            "A stated count differs from the rows",
            "Văn bản nêu {odd} {noun}, bảng có {usual}.",
            "The text states {odd} {noun}; the table has {usual}.",
        ),
        "person-in-two-spellings": Kind(
            "high",
            "Tên một người viết hai cách",
            "A person's name in two spellings",
            "“{odd}” và “{usual}”: cùng chức vụ, khác cách viết tên.",
            "“{odd}” and “{usual}”: one post, two spellings of the name.",
        ),
        "person-in-two-posts": Kind(
            "low",
            "Một người mang hai chức vụ",
            "A person with two posts in one body",
            "{name} ở {body} được ghi hai chức vụ: {odd} và {usual}.",
            "{name} of {body} is given two posts: {odd} and {usual}.",
        ),
        "misread-unit-name": Kind(
            "high",
            "Tên đơn vị, địa danh có thể sai chữ",
            "The name of a unit or place is probably misread",
            "“{odd}” khác một chữ so với tên “{usual}”; có thể do lỗi nhận dạng.",
            "“{odd}” is one letter from the name “{usual}”; probably a misreading.",
        ),
    }
)


def found(code: str, quotes: Iterable[Quote], **values: object) -> Finding:
    """Make a finding; `values` fill the places of the code's messages.

    Raises KeyError for an unknown code or a value that is missing.
    """
    kind = CODES[code]
    return Finding(
        code=code,
        severity=kind.severity,
        message_vi=kind.vi.format(**values),
        message_en=kind.en.format(**values),
        quotes=tuple(quotes),
        values=tuple(str(value) for _, value in sorted(values.items())),
    )
