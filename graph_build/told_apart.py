"""Words that tell apart documents that are called alike, as "Nghị quyết 97/NQ-CP" of two years.

Every province has its own 01/QĐ-UBND, and numbers begin anew each year. The least that tells all of a name
apart stands behind it in parentheses: the year, else who issued it, else both with the day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple


class Called(NamedTuple):
    """A document's label, its date (ISO, as precise as stated) and who issued it; "" where that is not known.

    `tail` is the end of its IRI, which tells it from all others.
    """

    label: str
    date: str
    issuer: str
    tail: str


def told_apart(documents: Mapping[str, Called]) -> dict[str, str]:
    """Give a label of its own, by IRI, to each document that shares its label with another."""
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for iri, called in documents.items():
        alike[called.label].append(iri)
    return {
        iri: f"{label} ({words})"
        for label, iris in alike.items()
        if len(iris) > 1
        for iri, words in zip(iris, _words([documents[iri] for iri in iris]), strict=True)
    }


def _words(alike: list[Called]) -> list[str]:
    """Give the words for each of some documents with one label: the first way that tells all apart."""
    for way in (_year, _issuer, _issuer_and_year, _issuer_and_day):
        words = [way(one) for one in alike]
        if all(words) and len(set(words)) == len(words):
            return words
    return [one.tail for one in alike]


def _year(one: Called) -> str:
    return one.date[:4]


def _issuer(one: Called) -> str:
    return one.issuer


def _issuer_and_year(one: Called) -> str:
    return f"{one.issuer}, {one.date[:4]}" if one.issuer and one.date else ""


def _issuer_and_day(one: Called) -> str:
    day = "/".join(part.lstrip("0") for part in reversed(one.date.split("-")))
    return f"{one.issuer}, {day}" if one.issuer and one.date else ""
