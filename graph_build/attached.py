"""What a text in a file of its own takes from the act that it was issued with.

A plan, programme or regulation names that act under its title, "(Kèm theo Quyết định số … ngày … của …)",
and is issued by the same body on the same day (Nghị định 30/2020/NĐ-CP, Annex I, part III, point 1). The
number stays that of the act, which is another document.

Reads a header and the citations of a text; gives the header.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from graph_build.act_issuers import without_post
from graph_build.records import Citation, Header
from graph_build.text import evidence

_WHOLE: Final = re.compile(r"[\s*_./]*(?:\)|\Z)")
_PLACELESS: Final = re.compile(
    r"(?:ủy ban|hội đồng) nhân dân|ubnd|hđnd|.* (?:tỉnh|thành phố|huyện|quận|thị xã|phường|xã|đặc khu)",
    re.IGNORECASE,
)
"""Names that every place has: who issued is then not told."""


def with_its_act(text: str, header: Header, citations: Sequence[Citation]) -> Header:
    """Give a text the date and the issuer of the act in the line under its title, where it states none.

    The evidence quotes the citation of that act. A name of which words behind it may be a part, and one that
    every place has ("UBND tỉnh"), is not taken.
    """
    line = header.attached_to
    if line is None or (header.date is not None and header.issuer is not None):
        return header
    act = next((one for one in citations if line.start <= one.start and one.end <= line.end), None)
    if act is None or act.joint_issuers:
        return header
    words = evidence(text, act.start, act.end)
    if header.date is None and act.date is not None:
        header = replace(header, date=act.date, date_evidence=words)
    if header.issuer is not None or act.issuer is None or not _WHOLE.match(text, act.end, line.end):
        return header
    issuer = without_post(act.issuer)
    return header if _PLACELESS.fullmatch(issuer) else replace(header, issuer=issuer, issuer_evidence=words)
