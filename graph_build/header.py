"""What a document says about itself: issuer, number, place and date, kind, title, signer, recipients.

The layout of the heading follows Nghị định 30/2020/NĐ-CP, Annex I, part II; for Party documents Hướng dẫn
36-HD/VPTW of 2018. Two columns may come as cells, as lines one below the other, or interleaved. A text
without such a heading is no official document, unless its body shows that it is one.

Reads a snapshot; gives a `Header` whose evidence quotes it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from msgspec.structs import replace

from graph_build.act_dates import DATE, iso
from graph_build.act_issuers import issuer_end, without_post
from graph_build.annexes import own_attachment, read_annexes
from graph_build.document_numbers import DocumentNumber, find_numbers, issuer_count
from graph_build.effect import Effect, adoption, read_effect
from graph_build.extent import (
    NEAR_TOP,
    NUMBER_LINE,
    behind_menus,
    document_extent,
    heading_position,
    portal_fields,
)
from graph_build.foot_columns import read_own_foot
from graph_build.further_documents import further_document, heading_start
from graph_build.heading_organs import (
    Organ,
    is_capital,
    joint_organs,
    names_league,
    organs,
    parts_of,
)
from graph_build.letter_case import from_capitals
from graph_build.mandate_body import body_kind, body_sign
from graph_build.news import is_english, read_news
from graph_build.plain import PlainText, plain_text
from graph_build.records import Evidence, Header, JointIssuer
from graph_build.text import UPPER, evidence
from graph_build.titles import Opening, Title, read_opening
from graph_build.unissued import UNISSUED_KINDS, UnissuedSign, is_part_of_page, unissued

_PROPOSED = re.compile(
    r"\n[ ]?(?:-[ ])?(?:theo|xét)[ \n]đề[ \n]nghị[ \n]của[ \n](?P<who>[^.;|\t]{4,160}?)"
    r"(?=[.;|\t]|\n\n|,?\n(?:quyết|điều)|,?[ \n](?:tại|về|và[ \n]ý)[ \n])"
)
_PREAMBLE = re.compile(r"\n[ ]?(?:căn cứ|theo đề nghị) (?:[^\n]|\n(?!\n)){20}|nơi nhận ?:")
_HOUR = re.compile(r",[ \n]hồi[ ][^,\n]{1,24}\Z")  # "Hà Nội, hồi 10 giờ 00 ngày …" of a telegram
_NUMBER_BEFORE_PLACE = re.compile(r"\A.*/\S+[ ]+")  # two columns in one line: "Số: 97/NQ-CP Hà Nội"
_LETTER_TITLE = re.compile(r"v ?/ ?v |về việc ", re.IGNORECASE)
_CAPITALISED = re.compile(rf"(?:(?<!\S)(?:[{UPPER}]\S*|-)[ ]?)*\Z")
CONSOLIDATED = "Văn bản hợp nhất"
_PREAMBLE_REACH = 12_000
_CENTRAL_COMMITTEE = ("Ban Chấp hành Trung ương", "Ban Chấp hành Trung ương Đảng")
_ITS_BODIES = ("Bộ Chính trị", "Ban Bí thư")
"""Bodies whose documents bear the name of the Central Committee; who signs tells which one issued."""


class _Heading(NamedTuple):
    """The range of the view from the issuer's lines to the line of the kind."""

    start: int
    end: int


