"""Legal references in a text: acts cited by number, laws and programmes cited by name.

A citation runs from the word of its kind to the last of number, date and issuer. Acts in a row may share the
word of their kind or their issuer ("các Nghị quyết của Quốc hội: số …; số …"). What a citation does not state
stays None; only the date of an act may come from another citation of the same number in the same text, and
only where all of them agree.

Reads a text; gives citations in the order of the text, inner ones behind the one that contains them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from itertools import pairwise

from graph_build.act_dates import date_after
from graph_build.act_names import NamedAct, named_laws
from graph_build.citation_roles import CONNECTOR, basis_items, leading, role_of
from graph_build.document_codes import KIND_OF_WORD
from graph_build.extent import document_extent
from graph_build.header import own_number
from graph_build.letter_case import from_capitals
from graph_build.numbered_acts import Act, numbered_acts
from graph_build.plain import PlainText, plain_text
from graph_build.preamble import implements, legal_basis
from graph_build.programme_names import named_programmes
from graph_build.provisions import provision_before
from graph_build.records import Citation, CitationRole
from graph_build.text import evidence

__all__ = ["find_citations", "implements", "legal_basis"]

_WORD_START = r"(?<![^\W\d_])"


def find_citations(text: str) -> tuple[Citation, ...]:
    """Find the legal references of a document.

    `text` is the snapshot; offsets of the citations count in it. What a web page puts around the document is
    left out, and so is the document's own number where it stands with its own date or none: an annex that
    goes with its decision cites nothing (`Header.annexes` has it).
    """
    plain = plain_text(text)
    first, last = document_extent(plain)
    own, own_date = own_number(plain)
    acts = [
        act
        for act in numbered_acts(plain, first, last)
        if own is None
        or act.number != own
        or (act.date is not None and not (own_date or "").startswith(act.date))
    ]
    taken = [(act.start, act.end) for act in acts]
    named = [_named(law) for law in named_laws(plain, taken) if first <= law.start and law.end <= last]
    flat = [act for group in named for act in group]
    taken += [(act.start, act.end) for act in flat]
    for programme in named_programmes(plain, taken):
        if first <= programme.start and programme.end <= last:
            flat += _named(programme)
    acts = sorted([*acts, *flat], key=lambda act: (act.start, -act.end))
    acts = _with_drafts(plain, acts)
    acts = _with_anaphora(plain, acts, first, last)
    acts = _with_short_names(plain, acts, first, last)
    _share(plain, acts)
    _complete_dates(acts)
    _find_provisions(plain, acts)
    roles = _roles(plain, acts)
    return tuple(_citation(plain, act, role) for act, role in zip(acts, roles, strict=True))


def _citation(plain: PlainText, act: Act, role: CitationRole) -> Citation:
    start, end = plain.span(act.start, act.end)
    return Citation(
        surface=plain.source[start:end],
        start=start,
        end=end,
        number=str(act.number) if act.number else None,
        type=act.kind,
        date=act.date,
        issuer=act.issuer,
        joint_issuers=act.joint,
        name=act.name,
        role=role,
        core=act.core,
        provision=evidence(plain.source, *plain.span(*act.provision)) if act.provision else None,
    )


def _find_provisions(plain: PlainText, acts: list[Act]) -> None:
    """Give every act the provision that stands directly before it."""
    floor = 0
    for act in acts:
        if act.outer is None:
            act.provision = provision_before(plain, floor, act.start)
            floor = act.end


def _named(act: NamedAct) -> list[Act]:
    outer = Act(act.start, act.end, kind=act.kind, date=act.date, name=act.name, core=act.core)
    inner = [
        Act(one.start, one.end, kind=one.kind, name=one.name, role="amends", outer=outer) for one in act.inner
    ]
    return [outer, *inner]


_DRAFT = re.compile(
    rf"""
    {_WORD_START}(?P<kind>nghị[ \n]định|nghị[ \n]quyết|quyết[ \n]định|thông[ \n]tư|luật|chỉ[ \n]thị)
    (?P<issuer>[ \n]của[ \n][^,;.:|\t()]{{4,60}}?)?
    [ \n](?:sửa(?:[ \n]đổi)?(?:,[ \n]bổ[ \n]sung)?(?:[ \n]một[ \n]số[ \n]điều)?(?:[ \n]của)?
          |thay[ \n]thế|bãi[ \n]bỏ
          |quy[ \n]định[ \n]chi[ \n]tiết(?:[ \n]một[ \n]số[ \n]điều)?
            (?:[ \n]và[ \n][^,;.:|\t()]{{4,60}}?)?(?:[ \n]của)?)
    [ \n](?:các[ \n])?\Z
    """,
    re.VERBOSE,
)


def _with_drafts(plain: PlainText, acts: list[Act]) -> list[Act]:
    """Add acts without a number that are named by what they change: "Nghị định thay thế Nghị định số …"."""
    found: list[Act] = []
    for act in acts:
        floor = max(0, act.start - 150, found[-1].end if found else 0)
        draft = _DRAFT.search(plain.lower, floor, act.start) if act.outer is None else None
        if draft is not None and plain.text[draft.start()].isupper():
            kind = KIND_OF_WORD[" ".join(draft["kind"].split())]
            name = " ".join(plain.text[draft.start() : act.end].split())
            outer = Act(draft.start(), act.end, kind=kind, name=name, core=False)
            if draft["issuer"]:
                outer.issuer = from_capitals(
                    plain.words(draft.start("issuer") + 5, draft.end("issuer")), plain
                )
            act.outer = outer
            found.append(outer)
        found.append(act)
    return found


_ANAPHORA = re.compile(
    r"""
    (?:nghị[ \n]quyết|nghị[ \n]định|quyết[ \n]định|chỉ[ \n]thị|kết[ \n]luận|thông[ \n]tư|công[ \n]văn
      |kế[ \n]hoạch|công[ \n]điện|thông[ \n]báo)[ \n](?:(?:đã[ \n])?(?:nêu|nói)[ \n])?\Z
    """,
    re.VERBOSE,
)
_ABOVE = re.compile(r"trên(?![^\W\d_])(?![ \n](?:địa|cơ|tinh|toàn|phạm|cả|môi|lĩnh|các)(?![^\W\d_]))")


def _with_anaphora(plain: PlainText, acts: list[Act], first: int, last: int) -> list[Act]:
    """Add "Quyết định trên" where an act of that kind was cited by number before."""
    added: list[Act] = []
    for above in _ABOVE.finditer(plain.lower, first, last):
        match = _ANAPHORA.search(plain.lower, max(first, above.start() - 24), above.start())
        if match is None:
            continue
        kind = KIND_OF_WORD[" ".join(match.group().split()[:2])]
        before = [act for act in acts if act.end <= match.start() and act.number and act.kind == kind]
        if before:
            added.append(Act(match.start(), above.end(), number=before[-1].number, kind=kind, core=False))
    return sorted([*acts, *added], key=lambda act: (act.start, -act.end))


_SHORT = re.compile(
    r"""
    (?<![^\W\d_])(?P<kind>nghị[ \n](?:quyết|định)|quyết[ \n]định|chỉ[ \n]thị|kết[ \n]luận|thông[ \n]tư
      |kế[ \n]hoạch|công[ \n](?:văn|điện)|thông[ \n]báo|hướng[ \n]dẫn)[ \n](?:số[ \n])?(?P<serial>\d{2,5})
    (?![\w/%]|[ ][/%]|[ ]?-|[.,]\w
      |[ \n](?:lần|tỷ|triệu|điểm|điều|khoản|nội|nhiệm|chỉ|bản|đơn|cơ|người|đồng|trường|xã|tỉnh)(?![^\W\d_]))
    """,
    re.VERBOSE,
)


def _with_short_names(plain: PlainText, acts: list[Act], first: int, last: int) -> list[Act]:
    """Add "Nghị quyết 57" where one act of that kind and serial, and only one, is cited in full in the text.

    A day or year behind it must be that of the act.
    """
    known: dict[tuple[str | None, str], dict[str, Act]] = defaultdict(dict)
    for act in acts:
        if act.number is not None:
            known[act.kind or act.number.kind, act.number.serial.lstrip("0")].setdefault(act.number.key, act)
    added: list[Act] = []
    starts = [act.start for act in acts]
    for short in _SHORT.finditer(plain.lower, first, last):
        kind = KIND_OF_WORD[" ".join(short["kind"].split())]
        meant = list(known.get((kind, short["serial"].lstrip("0")), {}).values())
        at = bisect_left(starts, short.end())
        if len(meant) != 1 or any(act.end > short.start() for act in acts[max(0, at - 3) : at]):
            continue
        dated = date_after(plain.lower, short.end())
        if dated is None or (meant[0].date or "").startswith(dated[0] or "?"):
            added.append(Act(short.start(), short.end(), number=meant[0].number, kind=kind, core=False))
    return sorted([*acts, *added], key=lambda act: (act.start, -act.end))


def _share(plain: PlainText, acts: list[Act]) -> None:
    """Give acts in a row the kind or the issuer that is stated once for all of them."""
    numbered = [act for act in acts if act.number is not None and act.core]
    for before, act in pairwise(numbered):
        if act.own_kind or before.kind is None or before.number is None or act.number is None:
            continue
        between = plain.lower[before.end : act.start]
        same = before.number.issuer_code == act.number.issuer_code or before.number.form == act.number.form
        if len(between) < 400 and not re.search(r"\.[ \n]|\n\n|[|\t]", between):
            if same and before.number.kind_code == act.number.kind_code:
                joined = CONNECTOR.fullmatch(plain.lower, before.end, act.start) is not None
                # A word closer than the number's ("Báo cáo thẩm tra") is that of the acts joined to it alone.
                act.kind = before.kind if joined or not act.number.kind else act.number.kind
            if act.kind == before.kind and act.issuer is None:
                joint = before.issuer_first and CONNECTOR.fullmatch(plain.lower, before.end, act.start)
                act.issuer_first = joint is not None and joint is not False
                act.issuer = before.issuer if ";" in between or act.issuer_first else None
    for act, after in reversed(list(pairwise(numbered))):
        if act.issuer is None and act.number and after.number and after.issuer:
            same = act.number.issuer_code == after.number.issuer_code
            if same and CONNECTOR.fullmatch(plain.lower, act.end, after.start):
                act.issuer = after.issuer
    for act in numbered:
        if act.kind is None and act.number is not None:
            act.kind = act.number.kind


def _complete_dates(acts: list[Act]) -> None:
    """Fill a missing date from the other citations of the same act where they all agree."""
    dates: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for act in acts:
        if act.number is not None and act.date is not None and len(act.date) == 10:
            dates[act.number.key, act.kind].add(act.date)
    for act in acts:
        if act.number is not None and act.date is None:
            stated = dates.get((act.number.key, act.kind), set())
            act.date = next(iter(stated)) if len(stated) == 1 else None


def _roles(plain: PlainText, acts: list[Act]) -> list[CitationRole]:
    basis = _basis_acts(plain, acts)
    roles: list[CitationRole] = []
    before: Act | None = None
    role_before: CitationRole | None = None
    for act in acts:
        if id(act) in basis:
            roles.append("legal_basis")
        elif act.role != "cites":
            roles.append(act.role)
        elif act.outer is not None:
            roles.append(role_of(plain, act.outer.start, (act.start, act.end), None))
        else:
            floor = before.end if before else 0
            inherited = role_before
            roles.append(role_of(plain, floor, (act.start, act.end), inherited))
        if act.outer is None:
            before, role_before = act, roles[-1]
    return roles


def _basis_acts(plain: PlainText, acts: list[Act]) -> set[int]:
    """Give the identities of the acts that open an item of the legal basis."""
    outer = [act for act in acts if act.outer is None]
    starts = [act.start for act in outer]
    found: set[int] = set()
    for start, end in basis_items(plain):
        inside = outer[bisect_left(starts, start) : bisect_left(starts, end)]
        numbered = [act.number is not None for act in inside]
        flags = leading(plain, start, [(act.start, act.end) for act in inside], numbered)
        found.update(id(act) for act, leads in zip(inside, flags, strict=True) if leads)
    return found
