"""Every part of a question once: how it is said in both languages, what it asks of the graph, how it counts.

A further part is a further field of `Parts`, a function here that makes its clause, and a line in `clauses`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from graph_build.terms import iri, is_iri, literal
from ontology.vocab import XSD
from queries.asked import Named, Parts, Role, Timing
from queries.asked_outcome import WORDS as outcome_words
from queries.asked_outcome import AskedOutcome
from queries.asked_outcome import rule_of as outcome_rule
from queries.asked_status import ReportedStatus, rule_of, words_of
from queries.bilingual import Text
from queries.patterns import pattern
from queries.period import day_words

FOLDER: Final = "asked_parts"


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a question: the phrase that says it, graph patterns on `?task`, and the rule behind it."""

    says: Text
    asks: tuple[str, ...]
    rule: Text | None = None


def clauses(parts: Parts) -> tuple[Clause, ...]:
    """Give the clauses of a question in the order in which they are said."""
    return tuple(_clauses(parts))


def _clauses(parts: Parts) -> Iterator[Clause]:
    if parts.unit is not None:
        yield _of_unit(parts.unit, parts.role or "either")
    elif parts.role is not None:
        yield Clause(_ANYBODY[parts.role], (pattern(FOLDER, _ANYBODY_ASKS[parts.role], {}),), _LEADING)
    if parts.partner is not None:
        yield _coordinated_by(parts.partner, also=parts.unit is not None and parts.role == "coordinate")
    if parts.stated_in:
        yield _stated_in(parts.stated_in)
    if parts.under:
        yield _under(parts.under)
    if parts.words:
        yield _title_words(parts.words)
    yield from _of_output(parts)
    yield from _of_time(parts)
    if parts.finding:
        yield _FOUND
    if parts.reported is not None:
        yield _reported(parts.reported)
    if parts.outcome is not None:
        yield _outcome(parts.outcome)


_LEADING: Final = Text(
    vi="Chủ trì gồm cả đầu mối, và thực hiện khi văn bản không nêu cơ quan chủ trì; việc giao cho người giữ"
    " chức vụ trong đơn vị cũng tính cho đơn vị.",
    en="Leading includes being the focal point, and performing where the document names no lead; what is"
    " given to the holder of a post counts for its unit too.",
)
_COORDINATING: Final = Text(
    vi="Việc giao cho người giữ chức vụ trong đơn vị cũng tính cho đơn vị.",
    en="What is given to the holder of a post counts for its unit too.",
)
_PHRASE_RULE: Final = Text(
    vi="Cụm từ được tìm đúng như viết, không phân biệt chữ hoa, chữ thường; viết không dấu thì tìm không phân"
    " biệt dấu.",
    en="A phrase is looked for as written, in upper or lower case; one without marks is found whatever the"
    " marks.",
)
_DUE_RULE: Final = Text(
    vi="Hạn nêu theo tháng, quý hay năm được tính theo ngày cuối của thời kỳ đó.",
    en="A due time stated as a month, quarter or year counts by the last day of that period.",
)
KIND_RULE: Final = Text(
    vi="Loại sản phẩm lấy theo tên loại văn bản mà sản phẩm bắt đầu bằng, sau các chữ “các”, “những”, “dự"
    " thảo”.",
    en="The kind of an output is the kind of document whose name it begins with, after “các”, “những” and"
    " “dự thảo” (draft).",
)
_ANYBODY: Final[dict[Role, Text]] = {
    "lead": Text(vi="có nêu đơn vị chủ trì", en="that somebody leads"),
    "coordinate": Text(vi="có nêu đơn vị phối hợp", en="that somebody coordinates"),
    "either": Text(vi="có nêu đơn vị chủ trì hoặc phối hợp", en="that somebody leads or coordinates"),
    "joint": Text(vi="do từ hai đơn vị trở lên cùng chủ trì", en="led by two units or more together"),
    "none": Text(vi="không nêu đơn vị chủ trì", en="that nobody is named to lead"),
}
_ANYBODY_ASKS: Final[dict[Role, str]] = {
    "lead": "some-lead",
    "coordinate": "some-coordinate",
    "either": "some-take-part",
    "joint": "several-lead",
    "none": "none-leads",
}


