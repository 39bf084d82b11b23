"""Read the sheet on which an office keeps what became of its tasks: CSV as Excel writes it, or a workbook.

Columns are found by their headings, in Vietnamese or English, with or without marks; what stands above the
heading row (a title, an empty line) is passed over. Cells are told by comma, semicolon or tab. Every problem
of the sheet is listed with its row; nothing is repaired.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from graph_build.errors import UndecodableText
from graph_build.readers import read_bytes
from graph_build.readers.formats import format_of
from graph_build.readers.plain import decode
from graph_build.text import bare
from ontology.codes import codes
from queries.bilingual import Language, Text
from queries.errors import QuestionError
from queries.values import day, month, year

HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "code": (
        "Mã nhiệm vụ",
        "Mã số nhiệm vụ",
        "Mã NV",
        "Nhiệm vụ số",
        "Mã",
        "Code",
        "Task code",
        "Task",
        "TT",
    ),
    "document": ("Văn bản", "Số văn bản", "Số, ký hiệu", "Số/ký hiệu văn bản", "Document", "Document number"),
    "status": ("Trạng thái", "Tình trạng", "Tình hình thực hiện", "Tiến độ", "Status", "State"),
    "date": ("Ngày", "Ngày cập nhật", "Ngày báo cáo", "Ngày hoàn thành", "Date", "Updated"),
    "note": ("Ghi chú", "Note", "Notes", "Remarks"),
    "by": ("Người cập nhật", "Người báo cáo", "Đơn vị báo cáo", "By", "Reported by", "Updated by"),
}
"""What the columns of a sheet are called; the first name of each is the one that docs and messages use."""
WORDS_OF_TASK: Final = "Nội dung"
"""The column of a blank sheet that tells people which task a row is; nothing is read from it."""
_NEEDED: Final = ("code", "status")
_TOP: Final = 30
"""Rows in which the headings are looked for."""
MOST_ROWS: Final = 50_000
_LONGEST: Final = 2000
_TOLD: Final = 10
_SEPARATORS: Final = ",;\t"
# Days in words, after `bare`, which takes off marks, punctuation and case.
_WORDED: Final = tuple(
    re.compile(form)
    for form in (
        r"(?:ngay )?(?P<day>\d{1,2}) thang (?P<month>\d{1,2}) (?:nam )?(?P<year>\d{4})",  # 31 tháng 12
        r"ngay (?P<day>\d{1,2}) (?P<month>\d{1,2}) (?P<year>\d{4})",  # ngày 31/12/2022
        r"thang (?P<month>\d{1,2}) (?:nam )?(?P<year>\d{4})",  # tháng 12 năm 2022
        r"nam (?P<year>\d{4})",  # năm 2022
    )
)
_SEP_LINE: Final = re.compile(r"sep=(?P<sign>.)\s*", re.IGNORECASE)


class BadSheet(QuestionError):
    """Say what is wrong with a status sheet; `problems` are whole sentences that name file or row."""

    def __init__(self, problems: Iterable[Text]) -> None:
        self.problems = tuple(problems)
        super().__init__(*self.problems)

    def told(self, language: Language) -> tuple[str, ...]:
        """Give the sentences in a language, the first ten and how many more there are."""
        more = len(self.problems) - _TOLD
        further = Text(vi=f"Còn {more} lỗi nữa.", en=f"And {more} more.")
        shown = (*self.problems[:_TOLD], *((further,) if more > 0 else ()))
        return tuple(one[language] for one in shown)

    def __str__(self) -> str:
        return " ".join(self.told("en"))


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as the sheet has it, spaces around cells off; `status` is a notation of task-status or ""."""

    row: int
    code: str
    document: str
    status: str
    written: str
    date: str
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet as read: the file's name and hash, the encoding, its rows, headings that mean nothing."""

    file: str
    sha256: str
    encoding: str
    rows: tuple[SheetRow, ...]
    other_headings: tuple[str, ...]


