"""Read a file of verdicts: CSV with the columns of `nhiemvu verdict list`, as a spreadsheet saves it.

Every problem of the file is listed with its line, in both languages; nothing is repaired and nothing is kept
of a file that has one.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Set
from pathlib import Path
from typing import Final

from graph_build.errors import ReadError
from graph_build.readers.plain import decode
from queries.bilingual import Text
from queries.verdicts import BadVerdict, Verdict, at_line, checked

_LARGEST: Final = 20_000_000
_NEEDED: Final = ("kind", "first", "verdict", "reason", "by")
_SEPARATORS: Final = ",;\t"
Known = Callable[[Iterable[str]], Set[str]]
"""Tells which of some IRIs the graph holds."""


def read_csv(path: Path, known: Known | None = None) -> list[Verdict]:
    """Read a file of verdicts with the columns of `COLUMNS`; `second` and `at` may be left out.

    Raises BadVerdict for what cannot be read, where two lines decide differently about the same things, and,
    with `known`, for things that the graph does not hold.
    """
    rows = checked(_rows(path), str(path))
    problems = sorted([*_conflicts(rows), *_strangers(rows, known)], key=lambda one: one[0])
    if problems:
        raise BadVerdict(at_line(str(path), number, told) for number, told in problems)
    return [one for _, one in rows]


def _rows(path: Path) -> Iterator[tuple[int, object]]:
    text = _text(path)
    first = text.partition("\n")[0]
    sign = max(_SEPARATORS, key=first.count)
    try:
        table = csv.DictReader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
        missing = [name for name in _NEEDED if name not in (table.fieldnames or ())]
        if missing:
            names = ", ".join(missing)
            raise BadVerdict([Text(vi=f"{path} không có cột {names}.", en=f"{path} has no column {names}.")])
        for row in table:
            yield table.line_num, {name: value or "" for name, value in row.items() if name}
    except csv.Error as error:
        raise BadVerdict(
            [Text(vi=f"{path} không phải CSV: {error}.", en=f"{path} is no CSV: {error}.")]
        ) from None


def _text(path: Path) -> str:
    if path.stat().st_size > _LARGEST:
        most = f"{_LARGEST // 1_000_000} MB"
        raise BadVerdict([Text(vi=f"{path} lớn hơn {most}.", en=f"{path} is larger than {most}.")])
    try:
        text = decode(path.name, path.read_bytes()).text
    except ReadError:
        told = Text(
            vi=f"{path} trống, hoặc không phải văn bản trong bảng mã nhận ra được.",
            en=f"{path} is empty, or no text in an encoding that is known.",
        )
        raise BadVerdict([told]) from None
    return unicodedata.normalize("NFC", text.removeprefix("\ufeff"))


def _conflicts(rows: Iterable[tuple[int, Verdict]]) -> Iterator[tuple[int, Text]]:
    first: dict[tuple[str, str, str], tuple[int, Verdict]] = {}
    for number, one in rows:
        line, other = first.setdefault(one.key, (number, one))
        said = other.told_from(one.first).verdict
        if said != one.verdict:
            about = f"{one.first} {one.second}".rstrip()
            vi = f"{one.by} kết luận {one.verdict}, còn {other.by} ở dòng {line} kết luận {said} về {about}."
            en = f"{one.by} says {one.verdict}, and {other.by} on line {line} says {said} about {about}."
            yield number, Text(vi=vi, en=en)


def _strangers(rows: Iterable[tuple[int, Verdict]], known: Known | None) -> Iterator[tuple[int, Text]]:
    if known is None:
        return
    named = [(number, thing) for number, one in rows for thing in (one.first, one.second) if thing]
    held = known({thing for _, thing in named})
    for number, thing in named:
        if thing not in held:
            yield (
                number,
                Text(vi=f"đồ thị không biết gì về {thing}.", en=f"the graph knows nothing of {thing}."),
            )
