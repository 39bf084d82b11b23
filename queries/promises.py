"""Which act a task promises: the kind of document, who issues it, which act it changes, and what it is about.

The result of a task often is a document to be issued: "Nghị định thay thế Nghị định số 117/2014/NĐ-CP",
"Quyết định của Bộ trưởng ban hành Đề án". Where the output names the kind alone ("Nghị định"), the words of
the task say the rest ("Xây dựng Nghị định về vị trí việc làm"); where a task states no output, its own words
are read, and only if they say that the act is made. Drafts and plural promises ("các Thông tư") promise no
one document and are left out.

Reads the output and the title of a task; gives a `Promise` or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from graph_build.numbered_acts import Act, numbered_acts
from graph_build.plain import PlainText
from ontology.codes import document_kind
from ontology.identifiers import DocumentId

Change = Literal["replaces", "amends"]

NATIONAL: Final = {
    "Chính phủ": "chinh-phu",
    "Thủ tướng Chính phủ": "thu-tuong-chinh-phu",
    "Quốc hội": "quoc-hoi",
    "Ủy ban Thường vụ Quốc hội": "quoc-hoi",
}
"""Who issues acts for the whole country, by the first part of the path of its IRI."""

_BY_KIND: Final = {
    **dict.fromkeys(("Luật", "Bộ luật", "Pháp lệnh"), NATIONAL["Quốc hội"]),
    "Nghị định": NATIONAL["Chính phủ"],
}
"""Who alone can issue a kind (Luật Ban hành văn bản quy phạm pháp luật 64/2025/QH15, article 4)."""

_KINDS: Final = (
    *("Bộ luật", "Luật", "Pháp lệnh", "Nghị quyết", "Nghị định", "Quyết định", "Chỉ thị"),
    *("Thông tư liên tịch", "Thông tư", "Kế hoạch", "Chương trình", "Chiến lược", "Đề án", "Quy chế"),
    *("Hướng dẫn", "Quy định"),
)
_KIND: Final = "|".join(kind.lower().replace(" ", "[ ]") for kind in _KINDS)
_MAKING: Final = r"""
    (?:(?:tham[ ]mưu|nghiên[ ]cứu|xây[ ]dựng|soạn[ ]thảo|hoàn[ ]thiện|trình|ban[ ]hành|đề[ ]xuất)
       (?:[ ](?:trình|cho))?
       (?:[ ](?:quốc[ ]hội|ủy[ ]ban[ ]thường[ ]vụ[ ]quốc[ ]hội|chính[ ]phủ|thủ[ ]tướng[ ]chính[ ]phủ
              |bộ[ ]trưởng|cấp[ ]có[ ]thẩm[ ]quyền))?
       (?:,[ ]|[ ]và[ ]|[ ]))
"""
_OPENS: Final = re.compile(rf"[-+•* ]*{_MAKING}{{0,4}}(?P<kind>{_KIND})(?![^\W\d_])", re.VERBOSE)
_LIST: Final = re.compile(
    rf"[-+•* ]*(?:{_KIND})(?:[ ]?(?:,|/|;|[ ]và|[ ]hoặc)[ ](?:{_KIND}))*[ .;]*", re.VERBOSE
)
_WITHIN: Final = re.compile(rf"(?<![^\W\d_])(?P<kind>{_KIND})(?![^\W\d_])(?![ ](?:này|số|trên))", re.VERBOSE)
_ISSUER: Final = re.compile(
    r"""
    [ ]của[ ](?P<issuer>chính[ ]phủ|thủ[ ]tướng[ ]chính[ ]phủ|quốc[ ]hội|ủy[ ]ban[ ]thường[ ]vụ[ ]quốc[ ]hội
      |cấp[ ]có[ ]thẩm[ ]quyền|(?:bộ[ ]trưởng|chủ[ ]tịch|ủy[ ]ban|hội[ ]đồng|bộ)[^,;.]{0,60}?)
    (?=[ ](?:về|quy[ ]định|ban[ ]hành|phê[ ]duyệt|sửa|thay[ ]thế|bãi[ ]bỏ|hướng[ ]dẫn)|[,;.]|\Z)
    """,
    re.VERBOSE,
)
CHANGING: Final = r"""
    (?:(?P<amends>sửa(?:[ ]đổi)?(?:,?[ ](?:và[ ])?bổ[ ]sung)?(?:[ ]một[ ]số[ ](?:điều|nội[ ]dung))?)
     |(?P<replaces>thay[ ]thế(?:[ ]cho)?|bãi[ ]bỏ(?:[ ]toàn[ ]bộ)?))
    (?:[ ](?:hoặc|và)[ ](?P<also>thay[ ]thế|sửa[ ]đổi(?:,[ ]bổ[ ]sung)?))?
    (?:[ ]của)?
