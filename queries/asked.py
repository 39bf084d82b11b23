"""What a question built from parts asks: read from written fields, names resolved, contradictions refused.

`HELP` tells what every field holds.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, TypeVar, get_args

from graph_build.text import normalise
from ontology.codes import Code, codes, document_kind
from queries.asked_outcome import AskedOutcome, asked_outcome
from queries.asked_outcome import Told as OutcomesTold
from queries.asked_status import ReportedStatus, reported_status
from queries.bilingual import Text, one_of
from queries.errors import InvalidValue, UnknownParameter
from queries.names import Names
from queries.period import Period, read_period, seen_from
from queries.status_log import StatusLog

Listed = Literal["tasks", "unit", "document", "month", "output"]
Role = Literal["lead", "coordinate", "either", "joint", "none"]
Timing = Literal["overdue", "ahead", "undated", "recurring", "open"]
Output = Literal["any", "none"]

LISTED: Final[tuple[Listed, ...]] = get_args(Listed)
ROLES: Final[tuple[Role, ...]] = get_args(Role)
TIMINGS: Final[tuple[Timing, ...]] = get_args(Timing)
OUTPUTS: Final[tuple[Output, ...]] = get_args(Output)

HELP: Final[Mapping[str, str]] = {
    "list": "What a row is: tasks (each a row), or a count by unit, document, month (due) or output (its"
    " kind).",
    "unit": "Unit or collective that takes part, by name or IRI.",
    "role": "Its part: lead, coordinate, either, joint (leads with others). Without a unit, that of anybody;"
    " none asks for tasks that nobody leads.",
    "with": "Another unit, which coordinates.",
    "in": "Document that states the task; may be given several times.",
    "under": "Document that the task comes under, with all that carry it out; may be given several times.",
    "words": "Phrase of the title.",
    "output": "any: an output is stated; none: none is.",
    "output_kind": "Kind of document that the output is, such as plan or kế hoạch.",
    "output_words": "Phrase of the output.",
    "due": "When it is due: a day, month, quarter, year or stretch, such as 2022-Q4, 10/2022,"
    " 2022-07-01/2022-12-31 or next-month.",
    "from": "Due then or later; written like due.",
    "to": "Due then or earlier; written like due.",
    "timing": "overdue or ahead (on a day), undated, recurring, open (a start and no end).",
    "on": "Day for overdue and ahead; by default today.",
    "finding": "yes: a contradiction or gap was found in its words.",
    "status": "What an office reports of it, which no document states: not-started, in-progress, done, late,"
    " stopped; any: something is reported; none: nothing is.",
    "outcome": "Whether a later document is its outcome: accepted by a person, suggested and not yet judged,"
    " any (either), none (neither).",
}
"""The fields of a question in the order of an address, and what each holds."""

FIELDS: Final = tuple(HELP)

SEVERAL: Final = ("in", "under")
"""The fields that may be given several times."""

LONGEST: Final = 300
"""Characters of a field."""
MOST: Final = 20
"""Values of a field that takes several."""
_DATED: Final = ("overdue", "ahead")
_TIMES: Final = ("due", "from", "to")
T = TypeVar("T", bound=str)


@dataclass(frozen=True, slots=True)
class Named:
    """A unit or document: its IRI, and what it is called."""

    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class Parts:
    """A question that was understood. `timing` overdue and ahead have the day `on`, the others have none."""

    listed: Listed = "tasks"
    unit: Named | None = None
    role: Role | None = None
    partner: Named | None = None
    stated_in: tuple[Named, ...] = ()
    under: tuple[Named, ...] = ()
    words: str = ""
    output: Output | None = None
    output_kind: Code | None = None
    output_words: str = ""
    due: Period | None = None
    timing: Timing | None = None
    on: date | None = None
    finding: bool = False
    reported: ReportedStatus | None = None
    outcome: AskedOutcome | None = None


Written = Mapping[str, Sequence[str]]
"""Fields as people fill them in; what is empty counts as absent."""


def dated(written: Written, today: date) -> dict[str, list[str]]:
    """Keep the fields that say something, and name the days that a question leaves to today.

    These are the day for overdue and ahead, and periods such as next-month.
    """
    kept = {name: [value for value in values if value.strip()] for name, values in written.items()}
    kept = {name: values for name, values in kept.items() if values}
    for name in _TIMES:
        if name in kept:
            kept[name] = [seen_from(value, today) for value in kept[name]]
    if "on" not in kept and kept.get("timing", [""])[0].strip() in _DATED:
        kept["on"] = [today.isoformat()]
    return kept


def read(
    written: Written,
    names: Names,
    log: StatusLog | None = None,
    states: Callable[[Parts], OutcomesTold] = lambda _: OutcomesTold({}),
) -> Parts:
    """Understand a question; `log` is what offices report of tasks, `states` tells how their outcomes stand.

    Outcomes are looked for only where they are asked for; `states` is given the rest of the question.

    Raises UnknownParameter for a field that is none, InvalidValue for a value that means nothing or goes ill
    with another, UnknownUnit, UnknownDocument and AmbiguousName.
    """
    given = _given(written)
    one = {name: values[0] for name, values in given.items() if name not in SEVERAL}
    parts = Parts(
        listed=_one_of("list", one.get("list", "tasks"), LISTED),
        unit=_unit(one.get("unit"), names),
        role=_one_of("role", one["role"], ROLES) if "role" in one else None,
        partner=_unit(one.get("with"), names),
        stated_in=_documents(given.get("in", ()), names),
        under=_documents(given.get("under", ()), names),
        words=_phrase("words", one.get("words", "")),
        output=_one_of("output", one["output"], OUTPUTS) if "output" in one else None,
        output_kind=_kind(one["output_kind"], names.base) if "output_kind" in one else None,
        output_words=_phrase("output_words", one.get("output_words", "")),
        due=_due(one),
        timing=_one_of("timing", one["timing"], TIMINGS) if "timing" in one else None,
        on=_on(one),
        finding=_one_of("finding", one.get("finding", "no"), ("yes", "no")) == "yes",
        reported=reported_status(one["status"], log) if "status" in one else None,
    )
    _agree(parts, one)
    if "outcome" in one:
        return replace(parts, outcome=asked_outcome(one["outcome"], lambda: states(parts)))
    return parts


def _given(written: Written) -> dict[str, list[str]]:
    given: dict[str, list[str]] = {}
    for name, values in written.items():
        if name not in FIELDS:
            raise UnknownParameter("ask", name, FIELDS)
        kept = list(dict.fromkeys(filter(None, (value.strip() for value in values))))
        for value in kept:
            if len(value) > LONGEST:
                raise InvalidValue(
                    name,
                    value[:40] + "…",
                    Text(
                        vi=f"đoạn chữ không quá {LONGEST} ký tự", en=f"a text of at most {LONGEST} characters"
                    ),
                )
        if len(kept) > (MOST if name in SEVERAL else 1):
            most = (
                Text(vi=f"nhiều nhất {MOST} giá trị", en=f"{MOST} values at most")
                if name in SEVERAL
                else Text(vi="một giá trị", en="one value")
            )
            raise InvalidValue(name, "; ".join(kept)[:80], most)
        if kept:
            given[name] = kept
    return given


def _one_of(name: str, written: str, known: tuple[T, ...]) -> T:
    value = written.lower()
    if value not in known:
        raise InvalidValue(name, written, one_of(known))
    return value


def _unit(written: str | None, names: Names) -> Named | None:
    if written is None:
        return None
    iri = names.unit(written).value
    return Named(iri, names.unit_label(iri))


def _documents(written: Sequence[str], names: Names) -> tuple[Named, ...]:
    found = dict.fromkeys(names.document(value).value for value in written)
    return tuple(Named(iri, names.document_label(iri)) for iri in found)


def _kind(written: str, base: str) -> Code:
    by_name = {kind.name: kind for kind in codes("document-kind", base)}
    kind = by_name.get(written.lower()) or document_kind(written, base)
    if kind is None:
        raise InvalidValue(
            "output_kind",
            written,
            Text(
                vi="một loại văn bản như kế hoạch hoặc plan", en="a kind of document such as plan or kế hoạch"
            ),
        )
    return kind


def _phrase(name: str, written: str) -> str:
    """Bring a phrase to the form in which texts are kept.

    A backslash is refused: some engines take `\\u` and four digits for a character before they read the query
    (SPARQL 1.1 Query Language, section 19.2), even where the backslash is itself escaped.
    """
    text = " ".join(normalise(written).split())
    if "\\" in text or any(unicodedata.category(one) in {"Cc", "Cs"} for one in text):
        raise InvalidValue(
            name,
            written,
            Text(
                vi="những chữ không có dấu gạch chéo ngược và ký tự điều khiển",
                en="words without backslashes and control characters",
            ),
        )
    return text


def _due(one: Mapping[str, str]) -> Period | None:
    if "due" in one:
        if "from" in one or "to" in one:
            raise InvalidValue(
                "due",
                one["due"],
                Text(
                    vi="bỏ trống khi đã nêu from hoặc to, vì nói cùng một điều",
                    en="to be given beside from or to, which say the same",
                ),
            )
        return read_period("due", one["due"])
    if "from" not in one and "to" not in one:
        return None
    first = read_period("from", one["from"]).first if "from" in one else None
    last = read_period("to", one["to"]).last if "to" in one else None
    if first and last and first > last:
        raise InvalidValue(
            "to", one["to"], Text(vi=f"thời điểm sau {one['from']}", en=f"a time after {one['from']}")
        )
    return Period(first, last)


def _on(one: Mapping[str, str]) -> date | None:
    needs = one.get("timing", "").lower() in _DATED
    if "on" not in one:
        if needs:
            raise InvalidValue(
                "on",
                "",
                Text(
                    vi="một ngày như 1/9/2022, để biết việc nào quá hạn hoặc sắp đến hạn",
                    en="a day such as 2022-09-01, which overdue and ahead need",
                ),
            )
        return None
    if not needs:
        raise InvalidValue(
            "on",
            one["on"],
            Text(
                vi="bỏ trống khi không hỏi quá hạn hoặc sắp đến hạn",
                en="of use without timing overdue or ahead",
            ),
        )
    day = read_period("on", one["on"])
    if day.first != day.last:
        raise InvalidValue("on", one["on"], Text(vi="một ngày như 1/9/2022", en="one day such as 2022-09-01"))
    return day.first


def _agree(parts: Parts, one: Mapping[str, str]) -> None:
    if parts.role == "none" and parts.unit is not None:
        raise InvalidValue(
            "role",
            one["role"],
            Text(
                vi="một vai trò mà đơn vị giữ; hãy bỏ trống đơn vị",
                en="a part that a unit has; leave the unit out",
            ),
        )
    if parts.timing == "undated" and parts.due is not None:
        raise InvalidValue(
            "timing",
            one["timing"],
            Text(
                vi="tình trạng hợp với việc có thời hạn; hãy bỏ trống thời hạn",
                en="possible for tasks that are due at a time",
            ),
        )
    if parts.output == "none" and (parts.output_kind or parts.output_words):
        raise InvalidValue(
            "output",
            one["output"],
            Text(
                vi="lựa chọn hợp với việc có sản phẩm; hãy bỏ trống loại và chữ của sản phẩm",
                en="possible with a kind or words of the output",
            ),
        )
