"""Later documents that may be what a task had to give: suggestions with proof, never facts by themselves.

A task whose result is a document to be issued (`queries.promises`) is answered by a later document of the
same kind, issued by who must issue it, on one of these grounds:

| Ground | The document | Score |
|---|---|---|
| replaces | replaces the act that the task names, by its own words or those of a third document | 1 |
| amends | amends that act as a whole | 1 |
| title | bears a title near to the words of the task (`queries.likeness`) | the likeness, from `LEAST` |
| person | was named by a person and by nothing else, so that it has no proof but the verdict | 0 |

Who decides is a person (`queries.verdicts`, kind outcome). Where the order in time or the issuer is not
known, nothing is suggested.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from graph_build.plain import PlainText
from graph_build.store import Store
from graph_build.store_errors import TextMissing
from graph_build.text import bare, fold
from queries.findings import Spot
from queries.likeness import Syllables
from queries.names import base_of
from queries.outcome_candidates import Candidates, classes_wanted
from queries.outcome_documents import Documents, documents_of
from queries.outcome_grounds import Range, Said, of_another, of_itself
from queries.outcome_read import (
    Cited,
    DocumentFacts,
    TaskFacts,
    body,
    read_citations,
    read_tasks,
)
from queries.outcome_time import InTime, in_time, span
from queries.promises import NATIONAL, Promise, promise
from queries.stated_tasks import StatedTask, stated_tasks
from queries.trace_model import Quote
from queries.trace_read import TraceReader
from queries.verdicts import Verdict, Verdicts

Ground = Literal["replaces", "amends", "title", "person"]
GROUNDS: Final[tuple[Ground, ...]] = ("replaces", "amends", "title", "person")
State = Literal["suggested", "accepted", "rejected"]
STATES: Final[tuple[State, ...]] = ("suggested", "accepted", "rejected")
LEAST: Final = 0.6
"""The least likeness between the words of a task and a title that is worth telling."""
_FEWEST_WORDS: Final = 4
_TASKS_COMPARED: Final = 10_000
"""Tasks whose words are compared with titles at once; what a word weighs is learned from all of them."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A document that may be the outcome of a task.

    `asked` are the words of the task that promise it, `proof` those that speak for the document, `item` the
    item that names the act where they stand above a list; `score` is from 0 to 1. A document that is not
    `in_corpus` is known by citation alone.
    """

    task: TaskFacts
    stated_in: DocumentFacts
    document: DocumentFacts
    ground: Ground
    score: float
    asked: Spot | None
    proof: Spot | None
    in_time: InTime
    item: Spot | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Name what is judged: the task and the document."""
        return self.task.iri, self.document.iri


@dataclass(frozen=True, slots=True)
class Judged:
    """A suggestion and the last verdict on it, None where nobody judged."""

    found: Suggestion
    verdict: Verdict | None = None

    @property
    def state(self) -> str:
        """Tell what became of the suggestion: suggested, accepted or rejected."""
        return self.verdict.verdict if self.verdict else "suggested"


@dataclass(frozen=True, slots=True)
class Outcomes:
    """All suggestions of a graph, in the order of its tasks by document and IRI.

    `tasks` counts all tasks; `promising` are those that promise a document. Where `documents` are looked
    up is no part of what was found.
    """

    suggestions: tuple[Suggestion, ...]
    promising: frozenset[str]
    tasks: int
    documents: Documents = field(compare=False)

    def named(self, task: TaskFacts | None, document: str) -> Suggestion | None:
        """Give what a person named without a suggestion; None where the graph does not hold both."""
        one = self.documents.get(document)
        if task is None or one is None:
            return None
        return Suggestion(
            task, self.stating(task), one, "person", 0.0, None, None, in_time(one.date, task.due)
        )

    def stating(self, task: TaskFacts) -> DocumentFacts:
        """Give the document that states a task; raises KeyError where the graph describes none."""
        return stating(task, self.documents)


def judged(found: Iterable[Suggestion], verdicts: Verdicts) -> list[Judged]:
    """Put the last verdict beside every suggestion."""
    return [Judged(one, verdicts.on("outcome", *one.key)) for one in found]


def outcomes(
    store: Store,
    *,
    base: str | None = None,
    among: frozenset[str] | None = None,
    documents: Documents | None = None,
) -> Outcomes:
    """Look for the outcome of every task of a graph, or of those `among` it, which the counts are then of.

    Those of one task come by strength of the ground. What a word weighs in a likeness is learned from the
    tasks looked at. `documents` are those of the graph, where somebody read some already.
    """
    return _Search(store, base_of(store) if base is None else base, documents).found(among)


def stating(task: TaskFacts, documents: Documents) -> DocumentFacts:
    """Give the document that states a task; raises KeyError where the graph describes none."""
    found = documents.get(task.document)
    if found is None:
        raise KeyError(task.document)
    return found


