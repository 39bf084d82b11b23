"""Contradictions and gaps with what people decided about them.

A finding is open until somebody accepts or rejects it (`queries.verdicts`). Nothing here or anywhere says
which of two spots is right.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Final, Literal, NamedTuple

from graph_build.store import Store
from graph_build.store_errors import TextMissing
from graph_build.terms import Iri
from graph_build.terms import Literal as Term
from queries.catalogue import rebase
from queries.names import base_of
from queries.verdicts import Verdict, Verdicts

State = Literal["open", "accepted", "rejected"]
STATES: Final[tuple[State, ...]] = ("open", "accepted", "rejected")
SEVERITIES: Final = ("high", "medium", "low")
REACH: Final = 160
"""Code points of the text that are shown on either side of a quote."""


class Spot(NamedTuple):
    """Words that a finding rests on: their document and file, offsets in its text, up to 32 points around."""

    document: str
    label: str
    file: str
    sha256: str
    start: int
    end: int
    words: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with every spot it rests on, those of the document it is named after first."""

    iri: str
    code: str
    severity: str
    kind_vi: str
    kind_en: str
    message_vi: str
    message_en: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding and the last verdict on it, None where nobody judged."""

    found: Found
    verdict: Verdict | None = None

    @property
    def state(self) -> str:
        """Tell what became of the finding: open, accepted or rejected."""
        return self.verdict.verdict if self.verdict else "open"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which findings are asked for; "" in a field asks for all. `document` is an IRI, `kind` a code."""

    kind: str = ""
    severity: str = ""
    document: str = ""
    state: str = ""

    def takes(self, one: Judged, *, any_state: bool = False) -> bool:
        """Tell whether a finding is asked for; `any_state` leaves its state aside."""
        found = one.found
        return (
            self.kind in ("", found.code)
            and self.severity in ("", found.severity)
            and (not self.document or any(spot.document == self.document for spot in found.spots))
            and (any_state or self.state in ("", one.state))
        )


def read_findings(store: Store) -> tuple[Found, ...]:
    """Read all findings of a graph, the severest first, then by the documents they are named after."""
    query = (files("queries") / "lookups" / "findings.rq").read_text(encoding="utf-8")
    heads: dict[str, list[str]] = {}
    spots: dict[str, list[Spot]] = {}
    for row in store.query(rebase(query, base_of(store))):
        cells = [term.value if isinstance(term, Iri | Term) else "" for term in row]
        iri, *head = cells[:7]
        heads[iri] = head
        document, label, file, sha256, start, end, *words = cells[7:]
        spot = Spot(document, label, file, sha256, int(start), int(end), *words)
        held = spots.setdefault(iri, [])
        if not any(one[:1] + one[4:6] == spot[:1] + spot[4:6] for one in held):
            held.append(spot)
    made = []
    for iri, (code, severity, kind_vi, kind_en, message_vi, message_en) in heads.items():
        quoted = tuple(_own_first(iri, spots[iri]))
        made.append(Found(iri, code, severity, kind_vi, kind_en, message_vi, message_en, quoted))
    return tuple(sorted(made, key=lambda one: (_rank(one.severity), one.spots[0].label, one.code, one.iri)))


def _own_first(iri: str, spots: list[Spot]) -> list[Spot]:
    return sorted(
        spots, key=lambda one: not iri.startswith(one.document.replace("/document/", "/finding/") + "/")
    )


def _rank(severity: str) -> int:
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)


def judged(found: Iterable[Found], verdicts: Verdicts) -> list[Judged]:
    """Put the last verdict beside every finding."""
    return [Judged(one, verdicts.on("finding", one.iri)) for one in found]


def without_finding(found: Iterable[Found], verdicts: Verdicts) -> int:
    """Count the verdicts on findings that the graph does not hold (any more)."""
    held = {one.iri for one in found}
    return sum(one.kind == "finding" and one.first not in held for one in verdicts)


def in_text(store: Store, spots: Iterable[Spot], reach: int = REACH) -> list[tuple[Spot, str, str]]:
    """Give every spot with the text before and after it, up to `reach` code points, cut between words.

    Where the snapshot holds no text (it came from elsewhere) the words kept with the quote are given.
    """
    texts: dict[str, str] = {}
    made = []
    for spot in spots:
        if spot.sha256 not in texts:
            try:
                texts[spot.sha256] = store.text(spot.sha256)
            except TextMissing:
                texts[spot.sha256] = ""
        text = texts[spot.sha256]
        before, after = spot.before, spot.after
        if text[spot.start : spot.end] == spot.words:
            before, after = text[max(0, spot.start - reach) : spot.start], text[spot.end : spot.end + reach]
            if spot.start > reach:
                before = "… " + before.partition(" ")[2]
            if spot.end + reach < len(text):
                after = after.rpartition(" ")[0] + " …"
        made.append((spot, before, after))
    return made
