"""PDF files that cannot be read say so in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_build.errors import EmptyFile, NotText
from graph_build.readers import read

BLANK = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R/Size 4>>\n%%EOF"
)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7 nothing of one", "damaged"),
        (b"%PDF-1.7\n1 0 obj<</Type/Catalog", "damaged"),
        (b"%PDF-1.4\n" + b"<<" * 5000, "damaged"),
    ],
)
def test_a_pdf_without_words_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    with pytest.raises(NotText, match=reason):
        read(path)


def test_a_pdf_of_blank_pages_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(BLANK)
    with pytest.raises(EmptyFile):
        read(path)
