"""People named in plans: honorific, name, post and organisation, and heads named for their body.

A cell may name one person or several ("Ông Hà Anh Đức, Chánh Văn phòng Bộ Y tế; bà …"). A person is
recognised by an honorific (Ông, Bà, Đồng chí), a degree or rank (PGS.TS., Thiếu tướng), or a post beside
a name that begins with a Vietnamese family name; anything else is no person ("Các cán bộ đầu mối").
Names of units hold commas ("Cục Quản lý Khám, chữa bệnh"): a comma ends one only where the words after
it open a unit or a post. Reads short texts in NFC; gives records and spans.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec import structs

from graph_build.plain import PlainText
from graph_build.post_holders import SURNAMES, holder
from graph_build.records import Person
from graph_build.text import UPPER, bare, fold
from graph_build.unit_names import HEADS, starts_with


class PersonMention(NamedTuple):
    """A person as named in a text: the span of all their words, and the posts after the first."""

    person: Person
    start: int
    end: int
    other_posts: tuple[str, ...] = ()


_NAME = rf"(?-i:[{UPPER}][\w'’]*(?:\s[{UPPER}][\w'’]*){{0,5}})"
_POST_TEXT = r"""(?:(?:nguyên|quyền|q\.|đồng|phó|p\.)\s?){0,3}(?:
    bộ\strưởng|thứ\strưởng|(?:tổng\s|chi\s)?cục\strưởng|vụ\strưởng|viện\strưởng|chánh\s(?:văn\sphòng|thanh\stra|án)
  | (?:tổng\s)?giám\sđốc|chủ\stịch|chủ\snhiệm|(?:tổ|đội|nhóm|trạm|hạt|hiệu|khoa)\s(?:trưởng|phó)
  | trưởng(?:\s(?:tiểu\sban|ban|phòng|khoa|bộ\smôn|đoàn|trạm|đại\sdiện|nhóm))?
  | (?:tổng\s)?bí\sthư(?:\sthứ\snhất)?|(?:tổng\s)?tham\smưu\strưởng|tư\slệnh(?:\strưởng)?|chính\s(?:ủy|uỷ)
  | thủ\stướng|thống\sđốc|tổng\s(?:thanh\stra|kiểm\stoán|biên\stập)|(?:kế|kiểm)\stoán\strưởng|chỉ\shuy\strưởng
  | (?:chuyên|nghiên\scứu|giảng|thanh\stra|kiểm\ssoát)\sviên(?:\s(?:chính|cao\scấp))?|(?:uỷ|ủy|thành)\sviên
  | thư\ský|cán\sbộ|trợ\slý|đại\ssứ|người\sphát\sngôn
  )(?!\w)(?:\s(?:thường\strực|phụ\strách|chuyên\strách))?"""
_POST = re.compile(rf"(?<!\w){_POST_TEXT}", re.VERBOSE | re.IGNORECASE)
_ANOTHER = re.compile(
    rf"(?<!\w)(?:(?:ông|bà|đồng\schí|đ/c|do|của|và\scác)(?!\w)|{_POST_TEXT})", re.VERBOSE | re.IGNORECASE
)
"""What no words of a body go over."""
_ADDRESS = re.compile(r"(?<!\w)(?:ông|bà|đồng\schí|đ/c)(?:\s?:)?\s\Z", re.IGNORECASE)
_BODIES = {
    "văn phòng": "Văn phòng", "thanh tra": "Thanh tra", "phòng": "Phòng", "tiểu ban": "Tiểu ban",
    "ban": "Ban", "khoa": "Khoa", "bộ môn": "Bộ môn", "trạm": "Trạm", "kiểm toán": "Kiểm toán",
}  # fmt: skip
"""The body that a post names in its own words: "Chánh Văn phòng Bộ Y tế" heads "Văn phòng Bộ Y tế"."""
_DEGREE = r"""(?-i:P?GS|TSKH|TS|T[hH]S|BSCK(?:II|I|2|1)?|BS|DSCK(?:II|I|2|1)?|DS|CK(?:II|I|2|1)|KS|KTS|CN|LS
    |NCS|TTND|TTƯT|NGND|NGƯT|(?:Đại|Thượng|Trung|Thiếu)\s(?:[Tt]ướng|[Tt]á|[UuÚú]y|[Uu]ý)
    |(?:Phó\s)?[Gg]iáo\s[Ss]ư|[Tt]iến\s[Ss][ĩỹ]|[Tt]hạc\s[Ss][ĩỹ]|[Bb]ác\s[Ss][ĩỹ]|[Dd]ược\s[Ss][ĩỹ])(?!\w)"""
_DEGREES = rf"{_DEGREE}(?:[.,/]?\s?{_DEGREE}){{0,5}}\.?"
_OPENING = re.compile(
    rf"""(?<![\w/])(?:
      (?P<honorific>(?:ông|bà|đồng\schí|đ/c|đc\.)(?:\s?:)?(?:\s{_DEGREES})?|{_DEGREES})\s?(?P<addressed>{_NAME})
                                                        # Ông Hà Anh Đức; Đồng chí: Phùng Sĩ Tấn; PGS.TS. …
    | (?P<post>{_POST_TEXT})\s(?P<held>{_NAME})         # Thứ trưởng Đỗ Xuân Tuyên
    | (?P<bare>{_NAME})(?=\s?[,(:-]\s?{_POST_TEXT})     # Đỗ Xuân Tuyên, Thứ trưởng Bộ Y tế
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_LIST_START = re.compile(r"(?:\A|[\n\t;:]|(?:^|\s)[-+•]|\d[.)])\s?\Z")
_ALONE = re.compile(r"\s?(?:[,;(\n]|\Z)")
_LEADING_ON = re.compile(r"(?:\s(?:và|cùng)|[\n;,.]\s?\d{1,2}[.)])\s?\Z", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s?[,;(]\s?|\s-\s|\s?:\s")
_CONTACT = re.compile(r"[,;(-]?\s?(?<!\w)(?:s?đt|điện\sthoại|số\sđiện\sthoại|e-?mail)(?!\w)", re.IGNORECASE)
_FIRM_HEAD = re.compile(
    r"""(?:Bộ|Sở|Cục|Vụ|Tổng\s[Cc]ục|Chi\s[Cc]ục|UBND|HĐND|[UỦ][yỷ]\s[Bb]an|Văn\s[Pp]hòng|Trung\s[Tt]âm|Phòng
        |Bệnh\s[Vv]iện|Học\s[Vv]iện|Công\s[Aa]n|Ban\s(?:Chỉ|Quản|Tổ))(?!\w)""",
    re.VERBOSE,
)
"""Kind words of units that no personal name contains."""
_MANNER = re.compile(r" (?:thường trực|phụ trách|chuyên trách)\Z")
_WHOLE_NAMES = frozenset(fold(w) for w in ("văn phòng", "thanh tra"))
_INNER_UNIT = re.compile(
    r"(?<=\s)(?:Bộ(?!\s(?:đội|môn|máy|phận|[Tt]ư))|Sở|Tổng\s[Cc]ục|Cục|UBND|HĐND|[UỦ][yỷ]\s[Bb]an\s[Nn]hân|Tỉnh\s[ủu][yỷ])\s\w"
)
_HEAD = re.compile(
    r"""(?:các\s(?:đồng\schí\s)?|đồng\schí\s)?(?:
      (?:chánh|trưởng|tổng)\s(?=(?:văn\sphòng|thanh\stra|ban|phòng|kiểm\stoán)\s)      # Chánh Văn phòng …
    | (?:bộ\strưởng|(?:tổng\s|chi\s)?cục\strưởng|vụ\strưởng|viện\strưởng|hiệu\strưởng|(?:tổng\s)?giám\sđốc
        |chủ\stịch|chủ\snhiệm|thủ\strưởng|thống\sđốc|chánh\sán|(?:tổng\s)?tư\slệnh|bí\sthư|chỉ\shuy\strưởng
        |người\sđứng\sđầu|trưởng)\s                                                # Bộ trưởng Bộ Công an
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST_BODY = 1000
_NO_BODY = re.compile(r"(?:nước|quốc\shội|phụ\strách|thường\strực)(?!\w)", re.IGNORECASE)


def parse_people(text: str) -> tuple[PersonMention, ...]:
    """Find the persons named in a cell, in order; empty where nobody is named.

    Spans count in `text`. `parent_chain` goes upwards from the organisation ("Cục Quân y, Tổng cục Hậu
    cần, Bộ Quốc phòng" gives two parents). A post, an organisation or a parent that is not stated stays
    empty.
    """
    view = PlainText(text)
    flat = view.text.replace("\n", " ").replace("\t", " ")
    openings = [o for m in _OPENING.finditer(flat) if (o := _opening(m, view.text))]
    held = sorted((o for m in _POST.finditer(flat) if (o := _holder(flat, m))), key=_start)
    openings = sorted((*held, *(one for one in openings if not _within(one, held))), key=_start)
    found = []
    for i, opening in enumerate(openings):
        end = openings[i + 1].start if i + 1 < len(openings) else len(flat)
        found.append(_mention(view, flat, opening, end))
    return tuple(found)


class _Opening(NamedTuple):
    start: int
    name: tuple[int, int]
    honorific: str | None
    post: str | None
    body: tuple[int, int] | None = None
    """The body whose post they hold, where it stands between post and name."""


def _holder(text: str, post: re.Match[str]) -> _Opening | None:
    """Read "Phó Chủ tịch UBND tỉnh Nguyễn Văn An", also behind a form of address."""
    found = holder(text, post.end(), _ANOTHER)
    if found is None or not _opens_unit(_body(post[0], text[slice(*found.body)]) or ""):
        return None
    address = _ADDRESS.search(text, max(0, post.start() - 12), post.start())
    start = address.start() if address is not None else post.start()
    return _Opening(start, found.name, address[0].rstrip(" :") if address else None, post[0], found.body)


def _within(one: _Opening, held: Sequence[_Opening]) -> bool:
    """Tell whether an opening stands in the words of one that names post, body and holder.

    `held` are in order, and none reaches into the next: the words of a body end before another post.
    """
    at = bisect_right(held, one.start, key=_start)
    return at > 0 and one.start < held[at - 1].name[1]


def _start(opening: _Opening) -> int:
    return opening.start


def names_holder(text: str) -> bool:
    """Tell whether a text in NFC, on one line, opens with a post, its body and who holds it."""
    post = _POST.match(text, len(text) - len(text.lstrip(" *")))
    return post is not None and _holder(text, post) is not None


def _opening(match: re.Match[str], text: str) -> _Opening | None:
    """Check that an opening names a person, and cut the name where a post or a unit begins.

    `text` has the offsets of the matched text, and its line ends.
    """
    group = next(g for g in ("addressed", "held", "bare") if match[g] is not None)
    name = _cut_name(match.string, *match.span(group))
    words = match.string[slice(*name)].casefold().split()
    family = bool(words) and words[0] in SURNAMES
    unit = _opens_unit(match.string[name[0] : name[0] + 60])
    if not words or (unit and not (family and len(words) > 1 and group == "addressed")):
        return None
    if group == "addressed":
        honorific = match["honorific"].rstrip(" :")
        if len(words) < 2 and not _LIST_START.search(text[max(0, match.start() - 6) : match.start()]):
            return None
        if len(words) < 2 and not _ALONE.match(text, name[1]):  # "Bà Rịa - Vũng Tàu"
            return None
        return _Opening(match.start(), name, honorific, None)
    if group == "held":
        return _Opening(match.start(), name, None, match["post"]) if family and len(words) > 2 else None
    listed = _LIST_START.search(text[max(0, name[0] - 6) : name[0]])
    whole = family and len(words) > 1 and name[1] == match.end()
    return _Opening(name[0], name, None, None) if whole and listed else None


def _cut_name(text: str, start: int, end: int) -> tuple[int, int]:
    for word in re.finditer(r"\S+", text[start:end]):
        at = start + word.start()
        if _POST.match(text, at) or (word.start() and _FIRM_HEAD.match(text, at)):
            return start, max(start, at - 1)
    return start, end


def _opens_unit(text: str) -> bool:
    """Tell whether a text begins with the kind word of a unit, in upper case."""
    if not text or not text[0].isupper():
        return False
    return starts_with(fold(text[:60]).split(), 0, HEADS) > 0


def _mention(view: PlainText, flat: str, opening: _Opening, end: int) -> PersonMention:
    first, last = opening.name
    rest = flat[last:end]
    if contact := _CONTACT.search(rest):
        rest = rest[: contact.start()]
    rest = rest.rstrip(" ,;:.(-") if contact else _shortened(rest, view.text[last:end])
    words = rest.strip(" ,;:.(-")
    post, organisation, chain, others = _affiliation(words)
    if opening.post and opening.body:
        _, organisation, chain, _ = _affiliation(f"{opening.post} {flat[slice(*opening.body)]}")
    if opening.post:
        others = ((post,) if post else ()) + others
    start, stop = view.span(opening.start, max(last, last + len(rest)))
    person = Person(
        name=_cased(flat[first:last]),
        honorific=opening.honorific,
        post=opening.post or post,
        organisation=organisation,
        parent_chain=chain,
    )
    return PersonMention(person, start, stop, others)


def _shortened(rest: str, lined: str) -> str:
    """Drop the words that only lead to the next person: ", và", "; 2."."""
    tail = _LEADING_ON.search(lined, max(0, len(lined) - 8))
    return (rest[: tail.start()] if tail else rest).rstrip(" ,;:.(-")


def _cased(name: str) -> str:
    """Give a name printed in capitals its usual case."""
    return name.title() if name.isupper() and len(name) > 3 else name


def _affiliation(words: str) -> tuple[str | None, str | None, tuple[str, ...], tuple[str, ...]]:
    """Split what follows a name into post, organisation, its parents upwards, and further posts."""
    post = organisation = None
    chain: list[str] = []
    others: list[str] = []
    for part in _parts(words):
        held = _POST.match(part)
        if held and post is None and organisation is None:
            post = held[0]
            organisation = _body(held[0], part[held.end() :].strip(" ,:"))
        elif held:
            others.append(part)
        elif not _opens_unit(part) and organisation is None:
            continue
        elif organisation is None:
            organisation = part
        else:
            chain.append(part)
    if organisation and (inner := _INNER_UNIT.search(organisation)):
        parent = organisation[inner.start() :]
        if fold(parent) not in {fold(c) for c in chain}:
            chain.insert(0, parent)
        if fold(organisation[: inner.start()]) not in _WHOLE_NAMES:
            organisation = organisation[: inner.start()].rstrip(" ,")
    return post, organisation, tuple(chain), tuple(others)


def _parts(words: str) -> list[str]:
    """Cut at the commas after which a unit or a post begins; other commas belong to a name."""
    parts: list[str] = []
    last = 0
    for separator in _SEPARATOR.finditer(words):
        following = words[separator.end() : separator.end() + 80]
        if _POST.match(following) or _opens_unit(following):
            parts.append(words[last : separator.start()])
            last = separator.end()
    parts.append(words[last:])
    return [p.strip(" ,;:.)(") for p in parts if p.strip(" ,;:.)(")]


def _body(post: str, rest: str) -> str | None:
    """Give the organisation of a post, with the kind word that the post itself names."""
    if not rest:
        return None
    words = _MANNER.sub("", " ".join(post.casefold().split()))
    body = next((_BODIES[w] for w in _BODIES if words.endswith(f" {w}")), None)
    if body is None or fold(rest).startswith(f"{fold(body)} "):
        return rest
    return f"{body} {rest}"


def head_of_body(text: str) -> tuple[int, int] | None:
    """Give the span of the body for which a phrase names the head, or None where it names no head.

    "Bộ trưởng Bộ Công an" gives the span of "Bộ Công an", "Thủ trưởng các sở" that of "các sở", "Chánh
    Văn phòng UBND tỉnh" that of "Văn phòng UBND tỉnh". The phrase begins with the post and ends with the
    body. Deputies, and offices that are actors themselves (Thủ tướng, Chủ tịch nước), are no heads.
    """
    view = PlainText(text[:_LONGEST_BODY])
    begin = len(view.text) - len(view.text.lstrip())
    match = _HEAD.match(view.text, begin)
    body = view.text[match.end() :].rstrip(" ,;:.\n") if match else ""
    if match is None or not body or _NO_BODY.match(body):
        return None
    return view.span(match.end(), match.end() + len(body))


def unify_people(people: Iterable[Person]) -> Mapping[Person, Person]:
    """Map each person of one document to the same person under the spelling that prevails there.

    Two spellings belong together where the names are equal without marks, and post and organisation are
    equal ("Đỗ Trương Duy", "Đỗ Trường Duy"). Count every mention: the majority prevails; where two
    spellings are equally frequent each stays as written.
    """
    mentions = Counter(people)
    spellings: defaultdict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for person, count in mentions.items():
        spellings[_identity(person)][person.name] += count
    unified = {}
    for person in mentions:
        ranked = spellings[_identity(person)].most_common(2)
        tied = len(ranked) > 1 and ranked[0][1] == ranked[1][1]
        unified[person] = person if tied else structs.replace(person, name=ranked[0][0])
    return unified


def _identity(person: Person) -> tuple[str, str, str]:
    return bare(person.name), fold(person.post or ""), fold(person.organisation or "")
