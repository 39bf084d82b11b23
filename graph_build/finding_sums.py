"""Contradictions in sums and counts: tables, sentences ("102 đơn vị, gồm 82 xã và 20 phường"), lists.

Reads sources; gives findings, each with the stated total first. A sentence is judged only where it can
be read to its end: a list that goes on in words, a second total or a nested "trong đó" is left alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from graph_build.finding_codes import found
from graph_build.finding_facts import Source
from graph_build.records import Finding, Task
from graph_build.text import fold

_AMOUNT = r"\d{1,3}(?:\.\d{3}){1,5}(?:,\d{1,4})?|\d{1,9}(?:,\d{1,4})?"
_NUMBER = re.compile(rf"(?<![\w/.,-])(?:{_AMOUNT})(?=\s)")
_MADE_OF = re.compile(r"gồm(?:\s?:|\scó)?\s(?=\d)")
_PART = re.compile(
    rf"({_AMOUNT})\s([^\d\s,;.:()\[\]][^\d,;.:()\[\]]{{0,60}}?)(?=\s?[,;.:()\[\]]|\svà\s\d|\s*\n\n|\s*\Z)"
)
_NEXT = re.compile(r"\s?(?:[,;]\s?(?:và\s)?|và\s)(?=\d)|\svà\s(?=\d)")
_LAST = re.compile(r"\s?(?:[.)]|;\s?trong\sđó|,\s?trong\sđó|\n\n|\Z)")
_NAMES_A_NUMBER = re.compile(
    r"(?:năm|tháng|ngày|quý|số|điều|khoản|điểm|mục|kỳ|khóa|lần|thứ|giai đoạn|cấp|quận|phường|tổ|-)\s*\Z", re.I
)
_CLAUSE = re.compile(r"[.;:!?]\s|\n\s*\n|\n\s*(?:[-+–•]|\d{1,3}[.)]|[a-zđ]\))\s|\t")
_AND = f" {fold('và')} "
_WAY_BACK = 160


def wrong_sums(source: Source) -> Iterator[Finding]:
    """Find totals of tables that differ from the sum of their parts."""
    for one in source.record.wrong_sums:
        quotes = [source.proof(one.evidence), *(source.proof(part) for part in one.parts)]
        yield found("sum-of-table", quotes, label=one.label, odd=one.stated, usual=one.added)


class _Part(NamedTuple):
    """One summand of a sentence: its value, what is counted, and where it stands."""

    value: Decimal
    noun: str
    span: tuple[int, int]


def sums_in_sentences(source: Source) -> Iterator[Finding]:
    """Find sentences such as "96 đơn vị, gồm 82 xã và 15 phường" whose parts make another number.

    A total of other things than its parts ("2 chương trình gồm 5 dự án và 3 đề án") is no sum, so parts
    that count something else must come near the total, as a slip of the pen does.
    """
    for match in _MADE_OF.finditer(source.text):
        parts = _parts(source.text, match.end())
        total = _total_before(source.text, match.start()) if len(parts) >= 2 else None
        if total is None:
            continue
        added = sum((part.value for part in parts), Decimal(0))
        largest = max(part.value for part in parts)
        if total.value == added or total.value < largest or not _of_one_kind(total, parts, added):
            continue
        quotes = [source.quote(*total.span), *(source.quote(*part.span) for part in parts)]
        words = source.text[slice(*total.span)]
        yield found("sum-in-sentence", quotes, odd=" ".join(words.split()), usual=_printed(added))


def _parts(text: str, start: int) -> list[_Part]:
    """Read the parts of a sum from where the first number stands; none where the list has no clear end."""
    parts: list[_Part] = []
    at = start
    while part := _PART.match(text, at, at + 120):
        parts.append(_Part(_value(part[1]), fold(part[2]), part.span()))
        at = part.end()
        following = _NEXT.match(text, at)
        if following is None:
            whole = _LAST.match(text, at) is not None and _AND not in f" {parts[-1].noun} "
            return parts if whole else []
        at = following.end()
    return []


def _total_before(text: str, end: int) -> _Part | None:
    """Find the one number of the clause before "gồm"; None where there are several or none."""
    start = max(0, end - _WAY_BACK)
    for clause in _CLAUSE.finditer(text, start, end):
        start = clause.end()
    numbers = [
        one
        for one in _NUMBER.finditer(text, start, end)
        if not _NAMES_A_NUMBER.search(text, start, one.start())
    ]
    if len(numbers) != 1:
        return None
    (number,) = numbers
    words = text[number.end() : end].removesuffix("bao ").rstrip(" ,(:\n")
    if not words.strip()[:1].isalpha():
        return None
    last = number.end() + len(words)
    return _Part(_value(number[0]), fold(words), (number.start(), last))


def _of_one_kind(total: _Part, parts: Sequence[_Part], added: Decimal) -> bool:
    """Tell whether the parts are parts of the total: of one noun, or near it in number."""
    head = " ".join(total.noun.split()[:2])
    if all(part.noun.startswith(head) for part in parts):
        return True
    return abs(total.value - added) <= max(Decimal(2), total.value / 10)


def _value(number: str) -> Decimal:
    return Decimal(number.replace(".", "").replace(",", "."))


def _printed(value: Decimal) -> str:
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


_THINGS = (
    r"nhóm\snhiệm\svụ(?:,\sgiải\spháp)?|nhiệm\svụ(?:,\sgiải\spháp)?|nhóm\sgiải\spháp|giải\spháp|nội\sdung|mục\stiêu|"
    r"chỉ\stiêu|lĩnh\svực|dự\sán|đề\sán|nguyên\stắc|quan\sđiểm|yêu\scầu|biện\spháp|tiêu\schí|hợp\sphần|"
    r"nhóm\svấn\sđề|vấn\sđề|định\shướng|bước|trụ\scột|đột\sphá|hình\sthức|trường\shợp|đơn\svị|nhóm"
)
_LIST_BEGINS = re.compile(r":\s*(?=(\(1\)|1[.)]|a\)|\(i\))\s?)", re.IGNORECASE)
_ANNOUNCED = re.compile(
    rf"(?<![\w/.,-])(\d{{1,2}})\s({_THINGS})(?!\w)(?:[^\d.;:()\n]|\n(?!\s*\n)){{0,90}}\Z", re.IGNORECASE
)
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_LIST_REACH, _MOST_LISTS = 6000, 300


def counts_of_items(source: Source) -> Iterator[Finding]:
    """Find announced lists ("03 nhiệm vụ sau: (1) … (2) … (4) …") with another number of items.

    The items follow at once and in order; a list whose count may go on behind a nested list is left alone,
    and so is one that the list around it may go on from ("2. … 02 việc sau: 1. … 2. …", then "3. …").
    """
    lists = 0
    for match in _LIST_BEGINS.finditer(source.text):
        window = source.text[max(0, match.start() - 140) : match.start()]
        announced = _ANNOUNCED.search(window)
        if announced is None or lists >= _MOST_LISTS:
            continue
        lists += 1
        stated, offset = int(announced[1]), match.start() - len(window)
        marks, spaced = _marks(match[1].lower()), not match[1].startswith("(")
        spans = _items(source.text, match.end(), marks, spaced=spaced)
        if len(spans) < 2 or len(spans) == stated:
            continue
        if len(spans) > stated and _inside(source.text, match.start(), marks, stated, spaced=spaced):
            continue
        noun = " ".join(announced[2].casefold().split())
        quotes = [source.quote(offset + announced.start(), offset + announced.end(2))]
        quotes += [source.quote(*span) for span in spans]
        yield found("count-of-items", quotes, odd=stated, usual=len(spans), noun=noun)


def _marks(first: str) -> tuple[str, ...]:
    """Give the marks of a list that begins with this one."""
    if "1" in first:
        return tuple(first.replace("1", str(n)) for n in range(1, 60))
    if "a" in first:
        return tuple(first.replace("a", letter) for letter in _LETTERS)
    return tuple(first.replace("i", roman) for roman in _ROMANS)


@lru_cache(maxsize=256)
def _mark_pattern(marks: tuple[str, ...], *, spaced: bool) -> re.Pattern[str]:
    lead = r"(?:\A|(?<=\n)[ \t]*)" if spaced else r"(?<!\w)"
    return re.compile(lead + "(" + "|".join(re.escape(mark) for mark in marks) + r")(?=\s|\w)")


def _items(text: str, start: int, marks: tuple[str, ...], *, spaced: bool) -> list[tuple[int, int]]:
    """Find the marks of a list in order; nothing where it begins anew and may go on, or leaves one out."""
    pattern = _mark_pattern(marks, spaced=spaced)
    window = text[start : start + _LIST_REACH]
    spans: list[tuple[int, int]] = []
    for match in pattern.finditer(window):
        place = marks.index(match[1])
        if place == len(spans):
            spans.append((start + match.start(1), start + match.end(1)))
        elif place == 0:
            later = _mark_pattern(marks[len(spans) : len(spans) + 1], spaced=spaced)
            return [] if later.search(window, match.end()) else spans
        else:
            return spans if place < len(spans) else []
    return spans


def _inside(text: str, end: int, marks: tuple[str, ...], stated: int, *, spaced: bool) -> bool:
    """Tell whether the list stands in an item of a list with the same marks, which may go on after it."""
    before = list(_mark_pattern(marks, spaced=spaced).finditer(text, max(0, end - _LIST_REACH), end))
    return bool(before) and marks.index(before[-1][1]) + 1 >= stated


_ANNEX_COUNT = re.compile(
    r"(?<!\w)(?:phụ\slục|danh\smục|kế\shoạch|chương\strình)\s[^.;:\n\d]{0,60}(?:này|kèm\stheo|đính\skèm)[^.;:\n\d]{0,40}"
    r"(?:gồm|với|có)\s(\d{1,3})\s(nhiệm\svụ)(?!\w)"
    r"|(?<![\w/.,-])(\d{1,3})\s(nhiệm\svụ)(?!\w)[^.;:\n\d]{0,60}(?:phụ\slục|danh\smục)\s[^.;:\n\d]{0,20}(?:này|kèm\stheo|đính\skèm)",
    re.IGNORECASE,
)


def counts_of_tasks(source: Source) -> Iterator[Finding]:
    """Find a stated count of tasks of the annex that differs from its rows, all numbered without a gap."""
    tables: defaultdict[int, list[Task]] = defaultdict(list)
    for task in source.record.tasks:
        if task.evidence.table is not None:
            tables[task.evidence.table].append(task)
    if not tables or any(not _numbered(tasks) for tasks in tables.values()):
        return
    sizes = {len(tasks) for tasks in tables.values()} | {sum(len(tasks) for tasks in tables.values())}
    for match in _ANNEX_COUNT.finditer(source.text):
        number = int(match[1] or match[3])
        if number not in sizes:
            first, last = source.record.tasks[0], list(tables.values())[-1][-1]
            quotes = [source.quote(*match.span()), source.proof(first.evidence), source.proof(last.evidence)]
            yield found("count-of-rows", quotes, odd=number, usual=max(sizes), noun="nhiệm vụ")


def _numbered(tasks: Sequence[Task]) -> bool:
    """Tell whether the rows of a table are numbered 1, 2, 3 … without a gap."""
    return [task.code.rstrip(".") for task in tasks] == [str(n) for n in range(1, len(tasks) + 1)]