def read_header(text: str) -> Header:
    """Read what a document says about itself.

    A text that is no official document gives `official` False, kind "Tin tức" and what a news page states;
    a blank form or an example gives what it is alone, with its words as `unissued_evidence`.
    A document whose heading is lost, and whose body shows what it is, has those words as `body_evidence`.
    Blank numbers and days stay None or shorten the date; a title in capitals stays as printed.
    """
    plain = plain_text(text)
    start, end = document_extent(plain)
    opening = read_opening(plain)
    fields = portal_fields(plain)
    heading = _Heading(heading_start(plain, opening.heading), opening.stop)
    number, number_evidence = _read_number(plain, heading)
    date, place, date_evidence = _read_date(plain, heading, number_evidence)
    none = unissued(plain, opening, heading.start, end, numbered=number is not None, dated=date is not None)
    if none is not None:
        return _unissued(plain, opening, heading.start, end, none)
    sign = None
    if not _is_official(plain, opening, number, date, fields):
        sign = body_sign(plain, opening, start, end) if opening.heading <= NEAR_TOP else None
        if sign is None:
            return Header(official=False) if is_english(plain) else read_news(plain, start, end)
    kind = _kind(number, opening.title, opening.letter)
    header = Header(
        number=str(number) if number else None,
        type=kind or (body_kind(plain, start, end) if sign is not None else None),
        date=date or _other_date(plain, end, fields),
        place=place,
        number_evidence=number_evidence,
        date_evidence=date_evidence,
        body_evidence=evidence(plain.source, *plain.span(*sign)) if sign is not None else None,
    )
    return _complete(plain, end, heading, opening, header)


def _unissued(plain: PlainText, opening: Opening, top: int, end: int, sign: UnissuedSign) -> Header:
    """Say of a form or an example what it is; what its lines state is nobody's number, date or title.

    A page around it has its own title and date, as any page that is no document.
    """
    proof = evidence(plain.source, *plain.span(sign.start, sign.end))
    start = document_extent(plain)[0]
    if is_part_of_page(plain, start, top):
        page = read_news(plain, start, end)
        return replace(page, unissued=sign.what, unissued_evidence=proof)
    title = opening.title.text if opening.title is not None and sign.what == "form" else ""
    kind = UNISSUED_KINDS[sign.what]
    return Header(type=kind, title=title, official=False, unissued=sign.what, unissued_evidence=proof)


def own_number(plain: PlainText) -> tuple[DocumentNumber | None, str | None]:
    """Give the number and the date that the heading of a document states."""
    opening = read_opening(plain)
    heading = _Heading(heading_start(plain, opening.heading), opening.stop)
    number, proof = _read_number(plain, heading)
    return number, _read_date(plain, heading, proof)[0]


def _is_official(
    plain: PlainText,
    opening: Opening,
    number: DocumentNumber | None,
    date: str | None,
    fields: dict[str, str],
) -> bool:
    """Tell an official document: a heading near the start with number or date, or a kind with a preamble.

    An attachment in a file of its own has the line of its act for a preamble.
    """
    if heading_position(plain) is None:
        if opening.kind is None:
            return False
        attached = opening.title is not None and own_attachment(plain, opening.title.end) is not None
        return attached or _PREAMBLE.search(plain.lower) is not None
    if opening.heading > NEAR_TOP and not fields and not behind_menus(plain, opening.heading):
        return False
    return number is not None or (date is not None and (opening.kind is not None or opening.letter))


