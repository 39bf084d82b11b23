"""Counterparts: which mandates of one document answer to which of another, how surely, and what changed.

For every mandate of the first document the mandates of the second are ranked by likeness of their words
(`queries.likeness`), to which the likeness of the headings that they stand under is added with a small
weight. Standing duties of bodies are compared only where asked for, or where a document has nothing else:
what a unit has to do anyway is another thing than what a plan sets out to do.

A human verdict stands above every score: "different" sets a pair aside, the others put it first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any, Final

from graph_build.store import Store
from graph_build.text import words
from queries.bilingual import Text, one_of, whole_number
from queries.errors import DocumentUnread, InvalidValue
from queries.likeness import USUAL, Likeness, likeness, shared_spans
from queries.names import Names
from queries.provisions import Provision, provisions
from queries.trace_kept import Kept
from queries.trace_model import MANDATES
from queries.trace_read import Thing, TraceReader
from queries.verdicts import Verdict, Verdicts

_HEADING_WEIGHT: Final = 0.2
LIKELY: Final = 0.25
"""From this score on a match is called likely; below, it is only the nearest that there is."""
DIFFERENT: Final = "different"
MOST_PAIRS: Final = 20_000_000
_MOST_LEVELS: Final = 20
_RESTING: Final = ("implements", "basedOn", "annexOf", "amends", "corrects", "replaces", "consolidates")
SOLID: Final = ("task", "measure")


@dataclass(frozen=True, slots=True)
class Match:
    """A mandate of the other document, how like it is (0 to 1), and the verdict if there is one."""

    there: Provision
    score: float
    verdict: Verdict | None = None

    @property
    def is_likely(self) -> bool:
        """Tell whether a person said so, or nobody did and the score is high enough to be worth a look."""
        return self.verdict.verdict != DIFFERENT if self.verdict else self.score >= LIKELY


@dataclass(frozen=True, slots=True)
class Entry:
    """A mandate of the first document and the mandates that answer to it, the best first.

    `different` are those of which somebody said that they do not, in the order of the other document.
    """

    here: Provision
    matches: tuple[Match, ...]
    different: tuple[Match, ...] = ()

    def as_object(self) -> dict[str, Any]:
        """Give the entry as JSON carries it."""
        return {
            **_told(self.here),
            "text": self.here.text,
            "matches": [_match(self.here, m) for m in self.matches],
            **({"different": [_match(self.here, m) for m in self.different]} if self.different else {}),
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents, the mandates that both rest on, and the entries of the first in its own order."""

    first: Thing
    second: Thing
    shared: tuple[Thing, ...]
    entries: tuple[Entry, ...]

    @property
    def best(self) -> float:
        """Give the highest score of all."""
        return max((match.score for entry in self.entries for match in entry.matches), default=0.0)


def counterparts(  # noqa: PLR0913 - the options of a comparison
    store: Store,
    first: str,
    second: str,
    *,
    names: Names | None = None,
    kinds: Iterable[str] = (),
    limit: int = 5,
    method: str = USUAL,
    verdicts: Verdicts | None = None,
    kept: Kept | None = None,
) -> Comparison:
    """Compare two documents, each named by number, name, file name or IRI.

    `kinds` are the kinds of mandates to compare; without any, tasks and measures, or duties where a document
    has neither. `limit` matches at most are kept for each mandate, the rejected left out.
    Raises UnknownDocument and AmbiguousName with the names that come near, InvalidValue, and DocumentUnread
    for a document that is known by citation only.
    """
    names = names or Names(store)
    reader = TraceReader(store, names.base, kept)
    asked = tuple(kinds)
    if limit < 1:
        raise InvalidValue("limit", str(limit), whole_number(1))
    measure = likeness(method)
    here_thing, here = of_document(reader, names, first, asked)
    there_thing, there = of_document(reader, names, second, asked)
    entries = matched(here, there, measure, verdicts or Verdicts(), limit)
    shared = reader.things(resting_on(reader, here_thing.iri) & resting_on(reader, there_thing.iri))
    ordered = tuple(sorted(shared.values(), key=lambda one: (one.label, one.iri)))
    return Comparison(here_thing, there_thing, ordered, entries)


def of_document(
    reader: TraceReader, names: Names, written: str, kinds: Iterable[str] = (), *, with_parts: bool = True
) -> tuple[Thing, tuple[Provision, ...]]:
    """Give a document by number, name, file name or IRI, and the mandates of it that are compared.

    Without `kinds` those are its tasks and measures, or its duties where it has neither; `with_parts` as in
    `queries.provisions.provisions_of`. Raises DocumentUnread for one that is only cited, InvalidValue, and
    what `Names.document` raises.
    """
    iri = names.document(written).value
    thing = reader.things([iri]).get(iri)
    if thing is None or thing.facts.get("in_corpus") is False:
        raise DocumentUnread(written)
    asked = tuple(kinds)
    if unknown := sorted(set(asked) - set(MANDATES)):
        raise InvalidValue("kind", unknown[0], one_of(MANDATES))
    found = provisions(reader, iri, asked or SOLID, with_parts=with_parts)
    return thing, found or (() if asked else provisions(reader, iri, with_parts=with_parts))


def resting_on(reader: TraceReader, document: str) -> frozenset[str]:
    """Give a document and all that it rests on, directly or through others."""
    met = {document}
    level = {document}
    for _ in range(_MOST_LEVELS):
        level = {other for _, _, other in reader.above(level, _RESTING)} - met
        if not level:
            break
        met |= level
    return frozenset(met)