class _Search:
    """One search through a graph."""

    def __init__(self, store: Store, base: str, documents: Documents | None = None) -> None:
        self.store, self.base = store, base
        self.reader = TraceReader(store, base)
        self.documents = documents_of(store, base) if documents is None else documents
        self.candidates = Candidates(())
        self.promises: dict[str, Promise] = {}
        self.titles: dict[str, tuple[Quote, ...]] = {}
        self.views: dict[str, PlainText | None] = {}

    def found(self, among: frozenset[str] | None) -> Outcomes:
        stated = stated_tasks(self.store, self.base, among)
        promising = frozenset(self._promising(stated))
        self.tasks = {one.iri: one for one in read_tasks(self.store, self.base, self.promises)}
        self.leads = self.reader.leads(name for name, told in self.promises.items() if not told.issuer)
        found: dict[tuple[str, str], Suggestion] = {}
        for one in (*self._by_act(), *self._by_title()):
            found.setdefault(one.key, one)
        ordered = sorted(
            found.values(), key=lambda one: (GROUNDS.index(one.ground), -one.score, one.document.iri)
        )
        ordered.sort(key=lambda one: (one.task.document, one.task.iri))
        return Outcomes(tuple(self._quoted(ordered)), promising, len(stated), self.documents)

    def _promising(self, stated: Iterable[StatedTask]) -> Iterator[str]:
        """Give the tasks that promise a document, and keep the promises that some document may fulfil."""
        made = [(one, told) for one in stated if (told := promise(one.output, one.title, self.base))]
        self.documents.read(one.document for one, _ in made)
        known = {one.document: self.documents.get(one.document) for one, _ in made}
        days = [days[1] for one in known.values() if one is not None and (days := span(one.date))]
        if days:
            kinds = {name for _, told in made for name in classes_wanted(told)}
            self.candidates = Candidates(self.documents.of_kinds(kinds, f"{min(days).year:04}"))
        for one, told in made:
            yield one.iri
            document = known[one.document]
            may_be = document is not None and self.candidates.may_have(told, document)
            if may_be and (told.changed or _tells(told.about)):
                self.promises[one.iri] = told

    def _quoted(self, found: Sequence[Suggestion]) -> Iterator[Suggestion]:
        quotes = self.reader.quotes({one.task.iri for one in found})
        for one in found:
            asked = _asked(one.task, quotes.get(one.task.iri, ()))
            if asked is None:
                yield one
            else:
                stating = asked.document or one.task.document
                yield replace(one, asked=self._words_at(stating, asked.sha256, asked.start, asked.end))

    def _issuers(self, task: TaskFacts, told: Promise) -> set[str]:
        if told.issuer:
            return {told.issuer}
        acts = (act for one in told.changed if (act := self.documents.get(one.act)))
        answering = task.submitted_to | self.leads.get(task.iri, set())
        found = {body(actor, self.base) for actor in answering}
        if told.changed:
            found.update(*(act.issuers for act in acts))
        if not found & set(NATIONAL.values()):
            found |= stating(task, self.documents).issuers
        return found - {""}

    def _by_act(self) -> Iterator[Suggestion]:
        """Suggest what replaces or amends the acts that tasks name."""
        wanted: dict[str, list[tuple[str, frozenset[str]]]] = {}
        for name, told in self.promises.items():
            for one in told.changed:
                wanted.setdefault(one.act, []).append((name, one.ways))
        citations = read_citations(self.store, self.base, wanted)
        self._read_titles({cited[0].citing for cited in citations.values()})
        for sha256, cited in sorted(citations.items()):
            for act, document, said in self._changes(sha256, cited, frozenset(wanted)):
                for name, ways in wanted[act]:
                    task, told = self.tasks[name], self.promises[name]
                    fits = said.way == "replaces" or "amends" in ways
                    stated = stating(task, self.documents)
                    if fits and self.candidates.has(document, told, self._issuers(task, told), stated):
                        made = self._made(task, document, said.way, 1.0, cited[0].citing, sha256, said.words)
                        item = said.item and self._spot(cited[0].citing, sha256, said.item)
                        yield replace(made, item=item)

    def _changes(
        self, sha256: str, cited: Sequence[Cited], wanted: frozenset[str]
    ) -> Iterator[tuple[str, DocumentFacts, Said]]:
        """Give what a text says is done to some acts, and by which document, itself or another."""
        plain, citing = self._view(sha256), self.documents.get(cited[0].citing)
        if plain is None or citing is None:
            return
        places = [_in_view(plain, one.place) for one in cited]
        title = self._title(plain, citing)
        for place, one in enumerate(cited):
            if one.cited not in wanted:
                continue
            change = one.change and _in_view(plain, one.change)
            if (said := of_itself(plain, places[place], change, title)) and citing.iri != one.cited:
                yield one.cited, citing, said
            for other in (place - 1, place + 1):
                if not 0 <= other < len(cited):
                    continue
                named = self.documents.get(cited[other].cited)
                said = of_another(plain, places, place, other)
                if said and named and named.iri != one.cited and named.number:
                    yield one.cited, named, said

    def _by_title(self) -> Iterator[Suggestion]:
        """Suggest documents whose titles come near to the words of tasks."""
        pairs = [(task, self._titled(task)) for task in self.tasks.values()]
        pairs = [(task, may) for task, may in pairs if may]
        wanted = {one.iri: one for _, may in pairs for one in may}
        right = [wanted[name] for name in sorted(wanted)]
        column = {one.iri: number for number, one in enumerate(right)}
        subjects = [_subject(one.title) for one in right]
        for first in range(0, len(pairs), _TASKS_COMPARED):
            part = pairs[first : first + _TASKS_COMPARED]
            left = [self.promises[task.iri].about for task, _ in part]
            scores = Syllables().rows(left, subjects)
            near = [
                (task, one, score)
                for (task, may), row in zip(part, scores, strict=True)
                for one in may
                if (score := float(row[column[one.iri]])) >= LEAST
            ]
            self._read_titles({one.iri for _, one, _ in near})
            for task, one, score in near:
                if place := self._title(self._view(one.sha256), one):
                    yield self._made(task, one, "title", round(score, 4), one.iri, one.sha256, place)

    def _titled(self, task: TaskFacts) -> list[DocumentFacts]:
        """List the documents whose titles are compared with the words of a task."""
        told = self.promises[task.iri]
        if not _tells(told.about):
            return []
        found = self.candidates.of(told, self._issuers(task, told), stating(task, self.documents))
        return [one for one in found if one.in_corpus and one.title and one.sha256]

    def _made(
        self,
        task: TaskFacts,
        document: DocumentFacts,
        ground: Ground,
        score: float,
        source: str,
        sha256: str,
        words: Range,
    ) -> Suggestion:
        return Suggestion(
            task,
            stating(task, self.documents),
            document,
            ground,
            score,
            None,
            self._spot(source, sha256, words),
            in_time(document.date, task.due),
        )

    def _spot(self, document: str, sha256: str, place: Range) -> Spot:
        """Give the words at a place of the view of a text."""
        view = self._view(sha256)
        return self._words_at(document, sha256, *(view.span(*place) if view else place))

    def _words_at(self, document: str, sha256: str, start: int, end: int) -> Spot:
        named = self.documents.get(document)
        view = self._view(sha256)
        words = view.source[start:end] if view else ""
        label, file = (named.label, named.file) if named else ("", "")
        return Spot(document, label, file, sha256, start, end, words, "", "")

    def _view(self, sha256: str) -> PlainText | None:
        if sha256 not in self.views:
            try:
                self.views[sha256] = PlainText(self.store.text(sha256))
            except TextMissing:
                self.views[sha256] = None
        return self.views[sha256]

    def _read_titles(self, documents: Set[str]) -> None:
        """Read the words that prove the titles of documents, of many at once."""
        if unread := documents - self.titles.keys():
            self.titles |= dict.fromkeys(unread, ()) | self.reader.quotes(unread)

    def _title(self, plain: PlainText | None, document: DocumentFacts) -> Range | None:
        """Give where the title of a document stands in its text; None where its words are not quoted."""
        wanted = fold(document.title)
        self._read_titles({document.iri})
        quotes = self.titles.get(document.iri, ())
        found = next((one for one in quotes if wanted and fold(one.exact) == wanted), None)
        if plain is None or found is None:
            return None
        return _in_view(plain, found)


def _in_view(plain: PlainText, place: Range | Quote) -> Range:
    """Give the place in the plain view of what stands in its text."""
    return Range(plain.position(place.start), plain.position(place.end - 1) + 1)


def _asked(task: TaskFacts, quotes: Sequence[Quote]) -> Quote | None:
    """Choose the words that promise the document: those of the output, else of the title, else the first."""
    for words in (task.output, task.title):
        folded = fold(words)
        for quote in quotes:
            if folded and fold(quote.exact) and fold(quote.exact) in folded:
                return quote
    return quotes[0] if quotes else None


def _subject(title: str) -> str:
    """Leave out the words that open the titles of all documents."""
    words = bare(title).split()
    opening = {*("ve", "viec", "v", "ban", "hanh", "phe", "duyet", "quy", "dinh")}
    first = next((place for place, word in enumerate(words) if word not in opening), len(words))
    spoken = title.split()
    return " ".join(spoken[first:]) if len(spoken) == len(words) else title


def _tells(about: str) -> bool:
    return len(bare(about).split()) >= _FEWEST_WORDS
