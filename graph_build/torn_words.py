"""Find syllables that a space tears ("N ội vụ", "chí nh trị", "Q U Y Ế T"), and tell what they were.

Text layers of PDFs and OCR leave such spaces. Pieces that stand side by side in a line with one space
between are taken together only where

1. one of them can be no syllable (`is_syllable`), and all of them together are one, in one letter case;
2. it is the only best way to divide the line: what can be no syllable is left over least, and most of the
   syllables next to each other are words of the language (`word_pairs.txt`, names in the register) or of
   the document;
3. either no piece can be a syllable, or the whole is a known syllable and stands beside one it goes with,
   or the pieces are beyond doubt: a cluster of small consonants, or several that can be nothing.

What is not told in this way stays as written: abbreviations, labels ("điểm c khoản 1"), units of measure
behind numbers, foreign words.

Reads a text; gives `Join`s.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import Final, NamedTuple

from graph_build.syllables import LONGEST, is_marked, is_syllable, split_tone
from graph_build.text import fold_word
from ontology.register import load_units

_WORD: Final = re.compile(
    r"(?<![\w'’&/+@_.\-])(?<!\w\*)(?<!\w\*\*)[^\W\d_]++(?![\w'’&/+@_])(?!-\w|\*{1,3}\w|\.\w)"
)
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_AROUND: Final = "*.,;:!?()[]{}\"'“”‘’«»|…"
_FRAGMENT: Final = re.compile(
    r"""
    ngh?|[cgknpt]h|gi|qu?|tr|[bcdđghklmnprstvx]                                                  # its onset
  | (?:ngh?|[cgknpt]h|gi|qu?|tr|[bcdđghklmnprstvx])?[aăâeêioôơuưy]{1,3}(?:ch|ng|nh|[cmnpt])?  # with vowels
    """,
    re.VERBOSE,
)
"""What a piece of a syllable can be. Its end alone ("ng", "c") looks like an onset."""
_LABEL: Final = re.compile(r"[*(\[]*+(?:[IVX]+\W*|[^\W\d_]\)|[^\W\d_a-zđ]\.|[aeiouyAEIOUY][a-zA-Z]+\W*)")
"""What looks like a piece and hardly is one: "II.", "c)", "P.", and "on" of another language."""
_ENDS: Final = frozenset(("c", "ch", "m", "n", "ng", "nh", "p", "t"))
_CLUSTER: Final = re.compile(r"[cgknpt]h|ngh?|tr|qu")
_UNITS: Final = frozenset(("b", "c", "đ", "g", "h", "k", "l", "m", "p", "s", "t", "tr", "v"))
"""What may stand for a unit of measure or of money behind a number ("5 m", "10 tr")."""
_BEFORE_LABELS: Final = (
    "điểm khoản mục nhóm loại hạng lớp tổ lục biểu mẫu bảng khối vitamin gan cột hình phần ý đoạn và hoặc "
    "hay đến từ số kiểu hiệu point points clause"
)
_LABELLED: Final = frozenset(map(fold_word, _BEFORE_LABELS.split()))
"""After these words a letter by itself is a label."""
_LONGEST_STRETCH: Final = 120
_LONGEST_PIECE: Final = 6
_FEW: Final = 16
"""So many different pieces are looked up one by one before the text is gone through line by line."""


class Join(NamedTuple):
    """Pieces of one syllable: the span of all of them in the text, and the syllable that they make."""

    start: int
    end: int
    whole: str


class _Piece(NamedTuple):
    text: str
    key: str
    start: int
    end: int
    whole: bool
    """Whether it can be a syllable by itself, or can be no piece of one."""
    counted: bool
    """Whether a number stands before it."""


_Group = tuple[int, int]
"""Pieces that are taken together: the first, and the one after the last."""


_Score = tuple[int, int, int, int]
"""Less pieces left over, less joins that are no known syllables, more known pairs, less syllables."""


class _Way(NamedTuple):
    """A way to divide a stretch of pieces; the greater `score` is the better."""

    score: _Score
    groups: tuple[_Group, ...]
    alone: bool = True
    """Whether no other way has the same score."""


class _Known(NamedTuple):
    """Syllables, and pairs of them side by side, as `fold_word` gives them."""

    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]


def torn_words(text: str) -> list[Join]:
    """List the torn syllables of a text in NFC that can be told, in order."""
    tokens = text.split()
    suspects = {token for token in set(tokens) if _is_suspect(token)}
    if not suspects or (len(suspects) <= _FEW and not _any_beside(tokens, suspects)):
        return []
    found: list[Join] = []
    known: _Known | None = None
    start = 0
    for line in text.split("\n"):
        if not suspects.isdisjoint(line.split()):
            for run in _runs(line, start):
                groups = _groups(run)
                if groups:
                    known = known or _known(text)
                    found += _told(run, groups, known)
        start += len(line) + 1
    return found


def _any_beside(tokens: Sequence[str], suspects: Set[str]) -> bool:
    """Tell whether one of a few pieces stands beside a word with which it makes more."""
    for suspect in suspects:
        at = -1
        for _ in range(tokens.count(suspect)):
            at = tokens.index(suspect, at + 1)
            around = tokens[max(0, at - 1) : at + 2]
            if any(_make_more(*pair) for pair in pairwise(around)):
                return True
    return False


@lru_cache(maxsize=65536)
def _make_more(left: str, right: str) -> bool:
    made = left.strip(_AROUND) + right.strip(_AROUND)
    if len(made) > LONGEST or not made.isalpha() or not _even(made):
        return False
    return is_syllable(made) or fold_word(made) in _shipped().words or _is_fragment(made)


@lru_cache(maxsize=65536)
def _is_suspect(token: str) -> bool:
    """Tell whether a word with the signs at its ends may be the piece by which a torn syllable is found."""
    piece = token.strip(_AROUND)
    if not _is_fragment(piece) or _LABEL.fullmatch(token):
        return False
    if token.endswith(piece):
        return True
    return token.startswith(piece) and (piece.lower() in _ENDS or not piece.isascii())


@lru_cache(maxsize=65536)
def _is_fragment(word: str) -> bool:
    """Tell whether a word can be a piece of a syllable and none by itself."""
    if not 0 < len(word) <= _LONGEST_PIECE or not word.isalpha() or not _even(word):
        return False
    return not is_syllable(word) and _FRAGMENT.fullmatch(split_tone(word)[0]) is not None


def _even(word: str) -> bool:
    """Tell whether a word is in small letters, in capitals, or in small letters behind one capital."""
    return word.islower() or word.isupper() or (word[0].isupper() and word[1:].islower())


def _runs(line: str, offset: int) -> Iterator[list[_Piece]]:
    """Give the words of a line that have single spaces between them, run by run."""
    run: list[_Piece] = []
    for match in _WORD.finditer(line):
        start, end = match.span()
        if run and not (start == run[-1].end - offset + 1 and line[start - 1] == " "):
            if len(run) > 1:
                yield run
            run = []
        word = match.group()
        counted = not run and line[max(0, start - 12) : start].rstrip()[-1:].isdigit()
        run.append(
            _Piece(word, fold_word(word), offset + start, offset + end, not _is_fragment(word), counted)
        )
    if len(run) > 1:
        yield run


def _groups(run: Sequence[_Piece]) -> list[_Group]:
    """List the pieces of a run that make one possible syllable together, one of them impossible by itself."""
    found = []
    for first, piece in enumerate(run):
        if len(piece.text) >= LONGEST:
            continue
        joined = piece.text
        torn = not piece.whole
        for last in range(first + 1, len(run)):
            joined += run[last].text
            if len(joined) > LONGEST:
                break
            torn = torn or not run[last].whole
            if torn and _even(joined) and (is_syllable(joined) or fold_word(joined) in _shipped().words):
                found.append((first, last + 1))
    return found


def _told(run: Sequence[_Piece], groups: Sequence[_Group], known: _Known) -> Iterator[Join]:
    """Give what is told of a run, stretch by stretch of pieces that may go together."""
    likely = [group for group in groups if _likely(run, group, groups, known)]
    for stretch, some in _stretches(likely):
        if stretch[1] - stretch[0] > _LONGEST_STRETCH:
            continue
        way = _best(run, stretch, frozenset(some), known)
        if way is None or not way.alone:
            continue
        for at, (first, end) in enumerate(way.groups):
            if end - first > 1 and _agreed(run, way.groups, at, known):
                yield Join(run[first].start, run[end - 1].end, _joined(run, (first, end)))


def _joined(run: Sequence[_Piece], group: _Group) -> str:
    return "".join(piece.text for piece in run[slice(*group)])


def _likely(run: Sequence[_Piece], group: _Group, groups: Sequence[_Group], known: _Known) -> bool:
    """Tell whether pieces make a known syllable, or one with marks of pieces that can be nothing else."""
    first, end = group
    pieces = run[first:end]
    if fold_word(_joined(run, group)) in known.words:
        return not (pieces[0].counted and pieces[0].key in _UNITS and any(piece.whole for piece in pieces))
    if any(piece.whole for piece in pieces) or not is_marked(_joined(run, group)):
        return False
    near = groups[bisect_left(groups, (first - LONGEST, 0)) : bisect_left(groups, (end, 0))]
    return not any(first < b and not first <= a < b <= end for a, b in near)


def _stretches(groups: Sequence[_Group]) -> Iterator[tuple[_Group, list[_Group]]]:
    """Give the groups that overlap or touch together, with the stretch of pieces that they fill."""
    some: list[_Group] = []
    reach = 0
    for group in groups:
        if some and group[0] > reach:
            yield (some[0][0], reach), some
            some = []
        reach = max(reach, group[1]) if some else group[1]
        some.append(group)
    if some:
        yield (some[0][0], reach), some


def _best(run: Sequence[_Piece], stretch: _Group, joins: frozenset[_Group], known: _Known) -> _Way | None:
    """Divide a stretch: the best way to do so by its score."""
    first, last = stretch
    before = (first - 1, first) if first else None
    ways: dict[tuple[int, _Group | None], _Way] = {(first, before): _Way((0, 0, 0, 0), ())}
    for end in range(first + 1, last + 1):
        for start in range(max(first, end - LONGEST), end):
            group = (start, end)
            if end - start > 1 and group not in joins:
                continue
            left, unknown = _faults(run, group, known)
            for (reached, previous), way in list(ways.items()):
                if reached == start:
                    pair = _pair_known(run, previous, group, known)
                    score = _sum(way.score, (-left, -unknown, pair, -1))
                    _keep(ways, (end, group), _Way(score, (*way.groups, group), way.alone))
        ways = {place: way for place, way in ways.items() if place[0] > end - LONGEST}
    best: dict[tuple[int, _Group | None], _Way] = {}
    after = (last, last + 1) if last < len(run) else None
    for (reached, previous), way in ways.items():
        if reached == last:
            pair = _pair_known(run, previous, after, known)
            _keep(best, (last, None), way._replace(score=_sum(way.score, (0, 0, pair, 0))))
    return best.get((last, None))


def _sum(one: _Score, other: _Score) -> _Score:
    return (one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3])


def _faults(run: Sequence[_Piece], group: _Group, known: _Known) -> tuple[int, int]:
    """Tell whether a group is a piece left over, and whether it is a join that is no known syllable."""
    if group[1] - group[0] == 1:
        return int(not run[group[0]].whole), 0
    return 0, int(fold_word(_joined(run, group)) not in known.words)


def _keep(ways: dict[tuple[int, _Group | None], _Way], place: tuple[int, _Group | None], way: _Way) -> None:
    kept = ways.get(place)
    if kept is None or way.score > kept.score:
        ways[place] = way
    elif way.score == kept.score:
        ways[place] = kept._replace(alone=False)


def _pair_known(run: Sequence[_Piece], left: _Group | None, right: _Group | None, known: _Known) -> int:
    """Tell whether two groups side by side, one of them joined, are known to go together."""
    if left is None or right is None or (left[1] - left[0] == 1 and right[1] - right[0] == 1):
        return 0
    return (fold_word(_joined(run, left)), fold_word(_joined(run, right))) in known.pairs


def _agreed(run: Sequence[_Piece], groups: Sequence[_Group], at: int, known: _Known) -> bool:
    """Tell whether the pieces of a group and the words around it agree that it is one syllable."""
    group = first, end = groups[at]
    pieces = run[first:end]
    torn = [piece for piece in pieces if not piece.whole]
    if len(torn) == len(pieces):
        return is_marked(_joined(run, group)) or _goes(run, groups, at, known)
    if len(torn) == 1 and len(torn[0].text) == 1:
        label = pieces[0] is torn[0] and first > 0 and run[first - 1].key in _LABELLED
        right = pieces[-1].whole and end < len(run) and (pieces[-1].key, run[end].key) in known.pairs
        if label or right:
            return False
    sure = len(torn) > 1 or any(_CLUSTER.fullmatch(piece.text) for piece in torn)
    return (sure and is_marked(_joined(run, group))) or _goes(run, groups, at, known)


def _goes(run: Sequence[_Piece], groups: Sequence[_Group], at: int, known: _Known) -> bool:
    first, end = groups[at]
    before = groups[at - 1] if at else ((first - 1, first) if first else None)
    after = groups[at + 1] if at + 1 < len(groups) else ((end, end + 1) if end < len(run) else None)
    return bool(_pair_known(run, before, groups[at], known) or _pair_known(run, groups[at], after, known))


def _known(text: str) -> _Known:
    """Give the known syllables and pairs of the language, and those of a document beside no piece."""
    listed = ["", *_LETTERS.findall(text), ""]
    whole = [not _is_fragment(word) for word in listed]
    alone = [
        fold_word(word) if all(whole[max(0, at - 1) : at + 2]) and is_syllable(word) else ""
        for at, word in enumerate(listed)
    ]
    words = frozenset(alone) - {""}
    pairs = frozenset(pair for pair in pairwise(alone) if all(pair))
    shipped = _shipped()
    return _Known(shipped.words | words, shipped.pairs | pairs)


@lru_cache(maxsize=1)
def _shipped() -> _Known:
    """Give the syllables and pairs of administrative language and of the names in the register."""
    listed = resources.files("graph_build").joinpath("word_pairs.txt").read_text(encoding="utf-8")
    phrases = [one for line in listed.splitlines() if not line.startswith("#") for one in line.split(",")]
    phrases += [unit.name for unit in load_units()]
    runs = [[fold_word(word) for word in _LETTERS.findall(phrase)] for phrase in phrases]
    words = frozenset(word for run in runs for word in run)
    return _Known(words, frozenset(pair for run in runs for pair in pairwise(run)))
