"""Deadlines as iCalendar: what another program reads in the file, and which texts and sizes it survives."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from graph_build.terms import Row, literal
from queries.asked import Parts
from queries.asked_answer import Built
from queries.asked_sparql import COLUMNS
from queries.calendar_file import LONGEST_SUMMARY, MOST_EVENTS, as_calendar
from queries.errors import InvalidValue

NOW = datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC)
NAMES = COLUMNS["tasks"]


def row(**values: str) -> Row:
    return tuple(literal(values[name]) if name in values else None for name in NAMES)


def built(*rows: Row) -> Built:
    return Built(Parts(), "", NAMES, rows)


def written(*rows: Row) -> bytes:
    return b"".join(as_calendar(built(*rows), "vi", "http://here.test/".__add__, NOW))


def events(content: bytes) -> list[Any]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_an_event_lies_on_the_last_day_and_tells_the_words() -> None:
    task = row(
        task="t/1",
        title="Ban hành quy chế",
        leads="Sở Y tế; Sở Nội vụ",
        due="2031-Q3",
        due_latest="2031-09-30",
        due_text="Quý III/2031",
        document_number="12/KH-UBND",
        quote="Sở Y tế chủ trì",
    )
    content = written(task, row(task="t/2", title="Không có hạn"))
    (event,) = events(content)
    assert event["DTSTART"].dt == date(2031, 9, 30)
    assert "DTEND" not in event
    assert event["DTSTAMP"].dt == NOW
    assert event["SUMMARY"] == "Hạn: Ban hành quy chế"
    assert str(event["URL"]) == "http://here.test/t/1"
    assert event["CATEGORIES"].cats == ["12/KH-UBND"]
    for words in ("Chủ trì: Sở Y tế; Sở Nội vụ", "Quý III/2031", "Sở Y tế chủ trì"):
        assert words in event["DESCRIPTION"]
    assert "1 nhiệm vụ không nêu ngày cuối" in str(Calendar.from_ical(content)["X-WR-CALDESC"])


def test_a_task_keeps_its_identifier_and_each_of_its_days_has_one() -> None:
    first, other = (row(task="t/1", title="A", due_latest=day) for day in ("2031-09-30", "2032-09-30"))
    again = row(task="t/1", title="Tên khác", due_latest="2031-09-30")
    kept, moved = (event["UID"] for event in events(written(first, other)))
    assert kept != moved
    assert [event["UID"] for event in events(written(again))] == [kept]


@pytest.mark.parametrize("stated", ["2031-13-45", "soon", "12031-01-01", "-0044-03-15"])
def test_what_is_no_day_leaves_the_calendar_whole(stated: str) -> None:
    ill = row(task="t/1", title="A", due_latest=stated)
    content = written(ill, row(task="t/2", title="B", due_latest="2031-09-30Z"))
    (event,) = events(content)
    assert event["DTSTART"].dt == date(2031, 9, 30)
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert "1 nhiệm vụ" in str(Calendar.from_ical(content)["X-WR-CALDESC"])


def test_nothing_due_is_a_calendar_without_events() -> None:
    assert events(written()) == []


@given(st.text(max_size=400), st.text(alphabet="\r\n\x00\x0b\x85;,\\:ắ\u2028\u202e", max_size=90))
def test_any_text_comes_back_and_no_line_is_long(title: str, words: str) -> None:
    content = written(row(task="t/1", title=title, due_latest="2031-01-02", due_text=words, quote=words))
    (event,) = events(content)
    assert len(event["SUMMARY"]) <= LONGEST_SUMMARY + len("Hạn: ")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\r" not in content.replace(b"\r\n", b"")
    kept = "".join(" " if (ord(one) < 32 and one not in "\t\n") or one == "\x7f" else one for one in words)
    assert not kept.strip() or kept.strip() in event["DESCRIPTION"]


def test_other_lists_and_too_many_days_are_refused() -> None:
    counts = Built(Parts(listed="month"), "", COLUMNS["month"], ())
    with pytest.raises(InvalidValue, match="month"):
        as_calendar(counts, "vi")
    many = row(task="t/1", title="A", due_latest="2031-09-30")
    with pytest.raises(InvalidValue, match=str(MOST_EVENTS)):
        as_calendar(built(*[many] * (MOST_EVENTS + 1)), "vi")
