"""The foot of a document whose columns are white: recipients at the left, the signature beside them.

The signature stands at the right of the list of recipients (Nghị định 30/2020/NĐ-CP, Annex I, part II, points
7 and 9, and part IV). A text that keeps the layout of its page has both in the same lines:

    Nơi nhận:                          TM. ỦY BAN NHÂN DÂN
    - Như Điều 3;                           CHỦ TỊCH
    - Lưu: VT.                             Lò Văn Minh

What a program for digital signatures stamps there ("Ký bởi: …", "Thời gian ký: …") is no part of either.

Reads the plain view of a text; gives the signers, and the recipients as printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from graph_build.plain import PlainText
from graph_build.records import Evidence, Signer
from graph_build.signature import POST_IN_CAPITALS, read_recipients, read_signers
from graph_build.text import LOWER, UPPER, Line, evidence, fold, lines

_Span = tuple[int, int]

_OPENING = re.compile(r"[ \t*_\f]*nơi[ ]nhận[ ]?:?", re.IGNORECASE)
_ITEM = re.compile(r"[\s*_]*-")
_PIECE = re.compile(r"\S+(?:[ \u00a0]\S+)*")
_SIGNED_BESIDE = re.compile(
    rf"""
    (?<=[.;:)])[ ]
    (?=(?:(?:{POST_IN_CAPITALS.pattern})[{UPPER} ,.-]*      # - Như trên; PHÓ CỤC TRƯỞNG
         |[{UPPER}]{{2,}}(?:[ ][{UPPER}]{{2,}})+                # - Sở Y tế; QUẢN LÝ DƯỢC, the post goes on
         |[{UPPER}][{LOWER}]+(?:[ ][{UPPER}][{LOWER}]+){{1,4}})  # - Lưu: VT. Nguyễn Văn An
       \s*\Z)
    """,
    re.VERBOSE,
)
_POST_BESIDE = re.compile(rf"(?<=[:.;)])[ ](?:{POST_IN_CAPITALS.pattern})")
_ROW = re.compile(r"[ ]*\|(?P<left>[^|\n]*)\|(?P<right>[^|\n]*)\|[ ]*")
_HANGING = 8
"""How much further to the right than "Nơi nhận" the lines of its items may begin, in characters."""
_WIDER = 18
"""How much further to the left than the post other lines of a signature may begin."""
_OFF_AXIS = 8
_TWO_SPACES = 2
_MOST_LINES = 120
_LONGEST = 400
"""Of a line in columns, in characters; a longer one is a paragraph."""
_ABOVE = 4
_NOTE = re.compile(
    r"""
    [ \t*]*(?:
      (?P<time>(?:thời[ ]gian[ ]ký|ngày[ ]ký|giờ[ ]ký|signing[ ]time)[ ]?:|date[ ]?:[ ]?\d{4}[./-]\d)
    | (?:người[ ]ký|(?:được[ ])?ký[ ](?:số[ ])?bởi|chữ[ ]ký[ ]số|signed[ ]by)[ ]?:|digitally[ ]signed[ ]by[ ]
    | signature[ ](?:not[ ]verified|valid|is[ ]valid)
    | (?P<beside>(?:e-?mail|cơ[ ]quan|tổ[ ]chức|đơn[ ]vị|lý[ ]do|địa[ ]điểm|reason|location|dn|cn)[ ]?[:=])
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What the lines of a stamped signature begin with; the last kind counts only next to others."""
_STAMPED = re.compile(
    r"ký (?:số )?bởi|người ký|(?:gian|ngày|giờ) ký ?:|ký số|signed by|signature ", re.IGNORECASE
)
_WRAPPED = 2
"""How many lines the value of one label may take beyond its own."""


def read_foot(
    plain: PlainText, start: int, end: int, issuers: Sequence[str] = ()
) -> tuple[tuple[Signer, ...], tuple[str, ...]]:
    """Read who signed, and the recipients as printed, in a range of the view.

    Of columns each is read by itself; the words of a signature are then quoted line by line. `issuers` are
    those of a joint document, of which each may have a signature.
    """
    source = plain.source
    first = plain.offset(start)
    last = plain.offset(end) if end < len(plain.text) else len(source)
    stamps = _stamps(source, first, last)
    left, bars = _rows(source, first, last)
    left = left or _columns(source, first, last)
    if not stamps and not left:
        return read_signers(plain, start, end, issuers), read_recipients(plain, start, end)
    blanked = sorted((*stamps, *left, *bars))
    view = PlainText(_blank(source, blanked))
    stop = view.position(last) if last < len(source) else len(view.text)
    signers = tuple(
        replace(one, evidence=_quote(source, one.evidence, blanked)) if one.evidence is not None else one
        for one in read_signers(view, view.position(first), stop, issuers)
    )
    if not left:
        return signers, read_recipients(plain, start, end)
    items = [source[a:b] for a, b in left if not any(first <= a < last for first, last in stamps)]
    recipients = PlainText("\n".join(("", *items, "")))
    return signers, read_recipients(recipients, 0, len(recipients.text))


def read_own_foot(
    plain: PlainText, start: int, own_end: int, end: int, issuers: Sequence[str] = ()
) -> tuple[tuple[Signer, ...], tuple[str, ...]]:
    """Read the foot of a document whose annexes begin at `own_end` of the view.

    Where nobody signed before them, the one signature behind them is the document's own, with the recipients
    beside it, if it is given for whom the document itself names in capitals ("GIÁM ĐỐC SỞ Y TẾ").
    """
    signers, recipients = read_foot(plain, start, own_end, issuers)
    if signers or own_end >= end:
        return signers, recipients
    behind, sent = read_foot(plain, own_end, end, issuers)
    if not behind or not all(_signs_for(plain, one, own_end) for one in behind):
        return signers, recipients
    last = max(plain.position(one.evidence.end) for one in behind if one.evidence is not None)
    if read_signers(plain, last, end):
        return signers, recipients
    return behind, recipients or sent


def _signs_for(plain: PlainText, signer: Signer, own_end: int) -> bool:
    """Tell whether a line in capitals before `own_end` names the post or the body that a signature is for."""
    named = fold((signer.signs_for or signer.post or "").split(",")[0])
    own = (line for line in re.split(r"[\n|\t]", plain.text[:own_end]) if line.isupper())
    return bool(named) and f" {named} " in f" {fold(' '.join(own))} "


def _quote(source: str, proof: Evidence, blanked: Sequence[_Span]) -> Evidence:
    """Quote from the source what a span of the view without the blanked words holds."""
    pieces: list[_Span] = []
    position = proof.start
    for first, last in (*blanked, (proof.end, proof.end)):
        if last <= proof.start or first > proof.end:
            continue
        words = source[position : max(position, first)]
        if words.strip():
            start = position + len(words) - len(words.lstrip())
            pieces.append((start, position + len(words.rstrip())))
        position = max(position, last)
    quote, *parts = (evidence(source, *piece) for piece in pieces)
    return replace(quote, parts=tuple(parts))


def _blank(source: str, spans: Sequence[_Span]) -> str:
    """Put spaces for the characters of spans; line ends stay, and every other character keeps its offset."""
    pieces: list[str] = []
    position = 0
    for first, last in spans:
        pieces += [source[position:first], re.sub(r"[^\n]", " ", source[max(position, first) : last])]
        position = max(position, last)
    return "".join((*pieces, source[position:]))


def _pieces(line: Line) -> list[_Span]:
    """Give the words of a line between wide white, as columns of characters."""
    return [match.span() for match in _PIECE.finditer(line.text)]


def _columns(source: str, first: int, last: int) -> tuple[_Span, ...]:
    """Find the first list of recipients with a signature beside it; give its spans."""
    every = lines(source)
    for index, line in enumerate(every):
        if first <= line.start < last and _OPENING.match(line.text):
            found = _part(every, index, last) or _run_together(every, index, last)
            if found:
                return found
    return ()


def _rows(source: str, first: int, last: int) -> tuple[tuple[_Span, ...], tuple[_Span, ...]]:
    """Find a foot whose lines are rows of two cells; give the cells at the left, and the bars of all.

    A row that opens with "Nơi nhận" has a post in its other cell, and more rows below it.
    """
    left: list[_Span] = []
    bars: list[_Span] = []
    for line in lines(source):
        cells = _ROW.fullmatch(line.text) if first <= line.start < last else None
        if cells is None:
            if left:
                break
            continue
        post = POST_IN_CAPITALS.match(cells["right"].lstrip("*_ "))
        opening = _OPENING.match(cells["left"])
        if not left and (post is None or opening is None or cells["left"][opening.end() :].strip("*_ ")):
            continue
        left.append((line.start + cells.start("left"), line.start + cells.end("left")))
        bars += [(line.start + bar.start(), line.start + bar.end()) for bar in re.finditer(r"\|", line.text)]
    return (tuple(left), tuple(bars)) if len(left) > 1 else ((), ())


def _run_together(every: Sequence[Line], index: int, last: int) -> tuple[_Span, ...]:
    """Give the left of the lines from "Nơi nhận" on where one space parts the columns, none elsewhere.

    A post in capitals begins behind "Nơi nhận:" or behind the first item in its line; behind an item, what is
    all in capitals, or the name of a person behind the last one, is of the signature.
    """
    opening = _OPENING.match(every[index].text)
    item = every[index + 1].text[:_LONGEST] if index + 1 < len(every) else ""
    if opening is None or not (
        _POST_BESIDE.match(every[index].text, opening.end())
        or (_ITEM.match(item) and _POST_BESIDE.search(item))
    ):
        return ()
    left = [(every[index].start, every[index].start + opening.end())]
    for line in every[index + 1 : index + _MOST_LINES]:
        if line.start >= last or _ITEM.match(line.text) is None:
            break
        signed = _SIGNED_BESIDE.search(line.text[:_LONGEST])
        stop = signed.start() if signed is not None else len(line.text.rstrip())
        left.append((line.start, line.start + stop))
    return tuple(left)


def _part(every: Sequence[Line], index: int, last: int) -> tuple[_Span, ...]:
    """Give the left of the lines from "Nơi nhận" on, none where no post begins in their right."""
    margin = _column(every[index], _pieces(every[index])[0][0])
    axis = _axis(every, index, margin)
    if axis is None:
        return ()
    left: list[_Span] = []
    beside = ended = False
    for line in every[index : index + _MOST_LINES]:
        if line.start >= last or len(line.text) > _LONGEST:
            break
        pieces = _pieces(line)
        if not pieces:
            continue
        cut = next(
            (at for at in range(len(pieces)) if _is_right(line, pieces, at, margin, axis)), len(pieces)
        )
        if cut == 0 and not _in_axis(line, pieces, axis):
            break
        if cut and ended and _ITEM.match(line.text) is None:
            break
        if cut and (_column(line, pieces[0][0]) > margin + _HANGING or _crosses(line, pieces[cut - 1], axis)):
            break
        if cut:
            left.append((line.start + pieces[0][0], line.start + pieces[cut - 1][1]))
            ended = line.text[: pieces[cut - 1][1]].rstrip("*_ ").endswith(".")
        beside = beside or cut < len(pieces)
    return tuple(left) if beside else ()


def _column(line: Line, position: int) -> int:
    """Give where a character of a line is seen, tabs being eight wide."""
    return len(line.text[:position].expandtabs(8)) if "\t" in line.text[:position] else position


def _axis(every: Sequence[Line], index: int, margin: int) -> _Span | None:
    """Find the first post at the right of the recipients, or right above; give its columns."""
    for line in every[max(0, index - _ABOVE) : index + _MOST_LINES]:
        if len(line.text) > _LONGEST:
            continue
        for first, last in _pieces(line):
            if _column(line, first) > margin + _HANGING and POST_IN_CAPITALS.match(
                line.text[first:last].lstrip("*_ ")
            ):
                return _column(line, first), _column(line, last)
    return None


def _is_right(line: Line, pieces: Sequence[_Span], at: int, margin: int, axis: _Span) -> bool:
    """Tell whether words begin where a signature may, which is wider than its post.

    Behind two spaces alone, as a typist may leave between words, they begin no further left than the post.
    """
    begins = _column(line, pieces[at][0])
    parted = at == 0 or line.text[pieces[at - 1][1] : pieces[at][0]].expandtabs(8).count(" ") > _TWO_SPACES
    return begins > margin + _HANGING and begins >= axis[0] - (_WIDER if parted else 0)


def _in_axis(line: Line, pieces: Sequence[_Span], axis: _Span) -> bool:
    """Tell whether a line with nothing at its left is of the signature: in its middle, or not left of it."""
    begins, ends = _column(line, pieces[0][0]), _column(line, pieces[-1][1])
    return (
        begins >= axis[0]
        or abs(begins + ends - axis[0] - axis[1]) <= 2 * _OFF_AXIS
        or bool(_NOTE.match(line.text, pieces[0][0]))
    )


def _crosses(line: Line, piece: _Span, axis: _Span) -> bool:
    """Tell a line that runs on over the middle of the signature, as those below the foot do."""
    return 2 * _column(line, piece[1]) > axis[0] + axis[1]


def _stamps(source: str, first: int, last: int) -> tuple[_Span, ...]:
    """Find the lines that a program for digital signatures stamps, with what their values wrap to.

    A value goes on in the line below where another label follows, and the line names no post.
    """
    if _STAMPED.search(source, first, last) is None:
        return ()
    every = lines(source)
    block: list[tuple[int, _Span, re.Match[str]]] = []
    found: list[_Span] = []
    for index, line in enumerate(every):
        if not first <= line.start < last:
            continue
        for start, _ in _pieces(line):
            note = _NOTE.match(line.text, start)
            if note is None:
                continue
            if block and index - block[-1][0] > _WRAPPED + 1:
                found += _block(every, block)
                block = []
            block.append((index, (line.start + start, line.start + len(line.text.rstrip())), note))
            break
    return (*found, *_block(every, block))


def _block(every: Sequence[Line], block: Sequence[tuple[int, _Span, re.Match[str]]]) -> list[_Span]:
    """Give the spans of one stamp; none where only labels stand there that other lines may have too."""
    if all(note["beside"] for _, _, note in block):
        return []
    found = [span for _, span, _ in block]
    for (index, span, note), (below, _, _) in pairwise(block):
        column = _column(every[index], span[0] - every[index].start)
        for line in every[index + 1 : below] if not note["time"] else ():
            pieces = [piece for piece in _pieces(line) if _column(line, piece[0]) >= column - 2]
            if not pieces or POST_IN_CAPITALS.match(line.text, pieces[0][0]):
                break
            found.append((line.start + pieces[0][0], line.start + pieces[-1][1]))
    return found
