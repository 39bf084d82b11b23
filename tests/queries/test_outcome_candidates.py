"""Documents listed by issuer, kind and date are those that looking at every one would find."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph_build.text import bare
from queries.outcome_candidates import Candidates
from queries.outcome_read import DocumentFacts
from queries.outcome_time import span
from queries.promises import Promise

DATES = ["", "2024", "2024-06", "2024-06-10", "2025-01-01", "2025", "2025-13-01"]
ISSUERS = ["", "bo-y-te", "chinh-phu"]
TITLES = ["", "Về việc ban hành Kế hoạch năm 2025", "V/v phê duyệt Đề án", "Ban hành Quy chế", "Kế hoạch"]
KINDS = ["Quyết định", "Kế hoạch", "Đề án", "Quy chế", "Nghị định"]


@st.composite
def documents(draw: st.DrawFn) -> list[DocumentFacts]:
    """Make documents whose IRIs differ."""
    return [
        DocumentFacts(
            f"urn:{place}",
            "",
            frozenset({"Document", draw(st.sampled_from(["Decision", "Plan", "Decree"]))}),
            draw(st.sampled_from(["", "1/QĐ-BYT", "1/VBHN-BYT"])),
            draw(st.sampled_from(DATES)),
            draw(st.sampled_from(TITLES)),
            frozenset(draw(st.lists(st.sampled_from(ISSUERS), min_size=1, max_size=2))),
            True,
            "",
            "",
        )
        for place in range(draw(st.integers(1, 8)))
    ]


def may_be(one: DocumentFacts, told: Promise, issuers: set[str], stated: DocumentFacts) -> bool:
    """Decide by kind, time and issuer of one document."""
    later, earlier, title = span(one.date), span(stated.date), bare(one.title)
    openings = [
        f"{opening}{verb} {bare(kind)}"
        for kind in told.kinds
        if kind in {"Kế hoạch", "Đề án", "Quy chế"}
        for opening in ("", "ve viec ", "v v ")
        for verb in ("ban hanh", "phe duyet")
    ]
    is_kind = bool(told.classes & one.classes) or (
        "Decision" in one.classes and title.startswith(tuple(openings))
    )
    is_after = later is not None and earlier is not None and later[0] > earlier[1]
    is_theirs = bool(one.issuers & issuers)
    return one.iri != stated.iri and "VBHN" not in one.number and is_kind and is_after and is_theirs


@given(
    documents(),
    st.sets(st.sampled_from(ISSUERS)),
    st.lists(st.sampled_from(KINDS), min_size=1, unique=True),
)
def test_finds_what_looking_at_every_document_finds(
    given_documents: list[DocumentFacts], issuers: set[str], kinds: list[str]
) -> None:
    told, candidates = Promise(tuple(kinds), "", (), ""), Candidates(given_documents)
    for stated in given_documents:
        expected = {one.iri for one in given_documents if may_be(one, told, issuers, stated)}
        found = [one.iri for one in candidates.of(told, issuers, stated)]
        assert len(found) == len(set(found))
        assert set(found) == expected
        assert {one.iri for one in given_documents if candidates.has(one, told, issuers, stated)} == expected


@given(
    documents(),
    st.sampled_from(ISSUERS),
    st.lists(st.sampled_from(KINDS), min_size=1, unique=True),
)
def test_tells_whether_anything_would_be_found(
    given_documents: list[DocumentFacts], issuer: str, kinds: list[str]
) -> None:
    told, candidates = Promise(tuple(kinds), issuer, (), ""), Candidates(given_documents)
    issuers = {issuer} if issuer else set(ISSUERS) - {""}
    for stated in given_documents:
        assert candidates.may_have(told, stated) is bool(candidates.of(told, issuers, stated))