def _complete(plain: PlainText, end: int, heading: _Heading, opening: Opening, header: Header) -> Header:
    """Add what stands outside the heading lines: line of decision, signer, recipients, annexes."""
    title, body = opening.title, opening.body
    if title is not None:  # a letter has its title inside the heading
        heading = heading._replace(end=max(heading.start, min(heading.end, title.start)))
    issuer, parent, issuer_evidence = _read_issuer(plain, heading, body, header.number)
    above, joint = _joint_issuers(plain, heading, header.number, opening)
    if joint:
        issuer, parent, issuer_evidence = joint[0].name, above, joint[0].evidence
    if header.body_evidence is not None and not _named_whole(plain, issuer_evidence):
        issuer, parent, issuer_evidence = None, None, None
    proposed = _PROPOSED.search(plain.lower, body, min(end, body + _PREAMBLE_REACH))
    titled = title is not None and bool(title.text)
    annexes = read_annexes(plain, body, end)
    own_end = min((plain.position(one.start) for one in annexes), default=end)
    own_end = min(own_end, further_document(plain) or own_end)
    signers, recipients = read_own_foot(plain, body, own_end, end, tuple(one.name for one in joint))
    signer = signers[0] if signers else None
    if signer is not None and issuer in _CENTRAL_COMMITTEE and signer.signs_for in _ITS_BODIES:
        issuer, parent, issuer_evidence = signer.signs_for, _CENTRAL_COMMITTEE[0], signer.evidence
    attached = own_attachment(plain, title.end) if title is not None else None
    # A consolidated text repeats what its base says of its effect.
    effect = Effect() if header.type == CONSOLIDATED else read_effect(plain, body, own_end, header.date)
    return Header(
        number=header.number,
        type=header.type,
        date=header.date,
        place=header.place,
        issuer=issuer,
        parent_issuer=parent,
        title=title.text if title else "",
        joint_issuers=joint[1:],
        signer=signer,
        joint_signers=signers[1:],
        recipients=recipients,
        proposed_by=plain.words(*proposed.span("who")).rstrip(" ,") if proposed else None,
        effective=effect.day,
        expires=effect.until,
        effective_evidence=effect.words,
        annexes=annexes,
        attached_to=evidence(plain.source, *plain.span(*attached)) if attached is not None else None,
        number_evidence=header.number_evidence,
        date_evidence=header.date_evidence,
        title_evidence=_title_proof(plain, title) if title and titled else None,
        issuer_evidence=issuer_evidence,
        body_evidence=header.body_evidence,
    )


def _kind(number: DocumentNumber | None, title: Title | None, letter: bool) -> str | None:
    """Choose the kind: a consolidated text by its number, else the line of the kind, else the number."""
    by_number = number.kind if number else None
    if by_number == CONSOLIDATED:
        return by_number
    by_line = title.kind if title else None
    if by_line and by_number and by_line.startswith(f"{by_number} "):
        return by_number
    if by_line:
        return by_line
    return (
        "Công văn"
        if letter and (number is None or by_number is None)
        else by_number or ("Công văn" if letter else None)
    )


def _read_number(plain: PlainText, heading: _Heading) -> tuple[DocumentNumber | None, Evidence | None]:
    line = NUMBER_LINE.search(plain.text, max(0, heading.start - 1), heading.end + 1)
    if line is None:
        return None, None
    for found in find_numbers(plain.text[line.start() : line.end() + 60])[:1]:
        if found.start <= line.end() - line.start() + 2:
            first, last = plain.span(line.start() + found.start, line.start() + found.end)
            return found.number, evidence(plain.source, first, last)
    return None, None


def _read_date(
    plain: PlainText, heading: _Heading, number: Evidence | None
) -> tuple[str | None, str | None, Evidence | None]:
    """Read place and date: "Hà Nội, ngày 09 tháng 7 năm 2021", the day and the month possibly blank.

    The number may stand before the place in one line.
    """
    behind = plain.position(number.end - 1) + 1 if number is not None else heading.start
    for date in DATE.finditer(plain.lower, heading.start, heading.end):
        first = behind if heading.start < behind <= date.start() else heading.start
        before = plain.text[first : date.start()].rstrip(" \n")
        before = _HOUR.sub(",", before)
        if not before.endswith(",") and plain.text[date.start()].islower():
            continue
        place = _place(before[:-1]) if before.endswith(",") else None
        first, last = plain.span(date.start(), date.end())
        return iso(date), place, evidence(plain.source, first, last)
    return None, None, None