def sheet_of(name: str, data: bytes) -> ReadSheet:
    """Read a CSV file or a workbook from its bytes.

    Raises BadSheet with every row that cannot be read, and the errors of the readers where the file is no
    text and no workbook.
    """
    if format_of(data) in {"xlsx", "xls", "ods"}:
        tables = [
            [[cell.text for cell in row] for row in table.rows] for table in read_bytes(data, name).tables
        ]
        found = [(rows, _head(rows)) for rows in tables]
        fitting = [(rows, head) for rows, head in found if head is not None]
        if len(fitting) > 1:
            number = len(fitting)
            raise BadSheet(
                [
                    Text(
                        vi=f"{name} có {number} bảng cùng có tiêu đề như vậy; chỉ giữ một bảng.",
                        en=f"{name} holds {number} tables with such headings; keep one.",
                    )
                ]
            )
        rows, head = fitting[0] if fitting else (tables[0] if tables else [], None)
        encoding = "workbook"
    else:
        try:
            decoded = decode(name, data)
        except UndecodableText:
            raise BadSheet(
                [
                    Text(
                        vi=f"{name} dùng bảng mã không nhận ra; hãy lưu lại thành CSV UTF-8 hoặc XLSX.",
                        en=f"{name} is in no encoding that is known; save it as CSV UTF-8 or as XLSX.",
                    )
                ]
            ) from None
        encoding = decoded.encoding
        rows, head = _of_text(name, unicodedata.normalize("NFC", decoded.text.removeprefix("\ufeff")))
    if head is None:
        raise BadSheet([_no_head(name, rows)])
    return _checked(name, hashlib.sha256(data).hexdigest(), encoding, rows, head)


def _of_text(name: str, text: str) -> tuple[list[list[str]], int | None]:
    """Split a text into cells by the separator under which its headings are found."""
    stated = _SEP_LINE.match(text)
    tried: list[list[list[str]]] = []
    for sign in (stated["sign"],) if stated else _SEPARATORS:
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True))
        except csv.Error:
            if _head([line.split(sign) for line in text.splitlines()[:_TOP]]) is not None:
                raise BadSheet([_unquoted(name)]) from None
            continue
        if (head := _head(rows)) is not None:
            return rows, head
        tried.append(rows)
    if not tried:
        raise BadSheet([_unquoted(name)])
    return max(tried, key=lambda rows: max(map(len, rows), default=0)), None


def _unquoted(name: str) -> Text:
    return Text(
        vi=f"{name} không phải CSV: dấu nháy kép không đóng, hoặc đứng sai chỗ.",
        en=f"{name} is no CSV: a quotation mark is not closed, or stands where none may.",
    )


def _role(heading: str) -> str:
    folded = bare(heading)
    return next((role for role, names in HEADINGS.items() if folded in map(bare, names)), "")


def _head(rows: Sequence[Sequence[str]]) -> int | None:
    """Find the row of headings among the first rows."""
    for place, row in enumerate(rows[:_TOP]):
        roles = [_role(cell) for cell in row]
        if all(role in roles for role in _NEEDED):
            return place
    return None


def _no_head(name: str, rows: Sequence[Sequence[str]]) -> Text:
    seen = next(
        ([cell.strip() for cell in row if cell.strip()] for row in rows if any(map(str.strip, row))), []
    )
    wanted = [f'"{HEADINGS[role][0]}" ({role})' for role in _NEEDED]
    shown = ", ".join(seen)[:200]
    english = f"{name} has no row of headings with {' and '.join(wanted)}."
    return Text(
        vi=f"{name} không có dòng tiêu đề với {' và '.join(wanted)}. Dòng đầu là: {shown or 'trống'}.",
        en=f"{english} Its first row is: {shown or 'empty'}.",
    )


