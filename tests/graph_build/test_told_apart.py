"""Labels that tell apart documents that are called alike."""

from __future__ import annotations

import pytest

from graph_build.told_apart import Called, told_apart

LABEL = "Quyết định 1/QĐ-UBND"
GROUPS = {
    "two years": (
        [(LABEL, "2023-05-01", "UBND tỉnh A"), (LABEL, "2024-05-01", "UBND tỉnh A")],
        ["2023", "2024"],
    ),
    "two issuers": (
        [(LABEL, "2023-05-01", "UBND tỉnh A"), (LABEL, "2023-07-01", "UBND tỉnh B")],
        ["UBND tỉnh A", "UBND tỉnh B"],
    ),
    "both": (
        [(LABEL, "2023", "A"), (LABEL, "2023", "B"), (LABEL, "2024-01-02", "A")],
        ["A, 2023", "B, 2023", "A, 2024"],
    ),
    "two days": (
        [(LABEL, "2023-01-02", "A"), (LABEL, "2023-11-12", "A")],
        ["A, 2/1/2023", "A, 12/11/2023"],
    ),
    "nothing known": ([(LABEL, "", ""), (LABEL, "2023-01-02", "")], ["urn:0", "urn:1"]),
}


@pytest.mark.parametrize("name", GROUPS)
def test_the_least_that_tells_all_apart_is_added(name: str) -> None:
    given, words = GROUPS[name]
    documents = {f"urn:{n}": Called(*one, f"urn:{n}") for n, one in enumerate(given)}
    documents["urn:other"] = Called("Kế hoạch 1/KH-UBND", "2023", "A", "urn:other")
    assert told_apart(documents) == {f"urn:{n}": f"{LABEL} ({word})" for n, word in enumerate(words)}
