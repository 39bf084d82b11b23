"""Frozen records passed between the stages of a build.

One direction only: a reader makes a `SourceText`; extraction makes a `DocumentRecord`; resolution
fills the `iri` fields; emission turns the record into quads. Offsets everywhere are 0-based, end
excluded, in Unicode code points of `SourceText.text` (NFC), as in the Web Annotation Data Model,
section 4.2.5 (Text Position Selector). Dates are ISO 8601 strings at the precision that the document
states: "2022", "2022-08" or "2022-08-24". What is not stated is None, an empty string or an empty tuple.
"""

from __future__ import annotations

from typing import Literal

import msgspec

MandateRole = Literal["lead", "focal", "coordinate", "perform", "monitor", "report"]
"""How an actor takes part: chủ trì, đầu mối, phối hợp, thực hiện, theo dõi, báo cáo."""

ChangeRole = Literal["amends", "corrects", "replaces", "consolidates"]
CitationRole = Literal["legal_basis", "implements", "cites", "annexed_to", "established_by", ChangeRole]


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """The base of every record: immutable, compared by value, encodable to JSON both ways."""


class Evidence(Record, frozen=True, kw_only=True):
    """The words of a document that prove a fact, with their place in its text snapshot.

    `exact` equals `text[start:end]` of the snapshot; `prefix` and `suffix` hold up to 32 code points
    on either side. `table`, `row` and `column` count from 1 in reading order where the words stand in
    a table (the row of the source table, header rows included); `page` counts from 1 where the format
    has pages. `parts` holds the further pieces where the words are broken over a page or a row.
    """

    exact: str
    start: int
    end: int
    prefix: str = ""
    suffix: str = ""
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    parts: tuple[Evidence, ...] = ()


class Cell(Record, frozen=True, kw_only=True):
    """One cell of a table: its text as written (trimmed), and where it stands in the snapshot.

    Where a format says which cells are merged, every position of the grid has a cell: the merged cell
    itself at its upper left corner, with its spans, and at every further position that it covers a cell
    with the same text and place and `merged` set.
    """

    text: str
    start: int
    end: int
    row_span: int = 1
    column_span: int = 1
    merged: bool = False


class Table(Record, frozen=True, kw_only=True):
    """A table of a source text: rows of cells in reading order, with the span it covers.

    `rows[i]` may be shorter than others. `pages` gives the page of every row where the format has
    pages, else it is empty. `aligned` is false for a format that leaves merged cells out, so that the
    n-th cell of a short row need not stand in the n-th column.
    """

    start: int
    end: int
    rows: tuple[tuple[Cell, ...], ...]
    pages: tuple[int, ...] = ()
    aligned: bool = True


class SourceText(Record, frozen=True, kw_only=True):
    """A document as read: its whole text (NFC, line ends as \\n) and the tables found in it.

    `sha256` is the hash of the file's bytes; `text_sha256` that of the UTF-8 bytes of `text`.
    `page_starts` gives the offset at which every page begins (empty where the format has none).
    `issues` are the ledger entries of the reading itself: what of the file is not in the text.
    """

    name: str
    media_type: str
    sha256: str
    text_sha256: str
    text: str
    tables: tuple[Table, ...] = ()
    page_starts: tuple[int, ...] = ()
    issues: tuple[Issue, ...] = ()


class Citation(Record, frozen=True, kw_only=True):
    """A legal reference in the text: from the kind word to the last of number, date and issuer.

    `core` is false for programmes, schemes and acts still to be drafted that are cited by name. `provision`
    quotes the part of the act that is meant ("điểm a khoản 1 Điều 3"), where it stands before it. `change`
    quotes by what words the document itself does what the role says, `change_day` is a day of theirs (ISO).
    `joint_issuers` are those of a joint document that are named after the first.
    """

    surface: str
    start: int
    end: int
    number: str | None = None
    type: str | None = None
    date: str | None = None
    issuer: str | None = None
    joint_issuers: tuple[str, ...] = ()
    name: str | None = None
    role: CitationRole = "cites"
    core: bool = True
    provision: Evidence | None = None
    change: Evidence | None = None
    change_day: str | None = None
    iri: str | None = None


class Person(Record, frozen=True, kw_only=True):
    """A person named in an assignment or signature, with the post and organisation as stated."""

    name: str
    honorific: str | None = None
    post: str | None = None
    organisation: str | None = None
    parent_chain: tuple[str, ...] = ()
    iri: str | None = None
    organisation_iri: str | None = None


