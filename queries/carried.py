"""Tasks carried over between years: suggestions that a later document repeats a task of an earlier one.

Two documents of one issuer, of different years, are compared task by task. A task of the later is suggested
to repeat the nearest one of the earlier on one of two grounds:

| Ground | What holds |
|---|---|
| words | at least `SURE` of the weight of the shorter text is in the other one |
| lead | at least `LIKELY` of it is, one body leads both, and the later one is due later |

The text of a task is its title and its result. Runs of one to three syllables weigh by how few of the tasks
hold them (inverse document frequency, as in `queries.likeness`) and by their length; unlike there, only what
the shorter text says is looked for, as a programme of law-making names in one line what a plan told in three.

A human verdict on two mandates as counterparts stands above: "different" takes a pair out, another puts it
in.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from typing import Any, Final, Literal

from graph_build.store import Store
from graph_build.terms import Iri
from graph_build.terms import Literal as Text
from queries.catalogue import rebase
from queries.counterparts import MOST_PAIRS, changes
from queries.errors import InvalidValue
from queries.likeness import Run, runs, shared_spans, tokens
from queries.names import Names
from queries.provisions import Provision, provisions
from queries.trace_read import TraceReader
from queries.verdicts import Verdict, Verdicts

SURE: Final = 0.5
LIKELY: Final = 0.3
_FEWEST_TOKENS: Final = 4
"""A text of fewer syllables says too little to be told again."""

Ground = Literal["words", "lead", "person"]
Weights = Mapping[Run, float]


@dataclass(frozen=True, slots=True)
class Source:
    """A document that states tasks: its IRI, its name, who issued it and the day or year of it."""

    iri: str
    label: str
    issuer: str
    date: str


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
) -> tuple[Carried, ...]:
    """Suggest tasks that were carried over, the surest first; with a document, only from it or into it.

    Raises UnknownDocument and AmbiguousName with the names that come near, and InvalidValue where the pairs
    of tasks are too many.
    """
    names = names or Names(store)
    asked = names.document(document).value if document is not None else None
    reader = TraceReader(store, names.base)
    pairs = [
        pair for pair in _pairs(_sources(store, names.base)) if asked in (None, pair[0].iri, pair[1].iri)
    ]
    named = {one.iri for pair in pairs for one in pair}
    tasks = {iri: provisions(reader, iri, ("task",)) for iri in sorted(named)}
    if sum(len(tasks[later.iri]) * len(tasks[earlier.iri]) for later, earlier in pairs) > MOST_PAIRS:
        raise InvalidValue("document", document or "", f"one; all tasks make more than {MOST_PAIRS} pairs")
    weights = weighed({one.iri: _text(one) for held in tasks.values() for one in held})
    found = (
        one
        for later, earlier in pairs
        for one in _between(later, earlier, tasks, weights, verdicts or Verdicts())
    )
    return tuple(sorted(found, key=lambda one: (-one.score, one.later.iri, one.earlier.iri)))


def weighed(texts: Mapping[str, str]) -> dict[str, Weights]:
    """Weigh the runs of every text: the longer and the rarer among all, the more; {} for a short text."""
    held = {name: set(runs(tokens(text))) for name, text in texts.items()}
    often = Counter(run for one in held.values() for run in one)
    return {
        name: {run: len(run) * _rarity(often[run], len(held)) for run in one}
        if sum(len(run) == 1 for run in one) >= _FEWEST_TOKENS
        else {}
        for name, one in held.items()
    }


def contained(left: Weights, right: Weights) -> float:
    """Tell how much of the weight of the lighter text is in the other one, from 0 to 1."""
    least = min(math.fsum(left.values()), math.fsum(right.values()))
    if least <= 0:
        return 0.0
    return min(1.0, math.fsum(weight for run, weight in left.items() if run in right) / least)


def _rarity(times: int, texts: int) -> float:
    return math.log(1 + (texts - times + 0.5) / (times + 0.5))


def _sources(store: Store, base: str) -> list[Source]:
    text = (files("queries") / "lookups" / "carried-documents.rq").read_text(encoding="utf-8")
    found: dict[str, Source] = {}
    for row in store.query(rebase(text, base)):
        iri, issuer, date, label = (term.value if isinstance(term, Iri | Text) else "" for term in row)
        found.setdefault(iri, Source(iri, label, issuer, date))
    return list(found.values())


def _pairs(sources: Iterable[Source]) -> Iterator[tuple[Source, Source]]:
    """Give the pairs of a later and an earlier document of one issuer, of different years."""
    ordered = sorted(sources, key=lambda one: (one.issuer, one.date, one.iri))
    for _, group in groupby(ordered, key=lambda one: one.issuer):
        held = list(group)
        for place, later in enumerate(held):
            yield from ((later, one) for one in held[:place] if one.date[:4] < later.date[:4])


def _between(
    later_in: Source,
    earlier_in: Source,
    tasks: Mapping[str, Sequence[Provision]],
    weights: Mapping[str, Weights],
    verdicts: Verdicts,
) -> Iterator[Carried]:
    for later in tasks[later_in.iri]:
        best: Carried | None = None
        for earlier in tasks[earlier_in.iri]:
            score = contained(weights[later.iri], weights[earlier.iri])
            said = verdicts.on("counterpart", later.iri, earlier.iri)
            if said is not None and said.verdict == "different":
                continue
            ground = "person" if said is not None else _ground(later, earlier, score)
            if ground is None:
                continue
            one = Carried(later, earlier, later_in, earlier_in, score, ground, said)
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


def _text(one: Provision) -> str:
    return f"{one.text}\n{one.output}"


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