def _of_unit(unit: Named, role: Role) -> Clause:
    own = {"unit": str(iri(unit.iri))}
    led = pattern(FOLDER, "led", own)
    name = unit.label
    match role:
        case "lead":
            return Clause(Text(vi=f"do {name} chủ trì", en=f"led by {name}"), (led,), _LEADING)
        case "joint":
            return Clause(
                Text(vi=f"do {name} cùng đơn vị khác chủ trì", en=f"led by {name} together with others"),
                (led, pattern(FOLDER, "others-lead", {})),
                _LEADING,
            )
        case "coordinate":
            said = Text(vi=f"có {name} phối hợp", en=f"coordinated by {name}")
            return Clause(said, (pattern(FOLDER, "coordinated", own),), _COORDINATING)
        case _:
            said = Text(vi=f"do {name} chủ trì hoặc phối hợp", en=f"led or coordinated by {name}")
            return Clause(said, (pattern(FOLDER, "either", own),), _LEADING)


def _coordinated_by(partner: Named, *, also: bool) -> Clause:
    asks = (pattern(FOLDER, "partner", {"partner": str(iri(partner.iri))}),)
    name = partner.label
    if also:
        return Clause(
            Text(vi=f"cũng có {name} phối hợp", en=f"with {name} coordinating too"), asks, _COORDINATING
        )
    return Clause(Text(vi=f"có {name} phối hợp", en=f"with {name} coordinating"), asks, _COORDINATING)


def _stated_in(documents: Sequence[Named]) -> Clause:
    said = Text(vi=f"nêu tại {_listed(documents, 'và')}", en=f"stated in {_listed(documents, 'or')}")
    if len(documents) > 1:
        said = Text(vi=f"nêu tại {_listed(documents, 'hoặc')}", en=said.en)
    return Clause(said, (pattern(FOLDER, "stated-in", {"document": _iris(documents)}),))


def _under(documents: Sequence[Named]) -> Clause:
    said = Text(
        vi=f"thuộc {_listed(documents, 'hoặc')} và các văn bản triển khai",
        en=f"under {_listed(documents, 'or')} and the documents that carry "
        f"{'it' if len(documents) == 1 else 'them'} out",
    )
    rule = Text(
        vi="Nhiệm vụ thuộc một văn bản khi nêu trong chính văn bản đó, phụ lục của nó, hoặc trong văn bản"
        " triển khai nó, trực tiếp hay qua văn bản khác.",
        en="A task is under a document where it is stated in that document, in an annex of it, or in one that"
        " carries it out, directly or through others.",
    )
    return Clause(said, (pattern(FOLDER, "under", {"resolution": _iris(documents)}),), rule)


def _reported(asked: ReportedStatus) -> Clause:
    return Clause(words_of(asked), (_these(asked.tasks, but=asked.status == "none"),), rule_of(asked))


def _outcome(asked: AskedOutcome) -> Clause:
    these = _these(asked.tasks, but=asked.state == "none")
    return Clause(outcome_words[asked.state], (these,), outcome_rule(asked))


def _these(tasks: Sequence[str], *, but: bool) -> str:
    named = " ".join(str(iri(task)) for task in tasks if is_iri(task))
    return pattern(FOLDER, "none-of" if but else "one-of", {"task": named})


def _title_words(words: str) -> Clause:
    said = Text(vi=f"có “{words}” trong tên nhiệm vụ", en=f"with “{words}” in the title")
    asks = pattern(FOLDER, f"title-words{_folded(words)}", {"title_words": str(literal(words))})
    return Clause(said, (asks,), _PHRASE_RULE)


def _folded(words: str) -> str:
    """Name the pattern that takes marks off texts, for a phrase that has none."""
    return "-folded" if is_plain(words) else ""


def is_plain(words: str) -> bool:
    """Tell whether a phrase has no marks, so that texts are compared with it without theirs."""
    return "đ" not in words.casefold() and unicodedata.is_normalized("NFD", words)


