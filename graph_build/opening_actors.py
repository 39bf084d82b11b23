"""Who opens a text: the unit or units that a heading, bullet or sentence begins with.

"Đề nghị Ủy ban …", "Giám đốc Sở …", joint headings ("Sở A, Sở B"), "Trên cơ sở …, Thủ trưởng các đơn
vị:" and headings that are a name as a whole ("Các cơ quan đăng ký đầu tư") are read.

Reads text without marker; gives `Heads`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from msgspec.structs import replace

from graph_build.actors import ActorContext, Part, actor_of, parts
from graph_build.persons import head_of_body, names_holder
from graph_build.posts import post_end
from graph_build.records import Actor
from graph_build.text import LOWER, UPPER, bare, fold, joined
from graph_build.units import Mention

_REQUEST = re.compile(
    r"^\W*(?:(?:(?:thủ\s+tướng\s+)?chính\s+phủ|(?:chủ\s+tịch\s+)?(?:UBND|ủy\s+ban\s+nhân\s+dân|uỷ\s+ban\s+nhân\s+dân|HĐND|hội\s+đồng\s+nhân\s+dân)"
    r"\s+(?:tỉnh|thành\s+phố|huyện|xã|phường))"
    r"\s+(?:trân\s+trọng\s+)?(?=đề\s+nghị|yêu\s+cầu|giao))?(?:(?:đề\s+nghị|yêu\s+cầu|khuyến\s+khích|giao(?:\s+cho)?|đối\s+với|trách\s+nhiệm\s+của"
    r"|trách\s+nhiệm\s+(?:thực\s+hiện|quản\s+lý|phối\s+hợp)\s+của|các\s+đồng\s+chí)\s+){1,3}",
    re.IGNORECASE,
)
_COMRADES = re.compile(r"các\s+đồng\s+chí\s+$", re.IGNORECASE)
"""An article with the form of address: the post after it is held by several."""
_DEPUTY = re.compile(r"(?:phó|ủy\s+viên|uỷ\s+viên)\s", re.IGNORECASE)
_POST = re.compile(
    r"(?<!\w)(?:bí\s+thư|chủ\s+(?:tịch|nhiệm)|(?:tổng\s+)?giám\s+đốc|thủ\s+trưởng|người\s+đứng\s+đầu|lãnh\s+đạo"
    r"|chánh|(?:(?:chi|tổng)\s+)?cục\s+trưởng|(?:bộ|vụ|viện|hiệu|trạm|đội|chỉ\s+huy)\s+trưởng|trưởng"
    r"|(?:tổng\s+)?tư\s+lệnh|chính\s+(?:ủy|uỷ)|thống\s+đốc)(?!\w)",
    re.IGNORECASE,
)
"""Posts at the head of a body, which stand before its name in a list."""
_REACH = 600
_NEAR = 200
"""How far into a text its opening names are looked for, in code points: the nearer first, for speed."""
_OPENING_ADVERB = re.compile(
    r"^\W*(?:trên cơ sở|căn cứ|theo|để|trong|hằng|hàng|định kỳ|nhằm|ngoài)(?!\w)", re.IGNORECASE
)
_ADJUNCT = re.compile(
    r"^\W*(?:trên cơ sở|căn cứ|theo|để|trong|hằng|hàng|định kỳ|nhằm|ngoài|đối với|khi)(?!\w)", re.IGNORECASE
)
ASKS = re.compile(
    r"\W*(?:(?:chủ\s+tịch\s+)?(?:hội\s+đồng\s+nhân\s+dân|ủy\s+ban\s+nhân\s+dân|uỷ\s+ban\s+nhân\s+dân|HĐND|UBND)"
    r"\s+(?:tỉnh|thành\s+phố|huyện|xã|phường)\s+|(?:thủ\s+tướng\s+)?chính\s+phủ\s+)?"
    r"(?:đề\s+nghị|yêu\s+cầu|giao(?:\s+cho)?)\s",
    re.IGNORECASE,
)
"""Words of asking before a name, after which any words tell the work."""
_MOST_COMMAS = 24
_COLLECTIVE = re.compile(r"^\W*(?:(?:các|những)\s+\w|cơ\s+quan\s+\w|đơn\s+vị\s+\w)", re.IGNORECASE)
_THINGS = re.compile(
    r"^\W*(?:các|những)\s+(?:nội\s+dung|nhiệm\s+vụ|giải\s+pháp|biện\s+pháp|công\s+việc|vấn\s+đề|hoạt\s+động|mục\s+tiêu"
    r"|chỉ\s+tiêu|yêu\s+cầu|kết\s+quả|hình\s+thức|phương\s+thức|tiêu\s+chí|nguyên\s+tắc|điều\s+kiện|khó\s+khăn|tồn\s+tại"
    r"|hạn\s+chế|quy\s+định|căn\s+cứ|văn\s+bản|bước|mốc|giai\s+đoạn|chương\s+trình|dự\s+án|đề\s+án|nguồn|khoản|lĩnh\s+vực"
    r"|chính\s+sách|chế\s+độ|trường\s+hợp|tài\s+liệu|hồ\s+sơ|sản\s+phẩm|công\s+trình)(?!\w)",
    re.IGNORECASE,
)
"""How a heading opens that is about several things, and names nobody ("Những nội dung chủ yếu của …")."""
_JOINED_BY = frozenset(map(fold, ("", "và", "các", "cùng")))
_AFTER_NAMES = frozenset(map(fold, ("", "có trách nhiệm", "tỉnh", "thành phố", "chủ trì")))
_PARTED = re.compile(r"[,;/&+*]|\s[-\u2010-\u2015]\s|(?<!\w)(?:và|cùng)(?!\w)", re.IGNORECASE)
"""What stands between two names of a list; a name right after a name is a verb ("tổ chức")."""
LONGEST_NAME = 120
_PART_OF_NAME = len("Cơ quan chủ trì, phối hợp")
ACTS = re.compile(
    r"(?<!\w)(?:chủ\s+trì|phối\s+hợp|(?:có|chịu)\s+trách\s+nhiệm|căn\s+cứ|theo\s+chức\s+năng|tổ\s+chức"
    r"|triển\s+khai|thực\s+hiện|xây\s+dựng|báo\s+cáo|tiếp\s+tục|tăng\s+cường|chủ\s+động|khẩn\s+trương"
    r"|rà\s+soát|hướng\s+dẫn|chỉ\s+đạo|tham\s+mưu|theo\s+dõi|bảo\s+đảm|đảm\s+bảo|phải|cần|nghiêm\s+túc"
    r"|gửi|tổng\s+hợp|hoàn\s+thành|nghiên\s+cứu|huy\s+động|đề\s+xuất|kiểm\s+tra|ban\s+hành|cung\s+cấp"
    r"|tham\s+gia|quán\s+triệt|đôn\s+đốc|bố\s+trí|tập\s+trung|phát\s+huy|nâng\s+cao|đẩy\s+mạnh"
    r"|xem\s+xét|lựa\s+chọn|cử(?!\s+tri(?!\w))|cân\s+đối|chuẩn\s+bị|phát\s+động)(?!\w)(?!(?<=trung)\s*(?:$|[,;]|(?:và|hoặc)(?!\w)))",
)
"""Words by which a heading says what is to be done, and is more than a name."""
_ARTICLE = re.compile(r"^(?:các|những)\s+", re.IGNORECASE)
_KIND_LIST = re.compile(r"(?:^|\s)các\s+[^\s,;:]+(?:,?\s+[^\s,;:]+){0,3}\s*$", re.IGNORECASE)
"""A kind before a colon, which the names after it share ("các Bộ: Quốc phòng, Công an")."""
_GENERIC = re.compile(r"(?:^|\s)các\s+(?:đơn\s+vị|cơ\s+quan|bộ\s+phận)\s*$", re.IGNORECASE)
"""A kind before a colon that says nothing of the names after it ("Các đơn vị: Vụ A, Cục B cử …")."""
_HEAD_AND = re.compile(rf"{_POST.pattern}\s+và\s+(?=các\s+thành\s+viên\s)", re.IGNORECASE)
"""The head of a body, named beside its members."""
_SHARED_KIND = re.compile(rf"(?:[{UPPER}][^,;:.]{{0,30}}\s)?(?:[Cc]ác|[Nn]hững)\s[^;:.]{{1,40}}:\s*$")
"""The same between two names ("Sở Y tế, các trường: Đại học A, …", "Sở A, UBND các xã: B, C")."""
_AREAS = re.compile(
    r"\s(?:các|những)\s+(?:(?:,\s*|và\s+)?(?:tỉnh|thành\s+phố|huyện|quận|thị\s+xã|thị\s+trấn|xã|phường|đặc\s+khu)\s*)+$",
    re.IGNORECASE,
)
"""Kinds of area before the names of several ("UBND các tỉnh A, B")."""
_BREAKS_OFF = re.compile(
    rf"\s+(?=[{LOWER}])(?P<words>[^,;.:()]{{1,40}})[,;]\s+(?:Bộ|Sở|Ban|Cục|Vụ|Chi\s+cục|Tổng\s+cục|Tổng\s+công\s+ty|Công\s+ty"
    rf"|Phòng|Văn\s+phòng|Trung\s+tâm|UBND|Ủy\s+ban|Uỷ\s+ban|Công\s+an|Hội|Viện|Trường|Khoa)\s+(?=[{UPPER}])"
)
"""Words in lower case behind a name, and then another name of the list: the first is not read whole."""
_APPOSITION = re.compile(r"\s+[-\u2010-\u2015]\s*(?=cơ\s+quan\s)", re.IGNORECASE)
"""A dash before words that say what the unit just named is ("Sở A - Cơ quan thường trực …")."""
_BRANCH = re.compile(r"\s*[-\u2010-\u2015]\s*(?=chi\s+nhánh\s)", re.IGNORECASE)
"""A dash inside the name of a branch ("Ngân hàng A - Chi nhánh Khu vực 2")."""
_COMPLEMENT = re.compile(r"(?<!\w)(?:của|với|từ)\s+(?:các|những)\s[^,;.]{0,60}$", re.IGNORECASE)
"""A list of bodies that an adjunct is about, up to its first comma ("của các sở")."""
_BELONGS = re.compile(r"(?<!\w)(?:thuộc|của)$", re.IGNORECASE)
_NOTE = re.compile(r"\([^()]*\)")
_NEXT_NAME = re.compile(r"\s*(?:[,;]|(?<!\w)và(?!\w))?\s*(?:(?:các|những)\s+)?")
"""What may stand between the last name that was read and a further one."""


def parted(between: str) -> bool:
    """Tell whether words between two names part them as a list does."""
    return bool(_PARTED.search(between))


class Heads(NamedTuple):
    """The actors that open a text, and the local offset at which the words after them begin."""

    actors: tuple[Actor, ...]
    end: int


def flat(text: str) -> str:
    """Give a paragraph on one line: a line end in it is where its lines were wrapped.

    Offsets stay.
    """
    return text.replace("\n", " ")


def opening_actors(context: ActorContext, text: str) -> Heads | None:
    """Read the unit or units that a heading or sentence begins with; None where it opens otherwise.

    Names that fill all the words before a colon are not misled by what stands after it.
    """
    if len(text) > _NEAR:
        near = _opening_actors(context, text[:_NEAR])
        if near is None or near.end < _NEAR // 2:
            return near
    return _opening_actors(context, text[:_REACH])


def _opening_actors(context: ActorContext, text: str) -> Heads | None:
    before = text.partition(":")[0]
    if _KIND_LIST.search(before):
        listed = _kind_list(context, text, len(before))
        if listed is not None:
            return listed
    heads = _opening(context, text)
    if len(before) < len(text) and (heads is None or heads.end < len(before.rstrip())):
        alone = _opening(context, before)
        if alone is not None and names_only(before, alone):
            return alone
    return heads


def _kind_list(context: ActorContext, text: str, colon: int) -> Heads | None:
    """Read "các Bộ: Quốc phòng, Công an chỉ đạo …": the names that share a kind end at a verb or stop."""
    stop = ACTS.search(text, colon)
    if stop is not None and _GENERIC.search(text, 0, colon):
        named = _opening(context, text[colon + 1 : stop.start()])
        if named and len(named.actors) > 1 and not bare(text[colon + 1 + named.end : stop.start()]):
            return Heads(named.actors, colon + 1 + named.end)
    semicolon = text.find(";", colon, stop.start() if stop else len(text))
    end = stop.start() if stop else semicolon
    heads = _opening(context, text[:end]) if end > 0 else None
    if semicolon >= 0 and (heads is None or heads.end <= semicolon):
        end = semicolon
        heads = _opening(context, text[:end])
    if heads is None or len(heads.actors) < 2 or heads.end <= colon:
        return None
    more = opening_actors(context, text[end + 1 :]) if end == semicolon else None
    return heads if more is None else Heads(heads.actors + more.actors, end + 1 + more.end)


def _opening(context: ActorContext, text: str) -> Heads | None:
    request = _REQUEST.match(text)
    start = request.end() if request else 0
    if names_holder(text[start : start + _NEAR]):
        return None
    body = head_of_body(text[start:]) if post_end(text, start) is None else None
    if body is not None:
        start += body[0]
    found: list[Actor] = []
    end = start
    named = parts(context, text[start:], "lead")
    for at, part in enumerate(named):
        begin = start + part.mention.start
        between = _POST.sub("", text[end:begin])
        kind = _SHARED_KIND.search(between) if found else None
        several = kind is not None and (kind[0][:1].islower() or _listed(text[start:], named[at:]))
        if kind is not None and several and _introduces(kind.group(), part.mention.name):
            between = between[: kind.start()]
        noted = _note_end(text, end, begin) if found else None
        if noted is not None:
            end = noted
            continue
        between = _NOTE.sub("", between) if found else between
        if "(" in between and ")" not in between:
            break
        introduced = not found and _introduces(between, part.mention.name) and _listed(text[start:], named)
        if not introduced and (fold(between) not in _JOINED_BY or "\n\n" in between):
            break
        finish = start + part.mention.end
        if found and _APPOSITION.match(text, end):
            end = finish
            continue
        owned = not between.strip() and _BELONGS.search(text[:end])
        if found and (owned or _BRANCH.match(text, end)):
            found[-1] = _longer(found[-1], text[end:finish])
            end = finish
            continue
        if found and (not parted(between) or (":" in between and ";" not in between)):
            break
        headed = _HEAD_AND.search(text, end, finish) if found else None
        named_by = _with_head(part.mention, text[headed.start() : finish]) if headed else None
        found.append(named_by or actor_of(part.mention, joined(text[begin:finish])))
        end = finish
    if found and request is not None and _COMRADES.search(request.group()) and _DEPUTY.match(found[0].name):
        found[0] = replace(found[0], kind="group")
    return Heads(tuple(found), end) if found else None


def _note_end(text: str, end: int, begin: int) -> int | None:
    """Give where a note ends that opens with the larger body: "Phòng A | (Công an tỉnh) và Phòng B"."""
    between = text[end:begin]
    note = _NOTE.match(text, end + len(between) - len(between.lstrip()))
    return note.end() if note is not None and between.strip() == "(" else None


def _longer(actor: Actor, owner: str) -> Actor:
    """Add to a name the words after it that belong to it: the body after "thuộc", the branch."""
    whole = joined(f"{actor.as_written}{owner}")
    return replace(actor, name=whole[:1].upper() + whole[1:], as_written=whole)


def _with_head(mention: Mention, words: str) -> Actor:
    """Name a collective together with the head beside it: "Chủ tịch và các thành viên Ủy ban"."""
    return actor_of(mention._replace(name=joined(words), known=False), joined(words))


def _introduces(words: str, name: str) -> bool:
    """Tell whether words give the kind of the names after them ("Ủy ban nhân dân các tỉnh: A, B").

    The kind may be shortened ("UBND các tỉnh: A, B"), and behind kinds of area the colon may be missing.
    """
    kind = _ARTICLE.sub("", words.strip(" *")).rstrip(" *")
    if not (kind.endswith(":") or _AREAS.search(kind)) or not bare(kind) or not bare(name):
        return False
    first, full = bare(kind).split()[0], bare(name).split()
    return first == full[0] or "".join(word[0] for word in full).startswith(first)


def _listed(text: str, named: Sequence[Part]) -> bool:
    """Tell whether a second name follows the first at once: one word after a colon may be a verb."""
    if len(named) < 2:
        return False
    between = text[named[0].mention.end : named[1].mention.start]
    return parted(between) and fold(between) in _JOINED_BY


def names_only(text: str, heads: Heads) -> bool:
    """Tell whether nothing but names (and a note in parentheses) stands in a heading."""
    return fold(_NOTE.sub("", text[heads.end :])) in _AFTER_NAMES


def names_more(text: str, end: int) -> bool:
    """Tell whether a list of names goes on behind the last one that was read, before any verb.

    "…, Nhà hát | và Xưởng phim có trách nhiệm …" does; "Bộ Y tế | , trong phạm vi …" does not.
    """
    rest = _NOTE.sub("", text[end : end + _NEAR])
    joint = _NEXT_NAME.match(rest)
    name = rest[joint.end() :] if joint is not None else ""
    return name[:1].isupper() and not ACTS.match(name.lower())


def breaks_off(text: str, end: int) -> bool:
    """Tell whether the last name that was read goes on in words that are no verb, before more of the list.

    "Sở Tài chính | vật giá, Sở A tiến hành …" does; "Sở Tài chính | chủ trì, phối hợp với …" does not.
    """
    rest = _BREAKS_OFF.match(_NOTE.sub("", text[end : end + _NEAR]))
    return rest is not None and not ACTS.search(rest["words"].lower())


def only_names(text: str, heads: Heads) -> bool:
    """Tell whether kind words and a colon are followed by words that hold no verb: names not read."""
    words = text[heads.end :]
    kinds = heads.actors[-1].kind == "group" and words.lstrip(" *").startswith(":")
    return kinds and not ACTS.search(words.lower())


def introduced_actors(context: ActorContext, text: str) -> Heads | None:
    """Read "Trên cơ sở …, Thủ trưởng các đơn vị thuộc Bộ:" — the unit stands before the colon.

    In "Để …, các sở, ngành và đơn vị có liên quan thực hiện những nội dung sau:" a verb stands between.
    """
    if not text.rstrip(" *").endswith(":") or not _OPENING_ADVERB.match(text):
        return None
    best: Heads | None = None
    for comma in reversed([m.end() for m in re.finditer(r",\s+", text)]):
        heads = opening_actors(context, text[comma:])
        if heads is None:
            if best is not None:
                break
            continue
        if names_only(text[comma:], heads):
            return Heads(heads.actors, comma + heads.end)
        if best is not None and comma + heads.end < best.end:
            break
        best = Heads(heads.actors, comma + heads.end)
    return best


def actors_after_adjunct(context: ActorContext, text: str) -> tuple[Heads, int] | None:
    """Read "Trên cơ sở đề xuất của …, Sở A tổng hợp …": who acts is named after a comma, before a verb.

    Gives the actors and where their names begin. Of names that go on with a list after "của" only the
    last can act, and only a body by itself.
    """
    if not _ADJUNCT.match(text):
        return None
    sentence = re.split(r"[.;]\s", text[:_REACH], maxsplit=1)[0]
    end = 0
    for match in islice(re.finditer(r",\s+", sentence), _MOST_COMMAS):
        if match.end() < end:
            continue
        heads = opening_actors(context, sentence[match.end() :])
        if heads is None:
            continue
        end = match.end() + heads.end
        if not (ACTS.match(sentence, end + 1) or ASKS.match(sentence, match.end())):
            continue
        if not _COMPLEMENT.search(sentence[: match.start()]):
            return Heads(heads.actors, end), match.end()
        last = heads.actors[-1]
        begin = sentence.rfind(last.as_written, 0, end)
        return (Heads((last,), end), begin) if last.kind == "unit" and begin > 0 else None
    return None


def heading_actor(context: ActorContext, text: str) -> Heads | None:
    """Read a heading that is the name of a collective as a whole, kept as written.

    For a heading with bullets below it, in which the grammar of names recognises less than the whole.
    None where a verb follows the name, or where it names several.
    """
    name = _NOTE.sub("", text).strip(" \t*:;.")
    if not _COLLECTIVE.match(name) or len(name) > LONGEST_NAME or re.search(r"[.;:(]", name):
        return None
    if _THINGS.match(name):
        return None
    if name.isupper() and (ACTS.search(name.lower()) or opening_actors(context, name) is None):
        return None  # "CÁC CÔNG VIỆC CẦN THỰC HIỆN"
    heads = opening_actors(context, name)
    reach = heads.end if heads is not None and len(heads.actors) == 1 else 0
    if heads is not None and not reach:
        return None
    if ACTS.search(name, max(reach, _PART_OF_NAME)):
        return None
    written = joined(name)
    actor = Actor(kind="group", name=written, as_written=written, known=False)
    return Heads((actor,), len(text))
