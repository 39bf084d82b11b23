"""Titles and outputs of tasks as a question built from parts looks at them, without the engine.

Each function says what a pattern of its SPARQL says (`queries/asked_parts/`); tests compare both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_PLAIN: Final = str.maketrans(
    {
        letter: plain
        for letters, plain in (
            ("àáâãăạảấầẩẫậắằẳẵặ", "a"),
            ("đḍ", "d"),
            ("èéêĕẹẻẽếềểễệ", "e"),
            ("ìíîĩĭỉị", "i"),
            ("òóôõŏơṍọỏốồổỗộớờởỡợ", "o"),
            ("ùúûũŭưṹụủứừửữự", "u"),
            ("ýŷỳỵỷỹ", "y"),
        )
        for letter in letters
    }
)
_GAPS: Final = re.compile(r"[-–+.,;:()/ \n]+")
_BEFORE: Final = re.compile(r"^( |các |những |dự thảo )+")


def holds(text: str, words: str, *, is_plain: bool) -> bool:
    """Tell whether a text has a phrase in it, in upper or lower case; a plain one whatever the marks."""
    lowered = text.lower()
    return words.lower() in (lowered.translate(_PLAIN) if is_plain else lowered)


def kind_named(output: str, kinds: Iterable[str]) -> str | None:
    """Give the longest name of a kind of document that an output begins with; None for none of them."""
    opening = _BEFORE.sub("", _GAPS.sub(" ", output.lower())) + " "
    return max((kind for kind in kinds if opening.startswith(f"{kind.lower()} ")), default=None)
