"""By what documents can be asked for, folded, in the table `called` of the file of the corpus.

    called   `how` it is folded, the folded text, and the `place` of the document in the table of documents

Numbers, labels, names of files and the labels that tell documents apart are folded to words without marks
(`BARE`); where a text says that a number follows ("Nghị quyết số 38/NQ-CP") also without that word
(`UNSAID`); a number besides as numbers are compared (`NUMBER`). Names that are one in any way of comparing
are one here too, so that whoever finds a few documents here need not look at the names of others.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from graph_build.text import bare
from graph_build.told_apart import Called, told_apart
from ontology.numbers import number_key

LAYOUT: Final = "1"
"""The version of the table, told under `names` in `about`; a reader takes no other."""

BARE: Final = 0
UNSAID: Final = 1
NUMBER: Final = 2

SCHEMA: Final = """
CREATE TABLE called (
  how INTEGER, folded TEXT, place INTEGER, PRIMARY KEY (how, folded, place)
) WITHOUT ROWID;
"""
_KIND_WORDS: Final = re.compile(r"\b(?:số|so)\b\s*:?", re.IGNORECASE)


class Named(NamedTuple):
    """A document and all that it can be asked for by; `place` as in the table of documents.

    `date` and `issuers`, names in order, tell it from others that are called alike.
    """

    place: int
    iri: str
    keys: Collection[str]
    labels: Collection[str]
    files: Collection[str]
    date: str
    issuers: Sequence[str]


def without_kind_words(text: str) -> str:
    """Take out the words that only say that a number follows."""
    return _KIND_WORDS.sub(" ", text)


def folded_ways(written: str) -> list[tuple[int, str]]:
    """Give by what to look for a written name, so that all are found that any way of comparing finds."""
    plain = {bare(written), bare(without_kind_words(written))} - {""}
    ways = [(how, text) for text in sorted(plain) for how in (BARE, UNSAID)]
    number = number_key(written).encode("utf-8", "ignore").decode("utf-8")  # half a character is in no name
    return [*ways, (NUMBER, number)]


def write_called(made: sqlite3.Connection, documents: Sequence[Named], base: str) -> None:
    """Fill the table; raises sqlite3.Error."""
    labels = {one.iri: max(one.labels) for one in documents if one.keys and one.labels}
    count = Counter(labels.values())
    alike = (one for one in documents if count[labels.get(one.iri, "")] > 1)
    root = f"{base}id/document/"
    apart = told_apart(
        {
            one.iri: Called(labels[one.iri], one.date, "; ".join(one.issuers), one.iri.removeprefix(root))
            for one in alike
        }
    )
    made.executemany("INSERT INTO called VALUES (?, ?, ?)", _rows(documents, apart))
    made.execute("INSERT INTO about VALUES ('names', ?)", [LAYOUT])


def _rows(documents: Iterable[Named], apart: Mapping[str, str]) -> Iterator[tuple[int, str, int]]:
    for one in documents:
        if one.labels:
            shown = [apart[one.iri]] if one.iri in apart else []
            for how, text in _folded((*one.keys, *one.labels, *one.files, *shown), one.keys):
                yield how, text, one.place


def _folded(texts: Iterable[str], keys: Iterable[str]) -> set[tuple[int, str]]:
    found = {(NUMBER, number_key(key)) for key in keys if key}
    for text in texts:
        if plain := bare(text):
            found.add((BARE, plain))
        if (unsaid := bare(without_kind_words(text))) not in {"", plain}:
            found.add((UNSAID, unsaid))
    return found
