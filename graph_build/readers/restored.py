"""Put back what OCR loses most in Vietnamese: the marks of letters, and spaces between short words.

"Cơquan phôi hợp" is "Cơ quan phối hợp": letters are compared without marks and spaces to fixed phrases of
administrative language and to names of units, and where they are those of exactly one phrase, its spelling
is taken, in the letter case that was read. Nothing else is changed, and every change is given back for the
ledger.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from graph_build.readers.ocr import Box, Word
from graph_build.text import fold
from ontology.register import load_units

_LONGEST = 12
"""Words in a phrase at most."""
_EDGES = re.compile(r"^([^\w]*)(.*?)([^\w]*)$", re.DOTALL)
_SYLLABLES = re.compile(r"[^\W\d_]+")


class Restored(NamedTuple):
    """Words after restoring, and what was changed as pairs of read and restored."""

    words: list[Word]
    changes: list[tuple[str, str]]


def restored(words: Sequence[Word]) -> Restored:
    """Restore the fixed phrases in words that stand in reading order."""
    phrases, beginnings = _phrases()
    bare = [_bare(_core(word.text)) for word in words]
    kept: list[Word] = []
    changes: list[tuple[str, str]] = []
    index = 0
    while index < len(words):
        end, phrase = _longest(words, bare, index, phrases, beginnings)
        if phrase is None:
            kept.append(words[index])
            index += 1
            continue
        some = words[index:end]
        spelled = _spelled(some, phrase)
        before, after = (" ".join(word.text for word in group) for group in (some, spelled))
        if fold(before) == fold(after):
            kept += some
        else:
            kept += spelled
            changes.append((before, after))
        index = end
    return Restored(kept, changes)


def _longest(
    words: Sequence[Word],
    bare: Sequence[str],
    start: int,
    phrases: Mapping[str, tuple[str, ...]],
    beginnings: frozenset[str],
) -> tuple[int, tuple[str, ...] | None]:
    """Find the longest phrase that begins at a word; gives the word after it."""
    key = ""
    found: tuple[int, tuple[str, ...] | None] = (start, None)
    for index in range(start, min(len(words), start + _LONGEST)):
        lead, _, tail = _parts(words[index].text)
        if not bare[index] or (lead and index > start):
            break
        key += bare[index]
        if key in phrases:
            found = (index + 1, phrases[key])
        if tail or key not in beginnings:
            break
    return found


def _spelled(words: Sequence[Word], phrase: tuple[str, ...]) -> list[Word]:
    """Write the words as a phrase is spelled; where other words come out, they share the place evenly."""
    letters = iter("".join(_core(word.text) for word in words))
    cased = ["".join(_cased(letter, next(letters)) for letter in word) for word in phrase]
    lead, tail = _parts(words[0].text)[0], _parts(words[-1].text)[2]
    cased[0], cased[-1] = lead + cased[0], cased[-1] + tail
    if len(cased) == len(words):
        return [word._replace(text=text) for word, text in zip(words, cased, strict=True)]
    if len({word.line for word in words}) > 1:
        return list(words)
    box = Box(
        words[0].box.left,
        min(word.box.top for word in words),
        words[-1].box.right,
        max(word.box.bottom for word in words),
    )
    confidence = min(word.confidence for word in words)
    return [Word(" ".join(cased), box, words[0].line, confidence)]


def _cased(letter: str, read: str) -> str:
    return letter.upper() if read.isupper() else letter


def _parts(text: str) -> tuple[str, str, str]:
    match = _EDGES.match(text)
    return (match[1], match[2], match[3]) if match else ("", text, "")


def _core(text: str) -> str:
    return _parts(text)[1]


@lru_cache(maxsize=16384)
def _bare(core: str) -> str:
    """Give the letters of a word without case and marks; empty where something else stands in it."""
    core = unicodedata.normalize("NFC", core)
    if not _SYLLABLES.fullmatch(core):
        return ""
    plain = unicodedata.normalize("NFD", core.casefold().replace("đ", "d").replace("ð", "d"))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return letters if len(letters) == len(core) else ""


@lru_cache(maxsize=1)
def _phrases() -> tuple[Mapping[str, tuple[str, ...]], frozenset[str]]:
    """Give the phrases by their bare letters, and all beginnings of these at the end of a word."""
    listed = resources.files("graph_build.readers").joinpath("phrases.txt").read_text(encoding="utf-8")
    lines = [line for line in listed.splitlines() if line and not line.startswith("#")]
    known: dict[str, set[tuple[str, ...]]] = {}
    for line in (*lines, *_names()):
        words = tuple(line.casefold().split())
        if len(words) <= _LONGEST and all(_bare(word) for word in words):
            known.setdefault("".join(map(_bare, words)), set()).add(words)
    phrases = {key: next(iter(found)) for key, found in known.items() if len(found) == 1}
    return phrases, frozenset(key[:end] for key in phrases for end in range(1, len(key)))


def _names() -> Iterable[str]:
    """Give the names of units in the register that have three words or more."""
    for unit in load_units():
        if len(unit.name.split()) > 2:
            yield unit.name
