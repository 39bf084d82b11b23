"""Tasks carried over between years: suggestions that a later document repeats a task of an earlier one.

Two documents of one issuer, of different years, are compared task by task. A task of the later is suggested
to repeat the nearest one of the earlier on one of two grounds:

| Ground | What holds |
|---|---|
| words | at least `SURE` of the weight of the shorter text is in the other one |
| lead | at least `LIKELY` of it is, one body leads both, and the later one is due later |

The text of a task is its title and its result. Runs of one to three syllables weigh by how few of the tasks
hold them (inverse document frequency, as in `queries.likeness`) and by their length; unlike there, only what
the shorter text says is looked for, as a programme of law-making names in one line what a plan told in three
(`queries.shares`).

A human verdict on two mandates as counterparts stands above: "different" takes a pair out, another puts it
in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final
from typing import Literal as OneOf

from graph_build.store import Store
from graph_build.terms import Iri, Literal
from queries.bilingual import Text
from queries.catalogue import rebase
from queries.counterparts import MOST_PAIRS, changes
from queries.errors import InvalidValue
from queries.likeness import shared_spans
from queries.names import Names
from queries.patterns import query_text
from queries.provisions import Provision, described
from queries.shares import LIKELY, Near, Shares, Source
from queries.trace_kept import Kept
from queries.trace_read import TraceReader
from queries.verdicts import Verdict, Verdicts

SURE: Final = 0.5

Ground = OneOf["words", "lead", "person"]


@dataclass(frozen=True, slots=True)
class Carried:
    """A task of a later document and the one of an earlier that it may repeat; `score` is from 0 to 1."""

    later: Provision
    earlier: Provision
    later_in: Source
    earlier_in: Source
    score: float
    ground: Ground
    verdict: Verdict | None = None

    @property
    def changes(self) -> dict[str, Any]:
        """Tell what differs: the later task is "here", the earlier one "there"."""
        return changes(self.later, self.earlier)

    def as_object(self) -> dict[str, Any]:
        """Give the suggestion as JSON carries it."""
        return {
            "suggestion": self.verdict is None,
            "score": round(self.score, 4),
            "ground": self.ground,
            "later": _told(self.later, self.later_in),
            "earlier": _told(self.earlier, self.earlier_in),
            "words": [self.later.text[a:b] for a, b in shared_spans(self.later.text, self.earlier.text)[0]],
            "changes": self.changes,
            **({"verdict": self.verdict.as_object()} if self.verdict else {}),
        }


def carried(
    store: Store,
    document: str | None = None,
    *,
    names: Names | None = None,
    verdicts: Verdicts | None = None,
    kept: Kept | None = None,
    most_tasks: int | None = None,
) -> tuple[Carried, ...]:
    """Suggest tasks that were carried over, the surest first; with a document, only from it or into it.

    Raises UnknownDocument and AmbiguousName with the names that come near, and InvalidValue where the pairs
    of tasks are too many, or the tasks that are compared more than `most_tasks`.
    """
    names = names or Names(store)
    asked = names.document(document).value if document is not None else None
    reader = TraceReader(store, names.base, kept)
    pairs = [pair for pair in _pairs(_sources(store, reader)) if asked in (None, pair[0].iri, pair[1].iri)]
    tasks = reader.mandates({one.iri for pair in pairs for one in pair}, ("task",))
    _check(document, pairs, tasks, most_tasks)
    shares = Shares(_texts(reader, tasks), tasks)
    judged = verdicts or Verdicts()
    near = shares.near(pairs, asked) | _judged(pairs, tasks, judged)
    held: dict[str, set[str]] = {}
    for later_in, later, earlier_in, earlier in near:
        held.setdefault(later_in, set()).add(later)
        held.setdefault(earlier_in, set()).add(earlier)
    told = {
        source: {one.iri: one for one in provisions} for source, provisions in described(reader, held).items()
    }
    found = _suggested(pairs, near, told, shares, judged)
    return tuple(sorted(found, key=lambda one: (-one.score, one.later.iri, one.earlier.iri)))


def _check(
    document: str | None,
    pairs: Sequence[tuple[Source, Source]],
    tasks: Mapping[str, Sequence[str]],
    most_tasks: int | None,
) -> None:
    count = {iri: len(held) for iri, held in tasks.items()}
    if sum(count.get(later.iri, 0) * count.get(earlier.iri, 0) for later, earlier in pairs) > MOST_PAIRS:
        raise InvalidValue(
            "document",
            document or "",
            Text(
                vi=f"một văn bản: tất cả nhiệm vụ tạo hơn {MOST_PAIRS} cặp",
                en=f"one; all tasks make more than {MOST_PAIRS} pairs",
            ),
        )
    if most_tasks is not None and sum(count.values()) > most_tasks:
        raise InvalidValue(
            "document",
            document or "",
            Text(
                vi=f"một văn bản: không so quá {most_tasks} nhiệm vụ",
                en=f"one; more than {most_tasks} tasks are not compared",
            ),
        )


def _texts(reader: TraceReader, tasks: Mapping[str, Iterable[str]]) -> dict[str, str]:
    things = reader.things(one for held in tasks.values() for one in held)
    return {name: f"{thing.label}\n{thing.facts.get('output', '')}" for name, thing in things.items()}


def _sources(store: Store, reader: TraceReader) -> list[Source]:
    """List the documents that say who issued them and when, a joint one for each issuer.

    One that states no task does no harm.
    """

    def read(_: list[str]) -> dict[str, list[Source]]:
        found: dict[tuple[str, str], Source] = {}
        for row in store.query(rebase(query_text("lookups", "carried-documents"), reader.base)):
            iri, issuer, date, label = (term.value if isinstance(term, Iri | Literal) else "" for term in row)
            found.setdefault((iri, issuer), Source(iri, label, issuer, date))
        return {"": list(found.values())}

    return reader.kept.read("sources", [""], read)[""]


def _pairs(sources: Iterable[Source]) -> Iterator[tuple[Source, Source]]:
    """Give the pairs of a later and an earlier document of one issuer, of different years."""
    ordered = sorted(sources, key=lambda one: (one.issuer, one.date, one.iri))
    joint: set[tuple[str, str]] = set()
    several = {iri for iri, issuers in Counter(one.iri for one in ordered).items() if issuers > 1}
    for _, group in groupby(ordered, key=lambda one: one.issuer):
        held = list(group)
        for place, later in enumerate(held):
            for one in held[:place]:
                pair = later.iri, one.iri
                if one.date[:4] < later.date[:4] and pair not in joint:
                    joint |= {pair} if several.issuperset(pair) else set()
                    yield later, one


def _judged(
    pairs: Iterable[tuple[Source, Source]], tasks: Mapping[str, Sequence[str]], verdicts: Verdicts
) -> set[Near]:
    """Give the pairs of tasks on which somebody gave a verdict, likely or not."""
    said = [(one.first, one.second) for one in verdicts if one.kind == "counterpart"]
    if not said:
        return set()
    held = {source: set(stated) for source, stated in tasks.items()}
    return {
        (later_in.iri, later, earlier_in.iri, earlier)
        for later_in, earlier_in in pairs
        for first, second in said
        for later, earlier in ((first, second), (second, first))
        if later in held.get(later_in.iri, ()) and earlier in held.get(earlier_in.iri, ())
    }


def _suggested(
    pairs: Iterable[tuple[Source, Source]],
    near: Iterable[Near],
    told: Mapping[str, Mapping[str, Provision]],
    shares: Shares,
    verdicts: Verdicts,
) -> Iterator[Carried]:
    """Give for a later task what was judged, and the nearest of each earlier document that has a ground."""
    beside: dict[tuple[str, str], dict[str, set[str]]] = {}
    for later_in, task, earlier_in, other in near:
        beside.setdefault((later_in, earlier_in), {}).setdefault(task, set()).add(other)
    for later_source, earlier_source in pairs:
        for name, others in beside.get((later_source.iri, earlier_source.iri), {}).items():
            later = told[later_source.iri][name]
            best: Carried | None = None
            for earlier in (one for one in told[earlier_source.iri].values() if one.iri in others):
                said = verdicts.on("counterpart", later.iri, earlier.iri)
                score = shares.contained(later.iri, earlier.iri)
                ground = "person" if said is not None else _ground(later, earlier, score)
                if ground is None or (said is not None and said.verdict == "different"):
                    continue
                one = Carried(later, earlier, later_source, earlier_source, score, ground, said)
                if said is not None:
                    yield one
                elif best is None or score > best.score:
                    best = one
            if best is not None:
                yield best


def _ground(later: Provision, earlier: Provision, score: float) -> Ground | None:
    if score >= SURE:
        return "words"
    leads = [{iri or name for iri, name in one.leads} for one in (later, earlier)]
    is_later = bool(earlier.due) and earlier.due < later.due[: len(earlier.due)]
    return "lead" if score >= LIKELY and leads[0] & leads[1] and is_later else None


def _told(one: Provision, source: Source) -> dict[str, Any]:
    return {
        "iri": one.iri,
        "document": source.iri,
        "document_label": source.label,
        "date": source.date,
        "place": one.place,
        "title": one.text,
        "output": one.output,
        "leads": [name for _, name in one.leads],
        "due": one.due_text or one.due,
        "evidence": [quote.as_object() for quote in one.evidence],
    }
