"""Whether a second official document follows the first in the same text.

A letter may come in one file with the decision that it sends. A document that follows has a heading of its
own (Nghị định 30/2020/NĐ-CP, Annex I, part II, points 1 to 4), with a number that is not the first one's and
a date, and stands behind the foot of the first. An annex repeats the number of its act or has none, and a
form has a blank one.

Reads the plain view of a text; gives where the second document begins.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain

from graph_build.act_dates import DATE
from graph_build.document_numbers import find_numbers
from graph_build.extent import NATION, NUMBER_LINE, PARTY, document_extent
from graph_build.heading_organs import PIECE, is_capital
from graph_build.plain import PlainText
from graph_build.signature import read_signers
from graph_build.titles import read_opening

_BEFORE = 300
_BEHIND = 500
"""How far around a national heading the number and the date of its document may stand."""
_QUOTED = ("“", '"', "‘")


@lru_cache(maxsize=2)
def further_document(plain: PlainText) -> int | None:
    """Give where a second document begins in the view, None where there is none."""
    opening = read_opening(plain)
    end = document_extent(plain)[1]
    own = _number(plain, max(0, opening.heading - _BEFORE), max(opening.body, opening.heading + _BEHIND))
    if own is None:
        return None
    headings = chain(
        NATION.finditer(plain.lower, opening.body, end), PARTY.finditer(plain.lower, opening.body, end)
    )
    floor = opening.body
    for heading in sorted(headings, key=lambda match: match.start()):
        if not plain.text[heading.start() : heading.end()].isupper():
            continue
        start = heading_start(plain, heading.start())
        other = _number(plain, start, min(end, heading.end() + _BEHIND))
        if other is None or other == own or plain.text[start : start + 1] in _QUOTED:
            continue
        if DATE.search(plain.lower, start, min(end, heading.end() + _BEHIND)) is None:
            continue
        if read_signers(plain, floor, start):
            return start
        floor = start
    return None


def heading_start(plain: PlainText, position: int) -> int:
    """Go back from the national heading over the lines in capitals before it: the issuer's column."""
    start = position
    floor = max(0, position - 500)
    pieces = [floor, *(m.end() for m in PIECE.finditer(plain.text, floor, position))]
    for first, last in reversed(list(zip(pieces, [*pieces[1:], position], strict=True))):
        words = PIECE.sub(" ", plain.text[first:last]).strip(" #*")
        if not words or words.lower().startswith("số") or is_capital(words):
            start = first if words else start
            continue
        break
    return start


def _number(plain: PlainText, start: int, end: int) -> str | None:
    """Read the number in the first number line of a range, None where it is blank or none is there."""
    line = NUMBER_LINE.search(plain.text, start, end)
    found = find_numbers(plain.text[line.start() : line.end() + 60])[:1] if line is not None else ()
    return found[0].number.key if found else None