class Actor(Record, frozen=True, kw_only=True):
    """Who takes part: a unit, a collective kept as written, or a person with a post.

    `name` is the canonical name (the register's where it knows the unit, else as printed);
    `as_written` the words of the document. `known` is false for a unit that the register lacks and
    that was recognised by the grammar of its name. `parent` is the canonical name of the parent unit
    where the register or the context gives it, `parent_from` says which: the register, the words of the
    name, or the issuer of the document.
    """

    kind: Literal["unit", "group", "person"]
    name: str
    as_written: str
    known: bool = True
    parent: str | None = None
    parent_from: Literal["register", "words", "issuer"] | None = None
    person: Person | None = None
    iri: str | None = None


class Assignment(Record, frozen=True, kw_only=True):
    """One actor's part in one task, with the words that prove it.

    `role_as_written` is the column heading or the phrase that gives the role; `inherited` is true
    where the cell was merged with the one above.
    """

    role: MandateRole
    actor: Actor
    evidence: Evidence
    role_as_written: str = ""
    inherited: bool = False


class Recurrence(Record, frozen=True, kw_only=True):
    """A recurring or event-driven deadline.

    `kind` is one of daily, weekly, monthly, quarterly, half_yearly, yearly, continuous, on_event,
    on_instruction; `text` is as written; `latest_day` the day of the month by which it is due
    and `latest_month` the month of the year ("trước ngày 25 tháng 12 hằng năm"), each where stated;
    `exceptions` holds stated departures as written.
    """

    kind: str
    text: str
    latest_day: int | None = None
    latest_month: int | None = None
    event: str | None = None
    exceptions: tuple[str, ...] = ()


class Deadline(Record, frozen=True, kw_only=True):
    """When a task starts and is due, as stated.

    A quarter is its last month, "trước ngày X" is X, a range gives start and due; open-ended or
    event-driven is None with the text. `due_precision` is one of year, half_year, quarter, month,
    day; `due_comparator` is "<" for "trước", "<=" for "chậm nhất", else "=".
    """

    start: str | None = None
    due: str | None = None
    start_text: str = ""
    due_text: str = ""
    start_precision: str | None = None
    due_precision: str | None = None
    due_comparator: str | None = None
    open_ended: bool = False
    recurrence: Recurrence | None = None
    start_evidence: Evidence | None = None
    due_evidence: Evidence | None = None


class Task(Record, frozen=True, kw_only=True):
    """A task: a row, or a prose item that names who does it. The key is `section` and `code`."""

    section: str
    section_title: str
    code: str
    title: str
    evidence: Evidence
    description: str = ""
    assignments: tuple[Assignment, ...] = ()
    deadline: Deadline = Deadline()
    submit_to: tuple[Actor, ...] = ()
    submit_to_evidence: Evidence | None = None
    output: str = ""
    output_evidence: Evidence | None = None
    staff: str = ""
    inherited: tuple[str, ...] = ()
    implements: tuple[str, ...] = ()
    iri: str | None = None


class Duty(Record, frozen=True, kw_only=True):
    """What a unit must do standing: one bullet under "Tổ chức thực hiện" of the unit.

    `is_lead` is false where the bullet only says "phối hợp" or begins with "Tham gia". `deadline` is the time
    that its own words set, if they set one.
    """

    section: str
    text: str
    actors: tuple[Actor, ...]
    evidence: Evidence
    is_lead: bool = True
    coordinates_with: tuple[Actor, ...] = ()
    deadline: Deadline = Deadline()
    heading_evidence: Evidence | None = None
    iri: str | None = None


class Measure(Record, frozen=True, kw_only=True):
    """A task or solution stated with no unit, person or deadline of its own."""

    section: str
    section_title: str
    text: str
    evidence: Evidence
    iri: str | None = None


class Indicator(Record, frozen=True, kw_only=True):
    """A row of a target table: what is measured, the target value and who leads it.

    `value` is the number as a decimal string with a point ("94.1"), so that no precision is lost;
    `comparator` is one of "=", ">", "<", ">=", "<=".
    """

    group: str
    group_title: str
    code: str
    name: str
    unit_of_measure: str
    value_text: str
    value: str | None
    comparator: str | None
    year: int | None
    evidence: Evidence
    leads: tuple[Assignment, ...] = ()
    footnote: str | None = None
    section: str = ""
    iri: str | None = None

    @property
    def path(self) -> str:
        """Give the path of the group of rows it stands in, below the section of its table."""
        return "/".join(part for part in (self.section, self.group or self.group_title) if part)


class Goal(Record, frozen=True, kw_only=True):
    """A target that prose states: how much of what, and by which year.

    `name` is what is measured and `value_text` the level, as written; `value`, `comparator` and
    `unit_of_measure` are as in `Indicator`, and `evidence` quotes the clause.
    """

    section: str
    name: str
    unit_of_measure: str
    value_text: str
    value: str
    comparator: str
    year: int | None
    evidence: Evidence
    iri: str | None = None


