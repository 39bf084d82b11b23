"""What the sentences of the reading ledger say in Vietnamese.

The ledger keeps a sentence for each entry, in English, as `graph_build` writes it. `reason` tells it in the
language of a reader: by the form of the sentence, with the words of documents, the names and the figures in
it as they stand there. A sentence of another form, as an older graph may hold, stays English and says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from string import Formatter
from types import MappingProxyType
from typing import Final, NamedTuple

from graph_build.issues import CODES
from queries.bilingual import Language
from queries.report_words import day

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        # the file
        "Read as {encoding}.": "Được đọc theo bảng mã {encoding}.",
        "The page is read as {encoding}.": "Trang HTML được đọc theo bảng mã {encoding}.",
        "The page claims {encoding} and is valid UTF-8.": (
            "Trang HTML tự khai bảng mã {encoding}, nhưng nội dung là UTF-8 hợp lệ."
        ),
        "Words are in {encoding}, an encoding of old fonts.": (
            "Có chữ dùng {encoding}, bảng mã của phông chữ cũ."
        ),
        "The words are in {encoding}, an encoding of old fonts.": (
            "Chữ dùng {encoding}, bảng mã của phông chữ cũ."
        ),
        "{count:d} control characters are read as spaces.": "{count} ký tự điều khiển được đọc như dấu cách.",
        "Words torn by spaces are read whole {times}: {examples}.": (
            "Tiếng bị khoảng trắng tách rời được đọc liền {times}: {examples}."
        ),
        "Turned or far too large words are not read (page {page:d} and {more:d} more pages).": (
            "Chữ in chéo, dọc trang hoặc quá lớn không được đọc (trang {page} và {more} trang khác)."
        ),
        "Turned or far too large words are not read (page {page:d}).": (
            "Chữ in chéo, dọc trang hoặc quá lớn không được đọc (trang {page})."
        ),
        "The document holds {count:d} large pictures, whose words are not read.": (
            "Văn bản có {count} ảnh lớn; chữ trong ảnh không được đọc."
        ),
        "The document holds {count:d} formulas, which are not read.": (
            "Văn bản có {count} công thức; công thức không được đọc."
        ),
        "A file that is set into the text is not read.": "Tệp nhúng trong văn bản không được đọc.",
        "What stands behind the end of the RTF text is not read.": (
            "Phần nằm sau chỗ kết thúc nội dung RTF không được đọc."
        ),
        "Sheet {sheet!r}: {count:d} hidden rows are not read.": (
            "Trang tính {sheet}: {count} dòng ẩn không được đọc."
        ),
        "Sheet {sheet!r}: {count:d} hidden columns are read like the others.": (
            "Trang tính {sheet}: {count} cột ẩn vẫn được đọc như các cột khác."
        ),
        "{count:d} lines of values parted by {mark!r} are read as text, not as a table.": (
            "{count} dòng giá trị phân cách bằng {mark} được đọc như chữ thường, không thành bảng."
        ),
        "Sheet {sheet!r}: {count:d} formulas have no result in the file.": (
            "Trang tính {sheet}: {count} ô công thức không có kết quả trong tệp."
        ),
        # pages read by OCR
        "Page {page:d} was not read by OCR: {error}.": "OCR không đọc được trang {page}: {error}.",
        "Page {page:d} was not read. {engine}": "Trang {page} không được đọc. {engine}",
        "Pages {pages} were not read. {engine}": "Các trang {pages} không được đọc. {engine}",
        (
            "Page {page:d} was read by OCR; the mean confidence is {mean:d} of 100, "
            "the lowest {low:d} on page {at:d}."
        ): (
            "Trang {page} được đọc bằng OCR; độ tin cậy trung bình {mean}/100, thấp nhất {low}/100"
            " ở trang {at}."
        ),
        (
            "Pages {no} were read by OCR; the mean confidence is {mean:d} of 100, "
            "the lowest {low:d} on page {at:d}."
        ): (
            "Các trang {no} được đọc bằng OCR; độ tin cậy trung bình {mean}/100, thấp nhất {low}/100"
            " ở trang {at}."
        ),
        "Page {page:d}: OCR is in doubt about {count:d} of {all:d} words (the first {first:d} are listed).": (
            "Trang {page}: OCR không chắc về {count} trong {all} từ (liệt kê {first} từ đầu tiên)."
        ),
        "Page {page:d}: OCR is in doubt about {count:d} of {all:d} words.": (
            "Trang {page}: OCR không chắc về {count} trong {all} từ."
        ),
        "Page {page:d}: marks or spaces that OCR lost were put back in {count:d} phrases.": (
            "Trang {page}: dấu hoặc khoảng trắng do OCR làm mất đã được khôi phục ở {count} cụm từ."
        ),
        "Page {page:d} seems to hold a table without ruled lines; it was read line by line.": (
            "Trang {page} có thể có bảng không kẻ đường; trang được đọc theo từng dòng."
        ),
        # files that hold the same
        "{file} holds the same text and was not read again.": (
            "Tệp {file} có cùng nội dung nên không được đọc lại."
        ),
        "{file} holds the same words in another format and was not read again.": (
            "Tệp {file} có cùng nội dung ở định dạng khác nên không được đọc lại."
        ),
        "{file} bears {number!r} as well; both are kept.": (
            "Tệp {file} cũng mang số, ký hiệu {number}; cả hai đều được giữ."
        ),
        # who acts
        "{name!r} is not in the unit register; kept as a new {kind}.": (
            "{name} chưa có trong danh mục đơn vị; được ghi nhận là {kind} mới."
        ),
        "The words do not state of which kind of area {name!r} is; kept without one.": (
            "Câu chữ không nêu {name} là của cấp hành chính nào (tỉnh, huyện, xã …); tên được giữ nguyên,"
            " không thêm cấp."
        ),
        "{short!r} is introduced for {one!r} and for {other!r}.": (
            "Tên gọi tắt {short} được đặt cho cả {one} và {other}."
        ),
        "Read as {name!r}, the spelling used elsewhere in the document for the same post.": (
            "Được đọc là {name}, cách viết dùng ở chỗ khác trong văn bản cho cùng chức vụ."
        ),
        "No unit or person was recognised under {heading!r}.": (
            "Không nhận ra đơn vị hoặc cá nhân nào ở mục {heading}."
        ),
        "No unit or person was recognised in these words under {heading!r}.": (
            "Không nhận ra đơn vị hoặc cá nhân nào trong phần chữ này ở mục {heading}."
        ),
        "Work, bodies and times stand side by side, and the heading is not understood.": (
            "Công việc, cơ quan và thời gian nằm cạnh nhau, nhưng không hiểu được tiêu đề các cột."
        ),
        "Its line has no mark, or several, in the columns that say who has which part.": (
            "Dòng này không có dấu, hoặc có nhiều dấu, ở các cột cho biết ai chủ trì, ai phối hợp."
        ),
        "The heading names two parts in a task, and the cell does not say who has which.": (
            "Tên cột gồm cả chủ trì và phối hợp, nhưng ô không cho biết ai chủ trì, ai phối hợp."
        ),
        "The list of those who act goes on with words that are not recognised.": (
            "Danh sách người thực hiện còn tiếp bằng những chữ không nhận ra."
        ),
        "The list of those who act goes on with a name that is not read whole.": (
            "Danh sách chủ thể thực hiện còn tiếp với một tên không đọc được trọn vẹn."
        ),
        "The list of those who act goes on with names that are not recognised.": (
            "Danh sách chủ thể thực hiện còn tiếp với những tên không nhận ra được."
        ),
        "The list of parties after 'phối hợp với' goes on with words that are not recognised.": (
            "Danh sách cơ quan phối hợp sau cụm từ “phối hợp với” còn tiếp, với những từ không nhận ra được."
        ),
        "Nobody is recognised after 'phối hợp với'.": (
            "Không nhận ra cơ quan phối hợp nào sau cụm từ “phối hợp với”."
        ),
        "Nothing says what the mark means under the unit's name.": (
            "Không có chú giải cho biết dấu ghi ở cột của đơn vị nghĩa là gì."
        ),
        "The note speaks of coordination in words that were not read.": (
            "Ô ghi chú nói đến việc phối hợp bằng những từ chưa đọc được."
        ),
        "A column names bodies, and its heading does not say what they do.": (
            "Một cột ghi tên cơ quan, đơn vị nhưng tiêu đề cột không cho biết họ làm gì."
        ),
        # what is assigned
        "It opens with who is to act, by post, name or part, and was not read.": (
            "Câu mở đầu bằng người phải làm (nêu theo chức vụ, họ tên hoặc vai trò) nhưng chưa đọc được."
        ),
        "It opens with a body and a word of duty, and was not read.": (
            "Câu mở đầu bằng một cơ quan và từ giao việc nhưng chưa đọc được."
        ),
        "It stands where work is laid on units, and nobody to whom it belongs was recognised.": (
            "Nằm ở phần giao việc cho các đơn vị, nhưng không nhận ra việc này của đơn vị nào."
        ),
        "It says what is to be done, and the post that the heading over it names was not read.": (
            "Nêu việc phải làm, nhưng chưa đọc được chức vụ nêu ở đề mục phía trên."
        ),
        "The words set this time too, which the deadline does not hold.": (
            "Câu chữ còn nêu thời gian này; thời hạn không thể hiện được."
        ),
        "The column names bodies that have another part in the tasks, and is not read.": (
            "Cột nêu các cơ quan có vai trò khác trong nhiệm vụ và không được ghi nhận."
        ),
        "Only the first and the last number of a row of acts are read.": (
            "Chỉ số đầu và số cuối của dãy văn bản được ghi nhận."
        ),
        "The numbers of a row of acts are not read.": "Các số của dãy văn bản không được ghi nhận.",
        "The words set a time, and none was read as the deadline of the work.": (
            "Câu chữ có nêu thời gian, nhưng không đọc được thời hạn của công việc."
        ),
        "It sets a time for its work, and nobody who is to do it was recognised.": (
            "Câu đặt thời hạn cho công việc, nhưng không nhận ra ai phải thực hiện."
        ),
        "It opens with who is to act; it is kept as a duty of whom the heading over it names.": (
            "Câu mở đầu bằng người phải thực hiện; vẫn ghi là trách nhiệm của đơn vị nêu ở đề mục phía trên."
        ),
        "It stands under a topic; the headings beside it name the units that bear the duties.": (
            "Đoạn nằm dưới một đề mục nêu chủ đề; các đề mục ngang hàng nêu tên đơn vị chịu trách nhiệm."
        ),
        "It lists what the item before it consists of.": (
            "Đoạn chỉ liệt kê các nội dung thành phần của mục đứng trước."
        ),
        "It goes on with the sentence before, which gives the duty.": (
            "Đoạn nối tiếp câu đứng trước, là câu giao trách nhiệm."
        ),
        "All its words were read as names of bodies, and nothing stands below it.": (
            "Toàn bộ chữ của đoạn được đọc là tên cơ quan, bên dưới không có nội dung công việc."
        ),
        "It names somebody else to act, who is not recognised.": (
            "Đoạn giao việc cho chủ thể khác, nhưng không nhận ra đó là chủ thể nào."
        ),
        # tables
        "The table has columns {columns}.": "Bảng có các cột {columns}.",
        "Marks stand under the names of units, and nothing says what they mean.": (
            "Các cột mang tên đơn vị chỉ ghi dấu, và không có chú giải nghĩa của dấu."
        ),
        "The row has fewer cells than the table has columns; the words may stand under the next one.": (
            "Dòng có ít ô hơn số cột của bảng; phần chữ này có thể thuộc cột kế tiếp."
        ),
        "{words!r} may belong to one cell or the next.": "{words} có thể thuộc ô này hoặc ô kế tiếp.",
        "One of two cells of names is empty or merged with the one above; it is read as the first.": (
            "Một trong hai ô ghi tên để trống hoặc gộp với ô phía trên; phần chữ được đọc là của ô thứ nhất."
        ),
        "The names follow each other without a mark; the first leads alone, as in the table's other rows.": (
            "Các tên viết liền nhau, không có dấu ngăn cách; chỉ tên đầu tiên được đọc là cơ quan chủ trì,"
            " như ở các dòng khác của bảng."
        ),
        "No value under {heading!r}.": "Không có giá trị ở cột {heading}.",
        # times
        "The time may belong to a thing that the work is about.": (
            "Thời gian này có thể gắn với đối tượng của công việc, không phải với chính công việc."
        ),
        "The time may be that of the work of another body.": (
            "Thời gian này có thể là thời hạn công việc của cơ quan khác."
        ),
        "The time is that of an event on which the work waits.": (
            "Thời gian này là của một sự kiện; công việc chỉ thực hiện sau hoặc khi có sự kiện đó."
        ),
        "The time is that of a part of the work, which the words set apart.": (
            "Thời gian này chỉ là của một phần công việc mà câu văn tách riêng."
        ),
        "The time tells until when something is counted or was done.": (
            "Thời gian này là mốc tính số liệu hoặc mốc của việc đã thực hiện."
        ),
        "The time is the period of a programme.": "Thời gian này là giai đoạn của một chương trình.",
        "The words name several works and times, and the last time does not end all of them.": (
            "Câu chữ nêu nhiều việc và nhiều mốc thời gian; mốc sau cùng không phải thời hạn của mọi việc."
        ),
        "The words name a day of the week or several days, which only the words keep.": (
            "Câu chữ nêu thứ trong tuần hoặc nhiều ngày; chi tiết đó chỉ được giữ trong nguyên văn."
        ),
        "a term whose beginning is not stated": "Khoảng thời gian không nêu thời điểm bắt đầu tính.",
        "it names no known form": "Không thuộc dạng thời hạn nào đã biết.",
        "the words name a date that no calendar has": "Câu chữ nêu một ngày không có trong lịch.",
        "the date lacks a part that its words do not state": (
            "Mốc thời gian thiếu ngày, tháng hoặc năm mà câu chữ không nêu."
        ),
        "the start {start} lies after the due date {due}": "Thời điểm bắt đầu {start} sau thời hạn {due}.",
        # target values
        "the cell is too long for a target value": "Chữ trong ô quá dài so với một giá trị chỉ tiêu.",
        "the cell states a change, not a level": "Ô nêu mức tăng, giảm, không nêu mức phải đạt.",
        "no number was recognised": "Không nhận ra con số nào.",
        "the words hold several values, and which belongs to what is not certain": (
            "Câu chữ có nhiều giá trị, không rõ giá trị nào thuộc nội dung nào."
        ),
        "the words set a number of things, and what is counted is not certain": (
            "Câu chữ đặt ra một số lượng, không rõ đếm cái gì."
        ),
        "the words state a change, not a level": "Câu chữ nêu mức tăng, giảm, không nêu mức phải đạt.",
        "what the share is of is not certain": "Không rõ tỷ lệ này tính trên cái gì.",
        "the unit of the value is not certain": "Không rõ đơn vị đo của giá trị.",
        "the range runs backwards": "Khoảng giá trị bị ngược: số đầu lớn hơn số cuối.",
        "the cell holds several numbers": "Ô có nhiều con số.",
        "{number!r} may be a decimal or thousands": "{number} có thể là số thập phân hoặc số hàng nghìn.",
        "{number!r} is no number by any rule": "{number} không phải là số theo cách viết nào.",
    }
)
"""The forms of sentences, and each in Vietnamese; `!r` is what stands in quotation marks, `:d` a number."""

PHRASES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "once": "một lần",
        "{count:d} times": "{count} lần",
        "unit": "đơn vị",
        "OCR is not installed: on Debian and Ubuntu, {command}.": (
            "Chưa cài đặt OCR: trên Debian và Ubuntu, chạy {command}."
        ),
        "the pictures before it took over {seconds:d} s": "các ảnh trước đó mất hơn {seconds} giây",
        "reading it took over {seconds:d} s": "việc đọc mất hơn {seconds} giây",
        "{program} failed{said}": "{program} gặp lỗi{said}",
        "{program} failed": "{program} gặp lỗi",
    }
)
"""What stands in some places of sentences (`_WORDED`) in Vietnamese; what a program says stays as it is."""

_QUOTED: Final = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
_LIST: Final = re.compile(rf"(?:{_QUOTED})(?:, (?:{_QUOTED}))*")
_ESCAPE: Final = re.compile(r"\\([nrt'\"\\]|x[\da-f]{2}|u(?!d[89a-f])[\da-f]{4})")
_CHARACTERS: Final = {"n": "\n", "r": "\r", "t": "\t"}
_TORN: Final = re.compile(r'"([^"]*)" as "([^"]*)"')
_WORDED: Final = frozenset({"engine", "error", "kind", "times"})
_DATED: Final = frozenset({"start", "due"})
"""The places that hold words of this program, and those that hold ISO dates; others are kept as written."""
_LONGEST: Final = 4_000
"""Code points above which a sentence is left as it is: to look for its form takes the square of them."""


class Said(NamedTuple):
    """A sentence and the language that it is in."""

    text: str
    language: Language


class _Form(NamedTuple):
    pattern: re.Pattern[str]
    words: str


@lru_cache(maxsize=4096)
def reason(why: str, language: Language) -> Said:
    """Tell the sentence of an entry in a language; in English where it has no form that is known."""
    words = _in_vietnamese(why) if language == "vi" and len(why) <= _LONGEST else None
    return Said(why, "en") if words is None else Said(words, "vi")


def _in_vietnamese(why: str) -> str | None:
    return _EXPLAINED.get(why) or _told(why, _forms("sentences"))


_EXPLAINED: Final = {explanation.en: explanation.vi for explanation in CODES.values()}


@cache
def _forms(which: str) -> tuple[_Form, ...]:
    """Give the forms to try, those that say most in words of their own first."""
    table = SENTENCES if which == "sentences" else PHRASES
    ordered = sorted(table, key=lambda form: -sum(len(own) for own, *_ in Formatter().parse(form)))
    return tuple(_Form(re.compile(_pattern(form), re.DOTALL), table[form]) for form in ordered)


def _pattern(form: str) -> str:
    parts = []
    for before, name, kind, conversion in Formatter().parse(form):
        parts.append(re.escape(before))
        if name is not None:
            place = _QUOTED if conversion else "[0-9]+" if kind == "d" else ".+?"
            parts.append(f"(?P<{name}>{place})")
    return "".join(parts)


def _told(words: str, forms: tuple[_Form, ...]) -> str | None:
    for form in forms:
        if found := form.pattern.fullmatch(words):
            return form.words.format(**{name: _place(name, held) for name, held in found.groupdict().items()})
    return None


def _place(name: str, held: str) -> str:
    if name in _WORDED:
        return _told(held, _forms("phrases")) or held
    if name == "examples":
        return _TORN.sub(r"“\1” thành “\2”", held)
    if name in _DATED:
        return day(held, "vi")
    if _LIST.fullmatch(held):
        return ", ".join(f"“{_unquoted(one)}”" for one in re.findall(_QUOTED, held))
    return held


def _unquoted(quoted: str) -> str:
    """Give the words that Python's repr wrote."""
    return _ESCAPE.sub(
        lambda found: (
            _CHARACTERS.get(found[1], found[1]) if len(found[1]) == 1 else chr(int(found[1][1:], 16))
        ),
        quoted[1:-1],
    )