"""
"""Words that say an act changes the act named behind them; lower case, single spaces."""
_CHANGE_AT_END: Final = re.compile(rf"(?<![^\W\d_]){CHANGING}[ ]?\Z", re.VERBOSE)
_CHANGE_ANY: Final = re.compile(rf"(?<![^\W\d_]){CHANGING}", re.VERBOSE)
_FILLING: Final = re.compile(
    r"(?:[ ]?(?:,|về[ ]việc|về|quy[ ]định|ban[ ]hành|phê[ ]duyệt|việc)(?![^\W\d_]))+[ ]?", re.VERBOSE
)
_LEAST_WORDS: Final = 4
_LONGEST: Final = 4000


@dataclass(frozen=True, slots=True)
class Changed:
    """An act that a promise names as changed: IRI, the words that cite it, and what may be done to it."""

    act: str
    surface: str
    ways: frozenset[Change]


@dataclass(frozen=True, slots=True)
class Promise:
    """A document to be issued.

    `kinds` are Vietnamese names, several where any of them would do. `issuer` is a first part of a path
    as in `NATIONAL`, "" where the text leaves it open. `about` are the words to look for in titles.
    """

    kinds: tuple[str, ...]
    issuer: str
    changed: tuple[Changed, ...]
    about: str

    @property
    def classes(self) -> frozenset[str]:
        """Give the local names of the classes of documents that would do."""
        found = (document_kind(kind) for kind in self.kinds)
        return frozenset(one.document_class.rpartition("#")[2] for one in found if one)


def promise(output: str, title: str, base: str) -> Promise | None:
    """Read what a task promises; None where that is no document, or more than one says without a word."""
    output, title = (" ".join(text[:_LONGEST].split()) for text in (output, title))
    if not output:
        return _of_words(title, base)
    told = PlainText(output).lower
    if _LIST.fullmatch(told):
        kinds = tuple(_names(told))
        return _completed(kinds, "", frozenset(), title, base)
    made = _of_words(output, base)
    if made is None or made.changed or _says(made.about):
        return made
    return _completed(made.kinds, made.issuer, _ways(told), title, base)


def _names(lowered: str) -> Iterator[str]:
    """Name the kinds in a text, each once."""
    by_lower = {kind.lower(): kind for kind in _KINDS}
    yield from dict.fromkeys(by_lower[found["kind"]] for found in _WITHIN.finditer(lowered))


def _of_words(words: str, base: str) -> Promise | None:
    plain = PlainText(words)
    opening = _OPENS.match(plain.lower)
    if opening is None:
        return None
    kind = next(_names(opening["kind"]))
    rest = plain.lower[opening.end() :]
    if re.match(r"[ ]?(?:số[ ]|\d)", rest):  # an act that is there already
        return None
    issuer = _ISSUER.match(rest)
    start = opening.end() + (issuer.end() if issuer else 0)
    filling = _FILLING.match(plain.lower, start)
    start = len(words) if rest.startswith(("/", ",", ";")) else filling.end() if filling else start
    found = tuple(_changed(plain, start, base))
    return Promise(
        (kind,), _issued(kind, issuer["issuer"] if issuer else ""), found, words[start:].strip(" .;")
    )


def _issued(kind: str, written: str) -> str:
    told = {name.lower(): part for name, part in NATIONAL.items()}.get(written, "")
    return told or _BY_KIND.get(kind, "")


def _completed(
    kinds: tuple[str, ...], issuer: str, ways: frozenset[Change], title: str, base: str
) -> Promise | None:
    """Complete an output that names the kind alone by the words of the task."""
    told = _of_words(title, base)
    if told is not None and told.kinds[0] in kinds:
        changed = tuple(Changed(one.act, one.surface, one.ways | ways) for one in told.changed)
        return Promise(told.kinds, issuer or told.issuer, changed, told.about)
    issuers = {_issued(kind, "") for kind in kinds}
    return Promise(kinds, issuer or (issuers.pop() if len(issuers) == 1 else ""), (), title.strip(" .;"))


def _says(about: str) -> bool:
    """Tell whether words say what an act is about, and not only that it changes some other."""
    return len(_CHANGE_ANY.sub(" ", PlainText(about).lower).split()) >= _LEAST_WORDS


def _ways(lowered: str) -> frozenset[Change]:
    return frozenset(way for found in _CHANGE_ANY.finditer(lowered) for way in _told(found))


def _told(found: re.Match[str]) -> Iterator[Change]:
    also = found["also"] or ""
    if found["replaces"] or also.startswith("thay"):
        yield "replaces"
    if found["amends"] or also.startswith("sửa"):
        yield "amends"


def _changed(plain: PlainText, start: int, base: str) -> Iterator[Changed]:
    """Name the acts that stand directly behind words of change, and those joined by a comma or "và"."""
    ways: frozenset[Change] = frozenset()
    behind = -1
    for act in numbered_acts(plain, 0, len(plain.text)):
        if act.start < start:
            continue
        found = _CHANGE_AT_END.search(plain.lower, 0, act.start)
        joined = behind >= 0 and re.fullmatch(r",?[ ]?(?:và[ ])?", plain.lower[behind : act.start])
        ways = frozenset(_told(found)) if found else ways if joined else frozenset()
        behind = act.end if ways else -1
        if ways and act.number:
            yield Changed(act_iri(act, base), plain.words(act.start, act.end), ways)


def act_iri(act: Act, base: str) -> str:
    """Give the IRI that a graph gives the act of a citation, as far as the citation says which it is."""
    issuer = act.issuer or ""
    number = str(act.number) if act.number else None
    return DocumentId.of(number=number, date=act.date, issuer=issuer, kind=act.kind).iri(base)
