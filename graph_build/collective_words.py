"""The words around the kind word of a collective: article or number before it, behind it which are meant.

Reads the words of a passage from an index on; gives how many of them have the sense asked for, or 0.
`collectives` joins them to the whole collective.
"""

from __future__ import annotations

from graph_build.name_words import AND, NameWords
from graph_build.text import fold
from graph_build.unit_names import (
    AREAS,
    BELONGING,
    DEPARTMENT_FIELDS,
    GROUP_ARTICLES,
    GROUP_NOUNS,
    GROUP_QUALIFIERS,
    HEADS,
    SCHOOL_LEVELS,
    VERBAL_QUALIFIERS,
    folded_set,
    no_name,
    starts_with,
)

_DIRECTLY = fold("thuộc, trực thuộc").split()
_HEADING = frozenset(fold(w) for w in ("trưởng", "phó"))
_LED = frozenset(fold(w) for w in ("tổ", "nhóm", "đội", "hội", "thôn"))
"""Small bodies whose kind word opens the post of who leads one: "tổ trưởng", "đội phó"."""
FACULTY, _DEPARTMENT = fold("khoa"), fold("sở")
_NO_BODIES = folded_set("chương trình; quỹ; thuế; hải quan; thường trực")
"""Kind words that in lower case behind an article name things, not bodies."""
_AREA_WORDS = frozenset(phrase[-1] for some in AREAS.values() for phrase in some)
"""Last words of kinds of area, behind which a verb says what is done there ("các bản thực hiện")."""
LONGEST_LEVEL = 4
_DIGITS, _SEVERAL = 3, 2
ARTICLES = tuple(tuple(fold(w).split()) for w in ("tất cả các", "toàn bộ các", "một số", "toàn thể các"))


def article_words(words: NameWords, index: int) -> int:
    """Count the words that make what follows plural: "các", "một số", "tất cả các", "06"."""
    if words.keys[index] in GROUP_ARTICLES:
        return 1
    for phrase in ARTICLES:
        if tuple(words.keys[index : index + len(phrase)]) == phrase:
            return len(phrase)
    return int(_counts(words, index))


def _counts(words: NameWords, index: int) -> bool:
    """Tell whether a number counts actors: at the start of an item, before a kind word."""
    number = words.keys[index]
    if (
        not number.isdecimal()
        or len(number) > _DIGITS
        or int(number) < _SEVERAL
        or index + 1 >= len(words.keys)
    ):
        return False
    opens = index == 0 or words.separator(index)
    return opens and not words.apart(index + 1) and bool(starts_with(words.keys, index + 1, GROUP_NOUNS))


def field_words(words: NameWords, position: int) -> int:
    """Count the words of a field behind "các sở": "các sở giáo dục và đào tạo", "các sở Văn hóa, …"."""
    if words.keys[position - 1] != _DEPARTMENT or not (words.lower(position) or words.lower(position - 1)):
        return 0
    if position >= len(words) or words.apart(position) or words.verb(position):
        return 0  # "các sở xây dựng kế hoạch"
    return starts_with(words.keys, position, DEPARTMENT_FIELDS)


def faculty_word(words: NameWords, position: int, *, article: bool) -> int:
    """Count "khoa" as a kind word in a list of actors: "các khoa", "Khoa liên quan"."""
    if not words.listed or words.keys[position] != FACULTY:
        return 0
    after = position + 1
    ended = after >= len(words) or words.separator(after)
    return int((article and ended) or (not ended and bool(qualifier_words(words, after))))


def body_words(words: NameWords, position: int) -> int:
    """Count the kind word of bodies in lower case behind an article: "các vườn quốc gia"."""
    head = starts_with(words.keys, position, HEADS) if words.listed and words.lower(position) else 0
    other = " ".join(words.keys[position : position + head]) in _NO_BODIES
    return 0 if other or no_name(words.keys, position) else head


def is_verb(words: NameWords, position: int, noun: int, *, article: bool) -> bool:
    """Tell whether a kind word is a verb or opens another word: "tổ chức thực hiện", "hội thảo"."""
    if no_name(words.keys, position) or is_post(words, position, noun):
        return True
    if article or " ".join(words.keys[position : position + noun]) != fold("tổ chức"):
        return False
    after = position + noun
    if after >= len(words) or words.separator(after):
        return False
    return not qualifier_words(words, after) and not starts_with(words.keys, after, GROUP_NOUNS)


def is_post(words: NameWords, position: int, noun: int) -> bool:
    """Tell whether a kind word opens the name of a post: "tổ trưởng chuyên môn", "đội phó"."""
    after = position + noun
    if noun != 1 or after >= len(words) or words.apart(after):
        return False
    return words.keys[position] in _LED and words.keys[after] in _HEADING


def qualifier_words(words: NameWords, position: int) -> int:
    """Count the words of what says which ones are meant, at a word behind a kind word."""
    keys = words.keys
    if position >= len(words) or words.apart(position):
        return 0
    qualifier = starts_with(keys, position, GROUP_QUALIFIERS)
    if qualifier:
        return _before_next_name(words, position, qualifier)
    verb = starts_with(keys, position, VERBAL_QUALIFIERS)
    nouns = (starts_with(keys, at, GROUP_NOUNS) + at for at in range(max(0, position - 4), position))
    if not verb or position not in nouns or keys[position - 1] in _AREA_WORDS:
        return 0
    after = position + verb
    if after >= len(words) or words.separator(after) or keys[after] in BELONGING:
        return verb
    return verb if starts_with(keys, after, GROUP_QUALIFIERS) else 0


def _before_next_name(words: NameWords, position: int, count: int) -> int:
    """Shorten a qualifier that runs over a comma into the next name: "các sở, ngành tỉnh, Ủy ban …"."""
    for at in range(position + 1, position + count):
        if words.apart(at) and words.upper(at):
            return starts_with(words.keys[:at], position, GROUP_QUALIFIERS)
    return count


def tie_words(words: NameWords, position: int) -> int:
    """Count the words that tie a collective to a larger body: "thuộc", "thuộc, trực thuộc"."""
    both = [key for key in words.keys[position : position + 4] if key != AND][:3]
    return words.keys.index(_DIRECTLY[-1], position + 2) - position + 1 if both == _DIRECTLY else 1


def place_end(words: NameWords, position: int) -> int:
    """Go on over the name of a place behind a kind of area: "trên địa bàn tỉnh Lào Cai"."""
    if not any(words.area(at) == position - at for at in range(max(0, position - 3), position)):
        return position
    while position < len(words) and words.upper(position) and not words.separator(position):
        if words.apart(position) or starts_with(words.keys, position, HEADS):
            break
        position += 1
    return position


def level_words(words: NameWords, position: int, joint: int) -> int:
    """Measure a further level of schools: "các trường mầm non, tiểu học, THCS"; 0 where none stands."""
    keys = words.keys
    before = any(
        starts_with(keys[:position], at, SCHOOL_LEVELS) == position - at > 0
        for at in range(max(0, position - LONGEST_LEVEL), position)
    )
    return starts_with(keys, joint, SCHOOL_LEVELS) if before else 0
