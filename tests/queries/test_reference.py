"""The page of the library says what the library holds."""

from __future__ import annotations

from pathlib import Path

from queries.catalogue import library
from queries.reference import as_markdown

PAGE = Path(__file__).resolve().parents[2] / "docs" / "queries.md"


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == as_markdown(), (
        "run: python -m queries.reference > docs/queries.md"
    )


def test_the_page_tells_every_question_and_parameter() -> None:
    page = as_markdown()
    for question in library().values():
        assert f"\n## {question.name}\n" in page
        assert all(f"| `{parameter.name}` |" in page for parameter in question.parameters)
        assert all(f"`{column}` (" in page for column in question.columns)
