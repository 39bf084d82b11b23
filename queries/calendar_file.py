"""The deadlines of tasks as a calendar that other programs subscribe to (iCalendar, RFC 5545).

An event lies on the last day by which a task is due, for the whole day (section 3.6.1: a DTSTART that is a
date, without end). Where a document states a month, a quarter or a year, that is its last day; the words
stand in the description. Tasks without such a day, or with a value that is no day of a calendar, have no
event, and the calendar says how many they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import chain, starmap
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from graph_build.text import brief
from queries.asked_answer import Built
from queries.asked_sparql import sentence
from queries.bilingual import Language, Text, counted
from queries.columns import COLUMNS
from queries.errors import InvalidValue
from queries.format import text

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
PRODUCT: Final = "-//nhiemvu//deadlines//VI"
LONGEST_SUMMARY: Final = 200
"""Characters of a title that a summary keeps; the whole title stands in the description."""

MOST_EVENTS: Final = 5_000
"""More would take seconds to write, and no calendar shows them."""

_TASKS: Final = Text(vi="danh sách nhiệm vụ (list=tasks)", en="a list of tasks (list=tasks)")
_DUE: Final = Text(vi="Hạn", en="Due")
_DESCRIBED: Final = ("title", "leads", "coordinators", "due_text", "output", "document_label", "quote")
_END: Final = b"END:VCALENDAR\r\n"
# Controls but tab and line feed stand in no text (section 3.3.11).
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_ZONE: Final = re.compile(r"(?:Z|[+-][0-9]{2}:[0-9]{2})\Z")


def as_calendar(
    built: Built,
    language: Language,
    address: Callable[[str], str] = str,
    now: datetime | None = None,
) -> Iterator[bytes]:
    """Write the deadlines of a list of tasks as one VCALENDAR in UTF-8, an event at a time.

    `address` gives the page of a task for its IRI; `now` is the time of the file (UTC), which every event
    must bear (DTSTAMP, section 3.8.7.2). The UID of an event comes from its task and its day alone, so that
    a program that reads the calendar again takes it for the same.

    Raises InvalidValue for another list, and for more than MOST_EVENTS days.
    """
    if built.parts.listed != "tasks":
        raise InvalidValue("list", built.parts.listed, _TASKS)
    rows = [dict(zip(built.columns, map(text, row), strict=True)) for row in built.rows]
    dated = [(day, row) for row in rows if (day := _day(row["due_latest"]))]
    if len(dated) > MOST_EVENTS:
        raise InvalidValue("format", "ics", _fewer(len(dated)))
    asked = f"{sentence(built.parts, language)} {_undated(len(rows) - len(dated), language)}".strip()
    opened = _opened(_clean(sentence(built.parts, language)), _clean(asked))
    written = _event(language, address, now or datetime.now(UTC))
    return chain([opened], starmap(written, dated), [_END])


def _opened(name: str, description: str) -> bytes:
    """Write the head of a calendar; programs read X-WR-… for what RFC 7986 calls NAME and DESCRIPTION."""
    from icalendar import Calendar, vText  # noqa: PLC0415 - half a second, and other answers do without

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for named in ("name", "x-wr-calname"):
        calendar.add(named, vText(brief(name, LONGEST_SUMMARY)))
    for described in ("description", "x-wr-caldesc"):
        calendar.add(described, vText(description))
    return bytes(calendar.to_ical().removesuffix(_END))


def _event(
    language: Language, address: Callable[[str], str], now: datetime
) -> Callable[[date, Mapping[str, str]], bytes]:
    from icalendar import Event  # noqa: PLC0415

    def written(day: date, row: Mapping[str, str]) -> bytes:
        event = Event()
        event.add("uid", str(uuid5(NAMESPACE_URL, f"{row['task']}#{day}")))
        event.add("dtstamp", now)
        event.add("dtstart", day)
        event.add("summary", f"{_DUE[language]}: {brief(_clean(row['title']), LONGEST_SUMMARY)}")
        event.add("description", _description(row, language))
        event.add("url", address(row["task"]))
        event.add("transp", "TRANSPARENT")
        if number := row["document_number"]:
            event.add("categories", [_clean(number)])
        return bytes(event.to_ical())

    return written


def _description(row: Mapping[str, str], language: Language) -> str:
    headings = {name: getattr(COLUMNS[name], language) for name in _DESCRIBED}
    lines = ((headings[name], _clean(row[name])) for name in _DESCRIBED)
    return "\n".join(f"{heading}: {said}" for heading, said in lines if said)


def _day(stated: str) -> date | None:
    """Read the lexical form of an xsd:date without its zone; None for what is no day."""
    try:
        return date.fromisoformat(_ZONE.sub("", stated))
    except ValueError:
        return None


def _fewer(days: int) -> Text:
    return Text(
        vi=f"tối đa {MOST_EVENTS} ngày hạn, mà đây có {days}: hãy hẹp theo đơn vị, văn bản hay thời gian",
        en=f"for more than {MOST_EVENTS} days, and these are {days}: ask for a unit, a document or a time",
    )


def _undated(tasks: int, language: Language) -> str:
    if not tasks:
        return ""
    if language == "vi":
        return f"{tasks} nhiệm vụ không nêu ngày cuối nên không có trong lịch."
    states = "states" if tasks == 1 else "state"
    return f"{counted(tasks, 'task')} that {states} no last day: not in the calendar."


def _clean(written: str) -> str:
    return _CONTROLS.sub(" ", written)
