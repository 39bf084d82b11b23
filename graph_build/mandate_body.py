"""What tells an official document whose heading is lost or torn: how it ends, or what it is an annex of.

A page that begins in the middle, or whose heading was a picture, has no national heading (Nghị định
30/2020/NĐ-CP, Annex I, part II, point 1). Its body may still be plain: a signature beside recipients or
behind the clause of who carries the document out (points 7 and 9), a line "(Ban hành kèm theo Quyết định số
…)" under the line of the kind, a section of what each body has to do, from its heading on to the mark that
ends documents ("./."), or, in a text that begins in the middle or has parts of a heading, many works given
out. News, answers and forms have none of these, or say what they are.

Reads the plain view of a text and its opening; gives the sign with its range of the view.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from graph_build.act_issuers import any_of
from graph_build.annexes import own_attachment
from graph_build.document_codes import KIND_OF_WORD, KIND_WORDS
from graph_build.extent import heading_position
from graph_build.plain import PlainText
from graph_build.signature import find_recipients, read_signer
from graph_build.titles import Opening

_CLOSING_REACH = 3000
"""How far from the words "Nơi nhận" a signature may stand, in code points of the view."""
_BEFORE = 400
_LAST_CLAUSES = 4
"""How many clauses of who carries a document out a signature is looked for behind, the last ones."""
_ANNEX_REACH = 1200
_ANNEXED = re.compile(
    rf"\n[ ]?\([ ]?(?:ban[ \n]hành[ \n])?kèm[ \n]theo[ \n](?:{any_of(KIND_WORDS)})[ \n]số[ :\n]{{1,3}}\d"
)
_OTHER_PAGE = re.compile(
    r"\?|(?<![^\W\d_])(?:mẫu|biểu mẫu|tải về|hỏi đáp|điểm mới|là gì|bao nhiêu|thế nào)(?![^\W\d_])"
)
"""What the first line of a page says that asks, explains or offers a form."""
_FORM = re.compile(r"ký,[ ](?:ghi|đóng)|ghi[ ]rõ[ ]họ|hotline|chào[ ]luật[ ]sư|(?<![^\W\d_])bạn đọc")
_SECTION = re.compile(
    r"(?:mục|phần|chương)?[ ]?(?:[ivx]{1,5}|\d{1,2}|[a-hđ])[.:)-][ ]?"
    r"(?:tổ chức (?:triển khai )?thực hiện|phân công (?:nhiệm vụ|thực hiện|trách nhiệm)|trách nhiệm của)"
    r"|điều \d{1,3}[.:][ ]?(?:tổ chức thực hiện|phân công|trách nhiệm của)"
)
_FIRST = re.compile(r"[^\s#*|]")
_NOUN = (
    r"(?:bộ|sở|ban|ngành|ủy ban|uỷ ban|ubnd|hội|đài|công an|văn phòng|phòng|trung tâm|cục|đơn vị)(?![^\W\d_])"
)
_OF_A_BODY = re.compile(r"\n[ ]?(?:\d{1,2}|[a-zđ])[.)/-][ ]?(?:đề nghị |giao )?(?:các )?" + _NOUN)
_FEWEST_BODIES = 3
_TORN = re.compile(r"(?:[2-9]|1\d|[b-hđ])[.)/][ ]|(?:điều|chương|mục)[ ](?:[2-9]|1\d|[ivx]{2,5})(?![^\W_])")
"""What a text opens with that begins in the middle: a number that is not the first."""
_GIVES_OUT = re.compile(
    r"\n[ ]?(?:(?:\d{1,2}(?:[.]\d{1,2})*|[a-zđ]|-)[.)/ -]{1,3})?(?:đề nghị |giao |yêu cầu )?(?:các )?"
    + _NOUN
    + r"[^\n.]{3,160}?[ ](?:chủ trì|có trách nhiệm|chịu trách nhiệm)(?![^\W\d_])"
)
_MOST_GIVEN = 4
"""A torn text that gives out so many works is a mandate, whatever it lost."""
_CARRIED_OUT = re.compile(
    rf"(?:thi[ \n]hành|thực[ \n]hiện)[ \n](?:{any_of(KIND_WORDS)})[ \n]này(?![^\W\d_])"
    rf"|(?<![^\W\d_])(?:{any_of(KIND_WORDS)})[ \n]này[ \n]có[ \n]hiệu[ \n]lực"
)
"""The clause of who carries the document out, or of its effect, which the signature follows."""
_END_MARK = re.compile(r"\.[ ]?/[ ]?\.[\"\u201d ]*\Z")
_TITLE_REACH = 700
_ITSELF = re.compile(rf"(?<![^\W\d_])(?P<kind>{any_of(KIND_WORDS)})[ \n]này(?![^\W\d_])")
_ENACTS = re.compile(r"\n[ ]?(?P<kind>QUYẾT[ ]ĐỊNH|QUYẾT[ ]NGHỊ|NGHỊ[ ]QUYẾT)[ ]?:?[ ]?(?=\n)")


class BodySign(NamedTuple):
    """What shows that a text without a heading is official, as a range of the view."""

    start: int
    end: int


def body_sign(plain: PlainText, opening: Opening, start: int, end: int) -> BodySign | None:
    """Find what shows an official document by its body; None where nothing does, or the page is another."""
    first = plain.lower[start:end].lstrip(" \n#*|").split("\n", 1)[0]
    if _OTHER_PAGE.search(first) or _FORM.search(plain.lower, start, end):
        return None
    return (
        _closing(plain, start, end)
        or _annexed(plain, opening, end)
        or _section(plain, start, end)
        or _middle(plain, start, end)
    )


def body_kind(plain: PlainText, start: int, end: int) -> str | None:
    """Tell the kind by what the text calls itself ("… thi hành Quyết định này"); None where it differs.

    The enacting formula tells it first.
    """
    enacts = _ENACTS.search(plain.text, start, end)
    if enacts is not None:
        words = "nghị quyết" if "NGHỊ" in enacts["kind"] else "quyết định"
        return KIND_OF_WORD.get(words, words.capitalize())
    named = {" ".join(match["kind"].split()) for match in _ITSELF.finditer(plain.lower, start, end)}
    kinds = {KIND_OF_WORD.get(words, words.capitalize()) for words in named}
    return kinds.pop() if len(kinds) == 1 else None


def _closing(plain: PlainText, start: int, end: int) -> BodySign | None:
    """Find a signature beside recipients, or behind the clause of who carries the document out.

    A post without a name, as in a form, signs nothing.
    """
    places = [match.end() for match in _CARRIED_OUT.finditer(plain.lower, start, end)][-_LAST_CLAUSES:]
    recipients = find_recipients(plain, start, end)
    if recipients is not None:
        places.insert(0, max(start, recipients - _BEFORE))
    signers = (read_signer(plain, place, min(end, place + _CLOSING_REACH)) for place in places)
    signer = next((one for one in signers if one is not None and one.evidence is not None and one.post), None)
    if signer is None or signer.evidence is None:
        return None
    return BodySign(plain.position(signer.evidence.start), plain.position(signer.evidence.end))


def _annexed(plain: PlainText, opening: Opening, end: int) -> BodySign | None:
    """Find the line that says of which act the text is an annex, under the line of its kind."""
    if opening.kind is None or not plain.text[slice(*opening.kind.span("kind"))].isupper():
        return None
    own = own_attachment(plain, opening.title.end) if opening.title is not None else None
    if own is not None:
        return BodySign(*own)
    found = _ANNEXED.search(plain.lower, opening.kind.end(), min(end, opening.kind.end() + _ANNEX_REACH))
    return BodySign(found.start() + 1, found.end()) if found is not None else None


def _section(plain: PlainText, start: int, end: int) -> BodySign | None:
    """Find a text that is one section about what each body has to do, up to the mark that ends documents."""
    mark = _END_MARK.search(plain.lower[max(start, end - _TITLE_REACH) : end].rstrip())
    position, lines = start, 0
    while mark is not None and lines < 3 and position < min(end, start + _TITLE_REACH):
        stop = plain.lower.find("\n", position, end)
        stop = end if stop < 0 else stop
        line = plain.lower[position:stop].strip(" #*")
        if _SECTION.match(line):
            bodies = list(_OF_A_BODY.finditer(plain.lower, stop, end))
            return BodySign(position, stop) if len(bodies) >= _FEWEST_BODIES else None
        lines += bool(line)
        position = stop + 1
    return None


def _middle(plain: PlainText, start: int, end: int) -> BodySign | None:
    """Find a text that begins in the middle, or under what is left of a heading, and gives out works."""
    first = _FIRST.search(plain.text, start, end)
    torn = first is not None and (
        plain.text[first.start()].islower() or _TORN.match(plain.lower, first.start(), end)
    )
    if not torn and heading_position(plain) is None:
        return None
    given = list(_GIVES_OUT.finditer(plain.lower, start, end))
    if len(given) < _MOST_GIVEN:
        return None
    return BodySign(given[0].start() + 1, given[0].end())
