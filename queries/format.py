"""Answers as text: a table for people, CSV for spreadsheets, JSON for programs.

CSV follows RFC 4180 (header line of variable names, CRLF, UTF-8). JSON is a list of objects, one a
row: IRIs and dates as strings, whole numbers and booleans as such, lists of names as lists, null where
nothing is stated, and the proving words as one object `evidence` with `exact`, `start`, `end` (0-based,
end excluded, code points of the NFC text) and `source`, the file name.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from typing import TYPE_CHECKING

from graph_build.terms import BlankNode, Iri, Literal, Row
from ontology.vocab import XSD
from queries.bilingual import Language
from queries.columns import COLUMNS, LIST_SEPARATOR, Column, Kind

if TYPE_CHECKING:
    from rich.console import RenderableType

Value = str | int | bool | None

_EVIDENCE = {"quote": "exact", "quote_start": "start", "quote_end": "end", "source": "source"}
_PLAIN = Column("", "")


def value(term: object) -> Value:
    """Give a term as a plain value: whole numbers and booleans as such, everything else as its text."""
    if term is None:
        return None
    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    if isinstance(term, Literal) and term.datatype.value == XSD.integer:
        return int(term.value)
    if isinstance(term, Literal) and term.datatype.value == XSD.boolean:
        return term.value in {"true", "1"}
    return term.value if isinstance(term, Iri | Literal) else str(term)


def text(term: object) -> str:
    """Give a term as text, empty where it is unbound."""
    plain = value(term)
    if isinstance(plain, bool):
        return "true" if plain else "false"
    return "" if plain is None else str(plain)


def as_csv(variables: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Give an answer as lines of CSV, each with its line end, the header first."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")

    def flush() -> str:
        line = buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        return line

    writer.writerow(variables)
    yield flush()
    for row in rows:
        writer.writerow([text(term) for term in row])
        yield flush()


def as_json(variables: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Give an answer as the pieces of a JSON list, one object a row."""
    separator = "[\n  "
    for row in rows:
        yield separator + json.dumps(_object(variables, row), ensure_ascii=False)
        separator = ",\n  "
    yield "[]\n" if separator.startswith("[") else "\n]\n"


def _object(variables: Sequence[str], row: Row) -> dict[str, object]:
    made: dict[str, object] = {}
    evidence: dict[str, object] = {}
    quoted = set(_EVIDENCE) <= set(variables)
    for name, term in zip(variables, row, strict=True):
        if quoted and name in _EVIDENCE:
            evidence[_EVIDENCE[name]] = value(term)
        elif COLUMNS.get(name, _PLAIN).kind is Kind.LIST:
            made[name] = [part for part in text(term).split(LIST_SEPARATOR) if part]
        else:
            made[name] = value(term)
    if quoted:
        made["evidence"] = evidence if evidence["exact"] else None
    return made


def as_table(
    variables: Sequence[str],
    rows: Iterable[Row],
    *,
    columns: Sequence[str] = (),
    language: Language = "en",
    width: int = 120,
    together: str = "",
) -> RenderableType:
    """Lay an answer out for people, within `width` characters.

    `columns` picks and orders what is shown (all when empty); of two that say the same in both languages
    (`kind`, `kind_en`; `message_vi`, `message_en`) the one in `language` is. Quotes stand with their
    position behind them instead of in columns of their own. Rows with one value of the variable `together`
    are shown as one, what they share said once. Where the width leaves too little for columns beside one
    another, every row becomes a block of lines.
    """
    from rich.text import Text  # noqa: PLC0415 - tables are only wanted by people at a terminal

    wanted = _in_language(list(columns or variables), language)
    placed = {"quote", "quote_start", "quote_end"} <= set(wanted)
    shown = [name for name in wanted if not (placed and name in {"quote_start", "quote_end"})]
    place = {name: index for index, name in enumerate(variables)}
    lines: list[list[RenderableType]] = []
    ends: set[int] = set()
    above: Mapping[str, str] = {}
    for row in rows:
        cells = {name: text(row[index]) for name, index in place.items()}
        if placed and cells["quote"]:
            cells["quote"] = f"“{cells['quote']}” [{cells['quote_start']}–{cells['quote_end']}]"
        same = bool(together) and above.get(together) == cells[together]
        if lines and not same:
            ends.add(len(lines) - 1)
        lines.append([Text("" if same and above.get(name) == cells[name] else cells[name]) for name in shown])
        above = cells
    if width < _LEAST_WIDTH * len(shown):
        return _blocks([heading(name, language) for name in shown], lines)
    return _grid(shown, lines, language, ends if together else None)


def _in_language(names: list[str], language: Language) -> list[str]:
    """Leave out of two columns that say the same in both languages the one in the other language."""
    pairs = [(stem, f"{stem.removesuffix('_vi')}_en") for stem in names]
    pairs = [(vi, en) for vi, en in pairs if en in names and vi != en]
    dropped = {en if language == "vi" else vi for vi, en in pairs}
    return [name for name in names if name not in dropped]


_LEAST_WIDTH = 11
"""What a column needs on average to be read beside others."""


def heading(name: str, language: Language) -> str:
    """Give the heading of a variable; one that no question has is its own."""
    column = COLUMNS.get(name, _PLAIN)
    return (column.vi if language == "vi" else column.en) or name


def _grid(
    names: Sequence[str],
    lines: Sequence[Sequence[RenderableType]],
    language: Language,
    ends: set[int] | None,
) -> RenderableType:
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    kinds = {name: COLUMNS.get(name, _PLAIN).kind for name in names}
    wordy = not {Kind.LIST, Kind.QUOTE}.isdisjoint(kinds.values())
    table = Table(box=box.SIMPLE_HEAD, show_lines=wordy and ends is None, pad_edge=False)
    for name, kind in kinds.items():
        narrow = kind in {Kind.NUMBER, Kind.DATE} or name in {"code", "section"}
        table.add_column(
            heading(name, language),
            justify="right" if kind is Kind.NUMBER else "left",
            no_wrap=narrow,
            overflow="fold",
        )
    for number, line in enumerate(lines):
        table.add_row(*line, end_section=ends is not None and number in ends)
    return table


def _blocks(headings: Sequence[str], lines: Sequence[Sequence[RenderableType]]) -> RenderableType:
    from rich.console import Group  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    blocks: list[RenderableType] = []
    for number, line in enumerate(lines, start=1):
        block = Table.grid(padding=(0, 2))
        block.add_column(no_wrap=True)
        block.add_column(overflow="fold")
        for heading, cell in zip(headings, line, strict=True):
            if str(cell):
                block.add_row(heading, cell)
        blocks += [f"\n{number}/{len(lines)}", block]
    return Group(*blocks)
