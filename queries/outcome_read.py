"""Read what suggestions of outcomes rest on: tasks with their outputs, documents, and who cites what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from graph_build.document_codes import ISSUERS
from graph_build.results import QueryResult
from graph_build.store import Store
from graph_build.terms import iri, is_iri, words
from ontology.numbers import slug
from queries.catalogue import rebase
from queries.outcome_grounds import Range
from queries.patterns import query_text

_TASKS_ASKED: Final = 1000
_DOCUMENTS_ASKED: Final = 500


@dataclass(frozen=True, slots=True)
class Due:
    """One deadline as stated: `due` at its precision, `latest` its last day, the words, how it is meant."""

    due: str = ""
    latest: str = ""
    text: str = ""
    comparator: str = ""
    recurs: bool = False


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """A task: the document that states it, code and section in it, words, output, deadlines.

    `submitted_to` are the IRIs of those who get the result.
    """

    iri: str
    document: str
    code: str
    section: str
    title: str
    output: str
    due: tuple[Due, ...]
    submitted_to: frozenset[str] = frozenset()

    @property
    def place(self) -> str:
        """Name the place in the document as people write it: "B/2.7"."""
        head = self.section.split("/")[0]
        return f"{head}/{self.code}" if self.code and head and head != self.code else self.code or head


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A document: what it is called, its classes by local name, date as stated, title and text.

    `issuers` are the first parts of the paths of who issued it, "" alone where that is not known.
    """

    iri: str
    label: str
    classes: frozenset[str]
    number: str
    date: str
    title: str
    issuers: frozenset[str]
    in_corpus: bool
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A place in a text that cites an act: offsets in the text, the end excluded.

    `change` are the words by which the text replaces or repeals the act there, None where it does not.
    """

    citing: str
    cited: str
    sha256: str
    place: Range
    change: Range | None


def rows(store: Store, lookup: str, base: str, slot: str = "", values: str = "") -> Iterator[dict[str, str]]:
    """Give the rows of a lookup, with terms in its slot, by variable and as text."""
    text = rebase(query_text("lookups", lookup), base)
    yield from _texts(
        store.query(text.replace(f"VALUES ?{slot} {{ UNDEF }}", f"VALUES ?{slot} {{ {values} }}"))
    )


def _texts(result: QueryResult) -> Iterator[dict[str, str]]:
    for row in result:
        yield {
            name: words(term) for name, term in zip(result.variables, row, strict=True) if term is not None
        }


def rows_of(
    store: Store, lookup: str, base: str, slot: str, names: Iterable[str], most: int
) -> Iterator[dict[str, str]]:
    """Give the rows of a lookup on things, at most so many in one query; what is no IRI is left out."""
    terms = [str(iri(name)) for name in sorted(set(names)) if is_iri(name)]
    for start in range(0, len(terms), most):
        yield from rows(store, lookup, base, slot, " ".join(terms[start : start + most]))


def read_tasks(store: Store, base: str, names: Iterable[str]) -> tuple[TaskFacts, ...]:
    """Read tasks, in the order of their documents and IRIs; what is no task is left out.

    Of several documents, titles or outputs the first is taken.
    """
    first: dict[str, dict[str, str]] = {}
    due: dict[str, dict[Due, None]] = {}
    submitted: dict[str, set[str]] = {}
    for row in rows_of(store, "outcome-tasks", base, "task", names, _TASKS_ASKED):
        first[row["task"]] = min(row, first.get(row["task"], row), key=_told)
        if "submitted" in row:
            submitted.setdefault(row["task"], set()).add(row["submitted"])
        stated = Due(
            row.get("due", ""),
            row.get("latest", ""),
            row.get("due_text", ""),
            row.get("comparator", ""),
            "schedule" in row,
        )
        if stated != Due():
            due.setdefault(row["task"], {})[stated] = None
    found = (
        TaskFacts(
            task,
            row["document"],
            row.get("code", ""),
            row.get("section", ""),
            row["title"],
            row.get("output", ""),
            tuple(due.get(task, ())),
            frozenset(submitted.get(task, ())),
        )
        for task, row in first.items()
    )
    return tuple(sorted(found, key=lambda one: (one.document, one.iri)))


def _told(row: Mapping[str, str]) -> tuple[str, ...]:
    return row["document"], *(row.get(name, "") for name in ("title", "output", "code", "section"))


def read_documents(store: Store, base: str, names: Iterable[str] | None = None) -> dict[str, DocumentFacts]:
    """Read documents by IRI, all or some; of several titles, dates or texts the first is taken."""
    first: dict[str, dict[str, str]] = {}
    classes: dict[str, set[str]] = {}
    issuers: dict[str, set[str]] = {}
    for row in _document_rows(store, base, names):
        first.setdefault(row["document"], row)
        classes.setdefault(row["document"], set()).add(row["class"].rpartition("#")[2])
        issuers.setdefault(row["document"], set()).update({row["issuer"]} if row.get("issuer") else ())
    return {
        name: DocumentFacts(
            name,
            row["label"],
            frozenset(classes[name]),
            row.get("number", ""),
            row.get("date", ""),
            row.get("title", ""),
            issuers_of(name, issuers[name], base),
            row.get("in_corpus") != "false",
            row.get("file", ""),
            row.get("sha256", ""),
        )
        for name, row in first.items()
    }


def _document_rows(store: Store, base: str, names: Iterable[str] | None) -> Iterator[dict[str, str]]:
    if names is None:
        text = query_text("lookups", "outcome-documents").replace("VALUES ?document { UNDEF }", "")
        return _texts(store.query(rebase(text, base)))
    return rows_of(store, "outcome-documents", base, "document", names, _DOCUMENTS_ASKED)


def read_citations(store: Store, base: str, acts: Iterable[str]) -> dict[str, list[Cited]]:
    """Read every citation of the documents that cite some acts, by text and in its order."""
    wanted = " ".join(str(iri(act)) for act in sorted(set(acts)))
    found: dict[str, list[Cited]] = {}
    if wanted:
        for row in rows(store, "outcome-citations", base, "act", wanted):
            place = Range(int(row["start"]), int(row["end"]))
            change = Range(int(row["from"]), int(row["until"])) if "from" in row else None
            found.setdefault(row["sha256"], []).append(
                Cited(row["citing"], row["cited"], row["sha256"], place, change)
            )
    return found


def body(actor: str, base: str) -> str:
    """Give the first part of the path of a unit: the ministry of a department, the province of its office."""
    local = actor.removeprefix(f"{base}id/unit/")
    return local.partition("/")[0] if local != actor else ""


@lru_cache(maxsize=1)
def _bodies() -> dict[str, str]:
    return {slug(code): slug(name) for code, name in ISSUERS.items()}


def issuers_of(document: str, stated: Iterable[str], base: str) -> frozenset[str]:
    """Give the first parts of the paths of who issued a document.

    Where nobody is stated, the IRI of a document that is only cited tells it if its code is of one body.
    """
    if found := frozenset(body(one, base) for one in stated if one):
        return found
    code = document.removeprefix(f"{base}id/document/").partition("/")[0]
    if code.rstrip("0123456789") in {"qh", "ubtvqh"}:
        return frozenset({"quoc-hoi"})
    return frozenset({_bodies().get(code, "")})
