"""Read a register from CSV (RFC 4180), as spreadsheet programs save it.

The first line names the columns, in any order; only `name` is needed. Cells are parted by commas, or by
semicolons or tabs where the first line is. A cell of several names parts them by `;` or `|`.

    name          the full name; one that the register has, as a name or an alias, adds to that unit
    kind          a notation of the list of unit kinds; `collective` makes the entry a collective
    parent        the name or an alias of the larger body
    aliases       further names; any column whose heading begins with "alias" is read in the same way
    notation      codes of the unit in numbers of documents (BYT in 12/QĐ-BYT); also headed `code`
    source        the document that names the unit: its number, title or address
    changed_into  the unit or units that took its place; rows with the same cells here are one event
    changed_on    the first day of what it was changed into, 2025-03-01 or 1/3/2025
    act           the number of the act that orders the change, 176/2025/QH15
    act_date      the day on which the act was issued
    act_issuer    who issued the act, where its number does not tell (12/NQ-HĐND)
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ontology.iris import DocumentId, IriError
from ontology.register_entries import Act, Change, Contents, Entry, RegisterError, clean

_COLUMNS = (
    *("name", "kind", "parent", "notation", "source"),
    *("changed_into", "changed_on", "act", "act_date", "act_issuer"),
)
_CHANGE = ("changed_into", "changed_on", "act")
_ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})", re.ASCII)
_OWN_DAY = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})", re.ASCII)


class _Row(NamedTuple):
    cells: dict[str, str]
    aliases: tuple[str, ...]
    place: str


def read_csv(text: str, file: str, base: str) -> Contents:
    """Read the text of a CSV file; raises `RegisterError` with the number of the line at fault."""
    rows = list(_rows(text, file))
    first: dict[str, str] = {}
    for row in rows:
        key = row.cells.get("name", "").casefold()
        if key and first.setdefault(key, row.place) != row.place:
            raise RegisterError(
                f"{row.cells['name']!r} in {row.place} stands in {first[key]} already; put its names there."
            )
    return Contents(tuple(_entry(row, file) for row in rows), _changes(rows, base))


def _rows(text: str, file: str) -> Iterator[_Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=_delimiter(text))
    try:
        headings = [_heading(cell) for cell in next(reader, [])]
        _check_headings(headings, file)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _row(headings, cells, f"line {reader.line_num} of {file}")
    except csv.Error as error:
        raise RegisterError(f"Line {reader.line_num} of {file} is not well-formed CSV: {error}.") from error


def _delimiter(text: str) -> str:
    """Tell what parts the cells: the sign that the first line has most of; a comma in doubt."""
    headings = text[: text.find("\n")] if "\n" in text else text
    return max(",;\t", key=headings.count)


def _heading(cell: str) -> str:
    heading = clean(cell).casefold()
    return "notation" if heading == "code" else heading


def _check_headings(headings: Sequence[str], file: str) -> None:
    wrong = [h for h in headings if h not in _COLUMNS and not h.startswith("alias")]
    twice = [h for h in headings if headings.count(h) > 1]
    if "name" not in headings or wrong or twice:
        found = ", ".join(headings) or "none"
        raise RegisterError(
            f"The columns of {file} must be name and any of kind, parent, aliases, notation, source, "
            f"{', '.join(_COLUMNS[5:])}, each once, not {found}."
        )


def _row(headings: Sequence[str], cells: Sequence[str], place: str) -> _Row:
    if len(cells) > len(headings):
        raise RegisterError(f"There are more cells than columns in {place}; quote a cell that holds a comma.")
    known = dict(zip(headings, map(clean, cells), strict=False))
    aliases = [
        alias for heading, cell in known.items() if heading.startswith("alias") for alias in _several(cell)
    ]
    return _Row(known, tuple(aliases), place)


def _several(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, map(clean, re.split(r"[;|]", cell))))


def _entry(row: _Row, file: str) -> Entry:
    cells = row.cells
    return Entry(
        name=cells.get("name", ""),
        place=row.place,
        kind=cells.get("kind", ""),
        parent=cells.get("parent") or None,
        aliases=row.aliases,
        is_group=cells.get("kind") == "collective",
        notations=_several(cells.get("notation", "")),
        sources=(cells.get("source") or file,),
    )


def _changes(rows: Sequence[_Row], base: str) -> tuple[Change, ...]:
    """Gather the changes: rows that say the same of what took their place are one event."""
    events: dict[tuple[str, ...], list[_Row]] = {}
    for row in rows:
        said = tuple(row.cells.get(column, "") for column in (*_CHANGE, "act_date", "act_issuer"))
        if not any(said):
            continue
        missing = [column for column, cell in zip(_CHANGE, said, strict=False) if not cell]
        if missing:
            raise RegisterError(f"A change needs {' and '.join(missing)} too in {row.place}.")
        events.setdefault(said, []).append(row)
    return tuple(_change(said, found, base) for said, found in events.items())


def _change(said: Sequence[str], rows: Sequence[_Row], base: str) -> Change:
    into, day, number, act_day, issuer = said
    place = rows[0].place
    issued = _day(act_day, "act_date", place) if act_day else ""
    try:
        act = DocumentId.of(number=number, date=issued or None, issuer=issuer or None, kind=None).iri(base)
    except IriError as error:
        raise RegisterError(f"The act in {place} cannot be used: {error}") from error
    return Change(
        date=_day(day, "changed_on", place),
        originals=tuple(row.cells.get("name", "") for row in rows),
        results=_several(into),
        act=Act(act, number, issued),
        place=place,
    )


def _day(written: str, column: str, place: str) -> str:
    match = _ISO_DAY.fullmatch(written) or _OWN_DAY.fullmatch(written)
    try:
        if match is not None:
            return date(int(match["year"]), int(match["month"]), int(match["day"])).isoformat()
    except ValueError:
        pass
    raise RegisterError(f"{written!r}, the {column} in {place}, is not a day such as 2025-03-01.")
