"""What a document rests on and what it carries out, as its title and preamble say.

The preamble lies between the title and the enacting formula, the first article or the first heading (Nghị
định 30/2020/NĐ-CP, Annex I, part II, point 6). Reads a snapshot, its header and its citations; gives some
of the citations.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import islice

from graph_build.citation_roles import Range, basis_sections, leading
from graph_build.extent import document_extent
from graph_build.header import own_number
from graph_build.plain import PlainText, plain_text
from graph_build.records import Citation, Header
from graph_build.titles import read_opening

_ENACTING = re.compile(
    r"""
    \n[ ]?(?:quyết[ \n]định|quyết[ \n]nghị|nghị[ \n]quyết|quy[ \n]định)[ ]?:?[ ]*(?=\n|\Z)    # QUYẾT ĐỊNH:
  | \n[ #]*(?:điều[ \n]\d{1,3}[.:]                                                   # Điều 1.
            |(?:chương|phần)[ \n](?:\d{1,2}|[ivx]{1,5}|thứ)(?![^\W_]))               # Chương I
    """,
    re.VERBOSE,
)
_FIRST_HEADING = re.compile(r"\n[ #]*(?:i|a|1)[.)/][ \n]")  # I. MỤC ĐÍCH | A. | 1.
_CARRYING_OUT = (
    r"(?:triển[ \n]khai|thực[ \n]hiện|thi[ \n]hành)(?:[ \n](?:triển[ \n]khai|thực[ \n]hiện|thi[ \n]hành))?"
)
_TRIGGER = re.compile(rf"{_CARRYING_OUT}(?![^\W\d_])")
_REPORTING = re.compile(
    r"(?:kết[ \n]quả|tình[ \n]hình|sơ[ \n]kết|tổng[ \n]kết|khó[ \n]khăn|vướng[ \n]mắc)[^,;.]{0,40}\Z"
)
_OPENING = re.compile(
    r"(?:\A|\n|[.;][ \n])[ ]?(?:-[ ])?"
    r"(?P<words>(?:(?:để|nhằm)[ \n])?(?:tiếp[ \n]tục[ \n])?(?:tổ[ \n]chức[ \n])?"
    rf"{_CARRYING_OUT})(?![^\W\d_])"
)
_LETTER_OPENING = 1200
_MAX_NAMED = 64
"""Citations that are looked at behind the opening of one clause."""
_PARAGRAPH_END = re.compile(r"\n\n|[|\t]|\.[ \n]")


def legal_basis(text: str, citations: tuple[Citation, ...]) -> tuple[Citation, ...]:
    """Give the acts that open an item "Căn cứ …" of the preamble, each act once, in order.

    The preamble ends at the enacting formula, the first article or the first numbered heading; a letter
    without any of them is preamble from beginning to end. `citations` are those that `find_citations` gives.
    """
    plain = plain_text(text)
    first, last = _preamble(plain)
    start, end = plain.offset(first), plain.offset(last - 1) + 1 if last else 0
    found = [c for c in citations if c.role == "legal_basis" and start <= c.start < end]
    return _once(found)


def implements(header: Header, text: str, citations: tuple[Citation, ...]) -> tuple[Citation, ...]:
    """Give the acts that the document carries out, each once: those its title names, else its opening.

    The title names them behind "thực hiện", "triển khai" or "thi hành", the opening at the start of a
    paragraph of the preamble; an act that another act of the same clause implements is not one of them.
    """
    plain = plain_text(text)
    if header.title_evidence is not None:
        quote = header.title_evidence
        first, body = plain.position(quote.start), plain.position(quote.end)
        trigger = _TRIGGER.search(plain.lower, first, body)
        if trigger is not None and not _REPORTING.search(plain.lower, first, trigger.start()):
            named = _named_behind(plain, first, body, citations)
            if named:
                return named
    start, end = _preamble(plain)
    if read_opening(plain).letter:
        end = min(end, start + _LETTER_OPENING)
    limit = -1
    for opening in _OPENING.finditer(plain.lower, start, end):
        if plain.text[opening.start("words")].isupper():
            if limit < opening.end():
                stop = _PARAGRAPH_END.search(plain.lower, opening.end())
                limit = stop.start() if stop else len(plain.text)
            named = _named_behind(plain, opening.start("words"), limit, citations)
            if named:
                return named
    return ()


def _preamble(plain: PlainText) -> Range:
    """Give the range between the title and the enacting formula or the first heading.

    A section "Căn cứ pháp lý" belongs to it. The acts that a consolidated text lists by number before its
    preamble do not end it.
    """
    start, end = read_opening(plain).body, document_extent(plain)[1]
    enacting = _ENACTING.search(plain.lower, start, end)
    limit = enacting.start() if enacting else end
    number = own_number(plain)[0]
    if enacting is not None and number is not None and number.kind == "Văn bản hợp nhất":
        return start, limit
    position = start
    sections = dict(basis_sections(plain))
    while (heading := _FIRST_HEADING.search(plain.lower, position, limit)) is not None:
        if heading.start() not in sections:
            return start, heading.start()
        position = max(sections[heading.start()] - 1, heading.end())
    return start, limit


def _named_behind(
    plain: PlainText, start: int, end: int, citations: tuple[Citation, ...]
) -> tuple[Citation, ...]:
    """Give the acts of a clause that the clause itself sets out to carry out, those with a number.

    The words of carrying out stand before the first act of the clause.
    """
    inside: list[Citation] = []
    ranges: list[tuple[int, int]] = []
    after = bisect_left(citations, plain.offset(start), key=lambda citation: citation.start)
    for citation in islice(citations, after, after + _MAX_NAMED):
        first, last = plain.position(citation.start), plain.position(citation.end)
        if start <= first and last <= end and (not ranges or first >= ranges[-1][1]):
            inside.append(citation)
            ranges.append((first, last))
    if _issues_a_programme(plain, start, inside, ranges):
        inside, ranges = inside[1:], ranges[1:]
    triggers = list(_TRIGGER.finditer(plain.lower, start, ranges[0][0])) if ranges else []
    if not triggers:
        return ()
    flags = leading(plain, triggers[-1].end(), ranges, [citation.number is not None for citation in inside])
    return _once([c for c, leads in zip(inside, flags, strict=True) if leads and c.number])


def _issues_a_programme(plain: PlainText, start: int, inside: list[Citation], ranges: list[Range]) -> bool:
    """Tell whether a clause first names a programme that the document issues to carry out the act after it.

    As in "Ban hành Chương trình hành động của Chính phủ thực hiện Nghị quyết số …".
    """
    return (
        len(ranges) > 1
        and inside[0].number is None
        and _TRIGGER.search(plain.lower, start, ranges[0][0]) is None
        and _TRIGGER.search(plain.lower, ranges[0][1], ranges[1][0]) is not None
    )


def _once(citations: list[Citation]) -> tuple[Citation, ...]:
    seen: set[str] = set()
    kept: list[Citation] = []
    for citation in citations:
        key = citation.number or (citation.name or citation.surface).lower()
        if key not in seen:
            seen.add(key)
            kept.append(citation)
    return tuple(kept)
