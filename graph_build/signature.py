"""Who signed a document, for whom, and to whom it was sent.

The signature block: Nghị định 30/2020/NĐ-CP, Article 13 (signing on behalf of: TM., KT., TL., TUQ., Q.) and
Annex I, part II, point 7; the list of recipients: point 9. Reads the plain view of a text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from graph_build.letter_case import from_capitals
from graph_build.plain import PlainText
from graph_build.records import Evidence, Signer
from graph_build.text import LOWER, UPPER, evidence, fold

_RANKS = (
    *("THỦ TƯỚNG", "BỘ TRƯỞNG", "CHỦ TỊCH", "CHỦ NHIỆM", "GIÁM ĐỐC", "TỔNG GIÁM ĐỐC", "CỤC TRƯỞNG"),
    *("TỔNG CỤC TRƯỞNG", "CHI CỤC TRƯỞNG", "VỤ TRƯỞNG", "VIỆN TRƯỞNG", "TRƯỞNG BAN", "CHÁNH VĂN PHÒNG"),
    *("CHÁNH THANH TRA", "TỔNG THANH TRA", "TỔNG KIỂM TOÁN", "THỐNG ĐỐC", "CHÁNH ÁN", "HIỆU TRƯỞNG"),
    *("CHỦ TỌA", "CHÍNH ỦY", "CHỈ HUY TRƯỞNG", "TRƯỞNG CÔNG AN", "TRƯỞNG ĐOÀN", "TRƯỞNG KHOA", "TRƯỞNG TRẠM"),
    *("TỔNG BIÊN TẬP", "HẠT TRƯỞNG", "KIỂM TOÁN TRƯỞNG", "TRƯỞNG BỘ PHẬN", "ĐỘI TRƯỞNG"),
    *("TRƯỞNG PHÒNG", "BÍ THƯ", "TỔNG BÍ THƯ", "TƯ LỆNH", "TRƯỞNG TIỂU BAN", "TỔ TRƯỞNG", "TRƯỞNG THUẾ"),
)
_OTHER_RANKS = ("THỨ TRƯỞNG", "THƯỜNG TRỰC BAN BÍ THƯ", "TỔNG THƯ KÝ", "ỦY VIÊN THƯỜNG TRỰC")
_POSTS = "|".join(
    rank.replace(" ", r"[ \n]")
    for rank in sorted(
        (*_RANKS, *_OTHER_RANKS, *(f"{word} {rank}" for rank in _RANKS for word in ("PHÓ", "QUYỀN"))),
        key=len,
        reverse=True,
    )
)
_FOR = r"(?:TM|KT|TL|TUQ|T[/.]M|K[/.]T|T[/.]L|(?<![^\W\d_])Q)(?:\.|[ ])"
_POST = re.compile(rf"{_FOR}[ \n]?(?:{_POSTS})?|{_POSTS}")
_PART = rf"[{UPPER}][{LOWER}]"
_OF_PEOPLES = rf"(?:(?<![^\W\d_])[YAHK]['’]?[ ]?(?=[{UPPER}]))?"  # Y Thanh Niê | H'Lan Kbuôr
_NAME = rf"{_OF_PEOPLES}{_PART}{{1,7}}(?:[ \n]{_PART}{{0,7}}){{1,5}}"
_TITLES = (
    r"(?:(?i:P?GS|TSKH|TS|ThS|BSNT|BS|DS|CN|KS|LS|CK[ ]?I{1,2}|CK[12]|TTND|TT[UƯ]T|NGND|NG[UƯ]T"
    r"|(?:phó[ ])?giáo[ ]sư|tiến[ ]sĩ|thạc[ ]sĩ|bác[ ]sĩ|dược[ ]sĩ|thầy[ ]thuốc[ ](?:nhân[ ]dân|ưu[ ]tú))"
    r"(?:[., ]{1,2}|(?=CK))){0,6}"
)
"""Degrees and honours before a name: "TTƯT. PGS.TS.BSCKII. Lê Thị Hoa"."""
POST_IN_CAPITALS = re.compile(rf"{_FOR}|{_POSTS}")
"""What opens the words of a signature."""
_POST_START = re.compile(
    rf"(?:\A|[\n|\t]|[ ]{{2}}|\)|HỢP[ \n]NHẤT)[ \n]*(?P<post>{_FOR}|{_POSTS})"  # "XÁC THỰC VĂN BẢN HỢP NHẤT"
)
_CAPITALS = re.compile(rf"[^{LOWER}|\t]*")
_NAME_LINE = re.compile(
    rf"""
    (?:[(\[]?[ ]?(?:[Đđ]ã[ ]k[ýí]|[Kk]ý[ ]tên|[Kk]ý,)
          (?:[ ]?:[ ]?|[^:)\]\n]{{0,30}}[)\]]?[ \n]*)                         # (Đã ký) | Đã ký: …
          (?:[(][Đđ]ã[ ]k[ýí][)][ \n]*){{0,3}}                                   # of others beside
      |\[[a-z]{{2,10}}\][ \n]*                                                     # [daky]
      |[a-z]{{2,10}}\n+)?                                                          # OCR of a stamp
    {_TITLES}(?:(?:Đại|Thượng|Trung|Thiếu)[ ]t(?:ướng|á)[ \n])?
    (?P<name>{_NAME}(?=[ ]*(?:[\n|\t(]|\Z))
      |{_PART}{{1,7}}(?:[ ]{_PART}{{0,7}}){{6,17}}(?=[ ]*(?:[\n|\t(]|\Z)))  # all that stand side by side
    """,
    re.VERBOSE,
)
_MARKED = re.compile(
    rf"""
    (?:(?<=[\n|\t])[ ]*(?P<post>(?i:{_POSTS})[^\n|\t;.:]{{0,60}})\n{{1,2}}[ ]*)?
    [(\[][ ]?[Đđ]ã[ ]k[ýí][ ]?[)\]][ \n|\t]*(?P<name>{_NAME})(?=[ ]*(?:[\n|\t(]|\Z))
    """,
    re.VERBOSE,
)  # "Phó Chủ tịch Hội đồng Bộ trưởng / (Đã ký) / Võ Chí Công", the post in small letters or lost
_MARK = re.compile(r"[*_ ]*[(][Đđ]ã ?k[ýí][)][*_ ]*")
_LONGEST_BLOCK = 240
_NEXT_REACH = 600
"""How far behind one signature of a joint document the next may stand, in code points of the view."""
_LONGEST_NAME = 160
_MOST_WORDS = 6
_LINE_ABOVE = re.compile(rf"(?:\A|[\n|\t])[ ]*(?P<line>[^{LOWER}\n|\t]{{4,}})\n\s*\Z")
_COLUMN = re.compile(r"\S+(?:[ \u00a0]\S+)*")
_WHOLE_NAME = re.compile(_NAME)
_BEFORE_NAME = 40
_RECIPIENTS = re.compile(r"nơi[ \n]{1,2}nhận[ ]?:?[ \n|\t]*(?=-)")
_ITEM = re.compile(r"(?:(?<=\n)|(?<=; )|(?<=\. )|(?<=, )|\A)-[ \n]?[^\n]")


def read_signer(plain: PlainText, start: int, end: int) -> Signer | None:
    """Read the first signature in a range of the view; None where there is none.

    A draft or a form has none. A post without a name behind it is no signature.
    """
    return next(iter(read_signers(plain, start, end)), None)


def read_signers(plain: PlainText, start: int, end: int, issuers: Sequence[str] = ()) -> tuple[Signer, ...]:
    """Read the signature in a range of the view; of a joint document one for each of its `issuers` at most.

    The signatures of a joint document follow each other or stand side by side; each tells by its words for
    which issuer it stands. Empty where there is none.
    """
    found: list[Signer] = []
    position = start
    while len(found) < max(1, len(issuers)):
        block = _first_signature(plain.text, position, end)
        if block is None or (found and block[0] - position > _NEXT_REACH):
            break
        position = block[1].end("name")
        beside = _side_by_side(plain, *block, issuers)
        if beside or len(_once(block[1]["name"]).split()) <= _MOST_WORDS:
            found += beside or [_one(plain, *block, issuers)]
    if not found:
        marked = _marked(plain, start, end)
        return (marked,) if marked is not None else ()
    return tuple(found[: max(1, len(issuers))])


def _one(plain: PlainText, post_start: int, name: re.Match[str], issuers: Sequence[str]) -> Signer:
    """Read a signature that stands alone in its lines."""
    signs_for, posts = _split_posts(plain.text[post_start : name.start()], plain)
    begin, organisation = _organisation(plain, post_start, name.start(), issuers)
    return Signer(
        name=_once(name["name"]),
        post=", ".join(posts) or None,
        signs_for=", ".join(signs_for) or None,
        organisation=organisation,
        evidence=evidence(plain.source, *plain.span(begin, name.end("name"))),
    )


def _organisation(plain: PlainText, start: int, end: int, issuers: Sequence[str]) -> tuple[int, str | None]:
    """Tell for which issuer a signature stands, by its words or by the line above; give where these begin."""
    if not issuers:
        return start, None
    own = _named_issuer(plain.text[start:end], issuers)
    above = _LINE_ABOVE.search(plain.text, max(0, start - _LONGEST_NAME), start)
    if own is None and above is not None:
        own = _named_issuer(above["line"], issuers)
        start = above.start("line") if own is not None else start
    return start, own


def _named_issuers(words: str, issuers: Sequence[str]) -> bool:
    """Tell whether a line holds the name of an issuer."""
    said = f" {fold(words)} "
    return any(f" {fold(issuer)} " in said for issuer in issuers)


def _named_issuer(words: str, issuers: Sequence[str]) -> str | None:
    """Find the issuer of whose name the words hold most, from its beginning; None where none or two do."""
    said = f" {fold(words)} "
    lengths = []
    for issuer in issuers:
        name = fold(issuer).split()
        held = next((n for n in range(len(name), 1, -1) if f" {' '.join(name[:n])} " in said), 0)
        lengths.append(held)
    longest = max(lengths)
    return issuers[lengths.index(longest)] if longest and lengths.count(longest) == 1 else None


def _side_by_side(
    plain: PlainText, post_start: int, name: re.Match[str], issuers: Sequence[str]
) -> list[Signer]:
    """Read signatures that stand beside each other in the same lines, as a text with columns prints them.

    The names in one line, with wide gaps between them, tell the columns; empty where there is one name.
    """
    first, last = plain.span(name.start("name"), name.end("name"))
    last = first + len(plain.source[first:last].split("\n", 1)[0])
    names = _pieces(plain.source, plain.source.rfind("\n", 0, first) + 1, last)
    names = [piece for piece in names if piece[1] > first]
    if len(names) < 2 or not all(_WHOLE_NAME.fullmatch(plain.source[a:b]) for a, b, _ in names):
        return []
    above = _LINE_ABOVE.search(plain.text, max(0, post_start - _LONGEST_NAME), post_start)
    named = above is not None and _named_issuers(above["line"], issuers)
    begin = plain.offset(above.start("line") if above is not None and named else post_start)
    blocks: list[list[str]] = [[] for _ in names]
    line = plain.source.rfind("\n", 0, begin) + 1
    while line < first:
        stop = plain.source.find("\n", line)
        if stop > first:
            break
        for a, b, middle in _pieces(plain.source, line, stop):
            if _MARK.fullmatch(plain.source, a, b):
                continue
            nearest = min(range(len(names)), key=lambda i, at=middle: abs(names[i][2] - at))  # type: ignore[misc]
            blocks[nearest].append(plain.source[a:b])
        line = stop + 1
    proof = evidence(plain.source, begin, max(last, names[-1][1]))
    return [
        _of_column(plain, "\n".join(block), plain.source[a:b], issuers, proof)
        for block, (a, b, _) in zip(blocks, names, strict=True)
    ]


def _of_column(plain: PlainText, block: str, name: str, issuers: Sequence[str], proof: Evidence) -> Signer:
    signs_for, posts = _split_posts(block, plain)
    return Signer(
        name=_once(name),
        post=", ".join(posts) or None,
        signs_for=", ".join(signs_for) or None,
        organisation=_named_issuer(block, issuers) if issuers else None,
        evidence=proof,
    )


def _pieces(source: str, start: int, end: int) -> list[tuple[int, int, float]]:
    """Part a line at its wide gaps; give each piece with the column of its middle."""
    found: list[tuple[int, int, float]] = []
    for piece in _COLUMN.finditer(source, start, end):
        found.append((piece.start(), piece.end(), (piece.start() + piece.end()) / 2 - start))
    return found


def _marked(plain: PlainText, start: int, end: int) -> Signer | None:
    """Read a signature whose post is not in capitals, by its mark "(Đã ký)" alone."""
    found = _MARKED.search(plain.text, start, end)
    if found is None:
        return None
    first, last = plain.span(found.start("post") if found["post"] else found.start("name"), found.end("name"))
    post = " ".join(found["post"].split()) if found["post"] else None
    return Signer(name=_once(found["name"]), post=post, evidence=evidence(plain.source, first, last))


def _first_signature(text: str, start: int, end: int) -> tuple[int, re.Match[str]] | None:
    """Find posts in capitals with a name behind them; give where the posts begin and the line of the name.

    The name stands where the capitals end, so every run of capitals is read once.
    """
    position = start
    while (post := _POST_START.search(text, position, end)) is not None:
        capitals = _CAPITALS.match(text, post.start("post"), end)
        last = capitals.end() if capitals else post.end()
        if last - post.start("post") > _LONGEST_BLOCK:
            position = max(post.end(), last - _LONGEST_BLOCK)
            continue
        name = _NAME_LINE.search(text, max(post.end(), last - _BEFORE_NAME), min(end, last + 80))
        if name is not None and name.start() <= last:
            return post.start("post"), name
        position = post.end()
    return None


def _once(name: str) -> str:
    """Give a name that a stamp or a second line repeats only once."""
    words = name.split()
    half = len(words) // 2
    return " ".join(words[:half] if half > 1 and words[:half] == words[half:] else words)


def _split_posts(block: str, plain: PlainText) -> tuple[list[str], list[str]]:
    """Divide the lines above a name into those signed for and the signer's own posts."""
    starts = [match.start() for match in _POST.finditer(block) if not _goes_on(block, match)]
    signs_for: list[str] = []
    posts: list[str] = []
    for first, last in pairwise([*starts, len(block)]):
        piece = " ".join(block[first:last].split()).strip(" ,-_([")
        behalf = re.match(_FOR, piece)
        bare = piece[behalf.end() if behalf else 0 :].strip(" .")
        words = ", ".join(from_capitals(part, plain) for part in bare.split(", "))
        if words and behalf and behalf.group()[0] != "Q":
            signs_for.append(words)
        elif words:
            posts.append(words if not behalf else f"Q. {words}")
    return signs_for, posts


def _goes_on(block: str, match: re.Match[str]) -> bool:
    """Tell a post that belongs to the words before it: "KT. BỘ TRƯỞNG, CHỦ NHIỆM", "T/M BAN BÍ THƯ"."""
    before = block[: match.start()].rstrip()
    if match.group() == "BÍ THƯ" and before.endswith("BAN"):
        return True
    return before.endswith((",", "-", "VÀ", "KT.", "TM.", "TL.", "TUQ.", "Q."))


def find_recipients(plain: PlainText, start: int, end: int) -> int | None:
    """Give where the list of recipients begins in a range of the view; None where there is none."""
    opening = _RECIPIENTS.search(plain.lower, start, end)
    return opening.start() if opening is not None else None


def read_recipients(plain: PlainText, start: int, end: int) -> tuple[str, ...]:
    """Read the items under the first "Nơi nhận:" in a range of the view, as printed, in order."""
    opening = _RECIPIENTS.search(plain.lower, start, end)
    if opening is None:
        return ()
    block = plain.text[opening.end() : min(end, opening.end() + 4000)]
    block = re.split(r"[|\t]|\n\n(?!-)", block, maxsplit=1)[0]
    signature = _first_signature(block, 0, len(block))
    block = block[: signature[0]] if signature else block
    starts = [match.start() for match in _ITEM.finditer(block)]
    items: list[str] = []
    for first, last in pairwise([*starts, len(block)]):
        source_start, source_end = plain.span(opening.end() + first, opening.end() + last)
        words = plain.source[source_start:source_end].replace("*", "")
        items.append(re.sub(r"\s*\n\s*", " ", words).strip())
    return tuple(items)
