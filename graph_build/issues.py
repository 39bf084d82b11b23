"""The reading ledger: what was skipped or doubtful in a document, why, and where.

An entry is data, not a log line: a stable code, a sentence, the words as written and their place.
The codes are listed here once, each with what it means in Vietnamese and English; pages and reports
show the explanation in the reader's language and the entry's own sentence after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from graph_build.errors import ReadError
from graph_build.records import Evidence, Issue


class Explanation(NamedTuple):
    """What a ledger code means, in Vietnamese and English."""

    vi: str
    en: str


CODES: Mapping[str, Explanation] = MappingProxyType(
    {
        # the file
        "unreadable-file": Explanation("Không đọc được tệp.", "The file cannot be read."),
        "empty-file": Explanation("Tệp không có nội dung.", "The file holds no text."),
        "binary-file": Explanation("Tệp nhị phân, không phải văn bản.", "The file is binary, not text."),
        "undecodable": Explanation(
            "Không giải mã được bảng mã của tệp.", "The file's encoding is not known."
        ),
        "unsupported-format": Explanation("Chưa hỗ trợ định dạng tệp.", "No reader handles the format."),
        "limit-exceeded": Explanation(
            "Tệp vượt giới hạn an toàn.", "The file is above a limit against hostile files."
        ),
        "broken-file": Explanation("Tệp hỏng hoặc không trọn vẹn.", "The file is damaged or cut short."),
        "encrypted-file": Explanation("Tệp có mật khẩu.", "The file is locked with a password."),
        "several-documents": Explanation(
            "Tệp nén chứa nhiều văn bản.", "The archive holds several documents, and one was asked for."
        ),
        "forbidden-content": Explanation(
            "Tệp chứa nội dung nguy hiểm nên không đọc.", "The file holds what honest files never do."
        ),
        "other-encoding": Explanation(
            "Bảng mã thật khác bảng mã tệp tự khai.", "The file is in another encoding than it claims."
        ),
        "control-characters": Explanation(
            "Ký tự điều khiển được đọc như dấu cách.", "Control characters are read as spaces."
        ),
        "torn-words": Explanation(
            "Tiếng bị khoảng trắng tách rời được đọc liền; trích dẫn giữ nguyên như tệp.",
            "Words torn by spaces are read whole; quotations keep them as the file has them.",
        ),
        "text-box": Explanation("Hộp văn bản không được đọc.", "A text box beside the text is not read."),
        "turned-words": Explanation(
            "Chữ in chéo, dọc trang hoặc quá lớn (hình mờ, dấu) không được đọc.",
            "Words across or up the page or far too large (a watermark, a stamp) are not read.",
        ),
        "part-not-read": Explanation(
            "Phần nhúng trong tệp (ảnh, tệp khác) không được đọc.",
            "A part inside the file (a picture, another file) is not read.",
        ),
        "hidden-rows": Explanation(
            "Dòng ẩn của trang tính không được đọc.", "Hidden rows of a sheet are not read."
        ),
        "hidden-columns": Explanation(
            "Cột ẩn của trang tính vẫn được đọc.", "Hidden columns of a sheet are read like the others."
        ),
        "unparted-table": Explanation(
            "Bảng phân cách bằng dấu phẩy (CSV) được đọc như chữ thường, không theo cột.",
            "A table whose values commas part (CSV) is read as text, not by its columns.",
        ),
        "formula-without-value": Explanation(
            "Ô công thức chưa có kết quả nên để trống.",
            "A formula whose result the file does not hold is read as empty.",
        ),
        "hidden-sheet": Explanation("Trang tính ẩn không được đọc.", "A hidden sheet is not read."),
        "reading-failed": Explanation(
            "Chương trình gặp lỗi khi đọc tệp.", "The program failed on the file: a fault of ours."
        ),
        "not-a-document": Explanation(
            "Tệp dữ liệu, không phải văn bản.", "The file is in a format for data, not a document."
        ),
        "scan-not-read": Explanation(
            "Trang quét (ảnh) không đọc được.", "A scanned page or picture was not read."
        ),
        "read-by-ocr": Explanation(
            "Chữ do máy nhận dạng từ ảnh (OCR), có thể sai.",
            "The words were recognised in pictures (OCR) and may be wrong.",
        ),
        "scan-doubtful-words": Explanation(
            "Máy nhận dạng chữ không chắc về các từ này.", "OCR is in doubt about these words."
        ),
        "scan-restored-words": Explanation(
            "Dấu hoặc khoảng trắng do OCR làm mất đã được khôi phục theo cụm từ cố định.",
            "Marks or spaces that OCR lost were put back by fixed phrases.",
        ),
        "scan-table": Explanation(
            "Bảng trong ảnh không có đường kẻ nên không đọc được theo cột.",
            "A table without ruled lines in a scan was not read by its columns.",
        ),
        "duplicate-file": Explanation(
            "Tệp trùng từng byte với tệp đã đọc.", "The file equals one already read, byte for byte."
        ),
        "duplicate-format": Explanation(
            "Tệp khác định dạng của cùng một văn bản, không đọc lại.",
            "The file holds the words of one already read, in another format.",
        ),
        "duplicate-document": Explanation(
            "Số, ký hiệu này đã có ở tệp khác; tệp này có đồ thị riêng.",
            "Another file bears the same number; this one is kept in a graph of its own.",
        ),
        # the header
        "no-header": Explanation("Không nhận ra phần đầu văn bản.", "No header block was recognised."),
        "lost-heading": Explanation(
            "Thiếu phần đầu; nhận ra văn bản hành chính qua phần thân.",
            "The heading is lost; the body shows that the document is official.",
        ),
        "not-official": Explanation(
            "Không phải văn bản hành chính.", "The text is not an official document, but about one."
        ),
        "blank-form": Explanation(
            "Biểu mẫu còn để trống, chưa phải văn bản; nội dung không được ghi nhận.",
            "A blank form, which nobody issued; nothing that it says is taken.",
        ),
        "quoted-example": Explanation(
            "Văn bản chỉ là ví dụ trong một trang khác; nội dung không được ghi nhận.",
            "A document shown as an example in another page; nothing that it says is taken.",
        ),
        "no-number": Explanation("Không có số, ký hiệu.", "The document bears no number."),
        "no-date": Explanation("Không có ngày ban hành.", "The document bears no date."),
        "issuer-unplaced": Explanation(
            "Nhiều địa phương có cơ quan cùng tên; văn bản không cho biết cơ quan của nơi nào ban hành.",
            "Many places have a body of this name; the document does not tell which of them issued it.",
        ),
        "issuers-differ": Explanation(
            "Số cơ quan ban hành ở phần đầu khác với số, ký hiệu.",
            "The heading names more or fewer issuers than the number has codes.",
        ),
        "issuers-together": Explanation(
            "Phần đầu gộp nhiều cơ quan trong một tên; được ghi là một cơ quan ban hành.",
            "The heading names several bodies in one name, which is kept as one issuer.",
        ),
        "effect-not-dated": Explanation(
            "Ngày có hiệu lực phụ thuộc sự kiện khác, không có thật, hoặc sau ngày hết hiệu lực.",
            "The day of effect hangs on something else, does not exist, or is after the last day in force.",
        ),
        "further-document": Explanation(
            "Sau văn bản này trong tệp còn văn bản khác; nội dung của nó được ghi cho văn bản đầu.",
            "Another document follows in the file; what it says is kept as said by the first.",
        ),
        "not-vietnamese": Explanation(
            "Văn bản bằng tiếng nước ngoài (bản dịch), không đọc được.",
            "The document is in another language (a translation) and cannot be read.",
        ),
        "unparsed-number": Explanation("Không hiểu số, ký hiệu.", "The number has an unknown form."),
        "unparsed-date": Explanation("Không hiểu ngày tháng.", "The date has an unknown form."),
        # tables
        "table-without-lead": Explanation(
            "Bảng không có cột chủ trì.", "The table has no column for who leads."
        ),
        "unknown-table": Explanation(
            "Không hiểu các cột của bảng.", "The table's columns are not understood."
        ),
        "table-not-mandates": Explanation(
            "Bảng không giao nhiệm vụ.", "The table assigns nothing: staff, money or lists."
        ),
        "row-without-title": Explanation("Dòng không có tên nhiệm vụ.", "The row names no task."),
        "row-without-lead": Explanation("Dòng không có đơn vị chủ trì.", "The row names nobody who leads."),
        "empty-cell": Explanation("Ô bỏ trống.", "The cell is empty."),
        "orphan-continuation": Explanation(
            "Dòng nối không có dòng trên.", "A continued row has no row above to join."
        ),
        "uncertain-cells": Explanation(
            "Không phân biệt chắc chắn được các ô của dòng.",
            "The cells of the row cannot be told apart with certainty.",
        ),
        "ragged-row": Explanation(
            "Dòng thiếu hoặc thừa ô.", "The row has fewer or more cells than the header."
        ),
        "duplicate-code": Explanation(
            "Số thứ tự trùng trong cùng mục.", "The same code stands twice in one section."
        ),
        # what a document does to other acts
        "acts-between": Explanation(
            "Dãy số, ký hiệu văn bản chỉ nêu số đầu và số cuối; các số ở giữa không được ghi nhận.",
            "A row of acts names only its ends; those between are not taken.",
        ),
        "repeal-with-exception": Explanation(
            "Bãi bỏ có ngoại lệ, nên được ghi là thay đổi một phần.",
            "An act is repealed with an exception, and is kept as changed in part.",
        ),
        "change-on-condition": Explanation(
            "Việc bãi bỏ, sửa đổi phụ thuộc một điều kiện, nên không được ghi là đã xảy ra.",
            "An act is repealed or changed on a condition, which is not kept as done.",
        ),
        # meaning
        "unresolved-unit": Explanation(
            "Tên đơn vị chưa có trong danh mục.", "The unit's name is not in the register."
        ),
        "ambiguous-unit": Explanation(
            "Tên có thể chỉ nhiều đơn vị.", "The name may mean more than one unit."
        ),
        "name-variant": Explanation(
            "Một người được in bằng hai cách viết.", "One person's name is printed in two spellings."
        ),
        "unread-actor": Explanation(
            "Không nhận ra đơn vị trong phần chữ này.", "No unit was recognised in these words."
        ),
        "unparsed-deadline": Explanation("Không hiểu thời hạn.", "The deadline has an unknown form."),
        "unbound-time": Explanation(
            "Thời gian này có thể không phải thời hạn của việc được giao.",
            "The time may not be the deadline of the work.",
        ),
        "earlier-time": Explanation(
            "Câu chữ còn đặt một thời điểm sớm hơn; thời hạn là thời điểm sau cùng.",
            "The words set an earlier time too; the deadline is the last one.",
        ),
        "start-after-due": Explanation("Bắt đầu sau thời hạn.", "The start lies after the due date."),
        "unparsed-target": Explanation("Không hiểu chỉ tiêu.", "The target value has an unknown form."),
        "mandate-without-actor": Explanation(
            "Có dáng nhiệm vụ nhưng không nêu ai làm.", "It looks like a task, but names nobody."
        ),
        "unread-passage": Explanation(
            "Đoạn có dáng giao việc nhưng không đọc được.", "It looks like a mandate and could not be read."
        ),
    }
)


def explain(code: str) -> Explanation:
    """Say what a code means in both languages.

    Raises KeyError for a code that is not in `CODES`.
    """
    return CODES[code]


def skipped(
    code: str, why: str = "", *, text: str = "", start: int | None = None, end: int | None = None
) -> Issue:
    """Make an entry for something that did not go into the record.

    `why` is the reason in this one case; the code's own explanation where it is empty. Raises KeyError
    for an unknown code.
    """
    return Issue(code=code, why=why or explain(code).en, text=text, start=start, end=end, kept=False)


def doubtful(
    code: str, why: str = "", *, text: str = "", start: int | None = None, end: int | None = None
) -> Issue:
    """Make an entry for a suspicious value that went into the record all the same.

    `why` is as in `skipped`. Raises KeyError for an unknown code.
    """
    return Issue(code=code, why=why or explain(code).en, text=text, start=start, end=end, kept=True)


def skipped_at(code: str, evidence: Evidence, why: str = "") -> Issue:
    """Make an entry for words that did not go into the record, with their place."""
    return skipped(code, why, text=evidence.exact, start=evidence.start, end=evidence.end)


def doubtful_at(code: str, evidence: Evidence, why: str = "") -> Issue:
    """Make an entry for suspicious words that went into the record, with their place."""
    return doubtful(code, why, text=evidence.exact, start=evidence.start, end=evidence.end)


def unreadable(error: ReadError) -> Issue:
    """Make the entry for a file that could not be read."""
    return skipped(error.code, str(error))