def _of_output(parts: Parts) -> Iterator[Clause]:
    if parts.output == "any":
        yield Clause(
            Text(vi="có nêu sản phẩm", en="with a stated output"), (pattern(FOLDER, "with-output", {}),)
        )
    if parts.output == "none":
        said = Text(vi="không nêu sản phẩm", en="without a stated output")
        yield Clause(said, (pattern(FOLDER, "without-output", {}),))
    if (kind := parts.output_kind) is not None:
        named = pattern(FOLDER, "output-kind", {"output_kind": str(iri(kind.iri))})
        said = Text(
            vi=f"có sản phẩm là {kind.vi.lower()}", en=f"with an output of the kind “{kind.en.lower()}”"
        )
        yield Clause(said, (pattern(FOLDER, "kind-names", {}), named), KIND_RULE)
    if words := parts.output_words:
        said = Text(vi=f"có “{words}” trong sản phẩm", en=f"with “{words}” in the output")
        asks = pattern(FOLDER, f"output-words{_folded(words)}", {"output_words": str(literal(words))})
        yield Clause(said, (asks,), _PHRASE_RULE)


def _of_time(parts: Parts) -> Iterator[Clause]:
    if parts.due is not None or parts.on is not None:
        due = pattern(FOLDER, "has-due", {})
    if parts.due is not None:
        first, last = parts.due.first, parts.due.last
        asks = [due]
        asks += [pattern(FOLDER, "due-from", {"from": _date(first)})] if first else []
        asks += [pattern(FOLDER, "due-to", {"to": _date(last)})] if last else []
        when = parts.due.words
        yield Clause(Text(vi=f"có hạn {when.vi}", en=f"due {when.en}"), tuple(asks), _DUE_RULE)
    if parts.timing is not None and parts.on is not None:
        day = day_words(parts.on)
        said = {
            "overdue": Text(vi=f"quá hạn tính đến {day.vi}", en=f"overdue on {day.en}"),
            "ahead": Text(vi=f"chưa quá hạn tính đến {day.vi}", en=f"not yet overdue on {day.en}"),
        }[parts.timing]
        asks = [] if parts.due is not None else [due]
        yield Clause(
            said, (*asks, pattern(FOLDER, parts.timing, {"on": _date(parts.on)})), _TIMING_RULES[parts.timing]
        )
    elif parts.timing is not None:
        yield Clause(
            _TIMINGS[parts.timing], (pattern(FOLDER, parts.timing, {}),), _TIMING_RULES.get(parts.timing)
        )


_TIMINGS: Final[dict[Timing, Text]] = {
    "undated": Text(vi="không nêu thời hạn", en="without a stated due time"),
    "recurring": Text(
        vi="làm định kỳ, thường xuyên hoặc khi phát sinh", en="that recur or wait for an event"
    ),
    "open": Text(vi="có thời điểm bắt đầu mà không có điểm kết thúc", en="with a start and no end"),
}
_NOT_KNOWN: Final = Text(
    vi="Chỉ xét thời hạn ghi trong văn bản, theo ngày cuối của thời hạn đó; đồ thị không cho biết việc đã"
    " xong hay chưa.",
    en="Only the due time that the document states is looked at, by its last day; whether the work is done"
    " is not told by it.",
)
_TIMING_RULES: Final[dict[Timing, Text]] = {
    "overdue": _NOT_KNOWN,
    "ahead": _NOT_KNOWN,
    "undated": Text(
        vi="Nhiệm vụ làm định kỳ, thường xuyên hoặc khi phát sinh không tính là thiếu thời hạn.",
        en="Tasks that recur or wait for an event do not count as lacking a due time.",
    ),
}
_FOUND: Final = Clause(
    Text(vi="có mâu thuẫn hoặc thiếu sót được phát hiện", en="in which a contradiction or gap was found"),
    (pattern(FOLDER, "finding", {}),),
    Text(
        vi="Tính phát hiện trích đúng những chữ nêu nhiệm vụ, phân công hoặc thời hạn của nó; phát hiện về"
        " chỗ khác trong văn bản không tính.",
        en="Findings count that quote the very words of the task, its assignments or its deadline; those on"
        " other places of the document do not.",
    ),
)


def _listed(things: Sequence[Named], last: str) -> str:
    """Join names: "A", "A hoặc B", "A, B hoặc C"."""
    *before, end = (thing.label for thing in things)
    return f"{', '.join(before)} {last} {end}" if before else end


def _iris(things: Sequence[Named]) -> str:
    return " ".join(str(iri(thing.iri)) for thing in things)


def _date(day: date) -> str:
    return str(literal(day.isoformat(), datatype=XSD.date))
