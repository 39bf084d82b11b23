"""Deadlines of tasks: from the words of a cell or a phrase to dates at the precision they state.

A deadline cell of an administrative plan may name a day, a month, a quarter, a half year, a year, a
range of these, several of them ("last moment named" counts), a recurrence, or an event. Nothing is
invented: a date without a year, or one that no calendar has, stays words, with an entry in the ledger.
Reads short texts in NFC; gives `records.Deadline` and ledger entries. Offsets and evidence are the
caller's, who knows the cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from msgspec import structs

from graph_build.issues import doubtful
from graph_build.moments import RANGE_GAP, Moment, Precision, Stated, bounds, scan
from graph_build.number_words import NUMBER_WORDS
from graph_build.plain import PlainText
from graph_build.records import Deadline, Issue, Recurrence
from graph_build.recurrences import CALENDAR, Occurrence, events, occurrences, repeat_frequency

__all__ = [
    "Moment",
    "Precision",
    "bounds",
    "hide_references",
    "parse_deadline",
    "parse_moment",
    "repeat_frequency",
    "tidy",
]

_LONGEST_CELL = 4000
_BLANK = re.compile(r"[\s\-–—.…/_*]*(?:không(?: có)?)?[\s.]*", re.IGNORECASE)
_SYLLABLES = [
    *("tháng", "quý", "năm", "ngày", "trước", "sau", "thường", "xuyên", "giai", "đoạn", "hằng", "hàng"),
    *("hoàn", "thành", "chậm", "nhất", "muộn", "đến", "trong", "theo"),
]
# Letters of one syllable set apart by a broken text layer: "T rước ngày", "T h ường xuyên".
_SPLIT = re.compile(r"(?<!\w)(?:" + "|".join(r"\s?".join(s) for s in _SYLLABLES) + r")(?!\w)", re.IGNORECASE)
_HIDDEN = re.compile(
    r"""
    # a document number, with its date: "Nghị quyết số 10/NQ-CP ngày 27 tháng 6 năm 2024"
    (?<![\w/])\d{1,5}(?:\.\d{1,3})?(?:/(?:19|20)\d\d)?\s?[-/]\s?(?!TH[ÁA]NG|NG[ÀA]Y|N[ĂA]M|QU[ÝY])[A-ZĐƯ]{2,}
        [A-Za-zĐđƯư0-9*]*(?:\s?[-/]\s?[A-ZĐƯ][A-Za-zĐđƯư0-9*]*){0,3}
        (?:,?\s?ngày\s\d{1,2}(?:\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\stháng\s\d{1,2}\snăm\s\d{4}))?
  | (?:[Tt]ầm\snhìn|[Đđ]ịnh\shướng)(?:\s(?:đến|tới))?(?:\snăm)?\s(?:19|20|21)\d\d      # tầm nhìn đến năm 2045
  | (?<!\d)\d{1,2}\s?(?:h|giờ|g)\s?\d{0,2}(?:\s?phút)?(?!\w)|(?<!\d)\d{1,2}:\d\d(?!\d)  # 17h00, 16 giờ 30
    """,
    re.VERBOSE,
)
_FILLERS = (
    r"(?:\s?:)?(?:\s§{1,20})?(?:\s(?:là|vào|đến|tới|trong|hết|cuối|đầu|giữa|khoảng|thời\sđiểm|ngày|tháng|quý|năm"
    r"|giai\sđoạn|sau))*\s?$"
)
_MARK = re.compile(
    rf"""(?<!\w)(?:
      (?P<less>trước)
    | (?P<most>(?:chậm|muộn|trễ)\snhất|không\squá|không\smuộn\shơn|hạn\s(?:cuối|chót))
    | (?P<since>(?:kể\s)?từ|bắt\sđầu|sau) ){_FILLERS}""",
    re.VERBOSE | re.IGNORECASE,
)
_DONE = re.compile(
    r"(?<!\w)(?:hoàn\s(?:thành|thiện)|xong|ban\shành|trình|phê\sduyệt|công\sbố|kết\sthúc)(?!\w)",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"""\s?(?:,|và|-|;)?\s?(?:
        (?:(?:các|những)\s)?(?:(?:năm|tháng|quý|giai\sđoạn|thời\sgian|kỳ)\s)?
          (?:tiếp\s?theo|tiếp\sđó|kế\stiếp|về\ssau|sau\sđó|sau\snày|trở\sđi|trở\svề\ssau)
      | (?:các|những)\s(?:năm|tháng|quý|giai\sđoạn)\s(?:sau|tới)
      | (?<=và\s)tiếp\stục )(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
_AND = re.compile(r"\s?(?:,|;|và|-|/)?\s?", re.IGNORECASE)
_EXCEPTION = re.compile(r"(?<!\w)(?:riêng|ngoại\strừ|trừ)\s[^;.\n]*", re.IGNORECASE)
_DATED = re.compile(r"\s?(?:dự\skiến|trước|chậm|muộn|trong|hoàn\sthành|xong|tháng|quý|năm|ngày|từ|\d)", re.I)
_ANOTHER = re.compile(r"\s?(?:,|và|hoặc|-)\s?\d", re.IGNORECASE)
_TERM = re.compile(
    rf"(?:(?:trong|khoảng|vòng)\s)*(?:\d[\d,]{{0,4}}|{NUMBER_WORDS})\s(?:giờ|ngày|tuần|tháng|quý|năm)"
    r"(?:\slàm\sviệc)?\W{0,3}",
    re.IGNORECASE,
)
_WHOLE_YEAR = re.compile(r"(?:trong|cả|hết|suốt)\s(?:cả\s)?năm", re.IGNORECASE)
"""What means the year that is stated around a cell."""
_BULLET = re.compile(r"\s?[-+•]\s")


class _Around(NamedTuple):
    """What the surroundings of a cell state: the date of the document, the year of the table."""

    document_date: str | None = None
    year: int | None = None


class _Reading(NamedTuple):
    """What one cell says; the comparator belongs to the due date, or to the day of the recurrence."""

    start: Moment | None = None
    due: Moment | None = None
    comparator: str | None = None
    open_ended: bool = False
    recurrence: Recurrence | None = None
    problems: tuple[str, ...] = ()


def parse_deadline(
    start_text: str, due_text: str, *, document_date: str | None = None, stated_year: int | None = None
) -> tuple[Deadline, tuple[Issue, ...]]:
    """Read the start cell and the due cell of a task; either may be empty, one may hold a range.

    Gives the deadline without evidence, and ledger entries for words that were not understood (code
    "unparsed-deadline", kept: the words stay in `start_text` and `due_text`) and for a start after the
    due date ("start-after-due"). `document_date` is the document's own ISO date; it only serves words
    that point at it ("năm nay") and years of two digits, never to fill in a year that is not stated.
    `stated_year` is a year that words around the cell state for all of them (a column headed "Thời hạn
    (năm 2025)"); it completes "30/6" and "Quý II".
    """
    around = _Around(document_date, stated_year)
    begins = _read(start_text, around)
    ends = _read(due_text, around)
    start = begins.start or begins.due or ends.start
    due, comparator = ends.due, ends.comparator
    if not tidy(due_text) and begins.start and begins.due:
        due, comparator = begins.due, begins.comparator
    deadline = Deadline(
        start=start and start.value,
        due=due and due.value,
        start_text=_one_line(start_text),
        due_text=_one_line(due_text),
        start_precision=start and start.precision,
        due_precision=due and due.precision,
        due_comparator=comparator,
        open_ended=due is None and (begins.open_ended or ends.open_ended),
        recurrence=ends.recurrence or begins.recurrence,
    )
    issues = [
        doubtful("unparsed-deadline", problem, text=words)
        for words, reading in ((deadline.start_text, begins), (deadline.due_text, ends))
        for problem in reading.problems
    ]
    if start and due and bounds(start.value, start.precision)[0] > bounds(due.value, due.precision)[1]:
        why = f"the start {start.value} lies after the due date {due.value}"
        issues.append(
            doubtful("start-after-due", why, text=f"{deadline.start_text} {deadline.due_text}".strip())
        )
    return deadline, tuple(issues)


def parse_moment(text: str, *, document_date: str | None = None) -> Moment | None:
    """Read the last moment that a phrase names, or None where it names none in full.

    The span of the moment counts in `tidy(text)`.
    """
    found = scan(hide_references(tidy(text)), document_date=document_date).moments
    return max(found, key=_latest) if found else None


def tidy(text: str) -> str:
    """Give the text with single spaces and without layout noise; line ends stay as single "\\n".

    Stars and soft hyphens go, dashes become "-", a syllable broken by a faulty text layer ("T rước") is
    joined again.
    """
    plain = re.sub(r"[\t\n]+", "\n", PlainText(text[:_LONGEST_CELL]).text).strip()
    return _SPLIT.sub(lambda m: re.sub(r"\s", "", m[0]), plain)


def hide_references(text: str) -> str:
    """Blank out what looks like a date and is none: document numbers, hours, "tầm nhìn 2045".

    Each character becomes "§", so that offsets stay.
    """
    return _HIDDEN.sub(lambda m: "§" * len(m[0]), text)


def _one_line(text: str) -> str:
    return " ".join(text.replace("*", "").split())


def _read(text: str, around: _Around) -> _Reading:
    plain = tidy(text)
    if _BLANK.fullmatch(plain):
        return _Reading()
    if around.year and _WHOLE_YEAR.fullmatch(plain):
        plain = f"{plain} {around.year}"
    outer, asides = _parentheses(plain)
    exceptions = tuple(aside for aside in asides if _EXCEPTION.match(aside))
    useful = [aside for aside in asides if aside not in exceptions]
    reading = _read_clauses(outer, around, exceptions)
    undated = reading.start is None and reading.due is None
    if not undated or (reading.recurrence and reading.recurrence.kind.startswith("on_")):
        useful = [aside for aside in useful if _DATED.match(aside)]
    if useful:
        closer = _read_clauses(", ".join([outer, *useful]), around, exceptions)
        if undated or (not closer.problems and _details(closer, reading)):  # "Năm 2025 (quý IV)"
            reading = closer
    if reading == _Reading():
        why = "a term whose beginning is not stated" if _TERM.fullmatch(outer) else "it names no known form"
        return _Reading(problems=(why,))
    if reading.recurrence is None:
        return reading
    return reading._replace(recurrence=structs.replace(reading.recurrence, text=_one_line(text)))


def _details(closer: _Reading, reading: _Reading) -> bool:
    """Tell whether a second reading of a cell only gives the same due date more closely."""
    if closer.due is None or reading.due is None or reading.start is not None or closer.start is not None:
        return False
    period = bounds(reading.due.value, reading.due.precision)
    return _detailed(period, [bounds(closer.due.value, closer.due.precision)])


def _parentheses(text: str) -> tuple[str, tuple[str, ...]]:
    """Split a text into what stands outside parentheses and what stands inside each outermost pair."""
    outer: list[str] = []
    asides: list[str] = []
    depth, last = 0, 0
    for i, char in enumerate(text):
        if char == "(":
            if depth == 0:
                outer.append(text[last:i])
                last = i + 1
            depth += 1
        elif char == ")" and depth:
            depth -= 1
            if depth == 0:
                asides.append(text[last:i].strip())
                last = i + 1
    (asides if depth else outer).append(text[last:].strip() if depth else text[last:])
    return re.sub(r"[^\S\n]{2,}", " ", " ".join(outer)).strip(), tuple(a for a in asides if a)


def _read_clauses(text: str, around: _Around, exceptions: tuple[str, ...]) -> _Reading:
    hidden = hide_references(text)
    apart = tuple(m[0] for m in _EXCEPTION.finditer(hidden) if m.start())
    hidden = _EXCEPTION.sub(lambda m: "§" * len(m[0]) if m.start() else m[0], hidden)
    waiting = events(hidden)
    hidden = _hide(hidden, waiting)
    periods = occurrences(hidden)
    hidden = _hide(hidden, [p for p in periods if "/" in hidden[p.start : p.end]])  # 24/7, 2 lần/năm
    calendar = [p for p in periods if p.kind in CALENDAR]
    found = scan(hidden, document_date=around.document_date, stated_year=None if calendar else around.year)
    reading = _Roles(hidden, found.moments, periods).reading()
    problems = ["the words name a date that no calendar has" for _ in found.impossible]
    if not calendar:
        problems += ["the date lacks a part that its words do not state" for _ in found.partial]
    recurrence, comparator = None, reading.comparator
    if periods or (waiting and reading.due is None):
        day = found.partial[0] if len(found.partial) == 1 and calendar else None
        if day and _ANOTHER.match(hidden, day.end):  # "ngày 15 và 30 hằng tháng"
            day = None
        main = (calendar or list(periods) or list(waiting))[0]
        first = (
            text[waiting[0].start : waiting[0].end].strip(" ,.;\n").replace("\n", " ") if waiting else None
        )
        recurrence = Recurrence(
            kind=main.kind,
            text=text,
            latest_day=day.day if day else None,
            latest_month=day.month if day else None,
            event=first,
            exceptions=exceptions + apart,
        )
        if day and comparator is None:
            comparator = _comparator(hidden, day)
    if found.impossible:  # the end may be what cannot be read
        reading = reading._replace(open_ended=False)
    return reading._replace(
        recurrence=recurrence, comparator=comparator, problems=tuple(dict.fromkeys(problems))
    )


def _hide(text: str, spans: Iterable[Occurrence]) -> str:
    """Blank out spans (in order, apart from one another), length kept."""
    parts, last = [], 0
    for span in spans:
        parts += [text[last : span.start], "§" * (span.end - span.start)]
        last = span.end
    return "".join([*parts, text[last:]])


def _comparator(text: str, day: Moment | Stated) -> str | None:
    mark = _MARK.search(text, max(0, day.start - 60), day.start)
    if mark is None or mark["since"]:
        return None
    return "<" if mark["less"] else "<="


def _latest(moment: Moment) -> tuple[int, int, int]:
    first, last = bounds(moment.value, moment.precision)
    return last.toordinal(), first.toordinal(), moment.start


class _Roles:
    """Decides which moments of a clause are starts, which are due dates, and whether it has no end."""

    def __init__(self, text: str, moments: tuple[Moment, ...], periods: tuple[Occurrence, ...]) -> None:
        self.text = text
        self.moments = moments
        self.period_starts = sorted(p.start for p in periods)
        self.bulleted = _BULLET.match(text) is not None

    def reading(self) -> _Reading:
        """Sort the moments and pick the earliest start and the latest due date."""
        starts: list[Moment] = []
        dues: list[tuple[Moment, str]] = []
        endless = within_range = False
        for i, moment in enumerate(self.moments):
            ranged = self._opens_range(i)
            before = self._before(i)
            mark = _MARK.search(before)
            comparator = None if mark is None or mark["since"] else "<" if mark["less"] else "<="
            if ranged:
                starts.append(moment)
            elif mark and mark["since"] and not within_range:
                starts.append(moment)
                endless = True
            elif comparator is None and self._goes_on(i, before, within_range):
                endless = True
                if not within_range:
                    starts.append(moment)
            else:
                dues.append((moment, comparator or "="))
            within_range = ranged
        periods = [bounds(m.value, m.precision) for m, _ in dues]
        dues = [d for i, d in enumerate(dues) if not _detailed(periods[i], periods[i + 1 :])]
        start = min(starts, key=lambda m: bounds(m.value, m.precision)) if starts else None
        due, comparator = max(dues, key=lambda d: _latest(d[0])) if dues else (None, None)
        if endless and start and due and _latest(due) < _latest(start):  # "2025, 2026 và hằng năm"
            start, due, comparator = min((d for d, _ in dues), key=_latest), None, None
        return _Reading(start, due, comparator, endless and due is None)

    def _before(self, i: int) -> str:
        moment = self.moments[i]
        earliest = self.moments[i - 1].end if i else 0
        return self.text[max(earliest, moment.start - 80) : moment.start]

    def _opens_range(self, i: int) -> bool:
        if i + 1 == len(self.moments):
            return False
        gap = self.text[self.moments[i].end : self.moments[i + 1].start]
        return RANGE_GAP.fullmatch(gap) is not None and not (self.bulleted and "\n" in gap)

    def _goes_on(self, i: int, before: str, within_range: bool) -> bool:
        """Tell whether the words after a moment carry it on: "và những năm tiếp theo", "và hằng năm"."""
        end = self.moments[i].end
        if _OPEN.match(self.text, end):
            return True
        if within_range or _DONE.search(before):
            return False
        gap = _AND.match(self.text, end)
        return gap is not None and gap.end() in self.period_starts


def _detailed(period: tuple[date, date], later: list[tuple[date, date]]) -> bool:
    """Tell whether a moment named later only details this one ("Năm 2025: quý II …")."""
    first, last = period
    return any(first <= begin and end <= last and (begin, end) != period for begin, end in later)