def matched(
    here: Sequence[Provision],
    there: Sequence[Provision],
    measure: Likeness,
    verdicts: Verdicts,
    limit: int,
) -> tuple[Entry, ...]:
    """Rank the mandates of one list for each of another.

    Raises InvalidValue for more than `MOST_PAIRS` pairs.
    """
    if len(here) * len(there) > MOST_PAIRS:
        raise InvalidValue(
            "documents",
            f"{len(here)} × {len(there)}",
            Text(vi="ít nhiệm vụ hơn: hãy chọn loại", en="few enough mandates: choose kinds of them"),
        )
    scores = _scores(here, there, measure)
    if not verdicts:
        return tuple(Entry(one, _best(row, there, limit)) for one, row in zip(here, scores, strict=True))
    entries = []
    for one, row in zip(here, scores, strict=True):
        ranked = []
        different = []
        for place, (other, score) in enumerate(zip(there, row, strict=True)):
            said = verdicts.on("counterpart", one.iri, other.iri)
            if said and said.verdict == DIFFERENT:
                different.append(Match(other, score, said))
                continue
            if not said and score <= 0:
                continue
            ranked.append((said is None, -score, place, other, said))
        ranked.sort(key=lambda held: held[:3])
        kept = [Match(other, -score, said) for _, score, _, other, said in ranked[:limit]]
        entries.append(Entry(one, tuple(kept), tuple(different)))
    return tuple(entries)


def _best(row: Sequence[float], there: Sequence[Provision], limit: int) -> tuple[Match, ...]:
    """Rank by score alone; of equal ones the first in the order of the text comes first."""
    alike = [place for place, score in enumerate(row) if score > 0]
    alike.sort(key=lambda place: -row[place])
    return tuple(Match(there[place], row[place]) for place in alike[:limit])


def _scores(here: Sequence[Provision], there: Sequence[Provision], measure: Likeness) -> list[list[float]]:
    """Score every pair: like headings take up a part of what the likeness of the words leaves to 1."""
    of_words = measure.scores([one.text for one in here], [one.text for one in there])
    rows = {title: place for place, title in enumerate(sorted({one.section_title for one in here}))}
    columns = {title: place for place, title in enumerate(sorted({one.section_title for one in there}))}
    of_headings = measure.scores(list(rows), list(columns))
    if not here or not there:
        return of_words
    import numpy as np  # noqa: PLC0415 - slow to import

    scores = np.asarray(of_words)
    headings = np.asarray(of_headings)[
        np.ix_([rows[one.section_title] for one in here], [columns[one.section_title] for one in there])
    ]
    found: list[list[float]] = (scores + (1 - scores) * _HEADING_WEIGHT * headings).tolist()
    return found


def changes(here: Provision, there: Provision) -> dict[str, Any]:
    """Tell what differs between two mandates: words, who leads, by when and with what result.

    A deadline is compared only where both are stated with the same precision; nothing is said of a difference
    of precision but that there is one.
    """
    found: dict[str, Any] = {"wording": _wording(here.text, there.text)}
    leads = [[name for _, name in one.leads] for one in (here, there)]
    if any(leads):
        same = {iri or name for iri, name in here.leads} == {iri or name for iri, name in there.leads}
        found["lead"] = {"here": leads[0], "there": leads[1], "change": "same" if same else "other"}
    if here.due_text or there.due_text or here.due or there.due:
        found["deadline"] = {
            "here": here.due_text or here.due,
            "there": there.due_text or there.due,
            "change": _deadline_change(here.due, there.due),
        }
    if here.output or there.output:
        change = "same" if here.output == there.output else "other"
        found["output"] = {"here": here.output, "there": there.output, "change": change}
    return found


def _deadline_change(here: str, there: str) -> str:
    """Tell how the deadline of the first stands to that of the second."""
    if not here or not there:
        return "only-here" if here else "only-there" if there else "unclear"
    if here == there:
        return "same"
    if len(here) != len(there):
        return "unclear"
    return "earlier" if here < there else "later"


_words = lru_cache(maxsize=256)(words)  # one text meets several


def _wording(here: str, there: str) -> list[dict[str, str]]:
    """List what stands in one text only, and what takes its place in the other, in the order of the texts."""
    left, right = _words(here), _words(there)
    matcher = SequenceMatcher(None, [one.key for one in left], [one.key for one in right], autojunk=False)
    return [
        {
            "here": here[left[a].start : left[b - 1].end] if b > a else "",
            "there": there[right[c].start : right[d - 1].end] if d > c else "",
        }
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
    ]


def _told(one: Provision) -> dict[str, Any]:
    held = {"iri": one.iri, "kind": one.kind, "code": one.code, "section": one.section}
    held |= {"section_title": one.section_title}
    return held | {"evidence": [quote.as_object() for quote in one.evidence]}


def _match(here: Provision, match: Match) -> dict[str, Any]:
    there = match.there
    return {
        **_told(there),
        "title": there.text,
        "score": round(match.score, 4),
        "likely": match.is_likely,
        "words": [there.text[start:end] for start, end in shared_spans(here.text, there.text)[1]],
        "changes": changes(here, there),
        **({"verdict": match.verdict.as_object()} if match.verdict else {}),
    }
