"""The codes of the reading ledger."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph_build import errors, issues
from graph_build.errors import EmptyFile, NotText, ReadError
from graph_build.text import evidence
from ontology.codes import codes


def test_the_code_list_of_the_ontology_is_the_same() -> None:
    assert {code.notation for code in codes("ledger")} == set(issues.CODES)


def test_every_code_is_explained_in_both_languages() -> None:
    for code, explanation in issues.CODES.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
        for sentence in explanation:
            assert sentence[0].isupper()
            assert sentence.endswith(".")
        assert explanation.vi != explanation.en


def test_entries_say_whether_the_value_was_kept() -> None:
    words = evidence("Lập báo cáo", 4, 11)
    left_out = issues.skipped_at("row-without-title", words)
    assert (left_out.text, left_out.start, left_out.end, left_out.kept) == ("báo cáo", 4, 11, False)
    assert left_out.why == issues.CODES["row-without-title"].en
    assert issues.doubtful_at("empty-cell", words, "No lead.").why == "No lead."
    assert issues.doubtful("empty-cell").kept is True
    assert issues.skipped("empty-cell").kept is False


def test_an_unknown_code_is_a_bug() -> None:
    with pytest.raises(KeyError):
        issues.skipped("no-such-code")


def test_every_read_error_has_a_code_of_the_ledger() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ReadError)]
    assert len(kinds) >= 7
    assert all(kind.code in issues.CODES for kind in kinds)
    assert len({kind.code for kind in kinds if kind is not ReadError}) == len(kinds) - 1


def test_an_unreadable_file_makes_an_entry() -> None:
    entry = issues.unreadable(NotText("a.txt", "a PDF"))
    assert (entry.code, entry.kept) == ("binary-file", False)
    assert "a.txt" in entry.why
    assert issues.unreadable(EmptyFile("b.txt")).code == "empty-file"


def test_every_code_stands_in_the_documentation() -> None:
    page = (Path(__file__).parents[2] / "docs" / "ledger.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (.+) \| (.+) \|$", page, flags=re.MULTILINE)
    assert {code: issues.Explanation(vi=vi, en=en) for code, en, vi in rows} == issues.CODES