def _place(before: str) -> str | None:
    """Take the name of a place from the end of a text: its last cell, without other heading lines."""
    cell = re.split(r"[|\t]|\n\n", before)[-1]
    lines = [line.strip() for line in cell.split("\n")]
    last = lines[-1].split("_")[-1].strip()
    if (
        len(lines) > 1
        and re.fullmatch(r"[^\W\d_]+(?: [^\W\d_]+){0,3}", lines[-2])
        and not lines[-2].isupper()
    ):
        last = f"{lines[-2]} {last}"
    if _LETTER_TITLE.match(last):  # a title of a letter that runs into the place of its date
        capitalised = _CAPITALISED.search(last)
        last = capitalised[0] if capitalised is not None else last
    last = _NUMBER_BEFORE_PLACE.sub("", last)
    words = last.split()
    while words and not words[0][0].isupper():
        words.pop(0)
    return " ".join(words[-5:]) or None


def _other_date(plain: PlainText, end: int, fields: dict[str, str]) -> str | None:
    """Take the date from the clause of adoption, else from the portal's box."""
    adopted = adoption(plain, end)
    if adopted is not None:
        return adopted
    stated = DATE.match("ngày " + fields.get("ngày ban hành", ""))
    return iso(stated) if stated else None


def _read_issuer(
    plain: PlainText, heading: _Heading, body: int, number: str | None
) -> tuple[str | None, str | None, Evidence | None]:
    """Read who issued: the lines of the heading, else the line of decision, else the number's code."""
    found = organs(plain, heading.start, heading.end)
    if found:
        names = [from_capitals(organ.words(plain), plain) for organ in found]
        return names[-1], names[-2] if len(names) > 1 else None, _proof(plain, found[-1])
    for line in re.finditer(r"(?<=\n)[^\n|\t]{6,90}(?=\n)", plain.text[body : body + 600]):
        start = body + line.start()
        end = issuer_end(plain.text, plain.lower, start)
        if end == start + len(line.group().rstrip(" :")) and is_capital(line.group()):
            name = without_post(from_capitals(line.group(), plain))
            return name[0].upper() + name[1:], None, evidence(plain.source, *plain.span(start, end))
    found_number = find_numbers(number) if number else ()
    return (found_number[0].number.issuer if found_number else None), None, None


def _title_proof(plain: PlainText, title: Title) -> Evidence:
    """Quote the words of a title, without those of another column that stand among them."""
    if title.beside is None:
        return evidence(plain.source, *plain.span(title.start, title.end))
    first, last = title.beside
    before = evidence(plain.source, *plain.span(title.start, first - 1))
    if last >= title.end:
        return before
    return replace(before, parts=(evidence(plain.source, *plain.span(last + 1, title.end)),))


def _proof(plain: PlainText, organ: Organ) -> Evidence:
    """Quote the lines of an organ's name, with the line of the area that it shares with others."""
    proof, *parts = (evidence(plain.source, *plain.span(*part)) for part in parts_of(plain, organ))
    return replace(proof, parts=tuple(parts))


def _joint_issuers(
    plain: PlainText, heading: _Heading, number: str | None, opening: Opening
) -> tuple[str | None, tuple[JointIssuer, ...]]:
    """Read the issuers of a joint document, with the organ above them; none where it is not joint."""
    kind, title = opening.kind["kind"] if opening.kind else "", opening.title.text if opening.title else ""
    joint, count = issuer_count(number, " ".join(f"{kind} {title}".split()))
    league = names_league(plain, heading.start, heading.end)
    count = count if joint else None
    above, issuing = joint_organs(plain, heading.start, heading.end, count) if joint or league else ((), ())
    if not issuing:
        return None, ()
    parent = from_capitals(above[-1].words(plain), plain) if above else None
    return parent, tuple(
        JointIssuer(name=from_capitals(organ.words(plain), plain), evidence=_proof(plain, organ))
        for organ in issuing
    )


def _named_whole(plain: PlainText, issuer: Evidence | None) -> bool:
    """Tell whether the words for an issuer are the name of one: of a torn heading, others may stand there."""
    if issuer is None:
        return True
    first, last = plain.position(issuer.start), plain.position(issuer.end)
    return issuer_end(plain.text, plain.lower, first) == last
