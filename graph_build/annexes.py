"""The parts attached to a document: plans and regulations it promulgates, numbered annexes.

An attached part says which decision it goes with, in parentheses under its title, or stands under a line
"Phụ lục I" (Nghị định 30/2020/NĐ-CP, Annex I, part III, point 1). Reads the plain view of a text.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from graph_build.act_dates import DATE, iso
from graph_build.act_issuers import any_of
from graph_build.document_codes import KIND_OF_WORD, KIND_WORDS
from graph_build.document_numbers import find_numbers
from graph_build.plain import PlainText
from graph_build.records import Annex

_ATTACHED = re.compile(
    r"\((?:được[ \n])?(?:(?:ban[ \n]hành|đính)[ \n])?kèm[ \n]theo[ \n](?P<act>[^()]{4,260})\)"
)
_GOING_WITH = r"(?:(?:(?:ban[ \n]hành|đính)[ \n])?kèm[ \n]theo|ban[ \n]hành[ \n]theo)[ \n]"
_OWN_LINE = re.compile(
    rf"""
    [\s|#.:;]{{0,12}}
    (?P<line>\([ ]?(?:được[ \n])?{_GOING_WITH}[^()]{{4,300}}\)       # (Ban hành kèm theo Quyết định số …)
           |(?<=\n){_GOING_WITH}[^()\n]{{4,300}}(?=\n|\Z))           # the same without parentheses
    """,
    re.VERBOSE,
)
_ANNEX_LINE = re.compile(
    r"(?:\A|[\n|\t])[ \n#]*(?P<label>phụ[ \n]lục"
    r"(?:[ \n](?:số[ \n])?(?:[ivx]{1,6}|\d{1,3}|[a-z](?=[ \n.:])))?)"
    r"[ ]?[.:]?(?=[ ]*(?:\n|\||\t|\Z))"
)
_TITLES = (*KIND_WORDS, "Quy chuẩn", "Danh mục", "Nội quy", "Điều lệ", "Phụ lục", "Chương trình hành động")
_TITLE_LINE = re.compile(rf"(?:{any_of(_TITLES)})")
_LONGEST_TITLE = 1200


def read_annexes(plain: PlainText, start: int, end: int) -> tuple[Annex, ...]:
    """Read the attached parts that begin in a range of the view, in order."""
    found: list[Annex] = []
    labels = [match for match in _ANNEX_LINE.finditer(plain.lower, start, end) if _is_heading(plain, match)]
    covered: set[int] = set()
    ends = [line.end() for line in labels]
    for match in _ATTACHED.finditer(plain.lower, start, end):
        before = bisect_right(ends, match.start())
        label = labels[before - 1] if before else None
        annex = _attached(plain, match, start, label)
        if annex is not None:
            found.append(annex)
            if label is not None and annex.type == "Phụ lục":
                covered.add(label.start())
    limits = [line.start() for line in labels[1:]] + [end]
    found.extend(
        _labelled(plain, line, limit)
        for line, limit in zip(labels, limits, strict=False)
        if line.start() not in covered
    )
    return tuple(sorted(found, key=lambda annex: annex.start))


def own_attachment(plain: PlainText, position: int) -> tuple[int, int] | None:
    """Find the line under a document's own title that says which act it goes with; give its range.

    `position` is where the title ends. A plan or regulation that stands in a file of its own has such a line.
    """
    found = _OWN_LINE.match(plain.lower, position)
    if found is None or not find_numbers(plain.text[slice(*found.span("line"))]):
        return None
    return found.span("line")


def _is_heading(plain: PlainText, match: re.Match[str]) -> bool:
    return not plain.text[match.start("label")].islower()


def _attached(
    plain: PlainText, match: re.Match[str], floor: int, label: re.Match[str] | None
) -> Annex | None:
    """Make the annex of one "(Kèm theo …)" from the heading above it, None where no heading is there."""
    numbers = find_numbers(plain.text[match.start() : match.end()])
    date = DATE.search(plain.lower, match.start(), match.end())
    heading = _heading_above(plain, max(floor, match.start() - _LONGEST_TITLE), match.start())
    if label is not None and match.start() - label.end() <= _LONGEST_TITLE:
        between = plain.words(label.end(), match.start())
        heading = ("Phụ lục", label.start("label"), _joined(between))
    if heading is None or not (numbers or plain.lower.startswith(" này", match.end() - 5)):
        return None
    kind, first, title = heading
    start, end = plain.span(first, match.end())
    return Annex(
        type=kind,
        title=title,
        start=start,
        end=end,
        number_as_cited=str(numbers[0].number) if numbers else None,
        date_as_cited=iso(date) if date else None,
    )


def _heading_above(plain: PlainText, floor: int, position: int) -> tuple[str, int, str] | None:
    """Find the nearest word of a kind in capitals above a position; give kind, place and title."""
    for match in reversed(list(_TITLE_LINE.finditer(plain.lower, floor, position))):
        words = plain.text[match.start() : match.end()]
        line = words.partition("\n")[0]
        if line.isupper() and not words.isupper():  # "QUY CHẾ" above "Phối hợp …", which is the title
            shorter = _TITLE_LINE.fullmatch(line.lower())
            words = line if shorter is not None else words
        stop = match.start() + len(words)
        before = plain.text[max(0, match.start() - 9) : match.start()].rstrip(" #")
        following = plain.text[stop : stop + 2]
        opens = before[-1:] in ("", "\n", "|", "\t", "-", "_") or before.endswith("phúc")
        if following.startswith(":") or "Điều 1" in plain.text[stop:position]:
            continue
        if words.isupper() and opens and not (following.isupper() and following.isalpha()):
            kind = " ".join(words.lower().split())
            title = _joined(plain.words(stop, position))
            return KIND_OF_WORD.get(kind, kind.capitalize()), match.start(), title
    return None


def _labelled(plain: PlainText, match: re.Match[str], limit: int) -> Annex:
    """Make the annex of a line "Phụ lục 2" from the lines in capitals below it."""
    position = match.end()
    lines: list[str] = []
    for line in plain.text[position : min(limit, position + _LONGEST_TITLE)].split("\n"):
        words = line.strip(" |\t")
        if lines and ("\t" in words or "|" in words):
            break
        letters = [c for c in words if c.isalpha()]
        if letters and sum(c.isupper() for c in letters) < 0.6 * len(letters):
            break
        if words and not letters:
            break
        if words:
            lines.append(words)
    start, end = plain.span(match.start("label"), match.end())
    return Annex(type="Phụ lục", title=_joined(" ".join(lines)), start=start, end=end)


def _joined(words: str) -> str:
    return " ".join(words.replace("|", " ").split()).strip(" .:-_")
