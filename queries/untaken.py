"""Provisions that no task takes up: sections that order something, and no task that was found stands for it.

A provision is a section of a document (article, clause, item, point) in which measures or duties stand; it is
named by its path. It is looked at in two scopes:

| Scope | Compared with | Taken up by |
|---|---|---|
| within | the tasks of the same document, annexes too | place, words, share, body |
| below | the tasks of documents that carry it out or rest on it | words, share |

Place: a task stands in the section or under it, or the section under the number of the task. Words: some
task is a likely counterpart (`queries.counterparts`) of a measure or duty of the section. Share: of the
nearest tasks one has half of the weight of the shorter text in common with it (`queries.shares`). Body:
one whose duty it is has a part in a task. What none of these takes up is a suggestion, with the nearest
task and its score; that no task is there is no fact of the graph. Where there are no tasks to compare
with nothing is suggested.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from typing import Literal as OneOf

from graph_build.store import Store
from graph_build.terms import Iri
from queries.bilingual import Text
from queries.catalogue import rebase
from queries.counterparts import LIKELY, MOST_PAIRS, Entry, Match, matched, of_document
from queries.errors import InvalidValue
from queries.gaps import reached
from queries.likeness import USUAL, Likeness, likeness, shared_spans
from queries.names import Names
from queries.patterns import query_text
from queries.provisions import Provision, described, provisions
from queries.shares import Shares
from queries.trace_kept import Kept
from queries.trace_read import Thing, TraceReader
from queries.verdicts import Verdicts

Scope = OneOf["within", "below"]
SCOPES: Final[tuple[Scope, ...]] = ("within", "below")
GAP: Final = "provision-without-task"
_ORDERING: Final = ("measure", "duty")
_RESTING: Final = ("basedOn",)
SURE: Final = 0.5
"""From this share of the shorter text on a provision counts as taken up; as in `queries.carried`."""
_LOOKED_AT: Final = 5
"""The nearest tasks of a provision of which the share is taken."""


@dataclass(frozen=True, slots=True)
class Untaken:
    """A section and its measures and duties, the documents whose tasks were looked at, and the nearest task.

    `nearest` answers to `near`, one of `stated`; it is None where no task shares a word.
    """

    scope: Scope
    document: Thing
    stated: tuple[Provision, ...]
    compared: tuple[Thing, ...]
    tasks: int
    near: Provision
    nearest: Match | None

    @property
    def section(self) -> str:
        """Give the path of the section in its document."""
        return self.near.section

    def as_object(self) -> dict[str, Any]:
        """Give the suggestion as JSON carries it."""
        return {
            "gap": GAP,
            "scope": self.scope,
            "suggestion": True,
            "document": _named(self.document),
            "section": self.section,
            "section_title": self.near.section_title,
            "stated": [
                {
                    "iri": one.iri,
                    "kind": one.kind,
                    "text": one.text,
                    "evidence": [quote.as_object() for quote in one.evidence],
                }
                for one in self.stated
            ],
            "compared": {"tasks": self.tasks, "documents": [_named(one) for one in self.compared]},
            "nearest": self.nearest and _told(self.near, self.nearest),
        }


def untaken(
    store: Store,
    document: str | None = None,
    *,
    names: Names | None = None,
    scope: str = "",
    method: str = USUAL,
    verdicts: Verdicts | None = None,
    kept: Kept | None = None,
    most_tasks: int | None = None,
) -> tuple[Untaken, ...]:
    """Suggest sections that no task takes up, in the order of the documents and of their texts.

    `scope` is one of `SCOPES`, or "" for both. Raises UnknownDocument and AmbiguousName with the names that
    come near, DocumentUnread, and InvalidValue for another scope and, where no document is named, for more
    than `most_tasks` tasks.
    """
    names = names or Names(store)
    wanted = _scopes(scope)
    reader = TraceReader(store, names.base, kept)
    asked = [of_document(reader, names, document)[0].iri] if document is not None else _read(store, reader)
    if document is None and most_tasks is not None:
        _check(reader, asked, most_tasks)
    things = reader.things(asked)
    compare = _Comparison(reader, likeness(method), verdicts or Verdicts())
    return tuple(
        one
        for iri in asked
        if iri in things
        for chosen in wanted
        for one in compare.found(things[iri], chosen)
    )


def _scopes(written: str) -> tuple[Scope, ...]:
    found = tuple(one for one in SCOPES if written in ("", one))
    if not found:
        raise InvalidValue("scope", written, Text(vi=" hoặc ".join(SCOPES), en=" or ".join(SCOPES)))
    return found


def _read(store: Store, reader: TraceReader) -> list[str]:
    rows = store.query(rebase(query_text("lookups", "documents-read"), reader.base))
    return [row[0].value for row in rows if isinstance(row[0], Iri)]


def _check(reader: TraceReader, documents: Sequence[str], most: int) -> None:
    if sum(reader.count_mandates(documents, ("task",)).values()) > most:
        raise InvalidValue(
            "document",
            "",
            Text(
                vi=f"một văn bản: không so quá {most} nhiệm vụ",
                en=f"one; more than {most} tasks are not compared",
            ),
        )


@dataclass(frozen=True, slots=True)
class _Comparison:
    reader: TraceReader
    measure: Likeness
    verdicts: Verdicts

    def found(self, document: Thing, scope: Scope) -> Iterator[Untaken]:
        stated = provisions(self.reader, document.iri, _ORDERING)
        if not stated:
            return
        tasks = self._within(document.iri) if scope == "within" else self._below(document.iri)
        if not tasks:
            return
        places, bodies = self._own(tasks) if scope == "within" else (frozenset(), frozenset())
        things = self.reader.things({one.document for one in tasks})
        compared = tuple(sorted(things.values(), key=lambda one: (str(one.facts.get("date", "")), one.iri)))
        shares = Shares({one.iri: one.text for one in (*stated, *tasks)}, {})
        for entries in _sections(self._entries(stated, tasks)):
            if _in_place(entries[0].here.section, places) or _assigned(entries, bodies):
                continue
            near = max(entries, key=_best)
            nearest = near.matches[0] if near.matches else None
            if any(_is_taken(one, shares) for one in entries):
                continue
            here = tuple(one.here for one in entries)
            yield Untaken(scope, document, here, compared, len(tasks), near.here, nearest)

    def _entries(self, stated: Sequence[Provision], tasks: Sequence[Provision]) -> list[Entry]:
        """Rank the tasks for each provision, a part of the tasks at a time where the pairs are many."""
        size = max(1, MOST_PAIRS // len(stated))
        parts = [
            matched(stated, tasks[at : at + size], self.measure, self.verdicts, _LOOKED_AT)
            for at in range(0, len(tasks), size)
        ]
        return [max(column, key=_best) for column in zip(*parts, strict=True)]

    def _within(self, document: str) -> tuple[Provision, ...]:
        return provisions(self.reader, document, ("task",))

    def _below(self, document: str) -> tuple[Provision, ...]:
        """Give the tasks of documents that rest on the document, or carry it out through any others."""
        carrying = reached(self.reader, document, upwards=False)
        found = carrying | {one for one, _, _ in self.reader.below([document], _RESTING)}
        things = self.reader.things(found - {document})
        read = sorted(one.iri for one in things.values() if one.kind == "document")
        held = {one: provisions(self.reader, one, ("task",)) for one in read}
        single: dict[str, list[str]] = {}
        for one in things.values():
            source = str(one.facts.get("document", ""))
            if one.kind == "task" and source not in held and source != document:
                single.setdefault(source, []).append(one.iri)
        return tuple(
            task for tasks in (*held.values(), *described(self.reader, single).values()) for task in tasks
        )

    def _own(self, tasks: Sequence[Provision]) -> tuple[frozenset[tuple[str, str]], frozenset[str]]:
        """Give the sections in which tasks stand with those they head, and who has a part in them."""
        places = frozenset((one.section, f"{one.section}.{one.code}" if one.code else "") for one in tasks)
        return places, self.reader.taking_part(one.iri for one in tasks)


def _best(entry: Entry) -> tuple[bool, float]:
    return (entry.matches[0].is_likely, entry.matches[0].score) if entry.matches else (False, -1.0)


def _is_taken(entry: Entry, shares: Shares) -> bool:
    return any(
        match.is_likely or shares.contained(entry.here.iri, match.there.iri) >= SURE
        for match in entry.matches
    )


def _sections(entries: Iterable[Entry]) -> list[list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.here.section or entry.here.iri, []).append(entry)
    return list(found.values())


def _in_place(section: str, places: Iterable[tuple[str, str]]) -> bool:
    """Tell whether a task stands in a section or under it, or is itself what the section stands under."""
    return bool(section) and any(
        f"{own}.".startswith(f"{section}.") or (head and f"{section}.".startswith(f"{head}."))
        for own, head in places
    )


def _assigned(entries: Iterable[Entry], bodies: frozenset[str]) -> bool:
    """Tell whether one whose duty stands in a section has a part in a task."""
    return any(iri in bodies for one in entries if one.here.kind == "duty" for iri, _ in one.here.leads)


def _named(one: Thing) -> dict[str, str]:
    return {"iri": one.iri, "label": one.name}


def _told(here: Provision, match: Match) -> dict[str, Any]:
    there = match.there
    return {
        "iri": there.iri,
        "answers_to": here.iri,
        "document": there.document,
        "place": there.place,
        "title": there.text,
        "score": round(match.score, 4),
        "likely_from": LIKELY,
        "words": [here.text[a:b] for a, b in shared_spans(here.text, there.text)[0]],
        "evidence": [quote.as_object() for quote in there.evidence],
    }
