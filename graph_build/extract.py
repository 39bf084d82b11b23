"""From a source text to a document record: all that reading finds, in one pure function.

Reads a `SourceText` and the unit register; gives a `DocumentRecord` with identities.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from msgspec.structs import replace

from graph_build.act_changes import read_changes
from graph_build.act_ranges import act_ranges
from graph_build.actors import ActorContext
from graph_build.attached import with_its_act
from graph_build.citations import find_citations, implements, legal_basis
from graph_build.document_numbers import has_joint_code, issuer_count
from graph_build.duties import read_duties
from graph_build.duty_grounds import REGULATING, Grounds
from graph_build.extent import NUMBER_LINE, document_extent
from graph_build.further_documents import further_document
from graph_build.header import read_header
from graph_build.heading_organs import names_several
from graph_build.indicators import read_indicators
from graph_build.introduced_names import introduced_names
from graph_build.issuer_places import unplaced
from graph_build.issues import doubtful, doubtful_at, skipped, skipped_at
from graph_build.linear import linear_tables
from graph_build.lost_times import lost_times
from graph_build.measures import read_measures
from graph_build.mending import as_printed, mended
from graph_build.persons import unify_people
from graph_build.plain import plain_text
from graph_build.prose import read_prose_tasks
from graph_build.prose_targets import read_prose_targets
from graph_build.readers import read
from graph_build.records import (
    Actor,
    Assignment,
    Citation,
    DocumentRecord,
    Evidence,
    Header,
    Issue,
    Person,
    Signer,
    SourceText,
    Task,
)
from graph_build.resolve import resolve
from graph_build.sections import outline
from graph_build.spaced_columns import spaced_tables
from graph_build.sums import read_sums
from graph_build.tables import understand
from graph_build.tasks import read_task_tables
from graph_build.text import evidence, fold, words_hash
from graph_build.unit_book import UnitBook
from graph_build.unread_mandates import unread_mandates
from graph_build.unread_tables import unread_tables
from ontology.register import load_units
from ontology.vocab import DEFAULT_BASE


@lru_cache(maxsize=4)
def unit_book(register: tuple[Path, ...] = (), base: str = DEFAULT_BASE) -> UnitBook:
    """Load the shipped unit register, with a user's own files merged in where such are given.

    Raises `ontology.register.RegisterError` for a file that cannot be read.
    """
    return UnitBook(load_units(register, base))


def _canonical_issuer(header: Header, book: UnitBook) -> Header:
    """Give the issuers, and those for whom signatures stand, the names that the register has for them.

    What the register knows as a collective ("Sở Y tế" of all provinces) says nothing of the one that issued.
    """
    if header.issuer is None:
        return header
    unit = book.canonical(header.issuer)
    own = unit if unit is not None and not unit.is_group and not header.joint_issuers else None
    given = [header.issuer, *(one.name for one in header.joint_issuers)]
    names = {name: (found.name if (found := book.canonical(name)) is not None else name) for name in given}
    return replace(
        header,
        issuer=names[header.issuer],
        parent_issuer=own.parent if own is not None else header.parent_issuer,
        joint_issuers=tuple(replace(one, name=names[one.name]) for one in header.joint_issuers),
        signer=_signing_for(header.signer, names) if header.signer is not None else None,
        joint_signers=tuple(_signing_for(one, names) for one in header.joint_signers),
    )


def _signing_for(signer: Signer, names: Mapping[str, str]) -> Signer:
    return replace(signer, organisation=names[signer.organisation]) if signer.organisation else signer


def _persons(tasks: Sequence[Task]) -> list[Person]:
    return [one.actor.person for task in tasks for one in task.assignments if one.actor.person is not None]


def _quote_of(name: str, quote: Evidence) -> Evidence:
    """Give the name as printed, at its place; at the place of the quote where rows part the name."""
    if name not in quote.exact:
        return replace(quote, exact=name)
    start = quote.start + quote.exact.find(name)
    return replace(quote, exact=name, start=start, end=start + len(name))


def _unified(tasks: Sequence[Task]) -> tuple[tuple[Task, ...], tuple[Issue, ...]]:
    """Give one spelling to a person whose name is printed in two ways; the other goes to the ledger."""
    spelling = unify_people(_persons(tasks))
    issues: list[Issue] = []

    def settle(one: Assignment) -> Assignment:
        person = one.actor.person
        chosen = spelling.get(person) if person is not None else None
        if person is None or chosen is None or chosen.name == person.name:
            return one
        why = f"Read as {chosen.name!r}, the spelling used elsewhere in the document for the same post."
        issues.append(doubtful_at("name-variant", _quote_of(person.name, one.evidence), why))
        return replace(one, actor=_renamed(one.actor, replace(person, name=chosen.name)))

    settled = tuple(
        replace(task, assignments=tuple(settle(one) for one in task.assignments)) for task in tasks
    )
    return settled, tuple(issues)


def _renamed(actor: Actor, person: Person) -> Actor:
    return replace(actor, name=person.name, person=person)


def _header_issues(header: Header) -> list[Issue]:
    if header.unissued is not None and header.unissued_evidence is not None:
        code = "blank-form" if header.unissued == "form" else "quoted-example"
        return [skipped_at(code, header.unissued_evidence)]
    if not header.official:
        return [doubtful("not-vietnamese" if header.type is None else "not-official")]
    found = []
    if header.body_evidence is not None:
        found.append(doubtful_at("lost-heading", header.body_evidence))
    elif header.number is None and header.type is None and header.issuer is None:
        return [skipped("no-header")]
    if header.number is None:
        found.append(doubtful("no-number"))
    elif header.number_evidence is not None and not _as_many_issuers(header):
        found.append(doubtful_at("issuers-differ", header.number_evidence))
    if header.issuer_evidence is not None and not header.joint_issuers and names_several(header.issuer or ""):
        found.append(doubtful_at("issuers-together", header.issuer_evidence))
    if header.date is None or len(header.date) < len("2022-01-01"):
        found.append(doubtful("no-date"))
    if header.effective is None and header.effective_evidence is not None:
        found.append(skipped_at("effect-not-dated", header.effective_evidence))
    return found


def _further(text: str) -> list[Issue]:
    """Give the entry for a second document behind the first; its number line is quoted."""
    view = plain_text(text)
    start = further_document(view)
    if start is None:
        return []
    line = NUMBER_LINE.search(view.text, start)
    last = view.text.find("\n", line.end()) if line is not None else -1
    return [
        doubtful_at("further-document", evidence(text, *view.span(start, last if last > 0 else start + 1)))
    ]


def _as_many_issuers(header: Header) -> bool:
    """Tell whether the heading names as many issuers as the number of a joint document has codes."""
    count = issuer_count(header.number, "")[1] if has_joint_code(header.number) else None
    return count is None or count == 1 + len(header.joint_issuers)


def _plans(header: Header) -> bool:
    return header.official and fold(header.type or "") not in REGULATING


def _extent(text: str) -> tuple[int, int]:
    """Give the span of the text that the document fills, without a web page around it."""
    view = plain_text(text)
    first, last = document_extent(view)
    return view.span(first, last) if first < last else (0, len(text))


def _of_the_page(text: str, header: Header) -> tuple[Citation, ...]:
    """Give what a page cites above the form or the example that it shows."""
    shown = header.unissued_evidence
    return tuple(one for one in find_citations(text) if shown is not None and one.end <= shown.start)


def _within(evidence: Evidence, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < evidence.end and evidence.start < end for start, end in spans)


def extract(source: SourceText, book: UnitBook, base: str = DEFAULT_BASE) -> DocumentRecord:
    """Read everything that a document says about mandates.

    What looks like a mandate and cannot be read is in `skipped` with the reason; nothing raises for
    the sake of what a document says. Words that a space tears are read whole and quoted as they stand.
    """
    mend = mended(source)
    if mend is None:
        return _extracted(source, book, base)
    return as_printed(_extracted(mend.source, book, base), mend)


def _extracted(source: SourceText, book: UnitBook, base: str) -> DocumentRecord:
    text = source.text
    header = read_header(text)
    if header.unissued is not None:
        record = _record(source, header, (*source.issues, *_header_issues(header)))
        return resolve(replace(record, citations=_of_the_page(text, header)), book, base)
    every_citation = find_citations(text)
    header = _canonical_issuer(with_its_act(text, header, every_citation), book)
    own_book, introduction_issues = introduced_names(text, book, header.issuer)
    context = ActorContext(own_book, header.issuer)
    first, last = _extent(text)
    known = [table for table in source.tables if first <= table.start < last]
    laid = spaced_tables(text, known, (first, last))
    written, linear_issues = linear_tables(context, text, [*known, *laid], (first, last))
    every = sorted((*source.tables, *laid, *written), key=lambda table: (table.start, -table.end))
    numbered = [(n, t) for n, t in enumerate(every, 1) if first <= t.start < last]
    shape = outline(text, [table for _, table in numbered], (first, last))
    grids = understand(text, numbered)
    citations, change_issues = read_changes(text, every_citation, header, shape)
    tasks, task_issues = read_task_tables(context, grids, shape, header)
    task_issues += unread_tables(text, [table for _, table in numbered], grids)
    grounds = Grounds(header, context, shape)
    prose = read_prose_tasks(context, shape, grounds, header.date)
    in_order = sorted((*tasks, *prose.tasks), key=lambda task: task.evidence.start)
    tasks, name_issues = _unified(in_order)
    indicators, indicator_issues = read_indicators(context, grids, shape, text)
    goals, goal_issues = read_prose_targets(shape, grounds)
    duties, duty_issues = read_duties(context, shape, grounds, header.date)
    duties = tuple(duty for duty in duties if not _within(duty.evidence, prose.taken))
    taken = [*prose.taken, *((duty.evidence.start, duty.evidence.end) for duty in duties)]
    measures = read_measures(shape, taken) if _plans(header) else ()
    issues = (*task_issues, *prose.issues, *name_issues, *indicator_issues, *goal_issues, *duty_issues)
    told = [(one.start, one.end) for one in issues if one.start is not None and one.end is not None]
    quotes = [*(task.evidence for task in tasks), *(one.evidence for one in indicators)]
    spans = [*told, *prose.taken, *((quote.start, quote.end) for quote in quotes)]
    unread = unread_mandates(context, shape, grounds, header.date, duties, measures, spans)
    record = replace(
        _record(source, header),
        sections=shape.sections,
        implements=implements(header, text, citations),
        legal_basis=legal_basis(text, citations),
        citations=citations,
        tasks=tasks,
        duties=duties if header.official else (),
        measures=measures,
        indicators=indicators,
        goals=goals,
        wrong_sums=read_sums(source),
        skipped=(
            *source.issues,
            *_header_issues(header),
            *_further(text),
            *unplaced(header, book),
            *introduction_issues,
            *change_issues,
            *act_ranges(text, citations),
            *linear_issues,
            *issues,
            *unread,
            *lost_times([*duties, *prose.tasks], issues, header.date),
        ),
    )
    return resolve(record, book, base)


def _record(source: SourceText, header: Header, skipped: tuple[Issue, ...] = ()) -> DocumentRecord:
    """Give the record of a document of which nothing but the header is read."""
    return DocumentRecord(
        source_name=source.name,
        media_type=source.media_type,
        sha256=source.sha256,
        text_sha256=source.text_sha256,
        words_sha256=words_hash(source.text),
        header=header,
        skipped=skipped,
    )


def extract_file(path: Path, *, register: Sequence[Path] = (), base: str = DEFAULT_BASE) -> DocumentRecord:
    """Read and extract one file; `register` are files of further units.

    Raises a subclass of ReadError where the file cannot be read, RegisterError for a register.
    """
    return extract(read(path), unit_book(tuple(register), base), base)