class StatedSum(Record, frozen=True, kw_only=True):
    """A total of a table that differs from what its parts add up to.

    `label` names the row; `stated` is the total and `added` the sum, both as documents print numbers;
    `evidence` quotes the total and `parts` the figures that come nearest to it.
    """

    label: str
    stated: str
    added: str
    evidence: Evidence
    parts: tuple[Evidence, ...]


class Section(Record, frozen=True, kw_only=True):
    """A heading of the document: its number path ("B/1", "VI.2"), title, and the span it governs."""

    path: str
    title: str
    level: int
    start: int
    end: int


class Signer(Record, frozen=True, kw_only=True):
    """Who signed, as which post, and for whom ("KT. BỘ TRƯỞNG" signs for the minister).

    `organisation` is which of the issuers of a joint document the words of the signature name.
    """

    name: str | None
    post: str | None
    signs_for: str | None = None
    organisation: str | None = None
    evidence: Evidence | None = None


class Annex(Record, frozen=True, kw_only=True):
    """A part attached to the document: its kind and title, and the decision it says it goes with."""

    type: str
    title: str
    start: int
    end: int
    number_as_cited: str | None = None
    date_as_cited: str | None = None


Unissued = Literal["form", "example"]
"""What has the layout of a document and was issued by nobody."""


class JointIssuer(Record, frozen=True, kw_only=True):
    """One of several bodies that issued a document together, with the words of the heading that name it."""

    name: str
    evidence: Evidence
    iri: str | None = None


class Header(Record, frozen=True, kw_only=True):
    """What the header block, the opening and the signature say about the document itself.

    Of a joint document, `issuer` and `signer` are the first and `joint_issuers` and `joint_signers` the
    further ones, in the order in which they stand.
    """

    number: str | None = None
    type: str | None = None
    date: str | None = None
    place: str | None = None
    issuer: str | None = None
    parent_issuer: str | None = None
    joint_issuers: tuple[JointIssuer, ...] = ()
    title: str = ""
    signer: Signer | None = None
    joint_signers: tuple[Signer, ...] = ()
    recipients: tuple[str, ...] = ()
    proposed_by: str | None = None
    effective: str | None = None
    expires: str | None = None
    annexes: tuple[Annex, ...] = ()
    attached_to: Evidence | None = None
    """The line under the title that says with which act the document itself was issued."""
    number_evidence: Evidence | None = None
    date_evidence: Evidence | None = None
    title_evidence: Evidence | None = None
    issuer_evidence: Evidence | None = None
    effective_evidence: Evidence | None = None
    body_evidence: Evidence | None = None
    """The words that show a document whose heading is lost to be official."""
    issuer_iri: str | None = None
    official: bool = True
    unissued: Unissued | None = None
    """What the text is if it only looks like a document; it is not official then, and states nothing."""
    unissued_evidence: Evidence | None = None


class Issue(Record, frozen=True, kw_only=True):
    """An entry of the reading ledger: what was skipped or doubtful, why, and where.

    `code` is a stable kebab-case word (see `graph_build.issues`); `kept` says whether the value went
    into the record all the same.
    """

    code: str
    why: str
    text: str = ""
    start: int | None = None
    end: int | None = None
    kept: bool = False


Severity = Literal["high", "medium", "low"]
"""How much hangs on a finding: high where who, what, when or which act is in doubt."""


class Quote(Record, frozen=True, kw_only=True):
    """Words of one document that a finding rests on: the document's IRI, and the words at their place."""

    document: str
    evidence: Evidence


class Finding(Record, frozen=True, kw_only=True):
    """A contradiction or a gap in documents, with every spot it rests on, the odd one first.

    `code` is a stable kebab-case word (see `graph_build.finding_codes`). The messages say what this one
    case is; which of two spots is right is left to the reader. `values` are what the messages name, without
    their wording, in the order of their names.
    """

    code: str
    severity: Severity
    message_vi: str
    message_en: str
    quotes: tuple[Quote, ...]
    values: tuple[str, ...] = ()


class DocumentRecord(Record, frozen=True, kw_only=True):
    """All that was read from one document. The contract between reading and everything else.

    `words_sha256` is the hash of the words alone, which files of one document in several formats share.
    """

    source_name: str
    media_type: str
    sha256: str
    text_sha256: str
    words_sha256: str = ""
    header: Header
    sections: tuple[Section, ...] = ()
    implements: tuple[Citation, ...] = ()
    legal_basis: tuple[Citation, ...] = ()
    citations: tuple[Citation, ...] = ()
    tasks: tuple[Task, ...] = ()
    duties: tuple[Duty, ...] = ()
    measures: tuple[Measure, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    goals: tuple[Goal, ...] = ()
    wrong_sums: tuple[StatedSum, ...] = ()
    skipped: tuple[Issue, ...] = ()
    iri: str | None = None