def _checked(name: str, sha256: str, encoding: str, rows: Sequence[Sequence[str]], head: int) -> ReadSheet:
    roles = [_role(cell) for cell in rows[head]]
    problems = [
        Text(
            vi=f"{name} có hai cột {HEADINGS[role][0]!r}.",
            en=f"{name} has the column {HEADINGS[role][0]!r} ({role}) twice.",
        )
        for role in HEADINGS
        if roles.count(role) > 1
    ]
    if len(rows) > MOST_ROWS:
        told = f"{name} has {len(rows)} rows; {MOST_ROWS} is the most."
        problems.append(Text(vi=f"{name} có {len(rows)} dòng; nhiều nhất là {MOST_ROWS}.", en=told))
    if problems:
        raise BadSheet(problems)
    made: list[SheetRow] = []
    for number, row in enumerate(rows[head + 1 :], head + 2):
        cells = {role: cell.strip() for role, cell in zip(roles, row, strict=False) if role}
        if not any(cell.strip() for cell in row):
            continue
        problems += [
            Text(vi=f"Dòng {number}: {problem.vi}", en=f"Row {number}: {problem.en}")
            for problem in _problems(cells, row, len(roles))
        ]
        made.append(
            SheetRow(
                number,
                cells.get("code", ""),
                cells.get("document", ""),
                status_of(cells.get("status", "")),
                cells.get("status", ""),
                iso_date(cells.get("date", "")) or "",
                cells.get("note", ""),
                cells.get("by", ""),
            )
        )
    if not made and not problems:
        told = f"{name} has headings and no row below them."
        problems.append(Text(vi=f"{name} có tiêu đề nhưng không có dòng nào bên dưới.", en=told))
    if problems:
        raise BadSheet(problems)
    others = tuple(
        cell.strip()
        for cell, role in zip(rows[head], roles, strict=True)
        if not role and bare(cell) not in {"", bare(WORDS_OF_TASK)}
    )
    return ReadSheet(name, sha256, encoding, tuple(made), others)


def _problems(cells: dict[str, str], row: Sequence[str], width: int) -> Iterator[Text]:
    for role in _NEEDED:
        if not cells.get(role):
            heading = HEADINGS[role][0]
            yield Text(vi=f"cột {heading!r} để trống.", en=f"the column {heading!r} ({role}) is empty.")
    if cells.get("date") and iso_date(cells["date"]) is None:
        shown = cells["date"][:40]
        yield Text(
            vi=f"{shown!r} không phải ngày tháng như 31/12/2022, 2022-12-31, 12/2022 hoặc 2022.",
            en=f"{shown!r} is no date such as 31/12/2022, 2022-12-31, 12/2022 or 2022.",
        )
    if any(cell.strip() for cell in row[width:]):
        yield Text(vi="có nhiều ô hơn dòng tiêu đề.", en="it has more cells than the headings.")
    if any(len(cell) > _LONGEST for cell in row):
        yield Text(vi=f"có ô dài hơn {_LONGEST} ký tự.", en=f"a cell has more than {_LONGEST} characters.")


def status_of(written: str) -> str:
    """Give the notation of the status that words mean; "" where the code list does not have them."""
    folded = bare(written)
    for code in codes("task-status"):
        if folded and folded in {bare(name) for name in (code.vi, code.en, code.notation, *code.other_names)}:
            return code.notation
    return ""


def iso_date(written: str) -> str | None:
    """Give the day, month or year that is written as ISO; None for none.

    In figures (31/12/2022, 31.12.2022, 12/2022, 2022) or in words ("ngày 31 tháng 12 năm 2022", "năm 2022").
    """
    text = re.sub(r"[ T]0{1,2}:00(?::00)?\Z", "", written)
    worded = next(filter(None, (form.fullmatch(bare(text)) for form in _WORDED)), None)
    if worded is not None:
        said = worded.groupdict()
        text = "/".join(said[part] for part in ("day", "month", "year") if said.get(part))
    return day(text) or month(text) or year(text)
