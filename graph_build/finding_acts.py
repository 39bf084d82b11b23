"""Contradictions about acts: two dates, two numbers, dates that cannot be.

An act is told by its IRI, which holds the issuer, the year and the number: "38/NQ-CP" of two years are
two acts, and two offices may give one number. Reads sources; gives findings, each with the odd spot first.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from graph_build.finding_codes import found
from graph_build.finding_facts import ActDate, Facts, Source
from graph_build.records import Citation, Finding, Quote
from graph_build.text import fold
from ontology.numbers import number_key, split_number

_DAY = len("2022-08-24")
_SUBJECT = 24
"""How many words after two citations must agree before they are about one act."""


_KIND_OF_SYMBOL = {
    "NQ": "Nghị quyết",
    "NĐ": "Nghị định",
    "TT": "Thông tư",
    "TTLT": "Thông tư liên tịch",
    "QĐ": "Quyết định",
    "TTR": "Tờ trình",
    "BC": "Báo cáo",
    "KH": "Kế hoạch",
    "TB": "Thông báo",
}
_KINDS = frozenset(
    map(fold, (*_KIND_OF_SYMBOL.values(), "Luật", "Chỉ thị", "Công văn", "Công điện", "Pháp lệnh"))
)
_CALLED = re.compile(r"([^\W\d_]+(?:\s[^\W\d_]+){0,3}?)(?:\ssố)?:?\s(?=\d)", re.IGNORECASE)


_DATE = re.compile(r"ngày\s|\d\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|(?:năm|tháng)\s", re.IGNORECASE)


class _Mention(NamedTuple):
    """An act named with a whole date at one spot of a document."""

    date: str
    quote: Quote


def _prints_date(citation: Citation) -> bool:
    """Tell whether a citation itself prints the date, and does not have it from another of the same act."""
    return _DATE.search(citation.surface) is not None


def _dated(source: Source) -> Iterator[tuple[str, str, _Mention]]:
    """Go through the acts named with a day: IRI, number and mention; the document itself comes first."""
    record = source.record
    header = record.header
    if record.iri and header.number and header.date and len(header.date) == _DAY and header.date_evidence:
        yield record.iri, header.number, _Mention(header.date, source.proof(header.date_evidence))
    for one in record.citations:
        if one.iri and one.number and one.core and one.date and len(one.date) == _DAY and _prints_date(one):
            yield one.iri, one.number, _Mention(one.date, source.quote(one.start, one.end))


def two_dates(source: Source) -> Iterator[Finding]:
    """Find acts that one document names with two dates; the usual date is the one named most often."""
    for number, mentions in _by_act(source).values():
        yield from _odd_dates(number, mentions)


def act_dates(source: Source) -> tuple[ActDate, ...]:
    """Give the usual date of every national act that a document names with a day."""
    return tuple(
        ActDate(iri, number, *_usual(number, mentions))
        for iri, (number, mentions) in _by_act(source).items()
        if (parts := split_number(number)) is not None and parts.is_national
    )


def two_dates_across(documents: Iterable[Facts]) -> Iterator[Finding]:
    """Find acts that documents name with different dates; each document speaks with its usual date."""
    acts: defaultdict[str, list[_Mention]] = defaultdict(list)
    numbers: dict[str, str] = {}
    for act in (act for document in documents for act in document.acts):
        acts[act.iri].append(_Mention(act.date, act.quote))
        numbers[act.iri] = act.number
    for iri, mentions in acts.items():
        yield from _odd_dates(numbers[iri], mentions)


def _odd_dates(number: str, mentions: Sequence[_Mention]) -> Iterator[Finding]:
    usual = _usual(number, mentions)
    odd = {one.date: one for one in reversed(mentions) if one.date != usual.date}
    for one in odd.values():
        values = {"act": number, "odd": _local(one.date), "usual": _local(usual.date)}
        yield found("act-with-two-dates", (one.quote, usual.quote), **values)


def _by_act(source: Source) -> dict[str, tuple[str, list[_Mention]]]:
    acts: dict[str, tuple[str, list[_Mention]]] = {}
    for iri, number, mention in _dated(source):
        acts.setdefault(iri, (number, []))[1].append(mention)
    return acts


def _usual(number: str, mentions: Sequence[_Mention]) -> _Mention:
    """Give the first mention with the date that is named most often.

    Of dates named equally often it is one of the year in the number, else the one named first.
    """
    parts = split_number(number)
    year = parts.year if parts is not None else ""
    counts = Counter(one.date for one in mentions)
    best = max(mentions, key=lambda one: (counts[one.date], bool(year) and one.date.startswith(year)))
    return next(one for one in mentions if one.date == best.date)


def two_numbers(source: Source) -> Iterator[Finding]:
    """Find an act whose number is once misprinted: one kind, symbol and date, and one character off.

    Either the other number stands at least three times, or both stand before the same words on what the act
    is about; so two acts of one day are not taken for one.
    """
    groups: defaultdict[tuple[str, str, str], list[Citation]] = defaultdict(list)
    for one in source.record.citations:
        whole = one.date is not None and len(one.date) == _DAY and _prints_date(one)
        if one.core and one.number and one.date and whole and one.role != "annexed_to":
            serial, _, symbol = number_key(one.number).partition("/")
            if serial.isdigit():
                groups[one.type or "", symbol, one.date].append(one)
    for (_, _, day), cited in groups.items():
        counts = Counter(number_key(one.number or "") for one in cited)
        usual, often = counts.most_common(1)[0]
        for number, times in counts.items():
            if times > 1 or number == usual or not _one_off(number, usual):
                continue
            odd, first = (next(c for c in cited if number_key(c.number or "") == n) for n in (number, usual))
            if often >= 3 or _same_subject(source.text, odd, first):
                quotes = [source.quote(c.start, c.end) for c in (odd, first)]
                values = {"odd": number, "usual": usual, "date": _local(day)}
                yield found("act-with-two-numbers", quotes, **values)


def _same_subject(text: str, one: Citation, other: Citation) -> bool:
    """Tell whether the same words follow two citations, enough of them to name what an act is about."""
    after = [fold(text[c.end : c.end + 300]).split()[:_SUBJECT] for c in (one, other)]
    return len(after[0]) == _SUBJECT and after[0] == after[1]


def _one_off(one: str, other: str) -> bool:
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def annex_numbers(source: Source) -> Iterator[Finding]:
    """Find attached parts that name another number than the document they stand in.

    Only a number of the same kind and issuer counts ("/QĐ-BYT"): a part may also carry the text of an
    older act, which is told by its date.
    """
    header = source.record.header
    if header.number is None or header.number_evidence is None:
        return
    own = number_key(header.number)
    seen = set()
    for annex in header.annexes:
        cited = number_key(annex.number_as_cited or "")
        if not cited or cited == own or cited in seen or cited.partition("/")[2] != own.partition("/")[2]:
            continue
        if annex.date_as_cited and header.date and annex.date_as_cited != header.date:
            continue
        spot = next(
            (
                c
                for c in source.record.citations
                if c.start >= annex.start and number_key(c.number or "") == cited
            ),
            None,
        )
        if spot is not None:
            seen.add(cited)
            quotes = (source.quote(spot.start, spot.end), source.proof(header.number_evidence))
            yield found("annex-of-other-number", quotes, odd=annex.number_as_cited, usual=header.number)


def annex_years(source: Source) -> Iterator[Finding]:
    """Find attached parts that name the document's own number with a date of another year.

    A date of the same year is found among the dates of the act, whose IRI holds the year.
    """
    header = source.record.header
    if header.number is None or not header.date or header.date_evidence is None:
        return
    own = number_key(header.number)
    spots = (one for one in source.record.citations if one.role == "annexed_to")
    for one in spots:
        if one.number is None or number_key(one.number) != own or not one.date:
            continue
        if len(one.date) == len(header.date) == _DAY and one.date[:4] != header.date[:4]:
            quotes = (source.quote(one.start, one.end), source.proof(header.date_evidence))
            values = {"act": header.number, "odd": _local(one.date), "usual": _local(header.date)}
            yield found("act-with-two-dates", quotes, **values)
            return


def kinds_against_numbers(source: Source) -> Iterator[Finding]:
    """Find acts called one kind whose number is of another ("Nghị quyết số 30/2020/NĐ-CP").

    Only kinds with a symbol of their own count (Nghị định 30/2020/NĐ-CP, Phụ lục III, Mục I), and only
    where the word of the kind stands before "số" and the number.
    """
    seen = set()
    for one in source.record.citations:
        parts = split_number(one.number) if one.number and one.core else None
        kind = _KIND_OF_SYMBOL.get(parts.kind) if parts is not None and not parts.is_party else None
        if kind is None or parts is None or one.number in seen:
            continue
        called = _CALLED.match(source.text, one.start, one.end)
        word = fold(called[1]) if called else ""
        if word in _KINDS and word != fold(kind):
            seen.add(one.number)
            values = {"act": one.number, "odd": " ".join(called[1].split()) if called else "", "usual": kind}
            yield found("kind-against-number", [source.quote(one.start, one.end)], **values)


def dates_against_numbers(source: Source) -> Iterator[Finding]:
    """Find acts cited with a date of another year than their number says ("117/2014/NĐ-CP" of 2024)."""
    seen = set()
    for one in source.record.citations:
        printed = one.number and one.date and one.core and _prints_date(one)
        parts = split_number(one.number) if one.number and printed else None
        if parts is None or not parts.year or one.date is None or one.date[:4] == parts.year:
            continue
        if (one.iri, one.date) not in seen:
            seen.add((one.iri, one.date))
            values = {"act": one.number, "year": parts.year, "odd": _local(one.date)}
            yield found("date-against-number", [source.quote(one.start, one.end)], **values)


def later_acts(source: Source) -> Iterator[Finding]:
    """Find acts that are cited with a date after the document's own; both must be stated to the day."""
    header, seen = source.record.header, set()
    if not header.official or not header.date or len(header.date) != _DAY or header.date_evidence is None:
        return
    for one in source.record.citations:
        later = one.core and one.number and one.date and len(one.date) == _DAY and one.date > header.date
        if (
            not later
            or not _prints_date(one)
            or one.date is None
            or one.iri == source.record.iri
            or (one.iri, one.date) in seen
        ):
            continue
        seen.add((one.iri, one.date))
        quotes = (source.quote(one.start, one.end), source.proof(header.date_evidence))
        values = {"act": one.number, "odd": _local(one.date), "usual": _local(header.date)}
        yield found("cited-before-issued", quotes, **values)


def _local(iso: str) -> str:
    """Write an ISO date as documents do: 24/8/2022."""
    return "/".join(part.lstrip("0") for part in reversed(iso.split("-")))
